"""The SQL of import jobs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from datavault_jupyter.base.clock import now
from datavault_jupyter.storage import tables

KIND = "import"
# The type by which other modules name a transaction, without speaking SQL themselves.
Connection = sa.Connection
RUNNING = "running"


def insert_job(
    connection: sa.Connection, uid: str, person_key: int, writer: str, settings: dict[str, Any]
) -> None:
    """Note that a job runs, and in which process."""
    moment = now()
    connection.execute(
        sa.insert(tables.job).values(
            uid=uid,
            kind=KIND,
            state=RUNNING,
            person_id=person_key,
            writer=writer,
            settings=settings,
            total_count=settings.get("total_rows"),
            created_at=moment,
            started_at=moment,
        )
    )


def end_job(connection: sa.Connection, uid: str, state: str, **values: Any) -> None:
    """Note how a job ended, unless that was noted already."""
    job = tables.job
    connection.execute(
        sa.update(job)
        .where(job.c.uid == uid, job.c.state == RUNNING)
        .values(state=state, ended_at=now(), **values)
    )


def job_by_id(connection: sa.Connection, uid: str) -> Any | None:
    """A job's row, with the id of the dataset it made."""
    job, dataset = tables.job, tables.dataset
    query = (
        sa.select(job, dataset.c.uid.label("dataset_uid"))
        .outerjoin(dataset, dataset.c.id == job.c.dataset_id)
        .where(job.c.uid == uid, job.c.kind == KIND)
    )
    return connection.execute(query).one_or_none()


def running_ids(connection: sa.Connection, person_key: int) -> Sequence[str]:
    """The jobs of a person that are noted as running, oldest first."""
    job = tables.job
    query = sa.select(job.c.uid).where(
        job.c.kind == KIND, job.c.state == RUNNING, job.c.person_id == person_key
    )
    return connection.scalars(query.order_by(job.c.created_at)).all()
