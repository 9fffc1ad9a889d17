"""A sensible chart for any field or pair of fields, and what a kind leaves unsaid."""

from __future__ import annotations

from dataclasses import replace

from datavault_jupyter.features.studio.checks import ADDITIVE
from datavault_jupyter.features.studio.fields import ChartFields, FieldKind
from datavault_jupyter.features.studio.spec import (
    COUNT,
    Aggregate,
    Channel,
    ChartKind,
    ChartSpec,
    Order,
    Over,
    Stack,
)

_DISCRETE = (FieldKind.CATEGORY, FieldKind.FLAG)
_GROUPS = (ChartKind.BAR, ChartKind.LINE, ChartKind.AREA)
# Above so many rows two numbers are shown as a heatmap rather than as points.
MOST_POINTS = 4_000


def kind_for(spec: ChartSpec, fields: ChartFields, row_count: int) -> ChartKind:
    """The kind of chart that suits what is on x, y and colour.

    Args:
        spec: The channels; its kind isn't looked at.
        fields: The columns there are.
        row_count: Of the dataset: many points hide one another.
    """
    x, y = _kind(spec.x, "x", fields), _kind(spec.y, "y", fields)
    measured = [each for each in (spec.x, spec.y) if each is not None and each.is_measure]
    if x is None and y is None:
        if measured or spec.color is None:
            return ChartKind.NUMBER
        return ChartKind.PIE if _kind(spec.color, "color", fields) else ChartKind.NUMBER
    if measured:
        along = x if x is not None else y
        if along is FieldKind.MOMENT and x is not None:
            return ChartKind.LINE
        return ChartKind.BAR
    if x is None or y is None:
        return _of_one(x if x is not None else y)
    return _of_two(x, y, row_count)


def _of_one(kind: FieldKind | None) -> ChartKind:
    if kind is FieldKind.NUMBER:
        return ChartKind.HISTOGRAM
    return ChartKind.LINE if kind is FieldKind.MOMENT else ChartKind.BAR


def _of_two(x: FieldKind, y: FieldKind, row_count: int) -> ChartKind:
    if x is FieldKind.NUMBER and y is FieldKind.NUMBER:
        return ChartKind.SCATTER if row_count <= MOST_POINTS else ChartKind.HEATMAP
    if x is FieldKind.MOMENT and y in (FieldKind.NUMBER, FieldKind.FLAG):
        return ChartKind.LINE
    if y is FieldKind.NUMBER and x in _DISCRETE:
        return ChartKind.BOX
    if y is FieldKind.FLAG or (x is FieldKind.NUMBER and y in _DISCRETE):
        return ChartKind.BAR
    return ChartKind.HEATMAP


def _kind(channel: Channel | None, name: str, fields: ChartFields) -> FieldKind | None:
    if channel is None or channel.is_measure or not channel.field:
        return None
    return fields.named(channel.field, name).kind


def completed(spec: ChartSpec, fields: ChartFields) -> ChartSpec:
    """A spec with what its kind leaves unsaid: counts, means, orders, how colours stand.

    What doesn't fit stays as it is, for `checks.lacks` to name it.
    """
    if spec.kind in _GROUPS:
        spec = _groups(spec, fields)
    elif spec.kind in (ChartKind.HISTOGRAM, ChartKind.DENSITY):
        if spec.x is None and spec.y is not None and not spec.y.is_measure:
            spec = replace(spec, x=spec.y, y=None)
        spec = replace(spec, y=spec.y or COUNT)
    elif spec.kind is ChartKind.HEATMAP and spec.color is None:
        spec = replace(spec, color=COUNT)
    elif spec.kind is ChartKind.HEATMAP and spec.color is not None and spec.color.field:
        spec = replace(spec, color=measured(spec.color, "color", fields))
    elif spec.kind is ChartKind.PIE:
        spec = _pie(spec, fields)
    elif spec.kind in (ChartKind.TABLE, ChartKind.NUMBER):
        spec = replace(spec, y=measured(spec.y, "y", fields) if spec.y else COUNT)
    if spec.order is not None and spec.order.field and not spec.order.is_measure:
        order = measured(spec.order, "order", fields)
        spec = replace(spec, order=order if order.is_measure else replace(COUNT, field=order.field))
    return replace(spec, stack=spec.stack or _stack(spec))


def measured(channel: Channel, name: str, fields: ChartFields) -> Channel:
    """A channel as one number: the mean of numbers, the rate of yes, else the count."""
    if channel.is_measure or not channel.field:
        return channel
    kind = fields.named(channel.field, name).kind
    if kind is FieldKind.NUMBER:
        return replace(channel, aggregate=Aggregate.MEAN, bins=None)
    if kind is FieldKind.FLAG:
        return replace(channel, aggregate=Aggregate.RATE)
    return channel


def _groups(spec: ChartSpec, fields: ChartFields) -> ChartSpec:
    x, y = spec.x, spec.y
    if x is None and y is not None and not y.is_measure and spec.kind is ChartKind.BAR:
        x = COUNT
    elif x is not None and not x.is_measure:
        if y is None:
            y = COUNT
        elif not y.is_measure:
            x, y = _one_measured(x, y, fields)
    elif x is not None and y is None and x.is_measure:
        return spec
    if spec.kind is ChartKind.BAR and x is not None and y is not None:
        x, y = _by_value(x, y, fields)
    return replace(spec, x=x, y=y)


def _one_measured(x: Channel, y: Channel, fields: ChartFields) -> tuple[Channel, Channel]:
    """Of two fields, the one that becomes a number: y, or x where only that can."""
    made = measured(y, "y", fields)
    if made.is_measure:
        return x, made
    turned = measured(x, "x", fields)
    return (turned, y) if turned.is_measure else (x, y)


def _by_value(x: Channel, y: Channel, fields: ChartFields) -> tuple[Channel, Channel]:
    """Bars of categories stand by their length, the longest first, unless something is said.

    A running total goes along the names, so its bars do, too.
    """
    is_running = Over.RUNNING in (x.over, y.over)
    usual = Order.NAME if is_running else Order.VALUE

    def ordered(channel: Channel, name: str) -> Channel:
        if (
            channel.is_measure
            or channel.order
            or _kind(channel, name, fields) is not (FieldKind.CATEGORY)
        ):
            return channel
        return replace(channel, order=usual)

    return ordered(x, "x"), ordered(y, "y")


def _pie(spec: ChartSpec, fields: ChartFields) -> ChartSpec:
    x, y, color = spec.x, spec.y, spec.color
    if color is None and x is not None and not x.is_measure:
        x, color = None, x
    if y is not None and y.field and not y.is_measure:
        is_number = fields.named(y.field, "y").kind is FieldKind.NUMBER
        y = replace(y, aggregate=Aggregate.SUM) if is_number else y
    return replace(spec, x=x, y=y or COUNT, color=color)


def _stack(spec: ChartSpec) -> Stack:
    """Only counts and sums add up; means of several colours stand side by side."""
    number = spec.x if spec.x is not None and spec.x.is_measure else spec.y
    if number is not None and number.is_measure and number.aggregate not in ADDITIVE:
        return Stack.GROUPED
    return Stack.STACKED
