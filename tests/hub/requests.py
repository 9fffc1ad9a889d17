"""What the client asked, and the log of it."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from tests.hub.faults import Answer


@dataclass
class Request:
    """One request; `sent` grows while its answer's body goes out, in bytes."""

    side: str
    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes = b""
    status: int = 0
    sent: int = 0

    @property
    def segments(self) -> list[str]:
        """The path's pieces, each unquoted by itself."""
        return [unquote(each) for each in urlsplit(self.target).path.split("/")[1:]]

    @property
    def path(self) -> str:
        return unquote(urlsplit(self.target).path)

    @property
    def line(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.target).query)

    @property
    def form(self) -> dict[str, list[str]]:
        """A form or JSON body, as lists of text."""
        if "json" in self.headers.get("content-type", ""):
            given = json.loads(self.body)
            return {
                name: [str(each) for each in (value if isinstance(value, list) else [value])]
                for name, value in given.items()
            }
        return parse_qs(self.body.decode())

    @property
    def range(self) -> str | None:
        return self.headers.get("range")

    @property
    def token(self) -> str | None:
        given = self.headers.get("authorization")
        return given.removeprefix("Bearer ") if given is not None else None

    def one(self, name: str, default: str = "") -> str:
        """One value of the query."""
        return self.query.get(name, [default])[0]

    def is_asked(self, name: str) -> bool:
        return self.one(name).lower() in ("1", "true")


@dataclass
class RequestLog:
    """All requests in the order they came."""

    _all: list[Request] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, request: Request) -> None:
        with self._lock:
            self._all.append(request)

    def clear(self) -> None:
        with self._lock:
            self._all.clear()

    def __iter__(self) -> Iterator[Request]:
        with self._lock:
            return iter(list(self._all))

    def __len__(self) -> int:
        with self._lock:
            return len(self._all)

    def matching(self, pattern: str) -> list[Request]:
        """The requests whose "METHOD /path" a pattern finds."""
        return [request for request in self if re.search(pattern, request.line)]

    def sent(self, pattern: str = "") -> int:
        """Bytes of bodies sent to the requests that a pattern finds."""
        return sum(request.sent for request in self.matching(pattern))


class Refusal(Exception):
    """An answer that is an error; the code goes into ``X-Error-Code``."""

    def __init__(
        self,
        status: int,
        code: str | None,
        message: str,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message
        self.headers = dict(headers or {})

    def answer(self) -> Answer:
        made = as_json({"error": self.message}, self.status)
        made.headers |= self.headers | {"X-Error-Message": self.message}
        if self.code:
            made.headers["X-Error-Code"] = self.code
        return made


def as_json(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    """An answer of JSON."""
    kind = {"Content-Type": "application/json; charset=utf-8"}
    return Answer(status, json.dumps(value, default=str).encode(), kind | dict(headers or {}))
