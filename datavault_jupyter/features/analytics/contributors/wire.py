"""What the table of contributors asks and is told, as it goes over the wire."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ContributorColumn:
    """A field that each contributor has a number of.

    Attributes:
        unit: What the number is: mean, rate or length.
        mean: Over the answers of all; None without any.
        low: The least mean that anybody has.
        high: The greatest.
    """

    field: str
    title: str
    unit: str
    mean: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class ContributorRow:
    """What one person, or function, did.

    Attributes:
        key: Under which their answers stand.
        name: As people know them.
        kind: person, function, or "" where nobody says.
        per_day: Answers for each day on which they answered.
        per_hour: Answers for each hour between claiming and handing in; None without times.
        median_seconds: From claim to handing in.
        active_at: When they last answered.
        means: Of each field, in the order of the columns.
        counts: Answers of each field.
        trend: The main field's mean in each stretch of time; None where they gave no answer.
        answered: Answers in each stretch.
        kappa: With the others on the main field: the mean over pairs, weighted by shared items.
        agree: How often they gave another one's answer.
        shared: Items shared with others, once for each other.
        as_resolved: The share of their answers that are what the item came to.
        resolved_count: Their answers to items that came to something.
        passed: The share of their reviewed answers that passed the first time.
        reviewed_count: Their answers that were reviewed.
    """

    key: str
    name: str
    kind: str
    answer_count: int
    item_count: int
    day_count: int
    per_day: float | None
    per_hour: float | None
    median_seconds: float | None
    active_at: datetime | None
    means: tuple[float | None, ...]
    counts: tuple[int, ...]
    trend: tuple[float | None, ...]
    answered: tuple[int, ...]
    kappa: float | None
    agree: float | None
    shared: int
    as_resolved: float | None
    resolved_count: int
    passed: float | None
    reviewed_count: int


@dataclass(frozen=True, slots=True)
class ContributorTotals:
    """All together.

    Attributes:
        per_day: Of contributors active on a day that had answers, on average.
        last_day: Contributors active on the last day.
        passed: The share of reviewed tasks that passed the first time; None without reviews.
        rounds: Reviews for each reviewed task.
        median_seconds: From claim to handing in.
    """

    answer_count: int
    item_count: int
    contributor_count: int
    day_count: int
    per_day: float | None
    last_day: int
    per_contributor: float | None
    median_seconds: float | None
    passed: float | None
    rounds: float | None
    reviewed_count: int


@dataclass(frozen=True, slots=True)
class ContributorTable:
    """Who answered, most answers first.

    Attributes:
        noun: What is answered: task or item.
        main: The field of "vs mean", "over time" and "with others"; "" where there is none.
        choices: Fields that it can be.
        columns: Fields with a number.
        row_count: Contributors, also those beyond the first.
        starts: When each stretch of time begins.
        metric: What agreement with others tells, and how.
        time: How the time of a task is measured; "" where it isn't known.
        sql: Behind the numbers, over the answers.
        reason: Why there is no table.
    """

    noun: str
    main: str
    choices: tuple[str, ...]
    columns: tuple[ContributorColumn, ...]
    rows: tuple[ContributorRow, ...]
    row_count: int
    totals: ContributorTotals | None
    starts: tuple[datetime, ...]
    metric: str
    time: str
    sql: str
    reason: str
