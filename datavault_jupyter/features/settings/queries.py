"""Everything the settings of a vault ask the catalogue."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from datavault_jupyter.storage import tables


def find(connection: sa.Connection, name: str) -> Any:
    """A setting's value; None while nobody has set it."""
    table = tables.setting
    return connection.scalar(sa.select(table.c.value).where(table.c.name == name))


def put(connection: sa.Connection, name: str, value: Any) -> None:
    """Set a setting."""
    table = tables.setting
    connection.execute(sa.delete(table).where(table.c.name == name))
    connection.execute(sa.insert(table).values(name=name, value=value))
