"""Work that runs for minutes and stops at once when the cell is interrupted.

While DuckDB works in the main thread, Python often gets no chance to see an interrupt before the
end, and then it is a RuntimeError. So the work is done beside the main thread, which waits, and
passes an interrupt on.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from datavault_jupyter.base.errors import VaultClosed
from datavault_jupyter.storage.foreign import translated

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

T = TypeVar("T")
_LOOK_EVERY_S = 0.05
_PROGRESS_EVERY_S = 0.2

Progress = Callable[[float], None]
_ended: weakref.WeakSet[Cursor] = weakref.WeakSet()


def end(cursor: Cursor) -> None:
    """Interrupt what runs on a cursor, and refuse what would begin on it from now on."""
    _ended.add(cursor)
    cursor.interrupt()


def stoppable(cursor: Cursor, work: Callable[[], T]) -> T:
    """Do something with a cursor, in a way that an interrupt of the cell ends.

    Args:
        cursor: What the work runs on; interrupted when the cell is.
        work: What to do; it may run in another thread.

    Raises:
        VaultClosed: the vault was closed before the work began.
        KeyboardInterrupt: the cell was interrupted; the work has ended when this is raised.
        VaultError: DuckDB's errors, translated.
    """
    if cursor in _ended:
        raise VaultClosed("This vault has been closed.")
    with translated():
        # Interrupts reach the main thread alone.
        if threading.current_thread() is not threading.main_thread():
            return work()
        return _beside(cursor, work)


def _beside(cursor: Cursor, work: Callable[[], T]) -> T:
    made: list[T] = []
    failures: list[BaseException] = []
    # Not `Thread.join`: interrupted, it takes a running thread for ended (before Python 3.13).
    ended = threading.Event()

    def run() -> None:
        try:
            made.append(work())
        except BaseException as error:  # noqa: BLE001 - raised again by the thread that waits
            failures.append(error)
        finally:
            ended.set()

    threading.Thread(target=run, name="datavault-query", daemon=True).start()
    try:
        while not ended.wait(_LOOK_EVERY_S):
            pass
    except BaseException:
        # Again and again: an interrupt that comes before the statement starts is lost. A second
        # interrupt from the person ends this wait too, should DuckDB not react.
        while not ended.is_set():
            cursor.interrupt()
            ended.wait(_LOOK_EVERY_S)
        raise
    for failure in failures:
        raise failure
    return made[0]


class watched:  # noqa: N801 - reads as a verb where it is used
    """Report a cursor's progress from a thread while the block runs."""

    def __init__(self, cursor: Cursor, on_progress: Progress | None) -> None:
        self._cursor = cursor
        self._report = on_progress
        self._done = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> None:
        """Start to look."""
        if self._report is not None:
            self._thread = threading.Thread(target=self._look, daemon=True)
            self._thread.start()

    def _look(self) -> None:
        while not self._done.wait(_PROGRESS_EVERY_S):
            percent = self._cursor.query_progress()
            if percent > 0 and self._report is not None:
                self._report(min(percent, 100.0) / 100)

    def __exit__(self, *_: object) -> None:
        """Stop looking before the cursor is used for anything else."""
        self._done.set()
        if self._thread is not None:
            self._thread.join()
