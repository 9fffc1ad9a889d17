"""Kappas that need to know who answered: Cohen (weighted or not), Light, Conger."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from datavault_jupyter.features.analytics import queries
from datavault_jupyter.features.analytics.agreement import gwet
from datavault_jupyter.features.analytics.agreement.counting import (
    Floats,
    PairCells,
    Ratings,
    Whole,
    float_bincount,
)
from datavault_jupyter.features.analytics.agreement.distances import Distance, Nominal
from datavault_jupyter.features.analytics.intervals import around, percentile
from datavault_jupyter.features.analytics.records import Interval, Outcome, Settings, undefined
from datavault_jupyter.storage.scratch import arrays_of

# Steps of a bootstrap beyond which it is not worth its time.
_MOST_WORK = 20_000_000
_FEW_RATERS = 2000
# Pairs of ratings that are looked at one by one.
MOST_PAIRS = 300_000_000
TOO_LARGE = "None: resampling this many ratings takes long, and the interval would be very narrow."


@dataclass(frozen=True)
class Pairwise:
    """Every pair of raters that share an item.

    Attributes:
        one: The first rater of each pair.
        other: The second.
        n: How many items both answered.
        agreement: The share of them on which they agree.
        kappa: Cohen's kappa; NaN where it is undefined.
    """

    one: Whole
    other: Whole
    n: Floats
    agreement: Floats
    kappa: Floats


class _PairSums:
    """Sums over cells by pair of raters, prepared for being made again and again."""

    def __init__(self, cells: PairCells, rater_count: int, totals: Floats) -> None:
        code = cells.one.astype(np.int64) * rater_count + cells.other
        # A table of all pairs spares a sort, where it is small.
        is_small = rater_count <= _FEW_RATERS
        keys = np.flatnonzero(np.bincount(code)) if is_small else np.unique(code)
        self._count = len(keys)
        self.one, self.other = keys // rater_count, keys % rater_count
        self._pair = np.searchsorted(keys, code)
        # Both raters of a pair can have given an answer only if it was given twice.
        is_shared = totals > 1
        self._at = [
            np.flatnonzero(is_shared[each]) for each in (cells.one_value, cells.other_value)
        ]
        size, (first, second) = len(totals), self._at
        places = [
            self._pair[first] * size + cells.one_value[first],
            self._pair[second] * size + cells.other_value[second],
        ]
        found, place = np.unique(np.concatenate(places), return_inverse=True)
        self._ones, self._others = place[: len(first)], place[len(first) :]
        self._place_pair = found // max(size, 1)
        self._is_same = cells.one_value == cells.other_value

    def made(self, n: Floats) -> Pairwise:
        """Agreement and kappa of each pair, with so many ratings in each cell."""
        count, places = self._count, len(self._place_pair)
        items = float_bincount(self._pair, n, count)
        agreement = np.bincount(self._pair, n * self._is_same, count) / np.maximum(items, 1)
        ones = np.bincount(self._ones, n[self._at[0]], places)
        others = np.bincount(self._others, n[self._at[1]], places)
        both = np.bincount(self._place_pair, ones * others, count)
        # It equals n² exactly where both always gave the same answer: chance then is 1.
        is_defined = (items > 0) & (both < items * items)
        chance = both / np.maximum(items * items, 1)
        kappa = np.full(count, np.nan)
        np.divide(agreement - chance, 1 - chance, out=kappa, where=is_defined)
        return Pairwise(self.one, self.other, items, agreement, kappa)


def pairwise(ratings: Ratings) -> Pairwise:
    """Agreement and Cohen's kappa of each pair of raters, out of counts."""
    cells = ratings.pairs
    sums = _PairSums(cells, ratings.rater_count, ratings.counts.totals)
    return sums.made(cells.n.astype(np.float64))


def cohen(ratings: Ratings, distance: Distance, settings: Settings) -> Outcome:
    """Cohen's kappa of two raters, weighted by a distance, over the items that both answered.

    Cohen (1960, Educational and Psychological Measurement 20, 37-46; 1968, Psychological Bulletin
    70, 213-220); standard error by Fleiss, Cohen and Everitt (1969, Psychological Bulletin 72).
    """
    if ratings.rater_count > 2:
        return undefined(
            f"Cohen's kappa is of two raters, and there are {ratings.rater_count:,}: see "
            "light_kappa, conger_kappa, or result.pairs for each pair."
        )
    cells = ratings.pairs
    number = int(cells.n.sum())
    if not number:
        return undefined(gwet.NO_OVERLAP)
    size = ratings.counts.scale.size
    share = cells.n / number
    ones = float_bincount(cells.one_value, share, size)
    others = float_bincount(cells.other_value, share, size)
    to_ones, to_others = distance.potential(ones), distance.potential(others)
    apart = distance.between(cells.one_value, cells.other_value)
    seen, chance = float(share @ apart), float(ones @ to_others)
    if chance <= 0 or len(np.union1d(cells.one_value, cells.other_value)) < 2:
        return undefined(gwet.NO_VARIATION, item_count=number)
    value = 1 - seen / chance
    felt = to_others[cells.one_value] + to_ones[cells.other_value]
    spread = float(share @ (apart * chance - felt * seen) ** 2) - (seen * chance) ** 2
    error = float(np.sqrt(max(spread, 0.0) / number)) / chance**2
    return Outcome(
        value,
        interval=around(value, error, settings.confidence, None),
        interval_method="normal, standard error of Fleiss, Cohen and Everitt 1969",
        standard_error=error,
        item_count=number,
        observed=1 - seen,
        expected=1 - chance,
    )


def light(ratings: Ratings, settings: Settings) -> Outcome:
    """Light's kappa: the mean of Cohen's kappa over the pairs of raters that share items.

    Light (1971, Psychological Bulletin 76, 365-377).
    """
    counts = ratings.counts
    if not counts.paired_count:
        return undefined(gwet.NO_OVERLAP)
    if counts.overlap.pair_count > MOST_PAIRS:
        return undefined(f"There are more than {MOST_PAIRS:,} pairs of ratings to look at.")
    found = pairwise(ratings)
    defined = np.isfinite(found.kappa)
    if not defined.any():
        return undefined(gwet.NO_VARIATION, item_count=counts.paired_count)
    interval, method = None, gwet.ONE_ITEM
    if counts.paired_count > 1:
        interval = _light_interval(ratings, settings)
        method = f"bootstrap over items, {settings.resamples:,} samples" if interval else TOO_LARGE
    return Outcome(
        float(found.kappa[defined].mean()),
        interval=interval,
        interval_method=method,
        item_count=counts.paired_count,
        note=_pairs_used(ratings.rater_count, found),
    )


def _pairs_used(rater_count: int, found: Pairwise) -> str:
    possible, lost = rater_count * (rater_count - 1) // 2, int(np.isnan(found.kappa).sum())
    note = f"The mean over {len(found.n) - lost:,} of {possible:,} pairs of raters"
    if len(found.n) < possible:
        note += f"; {possible - len(found.n):,} share no item"
    return f"{note}; {lost:,} don't vary." if lost else f"{note}."


def _light_interval(ratings: Ratings, settings: Settings) -> Interval | None:
    """The bootstrap of Light's kappa: items are drawn, each with all its ratings."""
    work = ratings.counts.overlap.pair_count * settings.resamples
    if not 0 < work <= _MOST_WORK:
        return None
    rows = arrays_of(ratings.cursor, queries.pair_rows())
    items, item = np.unique(rows["item"], return_inverse=True)
    one, other, ones, others = (rows[name] for name in ("one", "other", "one_value", "other_value"))
    cells = PairCells(one, other, ones, others, np.ones_like(one))
    sums = _PairSums(cells, ratings.rater_count, ratings.counts.totals)
    random = np.random.default_rng(settings.seed)
    samples = []
    for _ in range(settings.resamples):
        drawn = np.bincount(random.integers(0, len(items), len(items)), minlength=len(items))
        kappa = sums.made(drawn[item].astype(np.float64)).kappa
        kappa = kappa[np.isfinite(kappa)]
        if len(kappa):
            samples.append(float(kappa.mean()))
    return percentile(np.array(samples), settings.confidence) if samples else None


def conger(ratings: Ratings, settings: Settings) -> Outcome:
    """Conger's kappa: chance draws two raters, and an answer from the shares of each.

    Conger (1980, Psychological Bulletin 88, 322-328); gaps and standard error after Gwet (2014,
    chapters 2 and 5): the shares of a rater come from the items that rater answered.
    """
    counts = ratings.counts
    if not counts.paired_count:
        return undefined(gwet.NO_OVERLAP)
    number, raters, size = counts.item_count, ratings.rater_count, counts.scale.size
    code = ratings.rater.astype(np.int64) * size + ratings.value
    keys, place = np.unique(code, return_inverse=True)
    own = np.bincount(ratings.rater, minlength=raters)
    share = np.bincount(place) / own[keys // size]
    value, rater = keys % size, keys // size
    summed = np.bincount(value, share, size)
    # Agreement of two different raters by chance, summed over ordered pairs of raters.
    of_rater = np.bincount(rater, share * (summed[value] - share), raters)
    chance = 1 - float(of_rater.sum()) / (raters * (raters - 1.0))
    if np.count_nonzero(counts.totals) < 2 or chance <= 0:
        return undefined(gwet.NO_VARIATION, item_count=number)
    # How chance agreement grows with the weight of an item.
    pull = (summed[value] - share)[place] - of_rater[ratings.rater]
    pull = pull * (number / own)[ratings.rater] / (raters * (raters - 1.0))
    grows = float_bincount(ratings.item, pull, counts.size)
    return gwet.corrected(counts, Nominal(), chance, chance - grows, settings)
