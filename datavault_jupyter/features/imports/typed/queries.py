"""SQL that takes typed columns over as they are, or turns them into a type asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from datavault_jupyter.features.imports.values.queries import MARK, checked
from datavault_jupyter.storage.sql import Sql, literal, quoted


def parquet_scan(path: Path) -> str:
    """The rows of one Parquet file."""
    return f"read_parquet({literal(str(path))}, hive_partitioning=false)"


def parquet_fields(path: Path) -> Sql:
    """The fields of a Parquet file, each before those inside it; the first is the whole file.

    Name, how many fields are inside, what it lies as, and its precision.
    """
    return Sql(
        "SELECT name, coalesce(num_children, 0), type, precision "
        f"FROM parquet_schema({literal(str(path))})"
    )


def parquet_row_count(path: Path) -> Sql:
    """How many rows the file says it has."""
    return Sql(f"SELECT sum(num_rows) FROM parquet_file_metadata({literal(str(path))})")


def converted(x: str, source_type: str, asked_type: str, position: int) -> str:
    """A value in a type asked for, or an error that carries `MARK` where that changes it."""
    if source_type == asked_type:
        return x
    if source_type == "VARCHAR":
        return checked(x, asked_type, position, asked=True)
    value = f"TRY_CAST({x} AS {asked_type})"
    failure = f"CAST(error({literal(MARK + str(position))}) AS {asked_type})"
    return f"CASE WHEN {keeps(x, source_type, asked_type)} THEN {value} ELSE {failure} END"


def keeps(x: str, source_type: str, asked_type: str) -> str:
    """Whether a value survives the way to a type and back."""
    there = f"TRY_CAST({x} AS {asked_type})"
    back = f"TRY_CAST({there} AS {source_type})"
    return f"({x} IS NULL OR ({there} IS NOT NULL AND {back} IS NOT DISTINCT FROM {x}))"


def first_unfit(scan: str, x: str, condition: str) -> Sql:
    """The number of the first row that doesn't meet a condition, and its value as text."""
    return Sql(
        f"SELECT number, CAST(x AS VARCHAR) FROM (SELECT row_number() OVER () AS number, "
        f"{x} AS x, {condition} AS holds FROM {scan}) WHERE NOT holds ORDER BY number LIMIT 1"
    )


def sound(scan: str, conditions: Sequence[str]) -> str:
    """The rows that meet all conditions, as another source."""
    return f"(SELECT * FROM {scan} WHERE {' AND '.join(conditions)})"


def unsound(scan: str, conditions: Sequence[str], limit: int) -> Sql:
    """The first rows that don't: number, all values as JSON, and the first condition not met."""
    unmet = " ".join(
        f"WHEN NOT {condition} THEN {number}" for number, condition in enumerate(conditions)
    )
    return Sql(
        "SELECT number, CAST(to_json(columns) AS VARCHAR), unmet FROM ("
        f"SELECT row_number() OVER () AS number, each AS columns, CASE {unmet} END AS unmet "
        f"FROM {scan} AS each) WHERE unmet IS NOT NULL ORDER BY number LIMIT {int(limit)}"
    )


def as_json(x: str) -> str:
    """A value of a type that Parquet lacks, as JSON."""
    return f"CASE WHEN {x} IS NOT NULL THEN to_json({x}) END"


def select(select_list: str, scan: str, limit: int | None = None) -> Sql:
    """Some expressions over the rows."""
    rows = "" if limit is None else f" LIMIT {int(limit)}"
    return Sql(f"SELECT {select_list} FROM {scan}{rows}")


def field(name: str) -> str:
    """A column of the scan."""
    return quoted(name)
