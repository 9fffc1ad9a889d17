"""All SQL about notebooks that use datasets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from datavault_jupyter.access.policy import Visibility
from datavault_jupyter.storage.tables import dataset, notebook

# Who opens it, at most this often for a dataset, is kept; the oldest go.
_MOST_EACH = 200


def note(
    connection: sa.Connection, dataset_key: int, *, actor: str, path: str, used_at: datetime
) -> None:
    """Keep that somebody's notebook used a dataset, once, with the latest time."""
    same = (
        notebook.c.dataset_id == dataset_key,
        notebook.c.actor == actor,
        notebook.c.path == path,
    )
    known = connection.execute(sa.update(notebook).where(*same).values(used_at=used_at))
    if known.rowcount:
        return
    connection.execute(
        sa.insert(notebook).values(dataset_id=dataset_key, actor=actor, path=path, used_at=used_at)
    )
    newest = (
        sa.select(notebook.c.id)
        .where(notebook.c.dataset_id == dataset_key)
        .order_by(notebook.c.used_at.desc(), notebook.c.id.desc())
        .limit(_MOST_EACH)
    )
    left = notebook.c.dataset_id == dataset_key, notebook.c.id.not_in(newest.scalar_subquery())
    connection.execute(sa.delete(notebook).where(*left))


def _visible(query: sa.Select[Any], seen: Visibility) -> sa.Select[Any]:
    if seen.is_everything:
        return query
    return query.where(
        sa.or_(dataset.c.project_id.in_(seen.project_ids), dataset.c.id.in_(seen.dataset_ids))
    )


def paths(
    connection: sa.Connection, dataset_key: int | None, seen: Visibility, limit: int
) -> Sequence[str]:
    """The notebooks used last, of a dataset or of all that may be seen."""
    query = (
        sa.select(notebook.c.path)
        .join(dataset, dataset.c.id == notebook.c.dataset_id)
        .group_by(notebook.c.path)
        .order_by(sa.func.max(notebook.c.used_at).desc(), notebook.c.path)
        .limit(limit)
    )
    if dataset_key is not None:
        query = query.where(dataset.c.id == dataset_key)
    return list(connection.execute(_visible(query, seen)).scalars())


def uses(
    connection: sa.Connection, of: Iterable[str], dataset_key: int | None, seen: Visibility
) -> Sequence[Any]:
    """Who used which dataset in these notebooks, newest first."""
    query = (
        sa.select(
            notebook.c.path, notebook.c.actor, notebook.c.used_at, dataset.c.uid, dataset.c.name
        )
        .join(dataset, dataset.c.id == notebook.c.dataset_id)
        .where(notebook.c.path.in_(list(of)))
        .order_by(notebook.c.used_at.desc(), notebook.c.id.desc())
    )
    if dataset_key is not None:
        query = query.where(dataset.c.id == dataset_key)
    return connection.execute(_visible(query, seen)).all()
