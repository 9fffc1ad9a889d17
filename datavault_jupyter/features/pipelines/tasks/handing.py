"""Handing in: answers, verdicts, what can't be done, and taking it back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from datavault_jupyter.base.errors import BadArgument, Refused
from datavault_jupyter.features.pipelines.moves import TaskEvent, Who
from datavault_jupyter.features.pipelines.nodes import Node
from datavault_jupyter.features.pipelines.records import (
    AnswerRecord,
    AnswerState,
    NodeState,
    NodeType,
    TaskRecord,
)
from datavault_jupyter.features.pipelines.tasks import claims, flow, queries
from datavault_jupyter.features.pipelines.tasks.forms import asked, checked
from datavault_jupyter.features.pipelines.tasks.records import WorkRecord
from datavault_jupyter.features.pipelines.tasks.resolving import resolved
from datavault_jupyter.features.pipelines.tasks.turns import Turn

PASS, RETURN = "pass", "return"


@dataclass(frozen=True, slots=True)
class Handed:
    """An answer to be handed in.

    Attributes:
        work_id: ``ans_…`` of the claim.
        content: Values by field.
        facts: Of a function: cost, tokens, latency_ms.
    """

    work_id: str
    content: Mapping[str, Any]
    facts: Mapping[str, Any] = field(default_factory=dict)


Held = tuple[AnswerRecord, TaskRecord]


def form_of(at: Turn, task: TaskRecord, name: str) -> Node:
    """The node whose form is filled in at a node: of a review, the subtask it looks at."""
    definition = at.definition(task)
    node = definition.node(name)
    return definition.reviewed(name) if node.type is NodeType.REVIEW else node


def with_draft(work: WorkRecord, answer: AnswerRecord) -> WorkRecord:
    """Work with what was filled in so far."""
    return replace(work, draft=answer.content) if answer.content else work


def submit(at: Turn, several: Sequence[tuple[Handed, Held]]) -> None:
    """Hand in answers of subtasks, and let their tasks go on.

    Raises:
        BadAnswer: a value is missing or doesn't fit.
        Refused: a review is decided, not submitted.
    """
    others: dict[int, list[AnswerRecord]] = defaultdict(list)
    nodes: list[Node] = []
    shared = []
    for _, (held, task) in several:
        node = at.definition(task).node(held.node)
        if node.type is NodeType.REVIEW:
            raise Refused(f"{node.name!r} is a review.", hint="Let it pass, or return it.")
        nodes.append(node)
        if node.overlap > 1:
            shared.append(task.key)
    if shared:
        others |= queries.answers_of_tasks(at.connection, shared, (AnswerState.SUBMITTED,))
    rows = []
    given: dict[int, list[Mapping[str, Any]]] = {}
    for (handed, (held, task)), node in zip(several, nodes, strict=True):
        content = checked(asked(node), handed.content)
        if task.key not in given:
            given[task.key] = [
                each.content
                for each in others.get(task.key, [])
                if each.node == held.node and each.round == held.round
            ]
        given[task.key].append(content)
        way = flow.submitted(at.way(task), at.definition(task), given[task.key])
        at.move(task, way)
        at.tell(task.key, TaskEvent.SUBMIT, node.name, actor=held.contributor)
        rows.append(
            {
                "key": held.key, "state": AnswerState.SUBMITTED.value,
                "content": queries.dumped(content), "facts": dict(handed.facts) or None,
                "submitted_at": at.moment,
            }
        )  # fmt: skip
    queries.update_answers(at.connection, rows)


def review(
    at: Turn,
    held: AnswerRecord,
    task: TaskRecord,
    verdict: str,
    *,
    note: str,
    changes: Mapping[str, Any],
) -> None:
    """Decide a review.

    Raises:
        BadArgument: the verdict is neither, a return lacks its note or has corrections.
        BadAnswer: a correction doesn't fit.
        Refused: it is no review.
    """
    definition = at.definition(task)
    node = definition.node(held.node)
    if node.type is not NodeType.REVIEW:
        raise Refused(f"{node.name!r} is no review.", hint="Submit an answer.")
    if verdict not in (PASS, RETURN):
        raise BadArgument(f"A review ends with {PASS!r} or {RETURN!r}.", field="verdict")
    if verdict == RETURN and not note.strip():
        raise BadArgument("Say what is to be mended, in a note.", field="note")
    if verdict == RETURN and changes:
        raise BadArgument("What is returned can't be corrected as well.", field="changes")
    looked_at = definition.reviewed(node.name)
    content = checked(asked(looked_at), changes, is_whole=False)
    way = at.way(task)
    if verdict == PASS:
        at.move(task, flow.passed(way, definition, content))
    else:
        at.move(task, flow.returned(way, definition))
        earlier = queries.answers_of_tasks(at.connection, [task.key], (AnswerState.SUBMITTED,))
        _set_state(at, [e for e in earlier[task.key] if e.node == looked_at.name],
                   AnswerState.RETURNED)  # fmt: skip
    at.tell(task.key, TaskEvent(verdict), node.name, note, actor=held.contributor)
    queries.update_answers(
        at.connection,
        [{
            "key": held.key, "state": AnswerState.SUBMITTED.value, "note": note,
            "verdict": verdict, "content": queries.dumped(content), "submitted_at": at.moment,
        }],
    )  # fmt: skip


def stop(
    at: Turn,
    held: AnswerRecord,
    task: TaskRecord,
    event: TaskEvent,
    *,
    note: str,
    facts: Mapping[str, Any],
) -> None:
    """Escalate a task, or let it fail; other claims of it go back."""
    others = queries.answers_of_tasks(at.connection, [task.key], (AnswerState.CLAIMED,))
    _set_state(at, [e for e in others[task.key] if e.key != held.key], AnswerState.RELEASED)
    way = at.way(task)
    # A node with room for others is "available" though this one is claimed.
    if way.at(way.node) is NodeState.AVAILABLE:
        way = replace(
            way, nodes={**way.nodes, way.node: flow.Standing(NodeState.CLAIMED, way.round)}
        )
    at.move(task, flow.stopped(way, event, Who.HOLDER))
    at.tell(task.key, event, held.node, note, actor=held.contributor)
    state = AnswerState.FAILED if event is TaskEvent.FAIL else AnswerState.RELEASED
    queries.update_answers(
        at.connection,
        [{"key": held.key, "state": state.value, "note": note, "facts": dict(facts) or None}],
    )


def undo(at: Turn, answer: AnswerRecord, task: TaskRecord) -> WorkRecord:
    """Take an answer back; it is claimed again, with what was handed in as its draft.

    Raises:
        Refused: somebody has gone on from it, or it was no answer of a subtask.
    """
    definition = at.definition(task)
    node = definition.node(answer.node)
    if answer.state is not AnswerState.SUBMITTED or node.type is not NodeType.SUBTASK:
        raise Refused("Only an answer that was handed in can be taken back.", hint="")
    every = queries.answers_of_tasks(
        at.connection, [task.key], (AnswerState.CLAIMED, AnswerState.SUBMITTED)
    )[task.key]
    later = flow.after(definition, node.name)
    if any(each.node in later for each in every):
        raise Refused("Somebody has gone on from this answer.", hint="An admin can revert it.")
    way = at.way(task)
    same = [e for e in every if e.node == node.name and e.round == answer.round]
    left = [each.content for each in same if each.state is AnswerState.SUBMITTED
            and each.key != answer.key]  # fmt: skip
    is_here = way.node == node.name
    back = way if is_here else flow.reverted(way, definition, node.name, Who.HOLDER)
    state = NodeState.AVAILABLE if node.overlap > len(same) else NodeState.CLAIMED
    nodes = {**back.nodes, node.name: flow.Standing(state, answer.round)}
    values = {**flow.without(back.answer, [node]), **resolved(node, left)}
    at.move(task, replace(back, nodes=nodes, answer=values, free_count=node.overlap - len(same)))
    at.tell(task.key, TaskEvent.REVERT, node.name, "taken back", actor=answer.contributor)
    due_at = claims.due_from(at.moment, node)
    claimed = {"state": AnswerState.CLAIMED.value, "submitted_at": None, "due_at": due_at}
    queries.update_answers(at.connection, [{"key": answer.key, **claimed}])
    claim = claims.Claim(answer.id, answer.contributor, due_at)
    made = claims.work_of(at, task, node, claim, [])
    return with_draft(made, answer)


def _set_state(at: Turn, answers: Sequence[AnswerRecord], state: AnswerState) -> None:
    queries.update_answers(
        at.connection, [{"key": each.key, "state": state.value} for each in answers]
    )
