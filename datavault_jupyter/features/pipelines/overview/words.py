"""What a field asks for, in few words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from datavault_jupyter.base.wording import listing
from datavault_jupyter.features.pipelines.fields import Field
from datavault_jupyter.features.pipelines.fields.kinds import FieldType

_FEW = 5
_KINDS = {"BOOLEAN": "boolean", "BIGINT": "number", "DOUBLE": "number", "INTEGER": "number"}


def kind_of(field: Field) -> str:
    """What the column of a field holds: number, text, boolean, time, list or file.

    >>> kind_of(Field("score", "rating")), kind_of(Field("tags", "short_text", repeat=(0, 3)))
    ('number', 'list')
    """
    if field.column_type.endswith("[]"):
        return "list"
    if field.type is FieldType.FILE:
        return "file"
    if field.type is FieldType.DATETIME:
        return "time"
    return _KINDS.get(field.value_type, "text")


def words_of(field: Field) -> str:
    """What can be filled in; "" where anything of its type can.

    >>> words_of(Field("score", "rating"))
    '1 to 5'
    >>> words_of(Field("safe", "criteria", output="boolean"))
    'yes or no, with reasoning'
    >>> words_of(Field("safe", "criteria", output="boolean", criterion="Safety", version=2))
    'Safety version 2, yes or no, with reasoning'
    >>> words_of(Field("safe", "boolean", yes="Safe", no="Harmful"))
    'Safe or Harmful'
    >>> words_of(Field("share", "numeric", min=0, unit="%"))
    'from 0 %'
    >>> words_of(Field("better", "pairwise", first="A", second="B"))
    'one of A, tie and B'
    """
    settings = field.all_settings
    output = str(settings.get("output", "")) or field.type.value
    said = _WORDS.get(output, _nothing)(settings)
    if field.type is FieldType.CRITERIA:
        said = f"{said or output}, with reasoning"
        if settings["criterion"]:
            said = f"{settings['criterion']} version {settings['version']}, {said}"
    if field.repeat:
        low, high = field.repeat
        times = f"{low} to {high} of them" if low != high else f"{high} of them"
        said = f"{said}, {times}" if said else times
    return said


def _nothing(_settings: Mapping[str, Any]) -> str:
    return ""


def _range(settings: Mapping[str, Any]) -> str:
    low, high, unit = settings.get("min"), settings.get("max"), settings.get("unit") or ""
    if low is None and high is None:
        return str(unit)
    said = f"{low} to {high}" if low is not None and high is not None else ""
    said = said or (f"from {low}" if high is None else f"up to {high}")
    return f"{said} {unit}".strip()


def _options(settings: Mapping[str, Any]) -> str:
    options = list(settings.get("options") or ())
    shown = options if len(options) <= _FEW else [*options[: _FEW - 1], "others"]
    start = "any of" if settings.get("is_multiple") else "one of"
    return f"{start} {listing(shown)}" if shown else ""


def _pair(settings: Mapping[str, Any]) -> str:
    tie = ["tie"] if settings["has_tie"] else []
    return f"one of {listing([settings['first'], *tie, settings['second']])}"


def _scale(settings: Mapping[str, Any]) -> str:
    # A criterion has no scale of its own unless it is told one.
    low, high = settings.get("min"), settings.get("max")
    return _range({"min": 1 if low is None else low, "max": 5 if high is None else high})


_WORDS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "boolean": lambda settings: f"{settings.get('yes', 'yes')} or {settings.get('no', 'no')}",
    "numeric": _range,
    "number": _range,
    "rating": _scale,
    "select": _options,
    "ranking": lambda settings: f"{listing(list(settings['options']))}, best first",
    "pairwise": _pair,
    "code": lambda settings: str(settings["language"]),
    "datetime": lambda settings: "" if settings["has_time"] else "a day",
}
