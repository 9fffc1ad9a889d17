"""The Hub's files as DuckDB reads them: whole pieces, nothing else, nothing written.

DuckDB takes whatever comes back for the truth, and falls over when it is too long. So nothing
comes back that isn't exactly what was asked for.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import fsspec  # type: ignore[import-untyped]
from fsspec.spec import AbstractBufferedFile  # type: ignore[import-untyped]

from datavault_jupyter.base.errors import Cancelled, HubFailed, HubFileNotFound, VaultError
from datavault_jupyter.features.hub.fetching import Fetcher, RemoteFile

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

PROTOCOL = "hf"
# A commit never changes, so neither do its files; any time will do, as long as it stays.
_THEN = datetime(2000, 1, 1, tzinfo=UTC)


class HubFiles(fsspec.AbstractFileSystem):  # type: ignore[misc] # fsspec ships no types
    """Files of the Hub at pinned commits, for one use case.

    Args:
        sources: The files, and who fetches them, by the address that stands in SQL.
    """

    protocol = PROTOCOL
    cachable = False

    def __init__(self, sources: Mapping[str, tuple[Fetcher, RemoteFile]]) -> None:
        super().__init__()
        self._sources = {_bare(address): each for address, each in sources.items()}
        self._lock = threading.Lock()
        self._failure: VaultError | None = None

    def failed(self, error: VaultError) -> None:
        """Remember why reading failed: what DuckDB says of it is of no use to anybody."""
        with self._lock:
            if self._failure is None or isinstance(error, Cancelled):
                self._failure = error

    def failure(self) -> VaultError | None:
        """Why reading failed, once."""
        with self._lock:
            failure, self._failure = self._failure, None
        return failure

    def source(self, path: str) -> tuple[Fetcher, RemoteFile]:
        """The file at an address.

        Raises:
            HubFileNotFound: there is none.
        """
        found = self._sources.get(_bare(path))
        if found is None:
            error = HubFileNotFound("A file was asked for that is none of this dataset.")
            self.failed(error)
            raise error
        return found

    def info(self, path: str, **_: Any) -> dict[str, Any]:
        """Name and size."""
        return {"name": path, "size": self.source(path)[1].byte_count, "type": "file"}

    def exists(self, path: str, **_: Any) -> bool:
        """Whether it is one of the files."""
        return _bare(path) in self._sources

    def glob(self, path: str, **_: Any) -> list[str]:
        """The file itself: a name with a star in it is a name."""
        return [path] if self.exists(path) else []

    def modified(self, path: str) -> datetime:
        """Always the same, and asks nobody."""
        del path
        return _THEN

    def _open(self, path: str, mode: str = "rb", **_: Any) -> HubFile:
        if mode != "rb":
            error = HubFailed("Files of the Hub are only read here.", hint="")
            self.failed(error)
            raise error
        return HubFile(self, path)


class HubFile(AbstractBufferedFile):  # type: ignore[misc] # fsspec ships no types
    """One open file; each read is one piece."""

    def __init__(self, files: HubFiles, path: str) -> None:
        self._fetcher, self._file = files.source(path)
        super().__init__(files, path, mode="rb", cache_type="none", size=self._file.byte_count)

    def _fetch_range(self, start: int, end: int) -> bytes:
        stop = min(end, self._file.byte_count)
        if stop <= start:
            return b""
        try:
            return self._fetcher.piece(self._file, start, stop)
        except VaultError as error:
            self.fs.failed(error)
            raise


def _bare(path: str) -> str:
    return path.removeprefix(f"{PROTOCOL}://")


def address(repo_id: str, sha: str, path: str) -> str:
    """How SQL names a file of the Hub.

    >>> address("a/b", "c0ffee", "data/x.parquet")
    'hf://datasets/a/b@c0ffee/data/x.parquet'
    """
    return f"{PROTOCOL}://datasets/{repo_id}@{sha}/{path}"


def mount(connection: Cursor, files: HubFiles, writable: Iterable[str]) -> None:
    """Let a private connection read these files, write to some folders, and do no more.

    Args:
        connection: Of nobody else; what is locked here stays locked.
        files: The files.
        writable: Folders, each with a separator at its end.
    """
    from datavault_jupyter.storage.sql import literal

    connection.register_filesystem(files)
    # Its cache reads whole blocks around each piece; ours keeps the pieces themselves.
    connection.execute("SET enable_external_file_cache = false")
    allowed = ", ".join(literal(each) for each in (f"{PROTOCOL}://", *writable))
    connection.execute(f"SET allowed_directories = [{allowed}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
