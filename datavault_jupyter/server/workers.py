"""Bounded workers: so many questions at once, so many in the queue, and no more."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from datavault_jupyter.server.refusals import ServerBusy

Made = TypeVar("Made")


class Workers:
    """Threads that answer questions, while the server's own thread serves notebooks.

    Args:
        at_once: How many questions are answered at the same time.
        waiting: How many more may wait.

    >>> workers = Workers(at_once=1, waiting=1)
    >>> workers.run("ada", lambda: 1 + 1).result()
    2
    >>> workers.close()
    """

    def __init__(self, *, at_once: int, waiting: int) -> None:
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="datavault-server")
        self._most = at_once + waiting
        # Nobody fills the queue alone: half of it is for others.
        self._most_each = max(1, (self._most + 1) // 2)
        self._lock = threading.Lock()
        self._taken: Counter[str] = Counter()

    def run(self, who: str, work: Callable[[], Made]) -> Future[Made]:
        """Have work done; `who` asks for it.

        Raises:
            ServerBusy: too many wait already, or too many of theirs.
        """
        with self._lock:
            if self._taken.total() >= self._most:
                raise ServerBusy("The server has more questions than it can answer at the moment.")
            if self._taken[who] >= self._most_each:
                raise ServerBusy("Too many of your questions are waiting already.")
            self._taken[who] += 1
        try:
            future = self._pool.submit(work)
        except RuntimeError:
            self._release(who)
            raise ServerBusy("The server is stopping.") from None
        future.add_done_callback(lambda _done: self._release(who))
        return future

    def _release(self, who: str) -> None:
        with self._lock:
            self._taken[who] -= 1
            if not self._taken[who]:
                del self._taken[who]

    def close(self) -> None:
        """Take nothing more; what waits is dropped."""
        self._pool.shutdown(wait=False, cancel_futures=True)
