"""Tables that authors printed, with the digits they printed."""

import math

import pytest

from tests.unit.analytics.shapes import (
    GWET,
    KRIPPENDORFF,
    SHROUT,
    from_counts,
    long,
    measure,
)

# Fleiss 1971 and Gwet: 6 psychiatrists, 15 patients, 5 diagnoses.
SIX_RATERS = [
    [0, 0, 0, 6, 0], [0, 3, 0, 0, 3], [0, 1, 4, 0, 1], [0, 0, 0, 0, 6], [0, 3, 0, 3, 0],
    [2, 0, 4, 0, 0], [0, 0, 4, 0, 2], [2, 0, 3, 1, 0], [2, 0, 0, 4, 0], [0, 0, 0, 0, 6],
    [1, 0, 0, 5, 0], [1, 1, 0, 4, 0], [0, 3, 3, 0, 0], [1, 0, 0, 5, 0], [0, 2, 0, 3, 1],
]  # fmt: skip
# Gwet: two abstractors, 100 records, three kinds of pregnancy.
ABSTRACTORS = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]
# Wikipedia's example for Fleiss' kappa: 14 raters, 10 subjects, 5 categories.
FOURTEEN = [
    [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
]  # fmt: skip


@pytest.mark.parametrize(
    ("level", "printed"),
    [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)],
)
def test_alpha_of_krippendorff_2011(level: str, printed: float) -> None:
    made = measure(KRIPPENDORFF, level=level)["krippendorff_alpha"]
    assert made.value is not None
    assert round(made.value, 3) == printed
    assert (made.item_count, made.rater_count, made.overlap.pair_count) == (11, 4, 55)


@pytest.mark.parametrize(
    ("name", "value", "error", "low"),
    [
        ("gwet_ac1", 0.77544, 0.14295, 0.461),
        ("fleiss_kappa", 0.76117, 0.15302, 0.424),
        ("conger_kappa", 0.76282, 0.14917, 0.435),
        ("brennan_prediger", 0.77273, 0.14472, 0.454),
    ],
)
def test_gwets_four_raters(name: str, value: float, error: float, low: float) -> None:
    made = measure(GWET)[name]
    assert made.value is not None
    assert made.standard_error is not None
    assert made.interval is not None
    assert made.observed is not None
    assert round(made.value, 5) == value
    assert round(made.standard_error, 5) == error
    assert (round(made.interval.low, 3), made.interval.high) == (low, 1.0)
    assert round(made.observed, 7) == 0.8181818


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("gwet_ac1", 0.4448007, 0.08418757),
        ("fleiss_kappa", 0.4139265, 0.08119291),
        ("brennan_prediger", 0.4388889, 0.08312142),
        ("krippendorff_alpha", 0.4204384, None),
    ],
)
def test_gwets_six_raters(name: str, value: float, error: float | None) -> None:
    made = measure(from_counts(SIX_RATERS))[name]
    assert made.value is not None
    assert made.standard_error is not None
    assert round(made.value, 7) == value
    if error is not None:
        assert round(made.standard_error, 8) == error


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("cohen_kappa", 0.7964094, None),
        ("gwet_ac1", 0.8493305, 0.04321747),
        ("brennan_prediger", 0.835, 0.04693346),
        ("fleiss_kappa", 0.7962397, 0.05905473),
        ("krippendorff_alpha", 0.7972585, None),
        ("percent_agreement_pairwise", 0.89, None),
    ],
)
def test_gwets_two_abstractors(name: str, value: float, error: float | None) -> None:
    pairs = [
        (one, other)
        for one, row in enumerate(ABSTRACTORS)
        for other, n in enumerate(row)
        for _ in range(n)
    ]
    made = measure(pairs)[name]
    assert made.value is not None
    assert made.standard_error is not None
    assert round(made.value, 7) == value
    if error is not None:
        # His routine for two-way tables divides by n, the one for raw ratings by n - 1.
        assert round(made.standard_error * math.sqrt(99 / 100), 8) == error


def test_fleiss_of_fourteen_raters() -> None:
    made = measure(from_counts(FOURTEEN))["fleiss_kappa"]
    assert made.value is not None
    assert made.observed is not None
    assert made.expected is not None
    assert round(made.value, 3) == 0.21
    assert (round(made.observed, 3), round(made.expected, 3)) == (0.378, 0.213)


@pytest.mark.parametrize(
    ("name", "value", "low", "high"),
    [
        ("icc_1_1", 0.17, -0.13, 0.72),
        ("icc_2_1", 0.29, 0.02, 0.76),
        ("icc_3_1", 0.71, 0.34, 0.95),
        ("icc_1_k", 0.44, -0.88, 0.91),
        ("icc_2_k", 0.62, 0.07, 0.93),
        ("icc_3_k", 0.91, 0.68, 0.99),
    ],
)
def test_the_six_of_shrout_and_fleiss(name: str, value: float, low: float, high: float) -> None:
    made = measure(SHROUT, level="interval")[name]
    assert made.value is not None
    assert made.interval is not None
    assert round(made.value, 2) == value
    assert (round(made.interval.low, 2), round(made.interval.high, 2)) == (low, high)


def test_cohens_table_of_1968() -> None:
    """200 cases; Fleiss, Cohen and Everitt 1969 compute κ and its error from the same table."""
    shares = [[0.53, 0.05, 0.02], [0.11, 0.14, 0.05], [0.01, 0.06, 0.03]]
    pairs = [
        (one, other)
        for one, row in enumerate(shares)
        for other, share in enumerate(row)
        for _ in range(round(share * 200))
    ]
    made = measure(pairs)["cohen_kappa"]
    assert made.value is not None
    assert made.standard_error is not None
    assert round(made.value, 3) == 0.429
    assert round(made.standard_error, 3) == 0.054


def test_who_the_others_are_is_told_side_by_side() -> None:
    result = measure(long(KRIPPENDORFF))
    shown = result.disagreed(2)
    assert shown[0] == {
        "item": "i5", "ratings": 4, "disagreement": 1.0, "r0": 1, "r1": 2, "r2": 3, "r3": 4,
    }  # fmt: skip
