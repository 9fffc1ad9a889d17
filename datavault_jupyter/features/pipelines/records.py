"""The words of pipelines, and what the catalogue knows of one and of its tasks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from datavault_jupyter.access import Place


class PipelineStatus(StrEnum):
    """Where a pipeline is in its life."""

    DRAFT = "draft"
    ACTIVE = "active"
    PAUSED = "paused"
    COMPLETED = "completed"
    ARCHIVED = "archived"

    @property
    def label(self) -> str:
        """As people read it."""
        return self.value.capitalize()


class NodeType(StrEnum):
    """What a node of a pipeline does."""

    START = "start"
    SUBTASK = "subtask"
    REVIEW = "review"
    GATE = "gate"
    END = "end"


class TaskStatus(StrEnum):
    """Where a task is on its way through the pipeline."""

    PENDING = "pending"
    IN_PROGRESS = "in_progress"
    PAUSED = "paused"
    FINISHED = "finished"
    ESCALATED = "escalated"
    QUARANTINED = "quarantined"
    FAILED = "failed"

    @property
    def label(self) -> str:
        """As people read it."""
        return self.value.replace("_", " ").capitalize()


class NodeState(StrEnum):
    """Where one task is at one node."""

    PENDING = "pending"
    DEFERRED = "deferred"
    AVAILABLE = "available"
    CLAIMED = "claimed"
    SUBMITTED = "submitted"
    FINISHED = "finished"
    ESCALATED = "escalated"
    QUARANTINED = "quarantined"
    SKIPPED = "skipped"


class AnswerState(StrEnum):
    """What became of what one contributor was given to do."""

    CLAIMED = "claimed"
    SUBMITTED = "submitted"
    RELEASED = "released"
    RETURNED = "returned"
    FAILED = "failed"
    REVERTED = "reverted"


class ContributorKind(StrEnum):
    """Who hands answers in."""

    PERSON = "person"
    FUNCTION = "function"


@dataclass(frozen=True, slots=True)
class PipelineRecord:
    """A pipeline as it is in the catalogue.

    Attributes:
        id: ``pip_…``.
        version_number: Of the form that new tasks get; 0 before the first is published.
        dataset_id: Of the dataset it fills, where there is one.
        counts: How many tasks there are, by status, where that was asked for.
    """

    key: int
    id: str
    name: str
    description: str
    status: PipelineStatus
    project: str | None
    project_key: int | None
    settings: Mapping[str, Any]
    version_number: int
    dataset_id: str | None
    dataset_key: int | None
    created_at: datetime
    updated_at: datetime
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        """Where permissions for it are looked up."""
        return Place(self.project_key, None, self.name)


@dataclass(frozen=True, slots=True)
class Contributor:
    """Somebody or something that hands answers in."""

    key: int
    name: str
    kind: ContributorKind


@dataclass(frozen=True, slots=True)
class TaskRecord:
    """A task as it is in the catalogue.

    Attributes:
        id: ``tsk_…``.
        node: Where it is; "" once it is finished.
        round: Counts how often that node was begun.
        given: What came with it.
        answer: The resolved value of each field that has one.
        nodes: The state and round of each node it has reached, by name.
        form_number: Of the published form it follows.
    """

    key: int
    id: str
    status: TaskStatus
    node: str
    round: int
    free_count: int
    given: Mapping[str, Any]
    answer: Mapping[str, Any]
    nodes: Mapping[str, Any]
    form_number: int
    created_at: datetime
    updated_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """What one contributor was given to do at one node of a task, and what they made of it.

    Attributes:
        id: ``ans_…``.
        content: What was handed in, or the draft of it.
        note: What a reviewer said, or why it was escalated.
        verdict: Of a review: pass or return.
        facts: Of a function: cost, tokens, latency_ms, error.
        due_at: When an unfinished claim goes back.
    """

    key: int
    id: str
    task_key: int
    task_id: str
    node: str
    round: int
    contributor: str
    kind: ContributorKind
    state: AnswerState
    content: Mapping[str, Any]
    note: str
    verdict: str
    facts: Mapping[str, Any]
    claimed_at: datetime
    due_at: datetime | None
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True)
class TaskEvent:
    """Something that happened to a task."""

    at: datetime
    actor: str
    event: str
    node: str
    note: str
