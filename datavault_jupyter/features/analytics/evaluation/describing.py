"""Answers in few words: fields, what they can be grouped by, columns for a mapping."""

from __future__ import annotations

from collections.abc import Sequence

from datavault_jupyter.base.wording import listing
from datavault_jupyter.features.analytics.evaluation.fields import (
    ColumnFacts,
    kind_of,
    kinds_for,
)
from datavault_jupyter.features.analytics.evaluation.records import RatedField, RatedKind
from datavault_jupyter.features.analytics.evaluation.source import Answers
from datavault_jupyter.features.analytics.evaluation.wire import (
    EvaluatedField,
    GroupColumn,
    MappedColumn,
)
from datavault_jupyter.features.analytics.records import Level
from datavault_jupyter.features.analytics.summary.breaking import own_columns
from datavault_jupyter.storage.columns import Column
from datavault_jupyter.storage.kinds import MOMENTS, type_kind

_FEW = 4
_SHORT = 22
_TITLES = {"submitted_at": "time of answer", "rater": "contributor", "node": "step"}


def noun_of(answers: Answers) -> str:
    """What is answered: task, item, or row where no column says it."""
    if answers.pipeline is not None:
        return "task"
    return "row" if answers.counts.items is None else "item"


def words_of(field: RatedField) -> str:
    """The values of a field in few words; "" where they could be anything.

    >>> words_of(RatedField("a", "a", "a", RatedKind.RATING, "INTEGER", order=(1, 2, 3)))
    '1 to 3'
    """
    order = [str(each) for each in field.order or ()]
    if field.kind is RatedKind.BOOLEAN:
        yes, no = (str(field.settings.get(word, word)) for word in ("yes", "no"))
        return f"{yes.lower()} or {no.lower()}"
    is_scale = field.kind is RatedKind.RATING or (
        field.kind is RatedKind.SELECT and field.level is not Level.NOMINAL
    )
    if is_scale and len(order) > 1:
        return f"{order[0]} to {order[-1]}"
    low, high = field.settings.get("min"), field.settings.get("max")
    if field.kind is RatedKind.NUMERIC and low is not None and high is not None:
        return f"{low:g} to {high:g}"
    said = listing(order, "or") if order else ""
    if len(order) > _FEW or len(said) > _SHORT:
        return "" if field.kind is RatedKind.PAIRWISE else f"{len(order)} choices"
    return said


def evaluated(field: RatedField) -> EvaluatedField:
    """A field as a card heads it."""
    order = [str(each).lower() if isinstance(each, bool) else str(each)
             for each in field.order or ()]  # fmt: skip
    return EvaluatedField(
        field.name, field.title, field.kind.value, field.level.value, words_of(field),
        tuple(order), tuple(each.value for each in kinds_for(field)),
    )  # fmt: skip


def groups_of(answers: Answers) -> tuple[GroupColumn, ...]:
    """What answers can be grouped by: their own columns, the given ones, short fields."""
    taken = answers.names
    made = [
        GroupColumn(each.name, _TITLES.get(each.name, each.name), _is_time(each.type))
        for each in own_columns(answers)
        if each.name not in taken
    ]
    made += [GroupColumn(each.name, each.name, _is_time(each.type)) for each in answers.given]
    made += [
        GroupColumn(each.name, each.title, is_time=False)
        for each in answers.fields
        if each.kind in (RatedKind.RATING, RatedKind.BOOLEAN, RatedKind.SELECT, RatedKind.PAIRWISE)
    ]
    return tuple(made)


def _is_time(kind: str) -> bool:
    known = type_kind(Column("", kind, ""))
    return known in MOMENTS or known == "date"


def columns_of(facts: Sequence[ColumnFacts]) -> tuple[MappedColumn, ...]:
    """The columns of a dataset, for the mapping."""
    return tuple(
        MappedColumn(each.column.name, each.column.type, str(kind_of(each) or "")) for each in facts
    )
