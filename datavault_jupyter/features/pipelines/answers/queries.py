"""The SQL of single answers: out of the catalogue, into DuckDB."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

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
_FACTS = {"cost": "DOUBLE", "tokens": "BIGINT", "latency_ms": "DOUBLE"}
_TABLE = "temp.answers"
_AT_ONCE = 50_000


def that_count(connection: sa.Connection, pipeline_key: int) -> Iterator[Rows]:
    """The answers that count: handed in, and neither returned nor reverted; without reviews."""
    query = (
        sa.select(
            task.c.uid,
            answer.c.node,
            answer.c.round,
            contributor.c.name,
            contributor.c.kind,
            sa.type_coerce(answer.c.submitted_at, sa.BigInteger),
            answer.c.content,
            sa.type_coerce(answer.c.facts, sa.Text),
        )
        .join(task, task.c.id == answer.c.task_id)
        .join(contributor, contributor.c.id == answer.c.contributor_id)
        .where(task.c.pipeline_id == pipeline_key)
        .where(answer.c.state == AnswerState.SUBMITTED.value, answer.c.verdict == "")
        .order_by(task.c.id, answer.c.submitted_at, answer.c.id)
    )
    return raw_rows(connection, query, _AT_ONCE)


def load(source: str, fields: Sequence[Field]) -> Sql:
    """Make a temporary table of answers, one row each."""
    columns = Columns.of((field.name, field.column_type) for field in fields)
    values = [
        value_of(field, column, "content") for field, column in zip(fields, columns, strict=True)
    ]
    facts = [
        f"TRY_CAST(json_extract_string(facts, '$.{name}') AS {kind})"
        for name, kind in _FACTS.items()
    ]
    names = sql_names([*_OWN, *columns.names, *_FACTS])
    shown = ", ".join(
        f"{sql} AS {quoted(name)}"
        for sql, name in zip([*_OWN.values(), *values, *facts], names, strict=True)
    )
    return Sql(f"CREATE OR REPLACE TEMP TABLE answers AS SELECT {shown} FROM {source}")


def everything() -> str:
    """The query of all answers."""
    return f"SELECT * FROM {_TABLE}"
