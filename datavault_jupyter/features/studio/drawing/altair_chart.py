"""A picture as a chart of Altair, which is imported when the first one is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from datavault_jupyter.features.studio.drawing.picture import Layer, Picture
from datavault_jupyter.features.studio.drawing.theme import Theme, chart_theme

if TYPE_CHECKING:
    import altair as alt

    AltairChart = alt.Chart | alt.LayerChart | alt.FacetChart

_SHORT = {"quantitative": "Q", "nominal": "N", "ordinal": "O", "temporal": "T"}


def altair_chart(picture: Picture, data: Any, theme: Theme = Theme.LIGHT) -> AltairChart:
    """The chart, with its data.

    Args:
        picture: What is drawn.
        data: A frame with its columns.
        theme: On what.
    """
    import altair as alt

    layers = [_layer(alt, each, data) for each in picture.layers]
    made: Any = layers[0] if len(layers) == 1 else alt.layer(*layers, data=data)
    made = made.properties(width=picture.width, height=picture.height)
    if picture.facets:
        facets = {name: channel(alt, name, each) for name, each in picture.facets.items()}
        made = made.facet(**facets, **({"columns": picture.columns} if picture.columns else {}))
    if picture.title:
        made = made.properties(title=picture.title)
    finished: AltairChart = made.configure(**chart_theme(theme))
    return finished


def _layer(alt: Any, layer: Layer, data: Any) -> Any:
    chart = alt.Chart(data)
    for name, given in layer.transforms:
        method = getattr(chart, f"transform_{name}")
        chart = method(given["filter"]) if name == "filter" else method(**given)
    chart = getattr(chart, f"mark_{layer.mark}")(**layer.options)
    return chart.encode(**{name: channel(alt, name, each) for name, each in layer.encode.items()})


def channel(alt: Any, name: str, given: Any) -> Any:
    """One channel of Altair."""
    if isinstance(given, list):
        return [channel(alt, name, each) for each in given]
    if "condition" in given:
        test = given["condition"]
        return alt.condition(test["test"], alt.value(test["value"]), alt.value(given["value"]))
    if "datum" in given:
        return alt.datum(given["datum"])
    if "value" in given:
        return alt.value(given["value"])
    rest = {key: each for key, each in given.items() if key not in ("field", "type")}
    return getattr(alt, class_of(name))(shorthand(given), **rest)


def class_of(name: str) -> str:
    """The name of a channel's class in Altair.

    >>> class_of("xOffset")
    'XOffset'
    """
    return name[:1].upper() + name[1:]


def shorthand(given: dict[str, Any]) -> str:
    """A field and its type as Altair writes them."""
    kind = given.get("type")
    return f"{given['field']}:{_SHORT[kind]}" if kind else str(given["field"])
