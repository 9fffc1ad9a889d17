"""All rows of a file that can't be imported, in as much of it as can be looked at quickly."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from datavault_jupyter.features.imports import delimited, objects, sources
from datavault_jupyter.features.imports.objects.sifting import is_by_line
from datavault_jupyter.features.imports.records import MOST_REJECTS, Options, Reject
from datavault_jupyter.features.imports.sources import Source
from datavault_jupyter.storage.foreign import translated

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

# So much of a file is searched before somebody who waits for a preview gets impatient.
MOST_BYTES = 64_000_000
# JSON is parsed by Python, at about a quarter of the speed.
_SLOWER = 4
# A row that the cut goes through looks broken, and so may those before it, if it holds a quote.
_EDGE_BYTES = 1_000_000
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Found:
    """Rows that can't be imported.

    Attributes:
        rejects: They, in the file's order.
        fine_count: How many rows are fine; None where not all of them were looked at.
        has_more: Whether there are more than an import leaves out.
        looked_bytes: How much of the file was searched; None is all of it.
    """

    rejects: tuple[Reject, ...] = ()
    fine_count: int | None = None
    has_more: bool = False
    looked_bytes: int | None = None


def search(cursor: Cursor, path: Path, options: Options, scratch: Path) -> Found:
    """Look for rows that can't be imported.

    Args:
        cursor: Of the engine that moves data.
        path: The file.
        options: How to read it.
        scratch: A folder of our own.

    Raises:
        BadFile: the fault is not one of single rows.
    """
    source = sources.examine(path)
    if source.format == "parquet":
        return Found()
    is_slow = source.format in ("json", "ndjson")
    most_bytes = MOST_BYTES // _SLOWER if is_slow else MOST_BYTES
    head = _head(source, options.encoding, scratch, most_bytes)
    looked = source if head is None else head.source
    module = objects if is_slow else delimited
    checked = module.check(cursor, looked, options, MOST_REJECTS + 1, scratch)
    rejects = checked.rejects
    if head is None:
        has_more = len(rejects) > MOST_REJECTS
        return Found(rejects, None if has_more else checked.fine_count, has_more)
    rejects = _before_the_cut(rejects, head, looked.format)
    return Found(rejects, None, len(rejects) > MOST_REJECTS, most_bytes)


@dataclass(frozen=True, slots=True)
class _Head:
    """The beginning of a file as a file of its own, and the last line that is sure to be whole."""

    source: Source
    last_line: int


def _head(source: Source, encoding: str | None, scratch: Path, most_bytes: int) -> _Head | None:
    """The beginning of a file that is too large to be searched; None for one that isn't."""
    if source.compression is None and source.byte_count <= most_bytes:
        return None
    folder = scratch / "head"
    target = folder / f"{source.path.stem}.{source.format}"
    with translated():
        folder.mkdir()
    size = line_count = 0
    with sources.opened(source, folder) as file, translated(), target.open("wb") as copy:
        while size < most_bytes and (chunk := file.read(min(_CHUNK, most_bytes - size))):
            copy.write(chunk)
            line_count += chunk.count(b"\n", 0, max(0, most_bytes - _EDGE_BYTES - size))
            size += len(chunk)
        if size < most_bytes or not file.read(1):
            return None
    plain = replace(source, path=target, compression=None, byte_count=most_bytes)
    _cut_clean(target, encoding, most_bytes)
    return _Head(plain, line_count)


def _cut_clean(path: Path, encoding: str | None, most_bytes: int) -> None:
    """Let the copy end with a line, where a line feed is one byte."""
    with translated(), path.open("r+b") as file:
        start = file.read(4)
        is_wide = start[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in start
        if is_wide or (encoding or "").lower().startswith(("utf-16", "utf_16", "utf-32", "utf_32")):
            return
        file.seek(most_bytes - _EDGE_BYTES)
        end = file.read().rfind(b"\n")
        if end >= 0:
            file.truncate(most_bytes - _EDGE_BYTES + end + 1)


def _before_the_cut(rejects: tuple[Reject, ...], head: _Head, kind: str) -> tuple[Reject, ...]:
    if kind == "json" and not is_by_line(head.source.path, is_named=False):
        # An array that is cut off can't be read to its end: that is no fault of the file's.
        return rejects[:-1] if len(rejects) <= MOST_REJECTS else rejects
    return tuple(each for each in rejects if each.line is None or each.line <= head.last_line)
