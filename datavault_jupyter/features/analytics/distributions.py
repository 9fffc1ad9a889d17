"""Tails and quantiles of the normal, t, F and binomial distributions.

Written here because they are all that intervals and tests need of a statistics library. All rest
on the regularised incomplete beta function, by its continued fraction (Abramowitz & Stegun 1964,
26.5.8; evaluated after Lentz 1976).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from statistics import NormalDist

_TINY = 1e-300
_MOST_STEPS = 100_000


def beta_share(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function: the share of Beta(a, b) that lies below x.

    >>> round(beta_share(0.5, 2, 2), 12)
    0.5
    """
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    if x > (a + 1) / (a + b + 2):
        return 1.0 - beta_share(1.0 - x, b, a)
    return _front(x, a, b) / (a * _fraction(x, a, b))


def _front(x: float, a: float, b: float) -> float:
    """x^a (1 - x)^b / B(a, b), without taking large logarithms from one another."""
    total = a + b
    made = _stirling_rest(total) - _stirling_rest(a) - _stirling_rest(b)
    made += a * math.log1p((x * total - a) / a) + b * math.log1p((a - x * total) / b)
    return math.exp(made) * math.sqrt(a / total * b / math.tau)


def _stirling_rest(x: float) -> float:
    """What Stirling's formula leaves of log Γ(x)."""
    if x < 16:
        return math.lgamma(x) - ((x - 0.5) * math.log(x) - x + math.log(math.tau) / 2)
    y = 1 / (x * x)
    return (1 / 12 - y * (1 / 360 - y * (1 / 1260 - y / 1680))) / x


def _fraction(x: float, a: float, b: float) -> float:
    """The continued fraction 1 + d1/(1 + d2/(1 + …))."""
    value, upper, lower = 1.0, 1.0, 0.0
    for step in range(1, _MOST_STEPS):
        half = step // 2
        if step % 2:
            term = -(a + half) * (a + b + half) * x / ((a + 2 * half) * (a + 2 * half + 1))
        else:
            term = half * (b - half) * x / ((a + 2 * half - 1) * (a + 2 * half))
        lower = 1.0 / ((1.0 + term * lower) or _TINY)
        upper = (1.0 + term / upper) or _TINY
        value *= upper * lower
        if abs(upper * lower - 1.0) < 1e-15:
            break
    return value


def normal_quantile(share: float) -> float:
    """The value below which this share of a standard normal lies.

    >>> round(normal_quantile(0.975), 6)
    1.959964
    """
    return NormalDist().inv_cdf(share)


def normal_tails(z: float) -> float:
    """The chance of a standard normal beyond ±z.

    >>> round(normal_tails(1.959964), 6)
    0.05
    """
    return math.erfc(abs(z) / math.sqrt(2))


def t_tails(t: float, df: float) -> float:
    """The chance of Student's t beyond ±t.

    >>> round(t_tails(2.262157, 9), 6)
    0.05
    """
    return beta_share(df / (df + t * t), df / 2, 0.5)


def t_quantile(share: float, df: float) -> float:
    """The value below which this share (at least a half) of Student's t lies.

    >>> round(t_quantile(0.975, 9), 4)
    2.2622
    """
    return _solved(lambda t: 1 - t_tails(t, df) / 2, share)


def f_quantile(share: float, df1: float, df2: float) -> float:
    """The value below which this share of the F distribution lies.

    >>> round(f_quantile(0.95, 5, 10), 4)
    3.3258
    """

    def below(f: float) -> float:
        whole = df1 * f + df2
        if df1 * f > df2:  # the smaller part is the one known to the last digit
            return 1 - beta_share(df2 / whole, df2 / 2, df1 / 2)
        return beta_share(df1 * f / whole, df1 / 2, df2 / 2)

    return _solved(below, share)


def f_tail(f: float, df1: float, df2: float) -> float:
    """The chance of an F beyond this one.

    >>> round(f_tail(3.3258, 5, 10), 4)
    0.05
    """
    return beta_share(df2 / (df2 + df1 * f), df2 / 2, df1 / 2)


def chi_square_tail(x: float, df: float) -> float:
    """The chance of a chi-square beyond this one: by the incomplete gamma function.

    By its series below the mean, by its continued fraction above (Abramowitz & Stegun 1964, 6.5).

    >>> round(chi_square_tail(5.9915, 2), 4)
    0.05
    """
    a, half = df / 2, x / 2
    if half <= 0:
        return 1.0
    front = math.exp(a * math.log(half) - half - math.lgamma(a))
    if half < a + 1:
        term = total = 1 / a
        step = a
        while abs(term) > abs(total) * 1e-17:
            step += 1
            term *= half / step
            total += term
        return max(1 - front * total, 0.0)
    b = half + 1 - a
    c, d = 1 / _TINY, 1 / b
    value = d
    for step in range(1, _MOST_STEPS):
        term = -step * (step - a)
        b += 2
        d = 1 / ((term * d + b) or _TINY)
        c = (b + term / c) or _TINY
        value *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return front * value


def _solved(rises: Callable[[float], float], share: float) -> float:
    """Where a rising function of a positive number reaches a share, by halving."""
    low, high = 0.0, 1.0
    while rises(high) < share and high < 1e300:
        low, high = high, high * 2
    for _ in range(200):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if rises(middle) < share else (low, middle)
    return (low + high) / 2


def sign_test(wins: int, losses: int) -> float:
    """The exact two-sided sign test: how likely a split at least as uneven is by a fair coin.

    >>> round(sign_test(9, 1), 6)
    0.021484
    """
    count, least = wins + losses, min(wins, losses)
    if count == 0 or wins == losses:
        return 1.0
    # The share of Beta(n - k, k + 1) below a half is the binomial's chance of at most k.
    return min(1.0, 2 * beta_share(0.5, count - least, least + 1))
