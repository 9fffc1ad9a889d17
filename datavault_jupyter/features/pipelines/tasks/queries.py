"""All SQL about tasks, claims and answers."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from datavault_jupyter.base.ids import new_id
from datavault_jupyter.features.pipelines.records import (
    AnswerRecord,
    AnswerState,
    Contributor,
    ContributorKind,
    NodeState,
    TaskEvent,
    TaskRecord,
    TaskStatus,
)
from datavault_jupyter.features.pipelines.tasks.flow import Standing, Way
from datavault_jupyter.storage.tables import (
    answer,
    contributor,
    pipeline_version,
    task,
    task_event,
)

# Fewer bound values in one statement than any SQLite takes.
AT_ONCE = 900
# Written out, not bound: an index over some rows only serves a query that says the same.
NONE: sa.ColumnElement[int] = sa.literal_column("0")
CLAIMED: sa.ColumnElement[str] = sa.literal_column("'claimed'")
# Claims are few, tasks many. The plus keeps a query of claims from beginning at the tasks of the
# pipeline, each of which it would look up: a second and more at a million answers.
_pipeline_id: sa.ColumnElement[int] = sa.literal_column("+task.pipeline_id", sa.BigInteger)


def dumped(values: Mapping[str, Any]) -> str | None:
    """JSON as it is kept; None where there is nothing."""
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")) if values else None


def nodes_text(way: Way) -> str | None:
    """The states of a task's nodes as they are kept."""
    return dumped({name: [each.state.value, each.round] for name, each in way.nodes.items()})


def _loaded(text: str | None) -> dict[str, Any]:
    return json.loads(text) if text else {}


def way_of(record: TaskRecord) -> Way:
    """A task as the flow sees it."""
    nodes = {name: Standing(NodeState(s), r) for name, (s, r) in record.nodes.items()}
    return Way(record.status, record.node, record.free_count, nodes, record.given, record.answer)


def way_values(way: Way) -> dict[str, Any]:
    """What of a task changes when it moves, as columns."""
    return {
        "status": way.status.value,
        "node": way.node,
        "round": way.round,
        "free_count": way.free_count,
        "answer": dumped(way.answer),
        "nodes": nodes_text(way),
    }


def known_contributor(connection: sa.Connection, name: str) -> Contributor | None:
    """The contributor with a name, where anybody has worked under it."""
    row = connection.execute(sa.select(contributor).where(contributor.c.name == name)).first()
    return Contributor(row.id, row.name, ContributorKind(row.kind)) if row is not None else None


def contributor_named(
    connection: sa.Connection, name: str, kind: ContributorKind, moment: datetime
) -> Contributor:
    """The contributor with a name, made known on first sight."""
    known = known_contributor(connection, name)
    if known is not None:
        return known
    made = connection.execute(
        sa.insert(contributor).values(
            uid=new_id("ctr"), kind=kind.value, name=name, created_at=moment
        )
    )
    return Contributor(int(made.inserted_primary_key[0]), name, kind)  # type: ignore[index]


def _tasks() -> sa.Select[Any]:
    return sa.select(task, pipeline_version.c.ordinal.label("form_number")).join(
        pipeline_version, pipeline_version.c.id == task.c.pipeline_version_id
    )


def _task(row: Any) -> TaskRecord:
    return TaskRecord(
        key=row.id,
        id=row.uid,
        status=TaskStatus(row.status),
        node=row.node,
        round=row.round,
        free_count=row.free_count,
        given=_loaded(row.given),
        answer=_loaded(row.answer),
        nodes=_loaded(row.nodes),
        form_number=row.form_number,
        created_at=row.created_at,
        updated_at=row.updated_at,
        finished_at=row.finished_at,
    )


def tasks(
    connection: sa.Connection,
    pipeline_key: int,
    *,
    statuses: Sequence[str] = (),
    offset: int = 0,
    limit: int | None = None,
) -> list[TaskRecord]:
    """Tasks of a pipeline, oldest first."""
    query = _tasks().where(task.c.pipeline_id == pipeline_key)
    if statuses:
        query = query.where(task.c.status.in_(statuses))
    query = query.order_by(task.c.id).offset(offset)
    if limit is not None:
        query = query.limit(limit)
    return [_task(row) for row in connection.execute(query)]


def task_by_id(connection: sa.Connection, pipeline_key: int, uid: str) -> TaskRecord | None:
    """The task of a pipeline with an id."""
    query = _tasks().where(task.c.pipeline_id == pipeline_key, task.c.uid == uid)
    row = connection.execute(query).first()
    return _task(row) if row else None


def tasks_by_keys(connection: sa.Connection, keys: Iterable[int]) -> dict[int, TaskRecord]:
    """Tasks by their keys."""
    found: dict[int, TaskRecord] = {}
    wanted = list(dict.fromkeys(keys))
    for at in range(0, len(wanted), AT_ONCE):
        query = _tasks().where(task.c.id.in_(wanted[at : at + AT_ONCE]))
        found |= {row.id: _task(row) for row in connection.execute(query)}
    return found


def claimable(
    connection: sa.Connection,
    pipeline_key: int,
    node: str,
    contributor_key: int,
    *,
    limit: int,
    but: Sequence[str] = (),
) -> list[TaskRecord]:
    """Tasks at a node with room, which the contributor has not worked on in this round."""
    own = (
        sa.exists()
        .where(answer.c.task_id == task.c.id, answer.c.node == task.c.node)
        .where(answer.c.round == task.c.round, answer.c.contributor_id == contributor_key)
        .where(answer.c.state != AnswerState.RELEASED.value)
    )
    query = (
        _tasks()
        .where(task.c.pipeline_id == pipeline_key, task.c.node == node, task.c.free_count > NONE)
        .where(task.c.status.in_([TaskStatus.PENDING.value, TaskStatus.IN_PROGRESS.value]))
        .where(~own, task.c.uid.not_in(list(but)))
        .order_by(task.c.id)
        .limit(limit)
    )
    return [_task(row) for row in connection.execute(query)]


def claim_count(
    connection: sa.Connection, pipeline_key: int, node: str, contributor_key: int
) -> int:
    """How many tasks a contributor holds at a node."""
    query = (
        sa.select(sa.func.count())
        .select_from(answer)
        .join(task, task.c.id == answer.c.task_id)
        .where(answer.c.contributor_id == contributor_key)
        .where(answer.c.state == CLAIMED, answer.c.node == node)
        .where(task.c.pipeline_id == pipeline_key)
    )
    return int(connection.scalar(query) or 0)


def update_tasks(
    connection: sa.Connection,
    changes: Sequence[tuple[TaskRecord, Way]],
    revision: int,
    moment: datetime,
) -> None:
    """Write where tasks are now."""
    if not changes:
        return
    given = sa.update(task).where(task.c.id == sa.bindparam("key"))
    connection.execute(
        given,
        [
            {
                "key": record.key,
                **way_values(way),
                "revision": revision,
                "updated_at": moment,
                "finished_at": moment if way.status is TaskStatus.FINISHED else None,
            }
            for record, way in changes
        ],
    )


def insert_answers(connection: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write claims."""
    if rows:
        connection.execute(sa.insert(answer), list(rows))


def update_answers(connection: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Change answers; each row has its ``key`` and what changes, the same columns in all."""
    if rows:
        connection.execute(
            sa.update(answer).where(answer.c.id == sa.bindparam("key")), [dict(r) for r in rows]
        )


def insert_events(connection: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write what happened."""
    if rows:
        connection.execute(sa.insert(task_event), list(rows))


def _answers() -> sa.Select[Any]:
    return (
        sa.select(
            answer,
            task.c.uid.label("task_uid"),
            contributor.c.name.label("contributor_name"),
            contributor.c.kind.label("contributor_kind"),
        )
        .join(task, task.c.id == answer.c.task_id)
        .join(contributor, contributor.c.id == answer.c.contributor_id)
    )


def _answer(row: Any) -> AnswerRecord:
    return AnswerRecord(
        key=row.id,
        id=row.uid,
        task_key=row.task_id,
        task_id=row.task_uid,
        node=row.node,
        round=row.round,
        contributor=row.contributor_name,
        kind=ContributorKind(row.contributor_kind),
        state=AnswerState(row.state),
        content=_loaded(row.content),
        note=row.note,
        verdict=row.verdict,
        facts=row.facts or {},
        claimed_at=row.claimed_at,
        due_at=row.due_at,
        submitted_at=row.submitted_at,
    )


def answers_by_ids(connection: sa.Connection, ids: Sequence[str]) -> dict[str, AnswerRecord]:
    """Answers by their ids."""
    found: dict[str, AnswerRecord] = {}
    for at in range(0, len(ids), AT_ONCE):
        query = _answers().where(answer.c.uid.in_(list(ids[at : at + AT_ONCE])))
        found |= {row.uid: _answer(row) for row in connection.execute(query)}
    return found


def answers_of_tasks(
    connection: sa.Connection, keys: Iterable[int], states: Sequence[AnswerState] = ()
) -> dict[int, list[AnswerRecord]]:
    """The answers of tasks, oldest first, of some states or all."""
    found: dict[int, list[AnswerRecord]] = defaultdict(list)
    wanted = list(dict.fromkeys(keys))
    for at in range(0, len(wanted), AT_ONCE):
        query = _answers().where(answer.c.task_id.in_(wanted[at : at + AT_ONCE]))
        if states:
            query = query.where(answer.c.state.in_([each.value for each in states]))
        # In the order in which they were handed in; claims come last.
        for row in connection.execute(
            query.order_by(answer.c.submitted_at.is_(None), answer.c.submitted_at, answer.c.id)
        ):
            found[row.task_id].append(_answer(row))
    return found


def held(connection: sa.Connection, pipeline_key: int, contributor_key: int) -> list[AnswerRecord]:
    """What a contributor holds, oldest claim first."""
    query = (
        _answers()
        .where(task.c.pipeline_id == pipeline_key, answer.c.contributor_id == contributor_key)
        .where(answer.c.state == CLAIMED)
        .order_by(answer.c.claimed_at, answer.c.id)
    )
    return [_answer(row) for row in connection.execute(query)]


def held_counts(connection: sa.Connection, name: str) -> dict[int, int]:
    """How many tasks a contributor holds, by the key of the pipeline."""
    query = (
        sa.select(task.c.pipeline_id, sa.func.count().label("held_count"))
        .join(answer, answer.c.task_id == task.c.id)
        .join(contributor, contributor.c.id == answer.c.contributor_id)
        .where(answer.c.state == CLAIMED, contributor.c.name == name)
        .group_by(task.c.pipeline_id)
    )
    return {row.pipeline_id: row.held_count for row in connection.execute(query)}


def overdue(
    connection: sa.Connection, pipeline_key: int, moment: datetime, limit: int
) -> list[AnswerRecord]:
    """Claims whose time is over."""
    query = (
        _answers()
        .where(_pipeline_id == pipeline_key, answer.c.state == CLAIMED)
        .where(answer.c.due_at <= moment)
        .limit(limit)
    )
    return [_answer(row) for row in connection.execute(query)]


def claim_writers(connection: sa.Connection, pipeline_key: int) -> list[str]:
    """The processes that hold claims of functions."""
    query = (
        sa.select(answer.c.writer)
        .distinct()
        .join(task, task.c.id == answer.c.task_id)
        .where(_pipeline_id == pipeline_key, answer.c.state == CLAIMED)
        .where(answer.c.writer.is_not(None))
    )
    return list(connection.scalars(query))


def claims_of_writer(
    connection: sa.Connection, pipeline_key: int, writer: str
) -> list[AnswerRecord]:
    """The claims that a process holds."""
    query = (
        _answers()
        .where(_pipeline_id == pipeline_key, answer.c.state == CLAIMED)
        .where(answer.c.writer == writer)
    )
    return [_answer(row) for row in connection.execute(query)]


def events(connection: sa.Connection, task_key: int) -> list[TaskEvent]:
    """What happened to a task, oldest first."""
    query = sa.select(task_event).where(task_event.c.task_id == task_key)
    return [
        TaskEvent(row.at, row.actor, row.event, row.node, row.note)
        for row in connection.execute(query.order_by(task_event.c.id))
    ]
