"""Random histories of versions against plain Python."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from datavault_jupyter import Dataset, Vault
from datavault_jupyter.features.lineage.made import Source
from datavault_jupyter.features.versions.records import Version
from tests.unit.lineage.conftest import Bench, frame
from tests.unit.lineage.family import Bag, Row, Told, ToldDataset, folded, is_known, line

FULL = os.environ.get("DATAVAULT_TEST_FULL") == "1"
_STRAY = (
    "SELECT path FROM pending UNION "
    "SELECT path FROM part WHERE id NOT IN (SELECT part_id FROM version_part)"
)
rows = st.lists(st.tuples(st.integers(0, 4), st.sampled_from("ab")), min_size=1, max_size=4)
keys = st.integers(0, 4)
picks = st.integers(0, 10_000)


class Histories(RuleBasedStateMachine):
    """Datasets and their versions; each rule does the same to the vault and to the model."""

    place: Path
    bench: Bench

    def __init__(self) -> None:
        super().__init__()
        self.datasets: list[ToldDataset] = []
        self.count = 0
        self.fresh: list[Told] = []

    @initialize(given_=rows)
    def begin(self, given_: list[Row]) -> None:
        self._import(given_)

    def _import(self, given_: list[Row]) -> None:
        made = self.bench.make(given_, name=self._name())
        told = self._told(self.bench.find(made), Counter(given_), [])
        self.datasets.append(ToldDataset(made.name, told, [told]))

    def _name(self) -> str:
        self.count += 1
        return f"data {self.count}"

    def _told(self, version: Version, bag: Bag, parents: list[Told]) -> Told:
        self.count += 1
        told = Told(self.count, version.id, bag, list(parents), list(parents))
        self.fresh.append(told)
        return told

    def _joins(self, dataset: ToldDataset, told: Told, *, is_head: bool | None = None) -> None:
        dataset.versions.append(told)
        if is_head or (is_head is None and dataset.head in line([told])):
            dataset.head = told

    def _dataset(self, pick: int) -> ToldDataset:
        return self.datasets[pick % len(self.datasets)]

    def _handle(self, dataset: ToldDataset) -> Dataset:
        return self.bench.vault[dataset.name]

    def _version(self, dataset: ToldDataset, told: Told) -> Version:
        return self.bench.find(self._handle(dataset), told.uid)

    def _any(self, pick: int) -> tuple[ToldDataset, Told]:
        every = [(dataset, told) for dataset in self.datasets for told in dataset.versions]
        return every[pick % len(every)]

    @precondition(lambda self: len(self.datasets) < 4)
    @rule(given_=rows)
    def another(self, given_: list[Row]) -> None:
        self._import(given_)

    @rule(pick=picks, given_=rows)
    def append(self, pick: int, given_: list[Row]) -> None:
        dataset = self._dataset(pick)
        handle = self._handle(dataset)
        handle.append(frame(given_))
        bag = dataset.head.rows + Counter(given_)
        told = self._told(self.bench.find(handle), bag, [dataset.head])
        self._joins(dataset, told)

    def _edit(
        self, pick: int, step: Callable[[Any], object], changed: Callable[[Row], Row | None]
    ) -> None:
        dataset, base = self._any(pick)
        made: Bag = Counter()
        for row, number in base.rows.items():
            new = changed(row)
            if new is not None:
                made[new] += number
        handle = self._handle(dataset)
        draft = self.bench.draft(handle, self._version(dataset, base))
        step(draft)
        done = draft.finalize()
        assert (done.version is None) == (made == base.rows)
        if done.version is not None:
            told = self._told(done.version, made, [base])
            self._joins(dataset, told)
            assert done.is_head == (dataset.head is told)

    @rule(pick=picks, key=keys)
    def remove(self, pick: int, key: int) -> None:
        self._edit(
            pick,
            lambda draft: draft.remove(f"id = {key}"),
            lambda row: None if row[0] == key else row,
        )

    @rule(pick=picks, key=keys)
    def change(self, pick: int, key: int) -> None:
        self._edit(
            pick,
            lambda draft: draft.set({"text": "text || 'c'"}, f"id = {key} AND text < 'b'"),
            lambda row: (row[0], row[1] + "c") if row[0] == key and row[1] < "b" else row,
        )

    @rule(pick=picks, key=keys)
    def give_up(self, pick: int, key: int) -> None:
        dataset, base = self._any(pick)
        draft = self.bench.draft(self._handle(dataset), self._version(dataset, base))
        draft.remove(f"id = {key}")
        draft.append(frame([(key, "z")]))
        draft.abort()

    @rule(pick=picks, first=picks, second=picks)
    def merge(self, pick: int, first: int, second: int) -> None:
        dataset = self._dataset(pick)
        (one, left), (two, right) = self._any(first), self._any(second)
        if left is right or not is_known(left, right):
            return
        sources = [
            Source(self._handle(each)._record, self._version(each, told))
            for each, told in ((one, left), (two, right))
        ]
        made = self.bench.services.clones.merge_into(self._handle(dataset)._record, sources)
        told = self._told(made, folded([left, right]), [left, right])
        self._joins(dataset, told)

    @precondition(lambda self: len(self.datasets) < 4)
    @rule(pick=picks)
    def clone(self, pick: int) -> None:
        dataset, base = self._any(pick)
        source = Source(self._handle(dataset)._record, self._version(dataset, base))
        files = self.bench.files()
        record = self.bench.services.clones.clone(source, self._name())
        assert self.bench.files() == files
        handle = self.bench.vault[record.id]
        told = self._told(self.bench.find(handle), Counter(base.rows), [base])
        self.datasets.append(ToldDataset(record.name, told, [told]))

    @rule(pick=picks)
    def restore(self, pick: int) -> None:
        dataset, base = self._any(pick)
        made = self.bench.services.lineage.create(
            self._handle(dataset)._record, self._version(dataset, base), change="restore",
            is_head=True,
        )  # fmt: skip
        told = self._told(made, Counter(base.rows), [base])
        self._joins(dataset, told, is_head=True)

    @rule(pick=picks)
    def archive(self, pick: int) -> None:
        dataset, told = self._any(pick)
        if told is not dataset.head:
            record = self._handle(dataset)._record
            version = self._version(dataset, told)
            self.bench.services.lineage.archive(record, version, is_archived=not told.is_archived)
            told.is_archived = not told.is_archived

    @rule(pick=picks)
    def delete(self, pick: int) -> None:
        every = [(dataset, told) for dataset in self.datasets for told in dataset.versions
                 if told.is_archived and told is not dataset.head]  # fmt: skip
        if not every:
            return
        dataset, told = every[pick % len(every)]
        record = self._handle(dataset)._record
        self.bench.services.lineage.delete(record, self._version(dataset, told), force=True)
        dataset.versions.remove(told)
        self._went([told])

    @precondition(lambda self: len(self.datasets) > 1)
    @rule(pick=picks)
    def delete_dataset(self, pick: int) -> None:
        dataset = self._dataset(pick)
        self._handle(dataset).delete(confirm="delete", force=True)
        self.datasets.remove(dataset)
        self._went(dataset.versions)

    def _went(self, gone: list[Told]) -> None:
        """Children hang on what was above."""
        for told in gone:
            told.is_gone = True
        everything = [told for dataset in self.datasets for told in dataset.versions]
        for told in everything:
            while any(each.is_gone for each in told.parents):
                told.parents = list(
                    dict.fromkeys(
                        above
                        for each in told.parents
                        for above in (each.parents if each.is_gone else [each])
                    )
                )

    def _bag(self, dataset: ToldDataset, told: Told) -> Bag:
        handle = self._handle(dataset)
        return Counter(self.bench.rows(handle, self._version(dataset, told)))

    @invariant()
    def facts_are_right(self) -> None:
        fresh, self.fresh = self.fresh, []
        for dataset in self.datasets:
            for told in dataset.versions:
                if told in fresh:
                    assert self._bag(dataset, told) == told.rows
            handle = self._handle(dataset)
            record = handle._record
            head = self.bench.find(handle)
            assert head.id == dataset.head.uid
            assert record.row_count == head.row_count == dataset.head.rows.total()
            sizes = sum(path.stat().st_size for path in handle.files())
            assert record.byte_count == head.byte_count == sizes
            assert (record.column_count, record.version_count) == (2, len(dataset.versions))
            finished = [each for each in self.bench.all(handle) if each.state.is_finished]
            assert {each.id for each in finished} == {each.uid for each in dataset.versions}
            assert len({each.number for each in self.bench.all(handle)}) == len(
                self.bench.all(handle)
            )

    @invariant()
    def files_are_those_that_are_listed(self) -> None:
        store = self.bench.services.store
        with store.catalog.read() as connection:
            listed, trash, stray = (
                {store.path(path) for path in connection.exec_driver_sql(text).scalars()}
                for text in (
                    "SELECT path FROM part",
                    "SELECT path FROM trash",
                    _STRAY,
                )
            )
        assert (stray, self.bench.files()) == (set(), listed | trash)

    def teardown(self) -> None:
        for dataset in self.datasets:
            for told in dataset.versions:
                assert self._bag(dataset, told) == told.rows, "a version changed"
                known = self._version(dataset, told).parents
                assert [each.id for each in known] == [each.uid for each in told.parents]
        for dataset in self.datasets:
            self._handle(dataset).delete(confirm="delete", force=True)
        if self.datasets:
            assert self.bench.files() == set(), "bytes that nobody lists are gone"
            assert self.bench.services.store.catalog.check() == []


def test_histories_are_what_plain_python_says() -> None:
    with tempfile.TemporaryDirectory() as folder, Vault(Path(folder) / "vault") as vault:
        Histories.bench = Bench(vault)
        machine = Histories.TestCase()
        profile = settings(
            max_examples=200 if FULL else 7,
            stateful_step_count=40 if FULL else 14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        vars(machine)["settings"] = profile
        machine.runTest()
