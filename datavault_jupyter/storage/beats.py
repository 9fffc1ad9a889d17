"""Who is alive on a network file system: a beat in the catalogue instead of a lock.

Locks on network file systems may be granted to two machines at once. Each process writes the time
into `writer` every ten seconds; one that was silent for ten minutes counts as dead. A verdict
that was wrong costs an aborted import: `parts.register` finds its pending row gone.
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from datetime import timedelta

import sqlalchemy as sa

from datavault_jupyter.base.clock import now
from datavault_jupyter.base.errors import VaultError
from datavault_jupyter.storage import tables
from datavault_jupyter.storage.catalog import Catalog

BEAT_S = 10.0
DEAD_AFTER = timedelta(minutes=10)


class Beat:
    """This process's beat; has the same methods as `processes.ProcessLock`."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self.name = uuid.uuid4().hex

    def start(self) -> None:
        """Beat once now, then every ten seconds until `close`."""
        self._beat()
        self._thread = threading.Thread(target=self._run, name="datavault-beat", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._stop.wait(BEAT_S):
            try:
                self._beat()
            except VaultError:
                continue  # a busy or absent server: the next beat says we live

    def _beat(self) -> None:
        writer = tables.writer
        with self._catalog.write() as connection:
            done = connection.execute(
                sa.update(writer).where(writer.c.name == self.name).values(seen_at=now())
            )
            if done.rowcount == 0:
                connection.execute(sa.insert(writer).values(name=self.name, seen_at=now()))

    def renew_after_fork(self) -> None:
        """Give a forked child a beat of its own."""
        self.name = uuid.uuid4().hex
        self._stop = threading.Event()
        self.start()

    def others(self) -> Iterator[str]:
        """The names of all other processes that left a beat, living or dead."""
        with self._catalog.read() as connection:
            names = connection.scalars(sa.select(tables.writer.c.name)).all()
        yield from (name for name in names if name != self.name)

    def is_alive(self, name: str) -> bool:
        """Whether the process has beaten within the last ten minutes."""
        if name == self.name:
            return True
        with self._catalog.read() as connection:
            seen = connection.scalar(
                sa.select(tables.writer.c.seen_at).where(tables.writer.c.name == name)
            )
        return seen is not None and now() - seen < DEAD_AFTER

    def forget(self, name: str) -> None:
        """Remove the beat of a process that has ended."""
        with self._catalog.write() as connection:
            connection.execute(sa.delete(tables.writer).where(tables.writer.c.name == name))

    def close(self) -> None:
        """Stop beating and take the name out."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=BEAT_S)
            self._thread = None
            self.forget(self.name)
