"""What a chart lacks, in words: the channel, the field, and the way out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.features.studio.fields import ChartField, ChartFields, FieldKind
from datavault_jupyter.features.studio.spec import (
    Aggregate,
    Channel,
    ChartKind,
    ChartSpec,
    Line,
    Scale,
    Stack,
)


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that keeps a chart from being drawn.

    Attributes:
        channel: Where.
        sentence: What is missing or doesn't fit.
        hint: The way out.
    """

    channel: str
    sentence: str
    hint: str = ""


ADDITIVE = (Aggregate.COUNT, Aggregate.SUM)
_OF_NUMBERS = (
    Aggregate.SUM, Aggregate.MEAN, Aggregate.MEDIAN, Aggregate.QUANTILE, Aggregate.SD,
)  # fmt: skip
_MIDDLES = (Aggregate.MEAN, Aggregate.RATE)
_ORDERED = (FieldKind.NUMBER, FieldKind.MOMENT)
_DISCRETE = (FieldKind.CATEGORY, FieldKind.FLAG)
# Axes that hold values as they are, one mark a row.
POINTS = (ChartKind.SCATTER, ChartKind.STRIP)
_ONE_AXIS = (ChartKind.HISTOGRAM, ChartKind.DENSITY)
_OF_GROUPS = (ChartKind.BAR, ChartKind.LINE, ChartKind.AREA)


def lacks(spec: ChartSpec, fields: ChartFields) -> list[Lack]:
    """Everything that keeps a spec from being drawn, the most telling first.

    Raises:
        BadArgument: it names a column that isn't there.
    """
    found = list(_of_shape(spec, fields))
    for name, channel in _all_channels(spec):
        found += _of_channel(name, channel, fields)
    found += [lack for line in spec.lines if (lack := _of_line(line, spec)) is not None]
    return found + list(_of_rest(spec))


def require_drawable(spec: ChartSpec, fields: ChartFields) -> None:
    """Refuse a spec that can't be drawn, by its first lack.

    Raises:
        BadArgument: in one sentence, which channel lacks what.
    """
    for lack in lacks(spec, fields):
        raise BadArgument(lack.sentence, hint=lack.hint, field=lack.channel)


def _all_channels(spec: ChartSpec) -> list[tuple[str, Channel]]:
    return [*spec.channels().items(), *(("tooltip", each) for each in spec.tooltip)]


def _of_channel(name: str, channel: Channel, fields: ChartFields) -> Iterator[Lack]:
    if not channel.field:
        return
    field = fields.named(channel.field, name)
    yield from _of_aggregate(name, channel, field)
    kind, asked = field.kind, channel.aggregate
    holds = f"{field.name!r} holds {kind.words}"
    is_bare_log = channel.scale is Scale.LOG and asked is None
    wrong = (
        (
            asked is None and kind is FieldKind.OTHER and name != "tooltip",
            f"{holds} ({field.column.type}), so it can't be put on {name}.",
        ),
        (
            channel.over is not None and asked not in ADDITIVE,
            f"The {channel.over} on {name} is one of counts and sums, not of {asked or 'a field'}.",
        ),
        (
            channel.unit is not None and kind is not FieldKind.MOMENT,
            f"Only dates and times are cut to a {channel.unit}: {holds} ({name}).",
        ),
        (
            bool(channel.bins) and kind is not FieldKind.NUMBER,
            f"Only numbers are put in bins: {holds} ({name}).",
        ),
        (
            is_bare_log and kind is not FieldKind.NUMBER,
            f"Only numbers have a log scale: {holds} ({name}).",
        ),
    )
    yield from (Lack(name, sentence) for is_wrong, sentence in wrong if is_wrong)


def _of_aggregate(name: str, channel: Channel, field: ChartField) -> Iterator[Lack]:
    """Whether the values of a field can become one number that way."""
    kind, asked = field.kind, channel.aggregate
    holds = f"{field.name!r} holds {kind.words}"
    if asked in _OF_NUMBERS and kind is not FieldKind.NUMBER:
        way = f"Use rate({field.name})." if kind is FieldKind.FLAG else "Use count or distinct."
        yield Lack(name, f"The {asked} on {name} needs numbers: {holds}.", way)
    elif asked is Aggregate.RATE and kind is not FieldKind.FLAG:
        yield Lack(name, f"The rate on {name} needs yes or no: {holds}.")
    elif asked in (Aggregate.MIN, Aggregate.MAX) and kind not in _ORDERED:
        yield Lack(name, f"The {asked} on {name} needs numbers or dates: {holds}.")
    elif asked is Aggregate.DISTINCT and kind is FieldKind.OTHER:
        yield Lack(name, f"The distinct values on {name} can't be counted: {holds}.")
    quantile = channel.quantile if channel.quantile is not None else -1.0
    if asked is Aggregate.QUANTILE and not 0 <= quantile <= 1:
        yield Lack(name, f"The quantile on {name} is a number from 0 to 1.")


def _of_shape(spec: ChartSpec, fields: ChartFields) -> Iterator[Lack]:
    """What a kind of chart needs on which channel."""
    kind = spec.kind
    if kind in _OF_GROUPS:
        yield from _of_groups(spec)
    elif kind in _ONE_AXIS:
        yield from _of_one_axis(spec, fields)
    elif kind is ChartKind.SCATTER:
        yield from _of_points(spec, fields)
    elif kind in (ChartKind.BOX, ChartKind.STRIP):
        yield from _of_spread(spec, fields)
    else:
        yield from _of_cells(spec)


def _of_one_axis(spec: ChartSpec, fields: ChartFields) -> Iterator[Lack]:
    """Histograms and densities."""
    x, kind = spec.x, spec.kind
    if x is None or not x.field or x.is_measure:
        yield Lack("x", f"A {kind} needs a field on x.", "Put a number on x.")
        return
    found = fields.named(x.field, "x")
    wanted = (FieldKind.NUMBER,) if kind is ChartKind.DENSITY else _ORDERED
    if found.kind not in wanted:
        way = "a histogram" if found.kind is FieldKind.MOMENT else "bars"
        yield Lack(
            "x",
            f"A {kind} needs numbers on x: {found.name!r} holds {found.kind.words}.",
            f"Show it as {way} instead.",
        )


def _of_cells(spec: ChartSpec) -> Iterator[Lack]:
    """Heatmaps, pies, tables and single numbers: what has no axis of numbers."""
    kind, x, y, color = spec.kind, spec.x, spec.y, spec.color
    if kind is ChartKind.HEATMAP:
        for name, channel in (("x", x), ("y", y)):
            if channel is None or channel.is_measure:
                hint = f"Put a category, date or number on {name}, or show the numbers as bars."
                yield Lack(name, f"A heatmap needs a field on {name}.", hint)
        if color is None or not color.is_measure:
            yield Lack("color", "A heatmap colours its cells by a number such as 'count()'.")
    elif kind is ChartKind.PIE:
        if color is None or color.is_measure:
            yield Lack("color", "A pie needs a category on color.", "Put one there.")
        if y is None or y.aggregate not in ADDITIVE:
            yield Lack("y", "The slices of a pie are a count or a sum (y).")
    elif kind is ChartKind.TABLE and (x is None or x.is_measure):
        yield Lack("x", "A table needs a field on x: its values are the rows.")
    elif y is None or not y.is_measure:
        what = "A table shows" if kind is ChartKind.TABLE else "A single number is"
        yield Lack("y", f"{what} an aggregate such as 'mean(price)' (y).")


def _of_groups(spec: ChartSpec) -> Iterator[Lack]:
    x, y, words = spec.x, spec.y, spec.kind.words
    if x is None and y is None:
        yield Lack(
            "x", f"{words} chart needs a field on x.", "Put a category, date or number on x."
        )
        return
    measures = [name for name, each in (("x", x), ("y", y)) if each is not None and each.is_measure]
    if len(measures) == 2:
        yield Lack("x", f"{words} chart needs a field on x or y: both are aggregates.")
    elif not measures:
        hint = "Write for example y='mean(price)'; count() is taken where nothing is said."
        yield Lack("y", f"{words} chart shows one number for each group: y has none.", hint)
    elif measures == ["x"] and spec.kind is not ChartKind.BAR:
        yield Lack("x", f"{words} chart has its number on y.", "Exchange x and y.")


def _of_points(spec: ChartSpec, fields: ChartFields) -> Iterator[Lack]:
    for name in ("x", "y"):
        channel = getattr(spec, name)
        if channel is None or channel.is_measure:
            yield Lack(
                name, f"A scatter chart needs a field on {name}.", f"Put a number on {name}."
            )
        elif (found := fields.named(channel.field, name)).kind not in _ORDERED:
            yield Lack(
                name,
                f"A scatter chart needs numbers or dates on {name}: {found.name!r} holds "
                f"{found.kind.words}.",
                "Show it as a strip or a box instead.",
            )
    if spec.size is not None and not spec.size.is_measure:
        found = fields.named(spec.size.field, "size")
        if found.kind is not FieldKind.NUMBER:
            yield Lack("size", f"Sizes show numbers: {found.name!r} holds {found.kind.words}.")


def _of_spread(spec: ChartSpec, fields: ChartFields) -> Iterator[Lack]:
    x, y, kind = spec.x, spec.y, spec.kind
    if y is None or y.is_measure:
        yield Lack("y", f"A {kind} chart needs a field on y.", "Put a number on y.")
    elif (found := fields.named(y.field, "y")).kind is not FieldKind.NUMBER:
        yield Lack(
            "y", f"A {kind} chart needs numbers on y: {found.name!r} holds {found.kind.words}.",
            "Put the number on y and the category on x.",
        )  # fmt: skip
    if x is not None and x.is_measure:
        yield Lack("x", f"A {kind} chart has categories or dates on x, not an aggregate.")


def _of_rest(spec: ChartSpec) -> Iterator[Lack]:
    """What stands on a channel that a kind of chart doesn't have."""
    kind = spec.kind
    for name in ("row", "column", "shape"):
        channel = getattr(spec, name)
        if channel is not None and channel.is_measure:
            yield Lack(name, f"An aggregate can't be put on {name}.", "Put a category there.")
    for name in ("size", "shape"):
        if getattr(spec, name) is not None and kind not in POINTS:
            yield Lack(name, f"{name}= belongs to scatter charts: a {kind} has none.")
    if spec.size is not None and spec.size.is_measure:
        yield Lack("size", "Sizes show a field as it is, not an aggregate.")
    if spec.tooltip and kind not in POINTS:
        yield Lack("tooltip", f"tooltip= belongs to points: a {kind} tells its numbers anyway.")
    yield from _of_numbers(spec)


def _of_numbers(spec: ChartSpec) -> Iterator[Lack]:
    """Error bars, parts of a whole, and conditions on aggregates."""
    number = spec.x if spec.x is not None and spec.x.is_measure else spec.y
    asked = number.aggregate if number is not None else None
    if spec.errors is not None:
        if spec.kind not in (ChartKind.BAR, ChartKind.LINE) or asked not in _MIDDLES:
            yield Lack("errors", "Error bars belong to bars and lines of a mean or a rate.")
        elif spec.stack in (Stack.STACKED, Stack.FULL) and spec.color is not None:
            yield Lack("errors", "Stacked bars can't have error bars.", "Use stack='grouped'.")
    if spec.stack is Stack.FULL and asked not in ADDITIVE:
        yield Lack("stack", "Parts of 100% are parts of a count or a sum.")
    has_number = asked is not None or (spec.color is not None and spec.color.is_measure)
    if spec.having is not None and not has_number:
        yield Lack("having", "having= asks for an aggregate, and this chart has none.")


def _of_line(line: Line, spec: ChartSpec) -> Lack | None:
    if line.axis not in ("x", "y"):
        return Lack("lines", f"A reference line lies on x or y, not on {line.axis!r}.")
    if spec.kind in (ChartKind.PIE, ChartKind.TABLE, ChartKind.NUMBER, ChartKind.HEATMAP):
        return Lack("lines", f"A {spec.kind} has no axes for reference lines.")
    if line.value is None and line.aggregate not in (Aggregate.MEAN, Aggregate.MEDIAN):
        return Lack("lines", "A reference line has a value, or is a mean or a median.")
    channel = getattr(spec, line.axis)
    if line.value is None and (channel is None or channel.is_measure or not channel.field):
        return Lack("lines", f"The {line.aggregate} of {line.axis} needs a field there as it is.")
    return None
