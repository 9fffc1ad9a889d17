"""Layers of bars, histograms, lines, areas and densities."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from datavault_jupyter.features.studio.checks import ADDITIVE
from datavault_jupyter.features.studio.cutting import REST, Form
from datavault_jupyter.features.studio.drawing.picture import (
    HEIGHT,
    ROWS,
    WIDTH,
    Layer,
    Picture,
    Sight,
    already_cut,
    color_of,
    is_long,
    tooltips,
)
from datavault_jupyter.features.studio.spec import ChartKind, Stack

# Lines of so many places show the places, too.
_FEW = 24


def _plain_legend(sight: Sight) -> bool:
    """Whether colour says the same as the axis, so that no legend is needed."""
    spec = sight.spec
    along = "x" if sight.cut("x") is not None else "y"
    channel = getattr(spec, along)
    return spec.color is not None and channel is not None and spec.color.field == channel.field


def bars(sight: Sight) -> Picture:
    """Bars of a number for each group, upright or lying."""
    along = "x" if sight.cut("x") is not None else "y"
    number = "y" if along == "x" else "x"
    is_category = sight.is_category(along)
    lies = along == "y" or (is_category and is_long(sight, along))
    place, length = ("y", "x") if lies else ("x", "y")
    has_colors = sight.has("color") and not _plain_legend(sight)
    is_grouped = has_colors and sight.spec.stack is Stack.GROUPED
    encode: dict[str, Any] = {place: sight.axis(along), length: _length(sight, number, has_colors)}
    encode |= _bar_color(sight, along, has_colors=has_colors)
    options: dict[str, Any] = {"cornerRadiusEnd": 2} if is_grouped or not has_colors else {}
    cut = sight.cut(along)
    if cut is not None and not is_category and (is_grouped or not cut.has_end):
        encode[place] = _as_steps(sight, along)
    elif cut is not None and cut.has_end:
        encode[f"{place}2"] = {"field": f"{along}_end"}
        encode[place] |= already_cut(cut)
        options = {"binSpacing": 1, "orient": "horizontal" if lies else "vertical"}
        if cut.form is Form.MOMENT:
            options |= {"stroke": sight.colors.background, "strokeWidth": 0.75}
    if is_grouped:
        names = sight.categories("color")
        encode[f"{place}Offset"] = {
            "field": "color",
            "sort": names,
            "scale": {"paddingInner": 0.08},
        }
        encode[place]["scale"] = {"paddingInner": 0.25, "paddingOuter": 0.15}
    encode["tooltip"] = tooltips(sight, (along, "color", number), ROWS)
    if lies:
        encode[length]["axis"] = {**encode[length].get("axis", {}), "grid": True, "domain": False}
        encode[place]["axis"] = {**encode[place].get("axis", {}), "grid": False}
        encode[place]["title"] = None if is_category else sight.title(along)
    layers = [Layer("bar", options, encode)]
    if sight.has(f"{number}_low"):
        layers.append(_errors(sight, encode, (place, length), number))
    per = len(sight.categories("color")) if is_grouped else 1
    width, height = _size(sight, along, per, lies=lies)
    return Picture(tuple(layers), width, height)


def _size(sight: Sight, along: str, per: int, *, lies: bool) -> tuple[int, int]:
    """The room that bars need: few ones don't become walls, many don't become hairs."""
    count = len(sight.categories(along)) if sight.is_category(along) else 0
    if count and lies:
        return WIDTH, max(80, count * (14 * per + 14))
    return (min(WIDTH, max(220, count * (26 * per + 46))) if count else WIDTH), HEIGHT


def _length(sight: Sight, number: str, has_colors: bool) -> dict[str, Any]:  # noqa: FBT001 - a fact, not an option
    """The axis of the number."""
    made = sight.axis(number)
    stack = sight.spec.stack
    if sight.spec.color is not None:
        stacks = {Stack.FULL: "normalize", Stack.GROUPED: None, Stack.STACKED: "zero"}
        made["stack"] = stacks[stack or Stack.STACKED] if has_colors else "zero"
    if stack is Stack.FULL and has_colors:
        title = sight.title(number)
        made["axis"], made["title"] = {"format": ".0%"}, f"Share of {title[:1].lower()}{title[1:]}"
    return made


def _bar_color(sight: Sight, along: str, *, has_colors: bool) -> dict[str, Any]:
    """Colours by category; without any, grey for the bar of the rest."""
    if not sight.has("color"):
        if not sight.is_category(along) or REST not in sight.categories(along):
            return {}
        rest = {"test": f"datum.{along} === {REST!r}", "value": sight.colors.rest}
        return {"color": {"condition": rest, "value": sight.colors.categories[0]}}
    made = color_of(sight)
    if not has_colors:
        made["color"]["legend"] = None
    return made


def _as_steps(sight: Sight, along: str) -> dict[str, Any]:
    """An axis of moments or numbers that stand apart, so that bars find room beside one another."""
    made = sight.axis(along)
    axis = made.get("axis", {})
    if made["type"] == "temporal":
        axis = {**axis, "formatType": "time"}
    kept = {"field": along, "type": "ordinal", "title": made["title"]}
    return {**kept, "axis": {**axis, "labelOverlap": True}}


def _errors(sight: Sight, encode: dict[str, Any], axes: tuple[str, str], number: str) -> Layer:
    """Error bars over the bars or points of a number."""
    place, length = axes
    kept = {name: encode[name] for name in (place, f"{place}Offset") if name in encode}
    kept[length] = {"field": f"{number}_low", "type": "quantitative", "title": sight.title(number)}
    kept[f"{length}2"] = {"field": f"{number}_high"}
    options = {"color": sight.colors.mixed(0.62), "strokeWidth": 1.25}
    return Layer("rule", options, kept)


def histogram(sight: Sight) -> Picture:
    """Bars of how many rows lie between two values."""
    measured = sight.axis("y")
    if sight.has("color"):
        full = sight.spec.stack is Stack.FULL
        measured["stack"] = "normalize" if full else "zero"
        if full:
            measured["axis"] = {"format": ".0%"}
    encode: dict[str, Any] = {
        "x": sight.axis("x"),
        "x2": {"field": "x_end"},
        "y": measured,
        **color_of(sight),
    }
    options: dict[str, Any] = {"binSpacing": 1, "orient": "vertical"}
    if (cut := sight.cut("x")) is not None:
        encode["x"] |= already_cut(cut)
        if cut.form is Form.MOMENT:
            options |= {"stroke": sight.colors.background, "strokeWidth": 0.75}
    end = {**sight.told("x_end", "to")}
    encode["tooltip"] = [
        {**sight.told("x"), "title": f"{sight.title('x')} from"},
        end,
        *tooltips(sight, ("color", "y")),
    ]
    return Picture((Layer("bar", options, encode),), WIDTH, HEIGHT)


def lines(sight: Sight) -> Picture:
    """Lines along x, one a colour."""
    measure = sight.measure("y")
    adds = measure is not None and measure.channel.aggregate in ADDITIVE
    measured = sight.axis("y", scale={"zero": adds})
    encode: dict[str, Any] = {"x": sight.axis("x"), "y": measured, **color_of(sight)}
    encode["tooltip"] = tooltips(sight, ("x", "color", "y"), ROWS)
    is_few = len(set(sight.values("x"))) <= _FEW
    options: dict[str, Any] = {"interpolate": "linear"}
    if is_few:
        options["point"] = {"filled": True, "size": 30}
    layers = []
    if sight.has("y_low"):
        band = {name: value for name, value in encode.items() if name in ("x", "color")}
        band["y"] = {"field": "y_low", "type": "quantitative", "title": sight.title("y"),
                     "scale": {"zero": False}}  # fmt: skip
        band["y2"] = {"field": "y_high"}
        layers.append(Layer("area", {"opacity": 0.16}, band))
    layers.append(Layer("line", options, encode))
    if sight.has("color") and sight.is_category("color") and _ends_apart(sight):
        layers[-1].encode["color"]["legend"] = None
        for layer in layers[:-1]:
            layer.encode["color"] = layers[-1].encode["color"]
        layers.append(_end_labels(encode))
    return Picture(tuple(layers), WIDTH, HEIGHT)


def _ends_apart(sight: Sight) -> bool:
    """Whether all lines end at the last x, far enough from one another to be labelled there."""
    if sight.has("row") or sight.has("column") or sight.is_category("x"):
        return False
    last = max(sight.values("x"))
    rows = zip(sight.values("x"), sight.values("y"), sight.values("color"), strict=True)
    ends = sorted(y for x, y, _ in rows if x == last and y is not None)
    numbers = [each for each in sight.values("y") if each is not None]
    if len(ends) < len(sight.categories("color")) or not numbers:
        return False
    low = min(0.0, *numbers) if sight.is_percent("y") or min(ends) >= 0 else min(numbers)
    apart = (max(numbers) - low) * 14 / HEIGHT
    return all(after - before >= apart for before, after in pairwise(ends))


def _end_labels(encode: dict[str, Any]) -> Layer:
    kept = {name: encode[name] for name in ("x", "y", "color")}
    kept["text"] = {"field": "color", "type": "nominal"}
    last = ("joinaggregate", {"joinaggregate": [{"op": "max", "field": "x", "as": "last"}]})
    only = ("filter", {"filter": "toNumber(datum.x) == toNumber(datum.last)"})
    options = {"align": "left", "dx": 8, "fontSize": 11.5, "fontWeight": 500}
    return Layer("text", options, kept, (last, only))


def areas(sight: Sight) -> Picture:
    """Areas along x, stacked where their numbers add up."""
    measure = sight.measure("y")
    adds = measure is not None and measure.channel.aggregate in ADDITIVE
    encode: dict[str, Any] = {"x": sight.axis("x"), "y": sight.axis("y"), **color_of(sight)}
    options: dict[str, Any] = {"opacity": 0.82}
    if sight.has("color"):
        full = sight.spec.stack is Stack.FULL
        encode["y"]["stack"] = ("normalize" if full else "zero") if adds else None
        if adds:
            # No row is a count of 0; without it Vega has nowhere to stack the next one.
            encode["y"]["impute"] = {"value": 0}
        if full:
            encode["y"]["axis"] = {"format": ".0%"}
        options = {"opacity": 0.82 if adds else 0.25, "line": not adds}
    else:
        options = {"opacity": 0.22, "line": True}
    encode["tooltip"] = tooltips(sight, ("x", "color", "y"), ROWS)
    return Picture((Layer("area", options, encode),), WIDTH, HEIGHT)


def densities(sight: Sight) -> Picture:
    """Smooth outlines of how values are spread, one over another."""
    encode: dict[str, Any] = {
        "x": sight.axis("x", scale={"zero": False, "nice": False}),
        "y": {"field": "y", "type": "quantitative", "stack": None, "title": "Density",
              "axis": {"labels": False, "tickCount": 4}},
        **color_of(sight),
    }  # fmt: skip
    encode["tooltip"] = [*tooltips(sight, ("color", "x")), {**ROWS, "title": "Rows in all"}]
    return Picture((Layer("area", {"opacity": 0.22, "line": True}, encode),), WIDTH, HEIGHT)


MAKERS = {
    ChartKind.BAR: bars,
    ChartKind.HISTOGRAM: histogram,
    ChartKind.LINE: lines,
    ChartKind.AREA: areas,
    ChartKind.DENSITY: densities,
}
