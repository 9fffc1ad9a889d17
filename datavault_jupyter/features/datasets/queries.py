"""All SQL about the list of datasets."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from datavault_jupyter.access import Visibility
from datavault_jupyter.base.clock import now
from datavault_jupyter.base.ids import new_id
from datavault_jupyter.base.names import name_key
from datavault_jupyter.features.datasets.records import (
    DatasetKind,
    DatasetQuery,
    DatasetRecord,
    DatasetSort,
    DatasetSource,
    DatasetStatus,
    WholeCounts,
)
from datavault_jupyter.storage.catalog import Catalog
from datavault_jupyter.storage.sql import like_pattern
from datavault_jupyter.storage.tables import dataset, person, pipeline, project, reserved_name

_SORTS: dict[DatasetSort, sa.ColumnElement[Any]] = {
    DatasetSort.NAME: dataset.c.name_key,
    DatasetSort.STATUS: dataset.c.status,
    DatasetSort.ROWS: dataset.c.row_count,
    DatasetSort.SOURCE: dataset.c.source,
    DatasetSort.PROJECT: project.c.name_key,
    DatasetSort.CREATED: dataset.c.created_at,
    DatasetSort.UPDATED: dataset.c.updated_at,
    DatasetSort.SIZE: dataset.c.byte_count,
    DatasetSort.COLUMNS: dataset.c.column_count,
    DatasetSort.OWNER: person.c.identity,
    DatasetSort.PIPELINE: pipeline.c.name,
    DatasetSort.ARCHIVED: dataset.c.archived_at,
}
_COUNT = sa.func.count().label("n")
# From here on a walk along an index, with a look at every row, costs more than to sort.
_DEEP = 20_000
_HELD_BY_AN_INDEX = {DatasetSort.UPDATED, DatasetSort.ROWS, DatasetSort.NAME}


def _selected() -> sa.Select[Any]:
    return (
        sa.select(
            dataset,
            project.c.name.label("project_name"),
            person.c.identity.label("owner_name"),
            pipeline.c.name.label("pipeline_name"),
            pipeline.c.status.label("pipeline_status"),
        )
        .outerjoin(project, project.c.id == dataset.c.project_id)
        .outerjoin(person, person.c.id == dataset.c.owner_id)
        .outerjoin(pipeline, pipeline.c.id == dataset.c.pipeline_id)
    )


def _record(row: Any) -> DatasetRecord:
    return DatasetRecord(
        key=row.id,
        id=row.uid,
        name=row.name,
        description=row.description,
        status=DatasetStatus(row.status),
        source=DatasetSource(row.source),
        kind=DatasetKind(row.kind),
        project=row.project_name,
        project_key=row.project_id,
        owner=row.owner_name or "",
        pipeline_name=row.pipeline_name,
        pipeline_status=row.pipeline_status,
        is_read_only=row.is_read_only,
        created_at=row.created_at,
        updated_at=row.updated_at,
        archived_at=row.archived_at,
        head_key=row.head_id,
        row_count=row.row_count,
        byte_count=row.byte_count,
        column_count=row.column_count,
        version_count=row.version_count,
    )


def _visible(query: sa.Select[Any], seen: Visibility) -> sa.Select[Any]:
    if seen.is_everything:
        return query
    return query.where(
        sa.or_(dataset.c.project_id.in_(seen.project_ids), dataset.c.id.in_(seen.dataset_ids))
    )


def _matching(query: sa.Select[Any], wanted: DatasetQuery, seen: Visibility) -> sa.Select[Any]:
    query = _visible(query, seen)
    if wanted.search:
        pattern = like_pattern(name_key(wanted.search))
        query = query.where(dataset.c.name_key.like(pattern, escape="\\"))
    if wanted.statuses:
        query = query.where(dataset.c.status.in_(list(wanted.statuses)))
    if wanted.sources:
        query = query.where(dataset.c.source.in_(list(wanted.sources)))
    if wanted.kinds:
        query = query.where(dataset.c.kind.in_(list(wanted.kinds)))
    if wanted.project_key is not None:
        query = query.where(dataset.c.project_id == wanted.project_key)
    if wanted.projects:
        query = query.where(_in_projects(wanted.projects))
    if wanted.ids:
        query = query.where(dataset.c.uid.in_(wanted.ids))
    if not wanted.has_archived:
        query = query.where(dataset.c.archived_at.is_(None))
    return query


def _in_projects(projects: Collection[str]) -> sa.ColumnElement[bool]:
    named = [each for each in projects if each]
    keys = sa.select(project.c.id).where(
        sa.or_(project.c.name_key.in_([name_key(each) for each in named]), project.c.uid.in_(named))
    )
    inside = dataset.c.project_id.in_(keys)
    return inside if "" not in projects else sa.or_(inside, dataset.c.project_id.is_(None))


def _ordered(
    query: sa.Select[Any], catalog: Catalog, wanted: DatasetQuery, seen: Visibility
) -> sa.Select[Any]:
    """Sorted by what was asked for, then by id; see `Catalog.unindexed` for the detour."""
    column = _SORTS[wanted.sort]
    is_narrow = bool(wanted.search or wanted.sources or wanted.kinds or wanted.projects)
    finds_little = is_narrow or not seen.is_everything or wanted.offset > _DEEP
    if wanted.sort in _HELD_BY_AN_INDEX and finds_little:
        column = catalog.unindexed(column)
    return query.order_by(column.desc() if wanted.is_descending else column.asc(), dataset.c.id)


def page(
    connection: sa.Connection, catalog: Catalog, wanted: DatasetQuery, seen: Visibility
) -> list[DatasetRecord]:
    """The datasets a listing asks for, from its offset on."""
    query = _ordered(_matching(_selected(), wanted, seen), catalog, wanted, seen)
    if wanted.limit is not None:
        # First the ids of the page, then their facts: names of others needn't be looked up.
        keys = connection.scalars(_keys([dataset.c.id], catalog, wanted, seen))
        return _in_order(connection, list(keys))
    return [_record(row) for row in connection.execute(query.offset(wanted.offset))]


def counted_page(
    connection: sa.Connection, catalog: Catalog, wanted: DatasetQuery, seen: Visibility
) -> tuple[list[DatasetRecord], int, int]:
    """A page, how many match in all, how many of those are active: for one scan instead of two.

    Nothing is counted where the page lies beyond the end.
    """
    columns = [
        dataset.c.id,
        sa.func.count().over().label("n"),
        _sum(_is_active()).over().label("active"),
    ]
    rows = connection.execute(_keys(columns, catalog, wanted, seen)).all()
    records = _in_order(connection, [row.id for row in rows])
    return records, rows[0].n if rows else 0, rows[0].active if rows else 0


def _in_order(connection: sa.Connection, keys: Sequence[int]) -> list[DatasetRecord]:
    place = {key: at for at, key in enumerate(keys)}
    rows = connection.execute(_selected().where(dataset.c.id.in_(keys)))
    return [_record(row) for row in sorted(rows, key=lambda row: place[row.id])]


def _keys(
    columns: Sequence[sa.ColumnElement[Any]],
    catalog: Catalog,
    wanted: DatasetQuery,
    seen: Visibility,
) -> sa.Select[Any]:
    query = sa.select(*columns).select_from(dataset)
    if wanted.sort is DatasetSort.PROJECT:
        query = query.outerjoin(project, project.c.id == dataset.c.project_id)
    elif wanted.sort is DatasetSort.OWNER:
        query = query.outerjoin(person, person.c.id == dataset.c.owner_id)
    elif wanted.sort is DatasetSort.PIPELINE:
        query = query.outerjoin(pipeline, pipeline.c.id == dataset.c.pipeline_id)
    query = _ordered(_matching(query, wanted, seen), catalog, wanted, seen)
    return query.offset(wanted.offset).limit(wanted.limit)


def ids_of(
    connection: sa.Connection, catalog: Catalog, wanted: DatasetQuery, seen: Visibility
) -> list[str]:
    """The ids of the datasets a listing asks for."""
    return list(connection.scalars(_keys([dataset.c.uid], catalog, wanted, seen)))


def matching_count(connection: sa.Connection, wanted: DatasetQuery, seen: Visibility) -> int:
    """How many datasets match, on all pages."""
    query = sa.select(sa.func.count()).select_from(dataset)
    return int(connection.scalar(_matching(query, wanted, seen)) or 0)


def whole_counts(connection: sa.Connection, seen: Visibility) -> WholeCounts:
    """How many datasets an actor may see, with no search and no filter.

    Sums in one scan: to group by status would walk its index and fetch every row at random, ten
    times slower.
    """
    is_archived = dataset.c.archived_at.is_not(None)
    query = sa.select(
        sa.func.count().label("n"),
        _sum(is_archived).label("archived"),
        _sum(_is_active()).label("active"),
        _sum(sa.and_(sa.not_(is_archived), _is_active())).label("active_listed"),
    )
    row = connection.execute(_visible(_any(query.select_from(dataset)), seen)).one()
    return WholeCounts(row.n, row.archived or 0, row.active or 0, row.active_listed or 0)


def _sum(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.func.sum(sa.case((condition, 1), else_=0))


def _is_active() -> sa.ColumnElement[bool]:
    return dataset.c.status.in_((DatasetStatus.COLLECTING, DatasetStatus.DRAFT))


def word_counts(
    connection: sa.Connection, catalog: Catalog, word: str, wanted: DatasetQuery, seen: Visibility
) -> dict[str, int]:
    """How many match by status, source or kind; see `whole_counts` for the detour."""
    column = dataset.c[word]
    query = _any(sa.select(column.label("word"), _COUNT)).group_by(catalog.unindexed(column))
    return {row.word: row.n for row in connection.execute(_matching(query, wanted, seen))}


def _any(query: Any) -> sa.Select[Any]:
    """A query whatever it selects, for the type checker."""
    made: sa.Select[Any] = query
    return made


def project_counts(
    connection: sa.Connection, catalog: Catalog, wanted: DatasetQuery, seen: Visibility
) -> list[tuple[str, int]]:
    """How many match by the name of their project, by name; "" is those without one."""
    counted = _matching(sa.select(dataset.c.project_id, _COUNT), replace(wanted, projects=()), seen)
    each = counted.group_by(catalog.unindexed(dataset.c.project_id)).subquery()
    query = (
        sa.select(project.c.name, each.c.n)
        .select_from(each)
        .outerjoin(project, project.c.id == each.c.project_id)
        .order_by(project.c.name_key.is_(None), project.c.name_key)
    )
    return [(row.name or "", row.n) for row in connection.execute(query)]


def by_ids(
    connection: sa.Connection, uids: Sequence[str], seen: Visibility
) -> dict[str, DatasetRecord]:
    """The datasets with these ids that an actor may see, by id."""
    found: dict[str, DatasetRecord] = {}
    for start in range(0, len(uids), _MOST_BOUND):
        some = uids[start : start + _MOST_BOUND]
        for row in connection.execute(_visible(_selected(), seen).where(dataset.c.uid.in_(some))):
            found[row.uid] = _record(row)
    return found


# Older SQLite binds at most 999 values.
_MOST_BOUND = 900


def by_id(connection: sa.Connection, uid: str) -> DatasetRecord | None:
    """The dataset with this id, whoever may see it."""
    row = connection.execute(_selected().where(dataset.c.uid == uid)).first()
    return _record(row) if row else None


def by_key(connection: sa.Connection, key: int) -> DatasetRecord | None:
    """The dataset with this key."""
    row = connection.execute(_selected().where(dataset.c.id == key)).first()
    return _record(row) if row else None


def by_name(
    connection: sa.Connection, name: str, seen: Visibility, project_name: str | None = None
) -> list[DatasetRecord]:
    """The datasets of this name that an actor may see: several when projects have the same."""
    query = _visible(_selected(), seen).where(dataset.c.name_key == name_key(name))
    if project_name is not None:
        query = query.where(project.c.name_key == name_key(project_name))
    return [_record(row) for row in connection.execute(query.order_by(dataset.c.id))]


def visible_names(
    connection: sa.Connection, seen: Visibility, *, starts: str = "", limit: int = 1000
) -> list[tuple[str, str | None]]:
    """Names and projects of datasets an actor may see, newest first, for completion."""
    query = _visible(
        sa.select(dataset.c.name, project.c.name.label("project_name")).outerjoin(
            project, project.c.id == dataset.c.project_id
        ),
        seen,
    )
    if starts:
        pattern = like_pattern(name_key(starts))[1:]
        query = query.where(dataset.c.name_key.like(pattern, escape="\\"))
    newest = dataset.c.updated_at.desc(), dataset.c.id.desc()
    rows = connection.execute(query.order_by(*newest).limit(limit))
    return [(row.name, row.project_name) for row in rows]


def name_is_used(
    connection: sa.Connection, project_key: int | None, name: str, *, but_key: int = 0
) -> bool:
    """Whether a dataset has the name, archived ones too."""
    used = sa.select(dataset.c.id).where(
        sa.func.coalesce(dataset.c.project_id, 0) == (project_key or 0),
        dataset.c.name_key == name_key(name),
        dataset.c.id != but_key,
    )
    return connection.scalar(used) is not None


def reserved_by(connection: sa.Connection, project_key: int | None, name: str) -> str | None:
    """The process whose running import has reserved the name."""
    found: str | None = connection.scalar(
        sa.select(reserved_name.c.writer).where(
            reserved_name.c.project_key == (project_key or 0),
            reserved_name.c.name_key == name_key(name),
        )
    )
    return found


def reserve(connection: sa.Connection, project_key: int | None, name: str, writer: str) -> None:
    """Keep a name for an import that is starting."""
    connection.execute(
        sa.insert(reserved_name).values(
            project_key=project_key or 0, name_key=name_key(name), writer=writer, created_at=now()
        )
    )


def release(connection: sa.Connection, project_key: int | None, name: str) -> None:
    """Give a reserved name back."""
    connection.execute(
        sa.delete(reserved_name).where(
            reserved_name.c.project_key == (project_key or 0),
            reserved_name.c.name_key == name_key(name),
        )
    )


def insert(connection: sa.Connection, uid: str, name: str, **values: Any) -> int:
    """Add a dataset to the list; its key."""
    moment = now()
    made = connection.execute(
        sa.insert(dataset).values(
            uid=uid,
            name=name,
            name_key=name_key(name),
            created_at=moment,
            updated_at=moment,
            **values,
        )
    )
    return int(made.inserted_primary_key[0])  # type: ignore[index]


def update(connection: sa.Connection, key: int, **values: Any) -> bool:
    """Change a dataset's facts; False when it is gone."""
    if "name" in values:
        values["name_key"] = name_key(values["name"])
    done = connection.execute(
        sa.update(dataset).where(dataset.c.id == key).values(updated_at=now(), **values)
    )
    return done.rowcount == 1


def delete(connection: sa.Connection, key: int) -> None:
    """Remove a dataset with its versions, tags, fields, members, shares and charts."""
    connection.execute(sa.delete(dataset).where(dataset.c.id == key))


def new_uid() -> str:
    """An id for a dataset to be."""
    return new_id("dst")


def totals(connection: sa.Connection, seen: Visibility) -> dict[str, int]:
    """How many datasets there are by status, archived ones under ``archived``."""
    label = sa.case((dataset.c.archived_at.is_not(None), "archived"), else_=dataset.c.status)
    query = _visible(sa.select(label.label("label"), sa.func.count().label("n")), seen)
    return {row.label: row.n for row in connection.execute(query.group_by("label"))}
