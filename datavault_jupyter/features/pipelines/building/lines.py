"""The lines of a YAML text that its parts stand in."""

from __future__ import annotations

import re
from typing import Any

_LINE = re.compile(r" in line (\d+)\.$")


def line_of(text: str, node: int | None = None, field: int | None = None, setting: str = "") -> int:
    r"""The line of a node, a field or a setting, from 1; that of what it is in where it has none.

    >>> line_of("name: a\nnodes:\n- name: b\n  type: subtask\n", 0, setting="type")
    4
    """
    import yaml

    try:
        place = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return 0
    if place is None:
        return 0
    found: Any = place
    if node is not None:
        found = _item(_value(place, "nodes"), node) or found
        if field is not None:
            found = _item(_value(found, "fields"), field) or found
    key = _key(found, setting)
    return int((key or found).start_mark.line) + 1


def line_in(message: str) -> int:
    """The line that a sentence names; 0 where it names none.

    >>> line_in("This is no YAML: expected a colon in line 7.")
    7
    """
    found = _LINE.search(message)
    return int(found[1]) if found else 0


def _pairs(place: Any) -> list[tuple[Any, Any]]:
    value = getattr(place, "value", None)
    is_mapping = isinstance(value, list) and all(isinstance(each, tuple) for each in value)
    return value if is_mapping and value is not None else []


def _key(place: Any, name: str) -> Any:
    return next((key for key, _ in _pairs(place) if key.value == name), None)


def _value(place: Any, name: str) -> Any:
    return next((value for key, value in _pairs(place) if key.value == name), None)


def _item(place: Any, at: int) -> Any:
    value = getattr(place, "value", None)
    if isinstance(value, list) and at < len(value) and not isinstance(value[at], tuple):
        return value[at]
    return None
