"""The table of the twelve types: what the code goes by, the tests try and the docs print."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from datavault_jupyter.features.pipelines.fields import checks
from datavault_jupyter.features.pipelines.fields.settings import Setting

_TEXT_LIMIT = 100_000


class FieldType(StrEnum):
    """What a field of a form asks for."""

    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    CODE = "code"
    BOOLEAN = "boolean"
    NUMERIC = "numeric"
    DATETIME = "datetime"
    SELECT = "select"
    RATING = "rating"
    RANKING = "ranking"
    PAIRWISE = "pairwise"
    CRITERIA = "criteria"
    FILE = "file"

    @property
    def label(self) -> str:
        """As people read it."""
        return self.value.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class FieldKind:
    """One line of the table.

    Attributes:
        settings: What can be told, by name.
        required: Settings without which it makes no sense.
        stored: The form of a value in an answer's JSON, in words.
        column: The type of the dataset's column, by the field's settings.
        check: Gives the stored form of a value, or raises `Unfit`.
        resolve: How several answers become one value, unless the node says.
        given: Settings the examples below are tried with.
        valid: Values it takes.
        invalid: Values it refuses.
    """

    settings: Mapping[str, Setting]
    required: tuple[str, ...]
    stored: str
    column: Callable[[Mapping[str, Any]], str]
    check: Callable[[Any, Mapping[str, Any]], Any]
    resolve: str
    given: Mapping[str, Any]
    valid: tuple[Any, ...]
    invalid: tuple[Any, ...]


def _always(column: str) -> Callable[[Mapping[str, Any]], str]:
    return lambda _settings: column


def _of_number(settings: Mapping[str, Any]) -> str:
    return "BIGINT" if settings["is_integer"] else "DOUBLE"


def _of_time(settings: Mapping[str, Any]) -> str:
    return "TIMESTAMP WITH TIME ZONE" if settings["has_time"] else "DATE"


def _of_select(settings: Mapping[str, Any]) -> str:
    return "VARCHAR[]" if settings["is_multiple"] else "VARCHAR"


def _of_criterion(settings: Mapping[str, Any]) -> str:
    output = settings["output"]
    if output == "number":
        return _of_number(settings)
    return {"rating": "INTEGER", "boolean": "BOOLEAN"}.get(output) or _of_select(settings)


_LENGTH = "whole number of 1 or more"
_OPTIONS = Setting("list of different texts", None, "What can be chosen")
_NUMBERS = {
    "min": Setting("number", None, "The smallest value"),
    "max": Setting("number", None, "The largest value"),
    "step": Setting("number", None, "The distance between values, counted from min"),
    "is_integer": Setting("yes or no", default=False, meaning="Whole numbers only"),
    "unit": Setting("text", "", "What is counted, shown beside the number"),
}
_SCALE = {
    "min": Setting("whole number", 1, "The lowest point of the scale"),
    "max": Setting("whole number", 5, "The highest point of the scale"),
    "labels": Setting("labels by whole number", {}, "What the points mean"),
}
_CHOICE = {
    "options": _OPTIONS,
    "is_multiple": Setting("yes or no", default=False, meaning="Several options at a time"),
    "has_other": Setting("yes or no", default=False, meaning="Also what isn't among the options"),
}

FIELD_KINDS: dict[FieldType, FieldKind] = {
    FieldType.SHORT_TEXT: FieldKind(
        {
            "max_length": Setting(_LENGTH, 500, "How many characters at most"),
            "pattern": Setting("text", "", "A regular expression the whole text must match"),
        },
        (), "text", _always("VARCHAR"), checks.short_text, "latest",
        {"pattern": "[a-z]*", "max_length": 8},
        ("", "abc", "abcdefgh"), ("two\nlines", "abcdefghi", 5),
    ),
    FieldType.LONG_TEXT: FieldKind(
        {"max_length": Setting(_LENGTH, _TEXT_LIMIT, "How many characters at most")},
        (), "text", _always("VARCHAR"), checks.long_text, "latest",
        {"max_length": 10}, ("", "two\nlines", "é" * 10), ("é" * 11, None, ["a"]),
    ),
    FieldType.CODE: FieldKind(
        {
            "language": Setting("text", "", "Which language it is in"),
            "max_length": Setting(_LENGTH, _TEXT_LIMIT, "How many characters at most"),
        },
        (), "text", _always("VARCHAR"), checks.long_text, "latest",
        {"language": "python"}, ("", "x = 1\n", "\tif a:\r\n"), (1, "\x00", {}),
    ),
    FieldType.BOOLEAN: FieldKind(
        {
            "yes": Setting("text", "Yes", "What yes is called"),
            "no": Setting("text", "No", "What no is called"),
        },
        (), "true or false", _always("BOOLEAN"), checks.boolean, "majority",
        {}, (True, False, True), ("yes", 1, None),
    ),
    FieldType.NUMERIC: FieldKind(
        _NUMBERS, (), "number", _of_number, checks.numeric, "mean",
        {"min": 0, "max": 1, "step": 0.1}, (0, 0.3, 1.0), (1.5, 0.35, "0.5"),
    ),
    FieldType.DATETIME: FieldKind(
        {"has_time": Setting("yes or no", default=True, meaning="A moment; otherwise a day")},
        (), "ISO 8601 text", _of_time, checks.moment, "latest",
        {}, ("2026-11-28T14:00:00Z", "2026-11-28 15:00:00+01:00", "2026-11-28"),
        ("28.11.2026", 20261128, "2026-13-01"),
    ),
    FieldType.SELECT: FieldKind(
        _CHOICE, ("options",), "text, or a list of texts", _of_select, checks.select, "majority",
        {"options": ["good", "bad", "unsure"]}, ("good", "bad", "unsure"), ("Good", ["good"], ""),
    ),
    FieldType.RATING: FieldKind(
        _SCALE, (), "whole number", _always("INTEGER"), checks.rating, "majority",
        {"min": 1, "max": 5, "labels": {1: "bad"}}, (1, 3, 5.0), (0, 6, 2.5),
    ),
    FieldType.RANKING: FieldKind(
        {"options": _OPTIONS},
        ("options",), "list of texts, best first", _always("VARCHAR[]"), checks.ranking, "latest",
        {"options": ["a", "b", "c"]}, (["a", "b", "c"], ["c", "b", "a"], ("b", "a", "c")),
        (["a", "b"], ["a", "a", "b"], "abc"),
    ),
    FieldType.PAIRWISE: FieldKind(
        {
            "first": Setting("text", "first", "The name of the one on the left"),
            "second": Setting("text", "second", "The name of the one on the right"),
            "has_tie": Setting("yes or no", default=True, meaning="Neither may be better"),
        },
        (), "one of the two names, or tie", _always("VARCHAR"), checks.pairwise, "majority",
        {"first": "model-a", "second": "model-b"}, ("model-a", "model-b", "tie"),
        ("first", "", None),
    ),
    FieldType.CRITERIA: FieldKind(
        {
            "criterion": Setting("text", "", "Which criterion, by name"),
            "version": Setting(_LENGTH, 1, "Which version of it; a rubric that changes needs one"),
            "rubric": Setting("text", "", "What it means and how to judge, in Markdown"),
            "output": Setting("text", "number", "What it gives"),
            **_NUMBERS, **_CHOICE,
            "labels": _SCALE["labels"],
        },
        (), "object of value, reasoning and version", _of_criterion, checks.criteria, "latest",
        {"output": "number", "min": 0, "max": 1, "criterion": "faithful", "version": 2},
        (0.5, {"value": 1}, {"value": 0, "reasoning": "because"}),
        (2, {"score": 1}, {"value": 0, "reasoning": 5}),
    ),
    FieldType.FILE: FieldKind(
        {"max_bytes": Setting(_LENGTH, 100_000_000, "How large a file may be")},
        (), "object of name, sha256 and byte_count",
        _always("STRUCT(name VARCHAR, sha256 VARCHAR, byte_count BIGINT)"), checks.file, "latest",
        {"max_bytes": 10},
        (
            {"name": "a.txt", "sha256": "0" * 64, "byte_count": 0},
            {"name": "é.png", "sha256": "a" * 64, "byte_count": 10},
            {"name": "b", "sha256": "f" * 64, "byte_count": 1},
        ),
        (
            "a.txt",
            {"name": "", "sha256": "0" * 64, "byte_count": 1},
            {"name": "a", "sha256": "0" * 64, "byte_count": 11},
        ),
    ),
}  # fmt: skip
