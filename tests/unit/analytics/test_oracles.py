"""The same numbers by other people's libraries, and by loops over the definitions."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import stats
from sklearn.metrics import cohen_kappa_score

from datavault_jupyter.features.analytics.agreement.formulas import FORMULAS
from datavault_jupyter.features.analytics.records import Level, Settings
from tests.unit.analytics.shapes import GWET, coded, measure, random_table

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from statsmodels.stats import inter_rater

Table = list[list[Any]]
SEEDS = range(3)


def value(table: Table, name: str, **options: Any) -> float:
    made = measure(table, **options)[name].value
    assert made is not None
    return made


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("weights", ["", "linear", "quadratic"])
def test_cohen_by_scikit_learn(seed: int, weights: str) -> None:
    table = random_table(seed, raters=2, gaps=0.2)
    both = [row for row in table if None not in row]
    name = f"cohen_kappa_{weights}".rstrip("_")
    known = cohen_kappa_score(
        [row[0] for row in both], [row[1] for row in both], weights=weights or None
    )
    assert value(table, name) == pytest.approx(known, abs=1e-12)
    words = "abcd"
    as_text = [[None if each is None else words[each] for each in row] for row in table]
    assert value(as_text, name, order=list(words)) == pytest.approx(known, abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_cohens_error_by_statsmodels(seed: int) -> None:
    table = random_table(seed, raters=2)
    counts = np.zeros((4, 4))
    for one, other in table:
        assert one is not None
        assert other is not None
        counts[one, other] += 1
    for name, weights in (("cohen_kappa", None), ("cohen_kappa_linear", "linear")):
        known = inter_rater.cohens_kappa(counts, wt=weights)
        made = measure(table)[name]
        assert made.value == pytest.approx(known.kappa, abs=1e-12)
        assert made.standard_error == pytest.approx(known.std_kappa, abs=1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_fleiss_by_statsmodels(seed: int) -> None:
    table = random_table(seed, raters=5)
    counts, _ = inter_rater.aggregate_raters(np.array(table))
    assert value(table, "fleiss_kappa") == pytest.approx(inter_rater.fleiss_kappa(counts))


@pytest.mark.parametrize("seed", SEEDS)
def test_light_is_the_mean_of_cohens(seed: int) -> None:
    table = random_table(seed, gaps=0.2)
    known = []
    for one, other in itertools.combinations(range(4), 2):
        both = [(row[one], row[other]) for row in table]
        both = [pair for pair in both if None not in pair]
        known.append(cohen_kappa_score([pair[0] for pair in both], [pair[1] for pair in both]))
    assert value(table, "light_kappa") == pytest.approx(np.mean(known))
    shown = measure(table).pairs
    assert [row["cohen_kappa"] for row in shown] == pytest.approx(known)


@pytest.mark.parametrize("seed", SEEDS)
def test_two_raters_without_gaps_are_cohens(seed: int) -> None:
    table = random_table(seed, raters=2)
    assert value(table, "conger_kappa") == pytest.approx(value(table, "cohen_kappa"))


def test_kendall_by_scipy() -> None:
    for seed in SEEDS:
        table = random_table(seed, items=15, raters=3, size=5)
        ranks = np.apply_along_axis(stats.rankdata, 0, np.array(table))
        friedman = stats.friedmanchisquare(*ranks).statistic
        # Friedman's statistic over items as treatments is m (n - 1) W, ties corrected.
        assert value(table, "kendall_w") == pytest.approx(friedman / (3 * 14))
        squares = ((ranks.sum(axis=1) - 3 * 8) ** 2).sum()
        known = 12 * squares / (9 * (15**3 - 15))
        assert value(table, "kendall_w_uncorrected") == pytest.approx(known)


def test_icc_by_analysis_of_variance() -> None:
    """ICC(1,1) from scipy's one-way F; two raters' ICC(3,1) from covariances."""
    for seed in SEEDS:
        table = np.array(random_table(seed, raters=2, size=6), float)
        f = stats.f_oneway(*table).statistic
        assert value(table.tolist(), "icc_1_1") == pytest.approx((f - 1) / (f + 1))
        covariance = np.cov(table.T)
        known = 2 * covariance[0, 1] / np.trace(covariance)
        assert value(table.tolist(), "icc_3_1") == pytest.approx(known)


def ratio(one: float, other: float) -> float:
    return 0.0 if one == other else ((one - other) / (one + other)) ** 2


def ordinal(values: list[Any]) -> Callable[[float, float], float]:
    ranks = dict(zip(values, stats.rankdata(values), strict=True))
    return lambda one, other: float((ranks[one] - ranks[other]) ** 2)


def alpha_by_definition(table: Table, level: str) -> float:
    """Every pair, one after another."""
    units = [[each for each in row if each is not None] for row in table]
    units = [unit for unit in units if len(unit) > 1]
    values = [each for unit in units for each in unit]
    distance: Callable[[float, float], float] = {
        "nominal": lambda one, other: float(one != other),
        "ordinal": ordinal(values),
        "interval": lambda one, other: float((one - other) ** 2),
        "ratio": ratio,
    }[level]
    seen = sum(
        sum(distance(one, other) for one, other in itertools.permutations(unit, 2))
        / (len(unit) - 1)
        for unit in units
    )
    chance = sum(distance(one, other) for one, other in itertools.permutations(values, 2))
    return 1 - (len(values) - 1) * seen / chance


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
@pytest.mark.parametrize("seed", SEEDS)
def test_alpha_by_its_definition(level: str, seed: int) -> None:
    table = random_table(seed, gaps=0.3)
    made = value(table, "krippendorff_alpha", level=level)
    assert made == pytest.approx(alpha_by_definition(table, level), abs=1e-12)
    random = np.random.default_rng(seed)
    floats = [[None if each is None else each + random.random() for each in row] for row in table]
    made = value(floats, "krippendorff_alpha", level=level)
    assert made == pytest.approx(alpha_by_definition(floats, level), abs=1e-12)


def gwet_by_definition(table: Table, kind: str, values: list[Any]) -> float:
    """AC2 with a full matrix of weights."""
    size = len(values)
    steps = np.abs(np.subtract.outer(np.array(values, float), np.array(values, float)))
    places = np.abs(np.subtract.outer(np.arange(size), np.arange(size)))
    weights = (
        1
        - {
            "linear": steps / steps.max(),
            "quadratic": (steps / steps.max()) ** 2,
            "ordinal": places * (places + 1) / (size * (size - 1)),
        }[kind]
    )
    counts = np.array([[row.count(each) for each in values] for row in table], float)
    ratings = counts.sum(axis=1)
    counts, ratings = counts[ratings > 0], ratings[ratings > 0]
    two = ratings > 1
    alike = (counts * (counts @ weights - 1)).sum(axis=1)
    seen = (alike[two] / (ratings * (ratings - 1))[two]).mean()
    share = (counts / ratings[:, None]).mean(axis=0)
    chance = weights.sum() * (share * (1 - share)).sum() / (size * (size - 1))
    return float((seen - chance) / (1 - chance))


@pytest.mark.parametrize("kind", ["linear", "quadratic", "ordinal"])
@pytest.mark.parametrize("seed", SEEDS)
def test_ac2_by_its_definition(kind: str, seed: int) -> None:
    table = random_table(seed, gaps=0.4)
    spread = [[None if each is None else [1, 2, 5, 9][each] for each in row] for row in table]
    known = gwet_by_definition(spread, kind, [1, 2, 5, 9])
    assert value(spread, f"gwet_ac2_{kind}") == pytest.approx(known)
    # An order counts places, also those of answers nobody gave.
    known = gwet_by_definition(table, kind, [0, 1, 2, 3, 4])
    words = [[None if each is None else "abcd"[each] for each in row] for row in table]
    assert value(words, f"gwet_ac2_{kind}", order=list("abcde")) == pytest.approx(known)


def left_out(table: Table, name: str, level: str) -> list[float]:
    """A coefficient without each item in turn."""
    settings = Settings(level=Level(level), resamples=0)
    made = []
    for at in range(len(table)):
        found = FORMULAS[name].make(coded([*table[:at], *table[at + 1 :]]), settings).value
        assert found is not None
        made.append(found)
    return made


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("percent_agreement_pairwise", "nominal"), ("fleiss_kappa", "nominal"),
        ("gwet_ac1", "nominal"), ("gwet_ac2_quadratic", "nominal"),
        ("brennan_prediger", "nominal"), ("conger_kappa", "nominal"),
        ("krippendorff_alpha", "nominal"), ("krippendorff_alpha", "ordinal"),
        ("krippendorff_alpha", "interval"), ("krippendorff_alpha", "ratio"),
    ],
)  # fmt: skip
def test_errors_are_those_of_leaving_items_out(name: str, level: str) -> None:
    """A linearised standard error and the jackknife tell the same, but for terms of 1/n."""
    table = random_table(3, items=80, gaps=0.25)
    made = measure(table, level=level)[name]
    left = left_out(table, name, level)
    count = len(left)
    known = np.sqrt((count - 1) / count * ((np.array(left) - np.mean(left)) ** 2).sum())
    assert made.standard_error == pytest.approx(known, rel=0.05)


def test_the_bootstrap_of_light_and_kendall_is_near_the_jackknife() -> None:
    table = random_table(5, items=60, raters=3)
    for name in ("light_kappa", "kendall_w"):
        made = measure(table, resamples=400)[name]
        assert made.interval is not None
        left = left_out(table, "conger_kappa" if name == "light_kappa" else name, "nominal")
        error = np.sqrt(59 / 60 * ((np.array(left) - np.mean(left)) ** 2).sum())
        width = made.interval.high - made.interval.low
        assert width == pytest.approx(2 * 1.96 * error, rel=0.3)
        assert made.interval_method == "bootstrap over items, 400 samples"


def test_the_sql_beside_the_numbers_gives_them() -> None:
    import duckdb

    from tests.unit.analytics.shapes import long

    frame = long(GWET)
    result = measure(frame)
    connection = duckdb.connect()
    connection.register("frame", frame)
    cells, pairs = (each for each in result.sql.split(";\n") if each.strip())
    rows = connection.execute(cells).fetchall()
    of_item: dict[str, list[int]] = {}
    for item, _, n in rows:
        of_item.setdefault(item, []).append(n)
    alike = [each for each in of_item.values() if sum(each) > 1]
    pairs_alike = sum(n * (n - 1) for each in alike for n in each)
    known = pairs_alike / sum(sum(each) * (sum(each) - 1) for each in alike)
    assert result["percent_agreement_pairwise"].value == pytest.approx(known)
    found = connection.execute(pairs).fetchall()
    assert sum(row[4] for row in found) == result.overlap.pair_count
