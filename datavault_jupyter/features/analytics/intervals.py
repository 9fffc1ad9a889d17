"""Confidence intervals."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from datavault_jupyter.features.analytics.distributions import normal_quantile, t_quantile
from datavault_jupyter.features.analytics.records import Interval

if TYPE_CHECKING:
    from numpy.typing import NDArray


def wilson(hits: float, count: float, confidence: float) -> Interval:
    """The score interval of a share (Wilson 1927).

    Args:
        hits: How often; a tie may count as a half.
        count: Of how many; more than 0.
        confidence: Such as 0.95.

    >>> low, high = wilson(7, 10, 0.95)
    >>> round(low, 4), round(high, 4)
    (0.3968, 0.8922)
    """
    z = normal_quantile((1 + confidence) / 2)
    share = hits / count
    middle = share + z * z / (2 * count)
    reach = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    whole = 1 + z * z / count
    low = 0.0 if hits == 0 else (middle - reach) / whole
    high = 1.0 if hits == count else (middle + reach) / whole
    return Interval(max(low, 0.0), min(high, 1.0))


def around(
    value: float, error: float, confidence: float, df: float | None, low: float = -1.0
) -> Interval:
    """Value ± quantile × standard error, by t with ``df``, by the normal without; within bounds."""
    share = (1 + confidence) / 2
    reach = error * (normal_quantile(share) if df is None else t_quantile(share, df))
    return Interval(max(value - reach, low), min(value + reach, 1.0))


def of_mean(mean: float, sd: float, count: int, confidence: float) -> Interval:
    """The t interval of a mean: mean ± t(count − 1) × sd / √count (Student 1908).

    Args:
        mean: Of the values.
        sd: Their deviation, with count − 1.
        count: How many; 2 or more.
        confidence: Such as 0.95.

    >>> low, high = of_mean(5.0, 2.0, 16, 0.95)
    >>> round(low, 4), round(high, 4)
    (3.9343, 6.0657)
    """
    reach = t_quantile((1 + confidence) / 2, count - 1) * sd / math.sqrt(count)
    return Interval(mean - reach, mean + reach)


def percentile(samples: NDArray[np.float64], confidence: float) -> Interval:
    """The middle part of a bootstrap's outcomes."""
    low, high = np.quantile(samples, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Interval(float(low), float(high))
