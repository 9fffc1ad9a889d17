"""The picture of a chart: layers of its kind, reference lines over them, facets around them."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from datavault_jupyter.features.studio.compiling import Drawn
from datavault_jupyter.features.studio.drawing import bars, marks
from datavault_jupyter.features.studio.drawing.picture import (
    KINDS_WITHOUT_AXES,
    WIDTH,
    Layer,
    Picture,
    Sight,
)
from datavault_jupyter.features.studio.drawing.theme import Theme
from datavault_jupyter.features.studio.spec import Line

_MAKERS = {**bars.MAKERS, **marks.MAKERS}
_FIRST = (
    ("window", {"window": [{"op": "row_number", "as": "nth"}]}),
    ("filter", {"filter": "datum.nth === 1"}),
)


# What axes and legends take beside a plot, about.
_BESIDE = 84
_LEAST = 160


def painted(drawn: Drawn, theme: Theme = Theme.LIGHT, *, room: int = 0) -> Picture:
    """The picture of a chart that has its rows.

    Args:
        drawn: The chart.
        theme: On what it is drawn.
        room: So many pixels are there for its width; 0 for as many as it likes.
    """
    sight = Sight(drawn, theme)
    made: Picture = _MAKERS[drawn.spec.kind](sight)
    if room and drawn.spec.kind not in KINDS_WITHOUT_AXES:
        made = replace(made, width=max(_LEAST, min(made.width, room - _BESIDE)))
    lines = [_line(sight, made, at, line) for at, line in enumerate(drawn.spec.lines)]
    made = replace(
        made,
        layers=(*made.layers, *(each for pair in lines for each in pair)),
        title=made.title or drawn.spec.title,
    )
    return _faceted(sight, made, room)


def _line(sight: Sight, made: Picture, at: int, line: Line) -> tuple[Layer, Layer]:
    """A reference line and its words."""
    across = made.layers[0].encode.get("x", {}).get("field")
    is_turned = across in ("y", "low") if "y" in made.layers[0].encode else False
    place = {"x": "y", "y": "x"}[line.axis] if is_turned else line.axis
    value = line.value
    words = line.label
    where: dict[str, Any] = {"datum": value, "type": "quantitative"}
    if value is None:
        where = {"field": f"line_{at}", "type": "quantitative"}
        words = words or str(line.aggregate)
    words = words or f"{value:,.6g}"
    ink = sight.colors.mixed(0.62)
    rule = Layer("rule", {"color": ink, "strokeDash": [4, 3], "strokeWidth": 1.25},
                 {place: where}, _FIRST)  # fmt: skip
    beside = {"align": "left", "baseline": "middle", "dx": 6}
    other: dict[str, Any] = {"x": {"value": "width"}}
    if place == "x":
        beside, other = {"align": "left", "baseline": "top", "dx": 5, "dy": 2}, {"y": {"value": 0}}
    text = Layer(
        "text",
        {**beside, "color": ink, "fontSize": 11},
        {place: where, **other, "text": {"value": words}},
        _FIRST,
    )
    return rule, text


def _faceted(sight: Sight, made: Picture, room: int) -> Picture:
    roles = [role for role in ("row", "column") if sight.has(role)]
    if not roles:
        return made
    facets: dict[str, dict[str, Any]] = {}
    # Vega-Lite makes a plot for each pair that is missing, and knows no place for it in an order
    # of ours: it would come first, and every other plot stand under another one's names.
    pairs = set(zip(*(sight.values(role) for role in roles), strict=True))
    is_whole = len(pairs) == math.prod(len(set(sight.values(role))) for role in roles)
    for role in roles:
        names = sight.categories(role) if sight.is_category(role) else []
        facets[role] = {"field": role, "type": "nominal" if names else "ordinal",
                        "title": sight.title(role)}  # fmt: skip
        if names and is_whole:
            facets[role]["sort"] = names
        elif names:
            facets[role]["sort"] = "ascending"
        else:
            facets[role]["header"] = {"format": sight.axis(role).get("axis", {}).get("format", "")}
            facets[role]["type"] = "temporal"
    count = len(set(sight.values("column"))) if "column" in roles else 1
    columns = 0
    if roles == ["column"] and count > 4:
        columns = 3 if count <= 9 else 4
        facets = {"facet": facets["column"]}
    if room and "facet" in facets:
        columns = max(1, min(columns, (room - _BESIDE) // _LEAST))
    beside = columns or count
    is_small = sight.spec.kind not in KINDS_WITHOUT_AXES
    whole = min(1.35 * WIDTH, room - _BESIDE) if room else 1.35 * WIDTH
    width = max(130, min(made.width, math.floor(whole / beside))) if is_small else made.width
    height = min(made.height, 200) if is_small else made.height
    return replace(made, facets=facets, columns=columns, width=width, height=height)
