"""Contributors, in the user's hands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from datavault_jupyter.features.analytics.tables import Table

if TYPE_CHECKING:
    from datavault_jupyter.features.analytics.contributors.wire import (
        ContributorRow,
        ContributorTable,
    )

_BEFORE = ("contributor", "kind", "answers", "items", "active_days", "per_day", "per_hour",
           "median_seconds")  # fmt: skip
_AFTER = ("kappa_with_others", "agreement_with_others", "shared", "as_resolved", "pass_rate",
          "reviewed", "last_active")  # fmt: skip


@dataclass(frozen=True, repr=False)
class Contributors(Table):
    """Who answered: a `Table` with a row for each, most answers first.

    Attributes:
        sql: Behind the numbers, over the answers.
        over_time: The main field's mean in each stretch of time, a row for each contributor.
    """

    sql: str = ""
    over_time: Table = field(default_factory=lambda: Table("Over time", ("contributor",), ()))


def result_of(found: ContributorTable) -> Contributors:
    """The table as people use it in Python."""
    names = [(each, f"{each.unit}_{each.field}") for each in found.columns]
    heads = [head for _, name in names for head in (name, f"{name}_difference")]
    rows = tuple(_row(each, [column.mean for column, _ in names]) for each in found.rows)
    notes = []
    if found.metric:
        notes.append(
            f"Agreement with others on {found.main}: {found.metric}, the mean over pairs of "
            "contributors weighted by shared items; how often both gave the same answer."
        )
    if found.time:
        notes.append(f"Time of one {found.noun}: {found.time}")
    if found.reason:
        notes.append(found.reason)
    if found.row_count > len(rows):
        notes.append(f"The first {len(rows):,} of {found.row_count:,} contributors.")
    starts = tuple(f"{each:%Y-%m-%d %H:%M}" for each in found.starts)
    lines = tuple((each.name, *each.trend) for each in found.rows if each.trend)
    return Contributors(
        "Contributors",
        (*_BEFORE, *heads, *_AFTER),
        rows,
        tuple(notes),
        found.sql,
        Table(f"Mean of {found.main or 'nothing'} over time", ("contributor", *starts), lines),
    )


def _row(each: ContributorRow, means: list[float | None]) -> tuple[Any, ...]:
    told: list[Any] = []
    for own, mean in zip(each.means, means, strict=True):
        told += [own, None if own is None or mean is None else own - mean]
    return (
        each.name, each.kind, each.answer_count, each.item_count, each.day_count, each.per_day,
        each.per_hour, each.median_seconds, *told, each.kappa, each.agree, each.shared,
        each.as_resolved, each.passed, each.reviewed_count, each.active_at,
    )  # fmt: skip
