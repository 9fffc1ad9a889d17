"""From an answer in one process to the eye in another: a live grid in Chromium that follows."""

from __future__ import annotations

import json
import re
import shutil
import statistics
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

import datavault_jupyter as dv
from benchmarks.measuring import Report
from tests.component.kernel_page import KernelPage, WidgetSide
from tests.e2e.chromium import launch

# Hands in answers one by one, at a pace; some are told apart, with the moment they were there.
_WRITER = """
import json, sys, time, datavault_jupyter as dv
home, name, seconds, rate, every = sys.argv[1], sys.argv[2], *map(float, sys.argv[3:])
pipeline = dv.Vault(home).pipelines["p"]
held, told, began = [], [], time.monotonic()
for at in range(int(seconds * rate)):
    held = held or pipeline.claim(100, contributor=name)
    wait = began + at / rate - time.monotonic()
    if wait > 0:
        time.sleep(wait)
    # The sorted view shows the highest text first.
    probe = f"probe {at:06d} {name}" if at % every == 0 else ""
    held.pop().submit({"note": probe or "a"})
    if probe:
        told.append((probe, time.time()))
print(json.dumps({"told": told, "rate": (at + 1) / (time.monotonic() - began)}))
"""
_WATCH = """() => {
  window.seen = {};
  const look = () => {
    for (const cell of document.querySelectorAll(".dv-td")) {
      const text = cell.textContent;
      if (!text.startsWith("probe ") || text in window.seen) continue;
      window.seen[text] = Date.now() / 1000;
    }
  };
  new MutationObserver(look).observe(document.body, {
    childList: true, subtree: true, characterData: true,
  });
}"""
_WRITERS = 2
_RATE = 50
_EVERY = 25


def run(report: Report, folder: Path, *, quick: bool) -> None:
    """Measure for a minute at 100 answers a second, for a tenth of that when quick."""
    seconds = 10 if quick else 60
    home = folder / "following-vault"
    node = dv.Subtask("rate", fields=[dv.Field("note", "short_text")])
    with dv.Vault(home) as vault:
        pipeline = vault.pipelines.create("p", nodes=[node]).activate()
        pipeline.add_tasks([{} for _ in range(20_000)])
        view = {"sorts": [{"column": "note", "is_descending": True}]}
        widget = dv.DatasetView(pipeline.dataset, tab="content", view=view)
        with sync_playwright() as playwright:
            browser = launch(playwright)
            server = KernelPage(WidgetSide(widget))
            page = browser.new_page(viewport={"width": 1072, "height": 900})
            page.goto(f"{server.url}?views=1")
            page.get_by_role("grid").first.wait_for()
            page.evaluate(_WATCH)
            told, rate = _written(home, seconds)
            page.wait_for_timeout(2000)
            seen = page.evaluate("window.seen")
            browser.close()
            server.stop()
        widget.close()
    shutil.rmtree(home)
    # Two in one look of the view: the later one is on top, both are in sight.
    waits = sorted(seen[text] - at for text, at in told if text in seen)
    missed = len(told) - len(waits)
    report.add("answers handed in", f"{rate:.0f} a second")
    if waits:
        p95 = waits[min(len(waits) - 1, round(0.95 * len(waits)))]
        figures = f"median {statistics.median(waits):.2f} s, p95 {p95:.2f} s, of {len(waits)}"
        report.add("answer to open view of another process", figures, "p95 ≤ 1 s")
    report.add("answers never seen", str(missed), "0")


def _written(home: Path, seconds: float) -> tuple[list[tuple[str, float]], float]:
    writers = [
        subprocess.Popen(
            [
                sys.executable, "-c", _WRITER, str(home), f"w{at}", str(seconds), str(_RATE),
                str(_EVERY),
            ],
            stdout=subprocess.PIPE,
            text=True,
        )
        for at in range(_WRITERS)
    ]  # fmt: skip
    told, rate = [], 0.0
    for writer in writers:
        found = json.loads(re.sub(r"^[^{]*", "", writer.communicate()[0]))
        told += [(text, at) for text, at in found["told"]]
        rate += found["rate"]
    return told, rate
