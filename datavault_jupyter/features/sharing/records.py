"""What is known of a share."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class LinkKind(StrEnum):
    """By which link somebody comes.

    A restricted link admits people on the list who sign in, a public one anybody; a personal one
    is a secret for one person on the list.
    """

    RESTRICTED = "restricted"
    PUBLIC = "public"
    PERSONAL = "personal"


@dataclass(frozen=True, slots=True)
class Link:
    """A link that is alive.

    Attributes:
        key: Its row.
        id: ``shr_…``, of which the token is made.
        dataset_key: The dataset it opens.
        mode: Restricted or public.
        digest: SHA-256 of the token.
        can_export: Whether who opens it may export.
        hidden: Columns they don't see.
        created_by: The identity of who made it.
        created_at: When.
        ends_at: From when on it opens nothing; None is never.
    """

    key: int
    id: str
    dataset_key: int
    mode: LinkKind
    digest: str
    can_export: bool
    hidden: tuple[str, ...]
    created_by: str
    created_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class Listed:
    """Somebody on the list of a share.

    Attributes:
        identity: By which they sign in.
        display_name: How they are shown; the identity where the vault doesn't know them.
        person_id: ``prs_…``; empty where the vault doesn't know them.
        is_member: They have a role in the vault.
        has_personal: A personal link of theirs is alive.
        opened_at: When they opened it last.
    """

    identity: str
    display_name: str = ""
    person_id: str = ""
    is_member: bool = False
    has_personal: bool = False
    opened_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """Somebody opened a share: how often by this link, and when last."""

    who: str
    link: LinkKind
    at: datetime
    count: int


@dataclass(frozen=True, slots=True)
class Shared:
    """A share as it is.

    Attributes:
        links: Those alive, by mode.
        people: The list, by name.
        openings: The latest first.
    """

    links: dict[LinkKind, Link] = field(default_factory=dict)
    people: tuple[Listed, ...] = ()
    openings: tuple[Opening, ...] = ()

    @property
    def link(self) -> Link | None:
        """The link that is handed out: the public one where there is one."""
        return self.links.get(LinkKind.PUBLIC) or self.links.get(LinkKind.RESTRICTED)
