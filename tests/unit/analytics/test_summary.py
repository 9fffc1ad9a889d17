"""Summaries of fields against pandas, numpy, scipy and statsmodels; and the SQL that is shown."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from datavault_jupyter import Vault
from datavault_jupyter.base.errors import BadArgument, BadQuery, VaultError
from datavault_jupyter.features.analytics.summary.result import Summary
from tests.examples import examples

LABELS = ["low", "medium", "high"]


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    path: Path = tmp_path_factory.mktemp("summaries")
    with Vault(path / "vault") as made:
        yield made


def frame_of(seed: int, rows: int = 200) -> pd.DataFrame:
    """A table of answers with gaps."""
    random = np.random.default_rng(seed)

    def gappy(values: Any, share: float = 0.15) -> pd.Series[Any]:
        made = pd.Series(values, dtype=object)
        made[random.random(rows) < share] = None
        return made

    return pd.DataFrame(
        {
            "text_id": [f"t{at}" for at in random.integers(0, 40, rows)],
            "annotator": random.choice(["ana", "bo", "cy"], rows),
            "rating": gappy(random.integers(1, 6, rows)).astype("Int64"),
            "score": gappy(random.normal(3, 40, rows)).astype("float64"),
            "is_correct": gappy(random.random(rows) < 0.8).astype("boolean"),
            "label": gappy(random.choice(LABELS, rows)),
            "model": random.choice(["m1", "m2", "m3"], rows),
            "rated_at": pd.Timestamp("2026-03-01")
            + pd.to_timedelta(random.integers(0, 20 * 24, rows), "h"),
        }
    )


def summed(vault: Vault, frame: pd.DataFrame, **options: Any) -> Summary:
    name = f"f{len(vault.datasets())}"
    made: Summary = vault.import_frame(frame, name=name).analytics.summary(**options)
    return made


@pytest.mark.parametrize("seed", range(4))
def test_numbers_are_those_of_numpy_and_scipy(vault: Vault, seed: int) -> None:
    frame = frame_of(seed)
    made = summed(vault, frame)
    assert made.answer_count == len(frame)
    assert (made.item_count, made.rater_count) == (frame.text_id.nunique(), 3)
    for name in ("rating", "score"):
        values = frame[name].dropna().to_numpy(float)
        block = made[name].block
        assert (block.count, block.missing_count) == (len(values), frame[name].isna().sum())
        assert block.mean == pytest.approx(values.mean(), rel=1e-12)
        assert block.median == pytest.approx(np.median(values), rel=1e-12)
        assert block.sd == pytest.approx(values.std(ddof=1), rel=1e-12)
        assert float(block.low or "") == values.min()
        assert float(block.high or "") == values.max()
        for quantile in block.quantiles:
            assert quantile.value == pytest.approx(np.quantile(values, quantile.share), rel=1e-12)
        low, high = stats.t.interval(
            0.95, len(values) - 1, values.mean(), values.std(ddof=1) / math.sqrt(len(values))
        )
        assert block.interval_low == pytest.approx(low, rel=1e-9)
        assert block.interval_high == pytest.approx(high, rel=1e-9)


@pytest.mark.parametrize("confidence", [0.9, 0.95, 0.99])
def test_a_rate_has_the_wilson_interval_of_statsmodels(vault: Vault, confidence: float) -> None:
    frame = frame_of(7)
    block = summed(vault, frame, confidence=confidence)["is_correct"].block
    values = frame.is_correct.dropna()
    low, high = proportion_confint(values.sum(), len(values), 1 - confidence, "wilson")
    assert block.rate == pytest.approx(values.mean())
    assert (block.interval_low, block.interval_high) == pytest.approx((low, high), rel=1e-9)
    assert [each.value for each in block.categories] == ["false", "true"]


def test_categories_are_in_the_order_of_the_scale_not_of_the_alphabet(vault: Vault) -> None:
    frame = frame_of(3)
    block = summed(vault, frame)["label"].block
    assert block.is_scale
    assert [each.value for each in block.categories] == LABELS
    counts = frame.label.value_counts()
    assert [each.count for each in block.categories] == [counts[label] for label in LABELS]
    assert sum(each.share for each in block.categories) == pytest.approx(1)


def test_a_rating_that_nobody_gave_keeps_its_place(vault: Vault) -> None:
    frame = pd.DataFrame({"rater": list("abcd"), "item": list("wxyz"), "rating": [1, 1, 4, 5]})
    block = summed(vault, frame)["rating"].block
    assert [(each.value, each.count) for each in block.categories] == [
        ("1", 2), ("2", 0), ("3", 0), ("4", 1), ("5", 1),
    ]  # fmt: skip


def test_the_bars_of_a_histogram_hold_every_value_once(vault: Vault) -> None:
    frame = frame_of(5)
    block = summed(vault, frame)["score"].block
    values = frame.score.dropna().to_numpy()
    edges = [float(each.low) for each in block.bins] + [float(block.bins[-1].high)]
    assert [each.count for each in block.bins] == np.histogram(values, edges)[0].tolist()


@pytest.mark.parametrize("by", ["model", "annotator", "label"])
def test_groups_are_those_of_pandas(vault: Vault, by: str) -> None:
    frame = frame_of(11)
    name = f"groups-{by}"
    made = vault.import_frame(frame, name=name).analytics.summary(by=by)
    groups = frame.groupby(frame[by].fillna("–"))
    for row in made["score"]:
        values = groups.get_group(row[by] or "–").score.dropna().to_numpy()
        assert row["count"] == len(values)
        assert row["mean"] == pytest.approx(values.mean(), rel=1e-12)
        low, _ = stats.t.interval(
            0.95, len(values) - 1, values.mean(), values.std(ddof=1) / math.sqrt(len(values))
        )
        assert row["low"] == pytest.approx(low, rel=1e-9)
    for row in made["is_correct"]:
        rated = groups.get_group(row[by] or "–").is_correct.dropna()
        assert row["rate"] == pytest.approx(rated.mean())
    if by != "label":
        for row in made["label"]:
            labels = groups.get_group(row[by] or "–").label.dropna()
            shares = labels.value_counts(normalize=True)
            assert [row[label] for label in LABELS] == pytest.approx(
                [shares.get(label, 0) for label in LABELS]
            )


def test_time_is_cut_into_days_in_their_order(vault: Vault) -> None:
    frame = frame_of(13)
    made = vault.import_frame(frame, name="days").analytics.summary("rating", by="rated_at")
    days = frame.groupby(frame.rated_at.dt.strftime("%Y-%m-%d")).rating.mean()
    table = made["rating"]
    assert [row["rated_at"] for row in table] == sorted(days.index)
    assert [row["mean"] for row in table] == pytest.approx(days.sort_index().tolist())
    assert made.breakdowns[0].span == "day"


def test_every_number_equals_the_sql_that_is_shown(vault: Vault) -> None:
    ds = vault.import_frame(frame_of(17), name="shown")
    made = ds.analytics.summary(where="model = 'm1'")

    def run(text: str) -> list[tuple[Any, ...]]:
        return ds.analytics.sql(text, where="model = 'm1'").fetchall()

    for each in made:
        block = each.block
        by_title = {statement.title: run(statement.text) for statement in block.statements}
        if block.mean is not None:
            ((count, missing, mean, sd, _, _, quantiles),) = by_title["Numbers"]
            assert (count, missing) == (block.count, block.missing_count)
            assert (mean, sd) == (block.mean, block.sd)
            low, high = block.quantiles[:2], block.quantiles[2:]
            assert quantiles == [
                *(each.value for each in low), block.median, *(each.value for each in high),
            ]  # fmt: skip
        if block.bins:
            counted = dict(by_title["Histogram"])
            assert [each.count for each in block.bins] == [
                counted.get(at, 0) for at in range(len(block.bins))
            ]
        if block.categories:
            found = {str(value).lower(): n for value, n in by_title["Values"] if value is not None}
            assert {each.value: each.count for each in block.categories if each.count} == found
    for breakdown in ds.analytics.summary(by="annotator", where="model = 'm1'").breakdowns:
        assert run(breakdown.statements[0].text)


@settings(max_examples=examples(12), deadline=None)
@given(
    arrays.arrays(
        np.float64,
        st.integers(1, 30),
        elements=st.one_of(st.just(math.nan), st.floats(-1e6, 1e6, width=32)),
    )
)
def test_nothing_is_ever_nan(vault: Vault, values: np.ndarray[Any, Any]) -> None:
    ds = vault.import_frame(pd.DataFrame({"score": values}), name=f"n{len(vault.datasets())}")
    ds.analytics.map(values=["score"])
    ds.analytics.set_field("score", kind="numeric")
    block = ds.analytics.summary()["score"].block
    there = values[~np.isnan(values)]
    assert block.count == len(there)
    numbers = [block.mean, block.median, block.sd, block.interval_low, block.interval_high]
    assert all(each is None or math.isfinite(each) for each in numbers)
    assert (block.reason == "") == (len(there) > 0)
    if len(there):
        assert block.mean == pytest.approx(there.mean(), rel=1e-9, abs=1e-9)
        assert sum(each.count for each in block.bins) in (0, len(there))


def test_what_cannot_be_said_is_said(vault: Vault) -> None:
    one = summed(vault, pd.DataFrame({"score": [2.5]}))["score"].block
    assert (one.count, one.mean, one.sd) == (1, 2.5, None)
    assert "one value" in one.interval_method
    same = summed(vault, pd.DataFrame({"score": [2.5] * 5}))["score"].block
    assert (same.sd, same.interval_low) == (0.0, None)
    assert "all values are the same" in same.interval_method
    none = pd.DataFrame({"rater": ["a", "b"], "item": ["x", "x"],
                         "score": pd.Series([None, None], dtype="float64")})  # fmt: skip
    block = summed(vault, none)["score"].block
    assert (block.count, block.missing_count, block.mean) == (0, 2, None)
    assert block.reason == "Nobody has filled it in."


def test_a_table_without_rows_has_nothing_to_tell(vault: Vault) -> None:
    made = summed(vault, pd.DataFrame({"score": pd.Series([], dtype="float64")}))
    assert made.answer_count == 0
    assert made["score"].block.reason == "No answers yet."
    assert "No answers yet" in repr(made)
    assert repr(made).startswith("Summary: 0 rows\n")
    made = summed(vault, pd.DataFrame({"why": ["some text or other"]}))
    assert made.fields == []
    assert "Nothing to sum up" in repr(made)


def test_infinite_numbers_count_as_missing(vault: Vault) -> None:
    frame = pd.DataFrame({"score": [1.5, math.inf, -math.inf, 2.5]})
    block = summed(vault, frame)["score"].block
    assert (block.count, block.missing_count, block.mean) == (2, 2, 2.0)


def test_numbers_too_large_for_a_mean_are_refused_with_a_reason(vault: Vault) -> None:
    frame = pd.DataFrame({"score": [1.7e308, 1.6e308, -1.7e308], "rating": [1, 2, 3]})
    made = summed(vault, frame)
    assert made["score"].block.reason == "The numbers are too large to be summed up."
    assert made["rating"].block.mean == 2


def test_fields_and_columns_that_are_not_there_are_named(vault: Vault) -> None:
    ds = vault.import_frame(frame_of(1), name="named")
    with pytest.raises(BadArgument, match="no field 'ratign'") as caught:
        ds.analytics.summary(["ratign"])
    assert "rating" in caught.value.hint
    with pytest.raises(BadArgument, match="no column 'modle'") as caught:
        ds.analytics.summary(by="modle")
    assert "model" in caught.value.hint
    with pytest.raises(VaultError):
        ds.analytics.summary(where="nothing > 3")
    with pytest.raises(BadQuery):
        ds.analytics.sql("SELECT * FROM this")
    with pytest.raises(BadQuery):
        ds.analytics.sql("DELETE FROM answers")


def test_it_goes_into_a_file_and_a_notebook(vault: Vault, tmp_path: Path) -> None:
    made = summed(vault, frame_of(2))
    written = pd.read_csv(made.to_csv(tmp_path / "numbers.csv"))
    mean = written[(written.field == "rating") & (written.number == "mean")]
    assert float(mean.value.iloc[0]) == made["rating"].block.mean
    assert set(made.table.df()["field"]) == {"rating", "score", "is_correct", "label"}
    html = made._repr_mimebundle_()["text/html"]
    assert html.count("<svg") == 4
    assert "<script" not in html
    assert made["rating"].counts[0]["value"] == "1"
    assert "rating (rating)" in repr(made["rating"])
    with pytest.raises(AttributeError):
        _ = made["rating"].nonsense


def test_names_of_columns_are_never_markup(vault: Vault) -> None:
    name = "<img src=x onerror=alert(1)>"
    made = summed(vault, pd.DataFrame({name: [1, 2, 3], "item": [name] * 3, "rater": list("abc")}))
    assert "<img" not in made._repr_mimebundle_()["text/html"]
