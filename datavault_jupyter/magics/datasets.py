"""Verbs for the list of datasets and for one of them."""

from __future__ import annotations

import argparse
from typing import Any

from datavault_jupyter.base.wording import count
from datavault_jupyter.magics.parsing import Parser
from datavault_jupyter.magics.verbs import Call, Unshown, Verb


def _list_options(parser: Parser) -> None:
    parser.add_argument("--search", default="", metavar="TEXT", help="a text within the name")
    _filters(parser)


def _search_options(parser: Parser) -> None:
    parser.add_argument("text", metavar="TEXT", nargs="+", help="a text within the name")
    _filters(parser)
    parser.add_argument(
        "--hub",
        action="store_true",
        help="on the Hugging Face Hub; --sort is downloads, likes, trending, updated or created",
    )


def _filters(parser: Parser) -> None:
    parser.add_argument(
        "--status", type="list", help="one or more of collecting, draft, complete, orphaned"
    )
    parser.add_argument(
        "--source", type="list", help="one or more of pipeline, file, huggingface, export"
    )
    parser.add_argument("--kind", type="list", help="one or more of master, clone, merge")
    parser.add_argument("--project", metavar="NAME", help="only datasets of this project")
    parser.add_argument("--archived", action="store_true", help="archived ones too")
    parser.add_argument(
        "--sort",
        metavar="BY",
        help="name, status, rows, source, project, created, updated or size",
    )
    parser.add_argument(
        "--descending", action=argparse.BooleanOptionalAction, help="the largest first, or last"
    )
    parser.add_argument("--limit", type="number", metavar="N", help="at most so many")


def _list(call: Call) -> Any:
    return _found(call, call.options.search)


def _search(call: Call) -> Any:
    asked = call.options
    text = " ".join(asked.text)
    if asked.hub:
        limit = 20 if asked.limit is None else asked.limit
        return call.vault.hub.search(text, sort=asked.sort or "downloads", limit=limit)
    return _found(call, text)


def _found(call: Call, text: str) -> Any:
    asked = call.options
    return call.vault.datasets(
        text,
        status=asked.status,
        source=asked.source,
        kind=asked.kind,
        project=asked.project,
        archived=asked.archived,
        sort=asked.sort or "updated",
        descending=asked.descending,
        limit=asked.limit,
    )


def _one(parser: Parser) -> None:
    parser.add_argument("name", metavar="NAME", help="the dataset: its name, project/name or id")


def _show(call: Call) -> Any:
    return call.vault.get(call.options.name)


def _rename_options(parser: Parser) -> None:
    _one(parser)
    parser.add_argument("new", metavar="NEW", help="its new name")


def _rename(call: Call) -> Any:
    dataset = call.vault.get(call.options.name)
    before = dataset.name
    dataset.rename(call.options.new)
    call.say(f"Renamed {before!r} to {dataset.name!r}.")
    return Unshown(dataset)


def _archive(call: Call) -> Any:
    dataset = call.vault.get(call.options.name).archive()
    call.say(f"Archived {dataset.name!r}.")
    return Unshown(dataset)


def _unarchive(call: Call) -> Any:
    dataset = call.vault.get(call.options.name).unarchive()
    call.say(f"Brought {dataset.name!r} back into the listing.")
    return Unshown(dataset)


def _delete_options(parser: Parser) -> None:
    _one(parser)
    parser.add_argument(
        "--confirm", default="", metavar="delete", help="the word delete, since it is final"
    )


def _delete(call: Call) -> None:
    dataset = call.vault.get(call.options.name)
    name, rows = dataset.name, count(dataset.row_count, "row")
    dataset.delete(confirm=call.options.confirm)
    call.say(f"Deleted {name!r} ({rows}).")


LIST = Verb(
    "list",
    "The datasets that match, newest change first.",
    _list_options,
    _list,
    ("%vault list --status complete --sort rows --limit 10", "found = %vault list --search bird"),
)
SHOW = Verb(
    "show",
    "One dataset: its facts and first rows.",
    _one,
    _show,
    ("%vault show reviews", 'ds = %vault show "my reviews"'),
    names_dataset=True,
)
SEARCH = Verb(
    "search",
    "The datasets with a text in their name.",
    _search_options,
    _search,
    ("%vault search bird strikes", "%vault search --hub imdb"),
)
RENAME = Verb(
    "rename",
    "Give a dataset another name; its id stays.",
    _rename_options,
    _rename,
    ('%vault rename reviews "reviews 2026"',),
    names_dataset=True,
)
ARCHIVE = Verb(
    "archive",
    "Hide a dataset from the listing; its rows stay.",
    _one,
    _archive,
    ("%vault archive reviews",),
    names_dataset=True,
)
UNARCHIVE = Verb(
    "unarchive",
    "Bring an archived dataset back into the listing.",
    _one,
    _unarchive,
    ("%vault unarchive reviews",),
    names_dataset=True,
)
DELETE = Verb(
    "delete",
    "Delete a dataset for good, with its versions and their bytes.",
    _delete_options,
    _delete,
    ("%vault delete reviews --confirm delete",),
    names_dataset=True,
)
