"""A dataset and its answers, as a test opens it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from datavault_jupyter import Dataset, Vault
from datavault_jupyter.base.clock import now
from datavault_jupyter.widgets.ops import built
from tests.component.conftest import Panels
from tests.component.kernel_page import Scripted

ID = "dst_8k2m4q"


def facts(**changes: Any) -> dict[str, Any]:
    moment = now().isoformat()
    origin: dict[str, Any] = dict.fromkeys(
        ("compression", "frame", "query", "repo", "subset", "split", "revision"), ""
    )
    origin |= {"kind": "file", "file_name": "flights.csv", "byte_count": 31_000_000}
    origin |= {"sha256": f"9c1f{'0' * 56}e07a", "format": "csv", "encoding": "utf-8"}
    origin |= {"delimiter": ",", "datasets": []}
    return {
        "dataset_id": ID,
        "name": "nyc-flights-2013",
        "path": "Teaching/nyc-flights-2013",
        "project": "Teaching",
        "description": "Flights that left New York.",
        "state": "complete",
        "status": "Complete",
        "source": "file",
        "kind": "master",
        "made_from": [],
        "is_live": False,
        "pipeline": None,
        "pipeline_state": None,
        "owner": "Ana Ruiz",
        "is_archived": False,
        "is_read_only": False,
        "created_at": moment,
        "updated_at": moment,
        "archived_at": None,
        "row_count": 336_776,
        "byte_count": 5_800_000,
        "column_count": 19,
        "column_classes": [{"word": "number", "count": 14}, {"word": "text", "count": 5}],
        "version": "1.0.0",
        "version_count": 1,
        "version_at": moment,
        "version_by": "Ana Ruiz",
        "origin": origin,
        "notes": ["Column tailnum: 2,512 empty cells became NULL."],
        "activity": [{"at": moment, "actor": "Ana Ruiz", "text": "imported 336,776 rows"}],
        "refused": {"unarchive": "It isn't archived"},
        **changes,
    }


JOB: dict[str, Any] = {
    "job_id": "exp_1",
    "dataset_id": ID,
    "state": "running",
    "path": "~/data/x.csv",
    "format": "csv",
    "name": "nyc-flights-2013",
    "started_at": "2026-11-22T12:00:00Z",
    "started_by": "Ana Ruiz",
    "is_mine": True,
    "about": {
        "subject": "rows",
        "version": None,
        "since": None,
        "is_filtered": False,
        "column_count": None,
        "is_guarded": False,
    },
    "ended_at": None,
    "share": None,
    "eta_s": None,
    "file_count": 0,
    "sha256": "",
    "is_there": False,
    "row_count": None,
    "column_count": None,
    "byte_count": None,
    "replaced": False,
    "notes": [],
    "code": "",
    "message": "",
    "hint": "",
    "field": "",
}


def target(args: dict[str, Any]) -> dict[str, Any]:
    made = {"path": args["path"], "exists": "old" in args["path"], "byte_count": 4_100_000}
    problem = (
        "You may not write to /locked. Choose another folder." if "locked" in made["path"] else ""
    )
    return {**made, "changed_at": None, "problem": problem, "places": []}


def answers(**changes: Any) -> dict[str, Any]:
    missing = {"cell_count": 6_398_744, "null_count": 46_711, "row_count": 336_776}
    options: dict[str, Any] = {"formats": [], "columns": ["a", "b", "c"], "row_count": 336_776}
    options |= {"path": "~/x", "versions": [], "is_live": False, "has_answers": False}
    options |= {"file_columns": []}
    return {
        "datasets.describe": facts(**changes),
        "datasets.missing": {**missing, "worst_column": "air_time", "worst_null_count": 9_430},
        "datasets.load_code": {"code": 'vault["nyc-flights-2013"].df()'},
        "lifecycle.archive": {"outcomes": [], "done_count": 1},
        "lifecycle.unarchive": {"outcomes": [], "done_count": 1},
        "lifecycle.delete": {"outcomes": [], "done_count": 1},
        "views.part": lambda _args: (None, {"code": built("more.js").encode()}),
        "exports.options": options,
        "exports.target": target,
        "exports.estimate": {"row_count": 336_776, "byte_count": 31_000_000, "file_count": 0},
        "exports.list": {"exports": []},
        "exports.start": JOB,
        "exports.job": JOB,
        "exports.cancel": JOB,
    }


Open = Callable[..., tuple[Page, Scripted]]


@pytest.fixture
def opened(panels: Panels) -> Open:
    def show(width: int = 1072, *, saved: bool = False, **changes: Any) -> tuple[Page, Scripted]:
        given = answers(**changes)
        boot = {"datasets.describe": given["datasets.describe"]} if saved else {}
        return panels.scripted(
            "dataset",
            given,
            width=width,
            is_saved=saved,
            dataset_id=ID,
            tab="overview",
            view={},
            selection=None,
            height=560,
            _boot=boot,
        )

    return show


def asked(side: Scripted, op: str) -> list[dict[str, Any]]:
    return [args for name, args in side.asked if name == op]


def export_as(page: Page, name: str) -> Any:
    page.get_by_role("button", name="Export", exact=True).click()
    page.get_by_role("menuitem", name=name, exact=True).click()
    return page.get_by_role("dialog")


@pytest.fixture
def reviews(vault: Vault, tmp_path: Path) -> Dataset:
    path = tmp_path / "reviews.csv"
    path.write_text("id,text\n1,good\n2,\n3,bad\n")
    return vault.import_file(path)
