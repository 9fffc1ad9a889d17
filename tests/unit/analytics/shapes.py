"""Tables of ratings for tests: items in rows, raters in columns; None is a gap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from datavault_jupyter.analytics import agreement
from datavault_jupyter.features.analytics.agreement.counting import Ratings, Scale, counted
from datavault_jupyter.features.analytics.agreement.result import Agreement

# Krippendorff 2011: four coders, twelve units.
CODERS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]
KRIPPENDORFF = [list(row) for row in zip(*CODERS, strict=True)]
# Gwet's four raters: the same, but another one rated the last subject.
GWET = [*KRIPPENDORFF[:11], [None, None, 3, None]]
# Shrout and Fleiss 1979, table 2: six targets, four judges.
SHROUT = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


_MEASURED: dict[str, Agreement] = {}


def long(table: Sequence[Sequence[Any]]) -> pd.DataFrame:
    """A row for each rating."""
    rows = [
        (f"i{item}", f"r{rater}", value)
        for item, row in enumerate(table)
        for rater, value in enumerate(row)
        if value is not None
    ]
    return pd.DataFrame(rows, columns=["item", "rater", "value"])


def from_counts(counts: Sequence[Sequence[int]]) -> list[list[int]]:
    """Ratings that give these counts of answers in each row."""
    return [[value for value, n in enumerate(row) for _ in range(n)] for row in counts]


def measure(table: Sequence[Sequence[Any]] | pd.DataFrame, **options: Any) -> Agreement:
    """Agreement of a table, with few samples in a bootstrap; the same table is read once."""
    options = {"resamples": 50, **options}
    if isinstance(table, pd.DataFrame):
        return agreement(table, item="item", rater="rater", value="value", **options)
    key = repr((table, sorted(options.items())))
    if key not in _MEASURED:
        if len(_MEASURED) > 20:
            _MEASURED.clear()
        _MEASURED[key] = measure(long(table), **options)
    return _MEASURED[key]


def coded(table: Sequence[Sequence[Any]]) -> Ratings:
    """Ratings of small whole numbers, without a database: for what is made a hundred times."""
    rows = sorted(
        (item, value, rater)
        for item, row in enumerate(table)
        for rater, value in enumerate(row)
        if value is not None
    )
    item, value, rater = np.array(rows).T
    places = np.arange(value.max() + 1.0)
    scale = Scale(len(places), is_ordered=True, places=places, scores=places, raw=places)
    counts, cell = counted(item, value, len(table), scale)
    cursor: Any = None
    return Ratings(counts, cell, rater, int(rater.max()) + 1, cursor)


def random_table(
    seed: int, items: int = 40, raters: int = 4, size: int = 4, gaps: float = 0.0
) -> list[list[int | None]]:
    """Raters who see a common truth, with slips and gaps."""
    random = np.random.default_rng(seed)
    truth = random.integers(0, size, items)
    made = np.where(
        random.random((items, raters)) < 0.6,
        truth[:, None],
        random.integers(0, size, (items, raters)),
    )
    missing = random.random((items, raters)) < gaps
    return [
        [None if gone else int(value) for value, gone in zip(row, holes, strict=True)]
        for row, holes in zip(made, missing, strict=True)
    ]
