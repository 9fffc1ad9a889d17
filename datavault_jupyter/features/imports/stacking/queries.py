"""SQL over several files, and over what was laid down of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from datavault_jupyter.features.imports.typed.queries import keeps
from datavault_jupyter.features.imports.values.queries import facts, spoken
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.sql import Sql, literal, quoted

# What the readers call the path of the file that a row came from; no column of ours does.
PLACE = "dv_place"
# Whole numbers up to here are held by a double, with all digits that it is written with.
_SAFE = 1 << 53


def paths(places: Sequence[Path]) -> str:
    """A list of paths."""
    return "[" + ", ".join(literal(str(place)) for place in places) + "]"


def csv_scan(scan: str, first: Path, places: Sequence[Path]) -> str:
    """The scan of one CSV file made one of many that are written alike.

    Args:
        scan: As `delimited` made it for the first of them.
        first: The path in it.
        places: All paths.
    """
    alone = f"read_csv({literal(str(first))}, "
    if not scan.startswith(alone):
        raise AssertionError(scan)
    return f"read_csv({paths(places)}, filename={literal(PLACE)}, {scan.removeprefix(alone)}"


def parquet_scan(places: Sequence[Path]) -> str:
    """The rows of Parquet files that have one schema."""
    return f"read_parquet({paths(places)}, hive_partitioning=false, filename={literal(PLACE)})"


def parquet_schemas(places: Sequence[Path]) -> Sql:
    """All fields of Parquet files, file by file: the path, then what makes up a schema."""
    return Sql(
        "SELECT file_name, precision, name, type, type_length, repetition_type, num_children, "
        f"converted_type, scale, logical_type, duckdb_type FROM parquet_schema({paths(places)})"
    )


def file_name(names: Sequence[str]) -> str:
    """The name of the file that a row came from, where paths end in its number."""
    number = f"CAST(regexp_extract({PLACE}, '([0-9]+)[.][a-z]+$', 1) AS INTEGER) + 1"
    listed = ", ".join(literal(name) for name in names)
    return f"list_extract([{listed}], {number})"


def lay_down(query: Sql, target: Path) -> Sql:
    """Write rows in their stored form to a file of our own."""
    return Sql(
        f"COPY ({query.text}) TO {literal(str(target))} (FORMAT parquet, COMPRESSION lz4)",
        query.params,
    )


def with_text(query: Sql, physical: str, text: str) -> Sql:
    """The rows with one more column that holds the same text everywhere."""
    return Sql(f"SELECT *, {literal(text)} AS {quoted(physical)} FROM ({query.text})", query.params)


def laid(columns: Columns, places: Sequence[Path], aliases: Sequence[str]) -> str:
    """What was laid down, decoded, under names that don't clash."""
    return f"(SELECT {columns.decoded(aliases=aliases)} FROM read_parquet({paths(places)}))"


def filled(source: str, texts: Mapping[str, Sequence[str]]) -> Sql:
    """For some columns how many values they have, those left out that count as missing."""
    counts = ", ".join(
        f"count(CASE WHEN CAST({x} AS VARCHAR) NOT IN ({_listed(words)}) THEN 1 END)"
        if words
        else f"count({x})"
        for x, words in texts.items()
    )
    return Sql(f"SELECT {counts} FROM {source}")


def _listed(words: Sequence[str]) -> str:
    return ", ".join(literal(word) for word in words)


def all_kept(source: str, x: str, source_type: str, target: str) -> Sql:
    """Whether all values of a column are held by another type."""
    whole = "INT" in source_type
    holds = (
        f"({x} IS NULL OR {x} BETWEEN -{_SAFE} AND {_SAFE})"
        if whole and target == "DOUBLE" and not source_type.startswith("U")
        else f"({x} IS NULL OR {x} <= {_SAFE})"
        if whole and target == "DOUBLE"
        else keeps(x, source_type, target)
    )
    return Sql(f"SELECT coalesce(bool_and({holds}), true) FROM {source}")


def profile(sources: Sequence[tuple[str, Sequence[str]]], null_words: Sequence[str]) -> Sql:
    """The facts about columns of texts that stand in several places, as of one.

    Args:
        sources: Scans and, for each column, what it is called there.
        null_words: Texts that mean NULL.
    """
    width = len(sources[0][1])
    arms = []
    for source, names in sources:
        listed = ", ".join(f"{x} AS x{at}" for at, x in enumerate(names))
        arms.append(f"SELECT {listed} FROM {source}")
    spoken_list = ", ".join(
        f"x{at}, {spoken(f'x{at}', null_words)} AS s{at}" for at in range(width)
    )
    asked = ", ".join(facts(f"x{at}", f"s{at}") for at in range(width))
    return Sql(f"SELECT {asked} FROM (SELECT {spoken_list} FROM ({' UNION ALL '.join(arms)}))")


def select(select_list: str, source: str) -> str:
    """Some expressions over a source."""
    return f"SELECT {select_list} FROM {source}"


def stacked(arms: Sequence[str]) -> Sql:
    """One after the other."""
    return Sql(" UNION ALL ".join(arms))


def null(kind: str) -> str:
    """Nothing, in a type."""
    return f"CAST(NULL AS {kind})"


def cast(x: str, source_type: str, target: str) -> str:
    """A value in another type that is known to hold it."""
    if source_type == target:
        return x
    if target == "VARCHAR" and is_nested(source_type):
        return f"CAST(to_json({x}) AS VARCHAR)"
    if target == "JSON":
        return f"CASE WHEN {x} IS NOT NULL THEN to_json({x}) END"
    return f"CAST({x} AS {target})"


def as_json(x: str) -> str:
    """A number's text as JSON, digit by digit as it is."""
    return f"CAST({x} AS JSON)"


def is_nested(kind: str) -> bool:
    """Whether values of a type have values inside.

    >>> is_nested("INTEGER[]"), is_nested("STRUCT(a INTEGER)"), is_nested("DECIMAL(9,2)")
    (True, True, False)
    """
    return kind.endswith("]") or kind.startswith(("STRUCT(", "MAP(", "UNION("))
