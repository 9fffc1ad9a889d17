"""Pipelines whose tasks are worked on in a browser."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

import datavault_jupyter as dv
from datavault_jupyter import Vault

PROMPT = dv.Field("prompt", "short_text", source="given", title="Prompt")
ROWS = [{"prompt": f"Question {at}"} for at in range(1, 4)]
Make = Callable[..., dv.Pipeline]


@pytest.fixture
def make(vault: Vault) -> Make:
    """An active pipeline with tasks; one subtask of some fields, or whole nodes."""

    def made(
        *parts: Any,
        rows: Sequence[Mapping[str, Any]] = ROWS,
        name: str = "Helpfulness eval",
        **settings: Any,
    ) -> dv.Pipeline:
        nodes = parts
        if isinstance(parts[0], dv.Field):
            nodes = (dv.Subtask("Rate the answers", fields=[PROMPT, *parts], **settings),)
        pipeline = vault.pipelines.create(name, nodes=nodes).activate()
        pipeline.add_tasks(list(rows))
        return pipeline

    return made


def start(page: Page) -> Locator:
    """Press Start, and wait for the first task."""
    page.get_by_role("button", name="Start").click()
    expect(page.locator(".dv-work-task")).to_be_visible()
    return page.locator(".dv-work")


def question(page: Page, name: str) -> Locator:
    return page.locator(f'[data-field="{name}"]')


def finished(pipeline: dv.Pipeline, *names: str) -> list[tuple[Any, ...]]:
    """Some columns of its finished tasks."""
    chosen = ", ".join(f'"{name}"' for name in names)
    return pipeline.dataset.sql(
        f"SELECT {chosen} FROM this WHERE status = 'finished' ORDER BY prompt"
    ).fetchall()
