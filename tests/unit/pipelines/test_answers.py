"""The single answers behind the rows."""

from __future__ import annotations

import datavault_jupyter as dv
from tests.unit.pipelines.conftest import REPLY, SCORE, Make


def test_only_what_counts_is_there(make: Make) -> None:
    rate = dv.Subtask("rate", fields=[REPLY, SCORE], overlap=2)
    pipeline = make(rate, dv.Review("check"), tasks=2)
    pipeline.run(lambda _: (2, {"cost": 0.5, "tokens": 10}), contributor="judge")
    pipeline.run(lambda _: 4, contributor="other")
    first, second = pipeline.claim(2)
    first.approve({"score": 5})
    second.send_back("again")
    found = pipeline.answer_rows()
    assert found.columns == [
        "task_id", "node", "round", "contributor", "kind", "submitted_at", "score", "cost",
        "tokens", "latency_ms",
    ]  # fmt: skip
    rows = found.df()
    assert rows["task_id"].tolist() == [first.task_id] * 2
    assert rows[["contributor", "score"]].values.tolist() == [["judge", 2], ["other", 4]]
    assert rows["cost"].tolist()[0] == 0.5
    assert rows["latency_ms"].notna().all()
    assert {each.state.value for each in pipeline.answers(second.task_id)[:2]} == {"returned"}


def test_agreement_reads_them(make: Make) -> None:
    pipeline = make(dv.Subtask("rate", fields=[REPLY, SCORE], overlap=2), tasks=4)
    for name in ("ana", "bo"):
        pipeline.run(lambda task: int(task["reply"][-1]) + 1, contributor=name)
    result = dv.agreement(
        pipeline.answer_rows(), item="task_id", rater="contributor", value="score",
        level="ordinal",
    )  # fmt: skip
    assert result["krippendorff_alpha"].value == 1.0


def test_fields_may_be_named_like_our_columns(make: Make) -> None:
    fields = [dv.Field("node", "boolean"), dv.Field("cost", "rating")]
    pipeline = make(dv.Subtask("rate", fields=fields), tasks=0)
    pipeline.add_tasks([{}])
    pipeline.claim()[0].submit({"node": True, "cost": 3})
    rows = pipeline.answer_rows().df()
    assert rows[["node", "node_1", "cost", "cost_1"]].iloc[0, :3].tolist() == ["rate", True, 3]
