"""Freezing: what a pipeline has collected so far, as an immutable version of its dataset."""

from __future__ import annotations

from typing import Any

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.errors import DatasetDeleted, NameTaken, Refused
from datavault_jupyter.base.names import clean_name
from datavault_jupyter.features.datasets import queries as datasets
from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.features.people import queries as people
from datavault_jupyter.features.people.records import Person
from datavault_jupyter.features.pipelines import queries
from datavault_jupyter.features.pipelines.live.tables import LiveTables
from datavault_jupyter.features.pipelines.records import PipelineRecord
from datavault_jupyter.features.versions import queries as versions
from datavault_jupyter.features.versions.records import FIRST_NUMBER, Version
from datavault_jupyter.storage import parts
from datavault_jupyter.storage.catalog import Connection, bump
from datavault_jupyter.storage.store import Store


class Freezer:
    """Makes versions of live datasets.

    Args:
        store: The vault.
        policy: Permissions of the actor.
        person: The actor.
    """

    def __init__(self, store: Store, policy: Policy, person: Person) -> None:
        self._store = store
        self._policy = policy
        self._person = person

    def freeze(
        self,
        pipeline: PipelineRecord,
        *,
        number: str | None = None,
        name: str = "",
        description: str = "",
    ) -> Version:
        """Make a version of what is there now; the collecting goes on.

        Raises:
            NameTaken: a version has the number.
            Refused: the pipeline has no dataset.
        """
        self._policy.require(Action.PIPELINE_EDIT, pipeline.place)
        record = self._dataset(pipeline)
        if number is not None:
            number = clean_name(number, "version")
        return self._freeze(
            pipeline, record, number=number, texts=(name, description), is_head=False
        )

    def freeze_head(self, pipeline: PipelineRecord, name: str) -> None:
        """Let a live dataset stand at a version of what is there now; nothing for others."""
        self._policy.require(Action.PIPELINE_EDIT, pipeline.place)
        record = self._find(pipeline)
        if record is not None and record.is_live:
            self._freeze(pipeline, record, number=None, texts=(name, ""), is_head=True)

    def _freeze(
        self,
        pipeline: PipelineRecord,
        record: DatasetRecord,
        *,
        number: str | None,
        texts: tuple[str, str],
        is_head: bool,
    ) -> Version:
        cursor = self._store.engine.moving()
        try:
            columns, query = LiveTables.of(self._store).snapshot(cursor, record)
            part = parts.write(self._store, cursor, query, columns, dataset_uid=record.id)
        finally:
            cursor.close()
        try:
            return self._register(
                pipeline, record, part, number=number, texts=texts, is_head=is_head
            )
        except BaseException:
            parts.discard(self._store, part)
            raise

    def _find(self, pipeline: PipelineRecord) -> DatasetRecord | None:
        if pipeline.dataset_key is None:
            return None
        with self._store.catalog.read() as connection:
            return datasets.by_key(connection, pipeline.dataset_key)

    def _dataset(self, pipeline: PipelineRecord) -> DatasetRecord:
        record = self._find(pipeline)
        if record is None:
            raise Refused(f"{pipeline.name!r} has no dataset yet.", hint="Activate it.")
        if not record.is_live:
            raise Refused(
                f"{record.name!r} stands at a version already.",
                hint="Activate the pipeline again to go on.",
            )
        return record

    def _register(
        self,
        pipeline: PipelineRecord,
        record: DatasetRecord,
        part: parts.NewPart,
        *,
        number: str | None,
        texts: tuple[str, str],
        is_head: bool,
    ) -> Version:
        with self._store.catalog.write() as connection:
            present = datasets.by_key(connection, record.key)
            if present is None or present.id != record.id:
                raise DatasetDeleted(f"The dataset {record.name!r} was deleted.")
            ordinal, number = _place(connection, present, number)
            key = versions.insert_final(
                connection,
                record.key,
                number,
                ordinal=ordinal,
                part_ids=parts.register(connection, self._store, [part]),
                row_count=part.row_count,
                byte_count=part.byte_count,
                columns=part.columns,
                person_key=self._person.key,
                source_info=self._facts(pipeline, queries.status_counts(connection, pipeline.key)),
                parent_key=queries.newest_version(connection, record.key),
            )
            queries.name_version(connection, key, *texts)
            more: dict[str, Any] = {"version_count": present.version_count + 1}
            if is_head:
                more |= {
                    "head_id": key, "row_count": part.row_count, "byte_count": part.byte_count,
                    "column_count": len(part.columns),
                }  # fmt: skip
            datasets.update(connection, record.key, **more)
            people.record(
                connection, self._policy.actor_name, "version.freeze", record.id, record.name,
                number=number,
            )  # fmt: skip
            bump(connection)
            made = versions.by_key(connection, key)
        assert made is not None  # noqa: S101 - made above
        return made

    @staticmethod
    def _facts(pipeline: PipelineRecord, counts: dict[str, int]) -> dict[str, Any]:
        return {
            "kind": "pipeline",
            "change": "freeze",
            "pipeline": pipeline.name,
            "pipeline_id": pipeline.id,
            "form": pipeline.version_number,
            "counts": counts,
        }


def _place(connection: Connection, record: DatasetRecord, number: str | None) -> tuple[int, str]:
    """The ordinal and the number of the version to be.

    Raises:
        NameTaken: another one has the number.
    """
    newest = versions.newest_of(connection, record.key)
    ordinal, following = (
        versions.next_place(connection, record.key) if newest else (1, FIRST_NUMBER)
    )
    if number is not None and versions.number_is_used(connection, record.key, number):
        raise NameTaken(
            f"{record.name!r} has a version {number!r} already.",
            hint="Choose another number, or leave it out for the next one.",
            field="number",
        )
    return ordinal, number or following
