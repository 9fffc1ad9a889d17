"""The six intraclass correlations of Shrout and Fleiss, with their limits.

Shrout and Fleiss (1979, Psychological Bulletin 86, 420-428); McGraw and Wong (1996, Psychological
Methods 1, 30-46). They rest on items that all raters answered.
"""

from __future__ import annotations

from dataclasses import dataclass

from datavault_jupyter.features.analytics.agreement.counting import Floats, Ratings
from datavault_jupyter.features.analytics.distributions import f_quantile
from datavault_jupyter.features.analytics.records import Interval, Outcome, Settings, undefined

_METHOD = "F, after Shrout and Fleiss 1979"
# Sums of squares below this share of the whole are what rounding leaves of 0.
_ROUNDING = 1e-26


@dataclass(frozen=True)
class Squares:
    """Mean squares of a table of items × raters.

    Attributes:
        items: How many items, n.
        raters: How many raters, k.
        between: Of items, BMS.
        within: Within items, WMS.
        judges: Of raters, JMS.
        rest: What is left, EMS.
    """

    items: int
    raters: int
    between: float
    within: float
    judges: float
    rest: float


def mean_squares(table: Floats) -> Squares:
    """The analysis of variance; each part from its own deviations, so that none loses digits."""
    n, k = table.shape
    table = table - table.mean()
    table = table - table.mean()
    of_items = table.mean(axis=1, keepdims=True)
    of_raters = table.mean(axis=0, keepdims=True)
    apart = table - of_items
    whole = float((table**2).sum())

    def kept(squares: float) -> float:
        return squares if squares > _ROUNDING * whole * n * k else 0.0

    between = kept(k * float((of_items**2).sum()))
    judges = kept(n * float((of_raters**2).sum()))
    within = kept(float((apart**2).sum()))
    rest = kept(float(((apart - of_raters) ** 2).sum()))
    return Squares(
        n, k, between / (n - 1), within / (n * (k - 1)), judges / (k - 1),
        rest / ((n - 1) * (k - 1)),
    )  # fmt: skip


def intraclass(ratings: Ratings, form: str, settings: Settings) -> Outcome:
    """One of the six: ``1_1``, ``2_1``, ``3_1``, ``1_k``, ``2_k``, ``3_k``."""
    scores = ratings.counts.scale.scores
    if scores is None:
        return undefined(f"{ratings.counts.scale.why}.")
    codes = ratings.complete
    if reason := needs_complete(len(codes), ratings):
        return undefined(reason, item_count=len(codes))
    squares = mean_squares(scores[codes])
    found = _FORMS[form[0]](squares, settings.confidence)
    if isinstance(found, str):
        return undefined(found, item_count=squares.items)
    value, interval = found
    if form.endswith("k"):
        k = squares.raters
        if value <= -1 / (k - 1) + 1e-12:
            return undefined(_NO_SPREAD, item_count=squares.items)
        value = _stepped_up(value, k)
        low = max(interval.low, -1 / (k - 1) + 1e-12)
        interval = Interval(_stepped_up(low, k), _stepped_up(interval.high, k))
    return Outcome(
        value,
        interval=interval,
        interval_method=_METHOD,
        item_count=squares.items,
        note=complete_note(ratings, squares.items),
    )


_NO_SPREAD = "The items' means don't differ, so there is nothing the raters could agree on."
_CONSTANT = "All answers are the same, so there is no variance to share."


def needs_complete(number: int, ratings: Ratings) -> str:
    """Why a coefficient of complete items can't be made, if it can't."""
    if ratings.rater_count < 2:
        return "There is one rater, and agreement takes two."
    if number == 0:
        return f"No item was rated by all {ratings.rater_count:,} raters."
    if number == 1:
        return f"Only one item was rated by all {ratings.rater_count:,} raters."
    return ""


def complete_note(ratings: Ratings, used: int) -> str:
    """How many items were left out, if any."""
    whole = ratings.counts.item_count
    if used == whole:
        return ""
    return f"From the {used:,} of {whole:,} items that all raters rated."


def _stepped_up(single: float, k: int) -> float:
    """What the mean of k raters is worth, given what one is (Spearman and Brown 1910)."""
    return k * single / (1 + (k - 1) * single)


def _by_ratio(squares: Squares, error: float, df: float, confidence: float) -> _Found:
    """A coefficient that depends on one ratio of mean squares."""
    between, k = squares.between, squares.raters
    if between == 0 and error == 0:
        return _CONSTANT
    value = (between - error) / (between + (k - 1) * error)
    if error == 0:
        return value, Interval(1.0, 1.0)
    tail, items = (1 + confidence) / 2, squares.items - 1
    low = between / error / f_quantile(tail, items, df)
    high = between / error * f_quantile(tail, df, items)
    return value, Interval((low - 1) / (low + k - 1), (high - 1) / (high + k - 1))


_Found = tuple[float, Interval] | str


def _one_way(squares: Squares, confidence: float) -> _Found:
    """Each item has raters of its own: the raters' own levels count as error."""
    df = squares.items * (squares.raters - 1)
    return _by_ratio(squares, squares.within, df, confidence)


def _consistency(squares: Squares, confidence: float) -> _Found:
    """These raters and no others: their levels don't count."""
    df = (squares.items - 1) * (squares.raters - 1)
    return _by_ratio(squares, squares.rest, df, confidence)


def _agreement(squares: Squares, confidence: float) -> _Found:
    """Raters drawn from many: their levels count as error, and are part of the table."""
    n, k = squares.items, squares.raters
    between, judges, rest = squares.between, squares.judges, squares.rest
    if between == 0 and rest == 0 and judges == 0:
        return _CONSTANT
    divisor = between + (k - 1) * rest + k * (judges - rest) / n
    if divisor <= 0:
        return _NO_SPREAD
    value = (between - rest) / divisor
    if rest == 0 and judges == 0:
        return value, Interval(1.0, 1.0)
    share = n * (1 + (k - 1) * value) - k * value
    upper = (k - 1) * (n - 1) * (k * value * judges + share * rest) ** 2
    lower = (n - 1) * (k * value * judges) ** 2 + (share * rest) ** 2
    if lower == 0:
        return value, Interval(value, value)
    tail, df = (1 + confidence) / 2, upper / lower
    large, small = f_quantile(tail, n - 1, df), f_quantile(tail, df, n - 1)
    error = k * judges + (k * n - k - n) * rest
    low = n * (between - large * rest) / (large * error + n * between)
    high = n * (small * between - rest) / (error + n * small * between)
    return value, Interval(low, high)


_FORMS = {"1": _one_way, "2": _agreement, "3": _consistency}
