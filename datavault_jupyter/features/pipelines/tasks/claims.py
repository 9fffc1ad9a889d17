"""Claims: who works on what, for how long, and how it goes back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from datavault_jupyter.base.errors import Refused
from datavault_jupyter.base.ids import new_id
from datavault_jupyter.base.wording import count as counted
from datavault_jupyter.base.wording import listing
from datavault_jupyter.features.pipelines.definition import Definition
from datavault_jupyter.features.pipelines.moves import TaskEvent, Who
from datavault_jupyter.features.pipelines.nodes import Node
from datavault_jupyter.features.pipelines.records import (
    AnswerRecord,
    AnswerState,
    Contributor,
    ContributorKind,
    NodeType,
    TaskRecord,
    TaskStatus,
)
from datavault_jupyter.features.pipelines.tasks import flow, queries
from datavault_jupyter.features.pipelines.tasks.forms import asked
from datavault_jupyter.features.pipelines.tasks.records import WorkRecord
from datavault_jupyter.features.pipelines.tasks.turns import Turn
from datavault_jupyter.storage.store import Store

# What one call sees to of what others have left lying.
MOST_EXPIRED = 1000


@dataclass(frozen=True, slots=True)
class Claim:
    """Whose claim it is, and for how long."""

    id: str
    contributor: str
    due_at: datetime | None


def nodes_for(definition: Definition, name: str | None, contributor: Contributor) -> list[Node]:
    """The nodes somebody may claim at, those nearest to the end first.

    Raises:
        Refused: the node that was asked for is for others.
    """
    if name is not None:
        node = definition.node(name)
        if not node.is_worked_on:
            raise Refused(f"Nobody works at {name!r}: it is a {node.type.value}.", hint="")
        require_named(node, contributor)
        return [node]
    found = [
        node for node in definition.worked_on if not node.people or contributor.name in node.people
    ]
    far = {node.name: len(flow.after(definition, node.name)) for node in found}
    # A function works at subtasks; a review is only for it where it is named.
    if contributor.kind is ContributorKind.FUNCTION:
        found = [n for n in found if n.type is NodeType.SUBTASK or contributor.name in n.people]
    return sorted(found, key=lambda node: far[node.name])


def require_named(node: Node, contributor: Contributor) -> None:
    """Refuse somebody whom the node does not name.

    Raises:
        Refused: it names others.
    """
    if node.people and contributor.name not in node.people:
        raise Refused(
            f"{node.name!r} is for {listing(list(node.people), 'or')}.",
            hint=f"{contributor.name!r} isn't among them.",
        )


def claim(
    turn: Turn,
    store: Store,
    contributor: Contributor,
    *,
    name: str | None,
    wanted: int,
    but: Sequence[str] = (),
) -> list[WorkRecord]:
    """Take up to so many tasks, other than some by id; none where there are none.

    Raises:
        Refused: the contributor holds as many as one may.
    """
    give_back(turn, store)
    turn.flush()
    definition = turn.forms.get(turn.connection, turn.pipeline.key, turn.pipeline.version_number)
    taken: list[WorkRecord] = []
    full: list[tuple[Node, int]] = []
    for node in nodes_for(definition, name, contributor):
        left = wanted - len(taken)
        if left <= 0:
            break
        if contributor.kind is ContributorKind.PERSON:
            held = queries.claim_count(
                turn.connection, turn.pipeline.key, node.name, contributor.key
            )
            if held >= node.claim_limit:
                full.append((node, held))
                continue
            left = min(left, node.claim_limit - held)
        found = queries.claimable(
            turn.connection, turn.pipeline.key, node.name, contributor.key, limit=left, but=but
        )
        taken += _take(turn, store, contributor, node, found)
    if full and not taken:
        node, held = full[0]
        raise Refused(
            f"{contributor.name!r} holds {counted(held, 'task')} at {node.name!r} already, "
            f"of {node.claim_limit} at most.",
            hint="Submit or release one first.",
        )
    return taken


def _take(
    turn: Turn,
    store: Store,
    contributor: Contributor,
    node: Node,
    found: Sequence[TaskRecord],
) -> list[WorkRecord]:
    due_at = due_from(turn.moment, node)
    is_function = contributor.kind is ContributorKind.FUNCTION
    rows, made = [], []
    # Functions keep no drafts; what was said of an earlier round they get as well.
    earlier = queries.answers_of_tasks(
        turn.connection, [task.key for task in found if not is_function or task.round > 1]
    )
    for task in found:
        turn.move(task, flow.claimed(turn.way(task)))
        turn.tell(task.key, TaskEvent.CLAIM, node.name, actor=contributor.name)
        uid = new_id("ans")
        rows.append(
            {
                "uid": uid,
                "task_id": task.key,
                "contributor_id": contributor.key,
                "node": node.name,
                "round": task.round,
                "state": AnswerState.CLAIMED.value,
                "writer": store.liveness.name if is_function else None,
                "claimed_at": turn.moment,
                "due_at": due_at,
            }
        )
        before = earlier.get(task.key, [])
        made.append(work_of(turn, task, node, Claim(uid, contributor.name, due_at), before))
    queries.insert_answers(turn.connection, rows)
    return made


def due_from(moment: datetime, node: Node) -> datetime:
    """When a claim at a node goes back, unless something is done with it."""
    return moment + timedelta(minutes=node.claim_minutes)


def work_of(
    turn: Turn,
    task: TaskRecord,
    node: Node,
    claim: Claim,
    earlier: Iterable[AnswerRecord],
) -> WorkRecord:
    """What a contributor gets to see of a task at a node."""
    definition = turn.definition(task)
    own = definition.by_name.get(node.name, node)
    is_review = own.type is NodeType.REVIEW
    looked_at = definition.reviewed(own.name) if is_review else own
    static = {each.name: each.value for each in definition.fields if each.value is not None}
    draft: dict[str, object] = {}
    note = ""
    for each in earlier:
        if each.node == own.name and each.contributor == claim.contributor and not is_review:
            draft = dict(each.content)
        if each.verdict == "return" and each.note:
            note = each.note
    # What others answered here would sway who answers after them.
    answered = task.answer if is_review else flow.without(task.answer, [own])
    shown = {**static, **task.given, **answered}
    return WorkRecord(
        id=claim.id,
        task_id=task.id,
        node=own,
        round=task.round,
        contributor=claim.contributor,
        fields=tuple(asked(looked_at)),
        shown=shown,
        seen=tuple(each for each in definition.fields if each.name in shown),
        form_number=task.form_number,
        draft=draft,
        note=note,
        due_at=claim.due_at,
    )


def give_back(turn: Turn, store: Store) -> int:
    """Return claims whose time is over, or whose process has died; how many."""
    gone = queries.overdue(turn.connection, turn.pipeline.key, turn.moment, MOST_EXPIRED)
    for writer in queries.claim_writers(turn.connection, turn.pipeline.key):
        if not store.liveness.is_alive(writer):
            gone += queries.claims_of_writer(turn.connection, turn.pipeline.key, writer)
    single = list({each.key: each for each in gone}.values())
    release(turn, single, TaskEvent.EXPIRE, Who.SYSTEM)
    return len(single)


def release(turn: Turn, answers: Sequence[AnswerRecord], event: TaskEvent, who: Who) -> None:
    """Let claims go back into the pool; drafts are kept with them."""
    keys = [each.task_key for each in answers]
    tasks = queries.tasks_by_keys(turn.connection, keys)
    others = queries.answers_of_tasks(
        turn.connection, keys, (AnswerState.CLAIMED, AnswerState.SUBMITTED, AnswerState.RETURNED)
    )
    gone = {each.key for each in answers}
    waiting = set(gone)
    for each in answers:
        waiting.discard(each.key)
        task = tasks[each.task_key]
        left = [
            other
            for other in others.get(each.task_key, [])
            if other.key in waiting or other.key not in gone
        ]
        way = turn.way(task)
        if way.status in (TaskStatus.IN_PROGRESS, TaskStatus.PAUSED) and way.node == each.node:
            turn.move(task, flow.released(way, event, who, is_untouched=not left))
        turn.tell(each.task_key, event, each.node, actor=each.contributor)
    queries.update_answers(
        turn.connection,
        [{"key": each.key, "state": AnswerState.RELEASED.value} for each in answers],
    )
