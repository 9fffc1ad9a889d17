"""Where agreement is lost: pairs of raters, single answers, single items, single raters."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.features.analytics import queries
from datavault_jupyter.features.analytics.agreement.alpha import distance_of
from datavault_jupyter.features.analytics.agreement.counting import Counts, Ratings
from datavault_jupyter.features.analytics.agreement.distances import (
    Distance,
    Nominal,
    Quadratic,
    weighting,
)
from datavault_jupyter.features.analytics.agreement.formulas import Formula
from datavault_jupyter.features.analytics.agreement.gwet import observed
from datavault_jupyter.features.analytics.agreement.kappas import MOST_PAIRS, Pairwise, pairwise
from datavault_jupyter.features.analytics.agreement.weighted import quadratic
from datavault_jupyter.features.analytics.records import Settings
from datavault_jupyter.features.analytics.tables import Table
from datavault_jupyter.storage.engine import rows_of

_MOST_RATERS = 1000
_MOST_CATEGORIES = 10_000
MATRICES = ("agreement", "cohen_kappa", "weighted_kappa", "items")


def of_pairs(ratings: Ratings) -> Table:
    """Each pair of raters that share an item: how often they agree, and Cohen's kappa."""
    found = of_each_pair(ratings, is_weighted=False)
    names = ratings.named("raters")
    rows = tuple(
        (names[one], names[other], int(n), float(agreement), _number(kappa))
        for one, other, n, agreement, kappa in zip(
            found.one, found.other, found.n, found.agreement, found.kappa, strict=True
        )
    )
    columns = ("first", "second", "items", "agreement", "cohen_kappa")
    return Table("Pairs of raters", columns, rows)


def of_matrix(ratings: Ratings, what: str) -> Table:
    """The same as a square of rater × rater.

    Raises:
        BadArgument: a word that isn't known.
    """
    if what not in MATRICES:
        raise BadArgument(
            f"matrix({what!r}) isn't known.", hint=f"One of: {', '.join(MATRICES)}.", field="what"
        )
    found = of_each_pair(ratings, is_weighted=what == "weighted_kappa")
    values = {"agreement": found.agreement, "items": found.n}.get(what, found.kappa)
    count = ratings.rater_count
    square = np.full((count, count), np.nan)
    square[found.one, found.other] = square[found.other, found.one] = values
    if what == "items":
        square = np.nan_to_num(square)
        np.fill_diagonal(square, np.bincount(ratings.rater, minlength=count))
    else:
        np.fill_diagonal(square, 1.0)
    names = ratings.named("raters")
    kept = int if what == "items" else float
    rows = tuple(
        (name, *(None if np.isnan(cell) else kept(cell) for cell in row))
        for name, row in zip(names, square, strict=True)
    )
    return Table(f"Rater × rater: {what}", ("rater", *map(str, names)), rows)


def of_each_pair(ratings: Ratings, *, is_weighted: bool) -> Pairwise:
    """Agreement and kappa of each pair of raters that share an item.

    Raises:
        BadArgument: too many raters or pairs, or answers without an order to weigh by.
    """
    _require_few(ratings)
    if ratings.counts.overlap.pair_count > MOST_PAIRS:
        raise BadArgument(f"There are more than {MOST_PAIRS:,} pairs of ratings to look at.")
    return quadratic(ratings) if is_weighted else pairwise(ratings)


def _require_few(ratings: Ratings) -> None:
    if ratings.rater_count > _MOST_RATERS:
        raise BadArgument(
            f"There are {ratings.rater_count:,} raters, too many to look at each.",
            hint=f"At most {_MOST_RATERS:,} are; keep those with the most ratings.",
        )


def _number(value: Any) -> float | None:
    return None if np.isnan(value) else float(value)


def of_categories(ratings: Ratings) -> Table:
    """For each answer: how often it was given, and how often others then said the same.

    ``agreement`` is the specific agreement (Cicchetti and Feinstein 1990, Journal of Clinical
    Epidemiology 43, 551-558): when a rater gave this answer, how often another rater of the item
    gave it, too. ``kappa`` is that corrected for the answer's share (Fleiss 1971).
    """
    counts = ratings.counts.pairable
    size, n = counts.scale.size, counts.n
    possible = np.bincount(counts.value, n * (counts.ratings[counts.item] - 1.0), size)
    same = np.bincount(counts.value, n * (n - 1.0), size)
    share = counts.totals / max(counts.totals.sum(), 1)
    given = ratings.counts.totals
    shown = np.argsort(-given, kind="stable")[:_MOST_CATEGORIES]
    names = dict(zip(sorted(shown), ratings.named("categories", sorted(shown)), strict=True))
    rows = []
    for at in sorted(shown):
        agreement = same[at] / possible[at] if possible[at] else None
        kappa = None
        if agreement is not None and share[at] < 1:
            kappa = float((agreement - share[at]) / (1 - share[at]))
        rows.append(
            (
                names[at],
                int(given[at]),
                float(given[at] / max(given.sum(), 1)),
                None if agreement is None else float(agreement),
                kappa,
            )
        )
    cut = size > _MOST_CATEGORIES
    notes = (f"The {_MOST_CATEGORIES:,} most frequent of {size:,} answers.",) if cut else ()
    columns = ("answer", "ratings", "share", "agreement", "kappa")
    return Table("Agreement by answer", columns, tuple(rows), notes)


def of_items(ratings: Ratings, settings: Settings, limit: int) -> Table:
    """The items whose ratings lie farthest apart, with the answers side by side."""
    counts = ratings.counts
    if not counts.paired_count or limit < 1:
        return Table("Most disagreed items", ("item", "ratings", "disagreement"), ())
    apart = observed(counts, _distance(counts, settings)).per_item
    order = np.lexsort((np.arange(counts.size), -counts.ratings, -apart))
    order = order[(counts.ratings[order] >= 2) & (apart[order] > 0)][:limit]
    answers: dict[int, dict[int, Any]] = {int(item): {} for item in order}
    for item, rater, value in (
        rows_of(ratings.cursor, queries.sides(order.tolist())) if len(order) else ()
    ):
        answers[item][rater] = value
    raters = sorted({rater for each in answers.values() for rater in each})
    names = dict(zip(sorted(answers), ratings.named("items", sorted(answers)), strict=True))
    heads = map(str, ratings.named("raters", raters))
    rows = tuple(
        (
            names[item],
            int(counts.ratings[item]),
            float(apart[item]),
            *(each.get(rater) for rater in raters),
        )
        for item, each in answers.items()
    )
    return Table("Most disagreed items", ("item", "ratings", "disagreement", *heads), rows)


def _distance(counts: Counts, settings: Settings) -> Distance:
    """The level's distance where there is one, from 0 to 1."""
    made = distance_of(counts.pairable, settings.level)
    if isinstance(made, Quadratic):
        return weighting("quadratic", made.at)
    return Nominal() if isinstance(made, str) else made


def without_each(ratings: Ratings, formula: Formula, settings: Settings) -> Table:
    """The coefficient when one rater is left out, for each rater; who pulls it down comes first."""
    _require_few(ratings)
    # Without intervals: only the values are compared.
    bare = replace(settings, resamples=0)
    whole = formula.make(ratings, bare).value
    names = ratings.named("raters")
    given = np.bincount(ratings.rater, minlength=ratings.rater_count)
    rows = []
    for rater, name in enumerate(names):
        made = formula.make(ratings.without(rater), bare)
        change = None if made.value is None or whole is None else made.value - whole
        rows.append((name, int(given[rater]), made.value, change, made.reason or None))
    rows.sort(key=lambda row: (row[3] is None, -(row[3] or 0.0)))
    columns = ("without", "ratings", formula.name, "change", "reason")
    return Table(f"{formula.label} without one rater", columns, tuple(rows))
