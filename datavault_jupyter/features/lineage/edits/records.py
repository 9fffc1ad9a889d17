"""A draft's rows before and after a change, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from datavault_jupyter.features.imports.records import Reject
from datavault_jupyter.features.versions.records import Version
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.parts import NewPart


@dataclass(frozen=True, slots=True)
class Piece:
    """A part that a draft lists.

    Attributes:
        key: Its key in the catalogue.
        path: Within the vault.
        row_count: Its rows.
        byte_count: Its size on disk.
    """

    key: int
    path: str
    row_count: int
    byte_count: int


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a draft lists now."""

    columns: Columns
    pieces: tuple[Piece, ...]

    @property
    def row_count(self) -> int:
        """Of all parts."""
        return sum(piece.row_count for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Edited:
    """What a draft is to list after a change.

    Attributes:
        columns: Its columns.
        pieces: Parts that stay, and new ones, in order.
        row_count: How many rows the change added, removed or changed; 0 for columns.
        note: What the user should know.
        rejects: Rows of a source that were left out.
    """

    columns: Columns
    pieces: tuple[Piece | NewPart, ...]
    row_count: int = 0
    note: str = ""
    rejects: tuple[Reject, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """What a step made of a draft.

    Attributes:
        draft: The draft as it is now; the next step is taken from it.
        row_count: How many rows were added, removed or changed; 0 for a step about columns.
        note: What the user should know, one sentence; empty when nothing.
    """

    draft: Version
    row_count: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Finished:
    """What became of a draft.

    Attributes:
        version: The version it is now; None where nothing had changed, then it is gone.
        is_head: Whether the dataset stands at it; else it is a branch.
        note: What the user should know, one sentence; empty when nothing.
    """

    version: Version | None
    is_head: bool
    note: str = ""
