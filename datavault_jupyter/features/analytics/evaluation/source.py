"""The answers of a dataset as one table, whatever it was made by: what every evaluation reads.

Of a pipeline's dataset these are the single answers that count, to the tasks that a filter keeps;
of other datasets the rows, as a mapping says. Whoever evaluates opens them for the length of a
block and asks SQL on ``answers.cursor``; the table is called ``answers`` there.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Mapping as Facts
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.features.analytics.evaluation import queries
from datavault_jupyter.features.analytics.evaluation.fields import ColumnFacts
from datavault_jupyter.features.analytics.evaluation.mapping import Mappings
from datavault_jupyter.features.analytics.evaluation.naming import found_field
from datavault_jupyter.features.analytics.evaluation.records import (
    AnswerCounts,
    GivenColumn,
    Mapping,
    RatedField,
)
from datavault_jupyter.features.analytics.evaluation.shapes import (
    Shape,
    pipeline_shape,
    rows_shape,
)
from datavault_jupyter.features.content.grounds import Grounds, Source, grounds_of
from datavault_jupyter.features.content.records import NO_QUERY, Cancels, ContentQuery
from datavault_jupyter.features.content.running import Run, running
from datavault_jupyter.features.content.selecting import said
from datavault_jupyter.features.content.views import Views, is_whole
from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.people import queries as people
from datavault_jupyter.features.pipelines import queries as pipelines
from datavault_jupyter.features.pipelines.overview.queries import pipeline_key
from datavault_jupyter.features.pipelines.records import PipelineRecord, TaskStatus
from datavault_jupyter.storage.expressions import checked
from datavault_jupyter.storage.filters import Filter, Op
from datavault_jupyter.storage.sql import Sql
from datavault_jupyter.storage.store import Store

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

# What a pipeline's dataset is evaluated by unless somebody says otherwise, on screen as well.
FINISHED = ContentQuery(Filter(Op.EQ, "status", (TaskStatus.FINISHED.value,)))


@dataclass
class Answers:
    """Answers, open for questions in SQL.

    Attributes:
        run: Asks them, in a way that can be withdrawn.
        fields: What was rated.
        given: Columns that answers can be grouped by.
        mapping: Where they come from; of a pipeline only what was said of its fields.
        pipeline: Which collected them; None for other datasets.
        words: Which answers these are, as people say it: ``rows where 'status' is finished``.
        fingerprint: Equal where nothing changed.
    """

    run: Run
    fields: tuple[RatedField, ...]
    given: tuple[GivenColumn, ...]
    mapping: Mapping
    pipeline: PipelineRecord | None
    words: str
    fingerprint: str
    # What is known of the dataset's columns; nothing of a pipeline's.
    facts: Sequence[ColumnFacts] = field(repr=False)
    store: Store = field(repr=False)
    # One row an answer: the columns of `queries.OWN` (item, rater, kind, node, round,
    # submitted_at, seconds, row), then those of the fields, then the given ones.
    table: str = queries.ANSWERS

    @property
    def cursor(self) -> Cursor:
        """Where the table is."""
        return self.run.cursor

    @property
    def names(self) -> set[str]:
        """The names of fields and given columns."""
        return {*(each.name for each in self.fields), *(each.name for each in self.given)}

    @cached_property
    def counts(self) -> AnswerCounts:
        """How many answers, items and raters there are."""
        return self._counted(self.table)

    def count_in(self, table: str) -> None:
        """Count in a copy that has the columns ``row`` and ``rater``, and remember that.

        Args:
            table: Its name, ready for SQL.
        """
        self.counts = self._counted(table)

    def _counted(self, table: str) -> AnswerCounts:
        is_of_tasks = self.pipeline is not None
        answers, items, raters = self.run.row(queries.counts(table, is_of_tasks=is_of_tasks))
        has_both = is_of_tasks or self.mapping.is_wide
        has_items = has_both or self.mapping.item is not None
        has_raters = has_both or self.mapping.rater is not None
        return AnswerCounts(
            int(answers), int(items) if has_items else None, int(raters) if has_raters else None
        )

    def field_named(self, name: str) -> RatedField:
        """The field of a name.

        Raises:
            BadArgument: there is none; the hint lists those there are.
        """
        return found_field(self.fields, name)

    def people(self, names: Iterable[str]) -> Facts[str, str]:
        """The names by which raters are shown, by the names they have in the table."""
        if self.pipeline is None:
            return {}
        with self.store.catalog.read() as connection:
            return people.display_names(connection, names)


class AnswerSources:
    """Opens the answers of datasets.

    Args:
        store: The vault.
        policy: What the actor may do.
        datasets: Datasets by id.
    """

    def __init__(self, store: Store, policy: Policy, datasets: DatasetService) -> None:
        self._store = store
        self._policy = policy
        self._datasets = datasets
        self._views = store.engine.companion(Views, lambda: Views(store.engine))
        self.mappings = Mappings(store, policy)

    @contextlib.contextmanager
    def open(
        self,
        record: DatasetRecord,
        which: ContentQuery | str | None = None,
        mapping: Mapping | None = None,
        *,
        cancels: Cancels | None = None,
    ) -> Iterator[Answers]:
        """Open answers for the length of a block.

        Args:
            record: The dataset.
            which: Which rows: of a pipeline's dataset, which tasks. A condition in SQL, or a view
                of the grid; None: finished tasks, or all rows where there are no tasks.
            mapping: Where they are; by default what was kept for the dataset, else a guess.
            cancels: How the question can be withdrawn.

        Raises:
            BadArgument: a column isn't there, or a filter can't be understood.
            BadQuery: a condition in SQL is none.
        """
        self._policy.require(Action.DATASET_VIEW, record.place)
        pipeline = self.pipeline(record)
        if pipeline is not None:
            self._policy.require(Action.PIPELINE_VIEW, pipeline.place)
        if which is None:
            which = NO_QUERY if pipeline is None else FINISHED
        grounds = grounds_of(self._store, self._datasets, record)
        with running(self._store.engine, cancels) as run, self._views.source(grounds) as source:
            is_filtered = self._keep(run, grounds, source, which)
            if pipeline is not None:
                own = mapping or self.mappings.kept(record) or Mapping()
                facts: Sequence[ColumnFacts] = ()
                shape = pipeline_shape(self._store, pipeline, grounds, own)
            else:
                own = self.mapping_of(record, run, grounds, source, mapping)
                facts = self.mappings.facts(run, grounds, source, own)
                shape = rows_shape(facts, grounds, own)
            run.rows(shape.view(source, is_filtered))
            words = f"rows where {which}" if isinstance(which, str) else said(which)
            if pipeline is not None:
                words = words.replace("rows", "tasks", 1)
            yield Answers(
                run, shape.fields, shape.given, shape.mapping, pipeline, words,
                _fingerprint(grounds, shape), facts, self._store,
            )  # fmt: skip

    def pipeline(self, record: DatasetRecord) -> PipelineRecord | None:
        """The pipeline that collects or collected a dataset's rows; None for other datasets."""
        with self._store.catalog.read() as connection:
            key = pipeline_key(connection, record.key)
            return pipelines.by_key(connection, key) if key is not None else None

    def mapping_of(
        self,
        record: DatasetRecord,
        run: Run,
        grounds: Grounds,
        source: Source,
        mapping: Mapping | None,
    ) -> Mapping:
        """The mapping that holds: the one that is given, the one that was kept, or a guess."""
        if mapping is not None:
            return self.mappings.checked(mapping, grounds.columns)
        kept = self.mappings.kept(record)
        if kept is not None:
            return self.mappings.fitted(kept, grounds.columns)
        return self.mappings.guessed(run, grounds, source)

    def _keep(self, run: Run, grounds: Grounds, source: Source, which: ContentQuery | str) -> bool:
        if isinstance(which, str):
            condition = checked(run.cursor, grounds.columns, which, "where")
            run.rows(queries.keep_met(source, grounds.columns, condition.is_true))
            return True
        if is_whole(which):
            return False
        where: Sql = self._views.where(run, grounds, source, which)
        run.rows(queries.keep(source, where))
        return True


def _fingerprint(grounds: Grounds, shape: Shape) -> str:
    how = hashlib.sha256(repr(shape.mapping).encode()).hexdigest()[:12]
    return f"{grounds.fingerprint} {shape.revision} {how}"
