"""A picture as plain Vega-Lite, without Altair: for views, which draw anew with each change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from datavault_jupyter.features.studio.drawing.picture import Layer, Picture
from datavault_jupyter.features.studio.drawing.theme import Theme, chart_theme

if TYPE_CHECKING:
    import pyarrow as pa


def vega_lite(picture: Picture, table: pa.Table, theme: Theme) -> dict[str, Any]:
    """The same spec as Altair's of a picture, but for the name of its data, and not checked."""
    rows = [dict(zip(table.column_names, each, strict=True)) for each in _rows(table)]
    return {**without_data(picture, theme), "data": {"values": rows}}


def without_data(picture: Picture, theme: Theme) -> dict[str, Any]:
    """The spec of a picture whose rows come another way."""
    plot: dict[str, Any] = {"width": picture.width, "height": picture.height}
    layers = [_layer(each) for each in picture.layers]
    plot |= layers[0] if len(layers) == 1 else {"layer": layers}
    made: dict[str, Any] = plot
    if picture.facets:
        facet = picture.facets.get("facet") or picture.facets
        made = {"facet": facet, "spec": plot}
        made |= {"columns": picture.columns} if picture.columns else {}
    made |= {"title": picture.title} if picture.title else {}
    return {**made, "config": chart_theme(theme)}


def _layer(layer: Layer) -> dict[str, Any]:
    made: dict[str, Any] = {
        "mark": {"type": layer.mark, **layer.options},
        "encoding": layer.encode,
    }
    if layer.transforms:
        made["transform"] = [_transform(name, given) for name, given in layer.transforms]
    return made


def _transform(name: str, given: dict[str, Any]) -> dict[str, Any]:
    if name != "calculate":
        return given
    ((made, expression),) = given.items()
    return {"calculate": expression, "as": made}


def columns(table: pa.Table) -> dict[str, list[Any]]:
    """The rows of a chart column by column, as JSON has them."""
    return {
        name: [_plain(each) for each in table.column(name).to_pylist()]
        for name in table.column_names
    }


def _rows(table: pa.Table) -> Iterator[tuple[Any, ...]]:
    return zip(*columns(table).values(), strict=True)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | date) else value
