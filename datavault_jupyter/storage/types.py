"""Which DuckDB types Parquet keeps, and how the others are stored and brought back.

Several types change silently on their way through Parquet: HUGEINT becomes DOUBLE, INTERVAL loses
microseconds, TIMETZ its offset, UNION its kind. Such a column is written in a stored form that
keeps every value, and cast back when it is read. The catalogue remembers the true type.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from datavault_jupyter.storage.sql import literal, quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from duckdb.sqltypes import DuckDBPyType

# Written as text, cast back.
_AS_TEXT = frozenset({"hugeint", "uhugeint", "bignum", "bit", "time with time zone"})
# Kept in value but not in type: a cast back is enough.
_CAST_BACK = frozenset({"timestamp_s", "timestamp_ms", "enum"})
WIDE_INTEGERS = frozenset({"hugeint", "uhugeint", "bignum"})


@dataclass(frozen=True, slots=True)
class Coding:
    """How values of one type are stored.

    Attributes:
        encode: Makes the SQL for the stored form from the SQL of a value.
        decode: Makes the SQL for the value from the SQL of its stored form.
        is_plain: Whether the stored form is the value itself.
    """

    encode: Callable[[str], str]
    decode: Callable[[str], str]
    is_plain: bool = False


def _same(sql: str) -> str:
    return sql


_PLAIN = Coding(_same, _same, is_plain=True)


@lru_cache(maxsize=4096)
def coding(type_text: str) -> Coding:
    """The coding of a type given as DuckDB writes it.

    >>> coding("BIGINT").is_plain, coding("HUGEINT").encode("c0")
    (True, 'CAST(c0 AS VARCHAR)')
    """
    import duckdb

    return _coding(duckdb.sqltype(type_text), 0)


def type_id(type_text: str) -> str:
    """The kind of a type, such as ``decimal`` for ``DECIMAL(18,3)``.

    >>> type_id("DECIMAL(18,3)"), type_id("JSON")
    ('decimal', 'json')
    """
    import duckdb

    return "json" if type_text == "JSON" else str(duckdb.sqltype(type_text).id)


def _coding(kind: DuckDBPyType, depth: int) -> Coding:
    name = str(kind.id)
    if name in _AS_TEXT:
        return _cast("VARCHAR", str(kind))
    if name in _CAST_BACK:
        return Coding(_same, lambda sql: f"CAST({sql} AS {kind})")
    if name == "interval":
        return _interval()
    if name == "list":
        return _list(_coding(_inner(kind), depth + 1), depth)
    if name == "array":
        return _array(kind, _coding(_inner(kind), depth + 1), depth)
    if name == "struct":
        return _struct(kind, depth)
    if name == "map":
        return _map(kind, depth)
    return _PLAIN


def children_of(kind: DuckDBPyType) -> list[tuple[str, DuckDBPyType]]:
    """The types inside a type, by name; an array's length is none."""
    return [
        (str(name), cast("DuckDBPyType", child))
        for name, child in kind.children
        if str(kind.id) not in ("array", "enum") or name not in ("size", "values")
    ]


def _inner(kind: DuckDBPyType) -> DuckDBPyType:
    return children_of(kind)[0][1]


def _cast(stored: str, true: str) -> Coding:
    return Coding(lambda sql: f"CAST({sql} AS {stored})", lambda sql: f"CAST({sql} AS {true})")


def _interval() -> Coding:
    def encode(sql: str) -> str:
        # The three numbers an interval is made of, read back from its own parts.
        return (
            f"CASE WHEN {sql} IS NULL THEN NULL ELSE struct_pack("
            f"months := CAST(datepart('year', {sql}) * 12 + datepart('month', {sql}) AS INTEGER), "
            f"days := CAST(datepart('day', {sql}) AS INTEGER), "
            f"micros := datepart('hour', {sql}) * 3600000000 "
            f"+ datepart('minute', {sql}) * 60000000 + datepart('microsecond', {sql})) END"
        )

    def decode(sql: str) -> str:
        return f"(to_months({sql}.months) + to_days({sql}.days) + to_microseconds({sql}.micros))"

    return Coding(encode, decode)


def _list(inner: Coding, depth: int) -> Coding:
    if inner.is_plain:
        return _PLAIN
    each = f"e{depth}"
    return Coding(
        lambda sql: f"list_transform({sql}, lambda {each}: {inner.encode(each)})",
        lambda sql: f"list_transform({sql}, lambda {each}: {inner.decode(each)})",
    )


def _array(kind: DuckDBPyType, inner: Coding, depth: int) -> Coding:
    child = _inner(kind)
    as_list = _list(inner, depth)
    return Coding(
        lambda sql: as_list.encode(f"CAST({sql} AS {child}[])"),
        lambda sql: f"CAST({as_list.decode(sql)} AS {kind})",
    )


def _struct(kind: DuckDBPyType, depth: int) -> Coding:
    fields = [(name, _coding(child, depth)) for name, child in children_of(kind)]
    if all(inner.is_plain for _, inner in fields):
        return _PLAIN

    def pack(sql: str, *, decode: bool) -> str:
        made = ", ".join(
            f"{quoted(name)} := "
            + (inner.decode if decode else inner.encode)(f"struct_extract({sql}, {literal(name)})")
            for name, inner in fields
        )
        return f"CASE WHEN {sql} IS NULL THEN NULL ELSE struct_pack({made}) END"

    return Coding(lambda sql: pack(sql, decode=False), lambda sql: pack(sql, decode=True))


def _map(kind: DuckDBPyType, depth: int) -> Coding:
    children = dict(children_of(kind))
    key, value = _coding(children["key"], depth + 1), _coding(children["value"], depth + 1)
    if key.is_plain and value.is_plain:
        return _PLAIN
    each = f"e{depth}"

    def build(sql: str, *, decode: bool) -> str:
        one = (key.decode if decode else key.encode)(f"{each}.key")
        two = (value.decode if decode else value.encode)(f"{each}.value")
        return (
            f"CASE WHEN {sql} IS NULL THEN NULL ELSE map_from_entries(list_transform("
            f"map_entries({sql}), lambda {each}: struct_pack(key := {one}, value := {two}))) END"
        )

    return Coding(lambda sql: build(sql, decode=False), lambda sql: build(sql, decode=True))


def canonical_type(type_text: str) -> str:
    """A type as DuckDB writes it.

    >>> canonical_type("int"), canonical_type("json")
    ('INTEGER', 'JSON')
    """
    import duckdb

    return str(duckdb.sqltype(type_text))
