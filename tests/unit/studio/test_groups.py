"""The numbers of bars, lines, areas, heatmaps, pies, tables and single numbers are pandas' own."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

import datavault_jupyter as dv

NO_VALUE = "(no value)"
AGGREGATES: dict[str, Any] = {
    "count(number)": lambda g: g["number"].count(),
    "distinct(many)": lambda g: g["many"].nunique(),
    "sum(number)": lambda g: g["number"].sum(),
    "mean(number)": lambda g: g["number"].mean(),
    "median(number)": lambda g: g["number"].median(),
    "p90(number)": lambda g: g["number"].quantile(0.9),
    "min(number)": lambda g: g["number"].min(),
    "max(number)": lambda g: g["number"].max(),
    "sd(number)": lambda g: g["number"].std(),
    "rate(passed)": lambda g: g["passed"].dropna().astype(float).mean(),
    "count()": len,
}


def _plain(keys: pd.Series) -> pd.Series:
    return keys.astype(object).where(keys.notna(), NO_VALUE)


def _close(made: dict[Any, Any], wanted: dict[Any, Any]) -> None:
    assert set(made) == set(wanted)
    for key, value in wanted.items():
        assert made[key] == pytest.approx(value, rel=1e-9, abs=1e-12), key


@pytest.mark.parametrize("measure", AGGREGATES)
@pytest.mark.parametrize("kind", ["bar", "line", "area", "table"])
def test_every_aggregate_by_category(
    trees: dv.Dataset, frame: pd.DataFrame, kind: str, measure: str
) -> None:
    data = trees.chart(kind, x="kind", y=measure).data.df()
    wanted = {
        key: AGGREGATES[measure](group) for key, group in frame.groupby(_plain(frame["kind"]))
    }
    _close(dict(zip(data["x"], data["y"], strict=True)), wanted)


@pytest.mark.parametrize(
    ("unit", "period"),
    [
        ("year", "Y"),
        ("quarter", "Q"),
        ("month", "M"),
        ("week", "W-SUN"),
        ("day", "D"),
        ("hour", "h"),
    ],
)
@pytest.mark.parametrize("column", ["moment", "zoned", "day"])
def test_moments_are_cut_as_pandas_cuts_them(
    trees: dv.Dataset, frame: pd.DataFrame, column: str, unit: str, period: str
) -> None:
    if unit == "hour" and column == "day":
        return
    moments = pd.to_datetime(frame[column]).dropna()
    if moments.dt.tz is not None:
        moments = moments.dt.tz_localize(None)
    wanted = moments.dt.to_period(period).dt.start_time.value_counts().to_dict()
    data = trees.chart("line", x=f"{unit}({column})").data.df()
    _close(dict(zip(data["x"], data["y"], strict=True)), wanted)
    ends = moments.dt.to_period(period).dt.end_time.dt.ceil("s").unique()
    assert set(data["x_end"]) == set(ends)


def test_colours_make_groups_of_groups(trees: dv.Dataset, frame: pd.DataFrame) -> None:
    data = trees.chart("bar", x="whole", y="mean(number)", color="kind").data.df()
    wanted = frame.groupby(["whole", _plain(frame["kind"])])["number"].mean().to_dict()
    keys = zip(data["x"], data["color"], strict=True)
    _close(dict(zip(keys, data["y"], strict=True)), wanted)


def test_shares_add_up_and_running_totals_run(trees: dv.Dataset, frame: pd.DataFrame) -> None:
    share = trees.chart("bar", x="kind", y="share()", color="passed").data.df()
    assert share["y"].sum() == pytest.approx(1)
    one = frame[(frame["kind"] == "ash") & frame["passed"].fillna(value=False)]
    ash = share[(share["x"] == "ash") & (share["color"] == "true")]
    assert ash["y"].item() == pytest.approx(len(one) / len(frame))
    running = trees.chart("line", x="month(day)", y="running(sum(whole))").data.df()
    months = pd.to_datetime(frame["day"]).dt.to_period("M")
    assert running["y"].tolist() == frame.groupby(months)["whole"].sum().cumsum().tolist()


def test_bars_of_a_running_total_stand_along_it(trees: dv.Dataset, frame: pd.DataFrame) -> None:
    for field in ("kind", "many"):
        chart = trees.chart("bar", x={"field": field, "top": 6}, y="running(count())")
        data = chart.data.df()
        order = chart.to_altair().to_dict()["encoding"]["x"]["sort"]
        drawn = dict(zip(data["x"].astype(str), data["y"], strict=True))
        assert [drawn[each] for each in order] == sorted(drawn.values())
        assert max(drawn.values()) == len(frame)


def test_a_top_n_counts_the_rest_as_other(trees: dv.Dataset, frame: pd.DataFrame) -> None:
    data = trees.chart("bar", x={"field": "many", "top": 5}, y="median(number)").data.df()
    top = frame["many"].value_counts()
    first = sorted(top.index, key=lambda name: (-top[name], name))[:5]
    wanted = {name: frame[frame["many"] == name]["number"].median() for name in first}
    wanted["Other"] = frame[~frame["many"].isin(first)]["number"].median()
    _close(dict(zip(data["x"], data["y"], strict=True)), wanted)


def test_a_category_that_is_called_other_belongs_to_the_rest(
    trees: dv.Dataset, frame: pd.DataFrame
) -> None:
    data = trees.chart("bar", x={"field": "kind", "top": 2}).data.df()
    counts = dict(zip(data["x"], data["y"], strict=True))
    assert set(counts) == {"ash", "beech", "Other"}
    assert counts["Other"] == len(frame) - (frame["kind"].isin(["ash", "beech"])).sum()


def test_too_many_categories_become_other_by_themselves(trees: dv.Dataset) -> None:
    chart = trees.chart(x="many")
    data = chart.data.df()
    assert len(data) == 20
    assert data["y"].sum() == 900
    assert any("19 most frequent of many" in note for note in chart.notes)


def test_histograms_are_those_of_numpy(trees: dv.Dataset, frame: pd.DataFrame) -> None:
    for column in ("number", "wide", "whole"):
        data = trees.chart("histogram", x=column).data.df()
        edges = [*data["x"], data["x_end"].iloc[-1]]
        whole = np.histogram(frame[column].dropna(), bins=np.unique([*data["x"], *data["x_end"]]))
        counts = dict(zip(whole[1][:-1], whole[0], strict=True))
        assert data["y"].sum() == frame[column].count()
        assert 5 <= len(edges) <= 42
        for start, count in zip(data["x"], data["y"], strict=True):
            # numpy's last bin takes its upper end in; ours are all half open.
            assert counts[start] == count
    assert trees.chart("histogram", x="whole").data.df()["x"].tolist() == [1, 2, 3, 4, 5]


def test_bins_on_a_log_scale_are_parts_of_decades(trees: dv.Dataset, frame: pd.DataFrame) -> None:
    data = trees.chart("histogram", x={"field": "wide", "scale": "log"}).data.df()
    assert data["y"].sum() == len(frame)
    ratio = data["x_end"] / data["x"]
    assert ratio.to_numpy() == pytest.approx(ratio[0])
    for start, end, count in zip(data["x"], data["x_end"], data["y"], strict=True):
        assert ((frame["wide"] >= start) & (frame["wide"] < end)).sum() == count


def test_a_histogram_of_moments_and_colours(trees: dv.Dataset, frame: pd.DataFrame) -> None:
    data = trees.chart("histogram", x="moment", color="kind").data.df()
    assert data["y"].sum() == frame["moment"].count()
    for row in data.itertuples():
        within = (frame["moment"] >= row.x) & (frame["moment"] < row.x_end)
        assert (within & (_plain(frame["kind"]) == row.color)).sum() == row.y


def test_heatmaps_of_numbers_and_of_categories(trees: dv.Dataset, frame: pd.DataFrame) -> None:
    data = trees.chart("heatmap", x="number", y="wide").data.df()
    assert data["color"].sum() == frame["number"].count()
    for row in data.sample(40, random_state=1).itertuples():
        inside = (frame["number"] >= row.x) & (frame["number"] < row.x_end)
        inside &= (frame["wide"] >= row.y) & (frame["wide"] < row.y_end)
        assert inside.sum() == row.color
    data = trees.chart("heatmap", x="kind", y="passed", color="mean(number)").data.df()
    passed = _plain(frame["passed"]).map({True: "true", False: "false", NO_VALUE: NO_VALUE})
    wanted = frame.groupby([_plain(frame["kind"]), passed])["number"].mean().to_dict()
    _close(dict(zip(zip(data["x"], data["y"], strict=True), data["color"], strict=True)), wanted)


def test_pies_and_single_numbers(trees: dv.Dataset, frame: pd.DataFrame) -> None:
    data = trees.chart("pie", color="kind", y="whole").data.df()
    wanted = frame.groupby(_plain(frame["kind"]))["whole"].sum().to_dict()
    _close(dict(zip(data["color"], data["y"], strict=True)), wanted)
    for measure, work in AGGREGATES.items():
        (value,) = trees.chart("number", y=measure).data.df()["y"]
        assert value == pytest.approx(work(frame)), measure
    (first,) = trees.chart("number", y="min(moment)").data.df()["y"]
    assert first == frame["moment"].min()


def test_error_bars(trees: dv.Dataset, frame: pd.DataFrame) -> None:
    group = frame[frame["kind"] == "ash"]["number"].dropna()
    spread = {"sd": group.std(), "se": group.std() / np.sqrt(len(group))}
    spread["interval"] = 1.959963984540054 * spread["se"]
    for errors, half in spread.items():
        data = trees.chart("bar", x="kind", y="mean(number)", errors=errors).data.df()
        row = data[data["x"] == "ash"].iloc[0]
        assert row["y_low"] == pytest.approx(group.mean() - half)
        assert row["y_high"] == pytest.approx(group.mean() + half)


def test_the_interval_of_a_rate_is_wilsons(trees: dv.Dataset, frame: pd.DataFrame) -> None:
    from statsmodels.stats.proportion import proportion_confint

    data = trees.chart("bar", x="kind", y="rate(passed)", errors="interval").data.df()
    for row in data.itertuples():
        found = frame[_plain(frame["kind"]) == row.x]["passed"].dropna()
        low, high = proportion_confint(int(found.sum()), len(found), method="wilson")
        assert row.y_low == pytest.approx(low)
        assert row.y_high == pytest.approx(high)


def test_facets_filters_and_lines(trees: dv.Dataset, frame: pd.DataFrame) -> None:
    chart = trees.chart(
        "bar", x="whole", y="count()", column="kind", row="passed", where="number > 40",
        having="y >= 10", lines=["mean(x)", 12],
    )  # fmt: skip
    kept = frame[frame["number"] > 40]
    data = chart.data.df()
    keys = [kept["whole"], _plain(kept["kind"]), _plain(kept["passed"])]
    wanted = {key: n for key, n in kept.groupby(keys).size().to_dict().items() if n >= 10}
    yes: dict[Any, Any] = {"true": True, "false": False, NO_VALUE: NO_VALUE}
    made = {(row.x, row.column, yes[row.row]): row.y for row in data.itertuples()}
    assert made == wanted
    assert data["line_0"].iloc[0] == pytest.approx(kept["whole"].mean())


def test_a_filter_tree_keeps_the_same_rows_as_sql(trees: dv.Dataset) -> None:
    from datavault_jupyter.storage.filters import Filter, Op

    tree = Filter(Op.AND, parts=(Filter(Op.GT, "number", ("40",)), Filter(Op.EQ, "kind", ("ash",))))
    by_tree = trees.chart(x="whole", where=tree)
    by_text = trees.chart(x="whole", where="number > 40 AND kind = 'ash'")
    assert by_tree.data.fetchall() == by_text.data.fetchall()
    assert "'40'" in by_tree.sql or "40" in by_tree.sql


def test_a_name_that_is_trouble_is_just_a_name(trees: dv.Dataset, frame: pd.DataFrame) -> None:
    from tests.unit.studio.conftest import TROUBLE

    chart = trees.chart(x=TROUBLE, y="mean(number)")
    wanted = frame.groupby(TROUBLE)["number"].mean().to_dict()
    data = chart.data.df()
    _close(dict(zip(data["x"], data["y"], strict=True)), wanted)
    assert trees.sql(chart.sql).fetchall() == chart.data.fetchall()


def test_a_search_is_the_grids(trees: dv.Dataset, frame: pd.DataFrame) -> None:
    found = trees.chart(x="whole", search="BEEch", where="number > 40")
    kept = frame[(frame["kind"] == "beech") & (frame["number"] > 40)]
    assert sum(row[-1] for row in found.data.fetchall()) == len(kept)
    assert trees.sql(found.sql).fetchall() == found.data.fetchall()
    assert dv.Chart(found._services, found.record, found.spec).notes == found.notes
