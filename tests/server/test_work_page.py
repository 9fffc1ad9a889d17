"""The task page in a real browser: people work on tasks there, and see nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

import datavault_jupyter as dv
from datavault_jupyter import Field, Review, Subtask, Vault
from tests.looking import axe
from tests.server.conftest import BASE, VaultServer, running

SHOTS = Path(__file__).parents[2] / "test-results"
FIELDS = [
    Field("prompt", "long_text", source="given", title="Prompt"),
    Field("score", "rating", title="How helpful is it?", labels={1: "not at all", 5: "fully"}),
    Field("why", "long_text", title="Why?", is_optional=True),
    Field("scan", "file", title="A picture of it", is_optional=True),
]


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[VaultServer, Vault]]:
    """A server with some pipelines, of which each contributor may work on some."""
    home = tmp_path_factory.mktemp("work")
    with Vault(home / "vault") as vault:
        for name, role in (
            ("ada", "org_admin"), ("carl", "contributor"), ("rita", "contributor"),
            ("dora", "contributor"), ("tess", "contributor"),
        ):  # fmt: skip
            vault.people.add(name, role)
        vault.projects.create("Teaching")
        made(vault, "Helpfulness", ["carl"], ["rita"])
        made(vault, "Tone", ["rita"], ["rita"])
        made(vault, "Secret", ["ada"], ["ada"])
        # A test of its own completes it: nothing else may stand on it, whichever is first.
        made(vault, "Mood", ["tess"], ["tess"])
        for server in running(home / "home", home / "vault", has_names=True):
            yield server, vault


def made(vault: Vault, name: str, people: list[str], reviewers: list[str]) -> dv.Pipeline:
    nodes = [
        Subtask("rate", fields=FIELDS, people=people, instructions="Read to the end first."),
        Review("check", people=reviewers),
    ]
    pipeline = vault.pipelines.create(name, nodes=nodes, project="Teaching").activate()
    pipeline.add_tasks([{"prompt": f"Why is the sky blue? {at}"} for at in range(5)])
    return pipeline


Visit = Callable[..., tuple[Page, BrowserContext]]


@pytest.fixture
def visit(house: tuple[VaultServer, Vault], browser: Browser) -> Iterator[Visit]:
    """Somebody's own browser, on the page they were sent to."""
    server, _ = house
    wrong: list[str] = []
    with ExitStack() as stack:

        def go(
            who: str, path: str = "datavault/work", width: int = 1000, **more: Any
        ) -> tuple[Page, BrowserContext]:
            context = stack.enter_context(
                browser.new_context(
                    viewport={"width": width, "height": 800},
                    extra_http_headers=server.signed(who),
                    **more,
                )
            )
            page = context.new_page()
            page.on("pageerror", lambda error: wrong.append(str(error)))
            page.goto(f"http://127.0.0.1:{server.port}{BASE}{path}")
            return page, context

        yield go
    assert wrong == []


def answer(page: Page, scan: Path) -> None:
    """The first task, answered whole and not yet handed in."""
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_text("Why is the sky blue? 0")).to_be_visible()
    page.keyboard.press("4")
    page.get_by_role("textbox", name="Why?").fill("Rayleigh, as asked.")
    page.set_input_files("input[type=file]", scan)
    # Its name stands there while it is sent, too; what can be taken away has come.
    expect(page.get_by_role("button", name="Remove sky.txt")).to_be_visible()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()


def test_two_people_and_an_admin_work_on_one_server(
    house: tuple[VaultServer, Vault], visit: Visit, tmp_path: Path
) -> None:
    _, vault = house
    (tmp_path / "sky.txt").write_text("blue")
    carl, _ = visit("carl", width=360)
    # Of the pipelines one names him: it is open at once, and the address says which.
    expect(carl.get_by_text("You get one task after the other.")).to_be_visible()
    expect(carl).to_have_url(re.compile(vault.pipelines["Helpfulness"].id))
    expect(carl.get_by_text("Tone")).to_have_count(0)
    expect(carl.get_by_role("link", name="Open the vault")).to_have_count(0)
    ada, _ = visit("ada", "datavault")
    ada.get_by_role("button", name="Helpfulness", exact=True).click()
    progress = ada.get_by_role("region", name="Progress")
    expect(progress).to_contain_text("5 tasks")

    answer(carl, tmp_path / "sky.txt")
    assert carl.evaluate("document.documentElement.scrollWidth") <= 360
    assert axe(carl) == []
    carl.screenshot(path=SHOTS / "work-page-form-360.png")
    carl.get_by_role("button", name="Submit").click()
    expect(carl.get_by_text("Why is the sky blue? 1")).to_be_visible()
    # Elsewhere it is seen at once, without a question.
    expect(progress).to_contain_text("In review")

    rita, _ = visit("rita", color_scheme="dark")
    expect(rita.get_by_role("list", name="Pipelines").get_by_role("button")).to_have_count(2)
    assert axe(rita) == []
    rita.screenshot(path=SHOTS / "work-page-list-dark.png")
    rita.get_by_role("button", name="Helpfulness").click()
    rita.get_by_role("button", name="Start").click()
    expect(rita.get_by_role("textbox", name="Why?")).to_have_value("Rayleigh, as asked.")
    rita.screenshot(path=SHOTS / "work-page-review-dark.png")
    rita.keyboard.press("p")
    expect(rita.get_by_text("Passed")).to_be_visible()
    (task,) = vault.pipelines["Helpfulness"].tasks("finished")
    assert task.answer["score"] == 4
    with vault.pipelines["Helpfulness"].open_file(task.answer["scan"]) as file:
        assert file.read() == b"blue"
    # Back is back to the list, and forward to the form.
    rita.go_back()
    expect(rita.get_by_role("list", name="Pipelines")).to_be_visible()
    rita.go_forward()
    expect(rita.get_by_text("Nothing for you right now")).to_be_visible()


def test_what_was_typed_outlives_the_session_and_a_pause(
    house: tuple[VaultServer, Vault], visit: Visit
) -> None:
    server, vault = house
    mood = vault.pipelines["Mood"]
    page, context = visit("tess", f"datavault/work?pipeline={mood.id}")
    page.get_by_role("button", name="Start").click()
    why = page.get_by_role("textbox", name="Why?")
    # The task is claimed by then: without a session it would not be.
    expect(why).to_be_visible()
    # Signed out in the midst of it.
    context.set_extra_http_headers({})
    context.clear_cookies()
    why.fill("Typed without a session")
    banner = page.get_by_text("You are signed out, so nothing can be saved.")
    expect(banner).to_be_visible()
    expect(page.get_by_text("Not saved", exact=True)).to_be_visible()
    assert axe(page) == []
    page.screenshot(path=SHOTS / "work-page-signed-out.png")
    link = page.get_by_role("link", name="sign in in another tab")
    context.set_extra_http_headers(server.signed("tess"))
    with context.expect_page() as opened:
        link.click()
    expect(opened.value.get_by_role("heading", name="You are signed in")).to_be_visible()
    opened.value.close()
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(banner).to_have_count(0)
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    expect(page.get_by_text("Jupyter does not know you any more.")).to_have_count(0)
    (held,) = vault._services.pipelines.work.held(mood._record, contributor="tess")
    assert held.draft == {"why": "Typed without a session"}
    # Paused under way: it waits, and is handed in afterwards.
    mood.pause()
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.get_by_text("The pipeline is paused: what you fill in waits here")).to_be_visible()
    why.fill("Typed in the pause")
    expect(page.get_by_text("Not saved", exact=True)).to_be_visible()
    mood.activate()
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    page.reload()
    page.get_by_role("button", name="Go on").click()
    expect(why).to_have_value("Typed in the pause")
    mood.complete()
    page.reload()
    expect(page.get_by_role("heading", name="Completed")).to_be_visible()


def test_who_has_nothing_to_do_is_told_so_and_nothing_more(
    house: tuple[VaultServer, Vault], visit: Visit
) -> None:
    server, vault = house
    secret = vault.pipelines["Secret"]
    for who, said in (("dora", "Nothing to do"), ("stranger", "Nothing for you here")):
        page, _ = visit(who, "datavault/work?vault=team", width=360)
        expect(page.get_by_role("heading", name=said)).to_be_visible()
        expect(page.get_by_role("button", name="Look again")).to_be_visible()
        assert axe(page) == []
    page, _ = visit("carl", f"datavault/work?vault=team&pipeline={secret.id}")
    expect(page.get_by_role("heading", name="You can’t work on this pipeline")).to_be_visible()
    page.get_by_role("button", name="All pipelines").click()
    expect(page.get_by_role("heading", name="Helpfulness")).to_be_visible()
    for op, args in (
        ("pipelines.work", {"pipeline_id": secret.id}),
        ("pipelines.claim", {"pipeline_id": secret.id}),
        ("pipelines.overview", {"dataset_id": secret.dataset.id}),
        ("content.page", {"dataset_id": secret.dataset.id, "offset": 0, "limit": 5, "columns": []}),
        ("datasets.list", {}),
    ):
        assert server.ask(op, args, user="carl").code == "not_allowed"
    told = server.ask("pipelines.places", user="carl").message["data"]
    assert [each["name"] for each in told["places"]] == ["Helpfulness"]
    assert "counts" not in str(told)
    assert not told["is_member"]
    assert server.ask("pipelines.places", user="stranger").code == "not_allowed"
    # Without a vault in the address, only those are named that have something to do.
    assert b"There is nothing for you" in server.get("datavault/work", "dora").body
    assert server.get("datavault/work?vault=%3Cb%3E", "carl").status == 404
    out = server.request("GET", "datavault/work")
    assert "/login?next=" in (out.headers["Location"] or "")


def test_who_may_see_the_vault_finds_the_way_there_and_the_address_to_send(
    house: tuple[VaultServer, Vault], visit: Visit
) -> None:
    _, vault = house
    page, _ = visit("ada", "datavault/work?vault=team")
    page.get_by_role("link", name="Open the vault").click()
    page.get_by_role("button", name="Helpfulness", exact=True).click()
    card = page.get_by_role("region", name="Task page")
    address = card.get_by_role("link")
    assert vault.pipelines["Helpfulness"].id in (address.get_attribute("href") or "")
    card.get_by_role("button", name="Copy the address").click()
    expect(card.get_by_role("status")).to_contain_text("Copied")
    page.screenshot(path=SHOTS / "work-page-address.png")
    address.click()
