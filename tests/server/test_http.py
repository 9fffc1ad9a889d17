"""What goes over the line: statuses, headers, limits, workers, news, files."""

import csv
import http.client
import io
import json
import sqlite3
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import websocket

from datavault_jupyter.protocol.framing import CONTENT_TYPE, framed
from tests.server.conftest import ASK, BASE, Reply, VaultServer


@pytest.fixture(scope="module")
def numbers(server: VaultServer) -> str:
    """The id of a dataset in Teaching."""
    return named(server, "numbers")


def named(server: VaultServer, name: str) -> str:
    rows = server.ask("datasets.list", user="ada").message["data"]["rows"]
    return next(str(each["id"]) for each in rows if each["name"] == name)


def described(server: VaultServer, dataset_id: str, text: str, user: str) -> Reply:
    args = {"dataset_id": dataset_id, "description": text}
    return server.ask("datasets.set_description", args, user=user)


@contextmanager
def writing(vault: Path) -> Iterator[None]:
    """Whoever changes the catalogue meanwhile waits."""
    connection = sqlite3.connect(vault / "catalog.sqlite", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")
        connection.close()


def test_halves_of_characters_are_refused_not_stumbled_over(server: VaultServer) -> None:
    text = json.dumps({"v": 1, "ask": "k\ud800", "vault": "team", "op": "\ud800", "args": {}})
    text = text.ljust(-len(text) % 8 + len(text))
    body = b"DVM1" + len(text).to_bytes(4, "little") + text.encode()
    headers = server.signed("ada") | {"Content-Type": CONTENT_TYPE}
    reply = server.request("POST", ASK, body, headers)
    assert (reply.status, reply.code) == (400, "bad_argument")


def test_rows_come_as_arrow_and_nothing_keeps_them(server: VaultServer, numbers: str) -> None:
    asked = {"dataset_id": numbers, "columns": ["n"], "offset": 10, "limit": 3}
    reply = server.ask("content.page", asked, user="vera")
    table = pa.ipc.open_stream(reply.frames["rows"]).read_all()
    assert [10, 11, 12] in [each.to_pylist() for each in table.columns]
    assert (reply.status, reply.headers["Content-Type"]) == (200, CONTENT_TYPE)
    assert reply.headers["Cache-Control"] == "no-store"
    assert reply.headers["X-Content-Type-Options"] == "nosniff"
    assert reply.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "default-src 'none'" in reply.headers["Content-Security-Policy"]
    assert not reply.headers["Access-Control-Allow-Origin"]


def test_a_refusal_has_a_status_and_a_sentence(server: VaultServer, numbers: str) -> None:
    told = {
        (reply.status, reply.code)
        for reply in (
            server.ask("datasets.list", user="stranger"),
            server.ask("datasets.describe", {"dataset_id": "dst_gone"}, user="ada"),
            server.ask("datasets.describe", {"id": 1}, user="ada"),
            server.ask("imports.complete", {"text": "/etc/"}, user="ada"),
            server.ask("datasets.list", user="ada", vault="/etc"),
            server.ask("datasets.list", user="ada", v=2),
            described(server, numbers, "x", "vera"),
            server.ask("preferences.set", {"name": "a", "value": 1}, user="ada", is_read_only=True),
        )
    }
    assert told == {
        (403, "not_allowed"),
        (404, "dataset_not_found"),
        (400, "bad_argument"),
        (403, "kernel_only"),
        (404, "vault_not_found"),
    }
    broken = server.signed("ada") | {"Content-Type": CONTENT_TYPE}
    assert server.request("POST", ASK, b"no message", broken).code == "bad_argument"


def test_jupyters_authorizer_is_asked_before_everything(server: VaultServer, numbers: str) -> None:
    assert server.ask("datasets.list", user="guest").status == 200
    refused = described(server, numbers, "by a guest", "guest")
    assert (refused.status, refused.code) == (403, "not_allowed")
    assert server.ask("datasets.list", user="nobody").status == 403
    assert server.get("datavault/api/vaults", "nobody").status == 403
    assert server.get("datavault/api/download?vault=team&job=x", "nobody").status == 403
    # What nobody decorated would be told in the server's log.
    assert "missing authentication" not in server.said().lower()


def test_a_question_has_a_type_and_a_size(server: VaultServer) -> None:
    signed = server.signed("ada")
    simple = signed | {"Content-Type": "text/plain"}
    assert server.request("POST", ASK, framed({}), simple).status == 415
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.putrequest("POST", BASE + ASK)
    headers = signed | {"Content-Type": CONTENT_TYPE, "Content-Length": "2000001"}
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    response = connection.getresponse()
    assert (response.status, response.headers["Content-Type"]) == (413, CONTENT_TYPE)
    connection.close()
    # Without a length it is counted.
    body = iter([framed({}, [bytes(1_000_000)])] * 3)
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    sent = signed | {"Content-Type": CONTENT_TYPE}
    connection.request("POST", BASE + ASK, body, sent, encode_chunked=True)
    assert connection.getresponse().status == 413
    connection.close()


def test_files_of_the_views_are_found_by_name_alone(server: VaultServer) -> None:
    found = server.get("datavault/static/http.js", "ada")
    assert (found.status, found.headers["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    known = {"If-None-Match": found.headers["Etag"]}
    again = server.get("datavault/static/http.js", "ada", **known)
    assert again.status == 304
    for path in ("..%2f..%2fvault.py", "../base.py", "%2e%2e/base.py", "nothing.js", ".js"):
        assert server.get(f"datavault/static/{path}", "ada").status == 404


def first(futures: list[Future[Reply]]) -> tuple[Reply, list[Future[Reply]]]:
    done, waiting = wait(futures, timeout=60, return_when=FIRST_COMPLETED)
    return done.pop().result(), [*done, *waiting]


def test_too_many_questions_are_sent_away_and_notebooks_are_not(
    server: VaultServer, team: Path, numbers: str
) -> None:
    with ThreadPoolExecutor(8) as pool:
        with writing(team):
            asks = [pool.submit(described, server, numbers, "a", "ada") for _ in range(3)]
            busy, mine = first(asks)
            assert (busy.status, busy.code) == (503, "server_busy")
            assert busy.headers["Retry-After"] == "1"
            assert busy.message["error"]["retryable"] is True
            asks = [pool.submit(described, server, numbers, "o", "olga") for _ in range(3)]
            busy, theirs = first(asks)
            assert busy.code == "server_busy"
            # The queue is full for everybody, and Jupyter itself goes on.
            assert server.ask("datasets.list", user="vera").code == "server_busy"
            assert server.get("api/contents").status == 200
        assert [each.result().status for each in mine + theirs] == [200] * 4


def sent(server: VaultServer, dataset_id: str, text: str, user: str) -> http.client.HTTPConnection:
    """A question the server has taken, and nobody has waited for yet."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    args = {"dataset_id": dataset_id, "description": text}
    asked = {"v": 1, "ask": "1", "vault": "team", "op": "datasets.set_description", "args": args}
    headers = server.signed(user) | {"Content-Type": CONTENT_TYPE}
    connection.request("POST", BASE + ASK, framed(asked), headers)
    settled(server)
    return connection


def settled(server: VaultServer) -> None:
    """Jupyter's one thread answers in order: it has seen by then what came before."""
    for _ in range(5):
        assert server.get("api").status == 200


def test_who_hangs_up_is_not_worked_for(server: VaultServer, team: Path, numbers: str) -> None:
    with writing(team):
        # Both workers are taken; what comes now waits in the queue.
        held = [sent(server, numbers, "held", who) for who in ("ada", "olga")]
        sent(server, numbers, "by nobody", "ada").close()
        settled(server)
    assert [each.getresponse().status for each in held] == [200, 200]
    # It would have been next: by the twentieth look it would be there.
    for _ in range(20):
        facts = server.ask("datasets.describe", {"dataset_id": numbers}, user="ada")
        assert facts.message["data"]["description"] == "held"
    for each in held:
        each.close()


def line(server: VaultServer, user: str, **headers: str) -> websocket.WebSocket:
    url = f"ws://127.0.0.1:{server.port}{BASE}datavault/api/news?vault=team&channel=c-1"
    signed = server.signed(user) | headers
    made: websocket.WebSocket = websocket.create_connection(url, header=signed, timeout=60)
    return made


def test_news_come_on_a_line_of_ones_own(server: VaultServer, numbers: str) -> None:
    heard = line(server, "vera")
    described(server, numbers, "something else", "ada")
    told = json.loads(heard.recv())
    assert (told["v"], told["news"], told["seq"]) == (1, "datasets.changed", 1)
    heard.close()
    with pytest.raises(websocket.WebSocketBadStatusException, match="403"):
        line(server, "stranger")
    with pytest.raises(websocket.WebSocketBadStatusException, match="403"):
        line(server, "nobody")


def job_of(server: VaultServer, op: str, job_id: str) -> dict[str, Any]:
    """A job when it has ended; it runs in the server."""
    heard = line(server, "vera" if op == "exports.job" else "ada")
    while True:
        asked = {"job_id": job_id}
        who = "vera" if op == "exports.job" else "ada"
        job: dict[str, Any] = server.ask(op, asked, user=who, channel="c-1").message["data"]
        if job["state"] not in ("running", "pending"):
            heard.close()
            return job
        heard.recv()


def test_an_export_is_fetched_whole_or_in_ranges(
    server: VaultServer, team: Path, numbers: str
) -> None:
    options = server.ask("exports.options", {"dataset_id": numbers}, user="vera").message["data"]
    assert options["path"] == "numbers"
    for name, problem in (
        ("n é.csv", ""),
        ("/etc/passwd.csv", "can't be"),
        ("~/x.csv", "can't be"),
    ):
        place = {"path": name, "format": "csv"}
        target = server.ask("exports.target", place, user="vera").message["data"]
        assert (target["path"], target["places"], target["exists"]) == (name, [], False)
        assert problem in target["problem"]
        assert bool(problem) == bool(target["problem"])
    asked = {"dataset_id": numbers, "format": "csv", "path": "n é.csv"}
    begun = server.ask("exports.start", asked, user="vera", channel="c-1").message["data"]
    job = job_of(server, "exports.job", begun["job_id"])
    assert (job["path"], job["is_in_vault"]) == ("n é.csv", True)
    (file,) = (team / "exports").glob("out_*/n é.csv")
    path = f"datavault/api/download?vault=team&job={begun['job_id']}"
    whole = server.get(path, "vera")
    assert [int(row["n"]) for row in csv.DictReader(io.StringIO(whole.body.decode()))] == [
        *range(1000)
    ]
    assert whole.headers["Content-Disposition"].endswith("filename*=UTF-8''n%20%C3%A9.csv")
    assert whole.headers["Accept-Ranges"] == "bytes"
    assert "default-src 'none'" in whole.headers["Content-Security-Policy"]
    size, etag = len(whole.body), whole.headers["Etag"]
    for asked_range, start, end in (("5-9", 5, 10), ("100-", 100, size), ("-7", size - 7, size)):
        part = server.get(path, "vera", Range=f"bytes={asked_range}")
        assert (part.status, part.body) == (206, whole.body[start:end])
        assert part.headers["Content-Range"] == f"bytes {start}-{end - 1}/{size}"
    assert server.get(path, "vera", Range=f"bytes={size}-").status == 416
    changed = {"Range": "bytes=5-9", "If-Range": '"other"'}
    assert server.get(path, "vera", **changed).body == whole.body
    assert server.get(path, "vera", **changed | {"If-Range": etag}).status == 206
    # Another's export is nobody's, and a file that was changed isn't given out.
    assert server.get(path, "stranger").status == 403
    file.write_text("changed")
    assert server.get(path, "vera").status == 404
    assert server.get("datavault/api/download?vault=team&job=../x", "vera").status == 404


def test_a_file_is_uploaded_in_pieces_and_imported(server: VaultServer) -> None:
    text = b"word,n\n" + b"".join(b"w%d,%d\n" % (i, i) for i in range(500))
    asked = {"name": "up.csv", "byte_count": len(text), "fingerprint": "f"}
    upload = server.ask("imports.upload_begin", asked, user="ada").message["data"]
    key = {"upload_id": upload["upload_id"]}
    for start in range(0, len(text), 1000):
        args, parts = {**key, "offset": start}, [text[start : start + 1000]]
        sent = server.ask("imports.upload_chunk", args, user="ada", parts=parts)
        assert sent.message["data"]["offset"] == start + len(parts[0])
    assert server.ask("imports.upload_end", key, user="olga").status == 404
    assert server.ask("imports.upload_end", key, user="ada").status == 200
    source = {"source": {"upload_id": key["upload_id"], "path": ""}}
    seen = server.ask("imports.preview", source, user="ada").message["data"]
    assert seen["row_count"] == 500
    started = server.ask("imports.start", {**source, "name": "up"}, user="ada", channel="c-1")
    data = started.message["data"]
    job = job_of(server, "imports.job", data.get("job_id") or data["id"])
    assert job["state"] == "done"
    assert named(server, "up")
