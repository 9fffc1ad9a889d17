"""A panel's end of the wire to a vault."""

from __future__ import annotations

import itertools
import queue
from collections.abc import Sequence
from typing import Any

from datavault_jupyter import Vault
from datavault_jupyter.features.imports.ops import ImportOps
from datavault_jupyter.protocol.dispatcher import Dispatcher
from datavault_jupyter.protocol.operations import table_of

LONG_S = 30


class Wire:
    """A panel's end of the dispatcher."""

    def __init__(self, vault: Vault) -> None:
        services = vault._services
        self.answers: queue.Queue[dict[str, Any]] = queue.Queue()
        self.news: queue.Queue[dict[str, Any]] = queue.Queue()
        self.operations = table_of([ImportOps(services.imports, services.projects)])
        self._dispatcher = Dispatcher(self.operations, self._send)
        self._asks = itertools.count()

    def _send(self, message: dict[str, Any], _buffers: Sequence[Any]) -> None:
        (self.news if "news" in message else self.answers).put(message)

    def answer(self, op: str, *buffers: bytes, **args: Any) -> dict[str, Any]:
        question = {"v": 1, "ask": str(next(self._asks)), "op": op, "args": args}
        self._dispatcher.receive(question, [memoryview(each) for each in buffers])
        return self.answers.get(timeout=LONG_S)

    def ask(self, op: str, *buffers: bytes, **args: Any) -> Any:
        made = self.answer(op, *buffers, **args)
        assert made["ok"], made
        return made["data"]

    def refused(self, op: str, *buffers: bytes, **args: Any) -> dict[str, Any]:
        made = self.answer(op, *buffers, **args)
        assert not made["ok"], made
        refusal: dict[str, Any] = made["error"]
        return refusal

    def end_of(self, job_id: str) -> dict[str, Any]:
        while True:
            told: dict[str, Any] = self.news.get(timeout=LONG_S)["data"]
            if told["job_id"] == job_id and told["state"] != "running":
                return told

    def close(self) -> None:
        self._dispatcher.close()
