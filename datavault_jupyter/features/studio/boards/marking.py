"""A chart's picture whose marks say which rows they stand for."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET  # nosec B405 - it reads what was drawn here

from datavault_jupyter.features.studio.drawing import files
from datavault_jupyter.features.studio.drawing.picture import KINDS_WITHOUT_AXES, Picture
from datavault_jupyter.features.studio.drawing.plain import vega_lite
from datavault_jupyter.features.studio.drawing.theme import Theme
from datavault_jupyter.features.studio.spec import ChartKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from datavault_jupyter.features.studio.compiling import Drawn

_SVG = "http://www.w3.org/2000/svg"
_LETTER = 6.6
# Kinds whose lines and outlines are one mark for a whole colour.
_SERIES = (ChartKind.LINE, ChartKind.AREA, ChartKind.DENSITY)
_TAG = re.compile(r"#(~?)(-?\d+)\|")
_CLIP = re.compile(r"(?<=[\"#])clip(\d+)(?=[\")])")
_NO_TAG = re.compile(r"#~?[^|]*\|")
ET.register_namespace("", _SVG)
ET.register_namespace("xlink", "http://www.w3.org/1999/xlink")


@dataclass(frozen=True, slots=True)
class Marked:
    """Which marks select what.

    Attributes:
        rows: For each row of the chart's table, the place of what it selects; -1 for nothing.
        series: The same for each category of colour.
        names: The categories of colour, in the order of the legend.
    """

    rows: Sequence[int]
    series: Sequence[int]
    names: Sequence[str]


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture, and the ends of its horizontal axis where there is one to draw a range on."""

    svg: str
    ends: tuple[str, str] | None


def sized(picture: Picture, drawn: Drawn, size: tuple[int, int]) -> dict[str, Any]:
    """What makes a picture, its axes and its legend fill a tile.

    Args:
        picture: Of the chart.
        drawn: The chart.
        size: Of the tile.
    """
    if picture.facets or drawn.spec.kind in KINDS_WITHOUT_AXES:
        return {}
    room, height = size
    return {
        "width": room,
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": {"left": 8, "top": 2, "bottom": 2, "right": _beside(picture, drawn)},
    }


def _beside(picture: Picture, drawn: Drawn) -> int:
    """What stands right of the plot: the names at the ends of lines, words of reference lines."""
    labels = [line.label or "median" for line in drawn.spec.lines if line.axis == "y"]
    is_labelled = any(each.mark == "text" for each in picture.layers)
    if drawn.spec.kind is ChartKind.LINE and is_labelled and "color" in drawn.table.column_names:
        labels += [str(each) for each in drawn.table.column("color").unique().to_pylist()]
    return min(160, round(max(map(len, labels)) * _LETTER) + 10) if labels else 4


def plotted(
    picture: Picture, drawn: Drawn, theme: Theme, size: tuple[int, int], marked: Marked
) -> Plot:
    """Draw a picture whose marks have a ``data-index``.

    Args:
        picture: What is drawn.
        drawn: The chart.
        theme: On what.
        size: So many pixels are there.
        marked: What marks select.
    """
    import pyarrow as pa

    table = drawn.table.append_column("_mark", pa.array(range(drawn.table.num_rows), pa.int64()))
    spec = vega_lite(replace(picture, title=""), table, theme)
    spec |= sized(picture, drawn, size)
    spec["config"] |= {"background": None}
    # The page's letters may be wider than those it was laid out with.
    spec["config"]["legend"] |= {"columnPadding": 18}
    for axis in ("axisXQuantitative", "axisXTemporal"):
        spec["config"][axis] = {"labelSeparation": 10}
    if "padding" not in spec:
        spec["config"] |= {"padding": 4}
    vega = files.compiled(spec)
    own = len(picture.layers) - 2 * len(drawn.spec.lines)
    for mark in _marks(vega):
        _tag(mark, drawn.spec.kind, marked, own)
    if _has_axis(picture, drawn, vega):
        for plot in _plots(vega, is_faceted=bool(picture.facets)):
            plot["marks"].insert(0, _frame(vega, "child_" if picture.facets else ""))
    return _read(files.compiled_svg(vega), marked)


def _marks(group: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for each in group.get("marks", ()):
        yield each
        yield from _marks(each)


def _tag(mark: dict[str, Any], kind: ChartKind, marked: Marked, own: int) -> None:
    """Let a mark's spoken words begin with which one it is."""
    update = mark.get("encode", {}).get("update", {})
    words = update.get("description", {}).get("signal")
    layer = re.search(r"layer_(\d+)", mark.get("name") or "")
    # Reference lines are drawn from a row, but stand for none.
    if words is None or (layer is not None and int(layer[1]) >= own):
        return
    which = "datum['_mark']"
    sign = ""
    if kind in _SERIES and mark["type"] != "symbol":
        which, sign = f"indexof({json.dumps(list(marked.names))}, datum['color'])", "~"
    update["description"] = {"signal": f"'#{sign}' + ({which}) + '|' + ({words})"}


def _has_axis(picture: Picture, drawn: Drawn, vega: dict[str, Any]) -> bool:
    """Whether x lies across, holds numbers or moments, and is the same in all plots."""
    if drawn.spec.kind in KINDS_WITHOUT_AXES:
        return False
    channel = drawn.spec.x
    if channel is None or channel.is_measure:
        return False
    across = picture.layers[0].encode.get("x", {})
    scale = next((each for each in vega.get("scales", ()) if each["name"] == "x"), None)
    return (
        across.get("field") == "x"
        and scale is not None
        and scale["type"] in ("linear", "log", "time", "utc")
    )


def _plots(vega: dict[str, Any], *, is_faceted: bool) -> list[dict[str, Any]]:
    """The groups that marks are drawn in: the whole picture, or each plot of a faceted one."""
    if not is_faceted:
        return [vega]
    return [each for each in _marks(vega) if each.get("style") == "cell" and "marks" in each]


def _frame(vega: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    """A mark as large as the plot, which nobody sees, and which tells the ends of the axis."""
    scale = next(each for each in vega["scales"] if each["name"] == "x")
    end = "domain('x')[{}]"
    if scale["type"] in ("time", "utc"):
        end = "timeFormat(" + end + ", '%Y-%m-%dT%H:%M:%S.%L')"
    words = f"'@' + {end.format(0)} + ' ' + {end.format(1)}"
    size = {name: {"signal": f"{prefix}{name}"} for name in ("width", "height")}
    place = {"x": {"value": 0}, "y": {"value": 0}, "fill": {"value": "transparent"}}
    return {
        "type": "rect",
        "name": "whole",
        "encode": {"update": {**place, **size, "description": {"signal": words}}},
    }


def _read(svg: str, marked: Marked) -> Plot:
    """Turn the tags into attributes, and give legend entries theirs."""
    root = ET.fromstring(svg)  # noqa: S314 - drawn here
    ends: tuple[str, str] | None = None
    for each in root.iter():
        words = each.get("aria-label", "")
        if words.startswith("@"):
            first, _, last = words[1:].partition(" ")
            ends = (first, last)
            for name in ("aria-label", "role", "aria-roledescription"):
                each.attrib.pop(name, None)
            each.set("data-frame", "")
            each.set("aria-hidden", "true")
        elif words.startswith("#"):
            _settle(each, words, marked)
        elif "role-legend" in each.get("class", "").split():
            _settle_legend(each, marked)
    return Plot(_named_apart(ET.tostring(root, encoding="unicode")), ends)


def _named_apart(svg: str) -> str:
    """Give clips names of this picture's own: several pictures stand on one page.

    >>> _named_apart('<g id="clip7"/><g clip-path="url(#clip7)"/>')
    '<g id="clip-f096d7f4-0"/><g clip-path="url(#clip-f096d7f4-0)"/>'
    """
    names: dict[str, int] = {}
    numbered = _CLIP.sub(lambda found: f"clip{names.setdefault(found[1], len(names))}", svg)
    own = hashlib.sha256(numbered.encode()).hexdigest()[:8]
    return _CLIP.sub(lambda found: f"clip-{own}-{found[1]}", numbered)


def _settle(each: ET.Element, words: str, marked: Marked) -> None:
    each.set("aria-label", _NO_TAG.sub("", words, count=1))
    found = _TAG.match(words)
    if found is None:
        return
    places = marked.series if found[1] else marked.rows
    at = int(found[2])
    if 0 <= at < len(places) and places[at] >= 0:
        each.set("data-index", str(places[at]))


def _settle_legend(legend: ET.Element, marked: Marked) -> None:
    if "color" not in legend.get("aria-label", ""):
        return
    scopes = [each for each in legend.iter() if "role-scope" in each.get("class", "").split()]
    entries = [
        entry for each in scopes for entry in each if each.tag.endswith("g") and len(entry) > 0
    ]
    if len(entries) != len(marked.series):
        return  # a ramp of numbers
    for entry, at, name in zip(entries, marked.series, marked.names, strict=True):
        if at >= 0:
            entry.set("data-index", str(at))
            entry.set("data-legend", name)
