"""Elo ratings: one judgement after another. An option: the order of the rows matters.

Elo (1978, The Rating of Chessplayers, Past and Present).
"""

from __future__ import annotations

import numpy as np

from datavault_jupyter.features.analytics.comparison.loading import Duels, Floats


def ratings(duels: Duels, *, k: float, start: float, shuffles: int, seed: int) -> Floats:
    """Ratings after all judgements: in the order of the rows, or the mean over shuffled orders."""
    one, other, score = duels.in_order()
    if not shuffles:
        return np.array(
            _run(one.tolist(), other.tolist(), score.tolist(), [float(start)] * duels.size, k)
        )
    random = np.random.default_rng(seed)
    made = np.zeros(duels.size)
    for _ in range(shuffles):
        order = random.permutation(len(one))
        first, second, won = (each[order].tolist() for each in (one, other, score))
        made += _run(first, second, won, [float(start)] * duels.size, k)
    mean: Floats = made / shuffles
    return mean


def _run(
    one: list[int], other: list[int], score: list[float], made: list[float], k: float
) -> list[float]:
    for first, second, won in zip(one, other, score, strict=True):
        gain = k * (won - 1 / (1 + 10 ** ((made[second] - made[first]) / 400)))
        made[first] += gain
        made[second] -= gain
    return made
