"""Keeping charts: use cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.errors import ChartNotFound, NameTaken, Refused
from datavault_jupyter.base.names import clean_name, did_you_mean
from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.features.people import queries as people
from datavault_jupyter.features.people.records import Person
from datavault_jupyter.features.studio.keeping import queries
from datavault_jupyter.features.studio.keeping.records import KeptChart
from datavault_jupyter.features.studio.names import asked_for, free_name, named
from datavault_jupyter.features.studio.spec import ChartSpec
from datavault_jupyter.storage.catalog import bump
from datavault_jupyter.storage.store import Store

if TYPE_CHECKING:
    import sqlalchemy as sa


class ChartKeeper:
    """Charts of datasets, under names."""

    def __init__(self, store: Store, policy: Policy, person: Person) -> None:
        self._store = store
        self._policy = policy
        self._person = person

    def list(self, record: DatasetRecord) -> Sequence[KeptChart]:
        """The charts of a dataset, by name."""
        self._policy.require(Action.DATASET_VIEW, record.place)
        with self._store.catalog.read() as connection:
            return queries.all_of(connection, record.key)

    def get(self, record: DatasetRecord, name_or_id: str) -> KeptChart:
        """The chart with a name or an id.

        Raises:
            ChartNotFound: there is none.
        """
        self._policy.require(Action.DATASET_VIEW, record.place)
        with self._store.catalog.read() as connection:
            return _found(connection, record, name_or_id)

    def save(
        self,
        record: DatasetRecord,
        name: str,
        spec: ChartSpec,
        *,
        is_pinned: bool = False,
        replace: bool = False,
    ) -> KeptChart:
        """Keep a chart.

        Args:
            record: The dataset, at a version where the chart shows one.
            name: Of the chart, in its dataset.
            spec: What it is.
            is_pinned: Whether it shows the version of the record rather than the present rows.
            replace: Put it in the place of a chart of that name.

        Raises:
            NameTaken: the dataset has a chart of that name, and `replace` is off.
            Refused: it is of the result of a query.
        """
        self._policy.require(Action.DATASET_EDIT, record.place)
        if record.is_result:
            raise Refused(
                "The result of a query keeps no charts.", hint="Save it as a dataset first."
            )
        text = clean_name(name, "chart")
        values: dict[str, Any] = {
            "spec": {"spec": spec.to_json(), "is_pinned": is_pinned},
            "version_id": record.head_key,
        }
        with self._store.catalog.write() as connection:
            known = named(queries.all_of(connection, record.key), text)
            if known is not None and not replace:
                raise _taken(record, text)
            if known is not None:
                queries.change(connection, known.id, name=text, **values)
                uid = known.id
            else:
                uid = queries.insert(connection, record.key, self._person.key, text, values)
            self._note(connection, record, "chart.save", text)
            return _found(connection, record, uid)

    def rename(self, record: DatasetRecord, name_or_id: str, name: str) -> KeptChart:
        """Give a chart another name.

        Raises:
            ChartNotFound: there is none.
            NameTaken: another chart has the name.
        """
        self._policy.require(Action.DATASET_EDIT, record.place)
        text = clean_name(name, "chart")
        with self._store.catalog.write() as connection:
            known = _found(connection, record, name_or_id)
            other = named(queries.all_of(connection, record.key), text)
            if other is not None and other.id != known.id:
                raise _taken(record, text)
            queries.change(connection, known.id, name=text)
            self._note(connection, record, "chart.rename", text, before=known.name)
            return _found(connection, record, known.id)

    def duplicate(self, record: DatasetRecord, name_or_id: str, name: str | None) -> KeptChart:
        """Keep a chart a second time, under a name that is free.

        Raises:
            ChartNotFound: there is none.
            NameTaken: the name that was asked for isn't free.
        """
        self._policy.require(Action.DATASET_EDIT, record.place)
        with self._store.catalog.write() as connection:
            known = _found(connection, record, name_or_id)
            text = clean_name(name, "chart") if name is not None else ""
            if text and named(queries.all_of(connection, record.key), text) is not None:
                raise _taken(record, text)
            text = text or free_name(queries.all_of(connection, record.key), known.name)
            values = {"spec": {"spec": known.spec, "is_pinned": known.is_pinned},
                      "version_id": queries.version_of(connection, known.id)}  # fmt: skip
            uid = queries.insert(connection, record.key, self._person.key, text, values)
            self._note(connection, record, "chart.save", text)
            return _found(connection, record, uid)

    def delete(self, record: DatasetRecord, name_or_id: str) -> None:
        """Delete a kept chart; the dataset stays.

        Raises:
            ChartNotFound: there is none.
        """
        self._policy.require(Action.DATASET_EDIT, record.place)
        with self._store.catalog.write() as connection:
            known = _found(connection, record, name_or_id)
            queries.delete(connection, known.id)
            self._note(connection, record, "chart.delete", known.name)

    def _note(
        self, connection: sa.Connection, record: DatasetRecord, action: str, name: str, **more: Any
    ) -> None:
        people.record(
            connection, self._policy.actor_name, action, record.id, record.name, chart=name, **more
        )
        bump(connection)


def _found(connection: sa.Connection, record: DatasetRecord, name_or_id: str) -> KeptChart:
    known = queries.all_of(connection, record.key)
    found = asked_for(known, str(name_or_id))
    if found is not None:
        return found
    names = [each.name for each in known]
    hint = did_you_mean(str(name_or_id), names) or (
        f"Charts: {', '.join(names[:12])}." if names else "ds.charts.save(name, chart) keeps one."
    )
    raise ChartNotFound(f"{record.name!r} has no chart {name_or_id!r}.", hint=hint)


def _taken(record: DatasetRecord, name: str) -> NameTaken:
    return NameTaken(
        f"{record.name!r} has a chart {name!r} already.",
        hint="Choose another name, or pass replace=True.",
        field="name",
    )
