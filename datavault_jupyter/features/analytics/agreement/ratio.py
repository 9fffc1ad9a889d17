"""The ratio distance ((x - y) / (x + y))² over very many different values.

With u = log x it is tanh²((u - v) / 2): a smooth function of a difference alone. Up to a few
thousand values all pairs are summed. Beyond, the logarithms are cut into cells, the weights of a
cell are handed to Chebyshev points in it, and points see points: a sum over a million values
costs some milliseconds, and its error is that of rounding (`tests/unit/analytics/test_ratio.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from datavault_jupyter.features.analytics.agreement.counting import (
    Counts,
    Floats,
    Whole,
    float_bincount,
)

_MOST_PAIRED = 3000
# Cells of this width and so many points: the next term is below the last digit.
_POINTS = 16
_WIDEST = 0.8
_AT_ONCE = 50_000
# tanh²(x / 2) is 1 to the last digit from here on.
_FAR = 42.0


@dataclass(frozen=True)
class Ratio:
    """The squared ratio of difference and sum.

    Attributes:
        raw: The answers; 0 or more, ascending.
    """

    raw: Floats

    def between(self, one: Whole, other: Whole) -> Floats:
        """The distance of two answers; two zeros are the same."""
        apart = self.raw[one] - self.raw[other]
        both = self.raw[one] + self.raw[other]
        made: Floats = np.divide(apart, both, out=np.zeros_like(apart), where=apart != 0) ** 2
        return made

    def potential(self, weights: Floats) -> Floats:
        """For each answer, the weighted sum of its distances to all answers."""
        made = np.zeros_like(self.raw)
        first = int(self.raw[0] == 0) if len(self.raw) else 0
        if first:  # zero is at a distance of 1 from everything else
            made[0] = weights[1:].sum()
            made[1:] = weights[0]
        if len(self.raw) - first <= _MOST_PAIRED:
            made[first:] += self._paired(weights, first)
        else:
            made[first:] += self._cells.potential(weights[first:])
        return made

    def _paired(self, weights: Floats, first: int) -> Floats:
        raw = self.raw[first:]
        made = np.empty_like(raw)
        for start in range(0, len(raw), 256):
            some = slice(start, start + 256)
            apart = (raw[some, None] - raw) / (raw[some, None] + raw)
            made[some] = (apart * apart) @ weights[first:]
        return made

    def within(self, counts: Counts) -> Floats:
        """For each item, the sum over its ordered pairs of ratings."""
        made = np.zeros(counts.size)
        cells = np.bincount(counts.item, minlength=counts.size)
        ends = np.cumsum(cells)
        busy = cells > _MOST_PAIRED
        for item in np.flatnonzero(busy):
            some = slice(ends[item] - cells[item], ends[item])
            weights = float_bincount(counts.value[some], counts.n[some], len(self.raw))
            made[item] = weights @ self.potential(weights)
        quiet = np.flatnonzero(~busy[counts.item])
        for step in range(1, int(cells[~busy].max(initial=1))):
            # Cells that have another one `step` further on within their item.
            quiet = quiet[quiet + step < ends[counts.item[quiet]]]
            one, other = quiet, quiet + step
            apart = self.between(counts.value[one], counts.value[other])
            both = 2.0 * counts.n[one] * counts.n[other] * apart
            made += np.bincount(counts.item[one], both, counts.size)
        return made

    @cached_property
    def _cells(self) -> _Cells:
        first = int(self.raw[0] == 0)
        return _Cells.of(self.raw[first:])


@dataclass(frozen=True)
class _Cells:
    """Logarithms in cells of equal width.

    Attributes:
        cell: The cell of each value.
        at: Where each value is, from the middle of its cell.
        width: The width of a cell.
        number: How many cells there are.
    """

    cell: Whole
    at: Floats
    width: float
    number: int

    @classmethod
    def of(cls, raw: Floats) -> _Cells:
        """The cells of ascending values above 0."""
        middle = raw[len(raw) // 2]
        apart = np.abs(raw - middle) < middle / 2
        # Near the middle the difference is exact, which the logarithm of a large value is not.
        logs = np.log(raw) - np.log(middle)
        logs[apart] = np.log1p((raw[apart] - middle) / middle)
        low, high = float(logs[0]), float(logs[-1])
        number = max(1, int(np.ceil((high - low) / _WIDEST)))
        width = (high - low) / number or 1.0
        cell = np.minimum(((logs - low) / width).astype(np.int64), number - 1)
        return cls(cell, logs - low - width * (cell + 0.5), width, number)

    @cached_property
    def _points(self) -> Floats:
        """Where the Chebyshev points of a cell are, from its middle."""
        angles = np.pi * (2 * np.arange(_POINTS) + 1) / (2 * _POINTS)
        made: Floats = np.cos(angles) * self.width / 2
        return made

    def potential(self, weights: Floats) -> Floats:
        """For each value, the weighted sum of its distances to all values."""
        parts = [slice(at, at + _AT_ONCE) for at in range(0, len(self.at), _AT_ONCE)]
        handed = np.zeros((self.number, _POINTS))
        for part in parts:
            shares = _lagrange(self.at[part], self._points) * weights[part, None]
            cell = self.cell[part]
            starts = np.flatnonzero(np.diff(cell, prepend=-1))  # values ascend, so cells do
            handed[cell[starts]] += np.add.reduceat(shares, starts, axis=0)
        felt = self._felt(handed)
        made = np.empty_like(self.at)
        for part in parts:
            shares = _lagrange(self.at[part], self._points)
            made[part] = np.einsum("ij,ij->i", shares, felt[self.cell[part]])
        return made

    def _felt(self, handed: Floats) -> Floats:
        """What each point feels of all weights handed to points."""
        number, points = self.number, self._points
        felt = np.zeros_like(handed)
        near = min(number - 1, int(_FAR / self.width) + 1)
        for step in range(-near, near + 1):
            here = slice(max(0, -step), number - max(0, step))
            there = slice(max(0, step), number - max(0, -step))
            apart = points[:, None] - points - step * self.width
            felt[here] += handed[there] @ np.tanh(apart / 2).T ** 2
        below = np.concatenate([[0.0], np.cumsum(handed.sum(axis=1))])
        at = np.arange(number)
        close = below[np.minimum(at + near + 1, number)] - below[np.maximum(at - near, 0)]
        made: Floats = felt + (below[-1] - close)[:, None]
        return made


def _lagrange(at: Floats, points: Floats) -> Floats:
    """The values of the Lagrange polynomials of some points, by the barycentric formula."""
    order = np.arange(len(points))
    weights = np.where(order % 2, -1.0, 1.0)
    weights *= np.sin(np.pi * (2 * order + 1) / (2 * len(points)))
    apart = at[:, None] - points
    exact = apart == 0
    terms = weights / np.where(exact, 1.0, apart)
    made: Floats = terms / terms.sum(axis=1, keepdims=True)
    hit = exact.any(axis=1)
    made[hit] = exact[hit]
    return made
