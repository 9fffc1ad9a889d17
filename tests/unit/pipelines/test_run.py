"""Functions and models as contributors."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping
from functools import partial
from typing import Any

import pytest

import datavault_jupyter as dv
from datavault_jupyter import contributing, evaluators
from datavault_jupyter.base.errors import BadArgument, Refused
from tests.unit.pipelines.conftest import REPLY, SCORE, Make, rows

Task = Mapping[str, Any]


@pytest.fixture(autouse=True)
def _without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contributing, "_FIRST_PAUSE_S", 0.001)


def test_a_function_works_until_nothing_is_left(make: Make) -> None:
    pipeline = make(tasks=30)
    report = pipeline.run(lambda task: {"score": len(task["reply"]) % 5 + 1}, contributor="judge")
    assert (report.done_count, report.failed_count, report.was_stopped) == (30, 0, False)
    assert {score for (score,) in rows(pipeline, "score")} == {3, 4}
    (answer,) = pipeline.answers(pipeline.tasks()[0].id)
    assert (answer.contributor, answer.kind.value) == ("judge", "function")
    assert answer.facts["latency_ms"] >= 0
    assert pipeline.run(lambda _: 1, contributor="judge").done_count == 0


def test_one_value_and_facts_are_enough(make: Make) -> None:
    pipeline = make(tasks=2)
    report = pipeline.run(
        lambda _: (4, {"cost": 0.25, "tokens": 100, "model": "m-1"}), contributor="judge"
    )
    assert (report.cost, report.tokens) == (0.5, 200)
    (answer,) = pipeline.answers(pipeline.tasks()[0].id)
    assert answer.content == {"score": 4}
    assert answer.facts["model"] == "m-1"


def test_async_functions_run_side_by_side(make: Make) -> None:
    pipeline = make(tasks=8)
    running = most = 0
    lock, met = threading.Lock(), threading.Event()

    async def judge(_: Task) -> int:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
            if running > 1:
                met.set()
        # Until another one is there, too: however long it takes to claim for that.
        await asyncio.to_thread(met.wait, 30)
        with lock:
            running -= 1
        return 5

    assert pipeline.run(judge, contributor="judge", workers=4).done_count == 8
    assert 1 < most <= 4


def test_what_raises_is_tried_again_then_given_up(make: Make) -> None:
    pipeline = make(tasks=2)
    calls: dict[str, int] = {}

    def judge(task: Task) -> int:
        calls[task["reply"]] = calls.get(task["reply"], 0) + 1
        if task["reply"] == "reply 0" or calls[task["reply"]] < 2:
            raise ConnectionError("no line")
        return 3

    report = pipeline.run(judge, contributor="judge", retries=2)
    assert (report.done_count, report.failed_count) == (1, 1)
    assert calls == {"reply 0": 3, "reply 1": 2}
    assert list(report.errors.values()) == ["ConnectionError: no line"]
    (failed,) = pipeline.tasks("failed")
    assert pipeline.history(failed.id)[-1].note == "ConnectionError: no line"
    pipeline.requeue(failed.id)
    assert pipeline.run(lambda _: 2, contributor="judge").done_count == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (9, "1 to 5"),
        ({"scores": 3}, "no field"),
        (None, "returned nothing"),
        ((3, {"price": 1}), "No fact is named 'price'"),
    ],
)
def test_an_answer_that_does_not_fit_fails_with_its_reason(
    make: Make, given: Any, words: str
) -> None:
    report = make(tasks=1).run(lambda _: given, contributor="judge", retries=0)
    assert report.failed_count == 1
    assert words in next(iter(report.errors.values()))


def test_an_interrupt_gives_back_what_was_not_handed_in(make: Make) -> None:
    pipeline = make(tasks=20)
    begun = threading.Event()

    def judge(_: Task) -> int:
        begun.set()
        return 3

    def stop(share: float) -> None:
        del share
        # The run looks up at once here, whether its thread has begun or not.
        assert begun.wait(60)
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(contributing, "_HAND_IN_EVERY_S", 0.0)
        patch.setattr(contributing, "bar", lambda _: _Bar(stop))
        report = pipeline.run(judge, contributor="judge", workers=1)
    assert report.was_stopped
    counts = pipeline.counts
    assert counts["in_progress"] == 0
    assert counts["finished"] == report.done_count < 20
    assert pipeline.run(judge, contributor="judge").done_count == 20 - report.done_count


class _Bar:
    def __init__(self, stop: Any) -> None:
        self._stop = stop

    def __enter__(self) -> Any:
        return self._stop

    def __exit__(self, *_: object) -> None:
        return None


def test_a_limit_and_a_rate_hold(make: Make) -> None:
    pipeline = make(tasks=10)
    report = pipeline.run(lambda _: 1, contributor="judge", limit=3, rate=100)
    assert report.done_count == 3
    # Three calls at a hundred a second are two gaps.
    assert report.seconds >= 0.02


def test_a_function_is_no_person(make: Make) -> None:
    pipeline = make(tasks=3)
    pipeline.claim(contributor="ana")
    with pytest.raises(Refused, match="'ana' is a person"):
        pipeline.run(lambda _: 1, contributor="ana")
    for options in ({"workers": 0}, {"rate": 0}, {"retries": -1}, {"limit": 0}):
        with pytest.raises(BadArgument):
            pipeline.run(lambda _: 1, contributor="judge", **options)  # type: ignore[arg-type]


def test_several_functions_answer_the_same_tasks(make: Make) -> None:
    pipeline = make(dv.Subtask("rate", fields=[REPLY, SCORE], overlap=3), tasks=4)
    for name, score in (("a", 2), ("b", 4), ("c", 4)):
        assert pipeline.run(partial(constant, score), contributor=name).done_count == 4
    assert rows(pipeline, "status", "score") == [("finished", 4)] * 4


def constant(score: int, _: Task) -> int:
    return score


@pytest.mark.parametrize(
    ("evaluator", "task", "value"),
    [
        (evaluators.regex("ab+", on="t"), {"t": "xabb"}, True),
        (evaluators.regex("ab+", on="t", is_whole=True), {"t": "xabb"}, False),
        (evaluators.keywords(["Ab", "c"], on="t"), {"t": "aB c"}, True),
        (evaluators.keywords(["a", "z"], on="t"), {"t": "a"}, False),
        (evaluators.keywords(["a", "z"], on="t", is_any=True), {"t": "a"}, True),
        (evaluators.valid_json(on="t"), {"t": "[1]"}, True),
        (evaluators.valid_json(on="t"), {"t": "[1"}, False),
        (evaluators.exact_match(on="t", reference="r"), {"t": " A", "r": "a "}, True),
        (
            evaluators.exact_match(on="t", reference="r", is_strict=True),
            {"t": "A", "r": "a"},
            False,
        ),
        (evaluators.length(on="t"), {"t": "abc"}, 3),
        (evaluators.length(on="t", unit="words"), {"t": "a b"}, 2),
        (evaluators.length(on="t"), {}, 0),
    ],
)
def test_evaluators(evaluator: evaluators.Evaluator, task: Task, value: Any) -> None:
    assert evaluator(task) == value


def test_an_evaluator_fills_a_criterion(make: Make) -> None:
    field = dv.Field("has_year", "criteria", criterion="has a year", output="boolean")
    pipeline = make(dv.Subtask("check", fields=[REPLY, field]), tasks=2)
    pipeline.run(evaluators.regex(r"\d$", on="reply"), contributor="has-year v1")
    assert rows(pipeline, "has_year") == [(True,), (True,)]


def test_evaluators_refuse_nonsense() -> None:
    for make_one in (
        lambda: evaluators.regex("(", on="t"),
        lambda: evaluators.keywords([], on="t"),
        lambda: evaluators.length(on="t", unit="miles"),
    ):
        with pytest.raises(BadArgument):
            make_one()
