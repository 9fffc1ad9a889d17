"""Bringing a vault made by an older version to the catalogue of today.

A new vault is made from `storage.tables` at once and stamped with the newest number. An older one
runs the steps it lacks, all in one transaction. `tests/unit/storage` brings the catalogue of each
released number here and compares the outcome with a new one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from datavault_jupyter.base.clock import now
from datavault_jupyter.base.errors import VaultTooNew, VaultUnreadable
from datavault_jupyter.storage import tables


@dataclass(frozen=True, slots=True)
class Migration:
    """One step: its number, what it does, and how."""

    number: int
    name: str
    run: Callable[[sa.Connection], None]


def _add_rejects(connection: sa.Connection) -> None:
    tables.reject.create(connection)


def _remake_tasks(connection: sa.Connection) -> None:
    # Nothing wrote them before; they have other columns now.
    for name in ("answer", "task"):
        connection.exec_driver_sql(f"DROP TABLE {name}")
    for table in (tables.contributor, tables.task, tables.answer, tables.task_event):
        table.create(connection)


def _add_notebooks(connection: sa.Connection) -> None:
    tables.notebook.create(connection)


# Number 1 is the first catalogue; later steps are added here, never changed.
STEPS: tuple[Migration, ...] = (
    Migration(2, "rows left out by imports", _add_rejects),
    Migration(3, "tasks and answers of pipelines", _remake_tasks),
    Migration(4, "notebooks that use datasets", _add_notebooks),
)
FIRST = 1
NEWEST = max((step.number for step in STEPS), default=FIRST)


def schema_number(connection: sa.Connection) -> int:
    """The number of the catalogue's form; 0 for an empty file."""
    found = sa.inspect(connection).get_table_names()
    if "migration" not in found:
        if found:
            raise VaultUnreadable(
                "The catalog.sqlite in this folder was not made by a vault.",
                hint="Choose another folder for the vault.",
            )
        return 0
    return int(connection.scalar(sa.select(sa.func.max(tables.migration.c.number))) or 0)


def check_not_newer(number: int) -> None:
    """Refuse a vault that a later version of this package made.

    Raises:
        VaultTooNew: its catalogue has a number we don't know.
    """
    if number > NEWEST:
        raise VaultTooNew(
            f"This vault was made by a newer datavault-jupyter (catalogue {number}; "
            f"this version knows up to {NEWEST})."
        )


def migrate(connection: sa.Connection) -> None:
    """Make the catalogue, or bring it up to date.

    The connection must be a writing one: another kernel that opens the same new folder waits,
    then finds the work done.
    """
    number = schema_number(connection)
    check_not_newer(number)
    if number == 0:
        tables.metadata.create_all(connection)
        _stamp(connection, NEWEST, "new vault")
        return
    for step in STEPS:
        if step.number > number:
            step.run(connection)
            _stamp(connection, step.number, step.name)


def _stamp(connection: sa.Connection, number: int, name: str) -> None:
    connection.execute(
        sa.insert(tables.migration).values(number=number, name=name, applied_at=now())
    )
