"""All repositories of a Hub, and how a request finds one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable

from tests.hub.people import Person
from tests.hub.repos import Commit, Repo
from tests.hub.requests import Refusal

SPECIAL_REFS = {"convert": 3, "pr": 3, "heads": 3, "tags": 3}


class Shelf:
    """Repositories by id; those made `later` are made when a listing or a strange id asks."""

    def __init__(self, repos: Iterable[Repo], later: Callable[[], Iterable[Repo]] = tuple) -> None:
        self._repos = {repo.id: repo for repo in repos}
        self._later: Callable[[], Iterable[Repo]] | None = later
        self.lock = threading.RLock()

    def add(self, repo: Repo) -> None:
        with self.lock:
            self._repos[repo.id] = repo

    def __getitem__(self, repo_id: str) -> Repo:
        found = self.find(repo_id)
        if found is None:
            raise KeyError(repo_id)
        return found

    def find(self, repo_id: str) -> Repo | None:
        with self.lock:
            return self._repos.get(repo_id) or self._whole().get(repo_id)

    def all(self) -> list[Repo]:
        with self.lock:
            return list(self._whole().values())

    def _whole(self) -> dict[str, Repo]:
        if self._later is not None:
            made = {repo.id: repo for repo in self._later()}
            self._repos = {**made, **self._repos}
            self._later = None
        return self._repos

    def seen(self, repo_id: str, person: Person | None) -> Repo:
        """A repository as somebody finds it.

        Raises:
            Refusal: It isn't there, or is private; nobody is told which.
        """
        repo = self.find(repo_id)
        if repo is None or not repo.is_seen_by(person):
            raise Refusal(401 if person is None else 404, "RepoNotFound", "Repository not found")
        return repo

    def read(self, repo_id: str, person: Person | None) -> Repo:
        """A repository whose files somebody may read.

        Raises:
            Refusal: As `seen`, or it is gated and they were not let in.
        """
        repo = self.seen(repo_id, person)
        if repo.is_read_by(person):
            return repo
        if person is None:
            message = (
                f"Access to dataset {repo_id} is restricted. You must have access to it and be "
                "authenticated to access it. Please log in."
            )
            raise Refusal(401, "GatedRepo", message)
        message = (
            f"Access to dataset {repo_id} is restricted and you are not in the authorized list. "
            "Ask for access on its page."
        )
        raise Refusal(403, "GatedRepo", message)


def at_revision(repo: Repo, revision: str) -> Commit:
    """The commit that a revision names.

    Raises:
        Refusal: No such revision.
    """
    commit = repo.find(revision)
    if commit is None:
        raise Refusal(404, "RevisionNotFound", f"Invalid rev id: {revision}")
    return commit


def split_revision(segments: list[str]) -> tuple[str, str]:
    """Take the revision off a path: quoted it is one segment, plain refs are three."""
    length = 1
    if segments[0] == "refs" and len(segments) > 2:
        length = SPECIAL_REFS.get(segments[1], 1)
    return "/".join(segments[:length]), "/".join(segments[length:])
