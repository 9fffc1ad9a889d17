"""All SQL about versions and the parts they list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from datavault_jupyter.base.clock import now
from datavault_jupyter.base.ids import new_id
from datavault_jupyter.features.versions.records import Version, VersionState
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.parts import column_set_id
from datavault_jupyter.storage.tables import (
    column_set,
    part,
    person,
    version,
    version_parent,
    version_part,
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
    rows = connection.execute(
        sa.select(version, person.c.identity)
        .outerjoin(person, person.c.id == version.c.created_by)
        .where(version.c.dataset_id == dataset_key)
        .order_by(version.c.ordinal.desc())
    )
    return [_version(row) for row in rows]


def _version(row: Any) -> Version:
    return Version(
        row.id,
        row.uid,
        row.number,
        VersionState(row.state),
        row.row_count,
        row.byte_count,
        row.created_at,
        row.identity or "",
        row.source_info or {},
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
