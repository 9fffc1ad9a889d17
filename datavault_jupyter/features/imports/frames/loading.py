"""A frame of any kind to a part."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.features.imports import overrides
from datavault_jupyter.features.imports.frames import relations
from datavault_jupyter.features.imports.frames.arrow_columns import Column, prepared
from datavault_jupyter.features.imports.records import Loaded, Note, Options, Write
from datavault_jupyter.features.imports.typed import queries
from datavault_jupyter.features.imports.typed.loading import Field, plan, write_typed
from datavault_jupyter.features.sql.rows import Rows
from datavault_jupyter.storage.engine import described
from datavault_jupyter.storage.foreign import translated

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

_TEXT_OPTIONS = ("delimiter", "header", "encoding", "null_values")


def load(cursor: Cursor, frame: object, options: Options, write: Write, scratch: Path) -> Loaded:
    """Import a frame with its types.

    Raises:
        BadArgument: it is no frame, or a value can't be stored exactly.
    """
    for name in _TEXT_OPTIONS:
        if getattr(options, name) is not None:
            raise BadArgument(f"{name}= is for text files, not for frames.", field=name)
    kind = kind_of(frame)
    info = {"kind": "frame", "frame": kind}
    if isinstance(frame, Rows):
        return relations.load_rows(cursor, frame, options, write=write, scratch=scratch, info=info)
    if kind == "duckdb":
        return relations.load_relation(
            cursor, frame, options, write=write, scratch=scratch, info=info
        )
    columns, notes = _columns(frame, kind, options, scratch)
    overrides.require_columns("The frame", [column.name for column in columns])
    return _load_arrow(cursor, columns, notes, options, write=write, info=info)


def kind_of(
    frame: object, hint: str = "Pass a frame of pandas, polars or Arrow, or a DuckDB relation."
) -> str:
    """Whose frame it is, told without importing anybody's library.

    Raises:
        BadArgument: it is none, with this hint.
    """
    root = type(frame).__module__.partition(".")[0]
    name = type(frame).__name__
    if root == "pandas" and name == "DataFrame":
        return "pandas"
    if root == "polars" and name in ("DataFrame", "LazyFrame"):
        return "polars"
    if root in ("duckdb", "_duckdb") and name == "DuckDBPyRelation":
        return "duckdb"
    if hasattr(frame, "__arrow_c_stream__") and name not in ("Series", "ChunkedArray"):
        return "arrow"
    raise BadArgument(
        f"A {name} is no data frame.",
        hint=hint,
        field="frame",
    )


def _columns(
    frame: Any, kind: str, options: Options, scratch: Path
) -> tuple[list[Column], list[Note]]:
    if kind == "pandas":
        return _of_pandas(frame, options)
    if kind == "polars":
        return _of_polars(frame, options)
    return _of_table(_as_table(frame, scratch), options)


def _wanted(names: Sequence[str], options: Options) -> set[int]:
    """The positions of the columns that are kept: what is left out may hold anything."""
    usable, _ = overrides.usable(names)
    return {column.position for column in overrides.pick(usable, options)}


def _left_out(name: str, row_count: int) -> Column:
    import pyarrow as pa

    return Column(name, pa.chunked_array([pa.nulls(row_count, pa.int8())]))


def _of_pandas(frame: Any, options: Options) -> tuple[list[Column], list[Note]]:
    from datavault_jupyter.features.imports.frames import pandas_columns

    flat, notes = pandas_columns.flat(frame)
    labels = flat.columns.tolist()
    names = [_spoken(label) for label in labels]
    wanted = _wanted(names, options)
    made = []
    for at, (label, name) in enumerate(zip(labels, names, strict=True)):
        if at not in wanted:
            made.append(_left_out(name, len(flat)))
            continue
        if name != label:
            notes.append(Note(f"The column {label!r} is named {name!r}.", name))
        column, said = pandas_columns.column(name, flat.iloc[:, at])
        made.append(column)
        notes += said
    return made, notes


def _spoken(label: object) -> str:
    if isinstance(label, tuple):
        return "_".join(str(each) for each in label if str(each))
    return label if isinstance(label, str) else str(label)


def _of_polars(frame: Any, options: Options) -> tuple[list[Column], list[Note]]:
    import polars as pl

    if isinstance(frame, pl.LazyFrame):
        frame = frame.collect()
    wide = {}
    wanted = _wanted(frame.columns, options)
    for at, (name, kind) in enumerate(frame.schema.items()):
        if kind == pl.Object and at not in wanted:
            frame = frame.with_columns(pl.lit(None).alias(name))
        elif kind == pl.Object:
            raise BadArgument(
                f"Column {name!r} holds Python objects, which can't be stored exactly.",
                hint="Leave it out with columns=…, or turn it into text first.",
                field=name,
            )
        if str(kind) in ("Int128", "UInt128"):
            wide[name] = "HUGEINT" if str(kind) == "Int128" else "UHUGEINT"
    if wide:
        frame = frame.with_columns(pl.col(name).cast(pl.String) for name in wide)
    columns, notes = _of_table(frame.to_arrow(), options)
    return [Column(each.name, each.values, wide.get(each.name, each.true_type)) for each in
            columns], notes  # fmt: skip


def _as_table(frame: Any, scratch: Path) -> Any:
    """An Arrow table; a stream is laid down in scratch first, so that memory stays bounded."""
    import pyarrow as pa

    if isinstance(frame, pa.Table):
        return frame
    if isinstance(frame, pa.RecordBatch):
        return pa.Table.from_batches([frame])
    path = scratch / "frame.arrow"
    with translated():
        try:
            reader = pa.RecordBatchReader.from_stream(frame)
            with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, reader.schema) as sink:
                for batch in reader:
                    sink.write_batch(batch)
            return pa.ipc.open_file(pa.memory_map(str(path))).read_all()
        except (pa.ArrowException, TypeError) as error:
            raise BadArgument(
                f"The frame's Arrow stream can't be read: {error}.", field="frame"
            ) from error


def _of_table(table: Any, options: Options) -> tuple[list[Column], list[Note]]:
    made, notes = [], []
    wanted = _wanted(table.column_names, options)
    for at, (name, values) in enumerate(zip(table.column_names, table.columns, strict=True)):
        if at not in wanted:
            made.append(_left_out(name, table.num_rows))
            continue
        column, said = prepared(name, values)
        made.append(column)
        notes += said
    return made, notes


def _load_arrow(
    cursor: Cursor,
    columns: Sequence[Column],
    notes: list[Note],
    options: Options,
    *,
    write: Write,
    info: dict[str, Any],
) -> Loaded:
    import pyarrow as pa

    view = f"frame_{uuid4().hex}"
    names = [f"t{at}" for at in range(len(columns))]
    table = pa.table([column.values for column in columns], names=names)
    with translated():
        cursor.register(view, table)
    try:
        scan = queries.field(view)
        kinds = dict(described(cursor, queries.select("*", scan)))
        fields = [
            Field(column.name, _restored(name, column.true_type), column.true_type or kinds[name])
            for name, column in zip(names, columns, strict=True)
        ]
        made = plan("The frame", fields, options)
        part = write_typed(cursor, "The frame", scan, fields, made=made, write=write)
    finally:
        cursor.unregister(view)
    return Loaded([part], made.columns, (*notes, *made.notes), info)


def _restored(name: str, true_type: str | None) -> str:
    return f"CAST({name} AS {true_type})" if true_type else name
