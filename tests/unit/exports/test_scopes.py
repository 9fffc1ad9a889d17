"""What of a dataset is written: a version, what changed since one, single answers, files."""

from __future__ import annotations

import hashlib
import json
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

import datavault_jupyter as dv
from datavault_jupyter import Dataset, OrgRole, Vault
from datavault_jupyter.base.errors import BadArgument, PipelineNotFound, VersionNotFound
from datavault_jupyter.features.exports.records import ExportFormat
from datavault_jupyter.features.exports.wire import ExportStartArgs
from datavault_jupyter.features.pipelines.live.tables import LiveTables
from datavault_jupyter.storage import blobs

DATA = b"\x89PNG" + bytes(range(200))
SHA = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def grown(vault: Vault) -> Dataset:
    """A version 1.0.0, and one after it with a row changed, one gone, one new."""
    made = vault.import_frame(pd.DataFrame({"id": [1, 2, 3], "t": ["a", "b", "c"]}), name="grown")
    made.replace(pd.DataFrame({"id": [1, 2, 4], "t": ["a", "B", "d"]}))
    return made


def test_a_version_is_written_as_it_was(grown: Dataset, tmp_path: Path) -> None:
    made = grown.export(tmp_path / "v.csv", version="1.0.0", where="id > 1", columns=["t"])
    assert Path(made).read_text() == "t\nb\nc\n"
    with pytest.raises(VersionNotFound):
        grown.export(tmp_path / "x.csv", version="9")
    assert [each.state.value for each in grown.exports] == ["failed", "done"]


def test_changes_say_what_happened_to_each_row(grown: Dataset, tmp_path: Path) -> None:
    made = grown.export(tmp_path / "by_key.csv", since="1.0.0", key="id")
    assert Path(made).read_text() == "change,id,t\nchanged,2,B\nremoved,3,c\nadded,4,d\n"
    whole = grown.export(tmp_path / "whole.csv", since="1.0.0")
    text = Path(whole).read_text()
    assert text == "change,id,t\nadded,2,B\nadded,4,d\nremoved,2,b\nremoved,3,c\n"
    some = grown.export(
        tmp_path / "added.ndjson", since="1.0.0", key="id", where="change = 'added'"
    )
    assert json.loads(Path(some).read_text()) == {"change": "added", "id": 4, "t": "d"}
    with pytest.raises(BadArgument, match="since="):
        grown.export(tmp_path / "x.csv", key="id")


def test_columns_that_changed_are_said(vault: Vault, tmp_path: Path) -> None:
    made = vault.import_frame(pa.table({"id": [1, 2], "n": [1, 2], "old": ["x", "y"]}), name="c")
    made.replace(
        pa.table({"id": [1, 3], "n": ["1", "b"], "change": [True, False]}), differing="take"
    )
    by_key = made.export(tmp_path / "k.csv", since="1.0.0", key="id")
    lines = Path(by_key).read_text().splitlines()
    assert lines[0] == "change_1,id,n,change,old before"
    assert lines[1:] == ["removed,2,2,,y", "added,3,b,false,"]
    assert by_key.notes == (
        "1 column changed type between the versions and is written as text: n.",
    )
    whole = made.export(tmp_path / "w.csv", since="1.0.0")
    assert Path(whole).read_text() == "change_1,id,n\nadded,3,b\nremoved,2,2\n"
    assert "left out: change, old" in whole.notes[1]


@pytest.fixture
def scored(vault: Vault) -> dv.Pipeline:
    """Tasks that two people answer, and a review."""
    reply = dv.Field("reply", "long_text", source="given")
    fields = [reply, dv.Field("score", "rating"), dv.Field("scan", "file", is_optional=True)]
    made = vault.pipelines.create(
        "Judged", nodes=[dv.Subtask("rate", fields=fields, overlap=2), dv.Review("check")]
    )
    made.activate().add_tasks([{"reply": "one"}])
    return made


def test_single_answers_say_who_where_when_and_what_became_of_them(
    scored: dv.Pipeline, grown: Dataset, tmp_path: Path
) -> None:
    for name, score in (("ana", 4), ("bo", 2)):
        (work,) = scored.claim(1, contributor=name)
        work.submit({"score": score})
    (review,) = scored.claim(1, node="check", contributor="eve")
    review.send_back("Look again.")
    made = scored.dataset.export(tmp_path / "answers.json", answers=True)
    rows = json.loads(Path(made).read_text())
    said = [(each["contributor"], each["node"], each["score"], each["state"]) for each in rows]
    assert said[:2] == [("ana", "rate", 4, "returned"), ("bo", "rate", 2, "returned")]
    assert (rows[2]["contributor"], rows[2]["verdict"], rows[2]["note"]) == (
        "eve",
        "return",
        "Look again.",
    )
    assert all(each["submitted_at"] for each in rows)
    with pytest.raises(PipelineNotFound):
        grown.export(tmp_path / "x.csv", answers=True)
    with pytest.raises(BadArgument, match="versions hold rows"):
        scored.dataset.export(tmp_path / "x.csv", answers=True, version="1.0.0")


@pytest.fixture
def filed(vault: Vault, tmp_path: Path) -> dv.Pipeline:
    """Answers with files of unpleasant names, two of them the same file."""
    fields = [dv.Field("scan", "file"), dv.Field("more", "file", repeat=(0, 3))]
    made = vault.pipelines.create("Filed", nodes=[dv.Subtask("read", fields=fields)]).activate()
    made.add_tasks([{}, {}])
    good, odd = tmp_path / "a.png", tmp_path / 'CON: "..'
    good.write_bytes(DATA)
    odd.write_bytes(b"odd")
    first, second = made.claim(2)
    first.submit({"scan": good, "more": [good, odd]})
    second.submit({"scan": odd, "more": []})
    return made


@pytest.mark.parametrize("form", ["zip", "zip-json"])
def test_an_archive_holds_the_files_that_rows_refer_to(
    vault: Vault, filed: dv.Pipeline, tmp_path: Path, form: str
) -> None:
    made = filed.dataset.export(tmp_path / "x.zip", format=form, columns=["scan", "more"])
    assert made.file_count == 4
    with zipfile.ZipFile(made) as archive:
        names = archive.namelist()
        manifest = json.loads(archive.read("manifest.json"))
        told = {each["path"]: each["sha256"] for each in manifest["files"]}
        for name in names[:-1]:
            assert hashlib.sha256(archive.read(name)).hexdigest() == told[name]
        archive.extractall(tmp_path / "out")
        rows = archive.read(names[0]).decode()
    assert manifest["file_count"] == 4
    assert names[1:-1] == sorted(names[1:-1])
    assert f"files/scan/{SHA[:16]}-a.png" in names
    parts = [part for name in names for part in name.split("/")]
    assert not [part for part in parts if part in ("", ".", "..") or set(part) & set('\\:"<>|?*')]
    assert all(not part.endswith((".", " ")) for part in parts)
    if form == "zip-json":
        found = json.loads(rows)
        paths = [found[0]["scan"]["path"], *(each["path"] for each in found[0]["more"])]
        paths += [found[1]["scan"]["path"]]
        assert found[1]["more"] == []
        assert set(paths) == set(names[1:-1])
    again = vault.import_file(tmp_path / "x.zip", name="again")
    assert (again.row_count, again.columns) == (2, ["scan", "more"])
    without = filed.dataset.export(tmp_path / "y.zip", files=False)
    with zipfile.ZipFile(without) as archive:
        assert len(archive.namelist()) == 2


def test_an_archive_without_all_of_its_files_is_partial(
    vault: Vault, filed: dv.Pipeline, tmp_path: Path
) -> None:
    blobs.path_of(vault._services.store, SHA).unlink()
    made = filed.dataset.export(tmp_path / "x.zip", format="zip-json")
    assert made.state.value == "partial"
    assert "1 file that rows refer to is not in the archive" in made.notes[-1]
    with zipfile.ZipFile(made) as archive:
        rows = json.loads(archive.read("Filed.json"))
        assert json.loads(archive.read("manifest.json"))["notes"] == list(made.notes)
    assert rows[0]["scan"]["path"] is None
    assert [each.state.value for each in filed.dataset.exports] == ["partial"]


def test_a_file_whose_bytes_changed_is_said(
    vault: Vault, filed: dv.Pipeline, tmp_path: Path
) -> None:
    place = blobs.path_of(vault._services.store, SHA)
    place.chmod(0o600)
    place.write_bytes(b"other")
    made = filed.dataset.export(tmp_path / "x.zip")
    assert made.state.value == "partial"
    assert "changed since kept in the vault" in made.notes[-1]


def test_a_clone_has_its_files_and_a_known_digest_gives_none(
    vault: Vault, filed: dv.Pipeline, tmp_path: Path, act_as: Callable[[str], Vault]
) -> None:
    filed.freeze()
    clone = filed.dataset.clone("copy", version=filed.dataset.versions[0].number)
    made = clone.export(tmp_path / "c.zip")
    assert (made.state.value, made.file_count) == ("done", 4)
    # Who may not see the dataset that has the file.
    vault.projects.create("Other")
    vault.people.add("eve", OrgRole.PROJECT_ADMIN)
    vault.projects.add_member("Other", "eve", "owner")
    stolen = pa.table({"f": [{"name": "a.png", "sha256": SHA, "byte_count": 204}]})
    vault.import_frame(stolen, name="thief", project="Other")
    made = act_as("eve")["thief"].export(tmp_path / "x.zip")
    assert (made.state.value, made.file_count) == ("partial", 0)
    assert "or of a dataset you may not see" in made.notes[-1]
    with zipfile.ZipFile(made) as archive:
        assert archive.namelist() == ["thief.csv", "manifest.json"]


def test_rows_that_change_while_it_is_written_do_not_tear_it(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One state of all rows: every task is seen before a round of changes, or after it."""
    pipeline = vault.pipelines.create(
        "Live", nodes=[dv.Subtask("rate", fields=[dv.Field("score", "rating")])]
    ).activate()
    pipeline.add_tasks([{} for _ in range(300)])
    stop, written = threading.Event(), threading.Event()
    failures: list[BaseException] = []

    def write() -> None:
        try:
            while not stop.is_set() and (works := pipeline.claim(20)):
                for work in works:
                    work.submit({"score": 3})
                pipeline.add_tasks([{} for _ in works])
                written.set()
        except BaseException as error:  # noqa: BLE001 - told below
            failures.append(error)

    snapshot = LiveTables.snapshot

    def at_snapshot(self: Any, cursor: Any, record: Any) -> Any:
        made = snapshot(self, cursor, record)
        # What comes between the snapshot and the file must not be in it.
        written.clear()
        assert written.wait(30)
        return made

    monkeypatch.setattr(LiveTables, "snapshot", at_snapshot)
    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            made = pipeline.dataset.export(tmp_path / f"{number}.parquet")
            table = pd.read_parquet(made)
            done = int((table["score"] == 3).sum())
            # 300 tasks wait before and after each round; within one up to 20 are done and not
            # yet made up for.
            assert 280 <= len(table) - done <= 300
            assert table.iloc[:, 0].is_unique
            assert len(table) == made.row_count
    finally:
        stop.set()
        writer.join()
    assert failures == []


def test_an_estimate_counts_rows_and_guesses_bytes(
    vault: Vault, filed: dv.Pipeline, grown: Dataset, tmp_path: Path
) -> None:
    estimates = vault._services.exports.estimates
    many = vault.import_frame(
        vault.sql("SELECT range AS n, md5(range::VARCHAR) AS t FROM range(20000)"), name="many"
    )

    def guess(dataset: Dataset, form: str, **options: Any) -> Any:
        args = ExportStartArgs(dataset.id, ExportFormat(form), "~/x", **options)
        from contextlib import nullcontext

        return estimates.of(dataset.known, args.wish, lambda _stop: nullcontext())

    for form in ("csv", "json", "ndjson", "parquet", "arrow", "zip", "zip-json"):
        told = guess(many, form)
        made = many.export(tmp_path / "m", format=form, overwrite=True)
        assert told.row_count == made.row_count
        assert 0.6 < told.byte_count / made.byte_count < 1.7, form
    told = guess(filed.dataset, "zip")
    assert (told.row_count, told.file_count) == (2, 4)
    assert told.byte_count > 2 * len(DATA)
    assert guess(filed.dataset, "zip", has_files=False).file_count == 0
