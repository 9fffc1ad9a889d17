"""What is asked all the time goes by an index, however many tasks and answers there are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

import datavault_jupyter as dv
from datavault_jupyter.base.clock import now
from datavault_jupyter.features.pipelines.live import queries as live
from datavault_jupyter.features.pipelines.tasks import queries as tasks
from tests.unit.pipelines.conftest import Make

DUE = "answer USING INDEX ix_answer_due"
Ask = Callable[[sa.Connection], Any]


def first_step(connection: sa.Connection, ask: Ask) -> str:
    """How SQLite begins the last query of some."""
    seen: list[tuple[str, Any]] = []

    def keep(_c: object, _k: object, text: str, arguments: Any, *_: object) -> None:
        seen.append((text, arguments))

    sa.event.listen(connection, "before_cursor_execute", keep)
    try:
        ask(connection)
    finally:
        sa.event.remove(connection, "before_cursor_execute", keep)
    text, arguments = seen[-1]
    plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", tuple(arguments))
    return str(plan.fetchall()[0][3])


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (lambda c: tasks.overdue(c, 1, now(), 10), DUE),
        (lambda c: tasks.claim_writers(c, 1), DUE),
        (lambda c: tasks.claims_of_writer(c, 1, "w"), DUE),
        (lambda c: list(live.rows_since(c, 1, 5)), "task USING INDEX ix_task_revision"),
    ],
    ids=["overdue", "writers", "of a writer", "changed"],
)
def test_it_goes_by_the_index(vault: dv.Vault, make: Make, ask: Ask, index: str) -> None:
    make()
    with vault._services.store.catalog.read() as connection:
        assert index in first_step(connection, ask)
