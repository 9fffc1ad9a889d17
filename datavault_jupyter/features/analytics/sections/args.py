"""What the sections of the analytics tab ask, as it goes over the wire."""

from __future__ import annotations

from dataclasses import dataclass

from datavault_jupyter.features.analytics.evaluation.records import Mapping
from datavault_jupyter.features.content.records import ContentQuery
from datavault_jupyter.storage.filters import Filter


@dataclass(frozen=True, slots=True)
class SectionArgs:
    """Which answers.

    Attributes:
        query: Which rows, or tasks of a pipeline; None for the usual ones: finished tasks.
        mapping: Where the answers are; None for what is kept or guessed.
    """

    dataset_id: str
    query: ContentQuery | None = None
    mapping: Mapping | None = None


@dataclass(frozen=True, slots=True)
class FieldArgs(SectionArgs):
    """Answers to one field."""

    field: str = ""


@dataclass(frozen=True, slots=True)
class DisagreedArgs(FieldArgs):
    """The most disagreed items of a field, at most so many."""

    limit: int = 20


@dataclass(frozen=True, slots=True)
class ContributorsArgs(SectionArgs):
    """Contributors, with trend and agreement of one field; "" for the first that fits."""

    field: str = ""


@dataclass(frozen=True, slots=True)
class ComparisonArgs(SectionArgs):
    """Comparisons.

    Attributes:
        first: The column of what was shown first; "" to have it guessed.
        second: The same of the second.
        method: Of strengths: bradley_terry, davidson or elo.
    """

    first: str = ""
    second: str = ""
    method: str = "bradley_terry"


@dataclass(frozen=True, slots=True)
class GroupsArgs(SectionArgs):
    """A field by the values of a column."""

    field: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class RowsArgs(SectionArgs):
    """The rows behind a number: those that all of some raters answered, or some items.

    Attributes:
        raters: Who answered them, all of these; empty for anybody.
        items: Only these; empty for any.
    """

    raters: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowsFilter:
    """What the grid has to be filtered by.

    Attributes:
        filter: None where all rows are meant.
        row_count: How many items are behind the number.
        reason: Why the grid can't show them; else "".
    """

    filter: Filter | None
    row_count: int
    reason: str


@dataclass(frozen=True, slots=True)
class ActivityArgs:
    """The log of the pipeline that fills a dataset."""

    dataset_id: str


@dataclass(frozen=True, slots=True)
class ActivityFacts:
    """How long the log is."""

    byte_count: int
