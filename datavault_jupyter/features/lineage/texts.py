"""Texts that people put on versions, made clean."""

from __future__ import annotations

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.base.wording import count

_MOST_TAG = 200


def line(text: object, what: str) -> str:
    r"""A text on one line.

    Raises:
        BadArgument: it is no text.

    >>> line(" two\n lines ", "name")
    'two lines'
    """
    if not isinstance(text, str):
        raise BadArgument(f"A {what} is text.", field=what)
    return " ".join(text.split())


def tag_of(tag: object) -> str:
    """A tag on one line.

    Raises:
        BadArgument: it is no text, empty or too long.
    """
    text = line(tag, "tag")
    if not text or len(text) > _MOST_TAG:
        raise BadArgument(f"A tag is a text of 1 to {count(_MOST_TAG, 'character')}.", field="tag")
    return text
