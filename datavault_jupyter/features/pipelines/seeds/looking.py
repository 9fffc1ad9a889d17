"""What would become of rows if they were made tasks; nothing is added."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.errors import BadAnswer, BadArgument, Refused
from datavault_jupyter.base.names import name_key
from datavault_jupyter.features.pipelines import service
from datavault_jupyter.features.pipelines.fields import Field
from datavault_jupyter.features.pipelines.records import PipelineRecord
from datavault_jupyter.features.pipelines.seeds.wire import (
    SeedColumn,
    SeedLook,
    SeedProblem,
    SeedTask,
)
from datavault_jupyter.features.pipelines.sending import form_field, sent
from datavault_jupyter.features.pipelines.tasks.many import queries
from datavault_jupyter.features.pipelines.tasks.many.seeding import given_of, key_of, require_open
from datavault_jupyter.storage.store import Store

Row = Mapping[str, Any]

# As many as are checked while one looks on; adding checks all of them.
MOST_ROWS = 2_000
_MOST_PROBLEMS = 50
_MOST_TASKS = 5
_MOST_SAMPLES = 3
_MOST_TEXT = 80
_MOST_COLUMNS = 500


class SeedLooks:
    """Looks at rows before they become tasks.

    Args:
        store: The vault.
        policy: Permissions of the actor.
        known: Finds what pipelines ask for.
    """

    def __init__(self, store: Store, policy: Policy, known: service.PipelineService) -> None:
        self._store = store
        self._policy = policy
        self._known = known

    def look(
        self,
        pipeline: PipelineRecord,
        rows: Iterable[Row],
        *,
        mapping: Mapping[str, str] | None,
        key: str | None,
        row_count: int | None,
    ) -> SeedLook:
        """The columns of rows, which field each fills, and what doesn't fit.

        Args:
            pipeline: What the tasks would be of.
            rows: Values by column; the first 2,000 are looked at.
            mapping: The column of each given field, "" for none; None: equal names.
            key: The column that says which row is which, "" for none; None: one that looks so.
            row_count: How many rows there are, where that is known.
        """
        self._policy.require(Action.PIPELINE_EDIT, pipeline.place)
        first, is_whole = _first(rows)
        columns = _columns(first)
        fields = self._known.definition(pipeline).given_fields
        names = [each.name for each in columns]
        mapped = dict(guessed(fields, names) if mapping is None else mapping)
        key = _guessed_key(first, names) if key is None else key
        checked = _Checked(fields, mapped, key or None)
        for number, row in enumerate(first, start=1):
            checked.take(row, number)
        return SeedLook(
            pipeline=pipeline.name,
            refused=_refused(pipeline),
            fields=tuple(map(form_field, fields)),
            columns=columns,
            mapping=mapped,
            key=key,
            row_count=len(first) if is_whole else row_count,
            looked_count=len(first),
            known_count=self._known_count(pipeline, checked),
            problem_count=checked.problem_count,
            problems=tuple(checked.problems),
            tasks=tuple(checked.tasks),
        )

    def _known_count(self, pipeline: PipelineRecord, checked: _Checked) -> int:
        with self._store.catalog.read() as connection:
            return len(queries.known_keys(connection, pipeline.key, sorted(checked.keys)))


class _Checked:
    """Rows as they are looked at, one after the other."""

    def __init__(
        self, fields: Sequence[Field], mapping: Mapping[str, str], key: str | None
    ) -> None:
        self._fields = {each.name: each for each in fields}
        self._mapping = mapping
        self._key = key
        self.keys: set[str] = set()
        self.problem_count = 0
        self.problems: list[SeedProblem] = []
        self.tasks: list[SeedTask] = []

    def take(self, row: Row, number: int) -> None:
        """Check a row; what is wrong with it is kept, and nothing refused."""
        try:
            given = given_of(row, self._fields.values(), self._mapping, number)
            text = key_of(row, self._key, number)
        except (BadAnswer, BadArgument) as error:
            self._complain(number, error.field or "", error.message)
            return
        if text is not None and text in self.keys:
            said = f"Row {number:,} has the key {text!r:.60}, as a row before it."
            self._complain(number, "", said)
            return
        if text is not None:
            self.keys.add(text)
        if len(self.tasks) < _MOST_TASKS:
            shown = {name: sent(self._fields[name], value) for name, value in given.items()}
            self.tasks.append(SeedTask(number, shown))

    def _complain(self, number: int, name: str, message: str) -> None:
        self.problem_count += 1
        if len(self.problems) < _MOST_PROBLEMS:
            field = name if name in self._fields else ""
            self.problems.append(SeedProblem(number, field, message))


def _first(rows: Iterable[Row]) -> tuple[list[Row], bool]:
    """The rows to look at, and whether there are no others."""
    found = list(itertools.islice(rows, MOST_ROWS + 1))
    for number, row in enumerate(found, start=1):
        if not isinstance(row, Mapping):
            raise BadArgument(f"Row {number:,} has no columns; it is {row!r:.60}.")
    return found[:MOST_ROWS], len(found) <= MOST_ROWS


def _columns(rows: Sequence[Row]) -> tuple[SeedColumn, ...]:
    samples: dict[str, dict[str, None]] = {}
    for row in rows:
        for name, value in row.items():
            if str(name) not in samples and len(samples) >= _MOST_COLUMNS:
                continue
            seen = samples.setdefault(str(name), {})
            if value is not None and len(seen) < _MOST_SAMPLES:
                seen[_cut(value)] = None
    return tuple(SeedColumn(name, tuple(seen)) for name, seen in samples.items())


def _cut(value: Any) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= _MOST_TEXT else f"{text[: _MOST_TEXT - 1]}…"


def guessed(fields: Sequence[Field], columns: Sequence[str]) -> dict[str, str]:
    """The column of each field by its name, else by its title; "" where there is none.

    >>> guessed([Field("prompt", "short_text", source="given")], ["id", "Prompt"])
    {'prompt': 'Prompt'}
    """
    known = {name_key(name): name for name in reversed(columns)}
    return {
        each.name: known.get(name_key(each.name)) or known.get(name_key(each.label)) or ""
        for each in fields
    }


def _guessed_key(rows: Sequence[Row], columns: Sequence[str]) -> str:
    """A column called id or key whose values are there and differ; "" where none is."""
    for name in columns:
        if name_key(name) not in ("id", "key"):
            continue
        values = [str(row.get(name)) for row in rows if row.get(name) is not None]
        if len(values) == len(rows) == len(set(values)):
            return name
    return ""


def _refused(pipeline: PipelineRecord) -> str:
    try:
        require_open(pipeline)
    except Refused as error:
        return f"{error.message} {error.hint}".strip()
    return ""
