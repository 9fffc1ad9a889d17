"""The overview of a dataset's pipeline: its numbers are those that one counts by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

import datavault_jupyter as dv
from datavault_jupyter.access import OrgRole
from datavault_jupyter.base.errors import DatasetNotFound, NotAllowed, PipelineNotFound
from datavault_jupyter.features.pipelines.overview.wire import PipelineOverview
from tests.unit.pipelines.conftest import REPLY, SCORE, Make
from tests.unit.pipelines.test_permissions import lose_role


def overview(pipeline: dv.Pipeline) -> PipelineOverview:
    return pipeline._services.pipelines.overviews.of(pipeline.dataset._record)


def counts(found: PipelineOverview) -> dict[str, int]:
    return {each.state: each.count for each in found.counts}


def test_progress_is_the_count_of_tasks_by_where_they_are(vault: dv.Vault, make: Make) -> None:
    pipeline = make(dv.Subtask("rate", fields=[REPLY, SCORE]), dv.Review("check"), tasks=7)
    work = pipeline.claim(5)
    for each in work[:4]:
        each.submit({"score": 4})
    (review, *_) = pipeline.claim(1, node="check", contributor="ana")
    review.approve()
    pipeline.quarantine(pipeline.tasks("pending")[-1].id, note="odd")
    found = overview(pipeline)
    by_hand = Counter(each.status.value for each in pipeline.tasks())
    at_review = sum(each.node == "check" for each in pipeline.tasks("in_progress"))
    assert at_review == 3
    assert counts(found) == {
        "finished": by_hand["finished"],
        "review": at_review,
        "in_progress": by_hand["in_progress"] - at_review,
        "pending": by_hand["pending"],
        "quarantined": by_hand["quarantined"],
    }
    assert [each.word for each in found.counts] == [
        "Finished", "In review", "In progress", "Pending", "Quarantined",
    ]  # fmt: skip
    assert sum(counts(found).values()) == found.task_count == 7
    assert found.finished_count == 1
    assert found.status == "active"


def test_contributors_are_told_with_what_they_handed_in(vault: dv.Vault, make: Make) -> None:
    pipeline = make(dv.Subtask("rate", fields=[REPLY, SCORE], overlap=2), tasks=6)
    for each in pipeline.claim(4):
        each.submit({"score": 4})
    held = pipeline.claim(1)
    pipeline.run(lambda _task: 3, contributor="judge-v2", limit=2)
    found = overview(pipeline)
    told = [(each.name, each.kind, each.answer_count) for each in found.contributors]
    by_hand: Counter[tuple[str, str]] = Counter()
    for task in pipeline.tasks():
        for answer in pipeline.answers(task.id):
            if answer.state.value == "submitted":
                by_hand[(answer.contributor, answer.kind.value)] += 1
    assert [number for _, _, number in told] == [4, 2]
    assert {kind: number for _, kind, number in told} == {
        kind: number for (_, kind), number in by_hand.items()
    }
    assert told[1][0] == "judge-v2"
    assert (found.answer_count, found.contributor_count, found.answers_each) == (6, 2, 2)
    newest = max(each.claimed_at for each in pipeline.answers(held[0].task_id))
    assert found.contributors[0].active_at >= newest


def test_the_form_is_told_with_types_and_outputs(vault: dv.Vault, make: Make) -> None:
    fields = [
        REPLY,
        SCORE,
        dv.Field("safe", "criteria", output="boolean", is_optional=True),
        dv.Field("better", "pairwise", first="A", second="B"),
        dv.Field("tags", "select", options=["a", "b"], is_multiple=True),
    ]
    pipeline = make(dv.Subtask("rate", fields=fields), tasks=1)
    found = overview(pipeline)
    told = [(each.name, each.type, each.kind, each.words) for each in found.fields]
    assert told == [
        ("reply", "Long text", "text", ""),
        ("score", "Rating", "number", "1 to 5"),
        ("safe", "Criteria", "boolean", "yes or no, with reasoning"),
        ("better", "Pairwise", "text", "one of A, tie and B"),
        ("tags", "Select", "list", "any of a and b"),
    ]
    assert [each.is_asked for each in found.fields] == [False, True, True, True, True]
    assert found.form_number == 1
    assert found.published_at is not None
    assert pipeline._record.created_at <= found.published_at <= pipeline._record.updated_at


def test_it_follows_the_pipeline_and_ends_with_it(vault: dv.Vault, make: Make) -> None:
    pipeline = make(tasks=2)
    pipeline.claim(1)
    pipeline.pause()
    assert overview(pipeline).status == "paused"
    assert counts(overview(pipeline)) == {"paused": 1, "pending": 1}
    pipeline.activate()
    pipeline.complete()
    assert overview(pipeline).status == "completed"
    dataset = pipeline.dataset
    pipeline.delete(confirm="delete")
    with pytest.raises(PipelineNotFound):
        vault._services.pipelines.overviews.of(dataset._record)


def test_a_dataset_of_a_file_has_none(vault: dv.Vault) -> None:
    import pyarrow as pa

    dataset = vault.import_frame(pa.table({"a": [1]}), name="a")
    with pytest.raises(PipelineNotFound, match="No pipeline fills 'a'"):
        vault._services.pipelines.overviews.of(dataset._record)


@pytest.mark.parametrize("role", [None, OrgRole.CONTRIBUTOR])
def test_who_may_not_see_the_pipeline_is_told_nothing(
    vault: dv.Vault, make: Make, role: OrgRole | None
) -> None:
    from datavault_jupyter.features.pipelines.overview.ops import OverviewOps
    from datavault_jupyter.features.pipelines.overview.wire import PipelineOverviewArgs

    pipeline = make(tasks=1)
    services, record = vault._services, pipeline.dataset._record
    assert overview(pipeline).task_count == 1
    lose_role(vault, role)
    with pytest.raises(NotAllowed):
        services.pipelines.overviews.of(record)
    ops = OverviewOps(lambda: services.pipelines.overviews, services.datasets)
    with pytest.raises((DatasetNotFound, NotAllowed)):
        ops.overview(PipelineOverviewArgs(record.id), None)  # type: ignore[arg-type]


RESULTS: dict[str, tuple[dv.Field, list[Any], str | None]] = {
    "mean": (dv.Field("x", "rating"), [4, 5, None], "mean 4.50"),
    "number": (dv.Field("x", "numeric"), [1000, 2000.5], "mean 1,500.25"),
    "rate": (dv.Field("x", "boolean", yes="Right"), [True, True, False, None], "66.7% right"),
    "judged": (dv.Field("x", "criteria", output="boolean"), [True, False], "50.0% yes"),
    "shares": (dv.Field("x", "pairwise", first="B", second="A"), ["A", "A", "tie", "B"],
               "B 25%, tie 25%, A 50%"),
    "options": (dv.Field("x", "select", options=list("abcd")), list("ddcdba"), None),
    "first": (dv.Field("x", "ranking", options=["a", "b"]), [["b", "a"], ["b", "a"], ["a", "b"]],
              "b first in 67%"),
    "text": (dv.Field("x", "short_text"), ["q", None, "r"], "2 filled in"),
    "several": (dv.Field("x", "select", options=["a", "b"], is_multiple=True), [["a"], ["a", "b"]],
                "2 filled in"),
    "nothing": (dv.Field("x", "rating"), [None, None], None),
}  # fmt: skip


@pytest.mark.parametrize("name", RESULTS)
def test_what_finished_tasks_came_to(make: Make, vault: dv.Vault, name: str) -> None:
    field, values, words = RESULTS[name]
    asked = dv.Field.of({**field.to_dict(), "is_optional": True})
    pipeline = make(dv.Subtask("rate", fields=[REPLY, asked]), tasks=len(values) + 1)
    for work, value in zip(pipeline.claim(len(values)), values, strict=True):
        work.submit({} if value is None else {"x": value})
    overviews = pipeline._services.pipelines.overviews
    found = overviews.results(pipeline.dataset._record)
    if name == "options":
        assert found["x"].startswith("d 50%, ")
    else:
        assert found == ({"x": words} if words else {})
    # The same once it is completed, and frozen.
    pipeline.complete()
    assert overviews.results(pipeline.dataset._record) == found


def test_results_are_told_only_to_who_may_see_them(
    vault: dv.Vault, make: Make, act_as: Callable[[str], dv.Vault]
) -> None:
    pipeline = make()
    record = pipeline.dataset._record
    with pytest.raises(NotAllowed):
        act_as("mallory")._services.pipelines.overviews.results(record)
