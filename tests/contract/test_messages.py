"""The messages both sides agree on; `js/tests/transport/contract.test.ts` reads the same file."""

import base64
import json
import queue
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from datavault_jupyter.base.errors import NameTaken
from datavault_jupyter.protocol.dispatcher import Dispatcher
from datavault_jupyter.protocol.operations import Call, operation, table_of

GOLDEN = json.loads(Path(__file__).with_name("messages.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Numbers:
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Word:
    text: str


@dataclass(frozen=True)
class Total:
    total: int
    at: datetime


class Toy:
    @operation("toy.add")
    def add(self, args: Numbers, call: Call) -> Total:
        return Total(sum(args.numbers), datetime(2026, 11, 22, 14, 17, tzinfo=UTC))

    @operation("toy.bytes", frames=("rows", "more"))
    def bytes(self, args: Word, call: Call) -> None:
        call.attach("rows", args.text.encode())
        call.attach("more", b"")

    @operation("toy.refuse")
    def refuse(self, args: Word, call: Call) -> None:
        raise NameTaken(f"A dataset named {args.text!r} exists already.", field="name")

    @operation("toy.break")
    def break_(self, args: Word, call: Call) -> None:
        _ = 1 / len(args.text)


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case["name"])
def test_every_golden_question_gets_its_golden_answer(case: dict[str, Any]) -> None:
    sent: queue.Queue[tuple[dict[str, Any], Sequence[Any]]] = queue.Queue()
    dispatcher = Dispatcher(table_of([Toy()]), lambda *message: sent.put(message))
    dispatcher.receive(case["question"])
    message, buffers = sent.get(timeout=10)
    dispatcher.close()
    assert message == case["answer"]
    assert [base64.b64encode(part).decode() for part in buffers] == case["buffers"]
    assert sent.empty()
