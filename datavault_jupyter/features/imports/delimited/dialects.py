"""How a CSV file is written: told from a sample, then corrected by rules of our own."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.storage.foreign import translated

_NO_NAME = re.compile(
    r"[\s+-]*(?:[0-9.,:/eE+\-\sTZ]*[0-9][0-9.,:/eE+\-\sTZ%]*|true|false|na|nan|null|none|n/a)",
    re.IGNORECASE,
)
_CANDIDATES = ",;\t|"
# Lines in which single quotes are looked for.
_LOOKED_AT = 4_096
# What is read in Python to look at the first rows.
_HEAD_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a CSV file is written.

    Attributes:
        delimiter: What separates the cells.
        quote: What stands around a cell that holds a delimiter or a line break; "" is nothing.
        escape: What stands before a quote inside such a cell.
        skip: How many lines before the table are left out.
        header: Whether the first row holds the names.
    """

    delimiter: str
    quote: str
    escape: str
    skip: int
    header: bool

    def tableless(self) -> Dialect:
        """The same for lines behind the beginning."""
        return replace(self, skip=0, header=False)

    def as_info(self) -> dict[str, Any]:
        """For the source info."""
        return {
            "delimiter": self.delimiter,
            "quote": self.quote,
            "escape": self.escape,
            "skip": self.skip,
            "header": self.header,
        }


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user asked for about how a file is written; None leaves it to the import."""

    delimiter: str | None = None
    quote: str | None = None
    skip: int | None = None

    def check(self) -> None:
        """Refuse what can't separate cells or stand around them.

        Raises:
            BadArgument: naming the argument.
        """
        delimiter, quote = self.delimiter, self.quote
        if delimiter is not None and (len(delimiter) != 1 or delimiter in '"\r\n\0'):
            raise BadArgument(
                f"delimiter={delimiter!r} can't separate cells.",
                hint=r"Pass one character, such as ';' or '\t'.",
                field="delimiter",
            )
        # Not a blank either: cells may have blanks around their quotes.
        if quote and (len(quote.encode()) > 1 or quote in f"\r\n\0 {delimiter or ''}"):
            raise BadArgument(
                f"quote={quote!r} can't stand around cells.",
                hint="Pass one character, such as '\"', or '' for none.",
                field="quote",
            )


def corrected(sniffed: tuple[Any, ...] | None, lines: Sequence[str], wishes: Wishes) -> Dialect:
    """A dialect from what the sniffer found in the sample, made safe.

    Args:
        sniffed: Delimiter, quote, escape, skipped lines, header; None when it found none.
        lines: The first lines of the file.
        wishes: What was asked for.
    """
    made = _corrected(sniffed, lines, wishes)
    if wishes.quote is not None and wishes.quote != made.quote:
        # Without quotes there is nothing to escape either.
        made = replace(made, quote=wishes.quote, escape=wishes.quote)
    return made


def _corrected(sniffed: tuple[Any, ...] | None, lines: Sequence[str], wishes: Wishes) -> Dialect:
    delimiter, skipped = wishes.delimiter, wishes.skip
    if sniffed is None:
        start = _safe_skip(lines, len(lines), delimiter or ",") if skipped is None else skipped
        start = start if start < len(lines) else 0
        guess = _likely_delimiter(lines[start : start + 1], ",")
        return Dialect(delimiter or guess, '"', '"', start, header=True)
    found, quote, escape, skip, header = sniffed
    skip = int(skip) if skipped is None else skipped
    # "(empty)" is the sniffer's word for "the sample has none"; later rows may.
    if quote != '"' and not (quote == "'" and _has_single_quotes(lines[skip:], found)):
        quote, escape = '"', '"' if quote == "'" else escape
    escape = escape if escape == "\\" else quote
    likely = _likely_delimiter(lines[skip : skip + 1], found)
    used = delimiter or likely
    if skipped is None and (safe := _safe_skip(lines, skip, used)) < skip:
        skip = safe
        used = delimiter or _likely_delimiter(lines[safe : safe + 1], found)
    return Dialect(used, quote, escape, skip, bool(header))


def _has_single_quotes(lines: Sequence[str], delimiter: str) -> bool:
    """Whether single quotes do what quotes are for: hold a delimiter or a line break in a cell.

    Elsewhere they are part of the texts, even where they stand around each of them.
    """
    mark = re.escape(delimiter)
    cells = rf"(?:^|(?<={mark}))'((?:[^']|'')*)'(?=[\r\n]|{mark}|\Z)"
    text = "".join(lines[:_LOOKED_AT])
    return any(
        delimiter in cell[1] or "\n" in cell[1] or "\r" in cell[1]
        for cell in re.finditer(cells, text, re.MULTILINE)
    )


def _likely_delimiter(first: Sequence[str], found: str) -> str:
    """The sniffer's delimiter if the first row has it, else the one that the row has most of.

    Of a ragged file the sniffer makes one wide column, with a delimiter that nowhere occurs.
    """
    row = re.sub(r'"[^"]*"', "", "".join(first))
    best = max(_CANDIDATES, key=row.count)
    return best if (found not in row and best in row) or found == "(empty)" else found


def _safe_skip(lines: Sequence[str], skip: int, delimiter: str) -> int:
    """Lines that may be left out: blank ones, comments, prose. A ragged table must stay one."""
    safe = 0
    for line in lines[:skip]:
        text = line.strip()
        is_comment = text.startswith("#")
        has_cells = any(each in text for each in (*_CANDIDATES, delimiter))
        is_cell_begun = text.count('"') % 2 == 1
        if text and not is_comment and (has_cells or is_cell_begun):
            break
        safe += 1
    return safe


def head_of(path: Path) -> bytes:
    """The first bytes of a file, without a byte order mark; whole lines where it has more."""
    with translated(), path.open("rb") as file:
        data = file.read(_HEAD_BYTES)
        if file.read(1):
            data = data[: data.rfind(b"\n") + 1] or data[: data.rfind(b"\r") + 1] or _cut(data)
    return data.removeprefix(b"\xef\xbb\xbf")


def _cut(data: bytes) -> bytes:
    """The start of one very long line, without the last character: it may be half of one."""
    while data and data[-1] & 0xC0 == 0x80:
        data = data[:-1]
    return data[:-1]


def split(text: str) -> list[str]:
    r"""The lines of a text with their ends, of which there are three kinds.

    >>> split("a\r\nb\rc\u2028d\n")
    ['a\r\n', 'b\r', 'c\u2028d\n']
    """
    return list(io.StringIO(text, newline=""))


def records(lines: Sequence[str], dialect: Dialect) -> Iterator[list[str]]:
    """The first rows as lists of cells; blank lines are left out."""
    text = io.StringIO("".join(lines[dialect.skip :]), newline="")
    doubled = dialect.escape == dialect.quote
    reader = csv.reader(
        text,
        delimiter=dialect.delimiter[0],
        quotechar=dialect.quote or None,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
        doublequote=doubled,
        escapechar=None if doubled else dialect.escape,
    )
    try:
        for record in reader:
            if record:
                yield record
    except csv.Error:
        return  # DuckDB says better what is wrong, and where


def looks_like_names(record: Sequence[str]) -> bool:
    """Whether a row can only be names: all filled, all different, none a number or a date.

    >>> looks_like_names(["id", "name"]), looks_like_names(["1", "Ann"])
    (True, False)
    """
    return (
        all(cell.strip() for cell in record)
        and len(set(record)) == len(record)
        and not any(_NO_NAME.fullmatch(cell) for cell in record)
    )


def is_wordy(record: Sequence[str]) -> bool:
    """Whether no cell of a row is a number, a date or the like.

    >>> is_wordy(["Ann", "Paris"]), is_wordy(["Ann", "7"])
    (True, False)
    """
    return not any(_NO_NAME.fullmatch(cell) for cell in record if cell)
