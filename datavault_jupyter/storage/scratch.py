"""A DuckDB of its own for one calculation: in memory, out of reach of files, settings, network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datavault_jupyter.storage.engine import _memory_share
from datavault_jupyter.storage.foreign import translated
from datavault_jupyter.storage.running import stoppable
from datavault_jupyter.storage.sql import Sql, literal

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor


def scratch() -> Cursor:
    """A new instance that knows nothing but what is registered with it.

    It goes with the last reference to it. What doesn't fit into memory is refused, not spilled.
    """
    import duckdb

    with translated():
        made = duckdb.connect(":memory:")
        made.execute(f"SET memory_limit = {literal(f'{_memory_share()}B')}")
        made.execute("SET temp_directory = ''")
        made.execute("SET TimeZone = 'UTC'")
        made.execute("SET python_enable_replacements = false")
        made.execute("SET enable_external_access = false")
        return made


def ran(cursor: Cursor, query: Sql) -> None:
    """Run a statement without a result, in a way that an interrupt of the cell ends."""
    stoppable(cursor, lambda: cursor.execute(query.text, list(query.params)))


def arrays_of(cursor: Cursor, query: Sql) -> dict[str, Any]:
    """The columns of a result as numpy arrays, by name."""
    return stoppable(
        cursor, lambda: dict(cursor.execute(query.text, list(query.params)).fetchnumpy())
    )
