"""The role book of one actor, read from the catalogue."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from datavault_jupyter.access import DatasetRole, Identity, OrgRole, ProjectRole
from datavault_jupyter.features.people import queries
from datavault_jupyter.features.people.records import Person
from datavault_jupyter.storage.store import Store

Roles = TypeVar("Roles")


class CatalogRoles:
    """Roles as they are in the catalogue now; implements `access.RoleBook`."""

    def __init__(self, store: Store, person: Person) -> None:
        self._store = store
        self._person = person
        self._held = threading.local()

    @contextmanager
    def held(self) -> Iterator[None]:
        """In this block and thread roles are read once: for one question, which changes none.

        A question asks for them again and again, and reading them is most of its work.
        """
        self._held.known = {}
        try:
            yield
        finally:
            del self._held.known

    def _read(self, query: Callable[[Any, int], Roles]) -> Roles:
        known = getattr(self._held, "known", None)
        if known is not None and query in known:
            found: Roles = known[query]
            return found
        with self._store.catalog.read() as connection:
            found = query(connection, self._person.key)
        if known is not None:
            known[query] = found
        return found

    @property
    def actor_name(self) -> str:
        """The actor's identity."""
        return self._person.identity

    @property
    def person(self) -> Person:
        """Who the actor is."""
        return self._person

    def org_role(self) -> OrgRole | None:
        """The actor's role in the vault."""
        return self._read(queries.org_role)

    def project_roles(self) -> Mapping[int, ProjectRole]:
        """The actor's role in each of their projects."""
        return self._read(queries.project_roles)

    def dataset_roles(self) -> Mapping[int, DatasetRole]:
        """The actor's role on each dataset they are a member of."""
        return self._read(queries.dataset_roles)


def meet(store: Store, identity: Identity) -> Person:
    """The person behind an identity, made known on first sight.

    Whoever makes a vault is its Sys Admin. On one's own machine the owner of the folder is, too,
    also under a new account name after the folder was moved; behind JupyterHub many people share
    one system account, so there the folder's owner says nothing.
    """
    with store.catalog.read() as connection:
        known = queries.find_person(connection, identity.name)
    owns_folder = identity.via == "system" and _owns(store)
    if known and (known.role is not None or not owns_folder):
        return known
    role = OrgRole.SYS_ADMIN if owns_folder else None
    with store.catalog.write() as connection:
        found = queries.find_person(connection, identity.name)
        if found is None:
            first = not queries.all_people(connection)
            role = OrgRole.SYS_ADMIN if first else role
            found = queries.insert_person(connection, identity.name, identity.display_name, role)
        elif found.role is None and role is not None:
            queries.set_org_role(connection, found.key, role)
        else:
            return found
        queries.record(connection, identity.name, "people.meet", found.id, identity.name, role=role)
        return Person(found.key, found.id, found.identity, found.display_name, role)


def _owns(store: Store) -> bool:
    try:
        return store.root.stat().st_uid == os.getuid()
    except (AttributeError, OSError):
        return False
