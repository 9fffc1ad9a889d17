"""Criteria have versions: what one of them meant stays what it meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from datavault_jupyter.base.errors import BadDefinition
from datavault_jupyter.base.names import name_key
from datavault_jupyter.features.pipelines.definition import Definition
from datavault_jupyter.features.pipelines.fields.kinds import FieldType

# A criterion is known by these; all other settings are what it means.
_NAMES = ("criterion", "version")
Known = dict[tuple[str, int], Mapping[str, Any]]


def require_versions(earlier: Iterable[Definition], definition: Definition) -> None:
    """Whether each criterion means what its version has meant before.

    Args:
        earlier: Forms that were published.
        definition: The form to be.

    Raises:
        BadDefinition: a rubric or an output changed and its version didn't; the node is named.
    """
    known: Known = {}
    for each in earlier:
        for _, name, version, meaning in _criteria(each):
            known[name_key(name), version] = meaning
    for node, name, version, meaning in _criteria(definition):
        before = known.setdefault((name_key(name), version), meaning)
        if before == meaning:
            continue
        newest = max(number for key, number in known if key == name_key(name))
        raise BadDefinition(
            f"{node!r}: version {version} of the criterion {name!r} has meant something else: "
            f"{_differing(before, meaning)} changed.",
            hint=f"Give it version={newest + 1}.",
            field=node,
        )


def _criteria(definition: Definition) -> Iterable[tuple[str, str, int, Mapping[str, Any]]]:
    """Node, name, version and meaning of each criterion that has a name."""
    for node in definition.nodes:
        for field in node.fields:
            settings = field.all_settings
            if field.type is FieldType.CRITERIA and settings["criterion"]:
                meaning = {key: each for key, each in settings.items() if key not in _NAMES}
                yield node.name, str(settings["criterion"]), int(settings["version"]), meaning


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    names = sorted(key for key in {*before, *after} if before.get(key) != after.get(key))
    return ", ".join(names)
