"""What the panel for new tasks asks and is told, as it goes over the wire."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from datavault_jupyter.features.pipelines.wire import FormField


@dataclass(frozen=True, slots=True)
class SeedSource:
    """Where rows come from.

    Attributes:
        kind: ``dataset``, ``file`` or ``given``: what Python gave the panel.
        value: Id of the dataset, path of the file, or the key of what was given.
    """

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class SeedArgs:
    """Rows for tasks, and how they become some.

    Attributes:
        pipeline_id: ``pip_…``.
        mapping: The column of each given field, "" for none; None: equal names.
        key: The column that says which row is which, "" for none; None: one that looks so.
    """

    pipeline_id: str
    source: SeedSource
    mapping: Mapping[str, str] | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class SeedColumn:
    """A column of the source.

    Attributes:
        samples: The first different values, as text, cut.
    """

    name: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeedProblem:
    """A row that makes no task.

    Attributes:
        row: Its number, from 1.
        field: The field it doesn't fit; "" where it is the key.
        message: One sentence.
    """

    row: int
    field: str
    message: str


@dataclass(frozen=True, slots=True)
class SeedTask:
    """A task that a row would become: values by field, numbers as text."""

    row: int
    given: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SeedLook:
    """What would become of the rows.

    Attributes:
        refused: Why the pipeline takes no tasks now; "" where it does.
        fields: What comes with a task.
        columns: What the source has.
        mapping: The column of each field; "" for none.
        key: The column that says which row is which; "" for none.
        row_count: How many rows the source has; None where that takes reading all of it.
        looked_count: How many of them were looked at, from the first.
        known_count: How many of these have a task already, by their key.
        problem_count: How many of these make no task.
        problems: The first of them.
        tasks: What the first others become.
    """

    pipeline: str
    refused: str
    fields: tuple[FormField, ...]
    columns: tuple[SeedColumn, ...]
    mapping: Mapping[str, str]
    key: str
    row_count: int | None
    looked_count: int
    known_count: int = 0
    problem_count: int = 0
    problems: tuple[SeedProblem, ...] = ()
    tasks: tuple[SeedTask, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class SeedOutcome:
    """What became of the rows.

    Attributes:
        added_count: New tasks.
        known_count: Rows that had one already.
    """

    added_count: int
    known_count: int
