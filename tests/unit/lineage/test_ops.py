"""What the Versions tab asks over the wire."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from datavault_jupyter import Dataset, OrgRole, Vault
from datavault_jupyter.wiring import operations_for
from tests.unit.imports.wire import Wire


class Tab(Wire):
    """The wire with every operation of a vault."""

    def __init__(self, vault: Vault) -> None:
        super().__init__(vault)
        self.operations = dict(operations_for(vault._services))
        self._dispatcher = type(self._dispatcher)(self.operations, self._send)


@pytest.fixture
def tab(vault: Vault) -> Iterator[Tab]:
    made = Tab(vault)
    yield made
    made.close()


@pytest.fixture
def edited(reviews: Dataset) -> Dataset:
    with reviews.edit("without the first") as draft:
        draft.remove("id = 1")
    return reviews


def test_the_page_has_all_versions_and_what_may_be_done(tab: Tab, edited: Dataset) -> None:
    page = tab.ask("lineage.versions", dataset_id=edited.id)
    assert [each["number"] for each in page["versions"]] == ["1.0.1", "1.0.0"]
    newest, first = page["versions"]
    assert page["head_id"] == newest["version_id"]
    assert [each["label"] for each in newest["parents"]] == ["1.0.0"]
    assert (newest["note"], first["note"]) == ("without the first", "reviews.csv")
    assert (page["refused"], page["delete_refused"]) == ("", "")
    assert page["key_columns"] == ["id", "text", "day"]


def test_comparing_with_the_parent_and_showing_rows(tab: Tab, edited: Dataset) -> None:
    made = tab.ask("lineage.compare", dataset_id=edited.id, after_id="1.0.1", rows="removed")
    assert (made["before"], made["removed_count"], made["unchanged_count"]) == ("1.0.0", 1, 2)
    assert made["rows"] == [["1", "good", "2026-01-02"]]
    first = tab.ask("lineage.compare", dataset_id=edited.id, after_id="1.0.0")
    assert (first["before"], first["added_count"]) == ("", 3)


def test_metadata_travels_as_json_and_no_digit_is_lost(tab: Tab, edited: Dataset) -> None:
    asked = {"dataset_id": edited.id, "version_id": "1.0.1"}
    given = {"rows": "1152921504606846977", "ids": '["007", null]', "is_clean": "true"}
    made = tab.ask("lineage.describe", **asked, metadata=given)
    assert made["metadata"] == given
    assert edited.head.metadata == {"rows": 2**60 + 1, "ids": ["007", None], "is_clean": True}
    tab.ask("lineage.describe", **asked, name="Clean")
    assert (edited.head.name, len(edited.head.metadata)) == ("Clean", 3)
    refused = tab.refused("lineage.describe", **asked, metadata={"a": "1", "b": "[1"})
    assert (refused["code"], refused["field"]) == ("bad_argument", "b")
    assert tab.refused("lineage.describe", **asked, metadata={"c": "1e400"})["field"] == "c"
    assert tab.ask("lineage.describe", **asked, metadata={})["metadata"] == {}


def test_the_log_tells_in_words_how_a_version_was_made(tab: Tab, edited: Dataset) -> None:
    edited.merge("1.0.0", "1.0.1", number="2.0.0", key="id")

    def told(dataset: Dataset, number: str) -> list[str]:
        log = tab.ask("lineage.log", dataset_id=dataset.id, version_id=number)
        return [each["what"] for each in log["events"]]

    assert told(edited, "1.0.1") == ["edited its rows"]
    assert told(edited, "2.0.0") == ["merged it"]
    assert told(edited.clone("copy"), "1.0.0") == ["cloned it"]


def test_the_first_rows_of_an_older_version(tab: Tab, edited: Dataset) -> None:
    made = tab.ask("lineage.rows", dataset_id=edited.id, version_id="1.0.0", limit=2)
    assert (made["names"], made["row_count"]) == (["id", "text", "day"], 3)
    assert made["rows"] == [["1", "good", "2026-01-02"], ["2", None, "2026-01-03"]]


def test_what_can_be_done_is_done_and_the_rest_is_told(tab: Tab, edited: Dataset) -> None:
    ids = [each.id for each in edited.versions]
    told = tab.ask("lineage.archive", dataset_id=edited.id, version_ids=ids)["outcomes"]
    assert [bool(each["problem"]) for each in told] == [True, False]
    asked = {"dataset_id": edited.id, "version_ids": [ids[1]], "confirm": "delete"}
    assert "was made from" in tab.refused("lineage.delete", **asked)["message"]
    assert tab.refused("lineage.delete", **{**asked, "confirm": ""})["code"] == "not_confirmed"
    both = {**asked, "version_ids": [ids[0], ids[1]]}
    told = tab.ask("lineage.delete", **both)["outcomes"]
    # Nothing could be done, and that is told of each.
    assert [(bool(each["problem"]), each["field"]) for each in told] == [
        (True, ""),
        (True, "force"),
    ]
    tab.ask("lineage.delete", **asked, force=True)
    assert [each.number for each in edited.versions] == ["1.0.1"]
    made = tab.ask("lineage.create", dataset_id=edited.id, number="spring", tags=["gold"])
    assert (made["number"], made["tags"], made["is_head"]) == ("spring", ["gold"], True)
    log = tab.ask("lineage.log", dataset_id=edited.id, version_id="spring")
    assert [each["what"] for each in log["events"]] == ["made it"]


@pytest.mark.parametrize("name", ["carla", "vera"])
def test_who_may_not_change_is_refused(
    vault: Vault, edited: Dataset, act_as: Callable[[str], Vault], name: str
) -> None:
    vault.projects.create("Support")
    vault.people.add("carla", role=OrgRole.CONTRIBUTOR)
    vault.people.add("vera", role=OrgRole.PROJECT_ADMIN)
    vault.projects.add_member("Support", "vera", role="viewer")
    copy = edited.clone("copy", project="Support")
    theirs = Tab(act_as(name))
    one = {"dataset_id": copy.id, "version_ids": ["1.0.0"]}
    asked: dict[str, dict[str, Any]] = {
        "lineage.tag": {**one, "tag": "x"},
        "lineage.publish": one,
        "lineage.archive": one,
        "lineage.unarchive": one,
        "lineage.delete": {**one, "confirm": "delete"},
        "lineage.create": {"dataset_id": copy.id},
        "lineage.describe": {"dataset_id": copy.id, "version_id": "1.0.0", "description": "x"},
    }
    reading = {"lineage.versions", "lineage.compare", "lineage.rows", "lineage.log"}
    known = {op for op in theirs.operations if op.startswith("lineage.")}
    assert set(asked) | reading == known
    for op, args in asked.items():
        code = theirs.refused(op, **args)["code"]
        assert code in ("not_allowed", "dataset_not_found"), op
    if name == "vera":
        assert "may not" in theirs.ask("lineage.versions", dataset_id=copy.id)["refused"]
    theirs.close()
    assert [each.tags for each in copy.versions] == [()]
