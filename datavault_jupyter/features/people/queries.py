"""All SQL about people, roles and the audit trail."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from datavault_jupyter.access import DatasetRole, OrgRole, ProjectRole
from datavault_jupyter.base.clock import now
from datavault_jupyter.base.ids import new_id
from datavault_jupyter.features.people.records import (
    AuditEntry,
    AuditQuery,
    Membership,
    Person,
)
from datavault_jupyter.storage.tables import (
    audit,
    dataset_member,
    person,
    project,
    project_member,
)


def _person(row: Any) -> Person:
    role = OrgRole(row.org_role) if row.org_role else None
    return Person(row.id, row.uid, row.identity, row.display_name, role)


def find_person(connection: sa.Connection, identity: str) -> Person | None:
    """The person with this identity or id."""
    row = connection.execute(
        sa.select(person).where(sa.or_(person.c.identity == identity, person.c.uid == identity))
    ).first()
    return _person(row) if row else None


def find_shown(connection: sa.Connection, display_name: str) -> Person | None:
    """The one person who is shown by this name; None where several are, or nobody."""
    rows = connection.execute(
        sa.select(person).where(person.c.display_name == display_name).limit(2)
    ).all()
    return _person(rows[0]) if len(rows) == 1 else None


def display_names(connection: sa.Connection, identities: Iterable[str]) -> dict[str, str]:
    """The names by which people are shown, by identity; who isn't known is left out."""
    found = [find_person(connection, each) for each in set(identities) if each]
    return {each.identity: each.display_name for each in found if each}


def all_people(connection: sa.Connection) -> list[Person]:
    """Everybody, by name."""
    return [_person(row) for row in connection.execute(sa.select(person).order_by("identity"))]


def insert_person(
    connection: sa.Connection, identity: str, display_name: str, role: OrgRole | None
) -> Person:
    """Make somebody known."""
    uid = new_id("prs")
    made = connection.execute(
        sa.insert(person).values(
            uid=uid, identity=identity, display_name=display_name, org_role=role, created_at=now()
        )
    )
    return Person(int(made.inserted_primary_key[0]), uid, identity, display_name, role)  # type: ignore[index]


# Kept for somebody whose role was taken away; NULL is somebody who never had one.
_REMOVED = ""


def set_org_role(connection: sa.Connection, key: int, role: OrgRole | None) -> None:
    """Change somebody's role in the vault; None takes it away."""
    kept = _REMOVED if role is None else role
    connection.execute(sa.update(person).where(person.c.id == key).values(org_role=kept))


def was_removed(connection: sa.Connection, key: int) -> bool:
    """Whether somebody's role was taken away by an admin."""
    query = sa.select(person.c.org_role).where(person.c.id == key)
    return bool(connection.scalar(query) == _REMOVED)


def count_role(connection: sa.Connection, role: OrgRole) -> int:
    """How many people hold a role."""
    return int(
        connection.scalar(
            sa.select(sa.func.count()).select_from(person).where(person.c.org_role == role)
        )
        or 0
    )


def org_role(connection: sa.Connection, key: int) -> OrgRole | None:
    """Somebody's role in the vault."""
    found = connection.scalar(sa.select(person.c.org_role).where(person.c.id == key))
    return OrgRole(found) if found else None


def project_roles(connection: sa.Connection, key: int) -> dict[int, ProjectRole]:
    """Somebody's role in each of their projects."""
    rows = connection.execute(
        sa.select(project_member.c.project_id, project_member.c.role).where(
            project_member.c.person_id == key
        )
    )
    return {int(row.project_id): ProjectRole(row.role) for row in rows}


def dataset_roles(connection: sa.Connection, key: int) -> dict[int, DatasetRole]:
    """Somebody's role on each dataset they are a member of."""
    rows = connection.execute(
        sa.select(dataset_member.c.dataset_id, dataset_member.c.role).where(
            dataset_member.c.person_id == key
        )
    )
    return {int(row.dataset_id): DatasetRole(row.role) for row in rows}


def record(
    connection: sa.Connection,
    actor: str,
    action: str,
    resource: str = "",
    resource_name: str = "",
    *,
    project_uid: str | None = None,
    **details: Any,
) -> None:
    """Add an entry to the audit trail, in the transaction that does what it tells."""
    connection.execute(
        sa.insert(audit).values(
            at=now(),
            actor=actor,
            action=action,
            resource=resource,
            resource_name=resource_name,
            project_uid=project_uid,
            details=details or None,
        )
    )


def memberships(connection: sa.Connection) -> list[Membership]:
    """Who is in which project, by the project's name."""
    rows = connection.execute(
        sa.select(project_member.c.person_id, project.c.name, project_member.c.role)
        .join(project, project.c.id == project_member.c.project_id)
        .order_by(project.c.name_key)
    )
    return [Membership(int(row.person_id), row.name, ProjectRole(row.role)) for row in rows]


def _entry(row: Any) -> AuditEntry:
    return AuditEntry(
        row.at, row.actor, row.action, row.resource, row.resource_name, row.details or {}, row.id
    )


def audit_entries(connection: sa.Connection, resource: str | None, limit: int) -> list[AuditEntry]:
    """The newest entries first, of one resource or of all."""
    query = sa.select(audit).order_by(audit.c.id.desc()).limit(limit)
    if resource is not None:
        query = query.where(audit.c.resource == resource)
    return [_entry(row) for row in connection.execute(query)]


def _audited(query: sa.Select[Any], wanted: AuditQuery) -> sa.Select[Any]:
    if wanted.actor:
        query = query.where(audit.c.actor == wanted.actor)
    if wanted.kind:
        query = query.where(audit.c.action.startswith(f"{wanted.kind}.", autoescape=True))
    if wanted.search:
        query = query.where(audit.c.resource_name.icontains(wanted.search, autoescape=True))
    if wanted.since is not None:
        query = query.where(audit.c.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(audit.c.at < wanted.until)
    return query


def audit_page(
    connection: sa.Connection, wanted: AuditQuery, limit: int
) -> tuple[list[AuditEntry], int]:
    """The newest entries that match, from a place on, and how many match in all."""
    query = _audited(sa.select(audit), wanted).order_by(audit.c.id.desc()).limit(limit)
    if wanted.before:
        query = query.where(audit.c.id < wanted.before)
    counted = _audited(sa.select(sa.func.count()).select_from(audit), wanted)
    entries = [_entry(row) for row in connection.execute(query)]
    return entries, int(connection.scalar(counted) or 0)


def audit_actors(connection: sa.Connection) -> list[str]:
    """Who has done anything, by name."""
    query = sa.select(audit.c.actor).distinct().order_by(audit.c.actor)
    return [str(row.actor) for row in connection.execute(query)]
