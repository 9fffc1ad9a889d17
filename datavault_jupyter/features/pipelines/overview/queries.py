"""The SQL of overviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

import sqlalchemy as sa

from datavault_jupyter.features.pipelines.records import (
    AnswerState,
    ContributorKind,
    TaskStatus,
)
from datavault_jupyter.storage.sql import literal, quoted
from datavault_jupyter.storage.tables import answer, contributor, dataset, pipeline_version, task

if TYPE_CHECKING:
    from collections.abc import Sequence

# A claim that was given back is no answer, and neither is one that failed or was taken back.
HANDED_IN = (AnswerState.SUBMITTED.value, AnswerState.RETURNED.value)


@dataclass(frozen=True, slots=True)
class Done:
    """What one contributor has done in a pipeline."""

    name: str
    kind: ContributorKind
    answer_count: int
    active_at: datetime


def pipeline_key(connection: sa.Connection, dataset_key: int) -> int | None:
    """The key of the pipeline that fills a dataset, or filled it until it was completed."""
    query = sa.select(dataset.c.pipeline_id).where(dataset.c.id == dataset_key)
    key: int | None = connection.scalar(query)
    return key


def published_at(connection: sa.Connection, key: int, number: int) -> datetime | None:
    """When a form of a pipeline was published."""
    moment: datetime | None = connection.scalar(
        sa.select(pipeline_version.c.published_at).where(
            pipeline_version.c.pipeline_id == key, pipeline_version.c.ordinal == number
        )
    )
    return moment


def review_count(connection: sa.Connection, key: int, nodes: Sequence[str]) -> int:
    """How many tasks are in progress at one of some nodes."""
    query = (
        sa.select(sa.func.count())
        .select_from(task)
        .where(task.c.pipeline_id == key, task.c.status == TaskStatus.IN_PROGRESS.value)
        .where(task.c.node.in_(nodes))
    )
    return connection.scalar(query) or 0


def contributors(connection: sa.Connection, key: int) -> list[Done]:
    """Who has claimed or answered tasks of a pipeline, most answers first."""
    is_handed_in = answer.c.state.in_(HANDED_IN)
    answers = sa.func.count(sa.case((is_handed_in, 1)))
    done = (
        sa.select(
            answer.c.contributor_id,
            answers.label("answer_count"),
            sa.func.max(sa.func.coalesce(answer.c.submitted_at, answer.c.claimed_at)).label("at"),
        )
        .join(task, task.c.id == answer.c.task_id)
        .where(task.c.pipeline_id == key)
        .group_by(answer.c.contributor_id)
        .subquery()
    )
    query = (
        sa.select(
            contributor.c.name,
            contributor.c.kind,
            done.c.answer_count,
            sa.type_coerce(done.c.at, answer.c.claimed_at.type).label("at"),
        )
        .join(done, done.c.contributor_id == contributor.c.id)
        .order_by(done.c.answer_count.desc(), contributor.c.name)
    )
    return [
        Done(row.name, ContributorKind(row.kind), row.answer_count, row.at)
        for row in connection.execute(query)
    ]


class Shape(Enum):
    """How the values of a field are summed up."""

    MEAN = "mean"
    RATE = "rate"
    SHARES = "shares"
    FIRST = "first"
    COUNT = "count"


_SUMMED = {
    Shape.MEAN: "avg({x})",
    Shape.RATE: "avg(CAST({x} AS INTEGER))",
    Shape.SHARES: "histogram({x})",
    Shape.FIRST: "histogram({x}[1])",
    Shape.COUNT: "NULL",
}


def results(names: Sequence[str], shapes: Sequence[Shape]) -> str:
    """For each column of a dataset how many finished tasks have a value, and what they come to."""
    asked = ", ".join(
        f"count({quoted(name)}), {_SUMMED[shape].format(x=quoted(name))}"
        for name, shape in zip(names, shapes, strict=True)
    )
    finished = literal(TaskStatus.FINISHED.value)
    return f"SELECT {asked} FROM this WHERE status = {finished}"
