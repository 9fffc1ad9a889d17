"""Dashboards: named, reopened from elsewhere as they were, and honest about what changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import datavault_jupyter as dv
from datavault_jupyter.base.errors import (
    BadArgument,
    ChartNotFound,
    DashboardNotFound,
    NameTaken,
    NotAllowed,
    VersionConflict,
)
from datavault_jupyter.protocol.coding import decoded, encoded
from datavault_jupyter.protocol.operations import Call
from datavault_jupyter.storage.filters import Filter, Op

ONLY_A = Filter(Op.EQ, "kind", ("a",))


@pytest.fixture
def ds(vault: dv.Vault) -> dv.Dataset:
    rows = pd.DataFrame({"kind": ["a", "b", "a"], "score": [1.0, 2.0, 4.0]})
    made = vault.import_frame(rows, name="scores")
    made.charts.save("Kinds", made.chart(x="kind"))
    made.charts.save("Scores", made.chart(x="score"))
    made.charts.save("Rows", made.chart("number", y="count()"))
    return made


def asking(vault: dv.Vault, op: str, **args: Any) -> Any:
    operation = vault._services.operations[op]
    return encoded(operation.run(decoded(operation.args, args), Call()))


def test_another_kernel_opens_it_identically(ds: dv.Dataset, tmp_path: Path) -> None:
    tiles = [{"chart": "Scores", "width": "full", "height": "tall"}, "kinds", "Rows"]
    made = ds.dashboards.create("Overview", charts=tiles, filter=ONLY_A)
    assert made.charts == ["Scores", "Kinds", "Rows"]
    with dv.Vault(tmp_path / "vault") as again:
        there = again["scores"].dashboards["OVERVIEW"]
        assert (there.id, there.charts, there.filter) == (made.id, made.charts, ONLY_A)
        assert there.to_html() == made.to_html()
        state = there._state()
        assert [(each.width, each.height) for each in state.tiles] == [
            ("full", "tall"),
            ("half", "middle"),
            ("third", "low"),
        ]
        assert (state.version, state.is_pinned, there.version) == ("1.0.0", False, "")


def test_rename_duplicate_delete(ds: dv.Dataset) -> None:
    made = ds.dashboards.create("One", charts=["Kinds"])
    with pytest.raises(NameTaken, match="has a dashboard 'One' already"):
        ds.dashboards.create("one")
    assert made.duplicate().name == "One 2"
    assert made.duplicate().rename("Another").name == "Another"
    with pytest.raises(NameTaken):
        made.rename("another")
    assert made.rename("ONE").name == "ONE"
    assert ds.dashboards.names() == ["Another", "ONE", "One 2"]
    assert "one 2" in ds.dashboards
    made.delete()
    with pytest.raises(DashboardNotFound, match="has no dashboard 'ONE'"):
        ds.dashboards["ONE"]
    assert ds.charts.names() == ["Kinds", "Rows", "Scores"]
    assert repr(ds.dashboards) == "Another  1 chart\nOne 2    1 chart"


def test_what_is_on_it_is_checked(ds: dv.Dataset) -> None:
    with pytest.raises(ChartNotFound, match="has no chart 'Nothing'"):
        ds.dashboards.create("x", charts=["Nothing"])
    with pytest.raises(BadArgument, match="'Kinds' is on the dashboard already"):
        ds.dashboards.create("x", charts=["Kinds", "kinds"])
    with pytest.raises(BadArgument, match="width='wide' isn't known"):
        ds.dashboards.create("x", charts=[{"chart": "Kinds", "width": "wide"}])
    with pytest.raises(BadArgument, match="no part 'colour'"):
        ds.dashboards.create("x", charts=[{"chart": "Kinds", "colour": "red"}])
    assert ds.dashboards.names() == []


def test_it_follows_the_rows_or_stays_with_a_version(ds: dv.Dataset) -> None:
    newest = ds.dashboards.create("Newest", charts=["Rows"])
    then = ds.dashboards.create("Then", charts=["Rows"], version="1.0.0")
    ds.append(pd.DataFrame({"kind": ["c"], "score": [9.0]}))
    assert "4 rows" in newest.to_html()
    assert "3 rows" in then.to_html()
    assert "1 chart of scores@1.0.0" in then.to_html()
    assert "4 rows" in then.set(version="").to_html()
    assert then.set(version="1.0.0").version == "1.0.0"


def test_what_is_gone_is_named_and_the_rest_is_drawn(ds: dv.Dataset) -> None:
    board = ds.dashboards.create("All", charts=["Kinds", "Scores", "Rows"])
    ds.charts.rename("Kinds", "Sorts")
    ds.charts.delete("Sorts")
    ds.replace(pd.DataFrame({"kind": ["a"], "points": [1.0]}), differing="take")
    page = board.to_html()
    assert "The chart &#x27;Kinds&#x27; was deleted." in page
    assert "There is no column &#x27;score&#x27;, which x shows." in page
    assert page.count("<svg") == 1
    # A change of something else leaves the gone one where it was.
    state = board._state()
    assert [each.is_gone for each in state.tiles] == [True, False, False]


def test_a_page_needs_nothing_and_holds_no_markup_of_others(
    vault: dv.Vault, tmp_path: Path
) -> None:
    rows = pd.DataFrame({"kind": ["<script>x</script>", "b & c"], "n": [1, 2]})
    ds = vault.import_frame(rows, name="a<b>")
    ds.charts.save("<img src=x>", ds.chart(x="kind"))
    path = ds.dashboards.create("<b>all</b>", charts=["<img src=x>"]).save(tmp_path / "all.html")
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<script|<img|<b>|src=\"?http|url\([^#]", text)
    with pytest.raises(BadArgument, match=r"saved as \.html"):
        ds.dashboards["<b>all</b>"].save(tmp_path / "all.pdf")
    bundle = ds.dashboards["<b>all</b>"]._bundle()
    assert "data:image/svg+xml;base64," in bundle["text/html"]
    assert "<script" not in bundle["text/html"]
    vault.settings.keep_rows = False
    assert "data:image" not in ds.dashboards["<b>all</b>"]._bundle()["text/html"]


def test_dashboards_go_with_their_dataset(vault: dv.Vault, ds: dv.Dataset) -> None:
    ds.dashboards.create("All", charts=["Kinds"])
    ds.delete(confirm="delete")
    with vault._services.store.catalog.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM dashboard").scalar() == 0


def test_who_may_see_looks_and_who_may_change_arranges(
    vault: dv.Vault, ds: dv.Dataset, act_as: Callable[[str], dv.Vault]
) -> None:
    vault.projects.create("Trees")
    ds = vault.import_frame(ds.df(), name="scores of trees", project="Trees")
    ds.charts.save("Kinds", ds.chart(x="kind"))
    ds.dashboards.create("All", charts=["Kinds"])
    vault.people.add("vera", dv.OrgRole.PROJECT_ADMIN)
    vault.projects.add_member("Trees", "vera", dv.ProjectRole.VIEWER)
    with act_as("vera") as seen:
        theirs = seen["scores of trees"]
        board = theirs.dashboards["All"]
        assert "3 rows" in board.to_html()
        assert board._state().may_edit is False
        for work in (
            lambda: theirs.dashboards.create("Two"),
            lambda: board.rename("Two"),
            lambda: board.set(filter=ONLY_A),
            board.duplicate,
            board.delete,
        ):
            with pytest.raises(NotAllowed, match="may not change this dataset"):
                work()


def test_a_chart_on_it_keeps_its_own_search_whatever_is_picked(
    vault: dv.Vault, ds: dv.Dataset
) -> None:
    chart = ds.charts.save("Found", ds.chart(x="score", search="a"))
    board = ds.dashboards.create("All", charts=["Kinds", "Found"])
    which = {"dataset_id": ds.id, "board_id": board.id, "chart_id": chart.id}
    picked = encoded(Filter(Op.LT, "score", ("3",)))
    assert asking(vault, "boards.draw", **which)["notes"] == ["2 rows"]
    assert asking(vault, "boards.draw", **which, picked=picked)["notes"] == ["1 row"]
    both = asking(vault, "boards.draw", **which, picked=picked, filter=encoded(ONLY_A))
    assert both["notes"] == ["1 row"]
    none = encoded(Filter(Op.EQ, "kind", ("b",)))
    assert asking(vault, "boards.draw", **which, picked=none)["notes"] == ["0 rows"]


def test_who_saves_over_what_somebody_else_saved_is_refused(
    vault: dv.Vault, ds: dv.Dataset
) -> None:
    board = ds.dashboards.create("All", charts=["Kinds", "Scores"])
    which = {"dataset_id": ds.id, "board_id": board.id}
    mine = asking(vault, "boards.open", **which)
    board.set(filter=ONLY_A)
    tiles = [{"chart_id": each["chart_id"]} for each in mine["tiles"][::-1]]
    stale = {**which, "tiles": tiles, "edition": mine["edition"]}
    with pytest.raises(VersionConflict, match="Somebody else saved the dashboard 'All' meanwhile"):
        asking(vault, "boards.change", **stale)
    # Nothing of theirs is lost; a name, which is no part of the arrangement, is no conflict.
    assert (board.charts, board.filter) == (["Kinds", "Scores"], ONLY_A)
    board.rename("Everything")
    now = asking(vault, "boards.open", **which)
    told = asking(vault, "boards.change", **{**stale, "edition": now["edition"]})
    assert told["edition"] == now["edition"] + 1
    assert board.charts == ["Scores", "Kinds"]


def test_views_arrange_filter_and_save_it(vault: dv.Vault, ds: dv.Dataset) -> None:
    kinds, scores = (ds.charts.list()[at].id for at in (0, 2))
    named = {"dataset_id": ds.id}
    made = asking(vault, "boards.create", **named, name="All", chart_ids=[kinds])
    which = {**named, "board_id": made["id"]}
    tiles = [
        {"chart_id": scores, "width": "full", "height": "low"},
        {"chart_id": kinds, "width": "third", "height": "middle"},
    ]
    told = asking(vault, "boards.change", **which, tiles=tiles, filter=encoded(ONLY_A))
    assert [each["name"] for each in told["tiles"]] == ["Scores", "Kinds"]
    assert ds.dashboards["All"].filter == ONLY_A
    drawn = asking(vault, "boards.draw", **which, chart_id=scores, filter=encoded(ONLY_A))
    assert drawn["notes"] == ["2 rows"]
    picked = {
        "chart_id": kinds,
        "words": "kind is b",
        "filter": encoded(Filter(Op.EQ, "kind", ("b",))),
    }
    call = Call()
    operation = vault._services.operations["boards.file"]
    named_file = operation.run(decoded(operation.args, {**which, "picked": [picked]}), call)
    page = bytes(call.frames["file"]).decode()
    assert named_file.name == "All.html"
    # The chart it was picked in stays whole.
    assert re.findall(r"<strong>(\w+)</strong><span>(\d rows?)", page) == [
        ("Scores", "1 row"),
        ("Kinds", "3 rows"),
    ]
    assert "picked: kind is b" in page
    told = asking(vault, "boards.duplicate", **which)
    assert told["name"] == "All 2"
    told = asking(vault, "boards.delete", **which)
    assert [each["name"] for each in told["boards"]] == ["All 2"]


def test_the_stamp_changes_with_the_rows_only(vault: dv.Vault) -> None:
    score = dv.Field("score", "rating")
    pipeline = vault.pipelines.create("Live", nodes=[dv.Subtask("rate", fields=[score])])
    pipeline.activate().add_tasks([{}, {}])
    live = pipeline.dataset
    live.charts.save("Scores", live.chart(x="score"))
    board = live.dashboards.create("Live", charts=["Scores"])
    before = board._state().stamp
    board.rename("Still live")
    assert board._state().stamp == before
    pipeline.claim()[0].submit({"score": 4})
    after = board._state()
    assert after.stamp != before
    assert (after.is_collected, after.version) == (True, "")
    assert "1 row" in board.to_html()
