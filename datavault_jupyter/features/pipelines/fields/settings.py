"""What a field's type can be told: each setting with its form, default and meaning."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from datavault_jupyter.base.errors import BadDefinition
from datavault_jupyter.base.names import did_you_mean, name_key

MOST_OPTIONS = 1000


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting.

    Attributes:
        form: What it is, in words; a key of the checks below.
        default: Where nobody says; None: there is none.
        meaning: What it does.
    """

    form: str
    default: Any
    meaning: str


def _text(value: Any) -> Any:
    return value if isinstance(value, str) else _WRONG


def _flag(value: Any) -> Any:
    return value if isinstance(value, bool) else _WRONG


def _number(value: Any) -> Any:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if is_number and math.isfinite(value) else _WRONG


def _count(value: Any) -> Any:
    is_count = isinstance(value, int) and not isinstance(value, bool) and value >= 1
    return value if is_count else _WRONG


def _whole(value: Any) -> Any:
    return value if isinstance(value, int) and not isinstance(value, bool) else _WRONG


def _texts(value: Any) -> Any:
    if isinstance(value, str) or not isinstance(value, list | tuple):
        return _WRONG
    if not value or len(value) > MOST_OPTIONS:
        return _WRONG
    if not all(isinstance(each, str) and each.strip() for each in value):
        return _WRONG
    return list(value) if len({name_key(each) for each in value}) == len(value) else _WRONG


def _labels(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return _WRONG
    made = {}
    for key, label in value.items():
        if not isinstance(label, str) or not str(key).lstrip("-").isdigit():
            return _WRONG
        made[str(int(key))] = label
    return made


_WRONG = object()
_FORMS: dict[str, Callable[[Any], Any]] = {
    "text": _text,
    "yes or no": _flag,
    "number": _number,
    "whole number": _whole,
    "whole number of 1 or more": _count,
    "list of different texts": _texts,
    "labels by whole number": _labels,
}


def settled(
    given: Mapping[str, Any], known: Mapping[str, Setting], field: str, kind: str
) -> dict[str, Any]:
    """Checked settings, only those that differ from the default.

    Raises:
        BadDefinition: a setting that the type doesn't have, or a value it can't have.
    """
    made: dict[str, Any] = {}
    for name, value in given.items():
        setting = known.get(name)
        if setting is None:
            hint = did_you_mean(name, known) or f"It has: {', '.join(known) or 'none'}."
            raise BadDefinition(
                f"The field {field!r} of type {kind} has no setting {name!r}.",
                hint=hint,
                field=field,
            )
        checked = _FORMS[setting.form](value)
        if checked is _WRONG:
            raise BadDefinition(
                f"{name}= of the field {field!r} is no {setting.form}.", field=field
            )
        if checked != setting.default:
            made[name] = checked
    return made
