"""What the end of a process, of a vault or of a birth leaves behind."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
import sqlalchemy as sa

from datavault_jupyter import Dataset, Vault
from datavault_jupyter.base.clock import now
from datavault_jupyter.base.errors import VaultClosed, VaultError
from datavault_jupyter.storage import sweep, tables
from datavault_jupyter.storage.processes import ProcessLock
from datavault_jupyter.storage.store import Store


@pytest.mark.parametrize("names", [("mm?a", "mm?b"), ("va%20c", "va c"), ("x#1&y", "x#2&y")])
def test_vaults_with_odd_names_are_vaults_of_their_own(
    tmp_path: Path, names: tuple[str, str]
) -> None:
    source = tmp_path / "a.csv"
    source.write_text("a\n1\n")
    with Vault(tmp_path / names[0]) as one, Vault(tmp_path / names[1]) as other:
        one.import_file(source)
        assert other.datasets() == []
        for vault in (one, other):
            assert (vault.path / "catalog.sqlite").stat().st_size > 0
    assert {path.name for path in tmp_path.iterdir()} == {"a.csv", *names}


def test_a_folder_that_was_open_to_all_is_closed_when_it_becomes_a_vault(tmp_path: Path) -> None:
    (tmp_path / "v").mkdir(mode=0o755)
    Vault(tmp_path / "v").close()
    assert (tmp_path / "v").stat().st_mode & 0o777 == 0o700


def test_a_closed_vault_says_so(vault: Vault, reviews: Dataset) -> None:
    rows = vault.sql("SELECT 1")
    vault.close()
    vault.close()
    for call in (vault.datasets, reviews.df, lambda: reviews.name, lambda: vault.sql("SELECT 1"),
                 rows.fetchall, rows.df):  # fmt: skip
        with pytest.raises(VaultClosed, match="Open it again"):
            call()
    with pytest.raises(VaultError):
        vault.import_frame({"a": [1]}, name="x")
    assert "can't be shown" in repr(reviews)


@pytest.mark.timeout(60)
def test_closing_while_another_thread_works_stops_that_work(vault: Vault) -> None:
    outcome: list[BaseException | None] = []
    started = threading.Event()
    rows = vault.sql("SELECT sum(a.range * b.range) FROM range(10000000) a, range(100000) b")

    def work() -> None:
        started.set()
        try:
            rows.fetchall()
            outcome.append(None)
        except VaultError as error:
            outcome.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    started.wait()
    while thread.is_alive():
        vault._services.store.engine.close()  # an interrupt before the query began is lost
        thread.join(0.05)
    vault.close()
    assert isinstance(outcome[0], VaultError)
    with Vault(vault.path) as again:
        assert again._services.store.is_alone()


def test_what_a_writer_left_that_closed_cleanly_is_swept(store: Store) -> None:
    stray = store.path("rows/dst_gone/prt_gone.parquet")
    stray.parent.mkdir()
    stray.write_bytes(b"x")
    with store.catalog.write() as connection:
        connection.execute(
            sa.insert(tables.pending).values(
                path="rows/dst_gone/prt_gone.parquet", writer="nobody", created_at=now()
            )
        )
        connection.execute(
            sa.insert(tables.reserved_name).values(
                project_key=0, name_key="x", writer="nobody", created_at=now()
            )
        )
    assert sweep.has_leftovers(store)
    assert sweep.sweep(store).file_count == 1
    assert not stray.exists()
    assert not sweep.has_leftovers(store)


def test_the_file_of_a_process_being_born_is_not_taken(tmp_path: Path) -> None:
    sweeper = ProcessLock(tmp_path)
    born = ProcessLock(tmp_path)
    # The verdict "dead" may be older than the lock: forgetting looks again.
    sweeper.forget(born.name)
    assert (tmp_path / f"{born.name}.lock").exists()
    assert born.name in set(sweeper.others())
    assert sweeper.is_alive(born.name)
    born.close()
    assert not sweeper.is_alive(born.name)
    sweeper.close()
    assert list(tmp_path.iterdir()) == []


def test_a_process_that_ends_in_the_middle_of_work_ends_quietly(tmp_path: Path) -> None:
    code = (
        "import sys, threading\n"
        "import datavault_jupyter as dv\n"
        "vault = dv.Vault(sys.argv[1])\n"
        "rows = vault.sql('SELECT sum(a.range * b.range) FROM range(10000000) a, range(9999) b')\n"
        "threading.Thread(target=rows.fetchall, daemon=True).start()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "v")],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert "atexit" not in done.stderr
    assert list((tmp_path / "v" / "processes").glob("*.lock")) == []
    assert os.path.exists(tmp_path / "v" / "catalog.sqlite")  # noqa: PTH110


def test_a_second_handle_may_change_the_limits(tmp_path: Path) -> None:
    with Vault(tmp_path / "v") as vault:
        vault.sql("SELECT 1").fetchall()
        Vault(tmp_path / "v", memory_limit="123MB", threads=1)
        limits = "SELECT current_setting('memory_limit'), current_setting('threads')"
        assert vault.sql(limits).fetchall() == [("117.3 MiB", 1)]
    for wrong in ({"memory_limit": "lots"}, {"threads": "x"}, {"threads": -1}):
        with pytest.raises(VaultError):
            Vault(tmp_path / "v", **wrong)
