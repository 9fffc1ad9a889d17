"""Which processes have the vault open: one locked file for each.

A lock, not an age, says whether a process lives: the operating system drops it the moment the
process ends, however it ends. On a network file system locks can't be trusted, so a process
leaves a beat in the catalogue instead (``storage.catalog``) and counts as dead after ten silent
minutes; the fence in ``parts`` makes a wrong verdict an aborted import, never a loss.
"""

from __future__ import annotations

import os
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True


_SUFFIX = ".lock"


class ProcessLock:
    """This process's file in ``processes/``, locked until the process ends or `close` is called."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._descriptor = -1
        self._owner = 0
        self.name = ""
        self._take()

    def _take(self) -> None:
        """Make and lock the file; again in a forked child, which is another process."""
        while True:
            self.name = uuid.uuid4().hex
            path = self._folder / (self.name + _SUFFIX)
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            # A sweeper may take the file in the moment before we lock it: then make another.
            if _try_lock(self._descriptor) and path.exists():
                break
            os.close(self._descriptor)
            path.unlink(missing_ok=True)
        self._owner = os.getpid()

    def renew_after_fork(self) -> None:
        """Give a forked child a file of its own; the parent's stays the parent's."""
        if self._owner != os.getpid():
            os.close(self._descriptor)
            self._take()

    def others(self) -> Iterator[str]:
        """The names of all other files in the folder, of processes living or dead."""
        for path in self._folder.glob(f"*{_SUFFIX}"):
            if path.stem != self.name:
                yield path.stem

    def is_alive(self, name: str) -> bool:
        """Whether the process with this name still runs (this one always does)."""
        if name == self.name:
            return True
        try:
            descriptor = os.open(self._folder / (name + _SUFFIX), os.O_RDWR)
        except FileNotFoundError:
            return False
        except OSError:
            return True  # not ours to look at: assume the living
        try:
            return not _try_lock(descriptor)
        finally:
            os.close(descriptor)

    def forget(self, name: str) -> None:
        """Remove the file of a process that has ended.

        Only with its lock in hand: a process that is just being born has made its file and not
        locked it yet, and must find it gone rather than lose it later.
        """
        path = self._folder / (name + _SUFFIX)
        try:
            descriptor = os.open(path, os.O_RDWR)
        except OSError:
            return
        try:
            if _try_lock(descriptor):
                path.unlink(missing_ok=True)
        finally:
            os.close(descriptor)

    def close(self) -> None:
        """Give the lock back; safe to call twice."""
        if self._descriptor >= 0 and self._owner == os.getpid():
            (self._folder / (self.name + _SUFFIX)).unlink(missing_ok=True)
            os.close(self._descriptor)
            self._descriptor = -1
