"""The SQL of live datasets: out of the catalogue, into DuckDB."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from datavault_jupyter.features.pipelines.fields import Field
from datavault_jupyter.features.pipelines.live.columns import names, typed
from datavault_jupyter.features.pipelines.tasks.turns import counter_name
from datavault_jupyter.storage.catalog import raw_rows, revision
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.sql import Sql, quoted
from datavault_jupyter.storage.tables import dataset, pipeline, task

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

    Rows = list[tuple[Any, ...]]

# Names that no column has: a field of such a name gets a made one, of its position.
KEY = quoted("c1000000")
PLACE = quoted("c1000001")
SNAPSHOT = "temp.still"
LANDED = "temp.landed"
# The plus keeps a query from going through all tasks of a dataset.
_dataset_id: sa.ColumnElement[int] = sa.literal_column("+task.dataset_id", sa.BigInteger)
_AT_ONCE = 5_000
_PACKED = 10_000
_RAW = (
    task.c.id, task.c.uid, task.c.status,
    sa.type_coerce(task.c.created_at, sa.BigInteger).label("created"),
    task.c.given, task.c.answer,
)  # fmt: skip
# Between rows, and between the cells of one.
_ROW, _CELL = "\x1e", "\x1f"
_arrivals = itertools.count()


@dataclass(frozen=True, slots=True)
class LiveFacts:
    """What a live dataset's table is made by."""

    settings: Mapping[str, Any]
    revision: int


def facts(connection: sa.Connection, dataset_key: int) -> LiveFacts | None:
    """The forms and the revision of a dataset that a pipeline fills now; None for others."""
    row = connection.execute(
        sa.select(pipeline.c.id, pipeline.c.settings)
        .join(dataset, dataset.c.pipeline_id == pipeline.c.id)
        .where(dataset.c.id == dataset_key)
    ).first()
    if row is None:
        return None
    return LiveFacts(row.settings or {}, revision(connection, counter_name(row.id)))


def rows_since(connection: sa.Connection, dataset_key: int, known: int) -> Iterator[Rows]:
    """The tasks of a dataset that changed after a revision, in their order, by the thousand."""
    # By the pipeline, whose tasks have an index of their revisions.
    filled = sa.select(dataset.c.pipeline_id).where(dataset.c.id == dataset_key)
    query = (
        sa.select(*_RAW)
        .where(_dataset_id == dataset_key)
        .where(task.c.pipeline_id == filled.scalar_subquery(), task.c.revision > known)
        .order_by(task.c.id)
    )
    return raw_rows(connection, query, _AT_ONCE)


PACKED = {"rows": "large_string"}
TASK = {
    "key": "int64", "uid": "string", "status": "string", "created": "int64", "given": "string",
    "answer": "string",
}  # fmt: skip


@contextmanager
def arrived(cursor: Cursor, rows: Iterator[Rows], kinds: Mapping[str, str] = TASK) -> Iterator[str]:
    """Raw rows as something a query can read once; its name.

    Args:
        cursor: Which reads it.
        rows: As the catalogue's driver gives them.
        kinds: Names and Arrow types of their columns.
    """
    import pyarrow as pa

    schema = pa.schema([(name, pa.type_for_alias(kind)) for name, kind in kinds.items()])

    def batches() -> Iterator[Any]:
        for several in rows:
            columns = zip(*several, strict=True)
            arrays = [
                pa.array(list(values), field.type)
                for values, field in zip(columns, schema, strict=True)
            ]
            yield pa.RecordBatch.from_arrays(arrays, schema=schema)

    name = f"arrived{next(_arrivals)}"
    cursor.register(name, pa.RecordBatchReader.from_batches(schema, batches()))
    try:
        yield quoted(name)
    finally:
        cursor.unregister(name)


def _values(fields: Sequence[Field], columns: Columns) -> str:
    own = ["uid", "status", "make_timestamptz(created)"]
    every = own + typed(fields, columns, "given", "answer")
    return ", ".join(f"{sql} AS {name}" for sql, name in zip(every, names(columns), strict=True))


def typed_rows(source: str, fields: Sequence[Field], columns: Columns) -> Sql:
    """Raw tasks as rows of the dataset."""
    return Sql(f"SELECT {_values(fields, columns)} FROM {source}")


def packed_rows(connection: sa.Connection, dataset_key: int) -> Iterator[Rows]:
    """All tasks of a dataset in their order, many in one text each.

    The catalogue puts them together and DuckDB takes them apart: a million tasks never become ten
    million objects of Python in between. What is JSON or an id has no such signs in it.
    """
    last = sa.bindparam("last", type_=sa.BigInteger)
    some = (
        sa.select(*_RAW)
        .where(task.c.dataset_id == dataset_key, task.c.id > last)
        .order_by(task.c.id)
        .limit(_PACKED)
        .subquery()
    )
    texts: list[sa.ColumnElement[str]] = [
        sa.func.coalesce(sa.cast(each, sa.Text), "") for each in some.c
    ]
    whole = reduce(lambda before, each: before + _CELL + each, texts)
    query = sa.select(sa.func.max(some.c.id), sa.func.aggregate_strings(whole, _ROW))
    at = 0
    while True:
        key, text = connection.execute(query, {"last": at}).one()
        if key is None:
            return
        yield [(text,)]
        at = key


def land(source: str) -> Sql:
    """Take packed rows apart, as they are: what makes values of them then runs on all cores."""
    row, cell = (f"chr({ord(sign)})" for sign in (_ROW, _CELL))
    kinds = {"int64": "CAST({x} AS BIGINT)", "string": "nullif({x}, '')"}
    cells = ", ".join(
        f"{kinds[kind].format(x=f'cells[{at}]')} AS {name}"
        for at, (name, kind) in enumerate(TASK.items(), start=1)
    )
    return Sql(
        f"CREATE OR REPLACE TEMP TABLE landed AS SELECT {cells} FROM "
        f"(SELECT string_split(unnest(string_split(rows, {row})), {cell}) AS cells FROM {source})"
    )


def leave() -> Sql:
    """Give up the raw rows."""
    return Sql(f"DROP TABLE {LANDED}")


def load(
    table: str, fields: Sequence[Field], columns: Columns, *, is_temporary: bool = False
) -> Sql:
    """Make the table of all tasks out of what has landed."""
    kind = "TEMP TABLE" if is_temporary else "TABLE"
    return Sql(
        f"CREATE OR REPLACE {kind} {table} AS SELECT key AS {KEY}, "
        f"row_number() OVER () - 1 AS {PLACE}, {_values(fields, columns)} FROM {LANDED}"
    )


def change(
    table: str,
    source: str,
    fields: Sequence[Field],
    columns: Columns,
    *,
    last_key: int,
    row_count: int,
) -> list[Sql]:
    """Bring a table up to date with tasks that changed: known ones keep their place.

    Args:
        table: Its name, ready for SQL.
        source: What the tasks are read from.
        fields: Of all forms so far.
        columns: Of the table.
        last_key: Of the newest task in it.
        row_count: How many it has.
    """
    every = ", ".join([KEY, PLACE, *names(columns)])
    fresh = "temp.fresh"
    place = (
        f"CASE WHEN key > {int(last_key)} THEN {int(row_count)} - 1 + "
        f"count(*) FILTER (key > {int(last_key)}) OVER (ORDER BY key) END"
    )
    return [
        Sql(
            f"CREATE OR REPLACE TEMP TABLE fresh AS SELECT key AS {KEY}, {place} AS {PLACE}, "
            f"{_values(fields, columns)} FROM {source}"
        ),
        Sql(
            f"UPDATE {fresh} SET {PLACE} = old.{PLACE} FROM {table} AS old "
            f"WHERE old.{KEY} = fresh.{KEY}"
        ),
        Sql(f"DELETE FROM {table} WHERE {KEY} IN (SELECT {KEY} FROM {fresh})"),
        Sql(f"INSERT INTO {table} ({every}) SELECT {every} FROM {fresh}"),
        Sql(f"DROP TABLE {fresh}"),
    ]


def extent(table: str) -> Sql:
    """How many rows a table has, and the key of the last."""
    return Sql(f"SELECT count(*), coalesce(max({KEY}), 0) FROM {table}")


def stored(columns: Columns) -> Sql:
    """The stored form of a snapshot, in the order of its tasks."""
    encoded = columns.encoded([quoted(each.physical) for each in columns])
    return Sql(f"SELECT {encoded} FROM {SNAPSHOT} ORDER BY {PLACE}")
