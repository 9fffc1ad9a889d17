"""What is wrong with nodes as somebody is writing them: all of it, each at its place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from datavault_jupyter.base.errors import BadDefinition, VaultError
from datavault_jupyter.features.pipelines.building.tables import meanings
from datavault_jupyter.features.pipelines.definition import Definition, grown
from datavault_jupyter.features.pipelines.fields import FIELD_KINDS, Field
from datavault_jupyter.features.pipelines.nodes import Node

_SETTING = re.compile(r"\b([a-z_]+)=")
_SAID = {
    "repeat": "These are whole numbers, the second at least 1 and not below the first.",
    "options": "Each option is a text of its own.",
    "name": "It needs a name.",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that can't be so.

    Attributes:
        message: With settings by their names, as in Python and YAML.
        text: As the panel says it beside the setting.
        node: Its place among the nodes; None: none of them.
        field: Its place among the node's fields.
        setting: Which part is meant; "" : the whole.
    """

    message: str
    text: str
    node: int | None = None
    field: int | None = None
    setting: str = ""


def faults_of(nodes: Sequence[Any], known: Sequence[Field]) -> list[Fault]:
    """Everything that is wrong; nodes as a whole are looked at once each of them makes sense.

    Args:
        nodes: Plain forms.
        known: The columns the dataset has already.
    """
    found: list[Fault] = []
    made: list[Node] = []
    for at, each in enumerate(nodes):
        faults, node = _node_faults(at, each)
        found += faults
        made += [node] if node is not None else []
    if found:
        return found
    wrong = Definition.faults(made)
    if not wrong:
        try:
            grown(known, Definition.of(made))
        except BadDefinition as error:
            wrong = [error]
    return [_placed(error, made) for error in wrong]


def _node_faults(at: int, given: Any) -> tuple[list[Fault], Node | None]:
    if not isinstance(given, Mapping):
        text = f"A node has a name and a type; {given!r:.60} is none."
        return [Fault(text, text, at)], None
    found: list[Fault] = []
    fields = given.get("fields", ())
    if isinstance(fields, list | tuple):
        for place, each in enumerate(fields):
            if fault := _field_fault(at, place, each):
                found.append(fault)
    bare = {key: value for key, value in given.items() if key not in ("fields", "resolve")}
    for key in ([], *([name] for name in bare if name not in ("name", "type"))):
        told = {name: bare[name] for name in ("name", "type", *key) if name in bare}
        try:
            Node.of(told)
        except VaultError as error:
            setting = key[0] if key else _setting_of(error.message) or "name"
            found.append(Fault(error.message, _beside(error.message, setting, "", ""), at,
                               None, setting))  # fmt: skip
            if not key:
                return found, None
    if found:
        return found, None
    try:
        return [], Node.of(given)
    except VaultError as error:
        return [Fault(error.message, error.message, at)], None


def _field_fault(at: int, place: int, given: Any) -> Fault | None:
    try:
        Field.of(given)
    except (VaultError, TypeError) as error:
        message = error.message if isinstance(error, VaultError) else str(error)
    else:
        return None
    told = given if isinstance(given, Mapping) else {}
    kind, name = str(told.get("type", "")), str(told.get("name", ""))
    setting = _setting_of(message)
    if not setting:
        setting = "value" if told.get("source") == "static" and name.strip() else "name"
    lacks = kind in FIELD_KINDS and setting in FIELD_KINDS[kind].required  # type: ignore[index]
    if lacks and not told.get(setting):
        text = f"{meanings(kind)[setting]}: this is needed."
    else:
        text = _beside(message, setting, kind, name)
    return Fault(message, text, at, place, setting)


def _setting_of(message: str) -> str:
    found = _SETTING.search(message)
    return found[1] if found else ""


def _beside(message: str, setting: str, kind: str, name: str) -> str:
    """The sentence as it reads beside its setting, which is named there already.

    >>> _beside("min= of the field 'x' is not below max=.", "min", "rating", "x")
    'This is not below the highest point of the scale.'
    >>> _beside("overlap= of 'rate' is a whole number from 1 to 100.", "overlap", "", "rate")
    'This must be a whole number from 1 to 100.'
    """
    if setting == "name" and "can't be blank" in message:
        return _SAID["name"]
    if setting in _SAID and message.startswith(f"{setting}="):
        return _SAID[setting]
    text = message.removeprefix(f"The field {name!r} ")
    text = re.sub(rf"^{setting}= of .+? (is|names|has) ", r"This \1 ", text)
    text = re.sub(r"^This is (a|one of) ", r"This must be \1 ", text)
    text = text.replace(f" of the field {name!r}", "").replace(f" of {name!r}", "")
    known = meanings(kind)

    def called(found: re.Match[str]) -> str:
        meaning = known.get(found[1], found[1])
        return meaning[:1].lower() + meaning[1:]

    text = _SETTING.sub(called, text)
    return text[:1].upper() + text[1:]


def _placed(error: BadDefinition, nodes: Sequence[Node]) -> Fault:
    """A fault of the whole, at the field or node that its sentence names."""
    for at, node in enumerate(nodes):
        for place, each in enumerate(node.fields):
            own = (node.name, each.name) if error.field == node.name else (each.name,)
            if error.field in own and error.message.startswith(f"The field {each.name!r} "):
                setting = "type" if "would become" in error.message else "name"
                text = f"{error.message} {error.hint}".strip()
                return Fault(error.message, text, at, place, setting)
    named = [at for at, node in enumerate(nodes) if node.name == error.field]
    text = f"{error.message} {error.hint}".strip()
    # Of two with one name, the later one is to change.
    return Fault(error.message, text, named[-1] if named else None)
