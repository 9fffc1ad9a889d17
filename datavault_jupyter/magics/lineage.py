"""Verbs for the versions of a dataset, and for datasets made of others."""

from __future__ import annotations

from typing import Any

from datavault_jupyter.base.wording import count
from datavault_jupyter.magics.parsing import Parser
from datavault_jupyter.magics.verbs import Call, Unshown, Verb


def _one(parser: Parser) -> None:
    parser.add_argument("name", metavar="NAME", help="the dataset")


def _keyed(parser: Parser) -> None:
    parser.add_argument(
        "--key", type="list", metavar="A,B", help="columns that say which row is which"
    )


def _diff_options(parser: Parser) -> None:
    _one(parser)
    parser.add_argument("before", metavar="BEFORE", help="a version: number, tag or id")
    parser.add_argument("after", metavar="AFTER", nargs="?", help="another; the present one else")
    _keyed(parser)


def _tag_options(parser: Parser) -> None:
    _one(parser)
    parser.add_argument("version", metavar="VERSION", help="a version: number, tag or id")
    parser.add_argument("tag", metavar="TAG", help="a word to find it by")
    parser.add_argument("--move", action="store_true", help="take it off other versions")


def _clone_options(parser: Parser) -> None:
    _one(parser)
    parser.add_argument("new", metavar="NEW", help="the clone's name")
    parser.add_argument("--where", metavar="SQL", help="only rows that meet this condition")
    parser.add_argument("--version", metavar="VERSION", help="a version; the present one else")
    parser.add_argument("--project", metavar="NAME", help="the project to put it in")


def _merge_options(parser: Parser) -> None:
    parser.add_argument("names", metavar="NAME", nargs="+", help="two or more datasets, later win")
    parser.add_argument("--name", required=True, help="the new dataset's name")
    _keyed(parser)
    parser.add_argument(
        "--duplicates", default="keep", metavar="WORD", help="keep or drop rows both sides added"
    )
    parser.add_argument(
        "--differing", default="refuse", metavar="WORD", help="where columns differ: refuse, fill"
    )
    parser.add_argument("--project", metavar="NAME", help="the project to put it in")


def _restore_options(parser: Parser) -> None:
    _one(parser)
    parser.add_argument("version", metavar="VERSION", help="a version: number, tag or id")


def _versions(call: Call) -> Any:
    return call.vault.get(call.options.name).versions


def _diff(call: Call) -> Any:
    asked = call.options
    dataset = call.vault.get(asked.name)
    after = dataset.at(asked.after) if asked.after else dataset.head
    return after.compare(asked.before, key=asked.key)


def _tag(call: Call) -> Any:
    asked = call.options
    version = call.vault.get(asked.name).at(asked.version).tag(asked.tag, move=asked.move)
    call.say(f"Tagged {version.dataset!r} {version.number} as {asked.tag!r}.")
    return Unshown(version)


def _clone(call: Call) -> Any:
    asked = call.options
    made = call.vault.get(asked.name).clone(
        asked.new, where=asked.where, version=asked.version, project=asked.project
    )
    call.say(f"Cloned {asked.name!r} as {made.name!r} ({count(made.row_count, 'row')}).")
    return Unshown(made)


def _merge(call: Call) -> Any:
    asked = call.options
    made = call.vault.merge(
        asked.names,
        asked.name,
        key=asked.key,
        duplicates=asked.duplicates,
        differing=asked.differing,
        project=asked.project,
    )
    call.say(f"Merged {len(asked.names)} datasets as {made.name!r}.")
    for note in made.notes:
        call.say(note)
    return made


def _restore(call: Call) -> Any:
    asked = call.options
    dataset = call.vault.get(asked.name).restore(asked.version)
    rows = count(dataset.row_count, "row")
    call.say(f"{dataset.name!r} holds what {asked.version} holds ({rows}): {dataset.head.number}.")
    return Unshown(dataset)


VERSIONS = Verb(
    "versions",
    "The versions of a dataset, newest first.",
    _one,
    _versions,
    ("%vault versions reviews",),
    names_dataset=True,
)
DIFF = Verb(
    "diff",
    "What one version of a dataset has that another one has not.",
    _diff_options,
    _diff,
    ("%vault diff reviews 1.0.0", "%vault diff reviews 1.0.0 1.2.0 --key id"),
    names_dataset=True,
)
TAG = Verb(
    "tag",
    "Tag a version of a dataset.",
    _tag_options,
    _tag,
    ("%vault tag reviews 1.2.0 gold",),
    names_dataset=True,
)
CLONE = Verb(
    "clone",
    "A dataset with the rows of another one: a list of its files, no bytes.",
    _clone_options,
    _clone,
    ('%vault clone reviews reviews-clean --where "rating > 0"',),
    names_dataset=True,
)
MERGE = Verb(
    "merge",
    "One dataset out of several: clones combine, unrelated ones add up.",
    _merge_options,
    _merge,
    ("%vault merge left right --name both --key id",),
    names_dataset=True,
)
RESTORE = Verb(
    "restore",
    "Let a dataset hold again what one of its versions holds.",
    _restore_options,
    _restore,
    ("%vault restore reviews 1.0.0",),
    names_dataset=True,
)
