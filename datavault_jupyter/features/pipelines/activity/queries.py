"""The SQL of what happened: events of tasks, and the first verdict on each answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from datavault_jupyter.features.pipelines.overview.queries import HANDED_IN
from datavault_jupyter.features.pipelines.records import AnswerState
from datavault_jupyter.storage.catalog import raw_rows
from datavault_jupyter.storage.sql import Sql
from datavault_jupyter.storage.tables import answer, contributor, task, task_event

if TYPE_CHECKING:
    from datavault_jupyter.features.pipelines.live.queries import Rows

RAW = {
    "moment": "int64", "actor": "string", "event": "string", "task_id": "string", "node": "string",
    "note": "string",
}  # fmt: skip
_AT_ONCE = 50_000
_PASS = "pass"  # noqa: S105 - a verdict


@dataclass(frozen=True, slots=True)
class Judged:
    """How reviews judged somebody's answers the first time.

    Attributes:
        count: Their answers whose task was reviewed.
        passed_count: Those of them that passed at once.
    """

    count: int
    passed_count: int


@dataclass(frozen=True, slots=True)
class Reviews:
    """Verdicts on a pipeline's tasks.

    Attributes:
        task_count: Tasks that were reviewed.
        passed_count: Those that passed the first time.
        verdict_count: All verdicts on them.
    """

    task_count: int
    passed_count: int
    verdict_count: int


def events(connection: sa.Connection, pipeline_key: int) -> Iterator[Rows]:
    """What happened to the tasks of a pipeline, oldest first."""
    query = (
        sa.select(
            sa.type_coerce(task_event.c.at, sa.BigInteger),
            task_event.c.actor,
            task_event.c.event,
            task.c.uid,
            task_event.c.node,
            task_event.c.note,
        )
        .join(task, task.c.id == task_event.c.task_id)
        .where(task.c.pipeline_id == pipeline_key)
        .order_by(task_event.c.id)
    )
    return raw_rows(connection, query, _AT_ONCE)


def load(source: str) -> Sql:
    """Make a temporary table of events, one row each."""
    return Sql(
        'CREATE OR REPLACE TEMP TABLE activity AS SELECT make_timestamptz(moment) AS "at", '
        f"actor AS who, event AS what, task_id, node, note FROM {source}"
    )


def everything() -> str:
    """The query of all events."""
    return "SELECT * FROM temp.activity"


def _first_verdicts(pipeline_key: int) -> sa.Subquery:
    turn = sa.func.row_number().over(
        partition_by=(answer.c.task_id, answer.c.node),
        order_by=(answer.c.submitted_at, answer.c.id),
    )
    query = (
        sa.select(answer.c.task_id, answer.c.node, answer.c.verdict, turn.label("turn"))
        .join(task, task.c.id == answer.c.task_id)
        .where(task.c.pipeline_id == pipeline_key, answer.c.verdict != "")
        .where(answer.c.state == AnswerState.SUBMITTED.value)
    )
    return query.subquery()


def judged(
    connection: sa.Connection, pipeline_key: int, reviewed: Mapping[str, str]
) -> dict[str, Judged]:
    """How the first verdict on each task went, by the contributor who had answered.

    Args:
        connection: To the catalogue.
        pipeline_key: Of the pipeline.
        reviewed: Which node each review looks at, by the review's name.
    """
    if not reviewed:
        return {}
    first = _first_verdicts(pipeline_key)
    looked_at = sa.case(dict(reviewed), value=first.c.node, else_="")
    query = (
        sa.select(
            contributor.c.name,
            sa.func.count(),
            sa.func.sum(sa.case((first.c.verdict == _PASS, 1), else_=0)),
        )
        .select_from(answer)
        .join(first, first.c.task_id == answer.c.task_id)
        .join(contributor, contributor.c.id == answer.c.contributor_id)
        .where(first.c.turn == 1, answer.c.node == looked_at, answer.c.round == 1)
        .where(answer.c.state.in_(HANDED_IN), answer.c.verdict == "")
        .group_by(contributor.c.name)
    )
    return {
        name: Judged(number, int(passed or 0)) for name, number, passed in connection.execute(query)
    }


def reviews(connection: sa.Connection, pipeline_key: int) -> Reviews:
    """How many tasks were reviewed, how often, and how many passed the first time."""
    first = _first_verdicts(pipeline_key)
    is_first = first.c.turn == 1
    query = sa.select(
        sa.func.count(sa.distinct(first.c.task_id)),
        sa.func.count(
            sa.distinct(sa.case((is_first & (first.c.verdict == _PASS), first.c.task_id)))
        ),
        sa.func.count(),
    )
    tasks, passed, verdicts = connection.execute(query).one()
    return Reviews(tasks, passed, verdicts)
