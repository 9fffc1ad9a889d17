"""Rankings, and A against B, by scipy."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import datavault_jupyter as dv
from datavault_jupyter.features.analytics.distributions import chi_square_tail, f_tail


def by_group(one: Any, other: Any, **options: Any) -> dict[str, Any]:
    frame = pd.DataFrame(
        {"g": ["a"] * len(one) + ["b"] * len(other), "v": [*list(one), *list(other)]}
    )
    return dv.group_comparison(frame, group="g", value="v", **options)[0]


@pytest.mark.parametrize("offset", [0.0, 1e9])
def test_numbers(offset: float) -> None:
    random = np.random.default_rng(0)
    one, other = random.normal(0.4, 1, 30).round(1), random.normal(0, 2, 45).round(1)
    row = by_group(one + offset, other + offset)
    known = stats.ttest_ind(one, other, equal_var=False)
    low, high = known.confidence_interval(0.95)
    assert row["first_mean"] == pytest.approx(one.mean() + offset)
    assert row["difference"] == pytest.approx(one.mean() - other.mean(), rel=1e-6)
    assert (row["low"], row["high"]) == pytest.approx((low, high), rel=1e-6)
    assert row["p_value"] == pytest.approx(known.pvalue, rel=1e-6)
    ranks = stats.mannwhitneyu(one, other, use_continuity=False, method="asymptotic")
    assert row["superiority"] == pytest.approx(ranks.statistic / (30 * 45))
    assert row["rank_p_value"] == pytest.approx(ranks.pvalue)
    pooled = np.sqrt((29 * one.var(ddof=1) + 44 * other.var(ddof=1)) / 73)
    effect = (one.mean() - other.mean()) / pooled * (1 - 3 / (4 * 73 - 1))
    assert row["hedges_g"] == pytest.approx(effect, rel=1e-3)


def test_answers_without_order() -> None:
    one, other = ["x"] * 12 + ["y"] * 5 + ["z"], ["x"] * 4 + ["y"] * 9 + ["z"] * 8
    row = by_group(one, other)
    known = stats.chi2_contingency([[12, 5, 1], [4, 9, 8]])
    assert row["chi_square"] == pytest.approx(known.statistic)
    assert row["p_value"] == pytest.approx(known.pvalue)
    assert row["cramers_v"] == pytest.approx(np.sqrt(known.statistic / 39))
    ordered = by_group(one, other, order=["x", "y", "z"])
    assert ordered["superiority"] < 0.5
    assert ordered["second_mean"] == pytest.approx((9 + 16) / 21)


def test_booleans_and_dates() -> None:
    row = by_group([True] * 7 + [False] * 3, [True] * 2 + [False] * 8)
    assert (row["first_mean"], row["difference"]) == pytest.approx((0.7, 0.5))
    days = [dt.date(2026, 1, day) for day in (1, 2, 3)]
    later = [dt.date(2026, 1, day) for day in (11, 12, 13)]
    assert by_group(later, days)["difference"] == pytest.approx(10)


def test_what_has_no_test_has_a_reason() -> None:
    assert by_group([1], [2, 3])["reason"] == "A group has one value."
    assert by_group([1, 1], [1, 1])["reason"] == "No group varies."
    assert by_group([1, 1], [1, 1])["rank_p_value"] is None
    assert "one and the same" in by_group(["x"], ["x"])["reason"]
    frame = pd.DataFrame({"g": ["a", "a"], "v": [1, 2]})
    assert len(dv.group_comparison(frame, group="g", value="v")) == 0


def rankings(rows: list[tuple[Any, Any, Any]]) -> Any:
    frame = pd.DataFrame(rows, columns=["task", "model", "place"])
    return dv.rank_comparison(frame, ranking="task", model="model", rank="place")


def test_rankings() -> None:
    random = np.random.default_rng(1)
    ranks = np.array([stats.rankdata(random.normal([0, 0.6, 1.2]).round(1)) for _ in range(20)])
    table = rankings(
        [(task, "abc"[at], rank) for task, row in enumerate(ranks) for at, rank in enumerate(row)]
    )
    found = {row["model"]: row for row in table}
    for at, name in enumerate("abc"):
        interval = stats.ttest_1samp(ranks[:, at], 0).confidence_interval()
        assert found[name]["mean_rank"] == pytest.approx(ranks[:, at].mean())
        assert found[name]["low"] == pytest.approx(interval.low)
    assert sum(row["first_places"] for row in table) == pytest.approx(20)
    friedman = stats.friedmanchisquare(*ranks.T).statistic
    known = stats.f.sf(19 * friedman / (20 * 2 - friedman), 2, 38)
    assert f"p {known:.2e} " in table.notes[0]


def test_rankings_with_gaps_and_ties() -> None:
    table = rankings([(1, "a", 1), (1, "b", 1), (2, "a", 1), (2, "b", 2), (3, "a", 1)])
    assert table[0]["first_places"] == 2.5
    assert "Not every ranking" in table.notes[0]
    with pytest.raises(dv.VaultError, match="'a' stands more than once in the ranking '1'"):
        rankings([(1, "a", 1), (1, "a", 2)])
    with pytest.raises(dv.VaultError, match="Ranks are numbers"):
        rankings([(1, "a", "first")])
    assert "tells two models apart" in rankings([(1, "a", 1), (1, "b", 1), (2, "a", 1),
                                                 (2, "b", 1)]).notes[0]  # fmt: skip
    same = rankings([(1, "a", 1), (1, "b", 2), (2, "a", 1), (2, "b", 2)])
    assert same.notes == ("All rankings are the same.",)


def test_tails() -> None:
    for x in (0.0, 0.1, 1.0, 5.0, 80.0, 900.0):
        for df in (1, 2, 7, 60, 1000):
            known = stats.chi2.sf(x, df)
            assert chi_square_tail(x, df) == pytest.approx(known, rel=1e-9, abs=1e-15)
            assert f_tail(x, df, 9) == pytest.approx(stats.f.sf(x, df, 9), rel=1e-9)
