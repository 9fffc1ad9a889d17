"""What the sections of the analytics tab ask and are told, as it goes over the wire.

Nothing here needs numpy or DuckDB: a vault's operations name these types before anybody asks.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldAgreement:
    """How far raters agree on one field, by the coefficient that fits it.

    Attributes:
        kind: What the field asks for.
        level: What distances mean: nominal, ordinal, interval or ratio.
        metric: The coefficient's name, as ``ds.analytics.agreement(field)[name]`` takes it.
        label: What people call it.
        symbol: Its sign.
        agree: The share of pairs of answers that are the same; None without any.
        value: Of the coefficient; None where it is undefined.
        reason: Why it is undefined.
        low: The interval's lower limit.
        high: Its upper one.
        why: Why this coefficient.
        meaning: What the value says, in plain words.
        ground: On what it stands: scale, overlap, pairs.
        source: Of the formula.
        remark: Why it scores low though answers agree often; "" where it doesn't.
        item_count: Items with two or more answers.
        single_count: Items with one.
        pair_count: Pairs of answers.
        fewest: The fewest answers an item has.
        most: The most.
        rater_count: Who answered.
        notes: What was left out.
        formula: Of the coefficient.
        sql: The counting behind it, over the answers.
    """

    field: str
    title: str
    kind: str
    level: str
    metric: str
    label: str
    symbol: str
    agree: float | None
    value: float | None
    reason: str
    low: float | None
    high: float | None
    why: str
    meaning: str
    ground: str
    source: str
    remark: str
    item_count: int
    single_count: int
    pair_count: int
    fewest: int
    most: int
    rater_count: int
    notes: tuple[str, ...]
    formula: str
    sql: str


@dataclass(frozen=True, slots=True)
class AgreementTable:
    """Every field on which people can agree.

    Attributes:
        noun: What is answered: task or item.
        confidence: The share of intervals that hold the true value.
    """

    fields: tuple[FieldAgreement, ...]
    noun: str
    confidence: float


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Two raters who share an item.

    Attributes:
        one: The first one's place among the names.
        other: The second one's.
        item_count: Items that both answered.
        agree: The share of them with the same answer.
        kappa: Of the two; None where it is undefined.
    """

    one: int
    other: int
    item_count: int
    agree: float
    kappa: float | None


@dataclass(frozen=True, slots=True)
class RaterName:
    """Somebody who answered.

    Attributes:
        key: Under which their answers stand.
        name: As people know them.
    """

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class AgreementMatrix:
    """Who agrees with whom on one field.

    Attributes:
        label: What the cells tell.
        raters: Most answers first.
        rater_count: Of all, where only some are here.
        pairs: Those that share an item.
        sql: The counting behind it.
        formula: How a cell is made, with its source.
        reason: Why there are no cells.
    """

    field: str
    label: str
    raters: tuple[RaterName, ...]
    rater_count: int
    pairs: tuple[PairAgreement, ...]
    sql: str
    formula: str
    reason: str


@dataclass(frozen=True, slots=True)
class SideAnswer:
    """What somebody answered to an item."""

    rater: str
    value: str


@dataclass(frozen=True, slots=True)
class DisagreedItem:
    """An item on whose answers people disagree.

    Attributes:
        item: The item, as text.
        row: Of the dataset, where its answers stand; None where that isn't known.
        label: What it is about, where the dataset says.
        disagreement: 0 where all are the same.
        answers: Side by side.
    """

    item: str
    row: int | None
    label: str
    disagreement: float
    answers: tuple[SideAnswer, ...]


@dataclass(frozen=True, slots=True)
class Disagreements:
    """The items that people disagree on most."""

    field: str
    items: tuple[DisagreedItem, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One of all coefficients of a field."""

    name: str
    label: str
    value: float | None
    reason: str
    low: float | None
    high: float | None
    interval: str
    item_count: int
    reading: str
    note: str
    formula: str
    source: str


@dataclass(frozen=True, slots=True)
class AnswerAgreement:
    """One answer: how often it was given, and how often others then said the same.

    Attributes:
        agree: When one rater gave it, how often another one did; None without others.
        kappa: That corrected for its share.
    """

    answer: str
    count: int
    share: float
    agree: float | None
    kappa: float | None


@dataclass(frozen=True, slots=True)
class WithoutRater:
    """The coefficient when one rater is left out.

    Attributes:
        change: Above 0: without them it is higher.
    """

    rater: str
    count: int
    value: float | None
    change: float | None
    reason: str


@dataclass(frozen=True, slots=True)
class AgreementDetail:
    """Everything there is to say of a field's agreement.

    Attributes:
        without: Who pulls it down comes first; empty where there are too few or too many raters.
        sql: The counting behind it, over the answers.
    """

    field: str
    coefficients: tuple[Coefficient, ...]
    answers: tuple[AnswerAgreement, ...]
    without: tuple[WithoutRater, ...]
    sql: str
