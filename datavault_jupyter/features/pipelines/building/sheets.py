"""A linear definition as the sheet somebody fills in, and back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from datavault_jupyter.base.errors import VaultError
from datavault_jupyter.features.pipelines.building.wire import Draft, DraftField, DraftStep
from datavault_jupyter.features.pipelines.definition import Definition
from datavault_jupyter.features.pipelines.fields import FIELD_KINDS, Field, FieldSource
from datavault_jupyter.features.pipelines.nodes import Node
from datavault_jupyter.features.pipelines.records import NodeType
from datavault_jupyter.features.pipelines.sending import received, sent

_STEPS = (NodeType.SUBTASK, NodeType.REVIEW)
_WHOLE = re.compile(r"[+-]?\d{1,40}")
# Settings of nodes that have a place of their own on the sheet.
_APART = ("name", "type", "then", "fields", "instructions", "people", "resolve")


def is_linear(definition: Definition) -> bool:
    """Whether each node leads to the one below it, and none is a gate.

    >>> rate = {"name": "rate", "type": "subtask", "fields": [Field("x", "boolean")]}
    >>> is_linear(Definition.of([rate, {"name": "check", "type": "review"}]))
    True
    """
    nodes = definition.nodes
    if nodes[0].type is not NodeType.START or nodes[-1].type is not NodeType.END:
        return False
    if not all(node.type in _STEPS for node in nodes[1:-1]):
        return False
    return all(node.then == after.name for node, after in pairwise(nodes))


def drawn(name: str, description: str, definition: Definition) -> Draft | None:
    """A definition as a sheet; None where it isn't linear. `plain` gives the same nodes."""
    if not is_linear(definition):
        return None
    start, *steps, end = definition.nodes
    return Draft(
        name=name,
        description=description,
        steps=tuple(_step(at, node) for at, node in enumerate(steps)),
        start=start.name,
        guide=start.instructions,
        end=end.name,
    )


def _step(at: int, node: Node) -> DraftStep:
    told = node.to_dict()
    return DraftStep(
        kind=node.type.value,
        name=node.name,
        key=f"s{at}",
        instructions=node.instructions,
        people=node.people,
        settings={key: _text(value) for key, value in told.items() if key not in _APART},
        fields=tuple(
            _field(f"s{at}f{place}", each, node.resolve.get(each.name, ""))
            for place, each in enumerate(node.fields)
        ),
    )


def _field(key: str, field: Field, rule: str) -> DraftField:
    least, most = map(str, field.repeat) if field.repeat else ("", "")
    return DraftField(
        name=field.name,
        type=field.type.value,
        key=key,
        title=field.title,
        helper=field.helper,
        is_optional=field.is_optional,
        least=least,
        most=most,
        source=field.source.value,
        value=sent(field, field.value) if field.source is FieldSource.STATIC else None,
        rule=rule,
        is_averaged=field.is_averaged,
        settings={name: _text(value) for name, value in field.settings.items()},
    )


def _text(value: Any) -> Any:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return repr(value) if is_number else value


def plain(draft: Draft) -> list[dict[str, Any]]:
    """A sheet as plain forms of nodes; what isn't a number yet stays the text it is."""
    start: dict[str, Any] = {"name": draft.start, "type": "start"}
    if draft.guide:
        start["instructions"] = draft.guide
    steps = [_plain_step(each) for each in draft.steps]
    return [start, *steps, {"name": draft.end, "type": "end"}]


def _plain_step(step: DraftStep) -> dict[str, Any]:
    made: dict[str, Any] = {"name": step.name, "type": step.kind}
    if step.kind == NodeType.SUBTASK.value:
        made["fields"] = [plain_field(each) for each in step.fields]
        rules = {each.name: each.rule for each in step.fields if each.rule}
        made.update({"resolve": rules} if rules else {})
    for name, value in step.settings.items():
        told = value if name == "on_limit" else _number(value)
        made.update({} if told is None else {name: told})
    if step.instructions:
        made["instructions"] = step.instructions
    people = [who.strip() for who in step.people if who.strip()]
    return {**made, "people": people} if people else made


def plain_field(field: DraftField) -> dict[str, Any]:
    """One field of a sheet as its plain form."""
    made: dict[str, Any] = {"name": field.name, "type": field.type}
    if field.least.strip() or field.most.strip():
        made["repeat"] = [_number(field.least), _number(field.most)]
    parts = {
        "title": field.title,
        "helper": field.helper,
        "is_optional": field.is_optional,
        "is_averaged": field.is_averaged,
    }
    made.update({name: value for name, value in parts.items() if value})
    known = FIELD_KINDS[field.type].settings if field.type in FIELD_KINDS else {}  # type: ignore[index]
    for name, value in field.settings.items():
        form = known[name].form if name in known else ""
        told = _FORMS.get(form, _same)(value)
        made.update({} if told is None else {name: told})
    if field.source != FieldSource.ANSWER.value:
        made["source"] = field.source
    if field.source == FieldSource.STATIC.value:
        made["value"] = _static(made, field.value)
    return made


def _static(made: Mapping[str, Any], value: Any) -> Any:
    """The value of a static field, its numbers read as the field's type takes them."""
    told = {key: each for key, each in made.items() if key not in ("source", "value")}
    try:
        return received(Field.of(told), value)
    except VaultError:
        return value


def _same(value: Any) -> Any:
    return value


def _number(value: Any) -> Any:
    """A number as it was typed; None where nothing was, and the text where it is none.

    >>> _number("-0.5"), _number("12"), _number(" "), _number("a dozen")
    (-0.5, 12, None, 'a dozen')
    """
    if not isinstance(value, str):
        return value
    text = value.strip().replace("−", "-")
    if not text:
        return None
    if _WHOLE.fullmatch(text):
        return int(text)
    try:
        return float(text)
    except ValueError:
        return text


_FORMS: dict[str, Callable[[Any], Any]] = {
    "number": _number,
    "whole number": _number,
    "whole number of 1 or more": _number,
}


def keys(draft: Draft) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    """The keys of steps and of their fields, in the order of `plain`."""
    steps = ["", *(each.key for each in draft.steps), ""]
    fields = [[], *([each.key for each in step.fields] for step in draft.steps), []]
    return steps, fields
