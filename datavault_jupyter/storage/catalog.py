"""The catalogue: SQLite through SQLAlchemy, opened by Python alone.

Readers use `Catalog.read`, writers `Catalog.write`, which begins IMMEDIATE: a deferred
transaction that turns into a writing one fails at once however long it was willing to wait.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.pool import QueuePool

from datavault_jupyter.base.errors import VaultClosed
from datavault_jupyter.storage import tables
from datavault_jupyter.storage.foreign import is_busy, translated

WAIT_MS = 30_000
_AGAIN_S = 0.01
# The type by which other modules name a transaction, without speaking SQL themselves.
Connection = sa.Connection
SQLITE_VERSION = sqlite3.sqlite_version


class Catalog:
    """One open catalogue, usable from any thread."""

    def __init__(self, path: Path, *, on_network: bool = False) -> None:
        self.path = path
        self.on_network = on_network
        self.is_closed = False
        self.journal_mode = ""
        self._make_file()
        self._engine = sa.create_engine(
            # As a URL object: in a text, "?" and "%" of a path would mean something else.
            sa.URL.create("sqlite+pysqlite", database=str(path)),
            poolclass=QueuePool,
            pool_size=4,
            max_overflow=16,
            connect_args={"check_same_thread": False, "timeout": WAIT_MS / 1000},
        )
        event.listen(self._engine, "connect", self._on_connect)
        event.listen(self._engine, "begin", _on_begin)
        self._writer = self._engine.execution_options(begin="BEGIN IMMEDIATE")

    def _make_file(self) -> None:
        """Make an empty file only its owner can read; SQLite's side files copy its mode."""
        with translated():
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))

    def _on_connect(self, connection: Any, _record: Any) -> None:
        # We say BEGIN ourselves (see _on_begin): sqlite3 would begin deferred, and late.
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout={WAIT_MS}")  # first, so that the next can wait
        wanted = "DELETE" if self.on_network else "WAL"
        self.journal_mode = _set_journal_mode(connection, wanted)
        safe = self.journal_mode == "wal"
        connection.execute(f"PRAGMA synchronous={'NORMAL' if safe else 'FULL'}")
        connection.execute("PRAGMA foreign_keys=ON")

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A connection that sees one state of the catalogue for the length of the block.

        Raises:
            VaultClosed: it has been closed.
        """
        self._require_open()
        with translated(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """A connection that alone may write; all of the block happens or none of it.

        No DuckDB work and no file larger than a page inside: every other kernel waits.

        Raises:
            VaultClosed: it has been closed.
        """
        self._require_open()
        with translated(), self._writer.begin() as connection:
            yield connection

    def unindexed(self, column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
        """The column in a form no index serves.

        A search that finds little would otherwise walk the whole sort index and fetch every row
        at random: eight times slower than to scan and sort.
        """
        return sa.literal_column(f"+{column.table.name}.{column.name}")

    def check(self) -> list[str]:
        """Ask SQLite to look for damage; an empty list is good news."""
        with self.read() as connection:
            rows = connection.exec_driver_sql("PRAGMA integrity_check").fetchall()
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        problems = [str(row[0]) for row in rows if row[0] != "ok"]
        return problems + [f"{row[0]}: a row points to nothing in {row[2]}" for row in broken]

    def _require_open(self) -> None:
        # Its lock is given back: other processes would take the parts being read for unused.
        if self.is_closed:
            raise VaultClosed("This vault has been closed.")

    def close(self) -> None:
        """Close all connections; SQLite tidies its side files with the last one."""
        self.is_closed = True
        self._engine.dispose()

    def drop_after_fork(self) -> None:
        """Forget the parent's connections in a forked child, without closing them."""
        self._engine.dispose(close=False)


def raw_rows(
    connection: sa.Connection, query: sa.Select[Any], at_once: int
) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of a query as the driver gives them, many at a time.

    A million rows take a third of the time that they take as SQLAlchemy's rows.
    """
    cursor: Any = connection.execute(query).cursor
    while several := cursor.fetchmany(at_once):
        yield several


def _set_journal_mode(connection: sqlite3.Connection, wanted: str) -> str:
    """The mode the file is in then.

    A change needs the file for oneself, and there SQLite fails at once instead of waiting: of
    kernels that make one vault in the same moment, each may find another in its way.
    """
    latest = time.monotonic() + WAIT_MS / 1000
    while True:
        try:
            return str(connection.execute(f"PRAGMA journal_mode={wanted}").fetchone()[0])
        except sqlite3.OperationalError as error:
            if not is_busy(error) or time.monotonic() > latest:
                raise
            time.sleep(_AGAIN_S)


def _on_begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


def bump(connection: sa.Connection, name: str = "datasets") -> int:
    """Count a change: the number tells every kernel that something is newer.

    Called within the transaction that changes, so that the order of numbers is the order of
    commits.
    """
    counter = tables.counter
    done = connection.execute(
        sa.update(counter).where(counter.c.name == name).values(value=counter.c.value + 1)
    )
    if done.rowcount == 0:
        connection.execute(sa.insert(counter).values(name=name, value=1))
    return revision(connection, name)


def revision(connection: sa.Connection, name: str = "datasets") -> int:
    """The number of changes counted so far."""
    counter = tables.counter
    found = connection.scalar(sa.select(counter.c.value).where(counter.c.name == name))
    return int(found or 0)
