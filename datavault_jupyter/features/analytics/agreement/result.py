"""The agreement of raters, in the user's hands."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datavault_jupyter.base.checking import word_of
from datavault_jupyter.base.errors import BadArgument, NotFound
from datavault_jupyter.base.names import did_you_mean
from datavault_jupyter.features.analytics import queries
from datavault_jupyter.features.analytics.agreement import looking, readings, view
from datavault_jupyter.features.analytics.agreement.counting import Ratings
from datavault_jupyter.features.analytics.agreement.formulas import FORMULAS, Formula
from datavault_jupyter.features.analytics.agreement.loading import load
from datavault_jupyter.features.analytics.records import (
    Duplicates,
    Interval,
    Level,
    Outcome,
    Overlap,
    Settings,
)
from datavault_jupyter.features.analytics.tables import Table

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Metric:
    """One coefficient: its value, or why there is none.

    Attributes:
        name: By which the result gives it.
        label: What people call it.
        value: Its value; None where it is undefined.
        reason: Why it is undefined; empty where it is not.
        interval: ``(low, high)``; None where there is none.
        interval_method: How the interval was made, or why there is none.
        standard_error: Its standard error, where the method has one.
        item_count: How many items went into it.
        rater_count: How many raters there are.
        overlap: How many items have two or more raters, and how many ratings an item has.
        observed: The agreement observed, where it is corrected for chance.
        expected: The agreement expected by chance.
        note: What else a reader should know.
        formula: How it is computed, in words and signs.
        source: Where the formula comes from.
        reading: How a value like this is read, with the source of that.
    """

    name: str
    label: str
    value: float | None
    reason: str
    interval: Interval | None
    interval_method: str
    standard_error: float | None
    item_count: int
    rater_count: int
    overlap: Overlap
    observed: float | None
    expected: float | None
    note: str
    formula: str
    source: str
    reading: str

    def to_dict(self) -> dict[str, Any]:
        """What it says, as plain values."""
        low, high = self.interval or (None, None)
        return {
            "metric": self.name,
            "value": self.value,
            "low": low,
            "high": high,
            "interval": self.interval_method,
            "standard_error": self.standard_error,
            "items": self.item_count,
            "raters": self.rater_count,
            "overlap": self.overlap.item_count,
            "reason": self.reason,
            "note": self.note,
            "reading": self.reading,
            "formula": self.formula,
            "source": self.source,
        }

    def __repr__(self) -> str:
        """Value, interval and what to make of them."""
        return view.metric_text(self)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": repr(self), "text/html": view.metric_html(self)}


class Agreement(Mapping[str, Metric]):
    """How far raters agree: one `Metric` for each name, computed when it is first asked for.

    >>> import pandas as pd
    >>> import datavault_jupyter as dv
    >>> rows = [
    ...     ("a", "x", 1),
    ...     ("a", "y", 1),
    ...     ("b", "x", 2),
    ...     ("b", "y", 2),
    ...     ("c", "x", 1),
    ...     ("c", "y", 2),
    ... ]
    >>> frame = pd.DataFrame(rows, columns=["item", "rater", "label"])
    >>> result = dv.agreement(frame, item="item", rater="rater", value="label")
    >>> round(result["cohen_kappa"].value, 3)
    0.4
    """

    def __init__(
        self,
        ratings: Ratings,
        settings: Settings,
        asked: dict[str, str],
        *,
        table: str = "frame",
    ) -> None:
        self._ratings = ratings
        self._settings = settings
        self._asked = asked
        self._table = table
        self._known: dict[str, Metric] = {}

    def __getitem__(self, name: str) -> Metric:
        """A coefficient by its name.

        Raises:
            NotFound: there is none of that name.
        """
        if name not in self._known:
            formula = self._formula(name)
            made = formula.make(self._ratings, self._settings)
            self._known[name] = self._metric(formula, made)
        return self._known[name]

    def _formula(self, name: str) -> Formula:
        if name not in FORMULAS:
            hint = did_you_mean(str(name), FORMULAS) or f"One of: {', '.join(FORMULAS)}."
            raise NotFound(f"There is no metric {name!r}.", hint=hint)
        return FORMULAS[name]

    def _metric(self, formula: Formula, made: Outcome) -> Metric:
        return Metric(
            name=formula.name,
            label=formula.label,
            value=made.value,
            reason=made.reason,
            interval=made.interval,
            interval_method=made.interval_method,
            standard_error=made.standard_error,
            item_count=made.item_count,
            rater_count=self.rater_count,
            overlap=self.overlap,
            observed=made.observed,
            expected=made.expected,
            note=made.note,
            formula=formula.text,
            source=formula.source,
            reading=readings.read(formula.reading, made.value),
        )

    def __iter__(self) -> Iterator[str]:
        """The names of all coefficients."""
        return iter(FORMULAS)

    def __len__(self) -> int:
        """How many coefficients there are."""
        return len(FORMULAS)

    @property
    def level(self) -> Level:
        """What distances mean to Krippendorff's alpha."""
        return self._settings.level

    @property
    def confidence(self) -> float:
        """The share of intervals that hold the true value."""
        return self._settings.confidence

    @property
    def item_count(self) -> int:
        """How many items somebody rated."""
        return self._ratings.counts.item_count

    @property
    def rater_count(self) -> int:
        """How many raters there are."""
        return self._ratings.rater_count

    @property
    def rating_count(self) -> int:
        """How many ratings there are; missing ones are none."""
        return len(self._ratings.rater)

    @property
    def overlap(self) -> Overlap:
        """How many items have two or more raters, and how many ratings an item has."""
        return self._ratings.counts.overlap

    @property
    def notes(self) -> tuple[str, ...]:
        """What was left out of the frame."""
        return self._ratings.notes

    @property
    def categories(self) -> list[Any]:
        """The answers there are, in their order."""
        return self._ratings.named("categories")

    @cached_property
    def proposal(self) -> readings.Proposal:
        """The name of the coefficient that fits these ratings, and one sentence why."""
        return readings.propose(self._ratings, self.level)

    @property
    def proposed(self) -> Metric:
        """The coefficient that fits these ratings."""
        return self[self.proposal.name]

    @property
    def sql(self) -> str:
        """The counting behind the numbers, as SQL over the frame's own columns."""
        asked = self._asked
        return queries.shown_counting(
            asked["item"], asked["rater"], asked["value"], self._ratings.kinds, self._table
        )

    @property
    def pairs(self) -> Table:
        """Each pair of raters that share an item: how often they agree, and Cohen's kappa."""
        return looking.of_pairs(self._ratings)

    def matrix(self, what: str = "agreement") -> Table:
        """Rater × rater: ``agreement``, ``cohen_kappa``, ``weighted_kappa`` or ``items``.

        ``weighted_kappa`` has quadratic weights; ``items`` tells how many both rated.

        Raises:
            BadArgument: another word, too many raters, or no order to weigh by.
        """
        return looking.of_matrix(self._ratings, what)

    @property
    def by_category(self) -> Table:
        """For each answer: how often it was given, and how often others then said the same."""
        return looking.of_categories(self._ratings)

    def disagreed(self, limit: int = 20) -> Table:
        """The items whose answers lie farthest apart, each rater's answer beside the others'.

        Args:
            limit: At most so many; those on which all agree are never among them.
        """
        return looking.of_items(self._ratings, self._settings, limit)

    def leave_one_out(self, name: str | None = None) -> Table:
        """A coefficient without each rater in turn; a change above 0: without them it is higher.

        Args:
            name: Of the coefficient; the proposed one by default.

        Raises:
            NotFound: there is none of that name.
        """
        formula = self._formula(name or self.proposal.name)
        return looking.without_each(self._ratings, formula, self._settings)

    def table(self) -> Table:
        """All coefficients, a row each."""
        rows = [metric.to_dict() for metric in self.values()]
        return Table("Agreement", tuple(rows[0]), tuple(tuple(row.values()) for row in rows))

    def df(self) -> pd.DataFrame:
        """All coefficients as a pandas frame, a row each."""
        return self.table().df()

    def to_dict(self) -> dict[str, dict[str, Any]]:
        """All coefficients as plain values, by name."""
        return {name: metric.to_dict() for name, metric in self.items()}

    def to_csv(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> Path:
        """Write all coefficients to a CSV file, a row each; the whole file or none.

        Raises:
            TargetExists: a file is there and ``overwrite`` is off.
        """
        return self.table().to_csv(path, overwrite=overwrite)

    def __repr__(self) -> str:
        """All coefficients as plain text."""
        return view.text_of(self)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return {"text/plain": repr(self), "text/html": view.html_of(self)}


def measured(
    frame: object,
    asked: dict[str, str],
    *,
    level: str,
    order: Sequence[Any] | None,
    duplicates: str,
    confidence: float,
    resamples: int,
    table: str = "frame",
) -> Agreement:
    """Read ratings, so that coefficients can be asked for; see `datavault_jupyter.agreement`."""
    settings = Settings(
        word_of(Level, level, "level"), required_confidence(confidence), _samples(resamples)
    )
    how = word_of(Duplicates, duplicates, "duplicates")
    ratings = load(frame, asked, order=order, duplicates=how)
    return Agreement(ratings, settings, asked, table=table)


def required_confidence(confidence: object) -> float:
    """A confidence between 0 and 1.

    Raises:
        BadArgument: it isn't one.
    """
    if not isinstance(confidence, int | float) or not 0 < confidence < 1:
        raise BadArgument("confidence= lies between 0 and 1, such as 0.95.", field="confidence")
    return float(confidence)


def _samples(resamples: object) -> int:
    if isinstance(resamples, bool) or not isinstance(resamples, int) or resamples < 0:
        raise BadArgument("resamples= is a whole number, 0 or more.", field="resamples")
    return resamples
