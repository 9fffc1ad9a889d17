"""Agreement and comparison for any frame: nothing is stored, nothing leaves the kernel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from datavault_jupyter.dataset import Dataset
from datavault_jupyter.features.analytics.agreement.result import (
    Agreement,
    measured,
    required_confidence,
)
from datavault_jupyter.features.analytics.comparison.groups import grouped
from datavault_jupyter.features.analytics.comparison.ranks import ranked
from datavault_jupyter.features.analytics.comparison.result import PairwiseComparison, compared
from datavault_jupyter.features.analytics.frames import require_columns
from datavault_jupyter.features.analytics.tables import Table

if TYPE_CHECKING:
    from datavault_jupyter.features.sql.rows import Rows


def agreement(
    frame: object,
    *,
    item: str,
    rater: str,
    value: str,
    level: str = "nominal",
    order: Sequence[Any] | None = None,
    duplicates: str = "refuse",
    confidence: float = 0.95,
    resamples: int = 1000,
) -> Agreement:
    """How far raters agree, by every usual coefficient; a row of the frame is one rating.

    Missing values (NULL, NaN) are missing ratings. What can't be said (one rater, no item with two
    of them, no variation) has the value None and a reason.

    Args:
        frame: A dataset, rows of a query, a frame of pandas, polars or pyarrow, a DuckDB relation,
            or anything with ``__arrow_c_stream__``.
        item: The column that says what was rated.
        rater: The column that says who rated it.
        value: The column of the answers: texts, numbers, booleans, dates, lists.
        level: What a distance of two answers means to ``krippendorff_alpha``: ``nominal``,
            ``ordinal``, ``interval`` or ``ratio``. Nothing else depends on it.
        order: The answers there are, the lowest first, also those nobody gave. Weighted
            coefficients of texts need it; where it is given, they count places in it.
        duplicates: When a rater answered an item twice: ``refuse``, or let the ``first``, the
            ``last`` or the ``mean`` answer count.
        confidence: The share of intervals that hold the true value.
        resamples: How many samples of items a bootstrap draws, where there is one.

    Raises:
        BadArgument: it is no frame, a column isn't there, a rater answered an item twice, or an
            answer isn't in ``order``.

    >>> import pandas as pd
    >>> import datavault_jupyter as dv
    >>> frame = pd.DataFrame(
    ...     {
    ...         "text": ["t1", "t1", "t2", "t2", "t3", "t3"],
    ...         "who": ["ann", "bob", "ann", "bob", "ann", "bob"],
    ...         "stars": [4, 4, 2, 3, 5, 5],
    ...     }
    ... )
    >>> result = dv.agreement(frame, item="text", rater="who", value="stars", level="ordinal")
    >>> round(result["krippendorff_alpha"].value, 3), result["icc_2_1"].item_count
    (0.949, 3)
    """
    asked = {"item": item, "rater": rater, "value": value}
    return measured(
        _readable(frame, asked),
        asked,
        level=level,
        order=order,
        duplicates=duplicates,
        confidence=confidence,
        resamples=resamples,
    )


def comparison(
    frame: object,
    *,
    first: str,
    second: str,
    winner: str,
    ties: Sequence[str] | str | None = None,
    confidence: float = 0.95,
) -> PairwiseComparison:
    """Which of several is better, out of pairwise judgements; a row of the frame is one of them.

    Rows without a name or a winner are left out, and said so. Who never lost, never won or isn't
    compared with the rest has no strength, and a reason.

    Args:
        frame: A dataset, rows of a query, a frame of pandas, polars or pyarrow, a DuckDB relation,
            or anything with ``__arrow_c_stream__``.
        first: The column of the one shown first.
        second: The column of the one shown second.
        winner: The column that names the winner, or says ``first``, ``second``, the name of one
            of the two columns, or ``tie`` (also ``draw``, ``equal``, ``both``, ``neither`` …).
        ties: More words for a tie.
        confidence: The share of intervals that hold the true value.

    Raises:
        BadArgument: it is no frame, a column isn't there, or a winner is none of the two.

    >>> import pandas as pd
    >>> import datavault_jupyter as dv
    >>> rows = [("a", "b", "a"), ("b", "a", "a"), ("a", "b", "b"), ("a", "b", "tie")]
    >>> frame = pd.DataFrame(rows, columns=["left", "right", "better"])
    >>> result = dv.comparison(frame, first="left", second="right", winner="better")
    >>> [round(row["strength"], 3) for row in result.strengths()]
    [0.255, -0.255]
    """
    asked = {"first": first, "second": second, "winner": winner}
    return compared(_readable(frame, asked), asked, ties=ties, confidence=confidence)


def rank_comparison(
    frame: object, *, ranking: str, model: str, rank: str, confidence: float = 0.95
) -> Table:
    """Mean rank and first places of each model; a row of the frame is a place in a ranking.

    Args:
        frame: Any frame, as for `comparison`.
        ranking: The column that says which ranking a row belongs to.
        model: The column of what is ranked.
        rank: The column of its rank: 1 is best, equal ranks are ties.
        confidence: The share of intervals that hold the true value.

    Raises:
        BadArgument: it is no frame, a column isn't there, or a ranking holds a model twice.

    >>> import pandas as pd
    >>> import datavault_jupyter as dv
    >>> rows = [(1, "a", 1), (1, "b", 2), (2, "a", 2), (2, "b", 1), (3, "a", 1), (3, "b", 2)]
    >>> frame = pd.DataFrame(rows, columns=["task", "model", "rank"])
    >>> made = dv.rank_comparison(frame, ranking="task", model="model", rank="rank")
    >>> made[0]["model"], round(made[0]["mean_rank"], 2), round(made[0]["first_share"], 2)
    ('a', 1.33, 0.67)
    """
    asked = {"ranking": ranking, "model": model, "rank": rank}
    return ranked(_readable(frame, asked), asked, required_confidence(confidence))


def group_comparison(
    frame: object,
    *,
    group: str,
    value: str,
    order: Sequence[Any] | None = None,
    confidence: float = 0.95,
) -> Table:
    """A against B: any field by a group column, a row for each pair of groups.

    Numbers, booleans (0 and 1), dates (days since 1970), times (microseconds since 1970) and texts
    with an order (their places, from 0) are compared by Welch's t and by Mann and Whitney's ranks,
    other answers by chi-square.

    Args:
        frame: Any frame, as for `comparison`.
        group: The column of the groups.
        value: The column that is compared.
        order: The answers there are, the lowest first, for texts that have an order.
        confidence: The share of intervals that hold the true value.

    Raises:
        BadArgument: it is no frame, a column isn't there, or there are more than 50 groups.

    >>> import pandas as pd
    >>> import datavault_jupyter as dv
    >>> frame = pd.DataFrame({"model": list("aaabbb"), "score": [3, 4, 5, 1, 2, 3]})
    >>> made = dv.group_comparison(frame, group="model", value="score")
    >>> made[0]["difference"], round(made[0]["p_value"], 3), round(made[0]["superiority"], 3)
    (2.0, 0.07, 0.944)
    """
    asked = {"group": group, "value": value}
    return grouped(_readable(frame, asked), asked, order, required_confidence(confidence))


def _readable(frame: object, asked: dict[str, str]) -> object | Rows:
    """Of a dataset only the columns that are needed are read."""
    if not isinstance(frame, Dataset):
        return frame
    require_columns(asked, frame.columns)
    return frame.rows(list(dict.fromkeys(asked.values())))
