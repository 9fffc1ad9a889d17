"""What comparisons ask and are told, as it goes over the wire."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ModelScore:
    """One that is compared.

    Attributes:
        name: Its name.
        count: Its comparisons.
        wins: How often it won.
        ties: How often neither did.
        losses: How often it lost.
        rate: (wins + ties / 2) / comparisons.
        low: Wilson's lower limit.
        high: The upper one.
        p_value: Of the exact sign test of wins against losses.
        strength: By the method: log odds against the average, or an Elo rating; None with a reason.
        strength_low: Its interval.
        strength_high: Its interval.
        reason: Why it has no strength.
    """

    name: str
    count: int
    wins: int
    ties: int
    losses: int
    rate: float | None
    low: float | None
    high: float | None
    p_value: float | None
    strength: float | None
    strength_low: float | None
    strength_high: float | None
    reason: str


@dataclass(frozen=True, slots=True)
class DuelCell:
    """The one in the row against the one in the column.

    Attributes:
        one: The row's place among the models.
        other: The column's.
        rate: Of the row.
        count: Of comparisons.
    """

    one: int
    other: int
    rate: float
    count: int


@dataclass(frozen=True, slots=True)
class PositionFacts:
    """What it is worth to be shown first.

    Attributes:
        share: The first's part of decided comparisons; None without any.
        sentence: In words, with interval and test.
    """

    first_wins: int
    second_wins: int
    share: float | None
    low: float | None
    high: float | None
    p_value: float | None
    sentence: str


@dataclass(frozen=True, slots=True)
class PairwiseTable:
    """A field that says which of two is better.

    Attributes:
        first: The column of what was shown first; "" where none says it: then the two places are
            compared.
        second: The same of the second.
        columns: Columns that could say it.
        models: The strongest first, then by win rate.
        method: bradley_terry, davidson or elo.
        method_words: What the strengths are.
        notes: What was left out, and what a reader should know.
        sql: The counting behind it, over the answers.
    """

    field: str
    title: str
    first: str
    second: str
    columns: tuple[str, ...]
    models: tuple[ModelScore, ...]
    cells: tuple[DuelCell, ...]
    position: PositionFacts
    comparison_count: int
    method: str
    method_words: str
    notes: tuple[str, ...]
    sql: str
    formula: str


@dataclass(frozen=True, slots=True)
class RankScore:
    """One that is ranked.

    Attributes:
        rank: Its mean, 1 is best.
        low: The limits of the mean's t interval.
        high: The same.
        first_share: How often it came first; a shared first place is shared out.
    """

    name: str
    count: int
    rank: float
    low: float | None
    high: float | None
    first_share: float
    first_low: float | None
    first_high: float | None


@dataclass(frozen=True, slots=True)
class RankTable:
    """A field that puts several in order; the best first."""

    field: str
    title: str
    models: tuple[RankScore, ...]
    notes: tuple[str, ...]
    sql: str
    formula: str


@dataclass(frozen=True, slots=True)
class ComparisonTable:
    """What the comparison section shows.

    Attributes:
        columns: Columns by whose values any field can be compared.
        reasons: Fields that could not be compared, and why.
    """

    pairwise: tuple[PairwiseTable, ...]
    rankings: tuple[RankTable, ...]
    columns: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupPair:
    """Two groups.

    Attributes:
        difference: Of means, first less second; None where there are no numbers.
        effect: Hedges' g, or Cramér's V.
        effect_name: Which of the two.
        superiority: The chance that one of the first exceeds one of the second.
    """

    first: str
    second: str
    first_count: int
    second_count: int
    first_mean: float | None
    second_mean: float | None
    difference: float | None
    low: float | None
    high: float | None
    p_value: float | None
    effect: float | None
    effect_name: str
    superiority: float | None
    reason: str


@dataclass(frozen=True, slots=True)
class GroupTable:
    """One field by the values of a column, a row for each pair of values."""

    field: str
    group: str
    pairs: tuple[GroupPair, ...]
    notes: tuple[str, ...]
    sql: str
