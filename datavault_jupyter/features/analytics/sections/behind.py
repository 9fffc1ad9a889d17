"""Which rows of the dataset are behind a number of people or items: a filter of the grid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from datavault_jupyter.features.analytics.evaluation.source import FINISHED
from datavault_jupyter.features.analytics.sections import queries
from datavault_jupyter.features.analytics.sections.args import RowsFilter
from datavault_jupyter.features.content.records import ContentQuery
from datavault_jupyter.storage.filters import Filter, Op

if TYPE_CHECKING:
    from datavault_jupyter.features.analytics.evaluation.source import Answers

MOST_ITEMS = 1000
_TASK = "task_id"
_TOO_MANY = (
    f"More than {MOST_ITEMS:,} tasks: the grid takes no filter of so many. "
    "Narrow the answers first."
)


def rows_behind(
    answers: Answers,
    which: ContentQuery | str | None,
    raters: Sequence[str],
    items: Sequence[str],
) -> RowsFilter:
    """What the grid has to be filtered by to show them.

    Args:
        answers: The answers.
        which: Which of them are looked at.
        raters: Who answered, all of these.
        items: Or which items.
    """
    number = 0
    found = list(items)
    if raters and not found:
        found = [row[0] for row in answers.run.rows(queries.items_of(raters, MOST_ITEMS))]
        number = len(found)
    column = _TASK if answers.pipeline is not None else answers.mapping.item
    parts = [] if isinstance(which, str) else _own(which, answers)
    if answers.pipeline is None and raters:
        parts += _by_rater(answers, raters, [] if items else found)
    elif found and column:
        if len(found) > MOST_ITEMS:
            return RowsFilter(None, number, _TOO_MANY)
        parts.append(Filter(Op.IN, column, tuple(str(each) for each in found)))
    if items and not column:
        return RowsFilter(None, number, "No column says what was rated, so no row can be found.")
    made = parts[0] if len(parts) == 1 else Filter(Op.AND, parts=tuple(parts)) if parts else None
    return RowsFilter(made, number or len(items), "")


def _own(which: ContentQuery | None, answers: Answers) -> list[Filter]:
    query = which
    if query is None and answers.pipeline is not None:
        query = FINISHED
    if query is None or query.filter is None:
        return []
    own = query.filter
    return list(own.parts) if own.op is Op.AND else [own]


def _by_rater(answers: Answers, raters: Sequence[str], shared: Sequence[str]) -> list[Filter]:
    mapping = answers.mapping
    if mapping.is_wide:
        return [Filter(Op.NOT_NULL, name) for name in raters if name in mapping.raters]
    made = [Filter(Op.IN, mapping.rater or "", tuple(raters))]
    if len(raters) > 1 and mapping.item and len(shared) <= MOST_ITEMS:
        made.append(Filter(Op.IN, mapping.item, tuple(shared)))
    return made
