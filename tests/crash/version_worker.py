"""A process that makes versions of one dataset and may be killed at any moment.

Run as ``version_worker.py VAULT SEED SECONDS``. Prints one JSON line for each thing done.
"""

import json
import random
import sys
import time

import pandas as pd

import datavault_jupyter as dv
from datavault_jupyter.base.errors import Refused, VersionConflict
from datavault_jupyter.features.lineage.made import Source


def say(**facts: object) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def append(dataset: dv.Dataset, value: int) -> str:
    dataset.append(pd.DataFrame({"n": [value], "worker": ["new"]}))
    return dataset.versions[0].id


def edit(dataset: dv.Dataset, value: int, choose: random.Random) -> str:
    """A version in which one row has another value; a branch where somebody was faster."""
    services, record = dataset._services, dataset._record
    base = services.lineage.find(record, choose.choice([each.id for each in dataset.versions]))
    if not base.state.is_finished:
        return ""
    draft = services.drafts.begin(record, base)
    say(trying="edit", id=draft.id)
    services.drafts.set(record, draft, {"worker": f"'w{value}'"}, "n = 0")
    made = services.drafts.finalize(record, draft).version
    return made.id if made else ""


def merge(dataset: dv.Dataset, choose: random.Random) -> str:
    services, record = dataset._services, dataset._record
    finished = [each for each in services.datasets.versions(record) if each.state.is_finished]
    if len(finished) < 2:
        return ""
    sources = [Source(record, each) for each in choose.sample(finished, 2)]
    return services.clones.merge_into(record, sources).id


def main() -> None:
    path, seed, seconds = sys.argv[1:]
    choose = random.Random(int(seed))
    vault = dv.Vault(path)
    say(did="open")
    end = time.monotonic() + float(seconds)
    number = 0
    least = 2
    # However slow the machine is: two appends each, unless one fails, which is an error anyway.
    while time.monotonic() < end or least > 0:
        number += 1
        value = int(seed) * 1_000_000 + number
        verb = choose.choice(["append", "append", "edit", "merge"])
        try:
            dataset = vault["shared"]
            if verb == "append":
                say(trying="append", value=value)
                append(dataset, value)
                say(did="append", value=value)
                least -= 1
            else:
                made = edit(dataset, value, choose) if verb == "edit" else merge(dataset, choose)
                say(did=verb, id=made)
        except (VersionConflict, Refused):
            say(late=verb)
        except Exception as error:  # noqa: BLE001 - whatever it is, the test must see it
            least = 0
            say(error=f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
