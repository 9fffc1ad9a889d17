"""The life of pipelines: published, active, paused, completed, archived, gone."""

from __future__ import annotations

from collections.abc import Callable

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.clock import now
from datavault_jupyter.base.errors import BadDefinition
from datavault_jupyter.base.wording import count
from datavault_jupyter.features.datasets import queries as datasets
from datavault_jupyter.features.datasets.records import DatasetSource, DatasetStatus
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.lifecycle.rules import require_word
from datavault_jupyter.features.people.records import Person
from datavault_jupyter.features.pipelines import queries
from datavault_jupyter.features.pipelines.criteria import require_versions
from datavault_jupyter.features.pipelines.definition import Definition, grown
from datavault_jupyter.features.pipelines.freezing import Freezer
from datavault_jupyter.features.pipelines.live.columns import known_fields, live_columns
from datavault_jupyter.features.pipelines.moves import (
    PipelineEvent,
    after_pipeline,
    dataset_status,
)
from datavault_jupyter.features.pipelines.records import (
    PipelineRecord,
    PipelineStatus,
    TaskStatus,
)
from datavault_jupyter.features.pipelines.service import PipelineService
from datavault_jupyter.features.pipelines.tasks import flow
from datavault_jupyter.features.pipelines.tasks.many import queries as many
from datavault_jupyter.features.pipelines.tasks.turns import Forms, counter_name
from datavault_jupyter.storage.catalog import Connection, bump
from datavault_jupyter.storage.store import Store

Expected = Callable[[Connection, PipelineRecord], None]


class PipelineLife:
    """What happens to pipelines as wholes, and to their datasets with them.

    Args:
        store: The vault.
        policy: Permissions of the actor.
        person: The actor.
        pipelines: Finding them.
        listing: Datasets, whose names must be free.
        forms: Published forms.
        freezer: Makes versions of what was collected.
    """

    def __init__(
        self,
        store: Store,
        policy: Policy,
        person: Person,
        *,
        pipelines: PipelineService,
        listing: DatasetService,
        forms: Forms,
        freezer: Freezer,
    ) -> None:
        self._store = store
        self._policy = policy
        self._person = person
        self._pipelines = pipelines
        self._listing = listing
        self._forms = forms
        self._freezer = freezer

    def publish(
        self, pipeline: PipelineRecord, *, expected: Expected | None = None
    ) -> PipelineRecord:
        """Make the draft an immutable form, which new tasks and those not begun follow.

        Args:
            pipeline: The pipeline.
            expected: Refuses, within the transaction, what isn't as the caller saw it.

        Raises:
            BadDefinition: there is no draft, or a column would change its type.
        """
        self._policy.require(Action.PIPELINE_EDIT, pipeline.place)
        with self._store.catalog.write() as connection:
            present = self._pipelines.present(connection, pipeline)
            if expected is not None:
                expected(connection, present)
            after_pipeline(present.status, PipelineEvent.PUBLISH, present.name)
            if "draft" not in present.settings:
                raise BadDefinition(
                    f"{present.name!r} has no changes to publish.", hint="Redefine it first."
                )
            self._publish(connection, present)
            self._pipelines.note(connection, "publish", present)
            return self._pipelines.present(connection, present)

    def _publish(self, connection: Connection, present: PipelineRecord) -> None:
        definition = Definition.of(present.settings["draft"])
        fields = grown(known_fields(present.settings), definition)
        earlier = queries.forms(connection, present.key)
        require_versions((Definition.of(each.definition) for each in earlier), definition)
        number = queries.insert_form(connection, present.key, definition.to_list())
        settings = {
            **present.settings,
            "fields": [each.to_dict() for each in fields],
            "people": sorted({who for node in definition.nodes for who in node.people}),
        }
        del settings["draft"]
        queries.update(connection, present.key, settings=settings, schema_number=number)
        form_key, _ = self._forms.keyed(connection, present.key, number)
        revision = bump(connection, counter_name(present.key))
        many.renew_forms(connection, present.key, form_key, flow.begun(definition, {}), revision)
        if present.dataset_key is not None:
            columns = live_columns(fields)
            datasets.update(connection, present.dataset_key, column_count=len(columns))
            bump(connection)

    def activate(
        self, pipeline: PipelineRecord, *, expected: Expected | None = None
    ) -> PipelineRecord:
        """Let work begin, or go on; the dataset is made, or brought back from the archive.

        Args:
            pipeline: The pipeline.
            expected: As for `publish`.

        Raises:
            Refused: it is active already, or archived.
            NameTaken: another dataset has its name.
        """
        self._policy.require(Action.PIPELINE_EDIT, pipeline.place)
        with self._store.catalog.write() as connection:
            present = self._pipelines.present(connection, pipeline)
            if expected is not None:
                expected(connection, present)
            after_pipeline(present.status, PipelineEvent.ACTIVATE, present.name)
            if "draft" in present.settings:
                self._publish(connection, present)
                present = self._pipelines.present(connection, present)
            if present.dataset_key is None:
                self._make_dataset(connection, present)
            else:
                # Live again: what was frozen on completion is a version like others.
                datasets.update(
                    connection,
                    present.dataset_key,
                    archived_at=None,
                    head_id=None,
                    status=DatasetStatus.COLLECTING,
                    row_count=self._task_count(connection, present),
                    byte_count=0,
                )
            self._move_tasks(connection, present, TaskStatus.PAUSED, TaskStatus.IN_PROGRESS)
            queries.update(connection, present.key, status=PipelineStatus.ACTIVE)
            self._pipelines.note(connection, "activate", present)
            bump(connection)
            return self._pipelines.present(connection, present)

    def _make_dataset(self, connection: Connection, present: PipelineRecord) -> None:
        self._listing.require_free(connection, present.project_key, present.name)
        datasets.insert(
            connection,
            datasets.new_uid(),
            present.name,
            project_id=present.project_key,
            description=present.description,
            status=DatasetStatus.COLLECTING,
            source=DatasetSource.PIPELINE,
            owner_id=self._person.key,
            pipeline_id=present.key,
            column_count=len(live_columns(known_fields(present.settings))),
        )

    def pause(self, pipeline: PipelineRecord) -> PipelineRecord:
        """Stop handing out work; what was begun waits, the dataset stays as it is."""
        return self._end_work(pipeline, PipelineEvent.PAUSE)

    def complete(self, pipeline: PipelineRecord) -> PipelineRecord:
        """End the collecting: what is there is frozen into a version of the dataset."""
        return self._end_work(pipeline, PipelineEvent.COMPLETE)

    def archive(self, pipeline: PipelineRecord) -> PipelineRecord:
        """Put a completed pipeline out of sight."""
        return self._end_work(pipeline, PipelineEvent.ARCHIVE)

    def unarchive(self, pipeline: PipelineRecord) -> PipelineRecord:
        """Bring a pipeline back from the archive; it is completed then."""
        return self._end_work(pipeline, PipelineEvent.UNARCHIVE)

    def _end_work(self, pipeline: PipelineRecord, event: PipelineEvent) -> PipelineRecord:
        self._policy.require(Action.PIPELINE_EDIT, pipeline.place)
        with self._store.catalog.write() as connection:
            present = self._pipelines.present(connection, pipeline)
            status = after_pipeline(present.status, event, present.name)
            assert status is not None  # noqa: S101 - only a deletion leads to none
            if event is PipelineEvent.PAUSE:
                self._move_tasks(connection, present, TaskStatus.IN_PROGRESS, TaskStatus.PAUSED)
            if present.dataset_key is not None:
                own = datasets.by_key(connection, present.dataset_key)
                badge = dataset_status(status, own.status if own else None)
                datasets.update(connection, present.dataset_key, status=badge)
            queries.update(connection, present.key, status=status)
            self._pipelines.note(connection, event.value, present)
            bump(connection)
        if event is PipelineEvent.COMPLETE:
            self._freezer.freeze_head(present, "Completed")
        return self._pipelines.reload(pipeline)

    def delete(self, pipeline: PipelineRecord, *, confirm: str = "") -> None:
        """Delete a pipeline with its tasks and single answers; its dataset keeps its rows.

        The dataset is orphaned then: it can be read and exported, and no longer changes.

        Raises:
            NotConfirmed: without ``confirm="delete"``.
            Refused: it is active.
        """
        self._policy.require(Action.PIPELINE_EDIT, pipeline.place)
        present = self._pipelines.reload(pipeline)
        after_pipeline(present.status, PipelineEvent.DELETE, present.name)
        require_word(confirm, f"the pipeline {present.name!r} with "
                     f"{count(sum(self._pipelines.counts(present).values()), 'task')}")  # fmt: skip
        self._freezer.freeze_head(present, "Before its pipeline was deleted")
        with self._store.catalog.write() as connection:
            present = self._pipelines.present(connection, present)
            after_pipeline(present.status, PipelineEvent.DELETE, present.name)
            if present.dataset_key is not None:
                datasets.update(
                    connection, present.dataset_key, status=DatasetStatus.ORPHANED,
                    pipeline_id=None,
                )  # fmt: skip
                many.leave_dataset(connection, present.key)
            queries.delete(connection, present.key)
            self._pipelines.note(connection, "delete", present)
            bump(connection)

    @staticmethod
    def _task_count(connection: Connection, present: PipelineRecord) -> int:
        return sum(queries.status_counts(connection, present.key).values())

    def _move_tasks(
        self,
        connection: Connection,
        present: PipelineRecord,
        before: TaskStatus,
        to: TaskStatus,
    ) -> None:
        revision = bump(connection, counter_name(present.key))
        many.move_all(
            connection, present.key, before=before, to=to, revision=revision, moment=now()
        )
