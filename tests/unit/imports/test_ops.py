"""The import panel's questions, as the browser asks them."""

from __future__ import annotations

import itertools
import queue
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from datavault_jupyter import OrgRole, Vault
from datavault_jupyter.features.imports.ops import ImportOps
from datavault_jupyter.features.imports.surveying import as_text
from datavault_jupyter.protocol.dispatcher import Dispatcher
from datavault_jupyter.protocol.operations import table_of

LONG_S = 30


class Wire:
    """A panel's end of the dispatcher."""

    def __init__(self, vault: Vault) -> None:
        services = vault._services
        self.answers: queue.Queue[dict[str, Any]] = queue.Queue()
        self.news: queue.Queue[dict[str, Any]] = queue.Queue()
        self.operations = table_of([ImportOps(services.imports, services.projects)])
        self._dispatcher = Dispatcher(self.operations, self._send)
        self._asks = itertools.count()

    def _send(self, message: dict[str, Any], _buffers: Sequence[Any]) -> None:
        (self.news if "news" in message else self.answers).put(message)

    def answer(self, op: str, *buffers: bytes, **args: Any) -> dict[str, Any]:
        question = {"v": 1, "ask": str(next(self._asks)), "op": op, "args": args}
        self._dispatcher.receive(question, [memoryview(each) for each in buffers])
        return self.answers.get(timeout=LONG_S)

    def ask(self, op: str, *buffers: bytes, **args: Any) -> Any:
        made = self.answer(op, *buffers, **args)
        assert made["ok"], made
        return made["data"]

    def refused(self, op: str, *buffers: bytes, **args: Any) -> dict[str, Any]:
        made = self.answer(op, *buffers, **args)
        assert not made["ok"], made
        refusal: dict[str, Any] = made["error"]
        return refusal

    def end_of(self, job_id: str) -> dict[str, Any]:
        while True:
            told: dict[str, Any] = self.news.get(timeout=LONG_S)["data"]
            if told["job_id"] == job_id and told["state"] != "running":
                return told

    def close(self) -> None:
        self._dispatcher.close()


@pytest.fixture
def wire(vault: Vault) -> Iterator[Wire]:
    made = Wire(vault)
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "files"
    (place / "inner").mkdir(parents=True)
    (place / ".hidden").mkdir()
    (place / "a.csv").write_text("id,zip\n1,01067\n2,10115\n")
    (place / "Archive.json.gz").write_bytes(b"\x1f\x8b")
    (place / "photo.png").write_bytes(b"\x89PNG")
    return place


def test_a_typed_path_is_completed(wire: Wire, folder: Path) -> None:
    found = wire.ask("imports.complete", text=f"{folder}/")
    assert [each["name"] for each in found["places"]] == ["inner", "a.csv", "Archive.json.gz"]
    assert found["places"][0]["path"] == f"{folder}/inner/"
    assert found["places"][1]["byte_count"] == 23
    alike = wire.ask("imports.complete", text=f"{folder}/A")["places"]
    assert [each["name"] for each in alike] == ["a.csv", "Archive.json.gz"]
    assert wire.ask("imports.complete", text=f"{folder}/.h")["places"][0]["name"] == ".hidden"
    assert wire.ask("imports.complete", text=f"{folder}/no/such/") == {
        "places": [],
        "has_more": False,
    }
    assert wire.ask("imports.complete", text="a\x00b")["places"] == []
    some = wire.ask("imports.complete", text=f"{folder}/", limit=2)
    assert (len(some["places"]), some["has_more"]) == (2, True)


def test_the_home_folder_is_meant_by_its_sign(
    wire: Wire, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(folder))
    for text in ("~", "~/"):
        assert wire.ask("imports.complete", text=text)["places"][0]["path"] == "~/inner/"
    assert wire.ask("imports.complete", text="~/a.")["places"][0]["path"] == "~/a.csv"
    assert wire.ask("imports.preview", source={"path": "~/a.csv"})["row_count"] == 2


def test_a_preview_shows_what_a_file_would_become(vault: Vault, wire: Wire, folder: Path) -> None:
    made = wire.ask("imports.preview", source={"path": str(folder / "a.csv")}, rows=1)
    assert made["columns"] == [
        {"source_name": "id", "name": "id", "type": "BIGINT", "detected_type": "BIGINT"},
        {"source_name": "zip", "name": "zip", "type": "VARCHAR", "detected_type": "VARCHAR"},
    ]
    assert made["rows"] == [["1", "01067"]]
    assert (made["row_count"], made["byte_count"], made["problems"]) == (2, 23, [])
    assert (made["delimiter"], made["has_header"], made["encoding"]) == (",", True, "utf-8")
    assert made["suggested_name"] == "a"
    assert list(vault.datasets()) == []


def test_wishes_change_names_and_types(wire: Wire, folder: Path) -> None:
    settings = {"names": {"zip": "post code", "gone": "x"}, "types": {"zip": "BIGINT", "gone": "x"}}
    made = wire.ask("imports.preview", source={"path": str(folder / "a.csv")}, settings=settings)
    assert made["columns"][1] == {
        "source_name": "zip",
        "name": "post code",
        "type": "BIGINT",
        "detected_type": "VARCHAR",
    }
    assert made["rows"][0] == ["1", "1067"]
    refused = wire.refused(
        "imports.preview",
        source={"path": str(folder / "a.csv")},
        settings={"types": {"zip": "no such type"}},
    )
    assert "no such type" in refused["message"]


def test_a_type_that_does_not_fit_is_a_problem_beside_the_rows(wire: Wire, folder: Path) -> None:
    path = folder / "b.csv"
    path.write_text("id,zip\n1,01067\n2,abc\n")
    made = wire.ask(
        "imports.preview", source={"path": str(path)}, settings={"types": {"zip": "BIGINT"}}
    )
    (problem,) = made["problems"]
    assert (problem["line"], problem["column"], problem["text"]) == (3, "zip", "2,abc")
    assert problem["message"].startswith("'abc' in column 'zip'")
    assert made["rows"] == [["1", "01067"], ["2", "abc"]]
    assert made["columns"][1]["type"] == "VARCHAR"


@pytest.mark.parametrize(
    ("content", "place", "rows"),
    [
        (b"id,x\n1,a\n2,b,c\n3,d\n", (3, "2,b,c"), [["1", "a"]]),
        (b"id,x\n1,a\n2,b\xe4r\n", (3, r"2,b\xe4r"), [["1", "a"]]),
        (b'id,x\n1,a\n2,b\n3,"c\n4,d\n', (4, '3,"c'), [["1", "a"], ["2", "b"]]),
    ],
)
def test_a_broken_file_shows_the_rows_before_the_break(
    wire: Wire, folder: Path, content: bytes, place: tuple[int, str], rows: list[Any]
) -> None:
    path = folder / "broken.csv"
    path.write_bytes(content)
    made = wire.ask("imports.preview", source={"path": str(path)})
    (problem,) = made["problems"]
    assert (problem["line"], problem["text"]) == place
    assert made["rows"] == rows
    assert made["file_name"] == "broken.csv"
    assert made["row_count"] is None


def test_another_encoding_mends_the_preview(wire: Wire, folder: Path) -> None:
    path = folder / "latin.csv"
    path.write_bytes(b"id,x\n1,b\xe4r\n")
    broken = wire.ask("imports.preview", source={"path": str(path)})
    assert broken["problems"][0]["hint"] == "Choose the encoding it was written in."
    mended = wire.ask(
        "imports.preview", source={"path": str(path)}, settings={"encoding": "latin-1"}
    )
    assert (mended["problems"], mended["rows"]) == ([], [["1", "bär"]])


def test_a_file_that_changed_is_read_anew(wire: Wire, folder: Path) -> None:
    path = folder / "a.csv"
    assert wire.ask("imports.preview", source={"path": str(path)})["row_count"] == 2
    path.write_text("id,zip\n1,01067\n2,10115\n3,20095\n")
    assert wire.ask("imports.preview", source={"path": str(path)})["row_count"] == 3


@pytest.mark.parametrize("source", [{}, {"path": "a", "upload_id": "b"}, {"path": "/no/such.csv"}])
def test_what_is_no_file_is_refused(wire: Wire, source: dict[str, str]) -> None:
    assert wire.refused("imports.preview", source=source)["message"]


def test_names_are_checked_as_they_are_typed(wire: Wire, vault: Vault, folder: Path) -> None:
    vault.import_file(folder / "a.csv")
    assert wire.ask("imports.name", name="b") == {"message": "", "hint": ""}
    assert "exists" in wire.ask("imports.name", name="A")["message"]
    assert "blank" in wire.ask("imports.name", name=" ")["message"]
    assert wire.ask("imports.preview", source={"path": str(folder / "a.csv")})[
        "suggested_name"
    ] == "a-2"  # fmt: skip
    project = vault.projects.create("Support")
    assert wire.ask("imports.name", name="a", project_id=project.id)["message"] == ""


def test_from_upload_to_dataset(wire: Wire, vault: Vault, folder: Path) -> None:
    data = (folder / "a.csv").read_bytes()
    begun = wire.ask("imports.upload_begin", name="a.csv", byte_count=len(data), fingerprint="f")
    uid = begun["upload_id"]
    wire.ask("imports.upload_chunk", data[:10], upload_id=uid, offset=0)
    assert wire.refused("imports.preview", source={"upload_id": uid})["code"] == "refused"
    (half,) = wire.ask("imports.pending")["uploads"]
    assert (half["upload_id"], half["offset"]) == (uid, 10)
    assert wire.refused("imports.upload_chunk", upload_id=uid, offset=10)["field"] == "buffers"
    wire.ask("imports.upload_chunk", data[10:], upload_id=uid, offset=10)
    wire.ask("imports.upload_end", upload_id=uid)
    assert wire.ask("imports.preview", source={"upload_id": uid})["row_count"] == 2
    job = wire.ask("imports.start", source={"upload_id": uid}, name="from the browser")
    end = wire.end_of(job["job_id"])
    assert (end["state"], end["done_rows"]) == ("done", 2)
    assert vault["from the browser"].id == end["dataset_id"]
    assert vault["from the browser"].df().shape == (2, 2)
    assert wire.refused("imports.preview", source={"upload_id": uid})["code"] == "not_found"
    assert not list((vault.path / "processes" / "imports").glob("*/*"))
    assert wire.ask("imports.job", job_id=job["job_id"])["state"] == "done"


def test_a_failed_import_keeps_its_upload_for_other_settings(wire: Wire, vault: Vault) -> None:
    data = b"id,x\n1,b\xe4r\n"
    uid = wire.ask("imports.upload_begin", name="a.csv", byte_count=len(data), fingerprint="f")[
        "upload_id"
    ]
    wire.ask("imports.upload_chunk", data, upload_id=uid, offset=0)
    job = wire.ask("imports.start", source={"upload_id": uid}, name="a")
    end = wire.end_of(job["job_id"])
    assert (end["state"], end["problem"]["line"]) == ("error", 2)
    job = wire.ask(
        "imports.start", source={"upload_id": uid}, name="a", settings={"encoding": "latin-1"}
    )
    assert wire.end_of(job["job_id"])["state"] == "done"
    assert vault["a"].df()["x"].tolist() == ["bär"]


@pytest.mark.parametrize("name", ["carla", "petra", "vera", "nobody"])
def test_nobody_without_the_right_gets_an_answer(
    vault: Vault, folder: Path, act_as: Callable[[str], Vault], name: str
) -> None:
    vault.projects.create("Support")
    vault.people.add("carla", role=OrgRole.CONTRIBUTOR)
    vault.people.add("petra", role=OrgRole.PROJECT_ADMIN)
    vault.people.add("vera", role=OrgRole.PROJECT_ADMIN)
    vault.projects.add_member("Support", "vera", role="viewer")
    theirs = Wire(act_as(name))
    source = {"path": str(folder / "a.csv")}
    asked: dict[str, dict[str, Any]] = {
        "imports.complete": {"text": f"{folder}/"},
        "imports.preview": {"source": source},
        "imports.name": {"name": "a"},
        "imports.start": {"source": source, "name": "a"},
        "imports.cancel": {"job_id": "job_x"},
        "imports.job": {"job_id": "job_x"},
        "imports.pending": {},
        "imports.dismiss": {"job_id": "job_x"},
        "imports.upload_begin": {"name": "a.csv", "byte_count": 1, "fingerprint": "f"},
        "imports.upload_chunk": {"upload_id": "upl_x", "offset": 0},
        "imports.upload_end": {"upload_id": "upl_x"},
        "imports.upload_discard": {"upload_id": "upl_x"},
    }
    # Who may see a dataset may see how it was imported.
    of_datasets = {"imports.report", "imports.rejects"}
    assert set(asked) | of_datasets == set(theirs.operations)
    for op, args in asked.items():
        assert theirs.refused(op, b"x", **args)["code"] == "not_allowed", op
    theirs.close()
    assert list(vault.datasets()) == []


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, None),
        (False, "false"),
        (2**63, "9223372036854775808"),
        (b"hello", "5:68656c6c6f"),
        ([1, {"a": None}], '[1, {"a": null}]'),
        ("x" * 400, "x" * 301),
    ],
)
def test_values_travel_as_text(value: object, text: str | None) -> None:
    assert as_text(value) == text
