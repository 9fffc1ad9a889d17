"""SQL about many tasks at a time: seeding, pausing, newer forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from datavault_jupyter.features.pipelines.records import TaskStatus
from datavault_jupyter.features.pipelines.tasks.flow import Way
from datavault_jupyter.features.pipelines.tasks.queries import AT_ONCE, way_values
from datavault_jupyter.storage.tables import task


def insert_tasks(connection: sa.Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add tasks."""
    if rows:
        connection.execute(sa.insert(task), list(rows))


def known_keys(connection: sa.Connection, pipeline_key: int, keys: Sequence[str]) -> set[str]:
    """Which idempotency keys a pipeline has tasks for."""
    found: set[str] = set()
    for at in range(0, len(keys), AT_ONCE):
        query = sa.select(task.c.idempotency_key).where(
            task.c.pipeline_id == pipeline_key,
            task.c.idempotency_key.in_(list(keys[at : at + AT_ONCE])),
        )
        found.update(connection.scalars(query))
    return found


def move_all(
    connection: sa.Connection,
    pipeline_key: int,
    *,
    before: TaskStatus,
    to: TaskStatus,
    revision: int,
    moment: datetime,
) -> int:
    """Give all tasks of a status another one; how many."""
    done = connection.execute(
        sa.update(task)
        .where(task.c.pipeline_id == pipeline_key, task.c.status == before.value)
        .values(status=to.value, revision=revision, updated_at=moment)
    )
    return done.rowcount


def leave_dataset(connection: sa.Connection, pipeline_key: int) -> None:
    """Let a pipeline's tasks belong to no dataset: they may go without it."""
    connection.execute(
        sa.update(task).where(task.c.pipeline_id == pipeline_key).values(dataset_id=None)
    )


def renew_forms(
    connection: sa.Connection,
    pipeline_key: int,
    form_key: int,
    way: Way,
    revision: int,
) -> int:
    """Let tasks that nobody has begun follow a newer form; how many."""
    values = {name: value for name, value in way_values(way).items() if name != "answer"}
    done = connection.execute(
        sa.update(task)
        .where(task.c.pipeline_id == pipeline_key, task.c.status == TaskStatus.PENDING.value)
        .values(pipeline_version_id=form_key, revision=revision, **values)
    )
    return done.rowcount
