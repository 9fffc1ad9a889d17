"""News for views over HTTP: one line for each view, coalesced, in the order of their numbers."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from datavault_jupyter.protocol import messages
from datavault_jupyter.protocol.coding import encoded

# At most ten messages a second of one kind about one thing.
FLUSH_EVERY_S = 0.1
MOST_LINES_EACH = 100
_MOST_PENDING = 256


class Line:
    """What one view is to be told, until it is sent.

    Of news of one kind about one thing only the newest is kept.

    Args:
        wake: Called when there is something to send, from any thread.

    >>> line = Line()
    >>> line.tell("datasets.changed", {"revision": 1})
    >>> line.tell("datasets.changed", {"revision": 2})
    >>> [each["data"] for each in line.take()]
    [{'revision': 2}]
    """

    def __init__(self, wake: Callable[[], object] = lambda: None) -> None:
        self._wake = wake
        self._lock = threading.Lock()
        self._pending: dict[tuple[str, str], Any] = {}
        self._seq = 0

    def tell(self, news: str, data: Mapping[str, Any]) -> None:
        """Keep news for the view; from any thread."""
        told = encoded(data)
        about = str(told.get("id") or told.get("job_id") or "")
        with self._lock:
            self._pending.pop((news, about), None)
            if len(self._pending) < _MOST_PENDING:
                self._pending[news, about] = told
            else:
                self._seq += 1  # a gap, by which the view knows to look again
        self._wake()

    def take(self) -> list[dict[str, Any]]:
        """The messages to be sent now."""
        with self._lock:
            pending, self._pending = self._pending, {}
            made = []
            for (news, _), data in pending.items():
                self._seq += 1
                made.append(messages.news(news, data, self._seq))
            return made


class Lines:
    """The open lines, by who listens and the name they gave their line."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: dict[tuple[str, str], Line] = {}

    def open(self, who: str, channel: str, line: Line) -> bool:
        """Open a line for a view; whether there is room for it."""
        with self._lock:
            is_full = sum(name == who for name, _ in self._open) >= MOST_LINES_EACH
            if not is_full:
                self._open[who, channel] = line
            return not is_full

    def close(self, who: str, channel: str, line: Line) -> None:
        """End a line."""
        with self._lock:
            if self._open.get((who, channel)) is line:
                del self._open[who, channel]

    def teller(self, who: str, channel: str) -> Callable[[str, Mapping[str, Any]], None]:
        """Tells a view, wherever its line is by then; nobody where it has none."""

        def tell(news: str, data: Mapping[str, Any]) -> None:
            with self._lock:
                line = self._open.get((who, channel))
            if line is not None:
                line.tell(news, data)

        return tell
