"""The SQL of jobs: work that goes on by itself, and that other processes hear of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from datavault_jupyter.base.clock import now
from datavault_jupyter.storage.tables import dataset, job, person

RUNNING = "running"
ASKED_TO_END = "is_asked_to_end"
# Who started a job where the catalogue knows nobody: as they are told.
STARTED_BY = "started_by"
# Where a job keeps the folder and the start of the names of files that are not whole yet.
UNFINISHED = "unfinished"
UNFINISHED_SUFFIX = ".part"
_PREFIX = re.compile(r"\.exp_\w+")


def insert(
    connection: sa.Connection,
    kind: str,
    uid: str,
    person_key: int,
    *,
    writer: str,
    settings: dict[str, Any],
    dataset_key: int | None = None,
    total_count: int | None = None,
) -> None:
    """Note that a job runs, and in which process."""
    moment = now()
    connection.execute(
        sa.insert(job).values(
            uid=uid,
            kind=kind,
            state=RUNNING,
            dataset_id=dataset_key,
            # 0 stands for somebody the catalogue knows nothing of.
            person_id=person_key or None,
            writer=writer,
            settings=settings,
            total_count=total_count,
            created_at=moment,
            started_at=moment,
        )
    )


def end(connection: sa.Connection, uid: str, state: str, **values: Any) -> None:
    """Note how a job ended, unless that was noted already."""
    connection.execute(
        sa.update(job)
        .where(job.c.uid == uid, job.c.state == RUNNING)
        .values(state=state, ended_at=now(), **values)
    )


def _selected(kind: str) -> sa.Select[Any]:
    """Jobs with the id of their dataset and the name of who started them."""
    return (
        sa.select(
            job, dataset.c.uid.label("dataset_uid"), person.c.display_name.label("person_name")
        )
        .outerjoin(dataset, dataset.c.id == job.c.dataset_id)
        .outerjoin(person, person.c.id == job.c.person_id)
        .where(job.c.kind == kind)
    )


def by_id(connection: sa.Connection, kind: str, uid: str) -> Any | None:
    """A job's row, or None."""
    return connection.execute(_selected(kind).where(job.c.uid == uid)).one_or_none()


def newest(
    connection: sa.Connection,
    kind: str,
    *,
    person_key: int | None = None,
    dataset_key: int | None = None,
    limit: int,
) -> Sequence[Any]:
    """The rows of the newest jobs: of a person, of a dataset, or of all."""
    query = _selected(kind)
    if person_key is not None:
        query = query.where(job.c.person_id == person_key)
    if dataset_key is not None:
        query = query.where(job.c.dataset_id == dataset_key)
    order = job.c.created_at.desc(), job.c.id.desc()
    return connection.execute(query.order_by(*order).limit(limit)).all()


def mark(connection: sa.Connection, uid: str, **marks: Any) -> None:
    """Add to what is known of how a job was started."""
    settings = connection.scalar(sa.select(job.c.settings).where(job.c.uid == uid))
    changed = {**(settings or {}), **marks}
    connection.execute(sa.update(job).where(job.c.uid == uid).values(settings=changed))


def note_progress(connection: sa.Connection, uid: str, progress: dict[str, Any]) -> bool:
    """Note how far a job is; whether somebody asked it to end."""
    running = sa.and_(job.c.uid == uid, job.c.state == RUNNING)
    settings = connection.scalar(sa.select(job.c.settings).where(running))
    connection.execute(sa.update(job).where(running).values(result=progress))
    return bool((settings or {}).get(ASKED_TO_END))


def ask_to_end(connection: sa.Connection, uid: str) -> None:
    """Leave word for a job that runs in another process."""
    running = sa.and_(job.c.uid == uid, job.c.state == RUNNING)
    settings = connection.scalar(sa.select(job.c.settings).where(running))
    if settings is not None:
        changed = {**settings, ASKED_TO_END: True}
        connection.execute(sa.update(job).where(running).values(settings=changed))


def forget(connection: sa.Connection, uid: str) -> None:
    """Remove a job from the catalogue."""
    connection.execute(sa.delete(job).where(job.c.uid == uid))


def note_result(connection: sa.Connection, uid: str, result: dict[str, Any]) -> None:
    """Change what is known of a job that has ended."""
    connection.execute(sa.update(job).where(job.c.uid == uid).values(result=result))


def unfinished_files(connection: sa.Connection, writers: Sequence[str]) -> list[Path]:
    """Files that jobs of dead processes have begun, outside of the vault."""
    query = sa.select(job.c.settings).where(job.c.state == RUNNING, job.c.writer.in_(writers))
    found: list[Path] = []
    for settings in connection.scalars(query):
        place = (settings or {}).get(UNFINISHED)
        if place and _PREFIX.fullmatch(place["prefix"]):
            found += Path(place["folder"]).glob(f"{place['prefix']}*{UNFINISHED_SUFFIX}")
    return found
