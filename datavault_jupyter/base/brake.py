"""Stopping work that runs in another thread."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from datavault_jupyter.base.errors import Cancelled

_PRESS_EVERY_S = 0.05


class Brake:
    """Stops work in another thread: again and again, since one interrupt may come too early.

    Args:
        said: The sentence for work that would begin after it was pulled.

    >>> brake = Brake("The import was cancelled.")
    >>> pressed = []
    >>> with brake.cancels(lambda: pressed.append("interrupt")):
    ...     brake.pull()
    >>> brake.is_pulled, pressed[0]
    (True, 'interrupt')
    """

    def __init__(self, said: str) -> None:
        self._said = said
        self._lock = threading.Lock()
        self._stops: list[Callable[[], None]] = []
        self._is_pulled = False

    @property
    def is_pulled(self) -> bool:
        """Whether the work is to end."""
        return self._is_pulled

    @contextmanager
    def cancels(self, stop: Callable[[], None]) -> Iterator[None]:
        """While the block runs, pulling calls `stop`, such as a cursor's interrupt.

        Raises:
            Cancelled: it was pulled before the block began.
        """
        with self._lock:
            if self._is_pulled:
                raise Cancelled(self._said)
            self._stops.append(stop)
        try:
            yield
        finally:
            with self._lock:
                self._stops.remove(stop)

    def pull(self) -> None:
        """Stop what runs, and whatever would begin."""
        with self._lock:
            if self._is_pulled:
                return
            self._is_pulled = True
        if self._press():
            threading.Thread(target=self._keep_on, name="datavault-cancel", daemon=True).start()

    def _keep_on(self) -> None:
        while True:
            time.sleep(_PRESS_EVERY_S)
            if not self._press():
                return

    def _press(self) -> bool:
        # In the lock: nothing is interrupted whose block has ended.
        with self._lock:
            for stop in self._stops:
                stop()
            return bool(self._stops)
