"""How a CSV file is written: told from a sample, then corrected by rules of our own."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from datavault_jupyter.base.errors import BadArgument, UnreadableText

_NO_NAME = re.compile(
    r"[\s+-]*(?:[0-9.,:/eE+\-\sTZ]*[0-9][0-9.,:/eE+\-\sTZ%]*|true|false|na|nan|null|none|n/a)",
    re.IGNORECASE,
)
_CANDIDATES = ",;\t|"
# Lines in which single quotes are looked for.
_LOOKED_AT = 4_096
# What is read in Python to look at the first rows.
_HEAD_CHARS = 4_000_000


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a CSV file is written.

    Attributes:
        delimiter: What separates the cells.
        quote: What stands around a cell that holds a delimiter or a line break.
        escape: What stands before a quote inside such a cell.
        skip: How many lines before the table are left out.
        header: Whether the first row holds the names.
    """

    delimiter: str
    quote: str
    escape: str
    skip: int
    header: bool

    def as_info(self) -> dict[str, Any]:
        """For the source info."""
        return {
            "delimiter": self.delimiter,
            "quote": self.quote,
            "escape": self.escape,
            "skip": self.skip,
            "header": self.header,
        }


def check_delimiter(delimiter: str | None) -> None:
    """Refuse what can't separate cells."""
    if delimiter is None:
        return
    if len(delimiter) != 1 or delimiter in '"\r\n\0':
        raise BadArgument(
            f"delimiter={delimiter!r} can't separate cells.",
            hint=r"Pass one character, such as ';' or '\t'.",
            field="delimiter",
        )


def corrected(
    sniffed: tuple[Any, ...] | None, lines: Sequence[str], delimiter: str | None
) -> Dialect:
    """A dialect from what the sniffer found in the sample, made safe.

    Args:
        sniffed: Delimiter, quote, escape, skipped lines, header; None when it found none.
        lines: The first lines of the file.
        delimiter: The one asked for.
    """
    if sniffed is None:
        guess = _likely_delimiter(lines[:1], ",")
        return Dialect(delimiter or guess, '"', '"', 0, header=True)
    found, quote, escape, skip, header = sniffed
    # "(empty)" is the sniffer's word for "the sample has none"; later rows may.
    if quote != '"' and not (quote == "'" and _has_single_quotes(lines[int(skip) :], found)):
        quote, escape = '"', '"' if quote == "'" else escape
    escape = escape if escape == "\\" else quote
    likely = _likely_delimiter(lines[int(skip) : int(skip) + 1], found)
    used = delimiter or likely
    safe = _safe_skip(lines, int(skip), used)
    if safe < int(skip):
        used = delimiter or _likely_delimiter(lines[safe : safe + 1], found)
    return Dialect(used, quote, escape, safe, bool(header))


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
        if (
            text
            and not text.startswith("#")
            and any(each in text for each in (*_CANDIDATES, delimiter))
        ):
            break
        safe += 1
    return safe


def head_lines(path: Path, name: str) -> list[str]:
    """The first lines of a UTF-8 file, without its byte order mark.

    Raises:
        UnreadableText: they are no UTF-8.
    """
    with path.open("rb") as file:
        data = file.read(_HEAD_CHARS)
        is_whole = not file.read(1)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if is_whole or error.start < len(data) - 4:
            line = data[: error.start].count(b"\n") + 1
            raise undecodable(name, line) from error
        text = data[: error.start].decode("utf-8-sig")
    return text.splitlines(keepends=True)


def undecodable(name: str, line: int) -> UnreadableText:
    """The refusal of bytes that are no UTF-8."""
    return UnreadableText(
        f"{name} is not UTF-8 text: line {line:,} holds other bytes.",
        hint="Name the encoding, such as encoding='cp1252' or encoding='latin-1'.",
        field=str(line),
    )


def records(lines: Sequence[str], dialect: Dialect) -> Iterator[list[str]]:
    """The first rows as lists of cells; blank lines are left out."""
    text = io.StringIO("".join(lines[dialect.skip :]), newline="")
    doubled = dialect.escape == dialect.quote
    reader = csv.reader(
        text,
        delimiter=dialect.delimiter[0],
        quotechar=dialect.quote,
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
