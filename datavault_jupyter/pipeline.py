"""A pipeline in the user's hands."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from datavault_jupyter.base.checking import words_of
from datavault_jupyter.base.errors import PipelineNotFound, Refused
from datavault_jupyter.contributing import Contributing
from datavault_jupyter.dataset import Dataset
from datavault_jupyter.display import html, live
from datavault_jupyter.features.pipelines.records import PipelineStatus, TaskStatus
from datavault_jupyter.seeding import rows_of
from datavault_jupyter.work import Work

if TYPE_CHECKING:
    from datavault_jupyter.features.pipelines.nodes import Node
    from datavault_jupyter.features.pipelines.records import (
        AnswerRecord,
        PipelineRecord,
        TaskEvent,
        TaskRecord,
    )
    from datavault_jupyter.features.pipelines.tasks.many.seeding import Seeded
    from datavault_jupyter.features.sql.rows import Rows
    from datavault_jupyter.services import Services
    from datavault_jupyter.version import DatasetVersion


class Pipeline(Contributing):
    """People, models and functions work through tasks; a dataset fills with their answers.

    Made by ``vault.pipelines.create(…)``, found by ``vault.pipelines["…"]``.
    """

    def __init__(self, services: Services, record: PipelineRecord) -> None:
        self._services = services
        self._known = record

    @property
    def _record(self) -> PipelineRecord:
        self._known = self._services.pipelines.known.reload(self._known)
        return self._known

    @property
    def id(self) -> str:
        """``pip_…``; it never changes."""
        return self._known.id

    @property
    def name(self) -> str:
        """Its name, which its dataset has too."""
        return self._record.name

    @property
    def description(self) -> str:
        """What it is for."""
        return self._record.description

    @property
    def status(self) -> PipelineStatus:
        """draft, active, paused, completed or archived."""
        return self._record.status

    @property
    def project(self) -> str | None:
        """The project it belongs to."""
        return self._record.project

    @property
    def form_number(self) -> int:
        """Of the published form; 0 before the first."""
        return self._record.version_number

    @property
    def nodes(self) -> Sequence[Node]:
        """What it is made of: the draft of the next form where there is one."""
        return self._services.pipelines.known.definition(self._record).nodes

    @property
    def counts(self) -> dict[str, int]:
        """How many tasks there are, by status.

        >>> vault.pipelines.create(
        ...     "p",
        ...     nodes=[
        ...         {"name": "a", "type": "subtask", "fields": [{"name": "x", "type": "boolean"}]}
        ...     ],
        ... ).counts["finished"]
        0
        """
        found = self._services.pipelines.known.counts(self._record)
        return {each.value: found.get(each.value, 0) for each in TaskStatus}

    @property
    def task_count(self) -> int:
        """How many tasks it has."""
        return sum(self.counts.values())

    @property
    def dataset(self) -> Dataset:
        """The dataset it fills.

        Raises:
            Refused: there is none before the first activation.
        """
        record = self._record
        if record.dataset_id is None:
            raise Refused(f"{record.name!r} has no dataset yet.", hint="Activate it.")
        return Dataset(self._services, self._services.datasets.get(record.dataset_id))

    def rename(self, name: str) -> Pipeline:
        """Give it another name; its dataset follows."""
        return self._now(self._services.pipelines.known.rename(self._record, name))

    def describe(self, description: str) -> Pipeline:
        """Say what it is for."""
        return self._now(self._services.pipelines.known.describe(self._record, description))

    def redefine(self, nodes: Iterable[Node | Mapping[str, Any]]) -> Pipeline:
        """Write the draft of the next form; it counts once it is published.

        Raises:
            BadDefinition: it can't work like that; the node is named.
        """
        return self._now(self._services.pipelines.known.redefine(self._record, nodes))

    def publish(self) -> Pipeline:
        """Make the draft an immutable form: for new tasks, and those that nobody has begun."""
        return self._now(self._services.pipelines.life.publish(self._record))

    def activate(self) -> Pipeline:
        """Let work begin or go on; the dataset is made, or comes back from the archive."""
        return self._now(self._services.pipelines.life.activate(self._record))

    def pause(self) -> Pipeline:
        """Hand out no work; what was begun waits."""
        return self._now(self._services.pipelines.life.pause(self._record))

    def complete(self) -> Pipeline:
        """End the collecting: the dataset is frozen into a version, and is complete."""
        return self._now(self._services.pipelines.life.complete(self._record))

    def archive(self) -> Pipeline:
        """Put it out of sight, once it is completed."""
        return self._now(self._services.pipelines.life.archive(self._record))

    def unarchive(self) -> Pipeline:
        """Bring it back from the archive."""
        return self._now(self._services.pipelines.life.unarchive(self._record))

    def delete(self, *, confirm: str = "") -> None:
        """Delete it with its tasks and single answers; its dataset keeps its rows, orphaned.

        Raises:
            NotConfirmed: without ``confirm="delete"``.
            Refused: it is active.
        """
        self._services.pipelines.life.delete(self._record, confirm=confirm)

    def freeze(
        self, *, number: str | None = None, name: str = "", description: str = ""
    ) -> DatasetVersion:
        """Make a version of what is there now; the collecting goes on.

        Raises:
            Refused: it has no dataset, or is completed.
            NameTaken: a version has the number.
        """
        made = self._services.pipelines.freezer.freeze(
            self._record, number=number, name=name, description=description
        )
        return self.dataset.at(made.id)

    def add_tasks(
        self,
        rows: Any,
        *,
        mapping: Mapping[str, str] | None = None,
        key: str | None = None,
    ) -> Seeded:
        """Add a task for each row; all are checked before the first is added.

        Args:
            rows: A list of dicts, a frame (pandas, polars, Arrow), a dataset or a version of one,
                what ``sql(…)`` gives, or the path of a file (CSV, JSON, Parquet …).
            mapping: The column each given field is taken from; equal names by default.
            key: The column that says which row is which: one that has a task is left out.

        Raises:
            BadAnswer: a value doesn't fit its field, with the number of the row.
            Refused: it isn't active.
        """
        return self._services.pipelines.seeds.add(
            self._record, rows_of(self._services, rows), mapping=mapping, key=key
        )

    def keep_file(self, field: str, path: str | os.PathLike[str]) -> dict[str, Any]:
        """Keep a copy of a file in the vault, for a field that takes files; its value.

        Args:
            field: The field's name.
            path: The file.

        Raises:
            BadAnswer: it is larger than the field takes, or can't be read.
        """
        return self._services.pipelines.files.keep(self._record, field, Path(path))

    def open_file(self, value: Mapping[str, Any]) -> BinaryIO:
        """Open a file that a field holds, to be read.

        Args:
            value: The field's value: name, sha256 and byte_count.

        Raises:
            NotFound: the pipeline has no such file.
        """
        sha256 = str(value.get("sha256", ""))
        return self._services.pipelines.files.find(self._record, sha256).open("rb")

    def seed(self, rows: Any = None, **options: Any) -> Any:
        """Open the panel in which rows become tasks; nothing is added before Add is pressed.

        Args:
            rows: What `add_tasks` takes; without it a dataset or a file is chosen in the panel.
            options: ``mapping=`` and ``key=``, as for `add_tasks`.
        """
        return live.made("seed", self, rows=rows, **options)

    def claim(
        self, limit: int = 1, *, node: str | None = None, contributor: str | None = None
    ) -> list[Work]:
        """Take tasks to work on; an empty list when there are none.

        Args:
            limit: How many at most.
            node: Only at this node; else those nearest to the end first.
            contributor: In whose name; one's own by default.

        Raises:
            Refused: it isn't active, or one holds as many as one may.
        """
        record = self._record
        found = self._services.pipelines.work.claim(
            record, node=node, limit=limit, contributor=contributor
        )
        return [Work(self._services, record, each) for each in found]

    def work(self, **options: Any) -> Any:
        """Open the form in which one works through the tasks; nothing is claimed before Start.

        Args:
            options: ``node=``, ``contributor=``, ``height=`` of `WorkForm`.

        >>> p = vault.pipelines.create(
        ...     "p",
        ...     nodes=[
        ...         {"name": "a", "type": "subtask", "fields": [{"name": "x", "type": "boolean"}]}
        ...     ],
        ... )
        >>> form = p.work(node="a")
        >>> form.node
        'a'
        >>> form.close()
        """
        return live.made("work", self, **options)

    def edit(self, **options: Any) -> Any:
        """Open the builder, in which its next form is written; nothing counts before Publish.

        Args:
            options: ``height=`` of `PipelineBuilder`.

        >>> p = vault.pipelines.create(
        ...     "p",
        ...     nodes=[
        ...         {"name": "a", "type": "subtask", "fields": [{"name": "x", "type": "boolean"}]}
        ...     ],
        ... )
        >>> builder = p.edit()
        >>> builder.pipeline_id == p.id
        True
        >>> builder.close()
        """
        return live.made("build", self, **options)

    def held(self, *, contributor: str | None = None) -> list[Work]:
        """What one has claimed and not handed in, with its drafts."""
        record = self._record
        found = self._services.pipelines.work.held(record, contributor=contributor)
        return [Work(self._services, record, each) for each in found]

    def tasks(
        self, status: str | Iterable[str] | None = None, *, offset: int = 0,
        limit: int | None = None,
    ) -> list[TaskRecord]:  # fmt: skip
        """Its tasks, oldest first, of some statuses or all."""
        return self._services.pipelines.minds.list(
            self._record, statuses=words_of(TaskStatus, status, "status"), offset=offset,
            limit=limit,
        )  # fmt: skip

    def task(self, task_id: str) -> TaskRecord:
        """One of its tasks.

        Raises:
            TaskNotFound: it has none of that id.
        """
        return self._services.pipelines.minds.get(self._record, task_id)

    def history(self, task_id: str) -> list[TaskEvent]:
        """What happened to a task, oldest first."""
        return self._services.pipelines.minds.history(self._record, task_id)

    def answers(self, task_id: str) -> list[AnswerRecord]:
        """What each contributor handed in for a task, oldest first."""
        return self._services.pipelines.minds.answers(self._record, task_id)

    def answer_rows(self) -> Rows:
        """The single answers that count, one row each: who gave which value for which task.

        Columns: ``task_id``, ``node``, ``round``, ``contributor``, ``kind``, ``submitted_at``, the
        form's fields, ``cost``, ``tokens``, ``latency_ms``. Answers that were returned or reverted
        are left out; `answers` has them.

        >>> p = vault.pipelines.create(
        ...     "p",
        ...     nodes=[
        ...         {
        ...             "name": "a",
        ...             "type": "subtask",
        ...             "overlap": 2,
        ...             "fields": [{"name": "x", "type": "boolean"}],
        ...         }
        ...     ],
        ... ).activate()
        >>> _ = p.add_tasks([{}])
        >>> for name in ("ana", "bo"):
        ...     p.claim(contributor=name)[0].submit({"x": name == "ana"})
        >>> p.answer_rows().df()[["contributor", "x"]].values.tolist()
        [['ana', True], ['bo', False]]
        """
        return self._services.pipelines.answers.rows(self._record)

    def requeue(self, task_id: str, *, note: str = "") -> TaskRecord:
        """Let a task that was escalated, quarantined or failed be claimed again."""
        return self._services.pipelines.minds.requeue(self._record, task_id, note)

    def quarantine(self, task_id: str, *, note: str) -> TaskRecord:
        """Take a task out of the work, saying why."""
        return self._services.pipelines.minds.quarantine(self._record, task_id, note)

    def revert(self, task_id: str, *, node: str, note: str = "") -> TaskRecord:
        """Take a task back to a subtask it has left; the answers stay in its history."""
        return self._services.pipelines.minds.revert(self._record, task_id, node, note)

    def save_template(self, name: str) -> Pipeline:
        """Keep its definition under a name, for ``vault.pipelines.create(template=name)``.

        Who is named at its nodes is left out.
        """
        self._services.pipelines.known.save_template(self._record, name)
        return self

    def to_yaml(self) -> str:
        """Its definition as YAML, which ``vault.pipelines.from_yaml`` reads."""
        from datavault_jupyter.features.pipelines import yaml_text

        record = self._record
        definition = self._services.pipelines.known.definition(record)
        return yaml_text.written(record.name, record.description, definition)

    def _now(self, record: PipelineRecord) -> Pipeline:
        self._known = record
        return self

    def __repr__(self) -> str:
        """Its status and progress, and what it is made of, as plain text."""
        return self._bundle()["text/plain"]

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return self._bundle()

    def _bundle(self) -> dict[str, str]:
        from datavault_jupyter.features.pipelines import view

        known = self._services.pipelines.known
        try:
            record = self._record
            shown = (record, known.definition(record), known.counts(record))
        except PipelineNotFound:
            text = f"Pipeline {self._known.name!r}: it was deleted."
            return {"text/plain": text, "text/html": html.frame(self._known.name, text=text)}
        return {"text/plain": view.pipeline_text(*shown), "text/html": view.pipeline_html(*shown)}
