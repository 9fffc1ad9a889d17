"""Files from the browser, laid down piece by piece; what is here survives a reload of the page.

Nothing is kept in memory: a piece is checked, appended and forgotten. An upload belongs to the
process that takes it; when that has ended, the next one to import removes it.
"""

from __future__ import annotations

import hashlib
import shutil
import threading
import weakref
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from datavault_jupyter.access import Policy
from datavault_jupyter.base.errors import BadArgument, BadFile, BadName, DiskFull, NotFound, Refused
from datavault_jupyter.base.ids import new_id
from datavault_jupyter.base.wording import size
from datavault_jupyter.features.imports import sources
from datavault_jupyter.features.imports.folders import own_folder
from datavault_jupyter.features.imports.permission import require_creator
from datavault_jupyter.features.imports.records import Upload
from datavault_jupyter.features.people.records import Person
from datavault_jupyter.storage.foreign import translated
from datavault_jupyter.storage.store import Store

# Room that stays free for the import itself and for everybody else.
_SPARE_BYTES = 100_000_000
_MAX_CHUNK = 64_000_000
_TAIL_BYTES = 1 << 20
_MAX_NAME_BYTES = 200


@dataclass(slots=True)
class _Kept:
    """An upload on disk. One piece at a time is written: the lock is held meanwhile."""

    uid: str
    person_key: int
    byte_count: int
    fingerprint: str
    path: Path
    offset: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)


# By store, not by vault object: a second `Vault` of the process finds the same uploads.
_kept: weakref.WeakKeyDictionary[Store, dict[str, _Kept]] = weakref.WeakKeyDictionary()
_finding = threading.Lock()


class Uploads:
    """Takes files from the browser."""

    def __init__(self, store: Store, policy: Policy, person: Person) -> None:
        self._store = store
        self._policy = policy
        self._person = person
        self._all = _kept.setdefault(store, {})

    def begin(
        self, name: str, byte_count: int, fingerprint: str, *, is_fresh: bool = False
    ) -> Upload:
        """Make room for a file, or find what is here of it.

        Args:
            name: The file's name, a label and never a path.
            byte_count: Its size.
            fingerprint: What it is known by when it is chosen again.
            is_fresh: Begin anew, also where some of it is here.

        Raises:
            BadName: the name is a path, or can't be a file's name.
            DiskFull: it would not fit.
        """
        require_creator(self._policy)
        label = _label(name)
        if byte_count < 1:
            raise BadFile(f"{label} is empty.", hint="Check that it was written completely.")
        with _finding:
            found = next(
                (
                    each
                    for each in self._all.values()
                    if each.person_key == self._person.key
                    and (each.fingerprint, each.byte_count) == (fingerprint, byte_count)
                    and each.path.exists()
                ),
                None,
            )
            if found is not None and is_fresh:
                self._drop(found)
                found = None
            self._require_room(label, byte_count - (found.offset if found else 0))
            if found is None:
                found = self._make(label, byte_count, fingerprint)
        with found.lock:
            return _told(found, has_tail=True)

    def append(self, upload_id: str, offset: int, data: Any, sha256: str = "") -> Upload:
        """Lay down the next bytes; all of them, or none.

        Raises:
            BadArgument: they belong elsewhere, are too many, or changed on the way.
            DiskFull: they don't fit; what was here before stays.
        """
        require_creator(self._policy)
        kept = self._get(upload_id)
        piece = memoryview(data).cast("B")
        with kept.lock:
            _check(kept, offset, piece, sha256)
            with translated(), kept.path.open("r+b") as file:
                try:
                    file.seek(offset)
                    file.write(piece)
                    file.flush()
                except OSError:
                    file.truncate(offset)
                    raise
            kept.offset += len(piece)
        if offset == 0:
            self._require_known(kept)
        return _told(kept)

    def end(self, upload_id: str) -> Upload:
        """Say that all of it was sent.

        Raises:
            Refused: some of it is missing.
        """
        require_creator(self._policy)
        kept = self._get(upload_id)
        with kept.lock:
            _require_whole(kept)
            return _told(kept)

    def discard(self, upload_id: str) -> None:
        """Remove what is here of it; nothing happens where there is none."""
        require_creator(self._policy)
        with _finding:
            kept = self._all.get(upload_id)
            if kept is not None and kept.person_key == self._person.key:
                self._drop(kept)

    def path(self, upload_id: str) -> Path:
        """Where a finished upload lies.

        Raises:
            NotFound: it isn't here.
            Refused: some of it is missing.
        """
        require_creator(self._policy)
        kept = self._get(upload_id)
        _require_whole(kept)
        return kept.path

    def unfinished(self) -> tuple[Upload, ...]:
        """The actor's uploads that stopped half way."""
        require_creator(self._policy)
        with _finding:
            return tuple(
                _told(each)
                for each in self._all.values()
                if each.person_key == self._person.key and each.offset < each.byte_count
            )

    def _get(self, upload_id: str) -> _Kept:
        kept = self._all.get(upload_id)
        if kept is None or kept.person_key != self._person.key or not kept.path.exists():
            raise NotFound("This upload is no longer here.", hint="Choose the file again.")
        return kept

    def _make(self, label: str, byte_count: int, fingerprint: str) -> _Kept:
        uid = new_id("upl")
        path = own_folder(self._store) / uid / label
        with translated():
            path.parent.mkdir(mode=0o700)
            path.touch(mode=0o600)
        kept = _Kept(uid, self._person.key, byte_count, fingerprint, path)
        self._all[uid] = kept
        return kept

    def _drop(self, kept: _Kept) -> None:
        self._all.pop(kept.uid, None)
        with kept.lock:
            shutil.rmtree(kept.path.parent, ignore_errors=True)

    def _require_room(self, label: str, byte_count: int) -> None:
        with translated():
            free = shutil.disk_usage(own_folder(self._store)).free
        missing = byte_count + _SPARE_BYTES - free
        if missing > 0:
            raise DiskFull(
                f"{label} does not fit: the disk of the vault has {size(free)} left.",
                hint=f"Free {size(missing)}, then choose the file again.",
            )

    def _require_known(self, kept: _Kept) -> None:
        """After the first piece: better refused now than after the last."""
        if kept.path.suffix.lower() == sources.ARCHIVE:
            return  # what is in it can be told from its end only
        try:
            sources.examine(kept.path)
        except BadFile:
            with _finding:
                self._drop(kept)
            raise


def _label(name: str) -> str:
    """The name as it may stand in a folder: one part, nothing that leads elsewhere.

    >>> _label("reviews (2).csv")
    'reviews (2).csv'
    """
    is_path = name in ("", ".", "..") or any(char in "/\\:" or char < " " for char in name)
    if is_path or name != name.strip() or len(name.encode(errors="replace")) > _MAX_NAME_BYTES:
        raise BadName(
            f"{name[:80]!r} can't be the name of an upload.",
            hint="Rename the file: no slash, no colon, at most 200 bytes.",
            field="name",
        )
    return name


def _check(kept: _Kept, offset: int, piece: memoryview, sha256: str) -> None:
    if offset != kept.offset:
        raise BadArgument(
            f"The upload stands at byte {kept.offset:,}, not at {offset:,}.",
            hint="Choose the file again to go on.",
            field="offset",
        )
    if not piece or len(piece) > min(_MAX_CHUNK, kept.byte_count - offset):
        raise BadArgument(
            f"A piece of {len(piece):,} bytes does not belong here.",
            hint="Choose the file again: it may have changed.",
            field="offset",
        )
    if sha256 and hashlib.sha256(piece).hexdigest() != sha256:
        raise BadArgument(
            "The bytes changed on their way, or the file did.",
            hint="Choose the file again.",
            field="sha256",
        )


def _require_whole(kept: _Kept) -> None:
    if kept.offset != kept.byte_count:
        raise Refused(
            f"{size(kept.byte_count - kept.offset)} of {kept.path.name} are still missing.",
            hint="Choose the file again to go on.",
        )


def _told(kept: _Kept, *, has_tail: bool = False) -> Upload:
    start, digest = kept.offset, ""
    if has_tail and kept.offset:
        start = max(0, kept.offset - _TAIL_BYTES)
        with translated(), kept.path.open("rb") as file:
            file.seek(start)
            digest = hashlib.sha256(file.read(kept.offset - start)).hexdigest()
    return Upload(
        kept.uid, kept.path.name, kept.byte_count, kept.offset, kept.fingerprint, start, digest
    )
