"""Files in fields: handed in, kept once, read by who may, gone with their dataset."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import datavault_jupyter as dv
from datavault_jupyter import Vault
from datavault_jupyter.base.errors import BadAnswer, BadArgument, NotAllowed, NotFound
from datavault_jupyter.storage import blobs
from datavault_jupyter.storage.sweep import sweep

DATA = bytes(range(256)) * 40
SHA = hashlib.sha256(DATA).hexdigest()
VALUE = {"name": "a.bin", "sha256": SHA, "byte_count": len(DATA)}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "a.bin"
    path.write_bytes(DATA)
    return path


@pytest.fixture
def pipeline(vault: Vault) -> dv.Pipeline:
    fields = [
        dv.Field("page", "file", source="given", is_optional=True),
        dv.Field("doc", "file", max_bytes=20_000),
        dv.Field("more", "file", repeat=(0, 3)),
        dv.Field("why", "short_text", is_optional=True),
    ]
    made = vault.pipelines.create("p", nodes=[dv.Subtask("read", fields=fields)]).activate()
    made.add_tasks([{}, {}])
    return made


def test_a_path_is_handed_in_and_read_again(
    vault: Vault, pipeline: dv.Pipeline, source: Path
) -> None:
    first, second = pipeline.claim(2)
    first.submit({"doc": source, "more": [source, source], "why": "a.bin"})
    second.save({"doc": source})
    second.submit({"doc": source, "more": []})
    source.unlink()
    rows = pipeline.dataset.sql("SELECT doc, more, why FROM this ORDER BY why").fetchall()
    assert rows == [(VALUE, [VALUE, VALUE], "a.bin"), (VALUE, [], None)]
    with pipeline.open_file(rows[0][0]) as file:
        assert file.read() == DATA
    # Once, however often it was handed in.
    kept = [path for path in (vault.path / "files").rglob("*") if path.is_file()]
    assert [path.name for path in kept] == [SHA]
    assert list((vault.path / "processes" / "scratch").glob("fil_*")) == []


def test_a_task_may_come_with_a_file(pipeline: dv.Pipeline, source: Path) -> None:
    pipeline.add_tasks([{"page": pipeline.keep_file("page", source)}])
    work = pipeline.claim(3)[-1]
    assert work["page"] == VALUE


def test_a_function_may_return_a_path(pipeline: dv.Pipeline, source: Path) -> None:
    report = pipeline.run(lambda _task: {"doc": source, "more": [source]}, contributor="scan")
    assert report.done_count == 2
    assert pipeline.dataset.sql("SELECT DISTINCT doc, more FROM this").fetchall() == [
        (VALUE, [VALUE])
    ]


def test_what_does_not_fit_is_refused_and_nothing_stays(
    vault: Vault, pipeline: dv.Pipeline, source: Path
) -> None:
    source.write_bytes(b"x" * 20_001)
    (work,) = pipeline.claim()
    with pytest.raises(BadAnswer, match="The file has 20 KB; 'doc' takes 20 KB at most"):
        work.submit({"doc": source, "more": []})
    with pytest.raises(BadAnswer, match="is none"):
        work.submit({"doc": source.with_name("other"), "more": []})
    with pytest.raises(BadArgument, match="no field 'why' that takes a file"):
        pipeline.keep_file("why", source)
    assert list((vault.path / "files").rglob("*")) == []


def test_pieces_make_a_file(vault: Vault, pipeline: dv.Pipeline) -> None:
    wire = vault._services.operations
    told = sent(wire, pipeline, DATA, size=4000)
    assert told == {**VALUE, "name": "..-..-a.bin"}
    read = pieces(wire, pipeline, SHA)
    assert read == DATA


def test_pieces_in_another_order_are_refused(vault: Vault, pipeline: dv.Pipeline) -> None:
    files, record = vault._services.pipelines.files, pipeline._record
    uid = files.begin(record, "doc", "a", 10)
    files.add(record, uid, 0, b"12345")
    for offset, piece in ((0, b"12345"), (6, b"1"), (5, b"123456")):
        with pytest.raises(BadArgument, match="begin at 5"):
            files.add(record, uid, offset, piece)
    files.drop(record, uid)
    with pytest.raises(BadArgument, match="is gone"):
        files.add(record, uid, 5, b"12345")
    with pytest.raises(BadAnswer, match="at most"):
        files.begin(record, "doc", "a", 20_001)
    assert list((vault.path / "processes" / "scratch").glob("fil_*")) == []


def test_only_who_may_reads_and_writes(
    vault: Vault, pipeline: dv.Pipeline, source: Path, act_as: Callable[[str], Vault]
) -> None:
    pipeline.keep_file("doc", source)
    other = vault.pipelines.create(
        "q", nodes=[dv.Subtask("read", fields=[dv.Field("doc", "file")])]
    ).activate()
    files = act_as("mallory")._services.pipelines.files
    record = pipeline._record
    for refused in (
        lambda: files.find(record, SHA),
        lambda: files.keep(record, "doc", source),
        lambda: files.begin(record, "doc", "a", 1),
        lambda: files.add(record, "fil_x", 0, b"1"),
        lambda: files.drop(record, "fil_x"),
    ):
        with pytest.raises(NotAllowed):
            refused()
    # A digest alone opens nothing: the file is another pipeline's.
    with pytest.raises(NotFound):
        other.open_file(VALUE)
    with pytest.raises(NotFound):
        pipeline.open_file({"sha256": "../../catalog.sqlite"})


def test_a_file_goes_when_nothing_refers_to_it(
    vault: Vault, pipeline: dv.Pipeline, source: Path
) -> None:
    store = vault._services.store
    pipeline.keep_file("doc", source)
    path = blobs.path_of(store, SHA)
    long_ago = time.time() - 86_400
    os.utime(path, (long_ago, long_ago))
    sweep(store)
    assert path.exists()
    pipeline.complete()
    pipeline.dataset.delete(confirm="delete")
    sweep(store)
    assert not path.exists()


def sent(wire: Any, pipeline: dv.Pipeline, data: bytes, *, size: int) -> Any:
    from datavault_jupyter.features.pipelines.files.wire import FileBeginArgs, FilePieceArgs
    from datavault_jupyter.protocol.operations import Call

    args = FileBeginArgs(pipeline.id, "doc", "../../a.bin", len(data))
    file_id = wire["pipelines.file_begin"].run(args, Call()).file_id
    value = None
    for at in range(0, len(data), size):
        assert value is None
        piece = Call(buffers=(data[at : at + size],))
        told = wire["pipelines.file_piece"].run(FilePieceArgs(pipeline.id, file_id, at), piece)
        value = told.value
    return value


def pieces(wire: Any, pipeline: dv.Pipeline, sha256: str) -> bytes:
    from datavault_jupyter.features.pipelines.files.wire import FileReadArgs
    from datavault_jupyter.protocol.operations import Call

    made = b""
    while True:
        call = Call()
        told = wire["pipelines.file"].run(FileReadArgs(pipeline.id, sha256, len(made)), call)
        made += call.frames["bytes"]
        if len(made) >= told.byte_count:
            return made
