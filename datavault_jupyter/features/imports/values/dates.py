"""Dates written with the day or the month first, such as 3/4/2026: read only as the user says.

Which is which can't be seen in one value, and values in which it can (13/4/2026) prove nothing for
the others. So a column of them stays text until `date_order` is given, and then all of its values
are read in that order, or refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from datavault_jupyter.features.imports.records import DateOrder
from datavault_jupyter.storage.sql import literal

# Types whose texts are read in the order asked for.
KINDS = frozenset({"DATE", "TIMESTAMP"})

_N = "[0-9]{1,2}"
_YEAR = "[0-9]{4}"
_CLOCK = rf",?[ T]{_N}:[0-9]{{2}}(?::[0-9]{{2}}(?:\.[0-9]{{1,6}})?)?"
_NOON = f",? {_N}:[0-9]{{2}}(?::[0-9]{{2}})? ?[AaPp][Mm]"
_YEAR_LAST = rf"(?:{_N}/{_N}/|{_N}\.{_N}\.|{_N}-{_N}-){_YEAR}"
_YEAR_FIRST = rf"{_YEAR}(?:/{_N}/|\.{_N}\.|-{_N}-){_N}"
# Most texts are none, which their first character and length tell before any pattern.
_MAY_BE = "{x} BETWEEN '0' AND ':' AND strlen({x}) BETWEEN 8 AND 32"
_TURNS = {
    DateOrder.DAY_FIRST: r"\3-\2-\1",
    DateOrder.MONTH_FIRST: r"\3-\1-\2",
    DateOrder.YEAR_FIRST: r"\1-\2-\3",
}


@dataclass(frozen=True, slots=True)
class Written:
    """How such dates are written in a column that holds nothing else.

    Attributes:
        is_year_last: Whether the year stands last in all, and not first.
        has_clock: Whether all have a time of day; else none has one.
    """

    is_year_last: bool
    has_clock: bool

    def kind(self, order: str | None) -> str | None:
        """The type that the column gets in an order; None where it says nothing about it.

        >>> Written(is_year_last=True, has_clock=False).kind("dmy")
        'DATE'
        """
        if order is None or self.is_year_last == (order == DateOrder.YEAR_FIRST):
            return None
        return "TIMESTAMP" if self.has_clock else "DATE"


def _matches(x: str, pattern: str) -> str:
    return f"regexp_full_match({x}, {literal(pattern)})"


def _form(date: str) -> str:
    return f"{date}(?:{_CLOCK}|{_NOON})?"


def turned(x: str, order: str | None) -> str:
    """A text in DuckDB's own order and form, where it is such a date; any other as it is."""
    if order is None:
        return x
    is_first = order == DateOrder.YEAR_FIRST
    parts = f"^({_YEAR})[/.-]({_N})[/.-]({_N})" if is_first else f"^({_N})[/.-]({_N})[/.-]({_YEAR})"
    made = _replaced(x, parts + ",?[ T]?", rf"{_TURNS[DateOrder(order)]} ")
    made = f"rtrim({made})"
    for pattern, text in (
        (r"-([0-9])(-| |$)", r"-0\1\2"),
        # Once more: two single digits share the dash between them.
        (r"-([0-9])(-| |$)", r"-0\1\2"),
        (" ([0-9]):", r" 0\1:"),
        (" ?([AaPp])[Mm]$", r" \1M"),
    ):
        made = _replaced(made, pattern, text)
    forms = "['%Y-%m-%d %I:%M:%S %p', '%Y-%m-%d %I:%M %p']"
    noon = f"strftime(try_strptime(upper({made}), {forms}), '%Y-%m-%d %H:%M:%S')"
    form = _form(_YEAR_FIRST if is_first else _YEAR_LAST)
    return (
        f"CASE WHEN {_matches(x, form)} THEN "
        f"CASE WHEN {x}[-1] IN ('m', 'M') THEN coalesce({noon}, {x}) ELSE {made} END "
        f"ELSE {x} END"
    )


def _replaced(x: str, pattern: str, text: str) -> str:
    return f"regexp_replace({x}, {literal(pattern)}, {literal(text)})"


def facts(x: str) -> list[str]:
    """Aggregates over a column's texts, NULL ones left out, that `from_row` reads in its order."""
    return [
        _throughout(x, f"{_MAY_BE.format(x=x)} AND {check}")
        for check in (
            _matches(x, _form(_YEAR_LAST)),
            _matches(x, _form(_YEAR_FIRST)),
            f"contains({x}, ':')",
            f"NOT contains({x}, ':')",
        )
    ]


COUNT = 4
"""How many values `facts` gives."""


def from_row(values: Sequence[object]) -> Written | None:
    """What the facts say, or None where some text is no such date, or some lack a time of day.

    >>> from_row((True, False, False, True))
    Written(is_year_last=True, has_clock=False)
    """
    is_last, is_first, has_clock, has_none = (bool(each) for each in values)
    if not (is_last or is_first) or not (has_clock or has_none):
        return None
    return Written(is_last, has_clock)


def order_facts(x: str) -> list[str]:
    """Whether all texts are such dates, then for each order whether all are days in it."""
    forms = [f"{_matches(x, _form(_YEAR_LAST))} OR {_matches(x, _form(_YEAR_FIRST))}"]
    for order in DateOrder:
        form = _form(_YEAR_FIRST if order == DateOrder.YEAR_FIRST else _YEAR_LAST)
        valid = f"TRY_CAST({turned(x, order)} AS TIMESTAMP) IS NOT NULL"
        forms.append(f"CASE WHEN {_matches(x, form)} THEN {valid} ELSE false END")
    return [_throughout(x, each) for each in forms]


def orders_from_row(values: Sequence[object]) -> tuple[DateOrder, ...] | None:
    """The orders in which all texts are days; None where some are no such dates at all.

    >>> orders_from_row((True, True, False, False))
    (<DateOrder.DAY_FIRST: 'dmy'>,)
    """
    if not values[0]:
        return None
    return tuple(order for order, fits in zip(DateOrder, values[1:], strict=True) if fits)


def _throughout(x: str, condition: str) -> str:
    return f"coalesce(bool_and(CASE WHEN {x} IS NOT NULL THEN {condition} END), false)"
