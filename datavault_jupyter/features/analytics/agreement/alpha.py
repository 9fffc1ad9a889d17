"""Krippendorff's alpha at four levels, with any number of raters and gaps.

Krippendorff (2011, Computing Krippendorff's Alpha-Reliability; 2019, Content Analysis, 4th
edition, chapter 12). No matrix of answer × answer is built: observed and expected disagreement are
sums that `distances` and `ratio` give in closed or sorted form.
"""

from __future__ import annotations

import numpy as np

from datavault_jupyter.features.analytics.agreement import gwet
from datavault_jupyter.features.analytics.agreement.counting import Counts, Floats
from datavault_jupyter.features.analytics.agreement.distances import (
    Distance,
    Nominal,
    Quadratic,
    centred,
    mid_ranks,
)
from datavault_jupyter.features.analytics.agreement.ratio import Ratio
from datavault_jupyter.features.analytics.intervals import around
from datavault_jupyter.features.analytics.records import Level, Outcome, Settings, undefined

_METHOD = "t, standard error linearised over items"


def krippendorff(counts: Counts, settings: Settings) -> Outcome:
    """1 − observed / expected disagreement of all pairable ratings.

    The standard error is that of a linearisation over items (the infinitesimal jackknife): what
    the value would change if an item counted a little more.
    """
    if not counts.paired_count:
        return undefined(gwet.NO_OVERLAP)
    counts = counts.pairable
    if np.count_nonzero(counts.totals) < 2:
        return undefined(gwet.NO_VARIATION, item_count=counts.item_count)
    distance = distance_of(counts, settings.level)
    if isinstance(distance, str):
        return undefined(distance, item_count=counts.item_count)
    weights = np.maximum(counts.ratings - 1.0, 1.0)
    seen = distance.within(counts) / weights
    felt = distance.potential(counts.totals)
    number, by_chance = float(counts.totals.sum()), float(counts.totals @ felt)
    if by_chance <= 0:
        return undefined(gwet.NO_VARIATION, item_count=counts.item_count)
    disagreement = float(seen.sum()) * (number - 1) / by_chance
    # How observed and expected disagreement grow with the weight of an item.
    chance_grows = 2 * counts.sums(felt[counts.value])
    if settings.level is Level.ORDINAL:
        seen_grows, chance_grows = _as_ranks_move(counts, distance, seen, weights)
    else:
        seen_grows = seen
    change = (number - 1) * seen_grows + float(seen.sum()) * counts.ratings
    change = (change - disagreement * chance_grows) / by_chance
    error, interval = None, None
    if counts.item_count > 1:
        change -= change.mean()
        small = counts.item_count / (counts.item_count - 1)
        error = float(np.sqrt((change**2).sum() * small))
        interval = around(1 - disagreement, error, settings.confidence, counts.item_count - 1)
    return Outcome(
        1 - disagreement,
        interval=interval,
        interval_method=gwet.ONE_ITEM if error is None else _METHOD,
        standard_error=error,
        item_count=counts.item_count,
    )


def distance_of(counts: Counts, level: Level) -> Distance | str:
    """What two answers' distance is at a level; a sentence where there is none."""
    scale = counts.scale
    if level is Level.NOMINAL:
        return Nominal()
    if level is Level.ORDINAL:
        if not scale.is_ordered:
            return f"{scale.why}."
        return Quadratic(mid_ranks(counts.totals))
    if scale.scores is None:
        return f"{scale.why}."
    if level is Level.INTERVAL:
        return Quadratic(scale.scores)
    if scale.raw is None:
        return "A ratio scale needs numbers with a true zero."
    if scale.raw[0] < 0:
        return "A ratio scale has no values below 0."
    return Ratio(scale.raw)


def _as_ranks_move(
    counts: Counts, distance: Distance, seen: Floats, weights: Floats
) -> tuple[Floats, Floats]:
    """The same at the ordinal level, where each answer's place depends on all answers.

    Expected disagreement is n (n³ − Σ t³) / 6 with t ratings of each answer.
    """
    assert isinstance(distance, Quadratic)  # noqa: S101 - what `distance_of` made
    totals, number = counts.totals, float(counts.totals.sum())
    slopes = (4 * number**3 - (totals**3).sum() - 3 * number * totals**2) / 6
    apart = centred(counts, distance.at)
    pull = counts.n * 4 * apart * (counts.ratings / weights)[counts.item]
    of_answer = np.bincount(counts.value, pull, counts.scale.size)
    above = np.cumsum(of_answer[::-1])[::-1] - of_answer / 2
    return seen + counts.sums(above[counts.value]), counts.sums(slopes[counts.value])
