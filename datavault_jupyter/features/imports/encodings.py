"""How a text file is encoded: told from its bytes, and its text as plain UTF-8.

UTF-8 is taken for granted until a reader meets a byte that is none; then `told` looks at the whole
file. A file in which some bytes are UTF-8 and others are not is damaged, and nothing is guessed.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from datavault_jupyter.base.errors import BadArgument, UnreadableText
from datavault_jupyter.features.imports.records import Note
from datavault_jupyter.features.imports.sources import Source, opened
from datavault_jupyter.storage.foreign import translated

_CHUNK = 1 << 20
_HEAD_BYTES = 4_096
_USUAL = "Usual ones: utf-8, utf-16, latin-1, cp1252."
_NAMES = {
    "cp1252": "Windows-1252", "iso8859-1": "Latin-1", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16",
    "utf-32-le": "UTF-32", "utf-32-be": "UTF-32",
}  # fmt: skip
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
# Bytes that Windows-1252 leaves undefined. Latin-1 has a character for each byte: nothing is lost.
_UNDEFINED = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_HIGH = re.compile(rb"[\x80-\xff]+")
# In Western text other letters stand around one with an accent; in Greek or Chinese they don't.
_LONG_RUN = 3
_LEAST_ZEROS = 0.03
_PRINTABLE = range(0x20, 0x7F)
_MOST_IN_RUNS = 0.3


@dataclass(frozen=True, slots=True)
class Staged:
    """A text source as plain UTF-8 in a place of our own.

    Attributes:
        path: A link to the source, or a copy that is unpacked and decoded.
        encoding: What the source's bytes were.
        note: What the user should know where it was guessed.
    """

    path: Path
    encoding: str
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Bad:
    """The first byte that is no UTF-8, counted from 1 as its line is.

    Attributes:
        line: The line it is in.
        return_line: The same where lines end in a carriage return alone.
        byte: Which one of the unpacked file it is.
        value: What it is.
    """

    line: int
    return_line: int
    byte: int
    value: int


def stage(source: Source, scratch: Path, encoding: str | None) -> Staged:
    """Put a text source into scratch as plain UTF-8: as a link where it is that already.

    Args:
        source: The file.
        scratch: A folder of our own.
        encoding: The one asked for; else byte order marks and the places of zero bytes tell
            UTF-16 and UTF-32, and everything else is taken for UTF-8.

    Raises:
        UnreadableText: bytes that are no text in the encoding.
        BadFile: the packing is damaged.
    """
    asked = codec_named(encoding) if encoding else None
    target = scratch / f"source.{source.format}"
    with opened(source) as file:
        head = file.read(_HEAD_BYTES)
    used, note = asked or "utf-8", None
    if asked is None and source.format != "parquet":
        used, note = _by_head(head)
    with translated():
        if used == "utf-8" and source.compression is None:
            try:
                # A link of ours holds no * or [ that would be taken for a pattern.
                target.symlink_to(source.path.absolute())
            except OSError:
                return Staged(source.path, used)  # Windows: links need a right
            return Staged(target, used)
        with opened(source, scratch) as file, target.open("wb") as copy:
            if used == "utf-8":
                while chunk := file.read(_CHUNK):
                    copy.write(chunk)
            else:
                _transcode(source.name, file, copy, used)
    return Staged(target, used, note)


def restaged(staged: Staged, name: str, scratch: Path, asked: str | None) -> Staged:
    """The same text decoded by what all its bytes tell; for one that was taken for UTF-8.

    Args:
        staged: Bytes of which some are no UTF-8.
        name: The file's, for the sentence.
        scratch: A folder of our own.
        asked: The encoding that the user named; then nothing is guessed.

    Raises:
        UnreadableText: the file is damaged, or in an encoding that can't be told.
    """
    encoding, bad = told(staged.path, name, may_guess=asked is None)
    if bad is None:
        return staged
    target = scratch / f"decoded{staged.path.suffix}"
    with translated(), staged.path.open("rb") as file, target.open("wb") as copy:
        _transcode(name, file, copy, encoding)
    why = f"since line {bad.line:,} is not UTF-8"
    said = f"Read as {_NAMES[encoding]} text, {why}; encoding=… changes that."
    return Staged(target, encoding, Note(said, line=bad.line))


def codec_named(encoding: str) -> str:
    """Python's name of an encoding.

    Raises:
        BadArgument: there is none of that name, or it is none of text.

    >>> codec_named("Latin-1"), codec_named("utf8")
    ('iso8859-1', 'utf-8')
    """
    try:
        codec = codecs.lookup(encoding)
    except (LookupError, ValueError) as error:
        raise BadArgument(
            f"There is no encoding {encoding!r}.", hint=_USUAL, field="encoding"
        ) from error
    if not getattr(codec, "_is_text_encoding", True):
        raise BadArgument(f"{encoding!r} is no encoding of text.", hint=_USUAL, field="encoding")
    return "utf-8" if codec.name in ("utf-8-sig", "ascii") else codec.name


def told(path: Path, name: str, *, may_guess: bool = True) -> tuple[str, Bad | None]:
    """The encoding of a file that has no byte order mark, from all its bytes.

    Args:
        path: The file, unpacked.
        name: As the sentence calls it.
        may_guess: Whether it may be another one than UTF-8.

    Returns:
        The encoding, and the first byte that is no UTF-8; None where all are.

    Raises:
        UnreadableText: some bytes outside ASCII are UTF-8 and others are not, so that the file is
            damaged; or they don't look like Western text, so that a guess would be wrong.
    """
    seen = _Seen()
    with translated(), path.open("rb") as file:
        for piece in _pieces(file):
            seen.look(piece)
    bad = seen.bad
    if bad is None:
        return "utf-8", None
    if not seen.has_line_feeds:
        bad = replace(bad, line=bad.return_line)
    place = f"{name}, line {bad.line:,}: byte {bad.byte:,} (0x{bad.value:02X}) is not UTF-8"
    if seen.good_line is not None:
        raise UnreadableText(
            f"{place}, while line {seen.good_line:,} holds letters that are.",
            hint="Mend that byte, leave such rows out with on_error='skip', or name the encoding, "
            "such as encoding='cp1252', if it is not UTF-8 after all.",
            field=str(bad.line),
        )
    if not may_guess:
        raise UnreadableText(
            f"{place}.",
            hint="Mend that byte, or name the encoding, such as encoding='cp1252'.",
            field=str(bad.line),
        )
    if seen.in_runs > seen.high * _MOST_IN_RUNS:
        raise UnreadableText(
            f"{place}, and the text does not look like a Western language.",
            hint="Name the encoding, such as encoding='cp1251', 'gb18030' or 'cp1252'.",
            field=str(bad.line),
        )
    return ("iso8859-1" if seen.has_undefined else "cp1252"), bad


class _Seen:
    """What is known of a file's bytes so far."""

    def __init__(self) -> None:
        self.bad: Bad | None = None
        self.good_line: int | None = None
        self.high = self.in_runs = 0
        self.has_undefined = False
        self._feeds = self._returns = self._bytes = 0

    @property
    def has_line_feeds(self) -> bool:
        """Whether lines end in a line feed somewhere."""
        return self._feeds > 0

    def look(self, piece: bytes) -> None:
        """Take in a piece that ends where a character does."""
        # With one of each it is damaged, whatever follows.
        if not piece.isascii() and (self.bad is None or self.good_line is None):
            for run in _HIGH.finditer(piece):
                self._look_at(piece, run.start(), run[0])
        self._feeds += piece.count(b"\n")
        self._returns += piece.count(b"\r")
        self._bytes += len(piece)

    def _look_at(self, piece: bytes, start: int, run: bytes) -> None:
        self.high += len(run)
        self.in_runs += len(run) if len(run) >= _LONG_RUN else 0
        self.has_undefined = self.has_undefined or bool(_UNDEFINED.search(run))
        if self.good_line is None and run.decode("utf-8", errors="ignore"):
            self.good_line = self._feeds + piece.count(b"\n", 0, start) + 1
        if self.bad is None:
            try:
                run.decode("utf-8")
            except UnicodeDecodeError as error:
                at = start + error.start
                self.bad = Bad(
                    self._feeds + piece.count(b"\n", 0, at) + 1,
                    self._returns + piece.count(b"\r", 0, at) + 1,
                    self._bytes + at + 1,
                    piece[at],
                )


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    """Pieces of a file that end where a character does."""
    rest = b""
    while chunk := file.read(_CHUNK):
        piece = rest + chunk
        # A first byte of a letter in UTF-8, among the last three: its others may come.
        cut = next((at for at in (1, 2, 3) if piece[-at:][:1] >= b"\xc0"), 0)
        rest = piece[len(piece) - cut :]
        yield piece[: len(piece) - cut]
    if rest:
        yield rest


def _by_head(head: bytes) -> tuple[str, Note | None]:
    """UTF-16 and UTF-32 by their marks or zero bytes; everything else is taken for UTF-8."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding, None
    encoding = _by_zeros(head)
    if encoding == "utf-8":
        return encoding, None
    said = f"Read as {_NAMES[encoding]} text without a byte order mark; encoding=… changes that."
    return encoding, Note(said)


def _by_zeros(head: bytes) -> str:
    r"""The encoding that explains where zero bytes stand, else UTF-8.

    In UTF-16 each delimiter and line end has a zero, and all on the same side. In texts of 8 bits
    most pairs of bytes are two letters of ASCII, and letters beyond it are valid UTF-8.

    >>> _by_zeros("a,b\n1,2\n".encode("utf-16-le")), _by_zeros(b"a,b\n1,\0\n")
    ('utf-16-le', 'utf-8')
    """
    is_odd = len(head) < _HEAD_BYTES and len(head) % 2 == 1
    if b"\0" not in head or is_odd or (not head.isascii() and _decodes(head, "utf-8")):
        return "utf-8"
    whole = head[: len(head) // 4 * 4]
    for encoding, place in (("utf-32-le", 3), ("utf-32-be", 0)):
        zeros = [whole[side::4].count(0) for side in range(4)]
        is_wide = zeros[place] == len(whole) // 4 > zeros[3 - place]
        if is_wide and _decodes(whole, encoding):
            return encoding
    whole = head[: len(head) // 2 * 2]
    for encoding, low in (("utf-16-le", 0), ("utf-16-be", 1)):
        pairs = list(zip(whole[low::2], whole[1 - low :: 2], strict=True))
        others = [pair for pair in pairs if pair[1] != 0]
        zero_count = len(pairs) - len(others)
        doubles = sum(one in _PRINTABLE and other in _PRINTABLE for one, other in others)
        is_wide = (
            # A letter of another script may end in a zero, too, though seldom.
            sum(one == 0 for one, _ in pairs) * 4 < zero_count
            and zero_count >= len(pairs) * _LEAST_ZEROS
            and (zero_count * 2 >= len(pairs) or not head.isascii() or doubles * 4 <= len(others))
        )
        if is_wide and _decodes(whole, encoding):
            return encoding
    return "utf-8"


def _decodes(head: bytes, encoding: str) -> bool:
    """Whether the first bytes are text in an encoding, the last character aside."""
    try:
        codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeError:
        return False
    return True


def _transcode(name: str, file: IO[bytes], copy: IO[bytes], encoding: str) -> None:
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    try:
        while True:
            chunk = file.read(_CHUNK)
            text = decoder.decode(chunk, final=not chunk)
            copy.write(text.encode("utf-8"))
            line += text.count("\n")
            if not chunk:
                return
    except UnicodeError as error:
        place = f"at or shortly after line {line:,}"
        if isinstance(error, UnicodeDecodeError) and not encoding.startswith(("utf-16", "utf-32")):
            line += error.object.count(b"\n", 0, error.start)
            place = f"in line {line:,}"
        raise UnreadableText(
            f"{name} is not {encoding} text, {place}.",
            hint="Name the right encoding, such as encoding='cp1252'.",
            field="encoding",
        ) from error
