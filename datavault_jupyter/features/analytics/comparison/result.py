"""Pairwise comparisons, in the user's hands."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.base.wording import count
from datavault_jupyter.display import html
from datavault_jupyter.features.analytics import queries
from datavault_jupyter.features.analytics.agreement.result import required_confidence
from datavault_jupyter.features.analytics.comparison import elo, fitting
from datavault_jupyter.features.analytics.comparison.formulas import FORMULAS
from datavault_jupyter.features.analytics.comparison.loading import Duels, load
from datavault_jupyter.features.analytics.comparison.positions import Position
from datavault_jupyter.features.analytics.distributions import normal_quantile, sign_test
from datavault_jupyter.features.analytics.drawing import Estimate, estimates
from datavault_jupyter.features.analytics.intervals import wilson
from datavault_jupyter.features.analytics.records import Interval
from datavault_jupyter.features.analytics.tables import MOST_ROWS, Table, written

if TYPE_CHECKING:
    import pandas as pd

MATRICES = ("win_rate", "wins", "ties", "comparisons")
METHODS = ("bradley_terry", "davidson")


class PairwiseComparison:
    """Who beat whom, how often, and how strong each is.

    >>> import pandas as pd
    >>> import datavault_jupyter as dv
    >>> rows = [("a", "b", "a"), ("b", "a", "a"), ("a", "b", "b"), ("a", "b", "tie")]
    >>> frame = pd.DataFrame(rows, columns=["left", "right", "better"])
    >>> result = dv.comparison(frame, first="left", second="right", winner="better")
    >>> result.models[0]["model"], result.models[0]["win_rate"]
    ('a', 0.625)
    """

    def __init__(
        self, duels: Duels, asked: dict[str, str], confidence: float, *, table: str = "frame"
    ) -> None:
        self._duels = duels
        self._asked = asked
        self._table = table
        self.confidence = confidence

    @property
    def names(self) -> list[Any]:
        """What is compared."""
        return list(self._duels.names)

    @property
    def comparison_count(self) -> int:
        """How many judgements there are."""
        return self._duels.total

    @property
    def notes(self) -> tuple[str, ...]:
        """What was left out of the frame."""
        return self._duels.notes

    @property
    def sql(self) -> str:
        """The counting behind the numbers, as SQL over the frame's own columns."""
        asked = self._asked
        return queries.shown_duels(asked["first"], asked["second"], asked["winner"], self._table)

    @property
    def formulas(self) -> Table:
        """How each number is made, and where that comes from."""
        return Table("Formulas", ("number", "formula", "source"), FORMULAS)

    def _rates(self, wins: int, ties: int, losses: int) -> tuple[Any, ...]:
        total = wins + ties + losses
        if not total:
            return (total, wins, ties, losses, None, None, None, None)
        hits = wins + ties / 2
        low, high = wilson(hits, total, self.confidence)
        return (total, wins, ties, losses, hits / total, low, high, sign_test(wins, losses))

    @cached_property
    def models(self) -> Table:
        """Each with its wins, ties and losses; the highest win rate first.

        ``low`` and ``high`` are Wilson limits of the win rate; ``p_value`` is of the exact sign
        test of wins against losses.
        """
        beats, even = self._duels.beats, self._duels.even
        rows = [
            (
                name,
                *self._rates(int(beats[at].sum()), int(even[at].sum()), int(beats[:, at].sum())),
            )
            for at, name in enumerate(self.names)
        ]
        rows.sort(key=lambda row: -(row[5] or 0.0))
        return Table("Models", ("model", *_RATES), tuple(rows), self.notes)

    @cached_property
    def pairs(self) -> Table:
        """Each pair that was compared, with the first one's wins."""
        beats, even, names = self._duels.beats, self._duels.even, self.names
        rows = tuple(
            (
                names[one],
                names[other],
                *self._rates(int(beats[one, other]), int(even[one, other]), int(beats[other, one])),
            )
            for one in range(len(names))
            for other in range(one + 1, len(names))
            if beats[one, other] + even[one, other] + beats[other, one]
        )
        return Table("Pairs", ("first", "second", *_RATES), rows)

    def matrix(self, what: str = "win_rate") -> Table:
        """The row's ``win_rate``, ``wins``, ``ties`` or ``comparisons`` against the column.

        Raises:
            BadArgument: another word.
        """
        if what not in MATRICES:
            raise BadArgument(
                f"matrix({what!r}) isn't known.",
                hint=f"One of: {', '.join(MATRICES)}.",
                field="what",
            )
        beats, even = self._duels.beats, self._duels.even
        total = beats + even + beats.T
        rate = np.divide(beats + even / 2, total, out=np.full_like(total, np.nan), where=total > 0)
        values = {"win_rate": rate, "wins": beats, "ties": even, "comparisons": total}[what]
        kept = float if what == "win_rate" else int
        rows = tuple(
            (name, *(None if np.isnan(cell) else kept(cell) for cell in row))
            for name, row in zip(self.names, values, strict=True)
        )
        return Table(f"Row against column: {what}", ("model", *map(str, self.names)), rows)

    @cached_property
    def _reached(self) -> fitting.Truths:
        return fitting.reach(self._duels)

    def strengths(self, method: str = "bradley_terry") -> Table:
        """How strong each is, on the scale of log odds with mean 0; the strongest first.

        ``low`` and ``high`` are limits by the standard error; ``beats_average`` is the chance to
        beat one of strength 0 (without a tie). Who never lost, never won or isn't compared with
        the rest has no strength and a reason.

        Args:
            method: ``bradley_terry`` counts a tie as half a win for each; ``davidson`` has a
                parameter for ties, which the notes give.

        Raises:
            BadArgument: another word.
        """
        if method not in METHODS:
            raise BadArgument(
                f"method={method!r} isn't known.",
                hint=f"One of: {', '.join(METHODS)}.",
                field="method",
            )
        rows, notes = self._strengths(has_ties=method == "davidson")
        rows.sort(key=lambda row: (row[1] is None, -(row[1] or 0.0)))
        columns = ("model", "strength", "low", "high", "beats_average", "reason")
        title = "Bradley-Terry strengths" if method == "bradley_terry" else "Davidson strengths"
        return Table(title, columns, tuple(rows), notes)

    def _strengths(self, *, has_ties: bool) -> tuple[list[tuple[Any, ...]], tuple[str, ...]]:
        duels, names = self._duels, self.names
        if not names:
            return [], ()
        members = fitting.main_group(duels, self._reached)
        fit, notes, lacking = None, [], ""
        cells = fitting.among(duels, members)
        tied = cells.ties.sum()
        if len(members) < 2:
            lacking = "Nothing ties it to the others in both directions."
        elif has_ties and tied == (cells.wins + cells.ties + cells.losses).sum():
            lacking = "Every comparison is a tie, so nothing tells strengths apart."
        else:
            fit = fitting.fit(cells, has_ties=has_ties and tied > 0)
            lacking = "" if fit else "The likelihood has no top."
        if has_ties and fit is not None:
            weight = 0.0 if fit.tie is None else math.exp(fit.tie)
            notes.append(f"ν = {written(weight)}: two equals tie {weight / (2 + weight):.1%}.")
        if 1 < len(members) < len(names):
            notes.append(f"Strengths are within {len(members)} of {len(names)}; reasons say why.")
        place = {int(member): at for at, member in enumerate(members)}
        rows: list[tuple[Any, ...]] = []
        for at, name in enumerate(names):
            if fit is not None and at in place:
                rows.append(self._row(name, fit, place[at]))
                continue
            outside = at not in place or len(members) < 2
            why = fitting.why_outside(duels, self._reached, members, at) if outside else lacking
            rows.append((name, None, None, None, None, why))
        return rows, tuple(notes)

    def _row(self, name: Any, fit: fitting.Fit, at: int) -> tuple[Any, ...]:
        value, reach = float(fit.strengths[at]), self._z * float(fit.errors[at])
        return (name, value, value - reach, value + reach, 1 / (1 + math.exp(-value)), None)

    @property
    def _z(self) -> float:
        return normal_quantile((1 + self.confidence) / 2)

    def elo(self, *, k: float = 16, start: float = 1000, shuffles: int = 0, seed: int = 0) -> Table:
        """Elo ratings after all rows, in their order; the highest first.

        Args:
            k: How far one judgement moves a rating.
            start: Where each begins.
            shuffles: Take the mean over so many random orders instead: ratings depend on it.
            seed: Where their random numbers begin.
        """
        made = elo.ratings(self._duels, k=k, start=start, shuffles=shuffles, seed=seed)
        rows = sorted(zip(self.names, made.tolist(), strict=True), key=lambda row: -row[1])
        order = f"mean of {shuffles} orders" if shuffles else "in the order of the rows"
        return Table("Elo", ("model", "rating"), tuple(rows), (f"k = {k}, {order}.",))

    @cached_property
    def position(self) -> Position:
        """What it is worth to be shown first."""
        duels = self._duels
        wins, losses = int(duels.wins.sum()), int(duels.losses.sum())
        if not wins + losses:
            reason = "No comparison was decided."
            return Position(wins, losses, None, None, None, None, None, reason)
        fit = None
        members = fitting.main_group(duels, self._reached)
        if len(members) > 1 and wins and losses:
            fit = fitting.fit(fitting.among(duels, members), has_position=True)
        interval, gain, reason = None, None, ""
        if fit is not None and fit.advantage is not None and fit.advantage_error is not None:
            gain, reach = fit.advantage, self._z * fit.advantage_error
            interval = Interval(gain - reach, gain + reach)
        elif not (wins and losses):
            always = "first" if wins else "second"
            reason = f"The {always} always won, so its advantage is without bound."
        else:
            reason = "Strength and position can't be told apart: show each pair both ways, often."
        return Position(
            wins,
            losses,
            wins / (wins + losses),
            wilson(wins, wins + losses, self.confidence),
            sign_test(wins, losses),
            gain,
            interval,
            reason,
        )

    def table(self) -> Table:
        """Each with its wins and its Bradley-Terry strength."""
        found = {row[0]: row[1:] for row in self.strengths().rows}
        rows = tuple((*row, *found[row[0]]) for row in self.models.rows)
        columns = ("strength", "strength_low", "strength_high", "beats_average", "reason")
        return Table("Comparison", (*self.models.columns, *columns), rows, self.notes)

    def df(self) -> pd.DataFrame:
        """Wins and strengths as a pandas frame, a row for each that is compared."""
        return self.table().df()

    def to_dict(self) -> dict[str, list[Any]]:
        """Wins and strengths, each column's values by its name."""
        return self.table().to_dict()

    def to_csv(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> Path:
        """Write wins and strengths to a CSV file; the whole file or none.

        Raises:
            TargetExists: a file is there and ``overwrite`` is off.
        """
        return self.table().to_csv(path, overwrite=overwrite)

    def _facts(self) -> list[str]:
        return [
            count(self.comparison_count, "comparison"),
            count(len(self.names), "model"),
            f"{self.confidence * 100:.4g} % intervals",
        ]

    def __repr__(self) -> str:
        """Wins, strengths and the worth of being first, as plain text."""
        head = f"Comparison: {', '.join(self._facts())}"
        return "\n".join([head, repr(self.models), repr(self.strengths()), str(self.position)])

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        shown = self._shown()
        reasons = [f"{row['model']}: {row['reason']}" for row in self.strengths() if row["reason"]]
        said = "\n".join([str(self.position), *reasons[:MOST_ROWS]])
        foot = [*self.notes, "result.strengths(), .pairs, .matrix(), .formulas, .sql"]
        body = self._chart() + shown.body()
        made = html.frame("Comparison", meta=self._facts(), text=said, body=body, foot=foot)
        return {"text/plain": repr(self), "text/html": made}

    def _chart(self) -> str:
        rows = [
            Estimate(row["model"], row["strength"], row["strength_low"], row["strength_high"])
            for row in self.table()
            if row["strength"] is not None
        ]
        return estimates(rows, "Bradley-Terry strengths with their intervals", marks=(0,))

    def _shown(self) -> Table:
        """Wins and strengths, with limits in one column."""
        columns = ("model", "wins", "ties", "losses", "win rate", "interval", "p", "strength",
                   "its interval")  # fmt: skip
        rows = tuple(
            (
                row["model"],
                row["wins"],
                row["ties"],
                row["losses"],
                row["win_rate"],
                _limits(row["low"], row["high"]),
                row["p_value"],
                row["strength"],
                _limits(row["strength_low"], row["strength_high"]),
            )
            for row in self.table()
        )
        return Table("Comparison", columns, rows)


def _limits(low: float | None, high: float | None) -> str | None:
    return None if low is None else f"{written(low)} to {written(high)}"


_RATES = ("comparisons", "wins", "ties", "losses", "win_rate", "low", "high", "p_value")


def compared(
    frame: object,
    asked: dict[str, str],
    *,
    ties: Sequence[str] | str | None,
    confidence: float,
    table: str = "frame",
) -> PairwiseComparison:
    """Read judgements, so that numbers can be asked for; see `datavault_jupyter.comparison`."""
    confidence = required_confidence(confidence)
    return PairwiseComparison(load(frame, asked, ties), asked, confidence, table=table)
