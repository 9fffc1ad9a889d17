"""Names of what is kept with a dataset: charts and dashboards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from datavault_jupyter.base.names import name_key


class _Named(Protocol):
    @property
    def id(self) -> str:
        """Unique in the vault."""

    @property
    def name(self) -> str:
        """Unique with its dataset."""


Kept = TypeVar("Kept", bound=_Named)


def named(kept: Iterable[Kept], name: str) -> Kept | None:
    """The one with this name, or None."""
    return next((each for each in kept if name_key(each.name) == name_key(name)), None)


def asked_for(kept: Sequence[Kept], name_or_id: str) -> Kept | None:
    """The one with this id, else the one with this name, or None."""
    by_id = next((each for each in kept if each.id == name_or_id), None)
    return by_id or named(kept, name_or_id)


def free_name(kept: Sequence[Kept], name: str) -> str:
    """The name with the first number behind it that nothing kept has."""
    number = 2
    while named(kept, f"{name} {number}") is not None:
        number += 1
    return f"{name} {number}"
