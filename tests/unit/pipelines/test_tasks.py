"""Tasks from claim to end: every road, and what is refused on it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import datavault_jupyter as dv
from datavault_jupyter.base import clock
from datavault_jupyter.base.errors import (
    BadAnswer,
    BadArgument,
    BadFile,
    ClaimLost,
    Refused,
    TaskNotFound,
)
from datavault_jupyter.features.pipelines.tasks import turns
from tests.unit.pipelines.conftest import REPLY, SCORE, Make, rows

REVIEWED = (dv.Subtask("rate", fields=[REPLY, SCORE]), dv.Review("check", max_rounds=2))


def statuses(pipeline: dv.Pipeline) -> dict[str, int]:
    return {status: number for status, number in pipeline.counts.items() if number}


def test_nobody_gets_what_somebody_has(make: Make) -> None:
    pipeline = make()
    first = pipeline.claim(2)
    second = pipeline.claim(5, contributor="ana")
    assert len({work.task_id for work in first + second}) == 3
    assert pipeline.claim(contributor="bo") == []
    assert statuses(pipeline) == {"in_progress": 3}


def test_a_draft_is_kept_and_a_release_gives_back(make: Make) -> None:
    pipeline = make(tasks=1)
    (work,) = pipeline.claim()
    work.save({})
    with pytest.raises(BadAnswer, match="1 to 5"):
        work.save({"score": 9})
    work.save({"score": 2})
    assert pipeline.held()[0].draft == {"score": 2}
    work.release()
    assert statuses(pipeline) == {"pending": 1}
    with pytest.raises(ClaimLost):
        work.submit({"score": 3})
    (other,) = pipeline.claim(contributor="ana")
    assert (other.task_id, other.draft) == (work.task_id, {})
    other.release()
    assert pipeline.claim()[0].draft == {"score": 2}


def test_nobody_sees_what_others_answered_at_the_same_node(make: Make) -> None:
    rate = dv.Subtask("rate", fields=[REPLY, SCORE], overlap=2)
    pipeline = make(rate, dv.Review("check"), tasks=1)
    pipeline.claim(contributor="ana")[0].submit({"score": 1})
    (second,) = pipeline.claim(contributor="bo")
    assert dict(second.shown) == {"reply": "reply 0"}
    second.submit({"score": 1})
    assert pipeline.claim()[0].shown["score"] == 1


def test_limits_hold_for_people(make: Make) -> None:
    pipeline = make(dv.Subtask("rate", fields=[REPLY, SCORE], claim_limit=2))
    assert len(pipeline.claim(3)) == 2
    with pytest.raises(Refused, match="holds 2 tasks at 'rate' already, of 2 at most"):
        pipeline.claim()
    assert len(pipeline.claim(contributor="ana")) == 1


def test_a_claim_ends_in_time(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline = make(dv.Subtask("rate", fields=[REPLY, SCORE], claim_minutes=5), tasks=1)
    (work,) = pipeline.claim(contributor="ana")
    monkeypatch.setattr(turns, "now", lambda: clock.now() + timedelta(minutes=6))
    (again,) = pipeline.claim(contributor="bo")
    assert again.task_id == work.task_id
    with pytest.raises(ClaimLost):
        work.submit({"score": 1})


def test_who_saves_keeps_the_claim(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline = make(dv.Subtask("rate", fields=[REPLY, SCORE], claim_minutes=5), tasks=1)
    (work,) = pipeline.claim(contributor="ana")
    for minutes in (4, 8, 12):
        monkeypatch.setattr(turns, "now", lambda at=minutes: clock.now() + timedelta(minutes=at))
        assert pipeline.claim(contributor="bo") == []
        work.save({"score": 2})
    monkeypatch.setattr(turns, "now", lambda: clock.now() + timedelta(minutes=18))
    assert len(pipeline.claim(contributor="bo")) == 1


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ({}, "'score' needs a value"),
        ({"score": 6}, "1 to 5"),
        ({"score": 3, "scores": 1}, "no field 'scores'"),
        ({"score": 3, "reply": "x"}, "no field 'reply'"),
        ([3], "values by field"),
    ],
)
def test_an_answer_that_does_not_fit_changes_nothing(make: Make, answer: Any, words: str) -> None:
    pipeline = make(tasks=1)
    (work,) = pipeline.claim()
    with pytest.raises(BadAnswer, match=words):
        work.submit(answer)
    work.submit({"score": 3})
    assert rows(pipeline, "status", "score") == [("finished", 3)]


def test_a_review_returns_then_passes(make: Make) -> None:
    pipeline = make(*REVIEWED, tasks=1)
    pipeline.claim()[0].submit({"score": 1})
    (review,) = pipeline.claim()
    assert review.is_review
    assert review["score"] == 1
    with pytest.raises(Refused, match="is a review"):
        review.submit({"score": 2})
    with pytest.raises(BadArgument, match="note"):
        review.send_back(" ")
    review.send_back("Look again")
    (work,) = pipeline.claim()
    assert (work.round, work.note, work.draft) == (2, "Look again", {"score": 1})
    work.submit({"score": 3})
    pipeline.claim()[0].approve({"score": 4})
    assert rows(pipeline, "status", "score") == [("finished", 4)]
    events = [each.event for each in pipeline.history(work.task_id)]
    assert events == ["claim", "submit", "claim", "return", "claim", "submit", "claim", "pass"]


def test_too_many_rounds_quarantine(make: Make) -> None:
    pipeline = make(*REVIEWED, tasks=1)
    for _ in range(2):
        pipeline.claim()[0].submit({"score": 1})
        pipeline.claim()[0].send_back("no")
    assert statuses(pipeline) == {"quarantined": 1}
    assert pipeline.claim() == []
    (task,) = pipeline.tasks("quarantined")
    pipeline.requeue(task.id)
    pipeline.claim()[0].submit({"score": 5})
    pipeline.claim()[0].approve()
    assert statuses(pipeline) == {"finished": 1}


def test_gates_go_by_answers(make: Make) -> None:
    good = {"field": "score", "op": "at_least", "value": 4, "then": "End"}
    pipeline = make(
        dv.Subtask("rate", fields=[REPLY, SCORE]),
        dv.Gate("good?", cases=[good], then="fix"),
        dv.Subtask("fix", fields=[dv.Field("better", "long_text")]),
        tasks=2,
    )
    high, low = pipeline.claim(2)
    high.submit({"score": 5})
    low.submit({"score": 1})
    (fix,) = pipeline.claim()
    assert (fix.node, fix.task_id) == ("fix", low.task_id)
    fix.submit({"better": "yes"})
    assert rows(pipeline, "status", "better") == [("finished", None), ("finished", "yes")]


@pytest.mark.parametrize(
    ("rule", "scores", "value"),
    [
        (None, [3, 3, 5], 3),
        (None, [1, 3, 5], None),
        ("latest", [1, 3, 5], 5),
        ("first", [1, 3, 5], 1),
        ("median", [1, 2, 5], 2.0),
        ("mean", [1, 2, 2], 5 / 3),
    ],
)
def test_several_answers_become_one(
    make: Make, rule: str | None, scores: list[int], value: float | None
) -> None:
    resolve = {"score": rule} if rule else {}
    node = dv.Subtask("rate", fields=[REPLY, SCORE], overlap=3, resolve=resolve)
    pipeline = make(node, tasks=1)
    (task,) = pipeline.tasks()
    for name, score in zip("abc", scores, strict=True):
        (work,) = pipeline.claim(contributor=name)
        assert pipeline.claim(contributor=name) == []
        assert statuses(pipeline) == {"in_progress": 1}
        work.submit({"score": score})
    assert rows(pipeline, "status", "score") == [("finished", value)]
    assert [each.content["score"] for each in pipeline.answers(task.id)] == scores


def test_a_submission_is_taken_back_while_nobody_has_gone_on(make: Make) -> None:
    pipeline = make(*REVIEWED, tasks=1)
    (work,) = pipeline.claim()
    work.submit({"score": 1})
    again = work.undo()
    assert again.draft == {"score": 1}
    assert again.due_at is not None
    assert work.due_at is not None
    assert again.due_at > work.due_at
    assert rows(pipeline, "status", "score") == [("in_progress", None)]
    again.submit({"score": 2})
    pipeline.claim(contributor="ana")
    with pytest.raises(Refused, match="gone on"):
        again.undo()


def test_a_finished_one_is_taken_back_too(make: Make) -> None:
    pipeline = make(tasks=1)
    (work,) = pipeline.claim()
    work.submit({"score": 1})
    work.undo().submit({"score": 2})
    assert rows(pipeline, "status", "score") == [("finished", 2)]


def test_an_admin_reverts(make: Make) -> None:
    pipeline = make(*REVIEWED, tasks=1)
    (work,) = pipeline.claim()
    work.submit({"score": 1})
    pipeline.claim()[0].approve()
    with pytest.raises(Refused):
        pipeline.revert(work.task_id, node="End")
    pipeline.revert(work.task_id, node="rate", note="wrong guide")
    assert rows(pipeline, "status", "score") == [("in_progress", None)]
    assert pipeline.claim(contributor="ana")[0].node == "rate"
    with pytest.raises(TaskNotFound):
        pipeline.revert("tsk_0", node="rate")


def test_what_can_not_be_done_is_escalated(make: Make) -> None:
    pipeline = make(tasks=1)
    (work,) = pipeline.claim()
    with pytest.raises(BadArgument):
        work.escalate("")
    work.escalate("No reply to rate")
    assert statuses(pipeline) == {"escalated": 1}
    task = pipeline.requeue(work.task_id)
    assert (task.status.value, task.round) == ("in_progress", 2)
    pipeline.claim()[0].submit({"score": 3})
    assert statuses(pipeline) == {"finished": 1}


def test_quarantine_takes_a_task_out(make: Make) -> None:
    pipeline = make(tasks=1)
    (work,) = pipeline.claim(contributor="ana")
    pipeline.quarantine(work.task_id, note="leaked")
    with pytest.raises(ClaimLost):
        work.submit({"score": 3})
    assert statuses(pipeline) == {"quarantined": 1}


def test_a_pause_keeps_what_was_begun(make: Make) -> None:
    pipeline = make(tasks=2)
    (work,) = pipeline.claim()
    pipeline.pause()
    assert statuses(pipeline) == {"paused": 1, "pending": 1}
    with pytest.raises(Refused, match="is paused"):
        work.submit({"score": 1})
    pipeline.activate()
    work.submit({"score": 1})
    assert statuses(pipeline) == {"finished": 1, "pending": 1}


def test_people_are_named_at_nodes(make: Make) -> None:
    pipeline = make(dv.Subtask("rate", fields=[REPLY, SCORE], people=["ana"]), tasks=1)
    assert pipeline.claim(contributor="bo") == []
    with pytest.raises(Refused, match="is for ana"):
        pipeline.claim(node="rate", contributor="bo")
    assert len(pipeline.claim(contributor="ana")) == 1


def test_seeds_from_what_people_have(make: Make, vault: dv.Vault) -> None:
    pipeline = make(tasks=0)
    frame = pd.DataFrame({"text": ["a", "b"], "id": [1, 2]})
    added = pipeline.add_tasks(frame, mapping={"reply": "text"}, key="id")
    assert (added.added_count, added.known_count) == (2, 0)
    dataset = vault.import_frame(pd.DataFrame({"Reply": ["c"], "id": [2]}), name="more")
    assert pipeline.add_tasks(dataset, key="id").known_count == 1
    assert pipeline.add_tasks(dataset).added_count == 1
    assert [reply for (reply,) in rows(pipeline, "reply")] == ["a", "b", "c"]
    assert pipeline.dataset.row_count == 3


def test_seeds_from_files_and_from_another_pipeline(make: Make, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("text,n\n007,1\nb,2\n")
    (tmp_path / "t.json").write_text('[{"reply": "c"}]')
    pipeline = make(tasks=0)
    assert pipeline.add_tasks(tmp_path / "t.csv", mapping={"reply": "text"}).added_count == 2
    assert pipeline.add_tasks(str(tmp_path / "t.json")).added_count == 1
    assert [reply for (reply,) in rows(pipeline, "reply")] == ["007", "b", "c"]
    with pytest.raises(BadFile):
        pipeline.add_tasks(tmp_path / "none.csv")
    other = make(tasks=0, name="Other")
    found = pipeline.dataset.sql("SELECT reply FROM this WHERE reply <> 'b'")
    assert other.add_tasks(found).added_count == 2
    assert list((tmp_path / "vault" / "rows").glob("*")) == []


@pytest.mark.parametrize(
    ("given", "options", "words"),
    [
        ([{"text": "a"}], {}, "Row 1: the column 'reply' of the field 'reply' isn't there"),
        ([{"reply": "a"}, {"reply": None}], {}, "Row 2: .* is empty"),
        ([{"reply": 5}], {}, "Row 1: The field 'reply' takes text"),
        ([{"reply": "a"}], {"mapping": {"answer": "x"}}, "No given field is named 'answer'"),
        ([{"reply": "a"}], {"key": "id"}, "Row 1 has no value in the key column"),
        ([{"reply": "a", "i": 1}, {"reply": "b", "i": 1}], {"key": "i"}, "Row 2 has the key"),
        (["a"], {}, "Row 1 has no columns"),
        (5, {}, "made of rows"),
        ({"reply": "a"}, {}, "made of rows"),
    ],
)
def test_seeds_that_do_not_fit_add_nothing(
    make: Make, given: Any, options: dict[str, Any], words: str
) -> None:
    pipeline = make(tasks=0)
    with pytest.raises((BadAnswer, BadArgument), match=words):
        pipeline.add_tasks(given, **options)
    assert pipeline.task_count == 0


def test_a_pipeline_not_active_takes_no_tasks(vault: dv.Vault) -> None:
    pipeline = vault.pipelines.create("p", nodes=[dv.Subtask("a", fields=[SCORE])])
    with pytest.raises(Refused, match="before it is activated"):
        pipeline.add_tasks([{}])
