"""Files from other storage (``s3://``, ``gs://``, ``memory://``), through fsspec."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Any

from datavault_jupyter.base.errors import BadArgument, BadFile, VaultError, first_line
from datavault_jupyter.features.imports import packing
from datavault_jupyter.features.imports.fetching import Fetched, Stop, beside, safe_name, shown
from datavault_jupyter.features.imports.globbing import MOST_FILES, has_magic, path_key
from datavault_jupyter.storage.foreign import translated

_CHUNK = 1 << 20
_ROOM_EVERY = 64 << 20


def fetch(
    url: str,
    folder: Path,
    is_stopped: Callable[[], bool],
    on_progress: Callable[[float], None] = lambda _share: None,
) -> list[Fetched]:
    """Bring the files that an address or a pattern means to the disk.

    Args:
        url: Such as ``s3://bucket/a.csv`` or ``s3://bucket/2026/*.csv``.
        folder: A folder of our own that they go to.
        is_stopped: Asked while bytes come in.
        on_progress: Called with a share from 0 to 1.

    Raises:
        BadArgument: nobody knows that kind of address, or its package is missing.
        BadFile: there is no such file, or it isn't all there.
        DiskFull: there is no room for it.
        Cancelled: the import is to end.
    """
    return beside(lambda stop: _fetched(url, folder, stop, on_progress), is_stopped)


def _fetched(
    url: str, folder: Path, stop: Stop, on_progress: Callable[[float], None]
) -> list[Fetched]:
    with _said(url, stop):
        files, path = _opened(url)
        found = _found(files, url, path)
    made = []
    for at, (each, info) in enumerate(found):
        name = safe_name(PurePosixPath(each).name) or "download"
        target = folder / f"{at:06}" / name
        with translated():
            target.parent.mkdir(parents=True)
        own = shown(
            url if len(found) == 1 and not has_magic(path) else files.unstrip_protocol(each)
        )
        size = info.get("size")
        with _said(own, stop):
            total = _copied(files, each, target, size, stop)
        if size is not None and total != size:
            raise BadFile(f"{own} ended before all of it had come.", hint="Fetch it again.")
        origin = {"kind": "url", "url": own, "file_name": name, **_marks(info)}
        made.append(Fetched(name, target, origin, is_sure=size is not None))
        on_progress((at + 1) / len(found))
    return made


def _opened(url: str) -> tuple[Any, str]:
    # By name, since it ships no types.
    known = import_module("fsspec.registry").known_implementations
    scheme = url.split("://", maxsplit=1)[0].rsplit("::", maxsplit=1)[-1]
    try:
        files, path = import_module("fsspec.core").url_to_fs(url)
    except ImportError as error:
        said = known.get(scheme, {}).get("err", first_line(error))
        raise BadArgument(
            f"Addresses that begin with {scheme}:// need a package that isn't installed.",
            hint=f"{said.rstrip('.')}.",
        ) from error
    except ValueError as error:
        if "not known" not in str(error):
            raise
        raise BadArgument(
            f"Addresses that begin with {scheme}:// aren't known here.",
            hint="Install the fsspec package for them, or download the file.",
        ) from error
    return files, str(path)


def _found(files: Any, url: str, path: str) -> list[tuple[str, dict[str, Any]]]:
    """The files that are meant and what is known of them, in natural order."""
    if files.isfile(path):
        return [(path, files.info(path))]
    if has_magic(path):
        matches = files.glob(path, detail=True)
        found = {name: info for name, info in matches.items() if info.get("type") != "directory"}
        if not found:
            raise BadFile(f"No file matches {shown(url)}.", hint="Check the pattern.")
        if len(found) > MOST_FILES:
            raise BadFile(
                f"{shown(url)} matches more than {MOST_FILES:,} files.", hint="Narrow the pattern."
            )
        return [(name, found[name]) for name in sorted(found, key=path_key)]
    if files.isdir(path):
        raise BadFile(
            f"{shown(url)} is a folder.", hint="Name a file in it, or a pattern such as …/*.csv."
        )
    raise BadFile(f"{shown(url)} does not exist.", hint="Check the address.")


def _copied(files: Any, path: str, target: Path, size: int | None, stop: Stop) -> int:
    if size is not None:
        packing.require_room(target.name, target.parent, size)
    total = looked_at = 0
    with translated():
        copy = target.open("wb")
    with copy, files.open(path, "rb") as source:
        while chunk := source.read(_CHUNK):
            stop.check()
            with translated():
                copy.write(chunk)
            total += len(chunk)
            if total - looked_at >= _ROOM_EVERY:
                looked_at = total
                packing.require_room(target.name, target.parent, 0)
    stop.check()
    return total


def _marks(info: dict[str, Any]) -> dict[str, str]:
    """What tells this state of a file from a later one, where the storage says it."""
    made = {}
    for key, names in (("etag", ("ETag", "etag")), ("last_modified", ("LastModified", "mtime"))):
        value = next((info[name] for name in names if info.get(name)), None)
        if value is not None:
            made[key] = str(value)
    return made


@contextmanager
def _said(url: str, stop: Stop) -> Iterator[None]:
    """What goes wrong there, as one sentence; what a storage says may repeat a secret."""
    try:
        yield
    except VaultError:
        raise
    except FileNotFoundError as error:
        stop.check()
        raise BadFile(f"{shown(url)} does not exist.", hint="Check the address.") from error
    except Exception as error:
        stop.check()
        why = "" if "@" in str(error) else f": {first_line(error).rstrip('.')}"
        raise BadFile(
            f"{shown(url)} can't be fetched{why}.",
            hint="Check the address, the connection and what you may read there.",
        ) from error
