"""Versions that are merged, as plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from datavault_jupyter.base.names import name_key
from datavault_jupyter.base.wording import count
from datavault_jupyter.storage.columns import Columns


class Duplicates(StrEnum):
    """What becomes of rows that both sides added alike: both stay, or one does."""

    KEEP = "keep"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a side.

    Attributes:
        uid: Equal for the same rows.
        path: Where it lies.
        row_count: Its rows.
        key: Its key in the catalogue; None for one of a step between, which no version can list.
        byte_count: Its size.
    """

    uid: str
    path: Path
    row_count: int
    key: int | None = None
    byte_count: int = 0


@dataclass(frozen=True, slots=True)
class Side:
    """What is merged: columns and parts, and what sentences call it."""

    label: str
    columns: Columns
    pieces: tuple[Piece, ...]

    @property
    def row_count(self) -> int:
        """Of all parts."""
        return sum(piece.row_count for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Counts:
    """What a merge did, to be told.

    Attributes:
        conflict_count: Rows that both sides changed, and differently: the later one won. Rows that
            one changed and the other removed count, too: they stay removed.
        duplicate_count: Rows that both sides added alike.
        removed_count: Rows of the common ancestor that a side removed or replaced.
        dropped_count: Rows left out, since the other side had added the same.
    """

    conflict_count: int = 0
    duplicate_count: int = 0
    removed_count: int = 0
    dropped_count: int = 0

    def __add__(self, other: Counts) -> Counts:
        """Both merges, one after the other."""
        return Counts(
            self.conflict_count + other.conflict_count,
            self.duplicate_count + other.duplicate_count,
            self.removed_count + other.removed_count,
            self.dropped_count + other.dropped_count,
        )

    def notes(self, *, has_key: bool) -> list[str]:
        """One sentence for each thing worth knowing.

        >>> Counts(duplicate_count=2).notes(has_key=False)
        ['2 rows were added on both sides and are there twice; duplicates="drop" keeps one.']
        """
        made = []
        if self.conflict_count:
            made.append(
                f"{count(self.conflict_count, 'row')} changed on both sides: what was removed "
                "stays removed, else the later version won."
            )
        if self.duplicate_count and has_key:
            made.append(f"{count(self.duplicate_count, 'row')} came from both sides alike.")
        elif self.duplicate_count:
            were, are = ("was", "is") if self.duplicate_count == 1 else ("were", "are")
            rows = (
                f"{count(self.duplicate_count, 'row')} {were} added on both sides and {are} there"
            )
            made.append(
                f"{rows} once."
                if self.dropped_count
                else f'{rows} twice; duplicates="drop" keeps one.'
            )
        return made


@dataclass(frozen=True, slots=True)
class Seen:
    """A side as the merge's columns see it.

    A part means the same rows on two sides only where both read the same stored columns of it.

    Attributes:
        side: The side.
        target: The columns of the merge.
        idents: For each part what tells it from others.
        is_listable: Whether a version with the target's columns can list its parts as they are.
    """

    side: Side
    target: Columns
    idents: tuple[tuple[str, object], ...] = field(init=False)
    is_listable: bool = field(init=False)

    def __post_init__(self) -> None:
        """Work out how the side reads its parts."""
        known = {name_key(column.name): column for column in self.side.columns}
        found = [known.get(name_key(column.name)) for column in self.target]
        reads = tuple((each.physical, each.type) if each else None for each in found)
        wanted = tuple((column.physical, column.type) for column in self.target)
        object.__setattr__(self, "idents", tuple((p.uid, reads) for p in self.side.pieces))
        object.__setattr__(self, "is_listable", reads == wanted)

    @property
    def counted(self) -> Counter[tuple[str, object]]:
        """How often it lists each part."""
        return Counter(self.idents)


@dataclass(frozen=True, slots=True)
class Bit:
    """A part within a merge: whose columns it is read with, and where its rows stand.

    Attributes:
        piece: The part.
        columns: The columns it is read with.
        place: Its position in the order of the merge.
        can_be_listed: Whether the merge can list it as it is.
    """

    piece: Piece
    columns: Columns
    place: int = 0
    can_be_listed: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """Parts of a merge by what becomes of them.

    Attributes:
        kept: Parts that the ancestor and both sides list.
        left: New parts of the first side.
        right: New parts of the second side.
        gone: Parts of the ancestor that neither side lists: whose rows both wrote anew or removed.
        replaced: Parts of the ancestor that one side or both don't list any more.
        left_stayed: Of those, the ones that the first side still lists.
        right_stayed: Of those, the ones that the second side still lists.
    """

    kept: tuple[Bit, ...]
    left: tuple[Bit, ...]
    right: tuple[Bit, ...]
    gone: tuple[Bit, ...]
    replaced: tuple[Bit, ...]
    left_stayed: tuple[Bit, ...]
    right_stayed: tuple[Bit, ...]

    @property
    def new(self) -> tuple[Bit, ...]:
        """New parts of both sides, in the order of the merge."""
        return tuple(sorted((*self.left, *self.right), key=lambda bit: bit.place))

    @property
    def weighed(self) -> list[tuple[Bit, tuple[int, int, int]]]:
        """Each part that not all three list, and how often the ancestor and both sides do."""
        base = Counter(self.replaced)
        left = Counter((*self.left, *self.left_stayed))
        right = Counter((*self.right, *self.right_stayed))
        every = dict.fromkeys((*base, *left, *right))
        return [(bit, (base[bit], left[bit], right[bit])) for bit in every]


@dataclass(frozen=True, slots=True)
class Merged:
    """The outcome of a merge of two sides.

    Attributes:
        columns: Its columns.
        listed: Parts it lists as they are, in order.
        rest: The stored form of the rows that have to be written; None for none.
        counts: What was done.
        notes: What the user should know of columns.
    """

    columns: Columns
    listed: tuple[Bit, ...]
    rest: str | None
    counts: Counts
    notes: tuple[str, ...] = ()


def ordered(bits: Sequence[Bit]) -> tuple[Bit, ...]:
    """Parts in the order of the merge."""
    return tuple(sorted(bits, key=lambda bit: bit.place))
