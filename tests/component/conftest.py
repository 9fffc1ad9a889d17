"""Panels in a real browser without Jupyter: a real widget behind them, or answers of the test."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from datavault_jupyter import Vault
from datavault_jupyter.widgets.base import View
from tests.component.kernel_page import SLOWER, Answer, KernelPage, Scripted, WidgetSide
from tests.component.thinning import thinned
from tests.looking import axe, settle

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FULL = os.environ.get("DATAVAULT_TEST_FULL") == "1"
SHOTS = Path(__file__).parents[2] / "test-results"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Try every size in every theme only where there is time for it."""
    # A test that was named is run.
    if FULL or any("::" in each for each in config.args):
        return
    items[:], out = thinned(items)
    if out:
        config.hook.pytest_deselected(items=out)


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with Vault(tmp_path / "vault") as made:
        yield made


def until(page: Page, holds: Callable[[], object]) -> None:
    """Wait for what the page does to reach the kernel's side, which is a moment later."""
    ends = time.monotonic() + 30
    while not _holds(holds):
        assert time.monotonic() < ends
        page.evaluate("0")


def _holds(holds: Callable[[], object]) -> bool:
    """What looks into something that has not come yet does not hold yet."""
    try:
        return bool(holds())
    except LookupError:
        return False


class Panels:
    """Opens pages, and looks at them."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._open: list[tuple[Any, Any, KernelPage]] = []
        self.errors: list[str] = []

    def show(self, widget: View, **options: Any) -> Page:
        """A page with a real widget."""
        return self._show(WidgetSide(widget), **options)

    def scripted(
        self, panel: str, answers: dict[str, Answer], **traits: Any
    ) -> tuple[Page, Scripted]:
        """A page whose answers the test gives, and the other side of it."""
        options = {
            name: traits.pop(name) for name in ("width", "is_dark", "is_saved") if name in traits
        }
        side = Scripted(answers, {"_panel": panel, **traits})
        return self._show(side, **options), side

    def _show(
        self,
        side: Any,
        *,
        width: int = 1072,
        is_dark: bool = False,
        is_saved: bool = False,
        views: int = 1,
    ) -> Page:
        server = KernelPage(side)
        context = self._browser.new_context(
            viewport={"width": width, "height": 900},
            permissions=["clipboard-read", "clipboard-write"],
        )
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        if SLOWER > 1:
            context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        self._open.append((context, side, server))
        if is_dark:
            page.add_init_script("window.isDark = true")
        if is_saved:
            page.add_init_script("window.savedPage = true")
        page.goto(f"{server.url}?views={views}")
        page.wait_for_selector("body[data-ready]")
        return page

    def axe(self, page: Page) -> list[str]:
        """What axe finds wrong, one line each."""
        return axe(page)

    def shot(self, page: Page, name: str) -> Path:
        """Keep a picture in `test-results/`."""
        SHOTS.mkdir(exist_ok=True)
        settle(page)
        path = SHOTS / f"{name}.png"
        page.screenshot(path=path, full_page=True)
        return path

    def close(self) -> None:
        for context, side, server in self._open:
            context.close()
            server.stop()
            if isinstance(side, WidgetSide):
                side.widget.close()


@pytest.fixture
def panels(browser: Browser) -> Iterator[Panels]:
    made = Panels(browser)
    yield made
    made.close()
    assert made.errors == []
