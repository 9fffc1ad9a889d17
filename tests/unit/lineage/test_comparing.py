"""Comparisons against plain Python, whatever the parts look like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.features.lineage.comparing import (
    ColumnChange,
    Compared,
    RowsKind,
    Side,
    compare,
)
from datavault_jupyter.features.lineage.merging import Piece
from datavault_jupyter.features.versions.queries import Listed, ListedPart
from datavault_jupyter.storage.columns import Column, Columns
from tests.examples import examples
from tests.unit.lineage.laying import TWO, Parts, Row

texts = st.sampled_from(["a", "b", None])
some_rows = st.lists(st.tuples(st.integers(0, 3), texts), max_size=4)
lists = st.lists(st.integers(0, 5), max_size=4)


def side(label: str, pieces: Sequence[Piece], columns: Columns = TWO) -> Side:
    listed = Listed(columns, tuple(ListedPart(p.uid, str(p.path), p.row_count) for p in pieces))
    return Side(label, listed, sum(p.row_count for p in pieces), len(pieces))


def compared(parts: Parts, before: Side, after: Side, *key: str) -> Compared:
    return compare(parts.cursor, before, after, key, Path)


def rows(parts: Parts, made: Compared, kind: RowsKind) -> list[Row]:
    return parts.cursor.execute(made.rows(kind).text).fetchall()


@settings(max_examples=examples(25), deadline=None)
@given(stock=st.lists(some_rows, min_size=6, max_size=6), before=lists, after=lists)
def test_whole_rows_compare_as_multisets(
    parts: Parts, stock: list[list[Row]], before: list[int], after: list[int]
) -> None:
    pieces = [parts.part(each) for each in stock]
    made = compared(
        parts, side("b", [pieces[at] for at in before]), side("a", [pieces[at] for at in after])
    )
    was = Counter(row for at in before for row in stock[at])
    now = Counter(row for at in after for row in stock[at])
    assert Counter(rows(parts, made, RowsKind.ADDED)) == now - was
    assert Counter(rows(parts, made, RowsKind.REMOVED)) == was - now
    assert (made.added_count, made.removed_count, made.changed_count) == (
        (now - was).total(), (was - now).total(), 0
    )  # fmt: skip
    assert made.unchanged_count == (now & was).total()
    assert made.read_part_count == sum(
        before.count(at) + after.count(at)
        for at in {*before, *after}
        if before.count(at) != after.count(at)
    )


@settings(max_examples=examples(25), deadline=None)
@given(
    shared=st.dictionaries(st.integers(0, 3), texts, max_size=3),
    was=st.dictionaries(st.integers(4, 8), texts),
    now=st.dictionaries(st.integers(4, 8), texts),
)
def test_rows_with_a_key_compare_as_dicts(
    parts: Parts, shared: dict[int, Any], was: dict[int, Any], now: dict[int, Any]
) -> None:
    both = parts.part(list(shared.items()))
    before, after = (parts.part(list(each.items())) for each in (was, now))
    made = compared(parts, side("b", [both, before]), side("a", [after, both]), "Id")
    assert dict(rows(parts, made, RowsKind.ADDED)) == {k: v for k, v in now.items() if k not in was}
    gone = {key: value for key, value in was.items() if key not in now}
    assert dict(rows(parts, made, RowsKind.REMOVED)) == gone
    changed = {(key, was[key], now[key]) for key in was if key in now and was[key] != now[key]}
    assert set(rows(parts, made, RowsKind.CHANGED)) == changed
    assert made.changed_count == len(changed)
    same = sum(1 for key in was if key in now and was[key] == now[key])
    assert made.unchanged_count == len(shared) + same
    assert (made.shared_part_count, made.read_part_count) == (1, 2)


def test_columns_are_told_apart_by_name(parts: Parts) -> None:
    old, new = parts.part([(1, "5")]), None
    columns = Columns.of([("text", "INTEGER"), ("more", "DATE")])
    new = parts.part([(5, None)], columns)
    made = compared(parts, side("b", [old]), side("a", [new], columns))
    assert made.columns == (
        ColumnChange("more", None, "DATE"),
        ColumnChange("id", "INTEGER", None),
        ColumnChange("text", "VARCHAR", "INTEGER"),
    )
    assert [each.kind for each in made.columns] == ["added", "removed", "retyped"]
    assert (made.added_count, made.removed_count, made.unchanged_count) == (0, 0, 1)


def test_a_part_read_under_other_names_is_not_the_same(parts: Parts) -> None:
    """Two columns changed their names: the part is shared, its rows are not."""
    kind = Columns.of([("a", "INTEGER"), ("b", "INTEGER")])
    turned = Columns([Column("a", "INTEGER", "b"), Column("b", "INTEGER", "a")])
    piece = parts.part([(1, 2), (3, 3)], kind)
    made = compared(parts, side("b", [piece], kind), side("a", [piece], turned))
    assert (made.shared_part_count, made.added_count, made.unchanged_count) == (0, 1, 1)
    assert rows(parts, made, RowsKind.ADDED) == [(2, 1)]


def test_a_key_that_is_not_unique_is_refused(parts: Parts) -> None:
    once, twice = parts.part([(1, "a")]), parts.part([(2, "a"), (2, "b")])
    with pytest.raises(BadArgument, match="Several rows of after have the key 2"):
        compared(parts, side("before", [once]), side("after", [twice]), "id")
    with pytest.raises(BadArgument, match="don't both have the column 'nothing'"):
        compared(parts, side("before", [once]), side("after", [twice]), "nothing")
    made = compared(parts, side("before", [once]), side("after", [twice]))
    with pytest.raises(BadArgument, match="never changed"):
        made.rows(RowsKind.CHANGED)
