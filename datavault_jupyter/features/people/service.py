"""Who works with the vault: use cases."""

from __future__ import annotations

import builtins

from datavault_jupyter.access import NOWHERE, Action, OrgRole, Policy, Standing
from datavault_jupyter.base.errors import BadArgument, NotAllowed, PersonNotFound, Refused
from datavault_jupyter.base.names import clean_name, did_you_mean
from datavault_jupyter.features.people import inviting, queries
from datavault_jupyter.features.people.records import (
    AuditEntry,
    AuditQuery,
    Invited,
    Membership,
    Person,
)
from datavault_jupyter.storage.store import Store


def as_org_role(role: str | OrgRole) -> OrgRole:
    """The role a word means.

    >>> as_org_role("org_admin")
    <OrgRole.ORG_ADMIN: 'org_admin'>
    """
    try:
        return OrgRole(role)
    except ValueError:
        words = ", ".join(OrgRole)
        raise BadArgument(f"There is no role {role!r}.", hint=f"Roles: {words}.") from None


class PeopleService:
    """People, their roles, the audit trail."""

    def __init__(self, store: Store, policy: Policy) -> None:
        self._store = store
        self._policy = policy

    def list(self) -> builtins.list[Person]:
        """Everybody the vault knows, by name."""
        self._policy.require(Action.PEOPLE_VIEW)
        with self._store.catalog.read() as connection:
            return queries.all_people(connection)

    def add(self, identity: str, role: str | OrgRole, *, display_name: str = "") -> Person:
        """Give somebody a role in the vault; somebody already known keeps theirs.

        Raises:
            NotAllowed: only a Sys Admin makes another one.
        """
        self._policy.require(Action.PEOPLE_EDIT)
        wanted = as_org_role(role)
        self._require_rank(wanted)
        name = clean_name(identity, "person")
        with self._store.catalog.write() as connection:
            found = queries.find_person(connection, name)
            if found is not None and found.role is not None:
                return found
            if found is None:
                found = queries.insert_person(connection, name, display_name or name, wanted)
            else:
                queries.set_org_role(connection, found.key, wanted)
            queries.record(
                connection, self._policy.actor_name, "people.add", found.id, name, role=wanted
            )
        return Person(found.key, found.id, found.identity, found.display_name, wanted)

    def invite(self, text: str, role: str | OrgRole) -> tuple[Invited, ...]:
        """Give everybody of a list a role in the vault; who has one keeps it.

        Args:
            text: Identities, with commas, spaces or new lines between them.
            role: The role they get.

        Raises:
            BadArgument: there is no such role.
            NotAllowed: only a Sys Admin makes another one.
        """
        self._policy.require(Action.PEOPLE_EDIT)
        wanted = as_org_role(role)
        self._require_rank(wanted)

        def put(name: str) -> tuple[bool, str]:
            before = self._role_of(name)
            after = self.add(name, wanted).role
            return before is None, after.label if after else ""

        return inviting.each_of(text, put)

    def _role_of(self, identity: str) -> OrgRole | None:
        with self._store.catalog.read() as connection:
            found = queries.find_person(connection, identity)
        return found.role if found else None

    def memberships(self) -> builtins.list[Membership]:
        """Who is in which project."""
        self._policy.require(Action.PEOPLE_VIEW)
        with self._store.catalog.read() as connection:
            return queries.memberships(connection)

    def set_role(self, identity: str, role: str | OrgRole | None) -> Person:
        """Change somebody's role; None takes it away.

        Raises:
            Refused: it would leave the vault without a Sys Admin.
        """
        self._policy.require(Action.PEOPLE_EDIT)
        wanted = as_org_role(role) if role is not None else None
        self._require_rank(wanted)
        with self._store.catalog.write() as connection:
            found = queries.find_person(connection, identity)
            if found is None:
                known = [person.identity for person in queries.all_people(connection)]
                raise PersonNotFound(
                    f"Nobody here is called {identity!r}.", hint=did_you_mean(identity, known)
                )
            self._require_rank(found.role)
            last = queries.count_role(connection, OrgRole.SYS_ADMIN) == 1
            if found.role is OrgRole.SYS_ADMIN and wanted is not OrgRole.SYS_ADMIN and last:
                raise Refused(
                    f"{identity} is the only Sys Admin of this vault.",
                    hint="Make somebody else Sys Admin first.",
                )
            queries.set_org_role(connection, found.key, wanted)
            queries.record(
                connection,
                self._policy.actor_name,
                "people.role",
                found.id,
                found.identity,
                before=found.role,
                after=wanted,
            )
        return Person(found.key, found.id, found.identity, found.display_name, wanted)

    def audit(self, resource: str | None = None, *, limit: int = 100) -> builtins.list[AuditEntry]:
        """What was done, newest first."""
        self._policy.require(Action.AUDIT_VIEW)
        with self._store.catalog.read() as connection:
            return queries.audit_entries(connection, resource, limit)

    def audit_page(
        self, wanted: AuditQuery, *, limit: int = 100
    ) -> tuple[builtins.list[AuditEntry], int]:
        """What was done and matches, newest first, and how many entries match in all."""
        self._policy.require(Action.AUDIT_VIEW)
        with self._store.catalog.read() as connection:
            return queries.audit_page(connection, wanted, limit)

    def audit_actors(self) -> builtins.list[str]:
        """The identities of those who have done anything."""
        self._policy.require(Action.AUDIT_VIEW)
        with self._store.catalog.read() as connection:
            return queries.audit_actors(connection)

    def _require_rank(self, role: OrgRole | None) -> None:
        """Only a Sys Admin gives or takes the role of one."""
        if role is OrgRole.SYS_ADMIN and (self._policy.standing(NOWHERE) is not Standing.SYS_ADMIN):
            raise NotAllowed("Only a Sys Admin may give or take the role of Sys Admin.")
