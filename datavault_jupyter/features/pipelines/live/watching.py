"""Changes of live datasets as they come."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.errors import DatasetDeleted, DatasetNotFound, Refused
from datavault_jupyter.features.datasets.records import DatasetRecord, DatasetSource
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.pipelines.live import queries
from datavault_jupyter.features.pipelines.live.columns import known_fields, live_columns
from datavault_jupyter.storage.engine import rows_of
from datavault_jupyter.storage.foreign import translated
from datavault_jupyter.storage.store import Store

# A look is one small read of the catalogue.
LOOK_EVERY_S = 0.25

Row = dict[str, Any]


class WatchService:
    """Tells which rows of a live dataset changed.

    Args:
        store: The vault.
        policy: Permissions of the actor.
        datasets: Datasets by id.
    """

    def __init__(self, store: Store, policy: Policy, datasets: DatasetService) -> None:
        self._store = store
        self._policy = policy
        self._datasets = datasets

    def changes(self, record: DatasetRecord, timeout: float | None = None) -> Iterator[list[Row]]:
        """The rows that change from this moment on, several at a time.

        Args:
            record: The dataset.
            timeout: Ends after so many seconds; None is never.

        Raises:
            Refused: no pipeline fills it now.
        """
        self._policy.require(Action.DATASET_VIEW, record.place)
        with self._store.catalog.read() as connection:
            facts = queries.facts(connection, record.key)
        if facts is None or not record.is_live:
            raise Refused(
                f"{record.name!r} is not live: no pipeline fills it now.",
                hint=(
                    "Activate its pipeline to go on; .df() reads the rows of its version."
                    if record.source is DatasetSource.PIPELINE and facts is not None
                    else "Its rows don't change by themselves; .df() reads them."
                ),
            )
        ends = None if timeout is None else time.monotonic() + timeout
        return self._followed(record, facts.revision, ends)

    def _followed(
        self, record: DatasetRecord, known: int, ends: float | None
    ) -> Iterator[list[Row]]:
        seen, pause = -1, threading.Event()
        while True:
            left = LOOK_EVERY_S if ends is None else ends - time.monotonic()
            present = self._store.revision()
            if present != seen:
                seen = present
                is_live = self._is_live(record)
                known, rows = self._since(record, known)
                if rows:
                    yield rows
                if not is_live:
                    return
            if left <= 0:
                return
            try:
                pause.wait(min(left, LOOK_EVERY_S))
            except KeyboardInterrupt:
                # Interrupting the cell is how one ends to watch: no error.
                return

    def _is_live(self, record: DatasetRecord) -> bool:
        try:
            return self._datasets.reload(record).is_live
        except (DatasetDeleted, DatasetNotFound):
            return False

    def _since(self, record: DatasetRecord, known: int) -> tuple[int, list[Row]]:
        cursor = self._store.engine.answering()
        try:
            # Counter and rows in one state of the catalogue.
            with self._store.catalog.read() as connection, translated():
                facts = queries.facts(connection, record.key)
                if facts is None or facts.revision == known:
                    return known, []
                fields = known_fields(facts.settings)
                columns = live_columns(fields)
                with queries.arrived(
                    cursor, queries.rows_since(connection, record.key, known)
                ) as source:
                    asked = queries.typed_rows(source, fields, columns)
                    found = rows_of(cursor, asked)
        finally:
            cursor.close()
        return facts.revision, [dict(zip(columns.names, row, strict=True)) for row in found]
