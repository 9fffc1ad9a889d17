"""The verb that writes a dataset to a file."""

from __future__ import annotations

from typing import Any

from datavault_jupyter.magics.bindings import bound
from datavault_jupyter.magics.mistakes import refuse
from datavault_jupyter.magics.parsing import Parser
from datavault_jupyter.magics.verbs import Call, Verb


def _options(parser: Parser) -> None:
    parser.add_argument("name", metavar="NAME", help="the dataset: its name, project/name or id")
    parser.add_argument("file", metavar="FILE", help="the file; its ending says the format")
    parser.add_argument("--format", help="csv, json, ndjson, parquet, zip (CSV inside) or zip-json")
    parser.add_argument("--columns", type="list", metavar="A,B", help="only these, in this order")
    parser.add_argument(
        "--where", type="raw", metavar="CONDITION", help='only these rows, such as "rating >= 4"'
    )
    parser.add_argument("--overwrite", action="store_true", help="replace a file that is there")
    parser.add_argument(
        "--guard-formulas",
        action="store_true",
        help="in CSV, put ' before text a spreadsheet would run",
    )


def _condition(call: Call) -> str | None:
    if call.options.where is None:
        return None
    text, values = bound(call.options.where, call.names)
    if values:
        first = next(iter(values))
        refuse(f"${first} can't be bound in --where.", "Write the value itself.")
    return text


def _export(call: Call) -> Any:
    asked = call.options
    return call.vault.get(asked.name).export(
        asked.file,
        format=asked.format,
        columns=asked.columns,
        where=_condition(call),
        overwrite=asked.overwrite,
        guard_formulas=asked.guard_formulas,
    )


EXPORT = Verb(
    "export",
    "Write a dataset to a file: the whole file or none.",
    _options,
    _export,
    (
        "%vault export reviews reviews.parquet",
        '%vault export reviews good.csv --columns id,text --where "rating >= 4" --overwrite',
    ),
    names_dataset=True,
    names_files=True,
)
