"""The import panel's questions, as the browser asks them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from datavault_jupyter import OrgRole, Vault
from datavault_jupyter.features.imports.surveying import as_text
from tests.unit.imports.wire import Wire


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


def test_rows_are_left_out_where_that_is_asked_for(wire: Wire, vault: Vault, folder: Path) -> None:
    path = folder / "ragged.csv"
    path.write_text("id,x\n1,a\n2,b,c\n3,d\n")
    source = {"path": str(path)}
    job = wire.ask("imports.start", source=source, name="r", settings={"on_error": "skip"})
    end = wire.end_of(job["job_id"])
    assert (end["state"], end["done_rows"], end["reject_count"]) == ("done", 2, 1)
    told = wire.ask("imports.report", dataset_id=end["dataset_id"])
    assert (told["read_count"], told["imported_count"], told["rejected_count"]) == (3, 2, 1)
    assert told["rejects"][0] | {"reason": ""} == {
        "line": 3,
        "column": None,
        "reason": "",
        "text": "2,b,c",
        "file_name": None,
    }
    assert told["chosen"] == ["on_error"]
    made = wire.ask("imports.rejects", dataset_id=end["dataset_id"])
    assert made == {"file_name": "ragged-left-out.csv", "text": "id,x\n2,b,c\n"}
    assert vault["r"].df()["id"].tolist() == [1, 3]


def test_the_same_once_more_becomes_a_version(wire: Wire, vault: Vault, folder: Path) -> None:
    source = {"path": str(folder / "a.csv")}
    job = wire.ask("imports.start", source=source, name="a", settings={"types": {"id": "VARCHAR"}})
    first = wire.end_of(job["job_id"])
    assert first["can_repeat"]
    again = wire.ask("imports.repeat", job_id=job["job_id"])
    assert (again["source"]["path"], again["name"]) == (source["path"], "a")
    assert again["settings"]["types"] == {"id": "VARCHAR"}
    job = wire.ask(
        "imports.start",
        source=source,
        name="ignored",
        dataset_id=first["dataset_id"],
        settings={"types": {"zip": "BIGINT"}},
    )
    second = wire.end_of(job["job_id"])
    assert (second["state"], second["dataset_id"], second["name"]) == (
        "done",
        first["dataset_id"],
        "a",
    )
    assert wire.ask("imports.report", dataset_id=first["dataset_id"])["version"] == "1.0.1"
    assert vault["a"].df()["zip"].tolist() == [1067, 10115]
    (folder / "a.csv").unlink()
    assert wire.refused("imports.repeat", job_id=job["job_id"])["code"] == "not_found"


def test_nobody_replaces_the_rows_of_a_dataset_they_may_not_edit(
    wire: Wire, vault: Vault, folder: Path, act_as: Callable[[str], Vault]
) -> None:
    vault.import_file(folder / "a.csv")
    project = vault.projects.create("Support")
    vault.people.add("petra", role=OrgRole.PROJECT_ADMIN)
    vault.projects.add_member("Support", "petra", role="owner")
    theirs = Wire(act_as("petra"))
    refusal = theirs.refused(
        "imports.start",
        source={"path": str(folder / "a.csv")},
        name="a",
        dataset_id=vault["a"].id,
        project_id=project.id,
    )
    assert refusal["code"] in ("not_allowed", "dataset_not_found")
    theirs.close()
    assert len(vault["a"].versions) == 1


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
    data = "id,x\n1,ä\n".encode() + b"2,b\xe4r\n"
    uid = wire.ask("imports.upload_begin", name="a.csv", byte_count=len(data), fingerprint="f")[
        "upload_id"
    ]
    wire.ask("imports.upload_chunk", data, upload_id=uid, offset=0)
    job = wire.ask("imports.start", source={"upload_id": uid}, name="a")
    end = wire.end_of(job["job_id"])
    assert (end["state"], end["problem"]["line"], end["can_repeat"]) == ("error", 3, False)
    job = wire.ask(
        "imports.start", source={"upload_id": uid}, name="a", settings={"encoding": "latin-1"}
    )
    assert wire.end_of(job["job_id"])["state"] == "done"
    assert vault["a"].df()["x"].tolist() == ["Ã¤", "bär"]


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
        "imports.repeat": {"job_id": "job_x"},
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
