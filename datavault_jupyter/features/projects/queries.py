"""All SQL about projects and their members."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from datavault_jupyter.access import ProjectRole, Visibility
from datavault_jupyter.base.clock import now
from datavault_jupyter.base.ids import new_id
from datavault_jupyter.base.names import name_key
from datavault_jupyter.features.projects.records import (
    Project,
    ProjectCounts,
    ProjectMember,
    ProjectPipeline,
)
from datavault_jupyter.storage.tables import (
    dataset,
    person,
    pipeline,
    project,
    project_member,
)


def _project(row: Any) -> Project:
    return Project(
        row.id, row.uid, row.name, row.description, row.parent_id, row.created_at, row.updated_at
    )


def find(connection: sa.Connection, name_or_id: str) -> Project | None:
    """The project with this name or id."""
    row = connection.execute(
        sa.select(project).where(
            sa.or_(project.c.uid == name_or_id, project.c.name_key == name_key(name_or_id))
        )
    ).first()
    return _project(row) if row else None


def all_visible(connection: sa.Connection, seen: Visibility) -> list[Project]:
    """The projects an actor may see, by name."""
    query = sa.select(project).order_by(project.c.name_key)
    if not seen.is_everything:
        query = query.where(project.c.id.in_(seen.project_ids))
    return [_project(row) for row in connection.execute(query)]


def insert(
    connection: sa.Connection,
    name: str,
    description: str,
    parent_key: int | None,
    person_key: int,
) -> Project:
    """Make a project."""
    moment = now()
    uid = new_id("prj")
    made = connection.execute(
        sa.insert(project).values(
            uid=uid,
            parent_id=parent_key,
            name=name,
            name_key=name_key(name),
            description=description,
            created_by=person_key,
            created_at=moment,
            updated_at=moment,
        )
    )
    key = int(made.inserted_primary_key[0])  # type: ignore[index]
    return Project(key, uid, name, description, parent_key, moment, moment)


def update(connection: sa.Connection, key: int, **values: Any) -> None:
    """Change a project's facts."""
    connection.execute(
        sa.update(project).where(project.c.id == key).values(updated_at=now(), **values)
    )


def delete(connection: sa.Connection, key: int) -> None:
    """Remove a project and its memberships."""
    connection.execute(sa.delete(project).where(project.c.id == key))


def dataset_count(connection: sa.Connection, key: int) -> int:
    """How many datasets lie in a project, archived ones too."""
    query = sa.select(sa.func.count()).select_from(dataset).where(dataset.c.project_id == key)
    return int(connection.scalar(query) or 0)


def child_count(connection: sa.Connection, key: int) -> int:
    """How many projects lie in a project."""
    query = sa.select(sa.func.count()).select_from(project).where(project.c.parent_id == key)
    return int(connection.scalar(query) or 0)


def pipeline_count(connection: sa.Connection, key: int) -> int:
    """How many pipelines lie in a project."""
    query = sa.select(sa.func.count()).select_from(pipeline).where(pipeline.c.project_id == key)
    return int(connection.scalar(query) or 0)


def all_counts(connection: sa.Connection, keys: list[int]) -> dict[int, ProjectCounts]:
    """How much lies in each of these projects."""
    found = []
    for column in (dataset.c.project_id, pipeline.c.project_id, project_member.c.project_id):
        rows = connection.execute(
            sa.select(column, sa.func.count()).where(column.in_(keys)).group_by(column)
        )
        found.append({int(row[0]): int(row[1]) for row in rows})
    return {key: ProjectCounts(*(each.get(key, 0) for each in found)) for key in keys}


def pipelines(connection: sa.Connection, key: int) -> list[ProjectPipeline]:
    """The pipelines of a project with the datasets they fill, by name."""
    rows = connection.execute(
        sa.select(pipeline.c.uid, pipeline.c.name, pipeline.c.status, dataset.c.uid.label("into"))
        .outerjoin(dataset, dataset.c.pipeline_id == pipeline.c.id)
        .where(pipeline.c.project_id == key)
        .order_by(pipeline.c.name_key)
    )
    return [ProjectPipeline(row.uid, row.name, row.status, row.into) for row in rows]


def has_pipeline(connection: sa.Connection, key: int | None, name: str) -> bool:
    """Whether a project has a pipeline of this name."""
    query = sa.select(pipeline.c.id).where(
        sa.func.coalesce(pipeline.c.project_id, 0) == (key or 0),
        pipeline.c.name_key == name_key(name),
    )
    return connection.scalar(query) is not None


def move_pipeline(connection: sa.Connection, dataset_key: int, key: int | None) -> None:
    """Put the pipeline that fills a dataset into a project."""
    own = sa.select(dataset.c.pipeline_id).where(dataset.c.id == dataset_key).scalar_subquery()
    connection.execute(
        sa.update(pipeline).where(pipeline.c.id == own).values(project_id=key, updated_at=now())
    )


def members(connection: sa.Connection, key: int) -> list[ProjectMember]:
    """The members of a project, by name."""
    rows = connection.execute(
        sa.select(person.c.identity, project_member.c.role)
        .join(person, person.c.id == project_member.c.person_id)
        .where(project_member.c.project_id == key)
        .order_by(person.c.identity)
    )
    return [ProjectMember(row.identity, ProjectRole(row.role)) for row in rows]


def put_member(
    connection: sa.Connection, key: int, person_key: int, role: ProjectRole | None
) -> None:
    """Set somebody's role in a project; None takes them out."""
    table = project_member
    connection.execute(
        sa.delete(table).where(table.c.project_id == key, table.c.person_id == person_key)
    )
    if role is not None:
        connection.execute(
            sa.insert(table).values(project_id=key, person_id=person_key, role=role, added_at=now())
        )
