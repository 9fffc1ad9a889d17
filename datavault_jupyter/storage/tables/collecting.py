"""Pipelines with their tasks and answers, and the items of datasets that hold files."""

from __future__ import annotations

import sqlalchemy as sa

from datavault_jupyter.storage.tables.base import (
    count_column,
    json_column,
    key_column,
    metadata,
    refers,
    text_column,
    time_column,
    uid_column,
)

pipeline = sa.Table(
    "pipeline",
    metadata,
    key_column(),
    uid_column(),
    refers("project_id", "project", nullable=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("name_key", sa.Text, nullable=False),
    text_column("description"),
    sa.Column("status", sa.String(20), nullable=False),
    count_column("schema_number"),
    json_column("settings"),
    refers("created_by", "person", nullable=True),
    time_column("created_at"),
    time_column("updated_at"),
)
sa.Index(
    "ix_pipeline_name",
    sa.func.coalesce(pipeline.c.project_id, 0),
    pipeline.c.name_key,
    unique=True,
)

pipeline_version = sa.Table(
    "pipeline_version",
    metadata,
    key_column(),
    uid_column(),
    refers("pipeline_id", "pipeline", on_delete="CASCADE"),
    sa.Column("ordinal", sa.Integer, nullable=False),
    sa.Column("definition", sa.JSON, nullable=False),
    time_column("published_at", nullable=True),
    sa.UniqueConstraint("pipeline_id", "ordinal"),
)

# Who hands answers in: people, and functions and models by the name they were given.
contributor = sa.Table(
    "contributor",
    metadata,
    key_column(),
    uid_column(),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("name", sa.String(300), nullable=False, unique=True),
    refers("person_id", "person", nullable=True),
    time_column("created_at"),
)

task = sa.Table(
    "task",
    metadata,
    key_column(),
    uid_column(),
    refers("pipeline_id", "pipeline", on_delete="CASCADE"),
    refers("dataset_id", "dataset", nullable=True, on_delete="CASCADE"),
    refers("pipeline_version_id", "pipeline_version"),
    # Counts up with every change, in the same transaction: kernels ask for what is newer.
    sa.Column("revision", sa.BigInteger, nullable=False),
    sa.Column("status", sa.String(20), nullable=False),
    # Where it is, and how many more contributors may claim it there.
    sa.Column("node", sa.String(300), nullable=False, server_default=""),
    sa.Column("round", sa.Integer, nullable=False, server_default="1"),
    sa.Column("free_count", sa.Integer, nullable=False, server_default="0"),
    sa.Column("idempotency_key", sa.String(300)),
    sa.Column("given", sa.Text),
    sa.Column("answer", sa.Text),
    sa.Column("nodes", sa.Text),
    time_column("created_at"),
    time_column("updated_at"),
    time_column("finished_at", nullable=True),
    sa.UniqueConstraint("pipeline_id", "idempotency_key"),
    sqlite_autoincrement=True,
)
sa.Index("ix_task_revision", task.c.pipeline_id, task.c.revision)
sa.Index("ix_task_status", task.c.pipeline_id, task.c.status)
sa.Index("ix_task_dataset", task.c.dataset_id)
sa.Index(
    "ix_task_free",
    task.c.pipeline_id,
    task.c.node,
    task.c.id,
    sqlite_where=task.c.free_count > 0,
    postgresql_where=task.c.free_count > 0,
)

answer = sa.Table(
    "answer",
    metadata,
    key_column(),
    uid_column(),
    refers("task_id", "task", on_delete="CASCADE"),
    refers("contributor_id", "contributor"),
    sa.Column("node", sa.String(300), nullable=False),
    sa.Column("round", sa.Integer, nullable=False),
    sa.Column("state", sa.String(20), nullable=False),
    sa.Column("content", sa.Text),
    text_column("note"),
    sa.Column("verdict", sa.String(20), nullable=False, server_default=""),
    json_column("facts"),
    # The process that holds the claim of a function: when it dies, the claim goes back.
    sa.Column("writer", sa.String(64)),
    time_column("claimed_at"),
    time_column("due_at", nullable=True),
    time_column("submitted_at", nullable=True),
)
sa.Index("ix_answer_task", answer.c.task_id, answer.c.node, answer.c.round)
sa.Index("ix_answer_contributor", answer.c.contributor_id, answer.c.state)
sa.Index(
    "ix_answer_due",
    answer.c.due_at,
    sqlite_where=answer.c.state == "claimed",
    postgresql_where=answer.c.state == "claimed",
)

task_event = sa.Table(
    "task_event",
    metadata,
    key_column(),
    refers("task_id", "task", on_delete="CASCADE"),
    time_column("at"),
    sa.Column("actor", sa.String(300), nullable=False),
    sa.Column("event", sa.String(30), nullable=False),
    sa.Column("node", sa.String(300), nullable=False, server_default=""),
    text_column("note"),
)
sa.Index("ix_task_event_task", task_event.c.task_id, task_event.c.id)

item_blob = sa.Table(
    "item_blob",
    metadata,
    key_column(),
    sa.Column("sha256", sa.String(64), nullable=False, unique=True),
    count_column("byte_count"),
    sa.Column("mime", sa.String(200)),
    json_column("facts"),
)

item = sa.Table(
    "item",
    metadata,
    key_column(),
    uid_column(),
    refers("dataset_id", "dataset", on_delete="CASCADE"),
    sa.Column("path", sa.Text, nullable=False),
    refers("blob_id", "item_blob", nullable=True),
    sa.Column("url", sa.Text),
    json_column("fields"),
    time_column("created_at"),
    time_column("updated_at"),
    sa.UniqueConstraint("dataset_id", "path"),
)
sa.Index("ix_item_blob", item.c.blob_id)

version_item = sa.Table(
    "version_item",
    metadata,
    refers("version_id", "version", on_delete="CASCADE", primary_key=True),
    sa.Column("path", sa.Text, primary_key=True),
    refers("blob_id", "item_blob", nullable=True),
    sa.Column("url", sa.Text),
    json_column("fields"),
)
sa.Index("ix_version_item_blob", version_item.c.blob_id)
