"""Where a task is and where it goes: pure decisions, by the table of moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from datavault_jupyter.features.pipelines.definition import Definition
from datavault_jupyter.features.pipelines.moves import TaskEvent, Who, after_node, after_task
from datavault_jupyter.features.pipelines.nodes import Case, Node
from datavault_jupyter.features.pipelines.records import NodeState, NodeType, TaskStatus
from datavault_jupyter.features.pipelines.tasks.resolving import resolved


@dataclass(frozen=True)
class Standing:
    """A task's state and round at one node."""

    state: NodeState
    round: int


@dataclass(frozen=True)
class Way:
    """A task on its way.

    Attributes:
        status: Of the whole task.
        node: Where it is; "" once it is finished.
        free_count: How many more contributors may claim it there.
        nodes: What it has reached.
        given: What came with it.
        answer: The resolved values so far.
    """

    status: TaskStatus
    node: str
    free_count: int
    nodes: Mapping[str, Standing]
    given: Mapping[str, Any]
    answer: Mapping[str, Any] = field(default_factory=dict)

    @property
    def round(self) -> int:
        """How often the node it is at was begun."""
        return self.nodes[self.node].round if self.node in self.nodes else 1

    def at(self, name: str) -> NodeState:
        """Its state at a node."""
        return self.nodes[name].state if name in self.nodes else NodeState.PENDING


def begun(definition: Definition, given: Mapping[str, Any]) -> Way:
    """A new task, at the first subtask."""
    way = Way(TaskStatus.PENDING, "", 0, {}, given)
    return _reach(way, definition.first)


def claimed(way: Way) -> Way:
    """Somebody takes it; a node with room for others stays available."""
    status = after_task(way.status, TaskEvent.CLAIM, Who.WORKER)
    state = after_node(NodeState.AVAILABLE, TaskEvent.CLAIM, Who.WORKER)
    left = way.free_count - 1
    moved = _put(way, way.node, state if left == 0 else NodeState.AVAILABLE)
    return replace(moved, status=status, free_count=left)


def released(way: Way, event: TaskEvent, who: Who, *, is_untouched: bool) -> Way:
    """A claim goes back; a task that nobody has done anything for is pending again."""
    status = after_task(way.status, event, who)
    after_node(NodeState.CLAIMED, event, who)
    if is_untouched and status is TaskStatus.IN_PROGRESS:
        status = after_task(status, TaskEvent.EMPTY, Who.SYSTEM)
    moved = _put(way, way.node, NodeState.AVAILABLE)
    return replace(moved, status=status, free_count=way.free_count + 1)


def submitted(way: Way, definition: Definition, contents: Sequence[Mapping[str, Any]]) -> Way:
    """An answer was handed in at a subtask.

    Args:
        way: Where the task is.
        definition: Its form.
        contents: All answers of this round, oldest first, the new one last.
    """
    node = definition.by_name[way.node]
    after_task(way.status, TaskEvent.SUBMIT, Who.HOLDER)
    done = after_node(NodeState.CLAIMED, TaskEvent.SUBMIT, Who.HOLDER)
    kept = without(way.answer, [node])
    way = replace(way, answer={**kept, **resolved(node, contents)})
    if len(contents) < node.overlap:
        return way
    way = _put(way, node.name, done)
    following = definition.by_name[node.then]
    if following.type is NodeType.REVIEW:
        return _reach(way, following)
    way = _put(way, node.name, after_node(done, TaskEvent.PASS, Who.SYSTEM))
    return _go_on(way, definition, following)


def passed(way: Way, definition: Definition, changes: Mapping[str, Any]) -> Way:
    """A review lets it pass; the reviewer's values count more than the others."""
    review = definition.by_name[way.node]
    looked_at = definition.reviewed(review.name)
    status = after_task(way.status, TaskEvent.PASS, Who.HOLDER)
    finished = after_node(NodeState.SUBMITTED, TaskEvent.PASS, Who.HOLDER)
    way = replace(way, status=status, answer={**way.answer, **changes})
    way = _put(_put(way, looked_at.name, finished), review.name, finished)
    return _go_on(way, definition, definition.by_name[review.then])


def returned(way: Way, definition: Definition) -> Way:
    """A review sends it back, or stops it when that was too often."""
    review = definition.by_name[way.node]
    looked_at = definition.reviewed(review.name)
    last = way.nodes[looked_at.name].round
    if last >= review.max_rounds:
        event = TaskEvent(review.on_limit)
        status = after_task(way.status, event, Who.SYSTEM)
        state = after_node(NodeState.SUBMITTED, event, Who.SYSTEM)
        moved = _put(way, looked_at.name, state)
        moved = _put(moved, review.name, NodeState.DEFERRED)
        return replace(moved, status=status, node=looked_at.name, free_count=0)
    after_node(NodeState.SUBMITTED, TaskEvent.RETURN, Who.HOLDER)
    status = after_task(way.status, TaskEvent.RETURN, Who.HOLDER)
    moved = _put(way, review.name, NodeState.DEFERRED)
    return _reach(replace(moved, status=status), looked_at, round_number=last + 1)


def stopped(way: Way, event: TaskEvent, who: Who) -> Way:
    """It is escalated, quarantined or failed: nobody can claim it any more."""
    status = after_task(way.status, event, who)
    state = after_node(way.at(way.node), event, who)
    return replace(_put(way, way.node, state), status=status, free_count=0)


def requeued(way: Way, definition: Definition, who: Who) -> Way:
    """What was stopped can be claimed again, in a new round."""
    status = after_task(way.status, TaskEvent.REQUEUE, who)
    node = definition.by_name[way.node]
    return _reach(replace(way, status=status), node, round_number=way.round + 1)


def reverted(way: Way, definition: Definition, name: str, who: Who) -> Way:
    """It goes back to a subtask it has left; what came after that is undone."""
    status = after_task(way.status, TaskEvent.REVERT, who)
    after_node(way.at(name), TaskEvent.REVERT, who)
    later = [definition.by_name[each] for each in after(definition, name)]
    undone = {each.name for each in later}
    # Their rounds go on: what was handed in there before is of an older one.
    kept = {
        each: Standing(NodeState.PENDING, standing.round) if each in undone else standing
        for each, standing in way.nodes.items()
    }
    node = definition.by_name[name]
    answer = without(way.answer, [node, *later])
    back = replace(way, status=status, nodes=kept, answer=answer)
    return _reach(back, node, round_number=way.nodes[name].round + 1)


def after(definition: Definition, name: str) -> list[str]:
    """The nodes that a node may lead to, near and far."""
    found: list[str] = []
    waiting = list(definition.by_name[name].ways)
    while waiting:
        way = waiting.pop(0)
        if way not in found:
            found.append(way)
            waiting += definition.by_name[way].ways
    return found


def without(answer: Mapping[str, Any], nodes: Sequence[Node]) -> dict[str, Any]:
    """Values but for those of the fields of some nodes."""
    gone = {each.name for node in nodes for each in node.fields}
    return {name: value for name, value in answer.items() if name not in gone}


def _put(way: Way, name: str, state: NodeState, round_number: int | None = None) -> Way:
    before = way.nodes.get(name)
    standing = Standing(state, round_number or (before.round if before else 1))
    return replace(way, nodes={**way.nodes, name: standing})


def _reach(way: Way, node: Node, round_number: int | None = None) -> Way:
    if round_number is None:
        before = way.nodes.get(node.name)
        round_number = before.round + 1 if before else 1
    state = after_node(NodeState.PENDING, TaskEvent.REACH, Who.SYSTEM)
    moved = _put(way, node.name, state, round_number)
    return replace(moved, node=node.name, free_count=node.overlap)


def _go_on(way: Way, definition: Definition, node: Node) -> Way:
    """Through gates to where work is to be done, or to the end."""
    values = {**_static(definition), **way.given, **way.answer}
    while node.type is NodeType.GATE:
        way = _put(way, node.name, NodeState.FINISHED)
        node = definition.by_name[_way_of(node, values)]
    if node.type is not NodeType.END:
        return _reach(way, node)
    status = after_task(way.status, TaskEvent.FINISH, Who.SYSTEM)
    return replace(way, status=status, node="", free_count=0)


def _static(definition: Definition) -> dict[str, Any]:
    return {each.name: each.value for each in definition.fields if each.value is not None}


def _way_of(gate: Node, values: Mapping[str, Any]) -> str:
    for case in gate.cases:
        if _fits(case, values.get(case.field)):
            return case.then
    return gate.then


def _fits(case: Case, value: Any) -> bool:
    """Whether a case takes a value; nothing but ``is_empty`` takes a missing one."""
    if isinstance(value, Mapping) and "value" in value:
        value = value["value"]  # of a criterion
    if case.op == "is_empty":
        return value is None or value in ("", [])
    if value is None:
        return False
    if case.op == "equals":
        return bool(value == case.value)
    if case.op == "differs":
        return bool(value != case.value)
    if case.op == "contains":
        return isinstance(value, str | list) and case.value in value
    try:
        return bool(value >= case.value if case.op == "at_least" else value <= case.value)
    except TypeError:
        return False
