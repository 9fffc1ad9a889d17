"""A picture as the code of a cell that draws it again, from the vault, by the same query."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Any

from datavault_jupyter.features.sql.texts import with_this
from datavault_jupyter.features.studio.drawing.altair_chart import class_of, shorthand
from datavault_jupyter.features.studio.drawing.picture import Layer, Picture
from datavault_jupyter.features.studio.drawing.theme import Theme

_WIDE = 92


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the rows of a chart come from.

    Attributes:
        vault: The folder of the vault; empty for the default one.
        dataset: As ``vault[…]`` takes it.
        version: The number of a version; empty for the dataset as it is.
        sql: The query over ``this``.
        query: The SQL whose result ``this`` is; empty where it is the dataset.
    """

    vault: str
    dataset: str
    version: str
    sql: str
    query: str = ""


def code_of(picture: Picture, origin: Origin, theme: Theme = Theme.LIGHT) -> str:
    """The text of the cell; its last line shows the chart."""
    at = f".at({origin.version!r})" if origin.version else ""
    vault = repr(origin.vault) if origin.vault else ""
    asked = f"vault[{origin.dataset!r}]{at}.sql(\n{_text(origin.sql)}\n)"
    if origin.query:
        asked = f"vault.sql(\n{_text(with_this(origin.sql, origin.query))}\n)"
    parts = [
        "import altair as alt\nimport datavault_jupyter as dv",
        f"vault = dv.Vault({vault})\ndata = {asked}.df()",
    ]
    names = []
    for number, layer in enumerate(picture.layers):
        name = "chart" if len(picture.layers) == 1 else f"{layer.mark}_{number}"
        names.append(name)
        parts.append(f"{name} = {_layer(layer)}")
    made = "chart" if len(names) == 1 else f"alt.layer({', '.join(names)}, data=data)"
    calls = [f".properties(width={picture.width}, height={picture.height})"]
    if picture.facets:
        facets = [f"{name}={_channel(name, each)}" for name, each in picture.facets.items()]
        facets += [f"columns={picture.columns}"] if picture.columns else []
        calls.append(f".facet({', '.join(facets)})")
    if picture.title:
        calls.append(f".properties(title={picture.title!r})")
    theme_name = "" if theme is Theme.LIGHT else repr(str(theme))
    calls.append(f".configure(**dv.chart_theme({theme_name}))")
    parts.append("(\n" + textwrap.indent("\n".join([made, *calls]), "    ") + "\n)")
    return "\n\n".join(parts) + "\n"


def _text(sql: str) -> str:
    """SQL as a text that reads well, whatever is in it."""
    if '"""' in sql or "\\" in sql or sql.endswith('"'):
        return textwrap.indent(repr(sql), "    ")
    # Indented by nothing: a line break within a constant must stay what it is.
    return f'    """\n{sql}\n"""'


def _layer(layer: Layer) -> str:
    calls = []
    for name, given in layer.transforms:
        if name == "filter":
            calls.append(f".transform_filter({given['filter']!r})")
        else:
            named = ", ".join(f"{key}={each!r}" for key, each in given.items())
            calls.append(f".transform_{name}({named})")
    options = ", ".join(f"{key}={each!r}" for key, each in layer.options.items())
    calls.append(f".mark_{layer.mark}({options})")
    encoded = [f"{name}={_channel(name, each)}" for name, each in layer.encode.items()]
    calls.append(".encode(\n" + textwrap.indent(",\n".join(encoded) + ",\n", "    ") + ")")
    return "(\n" + textwrap.indent("\n".join(["alt.Chart(data)", *calls]), "    ") + "\n)"


def _channel(name: str, given: Any) -> str:
    if isinstance(given, list):
        each = ",\n".join(_channel(name, one) for one in given)
        return f"[\n{textwrap.indent(each, '    ')},\n]"
    if "condition" in given:
        test = given["condition"]
        if_so, if_not = f"alt.value({test['value']!r})", f"alt.value({given['value']!r})"
        return f"alt.condition({test['test']!r}, {if_so}, {if_not})"
    if "datum" in given:
        return f"alt.datum({given['datum']!r})"
    if "value" in given:
        return f"alt.value({given['value']!r})"
    rest = [f"{key}={each!r}" for key, each in given.items() if key not in ("field", "type")]
    inside = [repr(shorthand(given)), *rest]
    line = f"alt.{class_of(name)}({', '.join(inside)})"
    if len(line) <= _WIDE:
        return line
    lines = textwrap.indent(",\n".join(inside), "    ")
    return f"alt.{class_of(name)}(\n{lines},\n)"
