"""ZIP archives: one file of rows and a manifest that says what it must be."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from datavault_jupyter.base.clock import now

MANIFEST = "manifest.json"
# Raised when a reader of old manifests could misread a new one.
FORMAT_VERSION = 1
_CHUNK = 1 << 20
_MOST_BYTES = 200
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')
# Names that mean a device on Windows, whatever their extension.
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


def member_name(name: str, extension: str) -> str:
    """A file name for a dataset's rows that every system can unpack.

    >>> member_name("../a/b: c", "csv"), member_name("manifest", "json"), member_name("", "csv")
    ('_a_b_ c.csv', 'manifest_.json', 'dataset.csv')
    """
    stem = safe_part(name) or "dataset"
    made = f"{stem}.{extension}"
    return f"{stem}_.{extension}" if made.casefold() == MANIFEST else made


def safe_part(name: str) -> str:
    """A part of a path that every system can have; empty where nothing of a name is left.

    >>> safe_part("a/b"), safe_part("CON"), safe_part("..")
    ('a_b', '_CON', '')
    """
    stem = _UNSAFE.sub("_", name).strip(". ")
    stem = stem.encode()[:_MOST_BYTES].decode(errors="ignore").rstrip(". ")
    return f"_{stem}" if _DEVICES.match(stem) else stem


@dataclass(frozen=True, slots=True)
class Packed:
    """A file that is to lie in an archive.

    Attributes:
        path: Its path there.
        source: Where its bytes are.
        sha256: Their digest.
    """

    path: str
    source: Path
    sha256: str


def write_archive(
    target: Path,
    source: Path,
    member: str,
    manifest: Mapping[str, Any],
    *,
    files: Sequence[Packed] = (),
    on_progress: Callable[[float], None] | None = None,
) -> list[str]:
    """Pack a file of rows, files beside it, then a manifest with the size and digest of each.

    Args:
        target: The archive, which may exist.
        source: The rows; read piece by piece, never held whole.
        member: What the rows are called in the archive; see `member_name`.
        manifest: What is said beside format version, time and files.
        files: Files that rows refer to; kept as they are, most are packed already.
        on_progress: Called with the share of all bytes that is packed.

    Returns:
        Paths of files whose bytes are not what their digest says; they are in the archive.
    """
    moment = now()
    sizes = [source.stat().st_size, *(each.source.stat().st_size for each in files)]
    done = _Done(sum(sizes), on_progress)
    told = []
    damaged = []
    with zipfile.ZipFile(target, "w") as archive:
        told.append(_add(archive, _info(member, moment), source, done))
        for each in files:
            info = _info(each.path, moment)
            info.compress_type = zipfile.ZIP_STORED
            told.append(_add(archive, info, each.source, done))
            if told[-1]["sha256"] != each.sha256:
                damaged.append(each.path)
        whole = {
            "format_version": FORMAT_VERSION,
            "created_at": moment.isoformat(),
            **manifest,
            "files": told,
        }
        text = json.dumps(whole, ensure_ascii=False, indent=2, default=_plain)
        archive.writestr(_info(MANIFEST, moment), text + "\n")
    return damaged


class _Done:
    """Counts the bytes that are packed."""

    def __init__(self, whole: int, on_progress: Callable[[float], None] | None) -> None:
        self._whole = max(whole, 1)
        self._tell = on_progress
        self._so_far = 0

    def add(self, byte_count: int) -> None:
        """So many more are packed."""
        self._so_far += byte_count
        if self._tell is not None:
            self._tell(min(1.0, self._so_far / self._whole))


def _add(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, source: Path, done: _Done
) -> dict[str, Any]:
    """Pack one file; what the manifest says about it."""
    info.file_size = source.stat().st_size  # decides whether ZIP64 is needed
    digest = hashlib.sha256()
    byte_count = 0
    with source.open("rb") as file, archive.open(info, "w") as packed:
        while piece := file.read(_CHUNK):
            digest.update(piece)
            packed.write(piece)
            byte_count += len(piece)
            done.add(len(piece))
    return {"path": info.filename, "byte_count": byte_count, "sha256": digest.hexdigest()}


def _info(name: str, moment: datetime) -> zipfile.ZipInfo:
    # ZIP knows no time before 1980.
    info = zipfile.ZipInfo(name, max(moment.timetuple()[:6], (1980, 1, 1, 0, 0, 0)))
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info


def _plain(value: object) -> object:
    """Facts as JSON has them: times in ISO form, all else as its text."""
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
