"""Who works with the vault, in which projects, and what was done."""

from __future__ import annotations

import sqlalchemy as sa

from datavault_jupyter.storage.tables.base import (
    json_column,
    key_column,
    metadata,
    refers,
    text_column,
    time_column,
    uid_column,
)

person = sa.Table(
    "person",
    metadata,
    key_column(),
    uid_column(),
    sa.Column("identity", sa.String(300), nullable=False, unique=True),
    text_column("display_name"),
    # NULL: known by name only, may do nothing.
    sa.Column("org_role", sa.String(30)),
    time_column("created_at"),
)

project = sa.Table(
    "project",
    metadata,
    key_column(),
    uid_column(),
    refers("parent_id", "project", nullable=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("name_key", sa.Text, nullable=False, unique=True),
    text_column("description"),
    refers("created_by", "person", nullable=True),
    time_column("created_at"),
    time_column("updated_at"),
    time_column("archived_at", nullable=True),
    sqlite_autoincrement=True,
)

project_member = sa.Table(
    "project_member",
    metadata,
    refers("project_id", "project", on_delete="CASCADE", primary_key=True),
    refers("person_id", "person", on_delete="CASCADE", primary_key=True),
    sa.Column("role", sa.String(30), nullable=False),
    time_column("added_at"),
)
sa.Index("ix_project_member_person", project_member.c.person_id)

dataset_member = sa.Table(
    "dataset_member",
    metadata,
    refers("dataset_id", "dataset", on_delete="CASCADE", primary_key=True),
    refers("person_id", "person", on_delete="CASCADE", primary_key=True),
    sa.Column("role", sa.String(30), nullable=False),
    time_column("added_at"),
)
sa.Index("ix_dataset_member_person", dataset_member.c.person_id)

# Names instead of references: an entry outlives what it speaks of.
audit = sa.Table(
    "audit",
    metadata,
    key_column(),
    time_column("at"),
    sa.Column("actor", sa.String(300), nullable=False),
    sa.Column("action", sa.String(60), nullable=False),
    sa.Column("resource", sa.String(64), nullable=False, server_default=""),
    text_column("resource_name"),
    sa.Column("project_uid", sa.String(64)),
    json_column("details"),
)
sa.Index("ix_audit_resource", audit.c.resource, audit.c.id)
sa.Index("ix_audit_at", audit.c.at)

preference = sa.Table(
    "preference",
    metadata,
    refers("person_id", "person", on_delete="CASCADE", primary_key=True),
    sa.Column("name", sa.String(300), primary_key=True),
    json_column("value"),
)
