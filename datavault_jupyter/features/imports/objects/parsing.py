"""Records out of JSON text, one after the other, with every number kept as it is written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from json.decoder import JSONDecodeError
from pathlib import Path
from typing import Any

from datavault_jupyter.base.errors import BadTable
from datavault_jupyter.features.imports.delimited.dialects import undecodable

_BLANK = re.compile(r"[ \t\n\r]*")
_CHUNK_CHARS = 1 << 20
# An error nearer to the end of what was read than this may only mean that more is to come.
_NEAR_END = 64


class Pairs(list[tuple[str, Any]]):
    """An object's keys and values in their order, equal keys included."""


class Whole(str):
    """A whole number as it is written."""

    __slots__ = ()


class Fraction(str):
    """Any other number as it is written."""

    __slots__ = ()


class NotANumber:
    """The word NaN, which stands for a missing number."""


_NAN = NotANumber()
_INFINITE = ("Infinity", "-Infinity")


def _constant(word: str) -> object:
    return _NAN if word == "NaN" else Fraction(word)


# Control characters inside strings are taken: refusing them would lose nothing but the file.
_DECODER = json.JSONDecoder(
    object_pairs_hook=Pairs,
    parse_int=Whole,
    parse_float=Fraction,
    parse_constant=_constant,
    strict=False,
)


@dataclass(slots=True)
class Shape:
    """What the reading has learned about the file as a whole.

    Attributes:
        is_array: Whether the records are the elements of one array.
        record_count: How many were read.
    """

    is_array: bool = False
    record_count: int = 0


class Records:
    """Iterates over the records of a UTF-8 file; memory grows with the longest one only.

    Args:
        path: The file.
        name: What sentences call it.
    """

    def __init__(self, path: Path, name: str) -> None:
        self._path = path
        self._name = name
        self._text = ""
        self._at = 0
        self._lines_before = 0
        self._at_end = False
        self.shape = Shape()

    @property
    def line(self) -> int:
        """The line that the reading has come to, counted from 1."""
        return self._lines_before + self._text.count("\n", 0, self._at) + 1

    def __iter__(self) -> Iterator[Pairs]:
        """The records in their order.

        Raises:
            BadTable: what follows is no record.
            UnreadableText: the bytes are no UTF-8.
        """
        with self._path.open(encoding="utf-8-sig", newline="") as file:
            self._read = file.read
            try:
                yield from self._records()
            except UnicodeDecodeError as error:
                raise undecodable(self._name, _bad_line(self._path)) from error

    def _records(self) -> Iterator[Pairs]:
        if self._next_char() == "[":
            self.shape.is_array = True
            self._at += 1
            yield from self._elements()
            return
        while self._next_char():
            yield self._record()
            if self._next_char() == ",":
                raise self._refusal("a comma between records is only right inside [ ]")

    def _elements(self) -> Iterator[Pairs]:
        if self._next_char() == "]":
            self._at += 1
        else:
            while True:
                yield self._record()
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
        self._lines_before += self._text.count("\n", 0, self._at)
        self._text = self._text[self._at :] + chunk
        self._at = 0
        return True

    def _record(self) -> Pairs:
        if self._next_char() not in ("{", ""):
            raise self._refusal("it is no object", hint="Only objects {…} become rows.")
        while True:
            try:
                value, end = _DECODER.raw_decode(self._text, self._at)
            except JSONDecodeError as error:
                near_end = error.pos >= len(self._text) - _NEAR_END
                if (near_end or error.msg.startswith("Unterminated")) and self._more():
                    continue
                raise self._malformed(error) from error
            except RecursionError as error:
                raise self._refusal("it is nested too deeply") from error
            self._at = end
            self.shape.record_count += 1
            return self._checked(value)

    def _checked(self, value: Pairs) -> Pairs:
        keys = {key for key, _ in value}
        if len(keys) < len(value):
            twice = max((key for key, _ in value), key=[key for key, _ in value].count)
            raise BadTable(
                f"{self._name}, line {self.line:,}: record {self.shape.record_count:,} has the "
                f"key {twice!r} twice.",
                hint="Only one value fits into a cell; rename one of them.",
            )
        return value

    def _malformed(self, error: JSONDecodeError) -> BadTable:
        ends = self._at_end and error.pos >= len(self._text.rstrip())
        ends = ends or (self._at_end and error.msg.startswith("Unterminated"))
        line = self._lines_before + self._text.count("\n", 0, error.pos) + 1
        why = "the file ends in the middle of it" if ends else error.msg[:1].lower() + error.msg[1:]
        return BadTable(
            f"{self._name}, line {line:,}: record {self.shape.record_count + 1:,} is no JSON: "
            f"{why}.",
            hint="Check that the file was written completely." if ends else "Mend that place.",
            field=str(line),
        )

    def _refusal(self, why: str, *, hint: str = "Mend that place.") -> BadTable:
        return BadTable(
            f"{self._name}, line {self.line:,}: record {self.shape.record_count + 1:,} can't be "
            f"read: {why}.",
            hint=hint,
            field=str(self.line),
        )


def _bad_line(path: Path) -> int:
    """The first line whose bytes are no UTF-8."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode()
            except UnicodeDecodeError:
                return number
    return 1


def written(value: object) -> str:
    """A value as compact JSON, its numbers as they were written."""
    if isinstance(value, (Whole, Fraction)):
        return "null" if value in _INFINITE else str(value)
    if isinstance(value, Pairs):
        return "{" + ",".join(f"{_text(key)}:{written(each)}" for key, each in value) + "}"
    if isinstance(value, list):
        return "[" + ",".join(written(each) for each in value) + "]"
    if isinstance(value, NotANumber):
        return "null"
    return _text(value)


def has_lost_words(value: object) -> bool:
    """Whether NaN or Infinity stands anywhere inside: JSON can't say them."""
    if isinstance(value, Pairs):
        return any(has_lost_words(each) for _, each in value)
    if isinstance(value, list):
        return any(has_lost_words(each) for each in value)
    return isinstance(value, NotANumber) or (isinstance(value, Fraction) and value in _INFINITE)


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
