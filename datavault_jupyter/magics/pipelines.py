"""Verbs for pipelines, whose tasks fill datasets."""

from __future__ import annotations

from typing import Any

from datavault_jupyter.base.wording import count
from datavault_jupyter.magics.parsing import Parser
from datavault_jupyter.magics.verbs import Call, Unshown, Verb


def _tasks_options(parser: Parser) -> None:
    parser.add_argument("name", metavar="PIPELINE", help="the pipeline")
    parser.add_argument("source", metavar="SOURCE", help="the path of a file, or a dataset")
    parser.add_argument(
        "--key", metavar="COLUMN", help="says which row is which: one with a task is left out"
    )


def _list(call: Call) -> Any:
    return call.vault.pipelines


def _tasks(call: Call) -> Any:
    asked = call.options
    pipeline = call.vault.pipelines.get(asked.name)
    dataset = call.vault.find(asked.source)
    added = pipeline.add_tasks(asked.source if dataset is None else dataset, key=asked.key)
    known = f"; {count(added.known_count, 'row')} had one already" if added.known_count else ""
    call.say(f"Added {count(added.added_count, 'task')} to {pipeline.name!r}{known}.")
    return Unshown(added)


PIPELINES = Verb(
    "pipelines",
    "The pipelines, whose tasks fill datasets.",
    lambda _parser: None,
    _list,
    ("%vault pipelines",),
)
TASKS = Verb(
    "tasks",
    "Add a task to a pipeline for each row of a file or dataset.",
    _tasks_options,
    _tasks,
    ("%vault tasks Helpfulness replies.csv --key id",),
    names_files=True,
)
