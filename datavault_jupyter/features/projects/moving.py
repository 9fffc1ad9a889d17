"""Datasets from one project to another: use case."""

from __future__ import annotations

from datavault_jupyter.access import NOWHERE, Action, Policy
from datavault_jupyter.base.errors import NameTaken
from datavault_jupyter.features.datasets import queries as datasets
from datavault_jupyter.features.datasets import rules
from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.people import queries as people
from datavault_jupyter.features.projects import queries
from datavault_jupyter.features.projects.records import Project
from datavault_jupyter.features.projects.service import ProjectService
from datavault_jupyter.storage.catalog import Connection, bump
from datavault_jupyter.storage.store import Store


class MoveService:
    """Moves datasets, each with the pipeline that fills it."""

    def __init__(
        self, store: Store, policy: Policy, listing: DatasetService, projects: ProjectService
    ) -> None:
        self._store = store
        self._policy = policy
        self._listing = listing
        self._projects = projects

    def move(self, record: DatasetRecord, project: str | None) -> DatasetRecord:
        """Put a dataset into another project; id, versions, tags, members and charts stay.

        The pipeline that fills it goes along, so that who works on it and who reads it are not
        ruled by two projects.

        Args:
            record: The dataset.
            project: A project's name or id; None: out of any.

        Raises:
            NameTaken: a dataset or pipeline there has the name.
            NotAllowed: the actor may change neither what is moved nor what it is moved into.
            ProjectNotFound: there is no such project that the actor may see.
            Refused: it is read-only.
        """
        self._policy.require(Action.DATASET_EDIT, record.place)
        target = self._projects.get(project) if project else None
        self._policy.require(Action.DATASET_CREATE, target.place if target else NOWHERE)
        key = target.key if target else None
        with self._store.catalog.write() as connection:
            present = rules.present(connection, record)
            rules.require_writable(present)
            if present.project_key == key:
                return present
            self._policy.require(Action.DATASET_EDIT, present.place)
            self._listing.require_free(connection, key, present.name, but=present)
            self._move_pipeline(connection, present, target)
            datasets.update(connection, present.key, project_id=key)
            people.record(
                connection,
                self._policy.actor_name,
                "dataset.move",
                present.id,
                present.name,
                project_uid=target.id if target else None,
                before=present.project or "",
                after=target.name if target else "",
            )
            bump(connection)
            return rules.present(connection, present)

    def _move_pipeline(
        self, connection: Connection, present: DatasetRecord, target: Project | None
    ) -> None:
        if present.pipeline_name is None:
            return
        self._policy.require(Action.PIPELINE_EDIT, present.place)
        key = target.key if target else None
        if queries.has_pipeline(connection, key, present.pipeline_name):
            where = f"{target.name!r}" if target else "the vault"
            raise NameTaken(
                f"A pipeline named {present.pipeline_name!r} is in {where} already.",
                hint="Rename one of them first.",
            )
        queries.move_pipeline(connection, present.key, key)
