"""The SQL of boxes and densities: DuckDB counts, and a few numbers a group come out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from datavault_jupyter.features.studio.cutting import REST, Cut, Form
from datavault_jupyter.features.studio.fields import ChartField
from datavault_jupyter.features.studio.queries import THIS, end_of, key_of, named, start_of, tops
from datavault_jupyter.storage.sql import Sql, literal, quoted

# A density is counted in so many bins and drawn at so many places.
FINE, PLACES = 512, 128
# So many outliers are drawn at each end of a box.
MOST_OUTLIERS = 60


@dataclass(frozen=True, slots=True)
class Spread:
    """What the spread of a number is asked for.

    Attributes:
        value: The number.
        cuts: What groups are made by.
        where: Which rows count.
        lines: Reference values, by the name of their column.
        limit: So many rows at most.
        outliers: So many at each end of a box.
    """

    value: ChartField
    cuts: tuple[Cut, ...]
    where: Sql
    lines: tuple[tuple[str, Sql], ...] = ()
    limit: int = 0
    outliers: int = MOST_OUTLIERS


def _keys(cuts: Sequence[Cut]) -> list[str]:
    made = []
    for cut in cuts:
        key = key_of(cut)
        if cut.top is not None and cut.form is Form.CATEGORY:
            kept = f"{key} IN (SELECT v FROM top_{cut.role})"
            key = f"CASE WHEN {kept} THEN {key} ELSE {literal(REST)} END"
        made.append(f"{key} AS {quoted(cut.role)}")
    return made


def _headed(parts: Sequence[Sql]) -> Sql:
    return Sql(
        f"WITH {', '.join(each.text for each in parts)}",
        tuple(value for each in parts for value in each.params),
    )


def _lines(query: Spread) -> tuple[str, tuple[object, ...]]:
    text = "".join(f", ({line.text}) AS {quoted(name)}" for name, line in query.lines)
    return text, tuple(value for _, line in query.lines for value in line.params)


def distinct_counts(cuts: Sequence[Cut], where: Sql, first: int = 0) -> Sql:
    """How many different categories each channel has; a missing one counts.

    Args:
        cuts: The channels.
        where: Which rows count.
        first: Only so many of them; 0 for all.
    """
    counts = ", ".join(f"count(DISTINCT {key_of(cut)}) AS {quoted(cut.role)}" for cut in cuts)
    if not first:
        return Sql(f"SELECT {counts} FROM {THIS}") + where
    names = ", ".join(dict.fromkeys(cut.field.sql for cut in cuts))
    rows = Sql(f"SELECT {names} FROM {THIS}") + where
    return Sql(f"SELECT {counts} FROM ({rows.text} LIMIT {first})", rows.params)


def boxes(query: Spread) -> Sql:
    """One row a box, and one for each different outlier among the farthest at both ends.

    Quartiles are those numpy gives (linear interpolation); whiskers end at the last value within
    1.5 times the distance of the quartiles (Tukey 1977, Exploratory Data Analysis).
    """
    names = [quoted(cut.role) for cut in query.cuts]
    group = ", ".join(names) + ", " if names else ""
    on = f"USING ({', '.join(names)})" if names else "ON true"
    text, given = _lines(query)
    inner = (
        f"SELECT {group}'box' AS part, NULL AS value, least(lowest, first) AS low, q[1] AS q1, "
        f"q[2] AS median, q[3] AS q3, greatest(highest, last) AS high, mean, "
        f"coalesce(outliers, 0) AS outliers, rows "
        f"FROM quartiles LEFT JOIN inside {on} LEFT JOIN outside {on} UNION ALL "
        f"SELECT {group}'outlier', unnest(far), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL "
        f"FROM outside"
    )
    shown = [named(start_of(cut), cut.role) for cut in query.cuts]
    shown += [named(end_of(cut), f"{cut.role}_end") for cut in query.cuts if cut.has_end]
    rest = "part, value, low, q1, median, q3, high, mean, outliers, rows"
    order = ", ".join([*names, "part", "value"])
    return _headed([*tops(query.cuts, query.where), *_box_parts(query, group)]) + Sql(
        f"SELECT {', '.join([*shown, rest])}{text} FROM ({inner}) ORDER BY {order} "
        f"LIMIT {query.limit}",
        given,
    )


def _box_parts(query: Spread, group: str) -> list[Sql]:
    """Quartiles, and the ends of what lies inside the fences of all groups, and outside of any.

    Few values lie outside: only these are compared with the fences of their own group, which
    takes most of the time where it is done with each value.
    """
    by = f" GROUP BY {group[:-2]}" if group else ""
    using = f"JOIN fences USING ({group[:-2]})" if group else "CROSS JOIN fences"
    keys = ", ".join([*_keys(query.cuts), f"{query.value.value} AS value"])
    ends = "(SELECT low FROM common)", "(SELECT high FROM common)"
    return [
        Sql(f"taken AS (SELECT {keys} FROM {THIS}") + query.where + Sql(")"),
        Sql(
            f"quartiles AS (SELECT {group}quantile_cont(value, [0.25, 0.5, 0.75]) AS q, "
            f"avg(value) AS mean, count(*) AS rows FROM taken{by})"
        ),
        Sql(
            f"fences AS (SELECT {group}q[1] - 1.5 * (q[3] - q[1]) AS low, "
            f"q[3] + 1.5 * (q[3] - q[1]) AS high FROM quartiles)"
        ),
        Sql("common AS (SELECT max(low) AS low, min(high) AS high FROM fences)"),
        Sql(
            f"inside AS (SELECT {group}min(value) AS lowest, max(value) AS highest FROM taken "
            f"WHERE value >= {ends[0]} AND value <= {ends[1]}{by})"
        ),
        Sql(
            f"outside AS (SELECT {group}min(value) FILTER (value >= low) AS first, "
            f"max(value) FILTER (value <= high) AS last, "
            f"count(*) FILTER (value < low OR value > high) AS outliers, list_distinct(list_concat("
            f"min(value, {query.outliers}) FILTER (value < low), "
            f"max(value, {query.outliers}) FILTER (value > high))) AS far "
            f"FROM (SELECT * FROM taken WHERE value < {ends[0]} OR value > {ends[1]}) {using}{by})"
        ),
    ]


def densities(query: Spread) -> Sql:
    """The density of each group at even places: a Gaussian kernel over fine bins.

    The bandwidth is Silverman's (1986, Density Estimation, equation 3.31):
    ``0.9 * min(sd, iqr / 1.34) * n ** -0.2``.
    """
    names = [quoted(cut.role) for cut in query.cuts]
    keys = ", ".join([*_keys(query.cuts), f"{query.value.value} AS value"])
    group = ", ".join(names) + ", " if names else ""
    by = f" GROUP BY {', '.join(names)}" if names else ""
    join = f"JOIN widths USING ({', '.join(names)})" if names else "CROSS JOIN widths"
    values = Sql(f"taken AS (SELECT {keys} FROM {THIS}") + query.where + Sql(")")
    parts = [
        *tops(query.cuts, query.where),
        values,
        Sql("ends AS (SELECT min(value) AS low, max(value) AS high FROM taken)"),
        Sql(
            f"shapes AS (SELECT {group}count(*) AS rows, stddev_samp(value) AS sd, "
            f"quantile_cont(value, [0.25, 0.75]) AS q FROM taken{by})"
        ),
        Sql(
            f"widths AS (SELECT {group}rows, 0.9 * least(sd, coalesce(nullif("
            f"(q[2] - q[1]) / 1.34, 0), sd)) * rows ** -0.2 AS h FROM shapes WHERE sd > 0)"
        ),
        Sql("span AS (SELECT low - (SELECT 3 * max(h) FROM widths) AS first, "
            "high + (SELECT 3 * max(h) FROM widths) AS last FROM ends)"),
        Sql(
            f"bins AS (SELECT {group}least({FINE - 1}, floor((value - low) / (high - low) * "
            f"{FINE})) AS bin, any_value(low) AS low, any_value(high) AS high, count(*) AS n, "
            f"avg(value) AS middle FROM taken, ends{by}{', ' if by else ' GROUP BY '}bin)"
        ),
        Sql(
            f"places AS (SELECT first + (last - first) * place / {PLACES - 1} AS x "
            f"FROM span, range({PLACES}) AS t(place))"
        ),
    ]  # fmt: skip
    text, given = _lines(query)
    kernel = "exp(-0.5 * ((places.x - middle) / h) ** 2)"
    return _headed(parts) + Sql(
        f"SELECT {group}places.x AS x, sum(n * {kernel}) / (any_value(rows) * any_value(h) * "
        f"sqrt(2 * pi())) AS y, any_value(rows) AS rows{text} FROM bins {join} "
        f"CROSS JOIN places GROUP BY {group}places.x ORDER BY {group}places.x LIMIT {query.limit}",
        given,
    )
