"""Several versions merged in order, relative to where their lines met."""

from __future__ import annotations

from pathlib import Path

from datavault_jupyter.features.lineage.merging import Ancestry, Folder
from tests.unit.lineage.laying import Parts


def test_crossed_lines_meet_in_a_merge_of_their_ancestors(parts: Parts, tmp_path: Path) -> None:
    """1 → 2 (adds b), 3 (adds c); 4 and 5 merge both; 5 removes b; 4 changes a."""
    a, b, c = (parts.part([(n, x)]) for n, x in enumerate("abc"))
    changed = parts.part([(0, "A")])
    lists = {1: [a], 2: [a, b], 3: [a, c], 4: [changed, b, c], 5: [a, c]}
    family = Ancestry({2: [1], 3: [1], 4: [2, 3], 5: [3, 2]})
    sides = {n: parts.side(str(n), pieces) for n, pieces in lists.items()}
    for key in ((), ("id",)):
        folder = Folder(parts.cursor, parts.merger(key), family, sides.__getitem__, tmp_path)
        assert sorted(parts.rows(folder.fold([4, 5]))) == [(0, "A"), (2, "c")]
        assert sorted(parts.rows(folder.fold([5, 4]))) == [(0, "A"), (2, "c")]
        assert sorted(parts.rows(folder.fold([1, 2, 3, 4, 5]))) == [(0, "A"), (2, "c")]


def test_ancestors_that_contradict_each_other_are_no_base_for_either(
    parts: Parts, tmp_path: Path
) -> None:
    """2 and 3 change a row, 4 took the one, 5 the other: the later one wins, and it is told."""
    lists = {
        1: [parts.part([(1, "a")])],
        2: [parts.part([(1, "x")])],
        3: [parts.part([(1, "y")])],
    }
    lists[4], lists[5] = lists[2], lists[3]
    family = Ancestry({2: [1], 3: [1], 4: [2, 3], 5: [2, 3]})
    sides = {n: parts.side(str(n), pieces) for n, pieces in lists.items()}
    folder = Folder(parts.cursor, parts.merger(["id"]), family, sides.__getitem__, tmp_path)
    for order, won in (([4, 5], "y"), ([5, 4], "x")):
        merged = folder.fold(order)
        assert (parts.rows(merged), merged.counts.conflict_count) == ([(1, won)], 1)


def test_three_parents_fold_in_order(parts: Parts, tmp_path: Path) -> None:
    base = parts.part([(1, "a"), (2, "b")])
    lists = {
        1: [base],
        2: [parts.part([(1, "two"), (2, "b")])],
        3: [parts.part([(1, "three"), (2, "b")])],
        4: [parts.part([(1, "a")])],
    }
    family = Ancestry({2: [1], 3: [1], 4: [1]})
    sides = {n: parts.side(str(n), pieces) for n, pieces in lists.items()}
    folder = Folder(parts.cursor, parts.merger(["id"]), family, sides.__getitem__, tmp_path)
    merged = folder.fold([2, 3, 4])
    assert parts.rows(merged) == [(1, "three")]
    assert (merged.counts.conflict_count, merged.counts.removed_count) == (1, 1)
    assert parts.rows(folder.fold([3, 4, 2])) == [(1, "two")]
