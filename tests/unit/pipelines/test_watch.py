"""``ds.watch()``: what changes is told, from whichever thread or process, until it is over."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest

import datavault_jupyter as dv
from datavault_jupyter.base.errors import BadArgument, NotAllowed, Refused
from datavault_jupyter.features.pipelines.live import watching
from datavault_jupyter.storage.store import Store
from tests.unit.pipelines.conftest import REPLY, SCORE, Make
from tests.unit.pipelines.test_permissions import lose_role

Rows = list[dict[str, Any]]


def meanwhile(work: Callable[[], object]) -> threading.Thread:
    made = threading.Thread(target=work)
    made.start()
    return made


def test_rows_are_those_of_the_dataset_and_only_those_that_changed(make: Make) -> None:
    pipeline = make(tasks=3)
    (work, other) = pipeline.claim(2)
    changes = pipeline.dataset.watch(timeout=60)
    work.submit({"score": 4})
    (row,) = next(changes)
    whole = pipeline.dataset.arrow().to_pylist()
    assert row == whole[0]
    assert list(row) == pipeline.dataset.columns
    other.submit({"score": 1})
    pipeline.add_tasks([{"reply": "one more"}])
    found = next(changes)
    assert [each["reply"] for each in found] == ["reply 1", "one more"]
    assert [each["score"] for each in found] == [1, None]


def test_it_begins_with_the_call_and_not_with_the_first_look(make: Make) -> None:
    pipeline = make(tasks=1)
    pipeline.add_tasks([{"reply": "before"}])
    changes = pipeline.dataset.watch(timeout=0)
    pipeline.add_tasks([{"reply": "after"}])
    assert [[row["reply"] for row in rows] for rows in changes] == [["after"]]


def test_what_happens_elsewhere_is_told_within_a_second(
    vault: dv.Vault, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipeline = make(tasks=1)
    looks: list[int] = []
    answered = threading.Event()
    revision = Store.revision

    def counted(store: Store) -> int:
        # One that was under way when the answer came may have seen what was before.
        is_later = answered.is_set()
        found = revision(store)
        if is_later:
            looks.append(found)
        return found

    with dv.Vault(vault.path) as elsewhere:
        changes = pipeline.dataset.watch(timeout=60)
        monkeypatch.setattr(Store, "revision", counted)

        def answer() -> None:
            elsewhere.pipelines["Helpfulness"].claim()[0].submit({"score": 5})
            answered.set()

        thread = meanwhile(answer)
        for rows in changes:
            if rows[-1]["status"] == "finished":
                break
        thread.join()
    # A clock would tell of the machine as well: the first look finds it, and is not far off.
    assert len(looks) <= 1
    assert watching.LOOK_EVERY_S < 0.5


def test_it_ends_in_time(make: Make) -> None:
    dataset = make().dataset
    begun = time.monotonic()
    assert list(dataset.watch(timeout=0.6)) == []
    assert 0.6 <= time.monotonic() - begun < 30


def test_it_ends_when_the_pipeline_is_completed_and_loses_nothing(make: Make) -> None:
    pipeline = make(tasks=1)
    changes = pipeline.dataset.watch(timeout=30)
    pipeline.claim()[0].submit({"score": 2})
    thread = meanwhile(pipeline.complete)
    told = [row for rows in changes for row in rows]
    thread.join()
    assert told[-1]["score"] == 2
    with pytest.raises(Refused, match="'Helpfulness' is not live") as refused:
        pipeline.dataset.watch()
    assert "Activate its pipeline" in refused.value.hint


@pytest.mark.parametrize("what", ["pipeline", "dataset"])
def test_it_ends_when_there_is_nothing_left_to_watch(make: Make, what: str) -> None:
    pipeline = make(tasks=1)
    dataset = pipeline.dataset
    changes = dataset.watch(timeout=30)
    pipeline.pause()
    pipeline.delete(confirm="delete")
    if what == "dataset":
        dataset.delete(confirm="delete")
    assert list(changes) == []


def test_interrupting_the_cell_ends_it_without_an_error(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    changes = make().dataset.watch(timeout=60)
    waits = threading.Event()

    class Pause(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            waits.set()
            return super().wait(timeout)

    monkeypatch.setattr(watching, "threading", SimpleNamespace(Event=Pause))

    def interrupt() -> None:
        # As a kernel does it: while the main thread waits for the next change.
        assert waits.wait(60)
        signal.raise_signal(signal.SIGINT)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        thread = meanwhile(interrupt)
        assert list(changes) == []
        thread.join()
    finally:
        signal.signal(signal.SIGINT, before)


def test_columns_that_come_later_come_with_the_rows(make: Make) -> None:
    pipeline = make(tasks=1)
    changes = pipeline.dataset.watch(timeout=60)
    more = dv.Field("why", "long_text")
    pipeline.redefine([dv.Subtask("rate", fields=[REPLY, SCORE, more])]).publish()
    pipeline.claim()[0].submit({"score": 2, "why": "short"})
    told = [rows[-1] for rows in [next(changes)]]
    assert (told[-1]["score"], told[-1]["why"]) == (2, "short")


def test_what_is_not_live_is_refused_at_once(vault: dv.Vault) -> None:
    dataset = vault.import_frame(pa.table({"a": [1]}), name="still")
    with pytest.raises(Refused, match="'still' is not live: no pipeline fills it now"):
        dataset.watch()


@pytest.mark.parametrize("timeout", [-1, "soon", float("nan"), True])
def test_a_timeout_is_a_number_of_seconds(make: Make, timeout: Any) -> None:
    with pytest.raises(BadArgument):
        make().dataset.watch(timeout=timeout)


def test_who_may_not_see_the_dataset_watches_nothing(vault: dv.Vault, make: Make) -> None:
    pipeline = make()
    record = pipeline.dataset._record
    lose_role(vault, None)
    with pytest.raises(NotAllowed):
        vault._services.pipelines.watches.changes(record)
