"""Parquet files: taken over as they are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from datavault_jupyter.base.errors import (
    BadArgument,
    BadFile,
    Cancelled,
    CannotConvert,
    DataFileCorrupt,
    StorageFault,
    VaultError,
)
from datavault_jupyter.features.imports import sources
from datavault_jupyter.features.imports.records import (
    Loaded,
    Options,
    Preview,
    PreviewColumn,
    Write,
)
from datavault_jupyter.features.imports.sources import Digest, Source
from datavault_jupyter.features.imports.typed import queries
from datavault_jupyter.features.imports.typed.loading import Field, plan, write_typed
from datavault_jupyter.features.imports.values.showing import shown_list
from datavault_jupyter.storage.engine import described, rows_of

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

_TEXT_OPTIONS = ("delimiter", "header", "encoding", "null_values")
_MAX_DIGITS = 38


def load(cursor: Cursor, source: Source, options: Options, write: Write, scratch: Path) -> Loaded:
    """Import a Parquet file.

    Raises:
        BadFile: it is damaged, or has a type that can't be kept exactly.
    """
    digest = Digest(source.path)
    path, fields = _opened(cursor, source, options, scratch)
    scan = queries.parquet_scan(path)
    made = plan(source.name, fields, options)
    try:
        part = write_typed(cursor, source.name, scan, fields, made=made, write=write)
    except (CannotConvert, DataFileCorrupt, StorageFault) as error:
        raise _damaged(source) from error
    return Loaded([part], made.columns, tuple(made.notes), sources.info(source, digest))


def preview(
    cursor: Cursor, source: Source, options: Options, row_count: int, scratch: Path
) -> Preview:
    """The first rows of a Parquet file, and its own types."""
    path, fields = _opened(cursor, source, options, scratch)
    made = plan(source.name, fields, options)
    shown = shown_list(made.columns, made.expressions)
    query = queries.select(shown, queries.parquet_scan(path), max(row_count, 0))
    rows = rows_of(cursor, query)
    total = rows_of(cursor, queries.parquet_row_count(path))[0][0]
    return Preview(
        file_name=source.name,
        format=source.format,
        columns=tuple(
            PreviewColumn(column.name, column.type, picked.source_name)
            for column, picked in zip(made.columns, made.picked, strict=True)
        ),
        rows=rows,
        notes=tuple(made.notes),
        row_count=int(str(total)),
        byte_count=source.byte_count,
    )


def _opened(
    cursor: Cursor, source: Source, options: Options, scratch: Path
) -> tuple[Path, list[Field]]:
    for name in _TEXT_OPTIONS:
        if getattr(options, name) is not None:
            raise BadArgument(f"{name}= is for text files; {source.name} is Parquet.", field=name)
    path = sources.stage(source, scratch, None).path
    try:
        fields = described(cursor, queries.select("*", queries.parquet_scan(path)))
        precisions = rows_of(cursor, queries.parquet_fields(path))
    except Cancelled:
        raise
    except VaultError as error:
        raise _damaged(source) from error
    for field_name, precision in precisions:
        if precision is not None and int(str(precision)) > _MAX_DIGITS:
            raise BadFile(
                f"{source.name}: column {field_name!r} has decimals of {precision} digits; "
                f"{_MAX_DIGITS} can be kept exactly.",
                hint="Store that column as text.",
                field=str(field_name),
            )
    return path, [Field(name, queries.field(name), kind) for name, kind in fields]


def _damaged(source: Source) -> BadFile:
    return BadFile(f"{source.name} is damaged or no Parquet file.", hint="Fetch or write it again.")
