"""The list of people of a share, as it is typed: members, outsiders, and what is neither."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from datavault_jupyter.base.errors import BadName, VaultError
from datavault_jupyter.base.names import clean_name
from datavault_jupyter.features.people import queries as people
from datavault_jupyter.features.people.inviting import names_of, require_address
from datavault_jupyter.storage.catalog import Connection

_BETWEEN = re.compile(r"[,;\n]")


@dataclass(frozen=True, slots=True)
class BadEntry:
    """An entry nobody can be made of, and why."""

    entry: str
    problem: str


@dataclass(frozen=True, slots=True)
class Sorted:
    """What a typed list comes to.

    Attributes:
        taken: Identities that go on the list now.
        waiting: Outsiders nobody has confirmed.
        bad: What is no name.
    """

    taken: tuple[str, ...]
    waiting: tuple[str, ...]
    bad: tuple[BadEntry, ...]


def sort(connection: Connection, text: str, confirmed: Collection[str]) -> Sorted:
    """Tell members from outsiders.

    Args:
        connection: The catalogue.
        text: Names, ids or addresses with commas, semicolons, spaces or new lines between them.
        confirmed: Outsiders who are to be let in all the same.
    """
    taken: list[str] = []
    waiting: list[str] = []
    bad: list[BadEntry] = []
    wanted = {each.casefold() for each in confirmed}
    for entry in dict.fromkeys([*_entries(connection, text), *confirmed]):
        try:
            identity, is_member = _who(connection, entry)
        except VaultError as error:
            bad.append(BadEntry(entry, f"{error.message} {error.hint}".strip()))
            continue
        is_let_in = is_member or entry.casefold() in wanted
        (taken if is_let_in else waiting).append(identity)
    return Sorted(tuple(dict.fromkeys(taken)), tuple(dict.fromkeys(waiting)), tuple(bad))


def _entries(connection: Connection, text: str) -> list[str]:
    """What stands between commas: a name of several words that the vault knows, or names."""
    made: list[str] = []
    for each in _BETWEEN.split(text):
        part = " ".join(each.split())
        is_known = " " in part and people.find_shown(connection, part) is not None
        made += [part] if is_known else names_of(part)
    return made


def _who(connection: Connection, entry: str) -> tuple[str, bool]:
    """The identity an entry means, and whether it is a member's."""
    require_address(entry)
    name = clean_name(entry, "person")
    found = people.find_person(connection, name) or people.find_shown(connection, name)
    if found is not None:
        return found.identity, found.role is not None
    if name.startswith("prs_"):
        raise BadName(f"Nobody here has the id {name!r}.", hint="Write their name or address.")
    return name, False
