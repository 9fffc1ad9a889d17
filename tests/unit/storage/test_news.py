"""Whoever listens to the catalogue hears of each change, at a look at a time."""

import threading
from types import SimpleNamespace

import pytest

from datavault_jupyter import news
from datavault_jupyter.storage.catalog import bump
from datavault_jupyter.storage.store import Store
from tests.gates import LONG_S


class Late(threading.Thread):
    """A thread that has its turn when the test says so."""

    def start(self) -> None:
        """Not yet."""

    def begin(self) -> None:
        super().start()


@pytest.fixture(autouse=True)
def _late(monkeypatch: pytest.MonkeyPatch) -> None:
    made = SimpleNamespace(Thread=Late, Lock=threading.Lock, Event=threading.Event)
    monkeypatch.setattr(news, "threading", made)


def begin(store: Store) -> None:
    thread = news._watchers[store]._thread
    assert isinstance(thread, Late)
    thread.begin()


def test_what_changes_before_the_first_look_is_told(store: Store) -> None:
    told = threading.Event()
    stop = news.watch(store, lambda *_: told.set())
    with store.catalog.write() as connection:
        bump(connection)
    begin(store)
    assert told.wait(LONG_S)
    stop()


def test_who_comes_while_the_last_one_goes_is_looked_for_with_pauses(store: Store) -> None:
    news.watch(store, lambda *_: None)()
    told = threading.Event()
    stop = news.watch(store, lambda *_: told.set())
    # Else each look would follow on the last one at once, for as long as the view is open.
    assert not news._watchers[store]._wake.is_set()
    with store.catalog.write() as connection:
        bump(connection)
    begin(store)
    assert told.wait(LONG_S)
    stop()
