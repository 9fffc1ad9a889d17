"""Every kind of chart, in both themes: as the kernel draws it, and side by side to be looked at."""

from __future__ import annotations

import html
import re
from typing import Any

import numpy as np
import pandas as pd
from palmerpenguins import load_penguins
from playwright.sync_api import Page, expect

import datavault_jupyter as dv
from datavault_jupyter import Vault
from datavault_jupyter.features.studio.drawing import still
from tests.component.conftest import Panels

SLOW = 30_000
KINDS: dict[str, dict[str, Any]] = {
    "bar": {"x": "species"},
    "bar long": {"kind": "bar", "x": "name"},
    "bar stacked": {"kind": "bar", "x": "island", "color": "species"},
    "bar grouped": {"kind": "bar", "x": "species", "y": "mean(body_mass_g)", "color": "sex",
                    "errors": "interval"},
    "bar full": {"kind": "bar", "x": "island", "color": "species", "stack": "full"},
    "line": {"kind": "line", "x": "month(day)", "y": "mean(body_mass_g)", "color": "species"},
    "line interval": {"kind": "line", "x": "month(day)", "y": "mean(body_mass_g)",
                      "errors": "interval", "lines": [4200]},
    "area": {"kind": "area", "x": "month(day)", "color": "island"},
    "scatter": {"x": "flipper_length_mm", "y": "body_mass_g", "color": "species"},
    "histogram": {"x": "body_mass_g", "color": "species"},
    "density": {"kind": "density", "x": "flipper_length_mm", "color": "species"},
    "box": {"kind": "box", "x": "species", "y": "flipper_length_mm"},
    "strip": {"kind": "strip", "x": "species", "y": "body_mass_g", "color": "sex"},
    "heatmap": {"kind": "heatmap", "x": "species", "y": "island"},
    "heatmap numbers": {"kind": "heatmap", "x": "flipper_length_mm", "y": "body_mass_g"},
    "pie": {"kind": "pie", "color": "species"},
    "table": {"kind": "table", "x": "island", "color": "species"},
    "number": {"kind": "number", "y": "mean(body_mass_g)"},
    "facets": {"x": "body_mass_g", "column": "species"},
}  # fmt: skip


def birds() -> pd.DataFrame:
    frame = load_penguins()
    rng = np.random.default_rng(8)
    frame["day"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(
        rng.integers(0, 364, len(frame)), unit="D"
    )
    names = ["Observations of adults", "Fledglings ringed", "Nests with two eggs", "Recaptured"]
    frame["name"] = rng.choice(names, len(frame), p=[0.5, 0.3, 0.15, 0.05])
    return frame


# A mark tells in words what it shows, on the page as in the kernel's picture.
TOLD = re.compile(r'<[^>]*?aria-label="([^"]*)"[^>]*?role="graphics-symbol"')
MARKS = ".dv-chart-live .role-mark [role=graphics-symbol]"
IN_PAGE = """(marks) => [...document.querySelectorAll(marks)]
  .map((mark) => mark.getAttribute("aria-label"))"""
TAKE = """() => {
  const live = document.querySelector(".dv-chart-live");
  live.dataset.isTaken = true;
  return live.innerHTML;
}"""
FRESH = ".dv-chart-live:not([data-is-taken]) svg"


def taken(page: Page, summary: str) -> str:
    """The picture, once it is another one than was taken before."""
    expect(page.locator(FRESH)).to_have_attribute("aria-label", summary, timeout=SLOW)
    picture: str = page.evaluate(TAKE)
    return picture


def sheet(panels: Panels, page: Page, drawn: dict[str, str], theme: str) -> None:
    """All pictures on one page."""
    paper = {"light": "#fff; color: #111", "dark": "#111; color: #eee"}[theme]
    cells = "".join(f"<figure>{svg}<figcaption>{name}</figcaption></figure>"
                    for name, svg in drawn.items())  # fmt: skip
    page.set_viewport_size({"width": 2000, "height": 900})
    page.set_content(
        f"<style>body {{ background: {paper}; font: 13px system-ui; display: grid;"
        " grid-template-columns: repeat(4, 1fr); gap: 12px }"
        " svg { max-width: 100%; height: auto } figure { margin: 0 }</style>" + cells
    )
    panels.shot(page, f"studio-kinds-{theme}")


def test_every_kind_is_drawn_as_the_kernel_draws_it(panels: Panels, vault: Vault) -> None:
    dataset = vault.import_frame(birds(), name="penguins")
    studio = dv.Studio(dataset)
    page = panels.show(studio, width=1200)
    drawn: dict[str, dict[str, str]] = {"light": {}, "dark": {}}
    for name, given in KINDS.items():
        channels = {key: each for key, each in given.items() if key != "kind"}
        chart = dataset.chart(given.get("kind"), **channels)
        studio.spec = chart.spec.to_json()
        for theme, pictures in drawn.items():
            page.evaluate(f"document.querySelector('.dv').dataset.theme = '{theme}'")
            pictures[name] = taken(page, chart.summary)
        kernels = still.drawing(chart._drawn, ("", chart.record), still.Place()).svg
        here = page.evaluate(IN_PAGE, MARKS)
        assert sorted(here) == sorted(html.unescape(each) for each in TOLD.findall(kernels)), name
        assert here or name in ("table", "number"), name
        page.evaluate("document.querySelector('.dv').dataset.theme = 'light'")
    for theme, pictures in drawn.items():
        sheet(panels, page, pictures, theme)
