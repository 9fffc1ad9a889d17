"""Every kind of chart is valid Vega-Lite, draws in both themes, and its code draws it again."""

import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pandas as pd
import pytest

import datavault_jupyter as dv
from datavault_jupyter.base.errors import BadArgument, TargetExists
from datavault_jupyter.features.studio.drawing import files
from datavault_jupyter.features.studio.drawing.painting import painted
from datavault_jupyter.features.studio.drawing.plain import vega_lite
from datavault_jupyter.features.studio.drawing.theme import PALETTES, Theme
from tests.unit.studio.conftest import TROUBLE

FIELDS = ("number", "whole", "kind", "day", "moment", "zoned", "passed", TROUBLE)
SHOWN: dict[str, dict[str, Any]] = {
    "bar": {
        "kind": "bar", "x": "kind", "y": "mean(number)", "color": "passed", "errors": "interval",
    },
    "bar lying": {"kind": "bar", "x": "count()", "y": "many", "color": "kind"},
    "bar full": {"kind": "bar", "x": "whole", "color": "kind", "stack": "full"},
    "bar month": {"kind": "bar", "x": "month(day)", "y": "mean(number)", "color": "kind"},
    "line": {"kind": "line", "x": "month(day)", "y": "sum(whole)", "color": "kind", "lines": 5},
    "line share": {"kind": "line", "x": "week(moment)", "y": "share()", "title": "Shares"},
    "line rate": {"kind": "line", "x": "quarter(day)", "y": "rate(passed)", "errors": "interval"},
    "area": {"kind": "area", "x": "month(day)", "color": "kind"},
    "area means": {"kind": "area", "x": "month(day)", "y": "mean(number)", "color": "kind"},
    "scatter": {"kind": "scatter", "x": "number", "y": "wide", "color": "kind", "column": "passed"},
    "scatter all": {
        "kind": "scatter", "x": "day", "y": {"field": "wide", "scale": "log"}, "color": "number",
        "size": "whole", "shape": "kind", "tooltip": ["many", TROUBLE], "lines": ["median(y)"],
    },
    "histogram": {"kind": "histogram", "x": "number", "color": "kind", "lines": "mean(x)"},
    "histogram log": {"kind": "histogram", "x": {"field": "wide", "scale": "log"}},
    "density": {"kind": "density", "x": "number", "color": "kind"},
    "box": {"kind": "box", "x": "kind", "y": "number", "lines": [("y", 50)]},
    "box colour": {"kind": "box", "x": "passed", "y": "number", "color": "kind", "row": "whole"},
    "strip": {"kind": "strip", "x": "kind", "y": "number", "color": "passed"},
    "strip lying": {"kind": "strip", "x": "many", "y": "number"},
    "heatmap": {"kind": "heatmap", "x": "kind", "y": "passed", "color": "rate(passed)"},
    "heatmap numbers": {"kind": "heatmap", "x": "number", "y": "whole"},
    "heatmap time": {"kind": "heatmap", "x": "day", "y": "kind", "row": "passed"},
    "pie": {"kind": "pie", "color": "many", "y": "sum(number)", "column": "passed"},
    "table": {"kind": "table", "x": "kind", "color": "whole", "y": "mean(number)"},
    "table time": {"kind": "table", "x": "month(day)", "y": "share()"},
    "number": {"kind": "number", "y": "max(day)"},
    "facets": {"kind": "line", "x": "month(day)", "y": "mean(number)", "column": "many"},
    "facet month": {"kind": "bar", "x": "kind", "column": "quarter(day)"},
}  # fmt: skip


def _chart(trees: dv.Dataset, name: str) -> Any:
    asked = dict(SHOWN[name])
    return trees.chart(asked.pop("kind"), **asked)


@pytest.mark.parametrize("name", SHOWN)
def test_it_is_valid_and_draws_in_both_themes(trees: dv.Dataset, name: str) -> None:
    chart = _chart(trees, name)
    for theme in ("light", "dark"):
        spec = chart.to_dict(theme)  # checked against Vega-Lite's schema by Altair
        drawn = files.svg(spec)
        assert drawn.startswith("<svg")
        # Marks, not only axes.
        assert len(re.findall(r"<path|<text|<line", drawn)) > 3
        assert "NaN" not in drawn
        assert PALETTES[Theme(theme)].background in drawn


@pytest.mark.parametrize("name", SHOWN)
def test_its_code_gives_the_same_chart(trees: dv.Dataset, name: str) -> None:
    chart = _chart(trees, name)
    code = chart.to_code()
    assert max(len(line) for line in code.split('"""')[2].splitlines()) < 1_500
    head, _, last = code.rpartition("\n(\n")
    known: dict[str, Any] = {}
    exec(compile(head, name, "exec"), known)  # noqa: S102 - our own code
    again = eval(f"({last}", known)  # noqa: S307 - the same
    # Both ask the database; its threads add floats up in any order, which shows in the last digits.
    pd.testing.assert_frame_equal(known["data"], chart.data.df(), rtol=1e-9, atol=0)
    ours, theirs = chart.to_dict(), again.to_dict()
    ours.pop("description")
    for spec in (ours, theirs):
        del spec["datasets"], spec["data"]
    assert theirs == ours


@pytest.mark.parametrize("kind", ["bar", "line", "area", "table", "heatmap", "box", "strip", "pie"])
@pytest.mark.parametrize("field", FIELDS)
def test_every_kind_of_field_in_every_kind_of_chart(
    trees: dv.Dataset, kind: str, field: str
) -> None:
    channels: dict[str, Any] = {"x": dv.Channel(field)}
    if kind in ("box", "strip"):
        channels["y"] = "number"
    if kind == "heatmap":
        channels["y"] = "kind"
    if kind == "pie":
        channels = {"color": dv.Channel(field)}
    chart = trees.chart(kind, **channels)
    assert chart.to_dict()["$schema"].startswith("https://vega.github.io/schema/vega-lite/")
    assert files.svg(chart.to_dict()).startswith("<svg")


@pytest.mark.parametrize("field", FIELDS)
def test_every_kind_of_field_as_colour_shape_and_facet(trees: dv.Dataset, field: str) -> None:
    for channel in ("color", "shape", "row", "column"):
        extra: dict[str, Any] = {channel: dv.Channel(field)}
        chart = trees.chart("scatter", x="number", y="wide", **extra)
        assert files.svg(chart.to_dict()).startswith("<svg")
        if channel != "shape":
            chart = trees.chart("histogram", x="number", **extra)
            assert files.svg(chart.to_dict()).startswith("<svg")


def test_names_and_values_are_text_and_never_markup(trees: dv.Dataset) -> None:
    drawn = files.svg(trees.chart(x=TROUBLE, color=TROUBLE).to_dict())
    assert "<b>" not in drawn
    assert "&lt;b&gt;" in drawn


def test_files_of_each_format(trees: dv.Dataset, tmp_path: Path) -> None:
    chart = trees.chart(x="kind")
    heads = {"png": b"\x89PNG", "svg": b"<svg", "pdf": b"%PDF", "html": b"<!DOCTYPE", "json": b"{"}
    for ending, head in heads.items():
        path = chart.save(tmp_path / f"chart.{ending}")
        assert path.read_bytes()[:10].upper().startswith(head.upper())
    assert chart.save(tmp_path / "chart.csv").read_text().splitlines()[0] == '"x","y","rows"'
    html = (tmp_path / "chart.html").read_text()
    assert not re.findall(r"<(?:script|link)[^>]+(?:src|href)=", html), "it would fetch something"
    with pytest.raises(TargetExists):
        chart.save(tmp_path / "chart.png")
    chart.save(tmp_path / "chart.png", overwrite=True, theme="dark", scale=1)
    with pytest.raises(BadArgument, match="can't be written as 'gif'"):
        chart.save(tmp_path / "chart.gif")
    with pytest.raises(BadArgument, match="theme='blue' isn't known"):
        chart.save(tmp_path / "blue.png", theme="blue")
    with pytest.raises(BadArgument, match="scale="):
        chart.save(tmp_path / "big.png", scale=1000)


def test_what_a_cell_shows_stands_without_its_kernel(trees: dv.Dataset) -> None:
    chart = trees.chart(x="kind")
    bundle = chart._repr_mimebundle_()
    assert set(bundle) == {"application/vnd.vegalite.v5+json", "image/svg+xml", "text/plain"}
    assert bundle["text/plain"] == "Bar chart of trees: count of rows by kind.\n900 rows"
    spec = bundle["application/vnd.vegalite.v5+json"]
    assert spec["$schema"].endswith("v5.20.1.json")
    assert spec["description"] == chart.summary


def test_where_rows_are_kept_out_of_notebooks_numbers_are(trees: dv.Dataset) -> None:
    services = trees._services
    services.settings.keep_rows = False
    try:
        bundle = trees.chart(x="kind")._repr_mimebundle_()
    finally:
        services.settings.keep_rows = True
    assert set(bundle) == {"text/plain", "text/html"}
    assert "ash" not in str(bundle)


@pytest.mark.parametrize("name", SHOWN)
def test_views_draw_the_same_picture_without_altair(trees: dv.Dataset, name: str) -> None:
    chart = _chart(trees, name)
    made = vega_lite(painted(chart._drawn), chart._drawn.table, Theme.LIGHT)
    known = chart.to_dict()
    (rows,) = known.pop("datasets").values()
    numbered = re.compile(r"\b(clip|gradient_)\d+")
    ours, altairs = files.svg(made), files.svg({**known, "data": {"values": rows}})
    assert numbered.sub("", ours) == numbered.sub("", altairs)


def test_years_have_no_separators(vault: dv.Vault) -> None:
    rows = {"year": [2007, 2008, 2009, 2009], "grams": [1700, 1800, 2900, 2100]}
    ds = vault.import_frame(pd.DataFrame(rows), name="years")
    for kind, y in (("histogram", None), ("line", "mean(grams)"), ("scatter", "grams")):
        chart = ds.chart(kind, x="year", y=y)
        svg = files.svg(chart.to_dict())
        assert ">2008<" in svg
        assert "2,008" not in svg

    assert ">2,000<" in files.svg(ds.chart("scatter", x="year", y="grams").to_dict())


def test_plots_stand_under_their_own_names_where_a_pair_is_missing(vault: dv.Vault) -> None:
    pairs = [("a", "u"), ("a", "v"), ("b", "u"), ("b", "v"), ("b", "w"), (None, "u"), (None, "w")]
    rows = [{"row": r, "column": c, "n": at} for at, (r, c) in enumerate(pairs)]
    ds = vault.import_frame(pd.DataFrame(rows), name="pairs")
    svg = files.svg(ds.chart("scatter", x="n", y="n", row="row", column="column").to_dict())
    root = ET.fromstring(svg)  # noqa: S314 - drawn here
    cells = [each for each in root.iter() if each.get("class", "").endswith("cell")]
    cells = [each for each in cells if "mark-group" in each.get("class", "")]
    found = [
        [mark.get("aria-label", "").split(";")[0] for mark in each.iter() if _is_point(mark)]
        for cell in cells
        for each in cell
    ]
    named = {(str(r or "(no value)"), c): f"n: {at}" for at, (r, c) in enumerate(pairs)}
    wanted = [
        [named[r, c]] if (r, c) in named else []
        for r in ("(no value)", "a", "b")
        for c in ("u", "v", "w")
    ]
    assert found == wanted


def _is_point(mark: ET.Element) -> bool:
    return mark.get("aria-roledescription") == "point"
