"""Kendall's W: how far raters put the items into the same order.

Kendall and Babington Smith (1939, Annals of Mathematical Statistics 10, 275-287); ties after
Kendall (1948, Rank Correlation Methods, chapter 6).
"""

from __future__ import annotations

import numpy as np

from datavault_jupyter.features.analytics.agreement import icc
from datavault_jupyter.features.analytics.agreement.counting import Floats, Ratings, Whole
from datavault_jupyter.features.analytics.agreement.kappas import TOO_LARGE
from datavault_jupyter.features.analytics.intervals import percentile
from datavault_jupyter.features.analytics.records import Interval, Outcome, Settings, undefined

_MOST_WORK = 30_000_000


def kendall(ratings: Ratings, settings: Settings, *, corrects_ties: bool) -> Outcome:
    """W, over the items that all raters rated; by average ranks."""
    scale = ratings.counts.scale
    if not scale.is_ordered:
        return undefined(f"{scale.why}.")
    codes = ratings.complete
    if reason := icc.needs_complete(len(codes), ratings):
        return undefined(reason, item_count=len(codes))
    order, starts = _sorted(codes)
    value = _concordance(order, starts, np.ones(len(codes)), corrects_ties=corrects_ties)
    if np.isnan(value):
        return undefined("No rater tells any two items apart.", item_count=len(codes))
    interval = _interval(order, starts, settings, corrects_ties=corrects_ties)
    method = f"bootstrap over items, {settings.resamples:,} samples" if interval else TOO_LARGE
    return Outcome(
        value,
        interval=interval,
        interval_method=method,
        item_count=len(codes),
        note=icc.complete_note(ratings, len(codes)),
    )


def _sorted(codes: Whole) -> tuple[Whole, Whole]:
    """Each rater's items from lowest to highest, and for each place where its ties begin."""
    order = np.argsort(codes, axis=0, kind="stable")
    ranked = np.take_along_axis(codes, order, axis=0)
    is_new = np.ones_like(ranked, bool)
    is_new[1:] = ranked[1:] != ranked[:-1]
    places = np.arange(len(codes))[:, None]
    return order, np.maximum.accumulate(np.where(is_new, places, 0), axis=0)


def _concordance(order: Whole, starts: Whole, weights: Floats, *, corrects_ties: bool) -> float:
    """W where each item counts as often as its weight says; NaN where it is undefined."""
    raters = order.shape[1]
    running = np.cumsum(weights[order], axis=0)
    before = np.concatenate([np.zeros((1, raters)), running])
    low = np.take_along_axis(before, starts, axis=0)
    ends = _ends(starts)
    high = np.take_along_axis(before, ends, axis=0)
    ranks = np.empty_like(running)
    number = float(weights.sum())
    # From the middle of all ranks, so that what is squared is small.
    np.put_along_axis(ranks, order, (low + high) / 2 - number / 2, axis=0)
    squares = float(weights @ ranks.sum(axis=1) ** 2)
    if corrects_ties:
        whole = raters * float(weights @ (ranks**2).sum(axis=1))
    else:
        whole = raters**2 * (number**3 - number) / 12
    is_flat = not (weights @ (ranks**2).sum(axis=1)) > 0
    return float("nan") if is_flat or whole <= 0 else squares / whole


def _ends(starts: Whole) -> Whole:
    """Where the ties of each place end, one beyond the last."""
    items = len(starts)
    is_last = np.ones_like(starts, bool)
    is_last[:-1] = starts[1:] != starts[:-1]
    places = np.where(is_last, np.arange(1, items + 1)[:, None], items)
    return np.minimum.accumulate(places[::-1], axis=0)[::-1]


def _interval(
    order: Whole, starts: Whole, settings: Settings, *, corrects_ties: bool
) -> Interval | None:
    if order.size * settings.resamples > _MOST_WORK:
        return None
    random = np.random.default_rng(settings.seed)
    items = len(order)
    samples = []
    for _ in range(settings.resamples):
        drawn = np.bincount(random.integers(0, items, items), minlength=items).astype(np.float64)
        made = _concordance(order, starts, drawn, corrects_ties=corrects_ties)
        if not np.isnan(made):
            samples.append(made)
    return percentile(np.array(samples), settings.confidence) if samples else None
