"""Rows staged on this machine, file by file, and how they become one table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from datavault_jupyter.base.errors import BadFile
from datavault_jupyter.base.names import name_key
from datavault_jupyter.features.hub import queries
from datavault_jupyter.features.hub.tables import NULL
from datavault_jupyter.features.imports.records import Loaded, Note, Options, Write
from datavault_jupyter.features.imports.typed.loading import Field, plan, write_typed
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.sql import quoted

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

_SIGNED = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")
_UNSIGNED = ("UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT")


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows of one file.

    Attributes:
        file_name: For sentences.
        source: The rows with their true values, as SQL reads them: what was staged, or a query.
        columns: Its columns.
        empty: Columns without any value in that file, which fit every type.
    """

    file_name: str
    source: str
    columns: Columns
    empty: frozenset[str] = frozenset()

    def type_of(self, name: str) -> str | None:
        """The type of a column; None where it isn't there."""
        for column in self.columns:
            if name_key(column.name) == name_key(name):
                return NULL if column.name in self.empty else column.type
        return None

    def own_name(self, name: str) -> str:
        """What the column is called here."""
        return next((each for each in self.columns.names if name_key(each) == name_key(name)), name)


def widest(kinds: Sequence[str]) -> str | None:
    """A type that holds every value of several types exactly; None where there is none.

    >>> widest(["INTEGER", "BIGINT"]), widest(["UINTEGER", "INTEGER"]), widest(["DATE", "BIGINT"])
    ('BIGINT', 'BIGINT', None)
    """
    several = list(dict.fromkeys(each for each in kinds if each != NULL))
    if len(several) < 2:
        return several[0] if several else NULL
    if set(several) <= {"FLOAT", "DOUBLE"}:
        return "DOUBLE"
    if not set(several) <= {*_SIGNED, *_UNSIGNED}:
        return None
    signed = [_SIGNED.index(each) for each in several if each in _SIGNED]
    unsigned = [_UNSIGNED.index(each) for each in several if each in _UNSIGNED]
    if not signed:
        return _UNSIGNED[max(unsigned)]
    wanted = max([*signed, *(each + 1 for each in unsigned)])
    return _SIGNED[wanted] if wanted < len(_SIGNED) else None


def differing(pieces: Sequence[Piece]) -> dict[str, list[str]]:
    """The columns that no one type holds exactly, and the types they have."""
    found = {}
    for name in names_of(pieces):
        kinds = [each.type_of(name) for each in pieces]
        known = [each for each in kinds if each is not None]
        if widest(known) is None:
            found[name] = list(dict.fromkeys(known))
    return found


def names_of(pieces: Sequence[Piece]) -> list[str]:
    """All columns, in the order in which they first come."""
    found: dict[str, str] = {}
    for piece in pieces:
        for name in piece.columns.names:
            found.setdefault(name_key(name), name)
    return list(found.values())


def merged(
    cursor: Cursor,
    label: str,
    pieces: Sequence[Piece],
    write: Write,
    *,
    limit: int | None,
    notes: Sequence[Note] = (),
) -> Loaded:
    """One table out of pieces.

    Args:
        cursor: Of the engine that moves data.
        label: What sentences call the source.
        pieces: The rows, in order.
        write: Writes the part.
        limit: How many rows at most.
        notes: What the user should know already.

    Raises:
        BadFile: a column has types that don't go together.
    """
    for name, kinds in differing(pieces).items():
        raise BadFile(
            f"{label}: column {name!r} is {kinds[0]} in one file and {kinds[1]} in another.",
            hint="Import one split at a time, or leave the column out with columns=.",
            field=name,
        )
    told = list(notes)
    fields = []
    for name in names_of(pieces):
        found = [each.type_of(name) for each in pieces]
        missing = [each.file_name for each in pieces if each.type_of(name) is None]
        if missing:
            told.append(Note(f"Column {name!r} is missing in {missing[0]}: NULL there.", name))
        made = widest([each for each in found if each is not None])
        fields.append((name, "VARCHAR" if made is None or made == NULL else made))
    scan = queries.stacked([_source(each, fields) for each in pieces], limit)
    known = [Field(name, quoted(name), kind) for name, kind in fields]
    planned = plan(label, known, Options())
    part = write_typed(cursor, label, scan, known, made=planned, write=write)
    return Loaded([part], planned.columns, (*told, *planned.notes))


def _source(piece: Piece, fields: Sequence[tuple[str, str]]) -> tuple[str, list[tuple[str, str]]]:
    made = []
    for name, kind in fields:
        own = piece.own_name(name)
        if piece.type_of(name) is None:
            made.append((queries.absent(kind), name))
        else:
            made.append((queries.cast_to(own, kind, piece.columns.named(own).type), name))
    return piece.source, made
