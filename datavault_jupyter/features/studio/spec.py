"""What a chart is: plain values that say everything, and go to JSON and back."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.protocol.coding import decoded, encoded
from datavault_jupyter.storage.filters import Filter

# Grows when the meaning of a kept spec would change; older ones are brought here by `of_json`.
FORM = 1


class ChartKind(StrEnum):
    """How the marks look."""

    BAR = "bar"
    LINE = "line"
    AREA = "area"
    SCATTER = "scatter"
    HISTOGRAM = "histogram"
    DENSITY = "density"
    BOX = "box"
    STRIP = "strip"
    HEATMAP = "heatmap"
    PIE = "pie"
    TABLE = "table"
    NUMBER = "number"

    @property
    def words(self) -> str:
        """As a sentence begins with it."""
        return "An area" if self is ChartKind.AREA else f"A {self.value}"


class Aggregate(StrEnum):
    """How many values become one number."""

    COUNT = "count"
    DISTINCT = "distinct"
    SUM = "sum"
    MEAN = "mean"
    MEDIAN = "median"
    QUANTILE = "quantile"
    MIN = "min"
    MAX = "max"
    SD = "sd"
    RATE = "rate"


class Over(StrEnum):
    """What becomes of the numbers, seen beside one another."""

    SHARE = "share"
    RUNNING = "running"


class Unit(StrEnum):
    """To what moments are cut off."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"
    WEEK = "week"
    DAY = "day"
    HOUR = "hour"
    MINUTE = "minute"
    SECOND = "second"


class Order(StrEnum):
    """In which order categories stand."""

    VALUE = "value"
    VALUE_UP = "value_up"
    NAME = "name"
    NAME_DOWN = "name_down"


class Scale(StrEnum):
    """How numbers lie on an axis."""

    LINEAR = "linear"
    LOG = "log"


class Stack(StrEnum):
    """How bars and areas of several colours stand together."""

    STACKED = "stacked"
    GROUPED = "grouped"
    FULL = "full"


class Errors(StrEnum):
    """What the error bars around a mean or a rate show."""

    INTERVAL = "interval"
    SD = "sd"
    SE = "se"


@dataclass(frozen=True, slots=True)
class Channel:
    """What is put on an axis, a colour or another channel.

    Attributes:
        field: The column; empty for the count of rows.
        aggregate: How its values become one number; None leaves them as they are.
        quantile: Which one, from 0 to 1, for ``quantile``.
        over: The share of the total, or the running total, of the aggregate.
        unit: What moments are cut off to; None chooses by their extent.
        bins: About how many bins numbers are put in; 0 keeps them as they are, None decides.
        order: How categories are ordered; None by name, bars by value.
        top: So many categories, the most frequent ones; the others become "Other".
        scale: Linear or logarithmic.
        title: Of its axis or legend; empty says what it holds.

    >>> Channel("body_mass_g", Aggregate.MEAN).words
    'mean of body_mass_g'
    """

    field: str = ""
    aggregate: Aggregate | None = None
    quantile: float | None = None
    over: Over | None = None
    unit: Unit | None = None
    bins: int | None = None
    order: Order | None = None
    top: int | None = None
    scale: Scale = Scale.LINEAR
    title: str = ""

    @property
    def is_measure(self) -> bool:
        """Whether it is a number made from many rows."""
        return self.aggregate is not None

    @property
    def words(self) -> str:
        """What it holds, as people say it."""
        if self.aggregate is None:
            return f"{self.field} by {self.unit}" if self.unit else self.field
        name = self.aggregate.value
        if self.aggregate is Aggregate.COUNT:
            made = f"count of {self.field}" if self.field else "count of rows"
        elif self.aggregate is Aggregate.QUANTILE:
            made = f"{100 * (self.quantile or 0):.4g}% quantile of {self.field}"
        elif self.aggregate is Aggregate.DISTINCT:
            made = f"distinct {self.field}"
        else:
            made = f"{name} of {self.field}"
        words = {None: made, Over.SHARE: f"share of {made}", Over.RUNNING: f"running {made}"}
        return words[self.over]


COUNT = Channel(aggregate=Aggregate.COUNT)


@dataclass(frozen=True, slots=True)
class Line:
    """A reference line across the chart.

    Attributes:
        axis: ``x`` or ``y``.
        value: Where it lies; None where `aggregate` says so.
        aggregate: ``mean`` or ``median`` of the rows' values on that axis.
        label: What stands beside it.
    """

    axis: str = "y"
    value: float | None = None
    aggregate: Aggregate | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """A chart, whole.

    Attributes:
        kind: How the marks look.
        x: The horizontal axis.
        y: The vertical axis.
        color: The colours.
        size: The sizes of points.
        shape: The shapes of points.
        row: One chart below another for each of its values.
        column: One chart beside another for each of its values.
        tooltip: What a point tells besides.
        order: What decides the order of categories, instead of the axis' own number.
        where: Which rows are drawn.
        search: A text that any searched column must hold; both must hold.
        condition: The same as a condition in SQL; all must hold.
        status: Which tasks of a pipeline's dataset are drawn; empty for all.
        having: Which aggregated marks are drawn, by their channel (``y``, ``color``).
        stack: How several colours stand together; None decides.
        errors: What error bars show; None for no error bars.
        lines: Reference lines.
        title: Above it, where it is shown with a title.

    >>> spec = ChartSpec(ChartKind.BAR, x=Channel("species"), y=COUNT)
    >>> ChartSpec.of_json(spec.to_json()) == spec
    True
    """

    kind: ChartKind
    x: Channel | None = None
    y: Channel | None = None
    color: Channel | None = None
    size: Channel | None = None
    shape: Channel | None = None
    row: Channel | None = None
    column: Channel | None = None
    tooltip: tuple[Channel, ...] = ()
    order: Channel | None = None
    where: Filter | None = None
    search: str = ""
    condition: str = ""
    status: str = ""
    having: Filter | None = None
    stack: Stack | None = None
    errors: Errors | None = None
    lines: tuple[Line, ...] = field(default=())
    title: str = ""

    def channels(self) -> dict[str, Channel]:
        """The channels that hold something, by name; those of the tooltip are left out."""
        named = ((name, getattr(self, name)) for name in CHANNELS)
        return {name: channel for name, channel in named if channel is not None}

    def used_fields(self) -> dict[str, str]:
        """Each column that is drawn, and the first channel that names it."""
        told = [(name, each.field) for name, each in self.channels().items()]
        told += [("tooltip", each.field) for each in self.tooltip]
        told += [("where", name) for name in _columns_of(self.where)]
        made: dict[str, str] = {}
        for channel, name in told:
            if name:
                made.setdefault(name, channel)
        return made

    def to_json(self) -> dict[str, Any]:
        """As JSON holds it: only what differs from a plain chart, with the number of its form."""
        return {"form": FORM, **_lean(self)}

    @classmethod
    def of_json(cls, value: object) -> ChartSpec:
        """Back from JSON.

        Raises:
            BadArgument: it is no spec, or one of a newer version of this package.
        """
        if not isinstance(value, dict) or not isinstance(form := value.get("form"), int):
            raise BadArgument("This is no chart's spec: it has no form.", field="spec")
        if form > FORM:
            raise BadArgument(
                f"This chart was made by a newer datavault-jupyter (form {form}; "
                f"this version knows up to {FORM}).",
                field="spec",
            )
        made: ChartSpec = decoded(
            cls, {name: each for name, each in value.items() if name != "form"}
        )
        return made


CHANNELS = ("x", "y", "color", "size", "shape", "row", "column", "order")


def _columns_of(condition: Filter | None) -> list[str]:
    if condition is None:
        return []
    own = [condition.column] if condition.column else []
    return own + [name for part in condition.parts for name in _columns_of(part)]


def _lean(record: Any) -> dict[str, Any]:
    """A record without what is as it is by default."""
    made: dict[str, Any] = {}
    for each in fields(record):
        value = getattr(record, each.name)
        if value == each.default:
            continue
        if isinstance(value, Channel | Line):
            made[each.name] = _lean(value)
        elif isinstance(value, tuple) and value and isinstance(value[0], Channel | Line):
            made[each.name] = [_lean(part) for part in value]
        else:
            made[each.name] = encoded(value)
    return made
