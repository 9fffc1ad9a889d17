"""How the values of a field become groups: categories, units of time, bins of round numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.features.studio.fields import ChartField, FieldKind
from datavault_jupyter.features.studio.spec import Channel, ChartKind, Scale, Unit

REST = "Other"
NO_VALUE = "(no value)"
_SECONDS = {
    Unit.SECOND: 1, Unit.MINUTE: 60, Unit.HOUR: 3_600, Unit.DAY: 86_400, Unit.WEEK: 604_800,
    Unit.MONTH: 2_629_800, Unit.QUARTER: 7_889_400, Unit.YEAR: 31_557_600,
}  # fmt: skip
_BINS = {ChartKind.HISTOGRAM: 30, ChartKind.HEATMAP: 48, ChartKind.BAR: 20, ChartKind.LINE: 120}
_MOMENTS = {ChartKind.LINE: 120, ChartKind.AREA: 120, ChartKind.HEATMAP: 40}


_FEW_NUMBERS = 40


class Form(StrEnum):
    """What the groups of a field are."""

    CATEGORY = "category"
    MOMENT = "moment"
    BIN = "bin"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Extent:
    """The smallest and the largest value of a channel, None where there is none."""

    low: float | datetime | None = None
    high: float | datetime | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """How one channel is cut into groups.

    Attributes:
        role: The channel.
        field: What is cut.
        form: What the groups are.
        unit: Of moments.
        step: The width of a bin; above 1 value per unit, `per_unit` bins instead.
        per_unit: Bins per unit, where the width is below 1: it is exact where a width of 0.1 isn't.
        per_decade: Bins per power of ten, on a log scale.
        top: So many categories; None for all.
        wanted: About so many bins.
        holds: The integer type that holds the numbers of its bins; empty where none does.
    """

    role: str
    field: ChartField
    form: Form
    unit: Unit | None = None
    step: float = 0.0
    per_unit: int = 0
    per_decade: int = 0
    top: int | None = None
    wanted: int = 0
    holds: str = ""

    @property
    def has_end(self) -> bool:
        """Whether a group reaches from one value to another."""
        return self.form in (Form.BIN, Form.MOMENT)


def form_of(role: str, channel: Channel, field: ChartField, kind: ChartKind) -> Form:
    """What the groups of a field are, by where it is put."""
    if field.kind is FieldKind.MOMENT:
        return Form.MOMENT
    if field.kind is not FieldKind.NUMBER:
        return Form.CATEGORY
    if channel.bins:
        return Form.BIN
    if role not in ("x", "y") or channel.top or channel.order:
        return Form.CATEGORY
    if channel.bins == 0 or kind in (ChartKind.LINE, ChartKind.AREA):
        return Form.NUMBER
    if kind in (ChartKind.TABLE, ChartKind.BOX, ChartKind.STRIP):
        return Form.CATEGORY
    return Form.BIN


def cut(role: str, channel: Channel, field: ChartField, kind: ChartKind, extent: Extent) -> Cut:
    """How a channel is cut."""
    form = form_of(role, channel, field, kind)
    made = Cut(role, field, form, top=channel.top)
    if form is Form.MOMENT:
        return replace(made, unit=channel.unit or _unit(extent, field, _MOMENTS.get(kind, 40)))
    if form is not Form.BIN:
        return made
    wanted = channel.bins or _BINS.get(kind, 30)
    if channel.scale is Scale.LOG:
        return replace(made, per_decade=_per_decade(extent, wanted), holds="INTEGER")
    return _bins(made, extent, wanted)


def coarser(given: Cut, extent: Extent) -> Cut | None:
    """The next coarser cut of moments, bins or single numbers; None where there is none."""
    if given.form is Form.MOMENT and given.unit is not None:
        units = list(Unit)
        at = units.index(given.unit)
        return replace(given, unit=units[at - 1]) if at else None
    if given.form is Form.NUMBER:
        return _bins(replace(given, form=Form.BIN), extent, 200)
    if given.form is Form.BIN and given.wanted > 2 and not given.per_decade:
        return _bins(given, extent, given.wanted // 2)
    return None


def most(kind: ChartKind, role: str) -> int:
    """So many categories a channel tells apart before the rest becomes "Other"."""
    if role in ("x", "y"):
        return {
            ChartKind.HEATMAP: 40,
            ChartKind.TABLE: 50,
            ChartKind.LINE: 60,
            ChartKind.BAR: 20,
        }.get(kind, 30)
    if kind is ChartKind.TABLE and role == "color":
        return 12
    return {"shape": 6, "row": 8, "column": 12}.get(role, 7)


def _bins(made: Cut, extent: Extent, wanted: int) -> Cut:
    low, high = extent.low, extent.high
    made = replace(made, wanted=wanted, step=0.0, per_unit=0)
    if not isinstance(low, int | float) or not isinstance(high, int | float) or low == high:
        return replace(made, step=1.0)
    step = round_step(high - low, wanted)
    if made.field.is_whole:
        # Ratings, hours, days of a month: each number is a bar of its own.
        step = 1.0 if high - low <= _FEW_NUMBERS else max(1.0, math.ceil(step))
    largest = max(abs(low), abs(high)) / step + 1
    made = replace(made, holds=next((each for bound, each in _HOLDS if largest < bound), ""))
    if step < 1:
        return replace(made, per_unit=round(1 / step))
    return replace(made, step=step)


_HOLDS = ((2**31 - 1, "INTEGER"), (2**53, "BIGINT"))


def round_step(span: float, most: int) -> float:
    """The smallest of 1, 2, 2.5, 5 × a power of ten that cuts a span into at most so many pieces.

    >>> round_step(100, 25), round_step(7, 30)
    (5.0, 0.25)
    """
    rough = span / most
    power = 10.0 ** math.floor(math.log10(rough))
    # 2.5 of whole numbers would make bins of unequal numbers of them.
    steps = (1, 2, 5, 10) if rough > 1 and power == 1 else (1, 2, 2.5, 5, 10)
    return next(power * each for each in steps if power * each >= rough * 0.9999)


def _per_decade(extent: Extent, wanted: int) -> int:
    low, high = extent.low, extent.high
    if not isinstance(low, int | float) or not isinstance(high, int | float) or low <= 0:
        raise BadArgument("A log scale needs numbers above 0.", field="scale")
    decades = max(math.log10(high / low), 0.1)
    return max(1, min(50, round(wanted / decades)))


def _unit(extent: Extent, field: ChartField, most: int) -> Unit:
    """The finest unit that gives at most so many moments."""
    low, high = extent.low, extent.high
    if not isinstance(low, datetime) or not isinstance(high, datetime):
        return Unit.DAY
    span = (high - low).total_seconds()
    for unit in reversed(Unit):
        if field.is_date and unit in (Unit.SECOND, Unit.MINUTE, Unit.HOUR):
            continue
        if span / _SECONDS[unit] < most:
            return unit
    return Unit.YEAR
