"""Projects: use cases."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from typing import TYPE_CHECKING

from datavault_jupyter.access import NOWHERE, Action, OrgRole, Policy, ProjectRole
from datavault_jupyter.base.errors import (
    BadArgument,
    BadName,
    NameTaken,
    NotConfirmed,
    PersonNotFound,
    ProjectNotFound,
    Refused,
)
from datavault_jupyter.base.names import clean_name, did_you_mean, name_key
from datavault_jupyter.base.wording import count
from datavault_jupyter.features.people import queries as people
from datavault_jupyter.features.people.inviting import each_of
from datavault_jupyter.features.people.records import Invited, Person
from datavault_jupyter.features.projects import queries
from datavault_jupyter.features.projects.records import (
    Project,
    ProjectCounts,
    ProjectMember,
    ProjectPipeline,
)
from datavault_jupyter.storage.store import Store

if TYPE_CHECKING:
    import sqlalchemy as sa


def clean_project_name(name: object) -> str:
    """A name for a project; a slash would make ``"project/reviews"`` ambiguous.

    >>> clean_project_name("Assistant quality ")
    'Assistant quality'
    """
    text = clean_name(name, "project")
    if "/" in text:
        raise BadName("The name of a project can't hold a slash.", hint="Leave it out.")
    return text


def as_project_role(role: str | ProjectRole) -> ProjectRole:
    """The role a word means.

    >>> as_project_role("owner")
    <ProjectRole.OWNER: 'owner'>
    """
    try:
        return ProjectRole(role)
    except ValueError:
        raise BadArgument(
            f"There is no project role {role!r}.", hint=f"Roles: {', '.join(ProjectRole)}."
        ) from None


class ProjectService:
    """Projects and who works in them."""

    def __init__(self, store: Store, policy: Policy, person: Person) -> None:
        self._store = store
        self._policy = policy
        self._person = person

    def list(self) -> builtins.list[Project]:
        """The projects the actor may see, by name."""
        seen = self._policy.visibility()
        with self._store.catalog.read() as connection:
            return queries.all_visible(connection, seen)

    def find(self, name_or_id: str) -> Project | None:
        """The project with this name or id, where the actor may see it."""
        if not isinstance(name_or_id, str):
            raise BadArgument("A project is named by text.", field="project")
        with self._store.catalog.read() as connection:
            found = queries.find(connection, name_or_id)
        if found is None or not self._policy.allows(Action.PROJECT_VIEW, found.place):
            return None
        return found

    def get(self, name_or_id: str) -> Project:
        """The project with this name or id.

        Raises:
            ProjectNotFound: there is none that the actor may see.
        """
        found = self.find(name_or_id)
        if found is None:
            known = [each.name for each in self.list()]
            hint = did_you_mean(name_or_id, known) or "vault.projects.create(…) makes one."
            raise ProjectNotFound(f"There is no project {name_or_id!r}.", hint=hint)
        return found

    def create(self, name: str, *, description: str = "", parent: str | None = None) -> Project:
        """Make a project.

        Raises:
            NameTaken: another project has the name.
        """
        self._policy.require(Action.PROJECT_CREATE)
        text = clean_project_name(name)
        parent_key = self.get(parent).key if parent else None
        with self._store.catalog.write() as connection:
            self._require_free(connection, text)
            made = queries.insert(connection, text, description, parent_key, self._person.key)
            self._record(connection, "project.create", made)
        return made

    def rename(self, name_or_id: str, name: str) -> Project:
        """Give a project another name; its datasets stay in it."""
        project = self.get(name_or_id)
        self._policy.require(Action.PROJECT_EDIT, project.place)
        text = clean_project_name(name)
        with self._store.catalog.write() as connection:
            if name_key(text) != name_key(project.name):
                self._require_free(connection, text)
            queries.update(connection, project.key, name=text, name_key=name_key(text))
            self._record(connection, "project.rename", project, name=text)
        return self.get(project.id)

    def describe(self, name_or_id: str, description: str) -> Project:
        """Change a project's description."""
        project = self.get(name_or_id)
        self._policy.require(Action.PROJECT_EDIT, project.place)
        with self._store.catalog.write() as connection:
            queries.update(connection, project.key, description=description)
            self._record(connection, "project.describe", project)
        return self.get(project.id)

    def delete(self, name_or_id: str, *, confirm: str = "") -> None:
        """Delete an empty project.

        Raises:
            NotConfirmed: without ``confirm="delete"``.
            Refused: datasets or projects lie in it.
        """
        project = self.get(name_or_id)
        self._policy.require(Action.PROJECT_CREATE)
        if confirm != "delete":
            raise NotConfirmed(
                f"Deleting the project {project.name!r} can't be undone.",
                hint='Pass confirm="delete".',
            )
        with self._store.catalog.write() as connection:
            inside = queries.dataset_count(connection, project.key)
            filling = queries.pipeline_count(connection, project.key)
            below = queries.child_count(connection, project.key)
            if inside or filling or below:
                things = (
                    count(inside, "dataset")
                    if inside
                    else count(filling, "pipeline")
                    if filling
                    else count(below, "project")
                )
                raise Refused(
                    f"The project {project.name!r} holds {things}.",
                    hint="Move or delete them first.",
                )
            queries.delete(connection, project.key)
            self._record(connection, "project.delete", project)

    def members(self, name_or_id: str) -> builtins.list[ProjectMember]:
        """Who works in a project."""
        project = self.get(name_or_id)
        self._policy.require(Action.PROJECT_VIEW, project.place)
        with self._store.catalog.read() as connection:
            return queries.members(connection, project.key)

    def add_member(
        self, name_or_id: str, identity: str, role: str | ProjectRole = ProjectRole.VIEWER
    ) -> ProjectMember:
        """Let somebody work in a project; somebody unknown becomes a Project Admin.

        Raises:
            BadArgument: there is no such role.
        """
        project = self.get(name_or_id)
        self._policy.require(Action.PROJECT_MEMBERS, project.place)
        wanted = as_project_role(role)
        name = clean_name(identity, "person")
        with self._store.catalog.write() as connection:
            person = people.find_person(connection, name)
            if person is None:
                person = people.insert_person(connection, name, name, OrgRole.PROJECT_ADMIN)
            elif people.was_removed(connection, person.key):
                self._policy.require(Action.PEOPLE_EDIT)
                people.set_org_role(connection, person.key, OrgRole.PROJECT_ADMIN)
            elif person.role is None:
                people.set_org_role(connection, person.key, OrgRole.PROJECT_ADMIN)
            queries.put_member(connection, project.key, person.key, wanted)
            self._record(connection, "project.member", project, person=name, role=wanted)
        return ProjectMember(name, wanted)

    def invite(
        self, name_or_id: str, text: str, role: str | ProjectRole = ProjectRole.VIEWER
    ) -> tuple[Invited, ...]:
        """Let everybody of a list work in a project; who does already keeps their role.

        Args:
            name_or_id: The project.
            text: Identities, with commas, spaces or new lines between them.
            role: ``owner`` or ``viewer``.

        Raises:
            BadArgument: there is no such role.
        """
        project = self.get(name_or_id)
        self._policy.require(Action.PROJECT_MEMBERS, project.place)
        wanted = as_project_role(role)
        with self._store.catalog.read() as connection:
            held = {each.identity: each for each in queries.members(connection, project.key)}

        def put(name: str) -> tuple[bool, str]:
            if name in held:
                return False, held[name].role.label
            return True, self.add_member(project.id, name, wanted).role.label

        return each_of(text, put)

    def counts(self, projects: Sequence[Project]) -> dict[int, ProjectCounts]:
        """How much lies in each of these projects, by key."""
        for each in projects:
            self._policy.require(Action.PROJECT_VIEW, each.place)
        with self._store.catalog.read() as connection:
            return queries.all_counts(connection, [each.key for each in projects])

    def pipelines(self, name_or_id: str) -> builtins.list[ProjectPipeline]:
        """The pipelines of a project."""
        project = self.get(name_or_id)
        self._policy.require(Action.PROJECT_VIEW, project.place)
        with self._store.catalog.read() as connection:
            return queries.pipelines(connection, project.key)

    def remove_member(self, name_or_id: str, identity: str) -> None:
        """Take somebody out of a project.

        Raises:
            Refused: they are its last owner, and the actor is no admin of the vault.
        """
        project = self.get(name_or_id)
        self._policy.require(Action.PROJECT_MEMBERS, project.place)
        with self._store.catalog.write() as connection:
            person = people.find_person(connection, identity)
            held = {each.identity: each.role for each in queries.members(connection, project.key)}
            if person is None or person.identity not in held:
                raise PersonNotFound(
                    f"{identity!r} is no member of {project.name!r}.",
                    hint=did_you_mean(identity, held),
                )
            owners = [name for name, role in held.items() if role is ProjectRole.OWNER]
            if owners == [person.identity] and not self._policy.allows(
                Action.PROJECT_CREATE, NOWHERE
            ):
                raise Refused(
                    f"{identity} is the last owner of {project.name!r}.",
                    hint="Make somebody else owner first.",
                )
            queries.put_member(connection, project.key, person.key, None)
            self._record(connection, "project.member", project, person=identity, role=None)

    def _require_free(self, connection: sa.Connection, name: str) -> None:
        if queries.find(connection, name) is not None:
            raise NameTaken(
                f"A project named {name!r} exists already.", hint="Choose another name."
            )

    def _record(
        self, connection: sa.Connection, action: str, project: Project, **details: object
    ) -> None:
        people.record(
            connection,
            self._policy.actor_name,
            action,
            project.id,
            project.name,
            project_uid=project.id,
            **details,
        )
