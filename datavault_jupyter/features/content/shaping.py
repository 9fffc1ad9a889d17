"""How a value is written for the screen, as SQL made from the SQL of the value.

Pages carry what JavaScript can hold exactly: integers of 64 bits, doubles, booleans and texts.
Everything else is a text made here, within the query, so that what is cut never leaves it.
"""

from __future__ import annotations

from datavault_jupyter.features.content.records import (
    PAGE_CHARACTERS,
    SHOWN_BYTES,
    ColumnKind,
    ContentColumn,
    Encoding,
)
from datavault_jupyter.features.exports import forms
from datavault_jupyter.storage.columns import Column
from datavault_jupyter.storage.kinds import (
    FLOATS,
    MOMENTS,
    NESTED,
    ZONED,
    is_exact,
    is_ordered,
    is_searched,
    parsed_type,
    type_kind,
)

_KINDS = {
    "float": ColumnKind.NUMBER, "double": ColumnKind.NUMBER, "decimal": ColumnKind.DECIMAL,
    "varchar": ColumnKind.TEXT, "enum": ColumnKind.TEXT, "boolean": ColumnKind.BOOLEAN,
    "date": ColumnKind.DATE, "time": ColumnKind.TIME, "time_ns": ColumnKind.TIME,
    "time with time zone": ColumnKind.TIME, "interval": ColumnKind.INTERVAL,
    "uuid": ColumnKind.UUID, "blob": ColumnKind.BLOB, "json": ColumnKind.JSON,
    "variant": ColumnKind.JSON, "union": ColumnKind.JSON, "list": ColumnKind.LIST,
    "array": ColumnKind.LIST, "struct": ColumnKind.STRUCT, "tuple": ColumnKind.LIST,
    "map": ColumnKind.MAP,
}  # fmt: skip
_SMALL_INTEGERS = frozenset(
    {
        "tinyint", "smallint", "integer", "bigint", "utinyint", "usmallint", "uinteger", "ubigint",
    }
)  # fmt: skip


def kind_of(column: Column) -> ColumnKind:
    """What a column holds, in a word a grid knows."""
    kind = type_kind(column)
    if kind in MOMENTS:
        return ColumnKind.TIMESTAMP
    if is_exact(kind) and kind != "decimal":
        return ColumnKind.INTEGER
    return _KINDS.get(kind, ColumnKind.OTHER)


def encoding_of(column: Column) -> Encoding:
    """How pages carry a column."""
    kind = type_kind(column)
    if kind in _SMALL_INTEGERS:
        return Encoding.INTEGER
    if kind in FLOATS:
        return Encoding.NUMBER
    if kind == "boolean":
        return Encoding.BOOLEAN
    if kind == "blob":
        return Encoding.BLOB
    return Encoding.JSON if kind in NESTED else Encoding.TEXT


def content_column(column: Column) -> ContentColumn:
    """A column as a grid is told of it."""
    return ContentColumn(
        column.name,
        column.type,
        kind_of(column),
        encoding_of(column),
        is_ordered(column),
        is_searched(column),
    )


def exact_text(column: Column, sql: str) -> str:
    """The whole value as text: JSON for nested ones, hexadecimal for binary ones."""
    kind = type_kind(column)
    if kind == "json":
        return f"CAST({sql} AS VARCHAR)"
    if kind in NESTED:
        text = forms.json_text(parsed_type(column.type), sql)
        return f"CASE WHEN {sql} IS NOT NULL THEN {text} END"
    if kind == "blob":
        return f"lower(hex({sql}))"
    if kind in ZONED:
        moment = f"CAST({sql} AT TIME ZONE 'UTC' AS VARCHAR)"
        return f"CASE WHEN {moment} LIKE '%infinity' THEN {moment} ELSE {moment} || 'Z' END"
    return sql if kind == "varchar" else f"CAST({sql} AS VARCHAR)"


def on_page(column: Column, sql: str) -> str:
    """The value as pages carry it."""
    kind = type_kind(column)
    if kind in _SMALL_INTEGERS or kind in ("boolean", "double"):
        return sql
    if kind == "float":
        # By way of its text: the double nearest to a FLOAT prints digits that nobody wrote.
        return f"CAST(CAST({sql} AS VARCHAR) AS DOUBLE)"
    if kind == "blob":
        return f"octet_length({sql}) || ':' || {_head_of_bytes(sql, 1, SHOWN_BYTES)}"
    return f"left({exact_text(column, sql)}, {PAGE_CHARACTERS + 1})"


def _head_of_bytes(sql: str, start: int, count: int) -> str:
    """Some bytes in hexadecimal; DuckDB cuts no BLOB, but the text of its digits."""
    return f"substr(lower(hex({sql})), {2 * start - 1}, {2 * count})"


def piece(column: Column, sql: str, offset: int, length: int) -> tuple[str, str]:
    """A piece of a value as text, and the length of the whole: in bytes for binary values."""
    if type_kind(column) == "blob":
        return _head_of_bytes(sql, offset + 1, length), f"octet_length({sql})"
    text = exact_text(column, sql)
    return f"substr({text}, {offset + 1}, {length})", f"length({text})"
