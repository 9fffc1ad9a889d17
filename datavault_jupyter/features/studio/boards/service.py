"""Keeping dashboards: use cases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.errors import (
    BadArgument,
    DashboardNotFound,
    NameTaken,
    VersionConflict,
)
from datavault_jupyter.base.names import clean_name, did_you_mean
from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.features.people import queries as people
from datavault_jupyter.features.people.records import Person
from datavault_jupyter.features.studio.boards import queries
from datavault_jupyter.features.studio.boards.records import MOST_TILES, Board, Layout
from datavault_jupyter.features.studio.names import asked_for, free_name, named
from datavault_jupyter.storage.catalog import bump
from datavault_jupyter.storage.store import Store

if TYPE_CHECKING:
    import sqlalchemy as sa

_KIND = "dashboard"


class BoardKeeper:
    """Dashboards of datasets, under names."""

    def __init__(self, store: Store, policy: Policy, person: Person) -> None:
        self._store = store
        self._policy = policy
        self._person = person

    def list(self, record: DatasetRecord) -> Sequence[Board]:
        """The dashboards of a dataset, by name."""
        self._policy.require(Action.DATASET_VIEW, record.place)
        with self._store.catalog.read() as connection:
            return queries.all_of(connection, record.key)

    def get(self, record: DatasetRecord, name_or_id: str) -> Board:
        """The dashboard with a name or an id.

        Raises:
            DashboardNotFound: there is none.
        """
        self._policy.require(Action.DATASET_VIEW, record.place)
        with self._store.catalog.read() as connection:
            return _found(connection, record, name_or_id)

    def create(self, record: DatasetRecord, name: str, layout: Layout) -> Board:
        """Keep a dashboard.

        Raises:
            NameTaken: the dataset has a dashboard of that name.
        """
        self._policy.require(Action.DATASET_EDIT, record.place)
        text = clean_name(name, _KIND)
        _check(layout)
        with self._store.catalog.write() as connection:
            _require_free(connection, record, text)
            uid = queries.insert(connection, record.key, self._person.key, text, layout)
            self._note(connection, record, "dashboard.create", text)
            return _found(connection, record, uid)

    def change(
        self, record: DatasetRecord, name_or_id: str, layout: Layout, *, edition: int | None = None
    ) -> Board:
        """Give a dashboard other charts, places or filters.

        Args:
            record: The dataset.
            name_or_id: Of the dashboard.
            layout: What it is to show.
            edition: The one that was changed; None to save over whatever is there.

        Raises:
            DashboardNotFound: there is none.
            VersionConflict: somebody else saved it since that edition.
        """
        self._policy.require(Action.DATASET_EDIT, record.place)
        _check(layout)
        with self._store.catalog.write() as connection:
            known = _found(connection, record, name_or_id)
            saved = known.layout.edition
            if edition is not None and edition != saved:
                raise VersionConflict(
                    f"Somebody else saved the dashboard {known.name!r} meanwhile.",
                    hint="Look at it as it is now, then change it again.",
                )
            queries.change(
                connection, known.id, layout=replace(layout, edition=saved + 1).to_json()
            )
            self._note(connection, record, "dashboard.change", known.name)
            return _found(connection, record, known.id)

    def rename(self, record: DatasetRecord, name_or_id: str, name: str) -> Board:
        """Give a dashboard another name.

        Raises:
            DashboardNotFound: there is none.
            NameTaken: another dashboard has the name.
        """
        self._policy.require(Action.DATASET_EDIT, record.place)
        text = clean_name(name, _KIND)
        with self._store.catalog.write() as connection:
            known = _found(connection, record, name_or_id)
            _require_free(connection, record, text, but=known.id)
            queries.change(connection, known.id, name=text)
            self._note(connection, record, "dashboard.rename", text, before=known.name)
            return _found(connection, record, known.id)

    def duplicate(self, record: DatasetRecord, name_or_id: str, name: str | None) -> Board:
        """Keep a dashboard a second time, under a name that is free; it shows the same charts.

        Raises:
            DashboardNotFound: there is none.
            NameTaken: the name that was asked for isn't free.
        """
        self._policy.require(Action.DATASET_EDIT, record.place)
        with self._store.catalog.write() as connection:
            known = _found(connection, record, name_or_id)
            text = clean_name(name, _KIND) if name is not None else ""
            if text:
                _require_free(connection, record, text)
            text = text or free_name(queries.all_of(connection, record.key), known.name)
            uid = queries.insert(connection, record.key, self._person.key, text, known.layout)
            self._note(connection, record, "dashboard.create", text)
            return _found(connection, record, uid)

    def delete(self, record: DatasetRecord, name_or_id: str) -> None:
        """Delete a dashboard; its charts stay.

        Raises:
            DashboardNotFound: there is none.
        """
        self._policy.require(Action.DATASET_EDIT, record.place)
        with self._store.catalog.write() as connection:
            known = _found(connection, record, name_or_id)
            queries.delete(connection, known.id)
            self._note(connection, record, "dashboard.delete", known.name)

    def _note(
        self, connection: sa.Connection, record: DatasetRecord, action: str, name: str, **more: Any
    ) -> None:
        people.record(
            connection,
            self._policy.actor_name,
            action,
            record.id,
            record.name,
            dashboard=name,
            **more,
        )
        bump(connection)


def _check(layout: Layout) -> None:
    if len(layout.tiles) > MOST_TILES:
        raise BadArgument(f"A dashboard has {MOST_TILES} charts at most.", field="charts")
    ids = [each.chart_id for each in layout.tiles]
    for each in layout.tiles:
        if ids.count(each.chart_id) > 1:
            raise BadArgument(f"The chart {each.name!r} is on the dashboard already.",
                              field="charts")  # fmt: skip


def pinned(layout: Layout, version: str) -> Layout:
    """The same, at a version; an empty one follows the dataset."""
    return replace(layout, version=version or layout.version, is_pinned=bool(version))


def _found(connection: sa.Connection, record: DatasetRecord, name_or_id: str) -> Board:
    known = queries.all_of(connection, record.key)
    asked = str(name_or_id)
    found = asked_for(known, asked)
    if found is not None:
        return found
    names = [each.name for each in known]
    hint = did_you_mean(asked, names) or (
        f"Dashboards: {', '.join(names[:12])}."
        if names
        else "ds.dashboards.create(name, charts=[…]) makes one."
    )
    raise DashboardNotFound(f"{record.name!r} has no dashboard {asked!r}.", hint=hint)


def _require_free(
    connection: sa.Connection, record: DatasetRecord, name: str, *, but: str = ""
) -> None:
    known = named(queries.all_of(connection, record.key), name)
    if known is not None and known.id != but:
        raise NameTaken(
            f"{record.name!r} has a dashboard {known.name!r} already.",
            hint="Choose another name.",
            field="name",
        )
