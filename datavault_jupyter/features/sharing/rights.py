"""What a link allows: to read one dataset, to export it where that was agreed, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping

from datavault_jupyter.access import (
    NOWHERE,
    Action,
    DatasetRole,
    OrgRole,
    Place,
    Policy,
    ProjectRole,
)
from datavault_jupyter.features.people.records import Person
from datavault_jupyter.features.sharing.opening import Opened

UNKNOWN = "Somebody with the link"


def guest_of(opened: Opened) -> Person:
    """Somebody who came by a link, as services name who acts; the catalogue learns of nobody."""
    name = f"{opened.who} (by a link)" if opened.who else UNKNOWN
    return Person(0, "", name, name, None)


class LinkRoles:
    """The roles of somebody who came by a link; implements `access.RoleBook`.

    Whatever else they are in the vault counts for nothing here.
    """

    def __init__(self, opened: Opened) -> None:
        self._opened = opened

    @property
    def actor_name(self) -> str:
        """Who came, as the audit trail tells it."""
        return guest_of(self._opened).identity

    def org_role(self) -> OrgRole | None:
        """None in the vault."""
        return None

    def project_roles(self) -> Mapping[int, ProjectRole]:
        """None in any project."""
        return {}

    def dataset_roles(self) -> Mapping[int, DatasetRole]:
        """Viewer of the one dataset."""
        return {self._opened.dataset_key: DatasetRole.VIEWER}


class LinkPolicy(Policy):
    """Permissions of somebody who came by a link: of a viewer's only those that are named here."""

    def __init__(self, opened: Opened) -> None:
        super().__init__(LinkRoles(opened))
        exports = {Action.DATASET_EXPORT} if opened.can_export else set()
        self._allowed = {Action.DATASET_VIEW} | exports

    def allows(self, action: Action, place: Place = NOWHERE) -> bool:
        """Whether the link allows this here."""
        return action in self._allowed and super().allows(action, place)
