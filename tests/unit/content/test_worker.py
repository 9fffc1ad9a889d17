"""Copies in memory are made when nobody waits, and give way to who does."""

from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import Any

from datavault_jupyter.base.errors import Cancelled
from datavault_jupyter.features.content.memory import Worker

LONG_S = 30


class Work:
    """A copy that goes on until it is interrupted, or let to its end."""

    def __init__(self) -> None:
        self.begun = threading.Semaphore(0)
        self.stopped = threading.Event()
        self.finished = threading.Event()
        self.is_done = False
        self.engine: Any = SimpleNamespace(answering=self.cursor)

    def cursor(self) -> Any:
        self.stopped = threading.Event()
        return SimpleNamespace(interrupt=self.stopped.set, close=lambda: None)

    def __call__(self, _cursor: Any) -> None:
        self.begun.release()
        while not self.finished.wait(0.01):
            if self.stopped.is_set():
                raise Cancelled("Interrupted.")
        self.is_done = True


def test_a_copy_gives_way_and_begins_anew() -> None:
    work, worker = Work(), Worker(())
    worker.wish(work.engine, "copy", "reviews", work)
    assert work.begun.acquire(timeout=LONG_S)
    with worker.waiting():
        assert work.stopped.wait(LONG_S)
    assert work.begun.acquire(timeout=LONG_S)
    work.finished.set()
    assert worker.wait(LONG_S)
    assert work.is_done


def test_a_copy_that_gave_way_often_enough_is_finished() -> None:
    work, worker = Work(), Worker(())
    worker.wish(work.engine, "copy", "reviews", work)
    for _ in range(3):
        assert work.begun.acquire(timeout=LONG_S)
        with worker.waiting():
            assert work.stopped.wait(LONG_S)
    assert work.begun.acquire(timeout=LONG_S)
    with worker.waiting():
        assert not work.stopped.is_set()
    work.finished.set()
    assert worker.wait(LONG_S)
    assert work.is_done


def test_an_order_that_somebody_may_wait_for_goes_on() -> None:
    work, worker = Work(), Worker(())
    worker.wish(work.engine, "order", "by price", work)
    assert work.begun.acquire(timeout=LONG_S)
    with worker.waiting():
        assert not work.stopped.is_set()
    work.finished.set()
    assert worker.wait(LONG_S)
