"""The SQL that keeps a result, and what DuckDB can tell about itself."""

from __future__ import annotations

from collections.abc import Sequence

from datavault_jupyter.storage.sql import Sql, quoted


def kept(table: str, query: str, names: Sequence[str], limit: int) -> Sql:
    """A table of the first rows of a query, in its order.

    Args:
        table: Its name, ready for SQL.
        query: The SELECT, which has passed the gate.
        names: What its columns are called in the table.
        limit: At most so many rows.
    """
    aliases = ", ".join(map(quoted, names))
    # A line of its own: the query may end in a comment.
    return Sql(
        f"CREATE TABLE {table} AS SELECT * FROM ({query}\n) AS t({aliases}) LIMIT {int(limit)}"
    )


def columns(table: str) -> Sql:
    """What gives the columns of a table."""
    return Sql(f"SELECT * FROM {table}")


def cut(table: str, limit: int) -> Sql:
    """Take out what is beyond so many rows, and say what that was."""
    return Sql(f"DELETE FROM {table} WHERE rowid >= {int(limit)} RETURNING 1")


def functions() -> Sql:
    """The names of functions that a SELECT can call, each once."""
    return Sql(
        "SELECT DISTINCT function_name FROM duckdb_functions() "
        "WHERE function_type IN ('scalar', 'aggregate', 'macro') "
        "AND regexp_full_match(function_name, '[a-z][a-z0-9_]*') "
        "AND schema_name IN ('main', 'pg_catalog') ORDER BY 1"
    )
