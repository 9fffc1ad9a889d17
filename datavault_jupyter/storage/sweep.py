"""Removing what processes that died have left: never by age, always by proof."""

from __future__ import annotations

import contextlib
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from datavault_jupyter.storage import tables
from datavault_jupyter.storage.parts import empty_trash
from datavault_jupyter.storage.store import Store

_WRITER_TABLES = (tables.pending, tables.reserved_name, tables.hold)


@dataclass(slots=True)
class Swept:
    """What a sweep removed."""

    process_count: int = 0
    file_count: int = 0
    byte_count: int = 0
    trash_count: int = 0
    names: list[str] = field(default_factory=list)


def has_leftovers(store: Store) -> bool:
    """Whether a process ended without closing the vault; cheap enough for every opening."""
    return any(not store.liveness.is_alive(name) for name in store.liveness.others())


def sweep(store: Store) -> Swept:
    """Remove files nobody lists, of writers that are dead, and the traces of those writers.

    The folder is listed first and the catalogue read after: a file that is in the listing and not
    in the catalogue then was either abandoned or registered, moved to the trash and unlinked in
    between, never one that somebody is about to register.
    """
    swept = Swept(trash_count=empty_trash(store))
    folders = [path for path in (store.root / "rows").iterdir() if path.is_dir()]
    on_disk = {
        path.relative_to(store.root).as_posix(): path
        for path in (store.root / "rows").glob("*/*")
        if path.is_file()
    }
    dead = [name for name in store.liveness.others() if not store.liveness.is_alive(name)]
    with store.catalog.write() as connection:
        for name in dead:
            for table in _WRITER_TABLES:
                connection.execute(sa.delete(table).where(table.c.writer == name))
        _close_jobs(connection, dead)
        known = _known_paths(connection)
    for relative, path in on_disk.items():
        if relative not in known:
            swept.byte_count += path.stat().st_size if path.exists() else 0
            path.unlink(missing_ok=True)
            swept.file_count += 1
            swept.names.append(relative)
    _remove_folders(folders, {path.rpartition("/")[0] for path in known}, store)
    for name in dead:
        store.liveness.forget(name)
    swept.process_count = len(dead)
    if store.is_alone():
        shutil.rmtree(store.root / "processes" / "scratch", ignore_errors=True)
    return swept


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
            .where(job.c.writer == name, job.c.state.in_(("pending", "running")))
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
