"""Several versions merged one after the other, each pair relative to where their lines met."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from datavault_jupyter.features.lineage.merging import queries
from datavault_jupyter.features.lineage.merging.ancestry import Ancestry
from datavault_jupyter.features.lineage.merging.merging import Merger
from datavault_jupyter.features.lineage.merging.records import Counts, Merged, Piece, Side
from datavault_jupyter.storage.engine import rows_of

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor


@dataclass(frozen=True, slots=True)
class _Line:
    """A side with all versions that it descends from."""

    side: Side
    ancestors: frozenset[int]


class Folder:
    """Folds versions in order, later ones over earlier ones.

    The ancestor of a pair is the nearest version that both descend from, also in other datasets.
    Where lines crossed there are several nearest ones (A and B were merged into C, and again into
    D, and now C and D are merged): then these are merged first, relative to their own ancestors,
    and that is the ancestor. So what any of them had, and a side removed since, stays removed; and
    rows in which the nearest ones contradict each other count as changed on both sides.

    Args:
        cursor: One of `Engine.moving`.
        merger: Merges pairs on it.
        family: Who descends from whom.
        side_of: The columns and parts of a version.
        scratch: A folder for steps between.
    """

    def __init__(
        self,
        cursor: Cursor,
        merger: Merger,
        family: Ancestry,
        side_of: Callable[[int], Side],
        scratch: Path,
    ) -> None:
        self._cursor = cursor
        self._merger = merger
        self._family = family
        self._side_of = side_of
        self._scratch = scratch
        self._step_count = 0

    def fold(self, keys: Sequence[int]) -> Merged:
        """Merge versions in order.

        Args:
            keys: At least two versions.

        Raises:
            ColumnsDiffer: columns differ, and it was not said what to do then.
            BadArgument: a key column is missing, or several rows of a side share a key.
        """
        line = self._line(keys[0])
        counts, notes = Counts(), []
        merged: Merged | None = None
        for key in keys[1:]:
            if merged is not None:
                line = replace(line, side=self._laid_down(merged, "The versions before"))
            right = self._line(key)
            merged = self._merger.merge(self._base(line, right), line.side, right.side)
            counts += merged.counts
            notes += [note for note in merged.notes if note not in notes]
            line = replace(line, ancestors=line.ancestors | right.ancestors)
        assert merged is not None  # noqa: S101 - there are two
        return replace(merged, counts=counts, notes=tuple(notes))

    def _line(self, key: int) -> _Line:
        return _Line(self._side_of(key), self._family.of([key]))

    def _base(self, left: _Line, right: _Line) -> Side | None:
        """The ancestor of two sides; several nearest ones are merged first."""
        nearest = self._family.nearest(left.ancestors, right.ancestors)
        if not nearest:
            return None
        line = self._line(nearest[0])
        for key in nearest[1:]:
            other = self._line(key)
            made = self._merger.merge(
                self._base(line, other), line.side, other.side, is_ancestor=True
            )
            side = self._laid_down(made, "The common ancestor")
            line = _Line(side, line.ancestors | other.ancestors)
        return line.side

    def _laid_down(self, merged: Merged, label: str) -> Side:
        """A merge as a side of the next one: rows that no part has lie in a file of our own."""
        pieces = [bit.piece for bit in merged.listed]
        if merged.rest is not None:
            self._step_count += 1
            name = f"step-{self._step_count}"
            path = self._scratch / f"{name}.parquet"
            ((row_count,),) = rows_of(self._cursor, queries.laid_down(merged.rest, path))
            pieces.append(Piece(name, path, int(str(row_count))))
        return Side(label, merged.columns, tuple(pieces))
