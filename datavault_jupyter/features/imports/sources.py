"""The file itself: what kind it is, its bytes unpacked, its digest."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import IO, Any

from datavault_jupyter.base.errors import BadArgument, BadFile, UnknownFormat
from datavault_jupyter.features.imports import packing
from datavault_jupyter.storage.foreign import translated
from datavault_jupyter.storage.parts import sha256_of

_FORMATS = {
    ".csv": "csv", ".tsv": "tsv", ".tab": "tsv", ".txt": "csv", ".json": "json",
    ".ndjson": "ndjson", ".jsonl": "ndjson", ".parquet": "parquet", ".pq": "parquet",
}  # fmt: skip
ARCHIVE = ".zip"
_FOREIGN = (
    (b"PK\x03\x04", "a ZIP archive or an Excel workbook"), (b"%PDF", "a PDF file"),
    (b"PK\x05\x06", "an empty ZIP archive"), (b"SQLite format 3", "a database"),
    (b"ARROW1", "an Arrow file"), (b"\x89HDF", "an HDF5 file"), (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
)  # fmt: skip
_HEAD = 512
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Source:
    """A file to import.

    Attributes:
        path: Where it lies.
        format: ``csv``, ``tsv``, ``json``, ``ndjson`` or ``parquet``.
        compression: ``gzip``, ``zstd``, ``bzip2``, ``xz`` or None.
        byte_count: Its size as it lies on disk.
    """

    path: Path
    format: str
    compression: str | None
    byte_count: int

    @property
    def name(self) -> str:
        """The file's name without its folder, as sentences call it."""
        return self.path.name


def is_importable(path: PurePath) -> bool:
    """Whether a file's name promises a kind that can be imported.

    >>> is_importable(PurePath("reviews.csv.gz")), is_importable(PurePath("photo.png"))
    (True, False)
    """
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] in packing.ENDINGS:
        suffixes.pop()
    return bool(suffixes) and (suffixes[-1] in _FORMATS or path.suffix.lower() == ARCHIVE)


def ending_for(kind: str) -> str:
    """The usual ending of a file of this format.

    Raises:
        BadArgument: there is no such format.

    >>> ending_for("ndjson")
    '.ndjson'
    """
    for ending, known in _FORMATS.items():
        if known == str(kind).lower().lstrip("."):
            return ending
    raise BadArgument(
        f"There is no format {kind!r}.",
        hint=f"Formats: {', '.join(dict.fromkeys(_FORMATS.values()))}.",
        field="format",
    )


def examine(path: Path) -> Source:
    """Tell what kind of file this is.

    Raises:
        BadFile: there is no such file, or nothing in it.
        UnknownFormat: it is none that can be imported.
    """
    if path.is_dir():
        raise BadFile(f"{path} is a folder.", hint="Name one file in it.")
    with translated():
        byte_count = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(_HEAD)
    if byte_count == 0:
        raise BadFile(f"{path.name} is empty.", hint="Check that it was written completely.")
    suffixes = [suffix.lower() for suffix in path.suffixes]
    compression = packing.packing_of(head)
    if suffixes and suffixes[-1] in packing.ENDINGS:
        named = packing.ENDINGS[suffixes.pop()]
        if compression is None:
            raise BadFile(
                f"{path.name} is not packed with {named}, as its name says.",
                hint="Rename it without the last extension if it is plain.",
            )
    if compression is not None:
        head = _unpacked_head(path, compression)
    kind = _by_content(path.name, head, _FORMATS.get(suffixes[-1]) if suffixes else None)
    if kind is None:
        raise UnknownFormat(f"{path.name} is of no kind that can be imported.")
    return Source(path, kind, compression, byte_count)


def _unpacked_head(path: Path, compression: str) -> bytes:
    """How a packed file goes on inside."""
    with packing.unpacked(path, compression, path.name) as file:
        head = file.read(_HEAD)
    if not head:
        raise BadFile(f"{path.name} holds an empty file.", hint="Check how it was packed.")
    again = packing.packing_of(head)
    if again is not None:
        raise BadFile(f"{path.name} is packed twice, inside with {again}.", hint="Unpack it once.")
    return head


def _by_content(name: str, head: bytes, named: str | None) -> str | None:
    """The format with the first bytes taken into account: they overrule the file's name."""
    if head.startswith(b"PAR1"):
        return "parquet"
    if named == "parquet":
        return named
    if head[257:262] == b"ustar":
        raise UnknownFormat(f"{name} is a tar archive.", hint="Unpack it and name a file in it.")
    for magic, what in _FOREIGN:
        if head.startswith(magic):
            raise UnknownFormat(f"{name} is {what}.")
    if named is None and head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"[", b"{"):
        return "json"
    return named


@contextmanager
def opened(source: Source, into: Path | None = None) -> Iterator[IO[bytes]]:
    """The unpacked bytes of a source, to be read once from the beginning.

    Args:
        source: The file.
        into: The folder that the bytes go to; reading stops before its disk is full.

    Raises:
        BadFile: the packing is damaged, or unpacks to more than tables do.
    """
    if source.compression is not None:
        with packing.unpacked(source.path, source.compression, source.name, into=into) as file:
            yield file
    else:
        with translated(), source.path.open("rb") as file:
            yield file


class Digest:
    """The SHA-256 of a source, reckoned in a thread while the source is read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._made: str | None = None
        self._error: OSError | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self._made = sha256_of(self._path)
        except OSError as error:
            self._error = error

    def result(self) -> str:
        """The digest in hexadecimal; waits for it."""
        self._thread.join()
        if self._error is not None:
            with translated():
                raise self._error
        return self._made or ""


def info(source: Source, digest: Digest, **more: Any) -> dict[str, Any]:
    """Where the rows came from, ready for JSON."""
    return {
        "kind": "file",
        "file_name": source.name,
        "format": source.format,
        "compression": source.compression,
        "byte_count": source.byte_count,
        "sha256": digest.result(),
        **more,
    }
