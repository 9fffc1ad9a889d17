"""Coefficients that need counts only: percent agreement, Fleiss, AC1, AC2, Brennan and Prediger.

With gaps they follow Gwet (2014, Handbook of Inter-Rater Reliability, 4th edition, chapters 2, 3
and 5): the agreement comes from items with two or more ratings, the shares of answers from all
items that anybody rated, each item weighing the same.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from datavault_jupyter.features.analytics.agreement.counting import Counts, Floats
from datavault_jupyter.features.analytics.agreement.distances import Distance, Nominal
from datavault_jupyter.features.analytics.intervals import around, wilson
from datavault_jupyter.features.analytics.records import Outcome, Settings, undefined

NO_OVERLAP = "No item has answers of two raters, so there is nothing to compare."
NO_VARIATION = "All answers are the same, so agreement can't be told from chance."
ONE_ITEM = "None: a standard error needs two items."
LINEARISED = "t, standard error over items (Gwet 2014)"


@dataclass(frozen=True)
class Observed:
    """The disagreement seen, item by item.

    Attributes:
        per_item: Each item's mean distance between two of its ratings; 0 where it has one.
        is_paired: Whether an item has two ratings.
        value: Their mean over items with two ratings.
    """

    per_item: Floats
    is_paired: Floats
    value: float


def observed(counts: Counts, distance: Distance) -> Observed:
    """The disagreement seen: for each item, over its pairs of ratings."""
    ratings = counts.ratings.astype(np.float64)
    pairs = ratings * (ratings - 1)
    per_item = np.divide(distance.within(counts), pairs, out=np.zeros(counts.size), where=pairs > 0)
    is_paired = (ratings >= 2).astype(np.float64)
    return Observed(per_item, is_paired, float(per_item.sum() / is_paired.sum()))


def per_item(counts: Counts, of_answer: Floats) -> Floats:
    """For each item, the mean over its ratings of something that each answer has."""
    return counts.sums(of_answer[counts.value]) / np.maximum(counts.ratings, 1)


def percent_pairwise(counts: Counts, settings: Settings) -> Outcome:
    """Of all pairs of ratings of one item, the share that agree.

    The standard error is that of a ratio of two sums over items (Cochran 1977, 6.4).
    """
    if not counts.paired_count:
        return undefined(NO_OVERLAP)
    counts = counts.pairable
    ratings = counts.ratings.astype(np.float64)
    pairs = ratings * (ratings - 1)
    value = float(1 - Nominal().within(counts).sum() / pairs.sum())
    rest = (pairs - Nominal().within(counts)) - value * pairs
    number = counts.item_count
    if number < 2:
        return Outcome(value, item_count=number, interval_method=ONE_ITEM)
    error = float(np.sqrt((rest**2).sum() * number / (number - 1)) / pairs.sum())
    return Outcome(
        value,
        interval=around(value, error, settings.confidence, number - 1, low=0.0),
        interval_method="t, standard error of a ratio over items (Cochran 1977)",
        standard_error=error,
        item_count=number,
    )


def percent_unanimous(counts: Counts, settings: Settings) -> Outcome:
    """Of the items with two or more ratings, the share on which all agree."""
    number = counts.paired_count
    if not number:
        return undefined(NO_OVERLAP)
    alike = np.bincount(counts.pairable.item, minlength=number) == 1
    hits = int(np.count_nonzero(alike))
    return Outcome(
        hits / number,
        interval=wilson(hits, number, settings.confidence),
        interval_method="Wilson 1927",
        item_count=number,
    )


def fleiss(counts: Counts, settings: Settings) -> Outcome:
    """Fleiss' kappa: chance draws both answers from the shares of all answers.

    Fleiss (1971, Psychological Bulletin 76, 378-382); unequal numbers of ratings after Gwet (2014).
    """
    if reason := _missing(counts):
        return undefined(reason, item_count=counts.item_count)
    felt = Nominal().potential(counts.shares)
    return corrected(
        counts, Nominal(), float(counts.shares @ felt), per_item(counts, felt), settings
    )


def agreement_coefficient(counts: Counts, distance: Distance, settings: Settings) -> Outcome:
    """Gwet's AC1, and AC2 with weights: chance strikes only where an answer is a guess.

    Gwet (2008, British Journal of Mathematical and Statistical Psychology 61, 29-48; 2014).
    """
    size = counts.scale.size
    if reason := _missing(counts, needs_two=True):
        return undefined(reason, item_count=counts.item_count)
    weights = float(size) * size - float(distance.potential(np.ones(size)).sum())
    share = counts.shares
    factor = weights / (float(size) * (size - 1))
    chance = factor * float(share @ (1 - share))
    of_items = 1 - factor * per_item(counts, 1 - share)
    return corrected(counts, distance, 1 - chance, of_items, settings)


def brennan_prediger(counts: Counts, settings: Settings) -> Outcome:
    """Brennan and Prediger's kappa: chance picks each of the answers equally often.

    Brennan and Prediger (1981, Educational and Psychological Measurement 41, 687-699).
    """
    if reason := _missing(counts, needs_two=True):
        return undefined(reason, item_count=counts.item_count)
    return corrected(counts, Nominal(), 1 - 1 / counts.scale.size, None, settings)


def _missing(counts: Counts, *, needs_two: bool = False) -> str:
    """Why there is no coefficient, if there is none."""
    if not counts.paired_count:
        return NO_OVERLAP
    given = int(np.count_nonzero(counts.totals))
    if given < 2 and not (needs_two and counts.scale.size > 1):
        return NO_VARIATION
    return ""


def corrected(
    counts: Counts, distance: Distance, chance: float, of_items: Floats | None, settings: Settings
) -> Outcome:
    """Agreement beyond chance, with its standard error over items.

    Args:
        counts: The counts.
        distance: What disagreement is.
        chance: The disagreement expected by chance.
        of_items: What each item adds to it; None where it is a constant.
        settings: The confidence.
    """
    seen = observed(counts, distance)
    value = 1 - seen.value / chance
    rated = counts.ratings > 0
    number = counts.item_count
    error = None
    if number > 1:
        # Gwet's linearised variance, in terms of disagreement: what each item makes of the value.
        weight = number / counts.paired_count
        items = weight * (chance * seen.is_paired - seen.per_item) / chance
        if of_items is not None:
            items = items + 2 * (1 - value) * (of_items - chance) / chance
        error = float(np.sqrt(((items[rated] - value) ** 2).sum() / (number * (number - 1.0))))
    return Outcome(
        value,
        interval=None if error is None else around(value, error, settings.confidence, number - 1),
        interval_method=ONE_ITEM if error is None else LINEARISED,
        standard_error=error,
        item_count=number,
        observed=1 - seen.value,
        expected=1 - chance,
    )
