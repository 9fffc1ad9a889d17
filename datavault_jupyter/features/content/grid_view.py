"""What a grid shows, as one value that widgets and saved views share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from datavault_jupyter.features.content.records import ContentQuery
from datavault_jupyter.storage.filters import Filter, Sort


@dataclass(frozen=True, slots=True)
class GridView:
    """What a grid shows and in which order: the trait `DatasetView.view`.

    Attributes:
        columns: The names of the columns shown, in their order; None means all.
        filters: Which rows; None means all.
        search: A text that any column holds.
        sorts: The first counts most.
        widths: Of columns, in pixels, where they differ from what fits.
        is_wrapping: Whether long texts take three lines.
        pinned: How many columns at the left stay in sight.
    """

    columns: tuple[str, ...] | None = None
    filters: Filter | None = None
    search: str = ""
    sorts: tuple[Sort, ...] = ()
    widths: Mapping[str, float] | None = None
    is_wrapping: bool = False
    pinned: int = 0

    @property
    def query(self) -> ContentQuery:
        """What of it decides about rows."""
        return ContentQuery(filter=self.filters, search=self.search, sorts=self.sorts)
