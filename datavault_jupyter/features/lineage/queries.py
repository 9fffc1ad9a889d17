"""The SQL of the life of versions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa

from datavault_jupyter.base.clock import now
from datavault_jupyter.features.versions.records import VersionState
from datavault_jupyter.storage import tables
from datavault_jupyter.storage.tables import dataset, use_log, version, version_parent, version_tag

# Older SQLite binds at most 999 values.
_MOST_BOUND = 900


def update(connection: sa.Connection, key: int, **values: Any) -> None:
    """Change what may change of a version."""
    connection.execute(sa.update(version).where(version.c.id == key).values(**values))


def add_tags(connection: sa.Connection, key: int, tags: Iterable[str]) -> None:
    """Tag a version; tags it has are let be."""
    known = set(
        connection.scalars(sa.select(version_tag.c.tag).where(version_tag.c.version_id == key))
    )
    for tag in dict.fromkeys(tags):
        if tag not in known:
            connection.execute(sa.insert(version_tag).values(version_id=key, tag=tag))


def remove_tag(connection: sa.Connection, key: int, tag: str) -> bool:
    """Take a tag off a version; whether it had it."""
    done = connection.execute(
        sa.delete(version_tag).where(version_tag.c.version_id == key, version_tag.c.tag == tag)
    )
    return done.rowcount > 0


def untag_others(connection: sa.Connection, dataset_key: int, tag: str) -> None:
    """Take a tag off all versions of a dataset."""
    of_dataset = sa.select(version.c.id).where(version.c.dataset_id == dataset_key)
    connection.execute(
        sa.delete(version_tag).where(
            version_tag.c.tag == tag, version_tag.c.version_id.in_(of_dataset)
        )
    )


def children_of(connection: sa.Connection, key: int, *, are_alive: bool = False) -> Sequence[Any]:
    """The versions made from a version: key, id, number and the name of their dataset.

    Args:
        connection: A transaction.
        key: The version's.
        are_alive: Without those that were given up.
    """
    query = (
        sa.select(version.c.id, version.c.uid, version.c.number, dataset.c.name)
        .join(version_parent, version_parent.c.version_id == version.c.id)
        .join(dataset, dataset.c.id == version.c.dataset_id)
        .where(version_parent.c.parent_id == key)
        .order_by(version.c.id)
    )
    if are_alive:
        given_up = (VersionState.ABORTED, VersionState.FAILED)
        query = query.where(version.c.state.not_in(given_up))
    return connection.execute(query).all()


def ancestors_of(connection: sa.Connection, keys: Iterable[int]) -> set[int]:
    """The keys of all versions that these were made from, and their own."""
    start = list(dict.fromkeys(keys))
    line = sa.select(version.c.id.label("id")).where(version.c.id.in_(start)).cte(recursive=True)
    line = line.union(
        sa.select(version_parent.c.parent_id).join(line, line.c.id == version_parent.c.version_id)
    )
    return set(connection.scalars(sa.select(line.c.id)))


def parents_above(connection: sa.Connection, keys: Iterable[int]) -> dict[int, list[int]]:
    """For these versions and all their ancestors: what each was made from, in order."""
    start = list(dict.fromkeys(keys))
    links = version_parent
    line = sa.select(version.c.id.label("id")).where(version.c.id.in_(start)).cte(recursive=True)
    line = line.union(sa.select(links.c.parent_id).join(line, line.c.id == links.c.version_id))
    query = (
        sa.select(links)
        .where(links.c.version_id.in_(sa.select(line.c.id)))
        .order_by(links.c.version_id, links.c.position)
    )
    found: dict[int, list[int]] = {}
    for row in connection.execute(query):
        found.setdefault(row.version_id, []).append(row.parent_id)
    return found


def hang_children_on(connection: sa.Connection, key: int) -> None:
    """Let the children of a version that goes hang on its own parents, in its place."""
    links = version_parent
    own = list(
        connection.scalars(
            sa.select(links.c.parent_id).where(links.c.version_id == key).order_by(links.c.position)
        )
    )
    for child in children_of(connection, key):
        theirs = list(
            connection.scalars(
                sa.select(links.c.parent_id)
                .where(links.c.version_id == child.id)
                .order_by(links.c.position)
            )
        )
        at = theirs.index(key)
        line = dict.fromkeys([*theirs[:at], *own, *theirs[at + 1 :]])
        set_parents(connection, child.id, [each for each in line if each != key])


def set_parents(connection: sa.Connection, key: int, parents: Sequence[int]) -> None:
    """Say what a version was made from, in order."""
    links = version_parent
    connection.execute(sa.delete(links).where(links.c.version_id == key))
    if parents:
        connection.execute(
            sa.insert(links),
            [
                {"version_id": key, "position": position, "parent_id": parent}
                for position, parent in enumerate(parents)
            ],
        )


def delete(connection: sa.Connection, key: int) -> None:
    """Remove a version with its list of parts, tags and rejects."""
    links = version_parent
    connection.execute(sa.delete(links).where(links.c.version_id == key))
    connection.execute(sa.delete(version).where(version.c.id == key))


def part_ids_of(connection: sa.Connection, key: int) -> list[int]:
    """The parts that a version lists, in order."""
    listed = tables.version_part
    query = sa.select(listed.c.part_id).where(listed.c.version_id == key)
    return list(connection.scalars(query.order_by(listed.c.position)))


def still_there(connection: sa.Connection, part_ids: Iterable[int]) -> set[int]:
    """Which of these parts the catalogue still has."""
    part, wanted = tables.part, list(dict.fromkeys(part_ids))
    found: set[int] = set()
    for start in range(0, len(wanted), _MOST_BOUND):
        some = wanted[start : start + _MOST_BOUND]
        found.update(connection.scalars(sa.select(part.c.id).where(part.c.id.in_(some))))
    return found


def set_parts(connection: sa.Connection, key: int, part_ids: Sequence[int]) -> None:
    """Say which parts a draft lists now, in order."""
    listed = tables.version_part
    connection.execute(sa.delete(listed).where(listed.c.version_id == key))
    if part_ids:
        connection.execute(
            sa.insert(listed),
            [
                {"version_id": key, "position": position, "part_id": part_id}
                for position, part_id in enumerate(part_ids)
            ],
        )


def finished_count(connection: sa.Connection, dataset_key: int) -> int:
    """How many versions of a dataset are final or published."""
    states = (VersionState.FINAL, VersionState.PUBLISHED)
    query = sa.select(sa.func.count()).where(
        version.c.dataset_id == dataset_key, version.c.state.in_(states)
    )
    return int(connection.scalar(query) or 0)


def note_use(
    connection: sa.Connection, key: int, *, actor: str, place: str, alias: str, since: Any
) -> None:
    """Note that a version was loaded, unless that was noted since a moment."""
    known = sa.select(use_log.c.id).where(
        use_log.c.version_id == key,
        use_log.c.actor == actor,
        use_log.c.place == place,
        use_log.c.alias == alias,
        use_log.c.at > since,
    )
    if connection.scalar(known) is None:
        connection.execute(
            sa.insert(use_log).values(
                version_id=key, at=now(), actor=actor, place=place, alias=alias
            )
        )


def uses_of(connection: sa.Connection, keys: Iterable[int], limit: int) -> Sequence[Any]:
    """Who loaded these versions, newest first."""
    query = (
        sa.select(use_log, version.c.number)
        .join(version, version.c.id == use_log.c.version_id)
        .where(use_log.c.version_id.in_(list(keys)))
        .order_by(use_log.c.at.desc(), use_log.c.id.desc())
        .limit(limit)
    )
    return connection.execute(query).all()
