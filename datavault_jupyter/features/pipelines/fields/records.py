"""One field of a form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from datavault_jupyter.base.checking import word_of
from datavault_jupyter.base.errors import BadAnswer, BadDefinition
from datavault_jupyter.base.names import clean_name, name_key
from datavault_jupyter.features.pipelines.fields import checks
from datavault_jupyter.features.pipelines.fields.kinds import FIELD_KINDS, FieldKind, FieldType
from datavault_jupyter.features.pipelines.fields.settings import settled

# Columns every pipeline's dataset has.
OWN_COLUMNS = ("task_id", "status", "created_at")
MOST_REPEATED = 1000
_MAX_NAME = 120
_NOT_REPEATED = (FieldType.CRITERIA,)


class FieldSource(StrEnum):
    """Where a field's value comes from."""

    ANSWER = "answer"
    GIVEN = "given"
    STATIC = "static"


@dataclass(frozen=True, init=False)
class Field:
    """One field of a form, and one column of the dataset.

    Args:
        name: Of the column.
        type: One of the twelve: short_text, long_text, code, boolean, numeric, datetime, select,
            rating, ranking, pairwise, criteria, file.
        title: What people read; the name by default.
        helper: A hint below the title, in Markdown.
        is_optional: It may be left out.
        repeat: How many values at least and at most; then the column is a list.
        source: ``answer``: somebody fills it in. ``given``: it comes with the task. ``static``:
            the same for all tasks, `value`.
        value: Of a static field.
        is_averaged: Its column holds means of whole numbers, and so fractions.
        settings: What its type can be told, such as ``min=1, max=5`` of a rating.

    Raises:
        BadDefinition: it can't be one.

    >>> Field("helpfulness", "rating", max=7).column_type
    'INTEGER'
    """

    name: str
    type: FieldType
    title: str
    helper: str
    is_optional: bool
    repeat: tuple[int, int] | None
    source: FieldSource
    value: Any
    is_averaged: bool
    settings: Mapping[str, Any]

    def __init__(
        self,
        name: str,
        type: str,  # noqa: A002 - the word of the field
        *,
        title: str = "",
        helper: str = "",
        is_optional: bool = False,
        repeat: tuple[int, int] | list[int] | None = None,
        source: str = "answer",
        value: Any = None,
        is_averaged: bool = False,
        **settings: Any,
    ) -> None:
        text = _clean_field_name(name)
        kind = word_of(FieldType, type, "type")
        made = {
            "name": text,
            "type": kind,
            "title": _text_of(title, "title", text),
            "helper": _text_of(helper, "helper", text),
            "is_optional": bool(is_optional),
            "repeat": _repeat_of(repeat, text, kind),
            "source": word_of(FieldSource, source, "source"),
            "value": None,
            "is_averaged": bool(is_averaged),
            "settings": settled(settings, FIELD_KINDS[kind].settings, text, kind),
        }
        for attribute, each in made.items():
            object.__setattr__(self, attribute, each)
        self._require_sense()
        if self.source is FieldSource.STATIC:
            object.__setattr__(self, "value", self.checked(value))
        elif value is not None:
            raise BadDefinition(f"Only a static field has a value; {text!r} is none.", field=text)

    def _require_sense(self) -> None:
        required = self.kind.required
        if self.type is FieldType.CRITERIA and self.settings.get("output") == "select":
            required = ("options",)
        lacking = [name for name in required if name not in self.settings]
        if lacking:
            raise BadDefinition(
                f"The field {self.name!r} of type {self.type} needs {lacking[0]}=.",
                field=self.name,
            )
        whole = self.all_settings
        low, high = whole.get("min"), whole.get("max")
        if low is not None and high is not None and low >= high:
            raise BadDefinition(f"min= of the field {self.name!r} is not below max=.",
                                field=self.name)  # fmt: skip
        if self.type is FieldType.CRITERIA and whole["output"] not in checks.OUTPUTS:
            raise BadDefinition(
                f"output= of the field {self.name!r} is one of {', '.join(checks.OUTPUTS)}.",
                field=self.name,
            )
        if self.type is FieldType.SHORT_TEXT and not _is_pattern(whole["pattern"]):
            raise BadDefinition(f"pattern= of {self.name!r} is no regular expression.",
                                field=self.name)  # fmt: skip
        if self.type is FieldType.PAIRWISE and whole["first"] == whole["second"]:
            raise BadDefinition(f"first= and second= of {self.name!r} are the same.",
                                field=self.name)  # fmt: skip

    @property
    def kind(self) -> FieldKind:
        """The line of the table."""
        return FIELD_KINDS[self.type]

    @property
    def all_settings(self) -> dict[str, Any]:
        """The settings with their defaults."""
        defaults = {name: setting.default for name, setting in self.kind.settings.items()}
        return {**defaults, **self.settings}

    @property
    def label(self) -> str:
        """What people read."""
        return self.title or self.name

    @property
    def is_asked(self) -> bool:
        """Whether contributors fill it in."""
        return self.source is FieldSource.ANSWER

    @property
    def column_type(self) -> str:
        """The type of the dataset's column."""
        return f"{self.value_type}[]" if self.repeat else self.value_type

    @property
    def value_type(self) -> str:
        """The type of one value in the column."""
        return "DOUBLE" if self.is_averaged else self.kind.column(self.all_settings)

    def checked(self, value: Any) -> Any:
        """The stored form of a value.

        Raises:
            BadAnswer: it doesn't fit, with the reason.

        >>> Field("helpfulness", "rating").checked(3.0)
        3
        """
        settings = self.all_settings
        if self.repeat is None:
            return self._one(value, settings)
        low, high = self.repeat
        if isinstance(value, str) or not isinstance(value, list | tuple):
            raise BadAnswer(f"The field {self.name!r} takes a list.", field=self.name)
        if not low <= len(value) <= high:
            raise BadAnswer(
                f"The field {self.name!r} takes {low} to {high} values, not {len(value)}.",
                field=self.name,
            )
        return [self._one(each, settings) for each in value]

    def _one(self, value: Any, settings: Mapping[str, Any]) -> Any:
        try:
            return self.kind.check(value, settings)
        except checks.Unfit as unfit:
            raise BadAnswer(f"The field {self.name!r} {unfit}.", field=self.name) from None

    def to_dict(self) -> dict[str, Any]:
        """Plain values, without what is as by default; `of` makes it a field again."""
        made: dict[str, Any] = {"name": self.name, "type": self.type.value}
        if self.title:
            made["title"] = self.title
        if self.helper:
            made["helper"] = self.helper
        if self.is_optional:
            made["is_optional"] = True
        if self.repeat:
            made["repeat"] = list(self.repeat)
        if self.source is not FieldSource.ANSWER:
            made["source"] = self.source.value
        if self.source is FieldSource.STATIC:
            made["value"] = self.value
        if self.is_averaged:
            made["is_averaged"] = True
        return {**made, **self.settings}

    @classmethod
    def of(cls, given: Mapping[str, Any] | Field) -> Field:
        """A field from what `to_dict` gives.

        Raises:
            BadDefinition: name or type are missing, or it can't be a field.
        """
        if isinstance(given, Field):
            return given
        if not isinstance(given, Mapping):
            raise BadDefinition(f"A field has a name and a type; {given!r:.60} is none.")
        for word in ("name", "type"):
            if word not in given:
                raise BadDefinition(f"A field lacks its {word}.", field=str(given.get("name", "")))
        return cls(**{str(key): value for key, value in given.items()})


def is_repeatable(kind: FieldType) -> bool:
    """Whether a field of the type can hold several values."""
    return kind not in _NOT_REPEATED


def _clean_field_name(name: object) -> str:
    text = clean_name(name, "field")
    if len(text) > _MAX_NAME:
        raise BadDefinition(f"The name of a field can have {_MAX_NAME} characters.", field=text)
    if name_key(text) in OWN_COLUMNS:
        raise BadDefinition(
            f"No field can be named {text!r}: every pipeline's dataset has that column.",
            hint="Give it another name.",
            field=text,
        )
    return text


def _is_pattern(text: str) -> bool:
    try:
        re.compile(text)
    except re.error:
        return False
    return True


def _text_of(value: object, what: str, field: str) -> str:
    if not isinstance(value, str):
        raise BadDefinition(f"{what}= of the field {field!r} is text.", field=field)
    return value


def _repeat_of(repeat: object, field: str, kind: FieldType) -> tuple[int, int] | None:
    if repeat is None:
        return None
    if not is_repeatable(kind):
        raise BadDefinition(f"A field of type {kind} can't repeat.", field=field)
    if isinstance(repeat, list | tuple) and len(repeat) == 2:
        low, high = repeat
        is_whole = isinstance(low, int) and isinstance(high, int)
        if is_whole and 0 <= low <= high <= MOST_REPEATED and high > 0:
            return low, high
    raise BadDefinition(
        f"repeat= of the field {field!r} is the least and the most, such as (0, 3).", field=field
    )
