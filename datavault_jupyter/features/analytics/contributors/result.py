"""Contributors, in the user's hands."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from datavault_jupyter.features.analytics.tables import MOST_COLUMNS, Table

if TYPE_CHECKING:
    from datavault_jupyter.features.analytics.contributors.wire import (
        ContributorRow,
        ContributorTable,
    )

_BEFORE = ("contributor", "kind", "answers", "items", "active_days", "per_day", "per_hour",
           "median_seconds")  # fmt: skip
# In the frame, and not among what is shown at first.
_UNSHOWN = ("kind", "active_days", "shared", "reviewed", "per_hour", "agreement_with_others")
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

    def __repr__(self) -> str:
        """The columns that say most, as plain text."""
        return repr(self.shown)

    def html(self) -> str:
        """The same as a framed table without scripts."""
        return self.shown.html()

    @cached_property
    def shown(self) -> Table:
        """What it shows of itself: columns in which anybody has a value, most telling first."""
        has_value = [
            any(row[at] not in (None, "") for row in self.rows) for at in range(len(self.columns))
        ]
        kept = [
            at
            for at, name in enumerate(self.columns)
            if has_value[at] and name not in _UNSHOWN and not name.endswith("_difference")
        ]
        ahead = [at for at in kept if self.columns[at] in (*_BEFORE, *_AFTER)]
        room = max(MOST_COLUMNS - len(ahead), 0)
        means = [at for at in kept if at not in ahead][:room]
        chosen = sorted([*ahead, *means])
        return Table(
            self.title,
            tuple(self.columns[at] for at in chosen),
            tuple(tuple(row[at] for at in chosen) for row in self.rows),
            (*self.notes, f"{len(self.columns)} columns in .df(); .over_time, .sql, .to_csv(…)"),
        )


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
