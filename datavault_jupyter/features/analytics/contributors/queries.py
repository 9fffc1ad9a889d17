"""The SQL of contributors: a few scans of the answers, whatever their number of fields."""

from __future__ import annotations

from collections.abc import Sequence

from datavault_jupyter.features.analytics.evaluation.queries import ANSWERS
from datavault_jupyter.features.analytics.evaluation.records import RatedField, RatedKind
from datavault_jupyter.features.analytics.records import Level
from datavault_jupyter.storage.sql import Sql, literal, quoted

# So many points has a line over time.
BUCKETS = 14
_RESOLVED = "resolved"


def number_of(field: RatedField) -> str | None:
    """A field's value as a number whose mean says something; None where there is none.

    Numbers and ratings as they are, yes as 1, the place in an order from 1, a win of the first as
    1 and a tie as a half, a text by its length.
    """
    column, kind = quoted(field.column), field.kind
    if kind is RatedKind.BOOLEAN:
        return f"CAST(CAST({column} AS INTEGER) AS DOUBLE)"
    if kind is RatedKind.NUMERIC or (kind is RatedKind.RATING and field.type != "VARCHAR"):
        # NaN is no value.
        return f"nullif(CAST({column} AS DOUBLE), CAST('NaN' AS DOUBLE))"
    if kind is RatedKind.TEXT:
        return f"CAST(length({column}) AS DOUBLE)"
    if field.order is None:
        return None
    texts = ", ".join(literal(str(each)) for each in field.order)
    place = f"CAST(list_position([{texts}], CAST({column} AS VARCHAR)) AS DOUBLE)"
    if kind is RatedKind.PAIRWISE and len(field.order) in (2, 3):
        return f"({len(field.order)} - {place}) / {len(field.order) - 1}.0"
    return place if field.level is not Level.NOMINAL else None


def by_rater(numbers: Sequence[str]) -> Sql:
    """For each rater, and for all (the last row): counts, times, and mean and number of fields."""
    more = "".join(f", count({each}), avg({each})" for each in numbers)
    return Sql(
        "SELECT GROUPING(rater) AS is_all, rater, max(kind), count(*), count(DISTINCT item), "
        "count(DISTINCT CAST(submitted_at AS DATE)), min(submitted_at), max(submitted_at), "
        f"median(seconds), sum(seconds), count(seconds){more} FROM {ANSWERS} "
        "WHERE rater IS NOT NULL GROUP BY GROUPING SETS ((rater), ()) "
        "ORDER BY is_all, count(*) DESC, rater"
    )


def over_time(number: str | None) -> Sql:
    """For each rater and stretch of time: its number from 0, answers, and the field's mean."""
    mean = f"avg({number})" if number else "NULL"
    return Sql(
        "WITH span AS (SELECT epoch(min(submitted_at)) AS low, epoch(max(submitted_at)) AS high "
        f"FROM {ANSWERS} WHERE rater IS NOT NULL) SELECT rater, CAST(least({BUCKETS - 1}, "
        f"floor({BUCKETS} * (epoch(submitted_at) - low) / (high - low))) AS INTEGER) AS stretch, "
        f"count(*), {mean} FROM {ANSWERS}, span "
        "WHERE rater IS NOT NULL AND submitted_at IS NOT NULL AND high > low GROUP BY ALL"
    )


def active() -> Sql:
    """Active days of all raters together, days, and who was active on the last one."""
    return Sql(
        "WITH days AS (SELECT DISTINCT rater, CAST(submitted_at AS DATE) AS day "
        f"FROM {ANSWERS} WHERE rater IS NOT NULL AND submitted_at IS NOT NULL) "
        "SELECT count(*), count(DISTINCT day), "
        "count(*) FILTER (day = (SELECT max(day) FROM days)) FROM days"
    )


def take_resolved(source: str) -> Sql:
    """Keep what each item came to: ``item`` and ``value`` of a source."""
    return Sql(
        f"CREATE OR REPLACE TEMP TABLE {_RESOLVED} AS SELECT item, value FROM {source} "
        "WHERE value IS NOT NULL"
    )


def as_resolved(column: str) -> Sql:
    """For each rater: answers whose item has a resolved value, and those that are the same."""
    value = quoted(column)
    return Sql(
        f"SELECT a.rater, count(*), count(*) FILTER (a.{value} = r.value) FROM {ANSWERS} AS a "
        f"JOIN {_RESOLVED} AS r ON a.item = r.item "
        f"WHERE a.rater IS NOT NULL AND a.{value} IS NOT NULL GROUP BY a.rater"
    )


def shown(fields: Sequence[RatedField], main: RatedField | None) -> str:
    """The same as SQL to be read and run over the answers, here called answers."""
    lines = ["rater", "count(*) AS answers", "count(DISTINCT item) AS items",
             "count(DISTINCT CAST(submitted_at AS DATE)) AS active_days",
             "median(seconds) AS median_seconds",
             "3600 * count(seconds) / nullif(sum(seconds), 0) AS answers_an_hour"]  # fmt: skip
    for field in fields:
        number = number_of(field)
        if number:
            lines.append(f"avg({number}) AS {quoted(f'mean {field.name}')}")
    text = ",\n    ".join(lines)
    made = (
        f"SELECT {text}\nFROM answers\nWHERE rater IS NOT NULL\nGROUP BY rater\n"
        "ORDER BY answers DESC, rater;\n"
    )
    if main is None:
        return made
    value = quoted(main.column)
    return made + (
        f"-- How often others gave the same {main.name}:\n"
        f"SELECT a.rater, avg(CAST(a.{value} = b.{value} AS INTEGER)) AS agreement, "
        "count(*) AS shared\n"
        "FROM answers AS a JOIN answers AS b ON a.item = b.item AND a.rater <> b.rater\n"
        f"WHERE a.{value} IS NOT NULL AND b.{value} IS NOT NULL\nGROUP BY a.rater\nORDER BY ALL;\n"
    )
