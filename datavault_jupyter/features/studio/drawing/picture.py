"""A chart as layers of marks: plain values that Altair's objects and its code are made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from datavault_jupyter.features.studio.compiling import Drawn
from datavault_jupyter.features.studio.cutting import NO_VALUE, REST, Cut, Form
from datavault_jupyter.features.studio.drawing.theme import PALETTES, Palette, Theme
from datavault_jupyter.features.studio.fields import FieldKind
from datavault_jupyter.features.studio.queries import Measure
from datavault_jupyter.features.studio.spec import (
    Aggregate,
    Channel,
    ChartKind,
    ChartSpec,
    Order,
    Over,
    Scale,
    Stack,
    Unit,
)

if TYPE_CHECKING:
    import pyarrow as pa

WIDTH, HEIGHT = 560, 300
# Each of so few whole numbers has its own tick.
_FEW_TICKS = 7
_FROM_ZERO = (ChartKind.BAR, ChartKind.HISTOGRAM, ChartKind.AREA)
_LETTER = 6.3  # the width of a letter of 11 px, about


@dataclass(frozen=True, slots=True)
class Layer:
    """Marks of one kind.

    Attributes:
        mark: Such as ``bar``.
        options: Of the mark.
        encode: What each channel shows; ``{"value": …}`` for a constant.
        transforms: Names and arguments of Altair's ``transform_…`` methods, in order.
    """

    mark: str
    options: dict[str, Any]
    encode: dict[str, Any]
    transforms: tuple[tuple[str, dict[str, Any]], ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart, ready to be drawn.

    Attributes:
        layers: From the back to the front.
        width: Of one plot, in pixels.
        height: Of one plot, in pixels.
        facets: The facet channels: ``row``, ``column`` or ``facet``.
        columns: How many plots stand side by side, where there is only ``facet``.
        title: Above it; empty for none.
        resolve: Scales that are each layer's own.
    """

    layers: tuple[Layer, ...]
    width: int
    height: int
    facets: dict[str, dict[str, Any]] = field(default_factory=dict)
    columns: int = 0
    title: str = ""
    resolve: dict[str, str] = field(default_factory=dict)


class Sight:
    """What the makers of layers ask about a chart that has its rows.

    Args:
        drawn: The chart.
        theme: On what it is drawn.
    """

    def __init__(self, drawn: Drawn, theme: Theme) -> None:
        self.drawn = drawn
        self.theme = theme
        self._values: dict[str, list[Any]] = {}

    @property
    def spec(self) -> ChartSpec:
        """What is drawn."""
        return self.drawn.spec

    @property
    def table(self) -> pa.Table:
        """Its rows."""
        return self.drawn.table

    @property
    def colors(self) -> Palette:
        """Of the theme."""
        return PALETTES[self.theme]

    def has(self, role: str) -> bool:
        """Whether there is a column for a channel."""
        return role in self.table.column_names

    def values(self, role: str) -> list[Any]:
        """A column's values."""
        if role not in self._values:
            self._values[role] = self.table.column(role).to_pylist()
        return self._values[role]

    def cut(self, role: str) -> Cut | None:
        """How a channel was cut into groups; None where it shows something else."""
        return next((each for each in self.drawn.cuts if each.role == role), None)

    def measure(self, role: str) -> Measure | None:
        """The number a channel shows; None where it shows something else."""
        return next((each for each in self.drawn.measures if each.role == role), None)

    def is_category(self, role: str) -> bool:
        """Whether a channel shows categories."""
        cut = self.cut(role)
        return cut is not None and cut.form is Form.CATEGORY

    def categories(self, role: str) -> list[str]:
        """The categories of a channel in the order they stand in."""
        cut = self.cut(role)
        found = dict.fromkeys(str(each) for each in self.values(role))
        is_number = cut is not None and cut.field.kind is FieldKind.NUMBER
        names = sorted(found, key=_by_number if is_number else str)
        channel: Channel | None = getattr(self.spec, role, None)
        order = channel.order if channel is not None else None
        if order is Order.NAME_DOWN:
            names.reverse()
        elif order in (Order.VALUE, Order.VALUE_UP):
            sums = self._sums(role)
            sign = -1 if order is Order.VALUE else 1
            names.sort(key=lambda name: sign * sums.get(name, 0.0))
        return [*(each for each in names if each not in (REST, NO_VALUE)),
                *(each for each in (REST, NO_VALUE) if each in found)]  # fmt: skip

    def _sums(self, role: str) -> dict[str, float]:
        by = next((name for name in ("order", "y", "x", "color") if self.measure(name)), "rows")
        made: dict[str, float] = {}
        for name, value in zip(self.values(role), self.values(by), strict=True):
            if isinstance(value, int | float):
                made[str(name)] = made.get(str(name), 0.0) + value
        return made

    def title(self, role: str) -> str:
        """What stands beside an axis or above a legend."""
        channel = getattr(self.spec, role, None)
        if not isinstance(channel, Channel):
            return ""
        if channel.title:
            return channel.title
        words = channel.words if channel.is_measure else channel.field
        return words[:1].upper() + words[1:] if channel.is_measure else words

    def is_percent(self, role: str) -> bool:
        """Whether a channel's number is a share of 1."""
        measure = self.measure(role)
        return measure is not None and (
            measure.channel.over is Over.SHARE or measure.channel.aggregate is Aggregate.RATE
        )

    def are_years(self, role: str) -> bool:
        """Whether a channel's values, taken as they are or in bins, read as years."""
        if not self.has(role) or self.measure(role) is not None:
            return False
        cut = self.cut(role.removesuffix("_end"))
        if cut is not None and not cut.field.is_whole:
            return False
        found = [each for each in self.values(role) if each is not None]
        return bool(found) and all(
            isinstance(each, int | float) and 1500 <= each <= 2200 and each == int(each)
            for each in found
        )

    def axis(self, role: str, **more: Any) -> dict[str, Any]:
        """What an axis shows, as Vega-Lite encodes it."""
        channel: Channel = getattr(self.spec, role)
        cut, made = self.cut(role), {"field": role}
        title = self.title(role)
        if cut is not None and cut.form is Form.CATEGORY:
            return {
                **made,
                "type": "nominal",
                "title": title,
                "sort": self.categories(role),
                **more,
            }
        if self.is_moment(role):
            axis = {"format": _FORMATS[cut.unit]} if cut is not None and cut.unit else {}
            return {
                **made,
                "type": "temporal",
                "title": title,
                **({"axis": axis} if axis else {}),
                **more,
            }
        made |= {"type": "quantitative", "title": title}
        scale: dict[str, Any] = {"type": "log"} if channel.scale is Scale.LOG else {}
        scale |= more.pop("scale", {})
        if channel.scale is Scale.LOG:
            scale.pop("zero", None)
        axis = {**number_axis(self, role), **more.pop("axis", {})}
        return made | ({"scale": scale} if scale else {}) | ({"axis": axis} if axis else {}) | more

    def is_moment(self, role: str) -> bool:
        """Whether a channel shows moments."""
        kind = str(self.table.schema.field(role).type)
        return kind.startswith(("timestamp", "date"))

    def told(self, role: str, title: str = "") -> dict[str, Any]:
        """A line of a tooltip."""
        made: dict[str, Any] = {"field": role, "title": title or self.title(role)}
        cut = self.cut(role)
        if cut is not None and cut.form is Form.CATEGORY:
            return {**made, "type": "nominal"}
        if self.has(role) and self.is_moment(role):
            unit = cut.unit if cut is not None and cut.unit else Unit.SECOND
            return {**made, "type": "temporal", "format": _TOLD[unit]}
        if self.has(role) and str(self.table.schema.field(role).type) == "string":
            return {**made, "type": "nominal"}
        form = "d" if self.are_years(role) else ",.6~g"
        return {
            **made,
            "type": "quantitative",
            "format": ".1%" if self.is_percent(role) else form,
        }


_FORMATS = {
    Unit.YEAR: "%Y", Unit.QUARTER: "%b %Y", Unit.MONTH: "%b %Y", Unit.WEEK: "%-d %b %Y",
    Unit.DAY: "%-d %b %Y", Unit.HOUR: "%-d %b, %H:%M", Unit.MINUTE: "%-d %b, %H:%M",
    Unit.SECOND: "%H:%M:%S",
}  # fmt: skip
_TOLD = {
    Unit.YEAR: "%Y", Unit.QUARTER: "Q%q %Y", Unit.MONTH: "%B %Y", Unit.WEEK: "week of %-d %b %Y",
    Unit.DAY: "%-d %b %Y", Unit.HOUR: "%-d %b %Y, %H:%M", Unit.MINUTE: "%-d %b %Y, %H:%M",
    Unit.SECOND: "%-d %b %Y, %H:%M:%S",
}  # fmt: skip


_BINNED = {
    Unit.YEAR: "binnedyear", Unit.QUARTER: "binnedyearquarter", Unit.MONTH: "binnedyearmonth",
    Unit.WEEK: "binnedyearweek", Unit.DAY: "binnedyearmonthdate",
    Unit.HOUR: "binnedyearmonthdatehours", Unit.MINUTE: "binnedyearmonthdatehoursminutes",
    Unit.SECOND: "binnedyearmonthdatehoursminutesseconds",
}  # fmt: skip


def already_cut(cut: Cut) -> dict[str, str]:
    """What tells Vega-Lite that bars reach from where they begin to where they end."""
    if cut.form is Form.MOMENT and cut.unit is not None:
        return {"timeUnit": _BINNED[cut.unit]}
    return {"bin": "binned"}


def _count_ticks(sight: Sight, role: str) -> dict[str, Any]:
    """Ticks of an axis that counts: there is no half a row, whatever `tickMinStep` comes to."""
    measure = sight.measure(role)
    if measure is None or measure.channel.aggregate not in (Aggregate.COUNT, Aggregate.DISTINCT):
        return {}
    spec, channel = sight.spec, measure.channel
    # Ticks of one's own are drawn wherever they lie: only on axes that are known to begin at 0.
    is_known = spec.kind in _FROM_ZERO and channel.over is None and channel.scale is not Scale.LOG
    if not is_known or spec.stack is Stack.FULL:
        return {"tickMinStep": 1}
    others = [each for each in ("x", "y", "row", "column") if each != role and sight.has(each)]
    tops: dict[tuple[Any, ...], float] = {}
    for *place, number in zip(*map(sight.values, others), sight.values(role), strict=True):
        below = 0 if spec.stack is Stack.GROUPED else tops.get(tuple(place), 0)
        tops[tuple(place)] = max(tops.get(tuple(place), 0), below + (number or 0))
    top = max(tops.values(), default=0)
    if not 0 < top < _FEW_TICKS:
        return {"tickMinStep": 1}
    return {"values": list(range(int(top) + 1)), "format": "d"}


def number_axis(sight: Sight, role: str) -> dict[str, Any]:
    """How an axis writes its numbers, where Vega's own way isn't ours."""
    if sight.is_percent(role):
        return {"format": ".0%"}
    whole = _count_ticks(sight, role)
    numbers = [each for each in sight.values(role) if isinstance(each, int | float)]
    cut, are_years = sight.cut(role), sight.are_years(role)
    is_single = cut is None or cut.form is Form.NUMBER
    if is_single and (are_years or (cut is not None and cut.field.is_whole)):
        # Nor half a year; and years have no separators.
        few = sorted(set(numbers))
        whole = {"values": few} if 0 < len(few) <= _FEW_TICKS else {"tickMinStep": 1}
    if cut is not None and cut.form is Form.BIN and cut.field.is_whole and cut.step == 1:
        edges = sorted({*numbers, *sight.values(f"{role}_end")})
        few_edges = {"values": edges, "format": "d"}
        whole = few_edges if len(edges) <= _FEW_TICKS else {"tickMinStep": 1}
    if are_years:
        whole = {"tickMinStep": 1, **whole, "format": "d"}
    if numbers and max(map(abs, numbers)) >= 1_000_000:
        return {"labelExpr": "replace(format(datum.value, '~s'), 'G', 'B')"}
    return whole


def _by_number(text: str) -> tuple[int, float, str]:
    try:
        return 0, float(text), text
    except ValueError:
        return 1, 0.0, text


def color_of(sight: Sight, **more: Any) -> dict[str, Any]:
    """What colour shows: categories in fixed colours, or numbers from little to much."""
    if not sight.has("color"):
        return {}
    if sight.is_category("color"):
        names = sight.categories("color")
        scale: dict[str, Any] = {"domain": names}
        if REST in names or NO_VALUE in names:
            colors = iter(sight.colors.categories)
            scale["range"] = [
                sight.colors.rest if each in (REST, NO_VALUE) else next(colors) for each in names
            ]
        made = {"field": "color", "type": "nominal", "scale": scale, "title": sight.title("color")}
        return {"color": {**made, "legend": {"title": None, "symbolOpacity": 1}, **more}}
    kind = "temporal" if sight.is_moment("color") else "quantitative"
    legend: dict[str, Any] = {"title": sight.title("color")}
    legend |= {
        key: value for key, value in number_axis(sight, "color").items() if kind != "temporal"
    }
    return {
        "color": {
            "field": "color",
            "type": kind,
            "legend": legend,
            "title": sight.title("color"),
            **more,
        }
    }


def tooltips(sight: Sight, roles: Sequence[str], *more: dict[str, Any]) -> list[dict[str, Any]]:
    """The lines of a tooltip: what is on these channels, then the facets."""
    there = [role for role in (*roles, "row", "column") if sight.has(role)]
    # The rows of a mark are told once.
    is_told = any(_counts_rows(sight.measure(role)) for role in there)
    besides = [each for each in more if each != ROWS or not is_told]
    return [*(sight.told(role) for role in there), *besides]


def _counts_rows(measure: Measure | None) -> bool:
    if measure is None:
        return False
    channel = measure.channel
    return channel.aggregate is Aggregate.COUNT and not channel.field and channel.over is None


ROWS = {"field": "rows", "type": "quantitative", "title": "Rows", "format": ","}


def is_long(sight: Sight, role: str, width: float = WIDTH) -> bool:
    """Whether the labels of a channel would not stand beside one another upright."""
    names = sight.categories(role)
    longest = max((len(each) for each in names), default=0)
    return longest * _LETTER + 10 > width / max(len(names), 1)


KINDS_WITHOUT_AXES = (ChartKind.PIE, ChartKind.TABLE, ChartKind.NUMBER)
