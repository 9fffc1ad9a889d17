"""The SQL of single answers: out of the catalogue, into DuckDB."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from datavault_jupyter.features.pipelines.fields import Field
from datavault_jupyter.features.pipelines.live.columns import value_of
from datavault_jupyter.features.pipelines.records import AnswerState
from datavault_jupyter.storage.catalog import raw_rows
from datavault_jupyter.storage.columns import Columns, sql_names
from datavault_jupyter.storage.sql import Sql, quoted
from datavault_jupyter.storage.tables import answer, contributor, task

if TYPE_CHECKING:
    from datavault_jupyter.features.pipelines.live.queries import Rows

RAW = {
    "task_id": "string", "node": "string", "round": "int32", "contributor": "string",
    "kind": "string", "submitted": "int64", "content": "string", "facts": "string",
}  # fmt: skip
_OWN = {
    "task_id": "task_id",
    "node": "node",
    "round": "round",
    "contributor": "contributor",
    "kind": "kind",
    "submitted_at": "make_timestamptz(submitted)",
}
# Of all that was handed in, also what this is.
RAW_WHOLE = {**RAW, "state": "string", "verdict": "string", "note": "string"}
_WHOLE = {"state": "state", "verdict": "nullif(verdict, '')", "note": "nullif(note, '')"}
_FACTS = {"cost": "DOUBLE", "tokens": "BIGINT", "latency_ms": "DOUBLE"}
_TABLE = "temp.answers"
_AT_ONCE = 50_000


def that_count(connection: sa.Connection, pipeline_key: int) -> Iterator[Rows]:
    """The answers that count: handed in, and neither returned nor reverted; without reviews."""
    counting = answer.c.state == AnswerState.SUBMITTED.value, answer.c.verdict == ""
    query = sa.select(*_columns())
    return raw_rows(connection, _of_pipeline(query, pipeline_key).where(*counting), _AT_ONCE)


def all_of(connection: sa.Connection, pipeline_key: int) -> Iterator[Rows]:
    """All that was handed in: also what was returned or taken back, and the reviews."""
    query = sa.select(*_columns(), answer.c.state, answer.c.verdict, answer.c.note)
    handed_in = answer.c.submitted_at.is_not(None)
    return raw_rows(connection, _of_pipeline(query, pipeline_key).where(handed_in), _AT_ONCE)


def _columns() -> list[sa.ColumnElement[Any]]:
    return [
        task.c.uid,
        answer.c.node,
        answer.c.round,
        contributor.c.name,
        contributor.c.kind,
        sa.type_coerce(answer.c.submitted_at, sa.BigInteger),
        answer.c.content,
        sa.type_coerce(answer.c.facts, sa.Text),
    ]


def _of_pipeline(query: sa.Select[Any], pipeline_key: int) -> sa.Select[Any]:
    return (
        query.join(task, task.c.id == answer.c.task_id)
        .join(contributor, contributor.c.id == answer.c.contributor_id)
        .where(task.c.pipeline_id == pipeline_key)
        .order_by(task.c.id, answer.c.submitted_at, answer.c.id)
    )


def load(source: str, fields: Sequence[Field], *, is_whole: bool = False) -> Sql:
    """Make a temporary table of answers, one row each.

    Args:
        source: What they are read from.
        fields: Of all forms so far.
        is_whole: Whether the source is of `all_of`, so that each says what became of it.
    """
    own = {**_OWN, **(_WHOLE if is_whole else {})}
    columns = Columns.of((field.name, field.column_type) for field in fields)
    values = [
        value_of(field, column, "content") for field, column in zip(fields, columns, strict=True)
    ]
    facts = [
        f"TRY_CAST(json_extract_string(facts, '$.{name}') AS {kind})"
        for name, kind in _FACTS.items()
    ]
    names = sql_names([*own, *columns.names, *_FACTS])
    shown = ", ".join(
        f"{sql} AS {quoted(name)}"
        for sql, name in zip([*own.values(), *values, *facts], names, strict=True)
    )
    return Sql(f"CREATE OR REPLACE TEMP TABLE answers AS SELECT {shown} FROM {source}")


def everything() -> str:
    """The query of all answers."""
    return f"SELECT * FROM {_TABLE}"
