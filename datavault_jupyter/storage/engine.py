"""DuckDB, in two in-memory instances: an open one that moves data, a locked one that answers.

They are apart because locking one down can't be undone and hits each of its cursors. The locked
one reads the vault's own parts and nothing else: no other file, no network, no setting, no
extension. Each query gets a cursor of its own, because a failed conversion poisons its cursor.
"""

from __future__ import annotations

import contextlib
import os
import threading
import weakref
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from datavault_jupyter.base.errors import VaultClosed, VaultError
from datavault_jupyter.storage.foreign import translated
from datavault_jupyter.storage.running import end, stoppable
from datavault_jupyter.storage.sql import Sql, literal

if TYPE_CHECKING:
    import duckdb

    # So that other rooms can name the type without importing DuckDB.
    Cursor = duckdb.DuckDBPyConnection
    Relation = duckdb.DuckDBPyRelation

T = TypeVar("T")
# A database of the answering instance for copies and orders of rows. The gate lets no user's SQL
# name it: datasets have plain names, without a database in front.
MEMORY = "hot"


class Engine:
    """DuckDB for one vault.

    Args:
        root: The vault's folder.
        memory_limit: What one instance may use, such as ``4GB``; DuckDB's default is 80 % of
            the machine, ours half of that, since there are two instances.
        threads: How many threads a query may use; all cores by default.
    """

    def __init__(
        self, root: Path, *, memory_limit: str | None = None, threads: int | None = None
    ) -> None:
        self._root = root
        self._memory_limit = memory_limit
        self._threads = threads
        self._lock = threading.Lock()
        self._moving: duckdb.DuckDBPyConnection | None = None
        self._answering: duckdb.DuckDBPyConnection | None = None
        self._cursors: weakref.WeakSet[duckdb.DuckDBPyConnection] = weakref.WeakSet()
        self._is_closed = False
        self._generation = 0
        self._companions: dict[type, Any] = {}

    def companion(self, kind: type[T], make: Callable[[], T]) -> T:
        """The one object of a kind that lives as long as the engine, made when first asked for."""
        with self._lock:
            if kind not in self._companions:
                self._companions[kind] = make()
            made: T = self._companions[kind]
            return made

    @property
    def generation(self) -> int:
        """Grows whenever the answering instance is given up, and with it what lay in its memory."""
        return self._generation

    def limit(self, memory_limit: str | None, threads: int | None) -> None:
        """Change the limits; queries that run keep theirs."""
        with self._lock:
            self._memory_limit = memory_limit or self._memory_limit
            self._threads = threads or self._threads
            # The answering instance is locked for good: new ones are made with the new limits.
            self._moving = self._answering = None
            self._generation += 1

    def _tracked(self, cursor: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
        self._cursors.add(cursor)
        return cursor

    def _new(self) -> duckdb.DuckDBPyConnection:
        import duckdb

        if self._is_closed:
            raise VaultClosed("This vault has been closed.")
        connection = duckdb.connect(":memory:")
        limit = self._memory_limit or f"{_memory_share()}B"
        connection.execute(f"SET memory_limit = {literal(limit)}")
        if self._threads:
            connection.execute(f"SET threads = {int(self._threads)}")
        scratch = self._root / "processes" / "scratch"
        connection.execute(f"SET temp_directory = {literal(str(scratch))}")
        # GLOBAL, because cursors don't inherit what is set for one connection.
        connection.execute("SET GLOBAL TimeZone = 'UTC'")
        # A name in SQL means a dataset, never a variable of whoever calls.
        connection.execute("SET GLOBAL python_enable_replacements = false")
        # With asynchronous writes DuckDB 2.0.0 waits for itself, now and then, when a COPY is
        # broken off; older ones know neither the setting nor the trouble.
        with contextlib.suppress(duckdb.CatalogException):
            connection.execute("SET async_threads = 0")
        return connection

    def moving(self) -> duckdb.DuckDBPyConnection:
        """A cursor that may read and write any file: for import and export, never user's SQL."""
        with self._lock, translated():
            if self._moving is None:
                self._moving = self._new()
            cursor = self._moving.cursor()
            # Both are needed: without the first, query_progress() answers -1 for the whole run.
            # On the cursor, since a connection's own bar wants ipywidgets in a kernel.
            cursor.execute("SET enable_progress_bar = true")
            cursor.execute("SET enable_progress_bar_print = false")
            return self._tracked(cursor)

    def answering(self) -> duckdb.DuckDBPyConnection:
        """A cursor that reads the vault's parts and can't be talked into anything else."""
        with self._lock, translated():
            if self._answering is None:
                connection = self._new()
                rows = str(self._root / "rows") + os.sep
                # Before the lock: nothing can be attached afterwards.
                connection.execute(f"ATTACH ':memory:' AS {MEMORY}")
                # Parts never change, so their footers are read once. DuckDB counts them as memory,
                # drops them where it gets short, and looks again when a file has another time.
                connection.execute("SET GLOBAL parquet_metadata_cache = true")
                connection.execute(f"SET allowed_directories = [{literal(rows)}]")
                connection.execute("SET enable_external_access = false")
                connection.execute("SET lock_configuration = true")
                self._answering = connection
            return self._tracked(self._answering.cursor())

    def private(self) -> duckdb.DuckDBPyConnection:
        """A whole instance without bounds, for a user who asked for files and the network."""
        with translated():
            return self._new()

    def drop(self) -> None:
        """Forget both instances; a forked child must not use its parent's."""
        self._moving = self._answering = None
        self._generation += 1

    def close(self) -> None:
        """Stop what runs and close both instances."""
        with self._lock:
            self._is_closed = True
            self._generation += 1
            if self._moving is None and self._answering is None and not self._cursors:
                return  # DuckDB was never needed, nor is it to close
            import duckdb

            for cursor in list(self._cursors):
                with contextlib.suppress(duckdb.Error):
                    end(cursor)
            # Given up, not closed: closing takes the cursors' handles away, and a query that is
            # just about to begin on one could never be interrupted. They go with the last cursor.
            self._moving = self._answering = None


def _memory_share() -> int:
    """Two fifths of the machine's memory, in bytes; 2 GB where it can't be told."""
    try:
        return int(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") * 2 // 5)
    except (AttributeError, OSError, ValueError):
        return 2_000_000_000


def change(cursor: Cursor, statements: Iterable[Sql]) -> None:
    """Run statements as one: who reads meanwhile sees what was before, or what is after."""
    rows_of(cursor, Sql("BEGIN"))
    try:
        for statement in statements:
            rows_of(cursor, statement)
        rows_of(cursor, Sql("COMMIT"))
    except BaseException:
        with contextlib.suppress(VaultError):
            rows_of(cursor, Sql("ROLLBACK"))
        raise


def rows_of(cursor: Cursor, query: Sql) -> list[tuple[Any, ...]]:
    """Run a statement that an interrupt of the cell stops; all rows of its small result."""
    return stoppable(cursor, lambda: cursor.execute(query.text, list(query.params)).fetchall())


def described(cursor: Cursor, query: Sql) -> list[tuple[str, str]]:
    """Names and types a query would give, without running it."""
    rows = rows_of(cursor, Sql(f"DESCRIBE {query.text}", query.params))
    return [(str(row[0]), str(row[1])) for row in rows]
