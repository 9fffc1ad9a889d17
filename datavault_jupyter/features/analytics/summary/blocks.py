"""What is told of a field, out of what its answers count."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from datavault_jupyter.base.wording import count
from datavault_jupyter.features.analytics.comparison.loading import TIES
from datavault_jupyter.features.analytics.distributions import sign_test
from datavault_jupyter.features.analytics.evaluation.records import RatedField, RatedKind
from datavault_jupyter.features.analytics.evaluation.source import Answers
from datavault_jupyter.features.analytics.intervals import of_mean, wilson
from datavault_jupyter.features.analytics.summary import queries
from datavault_jupyter.features.analytics.summary.wire import (
    Block,
    Category,
    Position,
    Quantile,
    RankedOption,
    Statement,
    ValueBin,
)
from datavault_jupyter.features.content.histograms import bars
from datavault_jupyter.features.content.records import ColumnKind
from datavault_jupyter.features.content.shaping import kind_of
from datavault_jupyter.storage.columns import Column
from datavault_jupyter.storage.sql import Sql

_SIDES = ("first", "tie", "second")
_ONE_VALUE = "no interval: one value has no spread"
_SAME = "no interval: all values are the same"
_WIDE = "no interval: the values are too far apart"
TOO_LARGE = "The numbers are too large to be summed up."
NO_ANSWERS = "No answers yet."
NO_VALUES = "Nobody has filled it in."


class Blocks:
    """Sums up fields over a narrow copy of the answers.

    Args:
        answers: The answers.
        confidence: The share of intervals that hold the true value.
    """

    def __init__(self, answers: Answers, confidence: float) -> None:
        self._answers = answers
        self._confidence = confidence
        self._makers: dict[RatedKind, Callable[[RatedField, Block], Block]] = {
            RatedKind.NUMERIC: self._numeric,
            RatedKind.RATING: self._rating,
            RatedKind.BOOLEAN: self._boolean,
            RatedKind.SELECT: self._select,
            RatedKind.MULTI_SELECT: self._multi_select,
            RatedKind.PAIRWISE: self._pairwise,
            RatedKind.RANKING: self._ranking,
            RatedKind.TEXT: self._numeric,
            RatedKind.LIST: self._numeric,
            RatedKind.TIME: self._time,
        }

    def block(self, field: RatedField) -> Block:
        """One field."""
        units = {RatedKind.TEXT: "characters", RatedKind.LIST: "values"}
        unit = units.get(field.kind, str(field.settings.get("unit", "")))
        empty = Block(field.name, field.title, field.kind.value, unit, 0, 0)
        made = self._makers[field.kind](field, empty)
        if made.count or made.reason:
            return made
        return replace(made, reason=NO_VALUES if made.missing_count else NO_ANSWERS)

    def rows(self, text: str) -> list[tuple[Any, ...]]:
        """What a statement gives."""
        return self._answers.run.rows(Sql(text))

    def share(self, hits: int, total: int) -> tuple[float, float, float]:
        """A share with its interval."""
        low, high = wilson(hits, total, self._confidence)
        return hits / total, low, high

    def _numbers(self, field: RatedField, block: Block) -> Block:
        ((n, missing, mean, sd, low, high, quantiles),) = self.rows(
            queries.numbers(field, queries.NARROW)
        )
        shown = Statement("Numbers", queries.numbers(field))
        block = replace(
            block, count=int(n), missing_count=int(missing),
            statements=(*block.statements, shown),
        )  # fmt: skip
        if not n:
            return block
        if not math.isfinite(mean):
            return replace(block, reason=TOO_LARGE)
        sd = None if sd is None or not math.isfinite(sd) else float(sd)
        pairs = zip(queries.SHARES, quantiles, strict=True)
        block = replace(
            block,
            mean=float(mean),
            median=float(quantiles[queries.SHARES.index(0.5)]),
            sd=sd,
            low=_written(low),
            high=_written(high),
            quantiles=tuple(
                Quantile(share, float(value)) for share, value in pairs if share != 0.5
            ),
        )
        if sd is None or not sd:
            why = _ONE_VALUE if n == 1 else _WIDE if sd is None else _SAME
            return replace(block, interval_method=why)
        interval = of_mean(float(mean), sd, int(n), self._confidence)
        return replace(
            block, interval_low=interval.low, interval_high=interval.high,
            interval_method=f"t interval of the mean, {n - 1:,} degrees of freedom",
        )  # fmt: skip

    def _numeric(self, field: RatedField, block: Block) -> Block:
        block = self._numbers(field, block)
        is_length = field.kind in (RatedKind.TEXT, RatedKind.LIST)
        kind = ColumnKind.INTEGER if is_length else kind_of(_column(field))
        return self._with_bins(field, block, kind, queries.number_of(field))

    def _with_bins(self, field: RatedField, block: Block, kind: ColumnKind, value: str) -> Block:
        there = block.count and not block.reason
        cut = bars(_column(field), kind, value, block.low, block.high) if there else None
        if cut is None:
            return block
        counts = dict(self.rows(queries.bars(field, cut.number, queries.NARROW)))
        made = [
            ValueBin(low, high, int(counts.get(at, 0)))
            for at, (low, high) in enumerate(zip(cut.edges, cut.edges[1:], strict=False))
        ]
        shown = Statement("Histogram", queries.bars(field, cut.number))
        return replace(block, bins=tuple(made), statements=(*block.statements, shown))

    def _time(self, field: RatedField, block: Block) -> Block:
        ((n, missing, low, high),) = self.rows(queries.ends(field, queries.NARROW))
        block = replace(
            block, count=int(n), missing_count=int(missing), low=low, high=high,
            statements=(Statement("Ends", queries.ends(field)),),
        )  # fmt: skip
        column = _column(field)
        return self._with_bins(field, block, kind_of(column), queries.number_of(field))

    def _rating(self, field: RatedField, block: Block) -> Block:
        # A scale of imported data may be words with an order, which have no mean.
        if kind_of(_column(field)) in (ColumnKind.TEXT, ColumnKind.BOOLEAN):
            return self._select(field, block)
        return self._with_values(field, self._numbers(field, block))

    def _select(self, field: RatedField, block: Block) -> Block:
        made = self._with_values(field, block)
        return replace(made, is_scale=made.is_scale or field.level.value != "nominal")

    def _with_values(self, field: RatedField, block: Block) -> Block:
        found = self.rows(queries.values(field, queries.NARROW))
        counts = {_written(value): int(n) for value, n in found if value is not None}
        missing = sum(int(n) for value, n in found if value is None)
        block = replace(
            block, count=sum(counts.values()), missing_count=missing,
            is_scale=field.kind is RatedKind.RATING,
            statements=(*block.statements, Statement("Values", queries.values(field))),
        )  # fmt: skip
        return self._categorised(field, block, counts, block.count)

    def _categorised(
        self, field: RatedField, block: Block, counts: dict[str, int], total: int
    ) -> Block:
        order = [_written(value) for value in field.order or ()]
        labels = {str(key): str(label) for key, label in field.settings.get("labels", {}).items()}
        listed = [*order, *(value for value in counts if value not in set(order))]
        made = []
        for value in listed[: max(queries.MOST_CATEGORIES, len(order))] if total else []:
            number = counts.get(value, 0)
            share, low, high = self.share(min(number, total), total)
            made.append(
                Category(
                    value, labels.get(value, value), number, share, low, high,
                    is_listed=not order or value in set(order),
                )
            )  # fmt: skip
        return replace(block, categories=tuple(made), rest_count=max(len(listed) - len(made), 0))

    def _boolean(self, field: RatedField, block: Block) -> Block:
        made = self._with_values(field, block)
        hits = sum(each.count for each in made.categories if each.value == "true")
        names = {
            "true": str(field.settings.get("yes", "yes")),
            "false": str(field.settings.get("no", "no")),
        }
        made = replace(
            made,
            categories=tuple(
                replace(each, label=names.get(each.value, each.label)) for each in made.categories
            ),
        )
        if not made.count:
            return made
        share, low, high = self.share(hits, made.count)
        return replace(
            made, rate=share, interval_low=low, interval_high=high,
            interval_method="Wilson interval of the rate",
        )  # fmt: skip

    def _multi_select(self, field: RatedField, block: Block) -> Block:
        ((n, missing, empty),) = self.rows(queries.answered(field, queries.NARROW))
        found = self.rows(queries.chosen(field, queries.NARROW))
        counts = {str(value): int(number) for value, number in found if value is not None}
        notes = (f"{count(int(empty), 'answer')} chose nothing.",) if empty else ()
        block = replace(
            block, count=int(n), missing_count=int(missing), notes=notes,
            statements=(
                Statement("Answers", queries.answered(field)),
                Statement("Choices", queries.chosen(field)),
            ),
        )  # fmt: skip
        return self._categorised(field, block, counts, int(n))

    def _pairwise(self, field: RatedField, block: Block) -> Block:
        words, columns = self.sides(field)
        found = self.rows(queries.sided(field, words, columns, queries.NARROW))
        counts = {side: int(n) for side, n in found}
        missing = counts.pop(None, 0)
        other = counts.pop("other", 0)
        total = sum(counts.values())
        names = [str(field.settings.get("first", "first")), "tie",
                 str(field.settings.get("second", "second"))]  # fmt: skip
        sides = list(zip(_SIDES, names, strict=True))
        if field.settings and not field.settings.get("has_tie", True) and "tie" not in counts:
            del sides[1]
        made = []
        for side, name in sides if total else []:
            share, low, high = self.share(counts.get(side, 0), total)
            label = name.capitalize() if name in _SIDES else name
            made.append(Category(side, label, counts.get(side, 0), share, low, high))
        unknown = f"{count(other, 'answer')} named neither of the two, nor a tie."
        return replace(
            block, count=total, missing_count=missing, categories=tuple(made), is_scale=True,
            position=self._position(counts.get("first", 0), counts.get("second", 0)),
            notes=(unknown,) if other else (),
            statements=(Statement("Winners", queries.sided(field, words, columns)),),
        )  # fmt: skip

    def sides(
        self, field: RatedField
    ) -> tuple[tuple[list[str], list[str], list[str]], tuple[str, str] | None]:
        """The words for first, second and tie, and the columns that name the two."""
        mapping = self._answers.mapping
        by_name = {each.name: each.column for each in self._answers.given}
        named = [by_name.get(name) for name in (mapping.first, mapping.second) if name]
        columns = (named[0], named[1]) if len(named) == 2 and all(named) else None
        words = []
        for side, name in (("first", mapping.first), ("second", mapping.second)):
            texts = [side, str(field.settings.get(side, side)), name or side]
            words.append(sorted({text.strip().lower() for text in texts}))
        return (words[0], words[1], sorted(TIES)), columns  # type: ignore[return-value]

    def _position(self, first: int, second: int) -> Position | None:
        if not first + second:
            return None
        share, low, high = self.share(first, first + second)
        return Position(first, second, share, low, high, sign_test(first, second))

    def _ranking(self, field: RatedField, block: Block) -> Block:
        ((n, missing, empty),) = self.rows(queries.answered(field, queries.NARROW))
        made = []
        for option, number, mean, sd, firsts in self.rows(queries.ranked(field, queries.NARROW)):
            share, low, high = self.share(int(firsts), int(number))
            spread = None if sd is None else float(sd)
            made.append(
                RankedOption(
                    str(option), int(number), float(mean), spread, int(firsts), share, low, high
                )
            )
        return replace(
            block, count=int(n), missing_count=int(missing),
            options=tuple(made[: queries.MOST_CATEGORIES]),
            rest_count=max(len(made) - queries.MOST_CATEGORIES, 0),
            notes=(f"{count(int(empty), 'answer')} ranked nothing.",) if empty else (),
            statements=(
                Statement("Answers", queries.answered(field)),
                Statement("Ranks", queries.ranked(field)),
            ),
        )  # fmt: skip


def _column(field: RatedField) -> Column:
    return Column(field.name, field.type, field.column)


def _written(value: Any) -> str:
    """A value as text; whole numbers without a point.

    >>> _written(3.0), _written(True), _written(0.25)
    ('3', 'true', '0.25')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and math.isfinite(value) and value == int(value):
        return str(int(value))
    return str(value)
