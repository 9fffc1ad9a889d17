"""A file that is whole or not there: written under a hidden name beside it, then renamed."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from datavault_jupyter.base.errors import (
    BadArgument,
    CannotWrite,
    DiskFull,
    StorageFault,
    TargetExists,
    VaultError,
)
from datavault_jupyter.base.ids import new_id
from datavault_jupyter.storage.foreign import from_system

_TOO_LARGE = "The file grew larger than this file system or account allows; nothing was kept."


class Draft:
    """A file in the making.

    Attributes:
        path: The hidden file to write; it exists, empty.
        replaced: Whether a file was there before; known once the draft is published.
    """

    def __init__(self, folder: Path, mark: str) -> None:
        self._folder = folder
        self._mark = mark
        self._files: list[Path] = []
        self.replaced = False
        self.path = self.another()

    def another(self) -> Path:
        """One more hidden file in the same folder, removed when the draft is done with."""
        path = self._folder / f".{self._mark}-{len(self._files)}.part"
        self._files.append(path)  # before it exists: an interrupt may come in between
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
        return path

    def clear(self) -> None:
        """Remove whatever is left of the hidden files."""
        for path in self._files:
            with suppress(OSError):
                path.unlink(missing_ok=True)


@contextmanager
def drafted(path: Path, *, overwrite: bool, mark: str = "") -> Iterator[Draft]:
    """A draft that takes its place when the block ends well, and leaves nothing when it doesn't.

    Args:
        path: Where the file goes.
        overwrite: Whether a file that is there may be replaced.
        mark: What the names of hidden files begin with, after a dot; made up by default.

    Folders that are missing are made, and removed again when the block fails. A link is followed,
    so that it still points to the file afterwards.

    Raises:
        TargetExists: a file is there and may not be replaced; asked first and again at the end.
        CannotWrite: the place is a folder, lies below a file, or may not be written to.
        DiskFull: there was not enough room.
    """
    final = final_path(path)
    made: list[Path] = []
    draft: Draft | None = None
    try:
        with _explained(path):
            _refuse(path, final, overwrite=overwrite)
            _make_folders(final.parent, made)
            draft = Draft(final.parent, mark or new_id("export"))
            yield draft
            _publish(draft, path, final, overwrite=overwrite)
    except BaseException:
        if draft is not None:
            draft.clear()
        for folder in reversed(made):
            with suppress(OSError):  # somebody else may have put a file into it
                folder.rmdir()
        raise
    draft.clear()


def final_path(path: Path) -> Path:
    """Where a file really goes: links are followed.

    Raises:
        BadArgument: no path can be so.
    """
    if "\x00" in str(path):
        raise BadArgument("A path can't hold a NUL character.", field="path")
    return Path(os.path.realpath(path))


def _refuse(path: Path, final: Path, *, overwrite: bool) -> None:
    if final.is_dir():
        raise CannotWrite(
            f"{path} is a folder.", hint=f"Name a file in it, such as {path / 'data.csv'}."
        )
    try:
        final.lstat()  # unlike `exists`, says so when a name is too long or may not be asked for
    except FileNotFoundError:
        return
    except NotADirectoryError:
        return  # the making of folders says which part of the path is a file
    if not final.is_file():
        raise CannotWrite(f"{path} is not an ordinary file.", hint="Choose another path.")
    if not overwrite:
        raise _in_the_way(path)


def _in_the_way(path: Path) -> TargetExists:
    return TargetExists(f"{path} exists already.")


def _make_folders(folder: Path, made: list[Path]) -> None:
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    if not folder.is_dir():
        raise CannotWrite(f"{folder} is a file, so nothing can be put into it.")
    for each in reversed(missing):
        try:
            each.mkdir()
        except FileExistsError:
            continue  # another process needed it too; then it isn't ours to remove
        made.append(each)


def _publish(draft: Draft, path: Path, final: Path, *, overwrite: bool) -> None:
    _flush(draft.path)
    if overwrite:
        draft.replaced = final.exists()
        if draft.replaced:
            shutil.copymode(final, draft.path)  # a file kept private stays private
        draft.path.replace(final)
    else:
        _place(draft.path, path, final)
    if os.name != "nt":  # Windows can't open a folder, and keeps names by itself
        with suppress(OSError):  # some network file systems can't either
            _flush(final.parent)


def _place(draft: Path, path: Path, final: Path) -> None:
    """Give the file its name, unless somebody else has taken it meanwhile."""
    try:
        os.link(draft, final)  # a rename would replace silently
    except FileExistsError:
        raise _in_the_way(path) from None
    except OSError:
        # No links on this file system: what remains is to look, then rename.
        if os.path.lexists(final):
            raise _in_the_way(path) from None
        draft.replace(final)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except StorageFault as error:
        # What DuckDB says when a file may not grow; its words hold the system's.
        if "File too large" in str(error.__cause__):
            raise DiskFull(_TOO_LARGE) from error
        raise
    except VaultError:
        raise
    except OSError as error:
        raise _from_system(path, error) from error


def _from_system(path: Path, error: OSError) -> VaultError:
    if error.errno == errno.EFBIG:
        return DiskFull(_TOO_LARGE)
    if error.errno in (errno.EACCES, errno.EPERM):
        return CannotWrite(f"You may not write to the folder of {path}.")
    if error.errno == errno.EROFS:
        return CannotWrite(f"{path} lies on a read-only file system.")
    if error.errno == errno.ENOTDIR:
        return CannotWrite(f"A part of {path} is a file, so nothing can be put into it.")
    if error.errno == errno.ENAMETOOLONG:
        return CannotWrite(
            f"The name {path.name[:40]}… is too long for this file system.",
            hint="Choose a shorter one.",
        )
    if error.errno == errno.ELOOP:
        return CannotWrite(f"{path} is a link that leads back to itself.")
    return from_system(error)
