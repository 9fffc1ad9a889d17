"""Files from web addresses: all of it, from where it was meant, and no secret on the way."""

from __future__ import annotations

import base64
import gzip
import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from datavault_jupyter.base.errors import BadFile, Cancelled, DiskFull, VaultError
from datavault_jupyter.features.imports import fetching, packing
from datavault_jupyter.features.imports.gathering import Gathered, gather

TABLE = b"a,b\n1,2\n"


@dataclass
class Site:
    """A web server whose answers a test writes down."""

    answers: dict[str, Callable[[BaseHTTPRequestHandler], None]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    root: str = ""

    def serve(self, path: str, content: bytes = TABLE, status: int = 200, **headers: str) -> str:
        """Answer at a path; underscores in header names stand for hyphens. Its address."""

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(status)
            told = {name.replace("_", "-").lower(): value for name, value in headers.items()}
            if "transfer-encoding" not in told:
                told.setdefault("content-length", str(len(content)))
            for name, value in told.items():
                if value:
                    request.send_header(name, value)
            request.end_headers()
            request.wfile.write(content)

        self.answers[path] = answer
        return self.root + path


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("no_proxy", "127.0.0.1,localhost")
    made = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            made.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            self.close_connection = True
            made.answers[self.path.partition("?")[0]](self)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    made.root = f"http://127.0.0.1:{server.server_port}"
    yield made
    server.shutdown()
    server.server_close()


def fetched(tmp_path: Path, url: object, **more: Any) -> Gathered:
    made = gather(url, scratch=tmp_path / "scratch", **more)
    json.dumps([member.origin for member in made.members])
    return made


def refused(tmp_path: Path, url: str, **more: Any) -> VaultError:
    with pytest.raises(VaultError) as caught:
        fetched(tmp_path, url, **more)
    assert "\n" not in caught.value.message
    assert caught.value.hint
    return caught.value


def test_a_file_comes_with_its_marks(tmp_path: Path, site: Site) -> None:
    url = site.serve("/in/t%20x.csv", ETag='"7"', Last_Modified="Sat, 28 Nov 2026 10:00:00 GMT")
    shares: list[float] = []
    (member,) = fetched(tmp_path, url, on_progress=shares.append).members
    assert (member.name, member.path.read_bytes(), member.byte_count) == ("t x.csv", TABLE, 8)
    assert member.origin == {
        "kind": "url",
        "url": url,
        "file_name": "t x.csv",
        "etag": '"7"',
        "last_modified": "Sat, 28 Nov 2026 10:00:00 GMT",
    }
    assert shares[-1] == 1.0
    assert site.asked[0][1]["accept-encoding"] == "identity"


@pytest.mark.parametrize(
    ("path", "headers", "name"),
    [
        ("/get", {"Content_Disposition": 'attachment; filename="x.tsv"'}, "x.tsv"),
        ("/get", {"Content_Disposition": "attachment; filename*=UTF-8''%C3%A4.csv"}, "ä.csv"),
        ("/get", {"Content_Disposition": 'attachment; filename="../../x.csv"'}, "x.csv"),
        ("/get", {"Content_Type": "text/csv; charset=utf-8"}, "get.csv"),
        ("/get", {"Content_Type": "application/json"}, "get.json"),
        ("/", {"Content_Type": "text/csv"}, "download.csv"),
        ("/a.csv", {"Content_Disposition": 'attachment; filename="report"'}, "a.csv"),
        ("/a.csv.gz", {}, "a.csv.gz"),
    ],
)
def test_names(tmp_path: Path, site: Site, path: str, headers: dict[str, str], name: str) -> None:
    assert fetched(tmp_path, site.serve(path, TABLE, 200, **headers)).members[0].name == name


def test_a_name_gets_the_format_asked_for(tmp_path: Path, site: Site) -> None:
    (member,) = fetched(tmp_path, site.serve("/get"), format="csv").members
    assert (member.name, member.path.name) == ("get.csv", "get.csv")


def test_several_addresses(tmp_path: Path, site: Site) -> None:
    urls = [site.serve(f"/{at}/x.csv", b"a\n%d\n" % at) for at in (2, 1)]
    made = fetched(tmp_path, urls)
    assert [member.name for member in made.members] == ["2/x.csv", "1/x.csv"]
    assert [member.path.read_bytes() for member in made.members] == [b"a\n2\n", b"a\n1\n"]


def test_a_file_that_ends_early_is_refused(tmp_path: Path, site: Site) -> None:
    url = site.serve("/t.csv", Content_Length="9")
    assert "ended before all of it" in refused(tmp_path, url).message
    chunked = b"8\r\n" + TABLE + b"\r\n"
    url = site.serve("/c.csv", chunked + b"0\r\n\r\n", Transfer_Encoding="chunked")
    assert fetched(tmp_path, url).members[0].path.read_bytes() == TABLE
    assert not fetched(tmp_path, url).notes
    url = site.serve("/c.csv", chunked + b"8\r\n" + TABLE[:3], Transfer_Encoding="chunked")
    assert "ended before all of it" in refused(tmp_path, url).message


def test_an_untold_length_is_noted(tmp_path: Path, site: Site) -> None:
    made = fetched(tmp_path, site.serve("/t.csv", Content_Length=""))
    assert "did not say how long t.csv is" in made.notes[0].message


def test_packed_answers(tmp_path: Path, site: Site) -> None:
    packed = gzip.compress(TABLE)
    (member,) = fetched(tmp_path, site.serve("/t.csv", packed, Content_Encoding="gzip")).members
    assert member.path.read_bytes() == packed  # told by its first bytes when it is read
    assert "packed with br" in refused(
        tmp_path, site.serve("/b.csv", Content_Encoding="br")
    ).message  # fmt: skip


@pytest.mark.parametrize(
    "page", [b"<!DOCTYPE html><p>", b"\n <HTML>", b"\xef\xbb\xbf<html>", b"<?xml version='1.0'?>"]
)
def test_a_web_page_is_no_table(tmp_path: Path, site: Site, page: bytes) -> None:
    assert "is a web page" in refused(tmp_path, site.serve("/t.csv", page)).message


@pytest.mark.parametrize(
    ("status", "said"),
    [(404, "does not exist"), (401, "may not be"), (403, "may not be"), (500, "said 500")],
)
def test_refusals_of_the_server(tmp_path: Path, site: Site, status: int, said: str) -> None:
    assert said in refused(tmp_path, site.serve("/t.csv", status=status)).message


def test_redirects(tmp_path: Path, site: Site) -> None:
    there = site.serve("/real.csv")
    url = site.serve("/t", b"", 302, Location=there + "?X-Amz-Signature=abc")
    (member,) = fetched(tmp_path, url).members
    assert member.name == "real.csv"
    assert member.origin["url"] == url
    assert member.origin["final_url"] == there
    for aim in ("file:///etc/passwd", "ftp://127.0.0.1/t.csv"):
        error = refused(tmp_path, site.serve("/out", b"", 302, Location=aim))
        assert "aren't fetched" in error.message
    around = site.serve("/round", b"", 302, Location="/round")
    assert "sends on and on" in refused(tmp_path, around).message


def test_a_password_goes_to_its_own_host_only(tmp_path: Path, site: Site) -> None:
    host = site.root.removeprefix("http://")
    site.serve("/a.csv")
    site.serve("/same", b"", 302, Location="/a.csv")
    other = site.root.replace("127.0.0.1", "localhost")
    site.serve("/other", b"", 302, Location=other + "/a.csv")
    secret = "Basic " + base64.b64encode(b"ann:p w").decode()
    for path, sent in (("/same", [secret, secret]), ("/other", [secret, None])):
        site.asked.clear()
        (member,) = fetched(tmp_path, f"http://ann:p%20w@{host}{path}").members
        assert [headers.get("authorization") for _, headers in site.asked] == sent
        assert "ann" not in json.dumps(member.origin)
    error = refused(tmp_path, site.serve("/no", status=404).replace("//", "//ann:hush@"))
    assert "hush" not in str(error)


def test_secrets_are_neither_stored_nor_shown(tmp_path: Path, site: Site) -> None:
    url = site.serve("/t.csv") + "?token=hush&page=2&X-Amz-Signature=hush&author=me#hush"
    (member,) = fetched(tmp_path, url).members
    assert member.origin["url"] == f"{site.root}/t.csv?token=…&page=2&X-Amz-Signature=…&author=me"
    assert site.asked[0][0].startswith("/t.csv?token=hush&page=2")


def test_nobody_there(tmp_path: Path) -> None:
    with socket.socket() as held:
        # Nobody listens there, nor can anybody while it is held.
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
        told = refused(tmp_path, f"http://127.0.0.1:{port}/t.csv").message
    assert "can't be fetched" in told
    assert "names no host" in refused(tmp_path, "http:///t.csv").message


def test_a_silent_server(tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "TIMEOUT_S", 0.2)
    done = threading.Event()

    def silent(_: BaseHTTPRequestHandler) -> None:
        done.wait(20)

    site.answers["/t.csv"] = silent
    assert "said nothing" in refused(tmp_path, site.root + "/t.csv").message
    done.set()


def test_a_fetch_can_be_stopped_while_it_waits(tmp_path: Path, site: Site) -> None:
    began, ended = threading.Event(), threading.Event()

    def slow(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Length", "1000")
        request.end_headers()
        request.wfile.write(TABLE)
        request.wfile.flush()
        began.set()
        # The other end is closed when the fetch was stopped.
        ended.wait(20) if request.connection.recv(1) else ended.set()

    site.answers["/t.csv"] = slow
    with pytest.raises(Cancelled):
        fetched(tmp_path, site.root + "/t.csv", is_stopped=began.is_set)
    assert ended.wait(60)


def test_the_disk_is_not_filled(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "ROOM_LEFT", 1 << 62)
    with pytest.raises(DiskFull):
        fetched(tmp_path, site.serve("/t.csv"))
    assert issubclass(BadFile, VaultError)
