"""Tells views that the catalogue changed, whichever process changed it."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from datavault_jupyter.base.errors import VaultError

if TYPE_CHECKING:
    from datavault_jupyter.storage.store import Store

Tell = Callable[[str, Mapping[str, Any]], None]
# A look is one small read of the catalogue, below a millisecond; views follow within a second.
LOOK_EVERY_S = 0.4
CHANGED = "datasets.changed"


class _Watcher:
    """Looks at one store's revision as long as somebody wants to know."""

    def __init__(self, store: Store) -> None:
        self._store = weakref.ref(store)
        self._lock = threading.Lock()
        self._listeners: dict[object, Tell] = {}
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None

    def add(self, tell: Tell) -> Callable[[], None]:
        """Have `tell` called; returns the undo."""
        key = object()
        with self._lock:
            self._listeners[key] = tell
            # Also for a thread that was to end and hasn't yet: it would look without a pause.
            self._wake.clear()
            if self._thread is None:
                # Read here: until the thread gets its turn the first change may have come.
                self._thread = threading.Thread(
                    target=self._look, args=(self._revision(),), name="datavault-news", daemon=True
                )
                self._thread.start()
        return lambda: self._remove(key)

    def _remove(self, key: object) -> None:
        with self._lock:
            self._listeners.pop(key, None)
            if not self._listeners:
                self._wake.set()

    def _look(self, seen: int | None) -> None:
        while True:
            self._wake.wait(LOOK_EVERY_S)
            with self._lock:
                if not self._listeners:
                    self._thread = None
                    return
                listeners = list(self._listeners.values())
            now = self._revision()
            if now is None or now == seen:
                continue
            seen = now
            for tell in listeners:
                tell(CHANGED, {"revision": now})

    def _revision(self) -> int | None:
        store = self._store()
        if store is None:
            return None
        try:
            return store.revision()
        except VaultError:
            return None  # closed, or busy for a moment: the next look tells


_watchers: weakref.WeakKeyDictionary[Store, _Watcher] = weakref.WeakKeyDictionary()
_lock = threading.Lock()


def watch(store: Store, tell: Tell) -> Callable[[], None]:
    """Have `tell` called with ``datasets.changed`` at each look at most once; returns the undo."""
    with _lock:
        watcher = _watchers.setdefault(store, _Watcher(store))
    return watcher.add(tell)
