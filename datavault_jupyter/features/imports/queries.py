"""The SQL of import jobs, of rows left out, and of rows that are fitted to a dataset."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from datavault_jupyter.storage import jobs, tables
from datavault_jupyter.storage.sql import Sql

if TYPE_CHECKING:
    from datavault_jupyter.features.imports.records import Reject

KIND = "import"
end_job, forget_job = jobs.end, jobs.forget
note_progress, ask_to_end = jobs.note_progress, jobs.ask_to_end


def insert_job(
    connection: sa.Connection, uid: str, person_key: int, writer: str, settings: dict[str, Any]
) -> None:
    """Note that an import runs, and in which process."""
    total = settings.get("total_rows")
    jobs.insert(
        connection, KIND, uid, person_key, writer=writer, settings=settings, total_count=total
    )


def job_by_id(connection: sa.Connection, uid: str) -> Any | None:
    """An import's row, with the id of the dataset it made."""
    return jobs.by_id(connection, KIND, uid)


def recent_ids(connection: sa.Connection, person_key: int, limit: int) -> Sequence[str]:
    """The imports of a person, newest first."""
    found = jobs.newest(connection, KIND, person_key=person_key, limit=limit)
    return [row.uid for row in found]


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
        job.c.kind == KIND, job.c.state == jobs.RUNNING, job.c.person_id == person_key
    )
    return connection.scalars(query.order_by(job.c.created_at, job.c.id)).all()


def over(query: Sql, select_list: str) -> Sql:
    """Some expressions over the rows of a query."""
    return Sql(f"SELECT {select_list} FROM ({query.text})", query.params)
