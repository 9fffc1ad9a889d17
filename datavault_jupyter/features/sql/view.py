"""What rows look like as a still table: at most 20 rows and 12 columns, and it says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from datavault_jupyter.base.wording import count
from datavault_jupyter.display import html, text

MOST_ROWS = 20
MOST_COLUMNS = 12
MOST_CHARACTERS = 200

_NUMBERS = (
    "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER",
    "UBIGINT", "UHUGEINT", "BIGNUM", "FLOAT", "DOUBLE", "DECIMAL",
)  # fmt: skip
_CODE = ("JSON", "STRUCT", "MAP", "UNION", "BLOB", "UUID", "BIT", "VARIANT")

_WORDS = {
    "VARCHAR": "text",
    "BIGINT": "integer",
    "HUGEINT": "integer",
    "INTEGER": "integer",
    "DOUBLE": "number",
    "BOOLEAN": "yes/no",
    "DATE": "date",
    "TIMESTAMP": "time",
    "TIMESTAMP WITH TIME ZONE": "time, UTC",
}


@dataclass(frozen=True, slots=True)
class Sample:
    """The first rows of something, as text; None is NULL.

    Attributes:
        names: Of the columns shown.
        types: Theirs.
        rows: At most `MOST_ROWS`.
        has_more: Whether rows follow.
        column_count: Of all columns, shown or not.
    """

    names: Sequence[str]
    types: Sequence[str]
    rows: Sequence[Sequence[str | None]]
    has_more: bool
    column_count: int


def is_number(kind: str) -> bool:
    """Whether values of a type stand to the right.

    >>> is_number("DECIMAL(18,3)"), is_number("VARCHAR"), is_number("INTEGER[]")
    (True, False, False)
    """
    return kind.startswith(_NUMBERS) and not kind.endswith("]")


def word_for(kind: str) -> str:
    """A type in a word people know; DuckDB's own where there is none.

    >>> word_for("VARCHAR"), word_for("DECIMAL(18,3)")
    ('text', 'decimal(18,3)')
    """
    return _WORDS.get(kind, kind if kind == "JSON" else kind.lower())


def cell(value: str | None, kind: str) -> html.Cell:
    """One value in its cell."""
    if value is None:
        return html.Cell("NULL", "dv-none")
    if value == "":
        return html.Cell("empty text", "dv-none")
    if kind == "BOOLEAN":
        return html.Cell("✓" if value == "true" else "✗", tooltip=value)
    if is_number(kind):
        return html.Cell(value, "dv-num")
    shown = text.shortened(value, MOST_CHARACTERS)
    is_code = kind.startswith(_CODE) or kind.endswith("]")
    return html.Cell(shown, "dv-code" if is_code else "", shown if len(shown) > 36 else "")


def table(sample: Sample, label: str) -> str:
    """The rows as an HTML table."""
    heads = [
        html.Head(name or "(no name)", word_for(kind), is_number(kind))
        for name, kind in zip(sample.names, sample.types, strict=True)
    ]
    rows = [
        [cell(value, kind) for value, kind in zip(row, sample.types, strict=True)]
        for row in sample.rows
    ]
    return html.table(heads, rows, label=label)


def extent(sample: Sample, row_count: int | None) -> list[str]:
    """What of the whole is shown, in words.

    >>> extent(Sample(["a"], ["BIGINT"], [["1"]] * 20, True, 19), 336776)
    ['1–20 of 336,776 rows', '1 of 19 columns']
    """
    shown = len(sample.rows)
    if row_count is not None and shown < row_count:
        rows = f"1–{shown} of {count(row_count, 'row')}"
    elif sample.has_more:
        rows = f"First {count(shown, 'row')}, more follow"
    else:
        rows = count(shown, "row")
    columns = count(sample.column_count, "column")
    if len(sample.names) < sample.column_count:
        columns = f"{len(sample.names)} of {columns}"
    return [rows, columns]


def plain(sample: Sample, row_count: int | None = None, most_rows: int = 10) -> str:
    """The rows as plain text."""
    rows = [["NULL" if value is None else value for value in row] for row in sample.rows]
    numbers = [is_number(kind) for kind in sample.types]
    heads = [name or "(no name)" for name in sample.names]
    picked = _fitting(heads, rows[:most_rows])
    made = text.table(
        heads[:picked], [row[:picked] for row in rows[:most_rows]], numbers=numbers[:picked]
    )
    cut = Sample(
        sample.names[:picked],
        sample.types[:picked],
        sample.rows[:most_rows],
        sample.has_more or len(rows) > most_rows,
        sample.column_count,
    )
    return f"{made}\n({', '.join(extent(cut, row_count))})"


def _fitting(heads: Sequence[str], rows: Sequence[Sequence[str]], most: int = 118) -> int:
    """How many columns fit on a line of text; at least one."""
    used = 0
    for place, head in enumerate(heads):
        cells = [head, *(row[place] for row in rows)]
        used += max(text.width(text.shortened(each)) for each in cells) + 2
        if used > most:
            return max(place, 1)
    return len(heads)
