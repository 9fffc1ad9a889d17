"""Opening a share: what a token leads to, asked anew with every question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from datavault_jupyter.access import Identity
from datavault_jupyter.base.clock import now
from datavault_jupyter.features.datasets import queries as datasets
from datavault_jupyter.features.people import queries as people
from datavault_jupyter.features.sharing import queries, tokens
from datavault_jupyter.features.sharing.records import Link, LinkKind
from datavault_jupyter.storage.catalog import Connection
from datavault_jupyter.storage.store import Store

# Openings within this time by the same person and link are told as one.
SAME_VISIT = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Opened:
    """What somebody may see by a link.

    Attributes:
        share_key: The link's row.
        dataset_key: The one dataset they may read.
        dataset_id: Its id.
        link: By which kind of link they came.
        who: Their identity; empty for somebody without sign-in.
        hidden: Columns that do not exist for them.
        can_export: Whether they may take rows out.
        ends_at: From when on the link opens nothing; None is never.
        shared_by: The name of who made the link.
    """

    share_key: int
    dataset_key: int
    dataset_id: str
    link: LinkKind
    who: str
    hidden: frozenset[str]
    can_export: bool
    ends_at: datetime | None
    shared_by: str


class ShareOpener:
    """Says what a token opens. Nothing is remembered, so a link taken back is dead at once.

    Args:
        store: The vault.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    def look(self, token: str, identity: Identity | None) -> tuple[LinkKind | None, Opened | None]:
        """The kind of a link that is alive, and what it opens, of one state of the catalogue.

        Args:
            token: As it came in the address.
            identity: Who is signed in; None for nobody.
        """
        if not tokens.is_token(token):
            return None, None
        with self._store.catalog.read() as connection:
            found = _found(connection, token)
            if found is None:
                return None, None
            link, kind, who = found
            if kind is LinkKind.RESTRICTED:
                if identity is None or not _admits(connection, link, identity.name):
                    return kind, None
                who = identity.name
            elif kind is LinkKind.PUBLIC and identity is not None:
                who = identity.name
            return kind, _opened(connection, link, kind, who)

    def note(self, opened: Opened) -> None:
        """Write down that somebody opened a share, once for a visit."""
        at = now()
        with self._store.catalog.write() as connection:
            queries.note_visit(
                connection,
                opened.share_key,
                identity=opened.who,
                link=opened.link,
                at=at,
                since=at - SAME_VISIT,
            )


def _found(connection: Connection, token: str) -> tuple[Link, LinkKind, str] | None:
    """The link of a token that is alive, its kind, and whom a personal one is for.

    Both places are looked at whatever is found, so that the time tells nothing.
    """
    wanted = tokens.digest(token)
    link = queries.by_digest(connection, wanted)
    personal = queries.by_personal(connection, wanted)
    if link is not None and tokens.same(link.digest, wanted):
        found: tuple[Link, LinkKind, str] = (link, link.mode, "")
    elif personal is not None:
        found = (personal[0], LinkKind.PERSONAL, personal[1])
    else:
        return None
    ends_at = found[0].ends_at
    return None if ends_at is not None and ends_at <= now() else found


def _opened(connection: Connection, link: Link, kind: LinkKind, who: str) -> Opened | None:
    record = datasets.by_key(connection, link.dataset_key)
    if record is None:
        return None
    maker = people.find_person(connection, link.created_by) if link.created_by else None
    return Opened(
        share_key=link.key,
        dataset_key=link.dataset_key,
        dataset_id=record.id,
        link=kind,
        who=who,
        hidden=frozenset(link.hidden),
        can_export=link.can_export,
        ends_at=link.ends_at,
        shared_by=maker.display_name if maker else "",
    )


def _admits(connection: Connection, link: Link, identity: str) -> bool:
    # Who made it tries it first.
    return identity == link.created_by or queries.is_on_list(connection, link.key, identity)
