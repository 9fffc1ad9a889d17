"""The SQL of summaries, over the table of answers.

Each statement is made once: it runs over a narrow copy of the answers, and is shown as it runs
over the answers themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from datavault_jupyter.features.analytics.evaluation.queries import ANSWERS
from datavault_jupyter.features.analytics.evaluation.records import RatedField, RatedKind
from datavault_jupyter.storage.sql import Sql, literal, quoted

NARROW = "temp.narrow"
# The median among them.
SHARES = (0.05, 0.25, 0.5, 0.75, 0.95)
MOST_CATEGORIES = 50
MOST_GROUPS = 50
_LENGTHS = {
    RatedKind.TEXT: "length({0})", RatedKind.LIST: "len({0})", RatedKind.RATING: "{0}",
    RatedKind.NUMERIC: "{0}", RatedKind.BOOLEAN: "CAST({0} AS INTEGER)", RatedKind.TIME: "{0}",
}  # fmt: skip


def narrow(columns: Sequence[str]) -> Sql:
    """Copy what a summary needs: one read of the answers, whatever they are made of."""
    names = ", ".join(quoted(name) for name in dict.fromkeys(["node", *columns]))
    return Sql(f"CREATE OR REPLACE TEMP TABLE narrow AS SELECT {names} FROM {ANSWERS}")


def number_of(field: RatedField) -> str:
    """The SQL of a field's number: the value, the length of a text, 1 for yes."""
    return _LENGTHS[field.kind].format(quoted(field.column))


def asked(field: RatedField) -> str:
    """The condition that an answer was asked for a field: a pipeline may have several forms."""
    if not field.nodes:
        return ""
    return f"\nWHERE node IN ({', '.join(literal(node) for node in field.nodes)})"


def _both(field: RatedField, condition: str) -> str:
    where = asked(field)
    return f"{where} AND {condition}" if where else f"\nWHERE {condition}"


def numbers(field: RatedField, table: str = ANSWERS) -> str:
    """Count, missing, mean, median, deviation, ends and quantiles of a field, as one row."""
    value, column = number_of(field), quoted(field.column)
    shares = ", ".join(str(share) for share in SHARES)
    return (
        f"SELECT count({column}) AS n, count(*) - count({column}) AS missing,\n"
        f"  avg({value}) AS mean, stddev_samp({value}) AS sd,\n"
        f"  min({value}) AS lowest, max({value}) AS highest,\n"
        f"  quantile_cont({value}, [{shares}]) AS quantiles\n"
        f"FROM {table}{asked(field)}"
    )


def ends(field: RatedField, table: str = ANSWERS) -> str:
    """Count, missing and both ends of a field of times."""
    column = quoted(field.column)
    return (
        f"SELECT count({column}) AS n, count(*) - count({column}) AS missing,\n"
        f"  CAST(min({column}) AS VARCHAR) AS lowest, CAST(max({column}) AS VARCHAR) AS highest\n"
        f"FROM {table}{asked(field)}"
    )


def values(field: RatedField, table: str = ANSWERS) -> str:
    """How often each value was given; NULL is missing."""
    column = quoted(field.column)
    return (
        f"SELECT {column} AS value, count(*) AS n\nFROM {table}{asked(field)}\n"
        f"GROUP BY value ORDER BY n DESC, value"
    )


def bars(field: RatedField, number: str, table: str = ANSWERS) -> str:
    """How many values fall into each bar of a histogram."""
    there = f"{quoted(field.column)} IS NOT NULL"
    return (
        f"SELECT {number} AS bar, count(*) AS n\nFROM {table}{_both(field, there)}\n"
        f"GROUP BY bar ORDER BY bar"
    )


def chosen(field: RatedField, table: str = ANSWERS) -> str:
    """How often each of several choices was made."""
    column = quoted(field.column)
    return (
        f"SELECT choice, count(*) AS n\n"
        f"FROM (SELECT unnest(list_distinct({column})) AS choice FROM {table}{asked(field)})\n"
        f"GROUP BY choice ORDER BY n DESC, choice"
    )


def answered(field: RatedField, table: str = ANSWERS) -> str:
    """How many answers have a value, how many lack one, how many chose nothing."""
    column = quoted(field.column)
    return (
        f"SELECT count({column}) AS n, count(*) - count({column}) AS missing,\n"
        f"  count(*) FILTER (len({column}) = 0) AS empty\nFROM {table}{asked(field)}"
    )


def ranked(field: RatedField, table: str = ANSWERS) -> str:
    """Mean rank and first places of each option."""
    column = quoted(field.column)
    return (
        "SELECT option, count(*) AS n, avg(rank) AS mean_rank, stddev_samp(rank) AS sd,\n"
        "  count(*) FILTER (rank = 1) AS firsts\n"
        f"FROM (SELECT unnest({column}) AS option, unnest(range(1, len({column}) + 1)) AS rank\n"
        f"  FROM {table}{asked(field)})\n"
        "WHERE option IS NOT NULL GROUP BY option ORDER BY mean_rank, option"
    )


Words = tuple[Sequence[str], Sequence[str], Sequence[str]]


def side_of(field: RatedField, words: Words, columns: tuple[str, str] | None) -> str:
    """The SQL of who won: ``first``, ``second``, ``tie``, or ``other`` for words that are none.

    Args:
        field: Who won.
        words: Those for the first, the second and a tie, in small letters.
        columns: The columns that name the first and the second.
    """
    column = quoted(field.column)
    value = f"CAST({column} AS VARCHAR)"
    tests = [f"WHEN {value} IS NULL THEN NULL"]
    if columns is not None:
        one, other = (f"CAST({quoted(name)} AS VARCHAR)" for name in columns)
        tests += [f"WHEN {value} = {one} THEN 'first'", f"WHEN {value} = {other} THEN 'second'"]
    for side, texts in zip(("first", "second", "tie"), words, strict=True):
        listed = ", ".join(literal(each) for each in texts)
        tests.append(f"WHEN lower(trim({value})) IN ({listed}) THEN {literal(side)}")
    case = "\n    ".join(tests)
    return f"CASE {case}\n    ELSE 'other' END"


def sided(
    field: RatedField, words: Words, columns: tuple[str, str] | None, table: str = ANSWERS
) -> str:
    """How often the first won, the second, neither."""
    return (
        f"SELECT {side_of(field, words, columns)} AS side, count(*) AS n\n"
        f"FROM {table}{asked(field)}\nGROUP BY side"
    )


def span(column: str) -> Sql:
    """The ends of a column of times, in seconds since 1970."""
    moment = f"epoch({quoted(column)})"
    return Sql(f"SELECT min({moment}), max({moment}) FROM {NARROW}")


@dataclass(frozen=True, slots=True)
class Group:
    """How answers are put into groups.

    Attributes:
        key: The SQL of a value, or of the beginning of its hour, day, week or month.
        text: The same as text.
        is_timed: Whether groups are pieces of time: then answers without one are left out.
    """

    key: str
    text: str
    is_timed: bool

    @classmethod
    def of(cls, column: str, unit: str, *, is_zoned: bool) -> Group:
        """Groups by a column; with a unit by pieces of time."""
        name = quoted(column)
        if not unit:
            return cls(name, f"CAST({name} AS VARCHAR)", is_timed=False)
        moment = f"{name} AT TIME ZONE 'UTC'" if is_zoned else name
        form = "%Y-%m-%d %H:00" if unit == "hour" else "%Y-%m-%d"
        key = f"date_trunc({literal(unit)}, {moment})"
        return cls(key, f"strftime({key}, {literal(form)})", is_timed=True)

    def where(self, field: RatedField) -> str:
        """Which answers are grouped."""
        return _both(field, f"{self.key} IS NOT NULL") if self.is_timed else asked(field)

    def order(self, most: str) -> str:
        """Time in its order, else the most frequent first."""
        return "grouped" if self.is_timed else f"{most} DESC, grouped"


def grouped_numbers(field: RatedField, group: Group, table: str = ANSWERS) -> str:
    """Count, missing, mean and deviation of a field in each group."""
    value, column = number_of(field), quoted(field.column)
    return (
        f"SELECT {group.text} AS grouped, count({column}) AS n,\n"
        f"  count(*) - count({column}) AS missing,\n"
        f"  avg({value}) AS mean, stddev_samp({value}) AS sd\n"
        f"FROM {table}{group.where(field)}\n"
        f"GROUP BY {group.key} ORDER BY {group.order('count(*)')}"
    )


def grouped_values(field: RatedField, group: Group, value: str, table: str = ANSWERS) -> str:
    """How often each value of a field was given in each group.

    Args:
        field: The field.
        group: The groups.
        value: The SQL of the value; of several choices each of them.
        table: Of answers.
    """
    inner = f"SELECT {group.key} AS g, {value} AS value FROM {table}{group.where(field)}"
    text = group.text.replace(group.key, "g")
    return (
        f"SELECT {text} AS grouped, value, count(*) AS n\nFROM ({inner})\n"
        f"GROUP BY g, value ORDER BY {group.order('n')}"
    )


def grouped_sizes(field: RatedField, group: Group, table: str = ANSWERS) -> str:
    """How many answers of each group have a value, and how many lack one."""
    column = quoted(field.column)
    return (
        f"SELECT {group.text} AS grouped, count({column}) AS n,\n"
        f"  count(*) - count({column}) AS missing\n"
        f"FROM {table}{group.where(field)}\n"
        f"GROUP BY {group.key} ORDER BY {group.order('count(*)')}"
    )
