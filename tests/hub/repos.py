"""Datasets as the Hub keeps them: commits, branches, tags, files, and who may see them."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, Literal

from tests.hub.cards import front_matter
from tests.hub.people import Person

CONVERT_REF = "refs/convert/parquet"
START = datetime(2025, 1, 1, tzinfo=UTC)
LFS_ENDINGS = (
    ".arrow", ".bin", ".bz2", ".gz", ".jpg", ".mp3", ".parquet", ".png", ".tar", ".wav", ".xz",
    ".zip", ".zst",
)  # fmt: skip
LFS_FROM = 10_000_000  # bytes; below, a file goes into git itself unless its ending says otherwise
POINTER_SIZE = 130

Content = bytes | Callable[[], bytes]
Gate = Literal["auto", "manual"] | None


def moment(at: datetime) -> str:
    """A time as the Hub writes it."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.000Z")


class Blob:
    """The bytes of one file; a callable makes them when somebody first asks."""

    def __init__(self, path: str, content: Content) -> None:
        self.path = path
        self._content = content
        self._lock = threading.Lock()

    @property
    def data(self) -> bytes:
        with self._lock:
            if not isinstance(self._content, bytes):
                self._content = self._content()
            return self._content

    @property
    def size(self) -> int:
        return len(self.data)

    @property
    def is_lfs(self) -> bool:
        return self.path.endswith(LFS_ENDINGS) or self.size >= LFS_FROM

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @cached_property
    def oid(self) -> str:
        """What git calls the blob: of an LFS file, its pointer."""
        data = self.data
        if self.is_lfs:
            data = (
                "version https://git-lfs.github.com/spec/v1\n"
                f"oid sha256:{self.sha256}\nsize {self.size}\n"
            ).encode()
        return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()

    @property
    def etag(self) -> str:
        return self.sha256 if self.is_lfs else self.oid


@dataclass
class Commit:
    """One state of all files, and for each file the commit that touched it last."""

    sha: str
    title: str
    date: datetime
    files: Mapping[str, Blob]
    touched: Mapping[str, Commit] = field(default_factory=dict)
    parent: Commit | None = None

    @cached_property
    def folders(self) -> set[str]:
        found: set[str] = set()
        for path in self.files:
            while path := path.rpartition("/")[0]:
                found.add(path)
        return found

    @cached_property
    def card(self) -> dict[str, Any] | None:
        """The front matter of README.md; None where there is none or it is no YAML."""
        readme = self.files.get("README.md")
        return front_matter(readme.data) if readme else None

    def last_touching(self, path: str) -> Commit:
        """The newest commit that changed a file, or anything in a folder."""
        if path in self.files:
            return self.touched.get(path, self)
        inside = [
            self.touched.get(each, self) for each in self.files if each.startswith(f"{path}/")
        ]
        return max(inside, key=lambda commit: commit.date)


@dataclass
class Repo:
    """One dataset repository.

    `gate` asks for consent before files are read; `viewer` names what the dataset viewer says
    about it; `moved` is (status, new id) of a renamed one.
    """

    id: str
    is_private: bool = False
    gate: Gate = None
    likes: int = 0
    downloads: int = 0
    trending: int = 0
    tags_besides: tuple[str, ...] = ()
    viewer: str = "ok"
    moved: tuple[int, str] | None = None
    commits: dict[str, Commit] = field(default_factory=dict)
    refs: dict[str, Commit] = field(default_factory=dict)

    @property
    def owner(self) -> str:
        return self.id.partition("/")[0]

    @property
    def head(self) -> Commit:
        return self.refs["main"]

    @property
    def tags(self) -> list[str]:
        """What the listing filters by, out of the card as the Hub does."""
        found = list(self.tags_besides)
        card = self.head.card or {}
        for key in ("license", "language", "task_categories", "size_categories"):
            values = card.get(key) or ()
            found += [
                f"{key}:{each}" for each in ((values,) if isinstance(values, str) else values)
            ]
        found += [str(each) for each in card.get("tags") or ()]
        return found

    def commit(
        self,
        files: Mapping[str, Content | None],
        *,
        branch: str = "main",
        title: str | None = None,
        is_fresh: bool = False,
    ) -> Commit:
        """Add a commit to a branch; None deletes a file, `is_fresh` starts from nothing."""
        parent = None if is_fresh else self.refs.get(branch)
        kept = dict(parent.files) if parent else {}
        touched = dict(parent.touched) if parent else {}
        number = len(self.commits)
        # The name comes from the place in the history, so that nothing lazy is made for it.
        name = f"{self.id}:{branch}:{number}".encode()
        commit = Commit(
            sha=hashlib.sha1(name, usedforsecurity=False).hexdigest(),
            title=title or ("initial commit" if parent is None else f"Commit {number}"),
            date=START + timedelta(days=number),
            files=kept,
            touched=touched,
            parent=parent,
        )
        for path, content in files.items():
            kept.pop(path, None)
            touched.pop(path, None)
            if content is not None:
                kept[path] = Blob(path, content)
                touched[path] = commit
        self.commits[commit.sha] = commit
        self.refs[branch] = commit
        return commit

    def tag(self, name: str, commit: Commit | None = None) -> None:
        self.refs[f"refs/tags/{name}"] = commit or self.head

    def find(self, revision: str) -> Commit | None:
        """The commit of a branch, a tag, a full ref or a SHA."""
        for name in (revision, f"refs/tags/{revision}", revision.removeprefix("refs/heads/")):
            if name in self.refs:
                return self.refs[name]
        return self.commits.get(revision)

    def is_seen_by(self, person: Person | None) -> bool:
        return not self.is_private or (person is not None and self.owner in person.orgs)

    def is_read_by(self, person: Person | None) -> bool:
        """Whether somebody who sees it may read its files too."""
        if self.gate is None:
            return True
        return person is not None and (self.owner in person.orgs or self.id in person.granted)
