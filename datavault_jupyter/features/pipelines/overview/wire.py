"""What the overview of a pipeline's dataset asks and is told, as it goes over the wire.

Nothing here needs the pipelines themselves: a view that shows none loads none of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PipelineOverviewArgs:
    """Whose pipeline: that of the dataset with an id."""

    dataset_id: str


@dataclass(frozen=True, slots=True)
class TaskCount:
    """How many tasks are in one state.

    Attributes:
        state: A task's status, or ``review`` while it is at a review.
        word: As people read it.
    """

    state: str
    word: str
    count: int


@dataclass(frozen=True, slots=True)
class ContributorFacts:
    """What somebody has done.

    Attributes:
        name: A person's name, or what a function is called.
        kind: ``person`` or ``function``.
        answer_count: Answers handed in, those that a review sent back too.
        active_at: When they last claimed a task or handed one in.
    """

    name: str
    kind: str
    answer_count: int
    active_at: datetime


@dataclass(frozen=True, slots=True)
class FieldFacts:
    """A field of the form.

    Attributes:
        type: Its type, as people read it.
        kind: What its column holds: number, text, boolean, time, list or file.
        words: What can be filled in, in few words; "" : anything of its type.
        node: Where it is asked for.
        is_asked: Whether contributors fill it in; else it comes with the task, or is fixed.
    """

    name: str
    type: str
    kind: str
    words: str
    node: str
    is_asked: bool
    is_optional: bool


@dataclass(frozen=True, slots=True)
class PipelineOverview:
    """A pipeline as the overview of its dataset shows it.

    Attributes:
        status: draft, active, paused, completed or archived.
        form_number: Of the form that new tasks get.
        answers_each: The most contributors that answer one task at one node.
        published_at: When that form was published.
        counts: Its tasks by state, in the order of their way; none that are not there.
        answer_count: Of all contributors.
        contributors: Most answers first; at most 20 of them.
        contributor_count: Of all.
        vault_id: ``vlt_…``, by which a server names the vault.
        may_edit: Whether the asker may change the pipeline.
        named_count: How many people are named at its nodes.
    """

    pipeline_id: str
    name: str
    status: str
    form_number: int
    answers_each: int
    published_at: datetime | None
    task_count: int
    finished_count: int
    counts: tuple[TaskCount, ...]
    answer_count: int
    contributors: tuple[ContributorFacts, ...]
    contributor_count: int
    fields: tuple[FieldFacts, ...]
    vault_id: str = ""
    may_edit: bool = False
    named_count: int = 0


@dataclass(frozen=True, slots=True)
class PipelineResults:
    """What the finished tasks have come to.

    Attributes:
        words: By field, such as "mean 3.89"; fields that nobody filled in are left out.
    """

    words: Mapping[str, str]
