"""Pipelines as still displays: everything said, nothing marked up."""

from __future__ import annotations

import datavault_jupyter as dv
from tests.unit.pipelines.conftest import REPLY, SCORE, Make


def test_a_pipeline_says_how_far_it_is(make: Make) -> None:
    good = {"field": "score", "op": "at_least", "value": 4, "then": "End"}
    pipeline = make(
        dv.Subtask("rate", fields=[REPLY, SCORE], overlap=2, people=["ana"]),
        dv.Review("check"),
        dv.Gate("good?", cases=[good], then="fix"),
        dv.Subtask("fix", fields=[dv.Field("<b>better</b>", "long_text")]),
        tasks=2,
    )
    pipeline.claim(contributor="ana")
    lines = repr(pipeline).splitlines()
    assert lines[0] == (
        "Pipeline 'Helpfulness', Active · 0 of 2 tasks finished, 1 pending, 1 in progress"
    )
    assert [line.split("  ")[0] for line in lines[1:-1]] == [
        "Node", "Start", "rate", "check", "good?", "fix", "End",
    ]  # fmt: skip
    assert lines[-1] == "(form 1)"
    shown = pipeline._repr_mimebundle_()["text/html"]
    assert "gate: score at least 4: End; else fix" in shown
    assert "&lt;b&gt;better&lt;/b&gt;" in shown
    assert "<b>" not in shown
    pipeline.redefine(pipeline.nodes)
    assert repr(pipeline).splitlines()[-1] == "(form 1 · a draft waits to be published)"


def test_the_list_of_pipelines(vault: dv.Vault, make: Make) -> None:
    assert "No pipelines yet" in repr(vault.pipelines)
    assert "No pipelines yet" in vault.pipelines._repr_html_()
    make(name="<i>One</i>")
    assert "&lt;i&gt;One&lt;/i&gt;" in vault.pipelines._repr_html_()
    assert repr(vault.pipelines).splitlines()[-1] == "(1 pipeline)"
