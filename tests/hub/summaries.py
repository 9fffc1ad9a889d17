"""A dataset's facts as the Hub words them, and the listing of datasets."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tests.hub.faults import Answer
from tests.hub.people import Person
from tests.hub.repos import POINTER_SIZE, START, Blob, Commit, Repo, moment
from tests.hub.requests import Refusal, Request, as_json

if TYPE_CHECKING:
    from tests.hub.server import Hub

LISTED = (
    "author", "createdAt", "description", "disabled", "downloads", "gated", "lastModified",
    "likes", "private", "sha", "tags", "trendingScore",
)  # fmt: skip
FULL = (*LISTED, "cardData", "siblings")
SORTED_BY: dict[str, Callable[[Repo], Any]] = {
    "trendingScore": lambda repo: repo.trending,
    "downloads": lambda repo: repo.downloads,
    "likes": lambda repo: repo.likes,
    "lastModified": lambda repo: repo.head.date,
    "createdAt": lambda repo: repo.id,
}


def _sibling(blob: Blob, *, has_blobs: bool) -> dict[str, Any]:
    made: dict[str, Any] = {"rfilename": blob.path}
    if has_blobs:
        made |= {"size": blob.size, "blobId": blob.oid}
        if blob.is_lfs:
            made["lfs"] = {"sha256": blob.sha256, "size": blob.size, "pointerSize": POINTER_SIZE}
    return made


def _facts(repo: Repo, commit: Commit, *, has_blobs: bool) -> dict[str, Callable[[], Any]]:
    """Each on its own, for some need the files' bytes."""
    card = commit.card or {}
    return {
        "author": lambda: repo.owner,
        "cardData": lambda: commit.card,
        "citation": lambda: None,
        "createdAt": lambda: moment(START),
        "description": lambda: card.get("pretty_name", ""),
        "disabled": lambda: False,
        "downloads": lambda: repo.downloads,
        "downloadsAllTime": lambda: repo.downloads * 10,
        "gated": lambda: repo.gate or False,
        "lastModified": lambda: moment(commit.date),
        "likes": lambda: repo.likes,
        "mainSize": lambda: sum(blob.size for blob in repo.head.files.values()),
        "paperswithcode_id": lambda: None,
        "private": lambda: repo.is_private,
        "resourceGroup": lambda: None,
        "sha": lambda: commit.sha,
        "siblings": lambda: [
            _sibling(blob, has_blobs=has_blobs) for _, blob in sorted(commit.files.items())
        ],
        "tags": lambda: repo.tags,
        "trendingScore": lambda: repo.trending,
        "usedStorage": lambda: sum(blob.size for blob in commit.files.values()),
        "xetEnabled": lambda: False,
    }


def dataset(
    repo: Repo,
    commit: Commit,
    expand: list[str],
    *,
    has_blobs: bool = False,
    usual: tuple[str, ...] = (*FULL, "usedStorage"),
) -> dict[str, Any]:
    """A dataset's facts: those asked for, else the usual ones.

    Raises:
        Refusal: 400 for a fact that there is not.
    """
    facts = _facts(repo, commit, has_blobs=has_blobs)
    unknown = set(expand) - set(facts)
    if unknown:
        raise Refusal(400, None, f"Invalid expand: {sorted(unknown)}")
    made: dict[str, Any] = {"_id": commit.sha[:24], "id": repo.id}
    made |= {name: facts[name]() for name in (expand or usual)}
    return made


def listed(hub: Hub, request: Request, person: Person | None) -> Answer:
    """``GET /api/datasets``."""
    from tests.hub.api import paged

    query = request.query
    wanted, words = query.get("filter", []), query.get("search", [])
    author, gated = request.one("author"), request.one("gated").lower()
    found = [
        repo
        for repo in hub.shelf.all()
        if repo.moved is None
        and repo.is_seen_by(person)
        and (not author or repo.owner.lower() == author.lower())
        and all(word.lower() in repo.id.lower() for word in words)
        and (not gated or (repo.gate is not None) == (gated in ("true", "1")))
        and (not wanted or set(wanted) <= set(repo.tags))
    ]
    sort = request.one("sort", "trendingScore")
    if sort not in SORTED_BY:
        raise Refusal(400, None, f"Invalid sort parameter: {sort}")
    found.sort(key=SORTED_BY[sort], reverse=request.one("direction", "-1") == "-1")
    page, link = paged(hub, request, found, hub.list_page)
    usual = FULL if request.is_asked("full") else LISTED
    expand = query.get("expand", [])
    return as_json([dataset(repo, repo.head, expand, usual=usual) for repo in page], headers=link)
