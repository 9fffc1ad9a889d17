"""Exporting a dataset: the use case."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import asdict
from pathlib import Path

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.clock import now
from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.exports.files import Packing
from datavault_jupyter.features.exports.picking import Picker
from datavault_jupyter.features.exports.records import ExportSubject, ExportWish, Written
from datavault_jupyter.features.exports.sources import Sources
from datavault_jupyter.features.exports.writing import format_of, write_file
from datavault_jupyter.features.people import queries as people
from datavault_jupyter.storage.running import Progress
from datavault_jupyter.storage.store import Store

Cancels = Callable[[Callable[[], None]], AbstractContextManager[object]]


class ExportService:
    """Takes datasets out of the vault, whole or in part."""

    def __init__(self, store: Store, policy: Policy, datasets: DatasetService) -> None:
        self._store = store
        self._policy = policy
        self.sources = Sources(store, policy, datasets)
        self.picker = Picker(store.engine)

    def export(
        self,
        record: DatasetRecord,
        wish: ExportWish,
        *,
        mark: str = "",
        on_progress: Progress | None = None,
        cancels: Cancels | None = None,
    ) -> Written:
        """Write a dataset to a file: the whole file or none.

        Args:
            record: The dataset.
            wish: What of it, where to, and how.
            mark: What the names of unfinished files begin with, after a dot.
            on_progress: Called with a share from 0 to 1, also from another thread.
            cancels: Runs a block during which calling the callable stops the work.

        Raises:
            TargetExists: a file is in the way and ``overwrite`` is off.
            BadQuery: ``where`` is no condition on the dataset's columns.
            BadArgument: the wish speaks of what the dataset doesn't have.
            Cancelled: it was stopped.
        """
        self._policy.require(Action.DATASET_EXPORT, record.place)
        target = Path(wish.path).expanduser()
        kind = format_of(target, wish.format.value)
        with (
            closing(self._store.engine.moving()) as cursor,
            cancels(cursor.interrupt) if cancels else nullcontext(),
            self.sources.open(record, wish, cursor) as source,
        ):
            picked = source.columns.only(wish.columns)
            is_packing = kind.is_archive and wish.has_files
            written = write_file(
                cursor,
                self.picker.query(source, picked, wish),
                [(column.name, column.type) for column in picked],
                target,
                kind,
                overwrite=wish.overwrite,
                guard_formulas=wish.guard_formulas,
                name=record.name,
                facts=_facts(record, wish),
                packing=Packing(self._store, self._policy.visibility()) if is_packing else None,
                said=source.notes,
                mark=mark,
                on_progress=on_progress,
            )
        with self._store.catalog.write() as connection:
            people.record(
                connection,
                self._policy.actor_name,
                "dataset.export",
                record.id,
                record.name,
                format=str(kind),
                row_count=written.row_count,
            )
        return written


def _facts(record: DatasetRecord, wish: ExportWish) -> dict[str, object]:
    """What a manifest tells about where the rows came from."""
    told: dict[str, object] = {
        "dataset": record.name,
        "id": record.id,
        "project": record.project,
        "description": record.description,
        "source": str(record.source),
        "condition": wish.where if wish.rows is None else asdict(wish.rows),
        "exported_at": now().isoformat(),
    }
    if wish.subject is not ExportSubject.ROWS:
        told["subject"] = str(wish.subject)
    about = {"version": wish.version, "since": wish.since, "key": list(wish.key)}
    return {**told, **{name: value for name, value in about.items() if value}}
