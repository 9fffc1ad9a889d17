"""A dashboard in a real browser whose answers overtake one another."""

from __future__ import annotations

from collections.abc import Iterator
from functools import wraps
from threading import Event
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import expect

from datavault_jupyter import Vault
from datavault_jupyter.features.studio.boards.ops import BoardOps
from tests.component.conftest import Panels, until

SLOW = 60_000


class Looks:
    """Looks at a dashboard: once held, each has read it and is answered when its event is set."""

    def __init__(self) -> None:
        self.held: list[Event] = []
        self.is_holding = False

    def hold(self) -> None:
        if self.is_holding:
            self.held.append(Event())
            self.held[-1].wait(120)

    def end(self) -> None:
        self.is_holding = False
        for each in self.held:
            each.set()


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Iterator[Looks]:
    made, opened = Looks(), BoardOps.open

    @wraps(opened)
    def late(self: BoardOps, *args: Any) -> Any:
        state = opened(self, *args)
        made.hold()
        return state

    monkeypatch.setattr(BoardOps, "open", late)
    yield made
    made.end()


def test_what_a_save_overtook_brings_nothing_back(
    panels: Panels, vault: Vault, looks: Looks
) -> None:
    ds = vault.import_frame(pd.DataFrame({"kind": ["a", "b", "a"]}), name="kinds")
    for name in ("One", "Two"):
        ds.charts.save(name, ds.chart("bar", x="kind"))
    board = ds.dashboards.create("All", charts=["One", "Two"])
    page = panels.show(board.show())
    two = page.get_by_role("region", name="Two", exact=True)
    expect(two.locator(".dv-board-notes")).to_be_visible(timeout=SLOW)
    looks.is_holding = True
    ds.description = "What makes a view look again."
    until(page, lambda: len(looks.held) == 1)
    two.get_by_role("button", name="Actions for Two").click()
    page.get_by_role("menuitem", name="Remove from the dashboard").click()
    until(page, lambda: board.charts == ["One"])
    # The next look is asked only after the answer of this one, which is older than the save.
    looks.held[0].set()
    until(page, lambda: len(looks.held) == 2)
    expect(two).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    until(page, lambda: board.charts == ["One", "Two"])
