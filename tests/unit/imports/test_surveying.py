"""What the import panel shows of a file before it is imported, and what is wrong with it."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path
from typing import Any

import pytest

from datavault_jupyter import Vault
from datavault_jupyter.features.imports import searching
from tests.unit.imports.wire import Wire


def test_a_type_that_does_not_fit_is_a_problem_beside_the_rows(wire: Wire, folder: Path) -> None:
    path = folder / "b.csv"
    path.write_text("id,zip\n1,01067\n2,abc\n")
    made = wire.ask(
        "imports.preview", source={"path": str(path)}, settings={"types": {"zip": "BIGINT"}}
    )
    (problem,) = made["problems"]
    assert (problem["line"], problem["column"], problem["text"]) == (3, "zip", "2,abc")
    assert problem["message"].startswith("'abc'")
    assert (made["problem_count"], made["can_skip"], made["row_count"]) == (1, True, 2)
    assert made["rows"] == [["1", "1067"]]
    assert (made["columns"][1]["type"], made["columns"][1]["detected_type"]) == (
        "BIGINT",
        "VARCHAR",
    )


@pytest.mark.parametrize(
    ("content", "problems", "rows"),
    [
        (
            b"id,x\n1,a\n2,b,c\n3,d\n4\n",
            [
                (3, "It has 3 cells, but the table has 2 columns.", "2,b,c"),
                (5, "It has 1 cell, but the table has 2 columns.", "4"),
            ],
            [["1", "a"], ["3", "d"]],
        ),
        (
            "id,x\n1,ä\n2,b".encode() + b"\xe4r\n",
            [(3, "Not valid UTF-8 at byte 14.", r"2,b\xe4r")],
            [["1", "ä"]],
        ),
        (
            b'id,x\n1,a\n2,b\n3,"c\n4,d\n',
            [(4, None, '3,"c')],
            [["1", "a"], ["2", "b"], ["4", "d"]],
        ),
    ],
)
def test_rows_that_are_wrong_stand_beside_those_that_are_fine(
    wire: Wire, folder: Path, content: bytes, problems: list[Any], rows: list[Any]
) -> None:
    path = folder / "broken.csv"
    path.write_bytes(content)
    made = wire.ask("imports.preview", source={"path": str(path)})
    found = [(each["line"], each["message"], each["text"]) for each in made["problems"]]
    assert [(line, text) for line, _, text in found] == [(line, text) for line, _, text in problems]
    for (_, said, _), (_, wanted, _) in zip(found, problems, strict=True):
        assert wanted is None or said == wanted
    assert made["rows"] == rows
    assert made["file_name"] == "broken.csv"
    assert made["problem_count"] == len(problems)
    assert made["row_count"] == len(problems) + len(rows)
    assert (made["can_skip"], made["has_more_problems"], made["looked_bytes"]) == (
        True,
        False,
        None,
    )
    assert made["notes"] == []


def test_records_of_json_are_told_apart_too(wire: Wire, folder: Path) -> None:
    path = folder / "broken.ndjson"
    path.write_text('{"a": 1}\n{"a": \n{"a": 3}\n')
    made = wire.ask("imports.preview", source={"path": str(path)})
    assert [(each["line"], each["text"]) for each in made["problems"]] == [(2, '{"a": ')]
    assert (made["rows"], made["row_count"]) == ([["1"], ["3"]], 3)
    assert made["can_skip"]


def test_what_is_wrong_with_the_file_as_a_whole_has_no_way_around(wire: Wire, folder: Path) -> None:
    path = folder / "blank.csv"
    path.write_text("\n\n\n")
    made = wire.ask("imports.preview", source={"path": str(path)})
    (problem,) = made["problems"]
    assert "blank lines" in problem["message"]
    assert (made["problem_count"], made["can_skip"], made["format"]) == (None, False, "csv")


def test_a_big_file_is_searched_to_a_limit(
    wire: Wire, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searching, "MOST_BYTES", 4_000)
    monkeypatch.setattr(searching, "_EDGE_BYTES", 400)
    path = folder / "big.csv"
    lines = [f'{i},"text {i}"\n' for i in range(2_000)]
    lines[10] = "10,a,b\n"
    lines[1_900] = "1900,a,b\n"
    path.write_text("id,x\n" + "".join(lines))
    made = wire.ask("imports.preview", source={"path": str(path)})
    assert [each["line"] for each in made["problems"]] == [12]
    assert (made["problem_count"], made["looked_bytes"]) == (1, 4_000)
    assert (made["row_count"], made["can_skip"]) == (None, True)
    packed = folder / "big.csv.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    again = wire.ask("imports.preview", source={"path": str(packed)})
    assert [each["line"] for each in again["problems"]] == [12]


def test_notes_name_the_setting_that_would_change_them(wire: Wire, folder: Path) -> None:
    path = folder / "dates.csv"
    path.write_text("id,day\n1,3/4/2026\n2,5/6/2026\n")
    source = {"path": str(path)}
    made = wire.ask("imports.preview", source=source)
    (note,) = made["notes"]
    assert (note["setting"], note["column"]) == ("date_order", "day")
    assert "date_order" not in note["message"]
    asked = wire.ask("imports.preview", source=source, settings={"date_order": "dmy"})
    assert asked["rows"][0] == ["1", "2026-04-03"]
    assert asked["columns"][1]["type"] == "DATE"


def test_how_the_file_is_read_can_be_chosen(wire: Wire, folder: Path) -> None:
    path = folder / "odd.csv"
    path.write_text("made by a machine\nid;x\n1;'a;b'\n2;'-'\n")
    source = {"path": str(path)}
    settings = {"skip": 1, "quote": "'", "delimiter": ";", "null_values": ["-"]}
    made = wire.ask("imports.preview", source=source, settings=settings)
    assert made["rows"] == [["1", "a;b"], ["2", "-"]]
    assert (made["skip"], made["quote"], made["delimiter"]) == (1, "'", ";")
    bare = wire.ask("imports.preview", source=source, settings={**settings, "quote": ""})
    assert bare["problems"][0]["line"] == 3


def test_an_archive_shows_its_tables(wire: Wire, vault: Vault, folder: Path) -> None:
    path = folder / "both.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("one.csv", "a,b\n1,x\n")
        archive.writestr("more/two.csv", "c\n2\n3\n")
    source = {"path": str(path)}
    made = wire.ask("imports.preview", source=source)
    assert made["tables"] == ["more/two.csv", "one.csv"]
    assert (made["table"], made["columns"], made["problems"]) == (None, [], [])
    chosen = wire.ask("imports.preview", source=source, settings={"table": "more/two.csv"})
    assert (chosen["table"], chosen["row_count"]) == ("more/two.csv", 2)
    assert (chosen["suggested_name"], chosen["file_name"]) == ("two", "both.zip")
    job = wire.ask("imports.start", source=source, name="two", settings={"table": "more/two.csv"})
    assert wire.end_of(job["job_id"])["state"] == "done"
    assert vault["two"].df()["c"].tolist() == [2, 3]


def test_an_archive_of_one_table_is_that_table(wire: Wire, folder: Path) -> None:
    path = folder / "one.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("one.csv", "a,b\n1,x\n")
    made = wire.ask("imports.preview", source={"path": str(path)})
    assert (made["rows"], made["table"], made["format"]) == ([["1", "x"]], "one.csv", "csv")


def test_the_encoding_is_told_and_can_be_chosen(wire: Wire, folder: Path) -> None:
    path = folder / "latin.csv"
    path.write_bytes(b"id,x\n1,b\xe4r\n")
    told = wire.ask("imports.preview", source={"path": str(path)})
    assert (told["encoding"], told["rows"]) == ("cp1252", [["1", "bär"]])
    assert told["notes"][0]["setting"] == "encoding"
    chosen = wire.ask(
        "imports.preview", source={"path": str(path)}, settings={"encoding": "koi8-r"}
    )
    assert (chosen["encoding"], chosen["rows"]) == ("koi8-r", [["1", "bДr"]])


def test_what_cannot_be_decoded_says_so(wire: Wire, folder: Path) -> None:
    path = folder / "greek.csv"
    path.write_bytes("id,x\n1,καλημέρα\n".encode("iso8859-7"))
    made = wire.ask("imports.preview", source={"path": str(path)})
    (problem,) = made["problems"]
    assert problem["code"] == "unreadable_text"
    assert problem["hint"] == "Choose the encoding it was written in."


@pytest.mark.parametrize(
    ("name", "marks"),
    [("big.json", "[,]"), ("big.ndjson", ""), ("big.json", "")],
)
def test_the_cut_of_a_big_file_is_no_fault_of_its_records(
    wire: Wire,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    marks: str,
) -> None:
    before, comma, after = list(marks) or ("", "", "")
    monkeypatch.setattr(searching, "MOST_BYTES", 16_000)
    monkeypatch.setattr(searching, "_EDGE_BYTES", 400)
    records = [f'{{"id": {number}, "x": "text"}}' for number in range(3_000)]
    path = folder / name
    path.write_text(before + f"{comma}\n".join(records) + after)
    sound = wire.ask("imports.preview", source={"path": str(path)})
    assert (sound["problems"], sound["row_count"]) == ([], None)
    records[10] = "5"
    path.write_text(before + f"{comma}\n".join(records) + after)
    made = wire.ask("imports.preview", source={"path": str(path)})
    assert [each["line"] for each in made["problems"]] == [11]
    assert (made["looked_bytes"], made["can_skip"]) == (4_000, True)
