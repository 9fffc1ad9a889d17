import queue
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from datavault_jupyter.protocol.dispatcher import Dispatcher
from datavault_jupyter.protocol.operations import Call, operation, table_of


@dataclass(frozen=True)
class Nothing:
    pass


class Slow:
    def __init__(self) -> None:
        self.started = threading.Event()
        self.go_on = threading.Event()
        self.interrupts = 0

    def interrupt(self) -> None:
        self.interrupts += 1
        self.go_on.set()

    @operation("slow.wait")
    def wait(self, args: Nothing, call: Call) -> None:
        with call.cancels(self.interrupt):
            self.started.set()
            assert self.go_on.wait(10)
        if call.is_cancelled:
            raise KeyboardInterrupt

    @operation("slow.tell")
    def tell(self, args: Nothing, call: Call) -> None:
        call.tell("slow.progress", {"share": 0.5})

    @operation("slow.where")
    def where(self, args: Nothing, call: Call) -> None:
        raise RuntimeError(threading.current_thread().name)

    @operation("slow.buffers")
    def buffers(self, args: Nothing, call: Call) -> Nothing:
        call.attach("back", bytes(call.buffers[0])[::-1])
        return Nothing()


class Heard:
    def __init__(self) -> None:
        self.messages: queue.Queue[tuple[dict[str, Any], Sequence[Any]]] = queue.Queue()
        self.slow = Slow()
        self.dispatcher = Dispatcher(
            table_of([self.slow]), lambda *message: self.messages.put(message)
        )

    def ask(self, op: str, ask: str = "a", buffers: Sequence[Any] = ()) -> None:
        self.dispatcher.receive({"v": 1, "ask": ask, "op": op, "args": {}}, buffers)

    def next(self) -> Mapping[str, Any]:
        return self.messages.get(timeout=10)[0]


@pytest.fixture
def heard() -> Iterator[Heard]:
    made = Heard()
    yield made
    made.slow.go_on.set()
    made.dispatcher.close()


def test_handlers_never_run_in_the_thread_that_received(heard: Heard) -> None:
    heard.ask("slow.where")
    assert "datavault-answer" in heard.next()["error"]["message"]


def test_a_withdrawn_question_interrupts_its_work_and_is_still_answered(heard: Heard) -> None:
    heard.ask("slow.wait")
    assert heard.slow.started.wait(10)
    heard.dispatcher.receive({"v": 1, "ask": "a", "cancel": True})
    answer = heard.next()
    assert (answer["ask"], answer["ok"]) == ("a", False)
    assert heard.slow.interrupts == 1


def test_a_slow_answer_holds_up_no_other(heard: Heard) -> None:
    heard.ask("slow.wait", "slow")
    assert heard.slow.started.wait(10)
    heard.ask("slow.buffers", "quick", [b"abc"])
    assert heard.next()["ask"] == "quick"
    heard.slow.go_on.set()
    assert heard.next()["ask"] == "slow"


def test_a_ping_is_answered_at_once_also_when_every_thread_is_busy(heard: Heard) -> None:
    for number in range(8):
        heard.ask("slow.wait", f"w{number}")
    heard.dispatcher.receive({"v": 1, "ask": "p", "op": "ping"})
    assert heard.messages.get_nowait()[0]["ask"] == "p"


def test_news_are_numbered_without_a_gap(heard: Heard) -> None:
    heard.ask("slow.tell", "a")
    heard.ask("slow.tell", "b")
    told = [heard.next() for _ in range(4)]
    assert sorted(each["seq"] for each in told if "news" in each) == [1, 2]


def test_binary_parts_go_both_ways(heard: Heard) -> None:
    heard.ask("slow.buffers", "a", [memoryview(b"abc")])
    message, frames = heard.messages.get(timeout=10)
    assert message["frames"] == ["back"]
    assert list(frames) == [b"cba"]


@pytest.mark.parametrize("sent", [None, [], "text", {}, {"ask": 3}, {"op": "slow.tell"}])
def test_what_is_no_question_is_passed_over(heard: Heard, sent: object) -> None:
    heard.dispatcher.receive(sent)
    assert heard.messages.empty()


@pytest.mark.parametrize(
    ("sent", "field"),
    [({"v": 2, "op": "slow.tell"}, "v"), ({"v": 1}, "op"), ({"v": 1, "op": 3}, "op")],
)
def test_a_question_with_a_fault_is_refused(heard: Heard, sent: dict[str, Any], field: str) -> None:
    heard.dispatcher.receive({"ask": "a", **sent})
    assert heard.next()["error"]["field"] == field


def test_after_the_end_nothing_is_said(heard: Heard) -> None:
    heard.ask("slow.wait")
    assert heard.slow.started.wait(10)
    heard.dispatcher.close()
    assert heard.slow.interrupts == 1
    heard.dispatcher.tell("slow.progress", {})
    heard.ask("slow.tell", "b")
    assert heard.messages.empty()
