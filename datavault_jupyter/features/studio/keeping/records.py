"""A kept chart, as the catalogue knows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class KeptChart:
    """A chart under a name.

    Attributes:
        id: ``cht_…``; it stays when the name changes.
        name: Its name, one of a kind in its dataset.
        spec: What it is, as JSON.
        version: The number of the version it was kept at; empty where that is gone, or where the
            dataset was being collected.
        is_pinned: Whether it shows that version rather than the dataset as it is.
        created_by: Who kept it first.
        created_at: When, in UTC.
        updated_at: When it was last changed.
    """

    id: str
    name: str
    spec: dict[str, Any]
    version: str
    is_pinned: bool
    created_by: str
    created_at: datetime
    updated_at: datetime
