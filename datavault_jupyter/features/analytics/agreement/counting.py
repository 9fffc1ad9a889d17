"""From rows to counts: which item got which answer how often, and who gave it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from datavault_jupyter.features.analytics import queries
from datavault_jupyter.features.analytics.records import Overlap
from datavault_jupyter.storage.engine import rows_of
from datavault_jupyter.storage.scratch import arrays_of

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

Floats = NDArray[np.float64]
Whole = NDArray[np.signedinteger[Any]]

# Pairs of answers that one statement brings together at most, so that memory stays bounded.
_PAIRS_AT_ONCE = 20_000_000
_FEW_ANSWERS = 1000


def float_bincount(places: Whole, weights: NDArray[Any], size: int) -> Floats:
    """Sums of weights by place, as floats also where there are none."""
    return np.bincount(places, weights, size).astype(np.float64, copy=False)


@dataclass(frozen=True)
class Scale:
    """The answers there are, numbered from 0.

    Attributes:
        size: How many there are, also those nobody gave.
        is_ordered: Whether their numbers follow an order that means something.
        places: Where each stands for weighted coefficients; None without an order.
        scores: Each as a number, less a middle one, and scaled; None where there are no numbers.
        raw: Each as a number with its true zero, scaled alike; None where zero means nothing.
        why: Why there are no scores.
        exponent: The power of two that scores and raw numbers were divided by.
        middle: The number whose score is 0.
    """

    size: int
    is_ordered: bool = False
    places: Floats | None = None
    scores: Floats | None = None
    raw: Floats | None = None
    why: str = ""
    exponent: int = 0
    middle: float = 0.0


@dataclass(frozen=True)
class Counts:
    """How often each item got each answer: one cell for each pair that occurs, by item and value.

    Attributes:
        item: The cells' items; ascending.
        value: Their answers; ascending within an item.
        n: How often.
        size: The number of items that items are numbered by.
        scale: The answers.
    """

    item: Whole
    value: Whole
    n: Whole
    size: int
    scale: Scale

    @cached_property
    def ratings(self) -> Whole:
        """How many ratings each item has."""
        return np.bincount(self.item, self.n, self.size).astype(np.int64)

    @cached_property
    def item_count(self) -> int:
        """Items that somebody rated."""
        return int(np.count_nonzero(self.ratings))

    @cached_property
    def paired_count(self) -> int:
        """Items that at least two rated."""
        return int(np.count_nonzero(self.ratings >= 2))

    @cached_property
    def totals(self) -> Floats:
        """How often each answer was given."""
        return float_bincount(self.value, self.n, self.scale.size)

    @cached_property
    def pairable(self) -> Counts:
        """Only items that at least two rated, numbered anew."""
        kept = self.ratings >= 2
        numbers = np.cumsum(kept) - 1
        cells = kept[self.item]
        item = numbers[self.item[cells]]
        return Counts(item, self.value[cells], self.n[cells], self.paired_count, self.scale)

    @cached_property
    def shares(self) -> Floats:
        """The share of each answer, each item weighing the same."""
        weights = self.n / self.ratings[self.item]
        return float_bincount(self.value, weights, self.scale.size) / max(self.item_count, 1)

    @cached_property
    def overlap(self) -> Overlap:
        """How much the raters' work overlaps."""
        rated = self.ratings[self.ratings > 0]
        if not len(rated):
            return Overlap(0, 0, 0, 0.0, 0, 0)
        return Overlap(
            item_count=self.paired_count,
            single_count=self.item_count - self.paired_count,
            pair_count=int((rated * (rated - 1)).sum() // 2),
            mean_ratings=float(rated.mean()),
            fewest_ratings=int(rated.min()),
            most_ratings=int(rated.max()),
        )

    def sums(self, of_cells: Floats) -> Floats:
        """For each item, the sum of something over its cells, times how often."""
        return float_bincount(self.item, self.n * of_cells, self.size)


@dataclass(frozen=True)
class PairCells:
    """How often two raters gave which two answers to the same item.

    Attributes:
        one: The first rater of each cell.
        other: The second.
        one_value: What the first answered.
        other_value: What the second answered.
        n: How often.
    """

    one: Whole
    other: Whole
    one_value: Whole
    other_value: Whole
    n: Whole

    def without(self, rater: int) -> PairCells:
        """The pairs of all raters but one; those after it move up."""
        kept = (self.one != rater) & (self.other != rater)
        one, other = self.one[kept], self.other[kept]
        return PairCells(
            one - (one > rater),
            other - (other > rater),
            self.one_value[kept],
            self.other_value[kept],
            self.n[kept],
        )


@dataclass(frozen=True)
class Ratings:
    """All ratings: counts, and who gave which.

    Attributes:
        counts: How often each item got each answer.
        cell: For each rating, its place in the counts.
        rater: Who gave it.
        rater_count: How many raters there are.
        cursor: Where the rows lie, coded.
        kinds: The DuckDB types of item, rater and value.
        notes: What was left out.
        whole: Where a rater was taken out: all ratings, and that rater's number.
    """

    counts: Counts
    cell: Whole
    rater: Whole
    rater_count: int
    cursor: Cursor
    kinds: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    whole: tuple[Ratings, int] | None = None

    @property
    def item(self) -> Whole:
        """The item of each rating."""
        return self.counts.item[self.cell]

    @property
    def value(self) -> Whole:
        """The answer of each rating."""
        return self.counts.value[self.cell]

    def named(self, table: str, codes: Any = None) -> list[Any]:
        """What numbers of ``items``, ``raters`` or ``categories`` stand for, in their order."""
        wanted = None if codes is None else list(codes)
        return [row[0] for row in rows_of(self.cursor, queries.names(table, wanted))]

    @cached_property
    def pairs(self) -> PairCells:
        """What pairs of raters answered to the same items."""
        if self.whole is not None:
            ratings, rater = self.whole
            return ratings.pairs.without(rater)
        rated = self.counts.ratings[self.item] - 1
        load = float_bincount(self.rater, rated, self.rater_count)
        bounds = _bounds(load, _PAIRS_AT_ONCE)
        is_summed = self.counts.scale.size <= _FEW_ANSWERS
        found = [
            arrays_of(self.cursor, queries.pair_cells(first, last, is_summed=is_summed))
            for first, last in bounds
        ]
        columns = ("one", "other", "one_value", "other_value", "n")
        return PairCells(
            **{
                name: np.concatenate([each[name] for each in found])
                if found
                else np.zeros(0, np.int32)
                for name in columns
            }
        )

    @cached_property
    def complete(self) -> Whole:
        """What each rater answered to the items that all of them rated: items × raters."""
        if not self.rater_count:
            return np.zeros((0, 0), np.int64)
        whole = self.counts.ratings == self.rater_count
        kept = whole[self.item]
        numbers = np.cumsum(whole) - 1
        made = np.zeros((int(np.count_nonzero(whole)), self.rater_count), np.int64)
        made[numbers[self.item[kept]], self.rater[kept]] = self.value[kept]
        return made

    def without(self, rater: int) -> Ratings:
        """The ratings of all raters but one, whose number stays without ratings."""
        gone = self.rater == rater
        counts = self.counts
        n = counts.n - np.bincount(self.cell[gone], minlength=len(counts.n))
        left = n > 0
        numbers = np.cumsum(left) - 1
        fewer = replace(counts, item=counts.item[left], value=counts.value[left], n=n[left])
        others = self.rater[~gone]
        return replace(
            self,
            counts=fewer,
            cell=numbers[self.cell[~gone]],
            rater=others - (others > rater),
            rater_count=self.rater_count - 1,
            whole=(self, rater),
        )


def _bounds(load: Floats, most: int) -> list[tuple[int, int]]:
    """Ranges of raters whose pairs stay below a bound, where one rater's do."""
    made: list[tuple[int, int]] = []
    start, total = 0, 0.0
    for at, each in enumerate(load.tolist()):
        if at > start and total + each > most:
            made.append((start, at - 1))
            start, total = at, 0.0
        total += each
    return [*made, (start, len(load) - 1)] if len(load) else made


def counted(item: Whole, value: Whole, size: int, scale: Scale) -> tuple[Counts, Whole]:
    """Counts of ratings that are sorted by item and value, and the cell of each rating."""
    if not len(item):
        none = np.zeros(0, np.int64)
        return Counts(none, none, none, size, scale), none
    is_new = np.ones(len(item), bool)
    is_new[1:] = (item[1:] != item[:-1]) | (value[1:] != value[:-1])
    starts = np.flatnonzero(is_new)
    n = np.diff(np.append(starts, len(item)))
    return Counts(item[starts], value[starts], n, size, scale), np.cumsum(is_new) - 1
