"""Which type holds the values of several types, if one does."""

from __future__ import annotations

import re
from collections.abc import Collection

_SIGNED = {"TINYINT": 8, "SMALLINT": 16, "INTEGER": 32, "BIGINT": 64, "HUGEINT": 128}
_UNSIGNED = {"UTINYINT": 8, "USMALLINT": 16, "UINTEGER": 32, "UBIGINT": 64, "UHUGEINT": 128}
_DIGITS = {8: 3, 16: 5, 32: 10, 64: 20, 128: 39}
_DECIMAL = re.compile(r"DECIMAL\((\d+),\s*(\d+)\)")
_MOST_DIGITS = 38
_FLOATS = ("FLOAT", "DOUBLE")
_MOMENTS = ("TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP", "TIMESTAMP_NS")


def widened(types: Collection[str]) -> str | None:
    """The type that holds all values of these, as far as their names tell.

    Of whole numbers or decimals beside DOUBLE, and of moments, each value has yet to be looked at.

    >>> widened(["INTEGER", "BIGINT"]), widened(["UBIGINT", "TINYINT"])
    ('BIGINT', 'HUGEINT')
    >>> widened(["INTEGER", "DECIMAL(9,2)"]), widened(["BIGINT", "DOUBLE"])
    ('DECIMAL(12,2)', 'DOUBLE')
    >>> widened(["DATE", "BIGINT"]) is None
    True
    """
    if len(set(types)) == 1:
        return next(iter(types))
    if all(kind in _SIGNED or kind in _UNSIGNED for kind in types):
        return _integer(types)
    if all(kind in _MOMENTS for kind in types):
        return max(types, key=_MOMENTS.index)
    numbers = [kind for kind in types if _is_number(kind)]
    if len(numbers) < len(types):
        return None
    if any(kind in _FLOATS for kind in types):
        return "DOUBLE"
    return _decimal(types)


def is_sure(kind: str, target: str) -> bool:
    """Whether a type holds every value of another, whatever it is.

    >>> is_sure("FLOAT", "DOUBLE"), is_sure("BIGINT", "DOUBLE"), is_sure("INTEGER", "DOUBLE")
    (True, False, True)
    """
    if target == "DOUBLE":
        bits = {**_SIGNED, **_UNSIGNED}.get(kind)
        return kind in _FLOATS or (bits is not None and bits <= 32)
    return kind == target or target not in _MOMENTS


def _is_number(kind: str) -> bool:
    return kind in _SIGNED or kind in _UNSIGNED or kind in _FLOATS or bool(_DECIMAL.fullmatch(kind))


def _integer(types: Collection[str]) -> str | None:
    positive = max((_UNSIGNED[kind] for kind in types if kind in _UNSIGNED), default=0)
    signed = max((_SIGNED[kind] for kind in types if kind in _SIGNED), default=0)
    if not signed:
        return next(kind for kind, bits in _UNSIGNED.items() if bits == positive)
    return next(
        (kind for kind, bits in _SIGNED.items() if bits >= signed and bits > positive), None
    )


def _decimal(types: Collection[str]) -> str | None:
    whole = places = 0
    for kind in types:
        found = _DECIMAL.fullmatch(kind)
        if found:
            places = max(places, int(found[2]))
            whole = max(whole, int(found[1]) - int(found[2]))
        else:
            whole = max(whole, _DIGITS[{**_SIGNED, **_UNSIGNED}[kind]])
    width = whole + places
    return f"DECIMAL({width},{places})" if width <= _MOST_DIGITS else None
