"""A dashboard, as the catalogue knows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.protocol.coding import decoded, encoded
from datavault_jupyter.storage.filters import Filter

# Grows when the meaning of a kept layout would change.
FORM = 1
# More charts than anybody can look at; each is a query.
MOST_TILES = 40


class Width(StrEnum):
    """How much of a row of the grid a chart takes."""

    FULL = "full"
    HALF = "half"
    THIRD = "third"

    @property
    def columns(self) -> int:
        """Of the six columns of the grid."""
        return {Width.FULL: 6, Width.HALF: 3, Width.THIRD: 2}[self]


class Height(StrEnum):
    """How high a chart is drawn."""

    LOW = "low"
    MIDDLE = "middle"
    TALL = "tall"

    @property
    def pixels(self) -> int:
        """Of the picture, its axes and its legend."""
        return {Height.LOW: 168, Height.MIDDLE: 232, Height.TALL: 360}[self]


@dataclass(frozen=True, slots=True)
class Tile:
    """A kept chart's place on a dashboard.

    Attributes:
        chart_id: Of the kept chart.
        name: That it had when it was put there: what is said where it is gone.
        width: Of the tile.
        height: Of the tile.
    """

    chart_id: str
    name: str = ""
    width: Width = Width.HALF
    height: Height = Height.MIDDLE


@dataclass(frozen=True, slots=True)
class Layout:
    """What a dashboard shows.

    Attributes:
        tiles: Its charts, in the order they are read.
        filter: Which rows all of them show; None for all.
        version: The number of the version it was made on; empty where there was none.
        is_pinned: Whether it shows that version rather than the dataset as it is.
        edition: How many times it was saved: who saves names the edition that was changed.
    """

    tiles: tuple[Tile, ...] = ()
    filter: Filter | None = None
    version: str = ""
    is_pinned: bool = False
    edition: int = 0

    def to_json(self) -> dict[str, Any]:
        """As the catalogue holds it."""
        return {"form": FORM, **encoded(self)}

    @classmethod
    def of_json(cls, value: dict[str, Any]) -> Layout:
        """Back from JSON.

        Raises:
            BadArgument: a newer version of this package made it.

        >>> layout = Layout((Tile("cht_1", "Sizes", Width.FULL),), version="1.0.0")
        >>> Layout.of_json(layout.to_json()) == layout
        True
        """
        if value.get("form") != FORM:
            raise BadArgument("This dashboard was made by a newer datavault-jupyter.")
        made: Layout = decoded(cls, {name: each for name, each in value.items() if name != "form"})
        return made


@dataclass(frozen=True, slots=True)
class Board:
    """A dashboard under a name.

    Attributes:
        id: ``dsh_…``; it stays when the name changes.
        name: One of a kind in its dataset.
        layout: What it shows.
        created_by: Who made it.
        created_at: When, in UTC.
        updated_at: When it was last changed.
    """

    id: str
    name: str
    layout: Layout
    created_by: str
    created_at: datetime
    updated_at: datetime
