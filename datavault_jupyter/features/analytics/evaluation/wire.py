"""What the analytics of a dataset ask and are told, as it goes over the wire.

Nothing here needs numpy or DuckDB: a vault's operations name these types before anybody asks.
"""

from __future__ import annotations

from dataclasses import dataclass

from datavault_jupyter.features.analytics.evaluation.records import Mapping
from datavault_jupyter.features.analytics.summary.wire import Block, Breakdown
from datavault_jupyter.features.content.records import ContentQuery


@dataclass(frozen=True, slots=True)
class EvaluationArgs:
    """Which answers.

    Attributes:
        dataset_id: Of the dataset.
        query: Which rows; of a pipeline's dataset, which tasks. Its sorts don't matter. None:
            finished tasks, or all rows where there are no tasks.
        mapping: Where ratings are, while it is being edited; None: as it was kept, or a guess.
    """

    dataset_id: str
    query: ContentQuery | None = None
    mapping: Mapping | None = None


@dataclass(frozen=True, slots=True)
class BreakdownArgs:
    """Which field of which answers, by which column.

    Attributes:
        by: A column's name; ``submitted_at`` over time, ``rater`` by people.
    """

    dataset_id: str
    field: str
    by: str
    query: ContentQuery | None = None
    mapping: Mapping | None = None


@dataclass(frozen=True, slots=True)
class MapArgs:
    """Keep a mapping for a dataset; None goes back to the guess."""

    dataset_id: str
    mapping: Mapping | None


@dataclass(frozen=True, slots=True)
class EvaluatedField:
    """A field that was rated.

    Attributes:
        name: As people know it.
        title: What people read.
        kind: numeric, rating, boolean, select, multi_select, pairwise, ranking, text, time or list.
        level: nominal, ordinal, interval or ratio.
        words: Its values in few words: ``1 to 5``, ``yes or no``.
        order: Its values as text, the lowest first; empty where nobody said.
        kinds: As what its values can be read.
    """

    name: str
    title: str
    kind: str
    level: str
    words: str
    order: tuple[str, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupColumn:
    """A column that answers can be grouped by.

    Attributes:
        name: As it is asked for.
        title: What people read.
        is_time: Whether it is cut into pieces of time.
    """

    name: str
    title: str
    is_time: bool


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """A column of the dataset, for the mapping.

    Attributes:
        type: Its DuckDB type.
        kind: What it could be rated as; "" for what has no numbers.
    """

    name: str
    type: str
    kind: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything the tab shows first.

    Attributes:
        dataset_id: The dataset.
        is_pipeline: Whether a pipeline collected the answers.
        is_live: Whether they still come.
        noun: What is answered: task, item, or row.
        answer_count: Of the answers that the query keeps.
        item_count: What they are about; None where no column says it.
        rater_count: Who gave them; None where no column says it.
        words: Which answers these are.
        revision: Equal as long as nothing changed.
        fields: What was rated.
        groups: What it can be grouped by.
        blocks: A summary of each field.
        confidence: The share of intervals that hold the true value.
        mapping: Where ratings are.
        columns: The dataset's columns, for the mapping; none of a pipeline.
        can_map: Whether the actor may keep another mapping.
    """

    dataset_id: str
    is_pipeline: bool
    is_live: bool
    noun: str
    answer_count: int
    item_count: int | None
    rater_count: int | None
    words: str
    revision: str
    fields: tuple[EvaluatedField, ...]
    groups: tuple[GroupColumn, ...]
    blocks: tuple[Block, ...]
    confidence: float
    mapping: Mapping
    columns: tuple[MappedColumn, ...]
    can_map: bool


@dataclass(frozen=True, slots=True)
class ShownBreakdown:
    """A breakdown, for the card that asked."""

    breakdown: Breakdown
    revision: str


@dataclass(frozen=True, slots=True)
class CsvText:
    """A file of results.

    Attributes:
        name: What it is called.
        text: Its content.
    """

    name: str
    text: str
