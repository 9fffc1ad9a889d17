"""Dataclasses to JSON and back, strictly: what the browser sends is checked field by field."""

from __future__ import annotations

import dataclasses
import math
import types
import typing
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from typing import Any

from datavault_jupyter.base.errors import BadArgument


def encoded(value: Any) -> Any:
    """A record as JSON can hold it: moments in ISO with Z, words of enums, lists.

    >>> from dataclasses import dataclass
    >>> @dataclass
    ... class Place:
    ...     name: str
    ...     seats: tuple[int, ...]
    >>> encoded(Place("hall", (1, 2)))
    {'name': 'hall', 'seats': [1, 2]}
    """
    if value is None or (isinstance(value, bool | str) and not isinstance(value, Enum)):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: encoded(getattr(value, field.name)) for field in dataclasses.fields(value)
        }
    if isinstance(value, Mapping):
        return {str(key): encoded(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset | Sequence):
        return [encoded(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("JSON holds no NaN and no infinity: send such a number as text")
    return value


def decoded(kind: Any, value: Any, field: str = "") -> Any:
    """A value of a type out of JSON.

    Args:
        kind: A dataclass or an annotation made of plain types, tuples, mappings and unions.
        value: What came.
        field: Where it stands, for the refusal.

    Raises:
        BadArgument: it isn't one; the sentence names the field.
    """
    if kind is Any:
        _require_whole(value, field)
        return value
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        return _one_of(typing.get_args(kind), value, field)
    if origin is tuple or origin is Sequence:
        each = typing.get_args(kind)[0]
        _require(isinstance(value, list), "a list", value, field)
        return tuple(decoded(each, part, f"{field}[{i}]") for i, part in enumerate(value))
    if origin is Mapping or origin is dict:
        each = typing.get_args(kind)[1]
        _require(isinstance(value, dict), "an object", value, field)
        _require_whole(list(value), field)
        return {str(key): decoded(each, part, f"{field}.{key}") for key, part in value.items()}
    if dataclasses.is_dataclass(kind):
        return _record(kind, value, field)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _word(kind, value, field)
    return _plain(kind, value, field)


def _one_of(kinds: tuple[Any, ...], value: Any, field: str) -> Any:
    if value is None and type(None) in kinds:
        return None
    rest = [kind for kind in kinds if kind is not type(None)]
    for kind in rest[:-1]:
        try:
            return decoded(kind, value, field)
        except BadArgument:
            continue
    return decoded(rest[-1], value, field)


@cache
def hints_of(kind: type) -> dict[str, Any]:
    """The annotations of a dataclass, resolved."""
    return typing.get_type_hints(kind)


def _record(kind: Any, value: Any, field: str) -> Any:
    _require(isinstance(value, dict), "an object", value, field)
    hints = hints_of(kind)
    known = {each.name: each for each in dataclasses.fields(kind)}
    for name in value:
        if name not in known:
            raise BadArgument(f"{_path(field, name)} is not known.", field=_path(field, name))
    made = {}
    for name, each in known.items():
        if name in value:
            made[name] = decoded(hints[name], value[name], _path(field, name))
        elif each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING:
            raise BadArgument(f"{_path(field, name)} is missing.", field=_path(field, name))
    return kind(**made)


def _word(kind: type[Enum], value: Any, field: str) -> Any:
    try:
        return kind(value)
    except ValueError:
        known = ", ".join(str(each.value) for each in kind)
        raise BadArgument(f"{field} is one of: {known}.", field=field) from None


_WORDS = {str: "text", bool: "true or false", int: "a whole number", float: "a number"}


def _plain(kind: Any, value: Any, field: str) -> Any:
    if kind is datetime:
        return _moment(value, field)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if kind is int and isinstance(value, float) and value.is_integer():
        return int(value)
    fits = isinstance(value, kind) and not (kind is not bool and isinstance(value, bool))
    _require(fits, _WORDS.get(kind, kind.__name__), value, field)
    _require_whole(value, field)
    return value


def _require_whole(value: Any, field: str) -> None:
    """JSON can hold halves of characters and numbers that no table can."""
    # Not by recursion: it may be nested as deep as the reader of JSON allowed.
    open_ = [value]
    while open_:
        each = open_.pop()
        if isinstance(each, str) and not is_whole(each):
            raise BadArgument(f"{field or 'The question'} holds half a character.", field=field)
        if isinstance(each, int) and not -(1 << 63) <= each < 1 << 63:
            raise BadArgument(f"{field or 'The question'} is too large a number.", field=field)
        if isinstance(each, Mapping):
            open_ += [*each, *each.values()]
        elif isinstance(each, list):
            open_ += each


def is_whole(text: str) -> bool:
    r"""Whether text can be written as UTF-8: it holds no half of a surrogate pair.

    >>> is_whole("a😀"), is_whole("a\ud83d")
    (True, False)
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _moment(value: Any, field: str) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadArgument(f"{field} is a time, such as 2026-01-31T12:00Z.", field=field) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _path(field: str, name: str) -> str:
    return f"{field}.{name}" if field else name


def _require(fits: bool, what: str, value: Any, field: str) -> None:  # noqa: FBT001 - read as a sentence
    if not fits:
        raise BadArgument(
            f"{field or 'The question'} is {what}, not {type(value).__name__}.", field=field
        )
