"""A person, and an entry of the audit trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from datavault_jupyter.access import OrgRole, ProjectRole


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody the vault knows.

    Attributes:
        id: ``prs_…``.
        identity: The name Jupyter or the system gives them.
        role: Their role in the vault; None: known by name only.
    """

    key: int
    id: str
    identity: str
    display_name: str
    role: OrgRole | None


@dataclass(frozen=True, slots=True)
class Membership:
    """Somebody's role in a project."""

    person_key: int
    project: str
    role: ProjectRole


class InviteOutcome(StrEnum):
    """What became of one of those who were to get a role."""

    ADDED = "added"
    KNOWN = "known"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Invited:
    """What became of one name of a list.

    Attributes:
        name: As it was given.
        outcome: ``known``: they had a role before, and it is unchanged.
        role: The role they have now; empty where they were refused.
        reason: Why they were refused.
    """

    name: str
    outcome: InviteOutcome
    role: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """Which entries of the audit trail.

    Attributes:
        actor: The identity of who did it; empty: anybody's.
        kind: What it was done to, such as ``dataset`` or ``project``; empty: anything.
        search: Part of the name of what it was done to.
        since: From this moment on, in UTC.
        until: Before this moment.
        before: Only entries older than the one of this key, for the next page; 0: from the newest.
    """

    actor: str = ""
    kind: str = ""
    search: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: int = 0


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who did what, and when.

    Attributes:
        at: When, in UTC.
        actor: The identity of who did it.
        action: What, such as ``dataset.delete``.
        resource: The id of what it was done to; it may no longer exist.
        resource_name: The name it had then.
        details: What else is worth knowing.
        key: Its place in the trail: a newer entry has a greater one.
    """

    at: datetime
    actor: str
    action: str
    resource: str
    resource_name: str
    details: dict[str, Any]
    key: int = 0
