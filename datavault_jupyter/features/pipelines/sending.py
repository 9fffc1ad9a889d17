"""Values of fields on their way to a form and back.

A browser's numbers hold 53 bits: whole numbers of a field may have 64. They travel as text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from datavault_jupyter.base.errors import BadAnswer
from datavault_jupyter.features.pipelines.fields import Field
from datavault_jupyter.features.pipelines.fields.kinds import FieldType
from datavault_jupyter.features.pipelines.wire import FormField

_WHOLE = re.compile(r"[+-]?\d{1,40}")


def form_field(field: Field) -> FormField:
    """A field as the form knows it."""
    least, most = field.repeat or (0, 0)
    return FormField(
        name=field.name,
        type=field.type.value,
        label=field.label,
        helper=field.helper,
        is_optional=field.is_optional,
        least=least,
        most=most,
        settings=field.all_settings,
    )


def sent(field: Field, value: Any) -> Any:
    """A stored value as the form gets it.

    >>> sent(Field("n", "numeric", is_integer=True), 2**63 - 1)
    '9223372036854775807'
    """
    return _each(field, value, _as_text)


def received(field: Field, value: Any) -> Any:
    """What a form sent, as the field's check takes it.

    Raises:
        BadAnswer: a text that is no number.

    >>> received(Field("n", "numeric"), "0.5")
    0.5
    """

    def number(text: Any) -> Any:
        if not isinstance(text, str):
            return text
        plain = text.strip().replace("−", "-")
        if _WHOLE.fullmatch(plain):
            return int(plain)
        try:
            return float(Decimal(plain))
        except (InvalidOperation, OverflowError):
            raise BadAnswer(
                f"The field {field.name!r} takes a number, not {text!r:.40}.", field=field.name
            ) from None

    return _each(field, value, number)


def _as_text(value: Any) -> Any:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number:
        return value
    return repr(int(value)) if float(value).is_integer() and abs(value) < 1e16 else repr(value)


def _each(field: Field, value: Any, change: Callable[[Any], Any]) -> Any:
    if field.repeat is not None and isinstance(value, list | tuple):
        return [_one(field, each, change) for each in value]
    return _one(field, value, change)


def _one(field: Field, value: Any, change: Callable[[Any], Any]) -> Any:
    if field.type is FieldType.NUMERIC:
        return change(value)
    is_number = field.type is FieldType.CRITERIA and field.all_settings["output"] == "number"
    if is_number and isinstance(value, Mapping) and "value" in value:
        return {**value, "value": change(value["value"])}
    return value


def sorted_out(
    fields: Sequence[Field], content: Mapping[str, Any], *, is_whole: bool
) -> tuple[dict[str, Any], dict[str, str]]:
    """What fits, in its stored form, and a sentence for each field that doesn't.

    A draft may lack values, and of one that was mistyped the rest is kept.

    Args:
        fields: What may be filled in.
        content: What the form sent.
        is_whole: Also name what is missing.
    """
    fits: dict[str, Any] = {}
    problems: dict[str, str] = {}
    for field in fields:
        value = content.get(field.name)
        if value is None:
            if is_whole and not field.is_optional:
                problems[field.name] = "An answer is needed here."
            continue
        try:
            fits[field.name] = field.checked(received(field, value))
        except BadAnswer as error:
            problems[field.name] = _without_name(error.message, field)
    for name in content.keys() - {field.name for field in fields}:
        problems[name] = "The form has no such field."
    return fits, problems


def _without_name(message: str, field: Field) -> str:
    """The sentence as it reads beside the field, where its name stands already.

    >>> _without_name("The field 'n' takes a number.", Field("n", "numeric"))
    'Takes a number.'
    """
    rest = message.removeprefix(f"The field {field.name!r} ")
    return rest[:1].upper() + rest[1:]
