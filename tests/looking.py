"""Looking at a page in a browser once it has come to rest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE = Path(__file__).parents[1] / "node_modules" / "axe-core" / "axe.min.js"

# What turns for as long as it is shown has no end to wait for.
SETTLE = """async () => {
  const ending = () => document.getAnimations().filter(
    (each) => each.playState === "running" && each.effect.getComputedTiming().endTime < Infinity);
  for (let left = ending(); left.length > 0; left = ending())
    await Promise.allSettled(left.map((each) => each.finished));
}"""

# Only what is wrong is told with its places: telling them all takes longer than looking.
FOUND = """async () => {
  const asked = { resultTypes: ["violations"] };
  const { violations } = await axe.run(document.querySelector("main"), asked);
  return violations.map(({ id, help, nodes }) =>
    `${id}: ${help} ${nodes.slice(0, 3).map((node) => node.html.slice(0, 120)).join(" | ")}`);
}"""


def settle(page: Page) -> None:
    """Wait until nothing fades in or slides any more: its colours and places are those meant."""
    page.evaluate(SETTLE)


def axe(page: Page) -> list[str]:
    """What axe finds wrong, one line each; it runs where a page's own rules let nothing in."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    settle(page)
    found: list[str] = page.evaluate(FOUND)
    return found
