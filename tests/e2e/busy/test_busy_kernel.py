"""A view whose kernel answers nothing at all goes on reading: the server has the vault, too."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

import nbformat
from playwright.sync_api import expect

from datavault_jupyter import Vault
from tests.e2e.lab import IS_DONE, RUN_MILLISECONDS, Lab

# The vault of the server's owner; the kernel's process writes down who it is.
SHOW = """
import os, pathlib, pandas as pd, datavault_jupyter as dv
pathlib.Path("kernel.txt").write_text(str(os.getpid()))
vault = dv.Vault()
vault.import_frame(pd.DataFrame({"n": [7 * i for i in range(5000)]}), name="sevens")
vault["sevens"].show(tab="content")
"""
# Stricter than a busy cell: it holds up subshells and threads as well, in every ipykernel.
STAND_STILL = """
import signal
pathlib.Path("stands.txt").touch()
os.kill(os.getpid(), signal.SIGSTOP)
"""
CHOOSE = "index => { window.jupyterapp.shell.currentWidget.content.activeCellIndex = index; }"


def run(lab: Lab, index: int) -> None:
    """Run a cell and wait for nothing."""
    lab.page.evaluate(CHOOSE, index)
    lab.command("notebook:run-cell")


@contextmanager
def standing_still(lab: Lab) -> Iterator[None]:
    """Run the second cell; when the block ends the kernel goes on."""
    pid = int((lab.server.root / "kernel.txt").read_text())
    stands = lab.server.root / "stands.txt"
    stands.unlink(missing_ok=True)
    run(lab, 1)
    try:
        expect(lab.page.locator(".jp-InputPrompt").nth(1)).to_contain_text("*")
        # The star is there when the cell was sent: only later does the kernel stand, and to be
        # woken before that would let it stand for good.
        ends = time.monotonic() + 60
        while not stands.exists():
            assert time.monotonic() < ends
            lab.page.evaluate("0")
        yield
    finally:
        os.kill(pid, signal.SIGCONT)
        lab.page.wait_for_function(IS_DONE, timeout=RUN_MILLISECONDS)


def test_a_view_goes_on_reading_while_the_kernel_stands_still(lab: Lab) -> None:
    cells = [nbformat.v4.new_code_cell(each) for each in (SHOW, STAND_STILL)]
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    whole = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": spec})
    nbformat.write(whole, lab.server.root / "busy.ipynb")
    lab.open("busy.ipynb")
    run(lab, 0)
    view = lab.page.locator(".jp-OutputArea-output .dv").first
    go_to = view.get_by_role("textbox", name="Go to row")
    expect(view.get_by_role("gridcell", name="7", exact=True)).to_be_visible(
        timeout=RUN_MILLISECONDS
    )
    with standing_still(lab):
        go_to.fill("4000")
        go_to.press("Enter")
        row = view.locator("[role=row][aria-rowindex='4001']")
        expect(row.get_by_text("27,993", exact=True)).to_be_visible(timeout=30_000)
        # What follows is asked of the server at once, a sort as well as a page.
        view.get_by_role("columnheader").get_by_text("n", exact=True).click()
        # The largest number comes first, at the top.
        expect(view.get_by_role("gridcell", name="34,993", exact=True)).to_be_visible(
            timeout=30_000
        )
    assert lab.errors() == []
    with Vault(lab.server.vault) as vault:
        vault["sevens"].delete(confirm="delete")
