"""What a view asks and is told about projects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


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


@dataclass(frozen=True, slots=True)
class ProjectArgs:
    """Which project."""

    project_id: str


@dataclass(frozen=True, slots=True)
class ProjectCard:
    """A project and how much lies in it.

    Attributes:
        parent_id: The project it lies in; empty: none.
        role: What the actor is there, as people read it.
        may_edit: Whether the actor may change it and what lies in it.
        may_delete: Whether the actor may delete it once it is empty.
    """

    id: str
    name: str
    description: str
    parent_id: str
    role: str
    dataset_count: int
    pipeline_count: int
    member_count: int
    updated_at: datetime
    may_edit: bool
    may_delete: bool


@dataclass(frozen=True, slots=True)
class ProjectCards:
    """The projects the actor may see, by name."""

    projects: tuple[ProjectCard, ...]
    may_create: bool


@dataclass(frozen=True, slots=True)
class MemberLine:
    """Somebody's role in a project: ``owner`` or ``viewer``."""

    identity: str
    role: str


@dataclass(frozen=True, slots=True)
class PipelineLine:
    """A pipeline of a project; `dataset_id` is empty before it was activated."""

    id: str
    name: str
    status: str
    dataset_id: str


@dataclass(frozen=True, slots=True)
class ProjectInside:
    """Who works in a project and which pipelines lie in it."""

    project: ProjectCard
    members: tuple[MemberLine, ...]
    pipelines: tuple[PipelineLine, ...]


@dataclass(frozen=True, slots=True)
class NewProjectArgs:
    """A new project."""

    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class ProjectNameArgs:
    """A project's new name."""

    project_id: str
    name: str


@dataclass(frozen=True, slots=True)
class ProjectTextArgs:
    """A project's new description."""

    project_id: str
    description: str


@dataclass(frozen=True, slots=True)
class NewMembersArgs:
    """A list of people, as typed, and their role in a project."""

    project_id: str
    people: str
    role: str


@dataclass(frozen=True, slots=True)
class MemberArgs:
    """Somebody's new role in a project; an empty one takes them out."""

    project_id: str
    identity: str
    role: str


@dataclass(frozen=True, slots=True)
class MoveArgs:
    """Datasets, and the project they go to; an empty one takes them out of any."""

    dataset_ids: tuple[str, ...]
    project_id: str


@dataclass(frozen=True, slots=True)
class RefusedMove:
    """A dataset that stayed where it was, and why."""

    id: str
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """How many datasets went, and which stayed."""

    moved_count: int
    refused: tuple[RefusedMove, ...]
