"""SQL that reads a CSV file as text and turns it into typed columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from datavault_jupyter.features.imports.delimited.dialects import Dialect
from datavault_jupyter.features.imports.values.queries import facts, fits_asked, parsed, spoken
from datavault_jupyter.storage.sql import Sql, literal

# A longer line is refused by the reader; its buffers grow with this.
MAX_LINE_BYTES = 64_000_000


def sniff(path: Path, delimiter: str | None, sample_size: int) -> Sql:
    """Ask for a file's dialect: delimiter, quote, escape, skipped lines, header."""
    options = f", sample_size={int(sample_size)}"
    if delimiter is not None:
        options += f", delim={literal(delimiter)}"
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
    unified: bool,
) -> str:
    """The scan of all cells as text: NULL for an empty cell, '' for a quoted one.

    Args:
        path: The file, in UTF-8.
        dialect: How it is written.
        width: How many columns it has.
        null_values: Words that mean NULL unless quoted, besides the empty cell.
        wide: Whether lines beyond DuckDB's 2 MB are to be taken; slower.
        unified: Whether all rows end in a line feed; else DuckDB looks how the first one does.
    """
    columns = ", ".join(f"'{column(at)}': 'VARCHAR'" for at in range(width))
    words = ", ".join(literal(word) for word in dict.fromkeys(["", *(null_values or ())]))
    more = f", max_line_size={MAX_LINE_BYTES}" if wide else ""
    more += r", new_line='\n'" if unified else ""
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


def with_values(scan: str, types: Mapping[int, str]) -> str:
    """The scan with the parsed texts of some columns beside them."""
    values = "".join(f", {parsed(column(at), kind)} AS {value(at)}" for at, kind in types.items())
    return f"(SELECT *{values} FROM {scan})"


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


def first_unfit(scan: str, position: int, type_text: str, null_words: Sequence[str]) -> Sql:
    """The number of the first row whose text a type asked for doesn't hold, and the text."""
    x = column(position)
    words = ", ".join(literal(word) for word in null_words)
    return Sql(
        f"SELECT number, {x} FROM (SELECT row_number() OVER () AS number, {x} FROM {scan}) "
        f"WHERE {x} IS NOT NULL AND {x} NOT IN ({words}) "
        f"AND NOT coalesce({fits_asked(x, type_text)}, false) ORDER BY number LIMIT 1"
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
