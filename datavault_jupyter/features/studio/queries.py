"""The SQL of charts whose marks are groups of rows, and of what must be known before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from datavault_jupyter.features.studio.cutting import NO_VALUE, REST, Cut, Form
from datavault_jupyter.features.studio.fields import ChartField, FieldKind
from datavault_jupyter.features.studio.spec import Aggregate, Channel, Errors, Over
from datavault_jupyter.storage.columns import Columns, sql_names
from datavault_jupyter.storage.sql import Sql, literal, quoted

# Half of the two-sided 95% of a normal distribution.
Z = "1.959963984540054"
THIS = "this"


@dataclass(frozen=True, slots=True)
class Measure:
    """A number for each group.

    Attributes:
        role: The channel it is for, and the name of its column.
        channel: What it is.
        field: The column, None for the count of rows.
        errors: What its error bars show.
    """

    role: str
    channel: Channel
    field: ChartField | None
    errors: Errors | None = None


@dataclass(frozen=True, slots=True)
class Grouping:
    """A query that gives one row for each group.

    Attributes:
        cuts: What groups are made by, in the order of their columns.
        measures: The numbers of each group.
        where: Which rows count.
        having: Which groups are kept, over the names of the measures' columns.
        lines: Reference values, by the name of their column.
        limit: So many groups at most.
    """

    cuts: tuple[Cut, ...]
    measures: tuple[Measure, ...]
    where: Sql
    having: Sql | None = None
    lines: tuple[tuple[str, Sql], ...] = ()
    limit: int = 0


def fits(text: str, kind: str) -> Sql:
    """Whether a text is a value of a type."""
    return Sql(f"SELECT TRY_CAST(? AS {kind}) IS NOT NULL", (text,))


def seen(scan: str) -> Sql:
    """Let the rows of a dataset be called ``this`` on a cursor."""
    return Sql(f"CREATE OR REPLACE TEMP VIEW {THIS} AS {scan}")


def conjoined(parts: Sequence[Sql]) -> Sql:
    """What stands after FROM to meet several conditions; nothing for none."""
    if not parts:
        return Sql("")
    text = " AND ".join(each.text if len(parts) == 1 else f"({each.text})" for each in parts)
    return Sql(f"WHERE {text}", tuple(value for each in parts for value in each.params))


def status_is(field_: ChartField, status: str) -> Sql:
    """Only tasks that are there."""
    return Sql(f"{field_.sql} = ?", (status,))


def extents(
    fields: Sequence[tuple[ChartField, bool]],
    wanted: Sequence[ChartField],
    where: Sql,
    *,
    is_careful: bool,
) -> Sql:
    """How many rows there are, how many have all values, and the ends of some fields.

    Args:
        fields: Whose ends are asked for, and whether only values above 0 count.
        wanted: What a row must have to be counted as one that can be drawn.
        where: Which rows count.
        is_careful: Look past NaN and infinity at each value. Otherwise an end that is none of
            them is told and any other is NULL: that often needs no reading, since Parquet files
            know their smallest and largest values.
    """
    has_all = " AND ".join(each.is_there for each in wanted)
    told = ["count(*)", f"count(*) FILTER ({has_all})" if has_all else "count(*)"]
    for each, is_positive in fields:
        kept = f" FILTER ({each.number} > 0)" if is_positive else ""
        value = each.number if is_careful or is_positive else each.value
        for name in ("min", "max"):
            end = f"{name}({value}){kept}"
            told.append(end if is_careful else f"CASE WHEN isfinite({end}) THEN {end} END")
    return Sql(f"SELECT {', '.join(told)} FROM {THIS}") + where


def key_of(cut: Cut) -> str:
    """The SQL of a row's group, whatever the top categories are."""
    if cut.form is Form.CATEGORY:
        return f"coalesce(CAST({cut.field.sql} AS VARCHAR), {literal(NO_VALUE)})"
    if cut.form is Form.MOMENT:
        return f"date_trunc({literal(str(cut.unit))}, {cut.field.value})"
    value = cut.field.value
    if cut.form is Form.NUMBER:
        return value
    number = (
        f"floor({value} * {cut.per_unit})" if cut.per_unit else f"floor({value} / {cut.step!r})"
    )
    if cut.per_decade:
        number = f"floor(log10({value}) * {cut.per_decade} + 1e-9)"
    # Groups of whole numbers are found in half the time.
    return f"CAST({number} AS {cut.holds})" if cut.holds else number


def _key(cut: Cut) -> str:
    made = key_of(cut)
    if cut.top is None or cut.form is not Form.CATEGORY:
        return made
    kept = f"{made} IN (SELECT v FROM top_{cut.role})"
    return f"CASE WHEN {kept} THEN {made} ELSE {literal(REST)} END"


def tops(cuts: Sequence[Cut], where: Sql, rank: str = "count(*)") -> list[Sql]:
    """The most frequent values of each channel that shows only so many; the texts of CTEs."""
    made = []
    for cut in cuts:
        if cut.top is None or cut.form is not Form.CATEGORY:
            continue
        value = key_of(cut)
        own = Sql(f"{value} <> {literal(REST)}")
        both = Sql(f"{where.text} AND", where.params) if where.text else Sql("WHERE")
        made.append(
            Sql(f"top_{cut.role} AS (SELECT {value} AS v FROM {THIS}")
            + both
            + own
            + Sql(f"GROUP BY 1 ORDER BY {rank} DESC NULLS LAST, 1 LIMIT {cut.top})")
        )
    return made


def start_of(cut: Cut) -> str:
    """The SQL of where a group begins, out of its number in the column of its role."""
    name = quoted(cut.role)
    if cut.form is not Form.BIN:
        return name
    if cut.per_decade:
        return f"10.0 ** ({name} / {cut.per_decade})"
    return f"{name} / {cut.per_unit}" if cut.per_unit else f"{name} * {_double(cut.step)}"


def end_of(cut: Cut) -> str:
    """The SQL of where a group ends."""
    name = quoted(cut.role)
    if cut.form is Form.MOMENT:
        months = {"year": 12, "quarter": 3, "month": 1}.get(str(cut.unit))
        length = f"INTERVAL {months} MONTH" if months else f"INTERVAL 1 {str(cut.unit).upper()}"
        return f"{name} + {length}"
    if cut.per_decade:
        return f"10.0 ** (({name} + 1) / {cut.per_decade})"
    if cut.per_unit:
        return f"({name} + 1) / {cut.per_unit}"
    return f"({name} + 1) * {_double(cut.step)}"


def _double(number: float) -> str:
    """A constant that is no DECIMAL.

    >>> _double(2.5)
    '2.5e0'
    """
    text = repr(number)
    return text if "e" in text else f"{text}e0"


def aggregate_of(measure: Measure) -> str:
    """The SQL of a measure."""
    channel, column = measure.channel, measure.field
    asked = channel.aggregate
    if column is None:
        return "count(*)"
    if asked is Aggregate.COUNT:
        return f"count({column.sql})"
    if asked is Aggregate.DISTINCT:
        return f"count(DISTINCT {column.sql})"
    if asked is Aggregate.RATE:
        return f"avg(CAST({column.sql} AS INTEGER))"
    value = column.number
    if asked is Aggregate.MEDIAN:
        return f"median({value})"
    if asked is Aggregate.QUANTILE:
        return f"quantile_cont({value}, {channel.quantile or 0.0!r})"
    names = {Aggregate.MEAN: "avg", Aggregate.SD: "stddev_samp"}
    return f"{names.get(asked, str(asked))}({value})"  # type: ignore[arg-type]


def _ends_of(measure: Measure) -> list[str]:
    """Both ends of the error bars, out of the mean, the number and the deviation of a mark."""
    role, errors = measure.role, measure.errors
    mean, number, spread = quoted(role), quoted(f"{role}_n"), quoted(f"{role}_sd")
    if measure.channel.aggregate is Aggregate.RATE and errors is Errors.INTERVAL:
        # Wilson 1927: https://doi.org/10.1080/01621459.1927.10502953
        half = f"{Z} * sqrt({mean} * (1 - {mean}) / {number} + {Z} ** 2 / (4.0 * {number} ** 2))"
        middle, under = f"{mean} + {Z} ** 2 / (2.0 * {number})", f"(1 + {Z} ** 2 / {number})"
        ends = (f"({middle} - {half}) / {under}", f"({middle} + {half}) / {under}")
    else:
        half = spread if errors is Errors.SD else f"{spread} / sqrt({number})"
        half = f"{Z} * {half}" if errors is Errors.INTERVAL else half
        ends = (f"{mean} - {half}", f"{mean} + {half}")
    return [named(ends[0], f"{role}_low"), named(ends[1], f"{role}_high")]


def named(sql: str, name: str) -> str:
    """An expression under a name.

    >>> named('"x"', "x"), named("a + 1", "x")
    ('"x"', 'a + 1 AS "x"')
    """
    return sql if sql == quoted(name) else f"{sql} AS {quoted(name)}"


def grouped(query: Grouping) -> Sql:
    """One row a group: where it is, its numbers, and how many rows it was made from."""
    keys = [f"{_key(cut)} AS {quoted(cut.role)}" for cut in query.cuts]
    numbers = []
    for measure in query.measures:
        numbers.append(f"{aggregate_of(measure)} AS {quoted(measure.role)}")
        if measure.field is not None and measure.channel.aggregate is not Aggregate.COUNT:
            value = measure.field.number
            numbers.append(f"count({value}) AS {quoted(f'{measure.role}_n')}")
        if measure.errors is not None and measure.field is not None:
            is_rate = measure.channel.aggregate is Aggregate.RATE
            value = f"CAST({measure.field.sql} AS INTEGER)" if is_rate else measure.field.number
            numbers.append(f"stddev_samp({value}) AS {quoted(f'{measure.role}_sd')}")
    by = f" GROUP BY {', '.join(str(at + 1) for at in range(len(keys)))}" if keys else ""
    marks = (
        Sql(f"SELECT {', '.join([*keys, *numbers, 'count(*) AS rows'])} FROM {THIS}")
        + query.where
        + Sql(by.strip())
    )
    ctes = [*tops(query.cuts, query.where, rank_of(query.measures))]
    ctes.append(Sql(f"marks AS ({marks.text.strip()})", marks.params))
    head = Sql(f"WITH {', '.join(each.text for each in ctes)}",
               tuple(value for each in ctes for value in each.params))  # fmt: skip
    lines = tuple(value for _, line in query.lines for value in line.params)
    made = head + Sql(f"SELECT {', '.join(_shown(query))} FROM marks", lines)
    if query.having is not None:
        made += Sql("WHERE") + query.having
    if query.cuts:
        made += Sql(f"ORDER BY {', '.join(str(at + 1) for at in range(len(query.cuts)))}")
    return made + Sql(f"LIMIT {query.limit}") if query.limit else made


def rank_of(measures: Sequence[Measure]) -> str:
    """What the top categories are the largest by: the sum that is drawn, else their rows."""
    for measure in measures:
        if measure.channel.aggregate in (Aggregate.SUM, Aggregate.COUNT):
            return aggregate_of(measure)
    return "count(*)"


def _shown(query: Grouping) -> list[str]:
    shown = [named(start_of(cut), cut.role) for cut in query.cuts]
    shown += [named(end_of(cut), f"{cut.role}_end") for cut in query.cuts if cut.has_end]
    for measure in query.measures:
        shown += _over(measure, query.cuts)
    shown += [f"({line.text}) AS {quoted(name)}" for name, line in query.lines]
    return [*shown, "rows"]


def _over(measure: Measure, cuts: Sequence[Cut]) -> list[str]:
    """A measure's columns: as they are, as a share, or as a running total along x."""
    name = quoted(measure.role)
    is_moment = measure.field is not None and measure.field.kind is FieldKind.MOMENT
    is_count = measure.channel.aggregate in (Aggregate.COUNT, Aggregate.DISTINCT)
    value = name if is_moment or is_count else f"CAST({name} AS DOUBLE)"
    if measure.channel.over is Over.SHARE:
        value = f"{name} / sum({name}) OVER ()"
    elif measure.channel.over is Over.RUNNING:
        along = next((cut for cut in cuts if cut.role in ("x", "y")), None)
        others = ", ".join(quoted(cut.role) for cut in cuts if cut is not along)
        parts = f"PARTITION BY {others} " if others else ""
        order = f"ORDER BY {_standing(along)}" if along else ""
        value = f"CAST(sum({name}) OVER ({parts}{order}) AS DOUBLE)"
    made = [named(value, measure.role)]
    if measure.field is not None and measure.channel.aggregate is not Aggregate.COUNT:
        made.append(quoted(f"{measure.role}_n"))
    if measure.errors is not None:
        made += _ends_of(measure)
    return made


def _standing(cut: Cut) -> str:
    """The SQL by which groups stand in the order that a picture shows them in."""
    name = quoted(cut.role)
    if cut.form is not Form.CATEGORY:
        return name
    number = f"TRY_CAST({name} AS DOUBLE), " if cut.field.kind is FieldKind.NUMBER else ""
    return f"{name} = {literal(NO_VALUE)}, {name} = {literal(REST)}, {number}{name}"


def middle_of(field_: ChartField, aggregate: Aggregate, where: Sql) -> Sql:
    """The mean or the median of all rows that are drawn."""
    name = "avg" if aggregate is Aggregate.MEAN else "median"
    return Sql(f"SELECT {name}({field_.number}) FROM {THIS}") + where


def unordered(columns: Columns, table: str) -> str:
    """The query that reads a table in memory as people see it, in any order."""
    shown = ", ".join(
        f"{quoted(column.physical)} AS {quoted(name)}"
        for column, name in zip(columns, sql_names(columns.names), strict=True)
    )
    return f"SELECT {shown} FROM {table}"
