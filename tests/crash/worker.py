"""A process that works with a vault and may be killed at any moment.

Run as ``worker.py VAULT SOURCE SEED SECONDS``. Prints one JSON line for each thing done or
failed, so that whoever started it can compare what was said with what is there.
"""

import json
import random
import sys
import time
from pathlib import Path

import datavault_jupyter as dv
from datavault_jupyter.base.errors import DatasetDeleted, DatasetNotFound, NameTaken


def say(**facts: object) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def one_step(vault: dv.Vault, source: Path, choose: random.Random, mine: str) -> str:
    verb = choose.choice(
        ["import", "import", "import", "rename", "archive", "delete", "read", "read"]
    )
    if verb == "import":
        number = choose.randrange(10**9)
        dataset = vault.import_file(source, name=f"{mine}-{number}")
        say(did="import", id=dataset.id, rows=dataset.row_count)
        return verb
    known = vault.datasets(archived=True, limit=40)
    if not known:
        return "nothing"
    dataset = choose.choice(known)
    if verb == "rename":
        say(trying="rename", id=dataset.id)
        dataset.rename(f"{mine}-r{choose.randrange(10**9)}")
    elif verb == "archive":
        dataset.unarchive() if dataset.is_archived else dataset.archive()
    elif verb == "delete":
        say(trying="delete", id=dataset.id)
        dataset.delete(confirm="delete")
        say(did="delete", id=dataset.id)
    else:
        rows = dataset.sql("SELECT count(*), sum(n) FROM this").fetchall()
        expected = dataset.row_count
        if rows != [(expected, expected * (expected - 1) // 2)]:
            say(wrong=f"{dataset.id}: {rows}, {expected} rows expected")
    return verb


def main() -> None:
    vault_path, source, seed, seconds = sys.argv[1:]
    choose = random.Random(int(seed))
    vault = dv.Vault(vault_path)
    say(did="open")
    end = time.monotonic() + float(seconds)
    counts: dict[str, int] = {}
    # However slow the machine is: two imports each, unless one fails, which is an error anyway.
    while time.monotonic() < end or counts.get("import", 0) < 2 - counts.get("failed", 0):
        try:
            verb = one_step(vault, Path(source), choose, f"w{seed}")
            counts[verb] = counts.get(verb, 0) + 1
        except (DatasetDeleted, DatasetNotFound, NameTaken):
            counts["gone"] = counts.get("gone", 0) + 1  # somebody else was first: as it should be
        except Exception as error:  # noqa: BLE001 - whatever it is, the test must see it
            counts["failed"] = 2
            say(error=f"{type(error).__name__}: {error}")
    say(counts=counts)


if __name__ == "__main__":
    main()
