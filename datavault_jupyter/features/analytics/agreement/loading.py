"""A frame of ratings, checked and coded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from datavault_jupyter.base.errors import BadArgument, CannotConvert
from datavault_jupyter.base.wording import count, listing
from datavault_jupyter.features.analytics import queries
from datavault_jupyter.features.analytics.agreement.counting import (
    Ratings,
    Scale,
    Whole,
    counted,
)
from datavault_jupyter.features.analytics.frames import take
from datavault_jupyter.features.analytics.records import Duplicates
from datavault_jupyter.storage.engine import rows_of
from datavault_jupyter.storage.foreign import translated
from datavault_jupyter.storage.scratch import arrays_of, ran, scratch

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

_NO_NUMBERS = "The answers are no numbers; order=[…] says in which order they stand"
_INFINITE = "Some answers are infinite"


def load(
    frame: object,
    asked: dict[str, str],
    *,
    order: Sequence[Any] | None,
    duplicates: Duplicates,
) -> Ratings:
    """Read, check and code ratings.

    Args:
        frame: Any frame.
        asked: The columns that are ``item``, ``rater`` and ``value``.
        order: The answers there are, the lowest first.
        duplicates: What to do when a rater answers an item twice.

    Raises:
        BadArgument: no frame, a missing column, a double answer, or an order that doesn't fit.
    """
    cursor, kinds, brought = given(frame, asked)
    notes = _kept(cursor, kinds)
    order = _order(order if order is not None else brought)
    _code(cursor, kinds["value"], order)
    item, value, rater = _sorted(cursor)
    raters = _number(cursor, "raters")
    if _has_twice(item, rater, raters):
        _make_single(cursor, duplicates, kinds)
        _code(cursor, kinds["value"], order)
        item, value, rater = _sorted(cursor)
    scale = _scale(cursor, kinds["value"], has_order=order is not None)
    counts, cell = counted(item, value, _number(cursor, "items"), scale)
    return Ratings(counts, cell, rater, raters, cursor, kinds, notes)


def given(frame: object, asked: dict[str, str]) -> tuple[Cursor, dict[str, str], list[Any] | None]:
    """An instance with the columns asked for, their types, and the order the last one brings."""
    taken = take(frame, asked)
    cursor = scratch()
    with translated():
        cursor.register("frame", taken.table)
    columns = [queries.named(role, at, taken.types[at]) for at, role in enumerate(asked)]
    ran(cursor, queries.view(columns))
    kinds = {row[0]: row[1] for row in rows_of(cursor, queries.described()) if row[0] != "place"}
    return cursor, kinds, taken.orders[-1]


def _number(cursor: Cursor, table: str) -> int:
    return int(rows_of(cursor, queries.number_of(table))[0][0])


def _kept(cursor: Cursor, kinds: dict[str, str]) -> tuple[str, ...]:
    """Keep the rows that are ratings; say how many are none for want of an item or a rater."""
    ran(cursor, queries.answers(kinds))
    about = {role: kinds[role] for role in ("item", "rater")}
    lost = int(rows_of(cursor, queries.lacking(about))[0][0])
    return (f"{count(lost, 'row')} without item or rater left out.",) if lost else ()


def _sorted(cursor: Cursor) -> tuple[Whole, Whole, Whole]:
    found = arrays_of(cursor, queries.sorted_ratings())
    return found["item"], found["value"], found["rater"]


def _has_twice(item: Whole, rater: Whole, raters: int) -> bool:
    """Whether a rater answered an item twice: on whole numbers, which is quicker than on texts."""
    keys = np.sort(item.astype(np.int64) * raters + rater)
    return bool((keys[1:] == keys[:-1]).any())


def _make_single(cursor: Cursor, duplicates: Duplicates, kinds: dict[str, str]) -> None:
    if duplicates is Duplicates.REFUSE:
        item, rater, number = rows_of(cursor, queries.twice())[0]
        raise BadArgument(
            f"The rater {rater!r} rated the item {item!r} {number} times.",
            hint="Say which answer counts: duplicates='first', 'last' or 'mean'.",
            field="duplicates",
        )
    if duplicates is Duplicates.MEAN:
        if not queries.has_zero(kinds["value"]):
            raise BadArgument(
                "duplicates='mean' needs answers that are numbers.",
                hint="Use 'first' or 'last'.",
                field="duplicates",
            )
        kinds["value"] = "DOUBLE"
    ran(cursor, queries.once(duplicates.value))


def _order(order: Sequence[Any] | None) -> list[Any] | None:
    if order is None:
        return None
    if isinstance(order, str | bytes) or not hasattr(order, "__iter__"):
        raise BadArgument("order= is a list of the answers, the lowest first.", field="order")
    made = [each.item() if isinstance(each, np.generic) else each for each in order]
    if not made:
        raise BadArgument("order= names no answer.", field="order")
    return made


def _code(cursor: Cursor, kind: str, order: list[Any] | None) -> None:
    ran(cursor, queries.codes("items", "item"))
    ran(cursor, queries.codes("raters", "rater"))
    if order is None and kind == "DOUBLE":
        _code_scores(cursor)
        return
    if order is None:
        ran(cursor, queries.codes("categories", "value"))
    else:
        _take_order(cursor, kind, order)
    ran(cursor, queries.ratings())


def _code_scores(cursor: Cursor) -> None:
    """The same where nearly every answer may be another number: numpy sorts those faster."""
    import pyarrow as pa

    found = arrays_of(cursor, queries.half_coded())
    names, codes = np.unique(found["value"], return_inverse=True)
    places = np.arange(len(names), dtype=np.int32)
    tables = {
        "categories": pa.table({"name": names + 0.0, "code": places}),  # -0.0 becomes 0.0
        "ratings": pa.table(
            {"item": found["item"], "rater": found["rater"], "value": codes.astype(np.int32)}
        ),
    }
    for name, table in tables.items():
        with translated():
            cursor.register("coded", table)
        ran(cursor, queries.taken_over(name, "coded"))
        cursor.unregister("coded")


def code_values(cursor: Cursor, kind: str, order: Sequence[Any] | None) -> Scale:
    """Number the answers, where there are no items and raters; what scale they are on."""
    named = _order(order)
    if named is None:
        ran(cursor, queries.codes("categories", "value"))
    else:
        _take_order(cursor, kind, named)
    return _scale(cursor, kind, has_order=named is not None)


def _take_order(cursor: Cursor, kind: str, order: list[Any]) -> None:
    as_text = [str(each) if kind == "VARCHAR" else each for each in order]
    try:
        ran(cursor, queries.ordered_codes("categories", as_text, kind))
    except CannotConvert as error:
        raise BadArgument(
            f"order= doesn't fit the answers, which are {kind}: {error.message}",
            hint="Name answers as they stand in the column.",
            field="order",
        ) from error
    twice = rows_of(cursor, queries.repeated("categories"))
    if twice:
        raise BadArgument(f"order= names {twice[0][0]!r} twice.", field="order")
    left = [repr(row[0]) for row in rows_of(cursor, queries.uncoded("categories"))]
    if left:
        shown = [*left[:3], "others"] if len(left) > 3 else left
        raise BadArgument(
            f"order= lacks {listing(shown)}.", hint="Name every answer once.", field="order"
        )


def _scale(cursor: Cursor, kind: str, *, has_order: bool) -> Scale:
    size = _number(cursor, "categories")
    places = np.arange(size, dtype=np.float64)
    query = queries.scores(kind)
    if query is None:
        is_ordered = has_order or queries.is_ordered(kind)
        as_places = places if has_order else None
        return Scale(size, is_ordered, as_places, as_places, None, _NO_NUMBERS)
    found = arrays_of(cursor, query)
    raw = np.ma.filled(np.ma.asarray(found["raw"], np.float64), np.nan)
    score = np.ma.filled(np.ma.asarray(found["score"], np.float64), np.nan)
    if not np.isfinite(raw).all():
        return Scale(size, is_ordered=True, places=places if has_order else None, why=_INFINITE)
    middle = float(raw[size // 2] - score[size // 2]) if size else 0.0
    score, raw, exponent = _scaled(score, raw)
    return Scale(
        size,
        is_ordered=True,
        places=places if has_order else score,
        scores=score,
        raw=raw if queries.has_zero(kind) else None,
        exponent=exponent,
        middle=middle,
    )


def _scaled(score: Any, raw: Any) -> tuple[Any, Any, int]:
    """Scores brought below 1 by a power of two: no digit changes, and no square overflows."""
    exponent = 0
    if not np.isfinite(score).all():  # the span of a DOUBLE is wider than a DOUBLE
        raw, exponent = raw / 4, 2
        score = raw - raw[len(raw) // 2]
    most = float(np.abs(score).max(initial=0.0))
    power = int(np.frexp(most)[1]) if most else 0
    return np.ldexp(score, -power), np.ldexp(raw, -power), exponent + power
