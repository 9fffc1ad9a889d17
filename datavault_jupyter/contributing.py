"""Functions and models as contributors: ``pipeline.run``."""

from __future__ import annotations

import asyncio
import inspect
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from datavault_jupyter.base.checking import require_between
from datavault_jupyter.base.errors import BadAnswer, BadArgument, ClaimLost, Refused, VaultError
from datavault_jupyter.features.pipelines.moves import TaskEvent
from datavault_jupyter.features.pipelines.records import ContributorKind
from datavault_jupyter.features.pipelines.tasks.handing import Handed
from datavault_jupyter.progress import bar

if TYPE_CHECKING:
    from datavault_jupyter.features.pipelines.records import PipelineRecord
    from datavault_jupyter.features.pipelines.tasks.records import WorkRecord
    from datavault_jupyter.services import Services

FACTS = ("cost", "tokens", "model", "latency_ms")
MOST_WORKERS = 64
_MOST = 10**12
_OPEN = ("pending", "in_progress")
_OBJECTS = ("criteria", "file")
_HAND_IN_EVERY_S = 0.2
_FIRST_PAUSE_S = 0.5
_LONGEST_PAUSE_S = 30.0


@dataclass
class RunReport:
    """What a run did.

    Attributes:
        done_count: Answers handed in.
        failed_count: Tasks it gave up on; they wait for ``pipeline.requeue``.
        cost: What its answers said they cost, added up.
        tokens: The same of tokens.
        seconds: How long it took.
        errors: The last error of each failed task, by task, up to 100 of them.
        was_stopped: Whether it was stopped before there was nothing left.
    """

    done_count: int = 0
    failed_count: int = 0
    cost: float = 0.0
    tokens: int = 0
    seconds: float = 0.0
    errors: dict[str, str] = field(default_factory=dict)
    was_stopped: bool = False

    def __repr__(self) -> str:
        """In one line."""
        failed = f", {self.failed_count:,} failed" if self.failed_count else ""
        stopped = ", stopped" if self.was_stopped else ""
        return f"<Run: {self.done_count:,} done{failed}{stopped} in {self.seconds:.1f} s>"


class Task(Mapping[str, Any]):
    """What a function gets: the values there are to see, by field.

    Attributes:
        id: ``tsk_…``.
        node: Where in the pipeline it is.
    """

    def __init__(self, record: WorkRecord) -> None:
        self.id = record.task_id
        self.node = record.node.name
        self._shown = record.shown

    def __getitem__(self, name: str) -> Any:
        """A value."""
        return self._shown[name]

    def __iter__(self) -> Any:
        """The names of the values."""
        return iter(self._shown)

    def __len__(self) -> int:
        """How many values there are."""
        return len(self._shown)


Answering = Callable[[Task], Any]


class Contributing:
    """What lets functions work on a pipeline's tasks."""

    _services: Services

    @property
    def _record(self) -> PipelineRecord:
        raise NotImplementedError

    def run(
        self,
        fn: Answering,
        *,
        contributor: str,
        node: str | None = None,
        workers: int = 4,
        limit: int | None = None,
        rate: float | None = None,
        retries: int = 2,
    ) -> RunReport:
        """Let a function work until there is no task left for it.

        The function gets a task, a mapping of values by field, and returns the answer: values by
        field; or the one value where the form asks for one; or an answer with facts, as
        ``(answer, {"cost": 0.002, "tokens": 310})``. It may be ``async``. Answers are checked
        against the form; one that raises or doesn't fit is tried again, then given up: its
        task is marked failed, with the error. Interrupting the cell stops the run, and gives
        back what wasn't handed in; running it again goes on with what is left.

        Args:
            fn: The function.
            contributor: The name under which it answers, such as ``"judge-v2"``.
            node: Only at this node; else at every subtask it may work at.
            workers: How many tasks are worked on at a time.
            limit: How many tasks at most; all by default.
            rate: How many calls a second at most.
            retries: How often a failed call is tried again, with growing pauses.

        Raises:
            BadArgument: a number that makes no sense.
            Refused: the pipeline isn't active, or the node is for others.
        """
        run = Run(
            self._services, self._record, fn, contributor, node,
            workers=workers, limit=limit, rate=rate, retries=retries,
        )  # fmt: skip
        return run.work()


class Run:
    """One run of a function over tasks."""

    def __init__(
        self,
        services: Services,
        pipeline: PipelineRecord,
        fn: Answering,
        contributor: str,
        node: str | None,
        *,
        workers: int,
        limit: int | None,
        rate: float | None,
        retries: int,
    ) -> None:
        if not callable(fn):
            raise BadArgument("run() takes a function of a task.", field="fn")
        require_between(workers, 1, MOST_WORKERS, "workers")
        if limit is not None:
            require_between(limit, 1, _MOST, "limit")
        if rate is not None and rate <= 0:
            raise BadArgument("rate= is above 0.", field="rate")
        require_between(retries, 0, 100, "retries")
        self._work = services.pipelines.work
        self._kept = partial(services.pipelines.files.kept, pipeline)
        counts = services.pipelines.known.counts(pipeline)
        self._left = sum(number for status, number in counts.items() if status in _OPEN)
        self._pipeline = pipeline
        self._fn = fn
        self._contributor = contributor
        self._node = node
        self._workers = workers
        self._limit = limit
        self._pace = _Pace(rate)
        self._retries = retries
        self._stop = threading.Event()
        self._done: list[Handed] = []
        self._claimed: dict[str, WorkRecord] = {}
        self._lock = threading.Lock()
        self.report = RunReport()

    def work(self) -> RunReport:
        """Work until there is nothing left, or the cell is interrupted."""
        begun = time.monotonic()
        flush_at = begun + _HAND_IN_EVERY_S
        total = self._limit or self._left
        running: set[Future[None]] = set()
        with bar(f"Answers of {self._contributor}") as report, ThreadPoolExecutor(
            self._workers, thread_name_prefix="datavault-run"
        ) as pool:  # fmt: skip
            try:
                while True:
                    running |= {pool.submit(self._one, each) for each in self._more(len(running))}
                    if not running:
                        break
                    done, running = wait(running, _HAND_IN_EVERY_S, FIRST_COMPLETED)
                    for each in done:
                        each.result()
                    if time.monotonic() >= flush_at or not running:
                        self._hand_in()
                        flush_at = time.monotonic() + _HAND_IN_EVERY_S
                        report((self.report.done_count + self.report.failed_count) / max(total, 1))
            except KeyboardInterrupt:
                self.report.was_stopped = True
            finally:
                self._stop.set()
                self._hand_in()
                self._give_back()
        self.report.seconds = time.monotonic() - begun
        return self.report

    def _more(self, running: int) -> list[WorkRecord]:
        """Claim what keeps the workers busy, and a batch beyond: one transaction for many."""
        room = 2 * self._workers - running
        if room < self._workers and running:
            return []
        if self._limit is not None:
            begun = self.report.done_count + self.report.failed_count + len(self._claimed)
            room = min(room, self._limit - begun)
        if room <= 0:
            return []
        found = self._work.claim(
            self._pipeline, node=self._node, limit=room, contributor=self._contributor,
            kind=ContributorKind.FUNCTION,
        )  # fmt: skip
        with self._lock:
            self._claimed |= {each.id: each for each in found}
        return found

    def _one(self, work: WorkRecord) -> None:
        error = ""
        for attempt in range(self._retries + 1):
            if self._stop.is_set():
                return
            self._pace.wait(self._stop)
            begun = time.monotonic()
            try:
                answer, facts = _answer_of(self._called(work), work, self._kept)
                facts.setdefault("latency_ms", round((time.monotonic() - begun) * 1000, 1))
                if attempt:
                    facts["retries"] = attempt
            except Exception as failure:  # noqa: BLE001 - a user's function may raise anything
                error = f"{type(failure).__name__}: {failure}"[:2000]
                pause = min(_FIRST_PAUSE_S * 2**attempt, _LONGEST_PAUSE_S)
                if attempt < self._retries and self._stop.wait(pause):
                    return
                continue
            with self._lock:
                self._done.append(Handed(work.id, answer, facts))
            return
        self._fail(work, error)

    def _called(self, work: WorkRecord) -> Any:
        given = self._fn(Task(work))
        return asyncio.run(_awaited(given)) if inspect.isawaitable(given) else given

    def _fail(self, work: WorkRecord, error: str) -> None:
        with suppress(ClaimLost):
            self._work.stop(
                self._pipeline, work.id, error, event=TaskEvent.FAIL, facts={"error": error}
            )
        with self._lock:
            self._claimed.pop(work.id, None)
            self.report.failed_count += 1
            if len(self.report.errors) < 100:
                self.report.errors[work.task_id] = error

    def _hand_in(self) -> None:
        """Hand in what is done: many in one transaction, one by one where one was lost."""
        with self._lock:
            done, self._done = self._done, []
        if not done:
            return
        try:
            self._work.submit(self._pipeline, done)
            handed = done
        except ClaimLost:
            handed = []
            for each in done:
                with suppress(ClaimLost):
                    self._work.submit(self._pipeline, [each])
                    handed.append(each)
        for each in done:
            self._claimed.pop(each.work_id, None)
        for each in handed:
            self.report.done_count += 1
            self.report.cost += float(each.facts.get("cost") or 0)
            self.report.tokens += int(each.facts.get("tokens") or 0)

    def _give_back(self) -> None:
        for work_id in list(self._claimed):
            with suppress(VaultError):
                self._work.release(self._pipeline, work_id)


class _Pace:
    """Lets at most so many calls begin in a second."""

    def __init__(self, rate: float | None) -> None:
        self._gap = 1 / rate if rate else 0.0
        self._next = 0.0
        self._lock = threading.Lock()

    def wait(self, stop: threading.Event) -> None:
        """Wait for one's turn."""
        if not self._gap:
            return
        with self._lock:
            turn = max(self._next, time.monotonic())
            self._next = turn + self._gap
        stop.wait(max(0.0, turn - time.monotonic()))


async def _awaited(given: Any) -> Any:
    return await given


def _answer_of(
    given: Any, work: WorkRecord, keep: Callable[[Mapping[str, Any]], Mapping[str, Any]]
) -> tuple[Mapping[str, Any], dict[str, Any]]:
    """The answer and the facts that a function returned, checked against the form.

    Raises:
        BadAnswer: it doesn't fit.
    """
    from datavault_jupyter.features.pipelines.tasks.forms import checked

    facts: dict[str, Any] = {}
    if isinstance(given, tuple) and len(given) == 2 and isinstance(given[1], Mapping):
        facts = {name: value for name, value in given[1].items() if name in FACTS}
        if unknown := [str(name) for name in given[1] if name not in FACTS]:
            raise BadAnswer(f"No fact is named {unknown[0]!r}; they are {', '.join(FACTS)}.")
        given = given[0]
    if given is None:
        raise Refused("The function returned nothing.", hint="Return the answer.")
    # The one value where one is asked for; that of a criterion or a file is an object itself.
    if len(work.fields) == 1:
        (field,) = work.fields
        is_value = not isinstance(given, Mapping) or (
            field.type in _OBJECTS and field.name not in given
        )
        given = {field.name: given} if is_value else given
    return checked(work.fields, keep(given) if isinstance(given, Mapping) else given), facts
