"""Layers of points, boxes, heatmaps, pies, tables and single numbers."""

from __future__ import annotations

from typing import Any

from datavault_jupyter.features.studio.cutting import REST
from datavault_jupyter.features.studio.drawing.picture import (
    HEIGHT,
    ROWS,
    WIDTH,
    Layer,
    Picture,
    Sight,
    color_of,
    is_long,
    number_axis,
    tooltips,
)
from datavault_jupyter.features.studio.drawing.theme import SHAPES
from datavault_jupyter.features.studio.spec import Aggregate, ChartKind

# Cells of a heatmap tell their number up to so many columns and rows.
_MOST_TOLD = 12


def _of_points(sight: Sight) -> list[dict[str, Any]]:
    more = [
        sight.told(f"tooltip_{at}", channel.title or channel.field)
        for at, channel in enumerate(sight.spec.tooltip)
    ]
    return tooltips(sight, ("x", "y", "color", "size", "shape"), *more)


def scatter(sight: Sight) -> Picture:
    """One point a row."""
    encode: dict[str, Any] = {
        "x": sight.axis("x", scale={"zero": False}),
        "y": sight.axis("y", scale={"zero": False}),
        **color_of(sight),
        **_shape_and_size(sight),
    }
    encode["tooltip"] = _of_points(sight)
    options: dict[str, Any] = {"filled": True}
    told = [each for name, each in encode.items() if name in ("color", "size", "shape")]
    if len({each["field"] for each in told}) > 1:
        for each in told:
            each["legend"] = {**each["legend"], "orient": "right", "title": each["title"]}
        options["opacity"] = 0.65
    if sight.table.num_rows > 1_000:
        options |= {"size": 18, "opacity": 0.5}
    return Picture((Layer("point", options, encode),), WIDTH, 340)


def _shape_and_size(sight: Sight) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if sight.has("size"):
        made["size"] = {
            "field": "size",
            "type": "quantitative",
            "title": sight.title("size"),
            "scale": {"range": [14, 320]},
            "legend": {
                "title": sight.title("size"),
                "symbolOpacity": 1,
                "symbolFillColor": sight.colors.mixed(0.45),
            },
        }
    role = "shape" if sight.has("shape") else "color"
    same = (
        sight.spec.shape is not None
        and sight.spec.color is not None
        and (sight.spec.shape.field == sight.spec.color.field)
    )
    if same or (role == "color" and sight.has("color") and sight.is_category("color")):
        role = "color"
    if sight.has(role) and sight.is_category(role):
        names = sight.categories(role)
        range_ = [SHAPES[at % len(SHAPES)] for at in range(len(names))]
        made["shape"] = {
            "field": role,
            "type": "nominal",
            "title": sight.title(role),
            "scale": {"domain": names, "range": range_},
            "legend": {"title": None if role == "color" else sight.title(role), "symbolOpacity": 1},
        }
    return made


def strip(sight: Sight) -> Picture:
    """One point a row, spread a little across its category."""
    has_groups = sight.has("x")
    is_category = has_groups and sight.is_category("x")
    lies = not has_groups or (is_category and is_long(sight, "x"))
    place, along = ("y", "x") if lies else ("x", "y")
    encode: dict[str, Any] = {along: sight.axis("y", scale={"zero": False}), **color_of(sight)}
    if has_groups:
        encode[place] = sight.axis("x")
        if lies:
            encode[place]["title"] = None
            encode[along]["axis"] = {"grid": True, "domain": False}
    if is_category or not has_groups:
        encode[f"{place}Offset"] = {
            "field": "jitter",
            "type": "quantitative",
            "scale": {"domain": [-0.15, 1.15]},
        }
    encode["tooltip"] = _of_points(sight)
    count = len(sight.categories("x")) if is_category else 1
    height = max(90, count * 56) if lies else HEIGHT
    width = WIDTH if lies or not is_category else min(WIDTH, max(260, count * 110))
    # The golden ratio spreads neighbours evenly, and the same way each time.
    spread = ("calculate", {"jitter": "(datum.n * 0.6180339887498949) % 1"})
    options = {"filled": True, "size": 14, "opacity": 0.5}
    return Picture((Layer("point", options, encode, (spread,)),), width, height)


def box(sight: Sight) -> Picture:
    """Boxes of the quartiles with Tukey's whiskers, and the outliers as points."""
    has_groups = sight.has("x")
    is_category = has_groups and sight.is_category("x")
    lies = not has_groups or (is_category and is_long(sight, "x"))
    place, along = ("y", "x") if lies else ("x", "y")
    base: dict[str, Any] = {**color_of(sight)}
    count, per = (len(sight.categories("x")), 1) if is_category else (1, 1)
    if has_groups:
        base[place] = sight.axis("x")
        if lies:
            base[place]["title"] = None
    if sight.has("color") and is_category and sight.spec.x is not None:
        if sight.spec.color is not None and sight.spec.color.field == sight.spec.x.field:
            base["color"]["legend"] = None
        else:
            per = len(sight.categories("color"))
            base[f"{place}Offset"] = {"field": "color", "sort": sight.categories("color")}
    layers = _box_layers(sight, base, along, 22 if per == 1 else max(6, 20 - 2 * per))
    height = max(90, count * (18 * per + 26)) if lies else HEIGHT
    width = WIDTH if lies or not is_category else min(WIDTH, max(240, count * (30 * per + 50)))
    return Picture(tuple(layers), width, height)


def _box_layers(sight: Sight, base: dict[str, Any], along: str, size: int) -> list[Layer]:
    title = sight.title("y")
    number = {"type": "quantitative", "title": title, "scale": {"zero": False}}
    if along == "x":
        number["axis"] = {"grid": True, "domain": False}
    tips = [
        *tooltips(sight, ("x", "color")),
        *(
            {"field": name, "type": "quantitative", "title": words, "format": ",.6~g"}
            for name, words in _BOX_WORDS
        ),
        ROWS,
    ]
    is_box = (("filter", {"filter": "datum.part == 'box'"}),)
    no_color = {name: value for name, value in base.items() if name != "color"}
    ends = {along: {**number, "field": "low"}, f"{along}2": {"field": "high"}}
    middle = {along: {**number, "field": "q1"}, f"{along}2": {"field": "q3"}}
    rule = Layer(
        "rule",
        {"color": sight.colors.mixed(0.45), "strokeWidth": 1.25},
        {**no_color, **ends},
        is_box,
    )
    body = Layer("bar", {"size": size, "opacity": 0.9}, {**base, **middle, "tooltip": tips}, is_box)
    tick = Layer(
        "tick",
        {"color": sight.colors.background, "size": size, "thickness": 2},
        {**no_color, along: {**number, "field": "median"}},
        is_box,
    )
    point = Layer(
        "point",
        {"filled": True, "size": 14, "opacity": 0.7},
        {
            **base,
            along: {**number, "field": "value"},
            "tooltip": [*tooltips(sight, ("x", "color")), sight.told("value", title)],
        },
        (("filter", {"filter": "datum.part == 'outlier'"}),),
    )
    return [rule, body, tick, point]


_BOX_WORDS = (
    ("high", "Upper whisker"),
    ("q3", "Third quartile"),
    ("median", "Median"),
    ("q1", "First quartile"),
    ("low", "Lower whisker"),
    ("mean", "Mean"),
)


def heatmap(sight: Sight) -> Picture:
    """Cells coloured by a number."""
    encode: dict[str, Any] = {}
    sizes = []
    for role in ("x", "y"):
        cut = sight.cut(role)
        encode[role] = sight.axis(role)
        if sight.is_category(role):
            encode[role]["scale"] = {"paddingInner": 0.04, "paddingOuter": 0}
            sizes.append(len(sight.categories(role)))
        else:
            sizes.append(0)
            encode[role].setdefault("scale", {}).update({"zero": False, "nice": False})
            if cut is not None and cut.has_end:
                encode[f"{role}2"] = {"field": f"{role}_end"}
        encode[role]["axis"] = {**encode[role].get("axis", {}), "grid": False, "domain": False}
    encode |= color_of(sight)
    measure = sight.measure("color")
    if not any(sizes) and measure is not None and measure.channel.aggregate is Aggregate.COUNT:
        # A few full cells would leave all others pale.
        encode["color"]["scale"] = {"type": "sqrt"}
    encode["tooltip"] = tooltips(sight, ("x", "y", "color"), ROWS)
    across, down = sizes
    width = WIDTH if not across else min(WIDTH, max(180, across * 76))
    height = 340 if not down else min(760, max(80, down * 30))
    layers = [Layer("rect", {}, encode)]
    if across and down and across <= _MOST_TOLD and down <= 2 * _MOST_TOLD and across * 46 <= WIDTH:
        layers.append(_cell_numbers(sight, encode))
    return Picture(tuple(layers), width, height)


def _cell_numbers(sight: Sight, encode: dict[str, Any]) -> Layer:
    numbers = [each for each in sight.values("color") if each is not None] or [0]
    low, high = min(0, *numbers) if min(numbers) >= 0 else min(numbers), max(numbers)
    encode["color"]["scale"] = {"domain": [low, high]}
    bound = low + (high - low) * sight.colors.swap
    text = {
        "field": "color",
        "type": "quantitative",
        "format": ".0%" if sight.is_percent("color") else ",.3~s" if high >= 100_000 else ",.4~g",
    }
    ink = {
        "condition": {"test": f"datum.color > {bound!r}", "value": sight.colors.background},
        "value": sight.colors.mixed(0.9),
    }
    kept = {name: encode[name] for name in ("x", "y")}
    return Layer("text", {"fontSize": 11}, {**kept, "text": text, "color": ink})


def pie(sight: Sight) -> Picture:
    """Slices of a whole, the largest first, each with its share."""
    order = {"field": "rank", "type": "quantitative", "sort": "descending"}
    color = color_of(sight)["color"]
    color["legend"] = {"orient": "right", "title": None, "offset": 20}
    encode = {
        "theta": {"field": "y", "type": "quantitative", "stack": True},
        "color": color,
        "order": order,
        "tooltip": tooltips(
            sight,
            ("color", "y"),
            {"field": "share", "type": "quantitative", "title": "Share", "format": ".1%"},
        ),
    }
    facets = [role for role in ("row", "column") if sight.has(role)]
    total = (
        "joinaggregate",
        {
            "joinaggregate": [{"op": "sum", "field": "y", "as": "total"}],
            **({"groupby": facets} if facets else {}),
        },
    )
    share = ("calculate", {"share": "datum.y / datum.total"})
    rank = ("calculate", {"rank": f"datum.color === {REST!r} ? -1 : datum.y"})
    words = ("calculate", {"label": "datum.share < 0.025 ? '' : format(datum.share, '.0%')"})
    arc = Layer(
        "arc",
        {"innerRadius": 62, "outerRadius": 112, "padAngle": 0.012, "cornerRadius": 2},
        encode,
        (total, share, rank),
    )
    label = Layer(
        "text",
        {"radius": 130, "fontSize": 11.5, "fontWeight": 500},
        {
            "theta": encode["theta"],
            "order": order,
            "text": {"field": "label", "type": "nominal"},
            "detail": {"field": "color", "type": "nominal"},
        },
        (total, share, rank, words),
    )
    return Picture((arc, label), 300, 290)


_HALF = 38


def table(sight: Sight) -> Picture:
    """Numbers in rows and columns."""
    columns = sight.categories("color") if sight.has("color") else []
    form = number_axis(sight, "y").get("format", ",.2f" if _is_broken(sight) else ",")
    encode: dict[str, Any] = {
        "y": _table_rows(sight),
        "x": _table_columns(sight, columns) if columns else {"value": 120},
        "text": {"field": "y", "type": "quantitative", "format": form},
        "tooltip": tooltips(sight, ("x", "color", "y"), ROWS),
    }
    options = {"align": "right", "dx": _HALF if columns else 0, "fontSize": 12}
    count = len(set(sight.values("x")))
    title = sight.spec.title or ("" if columns else sight.title("y"))
    layer = Layer("text", options, encode)
    return Picture((layer,), max(130, len(columns) * 90), max(1, count) * 26, title=title)


def _table_rows(sight: Sight) -> dict[str, Any]:
    made = sight.axis("x")
    made["type"] = "nominal" if sight.is_category("x") else "ordinal"
    axis = made.get("axis", {})
    if "format" in axis and not sight.is_percent("x"):
        axis = {**axis, "formatType": "time"}
    made["axis"] = {
        **axis,
        "domain": False,
        "ticks": False,
        "labelFontSize": 12,
        "labelColor": sight.colors.mixed(0.9),
        "labelLimit": 240,
        "grid": True,
        "tickBand": "extent",
        "titleAngle": 0,
        "titleAlign": "right",
        "titleAnchor": "start",
        "titleY": -12,
        "titleX": -6,
    }
    made["scale"] = {"type": "band", "padding": 0}
    return made


def _table_columns(sight: Sight, names: list[str]) -> dict[str, Any]:
    heads = {
        "orient": "top",
        "domain": False,
        "grid": False,
        "labelAlign": "right",
        "labelAngle": 0,
        "labelOffset": _HALF,
        "labelFontWeight": 500,
        "labelFontSize": 12,
        "labelLimit": 84,
    }
    return {
        "field": "color",
        "type": "nominal",
        "sort": names,
        "title": sight.title("color"),
        "axis": heads,
        "scale": {"type": "band", "padding": 0},
    }


def _is_broken(sight: Sight) -> bool:
    numbers = [each for each in sight.values("y") if isinstance(each, float)]
    return any(each != round(each) for each in numbers)


def number(sight: Sight) -> Picture:
    """One number, large, and what it is."""
    (value,) = sight.values("y") or [None]
    form = ".1%" if sight.is_percent("y") else ",.0f" if _is_large(value) else ",.4~g"
    shown: dict[str, Any] = {"field": "y", "type": "quantitative", "format": form}
    if sight.is_moment("y"):
        shown = {"field": "y", "type": "temporal", "format": "%-d %b %Y"}
    big = Layer(
        "text",
        {"fontSize": 44, "fontWeight": 600, "align": "left", "baseline": "alphabetic"},
        {"x": {"value": 0}, "y": {"value": 48}, "text": shown, "tooltip": [sight.told("y"), ROWS]},
    )
    words = Layer(
        "text",
        {"fontSize": 13, "align": "left", "baseline": "top", "color": sight.colors.mixed(0.7)},
        {"x": {"value": 2}, "y": {"value": 60}, "text": {"value": sight.title("y")}},
    )
    return Picture((big, words), 320, 80)


def _is_large(value: Any) -> bool:
    return isinstance(value, int) or (isinstance(value, float) and abs(value) >= 10_000)


MAKERS = {
    ChartKind.SCATTER: scatter,
    ChartKind.STRIP: strip,
    ChartKind.BOX: box,
    ChartKind.HEATMAP: heatmap,
    ChartKind.PIE: pie,
    ChartKind.TABLE: table,
    ChartKind.NUMBER: number,
}
