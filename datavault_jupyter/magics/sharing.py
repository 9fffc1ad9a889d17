"""The verb that lets others read a dataset by a link."""

from __future__ import annotations

from typing import Any

from datavault_jupyter.magics.mistakes import refuse
from datavault_jupyter.magics.parsing import Parser
from datavault_jupyter.magics.verbs import Call, Verb


def _options(parser: Parser) -> None:
    parser.add_argument("name", metavar="NAME", help="the dataset: its name, project/name or id")
    parser.add_argument(
        "--people", type="list", metavar="A,B", help="who may open it: names or addresses"
    )
    parser.add_argument(
        "--outsiders", action="store_true", help="also people who are no members of the vault"
    )
    parser.add_argument(
        "--public", action="store_true", help="anyone with the link, without signing in"
    )
    parser.add_argument("--restricted", action="store_true", help="people of the list alone again")
    parser.add_argument("--ends", metavar="DAY", help="when the links end, such as 2026-12-31")
    parser.add_argument("--hide", type="list", metavar="A,B", help="columns that they don't see")
    parser.add_argument("--no-export", action="store_true", help="they may read, not export")
    parser.add_argument("--off", action="store_true", help="take every link back")


def _share(call: Call) -> Any:
    asked = call.options
    if asked.public and asked.restricted:
        refuse("--public and --restricted exclude each other.", "Give one of them.")
    dataset = call.vault.get(asked.name)
    if asked.off:
        share = dataset.share()
        share.revoke()
        return share
    mode = "public" if asked.public else "restricted" if asked.restricted else ""
    return dataset.share(
        asked.people or (),
        mode=mode,
        # The flag is the word for it: nobody types it by accident.
        confirm=asked.public,
        outsiders=asked.outsiders,
        ends=asked.ends,
        can_export=False if asked.no_export else None,
        hidden=asked.hide,
    )


SHARE = Verb(
    "share",
    "Let others read a dataset by a link, or take the links back.",
    _options,
    _share,
    (
        "%vault share reviews",
        "%vault share reviews --people ana,chen@example.org --ends 2026-12-31 --hide email",
        "%vault share reviews --off",
    ),
    names_dataset=True,
)
