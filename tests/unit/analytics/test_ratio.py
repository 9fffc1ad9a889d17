"""The ratio distance over thousands of values: the fast sum against all pairs."""

from __future__ import annotations

import numpy as np
import pytest

from datavault_jupyter.features.analytics.agreement import ratio
from datavault_jupyter.features.analytics.agreement.counting import Scale, counted

random = np.random.default_rng(1)
SETS = {
    "lognormal": random.lognormal(0, 1, 5000),
    "uniform": random.uniform(0, 1, 5000),
    "a large offset": 1e9 + random.uniform(0, 1, 5000),
    "all a double holds": 10 ** random.uniform(-300, 300, 5000),
    "with zero": np.append(random.uniform(1, 2, 5000), 0.0),
    "two tight crowds": np.append(
        1 + random.uniform(0, 1e-9, 4000), 3 + random.uniform(0, 1e-9, 4000)
    ),
}


@pytest.mark.parametrize("name", SETS)
def test_the_fast_sum_is_the_slow_one(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.unique(SETS[name])
    weights = random.integers(1, 5, len(values)).astype(float)
    made = ratio.Ratio(values)
    fast = made.potential(weights)
    monkeypatch.setattr(ratio, "_MOST_PAIRED", 10**9)
    slow = made.potential(weights)
    np.testing.assert_allclose(fast, slow, rtol=1e-13)


def test_an_item_with_very_many_ratings_takes_the_fast_way(monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.unique(random.lognormal(0, 1, 400))
    item = np.repeat([0, 1], [len(values), 3])
    value = np.append(np.arange(len(values)), [5, 9, 9])
    scale = Scale(len(values), is_ordered=True, raw=values)
    counts, _ = counted(item, value, 2, scale)
    known = ratio.Ratio(values).within(counts)
    monkeypatch.setattr(ratio, "_MOST_PAIRED", 100)
    np.testing.assert_allclose(ratio.Ratio(values).within(counts), known, rtol=1e-13)
