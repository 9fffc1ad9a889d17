"""What was fetched from the Hub and is kept for a second try, within a budget.

One folder for each commit of each dataset that was read from, so that it can be told and removed.
The Hub client's own cache is shared with other programs: it is read from, never changed.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from datavault_jupyter.storage.foreign import translated

_NOTE = "revision.json"
_LOOK_EVERY_S = 0.1


@dataclass(frozen=True, slots=True)
class HubCached:
    """What is kept of one commit of a dataset.

    Attributes:
        repo_id: ``owner/name``.
        sha: The commit.
        byte_count: What it takes.
        used_at: When it was last read from.
        path: Its folder.
    """

    repo_id: str
    sha: str
    byte_count: int
    used_at: datetime
    path: Path


class Shelf:
    """What is kept of one commit."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _place(self, path: str, what: str) -> Path:
        name = hashlib.sha256(path.encode()).hexdigest()[:32]
        return self._folder / f"{name}.{what}"

    def piece(self, path: str, start: int, stop: int) -> bytes | None:
        """The bytes of a file from `start` to `stop`, if they are here whole."""
        with suppress(OSError):
            made = self._place(path, f"{start}-{stop}").read_bytes()
            if len(made) == stop - start:
                return made
        return None

    def keep(self, path: str, start: int, stop: int, content: bytes) -> None:
        """Keep a piece; where there is no room, that is no matter."""
        with suppress(OSError):
            handle, name = tempfile.mkstemp(dir=self._folder)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).replace(self._place(path, f"{start}-{stop}"))

    def whole(self, path: str) -> Path:
        """Where a whole file stands, once it has been checked."""
        return self._place(path, "whole")

    @contextmanager
    def kept_for_one(self, path: str, check: Callable[[], None]) -> Iterator[None]:
        """Let one import at a time, of any process, make a file grow.

        Args:
            path: The file.
            check: Asked while another import is at it; raises to give up.
        """
        import filelock

        lock = filelock.FileLock(self._place(path, "lock"))
        while True:
            check()
            with suppress(filelock.Timeout):
                lock.acquire(timeout=_LOOK_EVERY_S)
                break
        try:
            yield
        finally:
            lock.release()

    def partial(self, path: str) -> Path:
        """Where a file grows."""
        return self._place(path, "part")


class Cache:
    """All that is kept.

    Args:
        folder: Where; made when first needed, for its owner alone.
        most_bytes: How much.
    """

    def __init__(self, folder: Path, most_bytes: int) -> None:
        self.folder = folder
        self.most_bytes = most_bytes

    def shelf(self, repo_id: str, sha: str) -> Shelf:
        """The place for one commit, which counts as used now."""
        name = f"{repo_id.replace('/', '--')}--{sha}"
        place = self.folder / name
        with translated():
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            note = place / _NOTE
            if not note.exists():
                note.write_text(json.dumps({"repo_id": repo_id, "sha": sha}), encoding="utf-8")
            os.utime(note)
        return Shelf(place)

    def __iter__(self) -> Iterator[HubCached]:
        """What is kept, the latest used first."""
        found = []
        for note in self.folder.glob(f"*/{_NOTE}"):
            with suppress(OSError, ValueError, KeyError):
                told = json.loads(note.read_text(encoding="utf-8"))
                size = sum(each.stat().st_size for each in note.parent.iterdir())
                used = datetime.fromtimestamp(note.stat().st_mtime, UTC)
                found.append(HubCached(told["repo_id"], told["sha"], size, used, note.parent))
        return iter(sorted(found, key=lambda each: each.used_at, reverse=True))

    def clean(self, repo_id: str | None = None, *, most_bytes: int = 0) -> int:
        """Remove the longest unused until no more than `most_bytes` are left; bytes freed."""
        kept = freed = 0
        for each in self:
            if repo_id is not None and each.repo_id != repo_id:
                continue
            if kept + each.byte_count > most_bytes:
                shutil.rmtree(each.path, ignore_errors=True)
                freed += each.byte_count
            else:
                kept += each.byte_count
        return freed

    def fit(self) -> None:
        """Stay within the budget; what was used in the last hour may be in use and stays."""
        recent = time.time() - 3600
        kept = 0
        for each in self:
            is_over = kept + each.byte_count > self.most_bytes
            if is_over and each.used_at.timestamp() < recent:
                shutil.rmtree(each.path, ignore_errors=True)
            else:
                kept += each.byte_count
