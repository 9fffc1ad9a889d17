"""The catalogue: who may write when, and that an old or a new one is recognised."""

import sqlite3
import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from datavault_jupyter import Vault
from datavault_jupyter.base.errors import (
    CatalogueCorrupt,
    VaultBusy,
    VaultTooNew,
    VaultUnreadable,
)
from datavault_jupyter.storage import catalog as catalog_module
from datavault_jupyter.storage import migrations, mounts, tables
from datavault_jupyter.storage import store as store_module
from datavault_jupyter.storage.catalog import Catalog, bump, revision
from datavault_jupyter.storage.store import Store


def test_only_its_owner_can_read_a_vault(store: Store) -> None:
    for place in [store.root, *(path for path in store.root.iterdir() if path.is_dir())]:
        assert stat.S_IMODE(place.stat().st_mode) == 0o700, place
    for path in store.root.glob("catalog.sqlite*"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


def test_the_write_ahead_log_is_on_and_keys_are_checked(store: Store) -> None:
    assert store.catalog.journal_mode == "wal"
    with store.catalog.read() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 1
    assert store.catalog.check() == []


def test_a_writer_that_waits_too_long_is_told_so(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalog_module, "WAIT_MS", 1)
    impatient = Catalog(store.catalog.path)
    with store.catalog.write(), pytest.raises(VaultBusy), impatient.write():
        pass
    impatient.close()


def test_kernels_that_make_one_vault_at_once_wait_for_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "catalog.sqlite"
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    paused: list[float] = []

    def pause(seconds: float) -> None:
        paused.append(seconds)
        if len(paused) == 3:
            other.execute("COMMIT")

    monkeypatch.setattr(time, "sleep", pause)
    catalog = Catalog(path)
    with catalog.read():
        assert catalog.journal_mode == "wal"
    assert len(paused) == 3
    catalog.close()
    other.close()


def test_a_vault_that_another_kernel_makes_meanwhile_is_no_stranger(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "v"
    folder.mkdir()
    look = Path.iterdir

    def late(place: Path) -> Iterator[Path]:
        if place == folder:
            Catalog(folder / "catalog.sqlite").close()
        return look(place)

    monkeypatch.setattr(Path, "iterdir", late)
    with Vault(folder) as vault:
        assert list(vault.datasets()) == []


def test_a_failed_transaction_leaves_nothing(store: Store) -> None:
    def change() -> None:
        with store.catalog.write() as connection:
            bump(connection)
            raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011 - our own, just above
        change()
    with store.catalog.read() as connection:
        assert revision(connection) == 0


def test_the_order_of_numbers_is_the_order_of_commits(store: Store) -> None:
    seen: list[int] = []

    def work() -> None:
        for _ in range(20):
            with store.catalog.write() as connection:
                seen.append(bump(connection))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == list(range(1, 81))


def test_a_vault_of_a_newer_version_is_refused_in_one_sentence(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "v")
    with store.catalog.write() as connection:
        connection.execute(sa.update(tables.migration).values(number=999))
    store.close()
    with pytest.raises(VaultTooNew, match="newer datavault-jupyter .catalogue 999"):
        Vault(tmp_path / "v")
    with sqlite3.connect(tmp_path / "v" / "catalog.sqlite") as raw:
        assert raw.execute("SELECT number FROM migration").fetchall() == [(999,)]
    raw.close()


def test_a_foreign_sqlite_file_is_not_taken_over(tmp_path: Path) -> None:
    folder = tmp_path / "v"
    folder.mkdir()
    raw = sqlite3.connect(folder / "catalog.sqlite")
    raw.execute("CREATE TABLE mine(a)")
    raw.close()
    with pytest.raises(VaultUnreadable, match="not made by a vault"):
        Vault(folder)


def test_a_damaged_catalogue_is_named(tmp_path: Path) -> None:
    Vault(tmp_path / "v").close()
    for path in (tmp_path / "v").glob("catalog.sqlite*"):
        path.unlink()
    (tmp_path / "v" / "catalog.sqlite").write_bytes(b"this is no database" * 100)
    with pytest.raises(CatalogueCorrupt, match="damaged"):
        Vault(tmp_path / "v")


@pytest.mark.parametrize("what", ["file", "full folder", "under a file"])
def test_a_place_that_is_no_vault_is_refused(tmp_path: Path, what: str) -> None:
    place = tmp_path / "v"
    if what == "file":
        place.write_text("x")
    elif what == "full folder":
        place.mkdir()
        (place / "thesis.docx").write_text("x")
    else:
        place.write_text("x")
        place = place / "inside"
    with pytest.raises(VaultUnreadable) as caught:
        Vault(place)
    assert caught.value.hint


def _form(connection: sa.Connection) -> str:
    found = connection.exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' "
        "ORDER BY type DESC, name"
    ).scalars()
    return ";\n".join(" ".join(line.split()) for line in found) + ";\n"


def test_a_new_catalogue_is_the_one_of_its_number(store: Store) -> None:
    """The form of a number, as it was: later steps start from here, so it never changes."""
    golden = Path(__file__).parent / f"catalogue_{migrations.NEWEST:04}.sql"
    with store.catalog.read() as connection:
        assert _form(connection) == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("number", range(1, migrations.NEWEST))
def test_an_older_catalogue_becomes_that_of_today(tmp_path: Path, number: int) -> None:
    golden = Path(__file__).parent / f"catalogue_{number:04}.sql"
    folder = tmp_path / "v"
    Store.open(folder).close()
    for path in folder.glob("catalog.sqlite*"):
        path.unlink()
    with sqlite3.connect(folder / "catalog.sqlite") as raw:
        raw.executescript(golden.read_text(encoding="utf-8"))
        raw.execute("INSERT INTO migration VALUES (?, 'old', 0)", (number,))
    raw.close()
    store = Store.open(folder)
    newest = Path(__file__).parent / f"catalogue_{migrations.NEWEST:04}.sql"
    with store.catalog.read() as connection:
        assert _form(connection) == newest.read_text(encoding="utf-8")
        assert migrations.schema_number(connection) == migrations.NEWEST
    store.close()


def test_a_network_file_system_gets_no_write_ahead_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "filesystem_kind", lambda _: "nfs4")
    with pytest.warns(UserWarning, match="network file system .nfs4."):
        store = Store.open(tmp_path / "v")
    assert store.catalog.journal_mode == "delete"
    with store.catalog.read() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.scalar(sa.select(tables.writer.c.name)) == store.liveness.name
    assert store.liveness.is_alive(store.liveness.name)
    assert store.is_alone()
    store.close()


def test_the_longest_mount_point_counts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if not Path("/proc/mounts").exists():
        assert mounts.filesystem_kind(tmp_path) == ""
        return
    text = f"/dev/a / ext4 rw 0 0\nserver:/x {tmp_path.as_posix()} nfs4 rw 0 0\n"
    monkeypatch.setattr(Path, "read_text", lambda *_args, **_named: text)
    assert mounts.filesystem_kind(tmp_path / "vault") == "nfs4"
    assert mounts.filesystem_kind(Path("/elsewhere")) == "ext4"
