"""All SQL about projects and their members."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from datavault_jupyter.access import ProjectRole, Visibility
from datavault_jupyter.base.clock import now
from datavault_jupyter.base.ids import new_id
from datavault_jupyter.base.names import name_key
from datavault_jupyter.features.projects.records import Project, ProjectMember
from datavault_jupyter.storage.tables import dataset, person, project, project_member


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
