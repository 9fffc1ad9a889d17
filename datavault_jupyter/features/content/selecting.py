"""Chosen rows of a view, as a relation that keeps the view's order."""

from __future__ import annotations

from datavault_jupyter.features.content import queries
from datavault_jupyter.features.content.grounds import Grounds, lasting
from datavault_jupyter.features.content.records import ContentQuery, Selection
from datavault_jupyter.features.content.running import Run
from datavault_jupyter.features.content.views import Views, is_whole
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.filters import Filter, Op, joined
from datavault_jupyter.storage.sql import Sql


def relation(
    run: Run,
    views: Views,
    grounds: Grounds,
    query: ContentQuery,
    selection: Selection | None,
    *,
    columns: Columns,
) -> str:
    """The SQL of chosen rows with their true values, under names SQL can use.

    It reads the parts, not a copy that may be dropped, and binds nothing, so that it can run
    whenever somebody asks. Which rows are chosen is settled now, in a temporary table of the
    cursor.
    """
    source = lasting(grounds)
    if is_whole(query) and selection is None:
        return queries.everything(source, columns)
    choose(run, views, grounds, query, selection)
    return queries.chosen_rows(source, columns)


def choose(
    run: Run, views: Views, grounds: Grounds, query: ContentQuery, selection: Selection | None
) -> None:
    """Put the ids of chosen rows into a temporary table of the cursor, in the view's order."""
    if is_whole(query):
        numbered = queries.all_ids(grounds.row_count)
    else:
        with views.source(grounds) as source:
            where = views.where(run, grounds, source, query)
            order = views.compiler(run, grounds, source).order(query.sorts, source.row_id)
            ids = queries.ordered_ids(source, where, order, grounds.row_count)
            run.rows(queries.keep_view(ids))
        numbered = queries.view_ids()
    run.rows(queries.keep_chosen(numbered, _condition(selection)))


def _condition(selection: Selection | None) -> Sql:
    if selection is None:
        return Sql("true")
    parts = [Sql("place BETWEEN ? AND ?", (span.first, span.last)) for span in selection.spans]
    if selection.ids:
        parts.append(Sql("r IN (SELECT unnest(?::BIGINT[]))", (list(selection.ids),)))
    chosen = joined(parts, "or")
    return Sql(f"NOT ({chosen.text})", chosen.params) if selection.is_except else chosen


_WORDS = {
    Op.EQ: "is", Op.NE: "is not", Op.LT: "is below", Op.LE: "is at most", Op.GT: "is above",
    Op.GE: "is at least", Op.BETWEEN: "is between", Op.IN: "is one of",
    Op.NOT_IN: "is none of", Op.CONTAINS: "contains", Op.NOT_CONTAINS: "does not contain",
    Op.STARTS: "starts with", Op.ENDS: "ends with", Op.IS_NULL: "is missing",
    Op.NOT_NULL: "is not missing", Op.IS_EMPTY: "is empty", Op.NOT_EMPTY: "is not empty",
    Op.IS_NAN: "is NaN", Op.NOT_NAN: "is not NaN",
}  # fmt: skip


def said(query: ContentQuery, selection: Selection | None = None) -> str:
    """What was asked for, as a sentence, so that a saved dataset can tell.

    >>> said(ContentQuery(Filter(Op.GE, "rating", ("4",)), search="good"))
    "rows where 'rating' is at least 4, with 'good'"
    """
    pieces = ["chosen rows" if selection else "rows"]
    if query.filter is not None:
        pieces[0] += f" where {_said(query.filter)}"
    if query.search:
        pieces.append(f"with {query.search!r}")
    if query.sorts:
        by = [
            f"{sort.column!r}{' descending' if sort.is_descending else ''}" for sort in query.sorts
        ]
        pieces.append(f"sorted by {', '.join(by)}")
    return ", ".join(pieces)


def _said(condition: Filter) -> str:
    if condition.op is Op.NOT:
        return f"not ({', '.join(map(_said, condition.parts))})"
    if condition.op in (Op.AND, Op.OR):
        texts = (
            f"({_said(part)})" if len(part.parts) > 1 else _said(part) for part in condition.parts
        )
        return f" {condition.op} ".join(texts)
    values = ", ".join("missing" if value is None else value for value in condition.values)
    return f"{condition.column!r} {_WORDS[condition.op]} {values}".strip()
