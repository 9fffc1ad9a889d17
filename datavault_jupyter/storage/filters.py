"""Filters and sorts as plain values, compiled to SQL against known columns.

The browser sends a tree, never SQL. A condition is either met or not, there is no third answer:
``eq``, ``lt`` … never hold for a missing value, ``ne``, ``not_in`` and ``not_contains`` do ("is
not finished" keeps rows that have no status), and ``not`` is the exact opposite of its part. NaN
is a value that equals itself and is neither larger nor smaller than any number.

Numbers are compared as numbers: ``gt 2.5`` on whole numbers keeps 3, and 2**53+1 is no float. A
date compared with a point in time stands for its whole day. ``contains``, ``starts`` and ``ends``
don't tell upper from lower case, and take every character literally; ``eq`` is exact.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Context, Decimal, InvalidOperation
from enum import StrEnum

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.storage.columns import Column, Columns
from datavault_jupyter.storage.kinds import (
    FLOATS,
    MOMENTS,
    NESTED,
    ZONED,
    as_text,
    bounds_of,
    is_exact,
    is_ordered,
    is_searched,
    letters_of,
    type_kind,
)
from datavault_jupyter.storage.sql import Sql, like_pattern


class Op(StrEnum):
    """What a filter asks of a value, or how it joins its parts."""

    AND = "and"
    OR = "or"
    NOT = "not"
    EQ = "eq"
    NE = "ne"
    LT = "lt"
    LE = "le"
    GT = "gt"
    GE = "ge"
    BETWEEN = "between"
    IN = "in"
    NOT_IN = "not_in"
    CONTAINS = "contains"
    NOT_CONTAINS = "not_contains"
    STARTS = "starts"
    ENDS = "ends"
    IS_NULL = "is_null"
    NOT_NULL = "not_null"
    IS_EMPTY = "is_empty"
    NOT_EMPTY = "not_empty"
    IS_NAN = "is_nan"
    NOT_NAN = "not_nan"


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on rows.

    Attributes:
        op: What is asked.
        column: The column's name; not used by ``and``, ``or`` and ``not``.
        values: What the column is compared with, as text of its type (``12``, ``0.5``, ``true``,
            ``2026-01-31``), so that no digit is lost on the way; None is a missing value.
            ``between`` takes two, both included, None for an open end.
        parts: What ``and`` and ``or`` join, and what ``not`` turns round. An empty ``and`` keeps
            every row, an empty ``or`` none.
    """

    op: Op
    column: str = ""
    values: tuple[str | None, ...] = ()
    parts: tuple[Filter, ...] = ()


@dataclass(frozen=True, slots=True)
class Sort:
    """A column to sort by; missing values come last in both directions, NaN is the largest."""

    column: str
    is_descending: bool = False


TRUE, FALSE = Sql("true"), Sql("false")
# The SQL of a column's true value, and whether a text can be cast to a type.
ValueOf = Callable[[Column], str]
Fits = Callable[[str, str], bool]

_TEXTS = frozenset({"varchar", "enum"})
_COMPARED = {Op.LT: "<", Op.LE: "<=", Op.GT: ">", Op.GE: ">="}
_ABOUT_NAN = (Op.IS_NAN, Op.NOT_NAN)
_NEGATED = {
    Op.NE: Op.EQ, Op.NOT_IN: Op.IN, Op.NOT_CONTAINS: Op.CONTAINS, Op.NOT_NULL: Op.IS_NULL,
    Op.NOT_EMPTY: Op.IS_EMPTY, Op.NOT_NAN: Op.IS_NAN,
}  # fmt: skip
_COUNT_OF_VALUES = {Op.BETWEEN: 2, Op.IN: None, Op.IS_NULL: 0, Op.IS_EMPTY: 0, Op.IS_NAN: 0}
_YES = {"true": "true", "yes": "true", "1": "true", "false": "false", "no": "false", "0": "false"}
_DAY = re.compile(r"\s*-?\d{1,6}-\d{1,2}-\d{1,2}(?: \(BC\))?\s*")
_EXACT = Context(prec=400)
# Deeper or longer trees are nobody's click.
_MOST_PARTS = 1_000
_MOST_DEPTH = 40


class Compiler:
    """Turns filters, searches and sorts into SQL.

    Args:
        columns: The known columns.
        value_of: The SQL of a column's true value.
        fits: Asked whether a text is a value of a type.

    >>> columns = Columns.of([("a", "INTEGER")])
    >>> compiler = Compiler(columns, lambda column: column.physical, lambda text, kind: True)
    >>> compiler.where(Filter(Op.GT, "a", ("2.5",)))
    Sql(text='a > CAST(? AS INTEGER)', params=('2',))
    """

    def __init__(self, columns: Columns, value_of: ValueOf, fits: Fits) -> None:
        self._columns = columns
        self._value_of = value_of
        self._fits = fits
        self._count = 0

    def where(self, condition: Filter) -> Sql:
        """A condition as SQL; NULL means the same as false in it.

        Raises:
            BadArgument: an unknown column, a value that is none of its type, a test that its type
                doesn't know.
        """
        self._count = 0
        return self._compiled(condition, 0)

    def _compiled(self, condition: Filter, depth: int) -> Sql:
        self._count += 1
        if self._count > _MOST_PARTS or depth > _MOST_DEPTH:
            raise BadArgument("The filter has too many parts.", field="filter")
        if condition.op is Op.NOT:
            if len(condition.parts) != 1:
                raise BadArgument("A 'not' has exactly one part.", field="filter")
            return _opposite(self._compiled(condition.parts[0], depth + 1))
        if condition.op in (Op.AND, Op.OR):
            made = [self._compiled(part, depth + 1) for part in condition.parts]
            return joined(made, str(condition.op))
        return self._leaf(self._columns.named(condition.column), condition)

    def _leaf(self, column: Column, condition: Filter) -> Sql:
        op, values = condition.op, condition.values
        if op in _NEGATED:
            return _opposite(self._leaf(column, replace(condition, op=_NEGATED[op])))
        wanted = _COUNT_OF_VALUES.get(op, 1)
        if wanted is not None and len(values) != wanted:
            raise BadArgument(
                f"'{op}' on column {column.name!r} takes {wanted} values, not {len(values)}.",
                field=column.name,
            )
        sql = self._value_of(column)
        if op is Op.IS_NULL:
            return Sql(f"{sql} IS NULL")
        if op in (Op.IS_EMPTY, Op.IS_NAN):
            return _special(column, sql, op)
        if op is Op.BETWEEN:
            return self._between(column, sql, values)
        if op is Op.IN:
            return self._in(column, sql, values)
        (value,) = values
        if op in (Op.CONTAINS, Op.STARTS, Op.ENDS):
            return _like(as_text(column, sql), op, value or "")
        if value is None:
            return Sql(f"{sql} IS NULL") if op is Op.EQ else FALSE
        return self._compare(column, sql, op, value)

    def _between(self, column: Column, sql: str, values: Sequence[str | None]) -> Sql:
        low, high = values
        ends = [(Op.GE, low), (Op.LE, high)]
        made = [self._compare(column, sql, op, end) for op, end in ends if end is not None]
        return joined(made, "and") if made else Sql(f"{sql} IS NOT NULL")

    def _in(self, column: Column, sql: str, values: Sequence[str | None]) -> Sql:
        texts = [value for value in values if value is not None]
        made = [Sql(f"{sql} IS NULL")] if len(texts) < len(values) else []
        if type_kind(column) in _TEXTS and texts:
            marks = ", ".join("?" for _ in texts)
            made.append(Sql(f"{as_text(column, sql)} IN ({marks})", tuple(texts)))
        else:
            made += [self._compare(column, sql, Op.EQ, text) for text in texts]
        return joined(made, "or")

    def _compare(self, column: Column, sql: str, op: Op, text: str) -> Sql:
        kind = type_kind(column)
        if kind in NESTED or kind in _TEXTS:
            return _plain(as_text(column, sql), op, "VARCHAR", text)
        if is_exact(kind):
            return _exact(column, sql, op, text)
        if kind in FLOATS:
            return _float(column, sql, op, text)
        if kind == "boolean":
            text = _YES.get(text.strip().lower(), "")
        elif kind == "blob":
            raise BadArgument(
                f"Column {column.name!r} holds binary values, which can't be compared.",
                field=column.name,
            )
        if kind in MOMENTS and _DAY.fullmatch(text):
            return self._day(column, sql, op, text)
        self._require_fit(column, text, column.type)
        return _plain(sql, op, column.type, text)

    def _require_fit(self, column: Column, text: str, kind: str) -> None:
        if not self._fits(text, kind):
            raise _no_value(column, text)

    def _day(self, column: Column, sql: str, op: Op, text: str) -> Sql:
        """A date against points in time: the whole day is meant."""
        self._require_fit(column, text, "DATE")
        start = "CAST(CAST(? AS DATE) AS TIMESTAMP)"
        bounds = {"from": start, "till": f"{start} + INTERVAL 1 DAY"}
        if type_kind(column) in ZONED:
            bounds = {name: f"({bound}) AT TIME ZONE 'UTC'" for name, bound in bounds.items()}
        if op is Op.EQ:
            return Sql(f"({sql} >= {bounds['from']} AND {sql} < {bounds['till']})", (text, text))
        sign, end = {
            Op.LT: ("<", "from"), Op.GE: (">=", "from"), Op.LE: ("<", "till"), Op.GT: (">=", "till")
        }[op]  # fmt: skip
        return Sql(f"{sql} {sign} {bounds[end]}", (text,))

    def search(self, text: str, names: Iterable[str] | None) -> Sql:
        """Whether any of the columns holds a text, literally, upper and lower case alike."""
        found = [self._found_in(column, text) for column in self._columns.only(names)]
        return joined([each for each in found if each is not None], "or")

    def _found_in(self, column: Column, text: str) -> Sql | None:
        kind, sql = type_kind(column), self._value_of(column)
        if not is_searched(column):
            return None
        if kind == "boolean":
            hits = [word for word in ("true", "false") if text.lower() in word]
            return joined([Sql(sql if hit == "true" else f"NOT {sql}") for hit in hits], "or")
        letters = letters_of(column)
        if letters is not None and not set(text.lower()) <= letters:
            return None  # no value of this type is written with such a character
        return _like(as_text(column, sql), Op.CONTAINS, text)

    def order(self, sorts: Iterable[Sort], last: str) -> str:
        """The list after ORDER BY, with what decides ties at its end.

        Raises:
            BadArgument: an unknown column, or one whose values have no order.
        """
        made: dict[str, str] = {}
        for sort in sorts:
            column = self._columns.named(sort.column)
            if not is_ordered(column):
                raise BadArgument(
                    f"Column {column.name!r} holds {column.type}, which has no order.",
                    field=column.name,
                )
            direction = "DESC" if sort.is_descending else "ASC"
            # The first mention of a column decides.
            made.setdefault(column.physical, f"{self._value_of(column)} {direction} NULLS LAST")
        return ", ".join([*made.values(), last])


def joined(parts: Sequence[Sql], word: str) -> Sql:
    """Conditions put together with ``and`` or ``or``; of none, what changes nothing."""
    if not parts:
        return TRUE if word == "and" else FALSE
    if len(parts) == 1:
        return parts[0]
    text = f" {word.upper()} ".join(f"({part.text})" for part in parts)
    return Sql(text, tuple(value for part in parts for value in part.params))


def _opposite(part: Sql) -> Sql:
    return Sql(f"({part.text}) IS NOT TRUE", part.params)


def _like(sql: str, op: Op, text: str) -> Sql:
    pattern = like_pattern(text)
    if op is Op.STARTS:
        pattern = pattern[1:]
    elif op is Op.ENDS:
        pattern = pattern[:-1]
    return Sql(f"{sql} ILIKE ? ESCAPE '\\'", (pattern,))


def _plain(sql: str, op: Op, kind: str, text: str) -> Sql:
    sign = _COMPARED.get(op, "=")
    mark = "?" if kind == "VARCHAR" else f"CAST(? AS {kind})"
    return Sql(f"{sql} {sign} {mark}", (text,))


def _special(column: Column, sql: str, op: Op) -> Sql:
    kind = type_kind(column)
    if op is Op.IS_NAN and kind in FLOATS:
        return Sql(f"isnan({sql})")
    if op is Op.IS_EMPTY and (kind in _TEXTS or kind == "json"):
        return Sql(f"{as_text(column, sql)} = ''")
    if op is Op.IS_EMPTY and kind == "blob":
        return Sql(f"octet_length({sql}) = 0")
    if op is Op.IS_EMPTY and kind in ("list", "array"):
        return Sql(f"len({sql}) = 0")
    if op is Op.IS_EMPTY and kind == "map":
        return Sql(f"cardinality({sql}) = 0")
    raise BadArgument(
        f"'{op}' can't be asked of column {column.name!r}, which holds {column.type}.",
        field=column.name,
    )


def _no_value(column: Column, text: str) -> BadArgument:
    return BadArgument(
        f"{text!r} is no value for column {column.name!r}, which holds {column.type}.",
        field=column.name,
    )


def _number(column: Column, text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise _no_value(column, text) from None
    if (
        "_" not in text
        and not number.is_nan()
        and (number.is_infinite() or abs(number.adjusted()) < 350)
    ):
        return number
    raise _no_value(column, text)


def _exact(column: Column, sql: str, op: Op, text: str) -> Sql:
    """A number against exact ones: what the type can't hold lies between two that it can."""
    number = _number(column, text)
    low, high, scale = bounds_of(column)
    is_above = number == Decimal("Infinity") or (high is not None and number > high)
    if is_above or number == Decimal("-Infinity") or (low is not None and number < low):
        holds = op in ((Op.LT, Op.LE) if is_above else (Op.GT, Op.GE))
        return Sql(f"{sql} IS NOT NULL") if holds else FALSE
    step = Decimal(1).scaleb(-scale)
    floor = number.quantize(step, rounding=ROUND_FLOOR, context=_EXACT)
    if floor != number:
        if op is Op.EQ:
            return FALSE
        op = Op.GT if op in (Op.GT, Op.GE) else Op.LE
        if low is not None and floor < low:
            return Sql(f"{sql} IS NOT NULL") if op is Op.GT else FALSE
    return _plain(sql, op, column.type, format(floor, "f"))


def _float(column: Column, sql: str, op: Op, text: str) -> Sql:
    if text.strip().lower() == "nan":
        return Sql(f"isnan({sql})") if op is Op.EQ else FALSE
    number = float(_number(column, text))
    # A FLOAT is compared as it is printed: 0.1 is the one nearest to 0.1.
    kind = column.type if abs(number) < 3.4e38 else "DOUBLE"
    made = _plain(sql, op, kind, repr(number))
    if op in (Op.GT, Op.GE):
        # DuckDB takes NaN for the largest number.
        return joined([made, Sql(f"NOT isnan({sql})")], "and")
    return made
