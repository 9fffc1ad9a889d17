"""What a share says of itself to whoever opens it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from datavault_jupyter.features.datasets.detail import ColumnClass, column_classes
from datavault_jupyter.features.datasets.listed import badge_words
from datavault_jupyter.features.datasets.records import DatasetStatus
from datavault_jupyter.features.sharing.opening import Opened
from datavault_jupyter.protocol.operations import Call, operation

if TYPE_CHECKING:
    from datavault_jupyter.features.datasets.service import DatasetService
    from datavault_jupyter.features.studio.keeping.service import ChartKeeper


@dataclass(frozen=True, slots=True)
class OpenedShareArgs:
    """Nothing: the link itself says of what."""


@dataclass(frozen=True, slots=True)
class SharedDataset:
    """A dataset as its recipient meets it: no path, no project, no people but who shared it.

    Attributes:
        title: The dataset's name.
        state: Which badge it has.
        status: The words of the badge.
        shared_by: The name of who made the link.
        column_count: Of the columns that are shown.
        column_classes: These columns by what they hold, the most frequent class first.
        ends_at: From when on the link opens nothing; None is never.
        can_export: Whether rows may be exported.
        chart_count: Of the kept charts that may be shown.
    """

    dataset_id: str
    title: str
    description: str
    state: DatasetStatus
    status: str
    shared_by: str
    row_count: int
    column_count: int
    column_classes: tuple[ColumnClass, ...]
    updated_at: datetime
    ends_at: datetime | None
    can_export: bool
    chart_count: int


class ShareOps:
    """What the page of a share asks about the share itself.

    Args:
        opened: What the link opens.
        datasets: The one dataset.
        charts: Its charts, asked for when they are counted.
    """

    def __init__(
        self, opened: Opened, datasets: DatasetService, charts: Callable[[], ChartKeeper]
    ) -> None:
        self._opened = opened
        self._datasets = datasets
        self._charts = charts

    @operation("share.describe")
    def describe(self, _args: OpenedShareArgs, _call: Call) -> SharedDataset:
        """The dataset that a link opens, and what the link allows."""
        opened = self._opened
        record = self._datasets.get(opened.dataset_id)
        columns = self._datasets.columns(record)
        return SharedDataset(
            dataset_id=record.id,
            title=record.name,
            description=record.description,
            state=record.status,
            status=badge_words(record),
            shared_by=opened.shared_by,
            row_count=record.row_count,
            column_count=len(columns),
            column_classes=column_classes(columns),
            updated_at=record.updated_at,
            ends_at=opened.ends_at,
            can_export=opened.can_export,
            chart_count=len(self._charts().list(record)),
        )
