"""How our charts look: the tokens of the views as values, and Vega-Lite's configuration of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Theme(StrEnum):
    """On what a chart is drawn."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a theme.

    Attributes:
        background: Behind the chart.
        ink: What text is mixed from.
        categories: Seven that anybody can tell apart, then the grey of "Other".
        ramp: From little to much.
        line: Of grid lines, as a share of ink.
        swap: The share of a ramp from which on text stands in the colour of the background.
    """

    background: str
    ink: str
    categories: tuple[str, ...]
    ramp: tuple[str, ...]
    line: float
    swap: float

    def mixed(self, share: float) -> str:
        """Ink on the background, as one colour.

        >>> PALETTES[Theme.LIGHT].mixed(0.7)
        '#545657'
        """
        pairs = zip(_channels(self.ink), _channels(self.background), strict=True)
        return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)

    @property
    def rest(self) -> str:
        """The grey of "Other" and of what has no value."""
        return self.categories[7]


def _channels(color: str) -> tuple[int, ...]:
    return tuple(int(color[at : at + 2], 16) for at in (1, 3, 5))


PALETTES = {
    Theme.LIGHT: Palette(
        "#ffffff",
        "#0b0d0f",
        ("#204494", "#905d00", "#3da298", "#6f1138", "#a99224", "#7d6cc6", "#157281", "#777d85"),
        ("#e9f0f9", "#c6dbf2", "#93bbe6", "#5a93d4", "#2a6ab5", "#123f7c"),
        0.09,
        0.7,
    ),
    Theme.DARK: Palette(
        "#111111",
        "#ffffff",
        ("#7da0fa", "#efa545", "#8bf1ca", "#c6648a", "#8d8a15", "#c7c1fd", "#2194bf", "#959ca5"),
        ("#17222f", "#1d3a5c", "#27578f", "#3f7fc6", "#79ade8", "#c3defc"),
        0.13,
        0.62,
    ),
}
SHAPES = ("circle", "triangle-up", "square", "diamond", "cross", "triangle-down")
FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif'


def chart_theme(theme: str = "light") -> dict[str, Any]:
    """How our charts look, as ``chart.configure(**…)`` of Altair takes it.

    Args:
        theme: ``light`` or ``dark``.

    >>> chart_theme()["range"]["category"][0]
    '#204494'
    """
    colors = PALETTES[Theme(theme)]
    caption, second, strong = colors.mixed(0.6), colors.mixed(0.7), colors.mixed(0.9)
    grid, line = colors.mixed(colors.line), colors.mixed(0.45)
    header = {
        "labelFontSize": 12, "labelFontWeight": 600, "labelColor": strong, "labelPadding": 8,
        "titleFontSize": 11, "titleFontWeight": 500, "titleColor": second, "titlePadding": 6,
    }  # fmt: skip
    return {
        "background": colors.background,
        "padding": {"left": 10, "right": 14, "top": 12, "bottom": 10},
        "font": FONT,
        "view": {"stroke": None, "continuousWidth": 560, "continuousHeight": 300},
        "axis": {
            "labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": 500,
            "labelColor": caption, "titleColor": second, "domain": False, "ticks": False,
            "gridColor": grid, "labelPadding": 6, "titlePadding": 10, "tickCount": 6,
            "labelLimit": 180, "labelOverlap": True,
        },
        "axisX": {"grid": False, "domain": True, "domainColor": line, "labelAngle": 0},
        "legend": {
            "orient": "top", "title": None, "labelFontSize": 11.5, "labelColor": second,
            "symbolSize": 60, "offset": 12, "symbolStrokeWidth": 0, "titleColor": second,
            # Where a legend tells of shapes alone; black otherwise.
            "symbolBaseFillColor": second,
            "titleFontSize": 11, "titleFontWeight": 500, "gradientLength": 160,
            "gradientThickness": 8,
        },
        "header": header,
        "title": {
            "anchor": "start", "fontSize": 15, "fontWeight": 600, "color": strong, "offset": 14,
        },
        "mark": {"color": colors.categories[0]},
        "bar": {"opacity": 0.88},
        "rect": {"strokeWidth": 0},
        "scale": {"bandPaddingInner": 0.4, "bandPaddingOuter": 0.2},
        "point": {"filled": True, "size": 38, "opacity": 0.82},
        "line": {"strokeWidth": 1.75},
        "text": {"color": strong, "fontSize": 11},
        "rule": {"color": line},
        "range": {
            "category": list(colors.categories), "ramp": list(colors.ramp),
            "heatmap": list(colors.ramp), "ordinal": list(colors.ramp),
        },
    }  # fmt: skip
