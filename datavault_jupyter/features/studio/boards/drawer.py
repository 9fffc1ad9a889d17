"""Dashboards with what they show: use cases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.errors import BadArgument, ChartNotFound, VaultError, VersionNotFound
from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.studio.boards import selecting
from datavault_jupyter.features.studio.boards.records import Board, Height, Layout, Tile, Width
from datavault_jupyter.features.studio.boards.wire import (
    BoardChart,
    BoardDrawing,
    BoardState,
    BoardTile,
)
from datavault_jupyter.features.studio.keeping.records import KeptChart
from datavault_jupyter.features.studio.spec import ChartKind, ChartSpec
from datavault_jupyter.storage.filters import Filter

if TYPE_CHECKING:
    from datavault_jupyter.features.studio.drawing.theme import Theme
    from datavault_jupyter.features.studio.keeping.service import ChartKeeper
    from datavault_jupyter.features.studio.service import Cancels, StudioService

# The dataset at a version by its number, and the number of the version it stands at.
At = Callable[[DatasetRecord, str], DatasetRecord]
Newest = Callable[[DatasetRecord], str]


@dataclass(frozen=True, slots=True)
class Asked:
    """How a chart of a dashboard is to be drawn.

    Attributes:
        filter: Which rows all charts show.
        picked: Which rows marks of other charts have picked.
        theme: On what.
        room: So many pixels are there for its width.
        height: Of its tile.
        cancels: Lets whoever asked stop the query.
    """

    filter: Filter | None
    picked: Filter | None
    theme: Theme
    room: int
    height: Height
    cancels: Cancels | None = None


class BoardDrawer:
    """Draws the charts of dashboards.

    Args:
        policy: Tells what may be changed.
        datasets: Where rows are.
        studio: Draws.
        keeper: Keeps charts.
        versions: The dataset at a version, and the number of the newest.
    """

    def __init__(
        self,
        policy: Policy,
        datasets: DatasetService,
        studio: StudioService,
        keeper: ChartKeeper,
        versions: tuple[At, Newest],
    ) -> None:
        self._policy = policy
        self._datasets = datasets
        self._studio = studio
        self._keeper = keeper
        self._at, self._newest = versions

    def newest(self, record: DatasetRecord) -> str:
        """The number of the version a dataset stands at; empty while it is being collected."""
        self._policy.require(Action.DATASET_VIEW, record.place)
        return self._newest(record) if record.head_key is not None else ""

    def state(self, record: DatasetRecord, board: Board) -> BoardState:
        """A dashboard, whole."""
        self._policy.require(Action.DATASET_VIEW, record.place)
        charts = {each.id: each for each in self._keeper.list(record)}
        layout = board.layout
        content = self._datasets.content(record)
        live = f" {content.live.revision}" if content.live is not None else ""
        return BoardState(
            board.id,
            board.name,
            record.name,
            tuple(_tile(each, charts) for each in layout.tiles),
            layout.filter,
            layout.version,
            self.newest(record),
            layout.is_pinned,
            record.is_live or record.source.value == "pipeline",
            tuple(BoardChart(each.id, each.name, _kind(each)) for each in charts.values()),
            self._policy.allows(Action.DATASET_EDIT, record.place),
            board.created_by,
            board.updated_at.isoformat(),
            f"{content.columns.fingerprint} {record.head_key} {record.row_count}{live}",
            layout.edition,
        )

    def placed(self, record: DatasetRecord, tile: Tile) -> Tile:
        """A tile with the name its chart has now, so that it can be said once the chart is gone.

        Raises:
            ChartNotFound: there is no such chart, and never was on this dashboard.
        """
        self._policy.require(Action.DATASET_VIEW, record.place)
        try:
            kept = self._keeper.get(record, tile.chart_id)
        except ChartNotFound:
            if tile.name:
                return tile
            raise
        return replace(tile, chart_id=kept.id, name=kept.name)

    def fresh(self, record: DatasetRecord, chart: str) -> Tile:
        """The tile of a chart that comes to a dashboard: single numbers are small.

        Args:
            record: The dataset.
            chart: Name or id of a kept chart.

        Raises:
            ChartNotFound: there is no such chart.
        """
        self._policy.require(Action.DATASET_VIEW, record.place)
        kept = self._keeper.get(record, chart)
        if _kind(kept) == ChartKind.NUMBER:
            return Tile(kept.id, kept.name, Width.THIRD, Height.LOW)
        return Tile(kept.id, kept.name)

    def draw(
        self, record: DatasetRecord, layout: Layout, chart_id: str, asked: Asked
    ) -> BoardDrawing:
        """One chart of a dashboard, or what it lacks.

        Raises:
            ChartNotFound: it was deleted.
        """
        self._policy.require(Action.DATASET_VIEW, record.place)
        from datavault_jupyter.features.studio.boards.drawing import Seen, nothing, tile_drawing

        kept = self._keeper.get(record, chart_id)
        version = layout.version if layout.is_pinned else kept.version if kept.is_pinned else ""
        try:
            shown = self._at(record, version) if version else record
            spec = ChartSpec.of_json(kept.spec)
            where = selecting.both(spec.where, asked.filter, asked.picked)
            spec = replace(spec, where=where)
            ground = self._studio.ground(shown)
            drawn = self._studio.draw(shown, spec, ground, cancels=asked.cancels)
        except (BadArgument, VersionNotFound) as error:
            return nothing(error.message, error.hint or "")
        except VaultError as error:
            return nothing(str(error), "")
        ask = self._studio.asking(shown, spec, ground)
        name = f"{record.name}@{version}" if version else record.name
        size = (max(120, asked.room), asked.height.pixels)
        return tile_drawing(Seen(drawn, ask, ground.fields, name), asked.theme, size)


def _kind(kept: KeptChart) -> str:
    return str(kept.spec["kind"])


def _tile(tile: Tile, charts: dict[str, KeptChart]) -> BoardTile:
    kept = charts.get(tile.chart_id)
    return BoardTile(
        tile.chart_id,
        kept.name if kept is not None else tile.name,
        _kind(kept) if kept is not None else "",
        tile.width,
        tile.height,
        kept is None,
        kept.updated_at.isoformat() if kept is not None else "",
    )
