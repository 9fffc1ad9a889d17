"""Rows into a plain file: CSV, JSON, NDJSON, Parquet or Arrow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datavault_jupyter.features.exports import notes, queries
from datavault_jupyter.features.exports.arrow import write_arrow
from datavault_jupyter.features.exports.queries import Field
from datavault_jupyter.features.exports.records import ExportFormat
from datavault_jupyter.storage.engine import rows_of
from datavault_jupyter.storage.running import watched
from datavault_jupyter.storage.sql import Sql


@dataclass(frozen=True, slots=True)
class _Found:
    """What a look at the data before the writing has found, per column and over all rows."""

    lost: dict[str, int]
    formulas: dict[str, int]
    blanks: int
    decimals: frozenset[str]


def write_rows(
    cursor: Any,
    query: Sql,
    fields: Sequence[Field],
    target: Path,
    form: ExportFormat,
    *,
    guard: bool = False,
    on_progress: Callable[[float], None] | None = None,
) -> tuple[int, list[str]]:
    """Write rows into a file that exists already.

    Args:
        cursor: A DuckDB cursor that may write files.
        query: Gives the true values.
        fields: Its columns.
        target: The file.
        form: Not an archive.
        guard: Whether texts that look like formulas get a ``'`` in front, in CSV.
        on_progress: Called with a share from 0 to 1, from another thread.

    Returns:
        How many rows were written, and what a reader should know.
    """
    found = _look(cursor, query, fields, form, guard=guard)
    head = queries.csv_head(fields, guard=guard) if form is ExportFormat.CSV else ""
    rows = _rows(query, fields, form, found, guard=guard)
    if form is ExportFormat.ARROW:
        row_count = write_arrow(cursor, rows, target, on_progress)
        return row_count, list(_said(fields, form, found, guard=guard))
    with watched(cursor, on_progress):
        row_count = int(rows_of(cursor, queries.copy(rows, target, form, head))[0][0])
    empty = queries.empty_file(form, head)
    if row_count == 0 and empty is not None:
        target.write_text(empty, encoding="utf-8", newline="\n")
    return row_count, list(_said(fields, form, found, guard=guard))


def _rows(
    query: Sql, fields: Sequence[Field], form: ExportFormat, found: _Found, *, guard: bool
) -> Sql:
    if form in queries.TYPED:
        return queries.typed_rows(query, fields, form, decimals=found.decimals)
    if form is ExportFormat.CSV:
        return queries.csv_rows(query, fields, guard=guard)
    return queries.json_rows(query, fields)


def _look(
    cursor: Any, query: Sql, fields: Sequence[Field], form: ExportFormat, *, guard: bool
) -> _Found:
    """Ask everything at once, reading only the columns it is about; nothing where all is plain."""
    asked: dict[tuple[str, str], str] = {}
    for field in fields:
        if (lost := queries.lost_numbers(field, form)) is not None:
            asked["lost", field.sql] = lost
        if guard and (formulas := queries.formula_cells(field)) is not None:
            asked["formulas", field.sql] = formulas
        if form in queries.TYPED and queries.is_wide(field):
            asked["too wide", field.sql] = queries.too_wide(field)
    if form is ExportFormat.CSV and len(fields) == 1:
        asked["blank", fields[0].sql] = queries.null_cells(fields[0])
    counted: dict[tuple[str, str], int] = {}
    if asked:
        (row,) = rows_of(cursor, queries.survey(query, fields, list(asked.values())))
        counted = {about: int(number) for about, number in zip(asked, row, strict=True)}

    def those(question: str) -> dict[str, int]:
        return {
            column: number for (asked_, column), number in counted.items() if asked_ == question
        }

    return _Found(
        lost={column: number for column, number in those("lost").items() if number},
        formulas=those("formulas"),
        blanks=sum(those("blank").values()),
        decimals=frozenset(column for column, number in those("too wide").items() if not number),
    )


def _said(
    fields: Sequence[Field], form: ExportFormat, found: _Found, *, guard: bool
) -> Iterator[str]:
    if form in queries.TYPED:
        names = [field.name for field in fields]
        made = list(zip(names, queries.typed_names(fields), strict=True))
        yield from notes.renamed(made, form)
        recast = [field for field in fields if queries.is_recast(field, form)]
        yield from notes.of_typed(recast, found.decimals, form)
        return
    if found.lost:
        names = [field.name for field in fields if field.sql in found.lost]
        yield notes.lost(sum(found.lost.values()), names, form)
    yield from notes.of_text(fields)
    if guard:
        heads = sum(queries.looks_like_formula(field.name) for field in fields)
        yield notes.guarded(sum(found.formulas.values()), heads)
    if found.blanks:
        yield notes.blank_lines(found.blanks)
