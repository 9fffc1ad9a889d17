"""What dashboards ask and are told, as it goes over the wire."""

from __future__ import annotations

from dataclasses import dataclass

from datavault_jupyter.features.studio.boards.records import Height, Tile, Width
from datavault_jupyter.storage.filters import Filter


@dataclass(frozen=True, slots=True)
class BoardsArgs:
    """Of which dataset."""

    dataset_id: str


@dataclass(frozen=True, slots=True)
class BoardInfo:
    """A dashboard in a list."""

    id: str
    name: str
    chart_count: int


@dataclass(frozen=True, slots=True)
class BoardList:
    """The dashboards of a dataset, by name."""

    boards: tuple[BoardInfo, ...]
    may_edit: bool


@dataclass(frozen=True, slots=True)
class BoardArgs:
    """Which dashboard, and its new name where it is to get one."""

    dataset_id: str
    board_id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class BoardTile:
    """A chart's place.

    Attributes:
        chart_id: Of the kept chart.
        name: Of it.
        kind: Of it; empty where it is gone.
        width: Of the tile.
        height: Of the tile.
        is_gone: Whether the kept chart was deleted.
        stamp: Another one whenever the kept chart has changed.
    """

    chart_id: str
    name: str
    kind: str
    width: Width
    height: Height
    is_gone: bool
    stamp: str


@dataclass(frozen=True, slots=True)
class BoardChart:
    """A kept chart that can be put on a dashboard."""

    id: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class BoardState:
    """A dashboard, whole.

    Attributes:
        id: Of the dashboard.
        name: Of it.
        dataset_name: Of its dataset.
        tiles: Its charts in their order.
        filter: Which rows all of them show.
        version: The version it was made on.
        newest: The version the dataset stands at; empty while it is being collected.
        is_pinned: Whether it shows its version rather than the dataset as it is.
        is_collected: Whether rows are tasks of a pipeline.
        charts: Every kept chart of the dataset.
        may_edit: Whether it may be changed.
        made_by: Who made it.
        saved_at: When it was last changed.
        stamp: Another one whenever what charts draw has changed.
        edition: How many times it was saved.
    """

    id: str
    name: str
    dataset_name: str
    tiles: tuple[BoardTile, ...]
    filter: Filter | None
    version: str
    newest: str
    is_pinned: bool
    is_collected: bool
    charts: tuple[BoardChart, ...]
    may_edit: bool
    made_by: str
    saved_at: str
    stamp: str
    edition: int


@dataclass(frozen=True, slots=True)
class BoardChangeArgs:
    """A dashboard as it is to be.

    Attributes:
        dataset_id: The dataset.
        board_id: The dashboard.
        tiles: Its charts in their order.
        filter: Which rows all of them show.
        pinned_to: The version it stays with; empty where it follows the dataset.
        edition: The one that was changed: a save over another one is refused. None saves anyway.
    """

    dataset_id: str
    board_id: str
    tiles: tuple[Tile, ...]
    filter: Filter | None = None
    pinned_to: str = ""
    edition: int | None = None


@dataclass(frozen=True, slots=True)
class BoardMadeArgs:
    """A new dashboard with some kept charts."""

    dataset_id: str
    name: str
    chart_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BoardDrawArgs:
    """A chart of a dashboard.

    Attributes:
        dataset_id: The dataset.
        board_id: The dashboard.
        chart_id: The kept chart.
        filter: Which rows all charts show.
        picked: Which rows marks of other charts have picked.
        is_dark: On what it is drawn.
        room: So many pixels are there for its width.
        height: Of its tile.
    """

    dataset_id: str
    board_id: str
    chart_id: str
    filter: Filter | None = None
    picked: Filter | None = None
    is_dark: bool = False
    room: int = 0
    height: Height = Height.MIDDLE


@dataclass(frozen=True, slots=True)
class MarkPick:
    """What pressing a mark selects, in words and as a filter."""

    words: str
    filter: Filter


@dataclass(frozen=True, slots=True)
class PickGroup:
    """The values of one field of a chart: their places among its picks."""

    title: str
    picks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BrushEdge:
    """Where a range may begin or end.

    Attributes:
        place: On the axis: a number, or milliseconds of the clock time.
        value: As a filter takes it.
        words: As people read it.
    """

    place: float
    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Brush:
    """The horizontal axis, where a range can be drawn on it.

    Attributes:
        column: What it shows.
        form: ``number``, ``date``, ``time`` or ``zoned``.
        is_log: Whether it is logarithmic.
        low: The place at the left end of the plot.
        high: The place at its right end.
        edges: Where bins begin and end; empty where a range may begin anywhere.
    """

    column: str
    form: str
    is_log: bool
    low: float
    high: float
    edges: tuple[BrushEdge, ...] = ()


@dataclass(frozen=True, slots=True)
class BoardDrawing:
    """A chart of a dashboard, or what it lacks.

    Attributes:
        svg: The picture; marks that select have ``data-index``, the plot has ``data-frame``.
        summary: What it shows, in a sentence.
        notes: Rows shown, rows left out and why.
        picks: What marks select; ``data-index`` is a place in it.
        groups: The same by field, for a list.
        brush: The axis that a range can be drawn on.
        lack: Why it can't be drawn; empty for a drawn chart.
        hint: The way out.
    """

    svg: str = ""
    summary: str = ""
    notes: tuple[str, ...] = ()
    picks: tuple[MarkPick, ...] = ()
    groups: tuple[PickGroup, ...] = ()
    brush: Brush | None = None
    lack: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class BoardFileArgs:
    """A dashboard that is to be a page: with what is filtered, and in words what was picked."""

    dataset_id: str
    board_id: str
    filter: Filter | None = None
    picked: tuple[TilePick, ...] = ()
    is_dark: bool = False


@dataclass(frozen=True, slots=True)
class TilePick:
    """What marks of one chart have picked."""

    chart_id: str
    words: str
    filter: Filter


@dataclass(frozen=True, slots=True)
class BoardFile:
    """The file's name; its bytes are in the frame `file`."""

    name: str
