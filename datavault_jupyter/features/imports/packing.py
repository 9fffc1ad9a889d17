"""Packed files: gzip, zstd, bzip2 and xz, unpacked exactly or refused.

Every checksum and length that a packing has is compared. DuckDB and Python's own readers pass over
some of them, or over what stands behind the packed data.
"""

from __future__ import annotations

import bz2
import io
import lzma
import shutil
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol, cast

from datavault_jupyter.base.errors import BadFile, DiskFull
from datavault_jupyter.base.wording import size
from datavault_jupyter.storage.foreign import translated

# By the last part of a file's name.
ENDINGS = {".gz": "gzip", ".zst": "zstd", ".bz2": "bzip2", ".xz": "xz"}
# By how the file begins, which counts more.
MARKS = (
    (b"\x1f\x8b", "gzip"), (b"\x28\xb5\x2f\xfd", "zstd"), (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
)  # fmt: skip
# Up to this size nobody asks how well it was packed: a table of equal rows packs very well, and a
# gigabyte fits everywhere.
FREE_BYTES = 1 << 30
# Tables unpack to 3 to 100 times their packed size. gzip can't do more than 1,032 times, which is
# what bombs are made of.
MOST_TIMES = 1_000
# One file beyond this is none that a notebook imports, whatever the disk has room for.
MOST_BYTES = 1 << 40
# Left on the disk for everybody else: the vault's own catalogue lies there, too.
ROOM_LEFT = 256 << 20
# The room is looked at each time so many bytes have come out.
_ROOM_EVERY = 64 << 20
# What an xz file may make us allocate; `xz -9` needs 65 MB.
_MOST_MEMORY = 1 << 30
_CHUNK = 1 << 20
# What may stand between and behind the streams of a packing.
_PADDED = {"gzip", "xz"}


def packing_of(head: bytes) -> str | None:
    r"""The packing that a file begins with.

    >>> packing_of(b"\x1f\x8b\x08"), packing_of(b"a,b")
    ('gzip', None)
    """
    return next((kind for mark, kind in MARKS if head.startswith(mark)), None)


class Bounds:
    """Watches how much comes out of a packed file.

    Args:
        name: What sentences call the file.
        packed_bytes: Its size as it lies on disk.
        into: The folder that the bytes go to, where they go to one.
    """

    def __init__(self, name: str, packed_bytes: int, into: Path | None = None) -> None:
        self._name = name
        self._packed_bytes = packed_bytes
        self._into = into
        self._total = 0
        self._looked_at = 0

    def add(self, byte_count: int) -> None:
        """So many more bytes came out.

        Raises:
            BadFile: that is more than an honest file holds.
            DiskFull: the disk would be full.
        """
        self._total += byte_count
        require_honest(self._name, self._packed_bytes, self._total)
        if self._into is not None and self._total - self._looked_at >= _ROOM_EVERY:
            self._looked_at = self._total
            require_room(self._name, self._into, 0)


def require_honest(name: str, packed_bytes: int, unpacked_bytes: int) -> None:
    """Refuse what unpacks to much more than tables do.

    Raises:
        BadFile: it does.
    """
    if unpacked_bytes <= FREE_BYTES:
        return
    if unpacked_bytes > MOST_BYTES:
        raise BadFile(
            f"{name} unpacks to more than {size(MOST_BYTES)}.",
            hint="Import it in several pieces.",
        )
    if unpacked_bytes > packed_bytes * MOST_TIMES:
        raise BadFile(
            f"{name} unpacks to more than {MOST_TIMES:,} times its size, as files do that are "
            "made to fill a disk.",
            hint="If you trust it, unpack it yourself and import what comes out.",
        )


def require_room(name: str, folder: Path, byte_count: int) -> None:
    """Refuse to fill the disk of a folder.

    Raises:
        DiskFull: there would be less room left than others need.
    """
    with translated():
        free = shutil.disk_usage(folder).free
    if free - byte_count < ROOM_LEFT:
        more = f"needs {size(byte_count)}, and" if byte_count else "is unpacked in part, and now"
        raise DiskFull(f"{name} {more} only {size(free)} are free on the disk.")


class _Stream(Protocol):
    """One stream of a packing, in the way of `bz2.BZ2Decompressor`."""

    @property
    def eof(self) -> bool:
        """Whether it has come to its end, checksum included."""

    @property
    def needs_input(self) -> bool:
        """Whether more has to be given before more comes out."""

    @property
    def unused_data(self) -> bytes:
        """What was given and stands behind its end."""

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """What comes out, up to so many bytes."""


class _Gzip:
    """A member of a gzip file; zlib itself compares its checksum and length."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)
        self._is_capped = False

    @property
    def eof(self) -> bool:
        """Whether it has come to its end, checksum included."""
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        """Whether more has to be given before more comes out."""
        return not self._is_capped and not self._inner.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        """What was given and stands behind its end."""
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        """What comes out, up to so many bytes."""
        made = self._inner.decompress(self._inner.unconsumed_tail + data, max_length)
        self._is_capped = len(made) == max_length
        return made


_STREAMS: dict[str, Callable[[], _Stream]] = {
    "gzip": _Gzip,
    "bzip2": bz2.BZ2Decompressor,
    "xz": lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MOST_MEMORY),
}


class _Unpacked(io.RawIOBase):
    """The bytes of all streams of a file, one after the other."""

    def __init__(self, file: IO[bytes], packing: str, name: str, bounds: Bounds) -> None:
        self._file = file
        self._packing = packing
        self._name = name
        self._bounds = bounds
        self._mark = next(mark for mark, kind in MARKS if kind == packing)
        self._rest = b""
        self._stream: _Stream | None = None

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill a buffer as far as bytes come; how many did."""
        try:
            data = self._some(len(buffer))
        except (EOFError, zlib.error, lzma.LZMAError) as error:
            raise damaged(self._name, self._packing, error) from error
        except OSError as error:
            if error.errno is not None:
                raise
            raise damaged(self._name, self._packing, error) from error
        self._bounds.add(len(data))
        buffer[: len(data)] = data
        return len(data)

    def _some(self, most: int) -> bytes:
        """The next bytes, up to so many; none at the end."""
        while True:
            if self._stream is None and not self._begins():
                return b""
            stream = cast("_Stream", self._stream)
            data = b""
            if stream.needs_input:
                data = self._rest or self._file.read(_CHUNK)
                self._rest = b""
                if not data:
                    raise EOFError
            made = stream.decompress(data, most)
            if stream.eof:
                self._rest = stream.unused_data
                self._stream = None
            if made:
                return made

    def _begins(self) -> bool:
        """Whether another stream begins here; False at the end of the file."""
        if self._packing in _PADDED:
            self._pass_padding()
        while len(self._rest) < len(self._mark):
            more = self._file.read(_CHUNK)
            if not more:
                break
            self._rest += more
        if not self._rest:
            return False
        if not self._rest.startswith(self._mark):
            raise BadFile(
                f"{self._name} has something else behind its {self._packing} data.",
                hint="Fetch or pack it again; it may be two files in one.",
            )
        self._stream = _STREAMS[self._packing]()
        return True

    def _pass_padding(self) -> None:
        while True:
            self._rest = self._rest.lstrip(b"\x00")
            if self._rest:
                return
            self._rest = self._file.read(_CHUNK)
            if not self._rest:
                return


class _Zstd(io.RawIOBase):
    """The bytes of a zstd file, by Arrow, which knows all frames and compares their checksums."""

    def __init__(self, file: IO[bytes], name: str, bounds: Bounds) -> None:
        self._file = file
        self._name = name
        self._bounds = bounds

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        """Fill a buffer as far as bytes come; how many did."""
        try:
            data = self._file.read(len(buffer))
        except OSError as error:
            if error.errno is not None:
                raise
            raise damaged(self._name, "zstd", error) from error
        self._bounds.add(len(data))
        buffer[: len(data)] = data
        return len(data)


def damaged(name: str, packing: str, error: BaseException) -> BadFile:
    """The refusal of a packed file that can't be unpacked to its end."""
    text = str(error)
    if "Unknown frame descriptor" in text:
        return BadFile(
            f"{name} has something else behind its {packing} data.",
            hint="Fetch or pack it again; it may be two files in one.",
        )
    if "too much memory" in text or "Memory usage limit" in text:
        return BadFile(
            f"{name} needs more memory to be unpacked than is given to it.",
            hint="Pack it again without --long or --ultra.",
        )
    return BadFile(
        f"{name} is a damaged or incomplete {packing} file.", hint="Fetch or pack it again."
    )


@contextmanager
def unpacked(
    path: Path, packing: str, name: str, *, into: Path | None = None
) -> Iterator[IO[bytes]]:
    """The bytes of a packed file, to be read once from the beginning.

    Args:
        path: The file.
        packing: ``gzip``, ``zstd``, ``bzip2`` or ``xz``.
        name: What sentences call the file.
        into: The folder that the bytes go to; reading stops before its disk is full.

    Raises:
        BadFile: it is damaged, incomplete, has something behind its end or unpacks to too much.
        DiskFull: there is no room for it.
    """
    with translated():
        bounds = Bounds(name, path.stat().st_size, into)
        if packing == "zstd":
            import pyarrow as pa

            with pa.input_stream(str(path), compression="zstd") as file:
                yield cast("IO[bytes]", io.BufferedReader(_Zstd(file, name, bounds), _CHUNK))
        else:
            with path.open("rb") as file:
                raw = _Unpacked(file, packing, name, bounds)
                yield cast("IO[bytes]", io.BufferedReader(raw, _CHUNK))
