"""All SQL about settings of people."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from datavault_jupyter.storage.tables import setting


def find(connection: sa.Connection, name: str) -> Any:
    """The value of a setting, None where there is none."""
    return connection.scalar(sa.select(setting.c.value).where(setting.c.name == name))


def put(connection: sa.Connection, name: str, value: Any) -> None:
    """Set a setting; None removes it."""
    connection.execute(sa.delete(setting).where(setting.c.name == name))
    if value is not None:
        connection.execute(sa.insert(setting).values(name=name, value=value))
