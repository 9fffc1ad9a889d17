"""Questions that fit an operation, whichever it is."""

import dataclasses
import types
import typing
from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

from datavault_jupyter.protocol.coding import hints_of
from datavault_jupyter.protocol.operations import Operation


def fitting(op: Operation, known: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments for an operation: what is known by its name, else the least that fits."""
    return _record(op.args, known)


def _record(kind: Any, known: Mapping[str, Any]) -> dict[str, Any]:
    hints, made = hints_of(kind), {}
    for field in dataclasses.fields(kind):
        is_needed = (
            field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        )
        if field.name in known:
            made[field.name] = known[field.name]
        elif is_needed:
            made[field.name] = _value(hints[field.name], known)
    return made


def _value(kind: Any, known: Mapping[str, Any]) -> Any:
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        kinds = typing.get_args(kind)
        return None if type(None) in kinds else _value(kinds[0], known)
    if origin in (tuple, Sequence):
        return []
    if origin in (Mapping, dict):
        return {}
    if dataclasses.is_dataclass(kind):
        return _record(kind, known)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return next(iter(kind)).value
    plain: dict[Any, Any] = {str: "x", int: 1, float: 1.0, bool: False}
    return plain.get(kind)
