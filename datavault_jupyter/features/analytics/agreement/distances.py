"""Distances between answers, and their sums, without a matrix of answer × answer.

A distance runs over at most a million different answers, so that a matrix of them would not fit.
What the coefficients need of it are two sums, and each has a closed form or a sorted one:

* ``potential(f)``: for each answer its distance to all others, weighted by ``f``;
* ``within(counts)``: for each item the distance of its ordered pairs of ratings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from datavault_jupyter.features.analytics.agreement.counting import Counts, Floats, Whole


class Distance(Protocol):
    """How far apart two answers are: 0 for the same one."""

    def between(self, one: Whole, other: Whole) -> Floats:
        """The distance of two answers, for each place of two arrays."""

    def potential(self, weights: Floats) -> Floats:
        """For each answer, the weighted sum of its distances to all answers."""

    def within(self, counts: Counts) -> Floats:
        """For each item, the sum of distances over its ordered pairs of ratings."""


class Nominal:
    """Same or not: 0 or 1."""

    def between(self, one: Whole, other: Whole) -> Floats:
        """1 where two answers differ."""
        made: Floats = (one != other).astype(np.float64)
        return made

    def potential(self, weights: Floats) -> Floats:
        """All that is not the answer itself."""
        total: Floats = weights.sum() - weights
        return total

    def within(self, counts: Counts) -> Floats:
        """Ordered pairs of ratings that differ."""
        ratings = counts.ratings.astype(np.float64)
        made: Floats = ratings * ratings - counts.sums(counts.n.astype(np.float64))
        return made


@dataclass(frozen=True)
class Quadratic:
    """The squared difference of places.

    Attributes:
        at: Where each answer stands.
        scale: What squared differences are divided by.
    """

    at: Floats
    scale: float = 1.0

    def between(self, one: Whole, other: Whole) -> Floats:
        """Squared differences."""
        made: Floats = (self.at[one] - self.at[other]) ** 2 / self.scale
        return made

    def potential(self, weights: Floats) -> Floats:
        """By mean and spread: Σ f (x - y)² = F (x - m)² + Σ f (y - m)²."""
        total = weights.sum()
        if not total:
            return np.zeros_like(self.at)
        mean = weights @ self.at / total
        apart = self.at - mean
        mean += weights @ apart / total  # once more, for the digits the first sum lost
        apart = self.at - mean
        made: Floats = (total * apart**2 + weights @ apart**2) / self.scale
        return made

    def within(self, counts: Counts) -> Floats:
        """Twice the number of ratings times their squared differences from the item's mean."""
        apart = centred(counts, self.at)
        made: Floats = 2 * counts.ratings * counts.sums(apart**2) / self.scale
        return made


@dataclass(frozen=True)
class Linear:
    """The absolute difference of places, which rise from answer to answer.

    Attributes:
        at: Where each answer stands; ascending.
        scale: What differences are divided by.
    """

    at: Floats
    scale: float = 1.0

    def between(self, one: Whole, other: Whole) -> Floats:
        """Absolute differences."""
        made: Floats = np.abs(self.at[one] - self.at[other]) / self.scale
        return made

    def potential(self, weights: Floats) -> Floats:
        """By sums over what lies below and above."""
        total = weights.sum()
        middle = self.at - (weights @ self.at / total if total else 0.0)
        below = np.cumsum(weights)
        moment = np.cumsum(weights * middle)
        made: Floats = middle * (2 * below - total) - 2 * moment + moment[-1]
        return np.maximum(made, 0.0) / self.scale

    def within(self, counts: Counts) -> Floats:
        """Within an item answers ascend, so each stands as often in front as others lie below."""
        apart = centred(counts, self.at)
        running = np.cumsum(counts.n)
        starts = np.concatenate([[0], np.cumsum(counts.ratings)])[counts.item]
        below = running - counts.n - starts
        ahead = 2 * below + counts.n - counts.ratings[counts.item]
        return np.maximum(2 * counts.sums(ahead * apart), 0.0) / self.scale


@dataclass(frozen=True)
class Steps:
    """Gwet's ordinal distance: m (m + 1) / 2 for m steps, by the greatest of them.

    Its weight counts the pairs of answers between two answers (Gwet 2014, chapter 3).

    Attributes:
        size: How many answers there are.
    """

    size: int

    def _both(self) -> tuple[Quadratic, Linear]:
        at = np.arange(self.size, dtype=np.float64)
        scale = self.size * (self.size - 1.0) or 1.0
        return Quadratic(at, scale), Linear(at, scale)

    def between(self, one: Whole, other: Whole) -> Floats:
        """The half sum of squared and plain steps."""
        square, plain = self._both()
        return square.between(one, other) + plain.between(one, other)

    def potential(self, weights: Floats) -> Floats:
        """The same."""
        square, plain = self._both()
        return square.potential(weights) + plain.potential(weights)

    def within(self, counts: Counts) -> Floats:
        """The same."""
        square, plain = self._both()
        return square.within(counts) + plain.within(counts)


def centred(counts: Counts, at: Floats) -> Floats:
    """For each cell, its answer's place less the mean of its item: no large number is squared."""
    ratings = np.maximum(counts.ratings, 1)
    places = at[counts.value]
    for _ in range(2):  # the second round takes away what rounding left of the first
        places = places - (counts.sums(places) / ratings)[counts.item]
    return places


def weighting(name: str, at: Floats) -> Distance:
    """The distance of a weighted coefficient: ``linear`` or ``quadratic``."""
    span = float(at[-1] - at[0]) if len(at) > 1 else 0.0
    span = span or 1.0
    return Linear(at, span) if name == "linear" else Quadratic(at, span * span)


def mid_ranks(totals: Floats) -> Floats:
    """The middle of each answer's ranks when all are put in order, less a half."""
    made: Floats = np.cumsum(totals) - totals / 2
    return made
