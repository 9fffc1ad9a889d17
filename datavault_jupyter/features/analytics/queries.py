"""SQL that turns rows into small whole numbers, and counts them.

Everything runs on a private instance (`storage.scratch`) with the frame registered as ``frame``:
its columns ``c0``, ``c1`` … and ``place``, the number of the row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from datavault_jupyter.storage.sql import Sql, quoted

_FLOATS = ("FLOAT", "DOUBLE")
_WHOLE = (
    "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER",
    "UBIGINT",
)  # fmt: skip
_MOMENTS = ("TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP_S", "TIMESTAMP_MS")
_BY_TIME = ("TIME", "TIME WITH TIME ZONE", "INTERVAL")
_NARROW_DECIMAL = 36


def present(name: str, kind: str) -> str:
    """The condition that a column has a value: NaN is none.

    >>> print(present("a", "DOUBLE"))
    "a" IS NOT NULL AND NOT isnan("a")
    """
    there = f"{quoted(name)} IS NOT NULL"
    return f"{there} AND NOT isnan({quoted(name)})" if kind in _FLOATS else there


def named(name: str, at: int, true_type: str | None) -> str:
    """A column of the frame under the name of what it means."""
    source = f"CAST(c{at} AS {true_type})" if true_type else f"c{at}"
    return f"{source} AS {quoted(name)}"


def view(columns: Sequence[str]) -> Sql:
    """The frame with columns that say what they are."""
    return Sql(f"CREATE TEMP VIEW given AS SELECT {', '.join(columns)}, place FROM frame")


def described() -> Sql:
    """Names and types of the view's columns."""
    return Sql("DESCRIBE SELECT * FROM given")


def answers(kinds: dict[str, str]) -> Sql:
    """The rows that have all of these columns."""
    where = " AND ".join(present(name, kind) for name, kind in kinds.items())
    return Sql(f"CREATE TEMP TABLE answers AS SELECT * FROM given WHERE {where}")


def lacking(kinds: dict[str, str]) -> Sql:
    """How many rows lack one of these columns."""
    where = " AND ".join(present(name, kind) for name, kind in kinds.items())
    return Sql(f"SELECT count(*) FROM given WHERE NOT ({where})")


def twice() -> Sql:
    """The first item and rater that come more than once, with their number of rows."""
    return Sql(
        "SELECT CAST(any_value(item) AS VARCHAR), CAST(any_value(rater) AS VARCHAR), count(*) "
        "FROM answers GROUP BY item, rater HAVING count(*) > 1 ORDER BY min(place) LIMIT 1"
    )


def once(how: str) -> Sql:
    """One row for each item and rater: the ``first``, the ``last``, or the ``mean`` of several."""
    value = {
        "first": "arg_min(value, place)",
        "last": "arg_max(value, place)",
        "mean": "CAST(avg(value) AS DOUBLE)",
    }[how]
    return Sql(
        f"CREATE OR REPLACE TEMP TABLE answers AS SELECT item, rater, {value} AS value, "
        "min(place) AS place FROM answers GROUP BY item, rater"
    )


def codes(table: str, name: str) -> Sql:
    """A number from 0 for each distinct value of a column, in its order."""
    return codes_of(table, f"SELECT DISTINCT {quoted(name)} FROM answers")


def codes_of(table: str, values: str) -> Sql:
    """The same for the distinct values that a query gives."""
    return Sql(
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT name, "
        f"CAST(row_number() OVER (ORDER BY name) - 1 AS INTEGER) AS code "
        f"FROM ({values}) AS t(name)"
    )


def ordered_codes(table: str, order: Sequence[Any], kind: str) -> Sql:
    """A number from 0 for each value of an order that was given."""
    rows = ", ".join(f"(CAST(? AS {kind}), {at})" for at in range(len(order)))
    return Sql(
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT name, CAST(code AS INTEGER) AS code "
        f"FROM (VALUES {rows}) AS t(name, code)",
        tuple(order),
    )


def repeated(table: str) -> Sql:
    """A value that an order names twice."""
    return Sql(
        f"SELECT CAST(any_value(name) AS VARCHAR) FROM {table} GROUP BY name HAVING count(*) > 1"
    )


def uncoded(table: str) -> Sql:
    """Values that an order lacks, as text."""
    return Sql(
        f"SELECT DISTINCT CAST(value AS VARCHAR) FROM answers "
        f"WHERE value NOT IN (SELECT name FROM {table}) ORDER BY 1 LIMIT 4"
    )


def ratings() -> Sql:
    """All ratings as numbers, by item and value."""
    return Sql(
        "CREATE OR REPLACE TEMP TABLE ratings AS "
        "SELECT i.code AS item, r.code AS rater, v.code AS value FROM answers AS a "
        "JOIN items AS i ON a.item = i.name JOIN raters AS r ON a.rater = r.name "
        "JOIN categories AS v ON a.value = v.name"
    )


def half_coded() -> Sql:
    """All ratings with their answers as they are, where those are DOUBLE."""
    return Sql(
        "SELECT i.code AS item, r.code AS rater, a.value AS value FROM answers AS a "
        "JOIN items AS i ON a.item = i.name JOIN raters AS r ON a.rater = r.name"
    )


def taken_over(table: str, source: str) -> Sql:
    """A table of what numpy made."""
    return Sql(f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT * FROM {source}")


def sorted_ratings() -> Sql:
    """The ratings in the order in which they are counted."""
    return Sql("SELECT item, value, rater FROM ratings ORDER BY item, value, rater")


def number_of(table: str) -> Sql:
    """How many rows a table has."""
    return Sql(f"SELECT count(*) FROM {table}")


def names(table: str, codes_wanted: Sequence[int] | None = None) -> Sql:
    """The values that numbers stand for, in the order of the numbers."""
    if codes_wanted is None:
        return Sql(f"SELECT name FROM {table} ORDER BY code")
    return Sql(
        f"SELECT name FROM {table} WHERE code IN (SELECT unnest(?::INTEGER[])) ORDER BY code",
        ([int(each) for each in codes_wanted],),
    )


def scores(kind: str) -> Sql | None:
    """Categories as numbers: ``raw``, and ``score``, what is left after taking the middle one.

    The middle one is taken away in the type of the column: large values that differ by little
    would lose their digits as DOUBLE. None where the type has no distances.
    """
    middle = "m.middle"
    if kind in _FLOATS:
        raw, score = "CAST(name AS DOUBLE)", f"CAST(name AS DOUBLE) - CAST({middle} AS DOUBLE)"
    elif kind == "BOOLEAN":
        raw = score = "CAST(CAST(name AS INTEGER) AS DOUBLE)"
    elif kind in _WHOLE or (kind.startswith("DECIMAL") and _width(kind) <= _NARROW_DECIMAL):
        wide = "HUGEINT" if kind in _WHOLE else kind
        raw = "CAST(name AS DOUBLE)"
        exact = f"TRY(CAST(name AS {wide}) - CAST({middle} AS {wide}))"
        rounded = f"CAST(name AS DOUBLE) - CAST({middle} AS DOUBLE)"
        score = f"coalesce(CAST({exact} AS DOUBLE), {rounded})"
    elif kind.startswith("DECIMAL") or kind in ("UHUGEINT", "BIGNUM"):
        raw, score = "CAST(name AS DOUBLE)", f"CAST(name AS DOUBLE) - CAST({middle} AS DOUBLE)"
    elif kind == "DATE":
        days = "CAST(name - DATE '1970-01-01' AS DOUBLE)"
        raw = f"CASE WHEN isinf(name) THEN CAST('inf' AS DOUBLE) ELSE {days} END"
        score = f"CAST(name - {middle} AS DOUBLE)"
    elif kind in (*_MOMENTS, "TIMESTAMP_NS"):
        moment = "epoch_ns" if kind == "TIMESTAMP_NS" else "epoch_us"
        raw = f"CAST({moment}(name) AS DOUBLE)"
        score = f"CAST({moment}(name) - {moment}({middle}) AS DOUBLE)"
    else:
        return None
    return Sql(
        f"SELECT {raw} AS raw, {score} AS score FROM categories AS c, "
        "(SELECT name AS middle FROM categories "
        "WHERE code = (SELECT count(*) // 2 FROM categories)) AS m ORDER BY c.code"
    )


def has_zero(kind: str) -> bool:
    """Whether zero means "nothing" for a type: it does for numbers, not for dates."""
    return kind in (*_FLOATS, *_WHOLE, "UHUGEINT", "BIGNUM") or kind.startswith("DECIMAL")


def is_ordered(kind: str) -> bool:
    """Whether the values of a type have an order that means something."""
    return scores(kind) is not None or kind in _BY_TIME


def _width(kind: str) -> int:
    return int(kind.partition("(")[2].partition(",")[0] or 18)


def pair_cells(first: int, last: int, *, is_summed: bool) -> Sql:
    """How often two raters answered which two values, where the first is one of a range.

    Args:
        first: The range's first rater.
        last: Its last one.
        is_summed: Put equal ones together; scores that are all different aren't worth it.
    """
    # In one order: what is added up in any differs in its last digits.
    n, end = ("count(*)", " GROUP BY ALL ORDER BY ALL") if is_summed else ("1", "")
    return Sql(
        "SELECT a.rater AS one, b.rater AS other, a.value AS one_value, b.value AS other_value, "
        f"CAST({n} AS INTEGER) AS n FROM ratings AS a JOIN ratings AS b ON a.item = b.item "
        f"AND a.rater < b.rater WHERE a.rater BETWEEN ? AND ?{end}",
        (first, last),
    )


def pair_rows() -> Sql:
    """Every pair of ratings of one item."""
    return Sql(
        "SELECT a.item AS item, a.rater AS one, b.rater AS other, a.value AS one_value, "
        "b.value AS other_value FROM ratings AS a JOIN ratings AS b ON a.item = b.item "
        "AND a.rater < b.rater"
    )


def sides(items: Sequence[int]) -> Sql:
    """The answers to some items, as they were given."""
    return Sql(
        "SELECT r.item, r.rater, v.name FROM ratings AS r JOIN categories AS v "
        "ON r.value = v.code WHERE r.item IN (SELECT unnest(?::INTEGER[])) ORDER BY ALL",
        ([int(each) for each in items],),
    )


def shown_counting(
    item: str, rater: str, value: str, kinds: dict[str, str], table: str = "frame"
) -> str:
    """The counting as SQL over the user's own columns, to be read and run beside the numbers."""
    real = {"item": item, "rater": rater, "value": value}
    where = "\n    AND ".join(present(real[role], kinds[role]) for role in real)
    return (
        f"-- Over the rows that were given, here called {table}.\n"
        "-- How often each item got each answer:\n"
        f"SELECT {quoted(item)} AS item, {quoted(value)} AS value, count(*) AS n\n"
        f"FROM {table}\nWHERE {where}\nGROUP BY ALL\nORDER BY ALL;\n"
        "-- How often two raters gave which answers to the same item:\n"
        f"SELECT a.{quoted(rater)} AS one, b.{quoted(rater)} AS other,\n"
        f"    a.{quoted(value)} AS one_value, b.{quoted(value)} AS other_value, count(*) AS n\n"
        f"FROM (SELECT * FROM {table}\n  WHERE {where}) AS a\n"
        f"JOIN (SELECT * FROM {table}\n  WHERE {where}) AS b\n"
        f"    ON a.{quoted(item)} = b.{quoted(item)} AND a.{quoted(rater)} < b.{quoted(rater)}\n"
        "GROUP BY ALL\nORDER BY ALL;\n"
    )


def players() -> Sql:
    """A number from 0 for everything that is compared, in its order."""
    return codes_of("players", "SELECT first FROM answers UNION SELECT second FROM answers")


def compared(firsts: Sequence[str], seconds: Sequence[str], ties: Sequence[str]) -> Sql:
    """Judgements as numbers: 1 the first won, 2 the second, 0 neither, NULL what isn't known.

    A winner that is named counts before a word that means the first, the second or a tie.
    """
    winner = "CAST(winner AS VARCHAR)"
    word = f"lower(trim({winner}))"
    return Sql(
        "CREATE TEMP TABLE judged AS SELECT a.place, f.code AS one, s.code AS other, CAST(CASE "
        f"WHEN {winner} = CAST(first AS VARCHAR) THEN 1 "
        f"WHEN {winner} = CAST(second AS VARCHAR) THEN 2 "
        f"WHEN {winner} IN (SELECT CAST(name AS VARCHAR) FROM players) THEN NULL "
        f"WHEN list_contains(?::VARCHAR[], {word}) THEN 1 "
        f"WHEN list_contains(?::VARCHAR[], {word}) THEN 2 "
        f"WHEN list_contains(?::VARCHAR[], {word}) THEN 0 END AS INTEGER) AS outcome "
        "FROM answers AS a JOIN players AS f ON a.first = f.name "
        "JOIN players AS s ON a.second = s.name",
        (list(firsts), list(seconds), list(ties)),
    )


def unknown_winner() -> Sql:
    """The first judgement whose winner is neither of the two, nor a word that is known."""
    return Sql(
        "SELECT CAST(a.winner AS VARCHAR), CAST(a.first AS VARCHAR), CAST(a.second AS VARCHAR) "
        "FROM judged AS j JOIN answers AS a USING (place) WHERE j.outcome IS NULL "
        "ORDER BY place LIMIT 1"
    )


def against_itself() -> Sql:
    """How many judgements compare something with itself."""
    return Sql("SELECT count(*) FROM judged WHERE one = other")


def duel_cells() -> Sql:
    """How often each ordered pair ended in which way."""
    return Sql(
        "SELECT one, other, count(*) FILTER (outcome = 1) AS wins, "
        "count(*) FILTER (outcome = 0) AS ties, count(*) FILTER (outcome = 2) AS losses "
        "FROM judged WHERE one <> other GROUP BY one, other ORDER BY one, other"
    )


def duel_rows() -> Sql:
    """The judgements one after another, in the order of the rows."""
    return Sql("SELECT one, other, outcome FROM judged WHERE one <> other ORDER BY place")


def shown_duels(first: str, second: str, winner: str, table: str = "frame") -> str:
    """The counting as SQL over the user's own columns."""
    columns = f"{quoted(first)}, {quoted(second)}, {quoted(winner)}"
    return (
        f"-- Over the rows that were given, here called {table}: how often each pair, in the\n"
        "-- order in which it was shown, ended in which way.\n"
        f"SELECT {columns}, count(*) AS n\nFROM {table}\n"
        f"WHERE {present(first, '')} AND {present(second, '')} AND {present(winner, '')}\n"
        f"    AND {quoted(first)} <> {quoted(second)}\n"
        "GROUP BY ALL\nORDER BY ALL;\n"
    )


def group_cells() -> Sql:
    """How often each group has each answer."""
    return Sql(
        'SELECT g.code AS "group", v.code AS value, count(*) AS n FROM answers AS a '
        'JOIN groups AS g ON a."group" = g.name JOIN categories AS v ON a.value = v.name '
        "GROUP BY ALL ORDER BY ALL"
    )


def rank_cells() -> Sql:
    """Each place in each ranking: its model, its rank, and how many share the best one."""
    return Sql(
        "SELECT r.code AS ranking, m.code AS model, CAST(a.rank AS DOUBLE) AS rank, "
        "CAST(a.rank = min(a.rank) OVER (PARTITION BY r.code) AS INTEGER) AS is_first "
        "FROM answers AS a JOIN rankings AS r ON a.ranking = r.name "
        "JOIN models AS m ON a.model = m.name ORDER BY r.code, m.code"
    )


def ranked_twice() -> Sql:
    """The first model that stands twice in one ranking."""
    return Sql(
        "SELECT CAST(any_value(model) AS VARCHAR), CAST(any_value(ranking) AS VARCHAR) "
        "FROM answers GROUP BY ranking, model HAVING count(*) > 1 ORDER BY min(place) LIMIT 1"
    )
