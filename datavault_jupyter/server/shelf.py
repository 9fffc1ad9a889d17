"""The vaults a server offers, opened when somebody first asks, and who may ask them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from datavault_jupyter.base.errors import VaultError
from datavault_jupyter.server.refusals import VaultNotFound
from datavault_jupyter.server.visitors import Visitor
from datavault_jupyter.services import Services
from datavault_jupyter.vault import Vault, default_folder, has_vault

# Of people who asked lately: what they began (imports, exports) is remembered with them.
_MOST_PEOPLE = 64
OWN = "my-vault"


@dataclass(frozen=True, slots=True)
class OfferedVault:
    """A vault the server offers.

    Attributes:
        id: ``vlt_…``, by which a view names it.
        name: By which the server's configuration names it.
        is_own: It is the owner's default vault, which nobody else can reach.
    """

    id: str
    name: str
    is_own: bool = False


class Shelf:
    """Finds vaults by name or id, never by a path.

    Args:
        folders: Name to folder, as the server's configuration has them.
        has_own: Whether the owner's default vault is offered as well, to the owner alone.
        memory_limit: What the queries of each vault may use, such as ``"2GB"``.
        threads: How many threads they may use.
    """

    def __init__(
        self, folders: Mapping[str, Path], *, has_own: bool, memory_limit: str, threads: int
    ) -> None:
        self._folders = dict(folders)
        self._has_own = has_own
        self._memory_limit = memory_limit
        self._threads = threads
        self._lock = threading.Lock()
        self._open: dict[Path, Vault] = {}
        self._people: OrderedDict[tuple[Path, str], Services] = OrderedDict()

    def offered(self, visitor: Visitor) -> list[OfferedVault]:
        """The vaults this person may name; roles decide what they may see in one."""
        return [
            OfferedVault(
                self._vault(folder)._services.store.id,  # noqa: SLF001 - a face of the vault
                name,
                is_own=name not in self._folders,
            )
            for name, folder in self._named(visitor).items()
            if has_vault(folder)
        ]

    def every(self) -> list[Services]:
        """Every vault that is there, whoever asks.

        What a link opens, and to whom, it says by itself.
        """
        own = [default_folder()] if self._has_own else []
        made = []
        for folder in dict.fromkeys([*own, *self._folders.values()]):
            with suppress(VaultError):
                if has_vault(folder):
                    made.append(self._vault(folder)._services)  # noqa: SLF001 - as above
        return made

    def services(self, name_or_id: str, visitor: Visitor) -> Services:
        """Every use case of a vault, for one person.

        Raises:
            VaultNotFound: the server offers them none of that name or id.
            VaultUnreadable: it can't be opened.
        """
        folder = self._find(name_or_id, visitor)
        vault = self._vault(folder)
        if visitor.is_owner:
            return vault._services  # noqa: SLF001 - as above
        key = (folder, visitor.identity.name)
        with self._lock:
            found = self._people.get(key)
            if found is None or found.store is not vault._services.store:  # noqa: SLF001
                found = Services(vault._services.store, visitor.identity)  # noqa: SLF001
                self._people[key] = found
            self._people.move_to_end(key)
            while len(self._people) > _MOST_PEOPLE:
                self._people.popitem(last=False)
        return found

    def _named(self, visitor: Visitor) -> dict[str, Path]:
        own = {OWN: default_folder()} if self._has_own and visitor.is_owner else {}
        return {**own, **self._folders}

    def _find(self, name_or_id: str, visitor: Visitor) -> Path:
        for name, folder in self._named(visitor).items():
            # Asking makes no vault where there is none.
            if not has_vault(folder):
                continue
            if name == name_or_id or self._vault(folder)._services.store.id == name_or_id:  # noqa: SLF001
                return folder
        raise VaultNotFound("This server offers you no such vault.")

    def _vault(self, folder: Path) -> Vault:
        with self._lock:
            found = self._open.get(folder)
            if found is None or found._services.store.is_closed:  # noqa: SLF001
                limit = self._memory_limit or None
                found = Vault(folder, memory_limit=limit, threads=self._threads or None)
                self._open[folder] = found
            return found

    def close(self) -> None:
        """Give every vault back."""
        with self._lock:
            for vault in self._open.values():
                vault.close()
            self._open.clear()
            self._people.clear()
