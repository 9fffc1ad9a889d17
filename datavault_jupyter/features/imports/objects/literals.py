"""JSON values as Python has them, with every number kept as it is written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_SURROGATE = re.compile("[\ud800-\udfff]")


class Pairs(list[tuple[str, Any]]):
    """An object's keys and values in their order, equal keys included."""


class Whole(str):
    """A whole number as it is written."""

    __slots__ = ()


class Fraction(str):
    """Any other number as it is written."""

    __slots__ = ()


class NotANumber:
    """The word NaN, which stands for a missing number."""


_NAN = NotANumber()
_INFINITE = ("Infinity", "-Infinity")


def _constant(word: str) -> object:
    return _NAN if word == "NaN" else Fraction(word)


# Control characters inside strings are taken: refusing them would lose nothing but the file.
DECODER = json.JSONDecoder(
    object_pairs_hook=Pairs,
    parse_int=Whole,
    parse_float=Fraction,
    parse_constant=_constant,
    strict=False,
)


# For looking only, which is faster: whether all is JSON, and what the keys are.
LOOKING_DECODER = json.JSONDecoder(
    object_pairs_hook=Pairs, parse_int=str, parse_float=str, strict=False
)


class _Sign(str):
    """A piece of JSON that stands for itself."""

    __slots__ = ()


_COMMA, _BRACKET, _BRACE = _Sign(","), _Sign("]"), _Sign("}")


def written(value: object) -> str:
    """A value as compact JSON, its numbers as they were written, however deep it is nested."""
    made: list[str] = []
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, (_Sign, Whole, Fraction)):
            made.append("null" if each in _INFINITE else each)
        elif isinstance(each, Pairs):
            made.append("{")
            waiting.append(_BRACE)
            for at in range(len(each) - 1, -1, -1):
                key, inner = each[at]
                waiting += (inner, _Sign(f"{',' if at else ''}{_text(key)}:"))
        elif isinstance(each, list):
            made.append("[")
            waiting.append(_BRACKET)
            for at in range(len(each) - 1, -1, -1):
                waiting += (each[at], _COMMA) if at else (each[at],)
        else:
            made.append("null" if isinstance(each, NotANumber) else _text(each))
    return "".join(made)


def _inside(value: object) -> Iterator[tuple[object, int]]:
    """Every value within a value and every key, each with how deep it is nested."""
    waiting = [(value, 0)]
    while waiting:
        each, level = waiting.pop()
        yield each, level
        if isinstance(each, Pairs):
            for key, inner in each:
                waiting += ((key, level + 1), (inner, level + 1))
        elif isinstance(each, list):
            waiting += [(inner, level + 1) for inner in each]


def has_lost_words(value: object) -> bool:
    """Whether NaN or Infinity stands anywhere inside: JSON can't say them."""
    return any(
        isinstance(each, NotANumber) or (isinstance(each, Fraction) and each in _INFINITE)
        for each, _ in _inside(value)
    )


def has_half_characters(value: object) -> bool:
    """Whether any text or key inside holds a surrogate without its other half."""
    return any(isinstance(each, str) and _SURROGATE.search(each) for each, _ in _inside(value))


def depth(value: object) -> int:
    """How deep a value is nested; a plain one is 0.

    >>> depth([1, [2]])
    2
    """
    return max(level for _, level in _inside(value))


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
