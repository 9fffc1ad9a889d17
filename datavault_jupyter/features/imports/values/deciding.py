"""Which type a column gets, decided from what is true of all its texts. Nothing is read here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from datavault_jupyter.features.imports.values import dates

# In the order in which they are tried; the first that holds every text is the column's type.
INTEGERS = ("BIGINT", "UBIGINT", "HUGEINT")
MOMENTS = ("BOOLEAN", "DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "TIME")
TRIED = (*INTEGERS, "DOUBLE", *MOMENTS)
MAX_DECIMAL = 38


@dataclass(frozen=True, slots=True)
class Profile:
    """What is true of all texts of one column.

    Attributes:
        filled_count: How many texts there are, without empty ones and null words.
        word_count: How many texts are null words.
        blank_count: How many texts are empty (quoted, in a CSV file).
        holds: For each type tried, whether it holds every text.
        are_integers: Whether every text is a whole number, of any length.
        whole_digits: The most digits before the point; None when a text is no plain number.
        decimal_places: The most digits after it.
        are_zoned: Whether every text is a time stamp with an offset, whichever.
        first_word: A null word that occurs.
        written: What is true of them as dates in an order that can't be seen; None where some
            are none.
    """

    filled_count: int
    word_count: int
    blank_count: int
    holds: dict[str, bool]
    are_integers: bool
    whole_digits: int | None
    decimal_places: int | None
    are_zoned: bool
    first_word: str | None
    written: dates.Written | None = None

    @property
    def dates(self) -> dates.Written | None:
        """How its dates are written, where they would stay text."""
        return self.written if self.written and decide(self) == "VARCHAR" else None

    @property
    def is_settled(self) -> bool:
        """Whether text is the answer for good: more rows can only add texts that fit less.

        Except after very long whole numbers that a double holds: a fraction would make it one.
        """
        may_become_double = self.are_integers and self.holds.get("DOUBLE", False)
        return self.filled_count > 0 and decide(self) == "VARCHAR" and not may_become_double


def decide(profile: Profile) -> str:
    """The type that holds every text exactly, else text.

    >>> facts = dict(
    ...     filled_count=2,
    ...     word_count=0,
    ...     blank_count=0,
    ...     are_integers=True,
    ...     whole_digits=25,
    ...     decimal_places=0,
    ...     are_zoned=False,
    ...     first_word=None,
    ... )
    >>> decide(Profile(holds={"HUGEINT": True, "DOUBLE": False}, **facts))
    'HUGEINT'
    >>> facts |= {"are_integers": False, "decimal_places": 3}
    >>> decide(Profile(holds={"DOUBLE": False}, **facts))
    'DECIMAL(28,3)'
    """
    if profile.filled_count == 0:
        return "VARCHAR"
    for kind in INTEGERS:
        if profile.holds.get(kind):
            return kind
    if profile.are_integers:
        return "VARCHAR"  # longer than any number: a double would round them
    if profile.holds.get("DOUBLE"):
        return "DOUBLE"
    if profile.whole_digits is not None and profile.decimal_places is not None:
        width = max(profile.whole_digits + profile.decimal_places, 1)
        if width <= MAX_DECIMAL:
            return f"DECIMAL({width},{profile.decimal_places})"
    for kind in MOMENTS:
        if profile.holds.get(kind):
            return kind
    return "VARCHAR"


def from_row(row: tuple[Any, ...]) -> Profile:
    """A profile from the values of `queries.facts`, in its order."""
    tried, written = row[8 : -dates.COUNT], row[-dates.COUNT :]
    holds = {kind: bool(value) for kind, value in zip(TRIED, tried, strict=True)}
    return Profile(
        filled_count=row[0],
        word_count=row[1],
        blank_count=row[2],
        holds=holds,
        are_integers=bool(row[3]),
        whole_digits=row[4],
        decimal_places=row[5],
        are_zoned=bool(row[6]),
        first_word=row[7],
        written=dates.from_row(written),
    )
