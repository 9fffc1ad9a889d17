"""What analytics are told and tell, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Level(StrEnum):
    """What the distance of two answers means, for Krippendorff's alpha."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


class Duplicates(StrEnum):
    """What becomes of several answers of one rater to one item."""

    REFUSE = "refuse"
    FIRST = "first"
    LAST = "last"
    MEAN = "mean"


class Interval(NamedTuple):
    """The limits of a confidence interval."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much the raters' work overlaps: without overlap there is no agreement to measure.

    Attributes:
        item_count: Items that at least two raters answered.
        single_count: Items that one rater answered.
        pair_count: Pairs of answers to the same item.
        mean_ratings: Answers per item, on average over all items.
        fewest_ratings: The fewest answers an item has.
        most_ratings: The most answers an item has.
    """

    item_count: int
    single_count: int
    pair_count: int
    mean_ratings: float
    fewest_ratings: int
    most_ratings: int

    def __str__(self) -> str:
        """In words.

        >>> print(Overlap(2, 1, 4, 5 / 3, 1, 3))
        2 of 3 items have at least 2 raters; 1.67 ratings per item (1 to 3)
        """
        whole = self.item_count + self.single_count
        span = f"{self.fewest_ratings:,} to {self.most_ratings:,}"
        if self.fewest_ratings == self.most_ratings:
            span = "every item the same"
        return (
            f"{self.item_count:,} of {whole:,} items have at least 2 raters; "
            f"{self.mean_ratings:.3g} ratings per item ({span})"
        )


@dataclass(frozen=True, slots=True)
class Settings:
    """How numbers are made.

    Attributes:
        level: What distances mean to Krippendorff's alpha.
        confidence: The share of intervals that hold the true value.
        resamples: How many samples of items a bootstrap draws.
        seed: Where its random numbers begin.
    """

    level: Level = Level.NOMINAL
    confidence: float = 0.95
    resamples: int = 1000
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """One number, or why there is none.

    Attributes:
        value: The number; None where it is undefined.
        reason: Why it is undefined.
        interval: Its limits; None where there are none.
        interval_method: How they were made, or why there are none.
        standard_error: Of the number, where the method has one.
        item_count: Items that went into it.
        observed: The agreement observed, for what corrects it for chance.
        expected: The agreement expected by chance.
        note: What else a reader should know.
    """

    value: float | None
    reason: str = ""
    interval: Interval | None = None
    interval_method: str = ""
    standard_error: float | None = None
    item_count: int = 0
    observed: float | None = None
    expected: float | None = None
    note: str = ""


def undefined(reason: str, *, item_count: int = 0) -> Outcome:
    """No number, and why."""
    return Outcome(None, reason, item_count=item_count)
