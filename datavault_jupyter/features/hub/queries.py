"""SQL over files of the Hub and over what was staged of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.sql import Sql, literal, quoted

# What a condition's columns are columns of.
SOURCE = "source"


def scan(place: str) -> str:
    """The rows of one Parquet file, on the Hub or here."""
    return f"read_parquet({literal(place)}, hive_partitioning=false)"


def everything(place: str) -> Sql:
    """All columns of a Parquet file."""
    return Sql(f"SELECT * FROM {scan(place)}")


def groups(place: str) -> Sql:
    """Rows and compressed bytes of each column chunk: what a reading of it will fetch."""
    return Sql(
        "SELECT row_group_id, row_group_num_rows, path_in_schema, total_compressed_size "
        f"FROM parquet_metadata({literal(place)})"
    )


def declared(place: str) -> Sql:
    """What the library ``datasets`` noted of the columns."""
    return Sql(
        f"SELECT decode(value) FROM parquet_kv_metadata({literal(place)}) "
        "WHERE decode(key) = 'huggingface'"
    )


def precisions(place: str) -> Sql:
    """Names and digits of decimals, nested ones too."""
    return Sql(
        f"SELECT name, precision FROM parquet_schema({literal(place)}) WHERE precision IS NOT NULL"
    )


def staged(path: Path, columns: Columns) -> str:
    """What was staged, with its true values under its own names."""
    return f"(SELECT {columns.decoded()} FROM {scan(str(path))})"


def shaped(
    source: str,
    expressions: Sequence[tuple[str, str]],
    names: Sequence[str],
    *,
    where: str | None = None,
    limit: int | None = None,
) -> Sql:
    """Some columns of the rows that meet a condition.

    Args:
        source: A scan, or a query in brackets.
        expressions: The SQL of each column that a condition may name, and its name.
        names: The columns that are wanted.
        where: The condition, checked before.
        limit: How many rows at most.
    """
    inner = ", ".join(f"{sql} AS {quoted(name)}" for sql, name in expressions)
    outer = ", ".join(quoted(name) for name in names)
    text = f"SELECT {outer} FROM (SELECT {inner} FROM {source}) AS {SOURCE}"
    if where is not None:
        # On a line of its own: it may end with a comment.
        text += f" WHERE (\n{where}\n)"
    return Sql(text if limit is None else f"{text} LIMIT {int(limit)}")


def condition(where: str) -> str:
    """A query that a gate can look at to tell whether a condition is one."""
    return f"SELECT * FROM {SOURCE} WHERE (\n{where}\n)"


def stage(query: Sql, columns: Columns, target: Path) -> Sql:
    """Write a query's rows in their stored form."""
    encoded = columns.encoded([quoted(name) for name in columns.names])
    return Sql(
        f"COPY (SELECT {encoded} FROM ({query.text})) TO {literal(str(target))} "
        "(FORMAT parquet, COMPRESSION lz4_raw)",
        query.params,
    )


def stored(query: Sql, target: Path) -> Sql:
    """Write a query that gives the stored form already."""
    return Sql(
        f"COPY ({query.text}) TO {literal(str(target))} (FORMAT parquet, COMPRESSION lz4_raw)",
        query.params,
    )


def first(source: str, limit: int) -> Sql:
    """The first rows."""
    return Sql(f"SELECT * FROM {source} LIMIT {int(limit)}")


def cast_to(name: str, kind: str, old: str) -> str:
    """A column in the type that all pieces have in common."""
    return quoted(name) if kind == old else f"CAST({quoted(name)} AS {kind})"


def absent(kind: str) -> str:
    """A column that a piece lacks."""
    return f"CAST(NULL AS {kind})"


def stacked(pieces: Sequence[tuple[str, Sequence[tuple[str, str]]]], limit: int | None) -> str:
    """Pieces one after the other, each with the SQL and name of every column."""
    several = " UNION ALL ".join(
        f"SELECT {', '.join(f'{sql} AS {quoted(name)}' for sql, name in columns)} FROM {source}"
        for source, columns in pieces
    )
    return f"({several})" if limit is None else f"(SELECT * FROM ({several}) LIMIT {int(limit)})"


def as_text(query: Sql, names: Sequence[str], kinds: Sequence[str]) -> Sql:
    """A query's values as text; bytes as how many they are."""
    made = ", ".join(
        f"CASE WHEN {quoted(name)} IS NOT NULL THEN octet_length({quoted(name)}) || ' bytes' END"
        if kind == "BLOB"
        else f"CAST({quoted(name)} AS VARCHAR)"
        for name, kind in zip(names, kinds, strict=True)
    )
    return Sql(f"SELECT {made} FROM ({query.text})", query.params)
