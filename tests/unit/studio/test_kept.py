"""Kept charts: named, reopened from elsewhere as they were, and honest about what changed."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import datavault_jupyter as dv
from datavault_jupyter.base.errors import BadArgument, ChartNotFound, NameTaken, NotAllowed


@pytest.fixture
def ds(vault: dv.Vault) -> dv.Dataset:
    rows = pd.DataFrame({"kind": ["a", "b", "a"], "score": [1.0, 2.0, 4.0], "extra": [1, 2, 3]})
    return vault.import_frame(rows, name="scores")


def test_another_kernel_opens_it_identically(ds: dv.Dataset, tmp_path: Path) -> None:
    made = ds.chart(
        "bar", x="kind", y="mean(score)", errors="sd", where="extra > 0", having="y > 0",
        title="Scores",
    )  # fmt: skip
    kept = ds.charts.save("Scores by kind", made)
    assert (kept.version, kept.is_pinned) == ("1.0.0", False)
    with dv.Vault(tmp_path / "vault") as again:
        there = again["scores"].charts["scores BY kind"]
        assert there.to_dict() == made.to_dict()
        assert there.spec == made.spec
        assert there.data.fetchall() == made.data.fetchall()


def test_it_follows_the_rows_unless_it_is_of_a_version(ds: dv.Dataset) -> None:
    ds.charts.save("now", ds.chart(x="kind"))
    ds.charts.save("then", ds.at("1.0.0").chart(x="kind"))
    assert [each.is_pinned for each in ds.charts] == [False, True]
    ds.append(pd.DataFrame({"kind": ["c"], "score": [9.0], "extra": [4]}))
    assert len(ds.charts["now"].data.fetchall()) == 3
    assert len(ds.charts["then"].data.fetchall()) == 2
    assert "scores@1.0.0" in ds.charts["then"].summary
    assert ".at('1.0.0')" in ds.charts["then"].to_code()


def test_a_chart_stays_as_it_is_until_it_is_drawn_anew(ds: dv.Dataset) -> None:
    chart = ds.chart(x="kind")
    ds.append(pd.DataFrame({"kind": ["c"], "score": [9.0], "extra": [4]}))
    assert len(chart.data.fetchall()) == 2
    assert len(chart.refresh().data.fetchall()) == 3


def test_a_missing_column_is_named(ds: dv.Dataset) -> None:
    ds.charts.save("Scores", ds.chart(x="kind", y="mean(score)"))
    ds.replace(pd.DataFrame({"kind": ["a"], "points": [1.0]}), differing="take")
    with pytest.raises(BadArgument) as refused:
        ds.charts["Scores"]
    assert refused.value.message == (
        "The chart 'Scores' can't be drawn: There is no column 'score', which y shows."
    )
    assert ds.charts.names() == ["Scores"]


def test_rename_duplicate_delete_and_replace(ds: dv.Dataset) -> None:
    ds.charts.save("One", ds.chart(x="kind"))
    with pytest.raises(NameTaken, match="has a chart 'one' already"):
        ds.charts.save("one", ds.chart(x="score"))
    assert ds.charts.save("one", ds.chart(x="score"), replace=True).name == "one"
    assert ds.charts.duplicate("one").name == "one 2"
    assert ds.charts.duplicate("one").name == "one 3"
    kept = ds.charts.rename("one 3", "Another")
    assert ds.charts.get(kept.id).kind.value == "histogram"
    with pytest.raises(NameTaken):
        ds.charts.rename("Another", "ONE 2")
    ds.charts.delete("one")
    assert ds.charts.names() == ["Another", "one 2"]
    assert "one 2" in ds.charts
    assert len(ds.charts) == 2
    with pytest.raises(ChartNotFound, match="has no chart 'one'"):
        ds.charts["one"]
    assert repr(ds.charts) == "Another  histogram\none 2    histogram"


def test_a_spec_can_be_kept_and_a_chart_of_another_dataset_cannot(
    vault: dv.Vault, ds: dv.Dataset
) -> None:
    ds.charts.save("spec", ds.chart(x="kind").spec)
    assert ds.charts["spec"].kind.value == "bar"
    other = vault.import_frame(pd.DataFrame({"kind": ["a"]}), name="other")
    with pytest.raises(BadArgument, match="chart of 'other', not of 'scores'"):
        ds.charts.save("x", other.chart(x="kind"))


def test_charts_go_with_their_dataset(vault: dv.Vault, ds: dv.Dataset) -> None:
    ds.charts.save("One", ds.chart(x="kind"))
    ds.delete(confirm="delete")
    with vault._services.store.catalog.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM chart").scalar() == 0


def test_who_may_see_draws_and_who_may_change_keeps(
    vault: dv.Vault, ds: dv.Dataset, act_as: Callable[[str], dv.Vault]
) -> None:
    vault.projects.create("Trees")
    ds = vault.import_frame(ds.df(), name="scores of trees", project="Trees")
    ds.charts.save("One", ds.chart(x="kind"))
    vault.people.add("vera", dv.OrgRole.PROJECT_ADMIN)
    vault.projects.add_member("Trees", "vera", dv.ProjectRole.VIEWER)
    with act_as("vera") as seen:
        theirs = seen["scores of trees"]
        assert theirs.charts["One"].data.fetchall() == [("a", 2, 2), ("b", 1, 1)]
        for work in (
            lambda: theirs.charts.save("Two", theirs.chart(x="kind")),
            lambda: theirs.charts.rename("One", "Two"),
            lambda: theirs.charts.duplicate("One"),
            lambda: theirs.charts.delete("One"),
        ):
            with pytest.raises(NotAllowed, match="may not change this dataset"):
                work()


def test_a_pipelines_dataset_shows_finished_tasks_at_first(vault: dv.Vault) -> None:
    score = dv.Field("score", "rating")
    pipeline = vault.pipelines.create("Scores", nodes=[dv.Subtask("rate", fields=[score])])
    pipeline.activate().add_tasks([{}, {}, {}])
    for value in (4, 5):
        pipeline.claim()[0].submit({"score": value})
    live = pipeline.dataset
    chart = live.chart(x="score")
    assert chart.spec.status == "finished"
    assert chart.data.df()["y"].sum() == 2
    assert "finished tasks only; status='all' shows all" in chart.notes
    every = live.chart(x="status", status="all")
    assert {row[0]: row[1] for row in every.data.fetchall()} == {"finished": 2, "pending": 1}
    live.charts.save("Scores", chart)
    pipeline.claim()[0].submit({"score": 1})
    assert live.charts["Scores"].data.df()["y"].sum() == 3
    assert chart.refresh().data.df()["y"].sum() == 3
    assert live.chart("scatter", x="score", y="score").data.df().shape[0] == 3
