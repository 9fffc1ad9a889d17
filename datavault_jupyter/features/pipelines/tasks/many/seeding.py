"""Seeding: tasks out of rows of values, each row once."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.errors import BadAnswer, BadArgument, Refused
from datavault_jupyter.base.ids import new_id
from datavault_jupyter.base.names import did_you_mean, name_key
from datavault_jupyter.features.pipelines import queries as pipelines
from datavault_jupyter.features.pipelines.definition import Definition
from datavault_jupyter.features.pipelines.fields import Field
from datavault_jupyter.features.pipelines.records import PipelineRecord, PipelineStatus
from datavault_jupyter.features.pipelines.tasks import flow, queries
from datavault_jupyter.features.pipelines.tasks.many import queries as many
from datavault_jupyter.features.pipelines.tasks.turns import Forms, Turn, turn
from datavault_jupyter.storage.store import Store

# Longer transactions would keep other notebooks waiting.
AT_ONCE = 5_000
MOST_KEY = 300


@dataclass(frozen=True, slots=True)
class Seeded:
    """What became of the rows.

    Attributes:
        added_count: New tasks.
        known_count: Rows whose key had a task already.
    """

    added_count: int
    known_count: int


class SeedService:
    """Makes tasks.

    Args:
        store: The vault.
        policy: Permissions of the actor.
        forms: Published forms.
    """

    def __init__(self, store: Store, policy: Policy, forms: Forms) -> None:
        self._store = store
        self._policy = policy
        self._forms = forms

    def add(
        self,
        pipeline: PipelineRecord,
        rows: Iterable[Mapping[str, Any]],
        *,
        mapping: Mapping[str, str] | None = None,
        key: str | None = None,
    ) -> Seeded:
        """Add a task for each row; all rows are checked before the first is added.

        Args:
            pipeline: It has a published form.
            rows: Values by column.
            mapping: The column each given field is taken from; equal names by default, "" for
                none.
            key: The column that says which row is which: one that has a task is left out.

        Raises:
            BadAnswer: a value doesn't fit, with the number of its row.
            BadArgument: a column isn't there, or a key is missing or there twice.
            Refused: there is no form yet, or the pipeline is completed.
        """
        self._policy.require(Action.PIPELINE_EDIT, pipeline.place)
        with self._store.catalog.read() as connection:
            require_open(pipeline)
            form_key, definition = self._forms.keyed(
                connection, pipeline.key, pipeline.version_number
            )
        made = list(_checked(rows, definition, mapping or {}, key))
        added = known = 0
        for several in _by(made, AT_ONCE):
            with turn(
                self._store, self._forms, pipeline.key, self._policy.actor_name, require_open
            ) as at:
                new = self._insert(at, form_key, definition, several)
            added += new
            known += len(several) - new
        return Seeded(added, known)

    @staticmethod
    def _insert(
        at: Turn,
        form_key: int,
        definition: Definition,
        several: list[tuple[dict[str, Any], str | None]],
    ) -> int:
        keys = [key for _, key in several if key is not None]
        known = many.known_keys(at.connection, at.pipeline.key, keys) if keys else set()
        fresh = [(given, key) for given, key in several if key is None or key not in known]
        if not fresh:
            return 0
        revision = at.touch()
        # The same for all of them but for what is given.
        values = queries.way_values(flow.begun(definition, {}))
        many.insert_tasks(
            at.connection,
            [
                {
                    **values,
                    "uid": new_id("tsk"),
                    "pipeline_id": at.pipeline.key,
                    "dataset_id": at.pipeline.dataset_key,
                    "pipeline_version_id": form_key,
                    "revision": revision,
                    "idempotency_key": key,
                    "given": queries.dumped(given),
                    "created_at": at.moment,
                    "updated_at": at.moment,
                }
                for given, key in fresh
            ],
        )
        if at.pipeline.dataset_key is not None:
            pipelines.add_rows(at.connection, at.pipeline.dataset_key, len(fresh))
        return len(fresh)


def require_open(pipeline: PipelineRecord) -> None:
    """Whether a pipeline takes tasks.

    Raises:
        Refused: it wasn't activated yet, or is completed.
    """
    if pipeline.version_number == 0 or pipeline.dataset_key is None:
        raise Refused(
            f"{pipeline.name!r} takes no tasks before it is activated.", hint="Activate it."
        )
    if pipeline.status not in (PipelineStatus.ACTIVE, PipelineStatus.PAUSED):
        raise Refused(
            f"The pipeline {pipeline.name!r} is {pipeline.status.value}.",
            hint="Activate it again to add tasks.",
        )


def _checked(
    rows: Iterable[Mapping[str, Any]],
    definition: Definition,
    mapping: Mapping[str, str],
    key: str | None,
) -> Iterator[tuple[dict[str, Any], str | None]]:
    fields = definition.given_fields
    for name in mapping:
        if name not in {each.name for each in fields}:
            known = [each.name for each in fields]
            raise BadArgument(
                f"No given field is named {name!r}.",
                hint=did_you_mean(name, known) or f"Given fields: {', '.join(known) or 'none'}.",
                field="mapping",
            )
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, Mapping):
            raise BadArgument(f"Row {number:,} has no columns; it is {row!r:.60}.")
        given = given_of(row, fields, mapping, number)
        text = key_of(row, key, number)
        if text is not None:
            if text in seen:
                raise BadArgument(
                    f"Row {number:,} has the key {text!r:.60}, as a row before it.", field=key
                )
            seen.add(text)
        yield given, text


def given_of(
    row: Mapping[str, Any], fields: Iterable[Field], mapping: Mapping[str, str], number: int
) -> dict[str, Any]:
    """The given values of the task that a row becomes.

    Args:
        row: Values by column.
        fields: The given fields.
        mapping: The column of each field, where it isn't named as the field is; "" for none.
        number: Of the row, for the sentence where it doesn't fit.

    Raises:
        BadAnswer: a value is missing or doesn't fit.
    """
    made = {}
    for field in fields:
        column = mapping.get(field.name, field.name)
        value = _cell(row, column) if column else None
        if value is None:
            if field.is_optional:
                continue
            raise _lack(row, field, column, number)
        try:
            made[field.name] = field.checked(value)
        except BadAnswer as error:
            raise BadAnswer(f"Row {number:,}: {error.message}", field=field.name) from None
    return made


def _lack(row: Mapping[str, Any], field: Field, column: str, number: int) -> BadAnswer:
    if not column:
        return BadAnswer(
            f"Row {number:,}: the field {field.name!r} needs a value, and has no column.",
            hint="Choose its column.",
            field=field.name,
        )
    there = any(name_key(str(each)) == name_key(column) for each in row)
    lack = "is empty" if there else "isn't there"
    hint = did_you_mean(column, map(str, row)) or f"Columns: {', '.join(map(str, list(row)[:12]))}."
    return BadAnswer(
        f"Row {number:,}: the column {column!r} of the field {field.name!r} {lack}.",
        hint="" if there else hint,
        field=field.name,
    )


def _cell(row: Mapping[str, Any], column: str) -> Any:
    """A value by the name of its column; a missing number of a frame is none."""
    value = row.get(column)
    if value is None:
        key = name_key(column)
        value = next((row[each] for each in row if name_key(str(each)) == key), None)
    return None if isinstance(value, float) and math.isnan(value) else value


def key_of(row: Mapping[str, Any], key: str | None, number: int) -> str | None:
    """What says which row is which, or None where nothing does.

    Raises:
        BadArgument: it has no key, or a very long one.
    """
    if key is None:
        return None
    value = _cell(row, key)
    if value is None:
        raise BadArgument(f"Row {number:,} has no value in the key column {key!r}.", field="key")
    text = str(value)
    if len(text) > MOST_KEY:
        raise BadArgument(f"Row {number:,} has a key of more than {MOST_KEY} characters.")
    return text


def _by(
    rows: list[tuple[dict[str, Any], str | None]], size: int
) -> Iterator[list[tuple[dict[str, Any], str | None]]]:
    several = iter(rows)
    while batch := list(itertools.islice(several, size)):
        yield batch
