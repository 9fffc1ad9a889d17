"""A chart of a dashboard: its picture, and what its marks select."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from datavault_jupyter.features.studio import notes
from datavault_jupyter.features.studio.boards import queries, selecting
from datavault_jupyter.features.studio.boards.marking import Marked, Plot, plotted
from datavault_jupyter.features.studio.boards.selecting import Pick
from datavault_jupyter.features.studio.boards.wire import (
    BoardDrawing,
    Brush,
    BrushEdge,
    MarkPick,
    PickGroup,
)
from datavault_jupyter.features.studio.checks import POINTS
from datavault_jupyter.features.studio.cutting import NO_VALUE, REST, Cut, Form
from datavault_jupyter.features.studio.drawing import painting
from datavault_jupyter.features.studio.drawing.picture import Picture, Sight
from datavault_jupyter.features.studio.drawing.theme import PALETTES, Theme
from datavault_jupyter.features.studio.fields import ChartField, ChartFields, FieldKind
from datavault_jupyter.features.studio.queries import rank_of
from datavault_jupyter.features.studio.spec import ChartKind, Scale
from datavault_jupyter.storage.kinds import ZONED, type_kind

if TYPE_CHECKING:
    from datavault_jupyter.features.studio.compiling import Ask, Drawn

_MOST_EDGES = 500
_COLORS = 7
_ROLES = ("x", "y", "color", "shape", "row", "column")


@dataclass(frozen=True, slots=True)
class Seen:
    """What a chart of a dashboard is drawn from.

    Attributes:
        drawn: The chart.
        ask: Runs a query over ``this``.
        fields: The columns.
        name: Of the dataset.
    """

    drawn: Drawn
    ask: Ask
    fields: ChartFields
    name: str


def tile_drawing(seen: Seen, theme: Theme, size: tuple[int, int]) -> BoardDrawing:
    """A chart of a dashboard.

    Args:
        seen: The chart.
        theme: On what it is drawn.
        size: Width and height in pixels.
    """
    drawn = seen.drawn
    picture = painting.painted(drawn, theme, room=size[0])
    picture = _colored(seen, picture, theme)
    sight = Sight(drawn, theme)
    picks = _Picks(seen, sight)
    plot = plotted(picture, drawn, theme, size, picks.marked)
    return BoardDrawing(
        svg=plot.svg,
        summary=notes.summary(drawn, seen.name),
        notes=notes.notes(drawn),
        picks=tuple(MarkPick(each.words, each.filter) for each in picks.all),
        groups=picks.groups,
        brush=brush_of(seen, plot),
    )


class _Picks:
    """Everything that can be selected in a chart, each once."""

    def __init__(self, seen: Seen, sight: Sight) -> None:
        drawn = seen.drawn
        self._places: dict[Pick, int] = {}
        self._cuts = [each for each in drawn.cuts if each.role in _ROLES]
        self._tops = _tops(seen, self._cuts)
        rows = drawn.table.select([each.role for each in self._cuts]).to_pylist()
        names = sight.categories("color") if sight.is_category("color") else []
        by_role = {cut.role: self._singles(cut, rows, sight) for cut in self._cuts}
        self.groups = self._grouped(by_role)
        self.marked = Marked(
            [self._place(self._picked(row)) for row in rows] if self._cuts else [],
            [by_role["color"][name] for name in names],
            names,
        )

    @property
    def all(self) -> list[Pick]:
        """In the order of their places."""
        return list(self._places)

    def _place(self, pick: Pick) -> int:
        return self._places.setdefault(pick, len(self._places))

    def _picked(self, row: dict[str, Any]) -> Pick:
        return selecting.picked(self._cuts, row, self._tops)

    def _singles(self, cut: Cut, rows: Sequence[dict[str, Any]], sight: Sight) -> dict[Any, int]:
        """What each value of one channel selects, in the order of its axis or legend."""
        values = dict.fromkeys(row[cut.role] for row in rows)
        ordered: list[Any] = list(values)
        if cut.form is Form.CATEGORY:
            ordered = sight.categories(cut.role)
        else:
            ordered.sort()
        return {
            value: self._place(selecting.picked((cut,), {cut.role: value}, self._tops))
            for value in ordered
        }

    def _grouped(self, by_role: dict[str, dict[Any, int]]) -> tuple[PickGroup, ...]:
        made: dict[str, PickGroup] = {}
        for cut in self._cuts:
            made.setdefault(
                cut.field.name, PickGroup(cut.field.name, tuple(by_role[cut.role].values()))
            )
        return tuple(made.values())


def _tops(seen: Seen, cuts: Sequence[Cut]) -> dict[str, list[str]]:
    """The top categories of channels that show an "Other"; a filter on marks may hide some."""
    made: dict[str, list[str]] = {}
    drawn = seen.drawn
    is_grouped = drawn.spec.kind not in (*POINTS, ChartKind.BOX, ChartKind.DENSITY)
    rank = rank_of(drawn.measures) if is_grouped else "count(*)"
    for cut in cuts:
        if cut.form is not Form.CATEGORY or cut.top is None:
            continue
        if REST in drawn.table.column(cut.role).to_pylist():
            found = seen.ask(queries.top_values(cut, drawn.where, rank))
            made[cut.role] = found.column(0).to_pylist()
    return made


def _colored(seen: Seen, picture: Picture, theme: Theme) -> Picture:
    """Give each category its own colour on all charts of the dataset, whatever is filtered."""
    cut = next((each for each in seen.drawn.cuts if each.role == "color"), None)
    if cut is None or cut.form is not Form.CATEGORY:
        return picture
    found = seen.ask(queries.frequent(cut, _COLORS)).column(0).to_pylist()
    kept = found if len(found) <= _COLORS else found[: _COLORS - 1]
    palette = PALETTES[theme]
    own = {name: palette.categories[at] for at, name in enumerate(_in_order(kept, cut.field))}
    layers = []
    for layer in picture.layers:
        color = layer.encode.get("color", {})
        names = color.get("scale", {}).get("domain") if color.get("field") == "color" else None
        if not names or color.get("type") != "nominal":
            layers.append(layer)
            continue
        free = iter(each for each in palette.categories[:_COLORS] if each not in _of(own, names))
        range_ = [
            palette.rest if name in (REST, NO_VALUE) else own.get(name) or next(free, palette.rest)
            for name in names
        ]
        scale = {**color["scale"], "range": range_}
        layers.append(replace(layer, encode={**layer.encode, "color": {**color, "scale": scale}}))
    return replace(picture, layers=tuple(layers))


def _of(own: dict[str, str], names: Sequence[str]) -> set[str]:
    return {own[name] for name in names if name in own}


def _in_order(names: Sequence[str], field: ChartField) -> list[str]:
    """As a chart of its own orders them, so that it has the same colours."""
    kept = [each for each in names if each not in (REST, NO_VALUE)]
    if field.kind is FieldKind.NUMBER:
        return sorted(kept, key=lambda text: (float(text), text))
    return sorted(kept)


def brush_of(seen: Seen, plot: Plot) -> Brush | None:
    """The horizontal axis, where a range can be drawn on it."""
    drawn = seen.drawn
    if plot.ends is None or drawn.spec.x is None:
        return None
    cut = next((each for each in drawn.cuts if each.role == "x"), None)
    field = seen.fields.named(drawn.spec.x.field, "x")
    low, high = (_place(field, end) for end in plot.ends)
    if not low < high:
        return None
    is_log = drawn.spec.x.scale is Scale.LOG
    return Brush(field.name, _form(field), is_log, low, high, _edges(drawn, cut))


def _form(field: ChartField) -> str:
    if field.kind is not FieldKind.MOMENT:
        return "number"
    if field.is_date:
        return "date"
    return "zoned" if type_kind(field.column) in ZONED else "time"


def _place(field: ChartField, text: str) -> float:
    return _ms(datetime.fromisoformat(text)) if field.kind is FieldKind.MOMENT else float(text)


def _ms(moment: datetime) -> float:
    """Milliseconds of a clock time, as if it were UTC's."""
    return moment.replace(tzinfo=UTC).timestamp() * 1000


def _edges(drawn: Drawn, cut: Cut | None) -> tuple[BrushEdge, ...]:
    if cut is None or not cut.has_end or drawn.table.num_rows == 0:
        return ()
    starts = sorted(set(drawn.table.column("x").to_pylist()))
    if cut.form is Form.MOMENT:
        return _moment_edges(cut, starts)
    return _bin_edges(cut, starts)


def _bin_edges(cut: Cut, starts: Sequence[float]) -> tuple[BrushEdge, ...]:
    first, last = (selecting.number_of(cut, float(each)) for each in (starts[0], starts[-1]))
    if last - first > _MOST_EDGES:
        return ()
    places = [(number, selecting.plain_edge(cut, number)) for number in range(first, last + 2)]
    return tuple(
        BrushEdge(place, selecting.bin_edge(cut, number), selecting.number_words(place))
        for number, place in places
    )


def _moment_edges(cut: Cut, starts: Sequence[datetime]) -> tuple[BrushEdge, ...]:
    at = selecting.span_of(cut, starts[0])[0]
    made: list[datetime] = []
    end = selecting.span_of(cut, starts[-1])[1]
    while at <= end and len(made) <= _MOST_EDGES:
        made.append(at)
        at = selecting.span_of(cut, at)[1]
    if len(made) > _MOST_EDGES:
        made = [selecting.span_of(cut, each)[0] for each in starts] + [end]
    return tuple(
        BrushEdge(_ms(at), selecting.moment_text(cut.field, at), moment_end(at)) for at in made
    )


def moment_end(moment: datetime) -> str:
    """Where a range of moments begins or ends, in words."""
    has_time = moment - datetime(moment.year, moment.month, moment.day) != timedelta()  # noqa: DTZ001 - a clock time
    return moment.strftime("%-d %b %Y, %H:%M" if has_time else "%-d %b %Y")


def nothing(message: str, hint: str) -> BoardDrawing:
    """A chart that can't be drawn, and why."""
    return BoardDrawing(lack=message, hint=hint)
