"""A dashboard without a script: as a page of its own, and as what a saved notebook keeps."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from datavault_jupyter.base.errors import ChartNotFound
from datavault_jupyter.base.wording import count
from datavault_jupyter.display.html import escape
from datavault_jupyter.features.studio.boards import selecting
from datavault_jupyter.features.studio.boards.drawer import Asked
from datavault_jupyter.features.studio.boards.records import Tile, Width
from datavault_jupyter.features.studio.boards.words import filter_words
from datavault_jupyter.features.studio.drawing.theme import FONT, PALETTES, Theme

if TYPE_CHECKING:
    from datavault_jupyter.features.datasets.records import DatasetRecord
    from datavault_jupyter.features.studio.boards.drawer import BoardDrawer
    from datavault_jupyter.features.studio.boards.records import Board
    from datavault_jupyter.features.studio.boards.wire import BoardDrawing, TilePick

_ROOM = {Width.FULL: 1016, Width.HALF: 486, Width.THIRD: 310}
_GAP, _INSET = 12, 12


@dataclass(frozen=True, slots=True)
class Shown:
    """A chart of a dashboard, drawn for a page.

    Attributes:
        tile: Its place.
        drawing: Of it.
    """

    tile: Tile
    drawing: BoardDrawing


def shown(
    drawer: BoardDrawer,
    record: DatasetRecord,
    board: Board,
    picked: Sequence[TilePick] = (),
    *,
    is_dark: bool = False,
) -> list[Shown]:
    """Every chart of a dashboard, one that is gone or can't be drawn with the reason.

    Args:
        drawer: Draws.
        record: The dataset.
        board: The dashboard.
        picked: What marks of its charts have picked; those of a chart filter all others.
        is_dark: On what they are drawn.
    """
    from datavault_jupyter.features.studio.boards.drawing import nothing

    theme = Theme.DARK if is_dark else Theme.LIGHT
    made = []
    for tile in board.layout.tiles:
        others = [each.filter for each in picked if each.chart_id != tile.chart_id]
        asked = Asked(
            board.layout.filter, selecting.both(*others), theme, _ROOM[tile.width], tile.height
        )
        try:
            drawing = drawer.draw(record, board.layout, tile.chart_id, asked)
        except ChartNotFound:
            drawing = nothing(f"The chart {tile.name!r} was deleted.", "")
        made.append(Shown(tile, drawing))
    return made


def which_rows(record: DatasetRecord, board: Board, picked: Sequence[TilePick] = ()) -> list[str]:
    """What a dashboard shows: how many charts of what, which version, which rows."""
    layout = board.layout
    name = f"{record.name}@{layout.version}" if layout.is_pinned else record.name
    made = [f"{count(len(layout.tiles), 'chart')} of {name}"]
    if layout.filter is not None and (layout.filter.op != "and" or layout.filter.parts):
        made.append(f"rows where {filter_words(layout.filter)}")
    return made + [f"picked: {each.words}" for each in picked]


def page_of(
    drawer: BoardDrawer,
    record: DatasetRecord,
    board: Board,
    picked: Sequence[TilePick] = (),
    *,
    is_dark: bool = False,
) -> str:
    """A dashboard as a page that opens anywhere, without a script and without a network.

    Args:
        drawer: Draws.
        record: The dataset.
        board: The dashboard.
        picked: What marks of its charts have picked.
        is_dark: On what it is drawn.
    """
    names = {each.id: each.name for each in drawer.state(record, board).charts}
    tiles = "".join(
        _figure(each, names, each.drawing.svg)
        for each in shown(drawer, record, board, picked, is_dark=is_dark)
    )
    palette = PALETTES[Theme.DARK if is_dark else Theme.LIGHT]
    line = palette.mixed(0.16)
    rules = (
        f"body{{margin:24px;background:{palette.background};color:{palette.mixed(0.9)};"
        f"font:13px/20px {FONT}}}main{{max-width:1064px;margin:auto}}"
        f"h1{{font-size:20px;margin:0}}header p{{margin:4px 0 16px;color:{palette.mixed(0.6)}}}"
        + _grid_rules(line)
        + f"figcaption span{{color:{palette.mixed(0.6)}}}"
    )
    title = escape(board.name)
    facts = escape(" · ".join(which_rows(record, board, picked)))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width">'
        f"<style>{rules}</style></head><body><main><header><h1>{title}</h1><p>{facts}</p></header>"
        f'<div class="dv-board-still">{tiles}</div></main></body></html>'
    )


def fragment(
    drawer: BoardDrawer, record: DatasetRecord, board: Board, *, is_dark: bool = False
) -> str:
    """The charts of a dashboard for a frame in a notebook: pictures on their own background."""
    names = {each.id: each.name for each in drawer.state(record, board).charts}
    tiles = "".join(
        _figure(each, names, _image(each.drawing))
        for each in shown(drawer, record, board, is_dark=is_dark)
    )
    rules = _grid_rules("color-mix(in srgb,currentColor 16%,transparent)") + (
        ".dv-board-still img{background:#fff;border-radius:4px;max-width:100%;height:auto}"
        ".dv-board-still{padding:4px 16px 16px}figcaption span{opacity:.68}"
    )
    return f'<style>{rules}</style><div class="dv-board-still">{tiles}</div>'


def _grid_rules(line: str) -> str:
    return (
        f".dv-board-still{{display:grid;grid-template-columns:repeat(6,minmax(0,1fr));gap:{_GAP}px}}"
        f".dv-board-still figure{{margin:0;padding:{_INSET}px;border:1px solid {line};"
        "border-radius:6px;min-width:0;display:flex;flex-direction:column;gap:8px}"
        ".dv-board-still figure>svg{max-width:100%;height:auto}"
        ".dv-board-still figcaption{display:contents}"
        ".dv-board-still strong{order:-1;font-weight:600}"
        ".dv-board-still span{font-size:12px;margin-top:auto}"
        "@media(max-width:720px){.dv-board-still figure{grid-column:1/-1!important}}"
    )


def _figure(each: Shown, names: dict[str, str], picture: str) -> str:
    drawing = each.drawing
    said = drawing.lack or " · ".join(drawing.notes)
    name = escape(names.get(each.tile.chart_id, each.tile.name))
    return (
        f'<figure style="grid-column:span {each.tile.width.columns}">{picture}'
        f"<figcaption><strong>{name}</strong><span>{escape(said)}</span></figcaption></figure>"
    )


def _image(drawing: BoardDrawing) -> str:
    if not drawing.svg:
        return ""
    data = base64.b64encode(drawing.svg.encode()).decode()
    return f'<img alt="{escape(drawing.summary)}" src="data:image/svg+xml;base64,{data}">'
