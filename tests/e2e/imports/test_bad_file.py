"""A file with something wrong in it, from its first look to the last of its rows."""

import shutil
from pathlib import Path

import nbformat
from playwright.sync_api import Page, expect

from tests.e2e.lab import Lab

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
SLOW = 30_000

OPEN = "import datavault_jupyter as dv\nvault = dv.Vault({path!r})\nvault.import_panel('parts.csv')"
# Nothing is there when the notebook runs for the first time.
REPORT = """
ds = vault.find("parts")
report = ds and ds.import_report()
report and print(report.read_count, report.imported_count, report.rejects[0].line)
report and report.save_rejects("parts-in-python.csv", overwrite=True)
"""
APPEND = """
from pathlib import Path
if Path("parts-left-out.csv").exists():
    ds.append("parts-left-out.csv", quote="")
    print(ds.row_count, ds.df()["what"].tolist()[-1])
"""

PARTS = [
    "id,what,price",
    *(f"{number},part {number},{number / 4}" for number in range(1, 40)),
    # A quote that is only a sign for inches, and a comma too many.
    '40,"5 inch bolt,1.5',
    "41,bolt, M5,2.5",
    "42,nut,0.25",
]


def printed(lab: Lab, cell: int) -> str:
    outputs = lab.cells()[cell]["outputs"]
    return "".join("".join(each.get("text", "")) for each in outputs)


def downloaded(page: Page, to: Path) -> str:
    """Press the button, and keep what the browser gets."""
    with page.expect_download() as told:
        page.get_by_role("button", name="Download rows left out").click()
    shutil.copy(told.value.path(), to)
    return told.value.suggested_filename


def test_from_a_bad_file_to_all_of_its_rows(lab: Lab, tmp_path: Path) -> None:
    root = lab.server.root
    (root / "parts.csv").write_text("\n".join(PARTS) + "\n")
    code = [OPEN.format(path=str(tmp_path / "team-vault")), REPORT, APPEND]
    cells = [nbformat.v4.new_code_cell(each) for each in code]
    whole = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
    nbformat.write(whole, root / f"{lab.workspace}.ipynb")
    lab.open(f"{lab.workspace}.ipynb")
    lab.use_theme("light")
    lab.run_all()
    assert lab.errors() == []
    view = lab.page.locator(".jp-OutputArea-output .dv").first

    problems = view.get_by_role("region", name="Problems")
    expect(problems).to_contain_text('"5 inch bolt', timeout=SLOW)
    expect(problems).to_contain_text("bolt, M5")
    start = view.get_by_role("button", name="Import").last
    expect(start).to_have_attribute("aria-disabled", "true")
    lab.screenshot("import-journey-problems")

    # One is mended by the way of reading, the other is left out.
    view.get_by_role("button", name="More settings").click()
    view.get_by_role("combobox", name="Quotes").click()
    view.get_by_role("option", name="No quotes").click()
    expect(problems.get_by_role("heading", name="1 row has a problem")).to_be_visible(timeout=SLOW)
    expect(problems).not_to_contain_text("inch")
    problems.get_by_role("radio", name="Leave them out").check()
    expect(view.get_by_text("Will store 41 rows, 3 columns in parts")).to_be_visible()
    view.get_by_role("button", name="Import 41 rows").click()

    expect(view.get_by_text("42 read, 41 imported, 1 left out")).to_be_visible(timeout=SLOW)
    lab.use_theme("dark")
    expect(view).to_have_attribute("data-theme", "dark")
    lab.screenshot("import-journey-report-dark")
    assert downloaded(lab.page, root / "parts-left-out.csv") == "parts-left-out.csv"
    lab.run_cell(1)
    assert printed(lab, 1).strip() == "42 41 42"
    text = (root / "parts-left-out.csv").read_text()
    assert text == "id,what,price\n41,bolt, M5,2.5\n"
    assert text == (root / "parts-in-python.csv").read_text()

    (root / "parts-left-out.csv").write_text(text.replace("bolt, M5", "bolt M5"))
    lab.run_cell(2)
    assert lab.errors() == []
    assert printed(lab, 2).strip().endswith("42 bolt M5")
    view.get_by_role("button", name="Open dataset").click()
    expect(view.get_by_role("heading", name="parts")).to_be_visible()
