"""The SQL of a grid, over whatever its rows are read from."""

from __future__ import annotations

from collections.abc import Sequence

from datavault_jupyter.features.content.grounds import Source
from datavault_jupyter.features.content.records import PAGE_CHARACTERS, ColumnKind
from datavault_jupyter.features.content.shaping import exact_text, on_page, piece
from datavault_jupyter.storage.columns import Column, Columns, sql_names
from datavault_jupyter.storage.kinds import is_ordered
from datavault_jupyter.storage.sql import Sql, quoted

# No column of a part has a name with a space in front, so these can't be mistaken for one.
ID = '" id"'
# Columns whose smallest and largest value mean something in a header.
RANGED = (
    ColumnKind.INTEGER, ColumnKind.NUMBER, ColumnKind.DECIMAL, ColumnKind.DATE, ColumnKind.TIME,
    ColumnKind.TIMESTAMP,
)  # fmt: skip
_NOT_COUNTED = (
    ColumnKind.BLOB, ColumnKind.JSON, ColumnKind.LIST, ColumnKind.STRUCT, ColumnKind.MAP,
    ColumnKind.OTHER, ColumnKind.BOOLEAN,
)  # fmt: skip


def _made(at: int) -> str:
    return quoted(f" v{at}")


def fits(text: str, kind: str) -> Sql:
    """Whether a text is a value of a type."""
    return Sql(f"SELECT TRY_CAST(? AS {kind}) IS NOT NULL", (text,))


def _raw(source: Source, columns: Sequence[Column], row_id: str) -> str:
    values = [f"{source.value(column)} AS {_made(at)}" for at, column in enumerate(columns)]
    return ", ".join([f"{row_id} AS {ID}", *values])


def _shaped(columns: Sequence[Column]) -> str:
    shaped = [f"{on_page(column, _made(at))} AS c{at}" for at, column in enumerate(columns)]
    return ", ".join([f"CAST({ID} AS BIGINT) AS id", *shaped])


def neighbours(source: Source, columns: Sequence[Column], first: int, last: int) -> Sql | None:
    """Rows that lie side by side, on a page; None where there are none."""
    found = [
        Sql(f"SELECT {_raw(source, columns, row_id)} FROM {scan} WHERE") + where
        for scan, row_id, where in source.spans(first, last)
    ]
    if not found:
        return None
    text = " UNION ALL ".join(each.text for each in found)
    params = tuple(value for each in found for value in each.params)
    return Sql(f"SELECT {_shaped(columns)} FROM ({text}) ORDER BY {ID}", params)


def singles(
    source: Source, columns: Sequence[Column], ids: Sequence[int], shaped: str | None = None
) -> Sql | None:
    """Rows by their ids, in the order of the ids; None for no ids.

    Args:
        source: Where they are.
        columns: What to fetch; the values are called ``" v0"`` … in `shaped`.
        ids: Which.
        shaped: The select list; a page's by default.
    """
    found = [
        Sql(f"SELECT {_raw(source, columns, row_id)} FROM {scan} WHERE") + where
        for scan, row_id, where in source.picks(ids)
    ]
    if not found:
        return None
    text = " UNION ALL ".join(each.text for each in found)
    params = tuple(value for each in found for value in each.params)
    order = "(SELECT unnest(?::BIGINT[]) AS wanted, unnest(range(?)) AS place)"
    return Sql(
        f"SELECT {shaped or _shaped(columns)} FROM {order} "
        f"JOIN ({text}) ON wanted = {ID} ORDER BY place",
        (list(ids), len(ids), *params),
    )


def first_ids(source: Source, where: Sql, order: str, *, offset: int, limit: int) -> Sql:
    """The ids of a page near the beginning of a view: only the few best rows are ever held.

    Without the other columns: DuckDB would carry them along for more than 50 rows.
    """
    return (
        Sql(f"SELECT {source.row_id} FROM {source.scan} WHERE")
        + where
        + Sql(f"ORDER BY {order} LIMIT {int(limit)} OFFSET {int(offset)}")
    )


def nothing(source: Source, columns: Sequence[Column]) -> Sql:
    """A page without rows."""
    raw = _raw(source, columns, source.row_id)
    return Sql(f"SELECT {_shaped(columns)} FROM (SELECT {raw} FROM {source.scan} WHERE false)")


def lengths(source: Source, columns: Sequence[Column], row_count: int) -> Sql:
    """The mean length in bytes of the values of some columns, looked up in a few rows."""
    places = sorted({row_count * tenth // 10 for tenth in range(10)})
    found = [each for at in places for each in source.spans(at, at + 99)]
    texts = ", ".join(
        f"CAST({source.value(column)} AS VARCHAR) AS {_made(at)}"
        for at, column in enumerate(columns)
    )
    scans = [Sql(f"SELECT {texts} FROM {scan} WHERE") + where for scan, _, where in found]
    means = ", ".join(f"avg(strlen({_made(at)}))" for at in range(len(columns)))
    text = " UNION ALL ".join(each.text for each in scans)
    return Sql(f"SELECT {means} FROM ({text})", tuple(v for each in scans for v in each.params))


def count(source: Source, where: Sql) -> Sql:
    """How many rows match."""
    return Sql(f"SELECT count(*) FROM {source.scan} WHERE") + where


def ordered_ids(source: Source, where: Sql, order: str, row_count: int) -> Sql:
    """The ids of all rows of a view, in its order."""
    kind = "INTEGER" if row_count < 2**31 else "BIGINT"
    return (
        Sql(f"SELECT CAST({source.row_id} AS {kind}) AS r FROM {source.scan} WHERE")
        + where
        + Sql(f"ORDER BY {order}")
    )


def copied(source: Source, columns: Sequence[Column]) -> Sql:
    """All rows with their true values, in stored order, under physical names."""
    values = ", ".join(f"{source.value(column)} AS {quoted(column.physical)}" for column in columns)
    return Sql(f"SELECT {values} FROM {source.scan}")


def create(table: str, rows: Sql) -> Sql:
    """A table made of rows, in their order."""
    return Sql(f"CREATE TABLE {table} AS {rows.text}", rows.params)


def size(table: str) -> Sql:
    """How many rows a table has."""
    return Sql(f"SELECT count(*) FROM {table}")


def drop(table: str) -> Sql:
    """Give a table up."""
    return Sql(f"DROP TABLE IF EXISTS {table}")


def ids_between(table: str, first: int, last: int) -> Sql:
    """Some ids of an order table."""
    return Sql(f"SELECT r FROM {table} WHERE rowid BETWEEN ? AND ? ORDER BY rowid", (first, last))


def among(source: Source, table: str) -> Sql:
    """Whether a row is one of an order table's."""
    return Sql(f"{source.row_id} IN (SELECT r FROM {table})")


def place_of(table: str, row_id: int) -> Sql:
    """Where an id stands in an order table."""
    return Sql(f"SELECT rowid FROM {table} WHERE r = ?", (row_id,))


def facts(source: Source, column: Column, kind: ColumnKind) -> Sql:
    """What one scan of a column tells.

    Gives the number of values, of NaNs, the smallest and the largest (of finite numbers) as
    text, and about how many different ones there are.
    """
    value = source.value(column)
    finite = f" FILTER (isfinite({value}))"
    wanted = ""
    nans = "0"
    if kind is ColumnKind.NUMBER:
        wanted, nans = finite, f"count(*) FILTER (isnan({value}))"
    elif kind in (ColumnKind.DATE, ColumnKind.TIMESTAMP) and "NS" not in column.type:
        wanted = finite
    ends = "NULL, NULL"
    if kind in RANGED:
        low, high = (exact_text(column, f"({name}({value}){wanted})") for name in ("min", "max"))
        ends = f"CAST({low} AS VARCHAR), CAST({high} AS VARCHAR)"
    return Sql(
        f"SELECT count({value}), {nans}, {ends}, {_about_distinct(value, kind)} FROM {source.scan}"
    )


def _about_distinct(value: str, kind: ColumnKind) -> str:
    if kind in _NOT_COUNTED:
        return "NULL"
    return f"approx_count_distinct({value})"


def mean_length(source: Source, column: Column, row_count: int) -> Sql:
    """The mean length of a column's texts in characters, over a few thousand rows."""
    places = sorted({row_count * tenth // 10 for tenth in range(10)})
    found = [each for at in places for each in source.spans(at, at + 499)]
    scans = [
        Sql(f"SELECT length({source.value(column)}) AS n FROM {scan} WHERE") + where
        for scan, _, where in found
    ]
    text = " UNION ALL ".join(each.text for each in scans)
    params = tuple(value for each in scans for value in each.params)
    return Sql(f"SELECT avg(n) FROM ({text})", params)


def bar_counts(source: Source, number: str, value: str, where: Sql) -> Sql:
    """How many rows fall into each bar; values that are in none are left out."""
    return (
        Sql(f"SELECT {number} AS bar, count(*) FROM {source.scan} WHERE")
        + Sql(f"({value}) AND (")
        + where
        + Sql(") GROUP BY bar")
    )


def null_count(source: Source, column: Column, where: Sql) -> Sql:
    """How many matching rows have no value."""
    missing = Sql(f"SELECT count(*) FROM {source.scan} WHERE {source.value(column)} IS NULL AND (")
    return missing + where + Sql(")")


def value_counts(source: Source, column: Column, where: Sql, limit: int) -> Sql:
    """The most frequent values as text, their counts, and how many values there are.

    Equally frequent ones are in the order of the values.
    """
    value = source.value(column)
    found = (
        Sql(f"SELECT {value} AS v, count(*) AS n FROM {source.scan} WHERE")
        + where
        + Sql("GROUP BY v")
    )
    text = exact_text(column, "v")
    order = "n DESC, v NULLS LAST" if is_ordered(column) else f"n DESC, {text} NULLS LAST"
    return Sql(
        f"SELECT left({text}, {PAGE_CHARACTERS + 1}), n, count(v) OVER () "
        f"FROM ({found.text}) ORDER BY {order} LIMIT {int(limit)}",
        found.params,
    )


def pieces(source: Source, columns: Sequence[Column], row_id: int, span: range) -> Sql:
    """A piece of each value of a row, and the length of the whole value, in turn."""
    ((scan, number, where),) = source.spans(row_id, row_id)
    shaped = [
        text
        for at, column in enumerate(columns)
        for text in piece(column, _made(at), span.start, len(span))
    ]
    return (
        Sql(f"SELECT {', '.join(shaped)} FROM (SELECT {_raw(source, columns, number)} FROM {scan}")
        + Sql("WHERE")
        + where
        + Sql(")")
    )


def exact_texts(source: Source, columns: Sequence[Column], ids: Sequence[int]) -> Sql:
    """Whole values as text, of rows by their ids."""
    texts = ", ".join(exact_text(column, _made(at)) for at, column in enumerate(columns))
    return singles(source, columns, ids, texts) or nothing(source, columns)


def everything(source: Source, columns: Columns) -> str:
    """All rows in stored order, under names SQL can use."""
    return f"SELECT {_named(source, columns)} FROM {source.scan}"


def _named(source: Source, columns: Columns) -> str:
    return ", ".join(
        f"{source.value(column)} AS {quoted(name)}"
        for column, name in zip(columns, sql_names(columns.names), strict=True)
    )


# Temporary tables of one cursor. No dataset can have such a name: it begins with a space.
_VIEW, _CHOSEN = '" view"', '" chosen"'


def all_ids(row_count: int) -> str:
    """Ids and places of a view of all rows in stored order."""
    return f"(SELECT range AS r, range AS place FROM range({int(row_count)}))"


def view_ids() -> str:
    """Ids and places of the view that was kept."""
    return f"(SELECT r, rowid AS place FROM {_VIEW})"


def keep_view(ids: Sql) -> Sql:
    """Keep the ids of a view in its order."""
    return Sql(f"CREATE OR REPLACE TEMP TABLE {_VIEW} AS {ids.text}", ids.params)


def keep_chosen(numbered: str, where: Sql) -> Sql:
    """Keep the ids of chosen rows."""
    return (
        Sql(f"CREATE OR REPLACE TEMP TABLE {_CHOSEN} AS SELECT r, place FROM {numbered} WHERE")
        + where
        + Sql("ORDER BY place")
    )


def chosen_ids(limit: int) -> Sql:
    """The first of the chosen ids."""
    return Sql(f"SELECT r FROM {_CHOSEN} ORDER BY place LIMIT {int(limit)}")


def chosen_rows(source: Source, columns: Columns) -> str:
    """The chosen rows in their order, under names SQL can use."""
    names = sql_names(columns.names)
    values = ", ".join(
        f"{source.value(column)} AS {_made(at)}" for at, column in enumerate(columns)
    )
    shown = ", ".join(f"{_made(at)} AS {quoted(name)}" for at, name in enumerate(names))
    return (
        f"SELECT {shown} FROM (SELECT {source.row_id} AS {ID}, {values} FROM {source.scan}) "
        f"JOIN {_CHOSEN} ON r = {ID} ORDER BY place"
    )
