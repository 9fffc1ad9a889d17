"""What a pipeline can be made of; each refusal names its node."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import datavault_jupyter as dv
from datavault_jupyter.base.errors import BadArgument, BadDefinition, NameTaken, PipelineNotFound
from datavault_jupyter.features.pipelines.definition import Definition
from datavault_jupyter.features.pipelines.yaml_text import read, written
from tests.unit.pipelines.conftest import REPLY, SCORE, Make

A = dv.Subtask("a", fields=[SCORE])
B = dv.Subtask("b", fields=[dv.Field("better", "long_text")])


def case(**changes: Any) -> dict[str, Any]:
    return {"field": "score", "op": "at_least", "value": 4, "then": "End", **changes}


@pytest.mark.parametrize(
    ("nodes", "field", "words"),
    [
        (list, None, "needs a node"),
        (lambda: [A, dv.Start(), dv.Start("again")], "again", "has one start"),
        (lambda: [A, dv.End(), dv.End("again")], "again", "has one end"),
        (lambda: [A, dv.Subtask("A", fields=[REPLY, SCORE])], None, "Two nodes are named"),
        (lambda: [dv.Start(then="r"), A, dv.Review("r")], "Start", "which is no subtask"),
        (lambda: [dv.Subtask("a", fields=[SCORE], then="nowhere")], "a", "which isn't there"),
        (lambda: [dv.Subtask("a", fields=[SCORE], then="End"), B], "b", "No task would ever come"),
        (lambda: [A, dv.Gate("g", cases=[case(then="a")])], "g", "go round for ever"),
        (lambda: [dv.Subtask("a", fields=[REPLY])], "a", "asks for nothing"),
        (lambda: [A, dv.Review("r"), dv.Review("s")], "s", "must follow one subtask"),
        (lambda: [A, dv.Gate("g", cases=[])], "g", "has no case"),
        (lambda: [A, dv.Gate("g", cases=[case(field="scope")])], "g", "which isn't there"),
        (lambda: [A, dv.Gate("g", cases=[case(field="better", op="is_empty")]), B], "g", "after"),
        (lambda: [A, dv.Gate("g", cases=[case(op="equals", value=9)])], "g", "compares with 9"),
        (lambda: [A, dv.Gate("g", cases=[case(op="above")])], "g", "no operator 'above'"),
        (lambda: [A, dv.Subtask("c", fields=[dv.Field("Score", "boolean")])], "c", "is in 'a'"),
        (lambda: [{"name": "a", "type": "subtask", "field": []}], "a", "no setting 'field'"),
        (lambda: [{"name": "a", "type": "subtask", "fields": "x"}], "a", "is a list"),
        (lambda: [{"name": "a", "type": "subtask", "overlap": 0}], "a", "from 1"),
        (
            lambda: [A, {"name": "r", "type": "review", "on_limit": "x"}],
            "r", "quarantine or escalate",
        ),
    ],
)  # fmt: skip
def test_what_can_not_work_is_refused_with_its_node(
    nodes: Callable[[], list[Any]], field: str | None, words: str
) -> None:
    with pytest.raises(BadDefinition, match=words) as caught:
        Definition.of(nodes())
    if field is not None:
        assert caught.value.field == field


def test_resolve_names_fields_and_rules() -> None:
    with pytest.raises(BadDefinition, match="which it hasn't"):
        dv.Subtask("a", fields=[SCORE], resolve={"scope": "mean"})
    with pytest.raises(BadDefinition, match="no rule 'vote'"):
        dv.Subtask("a", fields=[SCORE], resolve={"score": "vote"})


def test_a_list_of_nodes_is_a_line() -> None:
    made = Definition.of([A, dv.Review("check"), B])
    assert [(node.name, node.then) for node in made.nodes] == [
        ("Start", "a"), ("a", "check"), ("check", "b"), ("b", "End"), ("End", ""),
    ]  # fmt: skip
    assert Definition.of(made.to_list()) == made


def test_many_gates_are_checked_at_once() -> None:
    """Every path alone would take two to the power of their number."""
    gates = [dv.Gate(f"g{at}", cases=[case(then=f"s{at}")], then=f"s{at}") for at in range(30)]
    stops = [
        dv.Subtask(f"s{at}", fields=[dv.Field(f"f{at}", "boolean")], then=f"g{at + 1}")
        for at in range(29)
    ]
    last = dv.Subtask("s29", fields=[dv.Field("f29", "boolean")])
    assert len(Definition.of([A, *gates, *stops, last]).nodes) == 63


def test_yaml_comes_back_the_same(vault: dv.Vault, make: Make) -> None:
    first = make(
        dv.Subtask("a", fields=[REPLY, SCORE], overlap=3, people=["ana"], instructions="*Look*"),
        dv.Review("check", max_rounds=2),
        dv.Gate("good?", cases=[case()], then="b"),
        B,
        tasks=0,
    )
    text = first.describe("How helpful").to_yaml()
    second = vault.pipelines.from_yaml(text, name="Again")
    assert second.nodes == first.nodes
    assert second.description == "How helpful"
    assert second.to_yaml() == text.replace("Helpfulness", "Again")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name: [\n", "no YAML"),
        ("- a\n- b\n", "has a name and a list"),
        ("name: p\nnodes: []\n", "needs a node"),
        ("name: p\nnode: []\nnodes: []\n", "no 'node'"),
        ("name: 5\nnodes: []\n", "are texts"),
    ],
)
def test_yaml_of_no_pipeline_is_refused(vault: dv.Vault, text: str, words: str) -> None:
    with pytest.raises(BadDefinition, match=words):
        vault.pipelines.from_yaml(text)
    assert vault.pipelines.list() == []


def test_names_are_unique_in_a_project(vault: dv.Vault, make: Make) -> None:
    make()
    with pytest.raises(NameTaken):
        vault.pipelines.create("helpfulness", nodes=[A])
    vault.projects.create("Other")
    other = vault.pipelines.create("Helpfulness", nodes=[A], project="Other")
    assert vault.pipelines["Other/Helpfulness"].id == other.id


def test_columns_that_come_and_go(make: Make) -> None:
    pipeline = make(dv.Subtask("a", fields=[REPLY, SCORE]), tasks=2)
    pipeline.claim()[0].submit({"score": 4})
    sure = dv.Field("sure", "boolean")
    pipeline.redefine([dv.Subtask("a", fields=[REPLY, sure])]).publish()
    assert pipeline.form_number == 2
    assert pipeline.dataset.columns[3:] == ["reply", "score", "sure"]
    # The one that was begun follows its form to the end; the other one asks for the new field.
    pipeline.claim()[0].submit({"sure": True})
    found = pipeline.dataset.sql("SELECT score, sure FROM this").fetchall()
    assert found == [(4, None), (None, True)]
    with pytest.raises(BadDefinition, match="was INTEGER and would become VARCHAR"):
        pipeline.redefine([dv.Subtask("a", fields=[REPLY, dv.Field("score", "short_text")])])
    assert pipeline.form_number == 2


def test_a_form_without_changes_is_not_published(make: Make) -> None:
    with pytest.raises(BadDefinition, match="no changes to publish"):
        make().publish()


def test_a_template_leaves_people_out(vault: dv.Vault, make: Make) -> None:
    node = dv.Subtask("a", fields=[REPLY, SCORE], people=["ana"], overlap=2)
    make(node, tasks=0).save_template("Rating").save_template("Rating")
    assert vault.pipelines.templates() == ["Rating"]
    made = vault.pipelines.create("Again", template="Rating")
    assert made.nodes[1].people == ()
    assert made.nodes[1].overlap == 2
    with pytest.raises(PipelineNotFound, match="no template 'rating'"):
        vault.pipelines.create("p", template="rating")
    with pytest.raises(BadArgument):
        vault.pipelines.create("p")
    with pytest.raises(BadArgument):
        vault.pipelines.create("p", nodes=[node], template="Rating")


@pytest.mark.parametrize("text", ["\x85", "a\u2028b", "a\r\nb", "a\nb\x85", "\u2029", "a\nb "])
def test_yaml_keeps_every_kind_of_line_end(text: str) -> None:
    node = dv.Subtask("rate", fields=[dv.Field("x", "boolean")], instructions=text)
    definition = Definition.of([node])
    (made, *_) = [
        each for each in read(written("p", text, definition)).nodes if each["name"] == "rate"
    ]
    assert made["instructions"] == text
    assert read(written("p", text, definition)).description == text
