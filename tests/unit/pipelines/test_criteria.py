"""Criteria have versions, and what a version meant stays."""

from __future__ import annotations

from typing import Any

import pytest

import datavault_jupyter as dv
from datavault_jupyter import Vault
from datavault_jupyter.base.errors import BadDefinition

TEXT = dv.Field("reply", "short_text", source="given")


def node(name: str = "faithful", **settings: Any) -> Any:
    told = {"criterion": "Faithful", "output": "boolean", "rubric": "No made-up fact."} | settings
    return dv.Subtask("judge", fields=[TEXT, dv.Field(name, "criteria", **told)])


def test_an_answer_keeps_the_version_it_was_judged_by(vault: Vault) -> None:
    pipeline = vault.pipelines.create("p", nodes=[node()]).activate()
    pipeline.add_tasks([{"reply": "a"}, {"reply": "b"}])
    first, second = pipeline.claim(2)
    first.submit({"faithful": True})
    pipeline.redefine([node(version=2, rubric="Nor a left-out one.")]).publish()
    # Begun with the first form, it is judged by its rubric, whatever is said.
    second.submit({"faithful": {"value": False, "reasoning": "2030?", "version": 7}})
    pipeline.add_tasks([{"reply": "c"}])
    pipeline.claim()[0].submit({"faithful": True})
    contents = [
        answer.content["faithful"]
        for task in pipeline.tasks()
        for answer in pipeline.answers(task.id)
    ]
    assert sorted(contents, key=str) == [
        {"value": False, "reasoning": "2030?", "version": 1},
        {"value": True, "version": 1},
        {"value": True, "version": 2},
    ]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"rubric": "Another."}, "rubric"),
        ({"output": "rating"}, "output"),
        ({"criterion": "FAITHFUL", "rubric": "Another."}, "rubric"),
    ],
)
def test_what_changes_needs_a_new_version(vault: Vault, change: dict[str, Any], what: str) -> None:
    pipeline = vault.pipelines.create("p", nodes=[node()]).activate()
    pipeline.redefine([node(version=2)]).publish()
    # Under another name where the column would change its type.
    pipeline.redefine([node(name="judged" if "output" in change else "faithful", **change)])
    with pytest.raises(BadDefinition, match=f"version 1 .* meant something else: {what}") as caught:
        pipeline.publish()
    assert caught.value.hint == "Give it version=3."
    assert pipeline.form_number == 2


def test_the_same_version_at_two_nodes_means_the_same(vault: Vault) -> None:
    other = dv.Field("again", "criteria", criterion="Faithful", output="boolean", rubric="x")
    nodes: list[Any] = [node(), dv.Subtask("judge again", fields=[other])]
    pipeline = vault.pipelines.create("p", nodes=nodes)
    with pytest.raises(BadDefinition, match="'judge again': version 1"):
        pipeline.activate()
    assert pipeline.status == "draft"


def test_criteria_without_a_name_have_no_versions(vault: Vault) -> None:
    pipeline = vault.pipelines.create("p", nodes=[node(criterion="")]).activate()
    pipeline.redefine([node(criterion="", rubric="Another.")]).publish()
    pipeline.add_tasks([{"reply": "a"}])
    pipeline.claim()[0].submit({"faithful": True})
    (task,) = pipeline.tasks()
    assert pipeline.answers(task.id)[0].content == {"faithful": {"value": True}}
