"""Whether a nested type that was asked for holds a text: each value inside it must survive."""

from __future__ import annotations

import re

from datavault_jupyter.features.imports.values import queries
from datavault_jupyter.storage.sql import literal, quoted
from datavault_jupyter.storage.types import type_id

# Blanks and signs that say the same in JSON and in DuckDB's own way of writing.
_SPELLING = "[\\s:=\"']"
_SIZE = re.compile(r"\[\d*\]$")
# The pieces of a type as DuckDB writes it: names and enum values in quotes hold anything.
_PIECE = re.compile(r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'|.', re.DOTALL)
_FIELD = re.compile(r'("(?:[^"]|"")*"|[^ ]+) (.*)', re.DOTALL)


def fits_asked(x: str, type_text: str) -> str:
    """Whether a text has the type's shape, and each of its leaves fits.

    What DuckDB's reading of nested texts drops or rewords is found by comparing all characters
    but blanks and quotes: a key that is there twice, an escape, an element that was made up.
    """
    texts = f"TRY_CAST({x} AS {_shape(type_text)})"
    return (
        f"(TRY_CAST({x} AS {type_text}) IS NOT NULL AND NOT contains({x}, {literal(chr(92))}) "
        f"AND {_characters(x)} = {_characters(f'CAST({texts} AS VARCHAR)')} "
        f"AND {_holds(texts, type_text, 0)})"
    )


def _characters(x: str) -> str:
    bare = f"regexp_replace(lower({x}), {literal(_SPELLING)}, '', 'g')"
    return f"list_sort(string_split({bare}, ''))"


def _parts(type_text: str) -> list[str]:
    """What stands between the outermost brackets, apart by commas.

    >>> _parts('STRUCT(a DECIMAL(9,2), "b,c" INTEGER)')
    ['a DECIMAL(9,2)', '"b,c" INTEGER']
    """
    inside = type_text[type_text.index("(") + 1 : -1]
    made, depth = [""], 0
    for piece in _PIECE.findall(inside):
        depth += (piece == "(") - (piece == ")")
        if piece == "," and depth == 0:
            made.append("")
        else:
            made[-1] += piece
    return [part.strip() for part in made]


def _fields(type_text: str) -> list[tuple[str, str]]:
    """The names and types of a struct's fields."""
    found = [_FIELD.fullmatch(part) for part in _parts(type_text)]
    return [
        (match[1][1:-1].replace('""', '"') if match[1].startswith('"') else match[1], match[2])
        for match in found
        if match
    ]


def _shape(type_text: str) -> str:
    """The same type with texts in the place of all leaves.

    >>> _shape("STRUCT(a INTEGER[3], m MAP(DATE, DECIMAL(9,2)))[]")
    'STRUCT("a" VARCHAR[3], "m" MAP(VARCHAR, VARCHAR))[]'
    """
    name = type_id(type_text)
    size = _SIZE.search(type_text)
    if name in ("list", "array") and size:
        return _shape(type_text[: size.start()]) + size[0]
    if name == "struct":
        fields = [f"{quoted(field)} {_shape(child)}" for field, child in _fields(type_text)]
        return f"STRUCT({', '.join(fields)})"
    if name == "map":
        return f"MAP({', '.join(_shape(part) for part in _parts(type_text))})"
    return "VARCHAR"


def _holds(x: str, type_text: str, depth: int) -> str:
    """Whether the texts of a shape fit the leaves of a type."""
    name = type_id(type_text)
    each = f"n{depth}"
    if name in ("list", "array"):
        child = _SIZE.sub("", type_text)
        inner = _holds(each, child, depth + 1)
        made = f"list_transform(CAST({x} AS {_shape(child)}[]), lambda {each}: {inner})"
        return f"coalesce(list_bool_and({made}), true)"
    if name == "struct":
        parts = [
            _holds(f"struct_extract({x}, {literal(field)})", child, depth)
            for field, child in _fields(type_text)
        ]
        return f"({' AND '.join(parts)})"
    if name == "map":
        key, value = (
            _holds(f"{each}.{part}", child, depth + 1)
            for part, child in zip(("key", "value"), _parts(type_text), strict=True)
        )
        made = f"list_transform(map_entries({x}), lambda {each}: {key} AND {value})"
        return f"coalesce(list_bool_and({made}), true)"
    # Inside a nested text, quotes don't tell a JSON text from a number.
    fits = "false" if type_text == "JSON" else queries.fits_asked(x, type_text)
    return f"({x} IS NULL OR coalesce({fits}, false))"
