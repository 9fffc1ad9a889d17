"""Whether a folder lies on a network file system, where SQLite's write-ahead log corrupts."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_NETWORK_KINDS = frozenset(
    {
        "nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "ncpfs", "9p", "lustre",
        "gpfs", "ceph", "glusterfs", "beegfs", "ocfs2", "gfs2", "webdav", "davfs", "afpfs",
        "virtiofs", "orangefs", "pvfs2", "panfs", "acfs",
    }
)  # fmt: skip


def filesystem_kind(folder: Path) -> str:
    """The kind of file system a folder lies on, such as ``ext4``; empty when it can't be told.

    Linux tells it in ``/proc/mounts``: the longest mount point above the folder counts. macOS
    tells it in the output of ``mount`` only, which we don't run; a network volume there lies
    under ``/Volumes`` and is told apart by its device number alone, so it stays unknown.
    """
    mounts = Path("/proc/mounts")
    if not sys.platform.startswith("linux") or not mounts.exists():
        return ""
    place = os.path.realpath(folder)
    best, kind = "", ""
    for line in mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = fields[1].encode("latin-1", "surrogateescape").decode("unicode_escape")
        inside = place == point or place.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, fields[2]
    return kind


def is_network(kind: str) -> bool:
    """Whether this kind of file system is shared between machines.

    >>> is_network("nfs4"), is_network("fuse.sshfs"), is_network("ext4")
    (True, True, False)
    """
    return kind in _NETWORK_KINDS or kind.startswith("fuse")
