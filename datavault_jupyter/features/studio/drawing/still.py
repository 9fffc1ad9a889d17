"""A chart as a view shows it: the picture, what it says, the query, and the code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datavault_jupyter.features.studio import notes
from datavault_jupyter.features.studio.drawing import code, files, painting
from datavault_jupyter.features.studio.drawing.plain import vega_lite
from datavault_jupyter.features.studio.drawing.theme import Theme
from datavault_jupyter.features.studio.wire import Drawing
from datavault_jupyter.storage.sql import laid_out, spelled_out

if TYPE_CHECKING:
    from datavault_jupyter.features.datasets.records import DatasetRecord
    from datavault_jupyter.features.studio.compiling import Drawn


def drawing(
    drawn: Drawn, place: tuple[str, DatasetRecord], theme: Theme, *, room: int = 0
) -> Drawing:
    """A drawn chart, for a view whose background shows through it.

    Args:
        drawn: The chart.
        place: The vault's folder and the dataset.
        theme: On what it is drawn.
        room: So many pixels are there for its width; 0 for as many as it likes.
    """
    root, record = place
    query = record.origin("rows")[1] if record.is_result else ""
    picture = painting.painted(drawn, theme, room=room)
    spec = vega_lite(picture, drawn.table, theme)
    spec["config"] |= {"background": None, "padding": 4}
    sql = laid_out(spelled_out(drawn.sql))
    return Drawing(
        drawn.spec.to_json(),
        svg=files.svg(spec),
        summary=notes.summary(drawn, record.name),
        notes=notes.notes(drawn),
        sql=sql,
        code=code.code_of(painting.painted(drawn), code.Origin(root, record.path, "", sql, query)),
    )


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
