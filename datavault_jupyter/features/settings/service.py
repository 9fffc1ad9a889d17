"""Settings that hold for everybody who works with a vault."""

from __future__ import annotations

from typing import Any

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.features.people import queries as people
from datavault_jupyter.features.settings import queries
from datavault_jupyter.storage.catalog import bump
from datavault_jupyter.storage.store import Store

KEEP_ROWS = "keep_rows"
SHARE_IMPORTED = "share_imported"


class SettingsService:
    """What an admin decides once for the whole vault.

    >>> vault.settings.keep_rows
    True
    """

    def __init__(self, store: Store, policy: Policy) -> None:
        self._store = store
        self._policy = policy

    @property
    def keep_rows(self) -> bool:
        """Whether views may leave rows in notebooks when a view doesn't say; True at first.

        Set it to False where notebooks travel further than the rows may. Admins only.
        """
        return self._find(KEEP_ROWS, is_first=True)

    @keep_rows.setter
    def keep_rows(self, value: bool) -> None:
        self._set(KEEP_ROWS, value)

    @property
    def share_imported(self) -> bool:
        """Whether datasets without a pipeline may be shared by links, too; False at first.

        Admins set it. Links that were made while it was True go on to work when it is False.
        """
        return self._find(SHARE_IMPORTED, is_first=False)

    @share_imported.setter
    def share_imported(self, value: bool) -> None:
        self._set(SHARE_IMPORTED, value)

    def _find(self, name: str, *, is_first: bool) -> bool:
        self._policy.visibility()
        with self._store.catalog.read() as connection:
            found = queries.find(connection, name)
        return is_first if found is None else bool(found)

    def _set(self, name: str, value: bool) -> None:  # noqa: FBT001 - what a setter is given
        self._policy.require(Action.VAULT_SETTINGS)
        if not isinstance(value, bool):
            raise BadArgument(f"{name} is True or False.", field=name)
        details: dict[str, Any] = {name: value}
        with self._store.catalog.write() as connection:
            queries.put(connection, name, value)
            people.record(connection, self._policy.actor_name, "vault.settings", **details)
            bump(connection)
