"""Records out of JSON text, one after the other, with every number kept as it is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from json.decoder import JSONDecodeError
from pathlib import Path

from datavault_jupyter.base.errors import BadTable, UnreadableText
from datavault_jupyter.features.imports.objects.literals import (
    DECODER,
    LOOKING_DECODER,
    Pairs,
    depth,
    has_half_characters,
)
from datavault_jupyter.features.imports.values.showing import shown

_BLANK = re.compile(r"[ \t\n\r]*")
_CHUNK_CHARS = 1 << 20
# An error nearer to the end of what was read than this may only mean that more is to come.
_NEAR_END = 64
# Deeper than this, programs that read the value later give up; so do we, at the same level
# wherever we are called from.
DEEPEST = 500
_MARK = b"\xef\xbb\xbf"
_HALF = re.compile(r"\\u[dD][89a-fA-F]")
_TOO_DEEP = f"is nested deeper than {DEEPEST} levels"
_MEND = "Mend that place."
_NOT_SKIPPED = "A record that is no JSON can be left out only where each has its own line."


class BadRecord(Exception):
    """What follows is no record that can be imported.

    Args:
        why: The end of a sentence that begins with the record.
        line: Where, counted from 1.
        hint: The way out.
        is_fatal: Whether nobody can tell where the record ends.
    """

    def __init__(self, why: str, line: int, *, hint: str = _MEND, is_fatal: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.line = line
        self.hint = hint
        self.is_fatal = is_fatal


@dataclass(slots=True)
class Shape:
    """What the reading has learned about the file as a whole.

    Attributes:
        is_array: Whether the records are the elements of one array.
        record_count: How many were read, those that were left out included.
    """

    is_array: bool = False
    record_count: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """A record that can't be imported, though what follows it can.

    Attributes:
        reason: Why, as one sentence.
        text: The record or its line, as the source has it.
        line: Where it begins; within an array its number.
    """

    reason: str
    text: str
    line: int


class Records:
    """Iterates over the records of a UTF-8 file; memory grows with the longest one only.

    Args:
        path: The file.
        name: What sentences call it.
        by_line: Whether a record ends where its line does; else it may go on.
        leave_out: Takes a record that can't be imported where the reading can go on after it;
            without it, the first one is refused. With it, values are looked at only: numbers
            are texts.
    """

    def __init__(
        self,
        path: Path,
        name: str,
        *,
        by_line: bool = False,
        leave_out: Callable[[Fault], None] | None = None,
    ) -> None:
        self._path = path
        self._name = name
        self._is_by_line = by_line
        self._decoder = DECODER if leave_out is None else LOOKING_DECODER
        self._leave_out = leave_out
        self._text = ""
        self._start = 0
        self._at = 0
        self._lines_before = 0
        self._columns_before = 0
        self._at_end = False
        self.shape = Shape()

    @property
    def line(self) -> int:
        """The line that the reading has come to, counted from 1."""
        return self._line_at(self._at)

    @property
    def place(self) -> int:
        """Where the last record begins: its line, or its number within an array."""
        return self.shape.record_count if self.shape.is_array else self._line_at(self._start)

    @property
    def raw(self) -> str:
        """The last record as the file has it."""
        return self._text[self._start : self._at]

    def __iter__(self) -> Iterator[Pairs]:
        """The records in their order.

        Raises:
            BadTable: what follows is no record.
            UnreadableText: the bytes are no UTF-8.
        """
        if self._is_by_line:
            yield from self._lines()
            return
        with self._path.open(encoding="utf-8-sig", newline="") as file:
            self._read = file.read
            try:
                yield from self._records()
            except UnicodeDecodeError as error:
                raise _undecodable(self._name, _bad_line(self._path)) from error

    def _lines(self) -> Iterator[Pairs]:
        self._at_end = True  # no record goes on after its line
        with self._path.open("rb") as file:
            for number, line in enumerate(file):
                self._lines_before, self._at = number, 0
                data = line.removeprefix(_MARK) if number == 0 else line
                try:
                    self._text = data.decode().rstrip("\r\n")
                    records = list(self._sequence())
                except UnicodeDecodeError as error:
                    if self._leave_out is None:
                        raise _undecodable(self._name, number + 1) from error
                    text = data.decode(errors="backslashreplace").rstrip("\r\n")
                    self.shape.record_count += 1
                    self._leave_out(Fault("It is not UTF-8 text.", text, number + 1))
                except BadRecord as error:
                    self._left_out(error, self._text)
                else:
                    for value, start, end in records:
                        self._start, self._at = start, end
                        yield value

    def _sequence(self) -> Iterator[tuple[Pairs, int, int]]:
        """The records of a line, mostly one, and where each begins and ends."""
        while self._next_char():
            value = self._record()
            yield value, self._start, self._at

    def _records(self) -> Iterator[Pairs]:
        if self._next_char() == "[":
            self.shape.is_array = True
            self._at += 1
            yield from self._elements()
            return
        while self._next_char():
            yield from self._kept()
            if self._next_char() == ",":
                raise self._refusal("a comma between records is only right inside [ ]")

    def _elements(self) -> Iterator[Pairs]:
        if self._next_char() == "]":
            self._at += 1
        else:
            while True:
                yield from self._kept()
                char = self._next_char()
                self._at += 1
                if char == "]":
                    break
                if char != ",":
                    self._at -= 1
                    raise self._refusal("a comma or ] is missing" if char else "the file ends")
        if self._next_char():
            raise self._refusal("something follows after the array's end")

    def _next_char(self) -> str:
        """The next character that isn't blank; empty at the end of the file."""
        while True:
            found = _BLANK.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def _more(self) -> bool:
        """Read on; False at the end of the file."""
        if self._at_end:
            return False
        # Twice as much as is left: a record that is longer than all buffers is read in few steps.
        chunk = self._read(max(_CHUNK_CHARS, len(self._text) - self._at))
        if not chunk:
            self._at_end = True
            return False
        self._columns_before = self._column_at(self._at) - 1
        self._lines_before += self._text.count("\n", 0, self._at)
        self._text = self._text[self._at :] + chunk
        self._at = 0
        return True

    def _line_at(self, at: int) -> int:
        return self._lines_before + self._text.count("\n", 0, at) + 1

    def _column_at(self, at: int) -> int:
        """The place within the line, counted from 1 in characters."""
        line_start = self._text.rfind("\n", 0, at)
        return at - line_start if line_start >= 0 else self._columns_before + at + 1

    def _kept(self) -> Iterator[Pairs]:
        """The next record, unless it is left out."""
        try:
            yield self._record()
        except BadRecord as error:
            if error.is_fatal:
                raise self._refused(error) from error.__cause__
            self._left_out(error, self.raw)

    def _record(self) -> Pairs:
        """The next record.

        Raises:
            BadRecord: it can't be imported.
        """
        char = self._next_char()
        self.shape.record_count += 1
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except JSONDecodeError as error:
                near_end = error.pos >= len(self._text) - _NEAR_END
                if (near_end or error.msg.startswith("Unterminated")) and self._more():
                    continue
                raise self._malformed(error) from error
            except RecursionError as error:
                raise BadRecord(_TOO_DEEP, self.line, is_fatal=True) from error
            if end == len(self._text) and char != "{" and self._more():
                continue  # a number may go on
            self._start, self._at = self._at, end
            return self._checked(value)

    def _checked(self, value: object) -> Pairs:
        if not isinstance(value, Pairs):
            raise BadRecord("is no object", self.line, hint="Only objects {…} become rows.")
        keys = {key for key, _ in value}
        if len(keys) < len(value):
            twice = max((key for key, _ in value), key=[key for key, _ in value].count)
            hint = "Only one value fits into a cell; rename one of them."
            raise BadRecord(f"has the key {shown(twice)} twice", self.line, hint=hint)
        if _HALF.search(self._text, self._start, self._at) and has_half_characters(value):
            hint = "Remove the broken \\ud… escape."
            raise BadRecord("holds half a character (a lone surrogate)", self.line, hint=hint)
        if self._at - self._start > DEEPEST and depth(value) > DEEPEST:
            raise BadRecord(_TOO_DEEP, self.line)
        return value

    def _malformed(self, error: JSONDecodeError) -> BadRecord:
        ends = self._at_end and error.pos >= len(self._text.rstrip())
        ends = ends or (self._at_end and error.msg.startswith("Unterminated"))
        if ends:
            what = "line" if self._is_by_line else "file"
            why, hint = f"the {what} ends in the middle of it", "Check that it was written whole."
        else:
            why, hint = f"{_why(error)} (column {self._column_at(error.pos):,})", _MEND
        return BadRecord(
            f"is no JSON: {why}", self._line_at(error.pos), hint=hint, is_fatal=not self._is_by_line
        )

    def _left_out(self, error: BadRecord, text: str) -> None:
        """Hand a record over that can't be imported, or refuse the file for it."""
        if self._leave_out is None:
            raise self._refused(error) from error.__cause__
        self._leave_out(Fault(f"It {error.why}.", text, self.place))

    def _refused(self, error: BadRecord) -> BadTable:
        is_sifted = self._leave_out is not None
        return BadTable(
            f"{self._name}, line {error.line:,}: record {self.shape.record_count:,} {error.why}.",
            hint=f"{_NOT_SKIPPED} {error.hint}" if is_sifted else error.hint,
            field=str(error.line),
        )

    def _refusal(self, why: str) -> BadTable:
        self.shape.record_count += 1
        return self._refused(BadRecord(f"can't be read: {why}", self.line))


def _why(error: JSONDecodeError) -> str:
    """What is wrong at a place, in words of our own where the usual slips were made."""
    char = error.doc[error.pos : error.pos + 1]
    if char in ("}", "]") and error.doc[: error.pos].rstrip(" \t\n\r").endswith(","):
        return f"a comma stands before {char}"
    if char == "'":
        return "texts and keys stand in double quotes"
    if char in ("/", "#"):
        return "there are no comments in JSON"
    return error.msg[:1].lower() + error.msg[1:]


def _bad_line(path: Path) -> int:
    """The first line whose bytes are no UTF-8."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode()
            except UnicodeDecodeError:
                return number
    return 1


def _undecodable(name: str, line: int) -> UnreadableText:
    return UnreadableText(
        f"{name} is not UTF-8 text: line {line:,} holds other bytes.",
        hint="Name the encoding, such as encoding='cp1252' or encoding='latin-1'.",
        field=str(line),
    )
