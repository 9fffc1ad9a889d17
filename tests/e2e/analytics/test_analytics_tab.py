"""The Analytics tab in JupyterLab: from a number to its rows, and in Python the same number."""

import nbformat
from playwright.sync_api import Locator, expect

from tests.e2e.lab import Lab

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}
SLOW = 30_000

MAKE = """
import datavault_jupyter as dv
vault = dv.Vault({path!r})
rows = ["text_id,annotator,stars,model_a,model_b,winner"]
models = ["atlas", "birch", "cedar"]
for item in range(24):
    for at, who in enumerate(["ann", "bob", "cy"]):
        if (item + at) % 4:
            one, other = models[item % 3], models[(item + 1 + item % 2) % 3]
            won = ["model_a", "model_b", "tie"][(item * 5 + at) % 3]
            stars = 1 + (item + (item % 5 == at)) % 5
            rows.append(f"t{{item}},{{who}},{{stars}},{{one}},{{other}},{{won}}")
ds = vault.import_file("\\n".join(rows).encode(), format="csv", name="ratings")
_ = ds.analytics.map(
    item="text_id", rater="annotator", values=["stars"],
    first="model_a", second="model_b", winner="winner",
)
ds.show(tab="analytics")
"""
AFTER = """
alpha = ds.analytics.agreement("stars")["krippendorff_alpha"]
bob = next(row for row in ds.analytics.contributors() if row["contributor"] == "bob")
print(f"{alpha.value:.2f} {bob['answers']} {ds.row_count} {len(ds.analytics.comparison().names)}")
"""


def card(view: Locator, name: str) -> Locator:
    return view.get_by_role("region", name=name, exact=True)


def test_from_a_number_to_its_rows(lab: Lab) -> None:
    code = [MAKE.format(path=str(lab.server.root / f"{lab.workspace}-vault")), AFTER]
    cells = [nbformat.v4.new_code_cell(each) for each in code]
    whole = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
    nbformat.write(whole, lab.server.root / f"{lab.workspace}.ipynb")
    lab.open(f"{lab.workspace}.ipynb")
    lab.use_theme("dark")
    lab.run_all()
    assert lab.errors() == []
    printed = "".join("".join(each.get("text", "")) for each in lab.cells()[1]["outputs"])
    alpha, answers, rows, models = printed.split()
    view = lab.page.locator(".jp-OutputArea-output .dv").first
    stars = card(view, "Agreement").get_by_role("row").filter(has_text="stars")
    expect(stars).to_contain_text(alpha, timeout=SLOW)
    expect(card(view, "Strength").locator("tbody").get_by_role("row")).to_have_count(int(models))
    view.get_by_role("button", name="Most disagreed", exact=True).click()
    expect(card(view, "Most disagreed").get_by_role("row").nth(1)).to_contain_text("cy")
    card(view, "Contributors").get_by_role("button", name="bob", exact=True).click()
    expect(view.get_by_role("tab", name="Content")).to_have_attribute("aria-selected", "true")
    expect(view).to_contain_text(f"{answers} of {rows} rows", timeout=SLOW)
