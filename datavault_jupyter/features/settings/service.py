"""Settings that hold for everybody who works with a vault."""

from __future__ import annotations

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.features.people import queries as people
from datavault_jupyter.features.settings import queries
from datavault_jupyter.storage.catalog import bump
from datavault_jupyter.storage.store import Store

KEEP_ROWS = "keep_rows"


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
        self._policy.visibility()
        with self._store.catalog.read() as connection:
            found = queries.find(connection, KEEP_ROWS)
        return True if found is None else bool(found)

    @keep_rows.setter
    def keep_rows(self, value: bool) -> None:
        self._policy.require(Action.VAULT_SETTINGS)
        if not isinstance(value, bool):
            raise BadArgument("keep_rows is True or False.", field=KEEP_ROWS)
        with self._store.catalog.write() as connection:
            queries.put(connection, KEEP_ROWS, value)
            people.record(connection, self._policy.actor_name, "vault.settings", keep_rows=value)
            bump(connection)
