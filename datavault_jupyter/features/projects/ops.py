"""Questions about projects, as they come over the wire."""

from __future__ import annotations

from collections.abc import Mapping

from datavault_jupyter.access import NOWHERE, Action, Place, Policy
from datavault_jupyter.base.errors import VaultError
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.people.ops import told
from datavault_jupyter.features.people.wire import InvitedPeople
from datavault_jupyter.features.projects.moving import MoveService
from datavault_jupyter.features.projects.records import Project, ProjectCounts
from datavault_jupyter.features.projects.service import ProjectService
from datavault_jupyter.features.projects.wire import (
    ListedProject,
    MemberArgs,
    MemberLine,
    MoveArgs,
    Moved,
    NewMembersArgs,
    NewProjectArgs,
    PipelineLine,
    ProjectArgs,
    ProjectCard,
    ProjectCards,
    ProjectInside,
    ProjectList,
    ProjectListArgs,
    ProjectNameArgs,
    ProjectTextArgs,
    RefusedMove,
)
from datavault_jupyter.protocol.operations import Call, operation


class ProjectOps:
    """The projects of a vault."""

    def __init__(
        self,
        service: ProjectService,
        policy: Policy,
        datasets: DatasetService,
        moves: MoveService,
    ) -> None:
        self._service = service
        self._policy = policy
        self._datasets = datasets
        self._moves = moves

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

    @operation("projects.cards")
    def cards(self, _args: ProjectListArgs, _call: Call) -> ProjectCards:
        """The projects one may see, and how much lies in each."""
        projects = self._service.list()
        counts = self._service.counts(projects)
        ids = {each.key: each.id for each in projects}
        return ProjectCards(
            tuple(self._card(each, counts[each.key], ids) for each in projects),
            self._policy.allows(Action.PROJECT_CREATE),
        )

    @operation("projects.inside")
    def inside(self, args: ProjectArgs, _call: Call) -> ProjectInside:
        """Who works in a project and which pipelines lie in it."""
        project = self._service.get(args.project_id)
        ids = {each.key: each.id for each in self._service.list()}
        return ProjectInside(
            self._card(project, self._service.counts([project])[project.key], ids),
            tuple(
                MemberLine(each.identity, each.role) for each in self._service.members(project.id)
            ),
            tuple(
                PipelineLine(each.id, each.name, each.status, each.dataset_id or "")
                for each in self._service.pipelines(project.id)
            ),
        )

    @operation("projects.create")
    def create(self, args: NewProjectArgs, _call: Call) -> ProjectCard:
        """Make a project."""
        made = self._service.create(args.name, description=args.description)
        return self._card(made, ProjectCounts(), {})

    @operation("projects.rename")
    def rename(self, args: ProjectNameArgs, _call: Call) -> None:
        """Give a project another name."""
        self._service.rename(args.project_id, args.name)

    @operation("projects.describe")
    def describe(self, args: ProjectTextArgs, _call: Call) -> None:
        """Change a project's description."""
        self._service.describe(args.project_id, args.description)

    @operation("projects.delete")
    def delete(self, args: ProjectArgs, _call: Call) -> None:
        """Delete an empty project; the view has asked before."""
        self._service.delete(args.project_id, confirm="delete")

    @operation("projects.invite")
    def invite(self, args: NewMembersArgs, _call: Call) -> InvitedPeople:
        """Let everybody of a list work in a project."""
        return told(self._service.invite(args.project_id, args.people, args.role))

    @operation("projects.set_member")
    def set_member(self, args: MemberArgs, _call: Call) -> None:
        """Change somebody's role in a project, or take them out."""
        if args.role:
            self._service.add_member(args.project_id, args.identity, args.role)
        else:
            self._service.remove_member(args.project_id, args.identity)

    @operation("projects.move")
    def move(self, args: MoveArgs, _call: Call) -> Moved:
        """Put datasets into a project; one that can't go keeps none of the others back."""
        refused = []
        records = self._datasets.by_ids(args.dataset_ids)
        for record in records:
            try:
                self._moves.move(record, args.project_id or None)
            except VaultError as error:
                refused.append(RefusedMove(record.id, record.name, str(error)))
        return Moved(len(records) - len(refused), tuple(refused))

    def _takes(self, place: Place) -> bool:
        return self._policy.allows(Action.DATASET_CREATE, place)

    def _card(self, project: Project, counts: ProjectCounts, ids: Mapping[int, str]) -> ProjectCard:
        may_edit = self._policy.allows(Action.PROJECT_EDIT, project.place)
        return ProjectCard(
            project.id,
            project.name,
            project.description,
            ids.get(project.parent_key or 0, ""),
            self._policy.standing(project.place).label,
            counts.dataset_count,
            counts.pipeline_count,
            counts.member_count,
            project.updated_at,
            may_edit,
            self._policy.allows(Action.PROJECT_CREATE),
        )
