"""Parquet files: taken over as they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datavault_jupyter.base.errors import (
    BadArgument,
    BadFile,
    BadTable,
    CannotConvert,
    DataFileCorrupt,
    StorageFault,
    UnreadableText,
    ValueDoesNotFit,
    VaultError,
)
from datavault_jupyter.base.wording import count
from datavault_jupyter.features.imports import encodings, sources
from datavault_jupyter.features.imports.records import (
    MOST_REJECTS,
    Loaded,
    Options,
    Preview,
    PreviewColumn,
    Reject,
    SourceColumn,
    Write,
)
from datavault_jupyter.features.imports.sources import Digest, Source
from datavault_jupyter.features.imports.typed import queries
from datavault_jupyter.features.imports.typed.loading import Field, TypedPlan, plan, write_typed
from datavault_jupyter.features.imports.values.queries import fits_asked
from datavault_jupyter.features.imports.values.showing import shown_list
from datavault_jupyter.storage.engine import described, rows_of

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

_TEXT_OPTIONS = ("delimiter", "header", "encoding", "null_values", "quote", "skip", "date_order")
_MAX_DIGITS = 38
_ENCRYPTED = b"PARE"


@dataclass(frozen=True, slots=True)
class _Inside:
    """What lies under a column: how wide its decimals are, whether it has old time stamps."""

    name: str
    most_digits: int
    has_int96: bool


@dataclass(frozen=True, slots=True)
class _Opened:
    """A Parquet file and how its columns are made."""

    path: Path
    fields: list[Field]
    made: TypedPlan

    @property
    def scan(self) -> str:
        """The SQL of all its rows."""
        return queries.parquet_scan(self.path)

    @property
    def source_columns(self) -> tuple[SourceColumn, ...]:
        """What the file calls each column, and its own type."""
        return tuple(
            SourceColumn(
                self.fields[picked.position].name,
                column.name,
                column.type,
                self.fields[picked.position].type if picked.asked_type else column.type,
            )
            for picked, column in zip(self.made.picked, self.made.columns, strict=True)
        )


def load(cursor: Cursor, source: Source, options: Options, write: Write, scratch: Path) -> Loaded:
    """Import a Parquet file.

    Raises:
        BadFile: it is damaged, or has a type that can't be kept exactly.
    """
    digest = Digest(source.path)
    opened = _opened(cursor, source, options, scratch)
    made = opened.made
    rejects: tuple[Reject, ...] = ()
    try:
        try:
            part = write_typed(cursor, source.name, opened.scan, opened.fields, made=made,
                               write=write)  # fmt: skip
        except ValueDoesNotFit:
            if not options.skips:
                raise
            rejects, scan = _without_unfit(cursor, source, opened)
            part = write_typed(cursor, source.name, scan, opened.fields, made=made, write=write)
    except (CannotConvert, DataFileCorrupt, StorageFault) as error:
        raise _explained(source, error) from error
    info = sources.info(source, digest)
    return Loaded([part], made.columns, tuple(made.notes), info, rejects, opened.source_columns)


def preview(
    cursor: Cursor, source: Source, options: Options, row_count: int, scratch: Path
) -> Preview:
    """The first rows of a Parquet file, and its own types."""
    opened = _opened(cursor, source, options, scratch)
    made = opened.made
    shown = shown_list(made.columns, made.expressions)
    scan = opened.scan
    try:
        try:
            rows = rows_of(cursor, queries.select(shown, scan, max(row_count, 0)))
        except VaultError:
            conditions = _conditions(opened)
            if not options.skips or not conditions:
                raise
            scan = queries.sound(scan, list(conditions.values()))
            rows = rows_of(cursor, queries.select(shown, scan, max(row_count, 0)))
    except (CannotConvert, DataFileCorrupt, StorageFault) as error:
        raise _explained(source, error) from error
    total = rows_of(cursor, queries.parquet_row_count(opened.path))[0][0]
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


def _opened(cursor: Cursor, source: Source, options: Options, scratch: Path) -> _Opened:
    for name in _TEXT_OPTIONS:
        if getattr(options, name) is not None:
            raise BadArgument(f"{name}= is for text files; {source.name} is Parquet.", field=name)
    path = encodings.stage(source, scratch, None).path
    try:
        read = described(cursor, queries.select("*", queries.parquet_scan(path)))
        inside = _top_level(rows_of(cursor, queries.parquet_fields(path)))
    except (CannotConvert, DataFileCorrupt, StorageFault) as error:
        raise _explained(source, error) from error
    # DuckDB renames columns that are named alike, or not at all, without a word.
    fields = [
        Field(field.name, queries.field(name), kind)
        for field, (name, kind) in zip(inside, read, strict=True)
    ]
    made = plan(source.name, fields, options)
    picked = [inside[column.position] for column in made.picked]
    for field in picked:
        if field.most_digits > _MAX_DIGITS:
            raise BadFile(
                f"{source.name}: column {field.name!r} has decimals of {field.most_digits} digits; "
                f"{_MAX_DIGITS} can be kept exactly.",
                hint="Store that column as text, or leave it out with columns=.",
                field=field.name,
            )
    for field in picked:
        if field.has_int96:
            _require_microseconds(path, source.name, field.name)
    return _Opened(path, fields, made)


def _top_level(rows: Sequence[tuple[Any, ...]]) -> list[_Inside]:
    """The columns of a file, from all its fields: each stands before those inside it."""
    at = 1
    columns = []

    def walk() -> Iterator[tuple[Any, ...]]:
        nonlocal at
        row = rows[at]
        at += 1
        yield row
        for _ in range(int(row[1])):
            yield from walk()

    while at < len(rows):
        name = str(rows[at][0])
        leaves = list(walk())
        digits = max(int(precision or 0) for *_, precision in leaves)
        has_int96 = any(kind == "INT96" for _, _, kind, _ in leaves)
        columns.append(_Inside(name, digits, has_int96))
    return columns


def _require_microseconds(path: Path, file_name: str, column: str) -> None:
    """Refuse time stamps of the old kind that have nanoseconds: DuckDB cuts them off.

    Both readings may leave the range of 64 bits, which cancels out in their difference.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    # A point in a name would be taken for a path to a field inside.
    columns = None if "." in column else [column]
    try:
        fine = pq.ParquetFile(path, coerce_int96_timestamp_unit="ns")
        coarse = pq.ParquetFile(path, coerce_int96_timestamp_unit="us")
        is_exact = all(
            one.type == other.type or (_whole(one) == _whole(other) * 1_000).all()
            for batches in zip(
                fine.iter_batches(columns=columns), coarse.iter_batches(columns=columns),
                strict=True,
            )
            for one, other in zip(*map(_moments, batches), strict=True)
        )  # fmt: skip
    except (pa.ArrowException, OSError) as error:
        raise BadFile(
            f"{file_name} is damaged or no Parquet file.", hint="Fetch or write it again."
        ) from error
    if not is_exact:
        raise BadFile(
            f"{file_name}: column {column!r} has nanoseconds in the old form INT96, which would "
            "be cut off.",
            hint="Write that column as timestamp[ns], or leave it out with columns=.",
            field=column,
        )


def _moments(batch: Any) -> Iterator[Any]:
    """The time stamps inside the columns of a batch."""
    import pyarrow as pa

    waiting = list(batch.columns)
    while waiting:
        array = waiting.pop()
        if pa.types.is_timestamp(array.type):
            yield array
        elif pa.types.is_map(array.type):
            waiting += [array.keys, array.items]
        elif pa.types.is_nested(array.type):
            made = array.flatten()
            waiting += made if isinstance(made, list) else [made]


def _whole(array: Any) -> Any:
    """Time stamps as whole numbers."""
    return array.cast("int64").fill_null(0).to_numpy(zero_copy_only=False)


def _conditions(opened: _Opened) -> dict[str, str]:
    """For each column for which another type is asked: whether a row can be held by it."""
    made = {}
    for column in opened.made.picked:
        field = opened.fields[column.position]
        if column.asked_type is None or column.asked_type == field.type:
            continue
        made[column.name] = (
            f"({field.sql} IS NULL OR coalesce({fits_asked(field.sql, column.asked_type)}, false))"
            if field.type == "VARCHAR"
            else queries.keeps(field.sql, field.type, column.asked_type)
        )
    return made


def _without_unfit(
    cursor: Cursor, source: Source, opened: _Opened
) -> tuple[tuple[Reject, ...], str]:
    """The rows that types asked for don't hold, and the scan of the others."""
    conditions = _conditions(opened)
    columns = list(conditions)
    types = {column.name: column.asked_type for column in opened.made.picked}
    met = list(conditions.values())
    rows = rows_of(cursor, queries.unsound(opened.scan, met, MOST_REJECTS + 1))
    rejects = tuple(
        Reject(
            f"Its value in column {columns[unmet]!r} is not exactly held by "
            f"{types[columns[unmet]]}.",
            str(text),
            int(str(number)),
            columns[unmet],
        )
        for number, text, unmet in rows
    )
    if len(rejects) > MOST_REJECTS:
        raise BadTable(
            f"{source.name}: more than {count(MOST_REJECTS, 'row')} can't be imported. "
            f"The first: {rejects[0].reason}",
            hint="Choose another type, or leave it out to keep the values.",
        )
    total = int(str(rows_of(cursor, queries.parquet_row_count(opened.path))[0][0]))
    if len(rejects) == total:
        raise BadTable(
            f"{source.name}: none of its rows can be imported. The first: {rejects[0].reason}",
            hint="Choose another type, or leave it out to keep the values.",
        )
    return rejects, queries.sound(opened.scan, met)


def _explained(source: Source, error: VaultError) -> BadFile:
    """Our refusal for what DuckDB says about a file that it can't read."""
    text = str(error.__cause__ or error)
    with source.path.open("rb") as file:
        is_encrypted = file.read(len(_ENCRYPTED)) == _ENCRYPTED
    if is_encrypted or "is encrypted" in text:
        return BadFile(f"{source.name} is encrypted.", hint="Write it without encryption.")
    if "non-root column" in text:
        return BadTable(f"{source.name} has no columns.", hint="Check what it holds.")
    if "not valid UTF8" in text:
        return UnreadableText(
            f"{source.name} has a text that is not UTF-8.",
            hint="Write that column as binary, or leave it out with columns=.",
        )
    if "Could not convert" in text:
        return BadFile(
            f"{source.name} has a value beyond the range of its type: {error.message}",
            hint="Leave its column out with columns=.",
        )
    return BadFile(f"{source.name} is damaged or no Parquet file.", hint="Fetch or write it again.")
