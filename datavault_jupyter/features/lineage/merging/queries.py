"""SQL that merges rows, in their stored form: equal there is equal in every detail."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from datavault_jupyter.base.names import name_key
from datavault_jupyter.features.lineage.merging.records import Bit
from datavault_jupyter.storage.columns import Column, Columns
from datavault_jupyter.storage.sql import Sql, literal, quoted
from datavault_jupyter.storage.types import coding

# A part, and how often the ancestor, the first and the second side list it.
Weighed = tuple[Bit, tuple[int, int, int]]
_PLACE = "datavault_place"
_GONE = "datavault_is_gone"
_SIDE = "datavault_side"
_ROW = "datavault_row"
_FILE = "datavault_file"
# How often a row is there: in the ancestor, on the left, on the right.
_B, _L, _R = "datavault_b", "datavault_l", "datavault_r"
_AT, _N, _G = "datavault_at", "datavault_n", "datavault_g"
# More rows than a part has: places of different parts don't meet.
_SPAN = 2**40


def _read(columns: Columns, target: Columns, only: Sequence[Column] | None = None) -> str:
    """The select list that reads a part as the target's stored form; NULL for what it lacks."""
    known = {name_key(column.name): column for column in columns}
    made = []
    for column in only or target:
        own = known.get(name_key(column.name))
        if own is None:
            sql = coding(column.type).encode(f"CAST(NULL AS {column.type})")
        elif own.type == column.type:
            sql = quoted(own.physical)
        else:
            value = coding(own.type).decode(quoted(own.physical))
            sql = coding(column.type).encode(f"TRY_CAST({value} AS {column.type})")
        made.append(f"{sql} AS {quoted(column.physical)}")
    return ", ".join(made)


def _nothing(target: Columns, only: Sequence[Column] | None = None) -> str:
    return f"SELECT {_read(Columns([]), target, only)} WHERE false"


def rows(bits: Sequence[Bit], target: Columns, only: Sequence[Column] | None = None) -> str:
    """The rows of parts, or some of their columns, in the target's stored form."""
    selects = [
        f"SELECT {_read(bit.columns, target, only)} FROM read_parquet({literal(str(path))})"
        for bit in bits
        for path in [bit.piece.path]
    ]
    return " UNION ALL ".join(selects) if selects else _nothing(target, only)


def _placed(bits: Sequence[Bit], target: Columns) -> str:
    """The same, each row with its place in the merge."""
    selects = [
        f"SELECT {_read(bit.columns, target)}, "
        f"CAST({bit.place * _SPAN} + file_row_number AS HUGEINT) AS {_PLACE} "
        f"FROM read_parquet({literal(str(bit.piece.path))}, file_row_number=true)"
        for bit in bits
    ]
    if selects:
        return " UNION ALL ".join(selects)
    return f"SELECT *, CAST(0 AS HUGEINT) AS {_PLACE} FROM ({_nothing(target)})"


def names(columns: Sequence[Column]) -> str:
    """The stored names of columns."""
    return ", ".join(quoted(column.physical) for column in columns)


def laid_down(query: str, path: Path) -> Sql:
    """Write rows of a step between into a file."""
    return Sql(f"COPY ({query}) TO {literal(str(path))} (FORMAT parquet)")


def staged(table: str, query: str) -> Sql:
    """Keep the rows of a query for the rest of the merge."""
    return Sql(f"CREATE OR REPLACE TEMP TABLE {quoted(table)} AS {query}")


def all_of(table: str) -> str:
    """What was kept."""
    return f"SELECT * FROM {quoted(table)}"


def count_of(query: str) -> Sql:
    """How many rows a query gives."""
    return Sql(f"SELECT count(*) FROM ({query})")


def both(first: str, second: str) -> str:
    """The rows of two queries."""
    return f"{first} UNION ALL {second}"


_ALIKE = f"least(greatest({_L} - {_B}, 0), greatest({_R} - {_B}, 0))"


def facts_of_whole(weighed: Sequence[Weighed], target: Columns) -> Sql:
    """How many rows both sides added alike, and how many of the ancestor's the merge lacks."""
    return Sql(
        f"SELECT coalesce(sum({_ALIKE}), 0), "
        f"coalesce(sum(greatest({_B} - greatest({_L} + {_R} - {_B}, 0), 0)), 0) "
        f"FROM ({_counted(weighed, target)})"
    )


def _counted(weighed: Sequence[Weighed], target: Columns) -> str:
    """Each row once, with how often it is there; a part of several sides is read once."""
    columns = names(target)
    sides = " UNION ALL ".join(
        f"SELECT {_read(bit.columns, target)}, {b} AS {_B}, {l} AS {_L}, {r} AS {_R} "
        f"FROM read_parquet({literal(str(bit.piece.path))})"
        for bit, (b, l, r) in weighed  # noqa: E741 - base, left and right
    )
    counts = ", ".join(f"sum({name}) AS {name}" for name in (_B, _L, _R))
    return f"SELECT {columns}, {counts} FROM ({sides}) GROUP BY {columns}"


def added_alike(weighed: Sequence[Weighed], target: Columns) -> str:
    """The rows that both sides added, as often as both did."""
    columns, counted = names(target), _counted(weighed, target)
    repeated = f"SELECT {columns}, unnest(range(CAST({_ALIKE} AS BIGINT))) FROM ({counted})"
    return f"SELECT {columns} FROM ({repeated})"


def lacking(gone: str, there: str) -> str:
    """The rows that are to be taken away more often than they are there."""
    return f"{gone} EXCEPT ALL {there}"


def holding(bits: Sequence[Bit], target: Columns, wanted: str, only: Sequence[Column]) -> Sql:
    """Which parts hold a row, or a key, that is wanted: their positions among the parts."""
    each = " UNION ALL ".join(
        f"SELECT {_read(bit.columns, target, only)}, {at} AS {_FILE} "
        f"FROM read_parquet({literal(str(bit.piece.path))})"
        for at, bit in enumerate(bits)
    )
    same = " AND ".join(
        f"here.{quoted(column.physical)} IS NOT DISTINCT FROM wanted.{quoted(column.physical)}"
        for column in only
    )
    return Sql(
        f"SELECT DISTINCT {_FILE} FROM ({each}) AS here "
        f"SEMI JOIN (SELECT DISTINCT {names(only)} FROM ({wanted})) AS wanted ON {same}"
    )


def less(bits: Sequence[Bit], target: Columns, gone: str) -> str:
    """The rows of parts without those that are to be taken away, each as often; first ones stay."""
    columns = names(target)
    everything = (
        f"SELECT *, false AS {_GONE} FROM ({_placed(bits, target)}) UNION ALL "
        f"SELECT {columns}, CAST(0 AS HUGEINT), true FROM ({gone})"
    )
    ranked = (
        f"SELECT *, row_number() OVER (PARTITION BY {columns} ORDER BY {_GONE}, {_PLACE}) "
        f"AS {_AT}, count(*) OVER (PARTITION BY {columns}) AS {_N}, "
        f"count(*) FILTER ({_GONE}) OVER (PARTITION BY {columns}) AS {_G} FROM ({everything})"
    )
    return (
        f"SELECT {columns} FROM ({ranked}) "
        f"WHERE NOT {_GONE} AND {_AT} <= {_N} - 2 * {_G} ORDER BY {_PLACE}"
    )


def twice(bits: Sequence[Bit], target: Columns, key: Sequence[Column]) -> Sql:
    """A key that several rows have, if there is one, as people see it."""
    shown = ", ".join(
        coding(column.type).decode(quoted(column.physical)) + f" AS {quoted(column.physical)}"
        for column in key
    )
    grouped = (
        f"SELECT {names(key)} FROM ({rows(bits, target, key)}) GROUP BY {names(key)} "
        "HAVING count(*) > 1 LIMIT 1"
    )
    return Sql(f"SELECT {shown} FROM ({grouped})")


def common_keys(left: str, right: str, key: Sequence[Column]) -> str:
    """Keys that both sides brought."""
    return f"(SELECT {names(key)} FROM ({left}) INTERSECT SELECT {names(key)} FROM ({right}))"


def lost_keys(before: str, there: str, key: Sequence[Column]) -> Sql:
    """How many keys are not there any more."""
    return count_of(
        f"SELECT {names(key)} FROM ({before}) EXCEPT SELECT {names(key)} FROM ({there})"
    )


def met(base: str, left: Sequence[Bit], right: Sequence[Bit], target: Columns,
        key: Sequence[Column]) -> str:  # fmt: skip
    """For each key the row of the ancestor, of both sides, and where these stand."""
    columns = names(target)
    packed = ", ".join(f"{quoted(each.physical)} := {quoted(each.physical)}" for each in target)
    sides = " UNION ALL ".join(
        [
            f"SELECT {columns}, CAST(0 AS HUGEINT) AS {_PLACE}, 0 AS {_SIDE} FROM ({base})",
            f"SELECT {columns}, {_PLACE}, 1 FROM ({_placed(left, target)})",
            f"SELECT {columns}, {_PLACE}, 2 FROM ({_placed(right, target)})",
        ]
    )
    made = ", ".join(
        f"any_value({_ROW}) FILTER ({_SIDE} = {at}) AS {name}, "
        f"count(*) FILTER ({_SIDE} = {at}) AS n{name}"
        for at, name in enumerate("blr")
    )
    rows_of_all = f"SELECT *, struct_pack({packed}) AS {_ROW} FROM ({sides})"
    return (
        f"SELECT {made}, min({_PLACE}) FILTER ({_SIDE} > 0) AS {_PLACE} "
        f"FROM ({rows_of_all}) GROUP BY {names(key)}"
    )


_BOTH = "nl > 0 AND nr > 0"
_SAME = "l IS NOT DISTINCT FROM r"
# A key that the ancestor has twice is one that two nearest ancestors had with different rows.
_LEFT_STAYED = "nb = 1 AND l IS NOT DISTINCT FROM b"
_RIGHT_STAYED = "nb = 1 AND r IS NOT DISTINCT FROM b"
_IS_CONFLICT = f"({_BOTH} AND NOT ({_SAME}) AND NOT ({_LEFT_STAYED}) AND NOT ({_RIGHT_STAYED}))"


def facts_of_keys(table: str) -> Sql:
    """How many rows are in conflict, came alike from both, and were removed by one side alone."""
    removed_here = f"(nb > 0 AND nl > 0 AND nr = 0 AND NOT ({_LEFT_STAYED}))"
    removed_there = f"(nb > 0 AND nr > 0 AND nl = 0 AND NOT ({_RIGHT_STAYED}))"
    return Sql(
        f"SELECT count(*) FILTER ({_IS_CONFLICT} OR {removed_here} OR {removed_there}), "
        f"count(*) FILTER (nb = 0 AND {_BOTH} AND {_SAME}), "
        f"count(*) FILTER (nb > 0 AND (nl > 0) <> (nr > 0)) FROM {quoted(table)}"
    )


def chosen(table: str, target: Columns, *, keeps_conflicts: bool) -> str:
    """The rows of the merge; of conflicts the later one, or both for an ancestor in the making."""
    conflict = "[l, r]" if keeps_conflicts else "[r]"
    picked = (
        f"CASE WHEN {_BOTH} THEN CASE WHEN {_SAME} THEN [l] WHEN {_LEFT_STAYED} THEN [r] "
        f"WHEN {_RIGHT_STAYED} THEN [l] ELSE {conflict} END "
        "WHEN nb > 0 THEN [] WHEN nl > 0 THEN [l] WHEN nr > 0 THEN [r] ELSE [] END"
    )
    columns = ", ".join(
        f"struct_extract({_ROW}, {literal(each.physical)}) AS {quoted(each.physical)}"
        for each in target
    )
    return (
        f"SELECT {columns} FROM (SELECT unnest({picked}) AS {_ROW}, {_PLACE} "
        f"FROM {quoted(table)}) ORDER BY {_PLACE}"
    )
