"""Parts: unseen until registered, fenced against sweepers, deleted late or at once."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from datavault_jupyter import Dataset, Vault
from datavault_jupyter.base.errors import Cancelled, CannotConvert, DatasetDeleted
from datavault_jupyter.storage import parts, sweep, tables
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.processes import ProcessLock
from datavault_jupyter.storage.sql import Sql
from datavault_jupyter.storage.store import Store

COLUMNS = Columns.of([("a", "BIGINT")])


def write(store: Store, rows: int = 3) -> parts.NewPart:
    query = Sql(f"SELECT range AS a FROM range({rows})")
    return parts.write(store, store.engine.moving(), query, COLUMNS, dataset_uid="dst_x")


def on_disk(store: Store) -> list[str]:
    return sorted(
        path.relative_to(store.root).as_posix() for path in (store.root / "rows").rglob("*")
    )


def pending(store: Store) -> list[str]:
    with store.catalog.read() as connection:
        return list(connection.scalars(sa.select(tables.pending.c.path)))


@pytest.fixture
def another(tmp_path: Path) -> Iterator[ProcessLock]:
    """Another living process, as the lock files show it."""
    (tmp_path / "vault" / "processes").mkdir(parents=True, exist_ok=True)
    lock = ProcessLock(tmp_path / "vault" / "processes")
    yield lock
    lock.close()


def test_a_part_is_announced_before_it_exists_and_kept_by_the_sweeper(store: Store) -> None:
    part = write(store)
    assert pending(store) == [part.path]
    assert sweep.sweep(store).file_count == 0
    with store.catalog.write() as connection:
        parts.register(connection, store, [part])
    assert pending(store) == []
    assert sweep.sweep(store).file_count == 0
    assert store.path(part.path).exists()
    assert part.sha256 == parts.sha256_of(store.path(part.path))


def test_a_failed_write_leaves_nothing(store: Store) -> None:
    with pytest.raises(CannotConvert):
        parts.write(
            store,
            store.engine.moving(),
            Sql("SELECT CAST(x AS BIGINT) AS a FROM (VALUES ('1'), ('x')) t(x)"),
            COLUMNS,
            dataset_uid="dst_x",
        )
    assert on_disk(store) == pending(store) == []


def test_the_fence_aborts_an_import_that_was_swept(store: Store) -> None:
    part = write(store)
    with store.catalog.write() as connection:
        connection.execute(sa.delete(tables.pending))
    with pytest.raises(Cancelled), store.catalog.write() as connection:
        parts.register(connection, store, [part])
    with store.catalog.read() as connection:
        assert connection.scalars(sa.select(tables.part.c.id)).all() == []


def test_giving_up_a_part_that_was_registered_meanwhile_keeps_it(store: Store) -> None:
    part = write(store)
    with store.catalog.write() as connection:
        parts.register(connection, store, [part])
    parts.discard(store, part)
    assert store.path(part.path).exists()


def test_the_files_of_a_dead_writer_are_swept_and_those_of_a_living_one_kept(
    store: Store, another: ProcessLock
) -> None:
    part = write(store)
    with store.catalog.write() as connection:
        connection.execute(sa.update(tables.pending).values(writer=another.name))
    assert sweep.sweep(store).file_count == 0
    another.close()
    (store.root / "processes" / f"{another.name}.lock").touch()  # as a killed process leaves it
    swept = sweep.sweep(store)
    assert (swept.process_count, swept.file_count) == (1, 1)
    assert not store.path(part.path).exists()
    assert on_disk(store) == pending(store) == []
    assert not (store.root / "processes" / f"{another.name}.lock").exists()


def test_deleting_removes_the_bytes_at_once_when_nobody_else_is_there(
    vault: Vault, reviews: Dataset
) -> None:
    (path,) = reviews.files()
    assert path.exists()
    reviews.delete(confirm="delete")
    assert not path.exists()
    assert not path.parent.exists()


def test_deleting_waits_for_the_grace_period_while_others_read(
    vault: Vault, reviews: Dataset, another: ProcessLock, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path,) = reviews.files()
    reviews.delete(confirm="delete")
    assert path.exists()
    assert "reviews" not in vault
    store = vault._services.store
    assert parts.empty_trash(store) == 0
    monkeypatch.setattr(parts, "GRACE", timedelta(0))
    assert parts.empty_trash(store) == 1
    assert not path.exists()
    assert another.is_alive(another.name)


def test_a_query_on_a_dataset_that_is_deleted_says_so(vault: Vault, reviews: Dataset) -> None:
    rows = vault.sql("SELECT * FROM reviews")
    reviews.delete(confirm="delete")
    with pytest.raises(DatasetDeleted, match="'reviews' was deleted"):
        rows.df()
    with pytest.raises(DatasetDeleted):
        reviews.df()
    assert "deleted" in repr(reviews)


def test_a_forked_child_is_a_process_of_its_own(store: Store) -> None:
    if not hasattr(os, "fork"):
        pytest.fail("this system has no fork; the test must not run here")
    code = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from datavault_jupyter.storage.store import Store\n"
        "store = Store.open(Path(sys.argv[1]))\n"
        "before = store.liveness.name\n"
        "child = os.fork()\n"
        "if child == 0:\n"
        "    changed = store.liveness.name != before and store.liveness.is_alive(before)\n"
        "    os._exit(0 if changed else 1)\n"
        "_, status = os.waitpid(child, 0)\n"
        "sys.exit(os.waitstatus_to_exitcode(status))\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code, str(store.root)], check=False
    )
    assert done.returncode == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 16 MB where we may mount one; else a folder, and the limit does it."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=16M", "tmpfs", str(place)]
    mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    yield place
    if mounted:
        subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_is_one_sentence_and_leaves_nothing(tmp_path: Path, small_disk: Path) -> None:
    code = (
        "import resource, shutil, signal, sys\n"
        "import datavault_jupyter as dv\n"
        "vault = dv.Vault(sys.argv[1])\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "if shutil.disk_usage(vault.path).total > 30_000_000:\n"
        "    limit = (20_000_000, resource.RLIM_INFINITY)\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, limit)\n"
        "try:\n"
        "    vault.import_file(sys.argv[2])\n"
        "except dv.VaultError as error:\n"
        "    print(type(error).__name__, '|', error)\n"
        "print(vault.datasets())\n"
        "print([p for p in (vault.path / 'rows').rglob('*')], vault.doctor().findings)\n"
    )
    big = tmp_path / "big.csv"
    with big.open("w") as file:
        file.write("a\n")
        file.writelines(f"{n * 7919 % 1000003}-{n:x}-{n * 31 % 977}\n" for n in range(3_000_000))
    done = subprocess.run(
        [sys.executable, "-c", code, str(small_disk / "v"), str(big)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    sentence, *rest = done.stdout.splitlines()
    assert sentence.startswith("DiskFull | The disk is full; nothing was kept. Free"), done.stdout
    assert "Nothing here yet." in done.stdout
    assert rest[-1] == "[] []"
