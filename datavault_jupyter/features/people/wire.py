"""What a view asks and is told about people and the audit trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from datavault_jupyter.features.people.records import InviteOutcome


@dataclass(frozen=True, slots=True)
class MeArgs:
    """Who asks; there is nothing to choose."""


@dataclass(frozen=True, slots=True)
class Me:
    """Who asks, and what they may do in the vault at large.

    Attributes:
        role: Their role as people read it; empty: none.
        may_make_admins: Whether they may give and take the role of Sys Admin.
    """

    identity: str
    name: str
    role: str
    may_see_people: bool
    may_edit_people: bool
    may_see_audit: bool
    may_create_projects: bool
    may_make_admins: bool


@dataclass(frozen=True, slots=True)
class PeopleListArgs:
    """Everybody; there is nothing to choose."""


@dataclass(frozen=True, slots=True)
class ListedMembership:
    """A project somebody works in, and as what."""

    project: str
    role: str


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """Somebody the vault knows.

    Attributes:
        role: ``sys_admin``, ``org_admin``, ``project_admin`` or ``contributor``; empty: none.
    """

    id: str
    identity: str
    name: str
    role: str
    projects: tuple[ListedMembership, ...]


@dataclass(frozen=True, slots=True)
class PeopleList:
    """Everybody the vault knows, by name."""

    people: tuple[ListedPerson, ...]


@dataclass(frozen=True, slots=True)
class InviteArgs:
    """A list of people, as typed, and the role they are to get."""

    people: str
    role: str


@dataclass(frozen=True, slots=True)
class InvitedPerson:
    """What became of one name of the list; `role` is the one they have now."""

    name: str
    outcome: InviteOutcome
    role: str
    reason: str


@dataclass(frozen=True, slots=True)
class InvitedPeople:
    """What became of each name of the list."""

    people: tuple[InvitedPerson, ...]


@dataclass(frozen=True, slots=True)
class RoleArgs:
    """Whose role is to change, and to what; an empty one takes it away."""

    identity: str
    role: str


@dataclass(frozen=True, slots=True)
class AuditArgs:
    """Which entries of the audit trail; what is empty doesn't narrow.

    Attributes:
        actor: The identity of who did it.
        kind: What it was done to, such as ``dataset``.
        search: Part of the name of what it was done to.
        since: From this moment on.
        until: Before this moment.
        before: Only what is older than the entry of this key.
    """

    actor: str = ""
    kind: str = ""
    search: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: int = 0
    limit: int = 100


@dataclass(frozen=True, slots=True)
class AuditLine:
    """An entry of the audit trail, as it is told.

    Attributes:
        kind: What it was done to.
        resource: Its id; it may no longer exist.
        name: The name it had then.
        text: What was done, as it goes on after the name of who did it.
    """

    key: int
    at: datetime
    actor: str
    kind: str
    resource: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Entries that match, newest first, and how many match in all.

    Attributes:
        actors: Everybody who ever did anything, to choose from; with the first page only.
    """

    entries: tuple[AuditLine, ...]
    total_count: int
    actors: tuple[str, ...]
