"""The columns of several pieces as one table: which there are, and one type for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from datavault_jupyter.base.names import name_key
from datavault_jupyter.base.wording import count
from datavault_jupyter.features.imports.records import Note, Options
from datavault_jupyter.features.imports.stacking import queries
from datavault_jupyter.features.imports.stacking.pieces import Piece
from datavault_jupyter.features.imports.stacking.widening import is_sure, widened
from datavault_jupyter.features.imports.values import deciding
from datavault_jupyter.features.imports.values.queries import checked
from datavault_jupyter.storage.engine import rows_of

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

_PROFILED_AT_ONCE = 64
_NAMED = 3


@dataclass(slots=True)
class United:
    """A column of the table.

    Attributes:
        name: As the first file that has it spells it.
        own: What the pieces call it, by their number; those that lack it are not there.
        filled: The pieces in which it has a value.
        type: What it becomes.
        is_decided: Whether `type` is final.
        from_text: Whether the value is made from texts by the rules for types nobody asked for.
        rewritten: The pieces that were read once more to have the texts of numbers.
    """

    name: str
    own: dict[int, str] = field(default_factory=dict)
    filled: set[int] = field(default_factory=set)
    type: str = ""
    is_decided: bool = False
    from_text: bool = False
    rewritten: set[int] = field(default_factory=set)


def united(pieces: Sequence[Piece], options: Options) -> tuple[list[United], list[Note]]:
    """The columns of all pieces, by name, in the order in which they first appear.

    Names that differ in case only are one column: SQL can't tell them apart.
    """
    made: list[United] = []
    exact: dict[str, United] = {}
    alike: dict[str, United] = {}
    notes = []
    for at, piece in enumerate(pieces):
        taken: set[int] = set()
        for name in sorted(piece.kept, key=lambda each: each not in exact):
            column = exact.get(name)
            if column is None:
                column = alike.get(name_key(name))
                if column is None or id(column) in taken or at in column.own:
                    continue
                notes.append(
                    Note(f"{piece.name}: {name!r} was taken for {column.name!r}.", column.name)
                )
            taken.add(id(column))
            column.own[at] = name
        placed = {column.own[at] for column in made if at in column.own}
        for name in piece.kept:
            if name not in placed:
                column = United(name, {at: name})
                made.append(column)
                exact.setdefault(name, column)
                alike.setdefault(name_key(name), column)
    if options.columns is not None and not isinstance(options.columns, Mapping):
        asked = [options.columns] if isinstance(options.columns, str) else list(options.columns)
        order = {name_key(name): at for at, name in enumerate(asked)}
        made.sort(key=lambda column: order.get(name_key(column.name), len(order)))
    return made, [*notes, *_missing(made, pieces)]


def _missing(columns: Sequence[United], pieces: Sequence[Piece]) -> list[Note]:
    """Which columns some of the files lack."""
    by_files: dict[tuple[int, ...], list[str]] = {}
    for column in columns:
        lacking = tuple(at for at in range(len(pieces)) if at not in column.own)
        if lacking:
            by_files.setdefault(lacking, []).append(column.name)
    notes = []
    for lacking, names in by_files.items():
        files = some([name for at in lacking for name in pieces[at].names])
        which = f"Column {names[0]!r} is" if len(names) == 1 else f"Columns {some(names)} are"
        notes.append(Note(f"{which} missing in {files}; NULL stands there.", names[0]))
    return notes


def some(names: Sequence[str]) -> str:
    """A few names, and how many others.

    >>> some(["a", "b", "c", "d", "e"]), some(["a", "b"])
    ('a, b, c and 2 others', 'a, b')
    """
    rest = len(names) - _NAMED
    more = f" and {count(rest, 'other')}" if rest > 0 else ""
    return ", ".join(names[:_NAMED]) + more


class Deciding:
    """Finds one type for each column.

    Args:
        cursor: Of the engine that moves data.
        pieces: What was laid down.
        columns: The columns; they are changed.
        options: What the user asked for.
    """

    def __init__(
        self, cursor: Cursor, pieces: Sequence[Piece], columns: list[United], options: Options
    ) -> None:
        self._cursor = cursor
        self._pieces = pieces
        self._columns = columns
        self._options = options
        self.notes: list[Note] = []

    def by_types(self) -> dict[int, set[str]]:
        """Decide what the pieces' types alone decide.

        Returns:
            The columns that must be had as texts, by piece, as the pieces call them.
        """
        open_ones = []
        for column in self._columns:
            types = {self._pieces[at].type(name) for at, name in column.own.items()}
            if len(types) == 1:
                column.type = types.pop()
                column.is_decided = True
                column.filled = set(column.own)
            else:
                open_ones.append(column)
        self._fill(open_ones)
        wanted: dict[int, set[str]] = {}
        for column in open_ones:
            self._decide(column)
            if not column.is_decided or column.type in ("VARCHAR", "JSON"):
                for at in column.filled:
                    piece, name = self._pieces[at], column.own[at]
                    is_written = piece.type(name) in ("VARCHAR", "JSON")
                    if piece.is_text and not is_written:
                        wanted.setdefault(at, set()).add(name)
                        column.rewritten.add(at)
        return wanted

    def by_texts(self, pieces: Sequence[Piece]) -> None:
        """Decide the rest from all texts, as if they stood in one file.

        Args:
            pieces: The same, with texts where they were asked for.
        """
        self._pieces = pieces
        open_ones = [column for column in self._columns if not column.is_decided]
        words = self._words()
        for start in range(0, len(open_ones), _PROFILED_AT_ONCE):
            group = open_ones[start : start + _PROFILED_AT_ONCE]
            arms = [
                (
                    piece.source,
                    [
                        piece.alias(column.own[at])
                        if at in column.own and piece.type(column.own[at]) == "VARCHAR"
                        else queries.null("VARCHAR")
                        for column in group
                    ],
                )
                for at, piece in enumerate(pieces)
                if any(at in column.own for column in group)
            ]
            row = rows_of(self._cursor, queries.profile(arms, words))[0]
            size = len(row) // len(group)
            for at, column in enumerate(group):
                profile = deciding.from_row(row[at * size : (at + 1) * size])
                column.type = deciding.decide(profile)
                column.is_decided = column.from_text = True
                self._note(column)

    def expression(self, column: United, at: int) -> str:
        """The value of a column in a piece."""
        piece = self._pieces[at]
        if at not in column.own or (at not in column.filled and column.type != "VARCHAR"):
            return queries.null(column.type)
        name = column.own[at]
        kind, x = piece.type(name), piece.alias(name)
        if kind == column.type:
            return x
        if column.type == "JSON" and at in column.rewritten:
            return queries.as_json(x)
        if column.from_text and kind == "VARCHAR":
            return checked(x, column.type, 0, null_words=self._words())
        return queries.cast(x, kind, column.type)

    def _words(self) -> tuple[str, ...]:
        found = [piece.null_words(self._options) for piece in self._pieces]
        return max(found, key=len, default=())

    def _fill(self, columns: Sequence[United]) -> None:
        """Find the pieces in which columns have values at all."""
        for at, piece in enumerate(self._pieces):
            names = [column.own[at] for column in columns if at in column.own]
            if not names:
                continue
            words = piece.null_words(self._options)
            texts = {
                piece.alias(name): words if piece.type(name) == "VARCHAR" else () for name in names
            }
            row = rows_of(self._cursor, queries.filled(piece.source, texts))[0]
            is_filled = dict(zip(names, row, strict=True))
            for column in columns:
                if at in column.own and is_filled[column.own[at]]:
                    column.filled.add(at)

    def _decide(self, column: United) -> None:
        """Decide a column whose types differ, unless its texts have to tell."""
        kinds = {at: self._pieces[at].type(column.own[at]) for at in sorted(column.filled)}
        if len(set(kinds.values())) <= 1:
            first = next(iter(kinds.values()), "VARCHAR")
            column.type, column.is_decided = first, True
            return
        if all(kind == "JSON" or queries.is_nested(kind) for kind in kinds.values()) or (
            "JSON" in kinds.values() and all(self._pieces[at].format == "json" for at in kinds)
        ):
            column.type, column.is_decided = "JSON", True
            self._note(column, kinds)
            return
        target = widened(set(kinds.values()))
        are_texts = all(self._pieces[at].is_text for at in kinds)
        # How many digits there are, and whether a sign, texts tell better than their types.
        is_quick = target == "DOUBLE" or not are_texts
        if target is not None and is_quick and self._all_kept(column, kinds, target):
            column.type, column.is_decided = target, True
            return
        is_told = any(
            kind in ("VARCHAR", "JSON") and self._pieces[at].format == "json"
            for at, kind in kinds.items()
        )
        if not are_texts or is_told or "JSON" in kinds.values():
            column.type, column.is_decided = "VARCHAR", True
            self._note(column, kinds)

    def _all_kept(self, column: United, kinds: Mapping[int, str], target: str) -> bool:
        for at, kind in kinds.items():
            if is_sure(kind, target):
                continue
            piece = self._pieces[at]
            query = queries.all_kept(piece.source, piece.alias(column.own[at]), kind, target)
            if not rows_of(self._cursor, query)[0][0]:
                return False
        return True

    def _note(self, column: United, kinds: Mapping[int, str] | None = None) -> None:
        if column.type not in ("VARCHAR", "JSON"):
            return
        if kinds is None:
            self.notes.append(
                Note(f"Column {column.name!r} is of several kinds; it stays text.", column.name)
            )
            return
        by_kind: dict[str, list[str]] = {}
        for at, kind in kinds.items():
            by_kind.setdefault(kind, []).extend(self._pieces[at].names)
        told = ", ".join(f"{kind} in {some(names)}" for kind, names in by_kind.items())
        as_what = "JSON" if column.type == "JSON" else "text"
        self.notes.append(
            Note(f"Column {column.name!r} is {told}; it is kept as {as_what}.", column.name)
        )
