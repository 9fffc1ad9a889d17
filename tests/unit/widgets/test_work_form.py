"""The work form as a widget: its traits, its still copy, what it leaves behind."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import ipywidgets
import pytest
import traitlets
from ipywidgets.widgets.widget import _instances

import datavault_jupyter as dv
from datavault_jupyter import Vault
from datavault_jupyter.features.pipelines import form_view

FIELDS = [
    dv.Field("reply", "long_text", source="given"),
    dv.Field("score", "rating", title="<b>How good?</b>"),
]


@pytest.fixture
def pipeline(vault: Vault) -> dv.Pipeline:
    nodes = [dv.Subtask("rate", fields=FIELDS), dv.Review("check")]
    made = vault.pipelines.create("Helpfulness", nodes=nodes, description="Two models").activate()
    made.add_tasks([{"reply": "secret answer"}] * 3)
    return made


def test_making_and_showing_it_claims_nothing(pipeline: dv.Pipeline) -> None:
    form = pipeline.work(node="check", height=300)
    assert isinstance(form, dv.WorkForm)
    assert (form.pipeline_id, form.node, form.height) == (pipeline.id, "check", 300)
    form._repr_mimebundle_()
    assert pipeline.counts["pending"] == 3
    # What the first picture needs has come along, and no task with it.
    assert form._boot["pipelines.work"]["counts"] == {"pending": 3}
    assert "secret" not in json.dumps(form._boot)
    form.close()


def test_its_still_copy_has_the_form_and_no_task(pipeline: dv.Pipeline) -> None:
    form = dv.WorkForm(pipeline)
    (work,) = pipeline.claim()
    work.submit({"score": 4})
    still = form._still()
    assert still["text/plain"].splitlines() == [
        "Work form of 'Helpfulness', Active · 0 of 3 tasks finished",
        "Field             Type       Where from",
        "reply             Long text  comes with the task",
        "<b>How good?</b>  Rating     filled in",
        "Run the cell to work on tasks.",
    ]
    assert "&lt;b&gt;How good?&lt;/b&gt;" in still["text/html"]
    assert "Two models" in still["text/html"]
    for text in ("<script", "<b>", "secret", work.task_id):
        assert text not in still["text/html"]
    form.close()


def test_a_long_form_is_cut_in_its_still_copy(vault: Vault) -> None:
    fields = [dv.Field(f"field {at}", "boolean") for at in range(100)]
    form = dv.WorkForm(vault.pipelines.create("P", nodes=[dv.Subtask("a", fields=fields)]))
    still = form._still()
    assert still["text/html"].count("<tr>") == 1 + form_view.MOST_FIELDS
    assert "70 more fields not shown" in still["text/plain"]
    form.close()


def test_of_a_deleted_pipeline_it_says_so(pipeline: dv.Pipeline) -> None:
    form = dv.WorkForm(pipeline)
    pipeline.complete().delete(confirm="delete")
    assert "was deleted" in repr(form)
    form.close()
    with pytest.raises(traitlets.TraitError, match="no pipeline"):
        dv.WorkForm(pipeline)


@pytest.mark.parametrize("node", ["rates", "Start", "End"])
def test_a_node_where_nobody_works_is_refused(pipeline: dv.Pipeline, node: str) -> None:
    with pytest.raises(traitlets.TraitError, match="There is work at: rate, check"):
        dv.WorkForm(pipeline, node=node)


def test_who_is_only_named_at_a_node_sees_no_more(
    vault: Vault, act_as: Callable[[str], Vault]
) -> None:
    nodes = [dv.Subtask("rate", fields=FIELDS, people=["eve"])]
    made = vault.pipelines.create("P", nodes=nodes).activate()
    made.add_tasks([{"reply": "a"}])
    form = act_as("eve").pipelines["P"].work(node="rate")
    assert "How good?" not in repr(form)
    told = form._boot["pipelines.work"]
    assert (told["refused"], told["counts"], told["contributor"]) == ("", {}, "eve")
    form.close()


def test_it_stands_in_a_box_and_leaves_nothing(pipeline: dv.Pipeline) -> None:
    before = set(_instances)
    form = dv.WorkForm(pipeline)
    box = ipywidgets.VBox([form])
    assert box.children == (form,)
    for each in (form, box.layout, box):
        each.close()
    assert set(_instances) == before
    assert form.comm is None


def test_the_page_tells_which_task_is_open(
    pipeline: dv.Pipeline, line: Callable[[Any], Any]
) -> None:
    form = dv.WorkForm(pipeline)
    line(form).set(task_id="tsk_1")
    assert form.task_id == "tsk_1"
