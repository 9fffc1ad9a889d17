"""What is asked about shares, as it goes over the wire."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from datavault_jupyter.features.sharing.records import LinkKind


@dataclass(frozen=True, slots=True)
class ShareArgs:
    """Which dataset."""

    dataset_id: str


@dataclass(frozen=True, slots=True)
class ShareModeArgs:
    """A link of which mode; a public one only when somebody said so twice."""

    dataset_id: str
    mode: LinkKind = LinkKind.RESTRICTED
    is_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class SharePeopleArgs:
    """Who is to be on the list.

    Attributes:
        text: As it was typed: names, ids or addresses with commas between them.
        outsiders: Those who are no members, and were confirmed.
    """

    dataset_id: str
    text: str = ""
    outsiders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SharePersonArgs:
    """Somebody on the list, by id, name or address."""

    dataset_id: str
    person: str


@dataclass(frozen=True, slots=True)
class ShareTermsArgs:
    """What the links allow, whole.

    Attributes:
        ends_at: From when on they open nothing; None is never.
        can_export: Whether rows may be taken out.
        hidden: Columns that whoever opens it doesn't see.
    """

    dataset_id: str
    ends_at: datetime | None
    can_export: bool
    hidden: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SharedColumn:
    """A column, and whether whoever opens the share doesn't see it."""

    name: str
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class SharePerson:
    """Somebody on the list.

    Attributes:
        id: By which they are named in questions: an id, or their identity.
        name: How they are shown.
        email: Their address, where their identity is one; else their identity.
        is_member: They have a role in the vault.
        opened_at: When they opened it last.
        has_personal: A personal link of theirs is alive.
    """

    id: str
    name: str
    email: str
    is_member: bool
    opened_at: datetime | None
    has_personal: bool


@dataclass(frozen=True, slots=True)
class ShareOpening:
    """Who opened it: empty for somebody without sign-in."""

    who: str
    link: LinkKind
    at: datetime
    count: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A share as it is.

    Attributes:
        refusal: Why no link can be made; empty where one can. Links that are there are told all
            the same.
        mode: restricted, public, or empty where there is no link.
        path: Where the link leads to, below the address of Jupyter's server; empty without one.
        contributor_count: How many names of contributors its rows may hold.
        is_public_possible: Whether a public link can be made.
        server_url: The address of Jupyter's server, where the kernel knows it.
        mailer: The mailer that is installed; empty where none is: then nothing is sent.
        notice: What is worth knowing about the last change.
    """

    dataset_id: str
    dataset_name: str
    refusal: str
    mode: str
    path: str
    ends_at: datetime | None
    can_export: bool
    columns: tuple[SharedColumn, ...]
    people: tuple[SharePerson, ...]
    openings: tuple[ShareOpening, ...]
    created_by: str
    created_at: datetime | None
    row_count: int
    contributor_count: int
    is_public_possible: bool
    server_url: str
    mailer: str
    notice: str = ""


@dataclass(frozen=True, slots=True)
class BadShareEntry:
    """An entry nobody can be made of, and why."""

    entry: str
    problem: str


@dataclass(frozen=True, slots=True)
class AddedToShare:
    """What became of a typed list; `waiting` are outsiders to be confirmed."""

    sheet: Sheet
    added: tuple[str, ...]
    waiting: tuple[str, ...]
    bad: tuple[BadShareEntry, ...]


@dataclass(frozen=True, slots=True)
class PersonalLink:
    """A personal link, told this once."""

    sheet: Sheet
    person: str
    path: str
