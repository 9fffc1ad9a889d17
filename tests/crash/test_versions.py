"""Many processes making versions of one dataset, and processes killed during an edit."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from datavault_jupyter import Vault
from datavault_jupyter.features.versions import queries
from datavault_jupyter.features.versions.records import Version, VersionState

FULL = os.environ.get("DATAVAULT_TEST_FULL") == "1"
SECONDS = 40 if FULL else 4
KILLS = 200 if FULL else 9
WORKER = Path(__file__).with_name("version_worker.py")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A vault with one dataset: a row 0 and a row 1."""
    place = tmp_path / "vault"
    with Vault(place) as vault:
        vault.import_frame(pd.DataFrame({"n": [0, 1], "worker": ["-", "-"]}), name="shared")
    return place


def start(place: Path, seed: int, seconds: float) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(WORKER), str(place), str(seed), str(seconds)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def said(outputs: list[str]) -> Iterator[dict[str, Any]]:
    for output in outputs:
        for line in output.splitlines():
            if line.startswith("{") and line.endswith("}"):
                yield json.loads(line)  # a killed process may leave half a line


def rows(vault: Vault, version: Version) -> list[tuple[int, str]]:
    services = vault._services
    record = services.lineage.at(vault["shared"]._record, version)
    return list(services.sql.rows(record, None).fetchall())


def must_be_whole(vault: Vault) -> list[Version]:
    """Every version reads, with the rows it says; every file is listed by one."""
    assert all(finding.is_mended for finding in vault.doctor(verify=True).findings)
    dataset = vault["shared"]
    services = vault._services
    found = list(services.datasets.versions(dataset._record))
    numbers = [each.number for each in found]
    assert len(set(numbers)) == len(numbers)
    finished = [each for each in found if each.state.is_finished]
    assert dataset._record.version_count == len(finished)
    store = services.store
    listed: set[Path] = set()
    for version in found:
        assert len(rows(vault, version)) == version.row_count
        with store.catalog.read() as connection:
            checks = queries.part_checks(connection, version.key)
        listed.update(store.path(each.path) for each in checks)
    with store.catalog.read() as connection:
        trash = connection.exec_driver_sql("SELECT path FROM trash").scalars().all()
        assert connection.exec_driver_sql("SELECT * FROM pending").all() == []
    on_disk = {path for path in (vault.path / "rows").rglob("*") if path.is_file()}
    assert on_disk - {store.path(path) for path in trash} == listed
    return found


@pytest.mark.timeout(600)
def test_six_kernels_make_versions_of_one_dataset(place: Path) -> None:
    workers = [start(place, seed, SECONDS) for seed in range(1, 7)]
    outputs = [worker.communicate()[0] for worker in workers]
    facts = list(said(outputs))
    assert [fact for fact in facts if "error" in fact] == []
    assert [worker.returncode for worker in workers] == [0] * 6, outputs
    appended = {fact["value"] for fact in facts if fact.get("did") == "append"}
    assert len(appended) > 6
    with Vault(place) as vault:
        found = must_be_whole(vault)
        made = {fact["id"] for fact in facts if fact.get("did") in ("edit", "merge")} - {""}
        assert made <= {each.id for each in found}
        held = {row[0] for row in rows(vault, next(
            each for each in found if each.key == vault["shared"]._record.head_key
        ))}  # fmt: skip
        assert appended <= held, "rows of a kernel are lost"


@pytest.mark.timeout(900)
def test_a_kernel_killed_during_an_edit_leaves_the_old_or_the_new(place: Path) -> None:
    choose = random.Random(20261128)
    outputs: list[str] = []
    for turn in range(0, KILLS, 3):
        workers = [start(place, turn + number + 1, 600) for number in range(3)]
        for worker in workers:
            assert worker.stdout is not None
            outputs.append(worker.stdout.readline())  # it has opened the vault
        time.sleep(choose.random() * 1.2)  # the moment of the kill is what is random here
        for worker in workers:
            worker.send_signal(signal.SIGKILL)
        outputs += [worker.communicate()[0] for worker in workers]
    facts = list(said(outputs))
    assert [fact for fact in facts if "error" in fact] == []
    with Vault(place) as vault:
        found = must_be_whole(vault)
        by_id = {each.id: each for each in found}
        for fact in facts:
            if fact.get("did") in ("edit", "merge") and fact["id"]:
                assert by_id[fact["id"]].state is VersionState.FINAL
        # A draft whose kernel died is there to be gone on with: as it was, or with the step done.
        services, dataset = vault._services, vault["shared"]
        drafts = [each for each in found if each.state is VersionState.DRAFT]
        for draft in drafts:
            steps = draft.source_info["steps"]
            # More than one where its base merged versions that had edited it apart.
            zeros = [row for row in rows(vault, draft) if row[0] == 0]
            assert zeros
            assert len(steps) <= 1
            assert not steps or all(f"'{zero[1]}'" in steps[0]["text"] for zero in zeros)
            services.drafts.set(dataset._record, draft, {"worker": "'again'"}, "n = 0")
            made = services.drafts.finalize(dataset._record, draft).version
            assert made is not None
            assert {row for row in rows(vault, made) if row[0] == 0} == {(0, "again")}
        must_be_whole(vault)
