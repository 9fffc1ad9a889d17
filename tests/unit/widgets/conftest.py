"""Widgets without a page: what they send is kept."""

import queue
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from datavault_jupyter.widgets.base import View


class Line:
    """The other end of a widget's comm."""

    def __init__(self, widget: View) -> None:
        self.widget = widget
        self.sent: queue.Queue[tuple[dict[str, Any], list[Any]]] = queue.Queue()
        self.kinds: list[str] = []
        widget.comm.publish_msg = self._publish

    def _publish(self, kind: str, data: Any = None, buffers: Any = None, **_: Any) -> None:
        self.kinds.append(kind)
        self.sent.put((data or {}, list(buffers or [])))

    def hear(self, message: dict[str, Any]) -> None:
        """Let the browser send something."""
        self.widget._handle_msg({"content": {"data": message}, "buffers": []})

    def set(self, **traits: Any) -> None:
        """Let the browser change traits."""
        self.hear({"method": "update", "state": traits})

    def ask(self, op: str, **args: Any) -> tuple[dict[str, Any], list[Any]]:
        """Let the browser ask; the message that answers, and its binary parts."""
        content = {"v": 1, "ask": "q", "op": op, "args": args}
        self.hear({"method": "custom", "content": content})
        while True:
            data, buffers = self.sent.get(timeout=20)
            if data.get("method") == "custom" and data["content"].get("ask") == "q":
                return data["content"], buffers


@pytest.fixture
def line() -> Iterator[Callable[[View], Line]]:
    made: list[View] = []

    def open_line(widget: View) -> Line:
        made.append(widget)
        return Line(widget)

    yield open_line
    for widget in made:
        widget.close()
