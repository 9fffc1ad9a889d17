"""Many processes on one vault, and processes that are killed in the middle of their work."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from datavault_jupyter import Vault

FULL = os.environ.get("DATAVAULT_TEST_FULL") == "1"
KILLS = 500 if FULL else 50
SECONDS = 60 if FULL else 8
ROWS = 20_000
WORKER = Path(__file__).with_name("worker.py")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "source.csv"
    with path.open("w") as file:
        file.write("n,text,code\n")
        file.writelines(f"{n},row number {n},{n:05d}\n" for n in range(ROWS))
    return path


def start(vault: Path, source: Path, seed: int, seconds: float) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, str(WORKER), str(vault), str(source), str(seed), str(seconds)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def said(output: str) -> Iterator[dict[str, object]]:
    for line in output.splitlines():
        if line.startswith("{") and line.endswith("}"):
            yield json.loads(line)  # a killed process may leave half a line: that one is dropped


def must_be_whole(vault_path: Path) -> Vault:
    """Every dataset is all there, every file belongs to one, nothing is left over."""
    vault = Vault(vault_path)
    report = vault.doctor(verify=True)
    assert all(finding.is_mended for finding in report.findings), report
    listed: set[Path] = set()
    for dataset in vault.datasets(archived=True):
        assert dataset.row_count == ROWS
        expected = [(ROWS, ROWS * (ROWS - 1) // 2)]
        assert dataset.sql("SELECT count(*), sum(n) FROM this").fetchall() == expected
        listed.update(dataset.files())
    found = {path for path in (vault.path / "rows").rglob("*") if path.is_file()}
    store = vault._services.store
    with store.catalog.read() as connection:
        trash = connection.exec_driver_sql("SELECT path FROM trash").scalars().all()
        for table in ("pending", "reserved_name"):
            left = connection.exec_driver_sql(f"SELECT * FROM {table}").all()
            assert left == [], table
    assert found - {store.path(path) for path in trash} == listed
    assert vault.doctor().findings == []
    return vault


@pytest.mark.timeout(600)
def test_six_kernels_at_once_lose_nothing(tmp_path: Path, source: Path) -> None:
    workers = [start(tmp_path / "vault", source, seed, SECONDS) for seed in range(6)]
    outputs = [worker.communicate()[0] for worker in workers]
    assert [worker.returncode for worker in workers] == [0] * 6, outputs
    facts = [fact for output in outputs for fact in said(output)]
    assert [fact for fact in facts if "error" in fact or "wrong" in fact] == []
    made = {fact["id"] for fact in facts if fact.get("did") == "import"}
    gone = {fact["id"] for fact in facts if fact.get("did") == "delete"}
    vault = must_be_whole(tmp_path / "vault")
    assert {dataset.id for dataset in vault.datasets(archived=True)} == made - gone
    assert len(made) > 6
    vault.close()


@pytest.mark.timeout(1800)
def test_killed_kernels_leave_the_old_or_the_new_state(tmp_path: Path, source: Path) -> None:
    choose = random.Random(20261122)
    place = tmp_path / "vault"
    Vault(place).close()
    outputs: list[str] = []
    kills = 0
    while kills < KILLS:
        together = min(4, KILLS - kills)
        workers = [start(place, source, kills + number, 600) for number in range(together)]
        for worker in workers:
            assert worker.stdout is not None
            outputs.append(worker.stdout.readline())  # it has opened the vault
        if kills == 0:
            # However slow the machine is, some are killed after an import and some before one.
            assert workers[0].stdout is not None
            while not any(fact.get("did") == "import" for fact in said(outputs[-1])):
                outputs.append(workers[0].stdout.readline())
                assert outputs[-1], outputs
        time.sleep(choose.random() * 0.8)  # the moment of the kill is what is random here
        for worker in workers:
            worker.send_signal(signal.SIGKILL)
        outputs += [worker.communicate()[0] for worker in workers]
        kills += together
    facts = [fact for output in outputs for fact in said(output)]
    assert [fact for fact in facts if "error" in fact or "wrong" in fact] == []
    made = {fact["id"] for fact in facts if fact.get("did") == "import"}
    gone = {fact["id"] for fact in facts if fact.get("did") == "delete"}
    tried = {fact["id"] for fact in facts if fact.get("trying") == "delete"}
    vault = must_be_whole(place)
    there = {dataset.id for dataset in vault.datasets(archived=True)}
    assert made - tried <= there, "an import that was told finished is gone"
    assert not there & gone, "a delete that was told finished is undone"
    assert made, "the workers were killed before any import: the test shows nothing"
    vault.close()
