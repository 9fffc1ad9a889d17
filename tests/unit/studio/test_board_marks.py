"""What marks of a dashboard select: the very rows they were made of, counted by pandas."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
import vl_convert

import datavault_jupyter as dv
from datavault_jupyter.features.studio.boards import selecting
from datavault_jupyter.features.studio.boards.drawer import Asked
from datavault_jupyter.features.studio.boards.records import Height
from datavault_jupyter.features.studio.drawing import files
from datavault_jupyter.features.studio.drawing.theme import Theme
from datavault_jupyter.storage.filters import Filter, Op

ASKED = Asked(None, None, Theme.LIGHT, 480, Height.MIDDLE)


def drawing_of(ds: dv.Dataset, chart: dv.Chart, asked: Asked = ASKED) -> Any:
    services = ds._services
    kept = ds.charts.save(f"chart {len(ds.charts)}", chart)
    board = ds.dashboards.create(f"board {len(ds.dashboards)}", charts=[kept.name])
    layout = services.boards.get(ds._record, board.id).layout
    made = services.board_drawer.draw(ds._record, layout, kept.id, asked)
    assert made.lack == ""
    return made


def counted(ds: dv.Dataset, condition: Filter) -> int:
    """Rows that another chart would show."""
    return int(ds.chart("number", y="count()", where=condition).data.fetchall()[0][0])


def by_words(made: Any) -> dict[str, Filter]:
    return {each.words: each.filter for each in made.picks}


def test_each_bin_selects_the_rows_it_counts(trees: dv.Dataset, frame: pd.DataFrame) -> None:
    for name in ("number", "wide", "whole"):
        chart = trees.chart("histogram", x=name)
        made = drawing_of(trees, chart)
        values = frame[name].dropna()
        rows = chart.data.df()
        assert len(made.picks) == len(rows)
        for pick, row in zip(made.picks, rows.itertuples(), strict=True):
            inside = int(((values >= row.x) & (values < row.x_end)).sum())
            assert counted(trees, pick.filter) == row.y == inside


@pytest.mark.parametrize("kind", ["DOUBLE", "FLOAT", "DECIMAL(9,2)"])
def test_a_bound_belongs_where_the_query_puts_it(vault: dv.Vault, kind: str) -> None:
    # 0.29 * 100 is 28.999999999999996: that value is in the bin below its own bound.
    hundredths = pd.DataFrame({"v": np.arange(100) / 100})
    rows = vault.import_frame(hundredths, name="raw").sql(
        f"SELECT CAST(v AS {kind}) AS v FROM this"
    )
    ds = vault.import_frame(rows.arrow(), name="hundredths")
    chart = ds.chart("histogram", x={"field": "v", "bins": 99})
    made = drawing_of(ds, chart)
    drawn = chart.data.df()["y"].tolist()
    assert [counted(ds, each.filter) for each in made.picks] == drawn
    assert sum(drawn) == 100


def test_decades_select_what_they_count(trees: dv.Dataset) -> None:
    chart = trees.chart("histogram", x={"field": "wide", "scale": "log"})
    made = drawing_of(trees, chart)
    drawn = chart.data.df()["y"].tolist()
    assert [counted(trees, each.filter) for each in made.picks] == drawn


@pytest.mark.parametrize("name", ["day", "moment", "zoned"])
@pytest.mark.parametrize("unit", ["month", "quarter", "week", "day"])
def test_moments_select_what_they_are_cut_to(
    trees: dv.Dataset, frame: pd.DataFrame, name: str, unit: str
) -> None:
    chart = trees.chart("bar", x=f"{unit}({name})", y="count()")
    made = drawing_of(trees, chart)
    values = pd.to_datetime(frame[name]).dropna()
    if values.dt.tz is not None:
        values = values.dt.tz_convert("UTC").dt.tz_localize(None)
    ends = chart.data.df()[["x", "x_end"]].itertuples(index=False)
    expected = [int(((values >= start) & (values < end)).sum()) for start, end in ends]
    # The chart cut more coarsely where that were too many marks.
    assert len(made.picks) == len(expected)
    step = max(1, len(expected) // 24)
    told = [counted(trees, each.filter) for each in made.picks[::step]]
    assert told == expected[::step]
    assert sum(expected) == len(values)


def test_other_and_missing_are_exact(trees: dv.Dataset, frame: pd.DataFrame) -> None:
    made = by_words(drawing_of(trees, trees.chart("bar", x={"field": "kind", "top": 2})))
    top = frame["kind"].value_counts().drop("Other").index[:2].tolist()
    rest = int((~frame["kind"].isin(top)).sum())
    assert counted(trees, made["kind is 'Other'"]) == rest
    for name in top:
        assert counted(trees, made[f"kind is {name}"]) == int((frame["kind"] == name).sum())
    made = by_words(drawing_of(trees, trees.chart("bar", x="kind")))
    assert counted(trees, made["kind has no value"]) == int(frame["kind"].isna().sum())
    # Here "Other" is a value like any else.
    assert counted(trees, made["kind is Other"]) == int((frame["kind"] == "Other").sum())
    made = by_words(drawing_of(trees, trees.chart("bar", x="passed")))
    assert counted(trees, made["passed is yes"]) == int(frame["passed"].fillna(False).sum())  # noqa: FBT003
    assert counted(trees, made["passed has no value"]) == int(frame["passed"].isna().sum())


def test_a_filter_on_marks_doesnt_change_what_other_is(
    trees: dv.Dataset, frame: pd.DataFrame
) -> None:
    # Of the three top ones, having hides some; they aren't in "Other" for that.
    chart = trees.chart("bar", x={"field": "many", "top": 3}, having="y > 40")
    made = by_words(drawing_of(trees, chart))
    top = sorted(frame["many"].value_counts().items(), key=lambda each: (-each[1], each[0]))[:3]
    rest = int((~frame["many"].isin([name for name, _ in top])).sum())
    assert len(chart.data.fetchall()) < 4
    assert counted(trees, made["many is 'Other'"]) == rest


def test_a_segment_selects_both_of_its_fields(trees: dv.Dataset, frame: pd.DataFrame) -> None:
    chart = trees.chart("bar", x="kind", color="passed", y="count()")
    made = by_words(drawing_of(trees, chart))
    both = (frame["kind"] == "ash") & frame["passed"].fillna(False)  # noqa: FBT003
    assert counted(trees, made["kind is ash and passed is yes"]) == int(both.sum())


def marks(svg: str) -> list[tuple[int, str]]:
    """Places and spoken words of the marks, in their order; legend entries have no words."""
    found = []
    for tag in re.findall(r"<(?:path|g|text)[^>]*data-index[^>]*>", svg):
        at = re.search(r'data-index="(\d+)"', tag)
        words = re.search(r'aria-label="([^"]*)"', tag)
        assert at is not None
        found.append((int(at[1]), words[1] if words else ""))
    return found


CHARTS: dict[str, dict[str, Any]] = {
    "bar": {"x": "kind", "color": "passed"},
    "lying": {"kind": "bar", "x": "many"},
    "faceted": {"kind": "bar", "x": "kind", "column": "passed"},
    "pie": {"kind": "pie", "color": "kind"},
    "heatmap": {"kind": "heatmap", "x": "kind", "y": "passed"},
    "box": {"kind": "box", "x": "kind", "y": "number"},
    "scatter": {"kind": "scatter", "x": "number", "y": "wide", "color": "kind"},
}


@pytest.mark.parametrize("name", CHARTS)
def test_marks_say_which_rows_they_stand_for(trees: dv.Dataset, name: str) -> None:
    made = drawing_of(trees, trees.chart(**CHARTS[name]))
    told = [(at, words) for at, words in marks(made.svg) if words]
    assert told
    for at, words in told:
        for part in made.picks[at].words.split(" and "):
            value = part.rpartition(" is ")[2].strip("'")
            value = {"yes": "true", "no": "false"}.get(value, value)
            # Facets aren't in what a mark says.
            if "has no value" not in part and not part.startswith("passed is"):
                assert value in words
    assert "data-index" not in made.summary


def test_a_line_is_its_colour_and_its_points_are_places(trees: dv.Dataset) -> None:
    chart = trees.chart("line", x="quarter(day)", y="count()", color="passed", lines=[30])
    made = drawing_of(trees, chart)
    words = [made.picks[at].words for at, _ in marks(made.svg)]
    assert {"passed is yes", "passed is no", "passed has no value"} <= set(words)
    assert any(each.startswith("day is Q1 2024 and passed") for each in words)
    assert "#" not in "".join(re.findall(r'aria-label="([^"]*)"', made.svg))


def test_a_range_begins_where_bins_do(trees: dv.Dataset, frame: pd.DataFrame) -> None:
    made = drawing_of(trees, trees.chart("histogram", x="number"))
    brush = made.brush
    assert (brush.column, brush.form) == ("number", "number")
    assert brush.low <= brush.edges[0].place < brush.edges[-1].place <= brush.high
    first, last = brush.edges[2], brush.edges[9]
    condition = Filter(
        Op.AND,
        parts=(
            Filter(Op.GE, "number", (first.value,)),
            Filter(Op.LT, "number", (last.value,)),
        ),
    )
    inside = frame["number"].between(first.place, last.place, inclusive="left")
    assert counted(trees, condition) == int(inside.sum())
    made = drawing_of(trees, trees.chart("line", x="month(zoned)", y="count()"))
    assert made.brush.form == "zoned"
    assert made.brush.edges[0].value == "2024-02-01 00:00:00+00:00"
    made = drawing_of(trees, trees.chart("scatter", x="day", y="number"))
    assert (made.brush.form, made.brush.edges) == ("date", ())
    assert drawing_of(trees, trees.chart("bar", x="kind")).brush is None


def test_filters_of_a_dashboard_and_of_a_chart_both_hold(
    trees: dv.Dataset, frame: pd.DataFrame
) -> None:
    chart = trees.chart("histogram", x="whole", where=Filter(Op.EQ, "passed", ("true",)))
    shared, picked = Filter(Op.EQ, "kind", ("ash",)), Filter(Op.GT, "number", ("50",))
    made = drawing_of(trees, chart, Asked(shared, picked, Theme.DARK, 480, Height.LOW))
    rows = (frame["kind"] == "ash") & (frame["number"] > 50) & frame["passed"].fillna(False)  # noqa: FBT003
    assert made.notes == (f"{int(rows.sum())} rows",)
    assert selecting.both(None, Filter(Op.AND)) is None


def test_a_value_keeps_its_colour_whatever_is_filtered(trees: dv.Dataset) -> None:
    chart = trees.chart("bar", x="passed", color="kind")

    def colors(asked: Asked) -> dict[str, str]:
        svg = drawing_of(trees, chart, asked).svg
        found = re.findall(r'aria-label="[^"]*kind: ([^;"]+)[^"]*"[^>]*fill="(#\w+)"', svg)
        return dict(found)

    whole = colors(ASKED)
    only = Filter(Op.NE, "kind", ("ash",))
    less = colors(Asked(only, None, Theme.LIGHT, 480, Height.MIDDLE))
    assert set(less) == set(whole) - {"ash"}
    assert less == {name: whole[name] for name in less}


def test_the_converter_is_entered_by_one_thread_at_a_time(
    trees: dv.Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Two that met in it have waited for one another for ever.
    inside, most = [0], [0]

    def watched(work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **more: Any) -> Any:
            inside[0] += 1
            most[0] = max(most[0], inside[0])
            time.sleep(0.002)
            made = work(*args, **more)
            inside[0] -= 1
            return made

        return run

    for name in ("vegalite_to_vega", "vega_to_svg", "vegalite_to_svg", "vegalite_to_png"):
        monkeypatch.setattr(vl_convert, name, watched(getattr(vl_convert, name)))
    chart = trees.chart(x="kind")
    trees.charts.save("at once", chart)
    board = trees.dashboards.create("at once", charts=["at once"])
    done: list[object] = []

    def work() -> None:
        spec = chart.to_dict()
        done.extend((board.to_html(), files.svg(spec), files.as_bytes(spec, "png")))

    threads = [threading.Thread(target=work, daemon=True) for _ in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    assert len(done) == 12
    assert most == [1]
