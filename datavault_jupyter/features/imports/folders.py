"""Where imports lay down bytes: a folder for each process, removed when that process has ended.

Not in the engine's scratch folder: a check-up empties that one while imports of this process run.
"""

from __future__ import annotations

import atexit
import shutil
import threading
import weakref
from pathlib import Path

from datavault_jupyter.storage.foreign import translated
from datavault_jupyter.storage.store import Store

_tidied: weakref.WeakSet[Store] = weakref.WeakSet()
_made: set[Path] = set()
_lock = threading.Lock()


def own_folder(store: Store) -> Path:
    """This process's folder for staging and uploads; the first call removes those of the dead."""
    place = store.root / "processes" / "imports"
    own = place / store.liveness.name
    with translated():
        own.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _lock:
        _made.add(own)
        is_first = store not in _tidied
        _tidied.add(store)
    if is_first:
        tidy(store)
    return own


def tidy(store: Store) -> int:
    """Remove what processes that have ended left half way; how many of them did."""
    place = store.root / "processes" / "imports"
    dead = [each for each in place.glob("*") if not store.liveness.is_alive(each.name)]
    for each in dead:
        shutil.rmtree(each, ignore_errors=True)
    return len(dead)


@atexit.register
def _leave() -> None:
    """Take everything along at an orderly end."""
    for each in _made:
        shutil.rmtree(each, ignore_errors=True)
