"""What people note about a version by name: any JSON, kept as it was written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.base.wording import count
from datavault_jupyter.features.lineage.texts import line

_MOST_NAME = 200


def metadata_of(values: object) -> dict[str, Any]:
    """Metadata as the catalogue keeps it.

    Raises:
        BadArgument: it is no mapping, a name is no text, or a value is no JSON; the field is the
            name it stands under.

    >>> metadata_of({"epochs": 3, "sizes": (1, 2)})
    {'epochs': 3, 'sizes': [1, 2]}
    """
    if not isinstance(values, Mapping):
        raise BadArgument("Metadata is a mapping of names to values.", field="metadata")
    return {_name(name): _json(name, value) for name, value in values.items()}


def as_texts(values: Mapping[str, Any]) -> dict[str, str]:
    """Each value as JSON text, in which no digit is lost on the way to a browser.

    >>> as_texts({"rows": 2**60, "by": "Ana"})
    {'rows': '1152921504606846976', 'by': '"Ana"'}
    """
    return {str(name): json.dumps(value, ensure_ascii=False) for name, value in values.items()}


def of_texts(texts: Mapping[str, str]) -> dict[str, Any]:
    """The values that JSON texts stand for.

    Raises:
        BadArgument: one is no JSON; the field is the name it stands under.

    >>> of_texts({"rows": "1152921504606846976", "by": '"Ana"'})
    {'rows': 1152921504606846976, 'by': 'Ana'}
    """
    return {name: _parsed(name, text) for name, text in texts.items()}


def _name(name: object) -> str:
    text = line(name, "name")
    if not text or len(text) > _MOST_NAME:
        raise BadArgument(
            f"A name in metadata is a text of 1 to {count(_MOST_NAME, 'character')}.",
            field=str(name),
        )
    return text


def _json(name: object, value: object) -> Any:
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
        text.encode()
        return json.loads(text)
    except (TypeError, ValueError, RecursionError):
        raise BadArgument(
            f"The metadata {name!r} is no JSON value.",
            hint="Text, finite numbers, True, False, None, lists and dicts of these can be kept.",
            field=str(name),
        ) from None


def _parsed(name: str, text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise BadArgument(f"The metadata {name!r} is no JSON text.", field=name) from None
