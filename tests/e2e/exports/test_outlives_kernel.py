"""An export that the server writes goes on when the kernel, whose view asked for it, is killed."""

import os
import signal
import time

import nbformat
from playwright.sync_api import expect

from datavault_jupyter import Vault
from tests.e2e.lab import START_MILLISECONDS, Lab

# The vault of the server's owner; the kernel's process writes down who it is.
SHOW = """
import os, pathlib, pandas as pd, datavault_jupyter as dv
pathlib.Path("kernel.txt").write_text(str(os.getpid()))
vault = dv.Vault()
many = pd.DataFrame({"n": range(400_000)})
vault.import_frame(many.assign(text=many["n"].astype(str) * 8), name="many")
vault["many"].show()
"""

WATCH = """() => {
  window.seen = [];
  const { sessionContext } = window.jupyterapp.shell.currentWidget;
  sessionContext.statusChanged.connect((_, status) => window.seen.push(status));
}"""
IS_ANEW = "() => window.seen.includes('autorestarting') && window.seen.at(-1) === 'idle'"


def test_a_killed_kernel_ends_no_export_of_the_server(lab: Lab) -> None:
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    cells = [nbformat.v4.new_code_cell(SHOW)]
    whole = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": spec})
    nbformat.write(whole, lab.server.root / "exports.ipynb")
    lab.open("exports.ipynb")
    lab.run_all()
    view = lab.page.locator(".jp-OutputArea-output .dv").first
    view.get_by_role("button", name="Export", exact=True).click()
    lab.page.get_by_role("menuitem", name="ZIP with CSV", exact=True).click()
    dialog = lab.page.get_by_role("dialog", name="Export many")
    box = dialog.get_by_role("checkbox", name="Let Jupyter’s server write it")
    expect(box).to_be_visible(timeout=30_000)
    box.check()
    expect(dialog.get_by_role("combobox", name="File")).to_have_value("many.zip")
    dialog.get_by_role("button", name="Export 400,000 rows").click()
    lab.page.evaluate(WATCH)
    exports = lab.server.vault / "exports"
    end = time.monotonic() + 120
    while not list(exports.glob("out_*/*")) + list(exports.glob("out_*/.exp_*")):
        assert time.monotonic() < end
        lab.page.evaluate("0")
    os.kill(int((lab.server.root / "kernel.txt").read_text()), signal.SIGKILL)
    # The dialog asks the server, so it ends as if nothing had happened.
    told = lab.page.get_by_text("In the vault for a week")
    expect(told).to_be_visible(timeout=120_000)
    # JupyterLab starts a kernel anew; while it does it can't shut one down.
    lab.page.wait_for_function(IS_ANEW, timeout=START_MILLISECONDS)
    with Vault(lab.server.vault) as vault:
        (made,) = [each for each in vault.exports if each.path.name == "many.zip"]
        assert (made.state, made.row_count) == ("done", 400_000)
        made.delete_file(confirm="delete")
        vault["many"].delete(confirm="delete")
