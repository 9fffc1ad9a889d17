"""What is handed in, checked against its form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from datavault_jupyter.base.errors import BadAnswer
from datavault_jupyter.base.names import did_you_mean
from datavault_jupyter.features.pipelines.fields import Field
from datavault_jupyter.features.pipelines.nodes import Node


def asked(node: Node) -> list[Field]:
    """The fields of a node that contributors fill in."""
    return [each for each in node.fields if each.is_asked]


def checked(
    fields: Iterable[Field], content: Mapping[str, Any], *, is_whole: bool = True
) -> dict[str, Any]:
    """Values in their stored form.

    Args:
        fields: What may be filled in.
        content: Values by the names of fields; None is no value.
        is_whole: Refuse where a needed one is missing; a draft may lack some.

    Raises:
        BadAnswer: a value that doesn't fit, is missing, or belongs to no field.

    >>> checked([Field("score", "rating")], {"score": 4})
    {'score': 4}
    """
    known = {each.name: each for each in fields}
    if not isinstance(content, Mapping):
        raise BadAnswer(f"An answer has values by field, not {type(content).__name__}.")
    for name in content:
        if name not in known:
            raise BadAnswer(
                f"The form has no field {name!r}.",
                hint=did_you_mean(str(name), known) or f"It has: {', '.join(known)}.",
                field=str(name),
            )
    made = {}
    for name, field in known.items():
        value = content.get(name)
        if value is not None:
            made[name] = field.checked(value)
        elif is_whole and not field.is_optional:
            raise BadAnswer(f"The field {name!r} needs a value.", field=name)
    return made
