"""Ids: a prefix that says what it is, then 80 random bits."""

from __future__ import annotations

import secrets

# No vowels and no look-alikes: an id never spells a word and is safe in a file name.
_ALPHABET = "0123456789bcdfghjkmnpqrstvwxyz"
_LENGTH = 17  # 30 ** 17 is just over 2 ** 83


def new_id(prefix: str) -> str:
    """Make an id such as ``dst_7q2…``.

    >>> new_id("dst").startswith("dst_"), len(new_id("dst"))
    (True, 21)
    """
    return f"{prefix}_" + "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))


def is_id(text: str, prefix: str) -> bool:
    """Whether a text has the form of an id with this prefix.

    >>> is_id(new_id("dst"), "dst"), is_id("reviews", "dst")
    (True, False)
    """
    head, _, tail = text.partition("_")
    return head == prefix and len(tail) == _LENGTH and set(tail) <= set(_ALPHABET)
