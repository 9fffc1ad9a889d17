"""Strengths out of pairwise judgements: Bradley and Terry, Davidson for ties, and position.

All three are one model. With d = β_i − β_j (+ γ when the first shown has an advantage), the first
wins with weight e^(d/2), the second with e^(−d/2), and they tie with weight e^δ. Bradley and Terry
know no ties (δ = −∞) and count one as half a win for each; Davidson estimates δ. The
log-likelihood is concave, so Newton's method finds its top.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from datavault_jupyter.features.analytics.agreement.counting import float_bincount
from datavault_jupyter.features.analytics.comparison.loading import Duels, Floats, Whole

_MOST_STEPS = 100
# Beyond this many units of log odds, what is estimated runs away.
_FAR = 30.0


@dataclass(frozen=True)
class Fit:
    """Parameters at the top of the likelihood.

    Attributes:
        strengths: Of each of the compared, with sum 0.
        errors: Their standard errors.
        tie: δ, the log weight of a tie; None where ties are halved.
        advantage: γ, the log odds the first shown gains; None where it is left out.
        advantage_error: Its standard error.
    """

    strengths: Floats
    errors: Floats
    tie: float | None = None
    advantage: float | None = None
    advantage_error: float | None = None


@dataclass(frozen=True)
class Cells:
    """Judgements of ordered pairs, among some of the compared, numbered anew."""

    one: Whole
    other: Whole
    wins: Floats
    ties: Floats
    losses: Floats
    size: int


@dataclass(frozen=True)
class Form:
    """Which parameters there are beside the strengths: for ties, for position."""

    has_ties: bool
    has_position: bool


def among(duels: Duels, members: Whole) -> Cells:
    """The judgements within a group."""
    numbers = np.full(duels.size, -1)
    numbers[members] = np.arange(len(members))
    one, other = numbers[duels.one], numbers[duels.other]
    kept = (one >= 0) & (other >= 0)
    return Cells(
        one[kept], other[kept], duels.wins[kept], duels.ties[kept], duels.losses[kept],
        len(members),
    )  # fmt: skip


def fit(cells: Cells, *, has_ties: bool = False, has_position: bool = False) -> Fit | None:
    """Strengths by maximum likelihood; None where they run away or can't be told apart.

    Bradley and Terry (1952, Biometrika 39, 324-345); Davidson (1970, Journal of the American
    Statistical Association 65, 317-328); order effect by Davidson and Beaver (1977, Biometrics
    33, 693-702). The group must be connected in both directions (Ford 1957).
    """
    if not has_ties:
        half = cells.ties / 2
        cells = Cells(
            cells.one, cells.other, cells.wins + half, 0 * half, cells.losses + half, cells.size
        )
    form = Form(has_ties, has_position)
    # Strengths, then the log weight of a tie, then the advantage of the first.
    values = np.zeros(cells.size + int(has_ties) + int(has_position))
    for _ in range(_MOST_STEPS):
        likelihood, slope, information = _at(cells, values, form)
        try:
            step = np.linalg.solve(information, slope)
        except np.linalg.LinAlgError:
            return None
        size = 1.0
        while size > 1e-9 and _at(cells, values + size * step, form)[0] < (
            likelihood - 1e-12 * abs(likelihood)
        ):
            size /= 2
        values = values + size * step
        values[: cells.size] -= values[: cells.size].mean()
        if not np.isfinite(values).all() or np.abs(values).max(initial=0.0) > _FAR:
            return None
        if np.abs(size * step).max(initial=0.0) < 1e-11:
            break
    return _made(cells, values, form)


def _made(cells: Cells, values: Floats, form: Form) -> Fit | None:
    _, _, information = _at(cells, values, form)
    if np.linalg.cond(information) > 1e12:
        return None
    # What was added to make it invertible is taken away again: strengths sum to 0.
    spread = np.diag(np.linalg.inv(information)).copy()
    spread[: cells.size] -= 1 / cells.size
    errors = np.sqrt(np.maximum(spread, 0.0))
    return Fit(
        values[: cells.size],
        errors[: cells.size],
        float(values[cells.size]) if form.has_ties else None,
        float(values[-1]) if form.has_position else None,
        float(errors[-1]) if form.has_position else None,
    )


def _at(cells: Cells, values: Floats, form: Form) -> tuple[float, Floats, Floats]:
    """Log-likelihood, its slope, and the information, at some parameters."""
    size = cells.size
    apart = values[cells.one] - values[cells.other] + (values[-1] if form.has_position else 0.0)
    tie = values[size] if form.has_ties else -np.inf
    top = np.maximum(np.abs(apart) / 2, tie)
    weights = np.exp([apart / 2 - top, -apart / 2 - top, tie - top])
    total = weights.sum(axis=0)
    win, lose, draw = weights / total
    n = cells.wins + cells.ties + cells.losses
    likelihood = (cells.wins - cells.losses) @ apart / 2 - n @ (np.log(total) + top)
    likelihood += cells.ties.sum() * tie if form.has_ties else 0.0
    of_apart = (cells.wins - cells.losses) / 2 - n * (win - lose) / 2
    curve = n * ((win + lose) / 4 - ((win - lose) / 2) ** 2)
    slope = np.zeros(len(values))
    slope[:size] = _signed(cells, of_apart)
    information = np.zeros((len(values), len(values)))
    np.add.at(information, (cells.one, cells.one), curve)
    np.add.at(information, (cells.other, cells.other), curve)
    np.add.at(information, (cells.one, cells.other), -curve)
    np.add.at(information, (cells.other, cells.one), -curve)
    information[:size, :size] += 1 / size
    across = -n * draw * (win - lose) / 2
    if form.has_ties:
        slope[size] = cells.ties.sum() - n @ draw
        information[size, size] = n @ (draw * (1 - draw))
        _border(information, size, _signed(cells, across))
    if form.has_position:
        slope[-1] = of_apart.sum()
        _border(information, -1, _signed(cells, curve))
        information[-1, -1] = curve.sum()
        if form.has_ties:
            information[size, -1] = information[-1, size] = across.sum()
    return float(likelihood), slope, information


def _signed(cells: Cells, of_cells: Floats) -> Floats:
    """For each of the compared, what its cells hold as the first less what they hold as second."""
    gained = float_bincount(cells.one, of_cells, cells.size)
    made: Floats = gained - float_bincount(cells.other, of_cells, cells.size)
    return made


def _border(information: Floats, at: int, values: Floats) -> None:
    information[: len(values), at] = values
    information[at, : len(values)] = values


Truths = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


def reach(duels: Duels) -> Truths:
    """Who beat or tied whom, also through others (Ford 1957)."""
    made = (duels.beats + duels.even > 0) | np.eye(duels.size, dtype=bool)
    while True:
        further = made.astype(np.float32) @ made.astype(np.float32) > 0
        if (further == made).all():
            return further
        made = further


def main_group(duels: Duels, reached: Truths) -> Whole:
    """The largest group within which each reaches each; of equal ones the busiest."""
    both = reached & reached.T
    busy = (duels.beats + duels.even).sum(axis=1) + duels.beats.sum(axis=0)
    best = max(range(duels.size), key=lambda at: (both[at].sum(), busy[both[at]].sum(), -at))
    return np.flatnonzero(both[best])


def why_outside(duels: Duels, reached: Truths, members: Whole, at: int) -> str:
    """Why one outside the main group has no finite strength."""
    up, down = bool(reached[at, members].any()), bool(reached[members, at].any())
    if len(members) == 1 and at in members:
        # There is no group: what it did against all others counts.
        others = np.delete(np.arange(duels.size), at)
        up, down = bool(reached[at, others].any()), bool(reached[others, at].any())
    if up and not down:
        return "It never lost to the others, so its strength has no upper bound."
    if down and not up:
        return "It never won against the others, so its strength has no lower bound."
    if up and down:
        return "Its wins and losses are against different groups, which nothing ties together."
    return "Nothing compares it, directly or through others, with the main group."
