"""Datasets, their versions, the parts that make a version, and what keeps writers apart."""

from __future__ import annotations

import sqlalchemy as sa

from datavault_jupyter.storage.tables.base import (
    count_column,
    flag_column,
    json_column,
    key_column,
    metadata,
    refers,
    text_column,
    time_column,
    uid_column,
)

setting = sa.Table(
    "setting",
    metadata,
    sa.Column("name", sa.String(200), primary_key=True),
    json_column("value"),
)

migration = sa.Table(
    "migration",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    text_column("name"),
    time_column("applied_at"),
)

counter = sa.Table(
    "counter",
    metadata,
    sa.Column("name", sa.String(200), primary_key=True),
    count_column("value"),
)

dataset = sa.Table(
    "dataset",
    metadata,
    key_column(),
    uid_column(),
    refers("project_id", "project", nullable=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("name_key", sa.Text, nullable=False),
    text_column("description"),
    sa.Column("status", sa.String(20), nullable=False),
    sa.Column("source", sa.String(20), nullable=False),
    sa.Column("kind", sa.String(20), nullable=False, server_default="master"),
    refers("master_id", "dataset", nullable=True, on_delete="SET NULL"),
    refers("owner_id", "person", nullable=True),
    refers("pipeline_id", "pipeline", nullable=True, on_delete="SET NULL"),
    flag_column("is_read_only"),
    time_column("created_at"),
    time_column("updated_at"),
    time_column("archived_at", nullable=True),
    # Facts of the head version, repeated here so that a page of the list needs no join.
    # No foreign key: it would make a circle with version.dataset_id.
    sa.Column("head_id", sa.BigInteger),
    count_column("row_count"),
    count_column("byte_count"),
    count_column("column_count"),
    count_column("version_count"),
    sqlite_autoincrement=True,
)
sa.Index(
    "ix_dataset_name",
    sa.func.coalesce(dataset.c.project_id, 0),
    dataset.c.name_key,
    unique=True,
)
sa.Index("ix_dataset_key", dataset.c.name_key)
sa.Index("ix_dataset_master", dataset.c.master_id)
sa.Index("ix_dataset_updated", dataset.c.updated_at.desc(), dataset.c.id)
sa.Index("ix_dataset_status", dataset.c.status, dataset.c.updated_at.desc(), dataset.c.id)
sa.Index("ix_dataset_rows", dataset.c.row_count.desc(), dataset.c.id)
sa.Index("ix_dataset_project", dataset.c.project_id, dataset.c.updated_at.desc(), dataset.c.id)

# Wide schemas are kept out of the list table, and shared by all versions that have them.
column_set = sa.Table(
    "column_set",
    metadata,
    key_column(),
    sa.Column("fingerprint", sa.String(64), nullable=False, unique=True),
    sa.Column("columns", sa.JSON, nullable=False),
)

version = sa.Table(
    "version",
    metadata,
    key_column(),
    uid_column(),
    refers("dataset_id", "dataset", on_delete="CASCADE"),
    sa.Column("ordinal", sa.Integer, nullable=False),
    sa.Column("number", sa.Text, nullable=False),
    text_column("name"),
    text_column("description"),
    sa.Column("state", sa.String(20), nullable=False),
    refers("column_set_id", "column_set", nullable=True),
    count_column("row_count"),
    count_column("byte_count"),
    json_column("source_info"),
    json_column("fields"),
    refers("created_by", "person", nullable=True),
    time_column("created_at"),
    time_column("finished_at", nullable=True),
    time_column("archived_at", nullable=True),
    sa.UniqueConstraint("dataset_id", "ordinal"),
    sa.UniqueConstraint("dataset_id", "number"),
    sqlite_autoincrement=True,
)
sa.Index("ix_version_columns", version.c.column_set_id)

version_parent = sa.Table(
    "version_parent",
    metadata,
    refers("version_id", "version", on_delete="CASCADE", primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    refers("parent_id", "version"),
)
sa.Index("ix_version_parent_parent", version_parent.c.parent_id)

part = sa.Table(
    "part",
    metadata,
    key_column(),
    uid_column(),
    sa.Column("path", sa.Text, nullable=False, unique=True),
    count_column("row_count"),
    count_column("byte_count"),
    sa.Column("sha256", sa.String(64), nullable=False),
    refers("column_set_id", "column_set"),
    time_column("created_at"),
    sqlite_autoincrement=True,
)

version_part = sa.Table(
    "version_part",
    metadata,
    refers("version_id", "version", on_delete="CASCADE", primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    refers("part_id", "part"),
    sqlite_with_rowid=False,
)
# Without it each delete of a part scans every version's list (42 s at 10,000 datasets).
sa.Index("ix_version_part_part", version_part.c.part_id)

# Rows of the source that a version does not have: left out at its import, kept to be mended.
reject = sa.Table(
    "reject",
    metadata,
    refers("version_id", "version", on_delete="CASCADE", primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("line", sa.BigInteger),
    sa.Column("column_name", sa.Text),
    sa.Column("file_name", sa.Text),
    text_column("reason"),
    text_column("text"),
    sqlite_with_rowid=False,
)

dataset_tag = sa.Table(
    "dataset_tag",
    metadata,
    refers("dataset_id", "dataset", on_delete="CASCADE", primary_key=True),
    sa.Column("tag", sa.String(200), primary_key=True),
)
sa.Index("ix_dataset_tag_tag", dataset_tag.c.tag)

version_tag = sa.Table(
    "version_tag",
    metadata,
    refers("version_id", "version", on_delete="CASCADE", primary_key=True),
    sa.Column("tag", sa.String(200), primary_key=True),
)

dataset_field = sa.Table(
    "dataset_field",
    metadata,
    refers("dataset_id", "dataset", on_delete="CASCADE", primary_key=True),
    sa.Column("name", sa.String(300), primary_key=True),
    json_column("value"),
)

# A living process, for file systems whose locks can't be trusted (see processes.py).
writer = sa.Table(
    "writer",
    metadata,
    sa.Column("name", sa.String(64), primary_key=True),
    time_column("seen_at"),
)

# Files that are being written: committed before the file is created.
pending = sa.Table(
    "pending",
    metadata,
    sa.Column("path", sa.Text, primary_key=True),
    sa.Column("writer", sa.String(64), nullable=False),
    time_column("created_at"),
)
sa.Index("ix_pending_writer", pending.c.writer)

# Files no version lists any more, kept for those who are still reading them.
trash = sa.Table(
    "trash",
    metadata,
    sa.Column("path", sa.Text, primary_key=True),
    time_column("deleted_at"),
)

# Versions that long work relies on; their parts are not swept.
hold = sa.Table(
    "hold",
    metadata,
    refers("version_id", "version", on_delete="CASCADE", primary_key=True),
    sa.Column("writer", sa.String(64), primary_key=True),
    time_column("created_at"),
)

# Names of datasets that an import is still making.
reserved_name = sa.Table(
    "reserved_name",
    metadata,
    sa.Column("project_key", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("name_key", sa.Text, primary_key=True),
    sa.Column("writer", sa.String(64), nullable=False),
    time_column("created_at"),
)
