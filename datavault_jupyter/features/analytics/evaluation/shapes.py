"""How answers lie in a pipeline's tasks or in a dataset's rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from datavault_jupyter.features.analytics.evaluation import queries
from datavault_jupyter.features.analytics.evaluation.collected import CollectedAnswers
from datavault_jupyter.features.analytics.evaluation.fields import (
    ColumnFacts,
    of_column,
    of_form,
    said,
)
from datavault_jupyter.features.analytics.evaluation.records import (
    GivenColumn,
    Mapping,
    RatedField,
    RatedKind,
)
from datavault_jupyter.features.content.grounds import Grounds, Source
from datavault_jupyter.features.pipelines import queries as pipelines
from datavault_jupyter.features.pipelines.definition import Definition
from datavault_jupyter.features.pipelines.fields.records import OWN_COLUMNS
from datavault_jupyter.features.pipelines.records import PipelineRecord
from datavault_jupyter.storage.columns import Column, sql_names
from datavault_jupyter.storage.kinds import NESTED, as_text, type_kind
from datavault_jupyter.storage.sql import Sql
from datavault_jupyter.storage.store import Store

_UNGROUPED = NESTED | {"blob"}


@dataclass(frozen=True)
class Shape:
    """Fields and columns of answers, and the view that has them.

    Attributes:
        view: Makes the statement for a source; told whether a filter was kept.
        revision: Of a pipeline's tasks; 0 for others.
    """

    fields: tuple[RatedField, ...]
    given: tuple[GivenColumn, ...]
    mapping: Mapping
    view: Callable[[Source, bool], Sql]
    revision: int = 0


def pipeline_shape(
    store: Store, pipeline: PipelineRecord, grounds: Grounds, mapping: Mapping
) -> Shape:
    """The answers a pipeline collected, beside the columns of its tasks."""
    collected = CollectedAnswers.of(store).table(pipeline)
    nodes = _nodes(store, pipeline)
    asked = {field.name for field in collected.fields}
    columns = list(grounds.columns)
    item = grounds.columns.named(OWN_COLUMNS[0])
    rest = [each for each in columns if each.name not in asked and each is not item]
    rest = [each for each in rest if type_kind(each) not in _UNGROUPED]
    names = sql_names(
        [*queries.OWN, *(field.name for field in collected.fields), *(each.name for each in rest)]
    )
    mine = names[len(queries.OWN) :]
    field_names, given_names = mine[: len(collected.fields)], mine[len(collected.fields) :]
    made = [
        of_form(field, name, nodes.get(field.name, ()))
        for field, name in zip(collected.fields, field_names, strict=True)
    ]
    pairs = list(zip(rest, given_names, strict=True))

    def view(source: Source, is_filtered: bool) -> Sql:  # noqa: FBT001 - a callback
        return queries.of_pipeline(
            source, item, collected.table, field_names, pairs, is_filtered=is_filtered
        )

    return Shape(
        tuple(said(each, mapping.said_of(each.name)) for each in made if each is not None),
        tuple(GivenColumn(column.name, name, column.type) for column, name in pairs),
        mapping,
        view,
        collected.revision,
    )


def _nodes(store: Store, pipeline: PipelineRecord) -> dict[str, tuple[str, ...]]:
    """Where each field is or was asked for."""
    found: dict[str, dict[str, None]] = {}
    with store.catalog.read() as connection:
        forms = pipelines.forms(connection, pipeline.key)
    for form in forms:
        for node in Definition.of(form.definition).nodes:
            for each in node.fields:
                found.setdefault(each.name, {})[node.name] = None
    return {name: tuple(nodes) for name, nodes in found.items()}


def rows_shape(facts: Sequence[ColumnFacts], grounds: Grounds, mapping: Mapping) -> Shape:
    """The rows of a dataset as answers."""
    by_name = {each.column.name: each for each in facts}
    own = _own(grounds, mapping)
    if mapping.is_wide:
        return _wide_shape(by_name, grounds, mapping, own)
    rated = [by_name[name] for name in mapping.values if name in by_name]
    if mapping.winner and mapping.winner not in mapping.values and mapping.winner in by_name:
        rated.append(by_name[mapping.winner])
    used = {each.column.name for each in rated}
    rest = _groupable(grounds, used)
    names = sql_names([*queries.OWN, *(each.column.name for each in rated),
                       *(each.name for each in rest)])[len(queries.OWN) :]  # fmt: skip
    made = [of_column(each, name) for each, name in zip(rated, names[: len(rated)], strict=True)]
    pairs = list(zip(rest, names[len(rated) :], strict=True))
    shown = [*zip((each.column for each in rated), names[: len(rated)], strict=True), *pairs]

    def view(source: Source, is_filtered: bool) -> Sql:  # noqa: FBT001 - a callback
        sql = {word: _value(source, column, word) for word, column in own.items()}
        return queries.of_rows(source, sql, shown, is_filtered=is_filtered)

    return Shape(_said(made, mapping), _given(pairs), mapping, view)


def _wide_shape(
    by_name: dict[str, ColumnFacts], grounds: Grounds, mapping: Mapping, own: dict[str, Column]
) -> Shape:
    raters = [grounds.columns.named(name) for name in mapping.raters]
    rest = _groupable(grounds, set(mapping.raters))
    names = sql_names([*queries.OWN, mapping.value_name, *(each.name for each in rest)])
    name, *given_names = names[len(queries.OWN) :]
    pairs = list(zip(rest, given_names, strict=True))
    together = _together([by_name[each] for each in mapping.raters if each in by_name], raters)
    field = of_column(together, name, name=mapping.value_name)

    def view(source: Source, is_filtered: bool) -> Sql:  # noqa: FBT001 - a callback
        sql = {word: _value(source, column, word) for word, column in own.items()}
        if "item" not in sql:  # each row is one
            sql["item"] = source.row_id
        value = name, together.column.type
        return queries.of_wide_rows(source, sql, raters, value, pairs, is_filtered=is_filtered)

    return Shape(_said([field], mapping), _given(pairs), mapping, view)


def _together(facts: Sequence[ColumnFacts], raters: Sequence[Column]) -> ColumnFacts:
    """What is known of several columns as if they were one."""
    kinds = {each.type for each in raters}
    if len(kinds) == 1:
        (kind,) = kinds
    else:
        numbers = {type_kind(each) for each in raters}
        is_text = bool(numbers & {"varchar", "enum", "boolean", "uuid"})
        is_broken = bool(numbers & {"float", "double", "decimal"})
        kind = "VARCHAR" if is_text else "DOUBLE" if is_broken else "BIGINT"
    lows = [each.low for each in facts if each.low is not None]
    highs = [each.high for each in facts if each.high is not None]
    choices: dict[str, None] = {}
    for each in facts:
        choices.update(dict.fromkeys(each.choices))
    return ColumnFacts(
        Column("", kind, ""),
        max((each.distinct_count for each in facts), default=0),
        sum(each.value_count for each in facts),
        min(lows, default=None),
        max(highs, default=None),
        tuple(choices),
    )


def _own(grounds: Grounds, mapping: Mapping) -> dict[str, Column]:
    words = ("item", "rater", "submitted_at", "seconds")
    named = mapping.columns
    return {word: grounds.columns.named(named[word]) for word in words if word in named}


def _value(source: Source, column: Column, word: str) -> str:
    sql = source.value(column)
    if word in ("item", "rater"):
        return as_text(column, sql)
    kind = queries.OWN[word]
    return f"TRY_CAST({sql} AS {kind})"


def _groupable(grounds: Grounds, used: set[str]) -> list[Column]:
    return [
        each
        for each in grounds.columns
        if each.name not in used and type_kind(each) not in _UNGROUPED
    ]


def _given(pairs: Sequence[tuple[Column, str]]) -> tuple[GivenColumn, ...]:
    return tuple(GivenColumn(column.name, name, column.type) for column, name in pairs)


def _said(made: Sequence[RatedField | None], mapping: Mapping) -> tuple[RatedField, ...]:
    fields = []
    for each in made:
        if each is None:
            continue
        setting = mapping.said_of(each.name)
        if mapping.winner == each.name:  # who won is no choice among categories
            setting = replace(setting, kind=RatedKind.PAIRWISE)
        fields.append(said(each, setting))
    return tuple(fields)
