"""Questions about projects, as they come over the wire."""

from __future__ import annotations

from dataclasses import dataclass

from datavault_jupyter.access import NOWHERE, Action, Place, Policy
from datavault_jupyter.features.projects.service import ProjectService
from datavault_jupyter.protocol.operations import Call, operation


@dataclass(frozen=True, slots=True)
class ProjectListArgs:
    """All projects; there is nothing to choose."""


@dataclass(frozen=True, slots=True)
class ListedProject:
    """A project.

    Attributes:
        is_open: Whether the actor may add datasets to it.
    """

    id: str
    name: str
    description: str
    is_open: bool


@dataclass(frozen=True, slots=True)
class ProjectList:
    """The projects the actor may see, by name.

    Attributes:
        is_vault_open: Whether the actor may add datasets outside of projects.
    """

    projects: tuple[ListedProject, ...]
    is_vault_open: bool


class ProjectOps:
    """The projects of a vault."""

    def __init__(self, service: ProjectService, policy: Policy) -> None:
        self._service = service
        self._policy = policy

    @operation("projects.list")
    def list(self, _args: ProjectListArgs, _call: Call) -> ProjectList:
        """The projects one may see, and where one may add datasets."""
        return ProjectList(
            tuple(
                ListedProject(each.id, each.name, each.description, self._takes(each.place))
                for each in self._service.list()
            ),
            self._takes(NOWHERE),
        )

    def _takes(self, place: Place) -> bool:
        return self._policy.allows(Action.DATASET_CREATE, place)
