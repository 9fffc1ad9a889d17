"""Settings of a person: use cases."""

from __future__ import annotations

import json
import re
from typing import Any

from datavault_jupyter.access import Policy
from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.features.people.records import Person
from datavault_jupyter.features.preferences import queries
from datavault_jupyter.storage.store import Store

MOST_CHARACTERS = 20_000
_NAME = re.compile(r"[a-z][a-z_.]{0,59}")


class PreferenceService:
    """What one person set for themselves; nobody reads or writes another's."""

    def __init__(self, store: Store, policy: Policy, person: Person) -> None:
        self._store = store
        self._policy = policy
        self._person = person

    def get(self, name: str) -> Any:
        """The value of a setting, None where there is none."""
        self._policy.visibility()  # refuses whoever doesn't reach the vault
        with self._store.catalog.read() as connection:
            return queries.find(connection, self._key(name))

    def set(self, name: str, value: Any) -> None:
        """Keep a setting; None forgets it.

        Raises:
            BadArgument: the name is none, or the value is too long for a setting.
        """
        self._policy.visibility()
        key = self._key(name)
        try:
            text = json.dumps(value, allow_nan=False)
        except (TypeError, ValueError):
            raise BadArgument("A setting is made of JSON.", field="value") from None
        if len(text) > MOST_CHARACTERS:
            raise BadArgument(
                f"A setting has up to {MOST_CHARACTERS:,} characters, not {len(text):,}.",
                field="value",
            )
        with self._store.catalog.write() as connection:
            queries.put(connection, key, value)

    def _key(self, name: str) -> str:
        if not _NAME.fullmatch(name):
            raise BadArgument(f"{name!r} is no name of a setting.", field="name")
        return f"{self._person.id}:{name}"
