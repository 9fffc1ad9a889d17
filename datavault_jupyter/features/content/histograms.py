"""Where the bars of a histogram begin and end: round numbers, whole days, whole months."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from datavault_jupyter.features.content.records import ColumnKind
from datavault_jupyter.storage.columns import Column
from datavault_jupyter.storage.kinds import ZONED, type_kind

MOST_BINS = 24
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
_SECONDS = (
    1, 2, 5, 10, 15, 30, _MINUTE, 2 * _MINUTE, 5 * _MINUTE, 10 * _MINUTE, 15 * _MINUTE,
    30 * _MINUTE, _HOUR, 2 * _HOUR, 3 * _HOUR, 6 * _HOUR, 12 * _HOUR, _DAY, 2 * _DAY, 7 * _DAY,
    14 * _DAY,
)  # fmt: skip
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1_200, 2_400, 6_000)
# Weeks begin on a Monday; the epoch was a Thursday.
_TO_MONDAY = 3 * _DAY


@dataclass(frozen=True, slots=True)
class Bars:
    """How a column is cut into bars.

    Attributes:
        number: The SQL of a value's bar, counted from 0.
        edges: Where bars begin, and where the last one ends, as texts of the column's type.
    """

    number: str
    edges: tuple[str, ...]


def bars(column: Column, kind: ColumnKind, sql: str, low: object, high: object) -> Bars | None:
    """Bars for all values between the smallest and the largest finite one.

    None where the column has no histogram, or where Python has no words for its moments.
    """
    if low is None or high is None:
        return None
    if kind is ColumnKind.INTEGER:
        return _whole(sql, int(str(low)), int(str(high)))
    if kind in (ColumnKind.NUMBER, ColumnKind.DECIMAL):
        return _broken(sql, float(str(low)), float(str(high)))
    if kind in (ColumnKind.DATE, ColumnKind.TIMESTAMP):
        return _moments(column, kind, sql, str(low), str(high))
    return None


def round_step(span: float) -> float:
    """The smallest of 1, 2, 2.5, 5 × a power of ten that cuts a span into at most 23 pieces.

    One more may be needed where the ends don't fall on an edge.

    >>> round_step(100), round_step(7)
    (5.0, 0.5)
    """
    rough = span / (MOST_BINS - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    return next(power * each for each in (1, 2, 2.5, 5, 10) if power * each >= rough)


def _whole(sql: str, low: int, high: int) -> Bars:
    rough = max(-(-(high - low + 1) // (MOST_BINS - 1)), 1)
    power = 10 ** (len(str(rough)) - 1)
    step = next(power * each for each in (1, 2, 5, 10) if power * each >= rough)
    start = low // step * step
    count = (high - start) // step + 1
    # Never below zero here, so that a division that cuts is one that rounds down.
    number = f"CAST((CAST({sql} AS {_room(start, high)}) - {start}) // {step} AS UTINYINT)"
    if max(abs(start), high) >= 2**125:
        number = f"CAST(floor((CAST({sql} AS DOUBLE) - {start}) / {step}) AS UTINYINT)"
    return Bars(number, tuple(str(start + step * at) for at in range(count + 1)))


def _room(low: int, high: int) -> str:
    """An integer type in which the difference of the two can be held, too."""
    return "BIGINT" if low > -(2**61) and high < 2**61 else "HUGEINT"


def _broken(sql: str, low: float, high: float) -> Bars | None:
    if not math.isfinite(high - low):
        return None
    if low == high:
        return Bars("0::UTINYINT", (_written(low), _written(high)))
    step = round_step(high - low)
    by = round(1 / step) if step < 1 else 1
    first = math.floor(low * by if step < 1 else low / step)
    last = math.floor(high * by if step < 1 else high / step)
    count = max(min(last - first + 1, MOST_BINS), 1)
    if not step or first + count == first:
        return None  # closer together than a double can tell
    edges = [_written((first + at) * step) for at in range(count + 1)]
    # Times 10 rather than by 0.1, which would put 0.3 below the edge at 0.3.
    scaled = f"* {by}" if step < 1 else f"/ {step!r}"
    rough = f"floor(CAST({sql} AS DOUBLE) {scaled}) - {first}"
    return Bars(f"CAST(greatest(0, least({count - 1}, {rough})) AS UTINYINT)", tuple(edges))


def _written(number: float) -> str:
    text = format(Decimal(f"{number:.12g}"), "f")
    return "0" if text == "-0" else text


def _moments(column: Column, kind: ColumnKind, sql: str, low: str, high: str) -> Bars | None:
    first, last = _moment(low), _moment(high)
    if first is None or last is None:
        return None
    is_date = kind is ColumnKind.DATE
    value = sql
    if type_kind(column) in ZONED:
        value = f"({sql} AT TIME ZONE 'UTC')"
    span = (last - first).total_seconds()
    steps = [step for step in _SECONDS if not is_date or step >= _DAY]
    seconds = next((step for step in steps if span / step < MOST_BINS - 1), None)
    edges = _by_seconds(first, last, seconds) if seconds else _by_months(first, last)
    if edges is None:
        return None
    if seconds:
        start = round((edges[0] - _EPOCH).total_seconds())
        whole = f"epoch_us(CAST({value} AS TIMESTAMP)) - {start * 1_000_000}"
        number = f"CAST(({whole}) // {seconds * 1_000_000} AS UTINYINT)"
    else:
        months = (edges[1].year - edges[0].year) * 12 + edges[1].month - edges[0].month
        start = edges[0].year * 12 + edges[0].month - 1
        number = (
            f"CAST((year({value}) * 12 + month({value}) - 1 - {start}) // {months} AS UTINYINT)"
        )
    form = "%Y-%m-%d" if is_date else "%Y-%m-%d %H:%M:%S"
    zone = "Z" if type_kind(column) in ZONED else ""
    return Bars(number, tuple(_padded(edge, form) + zone for edge in edges))


def _padded(moment: datetime, form: str) -> str:
    # strftime writes the year 33 without zeros on some systems.
    return f"{moment.year:04d}{moment.strftime(form)[len(moment.strftime('%Y')) :]}"


def _moment(text: str) -> datetime | None:
    """A moment Python can hold, from DuckDB's text of it."""
    try:
        made = datetime.fromisoformat(text.removesuffix("+00"))
    except ValueError:
        return None
    # Ends of bars must be moments, too.
    return made.replace(tzinfo=UTC) if 1 < made.year < 9_400 else None


def _by_seconds(first: datetime, last: datetime, step: int) -> list[datetime]:
    shift = _TO_MONDAY if step % (7 * _DAY) == 0 else 0
    since = math.floor((first - _EPOCH).total_seconds())
    start = _EPOCH + timedelta(seconds=(since + shift) // step * step - shift)
    edges = [start]
    while edges[-1] <= last:
        edges.append(edges[-1] + timedelta(seconds=step))
    return edges


def _by_months(first: datetime, last: datetime) -> list[datetime] | None:
    low, high = (each.year * 12 + each.month - 1 for each in (first, last))
    for step in _MONTHS:
        start = low // step * step
        count = (high - start) // step + 1
        if count <= MOST_BINS and start >= 12:
            places = [start + step * at for at in range(count + 1)]
            made = [date(place // 12, place % 12 + 1, 1) for place in places]
            return [datetime(day.year, day.month, 1, tzinfo=UTC) for day in made]
    return None
