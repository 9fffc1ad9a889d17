"""Agreement and comparison for any frame: nothing is stored, nothing leaves the kernel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from datavault_jupyter.dataset import Dataset
from datavault_jupyter.features.analytics.agreement.result import Agreement, measured
from datavault_jupyter.features.analytics.comparison.result import PairwiseComparison, compared
from datavault_jupyter.features.analytics.frames import require_columns

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


def _readable(frame: object, asked: dict[str, str]) -> object | Rows:
    """Of a dataset only the columns that are needed are read."""
    if not isinstance(frame, Dataset):
        return frame
    require_columns(asked, frame.columns)
    return frame.rows(list(dict.fromkeys(asked.values())))
