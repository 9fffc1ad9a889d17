"""The SQL of import jobs, of rows left out, and of rows that are fitted to a dataset."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from datavault_jupyter.base.clock import now
from datavault_jupyter.storage import tables
from datavault_jupyter.storage.sql import Sql

if TYPE_CHECKING:
    from datavault_jupyter.features.imports.records import Reject

KIND = "import"
RUNNING = "running"
ASKED_TO_END = "is_asked_to_end"


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


def note_progress(connection: sa.Connection, uid: str, progress: dict[str, Any]) -> bool:
    """Note how far a job is; whether somebody asked it to end."""
    job = tables.job
    running = sa.and_(job.c.uid == uid, job.c.state == RUNNING)
    settings = connection.scalar(sa.select(job.c.settings).where(running))
    connection.execute(sa.update(job).where(running).values(result=progress))
    return bool((settings or {}).get(ASKED_TO_END))


def ask_to_end(connection: sa.Connection, uid: str) -> None:
    """Leave word for a job that runs in another process."""
    job = tables.job
    running = sa.and_(job.c.uid == uid, job.c.state == RUNNING)
    settings = connection.scalar(sa.select(job.c.settings).where(running))
    if settings is not None:
        changed = {**settings, ASKED_TO_END: True}
        connection.execute(sa.update(job).where(running).values(settings=changed))


def forget_job(connection: sa.Connection, uid: str) -> None:
    """Remove a job from the catalogue."""
    connection.execute(sa.delete(tables.job).where(tables.job.c.uid == uid))


def recent_ids(connection: sa.Connection, person_key: int, limit: int) -> Sequence[str]:
    """The jobs of a person, newest first."""
    job = tables.job
    query = sa.select(job.c.uid).where(job.c.kind == KIND, job.c.person_id == person_key)
    newest = job.c.created_at.desc(), job.c.id.desc()
    return connection.scalars(query.order_by(*newest).limit(limit)).all()


def insert_rejects(
    connection: sa.Connection, version_key: int, rejects: Sequence[Reject], *, first: int = 0
) -> None:
    """Keep the rows that a version's import left out."""
    if rejects:
        connection.execute(
            sa.insert(tables.reject),
            [
                {
                    "version_id": version_key,
                    "position": position,
                    "line": each.line,
                    "column_name": each.column,
                    "file_name": each.file_name,
                    "reason": each.reason,
                    "text": each.text,
                }
                for position, each in enumerate(rejects, first)
            ],
        )


def add_rejects(connection: sa.Connection, version_key: int, rejects: Sequence[Reject]) -> None:
    """Keep more rows that a version left out, behind those that are kept already."""
    reject = tables.reject
    query = sa.select(sa.func.max(reject.c.position)).where(reject.c.version_id == version_key)
    last = connection.scalar(query)
    insert_rejects(connection, version_key, rejects, first=0 if last is None else last + 1)


def rejects_of(connection: sa.Connection, version_key: int) -> Sequence[Any]:
    """The rows that a version's import left out, in the order of the source."""
    reject = tables.reject
    query = sa.select(reject).where(reject.c.version_id == version_key)
    return connection.execute(query.order_by(reject.c.position)).all()


def running_ids(connection: sa.Connection, person_key: int) -> Sequence[str]:
    """The jobs of a person that are noted as running, oldest first."""
    job = tables.job
    query = sa.select(job.c.uid).where(
        job.c.kind == KIND, job.c.state == RUNNING, job.c.person_id == person_key
    )
    return connection.scalars(query.order_by(job.c.created_at)).all()


def over(query: Sql, select_list: str) -> Sql:
    """Some expressions over the rows of a query."""
    return Sql(f"SELECT {select_list} FROM ({query.text})", query.params)
