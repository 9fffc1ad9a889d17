"""The table of the twelve types: what each takes, refuses and becomes."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from datavault_jupyter.base.errors import BadAnswer, BadArgument, BadDefinition, BadName
from datavault_jupyter.features.pipelines.fields import FIELD_KINDS, Field, FieldType
from tests.unit.pipelines.conftest import Make, rows

EVERY = [(kind, line) for kind, line in FIELD_KINDS.items()]


def test_there_are_twelve_with_three_examples_of_each_sort() -> None:
    assert set(FIELD_KINDS) == set(FieldType)
    assert len(FIELD_KINDS) == 12
    for line in FIELD_KINDS.values():
        assert (len(line.valid), len(line.invalid)) == (3, 3)
        assert line.stored


@pytest.mark.parametrize(
    ("kind", "value"), [(kind, value) for kind, line in EVERY for value in line.valid]
)
def test_valid_values_are_taken_and_stay_what_they_are(kind: FieldType, value: Any) -> None:
    field = Field("x", kind, **FIELD_KINDS[kind].given)
    stored = field.checked(value)
    assert field.checked(stored) == stored
    assert json.loads(json.dumps(stored)) == stored


@pytest.mark.parametrize(
    ("kind", "value"), [(kind, value) for kind, line in EVERY for value in line.invalid]
)
def test_invalid_values_are_refused_in_one_sentence(kind: FieldType, value: Any) -> None:
    with pytest.raises(BadAnswer, match="^The field 'x' .*") as caught:
        Field("x", kind, **FIELD_KINDS[kind].given).checked(value)
    assert caught.value.field == "x"
    assert caught.value.message.endswith(".")


@pytest.mark.parametrize(("kind", "line"), EVERY)
def test_a_field_survives_being_written_down(kind: FieldType, line: Any) -> None:
    field = Field("x", kind, title="T", helper="*h*", is_optional=True, **line.given)
    assert Field.of(json.loads(json.dumps(field.to_dict()))) == field


@pytest.mark.parametrize(("kind", "line"), EVERY)
def test_answers_become_values_of_the_column(make: Make, kind: FieldType, line: Any) -> None:
    """Through the catalogue, the live table and the frozen version, the same value."""
    import datavault_jupyter as dv

    field = Field("x", kind, **line.given)
    pipeline = make(dv.Subtask("a", fields=[field]), tasks=0)
    pipeline.add_tasks([{} for _ in line.valid])
    for work, value in zip(pipeline.claim(3), line.valid, strict=True):
        work.submit({"x": value})
    assert pipeline.dataset.types["x"] == field.column_type
    live = rows(pipeline, "x")
    assert all(value is not None for (value,) in live)
    pipeline.complete()
    assert pipeline.dataset.types["x"] == field.column_type
    assert rows(pipeline, "x") == live


def test_what_people_have_is_taken_as_well() -> None:
    assert Field("x", "boolean").checked(np.bool_(True)) is True  # noqa: FBT003 - a value
    assert Field("x", "rating").checked(np.int64(3)) == 3
    assert Field("x", "numeric").checked(Decimal("1.5")) == 1.5
    moment = datetime(2026, 11, 28, 14, tzinfo=UTC)
    assert Field("x", "datetime").checked(moment) == "2026-11-28T14:00:00Z"
    assert Field("x", "datetime", has_time=False).checked(moment) == "2026-11-28"


def test_no_number_loses_digits_unsaid() -> None:
    with pytest.raises(BadAnswer, match="exactly"):
        Field("x", "numeric").checked(2**53 + 1)
    assert Field("x", "numeric", is_integer=True).checked(2**53 + 1) == 2**53 + 1


def test_repeated_values_are_a_list() -> None:
    field = Field("x", "short_text", repeat=(1, 2))
    assert field.column_type == "VARCHAR[]"
    assert field.checked(["a"]) == ["a"]
    for wrong in ([], ["a", "b", "c"], "a", [1]):
        with pytest.raises(BadAnswer):
            field.checked(wrong)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"name": "x", "type": "rating", "max": 0}, "not below"),
        ({"name": "x", "type": "rating", "maximum": 5}, "no setting 'maximum'"),
        ({"name": "x", "type": "select"}, "needs options="),
        ({"name": "x", "type": "select", "options": ["a", "A"]}, "list of different texts"),
        ({"name": "x", "type": "short_text", "pattern": "("}, "no regular expression"),
        ({"name": "x", "type": "pairwise", "first": "a", "second": "a"}, "the same"),
        ({"name": "x", "type": "criteria", "output": "words"}, "output="),
        ({"name": "x", "type": "criteria", "output": "select"}, "needs options="),
        ({"name": "x", "type": "criteria", "repeat": [0, 2]}, "can't repeat"),
        ({"name": "x", "type": "boolean", "repeat": [3, 2]}, "least and the most"),
        ({"name": "x", "type": "boolean", "value": True}, "Only a static field"),
        ({"name": "status", "type": "boolean"}, "every pipeline's dataset has"),
        ({"type": "boolean"}, "lacks its name"),
        ({"name": "x" * 121, "type": "boolean"}, "120 characters"),
    ],
)
def test_a_field_that_can_not_be_is_named(told: dict[str, Any], words: str) -> None:
    with pytest.raises(BadDefinition, match=words):
        Field.of(told)


def test_an_unknown_type_lists_the_twelve() -> None:
    with pytest.raises(BadArgument) as caught:
        Field("x", "stars")
    assert "pairwise" in caught.value.hint
    with pytest.raises(BadName):
        Field(" ", "rating")
