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
        self._all = 0
        self._taken: Counter[str] = Counter()
        self._among: Counter[str] = Counter()

    def run(self, who: str, work: Callable[[], Made], *, among: str = "") -> Future[Made]:
        """Have work done; `who` asks for it.

        Args:
            who: A name, or an address where nobody has one.
            work: What is to be done.
            among: Those they belong to: all of them together get as much as one member, and each
                of them half of that.

        Raises:
            ServerBusy: too many wait already, or too many of theirs.
        """
        with self._lock:
            if self._all >= self._most:
                raise ServerBusy("The server has more questions than it can answer at the moment.")
            most = (self._most_each + 1) // 2 if among else self._most_each
            if self._taken[who] >= most or self._among[among] >= self._most_each:
                raise ServerBusy("Too many of your questions are waiting already.")
            self._count(who, among, 1)
        try:
            future = self._pool.submit(work)
        except RuntimeError:
            self._release(who, among)
            raise ServerBusy("The server is stopping.") from None
        future.add_done_callback(lambda _done: self._release(who, among))
        return future

    def _count(self, who: str, among: str, change: int) -> None:
        self._all += change
        for taken, name in ((self._taken, who), (self._among, among)):
            if name:
                taken[name] += change
                if not taken[name]:
                    del taken[name]

    def _release(self, who: str, among: str) -> None:
        with self._lock:
            self._count(who, among, -1)

    def close(self) -> None:
        """Take nothing more; what waits is dropped."""
        self._pool.shutdown(wait=False, cancel_futures=True)
