"""What the work form asks and is told, as it goes over the wire.

Nothing here needs the pipelines themselves: a view that shows none loads none of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class WorkArgs:
    """Where somebody works.

    Attributes:
        pipeline_id: ``pip_…``.
        node: Only at this node; "" : wherever there is something.
        contributor: In whose name; "" : one's own.
    """

    pipeline_id: str
    node: str = ""
    contributor: str = ""


@dataclass(frozen=True, slots=True)
class WorkClaimArgs:
    """Where the next task is wanted.

    Attributes:
        skipped: Ids of tasks that are not wanted now.
    """

    pipeline_id: str
    node: str = ""
    contributor: str = ""
    skipped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkContentArgs:
    """What was filled in.

    Attributes:
        work_id: ``ans_…`` of the claim.
        content: Values by field; numbers as text, so that no digit is lost on the way.
    """

    pipeline_id: str
    work_id: str
    content: Mapping[str, Any]
    contributor: str = ""


@dataclass(frozen=True, slots=True)
class WorkReviewArgs:
    """How a review ends.

    Attributes:
        verdict: ``pass`` or ``return``.
        note: What is to be mended.
        content: Corrected values by field.
    """

    pipeline_id: str
    work_id: str
    verdict: str
    note: str = ""
    content: Mapping[str, Any] = field(default_factory=dict)
    contributor: str = ""


@dataclass(frozen=True, slots=True)
class WorkItemArgs:
    """Which claim or answer."""

    pipeline_id: str
    work_id: str


@dataclass(frozen=True, slots=True)
class WorkEscalateArgs:
    """Which task is handed to the owners of the pipeline, and why."""

    pipeline_id: str
    work_id: str
    note: str


@dataclass(frozen=True, slots=True)
class WorkPlace:
    """A pipeline as whoever works in it sees it.

    Attributes:
        status: draft, active, paused, completed or archived.
        contributor: In whose name work is done.
        refused: Why this contributor can't work here; "" where nothing speaks against it.
        held_count: How many tasks the contributor holds already.
        counts: How many tasks there are, by status; empty where the contributor may not know.
    """

    pipeline_id: str
    name: str
    description: str
    project: str | None
    status: str
    contributor: str
    refused: str
    held_count: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class WorkPlacesArgs:
    """Nothing: it is about whoever asks."""


@dataclass(frozen=True, slots=True)
class WorkChoice:
    """A pipeline one may work on, in a list of them.

    Attributes:
        status: active, paused or completed.
        held_count: How many tasks one holds there already.
    """

    pipeline_id: str
    name: str
    description: str
    project: str | None
    status: str
    held_count: int


@dataclass(frozen=True, slots=True)
class WorkPlaces:
    """Where somebody may work, and nothing else of the vault.

    Attributes:
        contributor: Under which name.
        is_member: Whether they may look at the vault, too.
        places: By name.
    """

    contributor: str
    is_member: bool
    places: tuple[WorkChoice, ...]


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of a form.

    Attributes:
        type: One of the twelve.
        least: How many values a repeated field needs.
        most: How many it takes; 0: it holds one value.
        settings: What its type was told, defaults included.
    """

    name: str
    type: str
    label: str
    helper: str
    is_optional: bool
    least: int
    most: int
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SeenValue:
    """Something there is to see: a field with its value; numbers as text."""

    field: FormField
    value: Any


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """What one contributor handed in, for the reviewer.

    Attributes:
        content: Values by field; numbers as text.
    """

    contributor: str
    submitted_at: datetime | None
    content: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class WorkItem:
    """A claimed task, with everything its form shows.

    Attributes:
        work_id: ``ans_…`` of the answer to be.
        is_review: It ends with a verdict.
        fields: What there is to fill in; of a review: what may be corrected.
        seen: What there is to see.
        answers: Of a review: what each contributor handed in, where the reviewer may see it.
        draft: What was filled in so far; numbers as text.
        note: What the reviewer said who sent it back.
        left_s: Seconds until the claim goes back; None: it doesn't.
    """

    work_id: str
    task_id: str
    node: str
    is_review: bool
    round: int
    form_number: int
    instructions: str
    fields: tuple[FormField, ...]
    seen: tuple[SeenValue, ...]
    answers: tuple[GivenAnswer, ...]
    draft: Mapping[str, Any]
    note: str
    left_s: float | None


@dataclass(frozen=True, slots=True)
class WorkClaimed:
    """The next task, where there is one."""

    place: WorkPlace
    item: WorkItem | None


@dataclass(frozen=True, slots=True)
class WorkOutcome:
    """What became of what was sent.

    Attributes:
        is_done: Whether all of it was taken.
        problems: Sentences by field: what doesn't fit, or is missing.
        left_s: After how many seconds the claim goes back; None where it has ended or has no end.
    """

    is_done: bool
    problems: Mapping[str, str]
    left_s: float | None = None
