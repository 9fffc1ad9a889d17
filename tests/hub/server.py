"""A Hub on two ports of this machine: the Hub itself and its CDN."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.hub import api, files, people, summaries, viewer
from tests.hub.faults import Answer, Fault, Faults, spoil
from tests.hub.fixtures import many, repos
from tests.hub.people import who_asks
from tests.hub.repos import Content, Repo
from tests.hub.requests import Refusal, Request, RequestLog, as_json
from tests.hub.shelf import Shelf

CHUNK = 1 << 16


class Hub:
    """What a test holds: addresses, what was asked, what shall go wrong, what is there."""

    def __init__(self, *, port: int = 0) -> None:
        self.shelf = Shelf(repos(), later=many)
        self.log = RequestLog()
        self.faults = Faults()
        self.signing_key = "first"
        self.list_page = 1_000
        self._is_stopped = False
        self._sides = [_Side(self, "hub", port), _Side(self, "cdn", 0)]

    @property
    def url(self) -> str:
        """The endpoint to give to the client."""
        return self._sides[0].url

    @property
    def cdn_url(self) -> str:
        """Where large files come from."""
        return self._sides[1].url

    @property
    def viewer_url(self) -> str:
        """The base of the dataset viewer's API."""
        return f"{self.url}/viewer"

    def token_of(self, name: str) -> str:
        """The token of ``owner``, ``member``, ``stranger``, or of nobody: ``bad``."""
        return people.token_of(name)

    def commit(
        self, repo_id: str, given: Mapping[str, Content | None], *, branch: str = "main"
    ) -> str:
        """Add a commit to a branch, which may be new, and return its SHA; None deletes a file."""
        with self.shelf.lock:
            repo = self.shelf[repo_id]
            if branch not in repo.refs:
                repo.refs[branch] = repo.head
            return repo.commit(given, branch=branch).sha

    def tag(self, repo_id: str, name: str) -> None:
        """Name the newest commit of main."""
        with self.shelf.lock:
            self.shelf[repo_id].tag(name)

    def create(self, repo_id: str, given: Mapping[str, Content], **facts: Any) -> str:
        """Add a repository with these files and return the SHA of its first commit."""
        repo = Repo(repo_id, **facts)
        repo.commit(given)
        self.shelf.add(repo)
        return repo.head.sha

    def expire_links(self) -> None:
        """From now on the CDN answers 403 to the addresses given so far."""
        self.signing_key += "+"

    def answer(self, request: Request) -> Answer:
        """What goes back if nothing is to go wrong."""
        try:
            made = self._routed(request)
            if request.range and made.is_file:
                files.ranged(made, request.range)
        except Refusal as refusal:
            return refusal.answer()
        return made

    def _routed(self, request: Request) -> Answer:
        if request.side == "cdn":
            return files.from_cdn(self, request)
        if request.segments[0] == "viewer":
            return viewer.answered(self, request)
        person = who_asks(request)
        match request.segments:
            case ["api", "datasets"]:
                return summaries.listed(self, request, person)
            case ["api", "datasets", _, _, *_]:
                return self._moved(request, 2) or api.answered(self, request, person)
            case ["datasets", _, _, "resolve", _, _, *_]:
                return self._moved(request, 1) or files.resolved(self, request, person)
            case ["api", "resolve-cache", "datasets", _, _, _, _, *_]:
                return files.resolved(self, request, person)
            case ["api", "agent-harnesses"]:
                return as_json({"standardEnvVars": [], "harnesses": {}})
            case ["api", "whoami-v2"] if person is None:
                raise Refusal(401, None, "Invalid username or password.")
            case ["api", "whoami-v2"] if person is not None:
                return as_json(person.facts())
        raise Refusal(404, None, f"There is nothing at {request.path}.")

    def _moved(self, request: Request, at: int) -> Answer | None:
        """The way to the new name, when a repository was renamed."""
        path, mark, query = request.target.partition("?")
        raw = path.split("/")
        repo_id = "/".join(request.segments[at : at + 2])
        repo = self.shelf.find(repo_id)
        if repo is None or repo.moved is None:
            return None
        status, new_id = repo.moved
        raw[at + 1 : at + 3] = new_id.split("/")
        return files.moved(status, "/".join(raw) + mark + query)

    def stop(self) -> None:
        """Close both ports and all connections; what hangs is let go. Once more does nothing."""
        if self._is_stopped:
            return
        self._is_stopped = True
        self.faults.clear()
        for side in self._sides:
            side.stop()


class _Handler(BaseHTTPRequestHandler):
    server: _Side
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # else every reply waits 40 ms for an acknowledgement

    def _serve(self) -> None:
        hub = self.server.hub
        length = int(self.headers.get("Content-Length") or 0)
        request = Request(
            side=self.server.side,
            method=self.command,
            target=self.path,
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(length) if length else b"",
        )
        hub.log.add(request)
        fault = hub.faults.instead(request.line)
        if fault is not None and fault.action != "status":
            if fault.action == "hang":
                hub.faults.hang()
            self._hang_up()
            return
        if fault is not None:
            refusal = Refusal(fault.status, None, "A fault that the test asked for")
            answer = refusal.answer()
            answer.headers |= fault.headers
        else:
            answer = hub.answer(request)
            fault = hub.faults.within(request.line, answer, has_range=bool(request.range))
            if fault is not None and fault.action == "norange":
                del self.headers["range"]
                request.headers = {k: v for k, v in request.headers.items() if k != "range"}
                answer = hub.answer(request)
            elif fault is not None:
                spoil(fault, answer)
        self._send(request, answer, fault)

    def __getattr__(self, name: str) -> Any:
        # The base looks for do_GET and the like: one method takes them all.
        if name.startswith("do_"):
            return self._serve
        raise AttributeError(name)

    def _send(self, request: Request, answer: Answer, fault: Fault | None) -> None:
        request.status = answer.status
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if request.method == "HEAD":
            return
        cut = fault if fault is not None and fault.action in ("truncate", "hang") else None
        body = memoryview(answer.body)[: (cut.at or 0) if cut else None]
        for start in range(0, len(body), CHUNK):
            chunk = body[start : start + CHUNK]
            # Counted first: whoever has read it all may look at once.
            request.sent += len(chunk)
            self.wfile.write(chunk)
        if cut is not None:
            if cut.action == "hang":
                self.server.hub.faults.hang()
            self._hang_up()

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
        """Say nothing; the log is for that."""


class _Side(ThreadingHTTPServer):
    """One port."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, hub: Hub, side: str, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.hub = hub
        self.side = side
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._thread = threading.Thread(
            target=self.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up early is no error."""

    def stop(self) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join()
        # A connection that a client keeps would else be answered still.
        with self._lock:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def running(*, port: int = 0) -> Iterator[Hub]:
    """A Hub that serves until the block ends; port 0 takes a free one."""
    hub = Hub(port=port)
    try:
        yield hub
    finally:
        hub.stop()
