"""A field by another column, or over time."""

from __future__ import annotations

import math
from dataclasses import replace

from datavault_jupyter.features.analytics.evaluation.naming import found_column
from datavault_jupyter.features.analytics.evaluation.records import (
    GivenColumn,
    RatedField,
    RatedKind,
)
from datavault_jupyter.features.analytics.evaluation.source import Answers
from datavault_jupyter.features.analytics.intervals import of_mean
from datavault_jupyter.features.analytics.summary import queries
from datavault_jupyter.features.analytics.summary.blocks import Blocks
from datavault_jupyter.features.analytics.summary.wire import Breakdown, GroupRow, Statement
from datavault_jupyter.storage.columns import Column
from datavault_jupyter.storage.kinds import MOMENTS, ZONED, type_kind
from datavault_jupyter.storage.sql import quoted

SUBMITTED = GivenColumn("submitted_at", "submitted_at", "TIMESTAMP WITH TIME ZONE")
RATER = GivenColumn("rater", "rater", "VARCHAR")
NODE = GivenColumn("node", "node", "VARCHAR")
MOST_SHARES = 12
_DAY = 86_400
# Longer spans than these are shown by the next unit.
_SPANS = ((2 * _DAY, "hour"), (92 * _DAY, "day"), (730 * _DAY, "week"))
_MEASURES = {
    RatedKind.NUMERIC: "mean", RatedKind.RATING: "mean", RatedKind.BOOLEAN: "rate",
    RatedKind.TEXT: "mean length", RatedKind.LIST: "mean length", RatedKind.TIME: "count",
}  # fmt: skip


def own_columns(answers: Answers) -> list[GivenColumn]:
    """The columns of answers themselves that they can be grouped by."""
    counts, made = answers.counts, []
    if answers.pipeline is not None or answers.mapping.submitted_at:
        made.append(SUBMITTED)
    if counts.raters is not None:
        made.append(RATER)
    if answers.pipeline is not None:
        made.append(NODE)
    return made


def by_of(answers: Answers, name: str) -> RatedField | GivenColumn:
    """The column to group by; a column of the dataset goes before the answer's own.

    Raises:
        BadArgument: there is none of the name.
    """
    taken = answers.names
    own = {each.name: each for each in own_columns(answers) if each.name not in taken}
    return own[name] if name in own else found_column(answers.fields, answers.given, name)


def unit_of(seconds: float) -> str:
    """By which pieces of time a span is shown.

    >>> unit_of(3600), unit_of(7 * 86400), unit_of(1000 * 86400)
    ('hour', 'day', 'month')
    """
    return next((unit for most, unit in _SPANS if seconds <= most), "month")


class Breaking:
    """Breaks fields down, over a narrow copy of the answers that has the column.

    Args:
        answers: The answers.
        blocks: Sums up fields.
        by: The column.
        confidence: The share of intervals that hold the true value.
    """

    def __init__(
        self, answers: Answers, blocks: Blocks, by: RatedField | GivenColumn, confidence: float
    ) -> None:
        self._answers = answers
        self._blocks = blocks
        self._by = by
        self._confidence = confidence
        kind = type_kind(Column(by.name, by.type, by.column))
        self._unit = self._span(kind)
        self._group = queries.Group.of(by.column, self._unit, is_zoned=kind in ZONED)

    def _span(self, kind: str) -> str:
        if kind not in MOMENTS and kind != "date":
            return ""
        low, high = self._answers.run.row(queries.span(self._by.column))
        unit = unit_of((high or 0) - (low or 0))
        return "day" if kind == "date" and unit == "hour" else unit

    def of(self, field: RatedField) -> Breakdown:
        """A field in each group."""
        measure = _MEASURES.get(field.kind, "shares")
        is_words = field.type.startswith(("VARCHAR", "ENUM"))
        if measure == "shares" or (field.kind is RatedKind.RATING and is_words):
            return self._shares(field)
        made = Breakdown(field.name, self._by.name, measure, self._unit, (), ())
        if field.kind is RatedKind.TIME:
            text = queries.grouped_sizes(field, self._group, queries.NARROW)
            found = [(*row, None, None) for row in self._blocks.rows(text)]
            shown = queries.grouped_sizes(field, self._group)
        else:
            text = queries.grouped_numbers(field, self._group, queries.NARROW)
            found = self._blocks.rows(text)
            shown = queries.grouped_numbers(field, self._group)
        rows = []
        for group, n, missing, mean, sd in found[: self._most]:
            value, low, high = self._measured(field, int(n), mean, sd)
            rows.append(GroupRow(group, str(group or ""), int(n), int(missing), value, low, high))
        return self._finished(made, rows, len(found), shown)

    def _measured(
        self, field: RatedField, n: int, mean: float | None, sd: float | None
    ) -> tuple[float | None, float | None, float | None]:
        if mean is None or not math.isfinite(mean):
            return None, None, None
        if field.kind is RatedKind.BOOLEAN:
            return self._blocks.share(round(float(mean) * n), n)
        if not sd or not math.isfinite(sd):
            return float(mean), None, None
        low, high = of_mean(float(mean), float(sd), n, self._confidence)
        return float(mean), low, high

    def _shares(self, field: RatedField) -> Breakdown:
        value, names = self._value_of(field)
        sizes = self._blocks.rows(queries.grouped_sizes(field, self._group, queries.NARROW))
        text = queries.grouped_values(field, self._group, value, queries.NARROW)
        counts: dict[tuple[str | None, str], int] = {}
        for group, each, n in self._blocks.rows(text):
            if each is not None:
                counts[group, str(each)] = counts.get((group, str(each)), 0) + int(n)
        rows = []
        for group, n, missing in sizes[: self._most]:
            shares = tuple(counts.get((group, key), 0) / n if n else 0.0 for key in names)
            rows.append(
                GroupRow(group, str(group or ""), int(n), int(missing), None, None, None, shares)
            )
        made = Breakdown(field.name, self._by.name, "shares", self._unit, tuple(names.values()), ())
        shown = queries.grouped_values(field, self._group, value)
        return self._finished(made, rows, len(sizes), shown)

    def _value_of(self, field: RatedField) -> tuple[str, dict[str, str]]:
        """The SQL of what is counted, and the labels of what is shown by its text."""
        column = quoted(field.column)
        block = self._blocks.block(field)
        if field.kind is RatedKind.RANKING:
            firsts = sorted(block.options, key=lambda each: -each.first_count)[:MOST_SHARES]
            return f"list_extract({column}, 1)", {each.option: each.option for each in firsts}
        if field.kind is RatedKind.PAIRWISE:
            words, columns = self._blocks.sides(field)
            case = queries.side_of(field, words, columns)
            return case, {each.value: each.label for each in block.categories}
        if block.is_scale:
            shown = block.categories[:MOST_SHARES]
        else:
            frequent = sorted(block.categories, key=lambda each: -each.count)[:MOST_SHARES]
            shown = tuple(each for each in block.categories if each in frequent)
        labels = {each.value: each.label for each in shown}
        if field.kind is RatedKind.MULTI_SELECT:
            return f"unnest(list_distinct({column}))", labels
        return f"CAST({column} AS VARCHAR)", labels

    @property
    def _most(self) -> int:
        # Pieces of time all belong to the picture.
        return 2_000 if self._unit else queries.MOST_GROUPS

    def _finished(self, made: Breakdown, rows: list[GroupRow], total: int, shown: str) -> Breakdown:
        if self._by is RATER:
            names = self._answers.people([row.group for row in rows if row.group])
            rows = [replace(row, title=names.get(row.group or "", row.title)) for row in rows]
        rows = self._ordered(rows)
        has_any = any(row.count for row in rows)
        return replace(
            made,
            rows=tuple(rows) if has_any else (),
            rest_count=max(total - len(rows), 0),
            reason="" if has_any else "No answers to break down.",
            statements=(Statement("Groups", shown),),
        )

    def _ordered(self, rows: list[GroupRow]) -> list[GroupRow]:
        """Groups of a scale in its order; others stay, the most frequent first."""
        order = self._by.order if isinstance(self._by, RatedField) else None
        if not order or self._unit:
            return rows
        places = {str(each).lower(): at for at, each in enumerate(order)}
        last = len(places)
        return sorted(rows, key=lambda row: places.get(str(row.group).lower(), last))
