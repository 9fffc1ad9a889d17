"""Jobs, shares, charts, and who used what."""

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

job = sa.Table(
    "job",
    metadata,
    key_column(),
    uid_column(),
    sa.Column("kind", sa.String(30), nullable=False),
    sa.Column("state", sa.String(30), nullable=False),
    refers("dataset_id", "dataset", nullable=True, on_delete="SET NULL"),
    refers("person_id", "person", nullable=True),
    sa.Column("writer", sa.String(64)),
    json_column("settings"),
    json_column("result"),
    json_column("error"),
    count_column("done_count"),
    sa.Column("total_count", sa.BigInteger),
    time_column("created_at"),
    time_column("started_at", nullable=True),
    time_column("ended_at", nullable=True),
)
sa.Index("ix_job_state", job.c.state, job.c.created_at)
sa.Index("ix_job_dataset", job.c.dataset_id)

share = sa.Table(
    "share",
    metadata,
    key_column(),
    uid_column(),
    refers("dataset_id", "dataset", on_delete="CASCADE"),
    sa.Column("mode", sa.String(20), nullable=False),
    # The link's secret is never kept, only its digest.
    sa.Column("token_sha256", sa.String(64), nullable=False, unique=True),
    flag_column("may_download"),
    json_column("hidden_columns"),
    refers("created_by", "person", nullable=True),
    time_column("created_at"),
    time_column("expires_at", nullable=True),
    time_column("revoked_at", nullable=True),
)
sa.Index("ix_share_dataset", share.c.dataset_id)

share_person = sa.Table(
    "share_person",
    metadata,
    refers("share_id", "share", on_delete="CASCADE", primary_key=True),
    sa.Column("identity", sa.String(300), primary_key=True),
    sa.Column("token_sha256", sa.String(64), unique=True),
    time_column("added_at"),
)

share_visit = sa.Table(
    "share_visit",
    metadata,
    key_column(),
    refers("share_id", "share", on_delete="CASCADE"),
    sa.Column("identity", sa.String(300)),
    sa.Column("action", sa.String(30), nullable=False),
    time_column("at"),
)
sa.Index("ix_share_visit_share", share_visit.c.share_id, share_visit.c.at)

chart = sa.Table(
    "chart",
    metadata,
    key_column(),
    uid_column(),
    refers("dataset_id", "dataset", on_delete="CASCADE"),
    refers("version_id", "version", nullable=True, on_delete="SET NULL"),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("spec", sa.JSON, nullable=False),
    refers("created_by", "person", nullable=True),
    time_column("created_at"),
    time_column("updated_at"),
)
sa.Index("ix_chart_dataset", chart.c.dataset_id)

dashboard = sa.Table(
    "dashboard",
    metadata,
    key_column(),
    uid_column(),
    refers("project_id", "project", nullable=True),
    refers("dataset_id", "dataset", nullable=True, on_delete="CASCADE"),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("layout", sa.JSON, nullable=False),
    refers("created_by", "person", nullable=True),
    time_column("created_at"),
    time_column("updated_at"),
)

use_log = sa.Table(
    "use_log",
    metadata,
    key_column(),
    refers("version_id", "version", on_delete="CASCADE"),
    time_column("at"),
    sa.Column("actor", sa.String(300), nullable=False),
    text_column("place"),
    text_column("alias"),
)
sa.Index("ix_use_log_version", use_log.c.version_id, use_log.c.at)

notebook = sa.Table(
    "notebook",
    metadata,
    key_column(),
    refers("dataset_id", "dataset", on_delete="CASCADE"),
    sa.Column("actor", sa.String(300), nullable=False),
    sa.Column("path", sa.Text, nullable=False),
    time_column("used_at"),
    sa.UniqueConstraint("dataset_id", "actor", "path"),
)
sa.Index("ix_notebook_used_at", notebook.c.used_at)
