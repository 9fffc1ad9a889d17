"""What is under ``/api``, but for the listing of datasets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from tests.hub.faults import Answer
from tests.hub.files import moved
from tests.hub.people import Person
from tests.hub.repos import CONVERT_REF, POINTER_SIZE, Blob, Commit, Repo, moment
from tests.hub.requests import Refusal, Request, as_json
from tests.hub.shelf import at_revision, split_revision
from tests.hub.summaries import dataset

if TYPE_CHECKING:
    from tests.hub.server import Hub

TREE_PAGE, EXPANDED_TREE_PAGE = 1_000, 50


def answered(hub: Hub, request: Request, person: Person | None) -> Answer:
    """``/api/datasets/{id}/…``."""
    segments = request.segments
    repo_id, verb, rest = "/".join(segments[2:4]), "/".join(segments[4:5]), segments[5:]
    repo = hub.shelf.seen(repo_id, person)
    if verb in ("", "revision"):
        revision = split_revision(rest)[0] if rest else "main"
        commit = at_revision(repo, revision)
        expand = request.query.get("expand", [])
        facts = dataset(repo, commit, expand, has_blobs=request.is_asked("blobs"))
        return as_json(facts)
    if verb == "tree":
        return _tree(hub, request, repo, *split_revision(rest))
    if verb == "paths-info":
        return _paths_info(request, repo, "/".join(rest))
    if verb == "refs":
        return as_json(_refs(repo))
    if verb == "commits":
        return as_json(_commits(at_revision(repo, "/".join(rest))))
    if verb == "auth-check":
        hub.shelf.read(repo_id, person)
        return as_json({})
    if verb == "parquet" and rest[-1:] and rest[-1].endswith(".parquet"):
        *folder, name = rest
        number = int(name.removesuffix(".parquet"))
        path = f"{CONVERT_REF.replace('/', '%2F')}/{'/'.join(folder)}/{number:04}.parquet"
        return moved(302, f"/datasets/{repo_id}/resolve/{path}")
    if verb == "parquet":
        made = _parquet(repo)
        return as_json(made[rest[0]] if rest else made)
    raise Refusal(404, None, f"There is nothing at {request.path}.")


def _entry(commit: Commit, path: str, *, is_expanded: bool) -> dict[str, Any]:
    blob = commit.files.get(path)
    made = _file(blob) if blob else _folder(commit, path)
    if is_expanded:
        last = commit.last_touching(path)
        made["lastCommit"] = {"id": last.sha, "title": last.title, "date": moment(last.date)}
        if blob:
            made["securityFileStatus"] = {
                "status": "safe",
                "avScan": {"status": "safe"},
                "pickleImportScan": None,
            }
    return made


def _file(blob: Blob) -> dict[str, Any]:
    made: dict[str, Any] = {
        "type": "file",
        "path": blob.path,
        "oid": blob.oid,
        "size": blob.size,
    }
    if blob.is_lfs:
        made["lfs"] = {"oid": blob.sha256, "size": blob.size, "pointerSize": POINTER_SIZE}
    return made


def _folder(commit: Commit, path: str) -> dict[str, Any]:
    return {"type": "directory", "path": path, "oid": commit.sha[::-1], "size": 0}


def _inside(commit: Commit, folder: str, *, is_recursive: bool) -> list[str]:
    prefix = f"{folder}/" if folder else ""
    found = [
        path
        for path in (*commit.folders, *commit.files)
        if path.startswith(prefix) and (is_recursive or "/" not in path[len(prefix) :])
    ]
    return sorted(found)


def _tree(hub: Hub, request: Request, repo: Repo, revision: str, folder: str) -> Answer:
    commit = at_revision(repo, revision)
    if folder in commit.files:
        paths = [folder]
    elif folder and folder not in commit.folders:
        message = f"{folder} does not exist on {revision}"
        raise Refusal(404, "EntryNotFound", message, {"X-Repo-Commit": commit.sha})
    else:
        paths = _inside(commit, folder, is_recursive=request.is_asked("recursive"))
    is_expanded = request.is_asked("expand")
    most = EXPANDED_TREE_PAGE if is_expanded else TREE_PAGE
    page, link = paged(hub, request, paths, most)
    made = [_entry(commit, path, is_expanded=is_expanded) for path in page]
    return as_json(made, headers=link)


def paged(
    hub: Hub, request: Request, found: list[Any], most: int
) -> tuple[list[Any], dict[str, str]]:
    """One page of what was found, and the header that names the next one."""
    start = int(request.one("cursor", "0"))
    stop = start + min(int(request.one("limit", str(most))), most)
    if stop >= len(found):
        return found[start:], {}
    kept = {name: values for name, values in request.query.items() if name != "cursor"}
    query = urlencode({**kept, "cursor": stop}, doseq=True)
    url = f"{hub.url}{urlsplit(request.target).path}?{query}"
    return found[start:stop], {"Link": f'<{url}>; rel="next"'}


def _paths_info(request: Request, repo: Repo, revision: str) -> Answer:
    if request.method != "POST":
        return as_json([])  # what a POST becomes behind a 301
    commit = at_revision(repo, revision)
    form = request.form
    is_expanded = form.get("expand", ["false"])[0].lower() in ("1", "true")
    paths = [
        path for path in form.get("paths", []) if path in commit.files or path in commit.folders
    ]
    return as_json([_entry(commit, path, is_expanded=is_expanded) for path in paths])


def _refs(repo: Repo) -> dict[str, list[dict[str, str]]]:
    made: dict[str, list[dict[str, str]]] = {"branches": [], "converts": [], "tags": []}
    for name, commit in repo.refs.items():
        kind = {"refs/convert": "converts", "refs/tags": "tags"}.get(name.rpartition("/")[0])
        short = name.rpartition("/")[2] if kind else name
        ref = name if kind else f"refs/heads/{name}"
        entry = {"name": short, "ref": ref, "targetCommit": commit.sha}
        made[kind or "branches"].append(entry)
    return made


def _history(commit: Commit | None) -> Iterable[Commit]:
    while commit is not None:
        yield commit
        commit = commit.parent


def _commits(commit: Commit) -> list[dict[str, Any]]:
    return [
        {
            "id": each.sha,
            "title": each.title,
            "message": "",
            "date": moment(each.date),
            "authors": [{"user": "owner"}],
        }
        for each in _history(commit)
    ]


def _parquet(repo: Repo) -> dict[str, dict[str, list[str]]]:
    """Addresses by subset and split; on the Hub's own host, wherever this server runs."""
    commit = at_revision(repo, CONVERT_REF)
    made: dict[str, dict[str, list[str]]] = {}
    for path in sorted(commit.files):
        if path.endswith(".parquet"):
            config, split, name = path.split("/")
            number = int(name.removesuffix(".parquet"))
            url = f"https://huggingface.co/api/datasets/{repo.id}/parquet/{config}/{split}/{number}.parquet"
            made.setdefault(config, {}).setdefault(split, []).append(url)
    return made
