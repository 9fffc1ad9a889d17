"""A pipeline's nodes as a graph: checked, with the columns its dataset gets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

from datavault_jupyter.base.errors import BadAnswer, BadDefinition
from datavault_jupyter.base.names import did_you_mean, name_key
from datavault_jupyter.features.pipelines.fields import Field, FieldSource, FieldType
from datavault_jupyter.features.pipelines.nodes import Case, Node
from datavault_jupyter.features.pipelines.records import NodeType
from datavault_jupyter.features.pipelines.tasks.resolving import rule_of

MOST_NODES = 100
MOST_FIELDS = 500


@dataclass(frozen=True)
class Definition:
    """What a published form says; immutable.

    Attributes:
        nodes: In the order people wrote them.
    """

    nodes: tuple[Node, ...]

    @classmethod
    def of(cls, nodes: Iterable[Node | Mapping[str, Any]]) -> Definition:
        """A definition from nodes or their plain forms; what leads to what is checked.

        Raises:
            BadDefinition: naming the node that can't be so.

        >>> made = Definition.of(
        ...     [
        ...         {
        ...             "name": "rate",
        ...             "type": "subtask",
        ...             "fields": [{"name": "score", "type": "rating"}],
        ...         }
        ...     ]
        ... )
        >>> [node.name for node in made.nodes]
        ['Start', 'rate', 'End']
        """
        if isinstance(nodes, str | Mapping) or not isinstance(nodes, Iterable):
            raise BadDefinition("nodes= is a list of nodes.")
        made = cls(tuple(_linked([Node.of(each) for each in nodes])))
        made._check()
        return made

    def to_list(self) -> list[dict[str, Any]]:
        """Plain forms of the nodes."""
        return [node.to_dict() for node in self.nodes]

    @cached_property
    def by_name(self) -> dict[str, Node]:
        """The nodes by name."""
        return {node.name: node for node in self.nodes}

    @cached_property
    def start(self) -> Node:
        """Where tasks begin."""
        return next(node for node in self.nodes if node.type is NodeType.START)

    @cached_property
    def first(self) -> Node:
        """The subtask every task begins with."""
        return self.by_name[self.start.then]

    @cached_property
    def worked_on(self) -> tuple[Node, ...]:
        """The nodes that contributors claim tasks at."""
        return tuple(node for node in self.nodes if node.is_worked_on)

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """All fields in the order of the form: the columns of the dataset."""
        return tuple(_column_of(node, each) for node in self.nodes for each in node.fields)

    @cached_property
    def given_fields(self) -> tuple[Field, ...]:
        """The fields whose values come with a task."""
        return tuple(each for each in self.fields if each.source is FieldSource.GIVEN)

    def reviewed(self, review: str) -> Node:
        """The subtask a review looks at."""
        return next(node for node in self.nodes if node.then == review)

    def node(self, name: str) -> Node:
        """The node with a name.

        Raises:
            BadDefinition: there is none.
        """
        found = self.by_name.get(name)
        if found is None:
            hint = did_you_mean(name, self.by_name) or f"Nodes: {', '.join(self.by_name)}."
            raise BadDefinition(f"There is no node {name!r}.", hint=hint, field=name)
        return found

    @classmethod
    def faults(cls, nodes: Iterable[Node]) -> list[BadDefinition]:
        """All that `of` would refuse, the first of it first.

        What stands on something wrong isn't looked at before that is mended.

        >>> review = Node.of({"name": "check", "type": "review"})
        >>> [error.message for error in Definition.faults([review])]
        ["'Start' leads to 'check', which is no subtask."]
        """
        try:
            made = cls(tuple(_linked(list(nodes))))
        except BadDefinition as error:
            return [error]
        for stage in made._stages():
            found = [error for error in map(_refusal, stage) if error is not None]
            if found:
                return found
        return []

    def _check(self) -> None:
        for stage in self._stages():
            for check in stage:
                check()

    def _stages(self) -> Iterator[list[Callable[[], None]]]:
        """What is checked; each stage stands on those before it."""
        yield [lambda: _require_single(self.nodes)]
        yield [self._check_names]
        yield [partial(self._check_ways, node) for node in self.nodes]
        yield [self._check_first]
        yield [self._check_reach]
        yield [
            lambda: _require_different_fields(self.nodes),
            *(partial(self._check_work, node) for node in self.nodes),
        ]

    def _check_names(self) -> None:
        names = {name_key(node.name): node.name for node in self.nodes}
        if len(names) < len(self.nodes):
            again = [n.name for n in self.nodes if names[name_key(n.name)] != n.name]
            twice = again or [n.name for n in self.nodes
                              if [m.name for m in self.nodes].count(n.name) > 1]  # fmt: skip
            raise BadDefinition(f"Two nodes are named {twice[0]!r}.", field=twice[0])

    def _check_first(self) -> None:
        if self.by_name[self.start.then].type is not NodeType.SUBTASK:
            raise BadDefinition(
                f"{self.start.name!r} leads to {self.start.then!r}, which is no subtask.",
                hint="Tasks begin with a subtask.",
                field=self.start.name,
            )

    def _check_ways(self, node: Node) -> None:
        if node.type is not NodeType.END and not node.then:
            raise BadDefinition(f"{node.name!r} leads nowhere.", field=node.name)
        for way in node.ways:
            if way not in self.by_name:
                raise BadDefinition(
                    f"{node.name!r} leads to {way!r}, which isn't there.",
                    hint=did_you_mean(way, self.by_name),
                    field=node.name,
                )

    def _check_reach(self) -> None:
        done: set[str] = set()

        def walk(name: str, path: tuple[str, ...]) -> None:
            if name in path:
                raise BadDefinition(
                    f"{path[-1]!r} leads back to {name!r}: tasks would go round for ever.",
                    field=path[-1],
                )
            if name in done:
                return
            for way in self.by_name[name].ways:
                walk(way, (*path, name))
            done.add(name)

        walk(self.start.name, ())
        for node in self.nodes:
            if node.name not in done:
                raise BadDefinition(f"No task would ever come to {node.name!r}.", field=node.name)

    def _before(self, name: str) -> set[str]:
        """The nodes a task may have been at before it comes to one."""
        found: set[str] = set()
        waiting = [name]
        while waiting:
            way = waiting.pop()
            before = [node.name for node in self.nodes if way in node.ways]
            waiting += [each for each in before if each not in found]
            found.update(before)
        return found

    def _check_work(self, node: Node) -> None:
        if node.type is NodeType.SUBTASK and not any(each.is_asked for each in node.fields):
            raise BadDefinition(
                f"The subtask {node.name!r} asks for nothing.",
                hint="Give it a field to fill in.",
                field=node.name,
            )
        if node.type is NodeType.REVIEW:
            before = [other for other in self.nodes if node.name in other.ways]
            if len(before) != 1 or before[0].type is not NodeType.SUBTASK:
                raise BadDefinition(
                    f"The review {node.name!r} must follow one subtask.", field=node.name
                )
        if node.type is NodeType.GATE:
            if not node.cases:
                raise BadDefinition(f"The gate {node.name!r} has no case.", field=node.name)
            for case in node.cases:
                self._check_case(node, case)

    def _check_case(self, node: Node, case: Case) -> None:
        fields = {each.name: each for each in self.fields}
        if case.field not in fields:
            raise BadDefinition(
                f"The gate {node.name!r} asks for the field {case.field!r}, which isn't there.",
                hint=did_you_mean(case.field, fields),
                field=node.name,
            )
        asked = fields[case.field]
        upstream = self._before(node.name)
        names = {each.name for name in upstream for each in self.by_name[name].fields}
        if asked.name not in names:
            raise BadDefinition(
                f"The gate {node.name!r} asks for {case.field!r}, which is answered after it.",
                field=node.name,
            )
        if case.op not in ("equals", "differs") or asked.repeat or asked.type in _LOOSE:
            return
        try:
            asked.checked(case.value)
        except BadAnswer as error:
            raise BadDefinition(
                f"The gate {node.name!r} compares with {case.value!r}: {error.message}",
                field=node.name,
            ) from None


_LOOSE = (FieldType.CRITERIA, FieldType.NUMERIC)


def _refusal(check: Callable[[], None]) -> BadDefinition | None:
    try:
        check()
    except BadDefinition as error:
        return error
    return None


_WHOLE = ("INTEGER", "BIGINT")
_AVERAGES = ("mean", "median")


def _column_of(node: Node, field: Field) -> Field:
    """A field as a column: whole numbers that are averaged become fractions."""
    is_averaged = rule_of(node, field) in _AVERAGES and field.column_type in _WHOLE
    return Field.of({**field.to_dict(), "is_averaged": True}) if is_averaged else field


def _linked(nodes: Sequence[Node]) -> list[Node]:
    """Nodes with a Start and an End, each leading to the next where it doesn't say."""
    if not nodes:
        raise BadDefinition("A pipeline needs a node.", hint="For example dv.Subtask(…).")
    if len(nodes) > MOST_NODES:
        raise BadDefinition(f"A pipeline can have {MOST_NODES} nodes.")
    made = list(nodes)
    kinds = [node.type for node in made]
    if NodeType.START not in kinds:
        made.insert(0, Node("Start", NodeType.START))
    if NodeType.END not in kinds:
        made.append(Node("End", NodeType.END))
    return [
        replace(node, then=made[at + 1].name)
        if not node.then and node.type is not NodeType.END and at + 1 < len(made)
        else node
        for at, node in enumerate(made)
    ]


def _require_single(nodes: Sequence[Node]) -> None:
    for kind in (NodeType.START, NodeType.END):
        found = [node.name for node in nodes if node.type is kind]
        if len(found) > 1:
            raise BadDefinition(
                f"A pipeline has one {kind.value}; {found[1]!r} is another.", field=found[1]
            )


def _require_different_fields(nodes: Sequence[Node]) -> None:
    taken: dict[str, str] = {}
    for node in nodes:
        for each in node.fields:
            key = name_key(each.name)
            if key in taken:
                raise BadDefinition(
                    f"The field {each.name!r} of {node.name!r} is in {taken[key]!r} already.",
                    hint="Each is a column: give it another name.",
                    field=node.name,
                )
            taken[key] = node.name
    if len(taken) > MOST_FIELDS:
        raise BadDefinition(f"A form can have {MOST_FIELDS} fields.")


def grown(known: Sequence[Field], definition: Definition) -> list[Field]:
    """The columns of a dataset once a new form is published: the known ones, then new ones.

    Raises:
        BadDefinition: a field has another column type than before.
    """
    present = {name_key(each.name): each for each in definition.fields}
    made = []
    for old in known:
        new = present.pop(name_key(old.name), None)
        if new is not None and new.column_type != old.column_type:
            raise BadDefinition(
                f"The field {old.name!r} was {old.column_type} and would become {new.column_type}.",
                hint="Give the new one another name; the old column stays.",
                field=old.name,
            )
        made.append(new or old)
    return made + [each for each in definition.fields if name_key(each.name) in present]
