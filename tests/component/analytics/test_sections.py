"""Agreement, comparison and contributors in the Analytics tab, in a real browser."""

from __future__ import annotations

import csv
import io
import random
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import Locator, Page, expect

import datavault_jupyter as dv
from datavault_jupyter import Vault
from tests.component.analytics.conftest import answer, worked
from tests.component.conftest import Panels


def shown(panels: Panels, dataset: dv.Dataset, **options: Any) -> Page:
    page = panels.show(dv.DatasetView(dataset, tab="analytics"), **options)
    expect(card(page, "Contributors").get_by_role("table")).to_be_visible()
    return page


def card(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def saved(page: Page, button: Locator) -> list[dict[str, str]]:
    """Press a button; what it saves."""
    with page.expect_download() as found:
        button.click()
    path = found.value.path()
    text = Path(path).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize(
    ("width", "is_dark"), [(1072, False), (1072, True), (672, False), (352, True)]
)
def test_it_fits_and_axe_is_content(
    panels: Panels,
    pipeline: dv.Pipeline,
    width: int,
    is_dark: bool,  # noqa: FBT001 - of pytest
) -> None:
    page = shown(panels, pipeline.dataset, width=width, is_dark=is_dark)
    expect(card(page, "Who agrees with whom").get_by_role("table")).to_be_visible()
    expect(card(page, "Strength").get_by_role("table")).to_be_visible()
    name = f"sections-{width}-{'dark' if is_dark else 'light'}"
    panels.shot(page, name)
    assert panels.axe(page) == []
    assert page.evaluate(
        "[...document.querySelectorAll('.dv-section')]"
        ".every((each) => each.scrollWidth <= each.clientWidth + 1)"
    )
    page.get_by_role("button", name="Most disagreed", exact=True).click()
    expect(card(page, "Most disagreed").get_by_role("row")).to_have_count(11)
    page.get_by_role("button", name="All coefficients").click()
    expect(card(page, "All coefficients").get_by_role("table").first).to_be_visible()
    assert panels.axe(page) == []
    panels.shot(page, f"{name}-open")


def test_agreement_by_field(panels: Panels, pipeline: dv.Pipeline) -> None:
    page = shown(panels, pipeline.dataset)
    table = card(page, "Agreement").get_by_role("table")
    known = pipeline.dataset.analytics.agreement("helpfulness")
    alpha = known["krippendorff_alpha"]
    assert alpha.value is not None
    row = table.get_by_role("row").filter(has_text="helpfulness")
    expect(row).to_contain_text(f"{alpha.value:.2f}")
    # The first field is chosen, until another is: by key as well.
    matrix = card(page, "Who agrees with whom")
    expect(card(page, "Agreement")).to_contain_text("3 answers on every task")
    expect(matrix).to_contain_text("helpfulness, weighted κ")
    table.get_by_role("button", name="accurate").press("Enter")
    expect(matrix).to_contain_text("accurate, Cohen’s κ")
    expect(card(page, "Agreement")).to_contain_text("accurate: people")
    rows = saved(page, card(page, "Agreement").get_by_role("button", name="Export"))
    by = {row["field"]: row for row in rows}
    assert float(by["helpfulness"]["value"]) == alpha.value
    page.get_by_role("button", name="SQL behind accurate").click()
    expect(page.get_by_role("dialog")).to_contain_text("α = 1 − D_o / D_e")
    expect(page.get_by_role("dialog")).to_contain_text('"accurate"')
    page.keyboard.press("Escape")
    pairs = saved(page, matrix.get_by_role("button", name="Export"))
    assert len(pairs) == 15
    page.get_by_role("button", name="SQL behind the pairs").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("FROM answers")
    expect(dialog).to_contain_text("Cohen 1960")
    page.keyboard.press("Escape")
    # A cell leads to what both answered.
    first = matrix.locator("button.dv-cell-heat").first
    number = first.locator("small").inner_text().split()[0]
    first.click()
    expect(page.get_by_role("tab", name="Content")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".dv")).to_contain_text(f"{number} of 40 rows")


def test_the_most_disagreed_item_leads_to_its_row(panels: Panels, pipeline: dv.Pipeline) -> None:
    page = shown(panels, pipeline.dataset)
    known = pipeline.dataset.analytics.agreement("helpfulness").disagreed(1)[0]
    frame = pipeline.dataset.df().set_index("task_id")
    prompt = str(frame.loc[known["item"], "prompt"])
    page.get_by_role("button", name="Most disagreed", exact=True).click()
    found = card(page, "Most disagreed")
    expect(found.get_by_role("row").nth(1)).to_contain_text(prompt)
    for name in known:
        if name not in ("item", "ratings", "disagreement") and known[name] is not None:
            expect(found.get_by_role("row").nth(1)).to_contain_text(name)
    found.get_by_role("button", name=prompt, exact=True).click()
    expect(page.locator(".dv")).to_contain_text("1 of 40 rows")


def test_contributors(panels: Panels, pipeline: dv.Pipeline) -> None:
    page = shown(panels, pipeline.dataset)
    people = card(page, "Contributors")
    known = pipeline.dataset.analytics.contributors()
    rows = people.get_by_role("row")
    expect(rows).to_have_count(7)
    first = known[0]
    expect(rows.nth(1)).to_contain_text(first["contributor"])
    expect(rows.nth(1)).to_contain_text(f"{first['mean_helpfulness']:.2f}")
    expect(rows.nth(1)).to_contain_text(f"{first['kappa_with_others']:.2f}")
    head = people.get_by_role("columnheader", name="Contributor")
    head.get_by_role("button").press("Enter")
    expect(head).to_have_attribute("aria-sort", "ascending")
    expect(rows.nth(1)).to_contain_text("Ana Ruiz")
    told = saved(page, people.get_by_role("button", name="Export"))
    assert {row["contributor"]: int(row["answers"]) for row in told} == {
        row["contributor"]: row["answers"] for row in known
    }
    log = saved(page, people.get_by_role("button", name="Activity log"))
    assert sum(row["what"] == "submit" for row in log) == 120
    # Another field changes what is beside it, and nothing else.
    people.get_by_role("combobox", name="Field").click()
    page.get_by_role("option", name="accurate").click()
    expect(people.get_by_role("columnheader", name="vs mean")).to_contain_text("%")
    expect(head).to_have_attribute("aria-sort", "ascending")
    number = next(row["items"] for row in known if row["contributor"] == "Ana Ruiz")
    people.get_by_role("button", name="Ana Ruiz").click()
    expect(page.locator(".dv")).to_contain_text(f"{number} of 40 rows")


def test_comparison(panels: Panels, pipeline: dv.Pipeline) -> None:
    page = shown(panels, pipeline.dataset)
    known: Any = pipeline.dataset.analytics.comparison("preference")
    best = known.strengths()[0]
    strength = card(page, "Strength").get_by_role("row").filter(has_text=best["model"]).first
    expect(strength).to_contain_text(f"{best['strength']:.2f}".replace("-", "−"))
    expect(card(page, "Ranks")).to_contain_text("clarity")
    rate = card(page, "Win rate")
    expect(rate).to_contain_text("120 comparisons. Shown first: won")
    card(page, "Strength").get_by_role("combobox", name="Method").click()
    page.get_by_role("option", name="Elo").click()
    expect(card(page, "Strength")).to_contain_text("mean of 100 orders")
    rating = known.elo(shuffles=100)[0]
    first = card(page, "Strength").get_by_role("row").filter(has_text=rating["model"]).first
    expect(first).to_contain_text(f"{rating['rating']:,.0f}")
    panels.shot(page, "sections-elo-light")
    # Which columns name the models can be changed.
    rate.get_by_role("combobox", name="Shown first").click()
    page.get_by_role("option", name="model_b").click()
    expect(rate.get_by_role("combobox", name="second")).to_contain_text("model_a")
    by = card(page, "A against B")
    by.get_by_role("combobox", name="by").click()
    page.get_by_role("option", name="model_a").click()
    expect(by.get_by_role("row")).to_have_count(7)
    expect(by).to_contain_text("Hedges’ g")
    rows = saved(page, by.get_by_role("button", name="Export"))
    table: Any = pipeline.dataset.analytics.comparison("helpfulness", by="model_a")
    assert float(rows[0]["difference"]) == table[0]["difference"]


def test_an_open_list_stays_with_what_opened_it(panels: Panels, pipeline: dv.Pipeline) -> None:
    page = shown(panels, pipeline.dataset)
    page.set_viewport_size({"width": 1100, "height": 500})
    method = card(page, "Strength").get_by_role("combobox", name="Method")
    method.click()
    option = page.get_by_role("option", name="Elo")
    expect(option).to_be_visible()
    # What scrolled to press the button has been heard of by then.
    page.evaluate("() => new Promise(go => requestAnimationFrame(() => requestAnimationFrame(go)))")
    # Another section arrives above, and pushes the list's button out of sight.
    page.evaluate(
        "document.documentElement.style.overflowAnchor = 'none';"
        "document.querySelector('.dv-section').insertAdjacentHTML("
        "'beforebegin', '<div style=\"height:1500px\">later</div>')"
    )
    option.click()
    expect(method).to_be_in_viewport()
    expect(card(page, "Strength")).to_contain_text("mean of 100 orders")


def test_what_is_open_stays_while_answers_come(panels: Panels, vault: Vault) -> None:
    pipeline = worked(vault, tasks=12)
    page = shown(panels, pipeline.dataset)
    card(page, "Agreement").get_by_role("button", name="accurate").click()
    page.get_by_role("button", name="Most disagreed", exact=True).click()
    expect(card(page, "Most disagreed")).to_be_visible()
    pipeline.add_tasks([{"prompt": "New", "model_a": "atlas-2", "model_b": "birch-1"}])
    rnd = random.Random(1)
    for name in ("Ana Ruiz", "Ben Okafor", "Chen Wei"):
        for work in pipeline.claim(5, contributor=name):
            work.submit(answer(work, rnd, 4))
    expect(page.locator(".dv-totals")).to_contain_text("39")
    expect(card(page, "Most disagreed")).to_contain_text("accurate")
    expect(card(page, "Who agrees with whom")).to_contain_text("accurate")


def test_one_rater_has_nobody_to_agree_with(panels: Panels, vault: Vault) -> None:
    frame = pd.DataFrame({"item": list("abcd"), "rater": ["x"] * 4, "stars": [1, 2, 3, 3]})
    dataset = vault.import_frame(frame, name="alone")
    dataset.analytics.map(item="item", rater="rater", values=["stars"])
    dataset.analytics.set_field("stars", kind="rating")
    page = shown(panels, dataset)
    agreement = card(page, "Agreement")
    expect(agreement).to_contain_text("undefined")
    expect(agreement).to_contain_text("None of 4 items has 2 or more answers.")
    expect(card(page, "Who agrees with whom")).to_contain_text("nobody to agree with")
    expect(agreement).not_to_contain_text("NaN")
    assert panels.axe(page) == []
    panels.shot(page, "sections-alone-light")


def test_many_people_with_odd_names(panels: Panels, vault: Vault) -> None:
    rnd = random.Random(5)
    rows = [
        (f"i{item}", f"{rater:02} <b>of a long name</b> {'x' * 60}", rnd.randint(1, 5))
        for item in range(40)
        for rater in range(30)
        if rnd.random() < 0.4
    ]
    frame = pd.DataFrame(rows, columns=["item", "rater", "stars"])
    dataset = vault.import_frame(frame, name="many")
    dataset.analytics.map(item="item", rater="rater", values=["stars"])
    page = shown(panels, dataset)
    people = card(page, "Contributors")
    expect(people.get_by_role("row")).to_have_count(21)
    people.get_by_role("button", name="Show all 30").click()
    expect(people.get_by_role("row")).to_have_count(31)
    matrix = card(page, "Who agrees with whom")
    expect(matrix.get_by_role("row")).to_have_count(16)
    expect(matrix).to_contain_text("14 more are among")
    expect(page.locator(".dv-section b", has_text="of a long name")).to_have_count(0)
    assert panels.axe(page) == []
    panels.shot(page, "sections-many-light")
