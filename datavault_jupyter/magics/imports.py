"""Verbs that bring files in, or show what they would become."""

from __future__ import annotations

import argparse
from typing import Any

from datavault_jupyter.base.wording import count
from datavault_jupyter.magics import hub
from datavault_jupyter.magics.parsing import Parser, pairs
from datavault_jupyter.magics.verbs import Call, Verb


def _import_options(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", help="CSV, TSV, JSON, NDJSON, Parquet; .gz, .zst")
    parser.add_argument("--name", help="the dataset's name; the file's by default")
    parser.add_argument("--project", metavar="NAME", help="the project to put it in")
    parser.add_argument("--description", default="", metavar="TEXT", help="what it is about")
    parser.add_argument("--stack", action="store_true", help="one dataset of several files")
    parser.add_argument("--file-column", metavar="NAME", help="a column that names each row's file")
    parser.add_argument("--background", action="store_true", help="return at once")
    _reading_options(parser)
    hub.import_options(parser)


def _into_options(parser: Parser) -> None:
    parser.add_argument("name", metavar="NAME", help="the dataset")
    parser.add_argument("file", metavar="FILE", help="what import takes")
    parser.add_argument(
        "--differing", default="refuse", metavar="WORD",
        help="where columns differ: refuse, fill (with NULL), or take (replace only)",
    )  # fmt: skip
    parser.add_argument("--stack", action="store_true", help="several files, one after the other")
    _reading_options(parser)


def _refresh_options(parser: Parser) -> None:
    parser.add_argument("name", metavar="NAME", help="the dataset")
    parser.add_argument("--force", action="store_true", help="also when the source is the same")


def _report_options(parser: Parser) -> None:
    parser.add_argument("name", metavar="NAME", help="the dataset")
    parser.add_argument("--save", metavar="FILE", help="write the rows left out there")


def _jobs_options(parser: Parser) -> None:
    parser.add_argument("--limit", type="number", default=20, metavar="N", help="at most so many")


def _preview_options(parser: Parser) -> None:
    parser.add_argument("file", metavar="FILE", help="CSV, TSV, JSON, NDJSON, Parquet; .gz, .zst")
    parser.add_argument("--rows", type="number", default=20, metavar="N", help="rows to show")
    _reading_options(parser)
    hub.preview_options(parser)


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
    parser.add_argument("--quote", metavar="CHAR", help='around CSV cells; "" is nothing')
    parser.add_argument("--skip", type="number", metavar="N", help="lines before a CSV table")
    parser.add_argument(
        "--date-order", metavar="ORDER", help="dmy, mdy or ymd: how 3/4/2026 is meant"
    )
    parser.add_argument(
        "--on-error", default="fail", metavar="WORD",
        help="fail: all rows or none; skip: leave out those that can't be imported",
    )  # fmt: skip
    parser.add_argument("--table", metavar="NAME", help="which of several tables of a ZIP")


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
        "quote": asked.quote,
        "skip": asked.skip,
        "date_order": asked.date_order,
        "on_error": asked.on_error,
        "table": asked.table,
    }


def _import(call: Call) -> Any:
    asked = call.options
    if hub.is_named(call):
        only_files = {"stack": asked.stack or None, "file_column": asked.file_column}
        dataset = hub.imported(call, _reading(call) | only_files)
    else:
        dataset = call.vault.import_file(
            asked.file,
            name=asked.name,
            project=asked.project,
            description=asked.description,
            stack=asked.stack,
            file_column=asked.file_column,
            background=asked.background,
            **_reading(call),
        )
    if asked.background:
        return dataset
    rows = count(dataset.row_count, "row")
    return _told(call, dataset, f"Imported {dataset.name!r} ({rows}).")


def _told(call: Call, dataset: Any, said: str) -> Any:
    call.say(said)
    for note in dataset.notes:
        call.say(note)
    report = dataset.import_report()
    if report is not None and report.rejects:
        call.say(f"{count(report.rejected_count, 'row')} left out: %vault report {dataset.name!r}.")
    return dataset


def _append(call: Call) -> Any:
    asked = call.options
    dataset = call.vault.get(asked.name)
    before = dataset.row_count
    dataset.append(asked.file, differing=asked.differing, stack=asked.stack, **_reading(call))
    added = count(dataset.row_count - before, "row")
    return _told(call, dataset, f"Added {added} to {dataset.name!r}.")


def _replace(call: Call) -> Any:
    asked = call.options
    dataset = call.vault.get(asked.name)
    dataset.replace(asked.file, differing=asked.differing, stack=asked.stack, **_reading(call))
    rows = count(dataset.row_count, "row")
    return _told(call, dataset, f"{dataset.name!r} has {rows} now; the version before stays.")


def _refresh(call: Call) -> Any:
    return call.vault.get(call.options.name).refresh(force=call.options.force)


def _report(call: Call) -> Any:
    report = call.vault.get(call.options.name).import_report()
    if report is None:
        call.say("The rows of its newest version were not imported.")
    elif call.options.save:
        call.say(f"Wrote {report.save_rejects(call.options.save)}.")
    return report


def _jobs(call: Call) -> Any:
    return call.vault.import_jobs(call.options.limit)


def _preview(call: Call) -> Any:
    if hub.is_named(call):
        return hub.looked_into(call, _reading(call))
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
        "%vault import hf://stanfordnlp/imdb --split train --limit 1000 --name imdb",
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
APPEND = Verb(
    "append",
    "Add the rows of a file to a dataset: a new version.",
    _into_options,
    _append,
    ("%vault append reviews more.csv", "%vault append reviews more.csv --differing fill"),
    names_dataset=True,
    names_files=True,
)
REPLACE = Verb(
    "replace",
    "Put the rows of a file in the place of a dataset's: a new version.",
    _into_options,
    _replace,
    ("%vault replace reviews new.csv",),
    names_dataset=True,
    names_files=True,
)
REFRESH = Verb(
    "refresh",
    "Read a dataset's source again: a new version, if it has changed.",
    _refresh_options,
    _refresh,
    ("%vault refresh reviews",),
    names_dataset=True,
)
REPORT = Verb(
    "report",
    "How a dataset's import went, and which rows were left out.",
    _report_options,
    _report,
    ("%vault report reviews", "%vault report reviews --save left-out.csv"),
    names_dataset=True,
)
JOBS = Verb(
    "jobs",
    "Your imports in the background, of all kernels, newest first.",
    _jobs_options,
    _jobs,
    ("%vault jobs",),
)
