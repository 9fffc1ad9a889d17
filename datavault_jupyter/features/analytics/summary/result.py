"""Summaries in the user's hands."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.base.names import did_you_mean
from datavault_jupyter.base.wording import listing
from datavault_jupyter.features.analytics.evaluation.wire import Evaluation
from datavault_jupyter.features.analytics.summary import view
from datavault_jupyter.features.analytics.summary.wire import Block, Breakdown, Statement
from datavault_jupyter.features.analytics.tables import Table

_TIDY = ("field", "kind", "number", "of", "value", "low", "high")
_LINE = (
    "field", "kind", "count", "missing", "mean", "median", "sd", "min", "q05", "q25", "q75", "q95",
    "max", "rate", "low", "high",
)  # fmt: skip


class FieldSummary:
    """One field summed up; its numbers are attributes of `block`.

    Attributes:
        block: The numbers.
    """

    def __init__(self, block: Block) -> None:
        self.block = block

    def __getattr__(self, name: str) -> Any:
        """A number of the block: ``mean``, ``median``, ``rate``, ``categories`` …."""
        if name.startswith("_") or not hasattr(Block, "__slots__") or name not in Block.__slots__:
            raise AttributeError(name)
        return getattr(self.block, name)

    def __dir__(self) -> list[str]:
        """Own names and those of the block, for completion."""
        return sorted({*super().__dir__(), *Block.__slots__})

    @property
    def counts(self) -> Table:
        """How often each value was given: categories, or bars of the histogram."""
        return counts_of(self.block)

    @property
    def sql(self) -> str:
        """The SQL behind the numbers, for ``ds.analytics.sql(…)``: statements over ``answers``."""
        return sql_of(self.block.statements)

    def __repr__(self) -> str:
        """The numbers as plain text."""
        return view.block_text(self.block)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": repr(self), "text/html": view.block_html(self.block)}


class Summary:
    """Every field of a dataset's answers summed up.

    ``summary["helpfulness"]`` is one of them; iterating gives all.

    Attributes:
        evaluation: What was counted, with the mapping and the number of answers.
    """

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation

    @property
    def fields(self) -> list[str]:
        """The names of its fields."""
        return [each.field for each in self.evaluation.blocks]

    @property
    def answer_count(self) -> int:
        """How many answers there are."""
        return self.evaluation.answer_count

    @property
    def item_count(self) -> int | None:
        """How many items they are about; None where no column says it."""
        return self.evaluation.item_count

    @property
    def rater_count(self) -> int | None:
        """How many gave them; None where no column says it."""
        return self.evaluation.rater_count

    def __len__(self) -> int:
        """How many fields."""
        return len(self.evaluation.blocks)

    def __iter__(self) -> Iterator[FieldSummary]:
        """Its fields."""
        return (FieldSummary(each) for each in self.evaluation.blocks)

    def __getitem__(self, name: str) -> FieldSummary:
        """One field.

        Raises:
            BadArgument: there is none of the name.
        """
        for each in self.evaluation.blocks:
            if each.field == name:
                return FieldSummary(each)
        hint = did_you_mean(str(name), self.fields) or f"Fields: {listing(self.fields)}."
        raise BadArgument(f"There is no field {name!r}.", hint=hint, field="field")

    def _ipython_key_completions_(self) -> list[str]:
        return self.fields

    @property
    def table(self) -> Table:
        """A row for each field: count, missing, mean, median, deviation, quantiles, rate."""
        rows = [_line(each) for each in self.evaluation.blocks]
        return Table("Summary", _LINE, tuple(rows), (self.evaluation.words,))

    @property
    def numbers(self) -> Table:
        """Every number in a row of its own, categories too: what `to_csv` writes."""
        return tidy(self.evaluation)

    @property
    def sql(self) -> str:
        """The SQL behind all numbers, for ``ds.analytics.sql(…)``."""
        return "\n\n".join(
            f"-- {each.field}\n{sql_of(each.statements)}" for each in self.evaluation.blocks
        )

    def df(self) -> Any:
        """The table as a pandas frame."""
        return self.table.df()

    def to_csv(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> Path:
        """Write every number to a CSV file, one a row.

        Args:
            path: The file.
            overwrite: Replace a file that is there.

        Raises:
            TargetExists: a file is there and ``overwrite`` is off.
        """
        return self.numbers.to_csv(path, overwrite=overwrite)

    def __repr__(self) -> str:
        """The numbers as plain text."""
        return view.summary_text(self.evaluation)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": repr(self), "text/html": view.summary_html(self.evaluation)}


class SummaryBy:
    """Fields by a column, or over time; ``made["helpfulness"]`` is a table of one.

    Attributes:
        by: The column.
        breakdowns: One for each field.
    """

    def __init__(self, by: str, breakdowns: Sequence[Breakdown]) -> None:
        self.by = by
        self.breakdowns = tuple(breakdowns)

    def __iter__(self) -> Iterator[Table]:
        """A table for each field."""
        return (group_table(each) for each in self.breakdowns)

    def __len__(self) -> int:
        """How many fields."""
        return len(self.breakdowns)

    def __getitem__(self, name: str) -> Table:
        """The groups of one field.

        Raises:
            BadArgument: there is none of the name.
        """
        for each in self.breakdowns:
            if each.field == name:
                return group_table(each)
        names = [each.field for each in self.breakdowns]
        hint = did_you_mean(str(name), names) or f"Fields: {listing(names)}."
        raise BadArgument(f"There is no field {name!r}.", hint=hint, field="field")

    @property
    def table(self) -> Table:
        """All fields under each other."""
        columns = ("field", self.by, "count", "missing", "number", "value", "low", "high")
        rows = [(each.field, *row) for each in self.breakdowns for row in group_rows(each)]
        return Table(f"Summary by {self.by}", columns, tuple(rows))

    @property
    def sql(self) -> str:
        """The SQL behind the numbers, for ``ds.analytics.sql(…)``."""
        return "\n\n".join(
            f"-- {each.field}\n{sql_of(each.statements)}" for each in self.breakdowns
        )

    def to_csv(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> Path:
        """Write all groups to a CSV file.

        Args:
            path: The file.
            overwrite: Replace a file that is there.

        Raises:
            TargetExists: a file is there and ``overwrite`` is off.
        """
        return self.table.to_csv(path, overwrite=overwrite)

    def __repr__(self) -> str:
        """The groups as plain text."""
        return "\n\n".join(repr(each) for each in self)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        html = "".join(view.breakdown_html(each) for each in self.breakdowns)
        return {"text/plain": repr(self), "text/html": html}


def sql_of(statements: Sequence[Statement]) -> str:
    """Statements under each other, each with what it gives."""
    return "\n\n".join(f"-- {each.title}\n{each.text};" for each in statements)


def counts_of(block: Block) -> Table:
    """How often each value of a field was given."""
    title = f"{block.title}: values"
    if block.options:
        columns = (
            "option",
            "count",
            "mean_rank",
            "sd",
            "first_count",
            "first_share",
            "low",
            "high",
        )
        rows = [
            (each.option, each.count, each.mean_rank, each.sd, each.first_count,
             each.first_share, each.low, each.high)
            for each in block.options
        ]  # fmt: skip
        return Table(title, columns, tuple(rows))
    if block.categories:
        shares = [
            (each.value, each.label, each.count, each.share, each.low, each.high)
            for each in block.categories
        ]
        return Table(title, ("value", "label", "count", "share", "low", "high"), tuple(shares))
    bins = tuple((each.low, each.high, each.count) for each in block.bins)
    return Table(f"{block.title}: histogram", ("from", "to", "count"), bins)


def _line(block: Block) -> tuple[Any, ...]:
    quantiles = {each.share: each.value for each in block.quantiles}
    return (
        block.field, block.kind, block.count, block.missing_count, block.mean, block.median,
        block.sd, _number(block.low), *(quantiles.get(share) for share in (0.05, 0.25, 0.75, 0.95)),
        _number(block.high), block.rate, block.interval_low, block.interval_high,
    )  # fmt: skip


def _number(written: str | None) -> float | str | None:
    """An end as a number; times stay text."""
    if written is None:
        return None
    try:
        return float(written)
    except ValueError:
        return written


def tidy(evaluation: Evaluation) -> Table:
    """Every number of every block, one a row."""
    rows: list[tuple[Any, ...]] = []
    for block in evaluation.blocks:
        rows += [(block.field, block.kind, *row) for row in _numbers(block)]
    return Table("Summary", _TIDY, tuple(rows), (evaluation.words,))


def _numbers(block: Block) -> Iterator[tuple[Any, ...]]:
    yield "count", "", block.count, None, None
    yield "missing", "", block.missing_count, None, None
    if block.mean is not None:
        yield "mean", "", block.mean, block.interval_low, block.interval_high
        yield "median", "", block.median, None, None
        yield "sd", "", block.sd, None, None
    if block.low is not None:
        yield "min", "", _number(block.low), None, None
        yield "max", "", _number(block.high), None, None
    for quantile in block.quantiles:
        yield "quantile", quantile.share, quantile.value, None, None
    if block.rate is not None:
        yield "rate", "", block.rate, block.interval_low, block.interval_high
    for category in block.categories:
        yield "count of", category.value, category.count, None, None
        yield "share of", category.value, category.share, category.low, category.high
    for option in block.options:
        yield "mean rank of", option.option, option.mean_rank, None, None
        yield "first share of", option.option, option.first_share, option.low, option.high
    if block.position is not None:
        place = block.position
        yield "first wins", "", place.share, place.low, place.high
    for each in block.bins:
        yield "histogram", f"{each.low} to {each.high}", each.count, None, None


def csv_text(evaluation: Evaluation) -> str:
    """Every number as the text of a CSV file."""
    made = tidy(evaluation)
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(made.columns)
    writer.writerows([_guarded(cell) for cell in row] for row in made.rows)
    return file.getvalue()


def _guarded(cell: Any) -> Any:
    """A text that a spreadsheet would run is kept as text."""
    is_risky = isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r")
    return f"'{cell}" if is_risky and not isinstance(_number(cell), float) else cell


def group_rows(made: Breakdown) -> Iterator[tuple[Any, ...]]:
    """A breakdown's groups: group, count, missing, number, value, low, high."""
    for row in made.rows:
        facts = (row.title or None, row.count, row.missing_count)
        if made.measure == "shares":
            for name, share in zip(made.categories, row.shares, strict=True):
                yield (*facts, f"share of {name}", share, None, None)
        else:
            yield (*facts, made.measure, row.value, row.low, row.high)


def group_table(made: Breakdown) -> Table:
    """A breakdown as a table."""
    title = f"{made.field} by {made.span or made.by}"
    notes = [made.reason] if made.reason else []
    notes += [f"{made.rest_count:,} more groups left out."] if made.rest_count else []
    if made.measure == "shares":
        columns = (made.by, "count", "missing", *made.categories)
        rows = [(row.title or None, row.count, row.missing_count, *row.shares) for row in made.rows]
    else:
        columns = (made.by, "count", "missing", made.measure, "low", "high")
        rows = [
            (row.title or None, row.count, row.missing_count, row.value, row.low, row.high)
            for row in made.rows
        ]
    return Table(title, columns, tuple(rows), tuple(notes))
