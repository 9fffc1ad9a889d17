"""What a column's type means for those who compare, search and sort its values."""

from __future__ import annotations

import re
from decimal import Context, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from datavault_jupyter.storage.columns import Column
from datavault_jupyter.storage.types import type_id

if TYPE_CHECKING:
    from duckdb.sqltypes import DuckDBPyType

_INTEGER_BITS = {
    "tinyint": 8, "smallint": 16, "integer": 32, "bigint": 64, "hugeint": 128,
    "utinyint": 8, "usmallint": 16, "uinteger": 32, "ubigint": 64, "uhugeint": 128,
}  # fmt: skip
FLOATS = frozenset({"float", "double"})
NESTED = frozenset({"list", "array", "struct", "tuple", "map", "union", "variant", "json"})
MOMENTS = frozenset(
    {
        "timestamp", "timestamp_s", "timestamp_ms", "timestamp_ns", "timestamp with time zone",
        "timestamptz_ns",
    }
)  # fmt: skip
ZONED = frozenset({"timestamp with time zone", "timestamptz_ns"})
_DECIMAL = re.compile(r"DECIMAL\((\d+),\s*(\d+)\)")
_EXACT = Context(prec=400)
_DIGITS = frozenset("-0123456789")
_LETTERS: dict[str, frozenset[str]] = {
    "decimal": _DIGITS | {"."},
    "float": _DIGITS | set(".einfa+"),
    "double": _DIGITS | set(".einfa+"),
    "date": _DIGITS | set(" ()bcinfity"),
    "time": _DIGITS | set(":."),
    "timestamp": _DIGITS | set(" ():.bcinfity"),
    "uuid": _DIGITS | set("abcdef"),
}


def type_kind(column: Column) -> str:
    """The kind of a column's type, such as ``decimal``."""
    return _kind(column.type)


@lru_cache(maxsize=4096)
def _kind(type_text: str) -> str:
    return type_id(type_text)


@lru_cache(maxsize=4096)
def parsed_type(type_text: str) -> DuckDBPyType:
    """A type as DuckDB's own object, whose parts can be asked for."""
    import duckdb

    return duckdb.sqltype(type_text)


def is_exact(kind: str) -> bool:
    """Whether a kind holds numbers without rounding."""
    return kind in _INTEGER_BITS or kind in ("decimal", "bignum")


def as_text(column: Column, sql: str) -> str:
    """A value's text as filters and searches read it; nested values are JSON."""
    kind = type_kind(column)
    if kind in NESTED and kind != "json":
        return f"CAST(to_json({sql}) AS VARCHAR)"
    if kind in ZONED:
        return f"CAST({sql} AT TIME ZONE 'UTC' AS VARCHAR)"
    return sql if kind == "varchar" else f"CAST({sql} AS VARCHAR)"


def bounds_of(column: Column) -> tuple[Decimal | None, Decimal | None, int]:
    """The smallest and largest value of an exact type, and its digits after the point.

    >>> bounds_of(Column("a", "DECIMAL(4,2)", "a"))
    (Decimal('-99.99'), Decimal('99.99'), 2)
    """
    kind = type_kind(column)
    if found := _DECIMAL.fullmatch(column.type):
        width, scale = int(found[1]), int(found[2])
        most = (Decimal(10) ** width - 1).scaleb(-scale, _EXACT)
        return -most, most, scale
    bits = _INTEGER_BITS.get(kind)
    if bits is None:
        return None, None, 0
    if kind.startswith("u"):
        return Decimal(0), Decimal(2**bits - 1), 0
    return Decimal(-(2 ** (bits - 1))), Decimal(2 ** (bits - 1) - 1), 0


def letters_of(column: Column) -> frozenset[str] | None:
    """The characters, in lower case, that values of a type are written with; None for any."""
    kind = type_kind(column)
    return _LETTERS.get(kind) or (_DIGITS if kind in _INTEGER_BITS else None)


def is_ordered(column: Column) -> bool:
    """Whether a column's values have an order that people would expect."""
    return type_kind(column) not in NESTED | {"blob", "bit", "geometry", "null"}


def is_searched(column: Column) -> bool:
    """Whether the global search looks into a column."""
    return type_kind(column) not in ("blob", "bit", "geometry", "null")
