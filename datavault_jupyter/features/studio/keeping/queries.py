"""Everything kept charts ask the catalogue."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from datavault_jupyter.base.clock import now
from datavault_jupyter.base.ids import new_id
from datavault_jupyter.base.names import name_key
from datavault_jupyter.features.studio.keeping.records import KeptChart
from datavault_jupyter.storage.tables import chart, person, version


def all_of(connection: sa.Connection, dataset_key: int) -> list[KeptChart]:
    """The charts of a dataset, by name."""
    rows = connection.execute(
        sa.select(
            chart,
            version.c.number.label("version_number"),
            person.c.display_name.label("person_name"),
        )
        .outerjoin(version, version.c.id == chart.c.version_id)
        .outerjoin(person, person.c.id == chart.c.created_by)
        .where(chart.c.dataset_id == dataset_key)
    )
    return sorted(map(_record, rows), key=lambda each: (name_key(each.name), each.id))


def _record(row: Any) -> KeptChart:
    return KeptChart(
        id=row.uid,
        name=row.name,
        spec=row.spec["spec"],
        version=row.version_number or "",
        is_pinned=bool(row.spec.get("is_pinned")),
        created_by=row.person_name or "",
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def insert(
    connection: sa.Connection, dataset_key: int, person_key: int, name: str, values: dict[str, Any]
) -> str:
    """Keep a chart; its id."""
    uid, moment = new_id("cht"), now()
    connection.execute(
        sa.insert(chart).values(
            uid=uid,
            dataset_id=dataset_key,
            name=name,
            created_by=person_key,
            created_at=moment,
            updated_at=moment,
            **values,
        )
    )
    return uid


def change(connection: sa.Connection, uid: str, **values: Any) -> None:
    """Give a kept chart another name or another spec."""
    connection.execute(
        sa.update(chart).where(chart.c.uid == uid).values(updated_at=now(), **values)
    )


def delete(connection: sa.Connection, uid: str) -> None:
    """Remove a kept chart."""
    connection.execute(sa.delete(chart).where(chart.c.uid == uid))


def version_of(connection: sa.Connection, uid: str) -> int | None:
    """The key of the version a chart was kept at."""
    found = connection.scalar(sa.select(chart.c.version_id).where(chart.c.uid == uid))
    return None if found is None else int(found)
