"""One transaction about the tasks of a pipeline, and what it writes at its end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from datavault_jupyter.base.clock import now
from datavault_jupyter.base.errors import PipelineNotFound
from datavault_jupyter.features.datasets import queries as datasets
from datavault_jupyter.features.pipelines import queries as pipelines
from datavault_jupyter.features.pipelines.definition import Definition
from datavault_jupyter.features.pipelines.records import PipelineRecord, TaskRecord
from datavault_jupyter.features.pipelines.tasks import queries
from datavault_jupyter.features.pipelines.tasks.flow import Way
from datavault_jupyter.storage.catalog import Connection, bump
from datavault_jupyter.storage.store import Store


def counter_name(pipeline_key: int) -> str:
    """The counter of the changes of a pipeline's tasks."""
    return f"tasks:{pipeline_key}"


class Forms:
    """Published forms, read once: they never change."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], tuple[int, Definition]] = {}

    def get(self, connection: Connection, pipeline_key: int, number: int) -> Definition:
        """A published form."""
        return self.keyed(connection, pipeline_key, number)[1]

    def keyed(
        self, connection: Connection, pipeline_key: int, number: int
    ) -> tuple[int, Definition]:
        """A published form with its key in the catalogue."""
        at = pipeline_key, number
        if at not in self._known:
            key, nodes = pipelines.form(connection, pipeline_key, number)
            self._known = {**self._known, at: (key, Definition.of(nodes))}
        return self._known[at]


@dataclass
class Turn:
    """What one transaction has to go by, and gathers to be written.

    Attributes:
        connection: The transaction.
        pipeline: As it is in it.
        moment: The time of all its changes.
        forms: Published forms.
        actor: Who acts, for the history.
    """

    connection: Connection
    pipeline: PipelineRecord
    moment: datetime
    forms: Forms
    actor: str
    _tasks: dict[int, tuple[TaskRecord, Way]] = field(default_factory=dict)
    _events: list[dict[str, Any]] = field(default_factory=list)
    _is_touched: bool = False

    def definition(self, task: TaskRecord) -> Definition:
        """The form a task follows."""
        return self.forms.get(self.connection, self.pipeline.key, task.form_number)

    def way(self, task: TaskRecord) -> Way:
        """Where a task is, with what this turn has changed already."""
        return self._tasks[task.key][1] if task.key in self._tasks else queries.way_of(task)

    def move(self, task: TaskRecord, way: Way) -> None:
        """Note where a task is now."""
        self._tasks[task.key] = (task, way)

    def tell(self, task_key: int, event: str, node: str, note: str = "", actor: str = "") -> None:
        """Note what happened to a task."""
        self._events.append(
            {
                "task_id": task_key, "at": self.moment, "actor": actor or self.actor,
                "event": event, "node": node, "note": note,
            }
        )  # fmt: skip

    def touch(self) -> int:
        """Count a change of the tasks; the number they are to carry."""
        self._is_touched = True
        return bump(self.connection, counter_name(self.pipeline.key))

    def flush(self) -> None:
        """Write where tasks are, so that a query sees it."""
        if self._tasks:
            queries.update_tasks(
                self.connection, list(self._tasks.values()), self.touch(), self.moment
            )
            self._tasks = {}

    def finish(self) -> None:
        """Write what was noted."""
        self.flush()
        queries.insert_events(self.connection, self._events)
        if self._is_touched and self.pipeline.dataset_key is not None:
            datasets.update(self.connection, self.pipeline.dataset_key)
            bump(self.connection)


Refuse = Callable[[PipelineRecord], None]


@contextmanager
def turn(
    store: Store, forms: Forms, pipeline_key: int, actor: str, require: Refuse
) -> Iterator[Turn]:
    """A transaction about a pipeline's tasks; `require` is asked in it, first of all.

    Raises:
        PipelineNotFound: it is gone.
    """
    with store.catalog.write() as connection:
        made = _turn(connection, forms, pipeline_key, actor)
        require(made.pipeline)
        yield made
        made.finish()


@contextmanager
def look(store: Store, forms: Forms, pipeline_key: int, actor: str) -> Iterator[Turn]:
    """A state of a pipeline's tasks to read from: nothing is changed, and nobody waits.

    Raises:
        PipelineNotFound: it is gone.
    """
    with store.catalog.read() as connection:
        yield _turn(connection, forms, pipeline_key, actor)


def _turn(connection: Connection, forms: Forms, pipeline_key: int, actor: str) -> Turn:
    found = pipelines.by_key(connection, pipeline_key)
    if found is None:
        raise PipelineNotFound("This pipeline was deleted.")
    return Turn(connection, found, now(), forms, actor)
