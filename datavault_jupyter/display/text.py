"""Plain text for consoles, diffs and papermill logs."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

MOST_WIDE = 32


def width(text: str) -> int:
    """How many columns of a terminal a text takes.

    >>> width("abc"), width("日本")
    (3, 4)
    """
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def shortened(text: str, most: int = MOST_WIDE) -> str:
    r"""A text on one line, cut where it is too wide.

    >>> shortened("a\nb"), shortened("abcdef", 4)
    ('a⏎b', 'abc…')
    """
    # Enough for `most` signs, were each of them a line break of two; the rest needn't be looked at.
    line = text[: 2 * most + 2].replace("\r\n", "⏎").replace("\n", "⏎").replace("\t", " ")
    line = "".join(char if char.isprintable() else "·" for char in line)
    if width(line) <= most:
        return line
    while width(line) > most - 1:
        line = line[:-1]
    return line + "…"


def table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: Sequence[bool] = ()
) -> str:
    """Aligned columns; numbers to the right.

    >>> print(table(["name", "rows"], [["reviews", "12"]], numbers=[False, True]))
    name     rows
    reviews    12
    """
    right = list(numbers) or [False] * len(heads)
    lines = [[shortened(cell) for cell in line] for line in [list(heads), *map(list, rows)]]
    widths = [max(width(line[place]) for line in lines) for place in range(len(heads))]
    return "\n".join(
        "  ".join(
            _padded(cell, widths[place], right=right[place]) for place, cell in enumerate(line)
        ).rstrip()
        for line in lines
    )


def _padded(text: str, wide: int, *, right: bool) -> str:
    space = " " * (wide - width(text))
    return space + text if right else text + space
