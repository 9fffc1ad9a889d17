"""A against B: any field by a group, with effect sizes and tests."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.base.wording import count
from datavault_jupyter.features.analytics import queries
from datavault_jupyter.features.analytics.agreement.counting import Scale
from datavault_jupyter.features.analytics.agreement.loading import code_values, given
from datavault_jupyter.features.analytics.comparison.loading import Floats
from datavault_jupyter.features.analytics.distributions import (
    chi_square_tail,
    normal_tails,
    t_quantile,
    t_tails,
)
from datavault_jupyter.features.analytics.tables import Table
from datavault_jupyter.storage.engine import rows_of
from datavault_jupyter.storage.scratch import arrays_of, ran

_MOST_GROUPS = 50
# What is left of a standard error of 0; scores lie within −1 and 1.
_ROUNDING = 1e-14
_NUMBERS = (
    "first", "second", "first_n", "second_n", "first_mean", "second_mean", "difference", "low",
    "high", "p_value", "hedges_g", "superiority", "rank_p_value", "reason",
)  # fmt: skip
_WORDS = ("first", "second", "first_n", "second_n", "chi_square", "df", "p_value", "cramers_v",
          "reason")  # fmt: skip
_OF_NUMBERS = (
    "Welch 1947 (difference, p_value), Hedges 1981 (hedges_g, by the pooled sd)",
    "Mann and Whitney 1947 (superiority: P(first > second) + half of ties; rank_p_value)",
)
_OF_WORDS = ("Pearson 1900 (chi_square), Cramér 1946 (cramers_v)",)


@dataclass(frozen=True)
class _Moments:
    n: float
    mean: float
    variance: float


def grouped(
    frame: object, asked: dict[str, str], order: Sequence[Any] | None, confidence: float
) -> Table:
    """Each pair of groups; see `datavault_jupyter.group_comparison`."""
    cursor, kinds, brought = given(frame, asked)
    lost = int(rows_of(cursor, queries.lacking(kinds))[0][0])
    ran(cursor, queries.answers(kinds))
    ran(cursor, queries.codes("groups", "group"))
    scale = code_values(cursor, kinds["value"], order if order is not None else brought)
    names = [row[0] for row in rows_of(cursor, queries.names("groups"))]
    if len(names) > _MOST_GROUPS:
        raise BadArgument(
            f"{asked['group']!r} has {len(names):,} groups; {_MOST_GROUPS} can be compared.",
            field="group",
        )
    cells = arrays_of(cursor, queries.group_cells())
    counts = np.zeros((len(names), scale.size))
    counts[cells["group"], cells["value"]] = cells["n"]
    notes = [f"{count(lost, 'row')} without a group or a value left out."] if lost else []
    pairs = list(itertools.combinations(range(len(names)), 2))
    if scale.scores is None:
        rows = [(names[a], names[b], *_of_words(counts[[a, b]])) for a, b in pairs]
        return Table("A against B", _WORDS, tuple(rows), (*notes, *_OF_WORDS))
    made = [(names[a], names[b], *_of_numbers(counts[[a, b]], scale, confidence)) for a, b in pairs]
    return Table("A against B", _NUMBERS, tuple(made), (*notes, *_OF_NUMBERS))


def _moments(counts: Floats, scores: Floats) -> _Moments:
    n = counts.sum()
    mean = counts @ scores / n
    mean += counts @ (scores - mean) / n
    return _Moments(
        float(n), float(mean), float(counts @ (scores - mean) ** 2 / (n - 1)) if n > 1 else 0.0
    )


def _of_numbers(counts: Floats, scale: Scale, confidence: float) -> tuple[Any, ...]:
    assert scale.scores is not None  # noqa: S101 - asked by the caller
    one, other = (_moments(each, scale.scores) for each in counts)
    apart = _back(one.mean - other.mean, scale)
    means = (
        int(one.n),
        int(other.n),
        _back(one.mean, scale, scale.middle),
        _back(other.mean, scale, scale.middle),
    )
    above, rank_p = _by_ranks(counts)
    if min(one.n, other.n) < 2:
        return (*means, apart, None, None, None, None, above, rank_p, "A group has one value.")
    parts = [one.variance / one.n, other.variance / other.n]
    error, df = math.sqrt(sum(parts)), one.n + other.n - 2
    if error < _ROUNDING:
        return (*means, apart, None, None, None, None, above, rank_p, "No group varies.")
    free = sum(parts) ** 2 / (parts[0] ** 2 / (one.n - 1) + parts[1] ** 2 / (other.n - 1))
    reach = t_quantile((1 + confidence) / 2, free) * error
    low, high = (_back(one.mean - other.mean + sign * reach, scale) for sign in (-1, 1))
    pooled = ((one.n - 1) * one.variance + (other.n - 1) * other.variance) / df
    exact = math.exp(math.lgamma(df / 2) - math.lgamma((df - 1) / 2)) / math.sqrt(df / 2)
    effect = (one.mean - other.mean) / math.sqrt(pooled) * (exact if df > 1 else 1.0)
    p = t_tails((one.mean - other.mean) / error, free)
    return (*means, apart, low, high, p, effect, above, rank_p, None)


def _back(score: float, scale: Scale, middle: float = 0.0) -> float | None:
    """A score as a value: scores are values less a middle one, divided by a power of two."""
    try:
        made = math.ldexp(score, scale.exponent) + middle
    except OverflowError:
        return None
    return made if math.isfinite(made) else None


def _by_ranks(counts: Floats) -> tuple[float, float | None]:
    """The chance that the first exceeds the second, and Mann and Whitney's test of a half."""
    one, other = counts
    below = np.cumsum(other) - other / 2
    n, m = float(one.sum()), float(other.sum())
    above = float(one @ below) / (n * m)
    ties = counts.sum(axis=0)
    whole = n + m
    spread = n * m / 12 * (whole + 1 - float((ties**3 - ties).sum()) / (whole * (whole - 1)))
    if spread <= 0:
        return above, None
    return above, normal_tails((above - 0.5) * n * m / math.sqrt(spread))


def _of_words(counts: Floats) -> tuple[Any, ...]:
    counts = counts[:, counts.sum(axis=0) > 0]
    whole = counts.sum()
    n = (int(counts[0].sum()), int(counts[1].sum()))
    if counts.shape[1] < 2:
        return (*n, None, None, None, None, "Both groups have one and the same answer.")
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / whole
    chi = float(((counts - expected) ** 2 / expected).sum())
    df = counts.shape[1] - 1
    return (*n, chi, df, chi_square_tail(chi, df), math.sqrt(chi / whole), None)
