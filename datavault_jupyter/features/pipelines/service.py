"""Pipelines: finding, making and defining them."""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from datavault_jupyter.access import NOWHERE, Action, Place, Policy
from datavault_jupyter.base.errors import (
    AmbiguousName,
    BadArgument,
    NameTaken,
    PipelineNotFound,
)
from datavault_jupyter.base.names import clean_name, did_you_mean
from datavault_jupyter.base.wording import count, listing
from datavault_jupyter.features.datasets import queries as datasets
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.people import queries as people
from datavault_jupyter.features.people.records import Person
from datavault_jupyter.features.pipelines import queries
from datavault_jupyter.features.pipelines.definition import Definition, grown
from datavault_jupyter.features.pipelines.live.columns import known_fields
from datavault_jupyter.features.pipelines.records import PipelineRecord
from datavault_jupyter.features.pipelines.tasks.turns import Forms
from datavault_jupyter.features.projects.service import ProjectService
from datavault_jupyter.storage.catalog import bump
from datavault_jupyter.storage.store import Store

if TYPE_CHECKING:
    import sqlalchemy as sa

    from datavault_jupyter.features.pipelines.nodes import Node

    Nodes = Iterable[Node | Mapping[str, Any]]


class PipelineService:
    """Pipelines by name, and what they are made of.

    Args:
        store: The vault.
        policy: Permissions of the actor.
        person: The actor.
        projects: Projects by name.
        listing: Datasets, whose names must stay free.
        forms: Published forms.
    """

    def __init__(
        self,
        store: Store,
        policy: Policy,
        person: Person,
        *,
        projects: ProjectService,
        listing: DatasetService,
        forms: Forms,
    ) -> None:
        self._store = store
        self._policy = policy
        self._person = person
        self._projects = projects
        self._listing = listing
        self._forms = forms

    def list(self) -> builtins.list[PipelineRecord]:
        """The pipelines the actor may see, by name."""
        seen = self._policy.visibility()
        with self._store.catalog.read() as connection:
            return queries.all_visible(connection, seen)

    def find(self, name_or_id: str) -> PipelineRecord | None:
        """The pipeline with a name, ``project/name`` or id, or None.

        Raises:
            AmbiguousName: several projects have one of that name.
        """
        if not isinstance(name_or_id, str):
            raise BadArgument("A pipeline is named by text.", field="pipeline")
        with self._store.catalog.read() as connection:
            found = queries.alike(connection, name_or_id)
            if not found and "/" in name_or_id:
                project, _, name = name_or_id.partition("/")
                found = [
                    each for each in queries.alike(connection, name) if each.project == project
                ]
        found = [each for each in found if self._may_see(each)]
        if len(found) > 1:
            paths = [f"{each.project}/{each.name}" if each.project else each.id for each in found]
            raise AmbiguousName(
                f"{len(found)} pipelines are named {name_or_id!r}.",
                hint=f"Say which: {listing(paths, 'or')}.",
            )
        return found[0] if found else None

    def _may_see(self, pipeline: PipelineRecord) -> bool:
        may = self._policy.allows(Action.PIPELINE_VIEW, pipeline.place)
        return may or self._person.identity in pipeline.settings.get("people", ())

    def get(self, name_or_id: str) -> PipelineRecord:
        """The pipeline with a name, ``project/name`` or id.

        Raises:
            PipelineNotFound: there is none that the actor may see.
        """
        found = self.find(name_or_id)
        if found is None:
            known = [each.name for each in self.list()]
            hint = did_you_mean(name_or_id, known) or "vault.pipelines.create(…) makes one."
            raise PipelineNotFound(f"There is no pipeline {name_or_id!r}.", hint=hint)
        return found

    def reload(self, pipeline: PipelineRecord) -> PipelineRecord:
        """A pipeline as it is now.

        Raises:
            PipelineNotFound: it is gone.
        """
        with self._store.catalog.read() as connection:
            return self.present(connection, pipeline)

    def counts(self, pipeline: PipelineRecord) -> dict[str, int]:
        """How many tasks a pipeline has, by status."""
        self._policy.require(Action.PIPELINE_VIEW, pipeline.place)
        with self._store.catalog.read() as connection:
            return queries.status_counts(connection, pipeline.key)

    def present(self, connection: sa.Connection, pipeline: PipelineRecord) -> PipelineRecord:
        """A pipeline as it is in a transaction.

        Raises:
            PipelineNotFound: it is gone.
        """
        found = queries.by_key(connection, pipeline.key)
        if found is None or found.id != pipeline.id or not self._may_see(found):
            raise PipelineNotFound(f"The pipeline {pipeline.name!r} was deleted.")
        return found

    def create(
        self,
        name: str,
        nodes: Nodes,
        *,
        project: str | None = None,
        description: str = "",
    ) -> PipelineRecord:
        """Make a pipeline, in draft.

        Raises:
            NameTaken: another pipeline of the project has the name.
            BadDefinition: it can't work like that; the node is named.
        """
        found = self._projects.get(project) if project else None
        place = Place(found.key, None, found.name) if found else NOWHERE
        self._policy.require(Action.PIPELINE_EDIT, place)
        text = clean_name(name, "pipeline")
        definition = Definition.of(nodes)
        with self._store.catalog.write() as connection:
            project_key = found.key if found else None
            self._require_free(connection, project_key, text)
            key = queries.insert(
                connection,
                text,
                project_id=project_key,
                description=str(description),
                settings={"draft": definition.to_list()},
                created_by=self._person.key,
            )
            made = queries.by_key(connection, key)
            assert made is not None  # noqa: S101 - made in this very transaction
            self.note(connection, "create", made)
        return made

    def _require_free(
        self, connection: sa.Connection, project_key: int | None, name: str, but_key: int = 0
    ) -> None:
        if queries.name_is_used(connection, project_key, name, but_key):
            raise NameTaken(
                f"A pipeline named {name!r} exists already.", hint="Give it another name."
            )

    def definition(self, pipeline: PipelineRecord, number: int | None = None) -> Definition:
        """What a pipeline is made of: the draft of its next form, or a published form.

        Raises:
            BadArgument: it has no form of that number.
        """
        self._policy.require(Action.PIPELINE_VIEW, pipeline.place)
        with self._store.catalog.read() as connection:
            return self.defined(connection, self.present(connection, pipeline), number)

    def defined(
        self, connection: sa.Connection, present: PipelineRecord, number: int | None = None
    ) -> Definition:
        """The same within a transaction, of a pipeline as it is there."""
        draft = present.settings.get("draft")
        if number is None and draft is not None:
            return Definition.of(draft)
        wanted = present.version_number if number is None else number
        if not 1 <= wanted <= present.version_number:
            raise BadArgument(
                f"There is no form {wanted}.",
                hint=f"There are {count(present.version_number, 'form')}.",
            )
        return self._forms.get(connection, present.key, wanted)

    def save_template(self, pipeline: PipelineRecord, name: str) -> None:
        """Keep a pipeline's definition for others to begin with; who is named at nodes is left out.

        A template of the same name is replaced.
        """
        self._policy.require(Action.PIPELINE_EDIT, pipeline.place)
        text = clean_name(name, "template")
        nodes = self.definition(pipeline).to_list()
        kept = [{key: value for key, value in node.items() if key != "people"} for node in nodes]
        with self._store.catalog.write() as connection:
            queries.put_template(connection, text, kept)
            self.note(connection, "template", pipeline, template=text)

    def templates(self) -> dict[str, builtins.list[dict[str, Any]]]:
        """The nodes of each template, by name."""
        self._policy.visibility()
        with self._store.catalog.read() as connection:
            return queries.templates(connection)

    def template(self, name: str) -> builtins.list[dict[str, Any]]:
        """The nodes of a template.

        Raises:
            PipelineNotFound: there is none of that name.
        """
        known = self.templates()
        if name not in known:
            hint = did_you_mean(name, known) or "pipeline.save_template(…) makes one."
            raise PipelineNotFound(f"There is no template {name!r}.", hint=hint)
        return known[name]

    def redefine(self, pipeline: PipelineRecord, nodes: Nodes) -> PipelineRecord:
        """Write the draft of the next form; `publish` makes it count.

        Raises:
            BadDefinition: it can't work like that.
        """
        self._policy.require(Action.PIPELINE_EDIT, pipeline.place)
        definition = Definition.of(nodes)
        with self._store.catalog.write() as connection:
            present = self.present(connection, pipeline)
            self.put_draft(connection, present, definition)
            return self.present(connection, present)

    def put_draft(
        self, connection: sa.Connection, present: PipelineRecord, definition: Definition
    ) -> None:
        """Write the draft of the next form within a transaction.

        Raises:
            BadDefinition: a column would change its type.
        """
        grown(known_fields(present.settings), definition)
        settings = {**present.settings, "draft": definition.to_list()}
        queries.update(connection, present.key, settings=settings)
        self.note(connection, "define", present)

    def rename(self, pipeline: PipelineRecord, name: str) -> PipelineRecord:
        """Give a pipeline another name; its dataset follows.

        Raises:
            NameTaken: another pipeline or dataset of the project has the name.
        """
        self._policy.require(Action.PIPELINE_EDIT, pipeline.place)
        text = clean_name(name, "pipeline")
        with self._store.catalog.write() as connection:
            present = self.present(connection, pipeline)
            self.put_name(connection, present, text)
            return self.present(connection, present)

    def put_name(self, connection: sa.Connection, present: PipelineRecord, name: str) -> None:
        """Rename it and its dataset within a transaction.

        Raises:
            NameTaken: another pipeline or dataset of the project has the name.
        """
        self._require_free(connection, present.project_key, name, present.key)
        if present.dataset_key is not None:
            own = datasets.by_key(connection, present.dataset_key)
            self._listing.require_free(connection, present.project_key, name, but=own)
            datasets.update(connection, present.dataset_key, name=name)
            bump(connection)
        queries.update(connection, present.key, name=name)
        self.note(connection, "rename", present, name=name)

    def describe(self, pipeline: PipelineRecord, description: str) -> PipelineRecord:
        """Change a pipeline's description."""
        self._policy.require(Action.PIPELINE_EDIT, pipeline.place)
        if not isinstance(description, str):
            raise BadArgument("A description is text.", field="description")
        with self._store.catalog.write() as connection:
            present = self.present(connection, pipeline)
            queries.update(connection, present.key, description=description)
            return self.present(connection, present)

    def note(
        self, connection: sa.Connection, action: str, present: PipelineRecord, **details: Any
    ) -> None:
        """Add what was done with a pipeline to the audit trail."""
        people.record(
            connection, self._policy.actor_name, f"pipeline.{action}", present.id, present.name,
            **details,
        )  # fmt: skip
