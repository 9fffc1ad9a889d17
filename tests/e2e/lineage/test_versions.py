"""Versions in the browser: looked at, compared, tagged, restored, put away."""

from pathlib import Path

import nbformat
from playwright.sync_api import Locator, expect

from tests.e2e.lab import Lab

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
SLOW = 30_000

MAKE = """
import datavault_jupyter as dv
vault = dv.Vault({path!r})
ds = vault.import_file(
    b"id,city,rating\\n1,Rome,4\\n2,Bern,2\\n3,Oslo,5\\n", format="csv", name="reviews"
)
with ds.edit("without low ratings") as draft:
    draft.remove("rating < 3")
with ds.edit("Oslo is rated again", base="1.0.0", number="1.0.0-oslo") as draft:
    draft.set({{"rating": "1"}}, where="city = 'Oslo'")
ds.append(b"id,city,rating\\n4,Nice,3\\n", format="csv")
ds.merge(ds.head, "1.0.0-oslo", key="id", description="both")
ds.versions
"""
# Nothing is tagged when the notebook runs for the first time.
AFTER = """
tagged = [v.number for v in ds.versions if "gold" in v.tags]
print(ds.row_count, tagged, [v.number for v in ds.versions])
"""


def printed(lab: Lab, cell: int) -> str:
    outputs = lab.cells()[cell]["outputs"]
    return "".join("".join(each.get("text", "")) for each in outputs)


def box(view: Locator, number: str) -> Locator:
    lineage = view.get_by_role("region", name="Lineage")
    return lineage.get_by_role("button").filter(has=view.page.get_by_text(number, exact=True))


def press(view: Locator, entry: str) -> None:
    view.get_by_role("button", name="What can be done with it").click()
    view.get_by_role("menuitem", name=entry, exact=True).click()


def opened(lab: Lab, vault: Path) -> Locator:
    """A notebook that makes the versions and shows them."""
    code = [MAKE.format(path=str(vault)), AFTER]
    cells = [nbformat.v4.new_code_cell(each) for each in code]
    whole = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
    nbformat.write(whole, lab.server.root / f"{lab.workspace}.ipynb")
    lab.open(f"{lab.workspace}.ipynb")
    lab.use_theme("light")
    lab.run_all()
    assert lab.errors() == []
    return lab.page.locator(".jp-OutputArea-output .dv").first


def compare(lab: Lab, view: Locator) -> None:
    """The version it stands at, and what it has that its parent has not."""
    info = view.get_by_role("complementary")
    expect(info.get_by_role("heading", level=2)).to_have_text("1.0.3", timeout=SLOW)
    expect(info).to_contain_text("1.0.2 then 1.0.0-oslo")
    view.get_by_role("combobox", name="Which row is which").click()
    view.get_by_role("option", name="id").click()
    info.get_by_role("button", name="Show the 1 changed row").click()
    rows = view.get_by_role("table", name="Rows changed")
    expect(rows.locator("del")).to_have_text("5", timeout=SLOW)
    expect(rows.locator("ins")).to_have_text("1")
    for theme in ("light", "dark"):
        lab.use_theme(theme)
        expect(view).to_have_attribute("data-theme", theme)
        view.evaluate("each => each.scrollIntoView()")
        lab.screenshot(f"versions-journey-{theme}")


def delete(view: Locator) -> None:
    """Out of sight, then gone, with the child kept."""
    box(view, "1.0.1").click()
    press(view, "Archive")
    expect(box(view, "1.0.1")).to_have_count(0, timeout=SLOW)
    view.get_by_role("switch", name="Show archived").click()
    box(view, "1.0.1").click()
    press(view, "Delete…")
    dialog = view.get_by_role("alertdialog")
    dialog.get_by_role("textbox").fill("delete")
    dialog.get_by_role("button", name="Delete for good").click()
    expect(dialog).to_contain_text("1.0.2 was made from version 1.0.1")
    dialog.get_by_role("checkbox", name="Delete it all the same").check()
    dialog.get_by_role("button", name="Delete for good").click()
    expect(box(view, "1.0.1")).to_have_count(0, timeout=SLOW)


def test_from_a_branch_back_to_the_first_state(lab: Lab, tmp_path: Path) -> None:
    view = opened(lab, tmp_path / "vault")
    info = view.get_by_role("complementary")
    compare(lab, view)

    # By the keyboard along the lines, from the merge to the first version.
    box(view, "1.0.3").focus()
    for _ in range(3):
        lab.page.keyboard.press("ArrowLeft")
    expect(info.get_by_role("heading", level=2)).to_have_text("1.0.0")

    # Its own rows, though the dataset holds others now.
    info.get_by_role("button", name="Show over the whole view").click()
    rows = info.get_by_role("table", name="Rows of 1.0.0")
    expect(rows.get_by_role("row")).to_have_count(4, timeout=SLOW)
    expect(rows).to_contain_text("Bern")
    lab.screenshot("versions-journey-full")
    info.get_by_role("button", name="Show beside the list").click()

    press(view, "Add a tag…")
    view.get_by_role("textbox", name="Tag").fill("gold")
    lab.page.keyboard.press("Enter")
    expect(info.get_by_role("button", name="Remove gold")).to_be_visible(timeout=SLOW)

    press(view, "Restore as the present state")
    view.get_by_role("dialog").get_by_role("button", name="Restore").click()
    expect(box(view, "1.0.4")).to_be_visible(timeout=SLOW)
    expect(box(view, "1.0.4")).to_contain_text("Head")

    delete(view)
    lab.run_cell(1)
    said = printed(lab, 1)
    assert said.startswith("3 ['1.0.0'] ['1.0.4', '1.0.3', '1.0.2', '1.0.0-oslo', '1.0.0']")
