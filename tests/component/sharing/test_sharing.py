"""The Share dialog at work: the answers are the test's, what is pressed and asked is real."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest
from playwright.sync_api import Locator, Page, expect

import datavault_jupyter as dv
from datavault_jupyter import Vault
from datavault_jupyter.base.errors import BadArgument, NotAllowed
from tests.component.conftest import Panels, until
from tests.component.kernel_page import Scripted
from tests.component.sharing.scripts import answers


def shown(panels: Panels, given: dict[str, Any], **options: Any) -> tuple[Page, Scripted]:
    return panels.scripted("share", given, dataset_id="dset_1", _name="Helpfulness eval", **options)


def asked(side: Scripted, op: str) -> list[dict[str, Any]]:
    return [args for name, args in side.asked if name == op]


def copied(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def people(page: Page) -> Locator:
    return page.get_by_role("list", name="People who can open it").get_by_role("listitem")


def test_a_link_is_made_given_to_people_and_switched_off(panels: Panels) -> None:
    page, side = shown(panels, answers(mode="", path="", people=[], openings=[]))
    expect(page.get_by_text("There is no link now.")).to_be_visible()
    expect(page.get_by_label("Link", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Make the link").click()
    link = page.get_by_label("Link", exact=True)
    expect(link).to_have_value("https://lab.example.org/datavault/s/for-restricted")
    expect(page.get_by_text("No e-mail is sent.")).to_be_visible()
    expect(page.get_by_text("Nobody has opened it yet.")).to_be_visible()

    field = page.get_by_label("Add people")
    field.fill("chen, no body, jo@partner.example, kim@partner.example")
    field.press("Enter")
    expect(people(page)).to_have_count(3)
    expect(field).to_have_value("no body")
    expect(page.get_by_text("‘no body’ is no name and no address.")).to_be_visible()
    people(page).filter(has_text="kim@").get_by_role("button", name="Do not add").click()
    people(page).filter(has_text="jo@").get_by_role("button", name="Add anyway").click()
    expect(people(page)).to_have_count(2)
    expect(people(page).last).to_contain_text("not a member")
    # Who waits to be added stands in the list already: what is asked comes a moment later.
    until(page, lambda: asked(side, "sharing.add")[-1]["outsiders"] == ["jo@partner.example"])
    people(page).last.get_by_role("button", name="Remove jo").click()
    expect(people(page)).to_have_count(1)
    # What had the focus is gone; the keys still work.
    expect(field).to_be_focused()

    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("Copied the link", exact=True)).to_be_visible()
    assert copied(page) == "https://lab.example.org/datavault/s/for-restricted"
    page.get_by_role("button", name="Copy an invitation").click()
    expect(page.get_by_text("Copied the invitation")).to_be_visible()
    assert copied(page).startswith("Ana Ruiz shares “Helpfulness eval” with you:\nhttps://lab")

    page.get_by_role("button", name="Switch the link off").click()
    warning = page.get_by_role("alertdialog")
    expect(warning).to_contain_text("It opens nothing from now on")
    warning.get_by_role("button", name="Switch the link off").click()
    expect(page.get_by_text("1 person on the list will open the next one")).to_be_visible()
    assert len(asked(side, "sharing.revoke")) == 1


def test_anyone_is_let_in_only_after_it_is_said_what_they_read(panels: Panels) -> None:
    page, side = shown(panels, answers())
    anyone = page.get_by_role("radio", name="Anyone with the link")
    anyone.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(
        "All 600 rows of 2 columns and the names of 6 contributors can be read without signing in."
    )
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(anyone).not_to_be_checked()
    assert asked(side, "sharing.set_mode") == []
    anyone.click()
    dialog.get_by_role("button", name="Open to anyone").click()
    expect(page.get_by_label("Link", exact=True)).to_have_value(
        "https://lab.example.org/datavault/s/for-public"
    )
    assert asked(side, "sharing.set_mode")[-1]["is_confirmed"] is True
    expect(page.get_by_text("2 people you added stay on the list")).to_be_visible()
    expect(dialog).to_have_count(0)
    page.get_by_role("radio", name="People you add").click()
    expect(people(page)).to_have_count(2)
    # Going back asks nothing.
    assert asked(side, "sharing.set_mode")[-1]["mode"] == "restricted"


def test_terms_hold_at_once_and_go_as_one_record(panels: Panels) -> None:
    page, side = shown(panels, answers())
    page.get_by_role("combobox", name="Ends").click()
    page.get_by_role("option", name="never").click()
    page.get_by_label("They can export it").uncheck()
    page.get_by_role("button", name="Choose columns").click()
    page.get_by_label("prompt").uncheck()
    expect(page.get_by_text("Nobody with the link sees 2 columns.")).to_be_visible()
    until(page, lambda: len(asked(side, "sharing.change")) == 3)
    last = {"dataset_id": "dset_1", "ends_at": None, "can_export": False}
    assert asked(side, "sharing.change")[-1] == {**last, "hidden": ["prompt", "email"]}
    page.get_by_role("combobox", name="Ends").click()
    page.get_by_role("option", name="on another day").click()
    page.get_by_label("Last day").fill("2020-01-01")
    expect(page.get_by_text("That day has gone by.")).to_be_visible()
    page.get_by_label("Last day").fill("2099-05-01")
    until(page, lambda: len(asked(side, "sharing.change")) == 4)
    assert asked(side, "sharing.change")[-1]["ends_at"].startswith("2099-05-0")


def test_a_link_of_their_own_is_shown_once_and_kills_the_last(panels: Panels) -> None:
    page, side = shown(panels, answers())
    page.get_by_role("button", name="A link of their own for Chen Wei").click()
    link = page.get_by_label("The link of Chen Wei")
    expect(link).to_have_value("https://lab.example.org/datavault/s/once-only-1234567890")
    copy = page.get_by_role("button", name="Copy", exact=True)
    expect(copy).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".dv-toast")).to_contain_text("Copied the link of Chen Wei")
    page.get_by_role("button", name="Hide this link").click()
    expect(link).to_have_count(0)
    page.get_by_role("button", name="A link of their own for Dana Levi").click()
    expect(page.get_by_text("It stops working when another is made.")).to_be_visible()
    assert len(asked(side, "sharing.personal")) == 1
    page.get_by_role("button", name="Make another").click()
    expect(page.get_by_label("The link of Dana Levi")).to_be_visible()


def test_refusals_are_sentences(panels: Panels) -> None:
    given = answers()
    why = "Imported datasets aren’t shared in this vault."
    page, _ = shown(panels, answers(refusal=why, mode="", path=""))
    expect(page.get_by_text(why)).to_be_visible()
    expect(page.get_by_role("radio")).to_have_count(0)
    page, _ = shown(panels, {**given, "sharing.look": NotAllowed("You may not share this.")})
    expect(page.get_by_role("alert")).to_contain_text("You may not share this.")
    page, _ = shown(panels, {**given, "sharing.change": BadArgument("Not that.", field="hidden")})
    export = page.get_by_label("They can export it")
    # No `uncheck`, which looks whether it is off: the refusal may have come before it does.
    export.click()
    expect(page.get_by_role("alert")).to_contain_text("Not that.")
    expect(export).to_be_checked()


def test_news_of_others_are_shown(panels: Panels) -> None:
    given = answers()
    page, side = shown(panels, given)
    expect(people(page)).to_have_count(2)
    given["sharing.remove"]({"person": "chen"})
    side.tell("shares", {"dataset_id": "dset_1"})
    expect(people(page)).to_have_count(1)


@pytest.mark.parametrize("server", ["http://localhost:8888/", ""])
def test_it_says_from_where_the_link_opens(panels: Panels, server: str) -> None:
    page, _ = shown(panels, answers(server_url=server, mailer="smtp.example.org"))
    words = "on this machine only" if server else "Put the address of your Jupyter server before"
    expect(page.get_by_text(words)).to_be_visible()
    expect(page.get_by_text("Invitations go out by smtp.example.org.")).to_be_visible()


def test_a_pipelines_dataset_is_shared_from_its_view(panels: Panels, vault: Vault) -> None:
    vault.people.add("chen", "project_admin")
    field = dv.Field("good", "boolean")
    pipeline = vault.pipelines.create("Helpfulness", nodes=[dv.Subtask("rate", fields=[field])])
    pipeline.activate()
    page = panels.show(dv.DatasetView(vault["Helpfulness"]))
    page.get_by_role("button", name="Share", exact=True).click()
    dialog = page.get_by_role("dialog", name="Share Helpfulness")
    dialog.get_by_role("button", name="Make the link").click()
    link = dialog.get_by_label("Link", exact=True)
    expect(link).to_have_value(re.compile("datavault/s/.{20,}"))
    first = link.input_value()
    dialog.get_by_label("Add people").fill("chen, jo@partner.example; @")
    dialog.get_by_label("Add people").press("Enter")
    dialog.get_by_role("button", name="Add anyway").click()
    expect(people(page)).to_have_count(2)
    expect(people(page).filter(has_text="jo@")).to_contain_text("not a member")
    expect(dialog.locator(".dv-hint.is-bad")).to_contain_text("@")
    dialog.get_by_label("They can export it").uncheck()
    people(page).filter(has_text="chen").get_by_role("button", name="A link of their own").click()
    expect(dialog.get_by_label("The link of chen")).to_have_value(re.compile("datavault/s/.{20,}"))
    # Another view of the same share follows.
    other = panels.show(dv.SharePanel(vault["Helpfulness"]))
    expect(other.get_by_label("Link", exact=True)).to_have_value(first)
    expect(other.get_by_label("They can export it")).not_to_be_checked()
    dialog.get_by_role("button", name="Switch the link off").click()
    warning = page.get_by_role("alertdialog")
    expect(warning).to_contain_text("So does the link of their own.")
    warning.get_by_role("button", name="Switch the link off").click()
    expect(dialog.get_by_text("There is no link now.")).to_be_visible()
    expect(other.get_by_role("button", name="Make the link")).to_be_visible()
    dialog.get_by_role("button", name="Make the link").click()
    expect(link).not_to_have_value(first)
    # Whoever was on the list is on the next one's.
    expect(people(page)).to_have_count(2)
    dialog.get_by_role("button", name="Done").click()
    activity = page.get_by_role("region", name="Latest activity").get_by_role("listitem")
    expect(activity.first).to_contain_text("made a restricted link to it")
    expect(activity.filter(has_text="switched its link off")).to_have_count(1)
    expect(activity.filter(has_text="put chen on the list of its link")).to_have_count(1)


def test_what_was_imported_is_refused_and_has_no_button(panels: Panels, vault: Vault) -> None:
    made = vault.import_frame(pd.DataFrame({"a": [1]}), name="penguins")
    page = panels.show(dv.DatasetView(made))
    expect(page.get_by_role("button", name="Export", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Share", exact=True)).to_have_count(0)
    page = panels.show(dv.SharePanel(made))
    expect(page.get_by_role("heading", name="It can’t be shared")).to_be_visible()
