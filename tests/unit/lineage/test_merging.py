"""Merges against plain Python: multisets and dicts, whatever the parts look like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datavault_jupyter.base.errors import BadArgument, ColumnsDiffer
from datavault_jupyter.features.imports.fitting import Differing
from datavault_jupyter.features.lineage.merging import (
    Duplicates,
    Piece,
)
from datavault_jupyter.storage.columns import Columns
from tests.examples import examples
from tests.unit.lineage.laying import TWO, Part, Parts, Row


# A side after some edits: parts stay, lose rows, go, or come.
class Edits:
    """A list of parts as tuples of rows, each with a name that tells it from equal ones."""

    def __init__(self, parts: Parts, columns: Columns = TWO) -> None:
        self._parts = parts
        self._columns = columns
        self.lists: dict[Piece, Part] = {}

    def new(self, rows: Sequence[Row]) -> Piece:
        piece = self._parts.part(rows, self._columns)
        self.lists[piece] = tuple(rows)
        return piece

    def content(self, pieces: Sequence[Piece]) -> Counter[Row]:
        return Counter(row for piece in pieces for row in self.lists[piece])


rows_of_two = st.tuples(st.integers(0, 3), st.sampled_from(["a", "b", None]))
some_parts = st.lists(st.lists(rows_of_two, max_size=4), max_size=3)


@st.composite
def edits(draw: st.DrawFn) -> list[tuple[str, Any]]:
    """What a side does to its parts."""
    return draw(
        st.lists(
            st.one_of(
                st.tuples(st.just("remove"), rows_of_two),
                st.tuples(st.just("append"), st.lists(rows_of_two, min_size=1, max_size=3)),
                st.tuples(st.just("drop"), st.integers(0, 2)),
                st.tuples(st.just("change"), st.tuples(rows_of_two, rows_of_two)),
            ),
            max_size=3,
        )
    )


def edited(made: Edits, pieces: list[Piece], changes: list[tuple[str, Any]]) -> list[Piece]:
    for what, given_ in changes:
        if what == "append":
            pieces = [*pieces, made.new(given_)]
        elif what == "drop":
            pieces = [piece for at, piece in enumerate(pieces) if at != given_]
        else:
            result = []
            for piece in pieces:
                old = made.lists[piece]
                if what == "remove":
                    new = tuple(row for row in old if row != given_)
                else:
                    new = tuple(given_[1] if row == given_[0] else row for row in old)
                if new == old:
                    result.append(piece)
                elif new:
                    result.append(made.new(new))
            pieces = result
    return pieces


@settings(max_examples=examples(30), deadline=None)
@given(start=some_parts, mine=edits(), theirs=edits(), duplicates=st.sampled_from(Duplicates))
def test_whole_rows_merge_as_multisets(
    parts: Parts, start: list[list[Row]], mine: Any, theirs: Any, duplicates: Duplicates
) -> None:
    made, drops = Edits(parts), duplicates is Duplicates.DROP
    base = [made.new(rows) for rows in start]
    left, right = edited(made, base, mine), edited(made, base, theirs)
    merged = parts.merger((), duplicates).merge(
        parts.side("base", base), parts.side("left", left), parts.side("right", right)
    )
    a, b, c = made.content(left), made.content(right), made.content(base)
    expected: Counter[Row] = Counter()
    alike = removed = 0
    for row in {*a, *b, *c}:
        both = min(max(a[row] - c[row], 0), max(b[row] - c[row], 0))
        number = max(0, a[row] + b[row] - c[row])
        alike += both
        removed += max(c[row] - number, 0)
        expected[row] = number - (both if drops else 0)
    assert Counter(parts.rows(merged)) == +expected
    assert merged.counts.duplicate_count == alike
    assert merged.counts.dropped_count == (alike if drops else 0)
    if start and max(c.values(), default=0) <= 1:
        assert merged.counts.removed_count == removed


def as_dict(content: Counter[Row]) -> dict[Any, Row]:
    return {row[0]: row for row in content}


keyed = st.dictionaries(st.integers(0, 7), st.sampled_from(["a", "b", None]), max_size=6)


@st.composite
def changes_by_key(draw: st.DrawFn) -> list[tuple[str, Any]]:
    """What a side does to rows with a key, which stays unique."""
    return draw(
        st.lists(
            st.one_of(
                st.tuples(st.just("remove"), st.integers(0, 7)),
                st.tuples(
                    st.just("put"),
                    st.tuples(st.integers(0, 9), st.sampled_from(["a", "b", "c", None])),
                ),
            ),
            max_size=4,
        )
    )


def put(made: Edits, pieces: list[Piece], changes: list[tuple[str, Any]]) -> list[Piece]:
    for what, given_ in changes:
        key = given_ if what == "remove" else given_[0]
        is_there = False
        result = []
        for piece in pieces:
            old = made.lists[piece]
            is_there = is_there or any(row[0] == key for row in old)
            if what == "remove":
                new = tuple(row for row in old if row[0] != key)
            else:
                new = tuple(given_ if row[0] == key else row for row in old)
            if new == old:
                result.append(piece)
            elif new:
                result.append(made.new(new))
        if what == "put" and not is_there:
            result.append(made.new([given_]))
        pieces = result
    return pieces


@settings(max_examples=examples(30), deadline=None)
@given(start=keyed, cut=st.integers(0, 6), mine=changes_by_key(), theirs=changes_by_key())
def test_rows_with_a_key_merge_as_dicts(
    parts: Parts, start: dict[int, Any], cut: int, mine: Any, theirs: Any
) -> None:
    made = Edits(parts)
    rows = list(start.items())
    base = [made.new(some) for some in (rows[:cut], rows[cut:]) if some]
    left, right = put(made, base, mine), put(made, base, theirs)
    merged = parts.merger(["ID"]).merge(
        parts.side("base", base), parts.side("left", left), parts.side("right", right)
    )
    b, l, r = (as_dict(made.content(each)) for each in (base, left, right))  # noqa: E741
    expected: dict[Any, Row] = {}
    conflicts = removed = 0
    for key in {*b, *l, *r}:
        if key in l and key in r:
            is_conflict = l[key] != r[key] and b.get(key) not in (l[key], r[key])
            conflicts += is_conflict
            expected[key] = l[key] if b.get(key) == r[key] else r[key]
        elif key in b:
            removed += 1
            there = l.get(key, r.get(key))
            conflicts += there is not None and there != b[key]
        else:
            expected[key] = l[key] if key in l else r[key]
    assert sorted(parts.rows(merged)) == sorted(expected.values(), key=lambda row: row[0])
    assert (merged.counts.conflict_count, merged.counts.removed_count) == (conflicts, removed)


def test_only_appended_rows_are_a_list(parts: Parts) -> None:
    p, l, r = parts.part([(1, "a")]), parts.part([(2, "b")]), parts.part([(3, "c")])  # noqa: E741
    sides = parts.side("b", [p]), parts.side("l", [p, l]), parts.side("r", [p, r])
    for key in ((), ("id",)):
        merged = parts.merger(key).merge(*sides)
        assert (merged.rest, [bit.piece for bit in merged.listed]) == (None, [p, l, r])


def test_a_part_that_one_side_wrote_anew_takes_the_place_of_the_old_one(parts: Parts) -> None:
    p, q, new = (parts.part([(n, "a")]) for n in range(3))
    r = parts.part([(9, "z")])
    sides = parts.side("b", [p, q]), parts.side("l", [p, q, r]), parts.side("r", [new, q])
    merged = parts.merger().merge(*sides)
    assert (merged.rest, [bit.piece for bit in merged.listed]) == (None, [new, q, r])


def test_only_parts_with_contested_rows_are_written(parts: Parts) -> None:
    p = parts.part([(1, "a"), (2, "b"), (3, "c")])
    l, big = parts.part([(1, "A"), (2, "b"), (3, "c")]), parts.part([(7, "x")])  # noqa: E741
    r = parts.part([(1, "a"), (2, "B"), (3, "c")])
    q = parts.part([(4, "d")])
    base, left = parts.side("b", [p, q]), parts.side("l", [l, q, big])
    for key in ((), ("id",)):
        merged = parts.merger(key).merge(base, left, parts.side("r", [r, q]))
        assert [bit.piece for bit in merged.listed] == [q, big]
        expected = [(1, "A"), (2, "B"), (3, "c"), (4, "d"), (7, "x")]
        assert sorted(parts.rows(merged)) == expected
        assert merged.counts.conflict_count == 0


def test_a_row_removed_twice_is_looked_for_in_shared_parts_too(parts: Parts) -> None:
    """The ancestor has it twice, each side once: the merge has it no more."""
    shared, old = parts.part([(1, "a"), (5, "e")]), parts.part([(1, "a"), (2, "b")])
    l, r = parts.part([(2, "b")]), parts.part([(2, "b"), (3, "c")])  # noqa: E741
    merged = parts.merger().merge(
        parts.side("b", [shared, old]), parts.side("l", [shared, l]), parts.side("r", [shared, r])
    )
    assert sorted(parts.rows(merged)) == [(2, "b"), (3, "c"), (5, "e")]


def test_the_later_side_wins_and_removed_rows_stay_removed(parts: Parts) -> None:
    base = parts.side("b", [parts.part([(1, "a"), (2, "b"), (3, "c")])])
    left = parts.side("l", [parts.part([(1, "left"), (2, "left")])])
    right = parts.side("r", [parts.part([(1, "right"), (3, "right")])])
    merged = parts.merger(["id"]).merge(base, left, right)
    assert parts.rows(merged) == [(1, "right")]
    assert (merged.counts.conflict_count, merged.counts.removed_count) == (3, 2)
    assert merged.counts.notes(has_key=True)[0].startswith("3 rows changed on both sides")


def test_unrelated_sides_add_up(parts: Parts) -> None:
    left = parts.side("l", [parts.part([(1, "a"), (2, "b"), (2, "b")])])
    right = parts.side("r", [parts.part([(2, "b"), (3, "c")])])
    merged = parts.merger().merge(None, left, right)
    assert (merged.rest, merged.counts.duplicate_count) == (None, 1)
    assert len(parts.rows(merged)) == 5
    merged = parts.merger((), Duplicates.DROP).merge(None, left, right)
    assert sorted(parts.rows(merged)) == [(1, "a"), (2, "b"), (2, "b"), (3, "c")]
    assert [bit.piece for bit in merged.listed] == list(left.pieces) or merged.rest is not None


def test_a_part_that_both_list_is_not_there_twice(parts: Parts) -> None:
    """It came to both from a version that was deleted since."""
    p, q = parts.part([(1, "a")]), parts.part([(2, "b")])
    merged = parts.merger().merge(None, parts.side("l", [p]), parts.side("r", [p, q]))
    assert parts.rows(merged) == [(1, "a"), (2, "b")]


def test_a_key_must_be_unique_on_each_side(parts: Parts) -> None:
    p, again = parts.part([(1, "a"), (2, "b")]), parts.part([(2, "c")])
    left, right = parts.side("left", [p, again]), parts.side("right", [p])
    with pytest.raises(BadArgument, match="Several rows of left have the key 2"):
        parts.merger(["id"]).merge(None, left, right)
    with pytest.raises(BadArgument, match="no column 'nothing'"):
        parts.merger(["nothing"]).merge(None, right, right)


def test_columns_that_differ_are_named_or_united(parts: Parts) -> None:
    three = Columns.of([("id", "INTEGER"), ("stars", "INTEGER"), ("TEXT", "VARCHAR")])
    left = parts.side("left", [parts.part([(1, "a")])])
    right = parts.side("right", [parts.part([(2, 5, "b")], three)], three)
    with pytest.raises(ColumnsDiffer, match="left lacks 'stars'; nothing was merged"):
        parts.merger().merge(None, left, right)
    merged = parts.merger(differing=Differing.FILL).merge(None, left, right)
    assert merged.columns.names == ["id", "text", "stars"]
    assert sorted(parts.rows(merged)) == [(1, "a", None), (2, "b", 5)]
    assert merged.notes == ("NULL where a side lacks 'stars'.",)
    other = Columns.of([("id", "VARCHAR"), ("text", "VARCHAR")])
    wrong = parts.side("wrong", [parts.part([("1", "a")], other)], other)
    with pytest.raises(ColumnsDiffer, match="'id' is INTEGER in left and VARCHAR in wrong"):
        parts.merger(differing=Differing.FILL).merge(None, left, wrong)


def test_a_dropped_column_stays_dropped(parts: Parts) -> None:
    p = parts.part([(1, "a")])
    one = Columns([TWO[0]])
    more = parts.part([(2, "b")])
    merged = parts.merger(differing=Differing.FILL).merge(
        parts.side("b", [p]), parts.side("l", [p], one), parts.side("r", [p, more])
    )
    assert (merged.columns, merged.rest) == (one, None)
    assert parts.rows(merged) == [(1,), (2,)]


def test_equal_means_equal_in_every_detail(parts: Parts) -> None:
    """A month is not 30 days, though DuckDB calls them equal."""
    kinds = Columns.of([("n", "INTEGER"), ("l", "INTEGER[]"), ("m", "MAP(VARCHAR, INTEGER)"),
                        ("s", "STRUCT(a INTEGER, b VARCHAR)")])  # fmt: skip
    one: Row = (1, [1, None], {"k": None}, {"a": 1, "b": None})
    two: Row = (1, [1, None], {"k": None}, {"a": 1, "b": "x"})
    base = parts.side("b", [parts.part([one, two], kinds)], kinds)
    left = parts.side("l", [parts.part([one], kinds)], kinds)
    right = parts.side("r", [parts.part([one, two, two], kinds)], kinds)
    assert parts.rows(parts.merger().merge(base, left, right)) == [one, two]
    assert parts.rows(parts.merger(["s"]).merge(None, left, left)) == [one]
