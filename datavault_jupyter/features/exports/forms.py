"""How one value of any type is written as text, as SQL made from the SQL of the value.

DuckDB's own CSV and JSON writers change values: decimals pass through doubles, numbers inside JSON
columns are re-rounded, FLOAT is widened, NaN becomes a word that is no JSON. So every value is
turned into its text here, and the writers only put the texts together.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from datavault_jupyter.storage.sql import literal, quoted

_FLOATS = frozenset({"float", "double"})
_ZONED = frozenset({"timestamp with time zone", "timestamptz_ns"})
_NESTED = frozenset({"list", "array", "struct", "tuple", "map", "union", "variant"})
_AS_TEXT_IN_PARQUET = frozenset(
    {"hugeint", "uhugeint", "bignum", "bit", "interval", "time with time zone"}
)
# Types whose text DuckDB writes as a JSON number or word.
_BARE = frozenset(
    {
        "boolean", "tinyint", "smallint", "integer", "bigint", "hugeint", "utinyint",
        "usmallint", "uinteger", "ubigint", "uhugeint", "bignum", "decimal", "null",
    }
)  # fmt: skip
_FORMULA = "^[=+\\-@\\t\\r]"
# DuckDB takes bare NaN and Infinity and a comma before a closing bracket for JSON; others don't.
_LOOKS_LOOSE = r"(?i)nan|inf|,\s*[\]}]"
_LOOSE = r'("(?:[^"\\]|\\.)*")|(-?(?i:nan|infinity|inf))|,\s*([\]}])'
# Control characters can't stand in JSON text, so they can mark places in it.
_OPEN, _SHUT = "\x01", "\x02"


def is_nested(kind: Any) -> bool:
    """Whether values of a type are written as JSON text in CSV."""
    return str(kind.id) in _NESTED


def is_text(kind: Any) -> bool:
    """Whether a type holds text that people wrote: what a spreadsheet could take for a formula."""
    return str(kind.id) in ("varchar", "enum") and not is_json(kind)


def is_json(kind: Any) -> bool:
    """Whether a type is JSON, which DuckDB gives out as a kind of VARCHAR."""
    return str(kind) == "JSON"


def kinds_in(kind: Any) -> frozenset[str]:
    """The ids of a type and of all types inside it."""
    found = {"json" if is_json(kind) else str(kind.id)}
    if found & _NESTED and "variant" not in found:
        for _, child in kind.children:
            if not isinstance(child, int):  # the length of an array
                found |= kinds_in(child)
    return frozenset(found)


def plain_text(kind: Any, sql: str, depth: int = 0) -> str:
    """The text of a value as a CSV cell, NULL for NULL."""
    name = str(kind.id)
    as_text = f"CAST({sql} AS VARCHAR)"
    if is_nested(kind):
        return f"CASE WHEN {sql} IS NULL THEN NULL ELSE {json_text(kind, sql, depth)} END"
    if name in _FLOATS:
        return f"CASE WHEN isnan({sql}) THEN 'NaN' ELSE {as_text} END"
    if name == "blob":
        return f"base64({sql})"
    if name in _ZONED:
        moment = f"CAST({sql} AT TIME ZONE 'UTC' AS VARCHAR)"
        return f"CASE WHEN {moment} LIKE '%infinity' THEN {moment} ELSE {moment} || '+00:00' END"
    return as_text


def guarded_text(sql: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"CASE WHEN {is_formula(sql)} THEN concat('''', {sql}) ELSE {sql} END"


def is_formula(sql: str) -> str:
    """Whether a spreadsheet would take a text for a formula."""
    return f"regexp_matches({sql}, {literal(_FORMULA)})"


def json_text(kind: Any, sql: str, depth: int = 0) -> str:
    """The JSON text of a value on one line; the text ``null`` for NULL, never NULL itself."""
    name = str(kind.id)
    if is_json(kind):
        return _strict(f"CAST({sql} AS VARCHAR)")
    if name in _BARE:
        return f"coalesce(CAST({sql} AS VARCHAR), 'null')"
    if name in _FLOATS:
        return f"CASE WHEN isfinite({sql}) THEN CAST({sql} AS VARCHAR) ELSE 'null' END"
    if name in ("list", "array"):
        return _json_list(kind, sql, depth)
    if name in ("struct", "tuple"):
        return _json_struct(kind, sql, depth)
    if name == "map":
        return _json_map(kind, sql, depth)
    if name == "union":
        return _json_union(kind, sql, depth)
    if name == "variant":
        return _json_variant(sql)
    return _json_string(plain_text(kind, sql, depth))


def _json_string(sql: str) -> str:
    return f"coalesce(CAST(to_json({sql}) AS VARCHAR), 'null')"


def _strict(sql: str) -> str:
    """JSON text as everybody reads it: what is no JSON becomes a string, and it has one line."""
    return (
        f"CASE WHEN {sql} IS NULL THEN 'null' "
        f"WHEN NOT json_valid({sql}) THEN {_json_string(sql)} "
        f"ELSE translate(CASE WHEN regexp_matches({sql}, {literal(_LOOKS_LOOSE)}) "
        f"THEN regexp_replace({_marked(sql)}, '{_OPEN}[^{_SHUT}]*{_SHUT}', 'null', 'g') "
        f"ELSE {sql} END, chr(10) || chr(13), '  ') END"
    )


def _marked(sql: str) -> str:
    """JSON text without loose commas, and with marks around each number that is none."""
    marks = f"\\1{_OPEN}\\2{_SHUT}\\3"
    return (
        f"replace(regexp_replace({sql}, {literal(_LOOSE)}, {literal(marks)}, 'g'), "
        f"'{_OPEN}{_SHUT}', '')"
    )


def _listed(texts: str) -> str:
    return f"array_to_string({texts}, ',')"


def _json_list(kind: Any, sql: str, depth: int) -> str:
    child, each = kind.children[0][1], f"e{depth}"
    values = f"CAST({sql} AS {child}[])" if str(kind.id) == "array" else sql
    texts = f"list_transform({values}, lambda {each}: {json_text(child, each, depth + 1)})"
    return f"CASE WHEN {sql} IS NULL THEN 'null' ELSE concat('[', {_listed(texts)}, ']') END"


def fields(kind: Any, sql: str) -> list[tuple[str, Any, str]]:
    """Name, type and SQL of each field of a struct; a tuple's have no names."""
    if str(kind.id) == "tuple":
        return [
            ("", child, f"struct_extract({sql}, {position})")
            for position, (_, child) in enumerate(kind.children, start=1)
        ]
    return [
        (str(name), child, f"struct_extract({sql}, {literal(str(name))})")
        for name, child in kind.children
    ]


def _json_struct(kind: Any, sql: str, depth: int) -> str:
    is_tuple = str(kind.id) == "tuple"
    pieces = [
        json_text(child, value, depth) if is_tuple else json_pair(name, child, value, depth)
        for name, child, value in fields(kind, sql)
    ]
    made = enclosed("[" if is_tuple else "{", pieces, "]" if is_tuple else "}")
    return f"CASE WHEN {sql} IS NULL THEN 'null' ELSE {made} END"


def json_pair(name: str, kind: Any, sql: str, depth: int = 0) -> str:
    """The SQL arguments that give a key and its value, to be put into `concat`."""
    key = json.dumps(name, ensure_ascii=False)
    return f"{literal(key + ':')}, {json_text(kind, sql, depth)}"


def enclosed(start: str, pieces: Sequence[str], end: str) -> str:
    """Pieces with commas between them and brackets around, as one flat `concat`."""
    between = ", ',', ".join(pieces)
    return f"concat({literal(start)}, {between}, {literal(end)})"


def _json_map(kind: Any, sql: str, depth: int) -> str:
    children = dict(kind.children)
    each = f"e{depth}"
    key = _json_string(plain_text(children["key"], f"{each}.key", depth + 1))
    value = json_text(children["value"], f"{each}.value", depth + 1)
    texts = f"list_transform(map_entries({sql}), lambda {each}: concat({key}, ':', {value}))"
    return f"CASE WHEN {sql} IS NULL THEN 'null' ELSE concat('{{', {_listed(texts)}, '}}') END"


def members(kind: Any, sql: str) -> list[tuple[str, Any, str]]:
    """Tag, type and SQL of each member of a union; the first child is the tag itself."""
    return [
        (str(name), child, f"union_extract({sql}, {literal(str(name))})")
        for name, child in kind.children
        if name
    ]


def _json_union(kind: Any, sql: str, depth: int) -> str:
    cases = " ".join(
        f"WHEN {literal(tag)} THEN {enclosed('{', [json_pair(tag, child, value, depth)], '}')}"
        for tag, child, value in members(kind, sql)
    )
    return f"CASE CAST(union_tag({sql}) AS VARCHAR) {cases} ELSE 'null' END"


def _json_variant(sql: str) -> str:
    # DuckDB turns decimals into doubles here; at least those that stand alone can be saved.
    return (
        f"CASE WHEN starts_with(variant_typeof({sql}), 'DECIMAL') THEN CAST({sql} AS VARCHAR) "
        f"ELSE {_strict(_variant_text(sql))} END"
    )


def _variant_text(sql: str) -> str:
    return f"CAST(to_json({sql}) AS VARCHAR)"


def lost_count(kind: Any, sql: str, depth: int = 0) -> str | None:
    """How many numbers of a value JSON can't hold, as SQL; None where a type has none."""
    name, each = str(kind.id), f"e{depth}"
    if name in _FLOATS:
        return f"CASE WHEN isfinite({sql}) IS FALSE THEN 1 ELSE 0 END"
    if is_json(kind) or name == "variant":
        return _lost_in(_variant_text(sql) if name == "variant" else f"CAST({sql} AS VARCHAR)")
    if name in ("list", "array"):
        inner = lost_count(kind.children[0][1], each, depth + 1)
        values = f"CAST({sql} AS {kind.children[0][1]}[])" if name == "array" else sql
    elif name == "map":
        inner = lost_count(dict(kind.children)["value"], each, depth + 1)
        values = f"map_values({sql})"
    elif name in ("struct", "tuple", "union"):
        parts = members(kind, sql) if name == "union" else fields(kind, sql)
        found = [lost_count(child, value, depth) for _, child, value in parts]
        return " + ".join(f"({count})" for count in found if count is not None) or None
    else:
        return None
    if inner is None:
        return None
    return f"coalesce(list_sum(list_transform({values}, lambda {each}: {inner})), 0)"


def _lost_in(text: str) -> str:
    marked = _marked(text)
    return (
        f"CASE WHEN regexp_matches({text}, {literal(_LOOKS_LOOSE)}) AND json_valid({text}) "
        f"THEN length({marked}) - length(replace({marked}, '{_OPEN}', '')) ELSE 0 END"
    )


def parquet_type(kind: Any) -> str | None:
    """The type a value must be cast to before Parquet keeps all of it; None where none must be."""
    name = str(kind.id)
    if name in _AS_TEXT_IN_PARQUET:
        return "VARCHAR"
    if name == "list":
        inner = parquet_type(kind.children[0][1])
        return f"{inner}[]" if inner else None
    if name == "array":
        inner = parquet_type(kind.children[0][1])
        return f"{inner}[{str(kind).rpartition('[')[2]}" if inner else None
    if name == "map":
        children = dict(kind.children)
        key, value = parquet_type(children["key"]), parquet_type(children["value"])
        if key is None and value is None:
            return None
        return f"MAP({key or children['key']}, {value or children['value']})"
    if name in ("struct", "tuple"):
        made = [(str(field), child, parquet_type(child)) for field, child in kind.children]
        if all(inner is None for _, _, inner in made):
            return None
        each = ", ".join(f"{quoted(field) if field else ''} {t or c}" for field, c, t in made)
        return f"{'TUPLE' if name == 'tuple' else 'STRUCT'}({each})"
    return None
