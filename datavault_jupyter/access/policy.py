"""The question every service method asks in its first line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from datavault_jupyter.access.permissions import Action, is_allowed
from datavault_jupyter.access.roles import DatasetRole, OrgRole, ProjectRole, Standing, standing
from datavault_jupyter.base.errors import NotAllowed


class RoleBook(Protocol):
    """Where the roles of one actor are looked up.

    Asked anew each time, so that a role that was taken away is gone at once.
    """

    @property
    def actor_name(self) -> str:
        """The actor's identity."""

    def org_role(self) -> OrgRole | None:
        """The actor's role in the vault."""

    def project_roles(self) -> Mapping[int, ProjectRole]:
        """The actor's role in each project they are a member of."""

    def dataset_roles(self) -> Mapping[int, DatasetRole]:
        """The actor's role on each dataset they are a member of."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is to be done: in a project, on a dataset, or in the vault at large."""

    project_id: int | None = None
    dataset_id: int | None = None
    name: str = ""


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Visibility:
    """Which datasets an actor may see: all, or those in these projects and these themselves."""

    is_everything: bool
    project_ids: frozenset[int] = frozenset()
    dataset_ids: frozenset[int] = frozenset()


class Policy:
    """Permissions of one actor."""

    def __init__(self, roles: RoleBook) -> None:
        self._roles = roles

    @property
    def actor_name(self) -> str:
        """Whose permissions these are."""
        return self._roles.actor_name

    def org_role(self) -> OrgRole | None:
        """The actor's role in the vault."""
        return self._roles.org_role()

    def standing(self, place: Place) -> Standing:
        """What the actor is at a place."""
        org = self._roles.org_role()
        if org in (OrgRole.SYS_ADMIN, OrgRole.ORG_ADMIN, OrgRole.CONTRIBUTOR):
            return standing(org)
        project = dataset = None
        if place.project_id is not None:
            project = self._roles.project_roles().get(place.project_id)
        if place.dataset_id is not None:
            dataset = self._roles.dataset_roles().get(place.dataset_id)
        return standing(org, project, dataset)

    def allows(self, action: Action, place: Place = NOWHERE) -> bool:
        """Whether the actor may do this here."""
        return is_allowed(action, self.standing(place))

    def require(self, action: Action, place: Place = NOWHERE) -> None:
        """Refuse, unless the actor may do this here.

        Raises:
            NotAllowed: naming the actor, their role and the action.
        """
        if not self.allows(action, place):
            role = self._roles.org_role()
            who = f"{self.actor_name} ({role.label})" if role else f"{self.actor_name} (no role)"
            where = f" {place.name!r}" if place.name else ""
            raise NotAllowed(f"{who} may not {action.words}{':' + where if where else ''}.")

    def visibility(self) -> Visibility:
        """Which datasets the actor may see, in a form a query can use.

        Raises:
            NotAllowed: contributors, and people without any role, don't reach the vault at all.
        """
        org = self._roles.org_role()
        if org in (OrgRole.SYS_ADMIN, OrgRole.ORG_ADMIN):
            return Visibility(is_everything=True)
        projects = frozenset(self._roles.project_roles()) if org else frozenset[int]()
        datasets = frozenset(self._roles.dataset_roles())
        if org is OrgRole.CONTRIBUTOR or (org is None and not datasets):
            label = "Contributors don't" if org else f"{self.actor_name} has no role and can't"
            raise NotAllowed(f"{label} open the vault.")
        return Visibility(is_everything=False, project_ids=projects, dataset_ids=datasets)
