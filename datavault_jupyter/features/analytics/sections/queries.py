"""The SQL that takes ratings, judgements, ranks and groups out of a table of answers."""

from __future__ import annotations

from collections.abc import Sequence

from datavault_jupyter.features.analytics.evaluation.queries import ANSWERS
from datavault_jupyter.features.analytics.evaluation.records import (
    GivenColumn,
    RatedField,
    RatedKind,
)
from datavault_jupyter.storage.columns import Column
from datavault_jupyter.storage.kinds import as_text
from datavault_jupyter.storage.sql import Sql, literal, quoted

PLACES = ("first", "second")
_LABEL_LENGTH = 160


def value_of(field: RatedField) -> str:
    """The SQL of a field's value as it is compared: of options the set, whatever their order."""
    column = quoted(field.column)
    return f"list_sort({column})" if field.kind is RatedKind.MULTI_SELECT else column


def ratings(field: RatedField, *, is_ordered: bool) -> str:
    """Who rated what how; in the order in which it was handed in, where that matters."""
    order = " ORDER BY submitted_at NULLS FIRST, round" if is_ordered else ""
    return (
        f"SELECT item, rater, {value_of(field)} AS {quoted(field.column)} FROM {ANSWERS} "
        f"WHERE {quoted(field.column)} IS NOT NULL{order}"
    )


def places_of(items: Sequence[str], label: GivenColumn | None) -> Sql:
    """The row of each item, and what it is about."""
    text = "NULL"
    if label is not None:
        text = f"left(CAST(any_value({quoted(label.column)}) AS VARCHAR), {_LABEL_LENGTH})"
    return Sql(
        f'SELECT item, min("row"), {text} FROM {ANSWERS} '
        "WHERE item IN (SELECT unnest(?::VARCHAR[])) GROUP BY item",
        (list(items),),
    )


def items_of(raters: Sequence[str], most: int) -> Sql:
    """The items that all of some raters answered."""
    return Sql(
        f"SELECT item FROM {ANSWERS} WHERE rater IN (SELECT unnest(?::VARCHAR[])) "
        "AND item IS NOT NULL GROUP BY item HAVING count(DISTINCT rater) = ? "
        f'ORDER BY min("row") LIMIT {int(most) + 1}',
        (list(raters), len(set(raters))),
    )


def raters_by_answers(most: int) -> Sql:
    """Who answered most."""
    return Sql(
        f"SELECT rater FROM {ANSWERS} WHERE rater IS NOT NULL GROUP BY rater "
        f"ORDER BY count(*) DESC, rater LIMIT {int(most)}"
    )


def duels(field: RatedField, first: GivenColumn | None, second: GivenColumn | None) -> str:
    """What was shown first and second, and which of them won; under the columns' own names.

    Without columns that say what was shown, the two places themselves are compared.
    """
    ends = [str(each) for each in (field.order or ())] or list(PLACES)
    words = [ends[0], ends[-1]]
    shown = [
        f"CAST({quoted(column.column)} AS VARCHAR)" if column else literal(word)
        for column, word in zip((first, second), words, strict=True)
    ]
    won = f"CAST({quoted(field.column)} AS VARCHAR)"
    winner = won
    if field.order:
        ties = "".join(f" WHEN {literal(each)} THEN 'tie'" for each in ends[1:-1])
        winner = (
            f"CASE {won} WHEN {literal(words[0])} THEN {shown[0]} "
            f"WHEN {literal(words[1])} THEN {shown[1]}{ties} ELSE {won} END"
        )
    names = duel_names(field, first, second)
    made = ", ".join(
        f"{sql} AS {quoted(name)}"
        for sql, name in zip((*shown, winner), names.values(), strict=True)
    )
    return f"SELECT {made} FROM {ANSWERS} WHERE {quoted(field.column)} IS NOT NULL"


def duel_names(
    field: RatedField, first: GivenColumn | None, second: GivenColumn | None
) -> dict[str, str]:
    """The columns of `duels`, by what they are: words like ``model_a`` may stand for the first."""
    one, other = (
        column.name if column else place
        for column, place in zip((first, second), PLACES, strict=True)
    )
    winner = field.name if field.name not in (one, other) else "winner"
    return {"first": one, "second": other, "winner": winner}


def ranks(field: RatedField) -> str:
    """Each place in each ranking."""
    column = quoted(field.column)
    return (
        "SELECT ranking, unnest(places) AS model, generate_subscripts(places, 1) AS rank "
        f"FROM (SELECT row_number() OVER () AS ranking, {column} AS places FROM {ANSWERS} "
        f"WHERE {column} IS NOT NULL)"
    )


def groups(field: RatedField, group: GivenColumn | RatedField) -> str:
    """A field beside the column it is compared by."""
    return (
        f'SELECT CAST({quoted(group.column)} AS VARCHAR) AS "group", {value_of(field)} AS value '
        f"FROM {ANSWERS}"
    )


def shown_groups(field: RatedField, group: GivenColumn | RatedField) -> str:
    """How often each group has each answer, to be read and run over the answers."""
    return (
        f'SELECT "group", value, count(*) AS n\nFROM ({groups(field, group)})\n'
        "GROUP BY ALL\nORDER BY ALL;\n"
    )


def value_counts(columns: Sequence[GivenColumn]) -> Sql:
    """For each column, about how many different values it has."""
    counts = ", ".join(f"approx_count_distinct({quoted(each.column)})" for each in columns)
    return Sql(f"SELECT {counts} FROM {ANSWERS}")


def resolved(scan: str, item: Column, item_sql: str, value_sql: str) -> str:
    """What each item came to, as ``item`` and ``value``."""
    return f"(SELECT {as_text(item, item_sql)} AS item, {value_sql} AS value FROM {scan})"
