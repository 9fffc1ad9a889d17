"""Notebooks that use datasets: use cases."""

from __future__ import annotations

import time
from pathlib import PurePath

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.clock import now
from datavault_jupyter.base.errors import VaultError
from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.features.notebooks import queries
from datavault_jupyter.features.notebooks.wire import Notebook, NotebookDataset, NotebookList
from datavault_jupyter.storage.store import Store

# Writing each load down would keep other kernels waiting for nothing.
_EVERY_S = 300


class NotebookService:
    """Notes which notebook uses which dataset, and tells of them."""

    def __init__(self, store: Store, policy: Policy) -> None:
        self._store = store
        self._policy = policy
        self._noted: dict[tuple[int, str], float] = {}

    def note(self, record: DatasetRecord, path: str) -> None:
        """Note that a notebook uses a dataset; what can't be noted is let go.

        Args:
            record: The dataset.
            path: The notebook's file; empty where there is none, then nothing is noted.
        """
        self._policy.require(Action.DATASET_VIEW, record.place)
        key, present = (record.key, path), time.monotonic()
        last = self._noted.get(key)
        if not path or (last is not None and present - last < _EVERY_S):
            return
        self._noted[key] = present
        try:
            with self._store.catalog.write() as connection:
                queries.note(
                    connection, record.key, actor=self._policy.actor_name, path=path, used_at=now()
                )
        except VaultError:
            return  # a vault that can't be written, or is busy, is read all the same

    def list(self, record: DatasetRecord | None = None, *, limit: int = 20) -> NotebookList:
        """The notebooks used last: of a dataset, or of all that the actor may see."""
        seen = self._policy.visibility()
        if record is not None:
            self._policy.require(Action.DATASET_VIEW, record.place)
        key = record.key if record else None
        with self._store.catalog.read() as connection:
            paths = queries.paths(connection, key, seen, limit)
            rows = queries.uses(connection, paths, key, seen)
        made = []
        for path in paths:
            mine = [row for row in rows if row.path == path]
            datasets = {row.uid: NotebookDataset(row.uid, row.name) for row in reversed(mine)}
            last = mine[0]
            told = tuple(reversed(datasets.values()))
            made.append(Notebook(PurePath(path).name, path, last.actor, last.used_at, told))
        return NotebookList(tuple(made))
