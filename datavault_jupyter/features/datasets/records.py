"""What the catalogue knows of a dataset, and the questions a listing can ask."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from datavault_jupyter.access import Place


class DatasetStatus(StrEnum):
    """Where a dataset is in its life."""

    COLLECTING = "collecting"
    DRAFT = "draft"
    COMPLETE = "complete"
    ORPHANED = "orphaned"

    @property
    def label(self) -> str:
        """As people read it."""
        return self.value.capitalize()


class DatasetSource(StrEnum):
    """Where a dataset came from; it never changes."""

    PIPELINE = "pipeline"
    FILE = "file"
    HUGGINGFACE = "huggingface"
    EXPORT = "export"

    @property
    def label(self) -> str:
        """As people read it."""
        return _SOURCE_LABELS[self]


_SOURCE_LABELS = {
    DatasetSource.PIPELINE: "Pipeline",
    DatasetSource.FILE: "File upload",
    DatasetSource.HUGGINGFACE: "Hugging Face",
    DatasetSource.EXPORT: "Export",
}


class DatasetKind(StrEnum):
    """Whether a dataset holds its rows itself, points to another's, or joins several."""

    MASTER = "master"
    CLONE = "clone"
    MERGE = "merge"


class DatasetSort(StrEnum):
    """What a listing can be sorted by."""

    NAME = "name"
    STATUS = "status"
    ROWS = "rows"
    SOURCE = "source"
    PROJECT = "project"
    CREATED = "created"
    UPDATED = "updated"
    SIZE = "size"


@dataclass(frozen=True, slots=True)
class DatasetRecord:
    """A dataset as it is in the catalogue."""

    key: int
    id: str
    name: str
    description: str
    status: DatasetStatus
    source: DatasetSource
    kind: DatasetKind
    project: str | None
    project_key: int | None
    owner: str
    pipeline_name: str | None
    pipeline_status: str | None
    is_read_only: bool
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None
    head_key: int | None
    row_count: int
    byte_count: int
    column_count: int
    version_count: int

    @property
    def place(self) -> Place:
        """Where permissions for it are looked up."""
        return Place(self.project_key, self.key, self.name)

    @property
    def is_archived(self) -> bool:
        """Whether it is hidden from the default listing."""
        return self.archived_at is not None

    @property
    def path(self) -> str:
        """Project and name, as ``vault[…]`` takes it."""
        return f"{self.project}/{self.name}" if self.project else self.name


@dataclass(frozen=True, slots=True)
class DatasetQuery:
    """Which datasets a listing asks for.

    Attributes:
        search: A text anywhere in the name, upper or lower case, taken literally.
        statuses: Only these; all when empty.
        sources: Only these; all when empty.
        project_key: Only this project's.
        has_archived: Archived ones too.
        sort: What to sort by; the id decides ties.
        is_descending: Largest first.
    """

    search: str = ""
    statuses: Collection[DatasetStatus] = ()
    sources: Collection[DatasetSource] = ()
    project_key: int | None = None
    has_archived: bool = False
    sort: DatasetSort = DatasetSort.UPDATED
    is_descending: bool = True
    offset: int = 0
    limit: int | None = None
