"""What a mark stands for: the rows behind it as a filter that other charts can be given.

A filter keeps exactly the rows that are in the mark, by the way the chart's query makes groups:
bins end where their query lets them end (a bound such as 0.29 falls into the bin below where
``0.29 * 100`` is less than 29), moments where they are cut off, "Other" is what is none of the top
categories, and a missing category is NULL.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from datavault_jupyter.features.studio.cutting import NO_VALUE, REST, Cut, Form
from datavault_jupyter.features.studio.fields import ChartField, FieldKind
from datavault_jupyter.features.studio.spec import Unit
from datavault_jupyter.storage.filters import Filter, Op
from datavault_jupyter.storage.kinds import ZONED, type_kind

_FORMATS = {
    Unit.YEAR: "%Y", Unit.QUARTER: "", Unit.MONTH: "%B %Y", Unit.WEEK: "week of %-d %b %Y",
    Unit.DAY: "%-d %b %Y", Unit.HOUR: "%-d %b %Y, %H:%M", Unit.MINUTE: "%-d %b %Y, %H:%M",
    Unit.SECOND: "%-d %b %Y, %H:%M:%S",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pick:
    """What pressing a mark selects.

    Attributes:
        words: It as people say it: "species is Adelie".
        filter: The rows behind it.
    """

    words: str
    filter: Filter


def picked(cuts: Sequence[Cut], row: Mapping[str, Any], tops: Mapping[str, Sequence[str]]) -> Pick:
    """What a mark selects.

    Args:
        cuts: The channels that it is told apart by.
        row: The mark's row in the chart's table.
        tops: The top categories of channels that have an "Other".
    """
    made: dict[str, Pick] = {}
    for cut in cuts:
        pick = _of_cut(cut, row[cut.role], tops.get(cut.role, ()))
        # The same field on an axis and in colour is one condition.
        made.setdefault(pick.words, pick)
    return joined(list(made.values()))


def joined(picks: Sequence[Pick]) -> Pick:
    """Several conditions that all hold."""
    if len(picks) == 1:
        return picks[0]
    words = " and ".join(each.words for each in picks)
    return Pick(words, Filter(Op.AND, parts=tuple(each.filter for each in picks)))


def _of_cut(cut: Cut, value: Any, top: Sequence[str]) -> Pick:
    name = cut.field.name
    if cut.form is Form.CATEGORY:
        return _category(cut.field, str(value), top, has_rest=cut.top is not None)
    if cut.form is Form.MOMENT:
        start, end = span_of(cut, value)
        return Pick(f"{name} is {moment_words(start, cut.unit)}", moments(cut.field, start, end))
    if cut.form is Form.NUMBER:
        words = f"{name} is {_exact_words(cut.field, value)}"
        return Pick(words, Filter(Op.EQ, name, (repr(float(value)),)))
    return _bin(cut, float(value))


def _category(field: ChartField, value: str, top: Sequence[str], *, has_rest: bool) -> Pick:
    name = field.name
    if value == REST and has_rest:
        kept = [text for each in top for text in _texts(field, each)]
        return Pick(f"{name} is {REST!r}", Filter(Op.NOT_IN, name, tuple(kept)))
    texts = _texts(field, value)
    if value == NO_VALUE:
        return Pick(f"{name} has no value", Filter(Op.IN, name, texts))
    return Pick(f"{name} is {_shown(field, value)}", Filter(Op.EQ, name, texts))


def _texts(field: ChartField, key: str) -> tuple[str | None, ...]:
    """The values that are in a category."""
    if key != NO_VALUE:
        return (key,)
    # A text that says the same falls into the same category.
    return (None, NO_VALUE) if field.kind is FieldKind.CATEGORY and _is_text(field) else (None,)


def _is_text(field: ChartField) -> bool:
    return type_kind(field.column) == "varchar"


def _shown(field: ChartField, value: str) -> str:
    if field.kind is FieldKind.FLAG:
        return {"true": "yes", "false": "no"}.get(value, value)
    if not value.strip():
        return repr(value) if value else "empty text"
    return value if len(value) <= 60 else f"{value[:59]}…"


def _bin(cut: Cut, start: float) -> Pick:
    number = number_of(cut, start)
    low, high = bin_edge(cut, number), bin_edge(cut, number + 1)
    name = cut.field.name
    bounds = (Filter(Op.GE, name, (low,)), Filter(Op.LT, name, (high,)))
    if cut.field.is_whole and not cut.per_decade and cut.step == 1:
        return Pick(f"{name} is {_exact_words(cut.field, start)}", Filter(Op.AND, parts=bounds))
    words = f"{name} is {number_words(start)} up to {number_words(plain_edge(cut, number + 1))}"
    return Pick(words, Filter(Op.AND, parts=bounds))


def number_of(cut: Cut, start: float) -> int:
    """The number of a bin, which its query knew and the table no longer tells."""
    if cut.per_decade:
        return round(math.log10(start) * cut.per_decade)
    return round(start * cut.per_unit if cut.per_unit else start / cut.step)


def plain_edge(cut: Cut, number: int) -> float:
    """Where the axis says that a bin begins."""
    if cut.per_decade:
        return float(10.0 ** (number / cut.per_decade))
    return number / cut.per_unit if cut.per_unit else number * cut.step


def _falls_in(cut: Cut, value: float) -> int:
    """The number of the bin that the chart's query puts a value in, in the same arithmetic."""
    if cut.per_decade:
        return math.floor(math.log10(value) * cut.per_decade + 1e-9)
    return math.floor(value * cut.per_unit if cut.per_unit else value / cut.step)


def bin_edge(cut: Cut, number: int) -> str:
    """The smallest value that the chart's query puts in a bin, as a filter takes it."""
    edge = plain_edge(cut, number)
    for _ in range(64):
        below = math.nextafter(edge, -math.inf)
        if (cut.per_decade and below <= 0) or _falls_in(cut, below) < number:
            break
        edge = below
    if cut.per_decade:
        edge = _first_of_decade(cut, number, edge)
    while _falls_in(cut, edge) < number:
        edge = math.nextafter(edge, math.inf)
    if type_kind(cut.field.column) == "float":
        edge = _single(edge)
    return repr(edge)


def _first_of_decade(cut: Cut, number: int, near: float) -> float:
    """Bins of decades begin a billionth early, further than one steps: halve the way there."""
    low, high = near * (1 - 1e-7), near
    while _falls_in(cut, high) < number:
        high *= 1 + 1e-12
    while math.nextafter(low, math.inf) < high:
        middle = low + (high - low) / 2
        if not low < middle < high:
            break
        low, high = (low, middle) if _falls_in(cut, middle) >= number else (middle, high)
    return high


def _single(edge: float) -> float:
    """The first number of single precision at or above an edge: what such a column holds."""
    import numpy as np

    near = np.float32(edge)
    return float(near if float(near) >= edge else np.nextafter(near, np.float32(np.inf)))


def span_of(cut: Cut, start: datetime | date) -> tuple[datetime, datetime]:
    """Where the moments of a group begin, and where those of the next one do."""
    begin = start if isinstance(start, datetime) else datetime(start.year, start.month, start.day)  # noqa: DTZ001 - a clock time
    begin = begin.replace(tzinfo=None)
    months = {Unit.YEAR: 12, Unit.QUARTER: 3, Unit.MONTH: 1}.get(cut.unit or Unit.DAY)
    if months:
        at = begin.year * 12 + begin.month - 1 + months
        return begin, begin.replace(year=at // 12, month=at % 12 + 1)
    return begin, begin + timedelta(**{_LENGTHS[cut.unit or Unit.DAY]: 1})


_LENGTHS = {Unit.WEEK: "weeks", Unit.DAY: "days", Unit.HOUR: "hours", Unit.MINUTE: "minutes",
            Unit.SECOND: "seconds"}  # fmt: skip


def moments(field: ChartField, start: datetime, end: datetime) -> Filter:
    """The moments from one on, until before another."""
    bounds = (
        Filter(Op.GE, field.name, (moment_text(field, start),)),
        Filter(Op.LT, field.name, (moment_text(field, end),)),
    )
    return Filter(Op.AND, parts=bounds)


def moment_text(field: ChartField, moment: datetime) -> str:
    """A moment as a filter on the field takes it."""
    if field.is_date:
        return moment.date().isoformat()
    zone = "+00:00" if type_kind(field.column) in ZONED else ""
    return moment.isoformat(sep=" ") + zone


def moment_words(moment: datetime, unit: Unit | None) -> str:
    """A moment as people say it."""
    if unit is Unit.QUARTER:
        return f"Q{(moment.month + 2) // 3} {moment.year}"
    return moment.strftime(_FORMATS[unit or Unit.SECOND])


def _exact_words(field: ChartField, value: float) -> str:
    """A value of its own; years and the like have no separators."""
    is_short = field.is_whole and abs(value) < 10_000
    return f"{value:.0f}".replace("-", "−") if is_short else number_words(value)


def number_words(number: float) -> str:
    """A number as people read it.

    >>> number_words(4200.0), number_words(-0.25)
    ('4,200', '−0.25')
    """
    return f"{number:,.6g}".replace("-", "−") if abs(number) < 1e15 else f"{number:.6g}"


def both(*conditions: Filter | None) -> Filter | None:
    """Filters that all hold; None where none of them leaves out anything.

    >>> known = Filter(Op.EQ, "a", ("1",))
    >>> both(None, known, Filter(Op.AND)) == known
    True
    """
    there = tuple(
        each for each in conditions if each is not None and (each.op is not Op.AND or each.parts)
    )
    if len(there) < 2:
        return there[0] if there else None
    return Filter(Op.AND, parts=there)
