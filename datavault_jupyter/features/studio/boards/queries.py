"""Everything dashboards ask the catalogue, and what charts of one ask DuckDB besides."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from datavault_jupyter.base.clock import now
from datavault_jupyter.base.ids import new_id
from datavault_jupyter.base.names import name_key
from datavault_jupyter.features.studio.boards.records import Board, Layout
from datavault_jupyter.features.studio.cutting import Cut
from datavault_jupyter.features.studio.queries import THIS, key_of, tops
from datavault_jupyter.storage.sql import Sql
from datavault_jupyter.storage.tables import dashboard, person


def all_of(connection: sa.Connection, dataset_key: int) -> list[Board]:
    """The dashboards of a dataset, by name."""
    rows = connection.execute(
        sa.select(dashboard, person.c.display_name.label("person_name"))
        .outerjoin(person, person.c.id == dashboard.c.created_by)
        .where(dashboard.c.dataset_id == dataset_key)
    )
    return sorted(map(_record, rows), key=lambda each: (name_key(each.name), each.id))


def _record(row: Any) -> Board:
    return Board(
        id=row.uid,
        name=row.name,
        layout=Layout.of_json(row.layout),
        created_by=row.person_name or "",
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def insert(
    connection: sa.Connection, dataset_key: int, person_key: int, name: str, layout: Layout
) -> str:
    """Keep a dashboard; its id."""
    uid, moment = new_id("dsh"), now()
    connection.execute(
        sa.insert(dashboard).values(
            uid=uid,
            dataset_id=dataset_key,
            name=name,
            layout=layout.to_json(),
            created_by=person_key,
            created_at=moment,
            updated_at=moment,
        )
    )
    return uid


def change(connection: sa.Connection, uid: str, **values: Any) -> None:
    """Give a dashboard another name or another layout."""
    connection.execute(
        sa.update(dashboard).where(dashboard.c.uid == uid).values(updated_at=now(), **values)
    )


def delete(connection: sa.Connection, uid: str) -> None:
    """Remove a dashboard; its charts stay."""
    connection.execute(sa.delete(dashboard).where(dashboard.c.uid == uid))


def top_values(cut: Cut, where: Sql, rank: str) -> Sql:
    """The categories that a chart tells apart before the rest is "Other", by its own rule."""
    (top,) = tops((cut,), where, rank)
    return Sql(f"WITH {top.text} SELECT v FROM top_{cut.role}", top.params)


def frequent(cut: Cut, most: int) -> Sql:
    """The most frequent categories of all rows: one more than `most`, where there are more."""
    return Sql(f"SELECT {key_of(cut)} FROM {THIS} GROUP BY 1 ORDER BY count(*) DESC, 1 "
               f"LIMIT {most + 1}")  # fmt: skip
