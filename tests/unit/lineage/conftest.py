"""Datasets, versions and drafts in few words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from datavault_jupyter import Dataset, Vault
from datavault_jupyter.features.imports.readers import FrameReader
from datavault_jupyter.features.imports.records import Options
from datavault_jupyter.features.lineage.drafts import DraftService
from datavault_jupyter.features.lineage.edits import Finished, Step
from datavault_jupyter.features.versions.records import Version
from tests.unit.lineage.laying import Parts

Rows = list[tuple[Any, ...]]


def frame(rows: Iterable[Sequence[object]], columns: Sequence[str] = ("id", "text")) -> Any:
    """A frame of such rows."""
    return pd.DataFrame(list(rows), columns=list(columns))


class Bench:
    """A vault with what works on versions at hand."""

    def __init__(self, vault: Vault) -> None:
        self.vault = vault
        self.services = vault._services

    @property
    def drafts(self) -> DraftService:
        return self.services.drafts

    def make(self, rows: Iterable[Sequence[object]], name: str = "reviews", **more: Any) -> Dataset:
        return self.vault.import_frame(frame(rows, **more), name=name)

    def find(self, dataset: Dataset, word: str = "") -> Version:
        if word:
            return self.services.lineage.find(dataset._record, word)
        head = dataset._record.head_key
        return next(each for each in self.all(dataset) if each.key == head)

    def all(self, dataset: Dataset) -> Sequence[Version]:
        return self.services.datasets.versions(dataset._record)

    def rows(self, dataset: Dataset, version: Version | None = None) -> Rows:
        record = dataset._record
        if version is not None:
            record = self.services.lineage.at(record, version)
        return list(self.services.sql.rows(record, None).fetchall())

    def names(self, dataset: Dataset, version: Version | None = None) -> list[str]:
        record = dataset._record
        if version is not None:
            record = self.services.lineage.at(record, version)
        return self.services.datasets.columns(record).names

    def files(self) -> set[Path]:
        return set((self.vault.path / "rows").rglob("*.parquet"))

    def parts(self, version: Version) -> list[str]:
        from datavault_jupyter.features.versions import queries

        with self.services.store.catalog.read() as connection:
            listed = queries.listed(connection, version.key)
        assert listed is not None
        return [part.uid for part in listed.parts]

    def edit(
        self,
        dataset: Dataset,
        *steps: Callable[[Draft], object],
        base: Version | None = None,
        number: str | None = None,
    ) -> Version:
        """A version out of steps."""
        draft = Draft(self, dataset, base or self.find(dataset), number)
        for step in steps:
            step(draft)
        made = draft.finalize().version
        assert made is not None
        return made

    def draft(self, dataset: Dataset, base: Version | None = None) -> Draft:
        return Draft(self, dataset, base or self.find(dataset), None)


class Draft:
    """A draft whose steps are calls."""

    def __init__(self, bench: Bench, dataset: Dataset, base: Version, number: str | None) -> None:
        self._bench = bench
        self._dataset = dataset
        self.version = bench.drafts.begin(dataset._record, base, number=number)

    def _took(self, step: Step) -> Step:
        self.version = step.draft
        assert sum(1 for _ in self.rows()) == step.draft.row_count
        return step

    def rows(self) -> Rows:
        return self._bench.rows(self._dataset, self.version)

    def append(self, source: Any, **more: Any) -> Step:
        reader = FrameReader(source, Options())
        return self._took(
            self._bench.drafts.append(self._dataset._record, self.version, reader, **more)
        )

    def finalize(self) -> Finished:
        return self._bench.drafts.finalize(self._dataset._record, self.version)

    def abort(self, **more: Any) -> Version:
        return self._bench.drafts.abort(self._dataset._record, self.version, **more)

    def __getattr__(self, name: str) -> Callable[..., Step]:
        step = getattr(self._bench.drafts, name)
        return lambda *given: self._took(step(self._dataset._record, self.version, *given))


@pytest.fixture
def bench(vault: Vault) -> Bench:
    return Bench(vault)


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    made = Parts(tmp_path_factory.mktemp("parts"))
    yield made
    made.cursor.close()
