"""Removing what processes that died have left: never by age, always by proof."""

from __future__ import annotations

import contextlib
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from datavault_jupyter.storage import blobs, jobs, tables
from datavault_jupyter.storage.foreign import translated
from datavault_jupyter.storage.parts import empty_trash
from datavault_jupyter.storage.store import Store

_WRITER_TABLES = (tables.pending, tables.reserved_name, tables.hold)
_UNDONE = ("pending", "running")


@dataclass(slots=True)
class Swept:
    """What a sweep removed."""

    process_count: int = 0
    file_count: int = 0
    byte_count: int = 0
    trash_count: int = 0
    names: list[str] = field(default_factory=list)


def has_leftovers(store: Store) -> bool:
    """Whether a process ended without tidying up; cheap enough for every opening."""
    return bool(_dead(store))


def _dead(store: Store) -> list[str]:
    """Processes that have ended, by their locks or by what they left in the catalogue."""
    names = set(store.liveness.others())
    job = tables.job
    with store.catalog.read() as connection:
        for table in _WRITER_TABLES:
            names.update(connection.scalars(sa.select(table.c.writer).distinct()))
        running = sa.select(job.c.writer).where(job.c.state.in_(_UNDONE), job.c.writer.is_not(None))
        names.update(connection.scalars(running.distinct()))
    return [name for name in names if not store.liveness.is_alive(name)]


def sweep(store: Store) -> Swept:
    """Remove files nobody lists, of writers that are dead, and the traces of those writers.

    The folder is listed first and the catalogue read after: a file that is in the listing and not
    in the catalogue then was either abandoned or registered, moved to the trash and unlinked in
    between, never one that somebody is about to register.
    """
    swept = Swept(trash_count=empty_trash(store))
    with translated():
        folders = [path for path in (store.root / "rows").iterdir() if path.is_dir()]
        on_disk = {
            path.relative_to(store.root).as_posix(): path
            for folder in folders
            for path in folder.glob("*")
        }
    dead = _dead(store)
    with store.catalog.read() as connection:
        begun = jobs.unfinished_files(connection, dead)
    # Before the jobs are closed: a sweep that is broken off must find them again.
    for path in begun:
        _remove(path, str(path), swept)
    with store.catalog.write() as connection:
        for name in dead:
            for table in _WRITER_TABLES:
                connection.execute(sa.delete(table).where(table.c.writer == name))
        _close_jobs(connection, dead)
        known = _known_paths(connection)
    for relative, path in on_disk.items():
        if relative not in known:
            _remove(path, relative, swept)
    _remove_folders(folders, {path.rpartition("/")[0] for path in known}, store)
    for name, byte_count in blobs.sweep(store):
        swept.names.append(name)
        swept.file_count += 1
        swept.byte_count += byte_count
    for name in dead:
        store.liveness.forget(name)
    swept.process_count = len(dead)
    if store.is_alone():
        shutil.rmtree(store.root / "processes" / "scratch", ignore_errors=True)
    return swept


def _remove(path: Path, relative: str, swept: Swept) -> None:
    """Unlink one abandoned file; another kernel may be sweeping, too, or hold it open."""
    try:
        byte_count = path.stat().st_size
        path.unlink()
    except OSError:
        return
    swept.byte_count += byte_count
    swept.file_count += 1
    swept.names.append(relative)


def _known_paths(connection: sa.Connection) -> set[str]:
    found: set[str] = set()
    for table in (tables.part, tables.pending, tables.trash):
        found.update(connection.scalars(sa.select(table.c.path)))
    return found


def _close_jobs(connection: sa.Connection, dead: list[str]) -> None:
    """A job whose process died did not finish, and must not look as if it still ran."""
    job = tables.job
    for name in dead:
        connection.execute(
            sa.update(job)
            .where(job.c.writer == name, job.c.state.in_(_UNDONE))
            .values(state="error", error={"message": "The kernel ended before it was done."})
        )


def _remove_folders(folders: list[Path], used: set[str], store: Store) -> None:
    """Remove empty folders that were there before the catalogue was read and that nobody uses.

    One made since may belong to an import that is about to create its file.
    """
    for folder in folders:
        if folder.relative_to(store.root).as_posix() not in used:
            with contextlib.suppress(OSError):  # not empty
                folder.rmdir()
