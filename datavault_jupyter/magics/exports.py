"""The verbs that write a dataset to a file, and tell what was written."""

from __future__ import annotations

from typing import Any

from datavault_jupyter.magics.bindings import bound
from datavault_jupyter.magics.mistakes import refuse
from datavault_jupyter.magics.parsing import Parser
from datavault_jupyter.magics.verbs import Call, Verb


def _options(parser: Parser) -> None:
    parser.add_argument("name", metavar="NAME", help="the dataset: its name, project/name or id")
    parser.add_argument("file", metavar="FILE", help="the file; its ending says the format")
    parser.add_argument(
        "--format", help="csv, json, ndjson, parquet, arrow, zip (CSV inside) or zip-json"
    )
    parser.add_argument("--columns", type="list", metavar="A,B", help="only these, in this order")
    parser.add_argument(
        "--where", type="raw", metavar="CONDITION", help='only these rows, such as "rating >= 4"'
    )
    parser.add_argument("--version", metavar="V", help="the rows of this version")
    parser.add_argument(
        "--since", metavar="V", help="only what differs from this version, each row marked how"
    )
    parser.add_argument(
        "--key",
        type="list",
        metavar="A,B",
        help="with --since: columns by which rows are the same",
    )
    parser.add_argument(
        "--answers", action="store_true", help="the single answers behind a pipeline's rows"
    )
    parser.add_argument(
        "--no-files", action="store_true", help="in a ZIP, leave the files of fields out"
    )
    parser.add_argument("--overwrite", action="store_true", help="replace a file that is there")
    parser.add_argument(
        "--guard-formulas",
        action="store_true",
        help="in CSV, put ' before text a spreadsheet would run",
    )
    parser.add_argument(
        "--background", action="store_true", help="go on with the notebook meanwhile"
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
        version=asked.version,
        since=asked.since,
        key=asked.key or (),
        answers=asked.answers,
        files=not asked.no_files,
        overwrite=asked.overwrite,
        guard_formulas=asked.guard_formulas,
        background=asked.background,
    )


EXPORT = Verb(
    "export",
    "Write a dataset to a file: the whole file or none.",
    _options,
    _export,
    (
        "%vault export reviews reviews.parquet",
        '%vault export reviews good.csv --columns id,text --where "rating >= 4" --overwrite',
        "%vault export reviews changes.csv --since 1.0.0 --key id",
    ),
    names_dataset=True,
    names_files=True,
)


def _list_options(parser: Parser) -> None:
    parser.add_argument(
        "name", metavar="NAME", nargs="?", help="a dataset; your own exports of all by default"
    )


def _list(call: Call) -> Any:
    name = call.options.name
    return call.vault.exports if name is None else call.vault.get(name).exports


EXPORTS = Verb(
    "exports",
    "What was exported: to which file, by whom, and what came of it.",
    _list_options,
    _list,
    ("%vault exports", "%vault exports reviews"),
    names_dataset=True,
)
