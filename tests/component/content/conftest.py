"""Rows on screen: a real dataset behind a real widget, or answers that a test gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest
from playwright.sync_api import Locator, Page, expect

import datavault_jupyter as dv
from datavault_jupyter import Vault
from datavault_jupyter.widgets.ops import built
from tests.component.conftest import Panels, until
from tests.component.detail.conftest import ID, facts
from tests.component.kernel_page import Scripted

ROWS = 600
LONG = "All work and no play makes a long text. " * 700


def table(count: int = ROWS) -> pa.Table:
    """Rows of every kind that a filter knows, the same ones each time."""
    start = datetime(2026, 10, 26, 9)  # noqa: DTZ001 - a column without a zone
    return pa.table(
        {
            "task": [f"tsk_{i:04d}" for i in range(count)],
            "status": [("Finished", "Pending", "In review")[min(i % 5, 2)] for i in range(count)],
            "created": [start + timedelta(hours=i) for i in range(count)],
            "helpfulness": [None if i % 4 == 3 else 1 + i % 5 for i in range(count)],
            "score": pa.array([i / 4 for i in range(count)], pa.float64()),
            "is_accurate": [None if i % 10 == 9 else i % 2 == 0 for i in range(count)],
            "answer": [LONG if i == 0 else f"answer {i}" for i in range(count)],
            "meta": [{"tokens": i, "tags": ["a", "b"]} for i in range(count)],
        }
    )


class Shown:
    """A dataset's Content tab on a page, and the widget behind it."""

    def __init__(self, page: Page, widget: dv.DatasetView) -> None:
        self.page = page
        self.widget = widget

    @property
    def foot(self) -> Locator:
        return self.page.locator(".dv-content .dv-foot")

    @property
    def outcome(self) -> Locator:
        """What an open condition would leave."""
        return self.page.locator(".dv-outcome [role=status]")

    def cell(self, row: int, column: int) -> Locator:
        return self.page.locator(f"[aria-rowindex='{row + 1}'] [aria-colindex='{column + 1}']")

    def go(self, row: int, column: int) -> None:
        """Make a cell the current one; keys reach it only once it has the focus."""
        self.cell(row, column).click()
        expect(self.cell(row, column)).to_be_focused()

    def condition(self, column: str) -> None:
        """Open a new condition on a column, by keys."""
        self.page.get_by_role("button", name="Condition", exact=True).click()
        field = self.page.get_by_role("textbox", name="Search columns")
        field.fill(column)
        field.press("Enter")
        self.page.get_by_role("dialog", name=f"Condition on {column}").wait_for()
        self.outcome.get_by_text("of 600 rows").wait_for()

    def until(self, holds: Callable[[dict[str, Any]], bool]) -> None:
        """Wait for the trait in Python, which hears of the page's changes a little later."""
        until(self.page, lambda: holds(self.widget.view))

    def take(self) -> None:
        self.page.get_by_role("button", name="Show rows").click()


Show = Callable[..., Shown]


@pytest.fixture
def show(panels: Panels, vault: Vault) -> Show:
    def opened(
        *, view: Mapping[str, Any] | None = None, count: int = ROWS, **options: Any
    ) -> Shown:
        dataset = vault.import_frame(table(count), name="Helpfulness eval")
        widget = dv.DatasetView(dataset, tab="content", view=dict(view or {}))
        page = panels.show(widget, **options)
        page.get_by_role("grid").first.wait_for()
        return Shown(page, widget)

    return opened


COLUMNS = [
    {"name": name, "type": kind, "kind": word, "encoding": way, "is_ordered": True,
     "is_searched": True}
    for name, kind, word, way in [
        ("n", "BIGINT", "integer", "integer"),
        ("word", "VARCHAR", "text", "text"),
    ]
]  # fmt: skip


def frame(columns: list[str], offset: int, count: int) -> bytes:
    rows = range(offset, offset + count)
    given = {"n": pa.array(list(rows), pa.int64()), "word": [f"word {i}" for i in rows]}
    made = pa.table(
        {"id": pa.array(list(rows), pa.int64())}
        | {f"c{at}": given[name] for at, name in enumerate(columns)}
    )
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, made.schema) as writer:
        writer.write_table(made)
    return sink.getvalue().to_pybytes()


def described(row_count: int, fingerprint: str = "one") -> dict[str, Any]:
    return {
        "dataset_id": ID, "columns": COLUMNS, "row_count": row_count, "fingerprint": fingerprint,
    }  # fmt: skip


def summaries(args: dict[str, Any]) -> dict[str, Any]:
    bare = {
        "kind": "text", "row_count": 50, "matching_count": 50, "null_count": 0,
        "matching_null_count": 0, "nan_count": 0, "low": None, "high": None,
        "distinct_count": 50, "is_approximate": False, "mean_length": None, "bins": [], "top": [],
    }  # fmt: skip
    return {"summaries": [{"column": name, **bare} for name in args["columns"]]}


def answers(row_count: int = 50, **changes: Any) -> dict[str, Any]:
    """What a kernel says of plain rows; `changes` by operation, the dot written as two lines."""

    def page(args: dict[str, Any]) -> Any:
        offset = args.get("offset", 0)
        count = max(0, min(args["limit"], row_count - offset))
        data = {
            "offset": offset, "row_count": count, "matching_count": None, "fingerprint": "one",
        }  # fmt: skip
        return data, {"rows": frame(args["columns"], offset, count)}

    given = {
        "datasets.describe": facts(row_count=row_count),
        "content.describe": described(row_count),
        "content.page": page,
        "content.count": {"matching_count": row_count, "row_count": row_count},
        "content.summary": summaries,
        "views.part": lambda args: (None, {"code": built(f"{args['name']}.js").encode()}),
    }
    return given | {op.replace("__", "."): answer for op, answer in changes.items()}


Scripting = Callable[..., tuple[Page, Scripted]]


@pytest.fixture
def scripted(panels: Panels) -> Scripting:
    def opened(
        given: dict[str, Any], view: Mapping[str, Any] | None = None, **options: Any
    ) -> tuple[Page, Scripted]:
        traits = {"view": dict(view or {}), "selection": None, "height": 400, "tab": "content"}
        return panels.scripted("dataset", given, dataset_id=ID, **traits, **options)

    return opened


def asked(side: Scripted, op: str) -> list[dict[str, Any]]:
    return [args for name, args in side.asked if name == op]
