"""A listing as it comes over the wire: what is asked, and the rows that answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from datavault_jupyter.features.datasets.records import (
    DatasetKind,
    DatasetQuery,
    DatasetRecord,
    DatasetSort,
    DatasetSource,
    DatasetStatus,
)

MOST_ROWS = 500
MOST_IDS = 10_000
PAUSED = "paused"

# By action: why it isn't allowed with a dataset. What is allowed is absent.
Refusals = Callable[[DatasetRecord], Mapping[str, str]]


class Judge(Protocol):
    """Says what an actor may do, by their role and by the state of a dataset."""

    def refused(self, record: DatasetRecord) -> Mapping[str, str]:
        """By action: why it isn't allowed. What is allowed is absent."""

    def import_refused(self) -> str:
        """Why they may add datasets nowhere; empty where they may."""


@dataclass(frozen=True, slots=True)
class DatasetFilter:
    """Which datasets are asked for; what is empty doesn't filter.

    Attributes:
        search: A text anywhere in the name, upper or lower case, taken literally.
        statuses: Only these.
        sources: Only these.
        kinds: Only masters, clones or merges.
        projects: Only in these, by name or id; "" stands for datasets without a project.
        has_archived: Archived ones too.
        ids: Only these, whatever the list shows; up to 500.
    """

    search: str = ""
    statuses: tuple[DatasetStatus, ...] = ()
    sources: tuple[DatasetSource, ...] = ()
    kinds: tuple[DatasetKind, ...] = ()
    projects: tuple[str, ...] = ()
    has_archived: bool = False
    ids: tuple[str, ...] = ()

    def query(self, **others: Any) -> DatasetQuery:
        """The same as the catalogue is asked; `others` are fields of `DatasetQuery`."""
        return DatasetQuery(
            search=self.search.strip(),
            statuses=self.statuses,
            sources=self.sources,
            kinds=self.kinds,
            projects=self.projects,
            has_archived=self.has_archived,
            ids=self.ids,
            **others,
        )


@dataclass(frozen=True, slots=True)
class OrderedFilter(DatasetFilter):
    """Which datasets, in which order.

    Attributes:
        sort: What to sort by; the id decides ties.
        is_descending: Largest or newest first.
    """

    sort: DatasetSort = DatasetSort.UPDATED
    is_descending: bool = True

    def ordered(self, offset: int = 0, limit: int | None = None) -> DatasetQuery:
        """The same as the catalogue is asked."""
        return self.query(
            sort=self.sort, is_descending=self.is_descending, offset=offset, limit=limit
        )


@dataclass(frozen=True, slots=True)
class DatasetListArgs(OrderedFilter):
    """One page of the list.

    Attributes:
        offset: Where the page starts; one past the end becomes the last page.
        limit: At most so many, 1 to 500.
    """

    offset: int = 0
    limit: int = 25


@dataclass(frozen=True, slots=True)
class ListedDataset:
    """A row of the list.

    Attributes:
        path: Project and name, as ``vault[…]`` takes it.
        state: Which badge it has.
        status: The words of the badge, such as "Collecting · paused".
        kind: Whether it holds its rows itself, is a clone of another, or merges several.
        project: The name of its project; None where it lies in none.
        pipeline: The name of the pipeline that fills it.
        byte_count: Size on disk, compressed.
        refused: By action (rename, archive, unarchive, delete, export, share): why it isn't allowed
            now.
            An action that isn't mentioned is.
    """

    id: str
    name: str
    path: str
    description: str
    state: DatasetStatus
    status: str
    source: DatasetSource
    kind: DatasetKind
    project: str | None
    pipeline: str | None
    owner: str
    row_count: int
    byte_count: int
    column_count: int
    is_archived: bool
    is_read_only: bool
    created_at: datetime
    updated_at: datetime
    refused: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DatasetList:
    """A page, and the counts around it.

    Attributes:
        rows: The page.
        offset: Where it starts, counted from 0.
        total_count: How many datasets match.
        active_count: How many of those are collecting or in draft.
        hidden_count: How many more there would be without search and filters.
        archived_count: How many archived datasets the actor may see, shown or not.
        revision: The state of the catalogue this was read at.
        read_at: When, in UTC.
        asked: What this answers, for a page that travels without its question.
        import_refused: Why the actor may not import here; empty where they may.
    """

    rows: tuple[ListedDataset, ...]
    offset: int
    total_count: int
    active_count: int
    hidden_count: int
    archived_count: int
    revision: int
    read_at: datetime
    asked: DatasetListArgs
    import_refused: str = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """A value a filter can ask for, and how many datasets it would leave."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class DatasetFacets:
    """The values of each filter, counted under the other filters and the search."""

    statuses: tuple[Facet, ...]
    sources: tuple[Facet, ...]
    kinds: tuple[Facet, ...]
    projects: tuple[Facet, ...]


@dataclass(frozen=True, slots=True)
class DatasetIds:
    """All that match, in the order of the list.

    Attributes:
        ids: At most 10,000.
        total_count: How many match; more than there are ids when it was cut.
    """

    ids: tuple[str, ...]
    total_count: int


def listed(record: DatasetRecord, judge: Judge) -> ListedDataset:
    """A dataset as a row of the list."""
    return ListedDataset(
        id=record.id,
        name=record.name,
        path=record.path,
        description=record.description,
        state=record.status,
        status=badge_words(record),
        source=record.source,
        kind=record.kind,
        project=record.project,
        pipeline=record.pipeline_name,
        owner=record.owner,
        row_count=record.row_count,
        byte_count=record.byte_count,
        column_count=record.column_count,
        is_archived=record.is_archived,
        is_read_only=record.is_read_only,
        created_at=record.created_at,
        updated_at=record.updated_at,
        refused=judge.refused(record),
    )


def badge_words(record: DatasetRecord) -> str:
    """The words of the badge: a paused pipeline's dataset stays at Collecting, and says so."""
    if record.status is DatasetStatus.COLLECTING and record.pipeline_status == PAUSED:
        return f"{record.status.label} · paused"
    return record.status.label
