"""Looking after tasks: what their pipeline's owners can do with them."""

from __future__ import annotations

import builtins
from collections.abc import Iterable
from contextlib import AbstractContextManager

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.checking import require_text
from datavault_jupyter.base.errors import TaskNotFound
from datavault_jupyter.features.pipelines.moves import TaskEvent, Who
from datavault_jupyter.features.pipelines.records import (
    AnswerRecord,
    AnswerState,
    PipelineRecord,
    TaskRecord,
    TaskStatus,
)
from datavault_jupyter.features.pipelines.records import TaskEvent as Happened
from datavault_jupyter.features.pipelines.tasks import claims, flow, queries
from datavault_jupyter.features.pipelines.tasks.turns import Forms, Turn, turn
from datavault_jupyter.storage.store import Store


class MindService:
    """Lists tasks, and puts right what went wrong with them.

    Args:
        store: The vault.
        policy: Permissions of the actor.
        forms: Published forms.
    """

    def __init__(self, store: Store, policy: Policy, forms: Forms) -> None:
        self._store = store
        self._policy = policy
        self._forms = forms

    def list(
        self,
        pipeline: PipelineRecord,
        *,
        statuses: Iterable[TaskStatus] = (),
        offset: int = 0,
        limit: int | None = None,
    ) -> builtins.list[TaskRecord]:
        """Tasks, oldest first."""
        self._policy.require(Action.PIPELINE_VIEW, pipeline.place)
        with self._store.catalog.read() as connection:
            return queries.tasks(
                connection, pipeline.key, statuses=[each.value for each in statuses],
                offset=offset, limit=limit,
            )  # fmt: skip

    def get(self, pipeline: PipelineRecord, task_id: str) -> TaskRecord:
        """One task.

        Raises:
            TaskNotFound: the pipeline has none of that id.
        """
        self._policy.require(Action.PIPELINE_VIEW, pipeline.place)
        with self._store.catalog.read() as connection:
            found = queries.task_by_id(connection, pipeline.key, task_id)
        if found is None:
            raise TaskNotFound(f"{pipeline.name!r} has no task {task_id!r}.")
        return found

    def history(self, pipeline: PipelineRecord, task_id: str) -> builtins.list[Happened]:
        """What happened to a task, oldest first."""
        task = self.get(pipeline, task_id)
        with self._store.catalog.read() as connection:
            return queries.events(connection, task.key)

    def answers(self, pipeline: PipelineRecord, task_id: str) -> builtins.list[AnswerRecord]:
        """What contributors handed in for a task, oldest first; claims that run come last."""
        task = self.get(pipeline, task_id)
        with self._store.catalog.read() as connection:
            return queries.answers_of_tasks(connection, [task.key])[task.key]

    def requeue(self, pipeline: PipelineRecord, task_id: str, note: str = "") -> TaskRecord:
        """Let a task that was escalated, quarantined or failed be claimed again.

        Raises:
            Refused: it is none of these.
        """
        self._policy.require(Action.PIPELINE_EDIT, pipeline.place)
        with self._turn(pipeline) as at:
            task = self._task(at, task_id)
            self._set_aside(at, task, [task.node], AnswerState.RETURNED)
            at.move(task, flow.requeued(at.way(task), at.definition(task), Who.ADMIN))
            at.tell(task.key, TaskEvent.REQUEUE, task.node, note)
        return self.get(pipeline, task_id)

    def quarantine(self, pipeline: PipelineRecord, task_id: str, note: str) -> TaskRecord:
        """Take a task out of the work; claims of it go back.

        Raises:
            BadArgument: there is no note.
            Refused: it is finished, or out of the work already.
        """
        self._policy.require(Action.PIPELINE_EDIT, pipeline.place)
        require_text(note, "note")
        with self._turn(pipeline) as at:
            task = self._task(at, task_id)
            running = queries.answers_of_tasks(at.connection, [task.key], (AnswerState.CLAIMED,))
            claims.release(at, running[task.key], TaskEvent.RELEASE, Who.ADMIN)
            at.move(task, flow.stopped(at.way(task), TaskEvent.QUARANTINE, Who.ADMIN))
            at.tell(task.key, TaskEvent.QUARANTINE, task.node, note)
        return self.get(pipeline, task_id)

    def revert(
        self, pipeline: PipelineRecord, task_id: str, node: str, note: str = ""
    ) -> TaskRecord:
        """Take a task back to a subtask it has left; what came after is undone.

        The answers stay in the history, and count no more.

        Raises:
            Refused: the task has not left that node.
        """
        self._policy.require(Action.PIPELINE_EDIT, pipeline.place)
        with self._turn(pipeline) as at:
            task = self._task(at, task_id)
            definition = at.definition(task)
            definition.node(node)
            undone = [node, *flow.after(definition, node)]
            way = flow.reverted(at.way(task), definition, node, Who.ADMIN)
            self._set_aside(at, task, undone, AnswerState.REVERTED)
            at.move(task, way)
            at.tell(task.key, TaskEvent.REVERT, node, note)
        return self.get(pipeline, task_id)

    @staticmethod
    def _set_aside(at: Turn, task: TaskRecord, nodes: Iterable[str], state: AnswerState) -> None:
        every = queries.answers_of_tasks(
            at.connection, [task.key], (AnswerState.CLAIMED, AnswerState.SUBMITTED)
        )
        gone = [each for each in every[task.key] if each.node in set(nodes)]
        queries.update_answers(
            at.connection, [{"key": each.key, "state": state.value} for each in gone]
        )

    def _turn(self, pipeline: PipelineRecord) -> AbstractContextManager[Turn]:
        return turn(self._store, self._forms, pipeline.key, self._policy.actor_name, lambda _: None)

    @staticmethod
    def _task(at: Turn, task_id: str) -> TaskRecord:
        found = queries.task_by_id(at.connection, at.pipeline.key, task_id)
        if found is None:
            raise TaskNotFound(f"{at.pipeline.name!r} has no task {task_id!r}.")
        return found
