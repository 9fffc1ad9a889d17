"""Pairwise comparison: counts, strengths against other libraries, and what has no answer."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest
from scipy import optimize, stats

import datavault_jupyter as dv
from datavault_jupyter import Vault
from datavault_jupyter.features.analytics.comparison.result import PairwiseComparison

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import statsmodels.api as sm

Rows = Sequence[tuple[Any, Any, Any]]

# Agresti 2002, table 10.10: the American League's eastern division in 1987.
TEAMS = ["Milwaukee", "Detroit", "Toronto", "New York", "Boston", "Cleveland", "Baltimore"]
WINS = [
    [0, 7, 9, 7, 7, 9, 11], [6, 0, 7, 5, 11, 9, 9], [4, 6, 0, 7, 7, 8, 12],
    [6, 8, 6, 0, 6, 7, 10], [6, 2, 6, 7, 0, 7, 12], [4, 4, 5, 6, 6, 0, 6],
    [2, 4, 1, 3, 1, 7, 0],
]  # fmt: skip


def compare(rows: Rows, **options: Any) -> PairwiseComparison:
    frame = pd.DataFrame(list(rows), columns=["one", "two", "won"])
    return dv.comparison(frame, first="one", second="two", winner="won", **options)


def random_rows(seed: int, count: int = 400, ties: float = 0.2, gain: float = 0.5) -> Rows:
    """Five models of known strengths; the first shown gains something."""
    random = np.random.default_rng(seed)
    strength = np.array([-1.0, -0.4, 0.0, 0.3, 1.1])
    made = []
    for _ in range(count):
        one, two = random.choice(5, 2, replace=False)
        chance = 1 / (1 + np.exp(strength[two] - strength[one] - gain))
        won = "tie" if random.random() < ties else ("one" if random.random() < chance else "two")
        made.append((f"m{one}", f"m{two}", won))
    return made


def test_wins_ties_and_losses() -> None:
    rows = [
        ("a", "b", "a"), ("b", "a", "one"), ("a", "b", "second"), ("a", "c", "tie"),
        ("c", "a", "Draw"), ("c", "b", "c"),
    ]  # fmt: skip
    result = compare(rows)
    models = {row["model"]: row for row in result.models}
    kept = ("comparisons", "wins", "ties", "losses", "win_rate")
    assert [models["a"][name] for name in kept] == [5, 1, 2, 2, 0.4]
    assert [models["b"][name] for name in kept] == [4, 2, 0, 2, 0.5]
    assert [models["c"][name] for name in kept] == [3, 1, 2, 0, 2 / 3]
    pair = result.pairs[0]
    assert (pair["first"], pair["second"], pair["wins"], pair["losses"]) == ("a", "b", 1, 2)
    assert result.matrix().to_dict()["b"] == [1 / 3, None, 1.0]
    assert result.matrix("ties").to_dict()["a"] == [0, 0, 2]
    assert result.comparison_count == 6


def test_intervals_and_tests_by_scipy() -> None:
    for row in compare(random_rows(1)).models:
        known = stats.binomtest(row["wins"], row["wins"] + row["losses"]).pvalue
        assert row["p_value"] == pytest.approx(known)
        assert row["low"] < row["win_rate"] < row["high"]


def test_agrestis_baseball() -> None:
    rows = [
        (TEAMS[one], TEAMS[two], TEAMS[one])
        for one, line in enumerate(WINS)
        for two, n in enumerate(line)
        for _ in range(n)
    ]
    found = {row["model"]: row["strength"] for row in compare(rows).strengths()}
    printed = [1.58, 1.44, 1.29, 1.25, 1.11, 0.68, 0.0]
    made = [round(found[team] - found["Baltimore"], 2) for team in TEAMS]
    assert made == printed


@pytest.mark.parametrize("seed", range(4))
def test_bradley_terry_is_a_logistic_regression(seed: int) -> None:
    rows = [row for row in random_rows(seed) if row[2] != "tie"]
    table = compare(rows).strengths()
    design = np.zeros((len(rows), 5))
    for at, (one, two, _) in enumerate(rows):
        design[at, int(one[1])], design[at, int(two[1])] = 1, -1
    won = np.array([row[2] == "one" for row in rows], float)
    # Sum-to-zero contrasts, so that errors are those of strengths with mean 0.
    contrasts = np.vstack([np.eye(4), -np.ones(4)])
    known = sm.GLM(won, design @ contrasts, family=sm.families.Binomial()).fit()
    errors = np.sqrt(np.diag(contrasts @ known.cov_params() @ contrasts.T))
    values = contrasts @ known.params
    for row in table:
        at = int(row["model"][1])
        assert row["strength"] == pytest.approx(values[at], abs=1e-8)
        assert row["high"] - row["strength"] == pytest.approx(1.959964 * errors[at], rel=1e-6)
        assert row["beats_average"] == pytest.approx(1 / (1 + np.exp(-values[at])))


def curvature(of: Callable[[Any], Any], at: Any, step: float = 1e-3) -> Any:
    """Second derivatives by differences."""
    moves = np.eye(len(at)) * step
    return np.array(
        [
            [
                (of(at + a + b) - of(at + a - b) - of(at - a + b) + of(at - a - b)) / (4 * step**2)
                for a in moves
            ]
            for b in moves
        ]
    )


@pytest.mark.parametrize("seed", range(3))
def test_davidson_by_another_optimizer(seed: int) -> None:
    rows = random_rows(seed)
    one = np.array([int(row[0][1]) for row in rows])
    two = np.array([int(row[1][1]) for row in rows])
    ended = np.array([("one", "two", "tie").index(row[2]) for row in rows])

    def unlikely(values: Any) -> Any:
        beta = np.append(values[:4], -values[:4].sum())
        first, second = np.exp(beta[one]), np.exp(beta[two])
        tie = np.exp(values[4]) * np.sqrt(first * second)
        shares = np.array([first, second, tie]) / (first + second + tie)
        return -np.log(shares[ended, np.arange(len(rows))]).sum()

    known = optimize.minimize(unlikely, np.zeros(5), method="BFGS", options={"gtol": 1e-7})
    found = compare(rows).strengths("davidson")
    by_name = {row["model"]: row["strength"] for row in found}
    assert [by_name[f"m{at}"] for at in range(4)] == pytest.approx(known.x[:4], abs=1e-4)
    assert f"ν = {np.exp(known.x[4]):.3f}"[:-1] in found.notes[0]
    errors = np.sqrt(np.diag(np.linalg.inv(curvature(unlikely, known.x)))[:4])
    by_error = {row["model"]: (row["high"] - row["strength"]) / 1.959964 for row in found}
    assert [by_error[f"m{at}"] for at in range(4)] == pytest.approx(errors, rel=1e-3)


def test_without_ties_davidson_is_bradley_terry() -> None:
    rows = random_rows(5, ties=0)
    result = compare(rows)
    one, other = result.strengths(), result.strengths("davidson")
    assert other.to_dict()["strength"] == pytest.approx(one.to_dict()["strength"])
    assert "tie 0.0%" in other.notes[0]


def test_what_position_is_worth() -> None:
    rows = random_rows(2, count=4000, ties=0, gain=0.7)
    position = compare(rows).position
    assert position.share is not None
    assert position.advantage is not None
    assert position.advantage_interval is not None
    low, high = position.advantage_interval
    assert low < 0.7 < high
    wins = sum(row[2] == "one" for row in rows)
    assert position.share == wins / 4000
    assert position.p_value == pytest.approx(stats.binomtest(wins, 4000).pvalue)
    fair = [("a", "b", "one"), ("b", "a", "one"), ("a", "b", "two"), ("b", "a", "two")]
    assert compare(fair).position.advantage == pytest.approx(0)


def test_position_and_strength_that_go_together_are_not_told_apart() -> None:
    position = compare([("a", "b", "one")] * 5 + [("a", "b", "two")] * 3).position
    assert position.share == 5 / 8
    assert position.advantage is None
    assert "can't be told apart" in position.reason
    assert "always won" in compare([("a", "b", "one"), ("b", "a", "one")]).position.reason
    assert compare([("a", "b", "tie")]).position.share is None


def test_who_never_loses_has_a_reason_instead_of_infinity() -> None:
    group = [("a", "b", "a"), ("b", "a", "b"), ("a", "b", "a")]
    rows = [*group, ("top", "a", "top"), ("b", "low", "b"), ("x", "y", "x"), ("y", "x", "y")]
    found = {row["model"]: row for row in compare(rows).strengths()}
    assert found["a"]["strength"] > 0 > found["b"]["strength"]
    assert "never lost" in found["top"]["reason"]
    assert "never won" in found["low"]["reason"]
    assert "Nothing compares it" in found["x"]["reason"]
    for name in ("top", "low", "x", "y"):
        assert found[name]["strength"] is None
        assert found[name]["low"] is None
    assert "within 2 of 6" in compare(rows).strengths().notes[0]
    simple = {row["model"]: row["reason"] for row in compare([("a", "b", "a")] * 9).strengths()}
    assert "never lost" in simple["a"]
    assert "never won" in simple["b"]


def test_only_ties() -> None:
    result = compare([("a", "b", "tie"), ("b", "c", "tie")])
    assert result.strengths().to_dict()["strength"] == pytest.approx([0, 0, 0])
    reasons = result.strengths("davidson").to_dict()["reason"]
    assert all("Every comparison is a tie" in each for each in reasons)


def test_nothing_at_all() -> None:
    result = compare([])
    assert len(result.models) == 0
    assert repr(result)
    assert compare([("a", "a", "tie")]).notes == ("1 comparison with itself left out.",)
    left = compare([("a", "b", None), ("a", "b", "a")])
    assert left.notes == ("1 row without a name or a winner left out.",)
    assert left.comparison_count == 1


def test_elo_goes_row_by_row_or_over_many_orders() -> None:
    first = compare([("a", "b", "a"), ("b", "a", "b"), ("a", "b", "tie")]).elo(k=32)
    a, b = 1000.0, 1000.0
    for score in (1.0, 0.0, 0.5):
        gain = 32 * (score - 1 / (1 + 10 ** ((b - a) / 400)))
        a, b = a + gain, b - gain
    assert {row["model"]: row["rating"] for row in first} == {"a": a, "b": b}
    rows = random_rows(3)
    shuffled = compare(rows).elo(shuffles=20)
    assert shuffled.to_dict()["rating"] == compare(rows).elo(shuffles=20).to_dict()["rating"]
    assert sum(shuffled.to_dict()["rating"]) == pytest.approx(5000)
    assert [row["model"] for row in shuffled][:2] == ["m4", "m3"]


def test_a_winner_must_be_one_of_the_two() -> None:
    rows = [("a", "b", "a"), ("a", "b", "c"), ("c", "a", "a")]
    with pytest.raises(dv.VaultError, match="winner 'c' is neither 'a' nor 'b'"):
        compare(rows)
    with pytest.raises(dv.VaultError, match="'even' is neither"):
        compare([("a", "b", "even")])
    assert compare([("a", "b", "even")], ties="even").models[0]["ties"] == 1
    # A name counts before a word.
    named = compare([("first", "second", "first"), ("second", "first", "first")])
    assert named.models[0]["model"] == "first"
    assert named.models[0]["wins"] == 2
    with pytest.raises(dv.VaultError, match="no column 'wins'"):
        dv.comparison(pd.DataFrame({"a": [1]}), first="a", second="a", winner="wins")


def test_frames_of_any_kind_and_names_of_any_type(vault: Vault) -> None:
    frame = pd.DataFrame({"x": [1, 2, 1], "y": [2, 1, 2], "w": [1, 1, 2]})
    ds = vault.import_frame(frame, name="duels")
    relation = duckdb.connect().from_arrow(pl.from_pandas(frame).to_arrow())
    for each in (frame, pl.from_pandas(frame), ds, relation):
        made = dv.comparison(each, first="x", second="y", winner="w")
        assert made.models[0]["model"] == 1
        assert made.models[0]["wins"] == 2


def test_out_to_files_and_displays(tmp_path: Path) -> None:
    rows = [(f"<i>{one}", f"<i>{two}", won) for one, two, won in random_rows(0)]
    result = compare(rows)
    path = result.to_csv(tmp_path / "models.csv")
    assert path.read_text().startswith("model,comparisons,wins")
    assert result.df()["strength"].notna().all()
    bundle = result._repr_mimebundle_()
    assert "<i>" not in bundle["text/html"]
    assert "<script" not in bundle["text/html"]
    assert "Shown first" in bundle["text/plain"]
    assert len(result.formulas) == 6
    frame = pd.DataFrame(rows, columns=["one", "two", "won"])
    connection = duckdb.connect()
    connection.register("frame", frame)
    counted = connection.execute(result.sql).fetchall()
    assert sum(row[3] for row in counted) == len(frame)
