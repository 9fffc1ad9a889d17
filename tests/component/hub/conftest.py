"""Answers of a Hub that has five datasets, as the pictures of the panel show them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from datavault_jupyter.widgets.ops import built
from tests.component.conftest import Panels
from tests.component.kernel_page import Scripted

if TYPE_CHECKING:
    from playwright.sync_api import Page

SHA = "e6281661ce1c48d982bc483cf8a173c1bbeb5d31"
ACCOUNT: dict[str, Any] = {
    "endpoint": "https://huggingface.co",
    "has_token": True,
    "name": "ana-ruiz",
    "is_offline": False,
    "problem": None,
}


def found(
    repo_id: str, description: str, downloads: int, likes: int, rows: str, **facts: Any
) -> Any:
    """A find of a search."""
    return {
        "repo_id": repo_id,
        "description": description,
        "downloads": downloads,
        "likes": likes,
        "row_count": None,
        "row_range": rows,
        "byte_count": None,
        "gate": "open",
        "is_private": False,
        "licence": "mit",
        "updated_at": None,
        "url": f"https://huggingface.co/datasets/{repo_id}",
        **facts,
    }


FINDS = [
    found(
        "stanfordnlp/imdb",
        "Large movie review dataset for binary sentiment classification",
        162_480,
        341,
        "",
        row_count=100_000,
    ),
    found(
        "example-lab/imdb-deduplicated",
        "IMDb reviews with near-duplicates removed, hashes included",
        8_214,
        27,
        "",
        row_count=49_200,
    ),
    found(
        "example-lab/imdb-multilingual",
        "Reviews translated into German, French and Spanish",
        3_907,
        18,
        "100K<n<1M",
        gate="manual",
    ),
    found(
        "open-reviews/movie-ratings",
        "Ratings with reviewer and film ids, 1998–2015",
        1_120,
        9,
        "",
        row_count=1_204_000,
    ),
    found("class-notes/imdb-mini", "A balanced sample for teaching", 684, 1, "", row_count=2_000),
]


def column(name: str, kind: str = "VARCHAR", **facts: Any) -> dict[str, Any]:
    return {
        "name": name,
        "type": kind,
        "feature": "",
        "labels": [],
        "media": None,
        "is_default": True,
        "byte_count": None,
        **facts,
    }


COLUMNS = [column("text"), column("label", feature="ClassLabel", labels=["neg", "pos"])]


def split(name: str, rows: int | None, **facts: Any) -> dict[str, Any]:
    return {
        "name": name,
        "row_count": rows,
        "byte_count": 21_000_000,
        "file_count": 1,
        "is_partial": False,
        **facts,
    }


CONFIGURATION: dict[str, Any] = {
    "repo_id": "stanfordnlp/imdb",
    "revision": "main",
    "sha": SHA,
    "committed_at": "2024-01-04T12:09:45Z",
    "description": "",
    "licence": "",
    "gate": "open",
    "is_private": False,
    "subsets": [{"name": "plain_text", "is_default": True}],
    "subset": "plain_text",
    "splits": [split("train", 25_000), split("test", 25_000), split("unsupervised", 50_000)],
    "columns": COLUMNS,
    "files": [],
    "format": "parquet",
    "is_converted": False,
    "suggested_name": "imdb",
    "url": "https://huggingface.co/datasets/stanfordnlp/imdb",
    "notes": [],
    "first_rows": [],
}
ROWS = [
    ["I rented this one on a whim and was surprised by how well it holds up", "pos"],
    ["Two hours I will not get back; the plot stops at the second act", "neg"],
    ["A quiet film, carried by its two leads and a very good score", "pos"],
]
JOB: dict[str, Any] = {
    "job_id": "job_1",
    "name": "imdb",
    "project_name": None,
    "file_name": "stanfordnlp/imdb",
    "state": "running",
    "stage": "read",
    "byte_count": 21_000_000,
    "started_at": "2026-11-22T12:00:00Z",
    "share": 0.62,
    "done_rows": 15_500,
    "total_rows": 25_000,
    "rate": 2_800.4,
    "eta_s": 4.2,
    "ended_at": None,
    "dataset_id": None,
    "column_count": None,
    "notes": [],
    "reject_count": 0,
    "problem": None,
}


def problem(code: str, message: str, hint: str = "", **facts: Any) -> dict[str, Any]:
    return {
        "message": message,
        "hint": hint,
        "code": code,
        "url": "",
        "retry_after_s": None,
        "is_retryable": False,
        **facts,
    }


def estimated(args: dict[str, Any]) -> dict[str, Any]:
    """Rows of the splits that are asked for."""
    selection = args["selection"]
    sizes = {each["name"]: each["row_count"] for each in CONFIGURATION["splits"]}
    rows = sum(sizes[name] for name in selection["splits"] or sizes)
    limit = selection["limit"]
    made = {
        "row_count": None if selection["where"] else min(rows, limit or rows),
        "byte_count": rows * 840,
        "column_count": len(selection["columns"] or COLUMNS),
        "file_count": 1,
        "is_exact": False,
    }
    return {"estimate": made, "problem": None}


def previewed(args: dict[str, Any]) -> dict[str, Any]:
    names = args["selection"]["columns"]
    at = [i for i, each in enumerate(COLUMNS) if names is None or each["name"] in names]
    rows = [[row[i] for i in at] for row in ROWS]
    return {"preview": {"columns": [COLUMNS[i] for i in at], "rows": rows}, "problem": None}


def answers(**given: Any) -> dict[str, Any]:
    """All that the panel asks; `given` replaces some, with ``_`` for the dot."""
    made: dict[str, Any] = {
        "hub.status": ACCOUNT,
        "hub.search": {"datasets": FINDS, "has_more": False, "problem": None},
        "hub.configure": {"configuration": CONFIGURATION, "problem": None},
        "hub.estimate": estimated,
        "hub.preview": previewed,
        "hub.start": JOB,
        "imports.job": JOB,
        "imports.cancel": JOB,
        "imports.pending": {"jobs": [], "uploads": []},
        "imports.name": {"message": "", "hint": ""},
        "projects.list": {
            "projects": [
                {
                    "id": "prj_1",
                    "name": "Benchmarks",
                    "description": "",
                    "role": "owner",
                    "dataset_count": 2,
                    "is_open": True,
                }
            ],
            "is_vault_open": True,
        },
        "views.part": lambda _args: (None, {"code": built("more.js").encode()}),
    }
    return made | {name.replace("_", ".", 1): value for name, value in given.items()}


def asked(side: Scripted, op: str) -> list[dict[str, Any]]:
    """The arguments of each question of this name, oldest first."""
    return [args for name, args in side.asked if name == op]


@pytest.fixture
def hub_page(panels: Panels) -> Callable[..., tuple[Page, Scripted]]:
    """Opens the panel with these answers."""

    def show(given: dict[str, Any] | None = None, **traits: Any) -> tuple[Page, Scripted]:
        plain = {"text": "imdb", "repo_id": "", "dataset_id": ""}
        return panels.scripted("hub", given or answers(), **{**plain, **traits})

    return show
