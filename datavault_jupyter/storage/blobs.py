"""Files that values refer to: kept once by their SHA-256, gone when nothing refers to them."""

from __future__ import annotations

import contextlib
import mimetypes
import time
from collections.abc import Collection
from pathlib import Path

import sqlalchemy as sa

from datavault_jupyter.base.clock import now
from datavault_jupyter.base.ids import new_id
from datavault_jupyter.storage.parts import GRACE, make_durable, sha256_of
from datavault_jupyter.storage.store import Store
from datavault_jupyter.storage.tables import dataset, item, item_blob

FOLDER = "files"
_AT_ONCE = 500


def path_of(store: Store, sha256: str) -> Path:
    """Where a file lies."""
    return store.root / FOLDER / sha256[:2] / sha256


def take(store: Store, source: Path) -> tuple[str, int]:
    """Move a file of the vault's own file system to its place; its SHA-256 and its size."""
    sha256, byte_count = sha256_of(source), source.stat().st_size
    target = path_of(store, sha256)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Also where it is there already: the newer one is younger than what a sweep takes.
    source.replace(target)
    target.chmod(0o600)
    make_durable(target)
    return sha256, byte_count


def refer(
    connection: sa.Connection, dataset_key: int, path: str, sha256: str, byte_count: int
) -> None:
    """Let a dataset have a file under a path; nothing happens where it has it already."""
    blob_key = connection.scalar(sa.select(item_blob.c.id).where(item_blob.c.sha256 == sha256))
    if blob_key is None:
        mime = mimetypes.guess_type(path)[0]
        made = connection.execute(
            sa.insert(item_blob).values(sha256=sha256, byte_count=byte_count, mime=mime)
        )
        blob_key = int(made.inserted_primary_key[0])  # type: ignore[index]
    known = sa.select(item.c.id).where(item.c.dataset_id == dataset_key, item.c.path == path)
    if connection.scalar(known) is None:
        moment = now()
        connection.execute(
            sa.insert(item).values(
                uid=new_id("itm"), dataset_id=dataset_key, path=path, blob_id=blob_key,
                created_at=moment, updated_at=moment,
            )
        )  # fmt: skip


def has(connection: sa.Connection, dataset_key: int, sha256: str) -> bool:
    """Whether a dataset has a file."""
    query = (
        sa.select(item.c.id)
        .join(item_blob, item_blob.c.id == item.c.blob_id)
        .where(item.c.dataset_id == dataset_key, item_blob.c.sha256 == sha256)
        .limit(1)
    )
    return connection.scalar(query) is not None


def among(
    connection: sa.Connection,
    digests: Collection[str],
    *,
    project_keys: Collection[int] | None,
    dataset_keys: Collection[int] = (),
) -> set[str]:
    """Those of some digests whose files a dataset has that somebody may see.

    Args:
        connection: Of the catalogue.
        digests: What is asked about.
        project_keys: The projects whose datasets may be seen; None: all datasets may.
        dataset_keys: Datasets that may be seen besides.
    """
    query = sa.select(item_blob.c.sha256).join(item, item.c.blob_id == item_blob.c.id)
    if project_keys is not None:
        query = query.join(dataset, dataset.c.id == item.c.dataset_id).where(
            sa.or_(dataset.c.project_id.in_(project_keys), dataset.c.id.in_(dataset_keys))
        )
    asked = list(digests)
    found: set[str] = set()
    for at in range(0, len(asked), _AT_ONCE):
        some = item_blob.c.sha256.in_(asked[at : at + _AT_ONCE])
        found.update(connection.scalars(query.where(some)))
    return found


def sweep(store: Store) -> list[tuple[str, int]]:
    """Remove files that no dataset has any more, but for the newest; their names and sizes.

    A file is in its place a moment before a dataset has it: what is younger than the grace period
    stays.
    """
    used = sa.exists().where(item.c.blob_id == item_blob.c.id)
    with store.catalog.write() as connection:
        connection.execute(sa.delete(item_blob).where(~used))
        known = set(connection.scalars(sa.select(item_blob.c.sha256)))
    latest = time.time() - GRACE.total_seconds()
    gone = []
    for path in (store.root / FOLDER).glob("*/*"):
        with contextlib.suppress(OSError):  # another kernel sweeps, too, or holds it open
            facts = path.stat()
            if path.name not in known and facts.st_mtime < latest:
                path.unlink()
                gone.append((f"{FOLDER}/{path.parent.name}/{path.name}", facts.st_size))
    return gone
