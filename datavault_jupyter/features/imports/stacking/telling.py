"""What is told of several files: notes without repetition, and where the rows came from."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from datavault_jupyter.base.errors import BadTable
from datavault_jupyter.base.wording import count
from datavault_jupyter.features.imports.members import Member
from datavault_jupyter.features.imports.records import MOST_REJECTS, Loaded, Note, Reject
from datavault_jupyter.features.imports.stacking.batches import Sheet
from datavault_jupyter.features.imports.stacking.pieces import Piece
from datavault_jupyter.features.imports.stacking.uniting import some
from datavault_jupyter.storage.foreign import translated
from datavault_jupyter.storage.parts import sha256_of

# So many notes are read by somebody; so many files are listed one by one in the catalogue.
MOST_NOTES = 200
MOST_LISTED = 1_000
# Of each file only what tells it from others; the rest is said once for all.
_ONCE = ("encoding", "dialect")


class Digests:
    """The digests of many files, reckoned in a thread while they are read."""

    def __init__(self, sheets: Sequence[Sheet]) -> None:
        self._made = {id(sheet.member): sheet.sha256 for sheet in sheets if sheet.sha256}
        self._open = [sheet.member for sheet in sheets if not sheet.sha256]
        self._error: OSError | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            for member in self._open:
                self._made[id(member)] = sha256_of(member.path)
        except OSError as error:
            self._error = error

    def of(self, member: Member) -> str:
        """A file's digest in hexadecimal; waits for it."""
        self._thread.join()
        if self._error is not None:
            with translated():
                raise self._error
        return self._made[id(member)]


def notes(pieces: Sequence[Piece]) -> list[Note]:
    """The notes of all pieces; one that several share is said once, with their names."""
    by_message: dict[str, list[tuple[Note, Piece]]] = {}
    for piece in pieces:
        for note in piece.loaded.notes:
            by_message.setdefault(note.message, []).append((note, piece))
    made = []
    for message, said in by_message.items():
        note, first = said[0]
        if len(said) == len(pieces):
            made.append(replace(note, line=None))
        elif len(said) == 1:
            text = message if first.name in message else f"{first.name}: {message}"
            made.append(replace(note, message=text))
        else:
            names = some([name for _, piece in said for name in piece.names])
            made.append(Note(f"{message.rstrip('.')} ({names}).", note.column))
    return made


def capped(said: Sequence[Note]) -> tuple[Note, ...]:
    """As many notes as somebody reads."""
    rest = len(said) - MOST_NOTES
    if rest <= 0:
        return tuple(said)
    return (*said[:MOST_NOTES], Note(f"{count(rest, 'more note')} of this kind."))


def rejects(pieces: Sequence[Piece]) -> tuple[Reject, ...]:
    """The rows that were left out of all files, with the files' names.

    Raises:
        BadTable: they are too many to be slips.
    """
    found = [
        replace(each, file_name=each.file_name or piece.name)
        for piece in pieces
        for each in piece.loaded.rejects
    ]
    if len(found) > MOST_REJECTS:
        raise BadTable(
            f"More than {MOST_REJECTS:,} rows of these files can't be imported; the first is in "
            f"{found[0].file_name}: {found[0].reason}",
            hint="Look at the first ones: the files may be written in another way.",
        )
    return tuple(found)


def info(sheets: Sequence[Sheet], digests: Digests, once: Sequence[Loaded]) -> dict[str, Any]:
    """Where the rows came from, ready for JSON.

    Args:
        sheets: All files.
        digests: Theirs.
        once: What was read, for what all of it has in common.
    """
    names = [sheet.member.name for sheet in sheets]
    formats = {sheet.source.format for sheet in sheets}
    packings = {sheet.source.compression for sheet in sheets}
    total = hashlib.sha256()
    listed: list[dict[str, Any]] = []
    for sheet in sheets:
        digest = digests.of(sheet.member)
        total.update(f"{digest} {sheet.member.name}\n".encode())
        if len(listed) < MOST_LISTED:
            own = {"name": sheet.member.name, "byte_count": sheet.member.byte_count}
            listed.append({**sheet.member.origin, **own, "sha256": digest})
    made: dict[str, Any] = {
        "kind": "files",
        "file_name": names[0] + (f" and {count(len(names) - 1, 'other')}" if names[1:] else ""),
        "format": formats.pop() if len(formats) == 1 else "mixed",
        "compression": packings.pop() if len(packings) == 1 else None,
        "byte_count": sum(sheet.member.byte_count for sheet in sheets),
        "sha256": total.hexdigest(),
        "file_count": len(sheets),
        "files": listed,
    }
    for key in _ONCE:
        values = [each.source_info.get(key) for each in once]
        if values and values[0] is not None and all(value == values[0] for value in values):
            made[key] = values[0]
    return made
