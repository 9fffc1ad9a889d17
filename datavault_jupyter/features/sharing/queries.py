"""All SQL about shares."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from datavault_jupyter.features.sharing.records import Link, LinkKind, Listed, Opening
from datavault_jupyter.storage.tables import (
    answer,
    contributor,
    person,
    share,
    share_person,
    share_visit,
    task,
)

_MOST_OPENINGS = 50
_LINK = (
    *(share.c.id, share.c.uid, share.c.dataset_id, share.c.mode, share.c.token_sha256),
    *(share.c.may_download, share.c.hidden_columns, share.c.created_at, share.c.expires_at),
    sa.func.coalesce(person.c.identity, "").label("maker"),
)


def _links() -> sa.Select[Any]:
    joined = share.outerjoin(person, person.c.id == share.c.created_by)
    return sa.select(*_LINK).select_from(joined)


def _link(row: Any) -> Link:
    return Link(
        key=row.id,
        id=row.uid,
        dataset_key=row.dataset_id,
        mode=LinkKind(row.mode),
        digest=row.token_sha256,
        can_export=bool(row.may_download),
        hidden=tuple(row.hidden_columns or ()),
        created_by=row.maker,
        created_at=row.created_at,
        ends_at=row.expires_at,
    )


def alive(connection: sa.Connection, dataset_key: int) -> dict[LinkKind, Link]:
    """The links of a dataset that were not taken back, by mode; ended ones among them."""
    query = _links().where(share.c.dataset_id == dataset_key, share.c.revoked_at.is_(None))
    made = [_link(row) for row in connection.execute(query.order_by(share.c.id))]
    return {each.mode: each for each in made}


def by_digest(connection: sa.Connection, found: str) -> Link | None:
    """The link whose token has this digest."""
    query = _links().where(share.c.token_sha256 == found, share.c.revoked_at.is_(None))
    row = connection.execute(query).first()
    return _link(row) if row else None


def by_personal(connection: sa.Connection, found: str) -> tuple[Link, str] | None:
    """The link and the person whose personal token has this digest."""
    query = (
        sa.select(share_person.c.share_id, share_person.c.identity)
        .join(share, share.c.id == share_person.c.share_id)
        .where(share_person.c.token_sha256 == found, share.c.revoked_at.is_(None))
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    link = connection.execute(_links().where(share.c.id == row.share_id)).one()
    return _link(link), str(row.identity)


def insert(connection: sa.Connection, link: Link, maker_key: int | None) -> int:
    """Make a link."""
    made = connection.execute(
        sa.insert(share).values(
            uid=link.id,
            dataset_id=link.dataset_key,
            mode=link.mode,
            token_sha256=link.digest,
            may_download=link.can_export,
            hidden_columns=list(link.hidden),
            created_by=maker_key,
            created_at=link.created_at,
            expires_at=link.ends_at,
        )
    )
    return int(made.inserted_primary_key[0])  # type: ignore[index]


def newest(connection: sa.Connection, dataset_key: int, mode: LinkKind) -> int | None:
    """The row of the latest link of a mode, taken back or not."""
    query = (
        sa.select(share.c.id)
        .where(share.c.dataset_id == dataset_key, share.c.mode == mode)
        .order_by(share.c.id.desc())
    )
    found = connection.scalar(query)
    return int(found) if found is not None else None


def revoke(connection: sa.Connection, keys: Iterable[int], at: datetime) -> None:
    """Take links back, and the personal ones that hang on them: they open nothing any more."""
    rows = list(keys)
    connection.execute(sa.update(share).where(share.c.id.in_(rows)).values(revoked_at=at))
    mine = share_person.c.share_id.in_(rows)
    connection.execute(sa.update(share_person).where(mine).values(token_sha256=None))


def change(
    connection: sa.Connection,
    keys: Iterable[int],
    *,
    ends_at: datetime | None,
    can_export: bool,
    hidden: Sequence[str],
) -> None:
    """Set what links allow."""
    connection.execute(
        sa.update(share)
        .where(share.c.id.in_(list(keys)))
        .values(expires_at=ends_at, may_download=can_export, hidden_columns=list(hidden))
    )


def people(connection: sa.Connection, share_key: int) -> list[Listed]:
    """Who is on the list of a restricted link, by name."""
    opened = (
        sa.select(share_visit.c.identity, sa.func.max(share_visit.c.at).label("at"))
        .where(share_visit.c.share_id == share_key)
        .group_by(share_visit.c.identity)
        .subquery()
    )
    rows = connection.execute(
        sa.select(
            share_person.c.identity,
            share_person.c.token_sha256,
            person.c.display_name,
            person.c.uid,
            person.c.org_role,
            opened.c.at,
        )
        .outerjoin(person, person.c.identity == share_person.c.identity)
        .outerjoin(opened, opened.c.identity == share_person.c.identity)
        .where(share_person.c.share_id == share_key)
    )
    found = [
        Listed(
            identity=row.identity,
            display_name=row.display_name or row.identity,
            person_id=row.uid or "",
            is_member=bool(row.org_role),
            has_personal=row.token_sha256 is not None,
            opened_at=row.at,
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: each.display_name.casefold())


def is_on_list(connection: sa.Connection, share_key: int, identity: str) -> bool:
    """Whether somebody is on the list of a link."""
    query = sa.select(share_person.c.identity).where(
        share_person.c.share_id == share_key, share_person.c.identity == identity
    )
    return connection.scalar(query) is not None


def put_person(connection: sa.Connection, share_key: int, identity: str, at: datetime) -> None:
    """Put somebody on the list of a link."""
    if not is_on_list(connection, share_key, identity):
        connection.execute(
            sa.insert(share_person).values(share_id=share_key, identity=identity, added_at=at)
        )


def take_person(connection: sa.Connection, share_key: int, identity: str) -> bool:
    """Take somebody off the list, and their personal link with them."""
    done = connection.execute(
        sa.delete(share_person).where(
            share_person.c.share_id == share_key, share_person.c.identity == identity
        )
    )
    return bool(done.rowcount)


def set_personal(connection: sa.Connection, share_key: int, identity: str, found: str) -> bool:
    """Keep the digest of somebody's personal token in place of an earlier one."""
    done = connection.execute(
        sa.update(share_person)
        .where(share_person.c.share_id == share_key, share_person.c.identity == identity)
        .values(token_sha256=found)
    )
    return bool(done.rowcount)


def copy_people(connection: sa.Connection, from_key: int, to_key: int) -> None:
    """Put who is on one list on another; personal links stay behind."""
    rows = sa.select(sa.literal(to_key), share_person.c.identity, share_person.c.added_at).where(
        share_person.c.share_id == from_key
    )
    connection.execute(
        sa.insert(share_person).from_select(["share_id", "identity", "added_at"], rows)
    )


def note_visit(
    connection: sa.Connection,
    share_key: int,
    *,
    identity: str,
    link: LinkKind,
    at: datetime,
    since: datetime,
) -> None:
    """Write an opening down, unless the same was written since a moment."""
    who = share_visit.c.identity == identity if identity else share_visit.c.identity.is_(None)
    same = sa.select(share_visit.c.id).where(
        share_visit.c.share_id == share_key, share_visit.c.action == link, who
    )
    if connection.scalar(same.where(share_visit.c.at >= since).limit(1)) is not None:
        return
    connection.execute(
        sa.insert(share_visit).values(
            share_id=share_key, identity=identity or None, action=link, at=at
        )
    )


def openings(connection: sa.Connection, dataset_key: int) -> list[Opening]:
    """Who opened any link of a dataset, the latest first."""
    last = sa.func.max(share_visit.c.at).label("last")
    rows = connection.execute(
        sa.select(share_visit.c.identity, share_visit.c.action, last, sa.func.count().label("n"))
        .join(share, share.c.id == share_visit.c.share_id)
        .where(share.c.dataset_id == dataset_key)
        .group_by(share_visit.c.identity, share_visit.c.action)
        .order_by(last.desc(), share_visit.c.identity, share_visit.c.action)
        .limit(_MOST_OPENINGS)
    )
    return [Opening(row.identity or "", LinkKind(row.action), row.last, row.n) for row in rows]


def contributor_count(connection: sa.Connection, dataset_key: int) -> int:
    """How many contributors a dataset's rows may name."""
    # One answer of each is enough to know, and an index leads to it.
    theirs = (
        sa.select(answer.c.id)
        .join(task, task.c.id == answer.c.task_id)
        .where(answer.c.contributor_id == contributor.c.id, task.c.dataset_id == dataset_key)
    )
    query = sa.select(sa.func.count()).select_from(contributor).where(sa.exists(theirs))
    return int(connection.scalar(query) or 0)
