"""Kappa of each pair of raters where answers have an order, and each rater against the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.features.analytics.agreement.counting import (
    Floats,
    Ratings,
    Whole,
    float_bincount,
)
from datavault_jupyter.features.analytics.agreement.kappas import Pairwise, pairwise


def has_places(ratings: Ratings) -> bool:
    """Whether answers stand somewhere on a scale, so that some are farther apart than others."""
    return ratings.counts.scale.places is not None


def fitting(ratings: Ratings, *, is_weighted: bool) -> Pairwise:
    """Every pair of raters, with weighted kappa where distances mean something."""
    return quadratic(ratings) if is_weighted and has_places(ratings) else pairwise(ratings)


def quadratic(ratings: Ratings) -> Pairwise:
    """Agreement and quadratically weighted kappa of each pair of raters, out of sums.

    1 − mean (x − y)² / (var x + var y + (mean x − mean y)²), which is Cohen's weighted kappa with
    squared distances as weights (Cohen 1968, Psychological Bulletin 70, 213-220), without a table
    of answer × answer: the numerator is the disagreement seen, the denominator the one expected
    of two raters with these shares (Fleiss and Cohen 1973, Educational and Psychological
    Measurement 33, 613-619).

    Raises:
        BadArgument: the answers have no distances.
    """
    places = ratings.counts.scale.places
    if places is None:
        raise BadArgument(
            "Weighted kappa needs answers that have an order.",
            hint="Give order=[…], the lowest first, or look at cohen_kappa.",
            field="what",
        )
    cells, count = ratings.pairs, ratings.rater_count
    keys, pair = np.unique(
        cells.one.astype(np.int64) * max(count, 1) + cells.other, return_inverse=True
    )
    size, n = len(keys), cells.n.astype(np.float64)
    items = float_bincount(pair, n, size)
    one, other = places[cells.one_value], places[cells.other_value]
    means = [float_bincount(pair, n * each, size) / np.maximum(items, 1) for each in (one, other)]
    spreads = [
        float_bincount(pair, n * (each - mean[pair]) ** 2, size) / np.maximum(items, 1)
        for each, mean in zip((one, other), means, strict=True)
    ]
    seen = float_bincount(pair, n * (one - other) ** 2, size) / np.maximum(items, 1)
    chance = spreads[0] + spreads[1] + (means[0] - means[1]) ** 2
    lowest, highest = np.full(size, np.inf), np.full(size, -np.inf)
    for each in (one, other):
        np.minimum.at(lowest, pair, each)
        np.maximum.at(highest, pair, each)
    kappa = np.full(size, np.nan)
    np.divide(seen, chance, out=kappa, where=(lowest < highest) & (chance > 0))
    same = float_bincount(pair, n * (cells.one_value == cells.other_value), size)
    return Pairwise(
        keys // max(count, 1), keys % max(count, 1), items, same / np.maximum(items, 1), 1 - kappa
    )


@dataclass(frozen=True)
class Others:
    """Each rater against all others; NaN where nothing can be said.

    Attributes:
        kappa: The mean of a rater's kappas with each other, weighted by shared items.
        agreement: How often they gave the same answer as another, over shared items.
        shared: Pairs of an item and another rater of it.
        raters: With how many others they share an item.
    """

    kappa: Floats
    agreement: Floats
    shared: Floats
    raters: Whole


def with_others(found: Pairwise, count: int) -> Others:
    """Each rater's mean over the pairs that they are in."""

    def summed(values: Floats) -> Floats:
        made: Floats = float_bincount(found.one, values, count) + float_bincount(
            found.other, values, count
        )
        return made

    defined = np.isfinite(found.kappa)
    weight = summed(np.where(defined, found.n, 0.0))
    kappa = summed(np.where(defined, found.n * found.kappa, 0.0))
    shared = summed(found.n)
    made = [
        np.divide(top, below, out=np.full(count, np.nan), where=below > 0)
        for top, below in ((kappa, weight), (summed(found.n * found.agreement), shared))
    ]
    raters = np.bincount(found.one, minlength=count) + np.bincount(found.other, minlength=count)
    return Others(made[0], made[1], shared, raters)
