"""What may happen to pipelines, tasks and node instances: the one table of moves.

State × event × who → state. What isn't here is refused; code, tests and the docs read it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from datavault_jupyter.base.errors import Refused
from datavault_jupyter.features.datasets.records import DatasetStatus
from datavault_jupyter.features.pipelines.records import NodeState, PipelineStatus, TaskStatus

State = TypeVar("State", bound=StrEnum)


class Who(StrEnum):
    """In which part somebody acts."""

    ADMIN = "admin"
    WORKER = "worker"
    HOLDER = "holder"
    SYSTEM = "system"


class PipelineEvent(StrEnum):
    """What can be done to a pipeline."""

    PUBLISH = "publish"
    ACTIVATE = "activate"
    PAUSE = "pause"
    COMPLETE = "complete"
    ARCHIVE = "archive"
    UNARCHIVE = "unarchive"
    DELETE = "delete"


class TaskEvent(StrEnum):
    """What can happen to a task, and to the node it is at."""

    REACH = "reach"
    CLAIM = "claim"
    SAVE = "save"
    SUBMIT = "submit"
    RELEASE = "release"
    EXPIRE = "expire"
    EMPTY = "empty"
    PASS = "pass"  # noqa: S105 - a verdict
    RETURN = "return"
    ESCALATE = "escalate"
    QUARANTINE = "quarantine"
    FAIL = "fail"
    REQUEUE = "requeue"
    REVERT = "revert"
    PAUSE = "pause"
    RESUME = "resume"
    SKIP = "skip"
    FINISH = "finish"


_P, _E = PipelineStatus, PipelineEvent
# None: the pipeline is gone.
PIPELINE_MOVES: dict[tuple[PipelineStatus, PipelineEvent], PipelineStatus | None] = {
    (_P.DRAFT, _E.PUBLISH): _P.DRAFT,
    (_P.DRAFT, _E.ACTIVATE): _P.ACTIVE,
    (_P.DRAFT, _E.DELETE): None,
    (_P.ACTIVE, _E.PUBLISH): _P.ACTIVE,
    (_P.ACTIVE, _E.PAUSE): _P.PAUSED,
    (_P.ACTIVE, _E.COMPLETE): _P.COMPLETED,
    (_P.PAUSED, _E.PUBLISH): _P.PAUSED,
    (_P.PAUSED, _E.ACTIVATE): _P.ACTIVE,
    (_P.PAUSED, _E.COMPLETE): _P.COMPLETED,
    (_P.PAUSED, _E.DELETE): None,
    (_P.COMPLETED, _E.ACTIVATE): _P.ACTIVE,
    (_P.COMPLETED, _E.ARCHIVE): _P.ARCHIVED,
    (_P.COMPLETED, _E.DELETE): None,
    (_P.ARCHIVED, _E.UNARCHIVE): _P.COMPLETED,
    (_P.ARCHIVED, _E.DELETE): None,
}

_PARTICIPLES = {
    _E.PUBLISH: "published",
    _E.ACTIVATE: "activated",
    _E.PAUSE: "paused",
    _E.COMPLETE: "completed",
    _E.ARCHIVE: "archived",
    _E.UNARCHIVE: "unarchived",
    _E.DELETE: "deleted",
}
_WAYS_OUT = {
    _P.DRAFT: "Activate it first.",
    _P.ACTIVE: "Pause or complete it first.",
    _P.PAUSED: "Activate or complete it first.",
    _P.COMPLETED: "Activate it again to go on with it.",
    _P.ARCHIVED: "Unarchive it first.",
}

# The badge of the dataset; "paused" leaves Collecting as it is (R1).
DATASET_STATUS: dict[PipelineStatus, DatasetStatus] = {
    _P.DRAFT: DatasetStatus.DRAFT,
    _P.ACTIVE: DatasetStatus.COLLECTING,
    _P.PAUSED: DatasetStatus.DRAFT,
    _P.COMPLETED: DatasetStatus.COMPLETE,
    _P.ARCHIVED: DatasetStatus.COMPLETE,
}

_N, _T = NodeState, TaskEvent
_ADMIN, _WORKER, _HOLDER, _SYSTEM = Who.ADMIN, Who.WORKER, Who.HOLDER, Who.SYSTEM
NODE_MOVES: dict[tuple[NodeState, TaskEvent], tuple[NodeState, frozenset[Who]]] = {
    (_N.PENDING, _T.REACH): (_N.AVAILABLE, frozenset({_SYSTEM})),
    (_N.PENDING, _T.SKIP): (_N.SKIPPED, frozenset({_SYSTEM})),
    (_N.DEFERRED, _T.REACH): (_N.AVAILABLE, frozenset({_SYSTEM})),
    (_N.DEFERRED, _T.SKIP): (_N.SKIPPED, frozenset({_SYSTEM})),
    (_N.AVAILABLE, _T.CLAIM): (_N.CLAIMED, frozenset({_WORKER})),
    (_N.AVAILABLE, _T.ESCALATE): (_N.ESCALATED, frozenset({_ADMIN})),
    (_N.AVAILABLE, _T.QUARANTINE): (_N.QUARANTINED, frozenset({_ADMIN})),
    (_N.CLAIMED, _T.SAVE): (_N.CLAIMED, frozenset({_HOLDER})),
    (_N.CLAIMED, _T.SUBMIT): (_N.SUBMITTED, frozenset({_HOLDER})),
    (_N.CLAIMED, _T.RELEASE): (_N.AVAILABLE, frozenset({_HOLDER, _ADMIN})),
    (_N.CLAIMED, _T.EXPIRE): (_N.AVAILABLE, frozenset({_SYSTEM})),
    (_N.CLAIMED, _T.ESCALATE): (_N.ESCALATED, frozenset({_HOLDER, _ADMIN})),
    (_N.CLAIMED, _T.QUARANTINE): (_N.QUARANTINED, frozenset({_ADMIN})),
    (_N.CLAIMED, _T.FAIL): (_N.ESCALATED, frozenset({_HOLDER})),
    (_N.SUBMITTED, _T.PASS): (_N.FINISHED, frozenset({_HOLDER, _SYSTEM})),
    (_N.SUBMITTED, _T.RETURN): (_N.AVAILABLE, frozenset({_HOLDER})),
    (_N.SUBMITTED, _T.ESCALATE): (_N.ESCALATED, frozenset({_HOLDER, _ADMIN, _SYSTEM})),
    (_N.SUBMITTED, _T.QUARANTINE): (_N.QUARANTINED, frozenset({_ADMIN, _SYSTEM})),
    (_N.ESCALATED, _T.REQUEUE): (_N.AVAILABLE, frozenset({_ADMIN})),
    (_N.QUARANTINED, _T.REQUEUE): (_N.AVAILABLE, frozenset({_ADMIN})),
    (_N.FINISHED, _T.REVERT): (_N.AVAILABLE, frozenset({_ADMIN, _HOLDER})),
    (_N.SUBMITTED, _T.REVERT): (_N.AVAILABLE, frozenset({_ADMIN, _HOLDER})),
}

_S = TaskStatus
TASK_MOVES: dict[tuple[TaskStatus, TaskEvent], tuple[TaskStatus, frozenset[Who]]] = {
    (_S.PENDING, _T.CLAIM): (_S.IN_PROGRESS, frozenset({_WORKER})),
    (_S.PENDING, _T.ESCALATE): (_S.ESCALATED, frozenset({_ADMIN})),
    (_S.PENDING, _T.QUARANTINE): (_S.QUARANTINED, frozenset({_ADMIN})),
    (_S.IN_PROGRESS, _T.CLAIM): (_S.IN_PROGRESS, frozenset({_WORKER})),
    (_S.IN_PROGRESS, _T.SAVE): (_S.IN_PROGRESS, frozenset({_HOLDER})),
    (_S.IN_PROGRESS, _T.SUBMIT): (_S.IN_PROGRESS, frozenset({_HOLDER})),
    (_S.IN_PROGRESS, _T.RELEASE): (_S.IN_PROGRESS, frozenset({_HOLDER, _ADMIN})),
    (_S.IN_PROGRESS, _T.EXPIRE): (_S.IN_PROGRESS, frozenset({_SYSTEM})),
    (_S.IN_PROGRESS, _T.EMPTY): (_S.PENDING, frozenset({_SYSTEM})),
    (_S.IN_PROGRESS, _T.PASS): (_S.IN_PROGRESS, frozenset({_HOLDER})),
    (_S.IN_PROGRESS, _T.RETURN): (_S.IN_PROGRESS, frozenset({_HOLDER})),
    (_S.IN_PROGRESS, _T.ESCALATE): (_S.ESCALATED, frozenset({_HOLDER, _ADMIN, _SYSTEM})),
    (_S.IN_PROGRESS, _T.QUARANTINE): (_S.QUARANTINED, frozenset({_ADMIN, _SYSTEM})),
    (_S.IN_PROGRESS, _T.FAIL): (_S.FAILED, frozenset({_HOLDER})),
    (_S.IN_PROGRESS, _T.REVERT): (_S.IN_PROGRESS, frozenset({_ADMIN, _HOLDER})),
    (_S.IN_PROGRESS, _T.PAUSE): (_S.PAUSED, frozenset({_ADMIN})),
    (_S.IN_PROGRESS, _T.FINISH): (_S.FINISHED, frozenset({_SYSTEM})),
    (_S.PAUSED, _T.RELEASE): (_S.PAUSED, frozenset({_HOLDER, _ADMIN})),
    (_S.PAUSED, _T.EXPIRE): (_S.PAUSED, frozenset({_SYSTEM})),
    (_S.PAUSED, _T.RESUME): (_S.IN_PROGRESS, frozenset({_ADMIN})),
    (_S.ESCALATED, _T.REQUEUE): (_S.IN_PROGRESS, frozenset({_ADMIN})),
    (_S.QUARANTINED, _T.REQUEUE): (_S.IN_PROGRESS, frozenset({_ADMIN})),
    (_S.FAILED, _T.REQUEUE): (_S.IN_PROGRESS, frozenset({_ADMIN})),
    (_S.FINISHED, _T.REVERT): (_S.IN_PROGRESS, frozenset({_ADMIN, _HOLDER})),
}


def after_pipeline(
    status: PipelineStatus, event: PipelineEvent, name: str
) -> PipelineStatus | None:
    """The status an event leads a pipeline to; None: it is gone.

    Raises:
        Refused: the status doesn't allow it.

    >>> after_pipeline(PipelineStatus.ACTIVE, PipelineEvent.PAUSE, "Helpfulness").value
    'paused'
    """
    if (status, event) not in PIPELINE_MOVES:
        raise Refused(
            f"The pipeline {name!r} is {status.value} and can't be {_PARTICIPLES[event]}.",
            hint=_WAYS_OUT[status],
        )
    return PIPELINE_MOVES[status, event]


def dataset_status(pipeline: PipelineStatus, current: DatasetStatus | None) -> DatasetStatus:
    """The badge of a pipeline's dataset; a pause never takes Collecting away.

    >>> dataset_status(PipelineStatus.PAUSED, DatasetStatus.COLLECTING).value
    'collecting'
    """
    if pipeline is PipelineStatus.PAUSED and current is DatasetStatus.COLLECTING:
        return current
    return DATASET_STATUS[pipeline]


def after_task(status: TaskStatus, event: TaskEvent, who: Who) -> TaskStatus:
    """The status an event leads a task to.

    Raises:
        Refused: the status doesn't allow it, or not to this part.

    >>> after_task(TaskStatus.PENDING, TaskEvent.CLAIM, Who.WORKER).value
    'in_progress'
    """
    return _after(TASK_MOVES, status, event, who, "task")


def after_node(state: NodeState, event: TaskEvent, who: Who) -> NodeState:
    """The state an event leads a task's node to.

    Raises:
        Refused: the state doesn't allow it, or not to this part.

    >>> after_node(NodeState.CLAIMED, TaskEvent.SUBMIT, Who.HOLDER).value
    'submitted'
    """
    return _after(NODE_MOVES, state, event, who, "node")


def _after(
    moves: dict[tuple[State, TaskEvent], tuple[State, frozenset[Who]]],
    state: State,
    event: TaskEvent,
    who: Who,
    what: str,
) -> State:
    found = moves.get((state, event))
    words = state.value.replace("_", " ")
    if found is None:
        raise Refused(f"A {what} that is {words} can't take {event.value!r}.", hint="")
    to, allowed = found
    if who not in allowed:
        parts = " or ".join(sorted(allowed))
        raise Refused(
            f"{event.value!r} of a {what} that is {words} is not for a {who.value}.",
            hint=f"It is for: {parts}.",
        )
    return to
