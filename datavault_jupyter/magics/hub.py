"""Flags for datasets of the Hugging Face Hub, which are named as ``hf://owner/name``."""

from __future__ import annotations

from typing import Any

from datavault_jupyter.magics.mistakes import refuse
from datavault_jupyter.magics.parsing import Parser
from datavault_jupyter.magics.verbs import Call

_SCHEME = "hf://"
# What the Hub's flags are stored as; each is said of the Hub alone.
_OF_HUB = ("subset", "split", "where", "limit", "revision")


def import_options(parser: Parser) -> None:
    """Flags of an import from the Hub."""
    group = parser.add_argument_group("for hf://owner/name, a dataset of the Hugging Face Hub")
    group.add_argument("--subset", metavar="NAME", help="which of its tables")
    group.add_argument("--split", type="list", metavar="A,B", help="only these splits")
    group.add_argument("--where", metavar="SQL", help="""such as "label = 'pos'" """.strip())
    group.add_argument("--limit", type="number", metavar="N", help="at most so many rows")
    group.add_argument("--revision", metavar="NAME", help="a branch, tag or commit")


def preview_options(parser: Parser) -> None:
    """Flags of a look into a dataset of the Hub."""
    group = parser.add_argument_group("for hf://owner/name, a dataset of the Hugging Face Hub")
    group.add_argument("--subset", metavar="NAME", help="which of its tables")
    group.add_argument("--revision", metavar="NAME", help="a branch, tag or commit")


def is_named(call: Call) -> bool:
    """Whether a dataset of the Hub is meant.

    Raises:
        UsageError: a file is meant, and a flag is for the Hub alone.
    """
    asked = call.options
    if str(asked.file).startswith(_SCHEME):
        return True
    for flag in _OF_HUB:
        if getattr(asked, flag, None) is not None:
            refuse(f"--{flag} is for datasets of the Hub.", "Name one as hf://owner/name.")
    return False


def imported(call: Call, reading: dict[str, Any]) -> Any:
    """The dataset that an import from the Hub makes, or the import that goes on.

    Raises:
        UsageError: a flag is for files alone.
    """
    asked = call.options
    _refuse_of_files(reading)
    options = {flag: getattr(asked, flag) for flag in _OF_HUB}
    return call.vault.import_hub(
        asked.file,
        columns=reading["columns"],
        name=asked.name,
        project=asked.project,
        description=asked.description,
        background=asked.background,
        **options,
    )


def looked_into(call: Call, reading: dict[str, Any]) -> Any:
    """What there is in a dataset of the Hub."""
    asked = call.options
    _refuse_of_files(reading)
    return call.vault.hub.configure(
        asked.file, subset=asked.subset, revision=asked.revision, rows=asked.rows
    )


def _refuse_of_files(reading: dict[str, Any]) -> None:
    for name, value in reading.items():
        if name == "columns" and not isinstance(value, dict):
            continue
        if value not in (None, "fail"):
            flag = "rename" if name == "columns" else name.replace("_", "-")
            refuse(f"--{flag} is for files, not for datasets of the Hub.", "Leave it out.")
