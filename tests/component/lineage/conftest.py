"""Versions of a dataset and the answers about them, as a test opens them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page

from datavault_jupyter.base.clock import now
from tests.component.conftest import Panels
from tests.component.detail.conftest import ID, answers
from tests.component.kernel_page import Scripted

Item = dict[str, Any]


def item(number: str, *parents: str, rows: int = 600, days: float = 0, **changes: Any) -> Item:
    """A version that is so many days old; its id is `ver_` and its number."""
    moment = (now() - timedelta(days=days)).isoformat()
    return {
        "version_id": f"ver_{number}",
        "number": number,
        "name": "",
        "description": "",
        "note": "",
        "state": "final",
        "change": "edit",
        "row_count": rows,
        "byte_count": 400 * rows,
        "new_byte_count": 4_000,
        "reject_count": 0,
        "created_at": moment,
        "created_by": "Ana Ruiz",
        "finished_at": moment,
        "archived_at": None,
        "parents": [
            {"version_id": f"ver_{each}", "label": each, "is_here": True} for each in parents
        ],
        "tags": [],
        "metadata": {},
        "source_notes": [],
        "is_head": False,
        "code": f'ds.at("{number}").df()',
        **changes,
    }


def described(note: str) -> dict[str, Any]:
    return {"note": note, "description": note}


HISTORY: list[Item] = [
    item("1.3.0", "1.2.0", rows=600, days=0.05, **described("Frozen for the model choice"))
    | {"is_head": True},
    item(
        "1.2.1",
        "1.2.0",
        "1.1.1-clean",
        rows=413,
        days=14,
        created_by="Chen Wei",
        new_byte_count=0,
        tags=["gold"],
        metadata={"ticket": '"QA-17"', "epochs": "3"},
        reject_count=3,
        source_notes=["7 rows that were there twice were left out."],
        **described("1.2.0 without the duplicates"),
    ),
    item("1.2.0", "1.1.0", rows=420, days=15, state="published", **described("Form version 4")),
    item(
        "1.1.1-clean",
        "1.1.0",
        rows=233,
        days=22,
        created_by="Chen Wei",
        **described("Near-duplicate prompts removed by hand after the second review"),
    ),
    item("1.1.0", "1.0.0", rows=240, days=23, **described("Form version 3")),
    item("1.0.0", rows=60, days=32, state="published", change="import", **described("Pilot")),
]
FIRST_TRY = item("0.9.0", rows=12, days=40, archived_at=now().isoformat(), **described("First try"))
FAILED = item("1.4.0", "1.3.0", rows=0, state="failed", **described("Disk was full"))
DRAFT = item("1.4.1", "1.3.0", rows=601, state="draft", **described("Relabelling"))


def page_of(*versions: Item, **changes: Any) -> dict[str, Any]:
    head = next((each["version_id"] for each in versions if each["is_head"]), None)
    return {
        "dataset_id": ID,
        "versions": list(versions),
        "head_id": head,
        "refused": "",
        "delete_refused": "",
        "key_columns": ["id", "city", "rating"],
        **changes,
    }


COUNTS = {
    "ver_1.3.0": (180, 24, 0),
    "ver_1.2.1": (0, 0, 7),
    "ver_1.2.0": (180, 11, 0),
    "ver_1.1.1-clean": (0, 0, 7),
    "ver_1.1.0": (180, 3, 0),
}


def compared(args: dict[str, Any]) -> dict[str, Any]:
    """What differs: with a key some rows are changed, without one they were removed and added."""
    added, changed, removed = COUNTS.get(args["after_id"], (1, 0, 1))
    if not args.get("key"):
        added, changed, removed = added + changed, 0, removed + changed
    made: dict[str, Any] = {
        "before": args.get("before_id", "").removeprefix("ver_") or "1.2.0",
        "after": args["after_id"].removeprefix("ver_"),
        "key": list(args.get("key", ())),
        "added_count": added,
        "removed_count": removed,
        "changed_count": changed,
        "unchanged_count": 413,
        "byte_delta": -2_800,
        "shared_part_count": 2,
        "columns": [{"name": "rating", "before": "INTEGER", "after": "DOUBLE"}],
        "row_names": [],
        "rows": [],
    }
    kind = args.get("rows", "")
    if kind == "changed":
        made["row_names"] = ["id", "city before", "city after", "rating before", "rating after"]
        made["rows"] = [
            ["3", "Oslo", "Oslo", "5", "1"],
            ["8", "Nice", "Nizza", None, "4"],
        ]
    elif kind:
        made["row_names"] = ["id", "city", "rating", "text"]
        made["rows"] = [[str(i), "Bern", None, "a longer text " * 8] for i in range(1, 8)]
    return made


def done(args: dict[str, Any]) -> dict[str, Any]:
    outcome = {"problem": "", "hint": "", "field": ""}
    return {"outcomes": [{"version_id": each, **outcome} for each in args["version_ids"]]}


LOG = {
    "events": [
        {"at": now().isoformat(), "who": "Chen Wei", "what": "tagged it: gold"},
        {"at": (now() - timedelta(days=14)).isoformat(), "who": "Chen Wei", "what": "made it"},
    ],
    "uses": [
        {
            "dataset_id": ID,
            "version_id": "ver_1.2.1",
            "number": "1.2.1",
            "at": (now() - timedelta(days=2)).isoformat(),
            "actor": "Ana Ruiz",
            "place": "notebooks/train.ipynb",
            "alias": "train",
        }
    ],
}

Open = Callable[..., tuple[Page, Scripted]]


def given(*versions: Item, **changes: Any) -> dict[str, Any]:
    shown = versions or tuple(HISTORY)
    return {
        **answers(version_count=len(shown)),
        "lineage.versions": page_of(*shown, **changes),
        "lineage.compare": compared,
        "lineage.log": LOG,
        "lineage.archive": done,
        "lineage.unarchive": done,
        "lineage.publish": done,
        "lineage.tag": done,
        "lineage.delete": done,
        "lineage.create": item("1.3.1"),
        "lineage.describe": HISTORY[1],
    }


@pytest.fixture
def opened(panels: Panels) -> Open:
    """Opens the tab; versions and facts of the page may be given."""

    def show(
        *versions: Item,
        width: int = 1072,
        is_dark: bool = False,
        replies: dict[str, Any] | None = None,
        **changes: Any,
    ) -> tuple[Page, Scripted]:
        return panels.scripted(
            "dataset",
            given(*versions, **changes) | (replies or {}),
            width=width,
            is_dark=is_dark,
            dataset_id=ID,
            tab="versions",
            view={},
            selection=None,
            height=560,
        )

    return show


def asked(side: Scripted, op: str) -> list[dict[str, Any]]:
    return [args for name, args in side.asked if name == op]
