"""What a column can do in a chart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.base.names import did_you_mean
from datavault_jupyter.storage.columns import Column, Columns, sql_names
from datavault_jupyter.storage.kinds import FLOATS, MOMENTS, NESTED, ZONED, is_exact, type_kind
from datavault_jupyter.storage.sql import quoted


class FieldKind(StrEnum):
    """What a column holds, as far as a chart is concerned."""

    NUMBER = "number"
    CATEGORY = "category"
    FLAG = "flag"
    MOMENT = "moment"
    OTHER = "other"

    @property
    def words(self) -> str:
        """As it reads after "holds"."""
        return _WORDS[self]


_WORDS = {
    FieldKind.NUMBER: "numbers",
    FieldKind.CATEGORY: "categories",
    FieldKind.FLAG: "yes or no",
    FieldKind.MOMENT: "dates or times",
    FieldKind.OTHER: "values no chart can show",
}


@dataclass(frozen=True, slots=True)
class ChartField:
    """A column as charts see it.

    Attributes:
        column: The column.
        kind: What it holds.
        sql: Its name in a query over ``this``, quoted.
        is_finite: Whether it is known to hold neither NaN nor infinity.
    """

    column: Column
    kind: FieldKind
    sql: str
    is_finite: bool = False

    @property
    def name(self) -> str:
        """As people see it."""
        return self.column.name

    @property
    def is_whole(self) -> bool:
        """Whether it holds whole numbers."""
        kind = type_kind(self.column)
        return self.kind is FieldKind.NUMBER and kind not in FLOATS and kind != "decimal"

    @property
    def is_date(self) -> bool:
        """Whether it holds days without a time."""
        return type_kind(self.column) == "date"

    @property
    def value(self) -> str:
        """The SQL of its value as marks are placed by it, where `is_there` holds.

        Numbers as DOUBLE, moments as the clock of UTC shows them.
        """
        kind = type_kind(self.column)
        if self.kind is FieldKind.NUMBER:
            return self.sql if kind == "double" else f"CAST({self.sql} AS DOUBLE)"
        if self.kind is FieldKind.MOMENT:
            if kind in ZONED:
                return f"CAST({self.sql} AT TIME ZONE 'UTC' AS TIMESTAMP)"
            return self.sql if kind == "timestamp" else f"CAST({self.sql} AS TIMESTAMP)"
        return self.sql

    @property
    def is_there(self) -> str:
        """The SQL of whether it has a value that can be drawn: not NULL, NaN or infinite."""
        return f"isfinite({self.sql})" if self.can_be_endless else f"{self.sql} IS NOT NULL"

    @property
    def can_be_endless(self) -> bool:
        """Whether it may hold NaN or infinity."""
        if self.is_finite or "NS" in self.column.type:
            return False
        return self.kind is FieldKind.MOMENT or type_kind(self.column) in FLOATS

    @property
    def number(self) -> str:
        """The SQL of its value, NULL for NaN and infinity."""
        if self.can_be_endless:
            return f"CASE WHEN {self.is_there} THEN {self.value} END"
        return self.value


class ChartFields:
    """The columns of a dataset as charts see them.

    >>> fields = ChartFields(Columns.of([("a", "DOUBLE"), ("b", "VARCHAR"), ("c", "DATE")]))
    >>> [each.kind.value for each in fields]
    ['number', 'category', 'moment']
    """

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        names = sql_names(columns.names)
        self._all = [
            ChartField(column, _kind(column), quoted(name))
            for column, name in zip(columns, names, strict=True)
        ]
        self._by_column = {each.column: each for each in self._all}

    def __iter__(self) -> Iterator[ChartField]:
        """In the order of the columns."""
        return iter(self._all)

    def named(self, name: str, channel: str = "") -> ChartField:
        """The field with a name.

        Raises:
            BadArgument: there is none; the sentence names the channel.
        """
        try:
            return self._by_column[self.columns.named(name)]
        except BadArgument:
            names = self.columns.names
            where = f", which {channel} shows" if channel else ""
            raise BadArgument(
                f"There is no column {name!r}{where}.",
                hint=did_you_mean(name, names) or f"Columns: {', '.join(names[:12])}.",
                field=channel or name,
            ) from None

    def has(self, name: str) -> bool:
        """Whether a name is a column's, exactly."""
        return name in self.columns.names


def _kind(column: Column) -> FieldKind:
    kind = type_kind(column)
    if kind == "boolean":
        return FieldKind.FLAG
    if is_exact(kind) or kind in FLOATS:
        return FieldKind.NUMBER
    if kind in MOMENTS or kind == "date":
        return FieldKind.MOMENT
    if kind in NESTED or kind in ("blob", "bit", "geometry", "null", "interval"):
        return FieldKind.OTHER
    return FieldKind.CATEGORY
