"""The statements of an export: one that counts what can't be written, one that writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datavault_jupyter.features.exports import forms
from datavault_jupyter.features.exports.records import ExportFormat
from datavault_jupyter.storage.columns import sql_names
from datavault_jupyter.storage.sql import Sql, literal, quoted

_WIDE = ("hugeint", "uhugeint", "bignum")
# Formats that keep types, so that values need no text.
TYPED = (ExportFormat.PARQUET, ExportFormat.ARROW)


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
    if form in TYPED or (form is ExportFormat.CSV and not forms.is_nested(field.kind)):
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


def typed_names(fields: Sequence[Field]) -> list[str]:
    """The names of the columns where types are kept: none empty, none equal but for case."""
    return sql_names([field.name for field in fields])


def is_recast(field: Field, form: ExportFormat) -> bool:
    """Whether the format would change the column, so that it is written as something else."""
    return (
        bool(_lacking(form) & forms.kinds_in(field.kind))
        or forms.parquet_type(field.kind) is not None
    )


def _lacking(form: ExportFormat) -> frozenset[str]:
    return _LACKING if form is ExportFormat.PARQUET else _LACKING | _LACKING_IN_ARROW


_LACKING = frozenset({"union"})
_LACKING_IN_ARROW = frozenset({"variant", "geometry"})


def typed_rows(
    query: Sql, fields: Sequence[Field], form: ExportFormat, *, decimals: frozenset[str]
) -> Sql:
    """All columns in types that the format keeps.

    Args:
        query: The true values.
        fields: The columns.
        form: Parquet or Arrow.
        decimals: The ``sql`` of the wide integer columns whose values all fit 38 digits.
    """
    cells = ", ".join(
        f"{_storable(field, form, decimals)} AS {quoted(name)}"
        for field, name in zip(fields, typed_names(fields), strict=True)
    )
    return Sql(f"SELECT {cells}") + _from(query, fields)


def _storable(field: Field, form: ExportFormat, decimals: frozenset[str]) -> str:
    if field.sql in decimals:
        return f"CAST(CAST({field.sql} AS VARCHAR) AS DECIMAL(38, 0))"
    if _lacking(form) & forms.kinds_in(field.kind):
        text = forms.plain_text(field.kind, field.sql)
        # Arrow's readers know text better than its extension for JSON.
        return f"CAST({text} AS JSON)" if form is ExportFormat.PARQUET else text
    if form is ExportFormat.ARROW and forms.is_json(field.kind):
        return f"CAST({field.sql} AS VARCHAR)"
    stored = forms.parquet_type(field.kind)
    return f"CAST({field.sql} AS {stored})" if stored else field.sql


def joined_lines(lines: Sql, column_count: int, form: ExportFormat) -> Sql:
    """All lines of a text file as one text."""
    names = [f"t{position}" for position in range(column_count if form is ExportFormat.CSV else 1)]
    cells = ", ".join(f"coalesce({name}, '')" for name in names)
    return Sql(
        f"SELECT string_agg(concat_ws(',', {cells}), chr(10)) "
        f"FROM ({lines.text}) AS lines({', '.join(names)})",
        lines.params,
    )


def first_of(query: Sql, row_count: int) -> Sql:
    """The first rows that a query gives."""
    return Sql(f"SELECT * FROM ({query.text}) LIMIT {int(row_count)}", query.params)


def count_of(query: Sql) -> Sql:
    """How many rows a query gives."""
    return Sql(f"SELECT count(*) FROM ({query.text})", query.params)


def holds_files(kind: Any) -> bool:
    """Whether a column holds references to files of the vault, or lists of them."""
    inner = kind.children[0][1] if str(kind.id) == "list" else kind
    if str(inner.id) != "struct":
        return False
    return [(str(name), str(child)) for name, child in inner.children] == _REFERENCE


_REFERENCE = [("name", "VARCHAR"), ("sha256", "VARCHAR"), ("byte_count", "BIGINT")]
# Of names that people gave: the end with its extension, without what no system takes.
_UNSAFE_NAME = r"[\x00-\x1f\x7f/\\:*?\"<>|]"


def _path(reference: str, folder: str) -> str:
    """The path of a file in the archive: its digest keeps equal names apart, and safe."""
    clean = f"regexp_replace({reference}.name, {literal(_UNSAFE_NAME)}, '_', 'g')"
    end = f"rtrim(right({clean}, 50), '. ')"
    return (
        f"concat({literal(folder + '/')}, left({reference}.sha256, 16), "
        f"CASE WHEN {end} = '' THEN '' ELSE '-' END, {end})"
    )


def _each_reference(query: Sql, fields: Sequence[Field], folders: Mapping[str, str]) -> Sql:
    """All references of all columns of files, one row each."""
    parts = []
    for field in fields:
        if (folder := folders.get(field.sql)) is not None:
            is_list = str(field.kind.id) == "list"
            parts.append(
                f"SELECT file, {_path('file', folder)} AS path FROM "
                f"(SELECT {f'unnest({field.sql})' if is_list else field.sql} AS file FROM rows) "
                "WHERE file.sha256 IS NOT NULL"
            )
    whole = Sql("WITH rows AS (SELECT *") + _from(query, fields) + Sql(")")
    return whole + Sql(" UNION ALL ".join(parts))


def references(query: Sql, fields: Sequence[Field], folders: Mapping[str, str]) -> Sql:
    """Digest and path of each file, once, in the order of paths."""
    each = _each_reference(query, fields, folders)
    return Sql(f"SELECT DISTINCT file.sha256, path FROM ({each.text}) ORDER BY path", each.params)


def reference_sizes(query: Sql, fields: Sequence[Field], folders: Mapping[str, str]) -> Sql:
    """How many files there are, and their bytes."""
    each = _each_reference(query, fields, folders)
    return Sql(
        "SELECT count(*), coalesce(sum(size), 0) FROM "
        f"(SELECT path, max(file.byte_count) AS size FROM ({each.text}) GROUP BY path)",
        each.params,
    )


def with_path_type(field: Field) -> str:
    """The type of a column of files whose references say where each lies in the archive."""
    inner = 'STRUCT("name" VARCHAR, sha256 VARCHAR, byte_count BIGINT, path VARCHAR)'
    return f"{inner}[]" if str(field.kind.id) == "list" else inner


def with_paths(
    query: Sql, fields: Sequence[Field], folders: Mapping[str, str], gone: Sequence[str]
) -> Sql:
    """The rows, each reference with its path in the archive; NULL for a file that is gone."""

    def extended(reference: str, folder: str) -> str:
        path = _path(reference, folder)
        if gone:
            lost = ", ".join(map(literal, gone))
            path = f"CASE WHEN {reference}.sha256 IN ({lost}) THEN NULL ELSE {path} END"
        return (
            f"CASE WHEN {reference} IS NULL THEN NULL ELSE "
            f"{{'name': {reference}.name, 'sha256': {reference}.sha256, "
            f"'byte_count': {reference}.byte_count, 'path': {path}}} END"
        )

    def cell(field: Field) -> str:
        folder = folders.get(field.sql)
        if folder is None:
            return field.sql
        if str(field.kind.id) == "list":
            return f"list_transform({field.sql}, lambda f: {extended('f', folder)})"
        return extended(field.sql, folder)

    return Sql(f"SELECT {', '.join(map(cell, fields))}") + _from(query, fields)


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
