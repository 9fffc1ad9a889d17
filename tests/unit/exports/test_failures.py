from __future__ import annotations

import _thread
import errno
import os
import stat
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path
from typing import Any

import pytest

from datavault_jupyter.base.errors import (
    BadArgument,
    BadQuery,
    CannotConvert,
    CannotWrite,
    DiskFull,
    TargetExists,
)
from datavault_jupyter.features.exports import writing

ROOT = Path(__file__).parents[3]
COLUMNS = [("a", "BIGINT")]
ALL_FILES = ["t.csv", "t.json", "t.ndjson", "t.parquet", "t.arrow", "t.zip"]
ENDLESS = "SELECT touch(i), i FROM range(1000000000000) AS r(i)"


@pytest.mark.parametrize("file", ALL_FILES)
def test_a_file_in_the_way_is_left_alone(export: Any, file: str) -> None:
    (export.folder / file).write_text("mine")
    with pytest.raises(TargetExists) as caught:
        export(COLUMNS, "(1)", file)
    assert "overwrite=True" in str(caught.value)
    assert export.text(file) == "mine"
    assert export.left() == [file]


def test_overwriting_is_said_and_keeps_who_may_read(export: Any) -> None:
    target = export.folder / "t.csv"
    target.write_text("old")
    target.chmod(0o600)
    written = export(COLUMNS, "(1)", "t.csv", overwrite=True)
    assert written.replaced
    assert written.notes == ("The file that was there before was replaced.",)
    assert export.text("t.csv") == "a\n1\n"
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    fresh = export(COLUMNS, "(1)", "new.csv", overwrite=True)
    assert (fresh.replaced, fresh.notes) == (False, ())


def test_a_failed_overwrite_keeps_the_old_file(export: Any) -> None:
    (export.folder / "t.csv").write_text("old")
    with pytest.raises(CannotConvert):
        export.query(
            COLUMNS, "SELECT CAST('x' || i AS BIGINT) FROM range(3) r(i)", "t.csv", overwrite=True
        )
    assert export.text("t.csv") == "old"
    assert export.left() == ["t.csv"]


def test_folders_are_made_and_removed_again(export: Any) -> None:
    export(COLUMNS, "(1)", "a/b/t.csv")
    assert export.left() == ["a", "a/b", "a/b/t.csv"]
    for file in ALL_FILES:
        with pytest.raises(BadQuery):
            export.query(COLUMNS, "SELECT nothing", f"a/c/d/{file}")
        with pytest.raises(CannotConvert):
            export.query(
                COLUMNS, "SELECT CAST('x' || i AS BIGINT) FROM range(3) r(i)", f"a/c/{file}"
            )
    assert export.left() == ["a", "a/b", "a/b/t.csv"]


def test_folder_as_target(export: Any) -> None:
    (export.folder / "t.csv").mkdir()
    for overwrite in (False, True):
        with pytest.raises(CannotWrite, match=r"is a folder\. Name a file in it"):
            export(COLUMNS, "(1)", "t.csv", overwrite=overwrite)
    assert export.left() == ["t.csv"]


@pytest.mark.parametrize("file", ["plain/t.csv", "plain/sub/t.csv"])
def test_file_as_folder(export: Any, file: str) -> None:
    (export.folder / "plain").write_text("")
    with pytest.raises(CannotWrite, match="plain"):
        export(COLUMNS, "(1)", file)
    assert export.left() == ["plain"]


def test_paths_that_can_not_be(export: Any) -> None:
    with pytest.raises(CannotWrite, match="too long"):
        export(COLUMNS, "(1)", "n" * 300 + ".csv")
    with pytest.raises(CannotWrite, match="too long"):
        export(COLUMNS, "(1)", "n" * 300 + "/t.csv")
    with pytest.raises(BadArgument, match="NUL"):
        export(COLUMNS, "(1)", "a\x00.csv")
    assert export.left() == []


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes are POSIX's")
def test_links_are_followed_and_pipes_are_not_files(export: Any) -> None:
    (export.folder / "real").mkdir()
    (export.folder / "t.csv").symlink_to(export.folder / "real" / "data.csv")
    export(COLUMNS, "(1)", "t.csv")
    assert (export.folder / "t.csv").is_symlink()
    assert export.text("real/data.csv") == "a\n1\n"
    with pytest.raises(TargetExists):
        export(COLUMNS, "(1)", "t.csv")
    os.mkfifo(export.folder / "pipe.csv")
    with pytest.raises(CannotWrite, match="not an ordinary file"):
        export(COLUMNS, "(1)", "pipe.csv", overwrite=True)
    (export.folder / "loop.csv").symlink_to("loop.csv")
    with pytest.raises(CannotWrite, match="not an ordinary file"):
        export(COLUMNS, "(1)", "loop.csv")
    with pytest.raises(CannotWrite, match="leads back to itself"):
        export(COLUMNS, "(1)", "loop.csv/t.csv")


@pytest.mark.parametrize("links", [True, False])
def test_a_file_that_appears_meanwhile_is_left_alone(
    export: Any, connection: Any, monkeypatch: pytest.MonkeyPatch, *, links: bool
) -> None:
    if not links:
        monkeypatch.setattr(os, "link", without_links)
    target = export.folder / "t.csv"

    def touch(number: int) -> int:
        target.write_text("theirs")
        return number

    connection.create_function("touch", touch, ["BIGINT"], "BIGINT", side_effects=True)
    with pytest.raises(TargetExists):
        export.query(COLUMNS, "SELECT touch(i) FROM range(3) AS r(i)", "t.csv")
    assert export.text("t.csv") == "theirs"
    assert export.left() == ["t.csv"]


def test_file_systems_without_links(export: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", without_links)
    export(COLUMNS, "(1)", "t.csv")
    assert export.left() == ["t.csv"]


def without_links(*_: object) -> None:
    raise OSError(errno.EPERM, "Operation not permitted")


@pytest.mark.parametrize("file", ALL_FILES)
def test_an_interrupt_leaves_nothing(export: Any, connection: Any, file: str) -> None:
    def touch(number: int) -> int:
        if number == 100_000:
            _thread.interrupt_main()  # what the stop button of a notebook does
        return number

    connection.create_function("touch", touch, ["BIGINT"], "BIGINT", side_effects=True)
    with pytest.raises(KeyboardInterrupt):
        export.query([*COLUMNS, ("b", "BIGINT")], ENDLESS, f"new/{file}")
    assert export.left() == []
    # The statement has ended: the same connection goes on, and nothing comes after.
    assert export(COLUMNS, "(1)", file).row_count == 1
    assert export.left() == [file]


def test_an_interrupt_while_packing_leaves_nothing(export: Any) -> None:
    def stop(share: float) -> None:
        if share > 0.5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        export(COLUMNS, "(1)", "t.zip", on_progress=stop)
    assert export.left() == []


def test_a_full_disk_while_packing_leaves_nothing(
    export: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(writing, "write_archive", full)
    with pytest.raises(DiskFull):
        export(COLUMNS, "(1)", "t.zip")
    assert export.left() == []


def test_progress_ends_at_one(export: Any) -> None:
    for file in ALL_FILES:
        seen: list[float] = []
        export(COLUMNS, "(1)", file, on_progress=seen.append)
        assert seen[-1] == 1.0
        assert seen == sorted(seen)


PROGRAM = """
import duckdb, os, sys
from pathlib import Path
from datavault_jupyter.base.errors import VaultError
from datavault_jupyter.features.exports.writing import format_of, write_file
from datavault_jupyter.storage.sql import Sql

def run(file, rows):
    path = Path(file)
    query = Sql(f"SELECT i, uuid()::VARCHAR FROM range({rows}) AS r(i)")
    columns = [("i", "BIGINT"), ("u", "VARCHAR")]
    return write_file(connection.cursor(), query, columns, path, format_of(path, None))

connection = duckdb.connect()
connection.execute("SET async_threads = 0")
warm, folder, names = sys.argv[1], sys.argv[2], sys.argv[3:]
for name in names:
    run(f"{warm}/{name}", 1)  # all that is imported late is imported now
LIMIT
for name in names:
    try:
        run(f"{folder}/{name}", 200000)
    except VaultError as error:
        print(name, error.code, bool(error.hint))
print(sorted(os.listdir(folder)))
"""


def limited(limit: str, folder: Path, tmp_path: Path) -> list[str]:
    """Export under a limit that only a process of its own can have."""
    program = PROGRAM.replace("LIMIT", textwrap.dedent(limit))
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path), str(folder), *ALL_FILES],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_no_room(tmp_path: Path) -> None:
    folder = tmp_path / "full"
    folder.mkdir()
    limit = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))"
    expected = [f"{name} disk_full True" for name in ALL_FILES]
    assert limited(limit, folder, tmp_path) == [*expected, "[]"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_folder_that_may_not_be_written_to(tmp_path: Path) -> None:
    # Not below pytest's own folder, which nobody but its owner may enter.
    with tempfile.TemporaryDirectory() as outside:
        Path(outside).chmod(0o755)
        folder = Path(outside) / "locked"
        folder.mkdir()
        folder.chmod(0o555)
        # A mode does not stop root, so root becomes somebody else first.
        limit = """
            if os.geteuid() == 0:
                os.setgid(65534)
                os.setuid(65534)
        """
        expected = [f"{name} cannot_write True" for name in ALL_FILES]
        assert limited(limit, folder, tmp_path) == [*expected, "[]"]
        assert list(folder.iterdir()) == []
        folder.chmod(0o755)
