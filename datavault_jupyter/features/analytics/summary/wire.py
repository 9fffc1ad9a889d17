"""What is told of a field: numbers, and the SQL behind them.

Nothing here needs numpy or DuckDB: a vault's operations name these types before anybody asks.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL that gives numbers of a block, over the table ``answers``.

    Attributes:
        title: What it gives.
        text: As ``ds.analytics.sql(…)`` takes it.
    """

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Quantile:
    """The value below which a share of the values lies, between neighbours by their distance."""

    share: float
    value: float


@dataclass(frozen=True, slots=True)
class ValueBin:
    """A bar of a histogram: from low (included) to high."""

    low: str
    high: str
    count: int


@dataclass(frozen=True, slots=True)
class Category:
    """A value of a scale or a choice, in the order of the field.

    Attributes:
        value: As text.
        label: What the form calls it; the value where it says nothing.
        count: How often it was given.
        share: Of the answers that have a value; of several choices they sum up to more than 1.
        low: The interval of the share (Wilson 1927).
        high: Its upper limit.
        is_listed: Whether the field's own order has it.
    """

    value: str
    label: str
    count: int
    share: float
    low: float
    high: float
    is_listed: bool = True


@dataclass(frozen=True, slots=True)
class RankedOption:
    """What is ranked.

    Attributes:
        option: Its name.
        count: In how many rankings it is.
        mean_rank: 1 is best.
        sd: Of its ranks; None of a single one.
        first_count: How often it was first.
        first_share: In which share of its rankings.
        low: The interval of that share (Wilson 1927).
        high: Its upper limit.
    """

    option: str
    count: int
    mean_rank: float
    sd: float | None
    first_count: int
    first_share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Position:
    """Whether the place on the screen decides who wins.

    Attributes:
        first_count: How often the one shown first won.
        second_count: How often the second.
        share: Of the first, among those that were decided.
        low: Its interval (Wilson 1927).
        high: The upper limit.
        p_value: Of the exact two-sided sign test.
    """

    first_count: int
    second_count: int
    share: float
    low: float
    high: float
    p_value: float


@dataclass(frozen=True, slots=True)
class Block:
    """One field summed up.

    Attributes:
        field: Its name.
        title: What people read.
        kind: numeric, rating, boolean, select, multi_select, pairwise, ranking, text, time or list.
        unit: Of its numbers: what the form says, ``characters`` of texts, ``values`` of lists.
        count: How many answers have a value.
        missing_count: How many of those that were asked have none.
        mean: Of numbers, ratings, lengths.
        median: The same.
        sd: Standard deviation of the sample (n − 1).
        low: The smallest value, as text.
        high: The largest.
        quantiles: At 5, 25, 75 and 95 percent.
        interval_low: Of the mean, or of the rate of yes.
        interval_high: Its upper limit.
        interval_method: How it was made, or why there is none.
        rate: The share of yes.
        categories: Its values with their counts; the most frequent 50 where there are more.
        rest_count: How many different values are not among them.
        bins: Of numbers, lengths and times.
        options: Of a ranking, the best mean rank first.
        position: Of a pairwise field.
        is_scale: Whether the categories have an order.
        reason: Why there is nothing to tell; "" where there is.
        notes: What a reader should know.
        statements: The SQL.
    """

    field: str
    title: str
    kind: str
    unit: str
    count: int
    missing_count: int
    mean: float | None = None
    median: float | None = None
    sd: float | None = None
    low: str | None = None
    high: str | None = None
    quantiles: tuple[Quantile, ...] = ()
    interval_low: float | None = None
    interval_high: float | None = None
    interval_method: str = ""
    rate: float | None = None
    categories: tuple[Category, ...] = ()
    rest_count: int = 0
    bins: tuple[ValueBin, ...] = ()
    options: tuple[RankedOption, ...] = ()
    position: Position | None = None
    is_scale: bool = False
    reason: str = ""
    notes: tuple[str, ...] = ()
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A field within one group.

    Attributes:
        group: The group as text; None of answers that have none.
        title: What people read: a person's name instead of their key.
        count: How many answers have a value.
        missing_count: How many have none.
        value: The mean, or the rate, by the breakdown's measure; None without values.
        low: Its interval's lower limit; None of fewer than two values.
        high: Its upper one.
        shares: Of the breakdown's categories, in their order.
    """

    group: str | None
    title: str
    count: int
    missing_count: int
    value: float | None
    low: float | None
    high: float | None
    shares: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A field by another column, or over time.

    Attributes:
        field: The field.
        by: The column.
        measure: ``mean``, ``rate``, ``shares``, ``mean length``, ``mean rank``.
        span: hour, day, week or month where it is over time; "" otherwise.
        categories: What shares are of.
        rows: The groups: over time in their order, else the most frequent first.
        rest_count: How many more groups there are.
        reason: Why there is nothing to tell.
        statements: The SQL.
    """

    field: str
    by: str
    measure: str
    span: str
    categories: tuple[str, ...]
    rows: tuple[GroupRow, ...]
    rest_count: int = 0
    reason: str = ""
    statements: tuple[Statement, ...] = ()
