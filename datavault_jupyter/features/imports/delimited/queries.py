"""SQL that reads a CSV file as text and turns it into typed columns."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from datavault_jupyter.features.imports.delimited.dialects import Dialect, Wishes
from datavault_jupyter.features.imports.values import dates
from datavault_jupyter.features.imports.values.queries import facts, fits_asked, parsed, spoken
from datavault_jupyter.storage.sql import Sql, literal

# A longer line is refused by the reader; its buffers grow with this.
MAX_LINE_BYTES = 64_000_000


def sniff(path: Path, wishes: Wishes, sample_size: int, *, ignores: bool) -> Sql:
    """Ask for a file's dialect: delimiter, quote, escape, skipped lines, header.

    Args:
        path: The file, in UTF-8.
        wishes: What is known already.
        sample_size: How many rows are looked at.
        ignores: Whether rows that can't be read are passed over.
    """
    options = f", sample_size={int(sample_size)}"
    if wishes.delimiter is not None:
        options += f", delim={literal(wishes.delimiter)}"
    if wishes.quote:
        options += f", quote={literal(wishes.quote)}"
    if wishes.skip:
        options += f", skip={int(wishes.skip)}"
    if ignores:
        options += ", ignore_errors=true"
    return Sql(
        "SELECT Delimiter, Quote, Escape, SkipRows, HasHeader "
        f"FROM sniff_csv({literal(str(path))}{options})"
    )


def column(position: int) -> str:
    """What the text of a source column is called in the queries here."""
    return f"t{position}"


def texts(
    path: Path,
    dialect: Dialect,
    width: int,
    null_values: Sequence[str] | None,
    *,
    wide: bool,
    line_end: str | None,
    serial: bool = False,
) -> str:
    """The scan of all cells as text: NULL for an empty cell, '' for a quoted one.

    Args:
        path: The file, in UTF-8.
        dialect: How it is written.
        width: How many columns it has.
        null_values: Words that mean NULL unless quoted, besides the empty cell.
        wide: Whether lines beyond DuckDB's 2 MB are to be taken; slower.
        serial: Whether one thread reads it all.
        line_end: How all rows end, as DuckDB writes it; else it looks how the first one does.
    """
    columns = ", ".join(f"'{column(at)}': 'VARCHAR'" for at in range(width))
    words = ", ".join(literal(word) for word in dict.fromkeys(["", *(null_values or ())]))
    more = f", max_line_size={MAX_LINE_BYTES}" if wide else ""
    more += ", parallel=false" if serial else ""
    more += f", new_line={literal(line_end)}" if line_end else ""
    return (
        f"read_csv({literal(str(path))}, auto_detect=false, all_varchar=true, "
        f"allow_quoted_nulls=false, nullstr=[{words}], strict_mode=true, "
        f"delim={literal(dialect.delimiter)}, quote={literal(dialect.quote)}, "
        f"escape={literal(dialect.escape)}, comment='', skip={dialect.skip}, "
        f"header={'true' if dialect.header else 'false'}, columns={{{columns}}}{more})"
    )


def value(position: int) -> str:
    """What the parsed text of a source column is called."""
    return f"v{position}"


def turned(position: int) -> str:
    """What the text of a source column is called whose dates were put into DuckDB's order."""
    return f"d{position}"


def with_values(
    scan: str,
    types: Mapping[int, str],
    dated: Collection[int] = (),
    date_order: str | None = None,
) -> str:
    """The scan with the parsed texts of some columns beside them.

    Args:
        scan: All texts.
        types: The types to parse as, by source column.
        dated: Source columns whose dates are to be turned first.
        date_order: How those are meant.
    """
    values = "".join(f", {parsed(column(at), kind)} AS {value(at)}" for at, kind in types.items())
    turns = "".join(
        f", {dates.turned(column(at), date_order)} AS {turned(at)}" for at in dated if date_order
    )
    return f"(SELECT *{values}{turns} FROM {scan})"


def profile(
    scan: str, positions: Sequence[int], null_words: Sequence[str], *, limit: int | None = None
) -> Sql:
    """The facts about some columns, over all rows or the first ones."""
    source = scan if limit is None else first_rows(scan, limit)
    texts = ", ".join(
        f"{column(at)}, {spoken(column(at), null_words)} AS {value(at)}" for at in positions
    )
    aggregates = ", ".join(facts(column(at), value(at)) for at in positions)
    return Sql(f"SELECT {aggregates} FROM (SELECT {texts} FROM {source})")


def date_orders(
    scan: str, positions: Sequence[int], null_words: Sequence[str], limit: int | None
) -> Sql:
    """What `dates.orders_from_row` reads about some columns, one after the other."""
    source = scan if limit is None else first_rows(scan, limit)
    made = ", ".join(f"{spoken(column(at), null_words)} AS {value(at)}" for at in positions)
    aggregates = ", ".join(each for at in positions for each in dates.order_facts(value(at)))
    return Sql(f"SELECT {aggregates} FROM (SELECT {made} FROM {source})")


def unfit(
    scan: str,
    types: Mapping[int, str],
    null_words: Sequence[str],
    date_order: str | None,
    limit: int,
) -> Sql:
    """The first rows with a text that a type asked for doesn't hold: number, column, text.

    Args:
        scan: All texts.
        types: The types asked for, by source column.
        null_words: Texts that mean NULL.
        date_order: How dates are meant.
        limit: How many rows are enough.
    """
    words = ", ".join(literal(word) for word in null_words)
    dated = [at for at, kind in types.items() if kind in dates.KINDS and date_order]
    cases, texts = [], []
    for at, kind in types.items():
        x, read = column(at), turned(at) if at in dated else column(at)
        is_bad = (
            f"({x} IS NOT NULL AND {x} NOT IN ({words}) "
            f"AND NOT coalesce({fits_asked(read, kind)}, false))"
        )
        cases.append(f"WHEN {is_bad} THEN {at}")
        texts.append(f"WHEN {at} THEN {x}")
    numbered = with_values(scan, {}, dated, date_order)
    return Sql(
        f"SELECT number, which, CASE which {' '.join(texts)} END FROM "
        f"(SELECT *, CASE {' '.join(cases)} END AS which FROM "
        f"(SELECT row_number() OVER () AS number, * FROM {numbered})) "
        f"WHERE which IS NOT NULL ORDER BY number LIMIT {int(limit)}"
    )


def first_rows(scan: str, row_count: int) -> str:
    """The start of a scan, as another one."""
    return f"(SELECT * FROM {scan} LIMIT {int(row_count)})"


def select(select_list: str, scan: str, limit: int | None = None) -> Sql:
    """Some expressions over the scan."""
    rows = "" if limit is None else f" LIMIT {int(limit)}"
    return Sql(f"SELECT {select_list} FROM {scan}{rows}")


def row_count(scan: str) -> Sql:
    """How many rows the scan has."""
    return Sql(f"SELECT count(*) FROM {scan}")


def any_text(scan: str, positions: Sequence[int]) -> Sql:
    """How many cells of some columns are filled; reads and checks all of each."""
    counts = ", ".join(f"count({column(at)})" for at in positions)
    return Sql(f"SELECT {counts} FROM {scan}")
