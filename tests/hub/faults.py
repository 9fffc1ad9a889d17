"""Faults that a test asks for: each waits for the request it is meant for."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, field
from typing import Literal

Action = Literal[
    "status", "hang", "drop", "truncate", "corrupt", "norange", "etag", "noetag", "nocommit"
]
INSTEAD: frozenset[Action] = frozenset({"status", "hang", "drop"})


@dataclass
class Answer:
    """What goes back; `is_file` says that ranges are served from the body."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    is_file: bool = False


@dataclass
class Fault:
    """One thing that goes wrong, for requests whose "METHOD /path" the pattern finds."""

    pattern: re.Pattern[str]
    action: Action
    count: int | None
    status: int
    headers: dict[str, str]
    at: int | None
    value: str

    def fits(self, answer: Answer, *, is_head: bool, has_range: bool) -> bool:
        """Whether it would change this answer: else it waits for one that it does change."""
        is_content = answer.status in (200, 206) and not is_head
        match self.action:
            case "truncate" | "corrupt" | "hang":
                return is_content and (self.at or 0) < len(answer.body)
            case "norange":
                return is_content and answer.is_file and has_range
            case "etag" | "noetag":
                return "ETag" in answer.headers or "X-Linked-Etag" in answer.headers
            case "nocommit":
                return "X-Repo-Commit" in answer.headers
            case _:
                return False


class Faults:
    """The queue; the first fault that fits a request is used up by it."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self._lock = threading.Lock()
        self._released = threading.Event()
        self.hanging = threading.Event()

    def add(
        self,
        pattern: str,
        action: Action,
        *,
        count: int | None = 1,
        status: int = 503,
        headers: dict[str, str] | None = None,
        at: int | None = None,
        value: str = "0" * 40,
    ) -> None:
        """Make the next requests go wrong.

        Args:
            pattern: Searched in "METHOD /path", unquoted and without the query; the CDN's paths
                start with ``/cdn/``.
            action: ``status`` answers `status` with `headers` (an empty back-off by default);
                ``hang`` answers nothing until `release`, or stands still after `at` bytes;
                ``drop`` closes the connection; ``truncate`` does after `at` bytes of the body;
                ``corrupt`` flips one bit of byte `at` (the middle one); ``norange`` sends the
                whole file with 200; ``etag`` sends `value`; ``noetag`` and ``nocommit`` leave
                their headers out.
            count: How many requests; None is all of them.
            status: What ``status`` answers.
            headers: What it answers besides.
            at: Byte of the body, counted from 0.
            value: The wrong ETag.
        """
        given = {"Retry-After": "0"} if headers is None else headers
        fault = Fault(re.compile(pattern), action, count, status, given, at, value)
        with self._lock:
            self._waiting.append(fault)

    def clear(self) -> None:
        """Forget all faults and let whatever hangs go."""
        with self._lock:
            self._waiting.clear()
        self.release()

    @property
    def left(self) -> int:
        """How many faults wait still."""
        with self._lock:
            return len(self._waiting)

    def instead(self, line: str) -> Fault | None:
        """The fault that takes the place of an answer."""
        with self._lock:
            for fault in self._waiting:
                is_instead = fault.action in INSTEAD and fault.at is None
                if is_instead and fault.pattern.search(line):
                    return self._used(fault)
        return None

    def within(self, line: str, answer: Answer, *, has_range: bool) -> Fault | None:
        """The fault that changes an answer."""
        is_head = line.startswith("HEAD ")
        with self._lock:
            for fault in self._waiting:
                fits = fault.fits(answer, is_head=is_head, has_range=has_range)
                if fits and fault.pattern.search(line):
                    return self._used(fault)
        return None

    def _used(self, fault: Fault) -> Fault:
        if fault.count is not None:
            fault.count -= 1
            if not fault.count:
                self._waiting.remove(fault)
        return fault

    def hang(self) -> None:
        """Wait until a test lets go or the server stops."""
        released = self._released  # before anybody hears of it, who may let go at once
        self.hanging.set()
        released.wait()

    def release(self) -> None:
        """Let go of what hangs now; what hangs later hangs again."""
        self._released.set()
        self._released = threading.Event()
        self.hanging.clear()


def spoil(fault: Fault, answer: Answer) -> None:
    """Change an answer as a fault of its headers or bytes says; a cut is up to who sends."""
    match fault.action:
        case "corrupt":
            at = len(answer.body) // 2 if fault.at is None else fault.at
            made = bytearray(answer.body)
            made[at] ^= 1
            answer.body = bytes(made)
        case "etag":
            for name in ("ETag", "X-Linked-Etag"):
                if name in answer.headers:
                    answer.headers[name] = f'"{fault.value}"'
        case "noetag":
            answer.headers.pop("ETag", None)
            answer.headers.pop("X-Linked-Etag", None)
        case "nocommit":
            answer.headers.pop("X-Repo-Commit", None)
        case _:
            pass
