"""Random histories of tasks against plain Python."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

import datavault_jupyter as dv
from datavault_jupyter.base.errors import Refused, VaultError

FULL = os.environ.get("DATAVAULT_TEST_FULL") == "1"
OVERLAP, MOST_ROUNDS = 2, 2
PEOPLE = ("ana", "bo", "cy")
SCORE = dv.Field("score", "rating")
GOOD = {"field": "score", "op": "at_least", "value": 3, "then": "End"}
NODES = [
    dv.Subtask("rate", fields=[SCORE], overlap=OVERLAP, resolve={"score": "first"}, claim_limit=99),
    dv.Review("check", max_rounds=MOST_ROUNDS, claim_limit=99),
    dv.Gate("good", cases=[GOOD], then="fix"),
    dv.Subtask("fix", fields=[dv.Field("better", "boolean")], claim_limit=99),
]
picks = st.integers(0, 10_000)
people = st.sampled_from(PEOPLE)
scores = st.integers(1, 5)


@dataclass
class Told:
    """A task as plain Python has it."""

    status: str = "pending"
    node: str = "rate"
    rounds: dict[str, int] = field(default_factory=lambda: {"rate": 1})
    # Of this round at this node, in the order in which they were handed in.
    handed: list[tuple[str, int]] = field(default_factory=list)
    holders: dict[str, dv.Work] = field(default_factory=dict)
    # Who has handed in at a node in a round, and may not again.
    seen: set[tuple[str, int, str]] = field(default_factory=set)
    score: int | None = None
    better: bool | None = None
    has_history: bool = False

    @property
    def round(self) -> int:
        return self.rounds[self.node]

    @property
    def room(self) -> int:
        most = OVERLAP if self.node == "rate" else 1
        return most - len(self.holders) - len(self.handed)

    def is_free_for(self, name: str) -> bool:
        is_open = self.status in ("pending", "in_progress") and self.node != ""
        return (
            is_open
            and self.room > 0
            and name not in self.holders
            and (self.node, self.round, name) not in self.seen
        )

    def reach(self, node: str) -> None:
        self.node, self.handed, self.holders = node, [], {}
        self.rounds[node] = self.rounds.get(node, 0) + 1

    def go_on(self) -> None:
        """From the review through the gate."""
        if self.score is not None and self.score >= 3:
            self.finish()
        else:
            self.reach("fix")

    def finish(self) -> None:
        self.status, self.node, self.handed, self.holders = "finished", "", [], {}


class Histories(RuleBasedStateMachine):
    """Each rule does the same to the pipeline and to the model."""

    place: Path

    @initialize(count=st.integers(1, 3))
    def begin(self, count: int) -> None:
        self.vault = dv.Vault(Path(tempfile.mkdtemp(dir=self.place)))
        self.pipeline = self.vault.pipelines.create("p", nodes=NODES).activate()
        self.told: dict[str, Told] = {}
        self.is_paused = False
        self._add(count)

    def _add(self, count: int) -> None:
        known = set(self.told)
        self.pipeline.add_tasks([{} for _ in range(count)])
        for task in self.pipeline.tasks():
            if task.id not in known:
                self.told[task.id] = Told()

    @precondition(lambda self: len(self.told) < 5)
    @rule()
    def add(self) -> None:
        self._add(1)

    @contextmanager
    def refused_while_paused(self) -> Iterator[bool]:
        """Whether something can be done at all; else it must be refused."""
        if not self.is_paused:
            yield True
            return
        try:
            yield False
        except Refused as refused:
            assert "is paused" in refused.message  # noqa: PT017 - either way is right
        else:
            raise AssertionError

    @rule(name=people)
    def claim(self, name: str) -> None:
        with self.refused_while_paused() as may:
            got = self.pipeline.claim(contributor=name)
            assert may
        if self.is_paused:
            return
        order = ("fix", "check", "rate")
        free = [(order.index(t.node), at) for at, t in enumerate(self.told.values())
                if t.is_free_for(name)]  # fmt: skip
        if not free:
            assert got == []
            return
        (work,) = got
        told = self.told[work.task_id]
        # Those nearest to the end first, the oldest among them.
        assert (order.index(work.node), list(self.told).index(work.task_id)) == min(free)
        assert work.round == told.round
        told.holders[name] = work
        told.status = "in_progress"

    def _held(self, pick: int, *nodes: str) -> tuple[str, Told, dv.Work] | None:
        found = [
            (name, told, work)
            for told in self.told.values()
            for name, work in told.holders.items()
            if work.node in nodes
        ]
        return found[pick % len(found)] if found else None

    @rule(pick=picks, score=scores)
    def rate(self, pick: int, score: int) -> None:
        held = self._held(pick, "rate")
        if held is None:
            return
        name, told, work = held
        with self.refused_while_paused():
            work.submit({"score": score})
        if self.is_paused:
            return
        del told.holders[name]
        told.handed.append((name, score))
        told.seen.add(("rate", told.round, name))
        told.score = told.handed[0][1]
        told.has_history = True
        if len(told.handed) == OVERLAP:
            told.reach("check")

    @precondition(lambda self: not self.is_paused)
    @rule(score=scores, times=st.integers(1, 4), passes=st.booleans())
    def everybody_works(self, score: int, times: int, *, passes: bool) -> None:
        """Several steps at once: single ones seldom bring a task far."""
        for _ in range(times):
            for name in PEOPLE:
                self.claim(name)
            while self._held(0, "rate"):
                self.rate(0, score)
            while self._held(0, "check"):
                self.approve(0, None) if passes else self.send_back(0)

    @rule(pick=picks)
    def fix(self, pick: int) -> None:
        held = self._held(pick, "fix")
        if held is None:
            return
        _, told, work = held
        with self.refused_while_paused():
            work.submit({"better": True})
        if not self.is_paused:
            told.better = True
            told.finish()

    @rule(pick=picks, score=st.none() | scores)
    def approve(self, pick: int, score: int | None) -> None:
        held = self._held(pick, "check")
        if held is None:
            return
        _, told, work = held
        with self.refused_while_paused():
            work.approve({"score": score} if score else None)
        if not self.is_paused:
            told.score = score or told.score
            told.go_on()

    @rule(pick=picks)
    def send_back(self, pick: int) -> None:
        held = self._held(pick, "check")
        if held is None:
            return
        _, told, work = held
        with self.refused_while_paused():
            work.send_back("again")
        if self.is_paused:
            return
        if told.rounds["rate"] >= MOST_ROUNDS:
            told.status, told.node, told.holders, told.handed = "quarantined", "rate", {}, []
        else:
            told.reach("rate")

    @rule(pick=picks)
    def release(self, pick: int) -> None:
        held = self._held(pick, "rate", "check", "fix")
        if held is None:
            return
        name, told, work = held
        work.release()
        del told.holders[name]
        if not told.has_history and not told.holders and told.status == "in_progress":
            told.status = "pending"

    @rule(pick=picks)
    def escalate(self, pick: int) -> None:
        held = self._held(pick, "rate", "fix")
        if held is None:
            return
        _, told, work = held
        with self.refused_while_paused():
            work.escalate("hard")
        if not self.is_paused:
            told.status, told.holders = "escalated", {}

    def _some(self, pick: int, *statuses: str) -> tuple[str, Told] | None:
        found = [(uid, told) for uid, told in self.told.items() if told.status in statuses]
        return found[pick % len(found)] if found else None

    @rule(pick=picks)
    def requeue(self, pick: int) -> None:
        found = self._some(pick, "escalated", "quarantined")
        if found is None:
            return
        uid, told = found
        self.pipeline.requeue(uid)
        told.status, told.has_history = "in_progress", True
        told.reach(told.node)

    @rule(pick=picks)
    def revert(self, pick: int) -> None:
        found = self._some(pick, "finished")
        if found is None:
            return
        uid, told = found
        self.pipeline.revert(uid, node="rate")
        told.status, told.score, told.better = "in_progress", None, None
        told.reach("rate")

    @rule()
    def pause_or_go_on(self) -> None:
        if self.is_paused:
            self.pipeline.activate()
            before, after = "paused", "in_progress"
        else:
            self.pipeline.pause()
            before, after = "in_progress", "paused"
        self.is_paused = not self.is_paused
        for told in self.told.values():
            if told.status == before:
                told.status = after

    @invariant()
    def the_rows_are_the_same(self) -> None:
        if not hasattr(self, "told"):
            return
        found = self.pipeline.dataset.sql("SELECT task_id, status, score, better FROM this")
        assert found.fetchall() == [
            (uid, told.status, told.score, told.better) for uid, told in self.told.items()
        ]

    @invariant()
    def the_tasks_are_the_same(self) -> None:
        if not hasattr(self, "told"):
            return
        for task in self.pipeline.tasks():
            told = self.told[task.id]
            assert task.node == told.node
            is_open = told.status in ("pending", "in_progress", "paused") and told.node
            assert task.free_count == (told.room if is_open else 0)
        counts = Counter(told.status for told in self.told.values())
        assert {k: n for k, n in self.pipeline.counts.items() if n} == dict(counts)

    def teardown(self) -> None:
        if hasattr(self, "vault"):
            # What was frozen is what was there.
            before = self.pipeline.dataset.sql("FROM this").fetchall()
            try:
                self.pipeline.complete()
                assert self.pipeline.dataset.sql("FROM this").fetchall() == before
            except VaultError as error:
                raise AssertionError(str(error)) from error
            self.vault.close()


def test_histories_are_what_plain_python_says(tmp_path: Path) -> None:
    Histories.place = tmp_path
    case = Histories.TestCase
    case.settings = settings(
        max_examples=300 if FULL else 10,
        stateful_step_count=40,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    case().runTest()
