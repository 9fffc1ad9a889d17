"""A chart as a view shows it: the picture, what it says, the query, and the code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from datavault_jupyter.features.studio import notes
from datavault_jupyter.features.studio.drawing import code, files, painting
from datavault_jupyter.features.studio.drawing.picture import KINDS_WITHOUT_AXES, Sight
from datavault_jupyter.features.studio.drawing.plain import columns, vega_lite, without_data
from datavault_jupyter.features.studio.drawing.theme import Theme
from datavault_jupyter.features.studio.wire import Drawing, LiveChart
from datavault_jupyter.storage.sql import laid_out, spelled_out

if TYPE_CHECKING:
    from datavault_jupyter.features.datasets.records import DatasetRecord
    from datavault_jupyter.features.studio.compiling import Drawn


@dataclass(frozen=True, slots=True)
class Place:
    """Where a chart is shown.

    Attributes:
        theme: On what it is drawn.
        room: So many pixels are there for its width; 0 for as many as it likes.
        is_live: Whether the view draws by itself, and needs no picture.
    """

    theme: Theme = Theme.LIGHT
    room: int = 0
    is_live: bool = False


def drawing(drawn: Drawn, origin: tuple[str, DatasetRecord], place: Place) -> Drawing:
    """A drawn chart, for a view whose background shows through it.

    Args:
        drawn: The chart.
        origin: The vault's folder and the dataset.
        place: Where it is shown.
    """
    root, record = origin
    query = record.origin("rows")[1] if record.is_result else ""
    sql = laid_out(spelled_out(drawn.sql))
    return Drawing(
        drawn.spec.to_json(),
        svg="" if place.is_live else _picture(drawn, place),
        live=_live(drawn, place),
        summary=notes.summary(drawn, record.name),
        notes=notes.notes(drawn),
        sql=sql,
        code=code.code_of(painting.painted(drawn), code.Origin(root, record.path, "", sql, query)),
    )


# A view has its own background, and its own room around a chart.
_INSIDE = {"background": None, "padding": 4}


def _picture(drawn: Drawn, place: Place) -> str:
    picture = painting.painted(drawn, place.theme, room=place.room)
    spec = vega_lite(picture, drawn.table, place.theme)
    return files.svg({**spec, "config": spec["config"] | _INSIDE})


def _live(drawn: Drawn, place: Place) -> LiveChart:
    specs = {}
    for theme in Theme:
        spec = without_data(painting.painted(drawn, theme, room=place.room), theme)
        specs[theme] = {**spec, "config": spec["config"] | _INSIDE}
    natural = painting.painted(drawn)
    is_fixed = drawn.spec.kind in KINDS_WITHOUT_AXES or bool(natural.facets)
    sight = Sight(drawn, place.theme)
    titles = {name: _title(sight, name) for name in drawn.table.column_names}
    return LiveChart(
        specs[Theme.LIGHT],
        specs[Theme.DARK],
        columns(drawn.table),
        titles,
        widest=0 if is_fixed else natural.width,
    )


_ENDS = {
    "n": "rows with a value", "low": "lower end", "high": "upper end", "sd": "sd", "end": "to",
}  # fmt: skip


def _title(sight: Sight, name: str) -> str:
    """What a column of a chart's rows is called, as people read it.

    Columns are named by their channel, and by what they hold of it: ``y``, ``y_low``.
    """
    if title := sight.title(name):
        return title
    role, _, end = name.rpartition("_")
    if end in _ENDS and (title := sight.title(role)):
        return f"{title}, {_ENDS[end]}"
    return name[:1].upper() + name[1:].replace("_", " ")


def file_of(drawn: Drawn, name: str) -> bytes:
    """A drawn chart as the bytes of a file, in the format that the name's ending says.

    Raises:
        BadArgument: a chart can't be written in it.
    """
    ending = files.format_of(name)
    if ending == "csv":
        return files.numbers(drawn.table)
    spec = vega_lite(painting.painted(drawn, Theme.LIGHT), drawn.table, Theme.LIGHT)
    return files.as_bytes(spec, ending)


def get_ready() -> None:
    """Start what draws, so that the first chart needn't wait for it."""
    mark = {"mark": "point", "data": {"values": [{"x": 1}]}, "encoding": {"x": {"field": "x"}}}
    files.svg(mark)
