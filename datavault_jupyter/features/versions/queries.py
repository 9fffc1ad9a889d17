"""All SQL about versions and the parts they list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from datavault_jupyter.base.clock import now
from datavault_jupyter.base.ids import new_id
from datavault_jupyter.features.versions.records import (
    ParentLink,
    Version,
    VersionState,
    is_release,
    next_number,
    precedence,
)
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.parts import column_set_id
from datavault_jupyter.storage.tables import (
    column_set,
    dataset,
    part,
    person,
    version,
    version_parent,
    version_part,
    version_tag,
)


@dataclass(frozen=True, slots=True)
class ListedPart:
    """A part that a version lists: its id, its path within the vault, and how many rows it has."""

    uid: str
    path: str
    row_count: int


@dataclass(frozen=True, slots=True)
class Listed:
    """What a version is made of: its columns, and its parts in order."""

    columns: Columns
    parts: tuple[ListedPart, ...]


def insert_final(
    connection: sa.Connection,
    dataset_key: int,
    number: str,
    *,
    ordinal: int,
    part_ids: Sequence[int],
    row_count: int,
    byte_count: int,
    columns: Columns,
    person_key: int,
    source_info: Mapping[str, Any],
    parent_key: int | None = None,
) -> int:
    """Make a finished version out of registered parts, which have so many rows; its key."""
    moment = now()
    made = connection.execute(
        sa.insert(version).values(
            uid=new_id("ver"),
            dataset_id=dataset_key,
            ordinal=ordinal,
            number=number,
            state=VersionState.FINAL,
            column_set_id=column_set_id(connection, columns),
            row_count=row_count,
            byte_count=byte_count,
            source_info=dict(source_info),
            created_by=person_key,
            created_at=moment,
            finished_at=moment,
        )
    )
    key = int(made.inserted_primary_key[0])  # type: ignore[index]
    if part_ids:
        connection.execute(
            sa.insert(version_part),
            [
                {"version_id": key, "position": position, "part_id": part_id}
                for position, part_id in enumerate(part_ids)
            ],
        )
    if parent_key is not None:
        connection.execute(
            sa.insert(version_parent).values(version_id=key, position=0, parent_id=parent_key)
        )
    return key


def newest_of(connection: sa.Connection, dataset_key: int) -> tuple[int, str] | None:
    """Ordinal and number of a dataset's newest version."""
    row = connection.execute(
        sa.select(version.c.ordinal, version.c.number)
        .where(version.c.dataset_id == dataset_key)
        .order_by(version.c.ordinal.desc())
        .limit(1)
    ).first()
    return (row.ordinal, row.number) if row else None


def next_ordinal(connection: sa.Connection, dataset_key: int) -> int:
    """The place of a dataset's next version in the order in which they were made."""
    newest = newest_of(connection, dataset_key)
    return newest[0] + 1 if newest else 1


def number_is_used(connection: sa.Connection, dataset_key: int, number: str) -> bool:
    """Whether a version of the dataset has the number."""
    query = sa.select(version.c.id).where(
        version.c.dataset_id == dataset_key, version.c.number == number
    )
    return connection.scalar(query) is not None


def next_place(connection: sa.Connection, dataset_key: int) -> tuple[int, str]:
    """The ordinal and the number of a dataset's next version; nobody has the number yet.

    It goes on from the highest release: a branch with a number of its own doesn't lead the way.
    """
    ordinal, newest = newest_of(connection, dataset_key) or (0, "1.0")
    numbers = connection.scalars(
        sa.select(version.c.number).where(version.c.dataset_id == dataset_key)
    )
    taken = set(numbers)
    number = next_number(max(filter(is_release, taken), key=precedence, default=newest))
    while number in taken:
        number = next_number(number)
    return ordinal + 1, number


def parts_of(connection: sa.Connection, version_key: int) -> list[Any]:
    """Key, row count and byte count of each part that a version lists, in order."""
    query = (
        sa.select(part.c.id, part.c.row_count, part.c.byte_count)
        .join(version_part, version_part.c.part_id == part.c.id)
        .where(version_part.c.version_id == version_key)
        .order_by(version_part.c.position)
    )
    return list(connection.execute(query))


def all_of(connection: sa.Connection, dataset_key: int) -> list[Version]:
    """The versions of a dataset, newest first."""
    return _versions(connection, version.c.dataset_id == dataset_key)


def by_key(connection: sa.Connection, key: int) -> Version | None:
    """The version with this key."""
    found = _versions(connection, version.c.id == key)
    return found[0] if found else None


def _versions(connection: sa.Connection, condition: sa.ColumnElement[bool]) -> list[Version]:
    """Versions with their parents and tags: four questions, however many there are."""
    rows = connection.execute(
        sa.select(version, person.c.identity, _new_bytes().label("new_byte_count"))
        .outerjoin(person, person.c.id == version.c.created_by)
        .where(condition)
        .order_by(version.c.ordinal.desc())
    ).all()
    wanted = sa.select(version.c.id).where(condition)
    parents: dict[int, list[ParentLink]] = defaultdict(list)
    parent = version.alias("parent")
    links = connection.execute(
        sa.select(
            version_parent.c.version_id, parent.c.id, parent.c.uid, parent.c.number,
            dataset.c.name,
        )
        .join(parent, parent.c.id == version_parent.c.parent_id)
        .join(dataset, dataset.c.id == parent.c.dataset_id)
        .where(version_parent.c.version_id.in_(wanted))
        .order_by(version_parent.c.version_id, version_parent.c.position)
    )  # fmt: skip
    for row in links:
        parents[row.version_id].append(ParentLink(row.id, row.uid, row.number, row.name))
    tags: dict[int, list[str]] = defaultdict(list)
    for row in connection.execute(
        sa.select(version_tag)
        .where(version_tag.c.version_id.in_(wanted))
        .order_by(version_tag.c.tag)
    ):
        tags[row.version_id].append(row.tag)
    return [_version(row, parents[row.id], tags[row.id]) for row in rows]


def _new_bytes() -> sa.ScalarSelect[int]:
    """The bytes of a version's parts that no parent lists."""
    own, theirs = version_part.alias("own"), version_part.alias("theirs")
    inherited = (
        sa.exists()
        .where(version_parent.c.version_id == version.c.id)
        .where(theirs.c.version_id == version_parent.c.parent_id)
        .where(theirs.c.part_id == own.c.part_id)
    )
    return (
        sa.select(sa.func.coalesce(sa.func.sum(part.c.byte_count), 0))
        .select_from(own.join(part, part.c.id == own.c.part_id))
        .where(own.c.version_id == version.c.id, ~inherited)
        .correlate(version)
        .scalar_subquery()
    )


def _version(row: Any, parents: Sequence[ParentLink], tags: Sequence[str]) -> Version:
    return Version(
        key=row.id,
        id=row.uid,
        number=row.number,
        state=VersionState(row.state),
        row_count=row.row_count,
        byte_count=row.byte_count,
        created_at=row.created_at,
        created_by=row.identity or "",
        source_info=row.source_info or {},
        name=row.name,
        description=row.description,
        finished_at=row.finished_at,
        archived_at=row.archived_at,
        parents=tuple(parents),
        tags=tuple(tags),
        metadata=row.fields or {},
        new_byte_count=row.new_byte_count,
        dataset_key=row.dataset_id,
    )


def listed(connection: sa.Connection, version_key: int) -> Listed | None:
    """The columns and parts of a version, or None when it is gone.

    One SELECT, so that both are of the same moment.
    """
    rows = connection.execute(
        sa.select(column_set.c.columns, part.c.uid, part.c.path, part.c.row_count)
        .select_from(version)
        .join(column_set, column_set.c.id == version.c.column_set_id)
        .outerjoin(version_part, version_part.c.version_id == version.c.id)
        .outerjoin(part, part.c.id == version_part.c.part_id)
        .where(version.c.id == version_key)
        .order_by(version_part.c.position)
    ).all()
    if not rows:
        return None
    parts = (ListedPart(row.uid, row.path, row.row_count) for row in rows if row.uid is not None)
    return Listed(Columns.from_json(rows[0].columns), tuple(parts))


@dataclass(frozen=True, slots=True)
class PartCheck:
    """What a part should be: path within the vault, size in bytes, SHA-256 in hexadecimal."""

    path: str
    byte_count: int
    sha256: str


def part_checks(connection: sa.Connection, version_key: int) -> list[PartCheck]:
    """What each part of a version should be, in order."""
    query = (
        sa.select(part.c.path, part.c.byte_count, part.c.sha256)
        .join(version_part, version_part.c.part_id == part.c.id)
        .where(version_part.c.version_id == version_key)
        .order_by(version_part.c.position)
    )
    return [PartCheck(row.path, row.byte_count, row.sha256) for row in connection.execute(query)]


def part_ids_of_dataset(connection: sa.Connection, dataset_key: int) -> list[int]:
    """The parts that the versions of a dataset list."""
    return list(
        connection.scalars(
            sa.select(version_part.c.part_id)
            .distinct()
            .join(version, version.c.id == version_part.c.version_id)
            .where(version.c.dataset_id == dataset_key)
        )
    )


def made_from(connection: sa.Connection, dataset_key: int) -> list[str]:
    """The names of other datasets that were cloned from a dataset, or whose versions were."""
    child, parent = version.alias("child"), version.alias("parent")
    has_child = (
        sa.select(child.c.dataset_id)
        .join(version_parent, version_parent.c.version_id == child.c.id)
        .join(parent, parent.c.id == version_parent.c.parent_id)
        .where(parent.c.dataset_id == dataset_key)
    )
    query = (
        sa.select(dataset.c.name)
        .where(sa.or_(dataset.c.master_id == dataset_key, dataset.c.id.in_(has_child)))
        .where(dataset.c.id != dataset_key)
        .order_by(dataset.c.name_key)
    )
    return list(connection.scalars(query))


def sources_of(connection: sa.Connection, dataset_key: int) -> list[tuple[str, str]]:
    """What a dataset began with: ids of other datasets, and the numbers of their versions.

    They are the parents of its first version that has any in another dataset, in order.
    """
    child, parent, links = version.alias("child"), version.alias("parent"), version_parent
    query = (
        sa.select(child.c.id.label("child"), dataset.c.uid, parent.c.number)
        .select_from(child)
        .join(links, links.c.version_id == child.c.id)
        .join(parent, parent.c.id == links.c.parent_id)
        .join(dataset, dataset.c.id == parent.c.dataset_id)
        .where(child.c.dataset_id == dataset_key, parent.c.dataset_id != dataset_key)
        .order_by(child.c.ordinal, links.c.position)
    )
    rows = connection.execute(query).all()
    return [(row.uid, row.number) for row in rows if row.child == rows[0].child]


def leave_children(connection: sa.Connection, dataset_key: int) -> None:
    """Let versions of other datasets hang on what lies above a dataset that is about to go.

    A version that came from here gets the nearest ancestors outside of it, in the same order.
    """
    links = version_parent
    inside = sa.select(version.c.id).where(version.c.dataset_id == dataset_key)
    own: dict[int, list[int]] = defaultdict(list)
    query = sa.select(links).where(links.c.version_id.in_(inside))
    for row in connection.execute(query.order_by(links.c.version_id, links.c.position)):
        own[row.version_id].append(row.parent_id)
    keys = set(connection.scalars(inside))
    children = sa.select(links.c.version_id).where(
        links.c.parent_id.in_(inside), links.c.version_id.not_in(inside)
    )
    theirs: dict[int, list[int]] = defaultdict(list)
    query = sa.select(links).where(links.c.version_id.in_(children))
    for row in connection.execute(query.order_by(links.c.version_id, links.c.position)):
        theirs[row.version_id].append(row.parent_id)
    for child, parents in theirs.items():
        made: dict[int, None] = {}
        waiting = list(parents)
        while waiting:
            key = waiting.pop(0)
            if key in keys:
                waiting = [*own[key], *waiting]
            else:
                made[key] = None
        connection.execute(sa.delete(links).where(links.c.version_id == child))
        for position, key in enumerate(made):
            connection.execute(
                sa.insert(links).values(version_id=child, position=position, parent_id=key)
            )
