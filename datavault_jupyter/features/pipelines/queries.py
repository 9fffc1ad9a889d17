"""All SQL about pipelines and their published forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from datavault_jupyter.access import Visibility
from datavault_jupyter.base.clock import now
from datavault_jupyter.base.ids import new_id
from datavault_jupyter.base.names import name_key
from datavault_jupyter.features.pipelines.records import PipelineRecord, PipelineStatus
from datavault_jupyter.storage.tables import (
    dataset,
    pipeline,
    pipeline_version,
    project,
    setting,
    task,
    version,
)

# Templates lie among the settings, under their names.
TEMPLATE = "template:"


def _select() -> sa.Select[Any]:
    newest = (
        sa.select(sa.func.coalesce(sa.func.max(pipeline_version.c.ordinal), 0))
        .where(pipeline_version.c.pipeline_id == pipeline.c.id)
        .correlate(pipeline)
        .scalar_subquery()
    )
    return (
        sa.select(
            pipeline,
            project.c.name.label("project_name"),
            newest.label("version_number"),
            dataset.c.uid.label("dataset_uid"),
            dataset.c.id.label("dataset_key"),
        )
        .outerjoin(project, project.c.id == pipeline.c.project_id)
        .outerjoin(dataset, dataset.c.pipeline_id == pipeline.c.id)
    )


def _record(row: Any, counts: Mapping[str, int] | None = None) -> PipelineRecord:
    return PipelineRecord(
        key=row.id,
        id=row.uid,
        name=row.name,
        description=row.description,
        status=PipelineStatus(row.status),
        project=row.project_name,
        project_key=row.project_id,
        settings=row.settings or {},
        version_number=row.version_number,
        dataset_id=row.dataset_uid,
        dataset_key=row.dataset_key,
        created_at=row.created_at,
        updated_at=row.updated_at,
        counts=counts or {},
    )


def status_counts(connection: sa.Connection, key: int) -> dict[str, int]:
    """How many tasks a pipeline has, by status."""
    query = (
        sa.select(task.c.status, sa.func.count().label("task_count"))
        .where(task.c.pipeline_id == key)
        .group_by(task.c.status)
    )
    return {row.status: row.task_count for row in connection.execute(query)}


def all_visible(connection: sa.Connection, seen: Visibility) -> list[PipelineRecord]:
    """The pipelines somebody may see, by name."""
    query = _select().order_by(pipeline.c.name_key, pipeline.c.id)
    if not seen.is_everything:
        query = query.where(pipeline.c.project_id.in_(seen.project_ids))
    found = connection.execute(query).all()
    return [_record(row, status_counts(connection, row.id)) for row in found]


# What is worked on, or was a while ago: no draft, nothing that was put away.
_BEGUN = (PipelineStatus.ACTIVE, PipelineStatus.PAUSED, PipelineStatus.COMPLETED)


def begun(connection: sa.Connection) -> list[PipelineRecord]:
    """Every pipeline that was activated and isn't archived, by name; tasks are not counted."""
    query = _select().where(pipeline.c.status.in_(_BEGUN))
    rows = connection.execute(query.order_by(pipeline.c.name_key, pipeline.c.id))
    return [_record(row) for row in rows]


def alike(connection: sa.Connection, name_or_id: str) -> list[PipelineRecord]:
    """The pipelines with a name or id; of several projects, where they have the same."""
    query = _select().where(
        sa.or_(pipeline.c.uid == name_or_id, pipeline.c.name_key == name_key(name_or_id))
    )
    return [_record(row) for row in connection.execute(query)]


def by_key(connection: sa.Connection, key: int) -> PipelineRecord | None:
    """The pipeline with this key; its tasks are not counted."""
    row = connection.execute(_select().where(pipeline.c.id == key)).first()
    return _record(row) if row else None


def name_is_used(
    connection: sa.Connection, project_key: int | None, name: str, but_key: int = 0
) -> bool:
    """Whether another pipeline of the project has the name."""
    query = sa.select(pipeline.c.id).where(
        sa.func.coalesce(pipeline.c.project_id, 0) == (project_key or 0),
        pipeline.c.name_key == name_key(name),
        pipeline.c.id != but_key,
    )
    return connection.scalar(query) is not None


def insert(connection: sa.Connection, name: str, **values: Any) -> int:
    """Add a pipeline; its key."""
    moment = now()
    made = connection.execute(
        sa.insert(pipeline).values(
            uid=new_id("pip"),
            name=name,
            name_key=name_key(name),
            status=PipelineStatus.DRAFT,
            created_at=moment,
            updated_at=moment,
            **values,
        )
    )
    return int(made.inserted_primary_key[0])  # type: ignore[index]


def update(connection: sa.Connection, key: int, **values: Any) -> None:
    """Change a pipeline's facts."""
    if "name" in values:
        values["name_key"] = name_key(values["name"])
    connection.execute(
        sa.update(pipeline).where(pipeline.c.id == key).values(updated_at=now(), **values)
    )


def delete(connection: sa.Connection, key: int) -> None:
    """Remove a pipeline with its forms, tasks and answers; its dataset stays."""
    # Forms are referred to by tasks, so these go first.
    connection.execute(sa.delete(task).where(task.c.pipeline_id == key))
    connection.execute(sa.delete(pipeline).where(pipeline.c.id == key))


def add_rows(connection: sa.Connection, dataset_key: int, more: int) -> None:
    """Count tasks that came to a dataset."""
    connection.execute(
        sa.update(dataset)
        .where(dataset.c.id == dataset_key)
        .values(row_count=dataset.c.row_count + more)
    )


def newest_version(connection: sa.Connection, dataset_key: int) -> int | None:
    """The key of a dataset's newest version, which the next one goes on from."""
    query = (
        sa.select(version.c.id)
        .where(version.c.dataset_id == dataset_key)
        .order_by(version.c.ordinal.desc())
        .limit(1)
    )
    return connection.scalar(query)


def name_version(connection: sa.Connection, key: int, name: str, description: str) -> None:
    """Give a version that was just made its texts."""
    connection.execute(
        sa.update(version).where(version.c.id == key).values(name=name, description=description)
    )


def insert_form(connection: sa.Connection, key: int, nodes: list[dict[str, Any]]) -> int:
    """Publish a form; its number."""
    ordinal = 1 + int(
        connection.scalar(
            sa.select(sa.func.coalesce(sa.func.max(pipeline_version.c.ordinal), 0)).where(
                pipeline_version.c.pipeline_id == key
            )
        )
        or 0
    )
    connection.execute(
        sa.insert(pipeline_version).values(
            uid=new_id("frm"),
            pipeline_id=key,
            ordinal=ordinal,
            definition=nodes,
            published_at=now(),
        )
    )
    return ordinal


def form(connection: sa.Connection, key: int, number: int) -> tuple[int, list[dict[str, Any]]]:
    """The key and the nodes of a published form."""
    row = connection.execute(
        sa.select(pipeline_version.c.id, pipeline_version.c.definition).where(
            pipeline_version.c.pipeline_id == key, pipeline_version.c.ordinal == number
        )
    ).one()
    return row.id, row.definition


def forms(connection: sa.Connection, key: int) -> list[Any]:
    """Number, nodes and time of each published form, oldest first."""
    query = (
        sa.select(
            pipeline_version.c.ordinal,
            pipeline_version.c.definition,
            pipeline_version.c.published_at,
        )
        .where(pipeline_version.c.pipeline_id == key)
        .order_by(pipeline_version.c.ordinal)
    )
    return list(connection.execute(query))


def put_template(connection: sa.Connection, name: str, nodes: list[dict[str, Any]]) -> None:
    """Keep a template, in the place of one of the same name."""
    connection.execute(sa.delete(setting).where(setting.c.name == TEMPLATE + name))
    connection.execute(sa.insert(setting).values(name=TEMPLATE + name, value=nodes))


def templates(connection: sa.Connection) -> dict[str, list[dict[str, Any]]]:
    """The nodes of each template, by name."""
    query = (
        sa.select(setting.c.name, setting.c.value)
        .where(setting.c.name.startswith(TEMPLATE, autoescape=True))
        .order_by(setting.c.name)
    )
    return {row.name.removeprefix(TEMPLATE): row.value for row in connection.execute(query)}
