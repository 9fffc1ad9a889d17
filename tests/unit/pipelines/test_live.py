"""Live datasets: what is read is what the catalogue has, and what was frozen stays."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

import datavault_jupyter as dv
from datavault_jupyter.base.errors import (
    DatasetDeleted,
    NameTaken,
    NotConfirmed,
    PipelineNotFound,
    Refused,
)
from datavault_jupyter.features.content.records import ContentQuery
from datavault_jupyter.features.pipelines.live import queries
from datavault_jupyter.features.pipelines.live.tables import LiveTables
from datavault_jupyter.storage import catalog
from datavault_jupyter.storage.filters import Sort
from tests.unit.pipelines.conftest import REPLY, SCORE, Make, rows


def told(pipeline: dv.Pipeline) -> list[tuple[object, ...]]:
    """What the catalogue has, asked for task by task."""
    return [
        (each.id, each.status.value, each.given.get("reply"), each.answer.get("score"))
        for each in pipeline.tasks()
    ]


def test_each_change_is_seen_at_its_place(make: Make) -> None:
    pipeline = make(tasks=5)
    seen = lambda: rows(pipeline, "task_id", "status", "reply", "score")  # noqa: E731
    assert seen() == told(pipeline)
    first, second = pipeline.claim(2)
    assert seen() == told(pipeline)
    second.submit({"score": 2})
    pipeline.add_tasks([{"reply": "new 1"}, {"reply": "new 2"}])
    assert seen() == told(pipeline)
    first.release()
    pipeline.run(lambda _: 5, contributor="judge")
    assert seen() == told(pipeline)
    assert pipeline.dataset.row_count == 7


def test_only_what_changed_is_fetched(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    from datavault_jupyter.features.pipelines.live import queries

    pipeline = make(tasks=50)
    rows(pipeline, "task_id")
    fetched: list[int] = []
    raw = catalog.raw_rows

    def counted(*given: object) -> object:
        for several in raw(*given):  # type: ignore[arg-type]
            fetched.append(len(several))
            yield several

    monkeypatch.setattr(queries, "raw_rows", counted)
    rows(pipeline, "task_id")
    assert fetched == []
    pipeline.claim()[0].submit({"score": 1})
    rows(pipeline, "task_id")
    assert fetched == [1]


def test_another_process_is_heard(make: Make, vault: dv.Vault) -> None:
    pipeline = make(tasks=2)
    assert [status for (status,) in rows(pipeline, "status")] == ["pending"] * 2
    code = (
        "import sys, datavault_jupyter as dv\n"
        "vault = dv.Vault(sys.argv[1])\n"
        "vault.pipelines['Helpfulness'].claim()[0].submit({'score': 4})\n"
    )
    subprocess.run([sys.executable, "-c", code, str(vault.path)], check=True)
    assert rows(pipeline, "status", "score") == [("finished", 4), ("pending", None)]


def test_the_grid_pages_sorts_and_filters_it(make: Make, vault: dv.Vault) -> None:
    pipeline = make(tasks=30)
    pipeline.run(lambda task: int(task["reply"][6:]) % 5 + 1, contributor="judge", limit=10)
    content = vault._services.content
    record = pipeline.dataset._record
    described = content.describe(record)
    assert described.row_count == 30
    page = content.page(record, ContentQuery(), columns=["reply"], offset=10, limit=2)
    assert page.row_count == 2
    sorted_ = ContentQuery(sorts=(Sort("score", is_descending=True),))
    first = content.page(record, sorted_, columns=["score"], offset=0, limit=1)
    assert pa.ipc.open_stream(first.rows).read_all().column("c0").to_pylist() == [5]
    before = described.fingerprint
    pipeline.claim()[0].submit({"score": 1})
    assert content.describe(record).fingerprint != before


def test_a_version_stays_as_it_was(make: Make) -> None:
    pipeline = make(tasks=2)
    pipeline.claim()[0].submit({"score": 1})
    frozen = pipeline.freeze(name="first half", number="0.1")
    pipeline.run(lambda _: 5, contributor="judge")
    assert frozen.df()["score"].tolist()[0] == 1
    assert frozen.df()["status"].tolist() == ["finished", "pending"]
    assert pipeline.dataset.df()["status"].tolist() == ["finished", "finished"]
    pipeline.complete()
    dataset = pipeline.dataset
    assert [each.number for each in dataset.versions] == ["0.2", "0.1"]
    assert list(dataset.head.parents) == ["0.1"]
    assert [path.exists() for path in dataset.files()] == [True]
    with pytest.raises(Refused, match="stands at a version"):
        pipeline.freeze()


def test_going_on_after_completion(make: Make) -> None:
    pipeline = make(tasks=1)
    badges = [str(pipeline.complete().dataset.status), str(pipeline.activate().dataset.status)]
    assert badges == ["complete", "collecting"]
    pipeline.add_tasks([{"reply": "more"}])
    pipeline.run(lambda _: 2, contributor="judge")
    assert rows(pipeline, "score") == [(2,), (2,)]


def test_a_deleted_dataset_is_made_anew_and_empty(make: Make) -> None:
    pipeline = make(tasks=2)
    old = pipeline.dataset
    pipeline.pause()
    old.delete(confirm="delete")
    with pytest.raises(Refused, match="no dataset yet"):
        _ = pipeline.dataset
    pipeline.activate()
    assert pipeline.dataset.id != old.id
    assert (pipeline.dataset.row_count, pipeline.task_count) == (0, 0)
    with pytest.raises(DatasetDeleted):
        old.df()


def test_an_archived_dataset_comes_back(make: Make) -> None:
    pipeline = make().pause()
    pipeline.dataset.archive()
    pipeline.activate()
    assert not pipeline.dataset.is_archived


def test_the_name_follows(make: Make, vault: dv.Vault) -> None:
    pipeline = make()
    vault.import_frame(pd.DataFrame({"a": [1]}), name="Taken")
    with pytest.raises(NameTaken):
        pipeline.rename("Taken")
    assert pipeline.name == "Helpfulness"
    pipeline.rename("Usefulness")
    assert pipeline.dataset.name == "Usefulness"
    with pytest.raises(Refused, match="takes its name from its pipeline"):
        pipeline.dataset.rename("x")


def test_an_orphan_keeps_its_rows_and_is_read_only(make: Make, tmp_path: Path) -> None:
    pipeline = make(tasks=2)
    pipeline.claim()[0].submit({"score": 3})
    dataset = pipeline.dataset
    pipeline.pause()
    with pytest.raises(NotConfirmed, match="2 tasks"):
        pipeline.delete()
    pipeline.delete(confirm="delete")
    assert dataset.status is dv.DatasetStatus.ORPHANED
    assert dataset.df()["score"].dropna().tolist() == [3]
    dataset.export(tmp_path / "o.csv")
    with pytest.raises(Refused, match="orphaned"):
        dataset.rename("x")
    with pytest.raises(PipelineNotFound):
        _ = pipeline.name
    assert repr(pipeline) == "Pipeline 'Helpfulness': it was deleted."


def test_a_live_dataset_is_exported_as_it_is(make: Make, tmp_path: Path) -> None:
    pipeline = make(tasks=3)
    pipeline.claim()[0].submit({"score": 3})
    pipeline.dataset.export(tmp_path / "all.csv")
    assert len((tmp_path / "all.csv").read_text().splitlines()) == 4
    pipeline.dataset.export(tmp_path / "some.csv", where="status = 'finished'", columns=["score"])
    assert (tmp_path / "some.csv").read_text().split() == ["score", "3"]
    scratch = pipeline.dataset._services.store.root / "processes" / "scratch"
    assert list(scratch.glob("live*")) == []


def test_rows_of_a_pipeline_are_not_written_from_outside(make: Make) -> None:
    dataset = make().dataset
    with pytest.raises(Refused, match="come from its pipeline"):
        dataset.append([{"reply": "x"}])


def test_names_of_fields_may_be_anything(make: Make) -> None:
    odd = ['a"b', "select", "é", "c1", "rowid", "x" * 120, "1", "a.b", "{}", "$"]
    fields = [dv.Field(name, "short_text", source="given") for name in odd]
    pipeline = make(dv.Subtask("rate", fields=[*fields, SCORE]), tasks=0)
    pipeline.add_tasks([{name: name for name in odd}])
    assert pipeline.dataset.columns[3:-1] == odd
    assert list(pipeline.dataset.df().iloc[0, 3:-1]) == odd


def test_memory_is_loaded_anew_when_it_was_given_up(make: Make, vault: dv.Vault) -> None:
    pipeline = make(tasks=2)
    before = rows(pipeline, "task_id")
    vault._services.store.engine.limit("1GB", None)
    assert rows(pipeline, "task_id") == before
    assert isinstance(LiveTables.of(vault._services.store), LiveTables)


def test_static_fields_are_the_same_in_all_rows(make: Make) -> None:
    static = dv.Field("guide", "short_text", source="static", value="v2")
    pipeline = make(dv.Subtask("rate", fields=[static, REPLY, SCORE]), tasks=2)
    assert rows(pipeline, "guide") == [("v2",), ("v2",)]
    assert pipeline.claim()[0]["guide"] == "v2"


def test_no_sign_of_a_text_parts_its_row(make: Make) -> None:
    # Those that part rows and cells on their way, and what JSON writes in another way.
    text = "a\x1eb\x1fc\t\r\n\\\"'\u2028é\U0001f426\x7f"
    pipeline = make(tasks=0)
    pipeline.add_tasks([{"reply": text}, {"reply": ""}, {"reply": text * 2}])
    pipeline.claim()[0].submit({"score": 3})
    assert rows(pipeline, "reply", "score") == [(text, 3), ("", None), (text * 2, None)]


def test_many_tasks_keep_their_order(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "_PACKED", 7)
    pipeline = make(tasks=50)
    assert rows(pipeline, "reply") == [(f"reply {at}",) for at in range(50)]
