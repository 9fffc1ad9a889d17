"""What can't be said has no value and a reason; what can, keeps its digits."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import datavault_jupyter as dv
from datavault_jupyter.features.analytics.agreement.formulas import FORMULAS
from tests.unit.analytics.shapes import KRIPPENDORFF, long, measure

N = None
NEEDS_NUMBERS = [name for name in FORMULAS if name.startswith(("icc", "kendall"))] + [
    "cohen_kappa_linear", "cohen_kappa_quadratic", "gwet_ac2_linear", "gwet_ac2_quadratic",
    "gwet_ac2_ordinal",
]  # fmt: skip
EDGES: dict[str, list[list[Any]]] = {
    "one rater": [[1], [2], [1]],
    "one item": [[1, 2, 1]],
    "one item, one answer": [[1]],
    "one category": [[1, 1], [1, 1], [1, 1]],
    "no overlap": [[1, N], [N, 2], [1, N]],
    "two raters who never meet": [[1, N, 1], [2, N, 2], [N, 1, 1], [N, 2, 1]],
    "constant scores": [[0.5, 0.5], [0.5, 0.5]],
    "no rows": [],
    "all missing": [[N, N], [N, N]],
    "opposite": [[1, 2], [2, 1]],
    "items alike": [[1, 2], [1, 2], [1, 2]],
    "infinite": [[math.inf, 1.0], [1.0, math.inf], [2.0, 3.0]],
    "zeros": [[0, 0], [0, 1], [1, 0]],
    "negative": [[-1, -2], [1, 2], [3, 3]],
}


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
@pytest.mark.parametrize("name", EDGES)
def test_every_metric_has_a_finite_value_or_a_reason(name: str, level: str) -> None:
    frame = long(EDGES[name])
    if name == "all missing":
        frame = pd.DataFrame({"item": ["a"], "rater": ["b"], "value": [float("nan")]})
    result = measure(frame, level=level, resamples=20)
    for metric in result.values():
        if metric.value is None:
            assert metric.reason.endswith("."), metric.name
            assert metric.interval is None
            assert metric.reading == ""
        else:
            assert math.isfinite(metric.value), metric.name
            assert metric.reason == ""
            assert metric.interval_method
            if metric.interval:
                assert all(map(math.isfinite, metric.interval)), metric.name
    assert "text/html" in result._repr_mimebundle_()
    for table in (result.by_category, result.disagreed(), result.leave_one_out(), result.pairs):
        assert repr(table)


@pytest.mark.parametrize("name", ["no overlap", "one rater", "no rows", "one item, one answer"])
def test_without_overlap_nothing_has_a_value(name: str) -> None:
    result = measure(EDGES[name])
    assert {metric.value for metric in result.values()} == {None}
    assert result.overlap.item_count == 0


def test_the_overlap_is_always_told() -> None:
    result = measure(EDGES["two raters who never meet"])
    overlap = result["cohen_kappa"].overlap
    assert (overlap.item_count, overlap.pair_count, overlap.mean_ratings) == (4, 4, 2.0)
    assert "1 share no item" in result["light_kappa"].note
    assert result.matrix("items").to_dict()["r1"] == [0, 2, 2]
    assert result.matrix("agreement").to_dict()["r1"] == [None, 1.0, 0.5]


def test_cohen_of_three_points_elsewhere() -> None:
    made = measure(KRIPPENDORFF)["cohen_kappa_linear"]
    assert made.value is None
    for word in ("light_kappa", "conger_kappa", "4"):
        assert word in made.reason


def test_texts_need_an_order_for_what_is_weighted() -> None:
    table = [["low", "low"], ["mid", "high"], ["high", "high"], ["low", "mid"]]
    result = measure(table, level="ordinal")
    for name in [*NEEDS_NUMBERS, "krippendorff_alpha"]:
        assert result[name].value is None
        assert "order=" in result[name].reason
    assert result["gwet_ac1"].value is not None
    ordered = measure(table, level="ordinal", order=["low", "mid", "high"])
    numbers = measure(
        [[{"low": 1, "mid": 2, "high": 3}[each] for each in row] for row in table],
        level="ordinal",
    )
    for name in FORMULAS:
        assert ordered[name].value == pytest.approx(numbers[name].value), name
    assert ordered.categories == ["low", "mid", "high"]


def test_an_ordered_categorical_brings_its_order() -> None:
    frame = long([["low", "mid"], ["high", "high"], ["mid", "mid"]])
    kinds = pd.CategoricalDtype(["low", "mid", "high"], ordered=True)
    as_pandas = measure(frame.astype({"value": kinds}))
    enum = pl.from_pandas(frame).with_columns(pl.col("value").cast(pl.Enum(["low", "mid", "high"])))
    as_polars = dv.agreement(enum, item="item", rater="rater", value="value")
    known = measure(frame, order=["low", "mid", "high"])["cohen_kappa_quadratic"].value
    assert known is not None
    assert as_pandas["cohen_kappa_quadratic"].value == known
    assert as_polars["cohen_kappa_quadratic"].value == known


def test_an_order_must_fit() -> None:
    with pytest.raises(dv.VaultError, match="lacks 'high'"):
        measure([["low", "high"]], order=["low", "mid"])
    with pytest.raises(dv.VaultError, match="'1' twice"):
        measure([[1, 2]], order=[1, 1, 2])
    with pytest.raises(dv.VaultError, match="doesn't fit"):
        measure([[1, 2]], order=["one", "two"])
    with pytest.raises(dv.VaultError, match="is a list"):
        measure([["a", "b"]], order="ab")


def test_answers_nobody_gave_count_where_an_order_names_them() -> None:
    table = [["a", "b"], ["b", "b"], ["a", "a"], ["a", "b"]]
    two = measure(table)["brennan_prediger"]
    four = measure(table, order=list("abcd"))["brennan_prediger"]
    assert (two.expected, four.expected) == (0.5, 0.25)


def test_large_numbers_that_differ_by_little_keep_their_digits() -> None:
    random = np.random.default_rng(0)
    plain = np.round(random.normal(size=(30, 3)) + random.normal(size=(30, 1)), 3)
    plain[plain <= 0] += 8
    near = measure(plain.tolist(), level="interval")
    # A power of two: adding it to multiples of 2^-20 rounds nothing.
    exact = np.round(plain * 2**20) / 2**20
    known = measure(exact.tolist(), level="interval")
    for offset in (2.0**31, -(2.0**31)):
        far = measure((exact + offset).tolist(), level="interval")
        for name in ("krippendorff_alpha", "icc_2_1", "icc_3_k", "gwet_ac2_linear", "kendall_w"):
            assert far[name].value == pytest.approx(known[name].value, rel=1e-12), name
    assert near["icc_2_1"].value == pytest.approx(known["icc_2_1"].value, abs=1e-4)
    whole = [[10**18 + int(each * 1000) for each in row] for row in plain]
    small = [[int(each * 1000) for each in row] for row in plain]
    for name in ("krippendorff_alpha", "icc_2_1"):
        assert measure(whole, level="interval")[name].value == pytest.approx(
            measure(small, level="interval")[name].value, rel=1e-12
        )


@pytest.mark.parametrize("factor", [1e300, 1e-300, 1e150])
def test_no_square_overflows(factor: float) -> None:
    table = [[1.0, 1.5], [2.0, 2.25], [-3.0, -3.5], [0.5, 0.75]]
    known = measure(table, level="interval")
    made = measure([[each * factor / 3.5 for each in row] for row in table], level="interval")
    for name in ("krippendorff_alpha", "icc_2_1", "gwet_ac2_quadratic"):
        assert made[name].value == pytest.approx(known[name].value, rel=1e-9)


@pytest.mark.parametrize(
    "answers",
    [
        ["a", "b", "c"],
        [True, False, True],
        [1, 2, 3],
        [0.5, 1.5, 2.5],
        [dt.date(2026, 1, day) for day in (1, 5, 9)],
        [dt.datetime(2026, 1, 1, hour, tzinfo=dt.UTC) for hour in (1, 5, 9)],
        [["x"], ["x", "y"], []],
        [{"x": 1}, {"x": 2}, {"x": 3}],
        [2**70, 2**70 + 1, 3],
    ],
    ids=lambda each: type(each[0]).__name__,
)
def test_answers_of_any_type_are_told_apart(answers: list[Any]) -> None:
    codes = [(0, 0), (1, 1), (2, 1), (0, 2), (1, 1), (0, 0)]
    kinds = [0, 1, 0] if isinstance(answers[0], bool) else [0, 1, 2]
    made = measure([[answers[one], answers[other]] for one, other in codes])
    known = measure([[kinds[one], kinds[other]] for one, other in codes])
    for name in ("cohen_kappa", "krippendorff_alpha", "fleiss_kappa", "gwet_ac1"):
        assert made[name].value == pytest.approx(known[name].value), name


def test_zeros_of_either_sign_are_one_answer() -> None:
    assert measure([[0.0, -0.0], [1.0, 1.0]])["cohen_kappa"].value == 1.0


def test_wrong_columns_are_named_with_those_that_are_there() -> None:
    frame = long(KRIPPENDORFF)
    for each in (frame, pl.from_pandas(frame), pa.table(frame)):
        with pytest.raises(dv.VaultError, match="no column 'raters'") as caught:
            dv.agreement(each, item="item", rater="raters", value="value")
        assert "'item', 'rater' and 'value'" in str(caught.value)
    with pytest.raises(dv.VaultError, match="no data frame"):
        dv.agreement([1, 2], item="item", rater="rater", value="value")
    with pytest.raises(dv.VaultError, match="level='nominall'"):
        measure(frame, level="nominall")


def test_a_rater_answers_an_item_once() -> None:
    frame = pd.DataFrame(
        {"item": ["a", "a", "a", "b", "b"], "rater": list("xxyxy"), "value": [1, 2, 2, 1, 1]}
    )
    with pytest.raises(dv.VaultError, match="rater 'x' rated the item 'a' 2 times"):
        measure(frame)
    assert measure(frame, duplicates="first")["percent_agreement_unanimous"].value == 0.5
    assert measure(frame, duplicates="last")["percent_agreement_unanimous"].value == 1.0
    assert measure(frame, duplicates="mean").categories == [1.0, 1.5, 2.0]
    with pytest.raises(dv.VaultError, match="numbers"):
        measure(frame.assign(value=list("abbaa")), duplicates="mean")


def test_missing_answers_are_no_ratings_and_missing_raters_are_told() -> None:
    frame = pd.DataFrame(
        {
            "item": ["a", "a", "a", "b", "b", None],
            "rater": ["x", "y", "z", "x", "y", "x"],
            "value": [1.0, 1.0, float("nan"), 2.0, 2.0, 1.0],
        }
    )
    result = measure(frame)
    assert (result.rating_count, result.rater_count, result.item_count) == (4, 2, 2)
    assert result.notes == ("1 row without item or rater left out.",)
    as_polars = measure_polars(frame)
    assert as_polars.rating_count == 4


def measure_polars(frame: pd.DataFrame) -> Any:
    made = pl.DataFrame(
        {
            "item": ["a", "a", "a", "b", "b", None],
            "rater": frame["rater"].tolist(),
            "value": [1.0, 1.0, float("nan"), 2.0, 2.0, 1.0],
        }
    )
    return dv.agreement(made, item="item", rater="rater", value="value")


def test_icc_says_which_items_it_used() -> None:
    made = measure(KRIPPENDORFF)["icc_2_1"]
    assert made.item_count == 8
    assert made.note == "From the 8 of 12 items that all raters rated."
    assert made.overlap.item_count == 11


def test_very_many_raters_of_one_item() -> None:
    """Numbers of raters and answers multiply beyond 32 bits; pairs are too many to look at."""
    count = 100_000
    frame = pd.DataFrame({"item": 0, "rater": np.arange(count), "value": np.arange(count) + 1.0})
    frame = pd.concat([frame, frame.assign(item=1).iloc[:2]])
    result = measure(frame, level="ratio")
    assert "pairs of ratings" in result["light_kappa"].reason
    assert result["conger_kappa"].value == pytest.approx(0, abs=1e-4)
    assert result["krippendorff_alpha"].value == pytest.approx(0, abs=1e-3)
    with pytest.raises(dv.VaultError, match="too many to look at"):
        result.leave_one_out()


TYPES = {
    "HUGEINT": ("-170141183460469231731687303715884105727", "5",
                "170141183460469231731687303715884105727"),
    "UHUGEINT": ("1", "2", "340282366920938463463374607431768211455"),
    "BIGINT": ("-9223372036854775808", "1", "9223372036854775807"),
    "DECIMAL(38,2)": ("-999999999999999999999999999999999999.99", "0",
                      "999999999999999999999999999999999999.99"),
    "DOUBLE": ("-1e308", "0", "1e308"),
    "FLOAT": ("0.1", "0.2", "1e38"),
    "DATE": ("2020-01-01", "2021-01-01", "infinity"),
    "TIMESTAMP": ("2020-01-01", "2021-01-01", "infinity"),
    "TIMESTAMP_NS": ("2020-01-01", "2021-01-01", "2022-01-01"),
    "TIMESTAMPTZ": ("2020-01-01", "2021-01-01", "2022-01-01"),
    "TIME": ("01:00", "02:00", "03:00"),
    "INTERVAL": ("1 hour", "1 day", "2 days"),
    "UUID": tuple(f"00000000-0000-0000-0000-00000000000{at}" for at in range(3)),
    "BLOB": ("a", "b", "c"),
    "BIT": ("0", "1", "101"),
    "JSON": ("[1]", "{}", "3"),
}  # fmt: skip


@pytest.mark.parametrize("kind", TYPES)
def test_every_type_of_duckdb_is_counted_and_the_ends_of_its_range_too(kind: str) -> None:
    low, middle, high = TYPES[kind]
    connection = duckdb.connect()
    rows = [("a", "x", low), ("a", "y", middle), ("b", "x", high), ("b", "y", high)]
    rows += [("c", "x", middle), ("c", "y", middle)]
    values = ", ".join(f"('{item}', '{rater}', CAST('{value}' AS {kind}))"
                       for item, rater, value in rows)  # fmt: skip
    relation = connection.sql(f"SELECT * FROM (VALUES {values}) AS t(item, rater, value)")
    for level in ("nominal", "interval", "ratio"):
        result = dv.agreement(
            relation, item="item", rater="rater", value="value", level=level, resamples=10
        )
        for metric in result.values():
            assert metric.value is None or math.isfinite(metric.value), metric.name
        assert result["cohen_kappa"].value == pytest.approx(0.5)
        assert len(result.disagreed()) == 1
    assert len(dv.group_comparison(relation, group="item", value="value")) == 3
