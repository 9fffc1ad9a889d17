"""Pipelines as YAML, for files that live beside code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from datavault_jupyter.base.errors import BadDefinition
from datavault_jupyter.features.pipelines.definition import Definition

_KNOWN = {"name", "description", "nodes"}
# What YAML takes for the end of a line, too: kept only where it is written as an escape.
_BREAKS = frozenset("\r\x85\u2028\u2029")


@dataclass(frozen=True, slots=True)
class Told:
    """What a text says of a pipeline."""

    name: str
    description: str
    nodes: list[dict[str, Any]]


def written(name: str, description: str, definition: Definition) -> str:
    """A pipeline as YAML; `read` gives the same nodes."""
    return as_text(name, description, definition.to_list())


def as_text(name: str, description: str, nodes: Sequence[Any]) -> str:
    """The same of plain nodes, also such as can't work yet."""
    import yaml

    told: dict[str, Any] = {"name": name}
    if description:
        told["description"] = description
    told["nodes"] = list(nodes)

    class Dumper(yaml.SafeDumper):
        """Writes texts of several lines as they are read: line by line."""

    def text_of(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
        style = '"' if _BREAKS & set(value) else "|" if "\n" in value else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    Dumper.add_representer(str, text_of)
    text: str = yaml.dump(told, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=88)
    return text


def read(text: str) -> Told:
    """What a text says.

    Raises:
        BadDefinition: it is no YAML, or not of a pipeline.
    """
    import yaml

    try:
        told = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1}" if mark else ""
        why = getattr(error, "problem", None) or "it can't be read"
        raise BadDefinition(f"This is no YAML: {why}{where}.") from None
    if not isinstance(told, dict) or not isinstance(told.get("nodes"), list):
        raise BadDefinition(
            "A pipeline in YAML has a name and a list of nodes.",
            hint="pipeline.to_yaml() shows how one looks.",
        )
    if unknown := sorted(map(str, set(told) - _KNOWN)):
        raise BadDefinition(f"A pipeline in YAML has no {unknown[0]!r}.", field=unknown[0])
    name, description = told.get("name", ""), told.get("description", "")
    if not isinstance(name, str) or not isinstance(description, str):
        raise BadDefinition("Name and description of a pipeline are texts.")
    return Told(name, description, told["nodes"])
