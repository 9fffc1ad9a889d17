"""Many processes on the tasks of one pipeline: none lost, none done twice; some are killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa

import datavault_jupyter as dv
from datavault_jupyter.storage import tables

FULL = os.environ.get("DATAVAULT_TEST_FULL") == "1"
TASKS = 10_000 if FULL else 2_000
KILLS = 40 if FULL else 5
WORKER = Path(__file__).with_name("task_worker.py")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A vault with a pipeline and its tasks."""
    place = tmp_path / "vault"
    fields = [
        dv.Field("n", "numeric", is_integer=True, source="given"),
        dv.Field("score", "rating"),
    ]
    with dv.Vault(place) as vault:
        pipeline = vault.pipelines.create("p", nodes=[dv.Subtask("rate", fields=fields)]).activate()
        pipeline.add_tasks([{"n": at} for at in range(TASKS)])
    return place


def start(place: Path, name: str, pause: float = 0) -> subprocess.Popen[str]:
    command = [sys.executable, str(WORKER), str(place), name, str(pause)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def must_be_done(place: Path) -> Counter[str]:
    """Every task is finished with one right answer; how many each contributor gave."""
    with dv.Vault(place) as vault:
        pipeline = vault.pipelines["p"]
        assert pipeline.counts["finished"] == TASKS
        found = pipeline.dataset.sql("SELECT n, score FROM this ORDER BY n").fetchall()
        assert found == [(at, at % 5 + 1) for at in range(TASKS)]
        answer, contributor = tables.answer, tables.contributor
        query = (
            sa.select(answer.c.task_id, contributor.c.name)
            .join(contributor, contributor.c.id == answer.c.contributor_id)
            .where(answer.c.state == "submitted")
        )
        with vault._services.store.catalog.read() as connection:
            given = connection.execute(query).all()
        assert len({task for task, _ in given}) == len(given) == TASKS
        return Counter(name for _, name in given)


@pytest.mark.timeout(900)
def test_eight_processes_lose_nothing_and_do_nothing_twice(place: Path) -> None:
    workers = [start(place, f"worker-{at}") for at in range(8)]
    outputs = [each.communicate(timeout=600) for each in workers]
    assert [each.returncode for each in workers] == [0] * 8, outputs
    told = {}
    for output, _ in outputs:
        line = json.loads(output.splitlines()[-1])
        told[line["name"]] = line["done"]
    assert sum(told.values()) == TASKS
    given = must_be_done(place)
    assert given == Counter({name: number for name, number in told.items() if number})


@pytest.mark.timeout(900)
def test_what_a_killed_worker_held_goes_back(place: Path) -> None:
    done = 0
    with dv.Vault(place) as vault:
        pipeline = vault.pipelines["p"]
        for at in range(KILLS):
            worker = start(place, f"killed-{at}", pause=0.05)
            end = time.monotonic() + 120
            while pipeline.counts["finished"] <= done:
                assert worker.poll() is None, worker.communicate()
                assert time.monotonic() < end
            worker.send_signal(signal.SIGKILL)
            worker.communicate(timeout=60)
            done = pipeline.counts["finished"]
        assert done < TASKS
        report = pipeline.run(lambda task: {"score": task["n"] % 5 + 1}, contributor="last")
        assert report.done_count == TASKS - done
    must_be_done(place)
