"""Records that can't be imported, told apart from those that can."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from datavault_jupyter.base.errors import BadTable
from datavault_jupyter.base.wording import count
from datavault_jupyter.features.imports.objects.columns import Unfit
from datavault_jupyter.features.imports.objects.parsing import Fault, Records
from datavault_jupyter.features.imports.records import MOST_REJECTS, Reject
from datavault_jupyter.features.imports.sources import Source

# In this much of a file's beginning it is looked whether each line is a record.
_HEAD = 1 << 20
_MOST_LINES = 200
_BLANKS = (" ", "\t", "\r")
_PLAIN = json.JSONDecoder(strict=False)


@dataclass(slots=True)
class Sifted:
    """What a file's records came to.

    Attributes:
        rejects: Those that can't be imported, in the file's order.
        kept_count: How many can.
    """

    rejects: list[Reject] = field(default_factory=list)
    kept_count: int = 0


class EnoughSeen(Exception):
    """As many bad records were found as were asked for."""


def is_by_line(path: Path, *, is_named: bool) -> bool:
    """Whether each line is to be a record of its own.

    Args:
        path: Plain UTF-8.
        is_named: Whether the file's name says so; then one such line is enough, else most of the
            first lines must be records.
    """
    filled = _first_lines(path)
    whole = sum(map(_is_whole, filled))
    if is_named and filled and not filled[0].lstrip().startswith(b"["):
        return whole > 0
    return whole * 2 > len(filled)


def begins_by_line(path: Path) -> bool:
    """Whether the first line is a record, so that in a file of lines each must be one."""
    return any(map(_is_whole, _first_lines(path)[:1]))


def _first_lines(path: Path) -> list[bytes]:
    """The first whole lines that aren't blank."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    lines = head.removeprefix(b"\xef\xbb\xbf").split(b"\n")
    if len(head) == _HEAD:
        lines.pop()
    return [line for line in lines if line.strip(b" \t\r")][:_MOST_LINES]


def _is_whole(line: bytes) -> bool:
    """Whether a line holds objects and nothing else."""
    at = 0
    try:
        text = line.decode().strip(" \t\r")
        while at < len(text):
            value, at = _PLAIN.raw_decode(text, at)
            if not isinstance(value, dict):
                return False
            while text[at : at + 1] in _BLANKS:
                at += 1
    except (ValueError, RecursionError):
        return False
    return True


def sift(
    path: Path,
    source: Source,
    target: Path,
    *,
    unfit: Mapping[int, Unfit],
    keep: int | None = None,
    into: Sifted | None = None,
    enough: int | None = None,
) -> Sifted:
    """Copy the records that can be imported, as they are written; each begins a line.

    Args:
        path: Plain UTF-8.
        source: What sentences speak of.
        target: The copy.
        unfit: Good records that are left out all the same, by their number among the good ones.
        keep: How many good ones are enough.
        into: Gets what is found, also where the reading is refused.
        enough: How many bad ones are enough.

    Raises:
        BadTable: the reading can't go on after a bad record, or too many are bad.
        EnoughSeen: as many as are enough were bad.
    """
    made = Sifted() if into is None else into
    by_line = is_by_line(path, is_named=source.format == "ndjson")
    leave_out = _Collector(source.name, made, enough)
    records = Records(path, source.name, by_line=by_line, leave_out=leave_out)
    good = 0
    with target.open("w", encoding="utf-8", newline="") as copy:
        for _ in records:
            good += 1
            wrong = unfit.get(good)
            if wrong is not None:
                fault = Fault(wrong.reason, records.raw, records.place)
                leave_out(fault, wrong.column)
                continue
            copy.write(records.raw + "\n")
            made.kept_count += 1
            if made.kept_count == keep:
                break
    return made


class _Collector:
    """Takes bad records, up to a limit."""

    def __init__(self, name: str, made: Sifted, enough: int | None) -> None:
        self._name = name
        self._rejects = made.rejects
        self._enough = enough

    def __call__(self, fault: Fault, column: str | None = None) -> None:
        """Take one more."""
        self._rejects.append(Reject(fault.reason, fault.text, fault.line, column))
        if len(self._rejects) == self._enough:
            raise EnoughSeen
        if len(self._rejects) > MOST_REJECTS:
            first = self._rejects[0]
            raise BadTable(
                f"{self._name}: more than {count(MOST_REJECTS, 'record')} can't be imported. "
                f"The first: {first.reason}",
                hint="Many records are left out only up to that number; look at the first ones.",
                field=str(first.line),
            )
