"""The SQL of charts that draw one mark a row: all rows, or a sample that is always the same."""

from __future__ import annotations

from dataclasses import dataclass

from datavault_jupyter.features.studio.cutting import REST, Cut
from datavault_jupyter.features.studio.fields import ChartField, FieldKind
from datavault_jupyter.features.studio.queries import THIS, key_of, tops
from datavault_jupyter.storage.sql import Sql, literal, quoted

# Knuth's multiplicative method (The Art of Computer Programming 3, 6.4): numbers of rows times
# the golden ratio of 2 ** 32 fall evenly, in the same places in every run.
_GOLDEN, _WHOLE = 2_654_435_761, 2**32


@dataclass(frozen=True, slots=True)
class Pointed:
    """A query that gives one row for each point.

    Attributes:
        values: What is taken as it is, by the name of its column.
        cuts: Categories on x, colour, shape and facets.
        where: Which rows count.
        share: Which share of them is drawn, 1 for all.
        limit: So many at most.
        lines: Reference values, by the name of their column.
    """

    values: tuple[tuple[str, ChartField], ...]
    cuts: tuple[Cut, ...]
    where: Sql
    share: float = 1.0
    limit: int = 0
    lines: tuple[tuple[str, Sql], ...] = ()


def pointed(query: Pointed) -> Sql:
    """One row a point, in the order of the dataset; ``n`` is its place in it."""
    taken = [f"{_value(name, each)} AS {quoted(name)}" for name, each in query.values]
    taken += [f"{_key(cut)} AS {quoted(cut.role)}" for cut in query.cuts]
    points = (
        Sql(f"points AS (SELECT row_number() OVER () AS n, {', '.join(taken)} FROM {THIS}")
        + query.where
        + Sql(")")
    )
    ctes = [*tops(query.cuts, query.where), points]
    head = Sql(
        f"WITH {', '.join(each.text for each in ctes)}",
        tuple(value for each in ctes for value in each.params),
    )
    lines = [f"({line.text}) AS {quoted(name)}" for name, line in query.lines]
    given = tuple(value for _, line in query.lines for value in line.params)
    made = head + Sql(f"SELECT {', '.join(['*', *lines])} FROM points", given)
    if query.share < 1:
        bound = int(query.share * _WHOLE)
        made += Sql(f"WHERE (n * {_GOLDEN}) % {_WHOLE} < {bound}")
    return made + Sql(f"ORDER BY n LIMIT {query.limit}")


def _value(name: str, each: ChartField) -> str:
    if name in ("x", "y"):
        return each.value  # rows without it are left out
    if each.kind in (FieldKind.NUMBER, FieldKind.MOMENT):
        return each.number
    return f"CAST({each.sql} AS VARCHAR)"


def _key(cut: Cut) -> str:
    made = key_of(cut)
    if cut.top is None:
        return made
    return (
        f"CASE WHEN {made} IN (SELECT v FROM top_{cut.role}) THEN {made} ELSE {literal(REST)} END"
    )
