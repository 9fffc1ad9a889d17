"""States of the import panel that a real vault passes too quickly."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from datavault_jupyter.base.errors import NotAllowed
from datavault_jupyter.widgets.ops import built
from tests.component.conftest import Panels, until

JOB: dict[str, Any] = {
    "job_id": "job_1",
    "name": "support-tickets",
    "project_name": "Support",
    "file_name": "support-tickets.csv",
    "state": "running",
    "stage": "store",
    "byte_count": 4_100_000,
    "started_at": "2026-11-22T12:00:00Z",
    "share": 0.62,
    "done_rows": 11_285,
    "total_rows": 18_202,
    "rate": 2_800.4,
    "eta_s": 4.2,
    "ended_at": None,
    "dataset_id": None,
    "column_count": None,
    "notes": [],
    "reject_count": 0,
    "can_repeat": False,
    "problem": None,
}
GONE: dict[str, Any] = {
    **JOB,
    "job_id": "job_9",
    "file_name": "support-tickets-q2.csv",
    "state": "interrupted",
    "share": None,
    "can_repeat": True,
    "problem": {
        "message": "The kernel ended before the import did. Nothing of it was kept.",
        "hint": "Import the file again.",
        "code": "interrupted",
        "line": None,
        "column": None,
        "text": None,
    },
}
LOOKED: dict[str, Any] = {
    "file_name": "support-tickets-q2.csv",
    "format": "csv",
    "byte_count": 4_100_000,
    "columns": [
        {"source_name": "id", "name": "id", "type": "VARCHAR", "detected_type": "BIGINT"},
    ],
    "rows": [["000418"]],
    "row_count": 1,
    "notes": [],
    "problems": [],
    "suggested_name": "support-tickets-q2",
    "problem_count": None,
    "has_more_problems": False,
    "looked_bytes": None,
    "can_skip": False,
    "tables": [],
    "table": None,
    "quote": '"',
    "skip": 0,
    "encoding": "utf-8",
    "delimiter": ",",
    "has_header": True,
}
HALF = {
    "upload_id": "upl_1",
    "name": "big.csv",
    "byte_count": 2_000_000_000,
    "offset": 1_200_000_000,
    "fingerprint": "f",
    "tail_offset": 0,
    "tail_sha256": "",
}


def answers(job: dict[str, Any]) -> dict[str, Any]:
    return {
        "imports.pending": {"jobs": [job], "uploads": [HALF]},
        "imports.job": job,
        "imports.cancel": job,
        "imports.upload_discard": {},
        "views.part": lambda _args: (None, {"code": built("more.js").encode()}),
    }


@pytest.mark.parametrize("is_dark", [False, True])
def test_a_running_job_says_how_far_it_is(panels: Panels, *, is_dark: bool) -> None:
    page, side = panels.scripted("import", answers(JOB), path="", is_dark=is_dark, width=452)
    expect(page.get_by_text("1.2 GB of 2 GB of big.csv are here.")).to_be_visible()
    expect(page.get_by_text("support-tickets is being imported, 62%")).to_be_visible()
    page.get_by_role("button", name="Show import").click()
    bar = page.get_by_role("progressbar", name="Import of support-tickets")
    expect(bar).to_have_attribute("aria-valuenow", "62")
    expect(page.get_by_text("About 11,285 of 18,202 rows, 2,800 a second")).to_be_visible()
    expect(page.get_by_text("62%, about 4 s left")).to_be_visible()
    expect(page.locator("[aria-current=step]")).to_have_text("Store rows")
    assert panels.axe(page) == []
    panels.shot(page, f"import-job-{'dark' if is_dark else 'light'}")
    side.tell("imports.progress", {**JOB, "job_id": "job_2", "share": 0.9})
    further = {**JOB, "share": 0.75, "total_rows": None, "rate": 2e6}
    side.answers["imports.job"] = further  # which is also asked for, now and then
    side.tell("imports.progress", further, seq=2)
    expect(page.get_by_text("3.1 MB of 4.1 MB, 2 MB a second")).to_be_visible()
    expect(bar).to_have_attribute("aria-valuenow", "75")
    adding = {**JOB, "stage": "add", "share": None}
    side.answers["imports.job"] = adding
    side.tell("imports.progress", adding, seq=3)
    expect(page.locator("[aria-current=step]")).to_have_text("Add to the vault")
    expect(bar).not_to_have_attribute("aria-valuenow", "75")
    ended = {**JOB, "state": "done", "share": None, "dataset_id": "dst_1", "column_count": 9}
    side.tell("imports.progress", {**ended, "done_rows": 18_202}, seq=4)
    expect(page.get_by_text("18,202 rows, 9 columns, in Support")).to_be_visible()


def test_a_job_whose_kernel_ended_says_so(panels: Panels) -> None:
    gone = {**GONE, "job_id": "job_1"}
    page, _ = panels.scripted("import", {**answers(JOB), "imports.job": gone}, path="")
    page.get_by_role("button", name="Show import").click()
    expect(page.get_by_text("The kernel ended before the import did.")).to_be_visible()
    expect(page.get_by_role("button", name="Import another file")).to_be_visible()
    assert panels.axe(page) == []


@pytest.mark.parametrize(("width", "is_dark"), [(1072, False), (452, True), (352, False)])
def test_what_was_interrupted_is_told_and_begun_again(
    panels: Panels, width: int, *, is_dark: bool
) -> None:
    lost = {**GONE, "job_id": "job_8", "file_name": "gone.csv", "can_repeat": False}
    running = {**JOB, "job_id": "job_2", "name": "reviews", "share": 0.2}
    jobs = [JOB, running, GONE, lost]
    given = {
        **answers(JOB),
        "imports.pending": lambda _args: {"jobs": jobs, "uploads": [HALF]},
        "imports.dismiss": dismissed(jobs),
        "imports.repeat": {
            "source": {"path": "/data/support-tickets-q2.csv", "upload_id": ""},
            "settings": {"types": {"id": "VARCHAR"}, "delimiter": ";"},
            "name": "support-tickets",
            "project_id": None,
            "dataset_id": None,
        },
        "imports.preview": LOOKED,
        "imports.name": {"message": "", "hint": ""},
        "imports.start": {**JOB, "job_id": "job_10"},
        "projects.list": {"projects": [], "is_vault_open": True},
    }
    page, side = panels.scripted("import", given, path="", width=width, is_dark=is_dark)
    expect(page.get_by_text("The import of gone.csv was interrupted")).to_be_visible()
    expect(page.get_by_text("Its file is no longer there.")).to_be_visible()
    expect(page.get_by_role("button", name="Import again")).to_have_count(1)
    expect(page.get_by_role("button", name="Show import")).to_have_count(2)
    assert panels.axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    panels.shot(page, f"import-pending-{width}-{'dark' if is_dark else 'light'}")
    page.get_by_role("listitem").filter(has_text="gone.csv").get_by_role(
        "button", name="Dismiss"
    ).click()
    expect(page.get_by_text("gone.csv")).to_have_count(0)
    page.get_by_role("button", name="Import again").click()
    # As it was asked for before.
    expect(page.get_by_text("1 type, 1 setting changed")).to_be_visible()
    page.get_by_role("button", name="Import 1 row").click()
    expect(page.get_by_role("heading", name="Importing support-tickets")).to_be_visible()
    (begun,) = [args for op, args in side.asked if op == "imports.start"]
    assert begun["source"] == {"path": "/data/support-tickets-q2.csv", "upload_id": ""}
    until(page, lambda: ("imports.dismiss", {"job_id": "job_9"}) in side.asked)


def dismissed(jobs: list[dict[str, Any]]) -> Callable[[dict[str, Any]], Any]:
    def answer(args: dict[str, Any]) -> dict[str, Any]:
        jobs[:] = [each for each in jobs if each["job_id"] != args["job_id"]]
        return {}

    return answer


def test_jobs_of_other_kernels_are_looked_at(panels: Panels) -> None:
    # No news of them come here: what is shown is what was asked.
    shares = itertools.chain([0.1, 0.2, 0.3], itertools.repeat(0.4))
    pending = {
        "imports.pending": lambda _args: {"jobs": [{**JOB, "share": next(shares)}], "uploads": []}
    }
    looks = itertools.chain([0.5, 0.6], itertools.repeat(None))

    def look(_args: dict[str, Any]) -> dict[str, Any]:
        share = next(looks)
        over = {"state": "done", "dataset_id": "dst_1", "column_count": 9, "done_rows": 18_202}
        return {**JOB, "share": share, **({} if share else over)}

    given = {**answers(JOB), **pending, "imports.job": look}
    page, side = panels.scripted("import", given, path="")
    expect(page.get_by_text("support-tickets is being imported, 40%")).to_be_visible()
    page.get_by_role("button", name="Show import").click()
    expect(page.get_by_text("18,202 rows, 9 columns, in Support")).to_be_visible()
    count = sum(op == "imports.job" for op, _ in side.asked)
    assert count == 3
    # What has ended is looked at no more.
    page.wait_for_timeout(1_500)
    assert sum(op == "imports.job" for op, _ in side.asked) == count


def test_news_make_looking_needless(panels: Panels) -> None:
    page, side = panels.scripted("import", answers(JOB), path="")

    def looks() -> int:
        return sum(op == "imports.job" for op, _ in side.asked)

    # The page's time goes on as the test says, however long the machine does other things.
    button = page.get_by_role("button", name="Show import")
    expect(button).to_be_visible()
    page.clock.install(time=0)
    page.clock.pause_at(60)
    button.click()
    bar = page.get_by_role("progressbar", name="Import of support-tickets")
    expect(bar).to_have_attribute("aria-valuenow", "62")
    page.clock.run_for(100)
    until(page, looks)
    for step in range(8):
        side.tell("imports.progress", {**JOB, "share": 0.7 + step / 100}, seq=step + 1)
        expect(bar).to_have_attribute("aria-valuenow", f"{70 + step}")
        page.clock.run_for(500)
    assert looks() == 1
    # Without news it looks within the next two seconds.
    page.clock.run_for(2_000)
    until(page, lambda: looks() > 1)


REPORT: dict[str, Any] = {
    "dataset_id": "dst_1",
    "name": "support-tickets",
    "version": "1.0.0",
    "source": "support-tickets-q3.csv",
    "format": "csv",
    "byte_count": 4_100_000,
    "sha256": "3b4a532142ebb29faa22b48291c9dde0ccddc963a665af88a31e48cdd8bfa9ec",
    "encoding": "cp1252",
    "delimiter": ";",
    "read_count": 18_204,
    "imported_count": 17_000,
    "rejected_count": 1_204,
    "rejects": [
        {
            "line": line,
            "column": None if line % 2 else "priority",
            "reason": "It has 10 cells, but the table has 9 columns.",
            "text": f'{line};"Refund;\r\npart 2";email\t{"x" * 200}',
            "file_name": None,
        }
        for line in range(4_117, 4_217)
    ],
    "notes": ["Single quotes around cells were taken as quotes, not as text."],
    "chosen": ["delimiter", "types"],
    "changed_types": [
        {"source_name": n, "name": n, "type": "VARCHAR", "detected_type": "BIGINT"}
        for n in ("ticket_id", "zip")
    ],
    "seconds": 4.2,
    "can_refresh": True,
}


@pytest.mark.parametrize(("width", "is_dark"), [(1072, False), (1072, True), (352, True)])
def test_a_report_tells_the_whole_story(panels: Panels, width: int, *, is_dark: bool) -> None:
    done = {
        **JOB,
        "state": "done",
        "dataset_id": "dst_1",
        "column_count": 9,
        "done_rows": 17_000,
        "reject_count": 1_204,
        "can_repeat": True,
    }
    given = {**answers(JOB), "imports.job": done, "imports.report": REPORT}
    given["imports.rejects"] = NotAllowed("You may not look at this.")
    page, _ = panels.scripted("import", given, path="", width=width, is_dark=is_dark)
    page.get_by_role("button", name="Show import").click()
    expect(page.get_by_text("18,204 read, 17,000 imported, 1,204 left out")).to_be_visible()
    expect(page.get_by_text("Windows-1252 (Western) detected")).to_be_visible()
    expect(page.get_by_text("Semicolon chosen")).to_be_visible()
    expect(page.get_by_text("ticket_id: Integer → Text")).to_be_visible()
    expect(page.get_by_text("The first 100 are shown.")).to_be_attached()
    expect(page.locator("td code").first).to_have_text(re.compile("Refund;⏎part 2.*⇥"))
    expect(page.get_by_role("button", name="Import again with other settings")).to_be_visible()
    # The buttons stay where a hundred rows are listed.
    expect(page.get_by_role("button", name="Open dataset")).to_be_in_viewport()
    assert panels.axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    panels.shot(page, f"import-report-whole-{width}-{'dark' if is_dark else 'light'}")
    page.get_by_role("button", name="Download rows left out").click()
    expect(page.get_by_role("alert")).to_contain_text("You may not look at this.")


def test_a_big_file_says_how_much_was_searched(panels: Panels) -> None:
    problem = {
        "message": "It has 10 cells, but the table has 9 columns.",
        "hint": "",
        "code": "row",
        "line": 4_117,
        "column": None,
        "text": "004534",
    }
    big = {
        **LOOKED,
        "row_count": None,
        "problems": [problem],
        "problem_count": 1,
        "looked_bytes": 64_000_000,
        "can_skip": True,
    }
    given = {
        **answers(JOB),
        "imports.preview": big,
        "imports.name": {"message": "", "hint": ""},
        "projects.list": {"projects": [], "is_vault_open": True},
    }
    page, _ = panels.scripted("import", given, path="/data/big.csv")
    expect(page.get_by_text("1 row has a problem", exact=True)).to_be_visible()
    expect(page.get_by_text("Looked at the first 64 MB of the file")).to_be_visible()
    page.get_by_role("radio", name="Leave them out").check()
    expect(page.get_by_text("Will store all rows that are fine, 1 column in")).to_be_visible()
    assert panels.axe(page) == []
    panels.shot(page, "import-big-1072-light")


def test_an_upload_that_waits_is_discarded(panels: Panels) -> None:
    left = [HALF]

    def discard(_args: dict[str, Any]) -> dict[str, Any]:
        left.clear()
        return {}

    given = {
        **answers(JOB),
        "imports.pending": lambda _args: {"jobs": [], "uploads": list(left)},
        "imports.upload_discard": discard,
    }
    page, side = panels.scripted("import", given, path="")
    page.get_by_role("button", name="Discard upload").click()
    # The list is asked for anew when it is gone.
    expect(page.get_by_text("are here.")).to_have_count(0)
    assert ("imports.upload_discard", {"upload_id": "upl_1"}) in side.asked


def test_a_saved_copy_says_what_it_is(panels: Panels) -> None:
    page, side = panels.scripted("import", {}, path="", is_saved=True)
    expect(page.get_by_text("This is a saved copy")).to_be_visible()
    assert side.asked == []
    assert panels.axe(page) == []


def test_a_busy_kernel_is_named(panels: Panels) -> None:
    page, side = panels.scripted("import", answers(JOB), path="")
    # All that the panel asks at first is answered: what is asked in silence never is.
    expect(page.get_by_role("button", name="Discard upload")).to_be_visible()
    side.is_silent = True
    page.get_by_role("button", name="Type a path").click()
    busy = page.get_by_text("The kernel is busy with a cell.")
    expect(busy).to_be_visible()
    side.is_silent = False
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Discard upload").click()
    expect(busy).to_have_count(0)
