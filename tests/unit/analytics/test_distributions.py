"""Tails and quantiles against scipy."""

import numpy as np
import pytest
from scipy import stats

from datavault_jupyter.features.analytics import distributions, intervals

SHARES = (0.025, 0.3, 0.5, 0.95, 0.975, 0.995)


@pytest.mark.parametrize("df1", [1, 2, 5, 99, 200_000])
@pytest.mark.parametrize("df2", [1, 3.7, 40, 19_800_000])
def test_f(df1: float, df2: float) -> None:
    for share in SHARES:
        known = stats.f.ppf(share, df1, df2)
        assert distributions.f_quantile(share, df1, df2) == pytest.approx(known, rel=1e-9)


@pytest.mark.parametrize("df", [1, 2, 9, 1000, 1e6])
def test_t(df: float) -> None:
    assert distributions.t_quantile(0.975, df) == pytest.approx(stats.t.ppf(0.975, df), rel=1e-10)
    for t in (0.0, 0.5, 3.0, 30.0):
        assert distributions.t_tails(t, df) == pytest.approx(2 * stats.t.sf(t, df), rel=1e-9)


def test_the_sign_test_is_exact() -> None:
    random = np.random.default_rng(0)
    pairs = [(0, 0), (1, 0), (0, 5), (9, 1), (500, 0), (5003, 4997), (400_000, 401_000)]
    pairs += [(int(a), int(b)) for a, b in random.integers(0, 60, (40, 2))]
    for wins, losses in pairs:
        known = stats.binomtest(wins, wins + losses).pvalue if wins + losses else 1.0
        assert distributions.sign_test(wins, losses) == pytest.approx(known, rel=1e-9)


def test_wilson() -> None:
    for hits, count in ((0, 5), (5, 5), (3, 10), (999, 1000)):
        known = stats.binomtest(hits, count).proportion_ci(method="wilson")
        made = intervals.wilson(hits, count, 0.95)
        assert made == pytest.approx((known.low, known.high), abs=1e-12)
