"""Tables inside ZIP archives: which there are, and how they come out safely."""

from __future__ import annotations

import json
import lzma
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from datavault_jupyter.base.errors import BadArgument, BadFile, Cancelled, SeveralTables
from datavault_jupyter.base.names import did_you_mean
from datavault_jupyter.features.imports import packing
from datavault_jupyter.features.imports.globbing import has_magic, listed, path_key
from datavault_jupyter.features.imports.sources import ARCHIVE, is_importable
from datavault_jupyter.storage.foreign import translated

# More members are none of an archive of tables; their list alone would fill the memory.
MOST_MEMBERS = 100_000
_MARKS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
# What only office documents have, which are ZIP archives, too.
_OFFICE = ("[Content_Types].xml", "mimetype")
_MANIFEST = "manifest.json"
_MOST_MANIFEST = 100_000_000
_ENCRYPTED = 0x1 | 0x40
_PLAIN_KINDS = (0, stat.S_IFREG)
_CHUNK = 1 << 20
_MOST_NAME = 120


@dataclass(frozen=True, slots=True)
class Extracted:
    """A table that came out of an archive.

    Attributes:
        member: What the archive calls it, with folders.
        path: Where it lies now.
        byte_count: Its size.
    """

    member: str
    path: Path
    byte_count: int


def is_archive(path: Path) -> bool:
    """Whether a file is a ZIP archive, and no workbook or document that is built as one."""
    try:
        with path.open("rb") as file:
            if not file.read(4).startswith(_MARKS):
                return False
        with zipfile.ZipFile(path) as archive:
            return not any(name in archive.NameToInfo for name in _OFFICE)
    except (zipfile.BadZipFile, OSError):
        return path.suffix.lower() == ARCHIVE and path.is_file()


def tables(path: Path) -> list[str]:
    """The members of an archive that can be imported, in natural order.

    Folders, hidden files and what macOS adds are left out. A ``.txt`` counts only where nothing
    else can be imported: mostly it is a note to the reader.

    Raises:
        BadFile: it is damaged or not safe to unpack.
    """
    with _opened(path) as archive:
        return [_name(member) for member in _tables(archive)]


def extract(
    path: Path,
    table: str | Sequence[str] | None,
    folder: Path,
    is_stopped: Callable[[], bool],
    on_progress: Callable[[float], None] = lambda _share: None,
) -> list[Extracted]:
    """Unpack the tables that are meant.

    Args:
        path: The archive.
        table: A name, with or without its folder, a pattern such as ``*.csv``, or a list of them;
            None is the only table there is.
        folder: An empty or missing folder of our own that they go to.
        is_stopped: Asked while bytes come out.
        on_progress: Called with a share from 0 to 1.

    Raises:
        SeveralTables: there are several, and none was named.
        BadArgument: there is none of that name.
        BadFile: the archive is damaged, encrypted, not safe to unpack, or has no table.
        DiskFull: there is no room for it.
    """
    with _opened(path) as archive:
        members = _chosen(path.name, archive, table)
        total = _checked(path, members, archive.filelist, folder)
        made = []
        done = 0
        for at, member in enumerate(members):
            place = folder / f"{at:06}" / _safe_name(_name(member))
            with translated():
                place.parent.mkdir(parents=True)
            for size in _copied(path.name, archive, member, place, is_stopped):
                done += size
                on_progress(done / total if total else 1.0)
            made.append(Extracted(_name(member), place, member.file_size))
        return made


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    name = path.name
    try:
        with translated(), zipfile.ZipFile(path) as archive:
            if len(archive.filelist) > MOST_MEMBERS:
                raise BadFile(
                    f"{name} has more than {MOST_MEMBERS:,} members.",
                    hint="Unpack it and import a pattern such as 'folder/*.csv'.",
                )
            for member in archive.filelist:
                _refuse_unsafe(name, member)
            yield archive
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        EOFError,
        zlib.error,
        lzma.LZMAError,
    ) as error:
        raise BadFile(
            f"{name} is a damaged or incomplete ZIP archive.", hint="Fetch or pack it again."
        ) from error


def _name(member: zipfile.ZipInfo) -> str:
    """What sentences call a member; old tools of Windows separate folders their own way."""
    return member.filename.replace("\\", "/")


def _refuse_unsafe(archive_name: str, member: zipfile.ZipInfo) -> None:
    """Refuse names that lead out of the folder that an archive is unpacked to."""
    name = _name(member)
    parts = name.split("/")
    if name.startswith("/") or re.match(r"[A-Za-z]:", name):
        why = "is an absolute path"
    elif ".." in parts:
        why = "leads out of the archive's folder"
    elif "\x00" in member.orig_filename or any(ord(char) < 32 for char in name):
        why = "holds control characters"
    else:
        return
    raise BadFile(
        f"{archive_name}: the member {name!r} {why}, so the archive isn't unpacked.",
        hint="Pack it again with plain names, or don't trust it.",
    )


def _exported(archive: zipfile.ZipFile) -> zipfile.ZipInfo | None:
    """The rows in an archive that an export made; its manifest and the files beside are no tables.

    What is no such archive is read like any other.
    """
    info = archive.NameToInfo.get(_MANIFEST)
    if info is None or info.file_size > _MOST_MANIFEST or info.flag_bits & _ENCRYPTED:
        return None
    try:
        told = json.loads(archive.read(info))
        is_ours = told["format_version"] == 1 and "row_count" in told and "columns" in told
        return archive.NameToInfo.get(told["files"][0]["path"]) if is_ours else None
    except (ValueError, LookupError, TypeError, zipfile.BadZipFile, zlib.error, EOFError):
        return None


def _tables(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    exported = _exported(archive)
    if exported is not None and is_importable(PurePosixPath(_name(exported))):
        return [exported]
    found = [member for member in _files(archive) if is_importable(PurePosixPath(_name(member)))]
    found = [member for member in found if not _name(member).lower().endswith(ARCHIVE)]
    texts = [member for member in found if _is_txt(member)]
    kept = found if len(texts) == len(found) else [each for each in found if each not in texts]
    return sorted(kept, key=lambda member: path_key(_name(member)))


def _is_txt(member: zipfile.ZipInfo) -> bool:
    suffixes = [suffix.lower() for suffix in PurePosixPath(_name(member)).suffixes]
    return [each for each in suffixes if each not in packing.ENDINGS][-1:] == [".txt"]


def _files(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The members that are files, without hidden ones."""
    return [
        member
        for member in archive.filelist
        if not member.is_dir()
        and not any(part.startswith(".") or part == "__MACOSX" for part in _name(member).split("/"))
    ]


def _chosen(
    archive_name: str, archive: zipfile.ZipFile, table: str | Sequence[str] | None
) -> list[zipfile.ZipInfo]:
    found = _tables(archive)
    if table is None:
        if not found:
            raise _no_table(archive_name, archive)
        if len(found) > 1:
            names = [_name(member) for member in found]
            raise SeveralTables(
                f"{archive_name} holds {len(names):,} tables: {listed(names)}.", tables=names
            )
        return found
    wishes = [table] if isinstance(table, str) else [str(each) for each in table]
    if not all(wishes) or not wishes:
        raise BadArgument(
            f"table={table!r} names no table.", hint="Pass a name or a pattern.", field="table"
        )
    made: dict[str, list[zipfile.ZipInfo]] = {}
    for wish in wishes:
        for member in _meant(archive_name, archive, found, wish):
            same = made.setdefault(_name(member), [])
            if member not in same:
                same.append(member)
    return [member for same in made.values() for member in same]


def _meant(
    archive_name: str, archive: zipfile.ZipFile, found: list[zipfile.ZipInfo], wish: str
) -> list[zipfile.ZipInfo]:
    """The members of a name; by pattern only tables, by their exact name any file."""
    files = _files(archive)
    exact = [member for member in files if _name(member) == wish]
    exact = exact or [member for member in files if PurePosixPath(_name(member)).name == wish]
    if len({_name(member) for member in exact}) > 1:
        names = [_name(member) for member in exact]
        raise SeveralTables(
            f"{archive_name} holds {len(names):,} tables named {wish!r}: {listed(names)}.",
            tables=names,
            hint="Name the folder, too: table='folder/name'.",
        )
    if exact:
        return exact
    if has_magic(wish):
        found = [
            member
            for member in found
            if fnmatchcase(_name(member), wish)
            or fnmatchcase(PurePosixPath(_name(member)).name, wish)
        ]
        if found:
            return found
    names = [_name(member) for member in _tables(archive)]
    raise BadArgument(
        f"{archive_name} has no table {wish!r}.",
        hint=did_you_mean(wish, names) or f"It has {listed(names)}.",
        field="table",
    )


def _no_table(archive_name: str, archive: zipfile.ZipFile) -> BadFile:
    names = [_name(member) for member in _files(archive)]
    inner = [name for name in names if name.lower().endswith(ARCHIVE)]
    if inner:
        return BadFile(
            f"{archive_name} holds another ZIP archive, {inner[0]!r}, and no table.",
            hint="Unpack the outer one and import what is inside.",
        )
    return BadFile(
        f"{archive_name} holds no table that can be imported.", hint=f"It has {listed(names)}."
    )


def _checked(
    path: Path,
    members: list[zipfile.ZipInfo],
    everything: list[zipfile.ZipInfo],
    folder: Path,
) -> int:
    """Refuse what can't or must not come out; how many bytes will."""
    seen: set[str] = set()
    total = 0
    for member in members:
        name = f"{path.name}, {_name(member)}"
        if _name(member) in seen:
            raise BadFile(
                f"{path.name} has two members named {_name(member)!r}.",
                hint="Only one of them can be meant; pack it again.",
            )
        seen.add(_name(member))
        if member.flag_bits & _ENCRYPTED:
            raise BadFile(
                f"{name} is encrypted.", hint="Unpack it with its password and import the file."
            )
        # The upper half is what Unix knows of a file; zero where another system packed it.
        if stat.S_IFMT(member.external_attr >> 16) not in _PLAIN_KINDS:
            raise BadFile(
                f"{name} is a link or a device, not a file.", hint="Pack the file itself."
            )
        if _name(member).lower().endswith(ARCHIVE):
            raise BadFile(
                f"{name} is a ZIP archive inside another.",
                hint="Unpack the outer one and import what is inside.",
            )
        if member.file_size == 0:
            raise BadFile(f"{name} is empty.", hint="Check that it was packed completely.")
        packing.require_honest(name, member.compress_size, member.file_size)
        total += member.file_size
    _refuse_overlaps(path.name, everything)
    packing.require_honest(path.name, path.stat().st_size, total)
    with translated():
        folder.mkdir(parents=True, exist_ok=True)
    packing.require_room(path.name, folder, total)
    return total


def _refuse_overlaps(archive_name: str, members: list[zipfile.ZipInfo]) -> None:
    """Refuse members that share their bytes: so a small file holds any number of big ones."""
    end = 0
    for member in sorted(members, key=lambda each: each.header_offset):
        if member.header_offset < end:
            raise BadFile(
                f"{archive_name} has members that overlap, as archives do that are made to fill "
                "a disk.",
                hint="Don't trust it; ask for another copy.",
            )
        end = member.header_offset + member.compress_size


def _copied(
    archive_name: str,
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    place: Path,
    is_stopped: Callable[[], bool],
) -> Iterator[int]:
    """Lay a member down, piece by piece; its checksum is compared at its end."""
    name = f"{archive_name}, {_name(member)}"
    written = 0
    try:
        with archive.open(member) as source, place.open("wb") as copy:
            while chunk := source.read(_CHUNK):
                if is_stopped():
                    raise Cancelled("The import was cancelled.")
                copy.write(chunk)
                written += len(chunk)
                yield len(chunk)
    except NotImplementedError as error:
        raise BadFile(
            f"{name} is packed in a way that can't be unpacked here.",
            hint="Pack it again in the usual way (deflate).",
        ) from error
    except (zipfile.BadZipFile, EOFError, zlib.error, lzma.LZMAError) as error:
        raise BadFile(
            f"{name} is damaged or incomplete.", hint="Fetch or pack it again."
        ) from error
    except OSError as error:
        if error.errno is not None:
            raise
        raise BadFile(
            f"{name} is damaged or incomplete.", hint="Fetch or pack it again."
        ) from error
    if written != member.file_size:
        raise BadFile(f"{name} is damaged or incomplete.", hint="Fetch or pack it again.")


def _safe_name(member: str) -> str:
    """A file name of our own that keeps what the member's name says about its kind.

    >>> _safe_name("folder/sales 2026.csv.gz")
    'sales 2026.csv.gz'
    """
    name = PurePosixPath(member).name
    if len(name.encode()) <= _MOST_NAME:
        return name
    return name[: _MOST_NAME // 4] + "".join(PurePosixPath(name).suffixes[-2:])[-20:]
