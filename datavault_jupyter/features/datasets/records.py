"""What the catalogue knows of a dataset, and the questions a listing can ask."""

from __future__ import annotations

from collections.abc import Collection, Sequence
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

    @property
    def label(self) -> str:
        """As people read it."""
        return self.value.capitalize()


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
    COLUMNS = "columns"
    OWNER = "owner"
    PIPELINE = "pipeline"
    ARCHIVED = "archived"


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
    def is_live(self) -> bool:
        """Whether a pipeline fills it: then its rows are tasks, and it stands at no version."""
        return self.source is DatasetSource.PIPELINE and self.head_key is None

    @property
    def is_result(self) -> bool:
        """Whether it is what a query gave: its rows are in memory, and no list has it."""
        return False

    @property
    def path(self) -> str:
        """Project and name, as ``vault[…]`` takes it."""
        return f"{self.project}/{self.name}" if self.project else self.name

    def origin(self, words: str) -> tuple[tuple[str, ...], str]:
        """What is told of rows that were taken from it: from which datasets, and by what."""
        return (self.path,), words


@dataclass(frozen=True, slots=True)
class DatasetQuery:
    """Which datasets a listing asks for.

    Attributes:
        search: A text anywhere in the name, upper or lower case, taken literally.
        statuses: Only these; all when empty.
        sources: Only these; all when empty.
        kinds: Only masters, clones or merges; all when empty.
        project_key: Only this project's.
        projects: Only in these, by name or id; "" stands for datasets without a project.
        ids: Only these.
        has_archived: Archived ones too.
        sort: What to sort by; the id decides ties.
        is_descending: Largest first.
    """

    search: str = ""
    statuses: Collection[DatasetStatus] = ()
    sources: Collection[DatasetSource] = ()
    kinds: Collection[DatasetKind] = ()
    project_key: int | None = None
    projects: Collection[str] = ()
    ids: Collection[str] = ()
    has_archived: bool = False
    sort: DatasetSort = DatasetSort.UPDATED
    is_descending: bool = True
    offset: int = 0
    limit: int | None = None

    @property
    def is_filtering(self) -> bool:
        """Whether search or filters leave anything out."""
        asked = self.search or self.statuses or self.sources or self.projects or self.ids
        return bool(asked or self.kinds) or self.project_key is not None


@dataclass(frozen=True, slots=True)
class WholeCounts:
    """How many datasets there are, whatever a listing asks for.

    Attributes:
        everything: All, archived ones too.
        archived: Archived ones.
        active: Collecting or in draft, archived ones too.
        active_listed: Collecting or in draft, and not archived.
    """

    everything: int
    archived: int
    active: int
    active_listed: int


@dataclass(frozen=True, slots=True)
class ListCounts:
    """How many datasets there are around a page.

    Attributes:
        matching: That match search and filters.
        active: Of those: collecting or in draft.
        listed: That would be there without search and filters.
        archived: Archived ones, shown or not.
    """

    matching: int
    active: int
    listed: int
    archived: int


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of the list, read together with its counts.

    Attributes:
        offset: Where it starts, moved to the last page when asked for beyond the end.
        revision: The state of the catalogue it was read at.
    """

    records: Sequence[DatasetRecord]
    offset: int
    counts: ListCounts
    revision: int
