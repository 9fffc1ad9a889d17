"""Exports are remembered: by whom, what came of them, what their file is; also after a kill."""

from __future__ import annotations

import errno
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import datavault_jupyter as dv
from datavault_jupyter import Dataset, OrgRole, Vault
from datavault_jupyter.base.errors import (
    Cancelled,
    DatasetNotFound,
    NotAllowed,
    NotConfirmed,
    NotFound,
    Refused,
    TargetExists,
    VaultError,
)
from datavault_jupyter.features.exports import archives, keeping, writing
from datavault_jupyter.features.exports.records import ExportState
from datavault_jupyter.features.exports.wire import ExportFileArgs
from datavault_jupyter.protocol.operations import Call
from datavault_jupyter.storage import jobs as stored

WAIT_S = 30
Act = Callable[[str], Vault]


def hidden(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir() if each.name.startswith(".")]


def test_what_was_exported_is_remembered_with_all_it_takes_to_do_it_again(
    vault: Vault, reviews: Dataset, tmp_path: Path
) -> None:
    path = tmp_path / "x.csv"
    made = reviews.export(path, where="id > 1", columns=["id"], guard_formulas=True)
    with pytest.raises(TargetExists):
        reviews.export(path)
    newest, oldest = reviews.exports
    assert (newest.state.value, newest.problem) == ("failed", f"{path} exists already.")
    assert (oldest.id, oldest.state.value, oldest.row_count) == (made.id, "done", 2)
    assert oldest.started_by == vault.whoami
    assert oldest.sha256 == made.sha256
    assert (oldest.wish.where, oldest.wish.columns) == ("id > 1", ("id",))
    assert [each.id for each in vault.exports] == [newest.id, oldest.id]
    assert "exists already" in repr(reviews.exports)
    again = oldest.again(overwrite=True).wait(WAIT_S)
    assert (again.row_count, again.has_replaced, again.path) == (2, True, path)
    assert again.wish.guard_formulas
    entries = [each.action for each in vault.audit(reviews.id)]
    assert entries.count("dataset.export") == 2


def test_a_file_is_deleted_once_that_is_confirmed_and_never_one_that_changed(
    reviews: Dataset, tmp_path: Path
) -> None:
    made = reviews.export(tmp_path / "x.csv")
    with pytest.raises(NotConfirmed):
        made.delete_file()
    Path(made).write_text("mine now")
    with pytest.raises(Refused, match="was changed"):
        made.delete_file(confirm="delete")
    assert "gone or was changed" in repr(reviews.exports)
    fresh = reviews.export(tmp_path / "x.csv", overwrite=True)
    fresh.delete_file(confirm="delete")
    assert not Path(fresh).exists()
    with pytest.raises(NotFound):
        fresh.delete_file(confirm="delete")
    assert len(reviews.exports) == 2


def test_a_file_comes_in_pieces_and_only_as_it_was_written(
    vault: Vault, reviews: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "PIECE", 10)
    made = reviews.export(tmp_path / "x.csv")
    read = vault._services.operations["exports.file"]
    whole, got = 1, b""
    while len(got) < whole:
        call = Call()
        whole = read.run(ExportFileArgs(made.id, len(got)), call).byte_count
        got += call.frames["bytes"]
    assert got == Path(made).read_bytes()
    Path(made).unlink()
    with pytest.raises(NotFound, match="not there any more"):
        read.run(ExportFileArgs(made.id), Call())
    failed = "exp_" + "0" * 17
    with pytest.raises(NotFound):
        read.run(ExportFileArgs(failed), Call())


def test_one_in_the_background_is_waited_for_or_stopped(
    vault: Vault, reviews: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_packing, go_on = threading.Event(), threading.Event()
    pack = archives.write_archive

    def slowly(*args: Any, **options: Any) -> Any:
        at_packing.set()
        assert go_on.wait(WAIT_S)
        options["on_progress"](0.5)
        return pack(*args, **options)

    monkeypatch.setattr(writing, "write_archive", slowly)
    run = reviews.export(tmp_path / "x.zip", background=True)
    assert at_packing.wait(WAIT_S)
    assert run.state.value == "running"
    assert "running" in repr(run)
    assert [each.state.value for each in vault.exports] == ["running"]
    with pytest.raises(TimeoutError):
        run.wait(0.01)
    run.cancel()
    go_on.set()
    with pytest.raises(Cancelled):
        run.wait(WAIT_S)
    assert run.state.value == "cancelled"
    assert run.path.exists() is False
    assert hidden(tmp_path) == []
    assert reviews.export(tmp_path / "x.zip", background=True).wait(WAIT_S).row_count == 3


@pytest.mark.parametrize(
    "refusal",
    [
        (errno.ENOSPC, "disk_full", "disk is full"),
        (errno.EACCES, "cannot_write", "written by you"),
        (errno.EROFS, "cannot_write", "read-only"),
    ],
)
def test_what_the_system_refuses_is_remembered_and_leaves_nothing(
    reviews: Dataset,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    refusal: tuple[int, str, str],
) -> None:
    number, code, said = refusal

    def refused(*_args: Any, **_options: Any) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(writing, "write_archive", refused)
    run = reviews.export(tmp_path / "new" / "x.zip", background=True)
    with pytest.raises(VaultError, match=said) as caught:
        run.wait(WAIT_S)
    assert caught.value.code == code
    assert caught.value.hint
    (kept,) = reviews.exports
    assert (kept.state.value, said in kept.problem) == ("failed", True)
    assert not (tmp_path / "new").exists()
    monkeypatch.undo()
    assert kept.again().wait(WAIT_S).row_count == 3


def test_others_see_what_was_exported_and_touch_no_file(
    vault: Vault, reviews: Dataset, tmp_path: Path, act_as: Act
) -> None:
    made = reviews.export(tmp_path / "x.csv")
    vault.people.add("eve", OrgRole.CONTRIBUTOR)
    for name in ("eve", "nobody"):
        theirs = act_as(name)
        suite = theirs._services.exports
        for act in (
            lambda suite=suite: suite.jobs.recent(reviews.known),
            lambda suite=suite: suite.jobs.get(made.id),
            lambda suite=suite: suite.jobs.again(made.id),
            lambda suite=suite: suite.jobs.cancel(made.id),
            lambda suite=suite: suite.files.read(made.id, 0),
            lambda suite=suite: suite.files.delete(made.id, confirm="delete"),
            lambda suite=suite: suite.files.forget(made.id),
        ):
            with pytest.raises((NotAllowed, NotFound, DatasetNotFound)):
                act()
    assert Path(made).exists()


_PROGRAM = """
import sys, time
from pathlib import Path
import datavault_jupyter as dv
from datavault_jupyter.features.exports import rows, service, targets, writing
stage, root, target = sys.argv[1:]

def stuck(*_args, **_options):
    print("here", flush=True)
    sys.stdin.read()

if stage == "reading":
    writing.queries.fields_of = stuck
elif stage == "writing":
    copy = rows.queries.copy
    def half(query, path, form, head):
        Path(path).write_text("half")
        stuck()
    rows.queries.copy = half
elif stage == "packing":
    writing.write_archive = stuck
elif stage == "placing":
    targets._place = stuck
vault = dv.Vault(root)
vault["reviews"].export(target, background=True)
time.sleep(600)
"""


@pytest.mark.parametrize("stage", ["reading", "writing", "packing", "placing"])
def test_a_killed_kernel_leaves_nothing_and_the_next_says_so(
    vault: Vault, reviews: Dataset, tmp_path: Path, stage: str
) -> None:
    target = tmp_path / "out" / "x.zip"
    target.parent.mkdir()
    with subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, stage, str(vault.path), str(target)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"here\n"
        (run,) = reviews.exports
        assert run.state is ExportState.RUNNING
        process.kill()
        process.wait()
    (ended,) = reviews.exports
    assert ended.state is ExportState.INTERRUPTED
    with pytest.raises(Cancelled, match="No unfinished file"):
        ended.wait(WAIT_S)
    root = vault.path
    vault.close()
    with dv.Vault(root) as opened:
        assert list(target.parent.iterdir()) == []
        (swept,) = opened.exports
        assert swept.state is ExportState.INTERRUPTED
        assert swept.again().wait(WAIT_S).row_count == 3


_OTHER = """
import sys, time
from pathlib import Path
import datavault_jupyter as dv
from datavault_jupyter.features.exports import writing
pack = writing.write_archive

def slowly(*args, **options):
    print("here", flush=True)
    for _ in range(3000):
        time.sleep(0.01)
        options["on_progress"](0.25)

writing.write_archive = slowly
vault = dv.Vault(sys.argv[1])
try:
    vault["reviews"].export(sys.argv[2])
except dv.errors.Cancelled:
    print("cancelled", flush=True)
"""


def test_one_of_another_kernel_is_followed_and_stopped(
    vault: Vault, reviews: Dataset, tmp_path: Path
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _OTHER, str(vault.path), str(tmp_path / "x.zip")],
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"here\n"
        (run,) = vault.exports
        last = time.monotonic() + WAIT_S
        # Packing is the second half; on a slow machine the first one is told of before.
        while run.percent != 62.5:
            assert time.monotonic() < last, run.percent
            time.sleep(0.02)
        assert run.eta_s is not None
        run.cancel()
        assert process.stdout.readline() == b"cancelled\n"
    with pytest.raises(Cancelled):
        run.wait(WAIT_S)
    assert not (tmp_path / "x.zip").exists()
    assert hidden(tmp_path) == []


def test_a_sweep_takes_no_file_that_no_export_began(vault: Vault, tmp_path: Path) -> None:
    mine = tmp_path / ".private.part"
    mine.write_text("mine")
    store = vault._services.store
    with store.catalog.write() as connection:
        for prefix in (".private", ".exp_*", "", "../.exp_1"):
            stored.insert(
                connection,
                "export",
                f"exp_{prefix}",
                vault._services.person.key,
                writer="dead",
                settings={stored.UNFINISHED: {"folder": str(tmp_path), "prefix": prefix}},
            )
    with store.catalog.read() as connection:
        assert stored.unfinished_files(connection, ["dead"]) == []
