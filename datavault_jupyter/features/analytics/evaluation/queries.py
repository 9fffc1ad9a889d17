"""The SQL of answers: out of the catalogue or a dataset's rows, into one table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from datavault_jupyter.features.pipelines.fields import Field
from datavault_jupyter.features.pipelines.live.columns import value_of
from datavault_jupyter.features.pipelines.records import AnswerState
from datavault_jupyter.features.pipelines.tasks.turns import counter_name
from datavault_jupyter.storage.catalog import raw_rows, revision
from datavault_jupyter.storage.columns import Column, Columns, sql_names
from datavault_jupyter.storage.kinds import FLOATS, type_kind
from datavault_jupyter.storage.sql import Sql, literal, quoted
from datavault_jupyter.storage.tables import answer, contributor, setting, task

if TYPE_CHECKING:
    from datavault_jupyter.features.content.grounds import Source
    from datavault_jupyter.features.pipelines.live.queries import Rows

# The columns of every table of answers, in their order, with their types.
OWN = {
    "item": "VARCHAR",
    "rater": "VARCHAR",
    "kind": "VARCHAR",
    "node": "VARCHAR",
    "round": "INTEGER",
    "submitted_at": "TIMESTAMP WITH TIME ZONE",
    "seconds": "DOUBLE",
    "row": "BIGINT",
}
ANSWERS = "answers"
EVERYTHING = f"SELECT * FROM {ANSWERS}"
FRESH = "temp.fresh"
_KEPT = "temp.kept"
# No column that people see has such a name: it begins with a space.
_ROW = quoted(" row")
_AT_ONCE = 50_000

RAW = {
    "key": "int64", "item": "string", "answer": "int64", "node": "string", "round": "int32",
    "rater": "string", "kind": "string", "claimed": "int64", "submitted": "int64",
    "content": "string",
}  # fmt: skip
_COLLECTED = {
    "item": "item",
    "rater": "rater",
    "kind": "kind",
    "node": "node",
    "round": "round",
    "submitted_at": "make_timestamptz(submitted)",
    "seconds": "greatest(submitted - claimed, 0) / 1000000.0",
}


def revision_of(connection: sa.Connection, pipeline_key: int) -> int:
    """The counter of the changes of a pipeline's tasks."""
    return revision(connection, counter_name(pipeline_key))


_RAW_COLUMNS = (
    task.c.id, task.c.uid, answer.c.id, answer.c.node, answer.c.round, contributor.c.name,
    contributor.c.kind, sa.type_coerce(answer.c.claimed_at, sa.BigInteger),
    sa.type_coerce(answer.c.submitted_at, sa.BigInteger), answer.c.content,
)  # fmt: skip
_COUNTS = (
    (answer.c.task_id == task.c.id)
    & (answer.c.state == AnswerState.SUBMITTED.value)
    & (answer.c.verdict == "")
)


def that_count(connection: sa.Connection, pipeline_key: int) -> Iterator[Rows]:
    """The answers that count: handed in, and neither returned nor reverted; without reviews."""
    query = (
        sa.select(*_RAW_COLUMNS)
        .select_from(task)
        .join(answer, _COUNTS)
        .join(contributor, contributor.c.id == answer.c.contributor_id)
        .where(task.c.pipeline_id == pipeline_key)
    )
    return raw_rows(connection, query, _AT_ONCE)


def that_count_since(connection: sa.Connection, pipeline_key: int, known: int) -> Iterator[Rows]:
    """The answers of tasks that changed after a revision; a task that has none has one row."""
    query = (
        sa.select(*_RAW_COLUMNS)
        .select_from(task)
        .outerjoin(answer, _COUNTS)
        .outerjoin(contributor, contributor.c.id == answer.c.contributor_id)
        .where(task.c.pipeline_id == pipeline_key, task.c.revision > known)
    )
    return raw_rows(connection, query, _AT_ONCE)


def field_column(at: int) -> str:
    """The column of a field in a table of collected answers, ready for SQL."""
    return f"f{at}"


def load(table: str, source: str, fields: Sequence[Field], *, is_temporary: bool = False) -> Sql:
    """Make a table of answers."""
    values = [
        value_of(field, Column(field.name, field.column_type, ""), "content") for field in fields
    ]
    shown = [f"{sql} AS {quoted(name)}" for name, sql in _COLLECTED.items()]
    shown += [f"{sql} AS {field_column(at)}" for at, sql in enumerate(values)]
    kind = "TEMP TABLE" if is_temporary else "TABLE"
    return Sql(
        f"CREATE OR REPLACE {kind} {table} AS SELECT key, answer, {', '.join(shown)} FROM {source}"
    )


def replaced(table: str) -> list[Sql]:
    """Put fresh answers of some tasks in the place of those that were known."""
    return [
        Sql(f"DELETE FROM {table} WHERE key IN (SELECT key FROM {FRESH})"),
        Sql(f"INSERT INTO {table} SELECT * FROM {FRESH} WHERE answer IS NOT NULL"),
        Sql(f"DROP TABLE {FRESH}"),
    ]


def drop(table: str) -> Sql:
    """Forget a table."""
    return Sql(f"DROP TABLE IF EXISTS {table}")


def keep(source: Source, where: Sql) -> Sql:
    """Keep the ids of the rows that a filter keeps."""
    return Sql(
        f"CREATE OR REPLACE TEMP TABLE kept AS SELECT {source.row_id} AS r "
        f"FROM {source.scan} WHERE {where.text}",
        where.params,
    )


def keep_met(source: Source, columns: Columns, condition: str) -> Sql:
    """Keep the ids of the rows that meet a user's condition, which passed the gate."""
    names = sql_names(columns.names)
    values = [
        f"{source.value(column)} AS {quoted(name)}"
        for column, name in zip(columns, names, strict=True)
    ]
    shown = ", ".join([f"{source.row_id} AS {_ROW}", *values])
    return Sql(
        f"CREATE OR REPLACE TEMP TABLE kept AS WITH this AS (SELECT {shown} FROM {source.scan}) "
        f"SELECT {_ROW} AS r FROM this WHERE {condition}"
    )


def _condition(source: Source, *, is_filtered: bool) -> str:
    return f" WHERE {source.row_id} IN (SELECT r FROM {_KEPT})" if is_filtered else ""


def of_pipeline(
    source: Source,
    item: Column,
    table: str,
    names: Sequence[str],
    given: Sequence[tuple[Column, str]],
    *,
    is_filtered: bool,
) -> Sql:
    """The view of a pipeline's answers to the tasks that are kept.

    Args:
        source: The tasks: the dataset's rows.
        item: Their column of task ids.
        table: The answers.
        names: The names that the columns of fields get.
        given: Columns of tasks, and the names they get.
        is_filtered: Whether `keep` was told which rows are kept.
    """
    values = [f"{source.value(column)} AS g{at}" for at, (column, _) in enumerate(given)]
    tasks = ", ".join([f"{source.value(item)} AS task", f"{source.row_id} AS place", *values])
    own = ", ".join(f"a.{quoted(name)}" for name in _COLLECTED)
    fields = [f"a.{field_column(at)} AS {quoted(name)}" for at, name in enumerate(names)]
    shown = [f"t.g{at} AS {quoted(name)}" for at, (_, name) in enumerate(given)]
    rest = ", ".join(["CAST(t.place AS BIGINT) AS row", *fields, *shown])
    where = _condition(source, is_filtered=is_filtered)
    return Sql(
        f"CREATE OR REPLACE TEMP VIEW {ANSWERS} AS SELECT {own}, {rest} FROM {table} AS a "
        f"JOIN (SELECT {tasks} FROM {source.scan}{where}) AS t ON t.task = a.item"
    )


def of_rows(
    source: Source,
    own: dict[str, str],
    columns: Sequence[tuple[Column, str]],
    *,
    is_filtered: bool,
) -> Sql:
    """The view of a dataset's rows as answers, one each.

    Args:
        source: The rows.
        own: The SQL of the columns that every table of answers has, where there is one.
        columns: The columns, and the names they get.
        is_filtered: Whether `keep` was told which rows are kept.
    """
    values = [
        f"{finite(column, source.value(column))} AS {quoted(name)}" for column, name in columns
    ]
    shown = ", ".join([*_own(own, source), *values])
    where = _condition(source, is_filtered=is_filtered)
    return Sql(f"CREATE OR REPLACE TEMP VIEW {ANSWERS} AS SELECT {shown} FROM {source.scan}{where}")


def of_wide_rows(
    source: Source,
    own: dict[str, str],
    raters: Sequence[Column],
    value: tuple[str, str],
    columns: Sequence[tuple[Column, str]],
    *,
    is_filtered: bool,
) -> Sql:
    """The view of rows that have a column for each rater: an answer for each value that is there.

    Args:
        source: The rows.
        own: As for `of_rows`; ``rater`` is the column's name.
        raters: The columns.
        value: The name of the field, and the type that holds all values.
        columns: Other columns, and the names they get.
        is_filtered: Whether `keep` was told which rows are kept.
    """
    name, kind = value
    texts = ", ".join(literal(column.name) for column in raters)
    values = ", ".join(
        f"CAST({finite(column, source.value(column))} AS {kind})" for column in raters
    )
    own = {**own, "rater": f"unnest([{texts}])"}
    rest = [f"{finite(column, source.value(column))} AS {quoted(each)}" for column, each in columns]
    shown = ", ".join([*_own(own, source), f"unnest([{values}]) AS {quoted(name)}", *rest])
    where = _condition(source, is_filtered=is_filtered)
    return Sql(
        f"CREATE OR REPLACE TEMP VIEW {ANSWERS} AS SELECT * FROM "
        f"(SELECT {shown} FROM {source.scan}{where}) WHERE {quoted(name)} IS NOT NULL"
    )


def _own(own: dict[str, str], source: Source) -> list[str]:
    made = {**own, "row": source.row_id}
    return [
        f"CAST({made.get(name, 'NULL')} AS {kind}) AS {quoted(name)}" for name, kind in OWN.items()
    ]


def counts(table: str, *, is_of_tasks: bool) -> Sql:
    """How many answers, items and raters there are; a task is a row, which is counted faster."""
    item = "row" if is_of_tasks else "item"
    return Sql(f"SELECT count(*), count(DISTINCT {item}), count(DISTINCT rater) FROM {table}")


def finite(column: Column, sql: str) -> str:
    """A value without what is no number: NaN and infinity are missing values here."""
    return f"CASE WHEN isfinite({sql}) THEN {sql} END" if type_kind(column) in FLOATS else sql


def facts(source: Source, columns: Sequence[Column], kinds: Sequence[str]) -> Sql:
    """For each column: about how many values, and by its kind least and largest or mean length."""
    made = []
    for column, kind in zip(columns, kinds, strict=True):
        value = source.value(column)
        about = f"approx_count_distinct({value}), count({value})"
        number = f"CAST({finite(column, value)} AS DOUBLE)"
        whole = f"CASE WHEN bool_and({number} = floor({number})) THEN"
        low, high = {
            "number": (f"{whole} min({number}) END", f"{whole} max({number}) END"),
            "text": (f"avg(length({value}))", "NULL"),
        }.get(kind, ("NULL", "NULL"))
        made += [about, f"CAST({low} AS DOUBLE)", f"CAST({high} AS DOUBLE)"]
    return Sql(f"SELECT {', '.join(made)} FROM {source.scan}")


def distinct(source: Source, columns: Sequence[Column], most: int) -> Sql:
    """The different texts of some columns together, a few more than `most` at most."""
    values = ", ".join(f"CAST({source.value(column)} AS VARCHAR)" for column in columns)
    return Sql(
        f"SELECT DISTINCT v FROM (SELECT unnest([{values}]) AS v FROM {source.scan}) "
        f"WHERE v IS NOT NULL LIMIT {int(most) + 1}"
    )


def kept_mapping(connection: sa.Connection, dataset_id: str) -> Any:
    """The mapping kept for a dataset; None where nobody kept one."""
    query = sa.select(setting.c.value).where(setting.c.name == _setting(dataset_id))
    return connection.scalar(query)


def keep_mapping(connection: sa.Connection, dataset_id: str, value: Any) -> None:
    """Keep a mapping; None forgets it."""
    connection.execute(sa.delete(setting).where(setting.c.name == _setting(dataset_id)))
    if value is not None:
        connection.execute(sa.insert(setting).values(name=_setting(dataset_id), value=value))


def _setting(dataset_id: str) -> str:
    return f"analytics:{dataset_id}"
