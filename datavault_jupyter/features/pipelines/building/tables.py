"""What there is to choose from, taken from the tables the code goes by."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from datavault_jupyter.features.pipelines.building.wire import (
    BuilderTable,
    KindShown,
    SettingShown,
)
from datavault_jupyter.features.pipelines.fields import FIELD_KINDS, FieldSource, FieldType
from datavault_jupyter.features.pipelines.fields.checks import OUTPUTS
from datavault_jupyter.features.pipelines.fields.records import is_repeatable
from datavault_jupyter.features.pipelines.fields.settings import Setting
from datavault_jupyter.features.pipelines.nodes import (
    COUNTS,
    DEFAULTS,
    LIMITS,
    RESOLUTIONS,
    SETTINGS,
)
from datavault_jupyter.features.pipelines.records import NodeType

# A criterion's value is one of such a field.
_OF_OUTPUT = {
    "number": FieldType.NUMERIC,
    "rating": FieldType.RATING,
    "boolean": FieldType.BOOLEAN,
    "select": FieldType.SELECT,
}
_MEANINGS = {
    "overlap": "How many contributors answer each task",
    "claim_limit": "How many tasks one contributor may hold at a time",
    "claim_minutes": "After how many minutes an unfinished claim goes back",
    "max_rounds": "How often a task can be sent back",
    "on_limit": "What becomes of a task that would be sent back once more",
}


@cache
def builder_table() -> BuilderTable:
    """The table; it is the same as long as the process lives."""
    return BuilderTable(
        kinds=tuple(map(_kind, FieldType)),
        subtask=_step(NodeType.SUBTASK),
        review=_step(NodeType.REVIEW),
        rules=RESOLUTIONS,
        sources=tuple(each.value for each in FieldSource),
    )


def _kind(kind: FieldType) -> KindShown:
    line = FIELD_KINDS[kind]
    is_criterion = kind is FieldType.CRITERIA
    return KindShown(
        type=kind.value,
        label=kind.label,
        settings=tuple(
            _setting(name, each, is_criterion=is_criterion) for name, each in line.settings.items()
        ),
        required=line.required,
        rule=line.resolve,
        is_repeatable=is_repeatable(kind),
    )


def _setting(name: str, setting: Setting, *, is_criterion: bool) -> SettingShown:
    default: Any = setting.default
    if default is None:
        default = ""
    elif isinstance(default, int | float) and not isinstance(default, bool):
        default = repr(default)
    outputs: tuple[str, ...] = ()
    if is_criterion and name not in ("criterion", "output"):
        outputs = tuple(
            output for output, kind in _OF_OUTPUT.items() if name in FIELD_KINDS[kind].settings
        )
    choices = OUTPUTS if is_criterion and name == "output" else ()
    return SettingShown(name, setting.form, default, setting.meaning, choices, outputs)


def _step(kind: NodeType) -> tuple[SettingShown, ...]:
    made = []
    for name in SETTINGS[kind]:
        if name in COUNTS:
            least, most = COUNTS[name]
            made.append(
                SettingShown(
                    name, "whole number", str(DEFAULTS[name]), _MEANINGS[name], (), (), least, most
                )
            )
        elif name == "on_limit":
            made.append(SettingShown(name, "text", DEFAULTS[name], _MEANINGS[name], LIMITS))
    return tuple(made)


def meanings(kind: str) -> Mapping[str, str]:
    """What settings are called in the panel, by name: those of a type of field, or of a step.

    >>> meanings("rating")["min"]
    'The lowest point of the scale'
    """
    known = {each.value: each for each in FieldType}
    if kind in known:
        settings = FIELD_KINDS[known[kind]].settings
        return {name: each.meaning for name, each in settings.items()}
    return _MEANINGS
