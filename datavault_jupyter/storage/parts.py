"""Immutable Parquet parts: written unseen, made visible by one transaction, deleted late.

The order is what makes a crash harmless. A `pending` row is committed before the file exists; the
transaction that lists the file removes that row, and must find it: a sweeper that took the writer
for dead has aborted the import, not lost rows of a finished one.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from datavault_jupyter.base.clock import now
from datavault_jupyter.base.errors import Cancelled, VaultError
from datavault_jupyter.base.ids import new_id
from datavault_jupyter.storage import tables
from datavault_jupyter.storage.columns import Columns, sql_names
from datavault_jupyter.storage.engine import rows_of
from datavault_jupyter.storage.foreign import translated
from datavault_jupyter.storage.running import Progress, watched
from datavault_jupyter.storage.sql import Sql, literal, quoted
from datavault_jupyter.storage.store import Store

if TYPE_CHECKING:
    import duckdb

# Longer than any page or ordinary query that still reads a file somebody deleted.
GRACE = timedelta(minutes=15)
# Small groups make a jump to a row cheap; they cost no size (see DECISIONS.md).
ROW_GROUP = 61_440
# From here on planning takes longer than what it saves.
_MANY = 256


@dataclass(frozen=True, slots=True)
class NewPart:
    """A part that is written and not yet listed."""

    uid: str
    path: str
    row_count: int
    byte_count: int
    sha256: str
    columns: Columns


def write(
    store: Store,
    cursor: duckdb.DuckDBPyConnection,
    query: Sql,
    columns: Columns,
    *,
    dataset_uid: str,
    on_progress: Progress | None = None,
) -> NewPart:
    """Write a query's rows as a part that nobody sees yet.

    Args:
        store: The vault.
        cursor: The cursor to run on; one of `Engine.moving`.
        query: Gives the stored form: physical names, encoded types.
        columns: What the part's columns mean.
        dataset_uid: The folder in ``rows/``.
        on_progress: Called with a share from 0 to 1, from another thread, at most 5 times a
            second.
    """
    uid = new_id("prt")
    relative = f"rows/{dataset_uid}/{uid}.parquet"
    _announce(store, relative)
    try:
        with translated():
            target = store.path(relative)
            target.parent.mkdir(mode=0o700, exist_ok=True)
            with _planned_soon(cursor, len(columns)):
                row_count = _copy(cursor, query, target, on_progress)
            make_durable(target)
            return NewPart(
                uid, relative, row_count, target.stat().st_size, sha256_of(target), columns
            )
    except BaseException:
        forget(store, relative)
        raise


def _announce(store: Store, relative: str) -> None:
    with store.catalog.write() as connection:
        connection.execute(
            sa.insert(tables.pending).values(
                path=relative, writer=store.liveness.name, created_at=now()
            )
        )


@contextlib.contextmanager
def _planned_soon(cursor: duckdb.DuckDBPyConnection, column_count: int) -> Iterator[None]:
    """Plan queries over many columns in a time that grows as they do.

    DuckDB looks for expressions that occur twice in a time that grows with their square: 19 s for
    2,000 columns, which are read in one. The setting is everybody's, and changes no result.
    """
    if column_count <= _MANY:
        yield
        return
    cursor.execute("SET GLOBAL disabled_optimizers = 'common_subexpressions'")
    try:
        yield
    finally:
        cursor.execute("RESET GLOBAL disabled_optimizers")


def _copy(
    cursor: duckdb.DuckDBPyConnection, query: Sql, target: Path, on_progress: Progress | None
) -> int:
    copy = (
        f"COPY ({query.text}) TO {literal(str(target))} "
        f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
    )
    with watched(cursor, on_progress):
        ((count,),) = rows_of(cursor, Sql(copy, query.params))
    return int(count)


def make_durable(target: Path) -> None:
    """Force the file and its name to the disk: the catalogue must not know more than the disk."""
    for place in (target, target.parent):
        if place.is_dir() and os.name == "nt":
            continue  # Windows can't open a folder, and keeps names by itself
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def forget(store: Store, relative: str) -> None:
    """Undo `write`: remove the file, then its pending row, whatever happened to either."""
    try:
        store.path(relative).unlink(missing_ok=True)
        store.path(relative).parent.rmdir()
    except OSError:
        pass  # not empty, or held open on Windows: the sweeper has its row
    try:
        with store.catalog.write() as connection:
            connection.execute(sa.delete(tables.pending).where(tables.pending.c.path == relative))
    except VaultError:
        pass  # the original error matters more; the row goes when this process ends


def discard(store: Store, part: NewPart) -> None:
    """Give up a written part, unless it has been registered meanwhile.

    An interrupt can arrive after the transaction that registered it: then its pending row is
    gone, and the file belongs to a version.
    """
    pending = tables.pending
    with store.catalog.write() as connection:
        done = connection.execute(sa.delete(pending).where(pending.c.path == part.path))
    if done.rowcount == 1:
        _unlink(store, part.path)


def register(connection: sa.Connection, store: Store, parts: Sequence[NewPart]) -> list[int]:
    """List written parts in the catalogue, in the transaction that makes them visible.

    Raises:
        Cancelled: a sweeper took this process for dead and removed a part.
    """
    ids = []
    pending = tables.pending
    for part in parts:
        done = connection.execute(
            sa.delete(pending).where(
                pending.c.path == part.path, pending.c.writer == store.liveness.name
            )
        )
        if done.rowcount != 1:
            raise Cancelled(
                "The import was taken for abandoned and swept away; nothing was kept.",
                hint="Run it again.",
            )
        made = connection.execute(
            sa.insert(tables.part).values(
                uid=part.uid,
                path=part.path,
                row_count=part.row_count,
                byte_count=part.byte_count,
                sha256=part.sha256,
                column_set_id=column_set_id(connection, part.columns),
                created_at=now(),
            )
        )
        ids.append(int(made.inserted_primary_key[0]))  # type: ignore[index]
    return ids


def column_set_id(connection: sa.Connection, columns: Columns) -> int:
    """The key of a set of columns, stored once however many versions have it."""
    table = tables.column_set
    found = connection.scalar(
        sa.select(table.c.id).where(table.c.fingerprint == columns.fingerprint)
    )
    if found is not None:
        return int(found)
    made = connection.execute(
        sa.insert(table).values(fingerprint=columns.fingerprint, columns=columns.to_json())
    )
    return int(made.inserted_primary_key[0])  # type: ignore[index]


def trash_unlisted(connection: sa.Connection, part_ids: Iterable[int]) -> list[str]:
    """Move parts that no version lists any more to the trash; their paths are returned."""
    part, listed = tables.part, tables.version_part
    paths: list[str] = []
    for part_id in set(part_ids):
        path = connection.scalar(
            sa.select(part.c.path).where(
                part.c.id == part_id,
                ~sa.exists().where(listed.c.part_id == part_id),
            )
        )
        if path is not None:
            connection.execute(sa.delete(part).where(part.c.id == part_id))
            connection.execute(sa.insert(tables.trash).values(path=path, deleted_at=now()))
            paths.append(path)
    return paths


def empty_trash(store: Store, *, at_once: bool = False) -> int:
    """Unlink what has been in the trash for longer than the grace period; how many files.

    Args:
        store: The vault.
        at_once: Don't wait for the grace period where no other process has the vault open.
    """
    trash = tables.trash
    due = now() if at_once and store.is_alone() else now() - GRACE
    with store.catalog.read() as connection:
        paths = connection.scalars(sa.select(trash.c.path).where(trash.c.deleted_at <= due)).all()
    gone = [path for path in paths if _unlink(store, path)]
    if gone:
        with store.catalog.write() as connection:
            for path in gone:
                connection.execute(sa.delete(trash).where(trash.c.path == path))
    return len(gone)


def _unlink(store: Store, relative: str) -> bool:
    """Remove a file, and its folder when that is empty; False while somebody holds it open."""
    place = store.path(relative)
    try:
        place.unlink(missing_ok=True)
    except OSError:
        return False  # Windows: stays in the trash until the next sweep
    with contextlib.suppress(OSError):  # other parts are in it
        place.parent.rmdir()
    return True


def scan(columns: Columns, paths: Sequence[Path]) -> str:
    """The query that reads parts as the table people see.

    Paths are constants in it, since views take no bound values; they are made by us.
    """
    if not paths:
        empty = ", ".join(
            f"CAST(NULL AS {column.type}) AS {quoted(name)}"
            for column, name in zip(columns, sql_names(columns.names), strict=True)
        )
        return f"SELECT {empty} WHERE false"
    files = ", ".join(literal(str(path)) for path in paths)
    return f"SELECT {columns.decoded()} FROM read_parquet([{files}])"


def scan_table(columns: Columns, table: str, place: str) -> str:
    """The query that reads a table in memory as the table people see.

    Args:
        columns: What it holds, true values under physical names.
        table: Its name, ready for SQL.
        place: The SQL of a row's place, which they are sorted by.
    """
    shown = ", ".join(
        f"{quoted(column.physical)} AS {quoted(name)}"
        for column, name in zip(columns, sql_names(columns.names), strict=True)
    )
    return f"SELECT {shown} FROM {table} ORDER BY {place}"


def to_file(query: Sql, path: Path) -> Sql:
    """Write a query's rows to a Parquet file that is no part of the vault."""
    return Sql(f"COPY ({query.text}) TO {literal(str(path))} (FORMAT parquet)", query.params)
