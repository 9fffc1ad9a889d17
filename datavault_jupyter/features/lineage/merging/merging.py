"""Two sides merged relative to their ancestor: lists of parts where that is exact, else rows.

Without a key, rows are compared as a whole and counted: of a row the merge has as many as both
sides together, less those of the ancestor, never fewer than none. With a key, a row that one side
changed is taken from that side; where both changed it the later side wins; what either side removed
stays removed.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count as counting
from typing import TYPE_CHECKING

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.features.imports.fitting import Differing
from datavault_jupyter.features.lineage.merging import queries
from datavault_jupyter.features.lineage.merging.columns import united
from datavault_jupyter.features.lineage.merging.planning import plan
from datavault_jupyter.features.lineage.merging.records import (
    Bit,
    Counts,
    Duplicates,
    Merged,
    Plan,
    Side,
    ordered,
)
from datavault_jupyter.storage.columns import Column, Columns
from datavault_jupyter.storage.engine import rows_of

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor
    from datavault_jupyter.storage.sql import Sql


class Merger:
    """Merges sides on one cursor, which keeps rows of steps between.

    Args:
        cursor: One of `Engine.moving`; what it holds goes when it is closed.
        key: Columns that say which row is which; none compares rows as a whole.
        duplicates: What becomes of rows that both sides added alike; without a key only.
        differing: ``refuse`` or ``fill``, where columns differ.
    """

    def __init__(
        self,
        cursor: Cursor,
        key: Sequence[str] = (),
        duplicates: Duplicates = Duplicates.KEEP,
        differing: Differing = Differing.REFUSE,
    ) -> None:
        self._cursor = cursor
        self._key = key
        self._duplicates = duplicates
        self._differing = differing
        self._numbers = counting()

    def merge(
        self, base: Side | None, left: Side, right: Side, *, is_ancestor: bool = False
    ) -> Merged:
        """Merge two sides.

        Args:
            base: Their ancestor; None for sides that are not related.
            left: The earlier side.
            right: The later side; it wins conflicts.
            is_ancestor: The merge is to serve as an ancestor itself: duplicates stay, columns are
                united, and rows in conflict are there in both forms.

        Raises:
            ColumnsDiffer: columns differ, and it was not said what to do then.
            BadArgument: a key column is missing, or several rows of a side share a key.
        """
        target, notes = united(base, left, right, self._differing, is_ancestor=is_ancestor)
        planned = plan(base, left, right, target)
        key = self._key_of(left, right, target, is_ancestor=is_ancestor)
        if key:
            listed, rest, counts = self._by_key(planned, key, target, keeps_conflicts=is_ancestor)
        else:
            drops = self._duplicates is Duplicates.DROP and not is_ancestor
            listed, rest, counts = self._whole(planned, target, drops=drops)
        return Merged(target, listed, rest, counts, notes)

    def _whole(
        self, planned: Plan, target: Columns, *, drops: bool
    ) -> tuple[tuple[Bit, ...], str | None, Counts]:
        counts = Counts()
        weighed = planned.weighed
        if planned.replaced or (planned.left and planned.right):
            alike, removed = self._numbers_of(queries.facts_of_whole(weighed, target))
            counts = Counts(0, alike, removed, alike if drops else 0)
        away = [queries.rows(planned.gone, target)] if planned.gone else []
        if counts.dropped_count:
            away.append(queries.added_alike(weighed, target))
        everything = (*planned.kept, *planned.new)
        if not away:
            return *self._apart(everything, (), target), counts
        gone = self._staged(" UNION ALL ".join(away))
        touched = self._holding(planned.new, target, gone, list(target))
        left_over = self._staged(queries.lacking(gone, queries.rows(touched, target)))
        if self._numbers_of(queries.count_of(left_over))[0]:
            # A row is taken away more often than new parts have it: the others are in old ones.
            touched += self._holding(planned.kept, target, left_over, list(target))
        return *self._apart(everything, touched, target, gone), counts

    def _apart(
        self,
        everything: Sequence[Bit],
        touched: Sequence[Bit],
        target: Columns,
        gone: str | None = None,
    ) -> tuple[tuple[Bit, ...], str | None]:
        """Which parts are listed, and the rows of the others, less what is taken away."""
        places = {bit.place for bit in touched}
        listed = [bit for bit in everything if bit.can_be_listed and bit.place not in places]
        other = [bit for bit in everything if not bit.can_be_listed or bit.place in places]
        if not other:
            return ordered(listed), None
        if gone is None:
            return ordered(listed), queries.rows(ordered(other), target)
        return ordered(listed), queries.less(ordered(other), target, gone)

    def _by_key(
        self,
        planned: Plan,
        key: list[Column],
        target: Columns,
        *,
        keeps_conflicts: bool,
    ) -> tuple[tuple[Bit, ...], str | None, Counts]:
        everything = (*planned.kept, *planned.new)
        contested = self._contested(planned, key, target)
        if contested is None:
            removed = self._lost(planned, key, target)
            return *self._apart(everything, (), target), Counts(removed_count=removed)
        touched = self._holding(planned.new, target, contested, key)
        mine = [bit for bit in touched if bit in planned.left]
        theirs = [bit for bit in touched if bit in planned.right]
        base = queries.rows(planned.gone, target)
        table = self._name()
        rows_of(self._cursor, queries.staged(table, queries.met(base, mine, theirs, target, key)))
        conflicts, alike, removed = self._numbers_of(queries.facts_of_keys(table))
        counts = Counts(conflicts, alike, removed + self._lost(planned, key, target))
        picked = queries.chosen(table, target, keeps_conflicts=keeps_conflicts)
        listed, rest = self._apart([bit for bit in everything if bit not in touched], (), target)
        return listed, f"({picked})" if rest is None else queries.both(f"({picked})", rest), counts

    def _contested(self, planned: Plan, key: list[Column], target: Columns) -> str | None:
        """The keys for which both sides have something to say; None for none."""
        away = []
        if planned.gone:
            away.append(queries.rows(planned.gone, target, key))
        if planned.left and planned.right:
            of_left = queries.rows(planned.left, target, key)
            of_right = queries.rows(planned.right, target, key)
            away.append(queries.common_keys(of_left, of_right, key))
        if not away:
            return None
        kept = self._staged(" UNION ALL ".join(away))
        return kept if self._numbers_of(queries.count_of(kept))[0] else None

    def _lost(self, planned: Plan, key: list[Column], target: Columns) -> int:
        """How many keys of the ancestor neither side has any more, or only in parts that went."""
        if not planned.replaced:
            return 0
        before = queries.rows(planned.replaced, target, key)
        there = queries.rows(planned.new, target, key)
        return self._numbers_of(queries.lost_keys(before, there, key))[0]

    def _key_of(
        self, left: Side, right: Side, target: Columns, *, is_ancestor: bool
    ) -> list[Column]:
        """The columns of the key; none where an ancestor in the making has no such key.

        Raises:
            BadArgument: a key column is missing, or several rows of a side share a key.
        """
        try:
            key = [target.named(name) for name in self._key]
            for side in (left, right) if key else ():
                self._require_unique(side, key, target)
        except BadArgument:
            if is_ancestor:
                return []
            raise
        return key

    def _require_unique(self, side: Side, key: list[Column], target: Columns) -> None:
        bits = [Bit(piece, side.columns) for piece in side.pieces]
        found = rows_of(self._cursor, queries.twice(bits, target, key))
        if found:
            shown = ", ".join(repr(each) for each in found[0])
            raise BadArgument(
                f"Several rows of {side.label} have the key {shown}.",
                hint="Name columns that together say which row is which, or merge whole rows.",
                field="key",
            )

    def _holding(
        self, bits: Sequence[Bit], target: Columns, wanted: str, only: list[Column]
    ) -> list[Bit]:
        """The parts that hold a row, or a key, that is wanted."""
        if not bits:
            return []
        found = rows_of(self._cursor, queries.holding(bits, target, wanted, only))
        return [bits[at] for at in sorted(int(str(row[0])) for row in found)]

    def _name(self) -> str:
        return f"datavault_step_{next(self._numbers)}"

    def _staged(self, query: str) -> str:
        """Keep the rows of a query; the SQL that gives them."""
        table = self._name()
        rows_of(self._cursor, queries.staged(table, query))
        return queries.all_of(table)

    def _numbers_of(self, query: Sql) -> list[int]:
        return [int(str(each)) for each in rows_of(self._cursor, query)[0]]
