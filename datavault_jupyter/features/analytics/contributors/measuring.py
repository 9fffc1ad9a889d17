"""The table of contributors, out of a few scans of the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from datavault_jupyter.features.analytics.agreement.looking import of_each_pair
from datavault_jupyter.features.analytics.agreement.weighted import has_places, with_others
from datavault_jupyter.features.analytics.contributors import queries
from datavault_jupyter.features.analytics.contributors.wire import (
    ContributorColumn,
    ContributorRow,
    ContributorTable,
    ContributorTotals,
)
from datavault_jupyter.features.analytics.evaluation.records import RatedField, RatedKind
from datavault_jupyter.features.analytics.records import Level
from datavault_jupyter.storage.engine import rows_of

if TYPE_CHECKING:
    from datavault_jupyter.features.analytics.agreement.counting import Ratings
    from datavault_jupyter.storage.engine import Cursor

MOST_ROWS = 500
_UNITS = {RatedKind.BOOLEAN: "rate", RatedKind.PAIRWISE: "rate", RatedKind.TEXT: "length"}
_FIXED = 10
CLAIMED = "From claiming a task to handing it in, pauses included."
GIVEN = "As the column of seconds says."


@dataclass(frozen=True)
class Beside:
    """What is known of contributors beside their answers.

    Attributes:
        names: What people are called, by the key of their answers.
        judged: Their answers that were reviewed, and those that passed at once.
        reviews: Tasks reviewed, passed at once, and verdicts.
        resolved: Their answers to items that came to something, and those that are the same.
        noun: What is answered.
        time: How the time of an item is measured.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    judged: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    reviews: tuple[int, int, int] = (0, 0, 0)
    resolved: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    noun: str = "item"
    time: str = ""


@dataclass(frozen=True)
class _Shared:
    kappa: float | None = None
    agree: float | None = None
    shared: int = 0


def is_weighed(rated: RatedField) -> bool:
    """Whether two answers of a field can be more or less far apart."""
    return rated.level is not Level.NOMINAL


def metric_name(rated: RatedField | None, ratings: Ratings | None) -> str:
    """What is told of two raters, in words."""
    if rated is None or ratings is None:
        return ""
    if is_weighed(rated) and has_places(ratings):
        return "weighted κ"
    return "Cohen’s κ"


def measured(
    cursor: Cursor,
    fields: Sequence[RatedField],
    main: RatedField | None,
    ratings: Ratings | None,
    beside: Beside,
) -> ContributorTable:
    """Who answered, most answers first.

    Args:
        cursor: Which has the answers.
        fields: What was answered.
        main: The field of trend and agreement.
        ratings: Its ratings, where agreement can be told.
        beside: What else is known.
    """
    numbered = [(each, number) for each in fields if (number := queries.number_of(each))]
    found = rows_of(cursor, queries.by_rater([number for _, number in numbered]))
    raters, whole = [row[1:] for row in found if not row[0]], found[-1][1:]
    most = raters[:MOST_ROWS]
    # A field that nobody answered has no column.
    kept = [at for at in range(len(numbered)) if whole[_FIXED + 2 * at]]
    shared = _shared(main, ratings)
    trends, starts = _trends(cursor, main, whole[5], whole[6])
    return ContributorTable(
        noun=beside.noun,
        main=main.name if main else "",
        choices=tuple(each.name for each in fields),
        columns=tuple(_column(numbered[at][0], at, whole, most) for at in kept),
        rows=tuple(
            _row(row, kept, beside, shared.get(str(row[0]), _Shared()), trends) for row in most
        ),
        row_count=len(raters),
        totals=_totals(cursor, whole, len(raters), beside) if raters else None,
        starts=starts,
        metric=metric_name(main, ratings),
        time=beside.time if whole[9] else "",
        sql=queries.shown(fields, main),
        reason="" if raters else "Nobody has answered yet, or the filter keeps no answer.",
    )  # fmt: skip


def _column(
    rated: RatedField, at: int, whole: tuple[Any, ...], rows: Sequence[tuple[Any, ...]]
) -> ContributorColumn:
    place = _FIXED + 2 * at + 1
    means = [row[place] for row in rows if row[place] is not None]
    unit = _UNITS.get(rated.kind, "mean")
    return ContributorColumn(
        rated.name, rated.title, unit, whole[place], min(means, default=None),
        max(means, default=None),
    )  # fmt: skip


def _row(
    row: tuple[Any, ...],
    kept: Sequence[int],
    beside: Beside,
    shared: _Shared,
    trends: Mapping[str, list[tuple[float | None, int]]],
) -> ContributorRow:
    rater, kind, answers, items, days, _, last, median, seconds, timed = row[:_FIXED]
    key = str(rater)
    judged, resolved = beside.judged.get(key, (0, 0)), beside.resolved.get(key, (0, 0))
    trend = trends.get(key, [])
    return ContributorRow(
        key=key,
        name=beside.names.get(key, key),
        kind=kind or "",
        answer_count=answers,
        item_count=items,
        day_count=days,
        per_day=_share(answers, days),
        per_hour=_share(3600 * timed, seconds),
        median_seconds=median,
        active_at=last,
        means=tuple(row[_FIXED + 2 * at + 1] for at in kept),
        counts=tuple(row[_FIXED + 2 * at] for at in kept),
        trend=tuple(mean for mean, _ in trend),
        answered=tuple(number for _, number in trend),
        kappa=shared.kappa,
        agree=shared.agree,
        shared=shared.shared,
        as_resolved=_share(resolved[1], resolved[0]),
        resolved_count=resolved[0],
        passed=_share(judged[1], judged[0]),
        reviewed_count=judged[0],
    )


def _totals(
    cursor: Cursor, whole: tuple[Any, ...], number: int, beside: Beside
) -> ContributorTotals:
    ((active, days, last_day),) = rows_of(cursor, queries.active())
    tasks, passed, verdicts = beside.reviews
    return ContributorTotals(
        answer_count=whole[2],
        item_count=whole[3],
        contributor_count=number,
        day_count=days,
        per_day=_share(active, days),
        last_day=last_day,
        per_contributor=_share(whole[2], number),
        median_seconds=whole[7],
        passed=_share(passed, tasks),
        rounds=_share(verdicts, tasks),
        reviewed_count=tasks,
    )


def _share(part: float | None, whole: float | None) -> float | None:
    return None if part is None or not whole else float(part) / float(whole)


def _shared(main: RatedField | None, ratings: Ratings | None) -> dict[str, _Shared]:
    if main is None or ratings is None or not ratings.counts.paired_count:
        return {}
    weighed = is_weighed(main) and has_places(ratings)
    others = with_others(of_each_pair(ratings, is_weighted=weighed), ratings.rater_count)
    return {
        str(name): _Shared(
            None if np.isnan(others.kappa[at]) else float(others.kappa[at]),
            None if np.isnan(others.agreement[at]) else float(others.agreement[at]),
            int(others.shared[at]),
        )
        for at, name in enumerate(ratings.named("raters"))
    }


def _trends(
    cursor: Cursor, main: RatedField | None, low: datetime | None, high: datetime | None
) -> tuple[dict[str, list[tuple[float | None, int]]], tuple[datetime, ...]]:
    """Each rater's mean and answers in each stretch of time, and when stretches begin."""
    if low is None or high is None or low == high:
        return {}, ()
    number = queries.number_of(main) if main else None
    made: dict[str, list[tuple[float | None, int]]] = {}
    for rater, stretch, answers, mean in rows_of(cursor, queries.over_time(number)):
        line = made.setdefault(str(rater), [(None, 0)] * queries.BUCKETS)
        line[stretch] = (mean, answers)
    length = (high - low) / queries.BUCKETS
    starts = tuple((low + at * length).astimezone(UTC) for at in range(queries.BUCKETS))
    return made, starts
