"""What completion can offer: names of the vault, and the columns a query speaks of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from datavault_jupyter.base.names import name_key
from datavault_jupyter.features.sql.completing import bare, spot_of, starting
from datavault_jupyter.magics.bindings import tokens

if TYPE_CHECKING:
    from datavault_jupyter.vault import Vault

MOST = 200
_MOST_TABLES = 8
_MOST_NEWEST, _MOST_FOUND = 1000, 50


@dataclass(frozen=True, slots=True)
class Offers:
    """What can stand at the cursor.

    Attributes:
        texts: As they are put in.
        fragment: What they replace: the end of what is typed.
        kind: What they are.
    """

    texts: Sequence[str] = ()
    fragment: str = ""
    kind: str = field(default="")


class Catalogue:
    """The names a vault holds. A vault that isn't there is empty, and is not made by a keystroke.

    Args:
        path: The vault's folder; the default one when it is empty.
    """

    def __init__(self, path: str) -> None:
        self._path = path

    @cached_property
    def _vault(self) -> Vault | None:
        from datavault_jupyter.vault import Vault, default_folder

        folder = Path(self._path).expanduser() if self._path else default_folder()
        return Vault(folder) if (folder / "catalog.sqlite").exists() else None

    def names(self, start: str = "") -> Sequence[str]:
        """Names of datasets, newest first."""
        if self._vault is None:
            return []
        known = list(self._vault.names(limit=1000))
        key = name_key(start)
        found = [name for name in known if name_key(name).startswith(key)]
        if len(known) >= _MOST_NEWEST and start and len(found) < _MOST_FOUND:
            # IPython's protocol gives the newest ones only; the rest has to be searched.
            older = self._vault.datasets(start, archived=True, limit=_MOST_FOUND)
            found = [*dict.fromkeys([*found, *(each.name for each in older)])]
        return found[:MOST]

    def columns(self, name: str) -> Sequence[str]:
        """Columns of a dataset; none when there is no such dataset."""
        found = self._vault.find(name) if self._vault is not None and name else None
        return found.columns if found is not None else []

    def versions(self, name: str) -> Sequence[str]:
        """Numbers of a dataset's versions, newest first, then their tags."""
        found = self._vault.find(name) if self._vault is not None and name else None
        if found is None:
            return []
        known = list(found.versions)
        return [*(each.number for each in known), *(tag for each in known for tag in each.tags)]

    def projects(self) -> Sequence[str]:
        """Names of projects."""
        return [] if self._vault is None else [each.name for each in self._vault.projects.list()]


def offers_for_sql(
    catalogue: Catalogue, above: str, below: str = "", named: Iterable[str] = ()
) -> Offers:
    """Datasets and columns for SQL.

    Args:
        catalogue: Where names come from.
        above: The SQL up to the cursor.
        below: The SQL after the cursor, where the FROM often is.
        named: Datasets that are meant though the SQL doesn't name them.
    """
    spot = spot_of(above, below, tokens)
    if spot is None:
        return Offers()
    if spot.owner:
        return _starting(catalogue.columns(spot.owner), spot.piece, "column")
    names = list(catalogue.names(bare(spot.piece)))
    if spot.is_table:
        return _starting(names, spot.piece, "dataset")
    sources = dict.fromkeys([*named, *spot.tables[:_MOST_TABLES]])
    columns = [column for source in sources for column in catalogue.columns(source)]
    return _starting([*dict.fromkeys(columns), *names], spot.piece, "name")


def _starting(known: Iterable[str], piece: str, kind: str) -> Offers:
    return Offers(starting(known, piece)[:MOST], piece, kind)
