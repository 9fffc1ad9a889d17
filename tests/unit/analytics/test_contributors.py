"""Contributors against pandas; what reviews and resolved values add; the log."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import cohen_kappa_score

import datavault_jupyter as dv
from datavault_jupyter import Vault
from datavault_jupyter.base.errors import BadArgument, PipelineNotFound
from tests.unit.analytics.rated import collected, imported, table, wide_of


@pytest.mark.parametrize("seed", range(3))
def test_numbers_are_those_of_pandas(vault: Vault, seed: int) -> None:
    frame = table(seed)
    found = imported(vault, frame).analytics.contributors("stars")
    assert [row["contributor"] for row in found] == list(
        frame.groupby("rater").size().sort_index().sort_values(ascending=False, kind="stable").index
    )
    for row in found:
        own = frame[frame["rater"] == row["contributor"]]
        assert row["answers"] == len(own)
        assert row["items"] == own["item"].nunique()
        assert row["active_days"] == own["rated_at"].dt.date.nunique()
        assert row["per_day"] == pytest.approx(len(own) / own["rated_at"].dt.date.nunique())
        assert row["per_hour"] == pytest.approx(3600 * len(own) / own["seconds"].sum())
        assert row["median_seconds"] == pytest.approx(own["seconds"].median())
        assert row["mean_stars"] == pytest.approx(own["stars"].mean())
        assert row["mean_stars_difference"] == pytest.approx(
            own["stars"].mean() - frame["stars"].mean()
        )
        assert row["mean_score"] == pytest.approx(own["score"].mean())
        assert row["rate_fine"] == pytest.approx(own["fine"].mean())
        assert row["last_active"] == own["rated_at"].max()
        assert row["pass_rate"] is None


def test_agreement_with_others_fits_the_field(vault: Vault) -> None:
    frame = table(4)
    analytics = imported(vault, frame).analytics
    for field, weights in (("stars", "quadratic"), ("label", None)):
        wide = wide_of(frame, field)
        row = next(each for each in analytics.contributors(field) if each["contributor"] == "r1")
        kappas, sizes = [], []
        for other in wide.columns.drop("r1"):
            both = wide[["r1", other]].dropna()
            names = [1, 2, 3, 4, 5] if weights else None
            one, two = (both[name].astype(int if weights else str) for name in ("r1", other))
            kappas.append(cohen_kappa_score(one, two, weights=weights, labels=names))
            sizes.append(len(both))
        assert row["kappa_with_others"] == pytest.approx(np.average(kappas, weights=sizes))
        assert row["shared"] == sum(sizes)


def test_the_mean_over_time(vault: Vault) -> None:
    frame = table(5)
    line = imported(vault, frame).analytics.contributors("stars").over_time
    low, high = frame["rated_at"].min(), frame["rated_at"].max()
    places = ((frame["rated_at"] - low) / (high - low) * 14).astype(int).clip(upper=13)
    means = frame.groupby(["rater", places])["stars"].mean()
    assert len(line.columns) == 15
    for row in line.rows:
        rater, *values = row
        for at, value in enumerate(values):
            known = means.get((rater, at))
            assert value == (None if known is None else pytest.approx(known))


def test_it_says_what_it_can_not_say(vault: Vault) -> None:
    frame = pd.DataFrame({"item": list("abc"), "rater": ["x"] * 3, "stars": [1, 2, None]})
    made = vault.import_frame(frame, name="alone")
    made.analytics.map(item="item", rater="rater", values=["stars"])
    (row,) = made.analytics.contributors()
    assert (row["answers"], row["kappa_with_others"], row["shared"]) == (3, None, 0)
    assert row["mean_stars"] == 1.5
    assert row["median_seconds"] is None
    assert row["per_hour"] is None
    assert row["last_active"] is None
    nobody = made.analytics.contributors(where="stars > 5")
    assert len(nobody) == 0
    assert "filter keeps no answer" in " ".join(nobody.notes)
    with pytest.raises(BadArgument, match="no field"):
        made.analytics.contributors("moons")
    made.analytics.map(rater=None)
    with pytest.raises(BadArgument, match="who answered"):
        made.analytics.contributors()
    with pytest.raises(PipelineNotFound):
        made.analytics.activity()


def test_its_sql_gives_its_numbers(vault: Vault) -> None:
    made = imported(vault, table(6))
    found = made.analytics.contributors("stars")
    first, second = found.sql.split("-- How often others gave")
    rows = made.analytics.sql(first).df().set_index("rater")
    shared = made.analytics.sql(second.split("\n", 1)[1]).df().set_index("rater")
    for row in found:
        own = rows.loc[row["contributor"]]
        assert row["answers"] == own["answers"]
        assert row["per_hour"] == pytest.approx(own["answers_an_hour"])
        assert row["mean_score"] == pytest.approx(own["mean score"])
        other = shared.loc[row["contributor"]]
        assert row["agreement_with_others"] == pytest.approx(other["agreement"])
        assert row["shared"] == other["shared"]


def judged(vault: Vault) -> dv.Pipeline:
    answers = [
        {"ana": {"stars": 4}, "bo": {"stars": 4}, "cy": {"stars": 1}},
        {"ana": {"stars": 2}, "bo": {"stars": 2}, "cy": {"stars": 2}},
        {"ana": {"stars": 5}, "bo": {"stars": 1}, "cy": {"stars": 5}},
    ]
    made = collected(vault, answers, dv.Review("check"))
    reviews = {work.task_id: work for work in made.claim(3, node="check")}
    first, second, third = (reviews[task.id] for task in made.tasks())
    first.approve()
    second.approve()
    third.send_back("Look again.")
    return made


def test_reviews_and_resolved_values(vault: Vault) -> None:
    pipeline = judged(vault)
    found = pipeline.dataset.analytics.contributors()
    by = {row["contributor"]: row for row in found}
    # The third task was returned: its answers count for reviews, and are no answers any more.
    assert {name: row["answers"] for name, row in by.items()} == {"ana": 2, "bo": 2, "cy": 2}
    assert {row["reviewed"] for row in found} == {3}
    assert by["ana"]["pass_rate"] == pytest.approx(2 / 3)
    # What the two finished tasks came to: 4 and 2.
    assert [by[name]["as_resolved"] for name in ("ana", "bo", "cy")] == [1.0, 1.0, 0.5]
    everything = pipeline.dataset.analytics.contributors(where="true")
    assert sum(row["answers"] for row in everything) == 6
    service = vault._services.sections
    from datavault_jupyter.features.analytics.sections.service import Wish

    totals = service.contributors(Wish(pipeline.dataset._record)).totals
    assert totals is not None
    assert (totals.reviewed_count, totals.rounds) == (3, 1.0)
    assert totals.passed == pytest.approx(2 / 3)


def test_a_second_review_counts_as_a_round_and_not_as_a_first(vault: Vault) -> None:
    pipeline = judged(vault)
    for name in ("ana", "bo", "cy"):
        for work in pipeline.claim(contributor=name, node="rate"):
            work.submit({"stars": 3})
    pipeline.claim(node="check")[0].approve()
    found = {row["contributor"]: row for row in pipeline.dataset.analytics.contributors()}
    assert {row["reviewed"] for row in found.values()} == {3}
    assert found["cy"]["pass_rate"] == pytest.approx(2 / 3)
    assert found["cy"]["answers"] == 3


def test_the_log_goes_to_csv(vault: Vault, tmp_path: Path) -> None:
    pipeline = judged(vault)
    log = pipeline.dataset.analytics.activity()
    assert log.columns == ["at", "who", "what", "task_id", "node", "note"]
    path = log.to_csv(tmp_path / "log.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(log.fetchall())
    assert {"claim", "submit", "pass", "return"} <= {row["what"] for row in rows}
    assert [row["note"] for row in rows if row["what"] == "return"] == ["Look again."]
    assert sum(row["who"] == "ana" and row["what"] == "submit" for row in rows) == 3
    assert [row["at"] for row in rows] == sorted(row["at"] for row in rows)


def test_it_shows_itself_and_goes_to_csv(vault: Vault, tmp_path: Path) -> None:
    found = imported(vault, table(2)).analytics.contributors()
    assert repr(found).startswith("Contributors\ncontributor")
    assert "Time of one item: As the column of seconds says." in repr(found)
    assert "kappa_with_others" in repr(found)
    assert "pass_rate" not in repr(found)
    assert "21 columns in .df()" in repr(found)
    assert "<table" in found._repr_mimebundle_()["text/html"]
    assert len(pd.read_csv(found.to_csv(tmp_path / "who.csv"))) == 5
