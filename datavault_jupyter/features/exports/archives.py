"""ZIP archives: one file of rows and a manifest that says what it must be."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Callable, Mapping
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
    stem = _UNSAFE.sub("_", name).strip(". ")
    stem = stem.encode()[:_MOST_BYTES].decode(errors="ignore").rstrip(". ") or "dataset"
    if _DEVICES.match(stem):
        stem = f"_{stem}"
    made = f"{stem}.{extension}"
    return f"{stem}_.{extension}" if made.casefold() == MANIFEST else made


def write_archive(
    target: Path,
    source: Path,
    member: str,
    manifest: Mapping[str, Any],
    *,
    on_progress: Callable[[float], None] | None = None,
) -> None:
    """Pack a file of rows, then a manifest with its size and digest.

    Args:
        target: The archive, which may exist.
        source: The rows; read piece by piece, never held whole.
        member: What the rows are called in the archive; see `member_name`.
        manifest: What is said beside format version, time and files.
        on_progress: Called with the share of the rows that is packed.
    """
    moment = now()
    with zipfile.ZipFile(target, "w") as archive:
        info = _info(member, moment)
        info.file_size = source.stat().st_size  # decides whether ZIP64 is needed
        digest = hashlib.sha256()
        done = 0
        with source.open("rb") as rows, archive.open(info, "w") as packed:
            while piece := rows.read(_CHUNK):
                digest.update(piece)
                packed.write(piece)
                done += len(piece)
                if on_progress is not None:
                    on_progress(done / info.file_size)
        whole = {
            "format_version": FORMAT_VERSION,
            "created_at": moment.isoformat(),
            **manifest,
            "files": [{"path": member, "byte_count": done, "sha256": digest.hexdigest()}],
        }
        text = json.dumps(whole, ensure_ascii=False, indent=2, default=_plain)
        archive.writestr(_info(MANIFEST, moment), text + "\n")


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
