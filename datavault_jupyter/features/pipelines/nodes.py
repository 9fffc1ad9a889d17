"""The nodes a pipeline is made of, as people write them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from datavault_jupyter.base.checking import word_of
from datavault_jupyter.base.errors import BadDefinition
from datavault_jupyter.base.names import clean_name, did_you_mean
from datavault_jupyter.features.pipelines.fields import Field
from datavault_jupyter.features.pipelines.records import NodeType

MOST_OVERLAP = 100
MOST_INSTRUCTIONS = 500_000
RESOLUTIONS = ("latest", "first", "majority", "mean", "median")
LIMITS = ("quarantine", "escalate")
OPERATORS = ("equals", "differs", "at_least", "at_most", "contains", "is_empty")


@dataclass(frozen=True)
class Case:
    """One way out of a gate: where it leads when a field's value is such.

    Attributes:
        field: Which field.
        op: equals, differs, at_least, at_most, contains or is_empty.
        value: What the field's value is compared with.
        then: The name of the node it leads to.
    """

    field: str
    op: str
    value: Any
    then: str

    @classmethod
    def of(cls, given: Mapping[str, Any] | Case, node: str) -> Case:
        """A case from its plain form.

        Raises:
            BadDefinition: a part is missing, or the operator isn't known.
        """
        if isinstance(given, Case):
            return given
        lacking = [word for word in ("field", "op", "then") if word not in given]
        if lacking:
            raise BadDefinition(
                f"A case of the gate {node!r} lacks its {lacking[0]!r}.", field=node
            )
        if given["op"] not in OPERATORS:
            raise BadDefinition(
                f"The gate {node!r} has no operator {given['op']!r}.",
                hint=f"One of: {', '.join(OPERATORS)}.",
                field=node,
            )
        return cls(str(given["field"]), given["op"], given.get("value"), str(given["then"]))

    def to_dict(self) -> dict[str, Any]:
        """Its plain form."""
        return {"field": self.field, "op": self.op, "value": self.value, "then": self.then}


@dataclass(frozen=True)
class Node:
    """One node; made by the name of its type: `Start`, `Subtask`, `Review`, `Gate`, `End`.

    Attributes:
        name: Unique within the pipeline.
        type: What it does.
        then: The node that follows; "" : the next one in the list.
        fields: The form of a subtask.
        instructions: What to do, in Markdown, shown beside the form.
        people: Who may work on it, by identity or name of a function; empty: everybody.
        overlap: How many contributors answer each task.
        resolve: How several answers become one value, by field.
        claim_limit: How many tasks one contributor may hold at a time.
        claim_minutes: After how long an unfinished claim goes back; saving a draft begins it anew.
        max_rounds: How often a review may send a task back before `on_limit`.
        on_limit: ``quarantine`` or ``escalate``.
        cases: The ways out of a gate, tried in order; `then` is taken when none fits.
    """

    name: str
    type: NodeType
    then: str = ""
    fields: tuple[Field, ...] = ()
    instructions: str = ""
    people: tuple[str, ...] = ()
    overlap: int = 1
    resolve: Mapping[str, str] = field(default_factory=dict)
    claim_limit: int = 10
    claim_minutes: int = 60
    max_rounds: int = 3
    on_limit: str = "quarantine"
    cases: tuple[Case, ...] = ()

    @property
    def is_worked_on(self) -> bool:
        """Whether contributors claim tasks here."""
        return self.type in (NodeType.SUBTASK, NodeType.REVIEW)

    @property
    def ways(self) -> tuple[str, ...]:
        """The nodes it may lead to."""
        return (*(case.then for case in self.cases), *([self.then] if self.then else []))

    def to_dict(self) -> dict[str, Any]:
        """Its plain form, without what is as by default."""
        made: dict[str, Any] = {"name": self.name, "type": self.type.value}
        for name in SETTINGS[self.type]:
            value = getattr(self, name)
            if value == DEFAULTS.get(name, ()) or not (value or value == 0):
                continue
            if name in ("fields", "cases"):
                value = [each.to_dict() for each in value]
            elif isinstance(value, tuple):
                value = list(value)
            elif isinstance(value, Mapping):
                value = dict(value)
            made[name] = value
        return made

    @classmethod
    def of(cls, given: Mapping[str, Any] | Node) -> Node:
        """A node from its plain form.

        Raises:
            BadDefinition: name or type are missing, or a setting its type doesn't have.
        """
        if isinstance(given, Node):
            return given
        if not isinstance(given, Mapping):
            raise BadDefinition(f"A node has a name and a type; {given!r:.60} is none.")
        told = dict(given)
        kind = word_of(NodeType, str(told.pop("type", "")), "type")
        name = told.pop("name", kind.value if kind in (NodeType.START, NodeType.END) else "")
        return _node(kind, name, told)


_WORK = ("instructions", "people", "claim_limit", "claim_minutes")
SETTINGS: dict[NodeType, tuple[str, ...]] = {
    NodeType.START: ("then", "instructions"),
    NodeType.SUBTASK: ("then", "fields", "overlap", "resolve", *_WORK),
    NodeType.REVIEW: ("then", "max_rounds", "on_limit", *_WORK),
    NodeType.GATE: ("then", "cases"),
    NodeType.END: (),
}
DEFAULTS: dict[str, Any] = {
    "overlap": 1, "claim_limit": 10, "claim_minutes": 60, "max_rounds": 3,
    "on_limit": "quarantine",
}  # fmt: skip
COUNTS = {
    "overlap": (1, MOST_OVERLAP),
    "claim_limit": (1, 1000),
    "claim_minutes": (1, 60 * 24 * 30),
    "max_rounds": (1, 100),
}


def _node(kind: NodeType, name: Any, told: Mapping[str, Any]) -> Node:
    text = clean_name(name, "node")
    made: dict[str, Any] = {}
    for key, value in told.items():
        if key not in SETTINGS[kind]:
            hint = did_you_mean(key, SETTINGS[kind])
            raise BadDefinition(
                f"The {kind.value} {text!r} has no setting {key!r}.",
                hint=hint or f"It has: {', '.join(SETTINGS[kind]) or 'none'}.",
                field=text,
            )
        made[key] = _setting(key, value, text)
    node = Node(text, kind, **made)
    for name_of_field, rule in node.resolve.items():
        known = [each.name for each in node.fields]
        if name_of_field not in known:
            raise BadDefinition(
                f"resolve= of {text!r} names the field {name_of_field!r}, which it hasn't.",
                field=text,
            )
        if rule not in RESOLUTIONS:
            raise BadDefinition(
                f"resolve= of {text!r} has no rule {rule!r}.",
                hint=f"One of: {', '.join(RESOLUTIONS)}.",
                field=text,
            )
    return node


def _setting(key: str, value: Any, node: str) -> Any:
    if key in COUNTS:
        low, high = COUNTS[key]
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise BadDefinition(
                f"{key}= of {node!r} is a whole number from {low} to {high:,}.", field=node
            )
        return value
    if key in ("fields", "cases", "people"):
        return _list_setting(key, value, node)
    if key == "resolve":
        if not isinstance(value, Mapping):
            raise BadDefinition(f"resolve= of {node!r} names a rule for each field.", field=node)
        return {str(name): str(rule) for name, rule in value.items()}
    return _text_setting(key, value, node)


def _list_setting(key: str, value: Any, node: str) -> tuple[Any, ...]:
    if key == "people":
        people = _several([value] if isinstance(value, str) else value, key, node)
        return tuple(str(each).strip() for each in people)
    if key == "fields":
        return tuple(Field.of(each) for each in _several(value, key, node))
    return tuple(Case.of(each, node) for each in _several(value, key, node))


def _text_setting(key: str, value: Any, node: str) -> str:
    if not isinstance(value, str):
        raise BadDefinition(f"{key}= of {node!r} is text.", field=node)
    if key == "on_limit" and value not in LIMITS:
        raise BadDefinition(f"on_limit= of {node!r} is one of {' or '.join(LIMITS)}.", field=node)
    if key == "instructions" and len(value) > MOST_INSTRUCTIONS:
        raise BadDefinition(
            f"The instructions of {node!r} can have {MOST_INSTRUCTIONS:,} characters.", field=node
        )
    return value


def _several(value: Any, key: str, node: str) -> Iterable[Any]:
    if isinstance(value, str | Mapping) or not isinstance(value, Iterable):
        raise BadDefinition(f"{key}= of {node!r} is a list.", field=node)
    return value


class _Written:
    """Lets people write a node by the name of its type."""

    type: NodeType

    def __new__(cls, name: str = "", /, **settings: Any) -> Node:  # type: ignore[misc]
        """Make the node."""
        kind = cls.type
        return _node(kind, name or (kind.value.capitalize() if kind in _UNNAMED else ""), settings)


_UNNAMED = (NodeType.START, NodeType.END)


class Start(_Written):
    """Where tasks begin: ``Start(instructions="…")``. Left out, it is added."""

    type = NodeType.START


class Subtask(_Written):
    """Contributors fill in a form: ``Subtask("rate", fields=[Field("score", "rating")])``.

    Settings: ``fields``, ``overlap`` (answers per task), ``resolve`` (rule by field: latest,
    first, majority, mean, median), ``people``, ``claim_limit``, ``claim_minutes``,
    ``instructions``, ``then``.

    >>> Subtask("rate", fields=[Field("score", "rating")], overlap=3).overlap
    3
    """

    type = NodeType.SUBTASK


class Review(_Written):
    """Somebody looks at what the subtask before it gave: passes it, or returns it with a note.

    Settings: ``max_rounds``, ``on_limit`` (quarantine or escalate), ``people``,
    ``claim_limit``, ``claim_minutes``, ``instructions``, ``then``.

    >>> Review("check", max_rounds=2).type.value
    'review'
    """

    type = NodeType.REVIEW


class Gate(_Written):
    """The answers decide the way: ``Gate("good?", cases=[…], then="…")``.

    A case is ``{"field": …, "op": …, "value": …, "then": node}``; the first that fits is taken,
    else ``then``.
    """

    type = NodeType.GATE


class End(_Written):
    """Where tasks are finished. Left out, it is added."""

    type = NodeType.END
