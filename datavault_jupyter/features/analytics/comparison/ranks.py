"""Rankings compared: mean rank and first places of each model."""

from __future__ import annotations

import math

import numpy as np

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.base.wording import count
from datavault_jupyter.features.analytics import queries
from datavault_jupyter.features.analytics.agreement.loading import given
from datavault_jupyter.features.analytics.comparison.loading import Floats
from datavault_jupyter.features.analytics.distributions import f_tail, t_quantile
from datavault_jupyter.features.analytics.intervals import wilson
from datavault_jupyter.features.analytics.tables import Table, written
from datavault_jupyter.storage.engine import rows_of
from datavault_jupyter.storage.scratch import arrays_of, ran

_COLUMNS = (
    "model", "rankings", "mean_rank", "low", "high", "first_places", "first_share", "share_low",
    "share_high",
)  # fmt: skip


def ranked(frame: object, asked: dict[str, str], confidence: float) -> Table:
    """Mean ranks and first places; see `datavault_jupyter.rank_comparison`."""
    cursor, kinds, _ = given(frame, asked)
    if not queries.has_zero(kinds["rank"]):
        raise BadArgument(f"Ranks are numbers, and {asked['rank']!r} has none.", field="rank")
    lost = int(rows_of(cursor, queries.lacking(kinds))[0][0])
    ran(cursor, queries.answers(kinds))
    twice = rows_of(cursor, queries.ranked_twice())
    if twice:
        model, ranking = twice[0]
        raise BadArgument(
            f"{model!r} stands more than once in the ranking {ranking!r}.", field="model"
        )
    ran(cursor, queries.codes("rankings", "ranking"))
    ran(cursor, queries.codes("models", "model"))
    cells = arrays_of(cursor, queries.rank_cells())
    names = [row[0] for row in rows_of(cursor, queries.names("models"))]
    notes = [f"{count(lost, 'row')} without a ranking, a model or a rank left out."] if lost else []
    model, ranking = cells["model"], cells["ranking"]
    size = len(names)
    number = np.bincount(model, minlength=size)
    mean = np.bincount(model, cells["rank"], size) / np.maximum(number, 1)
    spread = np.bincount(model, (cells["rank"] - mean[model]) ** 2, size)
    # Those that share the first place get an equal part of it.
    first = cells["is_first"] / np.bincount(ranking, cells["is_first"])[ranking]
    firsts = np.bincount(model, first, size)
    rows = []
    for at, name in enumerate(names):
        n, low, high = int(number[at]), None, None
        if n > 1:
            error = math.sqrt(spread[at] / (n - 1) / n)
            reach = error * t_quantile((1 + confidence) / 2, n - 1)
            low, high = float(mean[at]) - reach, float(mean[at]) + reach
        share = wilson(float(firsts[at]), n, confidence)
        rows.append(
            (name, n, float(mean[at]), low, high, float(firsts[at]), float(firsts[at]) / n, *share)
        )
    rows.sort(key=lambda row: row[2])
    sizes = np.bincount(ranking)
    is_whole = bool((sizes == size).all())
    if not is_whole:
        notes.append("Not every ranking holds every model: ranks of longer ones weigh more.")
    elif size > 1 and len(sizes) > 1:
        notes.append(_tested(cells["rank"].reshape(-1, size)))
    return Table("Rankings", _COLUMNS, tuple(rows), tuple(notes))


def _tested(ranks: Floats) -> str:
    """Whether mean ranks differ: Friedman's statistic, as an F (Iman and Davenport 1980)."""
    n, k = ranks.shape
    order = np.argsort(np.argsort(ranks, axis=1, kind="stable"), axis=1).astype(np.float64)
    for row in range(n):  # average ranks where a ranking has ties
        values, place, times = np.unique(ranks[row], return_inverse=True, return_counts=True)
        if len(values) < k:
            order[row] = (np.cumsum(times) - (times + 1) / 2)[place]
    apart = order - (k - 1) / 2
    whole, between = float((apart**2).sum()), float(n * (apart.mean(axis=0) ** 2).sum())
    if whole == 0:
        return "No ranking tells two models apart."
    statistic = n * (k - 1) * between / whole
    rest = n * (k - 1) - statistic
    if rest <= 0:
        return "All rankings are the same."
    f = (n - 1) * statistic / rest
    p = f_tail(f, k - 1, (k - 1) * (n - 1))
    return f"Mean ranks differ by chance with p {written(p)} (Iman and Davenport 1980)."
