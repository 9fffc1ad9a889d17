"""A magic's line taken apart into words, as a shell does it, but blind to ``{{…}}``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

from datavault_jupyter.magics.expressions import end_of_expression
from datavault_jupyter.magics.mistakes import refuse

# On Windows a backslash separates folders.
_ESCAPE = "\\" if os.name == "posix" else ""


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a line.

    Attributes:
        text: Without its quotes; ``{{…}}`` as it was written.
        start: Where it begins in the line.
        end: Where it is over.
        quote: The quotation mark that is still open, when the line ends within it.
    """

    text: str
    start: int
    end: int
    quote: str = ""


def next_word(line: str, at: int = 0) -> Word | None:
    """The word that begins at or after a place; None when there is none.

    >>> next_word("show 'my data'", 4).text
    'my data'
    """
    while at < len(line) and line[at].isspace():
        at += 1
    if at >= len(line):
        return None
    start, quote, made = at, "", []
    while at < len(line) and (quote or not line[at].isspace()):
        char, end = line[at], end_of_expression(line, at)
        if end > at:
            made.append(line[at:end])
            at = end
            continue
        at += 1
        if char == _ESCAPE and quote != "'" and at < len(line):
            if quote == '"' and line[at] not in '"\\':
                made.append(char)
            made.append(line[at])
            at += 1
        elif char == quote:
            quote = ""
        elif char in "'\"" and not quote:
            quote = char
        else:
            made.append(char)
    return Word("".join(made), start, at, quote)


def scanned(line: str, at: int = 0) -> Iterator[Word]:
    """The words of a line from a place on; the last may have a quotation mark open."""
    word = next_word(line, at)
    while word is not None:
        yield word
        word = next_word(line, word.end)


def closed(word: Word) -> Word:
    """The word, refused when its quotation mark is never closed."""
    if word.quote:
        hint = 'Write "it\'s" for an apostrophe.' if word.quote == "'" else "Close it."
        refuse(f"A quotation mark {word.quote} has no end.", hint)
    return word


def words_of(line: str, at: int = 0) -> list[str]:
    """The texts of the words of a line.

    >>> words_of('rename "my data" {{ names[0] }}')
    ['rename', 'my data', '{{ names[0] }}']
    """
    return [closed(word).text for word in scanned(line, at)]


def pieces(text: str, separator: str, most: int = -1) -> list[str]:
    """A text cut at a separator, though not within ``{{…}}``; at most so many cuts.

    >>> pieces("a,{{f(1,2)}},b", ",")
    ['a', '{{f(1,2)}}', 'b']
    """
    made: list[str] = []
    at = begun = 0
    while at < len(text):
        end = end_of_expression(text, at)
        if end == at and text[at] == separator and most != len(made):
            made.append(text[begun:at])
            begun = at + 1
        at = max(end, at + 1)
    return [*made, text[begun:]]
