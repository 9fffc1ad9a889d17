"""Bytes of the Hub's files: pieces and wholes, checked, kept for a second try."""

from __future__ import annotations

import hashlib
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from datavault_jupyter.base.errors import HubCorrupt, HubError, HubFailed, HubTruncated
from datavault_jupyter.features.hub import failures
from datavault_jupyter.features.hub.cache import Shelf
from datavault_jupyter.features.hub.connecting import Line
from datavault_jupyter.features.hub.failures import About
from datavault_jupyter.storage.foreign import translated
from datavault_jupyter.storage.parts import sha256_of

if TYPE_CHECKING:
    import httpx2

_CHUNK = 1 << 20
_PARQUET = b"PAR1"
_TAIL = 16_384
_AT_ONCE = 8
Tell = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file of a dataset at one commit.

    Attributes:
        path: Within the repository.
        byte_count: Its size.
        sha256: Its digest; "" where it lies in git itself.
        blob_id: What git calls it: a digest too, of the file where it lies in git itself.
    """

    path: str
    byte_count: int
    sha256: str = ""
    blob_id: str = ""


class Fetcher:
    """Fetches from one dataset at one commit.

    Args:
        line: The way to the Hub.
        repo_id: The dataset.
        sha: The commit.
        shelf: What is kept of it.
        on_bytes: Called with each number of bytes that arrived, from any thread.
    """

    def __init__(
        self,
        line: Line,
        repo_id: str,
        sha: str,
        shelf: Shelf,
        on_bytes: Tell = lambda _count: None,
    ) -> None:
        self._line = line
        self._repo_id = repo_id
        self._sha = sha
        self._shelf = shelf
        self._about = line.about(repo_id, sha)
        self._lock = threading.Lock()
        self._places: dict[str, str] = {}
        self.on_bytes = on_bytes
        self.byte_count = 0

    def stop(self) -> None:
        """End what is fetched now, and whatever would be fetched next."""
        self._line.stop()

    def piece(self, file: RemoteFile, start: int, stop: int) -> bytes:
        """The bytes from `start` to `stop`, exactly these.

        Raises:
            HubError: they can't be had.
            Cancelled: the line was stopped.
        """
        self._line.check()
        kept = self._shelf.piece(file.path, start, stop)
        if kept is not None:
            self.on_bytes(len(kept))
            return kept
        about = self._about.file(file.path)
        content = self._line.ask(about, lambda _: self._range(file, start, stop, about))
        self._arrived(len(content))
        self._shelf.keep(file.path, start, stop, content)
        return content

    def _range(self, file: RemoteFile, start: int, stop: int, about: About) -> bytes:
        made = bytearray()
        with self._opened(file, f"bytes={start}-{stop - 1}", about) as response:
            if response.status_code != 206:
                # Taken as it is, a whole file would be read as if it were the piece.
                raise HubFailed(
                    f"The Hub sent all of {file.path} where a piece was asked for.", url=about.url
                )
            for chunk in response.iter_raw():
                self._line.check()
                made += chunk
                if len(made) > stop - start:
                    break
        if len(made) != stop - start:
            raise _truncated(file, about)
        return bytes(made)

    def footers(self, files: Sequence[RemoteFile]) -> None:
        """Fetch the ends of Parquet files side by side, in the pieces that DuckDB asks for."""
        with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="datavault-hub") as pool:
            for done in [pool.submit(self._footer, each) for each in files]:
                done.result()

    def _footer(self, file: RemoteFile) -> None:
        if file.byte_count < len(_PARQUET) * 2 + 4:
            return
        tail = self.piece(file, max(file.byte_count - _TAIL, 0), file.byte_count)
        length = int.from_bytes(tail[-8:-4], "little")
        stop = file.byte_count - 8
        if tail.endswith(_PARQUET) and len(tail) < length + 8 <= file.byte_count:
            self.piece(file, stop - length, stop)

    def whole(self, file: RemoteFile) -> Path:
        """The whole file on this machine, its digest checked; goes on where it was left.

        Raises:
            HubTruncated: it ended early, again and again.
            HubCorrupt: its digest is another one than the Hub says.
            HubError: it can't be had.
            Cancelled: the line was stopped.
        """
        place, part = self._shelf.whole(file.path), self._shelf.partial(file.path)
        if place.is_file() and place.stat().st_size == file.byte_count:
            self.on_bytes(file.byte_count)
            return place
        with translated(), self._shelf.kept_for_one(file.path, self._line.check):
            if place.is_file():
                return place  # another import has fetched it meanwhile
            other = self._in_clients_cache(file)
            if other is not None and _is_right(other, file):
                shutil.copyfile(other, part)
                self.on_bytes(file.byte_count)
            else:
                self._grow(file, part)
                if not _is_right(part, file):
                    part.unlink()
                    raise HubCorrupt(
                        f"{file.path} did not arrive as the Hub has it: its digest is another one.",
                        url=self._about.url,
                    )
            part.replace(place)
        return place

    def _grow(self, file: RemoteFile, part: Path) -> None:
        about = self._about.file(file.path)
        if part.exists():
            self.on_bytes(min(part.stat().st_size, file.byte_count))
        else:
            part.touch(mode=0o600)
        while (size := part.stat().st_size) != file.byte_count:
            if size > file.byte_count:
                part.unlink()
                part.touch(mode=0o600)
                size = 0
            try:
                self._line.ask(about, lambda _: self._append(file, part, about))
            except HubError:
                # As long as it grows, going on is worth it.
                if part.stat().st_size <= size:
                    raise
            if part.stat().st_size == size:
                raise _truncated(file, about)

    def _append(self, file: RemoteFile, part: Path, about: About) -> None:
        start = part.stat().st_size
        wanted = f"bytes={start}-" if start else ""
        with self._opened(file, wanted, about) as response:
            # A server that knows no ranges begins anew.
            mode = "ab" if response.status_code == 206 else "wb"
            with part.open(mode) as target:
                for chunk in response.iter_raw():
                    self._line.check()
                    target.write(chunk)
                    target.flush()
                    self._arrived(len(chunk))

    @contextmanager
    def _opened(self, file: RemoteFile, wanted: str, about: About) -> Iterator[httpx2.Response]:
        """An answer with content. Where the Hub sent us elsewhere, we go there directly again."""
        with self._lock:
            place = self._places.get(file.path)
        headers = {"accept-encoding": "identity", **({"range": wanted} if wanted else {})}
        if place is None:
            headers = {**self._line.headers(), **headers}
        session = self._line.session
        address = place or self._address(file)
        with session.stream("GET", address, headers=headers, follow_redirects=True) as response:
            if place is not None and response.status_code in (401, 403):
                with self._lock:
                    self._places.pop(file.path, None)
                raise HubFailed("The Hub's link to a file has expired.")  # the next try asks anew
            if response.status_code not in (200, 206):
                raise failures.from_response(response.status_code, response.headers, about)
            if response.history and _host(response.url) != _host(response.history[0].url):
                with self._lock:
                    self._places[file.path] = str(response.url)
            yield response

    def _address(self, file: RemoteFile) -> str:
        return (
            f"{self._line.settings.endpoint}/datasets/{self._repo_id}/resolve/"
            f"{quote(self._sha, safe='')}/{quote(file.path)}"
        )

    def _arrived(self, count: int) -> None:
        with self._lock:
            self.byte_count += count
        self.on_bytes(count)

    def _in_clients_cache(self, file: RemoteFile) -> Path | None:
        """The file where the Hub's client keeps it, if another program has fetched it."""
        with suppress(Exception):
            from huggingface_hub import try_to_load_from_cache

            found = try_to_load_from_cache(
                self._repo_id, file.path, revision=self._sha, repo_type="dataset"
            )
            if isinstance(found, str):
                return Path(found)
        return None


def _host(url: httpx2.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _truncated(file: RemoteFile, about: About) -> HubTruncated:
    return HubTruncated(f"The Hub broke off in the middle of {file.path}.", url=about.url)


def _is_right(path: Path, file: RemoteFile) -> bool:
    """Whether the bytes are those that the Hub names by their digest."""
    if path.stat().st_size != file.byte_count:
        return False
    if file.sha256:
        return sha256_of(path) == file.sha256
    if not file.blob_id:
        return True
    digest = hashlib.sha1(b"blob %d\0" % file.byte_count, usedforsecurity=False)
    with path.open("rb") as source:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest() == file.blob_id
