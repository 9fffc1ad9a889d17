"""Lists of people, as they are typed or pasted."""

from __future__ import annotations

import re
from collections.abc import Callable

from datavault_jupyter.base.errors import BadName, VaultError
from datavault_jupyter.features.people.records import Invited, InviteOutcome

_ADDRESS = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
_BETWEEN = re.compile(r"[\s,;]+")


def names_of(text: str) -> list[str]:
    r"""The names in a list, each once; commas, semicolons, spaces, new lines stand between them.

    >>> names_of("ana, ben;\nchen@example.org ana")
    ['ana', 'ben', 'chen@example.org']
    """
    return list(dict.fromkeys(each for each in _BETWEEN.split(text) if each))


def require_address(name: str) -> None:
    """Refuse what looks like an address and is none.

    Raises:
        BadName: it is.

    >>> require_address("ana@example.org")
    """
    if "@" in name and not _ADDRESS.fullmatch(name):
        raise BadName(f"{name!r} is no address.", hint="Write it as name@example.org.")


def each_of(text: str, put: Callable[[str], tuple[bool, str]]) -> tuple[Invited, ...]:
    """What becomes of each name of a list: one that is refused keeps none of the others out.

    Args:
        text: The list.
        put: Gives somebody the role: whether they are new, and the role they have now.
    """
    outcomes = []
    for name in names_of(text):
        try:
            require_address(name)
            is_new, role = put(name)
        except VaultError as error:
            outcomes.append(Invited(name, InviteOutcome.REFUSED, reason=str(error)))
        else:
            word = InviteOutcome.ADDED if is_new else InviteOutcome.KNOWN
            outcomes.append(Invited(name, word, role))
    return tuple(outcomes)
