"""Drives one JupyterLab page the way a person does, and waits for what a person would see."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Locator, Page

from tests.e2e.server import LabServer

Theme = Literal["light", "dark"]

RUN_MILLISECONDS = 180_000
# JupyterLab is loaded, or a kernel started, by a machine that does other things, too.
START_MILLISECONDS = 180_000

THEMES: dict[Theme, str] = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}

# The kernel's status is no guide: it says idle while a cell still runs. Prompts tell the truth,
# and every code cell with a source must have got a number, or an error stopped the run.
IS_DONE = """() => {
  const panel = window.jupyterapp.shell.currentWidget;
  const prompts = [...panel.node.querySelectorAll('.jp-InputPrompt')].map(p => p.textContent);
  if (prompts.some(text => text.includes('*'))) return false;
  const cells = panel.content.model.toJSON().cells.filter(c => c.cell_type === 'code');
  const failed = cells.some(c => c.outputs.some(o => o.output_type === 'error'));
  return failed || cells.every(c => c.execution_count !== null || !c.source.length);
}"""

IS_READY = """() => {
  const panel = window.jupyterapp?.shell.currentWidget;
  return Boolean(panel?.sessionContext?.isReady && panel.sessionContext.session?.kernel
    && panel.node.querySelector('.jp-InputPrompt'));
}"""


@dataclass
class Lab:
    """One browser page on the server, with a workspace of its own."""

    page: Page
    server: LabServer
    workspace: str
    shots: Path

    def open(self, path: str) -> None:
        """Open a notebook below the server's root and wait for its kernel."""
        query = f"reset&token={self.server.token}"
        self.page.goto(self.server.url(f"lab/workspaces/{self.workspace}/tree/{path}?{query}"))
        self.page.wait_for_function(IS_READY, timeout=START_MILLISECONDS)
        self._wait_for_splash()

    def command(self, name: str, args: dict[str, Any] | None = None) -> None:
        """Run one of JupyterLab's commands, without waiting for what it sets off."""
        call = "([name, args]) => { window.jupyterapp.commands.execute(name, args); }"
        self.page.evaluate(call, [name, args or {}])

    def run_all(self) -> None:
        """Run every cell, until no prompt shows a star or an error stopped the run."""
        self.command("notebook:clear-all-cell-outputs")
        self.command("notebook:run-all-cells")
        self.page.wait_for_function(IS_DONE, timeout=RUN_MILLISECONDS)

    def run_cell(self, index: int) -> None:
        """Run one cell and wait for its prompt."""
        choose = """index => {
          const notebook = window.jupyterapp.shell.currentWidget.content;
          notebook.activeCellIndex = index;
          notebook.widgets[index].model.setExecutionCount?.(null);
        }"""
        self.page.evaluate(choose, index)
        self.command("notebook:run-cell")
        self.page.wait_for_function(IS_DONE, timeout=RUN_MILLISECONDS)

    def save(self) -> None:
        """Save the notebook."""
        self.page.evaluate("() => window.jupyterapp.commands.execute('docmanager:save')")

    def shut_down_kernel(self) -> None:
        """End the kernel; the page shows what it showed."""
        self.page.evaluate("() => window.jupyterapp.shell.currentWidget.sessionContext.shutdown()")

    def cells(self) -> list[dict[str, Any]]:
        """The notebook's code cells with their outputs, as they would be saved."""
        model = "() => JSON.stringify(window.jupyterapp.shell.currentWidget.content.model.toJSON())"
        notebook = json.loads(self.page.evaluate(model))
        return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]

    def errors(self) -> list[str]:
        """What went wrong in the cells, one line each."""
        outputs = [output for cell in self.cells() for output in cell["outputs"]]
        return [
            f"{output['ename']}: {output['evalue']}"
            for output in outputs
            if output["output_type"] == "error"
        ]

    def output_tables(self) -> Locator:
        """The HTML tables that cells show."""
        return self.page.locator(".jp-OutputArea-output.jp-RenderedHTMLCommon table")

    def use_theme(self, theme: Theme) -> None:
        """Switch the theme and wait until the page wears it."""
        self.command("apputils:change-theme", {"theme": THEMES[theme]})
        is_light = "true" if theme == "light" else "false"
        # The body has no height of its own, so it never counts as visible.
        worn = f'body[data-jp-theme-light="{is_light}"]'
        self.page.wait_for_selector(worn, state="attached", timeout=START_MILLISECONDS)
        self._wait_for_splash()

    def screenshot(self, name: str) -> Path:
        """Keep a picture of the page in `test-results/`."""
        self.shots.mkdir(parents=True, exist_ok=True)
        path = self.shots / f"{name}.png"
        self.page.screenshot(path=path)
        return path

    def _wait_for_splash(self) -> None:
        """The spinning planet covers the page at the start and at a change of theme."""
        self.page.wait_for_selector(
            "#jupyterlab-splash", state="detached", timeout=START_MILLISECONDS
        )

    def close(self) -> None:
        """Shut this page's kernel down and close the page."""
        shutdown = """async () => {
          await window.jupyterapp?.shell.currentWidget?.sessionContext?.shutdown();
        }"""
        self.page.evaluate(shutdown)
        self.page.close()
