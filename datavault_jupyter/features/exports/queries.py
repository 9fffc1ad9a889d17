"""The statements of an export: one that counts what can't be written, one that writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datavault_jupyter.features.exports import forms
from datavault_jupyter.features.exports.records import ExportFormat
from datavault_jupyter.storage.columns import sql_names
from datavault_jupyter.storage.sql import Sql, literal, quoted

_WIDE = ("hugeint", "uhugeint", "bignum")


@dataclass(frozen=True, slots=True)
class Field:
    """One column of an export.

    Attributes:
        name: As people see it; any text.
        type: Its true DuckDB type, as written in the catalogue.
        kind: The same as DuckDB's own object, whose parts can be asked for.
        sql: How the statements here refer to it.
    """

    name: str
    type: str
    kind: Any
    sql: str


def fields_of(cursor: Any, columns: Sequence[tuple[str, str]]) -> list[Field]:
    """Columns with their types taken apart."""
    return [
        Field(name, text, cursor.sqltype(text), f"v{position}")
        for position, (name, text) in enumerate(columns)
    ]


def _from(query: Sql, fields: Sequence[Field]) -> Sql:
    names = ", ".join(field.sql for field in fields)
    return Sql(f"FROM ({query.text}) AS source({names})", query.params)


def survey(query: Sql, fields: Sequence[Field], counts: Sequence[str]) -> Sql:
    """One row with the sum of each count over all rows of the query."""
    sums = ", ".join(f"coalesce(CAST(sum({count}) AS BIGINT), 0)" for count in counts)
    return Sql(f"SELECT {sums}") + _from(query, fields)


def lost_numbers(field: Field, form: ExportFormat) -> str | None:
    """Counts the numbers of a column that are written as null; None where there can't be any."""
    if form is ExportFormat.PARQUET or (
        form is ExportFormat.CSV and not forms.is_nested(field.kind)
    ):
        return None
    return forms.lost_count(field.kind, field.sql)


def formula_cells(field: Field) -> str | None:
    """Counts the cells of a column that look like formulas; None for what is no text."""
    if not forms.is_text(field.kind):
        return None
    return f"CAST({forms.is_formula(forms.plain_text(field.kind, field.sql))} AS INTEGER)"


def null_cells(field: Field) -> str:
    """Counts the NULLs of a column."""
    return f"CAST({field.sql} IS NULL AS INTEGER)"


def is_wide(field: Field) -> bool:
    """Whether a column holds integers for which Parquet has no type."""
    return str(field.kind.id) in _WIDE


def too_wide(field: Field) -> str:
    """Counts the integers of a column that have more than 38 digits."""
    return f"CAST({field.sql} IS NOT NULL AND {_decimal(field)} IS NULL AS INTEGER)"


def _decimal(field: Field) -> str:
    return f"TRY_CAST(CAST({field.sql} AS VARCHAR) AS DECIMAL(38, 0))"


def csv_head(fields: Sequence[Field], *, guard: bool) -> str:
    """The header line, without its end.

    >>> print(csv_head([Field("a,b", "", None, ""), Field("c", "", None, "")], guard=False))
    "a,b",c
    """
    return ",".join(
        _csv_cell(f"'{field.name}" if guard and looks_like_formula(field.name) else field.name)
        for field in fields
    )


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet would take a text for a formula.

    >>> looks_like_formula("=1+1"), looks_like_formula("a=1")
    (True, False)
    """
    return text.startswith(("=", "+", "-", "@", "\t", "\r"))


def _csv_cell(text: str) -> str:
    # A header that starts with # would be a comment to some readers.
    if text and not text.startswith("#") and not any(char in text for char in '",\r\n'):
        return text
    return '"' + text.replace('"', '""') + '"'


def csv_rows(query: Sql, fields: Sequence[Field], *, guard: bool) -> Sql:
    """All columns as the texts of their cells."""
    cells = [
        forms.guarded_text(text) if guard and forms.is_text(field.kind) else text
        for field in fields
        for text in [forms.plain_text(field.kind, field.sql)]
    ]
    return Sql("SELECT " + ", ".join(cells)) + _from(query, fields)


def json_rows(query: Sql, fields: Sequence[Field]) -> Sql:
    """Each row as the text of one JSON object on one line."""
    pairs = [forms.json_pair(field.name, field.kind, field.sql) for field in fields]
    return Sql("SELECT " + forms.enclosed("{", pairs, "}")) + _from(query, fields)


def parquet_names(fields: Sequence[Field]) -> list[str]:
    """The names of the columns in Parquet: it takes no empty one and none equal but for case."""
    return sql_names([field.name for field in fields])


def is_recast(field: Field) -> bool:
    """Whether Parquet would change the column, so that it is written as something else."""
    return "union" in forms.kinds_in(field.kind) or forms.parquet_type(field.kind) is not None


def parquet_rows(query: Sql, fields: Sequence[Field], *, decimals: frozenset[str]) -> Sql:
    """All columns in types that Parquet keeps.

    Args:
        query: The true values.
        fields: The columns.
        decimals: The ``sql`` of the wide integer columns whose values all fit 38 digits.
    """
    cells = ", ".join(
        f"{_storable(field, decimals)} AS {quoted(name)}"
        for field, name in zip(fields, parquet_names(fields), strict=True)
    )
    return Sql(f"SELECT {cells}") + _from(query, fields)


def _storable(field: Field, decimals: frozenset[str]) -> str:
    if field.sql in decimals:
        return f"CAST(CAST({field.sql} AS VARCHAR) AS DECIMAL(38, 0))"
    if "union" in forms.kinds_in(field.kind):
        return f"CAST({forms.plain_text(field.kind, field.sql)} AS JSON)"
    stored = forms.parquet_type(field.kind)
    return f"CAST({field.sql} AS {stored})" if stored else field.sql


def copy(rows: Sql, target: Path, form: ExportFormat, head: str = "") -> Sql:
    """The statement that writes rows; its result is their number.

    Args:
        rows: Cells for CSV and Parquet, lines for JSON and NDJSON.
        target: The file.
        form: Not an archive.
        head: The header line of a CSV file.
    """
    # Never through a file of DuckDB's own naming: what is left behind must be ours to remove.
    options = {
        ExportFormat.CSV: "FORMAT csv, HEADER false, "
        f"PREFIX {literal(head + chr(10))}, SUFFIX {literal(chr(10))}",
        ExportFormat.JSON: f"{_LINES}, PREFIX {literal('[' + chr(10))}, "
        f"SUFFIX {literal(chr(10) + ']' + chr(10))}, NEW_LINE {literal(',' + chr(10))}",
        ExportFormat.NDJSON: _LINES,
        ExportFormat.PARQUET: "FORMAT parquet, COMPRESSION zstd",
    }[form]
    return Sql(
        f"COPY ({rows.text}) TO {literal(str(target))} ({options}, USE_TMP_FILE false)",
        rows.params,
    )


# One column whose text is the line, written as it is: no quotes, and a delimiter JSON can't hold.
_LINES = "FORMAT csv, HEADER false, QUOTE '', ESCAPE '', DELIMITER '\x01'"


def empty_file(form: ExportFormat, head: str = "") -> str | None:
    """What a file without rows holds, where the writer would leave a blank line in it.

    >>> print(empty_file(ExportFormat.JSON), end="")
    []
    """
    return {ExportFormat.CSV: head + "\n", ExportFormat.JSON: "[]\n"}.get(form)
