"""What theory says of any table of ratings."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datavault_jupyter.features.analytics.agreement.formulas import FORMULAS
from datavault_jupyter.features.analytics.records import Level, Settings
from tests.examples import examples
from tests.unit.analytics.shapes import coded

Table = list[list[Any]]
# Names of answers mean nothing to these.
NOMINAL = (
    "percent_agreement_pairwise", "percent_agreement_unanimous", "conger_kappa", "fleiss_kappa",
    "krippendorff_alpha", "gwet_ac1", "brennan_prediger",
)  # fmt: skip
WEIGHTED = ("gwet_ac2_linear", "gwet_ac2_quadratic", "gwet_ac2_ordinal")
# Those that need no database in the background.
COUNTED = (*NOMINAL, *WEIGHTED, "icc_1_1", "icc_2_1", "icc_3_1", "kendall_w")


@st.composite
def tables(draw: st.DrawFn) -> Table:
    raters = draw(st.integers(2, 4))
    answer = st.one_of(st.none(), st.integers(0, 3))
    row = st.lists(answer, min_size=raters, max_size=raters)
    table = draw(st.lists(row, min_size=2, max_size=8))
    # Every answer occurs, so that renaming them keeps their number.
    return [*table, *([each] * raters for each in range(4))]


def values(table: Table, names: tuple[str, ...], level: Level = Level.NOMINAL) -> list[Any]:
    ratings = coded(table)
    asked = Settings(level=level, resamples=0)
    return [FORMULAS[name].make(ratings, asked).value for name in names]


@settings(max_examples=examples(10), deadline=None)
@given(tables(), st.permutations(range(4)))
def test_names_of_answers_mean_nothing_at_the_nominal_level(table: Table, names: list[int]) -> None:
    other = [[None if each is None else names[each] for each in row] for row in table]
    assert values(other, NOMINAL) == pytest.approx(values(table, NOMINAL))


@settings(max_examples=examples(10), deadline=None)
@given(tables(), st.randoms(use_true_random=False))
def test_raters_and_items_may_come_in_any_order(table: Table, random: Any) -> None:
    places = list(range(len(table[0])))
    random.shuffle(places)
    other = [[row[at] for at in places] for row in table]
    random.shuffle(other)
    for level in Level:
        assert values(other, COUNTED, level) == pytest.approx(values(table, COUNTED, level))


@settings(max_examples=examples(10), deadline=None)
@given(tables())
def test_doubling_the_items_changes_only_alphas_small_sample_term(table: Table) -> None:
    names = tuple(name for name in (*NOMINAL, *WEIGHTED) if name != "krippendorff_alpha")
    assert values(table * 2, names) == pytest.approx(values(table, names))
    pairable = [row for row in table if sum(each is not None for each in row) > 1]
    count = sum(each is not None for row in pairable for each in row)
    for level in (Level.NOMINAL, Level.INTERVAL):
        (once,), (twice,) = (
            values(each, ("krippendorff_alpha",), level) for each in (table, table * 2)
        )
        # D_o stays, D_e is over n (n - 1) instead of n².
        assert (1 - twice) / (1 - once + 1e-300) == pytest.approx(
            (2 * count - 1) / 2 / (count - 1) if once < 1 else 0.0
        )


@settings(max_examples=examples(10), deadline=None)
@given(tables(), st.integers(-1000, 1000), st.integers(1, 50))
def test_scales_without_a_zero_may_be_moved_and_stretched(
    table: Table, offset: int, factor: int
) -> None:
    from tests.unit.analytics.shapes import measure

    names = ("krippendorff_alpha", "icc_2_1", "icc_3_k", "gwet_ac2_linear", "kendall_w")
    other = [[None if each is None else offset + factor * each for each in row] for row in table]
    one, moved = (measure(each, level="interval", resamples=0) for each in (table, other))
    for name in names:
        assert moved[name].value == pytest.approx(one[name].value)


@settings(max_examples=examples(10), deadline=None)
@given(tables())
def test_nothing_exceeds_1_and_perfection_is_1(table: Table) -> None:
    for level in Level:
        for value in values(table, COUNTED, level):
            assert value is None or value <= 1 + 1e-12
    perfect = [[row[0] or 0] * len(row) for row in table]
    assert values(perfect, COUNTED) == pytest.approx([1.0] * len(COUNTED))


@settings(max_examples=examples(10), deadline=None)
@given(tables())
def test_leaving_a_rater_out_is_a_table_without_its_column(table: Table) -> None:
    ratings = coded(table)
    other = [row[1:] for row in table]
    if len(other[0]) < 2:
        return
    for name in COUNTED:
        asked = Settings(resamples=0)
        made = FORMULAS[name].make(ratings.without(0), asked).value
        assert made == pytest.approx(FORMULAS[name].make(coded(other), asked).value), name


def test_more_confidence_is_a_wider_interval() -> None:
    from tests.unit.analytics.shapes import measure, random_table

    table = random_table(1)
    narrower = measure(table, confidence=0.8)
    for name, metric in measure(table, confidence=0.99).items():
        narrow = narrower[name].interval
        if metric.interval and narrow:
            assert metric.interval.low <= narrow.low <= narrow.high <= metric.interval.high
    assert np.isfinite(measure(table)["gwet_ac1"].standard_error or 0)
