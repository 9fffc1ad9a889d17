"""A page with the real bundle and, behind it, a kernel's side in this very process.

Messages travel over HTTP on the loopback instead of a kernel's websocket, so that a test needs no
Jupyter: what the bundle sends reaches a real widget, or answers that the test gives.
"""

from __future__ import annotations

import base64
import json
import os
import queue
import random
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Protocol

from datavault_jupyter.base.errors import VaultError
from datavault_jupyter.protocol import messages
from datavault_jupyter.protocol.coding import encoded
from datavault_jupyter.widgets.base import View
from datavault_jupyter.widgets.ops import STATIC

HERE = Path(__file__).parent
POLL_SECONDS = 5
# Races show where machines are slow: how many times slower the page runs, each message delayed.
SLOWER = int(os.environ.get("DATAVAULT_TEST_SLOWER", "1"))


def _dawdle() -> None:
    """Let a message wait for as long as it might on a busy machine."""
    if SLOWER > 1:
        time.sleep(random.uniform(0, 0.03 * SLOWER))


def _packed(message: Mapping[str, Any], buffers: Any) -> str:
    parts = [base64.b64encode(bytes(each)).decode() for each in buffers]
    return json.dumps({**message, "buffers": parts}, default=_bytes)


def _bytes(value: object) -> object:
    if isinstance(value, bytes | bytearray | memoryview):
        return {"__bytes__": base64.b64encode(bytes(value)).decode()}
    raise TypeError(type(value).__name__)


class Side(Protocol):
    """The kernel's side of one widget."""

    outbox: queue.Queue[str]

    def state(self) -> dict[str, Any]: ...
    def hear(self, message: dict[str, Any], buffers: list[bytes]) -> None: ...


class WidgetSide:
    """A real widget whose comm ends here."""

    def __init__(self, widget: View) -> None:
        self.widget = widget
        self.outbox: queue.Queue[str] = queue.Queue()
        self._was = widget.comm.publish_msg
        widget.comm.publish_msg = self._publish

    def _publish(self, _kind: str, data: Any = None, buffers: Any = None, **_: Any) -> None:
        self.outbox.put(_packed(data or {}, buffers or []))

    def state(self) -> dict[str, Any]:
        made: dict[str, Any] = self.widget.get_state()
        return {name: value for name, value in made.items() if name != "_esm"}

    def hear(self, message: dict[str, Any], buffers: list[bytes]) -> None:
        self.widget._handle_msg({"content": {"data": message}, "buffers": buffers})


Answer = Mapping[str, Any] | Callable[[dict[str, Any]], Any] | VaultError | None


@dataclass
class Scripted:
    """Answers given by a test, by operation: a record, a function of the arguments, an error.

    None never answers. A function may return ``(record, {frame: bytes})``.
    """

    answers: dict[str, Answer]
    traits: dict[str, Any] = field(default_factory=dict)
    outbox: queue.Queue[str] = field(default_factory=queue.Queue)
    asked: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    is_silent: bool = False

    def state(self) -> dict[str, Any]:
        return {"_boot": {}, "_frames": {}, **self.traits}

    def hear(self, message: dict[str, Any], buffers: list[bytes]) -> None:
        del buffers
        if message["method"] == "update":
            self.traits.update(message["state"])
            return
        content = message["content"]
        if content.get("cancel") or self.is_silent:
            return
        if content["op"] == messages.PING:
            self._send(messages.answer(content["ask"], None, []), [])
            return
        self.asked.append((content["op"], content.get("args", {})))
        self._answer(content)

    def _answer(self, content: dict[str, Any]) -> None:
        ask, op = content["ask"], content["op"]
        if op not in self.answers:
            error = VaultError(f"The test gives no answer to {op}.")
            self._send(messages.refusal(ask, error), [])
            return
        given = self.answers[op]
        try:
            made = given(content.get("args", {})) if callable(given) else given
        except VaultError as error:
            made = error
        if made is None:
            return
        if isinstance(made, VaultError):
            self._send(messages.refusal(ask, made), [])
            return
        data, frames = made if isinstance(made, tuple) else (made, {})
        self._send(messages.answer(ask, encoded(data), list(frames)), list(frames.values()))

    def tell(self, news: str, data: Mapping[str, Any], seq: int = 1) -> None:
        self._send(messages.news(news, encoded(data), seq), [])

    def set(self, **traits: Any) -> None:
        """Change traits as the kernel would."""
        self.traits.update(traits)
        self.outbox.put(_packed({"method": "update", "state": traits}, []))

    def _send(self, message: dict[str, Any], buffers: list[bytes]) -> None:
        self.outbox.put(_packed({"method": "custom", "content": message}, buffers))


class _Handler(BaseHTTPRequestHandler):
    server: KernelPage

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        if path == "/poll":
            self._reply(self._polled(), "application/json")
        elif path == "/state":
            self._reply(json.dumps(self.server.side.state(), default=_bytes), "application/json")
        elif path == "/views.js":
            self._reply((STATIC / "views.js").read_text(encoding="utf-8"), "text/javascript")
        elif path in ("/", "/shim.js"):
            name = path[1:] or "page.html"
            kind = "text/javascript" if name.endswith("js") else "text/html"
            self._reply((HERE / name).read_text(encoding="utf-8"), kind)
        else:
            self._reply("", "text/plain", 204)

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        buffers = [base64.b64decode(each) for each in sent.pop("buffers", [])]
        _dawdle()
        with self.server.turn:
            self.server.side.hear(sent, buffers)
        self._reply("{}", "application/json")

    def _polled(self) -> str:
        try:
            found = [self.server.side.outbox.get(timeout=POLL_SECONDS)]
        except queue.Empty:
            return "[]"
        _dawdle()
        while not self.server.side.outbox.empty():
            found.append(self.server.side.outbox.get())
        return f"[{','.join(found)}]"

    def _reply(self, text: str, kind: str, status: int = 200) -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Say nothing."""


class KernelPage(ThreadingHTTPServer):
    """Serves one page for one widget; messages are taken one after another, as a kernel does."""

    daemon_threads = True

    def __init__(self, side: Side) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.side = side
        self.turn = threading.Lock()
        # It looks often whether it shall end: each test waits for that.
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A page that was closed while it polled is no error."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/"

    def stop(self) -> None:
        self.shutdown()
        self.server_close()
