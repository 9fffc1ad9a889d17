"""Summaries of a dataset's answers: use cases."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import TYPE_CHECKING

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.errors import BadArgument, BadQuery
from datavault_jupyter.base.known import Known
from datavault_jupyter.base.names import name_key
from datavault_jupyter.features.analytics.evaluation import queries
from datavault_jupyter.features.analytics.evaluation.describing import (
    columns_of,
    evaluated,
    groups_of,
    noun_of,
)
from datavault_jupyter.features.analytics.evaluation.fields import required
from datavault_jupyter.features.analytics.evaluation.naming import found_field
from datavault_jupyter.features.analytics.evaluation.records import (
    AnswerCounts,
    Mapping,
    RatedField,
)
from datavault_jupyter.features.analytics.evaluation.source import Answers, AnswerSources
from datavault_jupyter.features.analytics.evaluation.wire import Evaluation, ShownBreakdown
from datavault_jupyter.features.analytics.summary import queries as summaries
from datavault_jupyter.features.analytics.summary.blocks import Blocks
from datavault_jupyter.features.analytics.summary.breaking import Breaking, by_of
from datavault_jupyter.features.analytics.summary.wire import Block, Breakdown
from datavault_jupyter.features.sql.rows import Origin, Rows
from datavault_jupyter.storage import gate
from datavault_jupyter.storage.foreign import translated
from datavault_jupyter.storage.store import Store

if TYPE_CHECKING:
    from datavault_jupyter.features.content.records import Cancels, ContentQuery
    from datavault_jupyter.features.datasets.records import DatasetRecord
    from datavault_jupyter.features.datasets.service import DatasetService
_MOST_KEPT = 64


class EvaluationService:
    """Sums up what answers say.

    Args:
        store: The vault.
        policy: What the actor may do.
        datasets: Datasets by id.
    """

    def __init__(self, store: Store, policy: Policy, datasets: DatasetService) -> None:
        self._store = store
        self._policy = policy
        self._datasets = datasets
        self.sources = AnswerSources(store, policy, datasets)
        self._made = Known(_MOST_KEPT)

    def open(
        self,
        record: DatasetRecord,
        which: ContentQuery | str | None = None,
        mapping: Mapping | None = None,
        *,
        cancels: Cancels | None = None,
    ) -> AbstractContextManager[Answers]:
        """The answers, for the length of a block; as `AnswerSources.open`."""
        return self.sources.open(record, which, mapping, cancels=cancels)

    def evaluation(
        self,
        record: DatasetRecord,
        which: ContentQuery | str | None = None,
        mapping: Mapping | None = None,
        *,
        fields: Iterable[str] | None = None,
        confidence: float = 0.95,
        cancels: Cancels | None = None,
    ) -> Evaluation:
        """What there is, and a block for each field.

        Args:
            record: The dataset.
            which: Which rows: of a pipeline's dataset, which tasks. None: finished ones.
            mapping: Where ratings are; by default as it was kept, or a guess.
            fields: Only these.
            confidence: The share of intervals that hold the true value.
            cancels: How the question can be withdrawn.

        Raises:
            BadArgument: a field or a column isn't there.
        """
        with self.open(record, which, mapping, cancels=cancels) as answers:
            wanted = _wanted(answers, fields)
            names = tuple(each.name for each in wanted)
            key = (record.id, answers.fingerprint, which, names, confidence)
            made = self._kept(key, answers, wanted, confidence)
            counts = answers.counts
            may = self._policy.allows(Action.DATASET_EDIT, record.place)
            return Evaluation(
                dataset_id=record.id,
                is_pipeline=answers.pipeline is not None,
                is_live=record.is_live,
                noun=noun_of(answers),
                answer_count=counts.answers,
                item_count=counts.items,
                rater_count=counts.raters,
                words=answers.words,
                revision=answers.fingerprint,
                fields=tuple(evaluated(each) for each in wanted),
                groups=groups_of(answers),
                blocks=made,
                confidence=confidence,
                mapping=answers.mapping,
                columns=columns_of(answers.facts),
                can_map=may,
            )

    def _kept(
        self, key: Hashable, answers: Answers, wanted: Sequence[RatedField], confidence: float
    ) -> tuple[Block, ...]:
        """The blocks: counted anew only where something changed since the last look."""
        known: tuple[tuple[Block, ...], AnswerCounts] | None = self._made.kept(key)
        if known is None:
            made = self._blocks(answers, wanted, confidence) if wanted else ()
            known = made, answers.counts
            self._made.keep(key, known)
        blocks, answers.counts = known
        return blocks

    def _blocks(
        self, answers: Answers, wanted: Sequence[RatedField], confidence: float
    ) -> tuple[Block, ...]:
        is_joined = answers.pipeline is not None
        read = [*_read(answers, wanted), *(("row", "rater") if is_joined else ())]
        answers.run.rows(summaries.narrow(read))
        if is_joined:  # tasks and answers are joined once, and all numbers are of one state
            answers.count_in(summaries.NARROW)
        blocks = Blocks(answers, confidence)
        return tuple(blocks.block(each) for each in wanted)

    def breakdowns(
        self,
        record: DatasetRecord,
        by: str,
        which: ContentQuery | str | None = None,
        mapping: Mapping | None = None,
        *,
        fields: Iterable[str] | None = None,
        confidence: float = 0.95,
        cancels: Cancels | None = None,
    ) -> tuple[list[Breakdown], str]:
        """Fields by a column, and the revision they are of.

        Raises:
            BadArgument: a field or a column isn't there.
        """
        with self.open(record, which, mapping, cancels=cancels) as answers:
            wanted = _wanted(answers, fields)
            column = by_of(answers, by)
            read = [*_read(answers, wanted), column.column]
            answers.run.rows(summaries.narrow(read))
            breaking = Breaking(answers, Blocks(answers, confidence), column, confidence)
            return [breaking.of(each) for each in wanted], answers.fingerprint

    def breakdown(
        self,
        record: DatasetRecord,
        field: str,
        by: str,
        which: ContentQuery | None = None,
        mapping: Mapping | None = None,
        *,
        cancels: Cancels | None = None,
    ) -> ShownBreakdown:
        """One field by a column, for a card."""
        made, revision = self.breakdowns(
            record, by, which, mapping, fields=[field], cancels=cancels
        )
        return ShownBreakdown(made[0], revision)

    def mapping(self, record: DatasetRecord) -> Mapping:
        """Where a dataset has its ratings: as it was kept, or a guess."""
        self._policy.require(Action.DATASET_VIEW, record.place)
        with self.open(record) as answers:
            return answers.mapping

    def map(self, record: DatasetRecord, mapping: Mapping | None) -> None:
        """Keep a mapping for everybody; None goes back to the guess.

        Raises:
            BadArgument: it names what isn't there.
        """
        self._policy.require(Action.DATASET_EDIT, record.place)
        columns = self._datasets.columns(record)
        if mapping is not None and self.sources.pipeline(record) is not None:
            # Who answers what is the pipeline's affair; only how fields are read can be said.
            mapping = Mapping(fields=mapping.fields)
        if mapping is not None:
            mapping = self.sources.mappings.checked(mapping, columns)
            bare = replace(mapping, fields=())
            with self.open(record, mapping=bare) as answers:
                known = {each.name: each for each in answers.fields}
            kept = tuple(each for each in mapping.fields if each.name in known)
            for each in kept:
                required(known[each.name], each)
            mapping = replace(mapping, fields=kept)
        self.sources.mappings.keep(record, mapping)

    def rows(
        self,
        record: DatasetRecord,
        text: str = queries.EVERYTHING,
        which: ContentQuery | str | None = None,
        mapping: Mapping | None = None,
    ) -> Rows:
        """What a SELECT over the table ``answers`` gives.

        Raises:
            BadQuery: no single SELECT, or it reads something else.
        """
        self._policy.require(Action.DATASET_VIEW, record.place)
        if not isinstance(text, str):
            raise BadArgument("The SQL is a text.", field="text")
        with self.open(record, which, mapping) as answers:
            checked = gate.check(answers.cursor, text)
            for name in checked.tables:
                if name_key(name) != queries.ANSWERS and not checked.defines(name):
                    raise BadQuery(f"{name!r} is not the table of answers, {queries.ANSWERS!r}.")
            with translated():
                table = answers.cursor.sql(checked.text).to_arrow_table()
            words = answers.words
        cursor = self._store.engine.answering()
        with translated():
            relation = cursor.from_arrow(table)
        return Rows(
            relation, cursor, self._datasets.explaining(record), Origin((record.path,), words)
        )


def _wanted(answers: Answers, fields: Iterable[str] | None) -> tuple[RatedField, ...]:
    if fields is None:
        return answers.fields
    names = [fields] if isinstance(fields, str) else list(fields)
    return tuple(found_field(answers.fields, name) for name in dict.fromkeys(names))


def _read(answers: Answers, wanted: Sequence[RatedField]) -> list[str]:
    """The columns that blocks of some fields read."""
    columns = {each.name: each.column for each in answers.given}
    named = (answers.mapping.first, answers.mapping.second)
    pair = [columns[name] for name in named if name in columns]
    return [*(each.column for each in wanted), *pair]
