"""The verb that asks a SELECT over datasets."""

from __future__ import annotations

from typing import Any

from datavault_jupyter.magics.bindings import bound
from datavault_jupyter.magics.parsing import Parser
from datavault_jupyter.magics.verbs import Call, Verb

FORMS = ("rows", "df", "pl", "arrow", "relation")


def _options(parser: Parser) -> None:
    parser.usage = "%(prog)s [flags] SELECT …"
    parser.add_argument(
        "--as",
        dest="form",
        choices=FORMS,
        default="rows",
        help="rows that aren't fetched yet (default), or a pandas, polars or Arrow table, or a "
        "DuckDB relation",
    )
    parser.add_argument(
        "--external", action="store_true", help="let it read files and the network, too"
    )


def _sql(call: Call) -> Any:
    text, values = bound(call.sql, call.names)
    rows = call.vault.sql(text, values or None, external=call.options.external)
    form = call.options.form
    return rows if form == "rows" else getattr(rows, form)()


SQL = Verb(
    "sql",
    "What a SELECT gives. Datasets are tables; flags come first, then the SQL as it is.\n"
    "$name is the value of your variable, {{name}} the dataset or column it names.\n"
    "In a cell of its own, %%vault sql takes the query from the lines below it.",
    _options,
    _sql,
    (
        "%vault sql SELECT count(*) FROM reviews WHERE rating >= $least",
        "top = %vault sql --as df SELECT {{column}}, count(*) FROM reviews GROUP BY ALL",
        "%%vault sql -o top --as pl",
    ),
    takes_sql=True,
)
