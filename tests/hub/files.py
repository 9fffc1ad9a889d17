"""Files: the Hub sends small public ones on to its cache, large ones to the CDN."""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from tests.hub.faults import Answer
from tests.hub.people import Person
from tests.hub.repos import Blob, Commit, Repo
from tests.hub.requests import Refusal, Request
from tests.hub.shelf import at_revision, split_revision

if TYPE_CHECKING:
    from tests.hub.server import Hub

KINDS = {".csv": "text/csv", ".json": "application/json", ".md": "text/plain; charset=utf-8"}


def resolved(hub: Hub, request: Request, person: Person | None) -> Answer:
    """``/datasets/{id}/resolve/{rev}/{path}``, and ``/api/resolve-cache/…`` behind it."""
    segments = request.segments
    is_cache = segments[0] == "api"
    if is_cache:
        segments = segments[2:]
    repo_id = "/".join(segments[1:3])
    repo = hub.shelf.read(repo_id, person)
    revision, path = split_revision(segments[3:] if is_cache else segments[4:])
    commit = at_revision(repo, revision)
    if path not in commit.files:
        message = f'Entry not found: "{path}"'
        raise Refusal(404, "EntryNotFound", message, {"X-Repo-Commit": commit.sha})
    blob = commit.files[path]
    if blob.is_lfs:
        return _on_the_cdn(hub, repo, commit, blob)
    if is_cache or repo.is_private:
        return _whole(blob, {"X-Repo-Commit": commit.sha})
    location = f"/api/resolve-cache/datasets/{repo_id}/{commit.sha}/{quote(path, safe='')}"
    return moved(307, location)


def moved(status: int, location: str) -> Answer:
    """A redirect, with the short text that the Hub sends along."""
    body = f"Temporary Redirect. Redirecting to {location}".encode()
    return Answer(status, body, {"Location": location, "Content-Type": "text/plain"})


def _whole(blob: Blob, headers: dict[str, str]) -> Answer:
    kind = KINDS.get(f".{blob.path.rpartition('.')[2]}", "application/octet-stream")
    name = blob.path.rpartition("/")[2]
    standing = {
        "Content-Type": kind,
        "Content-Disposition": f"inline; filename*=UTF-8''{quote(name)}; filename=\"{name}\";",
        "ETag": f'"{blob.etag}"',
        "Accept-Ranges": "bytes",
    }
    return Answer(200, blob.data, standing | headers, is_file=True)


def _on_the_cdn(hub: Hub, repo: Repo, commit: Commit, blob: Blob) -> Answer:
    path = f"/cdn/{quote(repo.id)}/{commit.sha}/{quote(blob.path)}"
    query = urlencode({"Expires": "1893456000", "Signature": signature(hub, path)})
    answer = moved(302, f"{hub.cdn_url}{path}?{query}")
    answer.headers |= {
        "X-Repo-Commit": commit.sha,
        "X-Linked-Size": str(blob.size),
        "X-Linked-Etag": f'"{blob.sha256}"',
        "Accept-Ranges": "bytes",
    }
    return answer


def signature(hub: Hub, path: str) -> str:
    """What proves that the Hub gave this address; it ends when the Hub's key changes."""
    return hmac.new(hub.signing_key.encode(), path.encode(), hashlib.sha256).hexdigest()


def from_cdn(hub: Hub, request: Request) -> Answer:
    """A large file by its signed address; the CDN knows no tokens."""
    if request.token is not None:
        raise Refusal(400, None, "Only one auth mechanism allowed")
    path = request.target.partition("?")[0]
    if not hmac.compare_digest(request.one("Signature"), signature(hub, path)):
        raise Refusal(403, None, "Access denied: the address has expired or was changed")
    segments = request.segments
    commit = hub.shelf["/".join(segments[1:3])].commits[segments[3]]
    return _whole(commit.files["/".join(segments[4:])], {})


def ranged(answer: Answer, asked: str) -> None:
    """Keep only the bytes that a Range header asks for.

    Raises:
        Refusal: 416 when there are none.
    """
    found = re.fullmatch(r"bytes=(\d*)-(\d*)", asked)
    size = len(answer.body)
    if not found or found.groups() == ("", ""):
        return  # an invalid header is ignored, as RFC 9110 wants
    first, last = found.groups()
    start = int(first) if first else max(size - int(last), 0)
    stop = min(int(last) + 1, size) if first and last else size
    if start >= size or stop <= start:
        message = "Range not satisfiable"
        raise Refusal(416, None, message, {"Content-Range": f"bytes */{size}"})
    answer.status = 206
    answer.body = answer.body[start:stop]
    answer.headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
