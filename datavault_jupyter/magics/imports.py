"""Verbs that bring files in, or show what they would become."""

from __future__ import annotations

import argparse
from typing import Any

from datavault_jupyter.base.wording import count
from datavault_jupyter.magics.parsing import Parser, pairs
from datavault_jupyter.magics.verbs import Call, Verb


def _import_options(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", help="CSV, TSV, JSON, NDJSON, Parquet; .gz, .zst")
    parser.add_argument("--name", help="the dataset's name; the file's by default")
    parser.add_argument("--project", metavar="NAME", help="the project to put it in")
    parser.add_argument("--description", default="", metavar="TEXT", help="what it is about")
    _reading_options(parser)


def _preview_options(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", help="CSV, TSV, JSON, NDJSON, Parquet; .gz, .zst")
    parser.add_argument("--rows", type="number", default=20, metavar="N", help="rows to show")
    _reading_options(parser)


def _reading_options(parser: Parser) -> None:
    parser.register("type", "delimiter", lambda text: _delimiter(parser.names.filled(text)))
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--columns", type="list", metavar="A,B", help="only these columns")
    either.add_argument(
        "--rename", type="pair", nargs="+", action="extend", metavar="OLD=NEW",
        help="other names for some columns; all are kept",
    )  # fmt: skip
    parser.add_argument(
        "--types", type="pair", nargs="+", action="extend", metavar="COLUMN=TYPE",
        help="types where the guess isn't what you want, such as zip=text",
    )  # fmt: skip
    parser.add_argument("--delimiter", type="delimiter", metavar="CHAR", help="between CSV cells")
    parser.add_argument(
        "--header",
        action=argparse.BooleanOptionalAction,
        help="whether a CSV file's first row holds the names",
    )
    parser.add_argument("--encoding", metavar="NAME", help="of text that isn't UTF-8")
    parser.add_argument(
        "--null-values", type="list", metavar="A,B", help='words that mean "missing" in CSV'
    )


def _delimiter(text: str) -> str:
    r"""A tab is hard to type: ``tab`` will do, and ``\t``, also when its backslash got lost."""
    return "\t" if text in ("tab", "\\t", "t") else text


def _reading(call: Call) -> dict[str, Any]:
    asked = call.options
    return {
        "columns": asked.columns or pairs(asked.rename),
        "types": pairs(asked.types),
        "delimiter": asked.delimiter,
        "header": asked.header,
        "encoding": asked.encoding,
        "null_values": asked.null_values,
    }


def _import(call: Call) -> Any:
    asked = call.options
    dataset = call.vault.import_file(
        asked.file,
        name=asked.name,
        project=asked.project,
        description=asked.description,
        **_reading(call),
    )
    call.say(f"Imported {dataset.name!r} ({count(dataset.row_count, 'row')}).")
    for note in dataset.notes:
        call.say(note)
    return dataset


def _preview(call: Call) -> Any:
    return call.vault.preview_file(call.options.file, rows=call.options.rows, **_reading(call))


IMPORT = Verb(
    "import",
    "Make a dataset out of a file, every value as it was written.",
    _import_options,
    _import,
    (
        "%vault import reviews.csv",
        '%vault import "my file.csv" --name reviews --types zip=text price=decimal(9,2)',
        "ds = %vault import {{folder}}/reviews.json --columns id,text",
    ),
    names_files=True,
)
PREVIEW = Verb(
    "preview",
    "What a file would become: columns, types, first rows, problems. Stores nothing.",
    _preview_options,
    _preview,
    ("%vault preview reviews.csv --no-header",),
    names_files=True,
)
