"""Files from web addresses and other storage, brought to the disk completely or not at all."""

from __future__ import annotations

import base64
import http.client
import re
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import Message
from pathlib import Path, PurePosixPath
from typing import IO, Any, TypeVar
from urllib.parse import parse_qsl, quote, quote_plus, unquote, urlsplit, urlunsplit

from datavault_jupyter.base.errors import BadArgument, BadFile, Cancelled, VaultError, first_line
from datavault_jupyter.features.imports import packing, sources
from datavault_jupyter.storage.foreign import translated

# A server that says nothing for so long says nothing any more.
TIMEOUT_S = 30.0
_LOOK_EVERY_S = 0.05
_MOST_REDIRECTS = 10
_CHUNK = 1 << 20
_ROOM_EVERY = 64 << 20
_MOST_NAME = 120
_WEB = ("http", "https")
# Names of parameters whose values open doors.
_SECRET = re.compile(
    r"token|secret|passw|pwd|signature|^sig$|credential|api.?key|^key$|access.?key|^auth$|authorization|session"
    r"|^x-amz-|^x-goog-|^se$|^sp$|^sv$",
    re.IGNORECASE,
)
_LOGIN = re.compile(r"//[^/?#]*@")
_KINDS = {
    "text/csv": ".csv", "text/tab-separated-values": ".tsv", "application/json": ".json",
    "application/x-ndjson": ".ndjson", "application/jsonl": ".ndjson",
    "application/vnd.apache.parquet": ".parquet", "application/zip": ".zip",
}  # fmt: skip


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file that was brought to the disk.

    Attributes:
        name: What it is called, without folders.
        path: Where it lies.
        origin: Where it came from, ready for JSON and without secrets.
        is_sure: Whether its length was told beforehand and came.
    """

    name: str
    path: Path
    origin: dict[str, Any]
    is_sure: bool


def shown(url: str) -> str:
    """An address as it may be stored and shown: without what opens doors.

    >>> shown("https://ann:pw@host/a.csv?token=x&page=2#part")
    'https://host/a.csv?token=…&page=2'
    """
    parts = urlsplit(_LOGIN.sub("//", url))
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    query = parts.query
    if any(_SECRET.search(name) for name, _ in pairs):
        query = "&".join(
            f"{quote_plus(name)}={'…' if _SECRET.search(name) else quote_plus(value)}"
            for name, value in pairs
        )
    return f"{parts.scheme}://{parts.netloc}{parts.path}" + (f"?{query}" if query else "")


def fetch(
    url: str,
    folder: Path,
    is_stopped: Callable[[], bool],
    on_progress: Callable[[float], None] = lambda _share: None,
) -> Fetched:
    """Bring the file at an ``http://`` or ``https://`` address to the disk.

    Args:
        url: The address. A name and password in it are sent to its own host only.
        folder: A folder of our own that the file goes to.
        is_stopped: Asked while bytes come in.
        on_progress: Called with a share from 0 to 1, where the length is known.

    Raises:
        BadFile: it can't be had, isn't all there, or is a web page.
        DiskFull: there is no room for it.
        Cancelled: the import is to end.
    """
    with translated():
        folder.mkdir(parents=True, exist_ok=True)
    return beside(lambda stop: _fetched(url, folder, stop, on_progress), is_stopped)


class Stop:
    """Ends a fetch that waits for a server: what is open is shut under its hands."""

    def __init__(self) -> None:
        self.is_set = False
        self.response: Any = None

    def set(self) -> None:
        """Let the other thread end."""
        self.is_set = True
        with suppress(AttributeError, OSError):  # not open yet, or closed already
            # http.client has no other way to end a read that another thread waits for.
            self.response.fp.raw._sock.shutdown(socket.SHUT_RDWR)  # noqa: SLF001

    def check(self) -> None:
        """Raise where the fetch is to end."""
        if self.is_set:
            raise Cancelled("The import was cancelled.")


def beside(work: Callable[[Stop], T], is_stopped: Callable[[], bool]) -> T:
    """Work in another thread, so that neither a silent server nor a slow one holds us up."""
    stop = Stop()
    made: list[T] = []
    failures: list[BaseException] = []
    ended = threading.Event()

    def run() -> None:
        try:
            made.append(work(stop))
        except BaseException as error:  # noqa: BLE001 - raised again by the thread that waits
            failures.append(error)
        finally:
            ended.set()

    threading.Thread(target=run, name="datavault-fetch", daemon=True).start()
    try:
        while not ended.wait(_LOOK_EVERY_S) and not is_stopped():
            pass
    finally:
        if not ended.is_set():  # also where the cell was interrupted
            stop.set()
    if not ended.is_set():
        stop.check()
    if failures:
        raise failures[0]
    return made[0]


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects within the web, and sends a password to its own host only."""

    max_redirections = _MOST_REDIRECTS

    def redirect_request(  # noqa: PLR0917 - the signature is urllib's
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Any,
        newurl: str,
    ) -> urllib.request.Request | None:
        """The request for the new address, if it is one that we go to."""
        there = urlsplit(newurl)
        if there.scheme not in _WEB:
            fp.close()  # urllib closes what it raises itself
            raise _leads_out(shown(req.full_url))
        made = super().redirect_request(req, fp, code, msg, headers, newurl)
        secret = req.unredirected_hdrs.get("Authorization")
        here = urlsplit(req.full_url)
        if made is not None and secret and (here.scheme, here.netloc) == there[:2]:
            made.add_unredirected_header("Authorization", secret)
        return made


def _opener() -> urllib.request.OpenerDirector:
    """Speaks HTTP and nothing else: no file, no FTP."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _Redirects(),
    ):
        opener.add_handler(handler)
    return opener


def _request(url: str) -> urllib.request.Request:
    parts = urlsplit(url)
    login, _, place = parts.netloc.rpartition("@")
    if not place:
        raise BadArgument(f"{shown(url)} names no host.", hint="Check the address.")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]{}|\\^`\"<>")
    query = query.replace('"', "%22").replace("<", "%3C").replace(">", "%3E")
    with suppress(UnicodeError):
        place = place.encode("idna").decode() if not place.isascii() else place
    request = urllib.request.Request(  # noqa: S310 - the opener knows HTTP alone
        urlunsplit((parts.scheme, place, path, query, "")),
        headers={"User-Agent": "datavault-jupyter", "Accept-Encoding": "identity"},
    )
    if login:
        secret = base64.b64encode(unquote(login).encode()).decode()
        request.add_unredirected_header("Authorization", f"Basic {secret}")
    return request


@contextmanager
def _said(url: str, stop: Stop) -> Iterator[None]:
    """What goes wrong on the way, as one sentence."""
    place = shown(url)
    try:
        yield
    except VaultError:
        raise
    except urllib.error.HTTPError as error:
        with error:
            raise _status(place, error.code, str(error.reason)) from error
    except http.client.IncompleteRead as error:
        stop.check()
        raise _cut(place) from error
    except (urllib.error.URLError, http.client.HTTPException, ValueError, OSError) as error:
        stop.check()
        reason = getattr(error, "reason", None) or error
        if isinstance(reason, TimeoutError):
            why = f"the server said nothing for {TIMEOUT_S:.0f} seconds"
        else:
            why = first_line(reason) if isinstance(reason, BaseException) else str(reason)
        raise BadFile(
            f"{place} can't be fetched: {why.rstrip('.')}.",
            hint="Check the address and the connection.",
        ) from error


def _leads_out(place: str) -> BadFile:
    return BadFile(
        f"{place} sends on to a place outside the web, where files aren't fetched.",
        hint="Name the address it should lead to.",
    )


def _status(place: str, code: int, reason: str) -> BadFile:
    if 300 <= code < 400 and "not allowed" in reason:
        return _leads_out(place)  # urllib's own words for the same
    if code in (401, 403, 407):
        return BadFile(f"{place} may not be fetched by you ({code}).", hint="Sign in there first.")
    if code in (404, 410):
        return BadFile(f"{place} does not exist ({code}).", hint="Check the address.")
    if 300 <= code < 400:
        return BadFile(f"{place} sends on and on ({code}).", hint="Name where it should lead to.")
    return BadFile(f"{place} can't be fetched: the server said {code}.", hint="Try again later.")


def _cut(place: str) -> BadFile:
    return BadFile(f"{place} ended before all of it had come.", hint="Fetch it again.")


def _fetched(url: str, folder: Path, stop: Stop, on_progress: Callable[[float], None]) -> Fetched:
    place = shown(url)
    with _said(url, stop), _opener().open(_request(url), timeout=TIMEOUT_S) as response:
        stop.response = response
        stop.check()
        headers: Message = response.headers
        _refuse_foreign(place, headers)
        length = _length(headers)
        name = _name_of(url, response.url, headers)
        if length is not None:
            packing.require_room(place, folder, length)
        path = folder / name
        total = _laid(response, path, length, stop, on_progress)
    if length is not None and total != length:
        raise _cut(place)
    _refuse_page(place, path)
    origin: dict[str, Any] = {"kind": "url", "url": place, "file_name": name}
    if response.url != url and shown(response.url) != place:
        origin["final_url"] = urlunsplit((*urlsplit(shown(response.url))[:3], "", ""))
    for key, header in (("etag", "ETag"), ("last_modified", "Last-Modified")):
        if headers.get(header):
            origin[key] = str(headers[header])
    is_chunked = "chunked" in str(headers.get("Transfer-Encoding", "")).lower()
    return Fetched(name, path, origin, is_sure=length is not None or is_chunked)


def _laid(
    response: Any,
    path: Path,
    length: int | None,
    stop: Stop,
    on_progress: Callable[[float], None],
) -> int:
    total = looked_at = 0
    with translated():
        copy = path.open("wb")
    with copy:
        while chunk := response.read(_CHUNK):
            stop.check()
            with translated():
                copy.write(chunk)
            total += len(chunk)
            if length:
                on_progress(min(total / length, 1.0))
            if total - looked_at >= _ROOM_EVERY:
                looked_at = total
                packing.require_room(path.name, path.parent, 0)
    stop.check()
    return total


def _length(headers: Message) -> int | None:
    text = str(headers.get("Content-Length", ""))
    return int(text) if text.isdecimal() else None


def _refuse_foreign(place: str, headers: Message) -> None:
    """Refuse what we didn't ask for and can't undo; gzip is told by the bytes themselves."""
    coding = str(headers.get("Content-Encoding", "")).lower().strip()
    if coding not in ("", "identity", "gzip", "x-gzip", "zstd"):
        raise BadFile(
            f"{place} comes packed with {coding}, which can't be unpacked here.",
            hint="Download it with a browser and import the file.",
        )


def _refuse_page(place: str, path: Path) -> None:
    """Refuse a web page: servers answer with one where they want somebody to sign in."""
    with path.open("rb") as file:
        head = file.read(1_024).removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head.startswith((b"<!doctype html", b"<html", b"<head", b"<?xml")):
        raise BadFile(
            f"{place} is a web page, not a table.",
            hint="Take the address behind its download button; you may have to sign in there.",
        )


def _name_of(url: str, final_url: str, headers: Message) -> str:
    """The file's name from the server, else from the address, with an ending that says its kind."""
    told = headers.get_filename() or ""
    names = [told, *(unquote(PurePosixPath(urlsplit(each).path).name) for each in (url, final_url))]
    safe = [name for name in map(safe_name, names) if name]
    for name in safe:
        if sources.is_importable(PurePosixPath(name)):
            return name
    ending = _KINDS.get(headers.get_content_type(), "")
    return (safe[0] if safe else "download") + ending


def safe_name(name: str) -> str:
    r"""A name that is safe as one of ours: no folders, no control characters, not too long.

    >>> safe_name("../../etc/x\ny.csv"), safe_name("..")
    ('xy.csv', '')
    """
    plain = PurePosixPath(name.replace("\\", "/")).name
    plain = "".join(char for char in plain if char.isprintable()).strip(" .")
    while len(plain.encode()) > _MOST_NAME:
        plain = plain[1:]
    return plain
