"""The columns asked for, out of a frame of any kind, as Arrow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datavault_jupyter.base.errors import BadArgument, first_line
from datavault_jupyter.base.names import did_you_mean
from datavault_jupyter.base.wording import listing
from datavault_jupyter.features.imports.frames import pandas_columns
from datavault_jupyter.features.imports.frames.arrow_columns import Column, prepared
from datavault_jupyter.features.imports.frames.loading import kind_of
from datavault_jupyter.features.sql.rows import Rows
from datavault_jupyter.storage import frames
from datavault_jupyter.storage.sql import quoted

if TYPE_CHECKING:
    import pyarrow as pa

_MOST_NAMED = 20
_TAKES = "Pass a dataset, a frame of pandas, polars or Arrow, or a DuckDB relation."


@dataclass(frozen=True, slots=True)
class Taken:
    """Columns out of a frame.

    Attributes:
        table: One column for each that was asked for, named ``c0`` and so on, and ``place``, the
            number of the row.
        types: The DuckDB type a column's texts stand for, by its place; None when Arrow's is right.
        orders: The order that a column of ordered categories brings along, by its place.
    """

    table: pa.Table
    types: tuple[str | None, ...]
    orders: tuple[list[Any] | None, ...]


def take(frame: object, asked: dict[str, str]) -> Taken:
    """Take columns out of a frame of pandas, polars, Arrow or DuckDB.

    Args:
        frame: The frame.
        asked: The names of columns, by the arguments that name them.

    Raises:
        BadArgument: it is no frame, a column isn't there (the hint lists those that are), or
            holds what can't be counted.
    """
    kind = _kind(frame)
    columns, orders = _READERS[kind](frame, asked)
    import numpy as np
    import pyarrow as pa

    arrays = [column.values for column in columns]
    place = pa.array(np.arange(len(arrays[0]), dtype=np.int64))
    names = [f"c{at}" for at in range(len(arrays))]
    table = pa.table([*arrays, place], names=[*names, "place"])
    return Taken(table, tuple(column.true_type for column in columns), tuple(orders))


def require_columns(asked: dict[str, str], known: Sequence[Any]) -> None:
    """Refuse names that are no column, and names that two columns have.

    Raises:
        BadArgument: a name is no text, is no column, or stands for two of them.
    """
    for argument, name in asked.items():
        if not isinstance(name, str):
            raise BadArgument(f"{argument}= is the name of a column.", field=argument)
        number = sum(name == each for each in known)
        if number > 1:
            raise BadArgument(f"The frame has {number} columns named {name!r}.", field=argument)
        if number == 0:
            texts = [str(each) for each in known]
            shown = [repr(each) for each in texts[:_MOST_NAMED]]
            if len(texts) > len(shown):
                shown.append(f"{len(texts) - len(shown):,} more")
            there = f"It has {listing(shown)}." if shown else "It has no columns."
            raise BadArgument(
                f"The frame has no column {name!r} ({argument}=).",
                hint=f"{there} {did_you_mean(name, texts)}".strip(),
                field=argument,
            )


def _kind(frame: object) -> str:
    return "rows" if isinstance(frame, Rows) else kind_of(frame, _TAKES)


_Read = tuple[list[Column], list["list[Any] | None"]]


def _of_pandas(frame: Any, asked: dict[str, str]) -> _Read:
    labels = frame.columns.tolist()
    if not set(asked.values()) <= set(labels):
        frame, _ = pandas_columns.flat(frame)  # an index may be what is asked for
        labels = frame.columns.tolist()
    require_columns(asked, labels)
    columns, orders = [], []
    for name in asked.values():
        series = frame[name]
        is_ordered = str(series.dtype) == "category" and series.cat.ordered
        orders.append(series.cat.categories.tolist() if is_ordered else None)
        columns.append(pandas_columns.column(name, series)[0])
    return columns, orders


def _of_polars(frame: Any, asked: dict[str, str]) -> _Read:
    import polars as pl

    require_columns(asked, frame.collect_schema().names())
    picked = frame.select(list(dict.fromkeys(asked.values()))).lazy().collect()
    columns, orders = [], []
    for name in asked.values():
        values = picked.get_column(name)
        kind = values.dtype
        orders.append(kind.categories.to_list() if isinstance(kind, pl.Enum) else None)
        if kind == pl.Object:
            raise BadArgument(
                f"Column {name!r} holds Python objects.", hint="Turn it into text first."
            )
        wide = {"Int128": "HUGEINT", "UInt128": "UHUGEINT"}.get(str(kind))
        values = values.cast(pl.String) if wide else values
        made, _ = prepared(name, _chunked(values.to_arrow()))
        columns.append(Column(name, made.values, wide or made.true_type))
    return columns, orders


def _of_relation(frame: Any, asked: dict[str, str]) -> _Read:
    relation = frame.relation() if isinstance(frame, Rows) else frame
    require_columns(asked, relation.columns)
    names = [f"{quoted(name)} AS c{at}" for at, name in enumerate(asked.values())]
    picked = relation.project(", ".join(names))
    columns, orders = _of_table(frames.to_arrow(picked), asked, list(asked))
    # Integers that Arrow has no type for come as text.
    kinds = [str(kind) for kind in picked.types]
    wide = [kind if kind in ("HUGEINT", "UHUGEINT") else None for kind in kinds]
    made = [
        Column(column.name, column.values, kind or column.true_type)
        for column, kind in zip(columns, wide, strict=True)
    ]
    return made, orders


def _of_arrow(frame: Any, asked: dict[str, str]) -> _Read:
    import pyarrow as pa

    if isinstance(frame, pa.RecordBatch):
        frame = pa.Table.from_batches([frame])
    if not isinstance(frame, pa.Table):
        try:
            frame = pa.RecordBatchReader.from_stream(frame).read_all()
        except (pa.ArrowException, TypeError) as error:
            raise BadArgument(
                f"The frame's Arrow stream can't be read: {first_line(error)}.", field="frame"
            ) from error
    require_columns(asked, frame.column_names)
    return _of_table(frame, asked, None)


def _of_table(table: Any, asked: dict[str, str], places: list[str] | None) -> _Read:
    """Columns of an Arrow table: by place where `places` is given, else by name."""
    columns = []
    for at, name in enumerate(asked.values()):
        values = table.column(at if places else name)
        columns.append(prepared(name, values)[0])
    return columns, [None] * len(columns)


def _chunked(values: Any) -> Any:
    import pyarrow as pa

    return values if isinstance(values, pa.ChunkedArray) else pa.chunked_array([values])


_READERS = {
    "pandas": _of_pandas,
    "polars": _of_polars,
    "duckdb": _of_relation,
    "rows": _of_relation,
    "arrow": _of_arrow,
}
