"""The comparison itself: which parts have to be read, and what is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.base.names import name_key
from datavault_jupyter.features.lineage.comparing import queries
from datavault_jupyter.features.lineage.comparing.queries import Common
from datavault_jupyter.features.lineage.comparing.records import ColumnChange, RowsKind
from datavault_jupyter.features.versions.queries import Listed
from datavault_jupyter.storage.columns import sql_names
from datavault_jupyter.storage.engine import rows_of
from datavault_jupyter.storage.parts import scan
from datavault_jupyter.storage.sql import Sql

if TYPE_CHECKING:
    from collections.abc import Callable

    from datavault_jupyter.storage.engine import Cursor

_SIDES = ("left", "right")


@dataclass(frozen=True, slots=True)
class Side:
    """A version that is compared.

    Attributes:
        label: What sentences call it.
        listed: Its columns and parts.
        row_count: Its rows.
        byte_count: Their size on disk.
    """

    label: str
    listed: Listed
    row_count: int
    byte_count: int


@dataclass(frozen=True, slots=True)
class Compared:
    """What differs between two versions, and the SQL of the rows.

    Attributes:
        columns: Columns that differ.
        key: The columns that say which row is which; empty: rows are compared as a whole.
        added_count: Rows that only the version after has.
        removed_count: Rows that only the version before has.
        changed_count: Rows with the same key and other values; 0 without a key.
        unchanged_count: Rows that are the same.
        byte_delta: How many bytes the version after has more.
        read_part_count: Parts that had to be read: those that only one of them lists.
        shared_part_count: Parts that both list.
        left: The SQL of the rows before that were read.
        right: The same after.
        common: The columns that were compared.
    """

    columns: tuple[ColumnChange, ...]
    key: tuple[str, ...]
    added_count: int
    removed_count: int
    changed_count: int
    unchanged_count: int
    byte_delta: int
    read_part_count: int
    shared_part_count: int
    left: str
    right: str
    common: tuple[Common, ...]

    def rows(self, kind: RowsKind) -> Sql:
        """The query of the rows that were added, removed or changed.

        Raises:
            BadArgument: changed rows without a key.
        """
        if not self.key:
            if kind is RowsKind.CHANGED:
                raise BadArgument(
                    "Rows without a key are added or removed, never changed.",
                    hint="Compare by the column that says which row is which: key='id'.",
                    field="key",
                )
            return queries.whole_rows(kind, self.left, self.right, self.common)
        key, rest = _split(self.common, self.key)
        return queries.rows_by_key(kind, self.left, self.right, key, rest)

    def marked(self, mark: str, *, before: Sequence[str], after: Sequence[str]) -> Sql:
        """The query of all rows that differ, and how.

        Args:
            mark: What the column that says it is called.
            before: The names of all columns before, as SQL knows them; without a key, those that
                both have are all that is given.
            after: The same after.
        """
        if not self.key:
            return queries.marked_whole(self.left, self.right, self.common, mark)
        key, rest = _split(self.common, self.key)
        of_left, of_right = ({getattr(each, side) for each in self.common} for side in _SIDES)
        return queries.marked_by_key(
            self.left,
            self.right,
            key,
            rest,
            mark=mark,
            only_left=[name for name in before if name not in of_left],
            only_right=[name for name in after if name not in of_right],
        )


def compare(
    cursor: Cursor,
    before: Side,
    after: Side,
    key: Sequence[str],
    path: Callable[[str], Path],
) -> Compared:
    """Compare two versions; parts that both list are not read.

    Args:
        cursor: A cursor of the engine.
        before: The version that is the ground.
        after: The version that is looked at.
        key: Columns that say which row is which; none compares rows as a whole.
        path: Where a part lies.

    Raises:
        BadArgument: a key column is missing on a side, or several rows share a key.
    """
    common = _common(before.listed, after.listed)
    names = [_key_name(each, common, before, after) for each in key]
    shared = _shared(before.listed, after.listed, common)
    left, left_count = _rest(before.listed, shared, path)
    right, right_count = _rest(after.listed, shared, path)
    if names:
        of_key, rest = _split(common, names)
        _require_unique(cursor, left, [each.left for each in of_key], before.label)
        _require_unique(cursor, right, [each.right for each in of_key], after.label)
        query = queries.counts_by_key(left, right, of_key, rest)
        added, removed, changed = (int(str(each)) for each in rows_of(cursor, query)[0])
    else:
        added, removed = (
            _count(cursor, queries.whole_rows(kind, left, right, common)) if common else 0
            for kind in ("added", "removed")
        )
        changed = 0
    return Compared(
        columns=_column_changes(before.listed, after.listed),
        key=tuple(names),
        added_count=added,
        removed_count=removed,
        changed_count=changed,
        unchanged_count=after.row_count - added - changed,
        byte_delta=after.byte_count - before.byte_count,
        read_part_count=left_count + right_count,
        shared_part_count=len(shared),
        left=left,
        right=right,
        common=common,
    )


def _count(cursor: Cursor, query: Sql) -> int:
    return int(str(rows_of(cursor, queries.count_of(query))[0][0]))


def _common(before: Listed, after: Listed) -> tuple[Common, ...]:
    """The columns that both have, by name."""
    known = dict(
        zip(
            (name_key(column.name) for column in before.columns),
            zip(before.columns, sql_names(before.columns.names), strict=True),
            strict=True,
        )
    )
    made = []
    for column, name in zip(after.columns, sql_names(after.columns.names), strict=True):
        other = known.get(name_key(column.name))
        if other is not None:
            made.append(Common(other[1], name, is_retyped=other[0].type != column.type))
    return tuple(made)


def _column_changes(before: Listed, after: Listed) -> tuple[ColumnChange, ...]:
    known = {name_key(column.name): column for column in before.columns}
    now = {name_key(column.name): column for column in after.columns}
    made = [
        ColumnChange(column.name, None, column.type)
        for key, column in now.items()
        if key not in known
    ]
    made += [
        ColumnChange(column.name, column.type, None)
        for key, column in known.items()
        if key not in now
    ]
    made += [
        ColumnChange(column.name, known[key].type, column.type)
        for key, column in now.items()
        if key in known and known[key].type != column.type
    ]
    return tuple(made)


def _shared(before: Listed, after: Listed, common: Sequence[Common]) -> frozenset[str]:
    """The parts that both list and that mean the same on both sides."""
    of_left, of_right = _physical(before), _physical(after)
    is_same = all(
        not each.is_retyped and of_left.get(each.left) == of_right.get(each.right)
        for each in common
    )
    if not is_same:
        return frozenset()
    of_before = Counter(part.uid for part in before.parts)
    of_after = Counter(part.uid for part in after.parts)
    # A list may hold a part twice: its rows are there twice.
    return frozenset(uid for uid, number in of_before.items() if of_after[uid] == number)


def _physical(listed: Listed) -> dict[str, str]:
    """What columns are called in Parquet, by the names that SQL knows."""
    columns = listed.columns
    physical = [each.physical for each in columns]
    return dict(zip(sql_names(columns.names), physical, strict=True))


def _rest(listed: Listed, shared: frozenset[str], path: Callable[[str], Path]) -> tuple[str, int]:
    """The SQL of the rows in parts that are not shared, and how many parts those are."""
    paths = [path(part.path) for part in listed.parts if part.uid not in shared]
    return scan(listed.columns, paths), len(paths)


def _key_name(name: object, common: Sequence[Common], before: Side, after: Side) -> str:
    if not isinstance(name, str):
        raise BadArgument("key= is a column's name, or several.", field="key")
    for each in common:
        if name in (each.right, each.left) or name_key(name) == name_key(each.right):
            return each.right
    raise BadArgument(
        f"{before.label} and {after.label} don't both have the column {name!r}.",
        hint=f"Both have: {', '.join(each.right for each in common[:12])}.",
        field="key",
    )


def _split(common: Sequence[Common], key: Sequence[str]) -> tuple[list[Common], list[Common]]:
    of_key = [each for name in key for each in common if each.right == name]
    return of_key, [each for each in common if each.right not in key]


def _require_unique(cursor: Cursor, rows: str, key: Sequence[str], label: str) -> None:
    found = rows_of(cursor, queries.twice(rows, key))
    if found:
        shown = ", ".join(repr(each) for each in found[0])
        raise BadArgument(
            f"Several rows of {label} have the key {shown}.",
            hint="Name columns that together say which row is which, or compare whole rows.",
            field="key",
        )
