"""Answers questions: each exactly once, whatever happens, on threads of its own."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from datavault_jupyter.base.errors import BadArgument, Cancelled, Unexpected, VaultError
from datavault_jupyter.protocol import messages
from datavault_jupyter.protocol.coding import decoded, encoded
from datavault_jupyter.protocol.operations import Call, Json, Operation

Send = Callable[[dict[str, Any], Sequence[Any]], None]
# Enough that a count doesn't hold up a page; DuckDB spreads each over the cores by itself.
_AT_ONCE = 4


class Dispatcher:
    """Takes messages of one panel and sends answers.

    Args:
        operations: What may be asked.
        send: Carries a message and its binary parts to the panel; may be called from any thread.
    """

    def __init__(self, operations: Mapping[str, Operation], send: Send) -> None:
        self._operations = operations
        self._send = send
        self._lock = threading.Lock()
        self._under_way: dict[str, Call] = {}
        self._seq = itertools.count(1)
        self._pool: ThreadPoolExecutor | None = None
        self._is_closed = False

    def receive(self, content: object, buffers: Sequence[Any] = ()) -> None:
        """Take a message; the answer follows from another thread. Never raises."""
        ask = content.get("ask") if isinstance(content, Mapping) else None
        try:
            asked = messages.question(content)
        except VaultError as error:
            if isinstance(ask, str):
                self._send(messages.refusal(ask, error), ())
            return
        if asked.is_withdrawn:
            self._withdraw(asked.ask)
            return
        if asked.op == messages.PING:
            # At once and here: it asks whether the kernel listens, not whether work is done.
            self._send(messages.answer(asked.ask, None, []), ())
            return
        call = Call(buffers=buffers, tell=self.tell)
        with self._lock:
            if self._is_closed or asked.ask in self._under_way:
                return
            self._under_way[asked.ask] = call
            if self._pool is None:
                self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="datavault-answer")
            self._pool.submit(self._reply, asked, call)

    def _withdraw(self, ask: str) -> None:
        with self._lock:
            call = self._under_way.get(ask)
        if call is not None:
            call.cancel()

    def _reply(self, asked: messages.Question, call: Call) -> None:
        message, frames = self.answered(asked, call)
        with self._lock:
            self._under_way.pop(asked.ask, None)
            if self._is_closed:
                return
        self._send(message, frames)

    def answered(
        self, asked: messages.Question, call: Call
    ) -> tuple[dict[str, Any], Sequence[bytes]]:
        """The message that answers a question, and its binary parts. Never raises."""
        try:
            made = self._run(asked, call)
            names = list(call.frames)
            return messages.answer(asked.ask, made, names), list(call.frames.values())
        except VaultError as error:
            return messages.refusal(asked.ask, error), ()
        except BaseException as error:  # noqa: BLE001 - silence would leave the panel waiting
            # A mistake of ours: said as one, with its kind, never as a wall of traceback.
            trouble = Unexpected(f"This did not work, and it should have: {error!r}.")
            return messages.refusal(asked.ask, trouble), ()

    def _run(self, asked: messages.Question, call: Call) -> Json:
        if call.is_cancelled:
            raise Cancelled("The question was withdrawn.")
        known = self._operations.get(asked.op)
        if known is None:
            raise BadArgument(f"There is no operation {asked.op!r}.", field="op")
        return encoded(known.run(decoded(known.args, asked.args), call))

    def tell(self, news: str, data: Mapping[str, Json]) -> None:
        """Push news to the panel, from any thread."""
        with self._lock:
            if self._is_closed:
                return
            message = messages.news(news, encoded(data), next(self._seq))
            # In the lock, so that news arrive in the order of their numbers.
            self._send(message, ())

    def close(self) -> None:
        """Withdraw what is under way and answer nothing more."""
        with self._lock:
            self._is_closed = True
            calls, pool = list(self._under_way.values()), self._pool
            self._under_way.clear()
        for call in calls:
            call.cancel()
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)
