"""Histories in plain Python: what each version must hold, and who descends from whom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

Row = tuple[int, str]
Bag = Counter[Row]


@dataclass(eq=False)
class Told:
    """A version as it must be."""

    number: int
    uid: str
    rows: Bag
    parents: list[Told] = field(default_factory=list)
    # As they were at first: deleting a version between takes nothing from history.
    first_parents: list[Told] = field(default_factory=list)
    is_archived: bool = False
    is_gone: bool = False


@dataclass(eq=False)
class ToldDataset:
    """A dataset as it must be."""

    name: str
    head: Told
    versions: list[Told]


def line(told: Iterable[Told], *, is_first: bool = False) -> set[Told]:
    """Versions with all their ancestors."""
    found: set[Told] = set()
    for each in told:
        if each not in found:
            found |= {each} | line(each.first_parents if is_first else each.parents,
                                   is_first=is_first)  # fmt: skip
    return found


def is_known(left: Told, right: Told) -> bool:
    """Whether nothing was deleted that both came from: else their ancestor can't be told."""
    common = line([left], is_first=True) & line([right], is_first=True)
    return not any(each.is_gone for each in common)


def merged(left: Bag, right: Bag, base: Bag) -> Bag:
    """Of each row as many as both have together, less those of the ancestor."""
    return +Counter({row: left[row] + right[row] - base[row] for row in {*left, *right, *base}})


def base_of(left: set[Told], right: set[Told]) -> Bag:
    """The rows of the nearest common ancestor; several are merged first, oldest first."""
    common = left & right
    best = sorted(
        (
            each
            for each in common
            if not any(each is not other and each in line([other]) for other in common)
        ),
        key=lambda each: each.number,
    )
    if not best:
        return Counter()
    rows, known = best[0].rows, line([best[0]])
    for each in best[1:]:
        rows = merged(rows, each.rows, base_of(known, line([each])))
        known |= line([each])
    return rows


def folded(parents: Sequence[Told]) -> Bag:
    """Versions merged in order."""
    rows, known = parents[0].rows, line([parents[0]])
    for each in parents[1:]:
        rows = merged(rows, each.rows, base_of(known, line([each])))
        known |= line([each])
    return rows
