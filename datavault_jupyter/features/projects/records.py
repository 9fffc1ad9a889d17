"""A project and its members."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from datavault_jupyter.access import Place, ProjectRole


@dataclass(frozen=True, slots=True)
class Project:
    """A frame for datasets, pipelines and members.

    Attributes:
        id: ``prj_…``.
        name: Unique in the vault.
        parent_key: The key of the project it lies in.
    """

    key: int
    id: str
    name: str
    description: str
    parent_key: int | None
    created_at: datetime
    updated_at: datetime

    @property
    def place(self) -> Place:
        """Where permissions for it are looked up."""
        return Place(project_id=self.key, name=self.name)


@dataclass(frozen=True, slots=True)
class ProjectCounts:
    """How much lies in a project, archived datasets too."""

    dataset_count: int = 0
    pipeline_count: int = 0
    member_count: int = 0


@dataclass(frozen=True, slots=True)
class ProjectPipeline:
    """A pipeline of a project.

    Attributes:
        dataset_id: Of the dataset it fills; None before it was activated.
    """

    id: str
    name: str
    status: str
    dataset_id: str | None


@dataclass(frozen=True, slots=True)
class ProjectMember:
    """Somebody's role in a project."""

    identity: str
    role: ProjectRole
