"""Queries of a grid: each on a cursor of its own, stopped when its question is withdrawn."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from datavault_jupyter.base.errors import Cancelled, VaultError
from datavault_jupyter.features.content.records import Cancels
from datavault_jupyter.storage.running import stoppable
from datavault_jupyter.storage.sql import Sql

if TYPE_CHECKING:
    import pyarrow as pa

    from datavault_jupyter.storage.engine import Cursor, Engine


class Run:
    """A cursor in use.

    Args:
        cursor: Of the answering instance.
    """

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor
        self._is_stopped = False

    def stop(self) -> None:
        """Stop what runs, and let nothing more begin: an interrupt between two queries is lost."""
        self._is_stopped = True
        self.cursor.interrupt()

    def _go_on(self) -> None:
        if self._is_stopped:
            raise Cancelled("The question was withdrawn.")

    def rows(self, query: Sql) -> list[tuple[Any, ...]]:
        """All rows of a small result."""
        self._go_on()
        return stoppable(
            self.cursor, lambda: self.cursor.execute(query.text, list(query.params)).fetchall()
        )

    def row(self, query: Sql) -> tuple[Any, ...]:
        """The only row of a result."""
        (row,) = self.rows(query)
        return row

    def table(self, query: Sql) -> pa.Table:
        """A result as Arrow."""
        self._go_on()
        return stoppable(
            self.cursor,
            lambda: self.cursor.sql(query.text, params=list(query.params)).to_arrow_table(),
        )


@contextlib.contextmanager
def running(engine: Engine, cancels: Cancels | None) -> Iterator[Run]:
    """A cursor for the block, interrupted when `cancels` says so."""
    cursor = engine.answering()
    try:
        run = Run(cursor)
        with cancels(run.stop) if cancels else contextlib.nullcontext():
            yield run
    finally:
        cursor.close()


def as_stream(table: pa.Table) -> bytes:
    """An Arrow table as the bytes of an IPC stream."""
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        # One batch: many small ones would repeat their heads.
        writer.write_table(table.combine_chunks())
    return bytes(sink.getvalue())


def plain_ids(rows: Sequence[tuple[Any, ...]]) -> list[int]:
    """The first column of some rows."""
    return [int(row[0]) for row in rows]


def get_ready(engine: Engine) -> None:
    """Load what the first page needs (a quarter of a second) beside whatever else is done."""

    def load() -> None:
        with contextlib.suppress(VaultError):
            import pyarrow as pa

            del pa
            engine.answering().close()

    threading.Thread(target=load, name="datavault-ahead", daemon=True).start()
