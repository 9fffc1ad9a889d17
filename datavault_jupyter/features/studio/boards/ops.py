"""The questions of dashboards, as they come over the wire."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.features.studio.boards.records import Layout
from datavault_jupyter.features.studio.boards.wire import (
    BoardArgs,
    BoardChangeArgs,
    BoardDrawArgs,
    BoardDrawing,
    BoardFile,
    BoardFileArgs,
    BoardInfo,
    BoardList,
    BoardMadeArgs,
    BoardsArgs,
    BoardState,
)
from datavault_jupyter.protocol.operations import Call, operation

if TYPE_CHECKING:
    from datavault_jupyter.features.datasets.records import DatasetRecord
    from datavault_jupyter.features.datasets.service import DatasetService
    from datavault_jupyter.features.studio.boards.drawer import BoardDrawer
    from datavault_jupyter.features.studio.boards.records import Board
    from datavault_jupyter.features.studio.boards.service import BoardKeeper


class BoardOps:
    """Wire operations on dashboards.

    Args:
        boards: Keeps dashboards; asked for on first use.
        drawer: Draws their charts; asked for on first use.
        datasets: Finds datasets.
        policy: Tells what may be changed.
    """

    def __init__(
        self,
        boards: Callable[[], BoardKeeper],
        drawer: Callable[[], BoardDrawer],
        datasets: DatasetService,
        policy: Policy,
    ) -> None:
        self._boards = boards
        self._drawer = drawer
        self._datasets = datasets
        self._policy = policy

    @operation("boards.list")
    def list(self, args: BoardsArgs, call: Call) -> BoardList:
        """The dashboards of a dataset."""
        return self._listed(self._datasets.get(args.dataset_id))

    def _listed(self, record: DatasetRecord) -> BoardList:
        known = self._boards().list(record)
        return BoardList(
            tuple(BoardInfo(each.id, each.name, len(each.layout.tiles)) for each in known),
            self._policy.allows(Action.DATASET_EDIT, record.place),
        )

    @operation("boards.open")
    def open(self, args: BoardArgs, call: Call) -> BoardState:
        """A dashboard, whole; its charts are asked for one by one."""
        record = self._datasets.get(args.dataset_id)
        return self._state(record, self._boards().get(record, args.board_id))

    def _state(self, record: DatasetRecord, board: Board) -> BoardState:
        return self._drawer().state(record, board)

    @operation("boards.create")
    def create(self, args: BoardMadeArgs, call: Call) -> BoardState:
        """Make a dashboard, of some kept charts."""
        record = self._datasets.get(args.dataset_id)
        drawer = self._drawer()
        tiles = tuple(drawer.fresh(record, each) for each in args.chart_ids)
        layout = Layout(tiles, version=drawer.newest(record))
        return self._state(record, self._boards().create(record, args.name, layout))

    @operation("boards.change")
    def change(self, args: BoardChangeArgs, call: Call) -> BoardState:
        """Give a dashboard other charts, places or filters."""
        record = self._datasets.get(args.dataset_id)
        keeper, drawer = self._boards(), self._drawer()
        known = keeper.get(record, args.board_id).layout
        names = {each.chart_id: each.name for each in known.tiles}
        tiles = tuple(
            drawer.placed(record, replace(each, name=names.get(each.chart_id, "")))
            for each in args.tiles
        )
        version = args.pinned_to or drawer.newest(record) or known.version
        layout = Layout(tiles, args.filter, version, is_pinned=bool(args.pinned_to))
        made = keeper.change(record, args.board_id, layout, edition=args.edition)
        return self._state(record, made)

    @operation("boards.rename")
    def rename(self, args: BoardArgs, call: Call) -> BoardState:
        """Give a dashboard another name."""
        record = self._datasets.get(args.dataset_id)
        return self._state(record, self._boards().rename(record, args.board_id, args.name))

    @operation("boards.duplicate")
    def duplicate(self, args: BoardArgs, call: Call) -> BoardState:
        """Keep a dashboard a second time."""
        record = self._datasets.get(args.dataset_id)
        made = self._boards().duplicate(record, args.board_id, args.name or None)
        return self._state(record, made)

    @operation("boards.delete")
    def delete(self, args: BoardArgs, call: Call) -> BoardList:
        """Delete a dashboard; its charts stay."""
        record = self._datasets.get(args.dataset_id)
        self._boards().delete(record, args.board_id)
        return self._listed(record)

    @operation("boards.draw")
    def draw(self, args: BoardDrawArgs, call: Call) -> BoardDrawing:
        """One chart of a dashboard, or what it lacks."""
        from datavault_jupyter.features.studio.boards.drawer import Asked
        from datavault_jupyter.features.studio.drawing.theme import Theme

        record = self._datasets.get(args.dataset_id)
        layout = self._boards().get(record, args.board_id).layout
        theme = Theme.DARK if args.is_dark else Theme.LIGHT
        asked = Asked(args.filter, args.picked, theme, args.room, args.height, call.cancels)
        return self._drawer().draw(record, layout, args.chart_id, asked)

    @operation("boards.file", frames=("file",))
    def file(self, args: BoardFileArgs, call: Call) -> BoardFile:
        """A dashboard as the bytes of a page without scripts, as it is filtered."""
        from datavault_jupyter.features.studio.boards.page import page_of

        record = self._datasets.get(args.dataset_id)
        board = self._boards().get(record, args.board_id)
        board = replace(board, layout=replace(board.layout, filter=args.filter))
        page = page_of(self._drawer(), record, board, args.picked, is_dark=args.is_dark)
        call.attach("file", page.encode())
        return BoardFile(f"{board.name}.html")
