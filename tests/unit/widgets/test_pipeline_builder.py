"""The builder as a widget: its traits, its still copy, what it leaves behind."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import traitlets
from ipywidgets.widgets.widget import _instances

import datavault_jupyter as dv
from datavault_jupyter import Vault

FIELDS = [dv.Field("score", "rating", title="<b>How good?</b>")]


@pytest.fixture
def pipeline(vault: Vault) -> dv.Pipeline:
    return vault.pipelines.create("Tone", nodes=[dv.Subtask("rate", fields=FIELDS)])


def test_it_opens_a_pipeline_or_a_new_one(vault: Vault, pipeline: dv.Pipeline) -> None:
    vault.projects.create("Alpha")
    edit = pipeline.edit(height=300)
    assert isinstance(edit, dv.PipelineBuilder)
    assert (edit.pipeline_id, edit.height, edit.is_changed) == (pipeline.id, 300, False)
    assert edit._boot["pipelines.draft"]["draft"]["steps"][0]["name"] == "rate"
    new = vault.pipelines.build(name="Warmth", project="alpha")
    assert (new.pipeline, new.project) == (None, "Alpha")
    told = new._boot["pipelines.draft"]
    assert (told["draft"]["name"], told["projects"], told["mark"]) == ("Warmth", ["Alpha"], "")
    # Nothing was made of it.
    assert [each.name for each in vault.pipelines] == ["Tone"]
    for each in (edit, new):
        each.close()


def test_its_still_copy_is_the_pipelines(vault: Vault, pipeline: dv.Pipeline) -> None:
    with_one, new = pipeline.edit(), dv.PipelineBuilder(vault, name="<b>")
    assert "Pipeline 'Tone', Draft" in repr(with_one)
    assert "<b>" not in new._still()["text/html"]
    assert "isn't saved yet" in repr(new)
    pipeline.delete(confirm="delete")
    assert "no pipeline" in repr(with_one)
    for each in (with_one, new):
        each.close()


def test_what_is_not_there_is_refused(vault: Vault) -> None:
    with pytest.raises(traitlets.TraitError, match="no project"):
        vault.pipelines.build(project="Beta")
    builder = vault.pipelines.build()
    with pytest.raises(traitlets.TraitError, match="no pipeline"):
        builder.pipeline_id = "pip_0"
    builder.close()


def test_who_may_not_define_sees_no_form(
    vault: Vault, pipeline: dv.Pipeline, act_as: Callable[[str], Vault]
) -> None:
    eve = act_as("eve")
    new = eve.pipelines.build()
    assert new._boot == {}
    new.close()


def test_it_leaves_nothing(pipeline: dv.Pipeline) -> None:
    before = set(_instances)
    pipeline.edit().close()
    assert set(_instances) == before
