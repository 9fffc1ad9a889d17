"""Checks of what callers pass: a word out of a few, a whole number."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TypeVar

from datavault_jupyter.base.errors import BadArgument

Word = TypeVar("Word", bound=StrEnum)


def require_count(number: object, what: str) -> None:
    """Refuse what is no whole number of 0 or more; None passes."""
    if number is not None and (not isinstance(number, int) or number < 0):
        raise BadArgument(f"{what}= is a whole number, 0 or more.", field=what)


def require_between(number: object, low: int, high: int, what: str) -> None:
    """Refuse what is no whole number from `low` to `high`."""
    is_whole = isinstance(number, int) and not isinstance(number, bool)
    if not is_whole or not low <= int(str(number)) <= high:
        raise BadArgument(f"{what}= is a whole number from {low:,} to {high:,}.", field=what)


def require_text(text: object, what: str) -> None:
    """Refuse what is no text, or a blank one."""
    if not isinstance(text, str) or not text.strip():
        raise BadArgument(f"{what}= is a text with something in it.", field=what)


def word_of(kind: type[Word], word: str, what: str) -> Word:
    """One of the words of an enum.

    Raises:
        BadArgument: it is none of them; the hint lists them.
    """
    try:
        return kind(word)
    except ValueError:
        raise BadArgument(
            f"{what}={word!r} isn't known.", hint=f"One of: {', '.join(kind)}.", field=what
        ) from None


def words_of(kind: type[Word], words: str | Iterable[str] | None, what: str) -> tuple[Word, ...]:
    """One or more words of an enum; none when None."""
    if words is None:
        return ()
    several = [words] if isinstance(words, str) else words
    return tuple(word_of(kind, word, what) for word in several)
