"""From whatever a user names to files on this disk, in their order."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from datavault_jupyter.base.errors import (
    BadArgument,
    BadFile,
    Cancelled,
    UnknownFormat,
    UnreadableText,
)
from datavault_jupyter.base.names import did_you_mean, name_of_file
from datavault_jupyter.base.wording import count
from datavault_jupyter.features.imports import (
    archives,
    fetching,
    globbing,
    packing,
    remote,
    sources,
)
from datavault_jupyter.features.imports.members import Member, once, told_apart
from datavault_jupyter.features.imports.records import Note
from datavault_jupyter.storage.foreign import translated

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+(?:::[A-Za-z][A-Za-z0-9+.-]+)*://")
_CHUNK = 1 << 20
_ROOM_EVERY = 64 << 20
_MOST_NEAR = 1_000


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a source turned out to be.

    Attributes:
        members: The files in their order, at least one.
        notes: What the user should know.
        is_table_used: Whether there was an archive to which ``table=`` could apply.
    """

    members: tuple[Member, ...]
    notes: tuple[Note, ...] = ()
    is_table_used: bool = False


def gather(
    source: object,
    *,
    table: str | Sequence[str] | None = None,
    format: str | None = None,  # noqa: A002 - the word that users write
    base: Path | None = None,
    scratch: Path,
    is_stopped: Callable[[], bool] = lambda: False,
    on_progress: Callable[[float], None] = lambda _share: None,
) -> Gathered:
    """Find, fetch and unpack the files that are meant.

    Args:
        source: A path or a pattern (``data/**/*.csv``, in natural order; a file that has the very
            name wins), an address (``https://``, or any that fsspec knows), bytes, an open file, or
            a list of these. A ZIP archive stands for the tables in it.
        table: Which tables of an archive: a name, a pattern or a list of them.
        format: Of bytes and open files that don't say it: ``csv``, ``tsv``, ``json``, ``ndjson``,
            ``parquet``.
        base: Where relative paths begin; None is the notebook's folder.
        scratch: A folder of our own for what has to be laid down; the caller removes it.
        is_stopped: Asked now and then.
        on_progress: Called with a share from 0 to 1, perhaps from another thread.

    Raises:
        BadArgument: the source, the table or the format can't be used.
        BadFile: there is no such file, or it can't be had completely.
        SeveralTables: an archive holds several, and none was named.
        DiskFull: there is no room for what has to be laid down.
        Cancelled: the import is to end.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     made = gather(b"[]", scratch=Path(folder))
    >>> made.members[0].name, made.members[0].origin["kind"]
    ('bytes.json', 'bytes')
    """
    items = list(source) if isinstance(source, list | tuple) else [source]
    if not items:
        raise BadArgument("The list of files is empty.", hint="Name at least one.", field="source")
    gathering = _Gathering(table, format, base or Path(), scratch, is_stopped)
    found: list[Member] = []
    for at, item in enumerate(items):
        gathering.on_progress = _scaled(on_progress, at, len(items))
        for member in gathering.taken(item):
            if is_stopped():
                raise Cancelled("The import was cancelled.")
            found.append(member)
    members, notes = once(found)
    return Gathered(tuple(told_apart(members)), (*gathering.notes, *notes), gathering.is_table_used)


def label_of(source: object) -> str:
    """What sentences call a source, before it is looked at.

    >>> label_of("data/reviews.csv"), label_of(["a.csv", "b.csv"]), label_of(b"x")
    ('reviews.csv', '2 files', 'The bytes')
    """
    if isinstance(source, list | tuple):
        return label_of(source[0]) if len(source) == 1 else count(len(source), "file")
    if isinstance(source, bytes | bytearray | memoryview):
        return "The bytes"
    if isinstance(source, str | os.PathLike):
        text = os.fsdecode(os.fspath(source))
        if _ADDRESS.match(text):
            return fetching.shown(text)
        return text if globbing.has_magic(text) else PurePath(text).name or text
    given = getattr(source, "name", None)
    return (fetching.safe_name(given) if isinstance(given, str) else "") or "The open file"


def name_of(source: object) -> str:
    """The name a dataset gets from its source.

    Raises:
        BadArgument: the source has none of its own.

    >>> name_of("data/reviews.csv.gz"), name_of("https://host/reviews.csv?page=2")
    ('reviews', 'reviews')
    """
    items = source if isinstance(source, list | tuple) else [source]
    given = items[0] if len(items) == 1 else None
    if isinstance(given, str | os.PathLike):
        text = os.fsdecode(os.fspath(given))
        if _ADDRESS.match(text):
            text = unquote(urlsplit(fetching.shown(text)).path)
        name = "" if globbing.has_magic(text) else PurePath(text).name
    else:
        told = getattr(given, "name", None)
        name = fetching.safe_name(told) if isinstance(told, str) else ""
    if name:
        return name_of_file(PurePath(name))
    raise BadArgument(
        f"{label_of(source)} has no name that a dataset could get.",
        hint="Give it one with name='…'.",
        field="name",
    )


def _scaled(on_progress: Callable[[float], None], at: int, count: int) -> Callable[[float], None]:
    return lambda share: on_progress((at + share) / count)


@dataclass(slots=True)
class _Gathering:
    """What one call knows while it goes through its list."""

    table: str | Sequence[str] | None
    format: str | None
    base: Path
    scratch: Path
    is_stopped: Callable[[], bool]
    on_progress: Callable[[float], None] = lambda _share: None
    notes: list[Note] = field(default_factory=list)
    is_table_used: bool = False

    def taken(self, item: object) -> Iterator[Member]:
        """The files that one item of the list means."""
        for member in self._plain(item):
            if archives.is_archive(member.path):
                yield from self._unpacked(member)
            else:
                yield member

    def _plain(self, item: object) -> Iterator[Member]:
        if isinstance(item, bytes | bytearray | memoryview):
            yield self._of_bytes(item)
        elif isinstance(item, str | os.PathLike):
            text = os.fspath(item)
            text = text if isinstance(text, str) else os.fsdecode(text)
            if isinstance(item, str) and _ADDRESS.match(text):
                yield from self._of_address(text)
            else:
                yield from self._of_path(text)
        elif callable(getattr(item, "read", None)):
            yield self._of_stream(item)
        else:
            raise BadArgument(
                f"A file can't be told from a {type(item).__name__}.",
                hint="Pass a path, a pattern, an address, bytes, an open file, or a list of these; "
                "frames go to vault.import_frame(…).",
                field="source",
            )

    def _folder(self) -> Path:
        """A new folder in scratch."""
        with translated():
            self.scratch.mkdir(parents=True, exist_ok=True)
            return Path(tempfile.mkdtemp(prefix="gathered-", dir=self.scratch))

    def _of_path(self, text: str) -> Iterator[Member]:
        if "\n" in text or "\0" in text or not text.strip():
            raise BadArgument(
                "This text is no path.",
                hint="Pass a table that is in memory as bytes: text.encode(), format='csv'.",
                field="source",
            )
        try:
            path = self.base / Path(text).expanduser()
        except RuntimeError as error:
            raise BadArgument(f"{text} names no home folder.", hint="Check the path.") from error
        if path.is_dir():
            raise BadFile(
                f"{text} is a folder.",
                hint=f"Name a file in it, or a pattern such as '{text.rstrip('/')}/*.csv'.",
            )
        if path.exists():
            yield _local(path)
        elif globbing.has_magic(text):
            for each in globbing.matching(str(path), self.is_stopped):
                yield _local(each)
        else:
            raise BadFile(f"{text} does not exist.", hint=_near(path))

    def _of_address(self, url: str) -> Iterator[Member]:
        scheme = url.split("://", maxsplit=1)[0].lower()
        if scheme == "hf":
            raise BadArgument(
                f"{url} is a dataset of the Hugging Face Hub.",
                hint="Bring it in with vault.import_hub(…).",
                field="source",
            )
        if scheme in ("file", "local"):
            yield from self._of_path(url2pathname(unquote(urlsplit(url).path)))
            return
        folder = self._folder()
        if scheme in ("http", "https"):
            found = [fetching.fetch(url, folder, self.is_stopped, self.on_progress)]
        else:
            found = remote.fetch(url, folder, self.is_stopped, self.on_progress)
        for each in found:
            if not each.is_sure:
                self.notes.append(
                    Note(
                        f"The server did not say how long {each.name} is; it was taken as it came."
                    )
                )
            path = self._named(each.path)
            origin = {**each.origin, "file_name": path.name}
            yield Member(path.name, path, origin, _size(path))

    def _named(self, path: Path) -> Path:
        """The path with the ending of the format that was asked for, where it has none."""
        if self.format is None or sources.is_importable(path):
            return path
        target = path.with_name(path.name + sources.ending_for(self.format))
        with translated():
            return path.rename(target)

    def _of_bytes(self, data: bytes | bytearray | memoryview) -> Member:
        path = self._folder() / "bytes"
        packing.require_room("The bytes", path.parent, memoryview(data).nbytes)
        with translated(), path.open("wb") as file:
            file.write(data if not isinstance(data, memoryview) else data.tobytes())
        return self._laid(path, "bytes", "The bytes")

    def _of_stream(self, stream: Any) -> Member:
        given = getattr(stream, "name", None)
        name = fetching.safe_name(given) if isinstance(given, str) else ""
        path = self._folder() / (name or "file")
        is_text = _copied(stream, path, self.is_stopped)
        member = self._laid(path, "stream", name or "The open file")
        if member.byte_count == 0:
            raise BadFile(
                f"{name or 'The open file'} has nothing left to read.",
                hint="It may have been read before: file.seek(0).",
            )
        return replace(member, encoding="utf-8" if is_text else None)

    def _laid(self, path: Path, kind: str, what: str) -> Member:
        """A member of what was laid down under a name that may say nothing of its format."""
        if self.format is not None:
            target = self._named(path)
        elif sources.is_importable(path) or not _size(path) or archives.is_archive(path):
            target = path
        else:
            try:
                told = sources.examine(path).format
            except UnknownFormat as error:
                if not error.message.endswith("of no kind that can be imported."):
                    raise
                raise BadArgument(
                    f"{what}: the kind of table can't be told from the content.",
                    hint="Pass it, such as format='csv'.",
                    field="format",
                ) from error
            with translated():
                target = path.rename(path.with_name(path.name + sources.ending_for(told)))
        return Member(target.name, target, {"kind": kind, "file_name": target.name}, _size(target))

    def _unpacked(self, member: Member) -> Iterator[Member]:
        """The tables of an archive that are meant."""
        self.is_table_used = True
        made = archives.extract(
            member.path, self.table, self._folder(), self.is_stopped, self.on_progress
        )
        for each in made:
            origin = {
                **member.origin,
                "file_name": PurePath(each.member).name,
                "archive": member.name,
                "member": each.member,
            }
            yield Member(PurePath(each.member).name, each.path, origin, each.byte_count)


def _size(path: Path) -> int:
    with translated():
        return path.stat().st_size


def _local(path: Path) -> Member:
    origin = {"kind": "file", "file_name": path.name, "path": str(path.absolute())}
    return Member(path.name, path, origin, _size(path))


def _near(path: Path) -> str:
    """What may have been meant, from what is beside it."""
    try:
        with os.scandir(path.parent) as entries:
            names = [entry.name for entry, _ in zip(entries, range(_MOST_NEAR), strict=False)]
    except OSError:
        return f"There is no folder {path.parent} either; relative paths begin at {Path.cwd()}."
    here = "" if path.is_absolute() else f"Relative paths begin at {Path.cwd()}."
    return did_you_mean(path.name, names) or here or "Check the path."


def _copied(stream: Any, path: Path, is_stopped: Callable[[], bool]) -> bool:
    """Lay down what is left of an open file; whether it gives text."""
    kinds: set[bool] = set()
    looked_at = total = 0
    with translated():
        copy = path.open("wb")
    with copy:
        while chunk := stream.read(_CHUNK):
            if is_stopped():
                raise Cancelled("The import was cancelled.")
            if not isinstance(chunk, str | bytes | bytearray | memoryview):
                raise BadArgument(
                    f"The open file gives {type(chunk).__name__}, not bytes or text.",
                    hint="Open it with open(path, 'rb').",
                    field="source",
                )
            kinds.add(isinstance(chunk, str))
            with translated():
                total += copy.write(_encoded(chunk) if isinstance(chunk, str) else chunk)
            if total - looked_at >= _ROOM_EVERY:
                looked_at = total
                packing.require_room(path.name, path.parent, 0)
    if len(kinds) > 1:
        raise BadArgument("The open file gives bytes and text in turn.", field="source")
    return True in kinds


def _encoded(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise UnreadableText(
            "The open file gives half a character (a lone surrogate).",
            hint="Open it in binary: open(path, 'rb').",
        ) from error
