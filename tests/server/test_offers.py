"""Every operation, asked by everybody: what is not allowed is refused, whatever is asked."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from datavault_jupyter import Field, Start, Subtask, Vault
from datavault_jupyter.access import Identity
from datavault_jupyter.base.errors import VaultError
from datavault_jupyter.protocol.operations import Call
from datavault_jupyter.server.desk import Desk, envelope
from datavault_jupyter.server.offers import (
    CODE,
    FOR_OWNER,
    KERNEL_ONLY,
    OFFERS,
    READS,
    WORK,
    WRITES,
)
from datavault_jupyter.server.shelf import Shelf
from datavault_jupyter.server.visitors import Visitor
from tests.server.asking import fitting

DENIED = {"not_allowed", "owner_only", "kernel_only"}
# Refused before it came to roles: what was asked about isn't there, or wasn't confirmed.
REFUSED = DENIED | {"bad_argument", "dashboard_not_found", "not_confirmed"}
# Everybody who has a role may do these: they are about the asker alone.
OWN_AFFAIRS = {"preferences.set"}
# They ask the network before anything else; only whom the server belongs to gets so far.
HUB = {name for name in OFFERS if name.startswith("hub.")}
ASKED = sorted(set(OFFERS) - CODE)


class House:
    """A desk with a vault behind it, and a dataset everything is asked about."""

    def __init__(self, folder: Path) -> None:
        self.vault = vault = Vault(folder)
        self.desk = Desk(Shelf({"team": folder}, has_own=False, memory_limit="", threads=1))
        pipeline = vault.pipelines.create(
            "Helpfulness",
            project="Teaching",
            nodes=[Start(), Subtask("rate", fields=[Field("ok", "boolean")])],
        )
        teaching, numbers = vault.projects.get("Teaching"), vault["numbers"]
        self.known: dict[str, Any] = {
            "dataset_id": numbers.id,
            "dataset_ids": [numbers.id],
            "ids": [numbers.id],
            "project_id": teaching.id,
            "pipeline_id": pipeline.id,
            "version_id": numbers.versions[0].id,
            "version_ids": [numbers.versions[0].id],
            "kind": "dataset",
            "value": numbers.id,
            "column": "n",
            "field": "n",
            "columns": ["n"],
            "limit": 5,
        }

    def ask(self, op: str, who: str, *, is_owner: bool = False, **args: Any) -> str:
        """The code of the refusal; empty for an answer."""
        return str(self.told(op, who, is_owner=is_owner, **args).get("code", ""))

    def told(self, op: str, who: str, *, is_owner: bool = False, **args: Any) -> dict[str, Any]:
        """The refusal; nothing for an answer."""
        visitor = Visitor(Identity(who, who, "jupyter"), is_owner=is_owner)
        known = self.vault._services.operations[op]
        message = {"v": 1, "ask": "1", "vault": "team", "op": op}
        asked = {**message, "args": args or fitting(known, self.known)}
        try:
            answer, _ = self.desk.answer(envelope(asked), visitor, Call(buffers=[b""]))
        except VaultError as error:
            return {"code": error.code}
        return {} if answer["ok"] else answer["error"]


@pytest.fixture(scope="module")
def house(team: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    # A copy: some questions change things.
    made = House(shutil.copytree(team, tmp_path_factory.mktemp("offers") / "team"))
    yield made
    made.vault.close()


def test_every_operation_stands_in_the_table_once(house: House) -> None:
    """A new one is offered over HTTP only after somebody has decided what it is."""
    known = set(house.vault._services.operations)
    missing = known - READS - WRITES - KERNEL_ONLY
    assert not missing, f"say in server/offers.py what these do: {sorted(missing)}"
    assert known >= (READS | WRITES | KERNEL_ONLY)
    assert not READS & WRITES
    assert not (READS | WRITES) & KERNEL_ONLY
    assert set(OFFERS) >= FOR_OWNER | WORK


@pytest.mark.parametrize("who", ["nobody-knows", "carl"])
def test_without_a_role_nothing_is_answered(house: House, who: str) -> None:
    told = {op: house.ask(op, who) for op in ASKED}
    assert {op: code for op, code in told.items() if op not in WORK and code != "not_allowed"} == {}
    # On a pipeline that names them nowhere, contributors may do nothing either.
    # Who has a role is told that there is nothing for them; strangers not even that.
    answered = [op for op in WORK if told[op] == ""]
    assert answered == (["pipelines.places"] if who == "carl" else [])


def test_what_is_for_kernels_is_offered_to_nobody(house: House) -> None:
    assert {house.ask(op, "ada", is_owner=True) for op in KERNEL_ONLY} == {"kernel_only"}


def test_a_viewer_reads_what_they_may_see_and_changes_nothing(house: House) -> None:
    told = {op: house.ask(op, "vera") for op in ASKED}
    changed = {op for op in WRITES - OWN_AFFAIRS if told[op] == ""}
    # An export is a reader's right; the file lies in the vault until they fetch it.
    assert changed <= {"exports.start", "projects.move"}
    # That one tells of each dataset by itself why it stays.
    assert house.vault["numbers"].project == "Teaching"
    about_a_dataset = {
        op for op in WRITES if op.split(".")[0] in {"lineage", "datasets", "studio", "boards"}
    }
    assert {op: told[op] for op in about_a_dataset if told[op] not in REFUSED} == {}
    read = {op for op in READS if told[op] == ""}
    assert {"datasets.describe", "content.page", "content.count", "studio.fields"} <= read
    assert {told[op] for op in FOR_OWNER} == {"owner_only"}
    assert {told["people.list"], told["people.audit"]} == {"not_allowed"}


def test_nobody_reads_what_lies_elsewhere(house: House) -> None:
    """A viewer of one project asks about a dataset outside of it."""
    about = house.known["dataset_id"]
    house.known["dataset_id"] = house.vault["words"].id
    try:
        asked = [
            op
            for op in READS - FOR_OWNER
            if "dataset_id" in house.vault._services.operations[op].args.__annotations__
        ]
        told = {op: house.ask(op, "vera") for op in asked}
    finally:
        house.known["dataset_id"] = about
    # A list of one's own exports takes a dataset only to narrow it.
    assert {op: code for op, code in told.items() if code == ""} == {}
    assert len(told) > 30


def test_paths_are_never_taken_over_http(house: House, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")
    for path in (str(secret), "https://127.0.0.1/x.csv", "../secret.csv"):
        source = {"path": path, "upload_id": ""}
        told = house.ask("imports.preview", "ada", source=source)
        assert told == "kernel_only"
        assert house.ask("imports.start", "ada", source=source, name="x") == "kernel_only"
    seed = {"kind": "file", "value": str(secret)}
    asked = {"pipeline_id": house.known["pipeline_id"], "source": seed}
    assert house.ask("pipelines.seed_look", "ada", **asked) == "kernel_only"
    export = {"dataset_id": house.known["dataset_id"], "format": "csv"}
    for path in (
        "../x.csv",
        "/x.csv",
        "~/x.csv",
        "a/b.csv",
        ".hidden",
        "c:x.csv",
        "x\0.csv",
        "",
    ):
        assert house.ask("exports.start", "ada", **export, path=path) == "bad_name"
    for vault in (str(house.vault.path), "../team", "TEAM", "gone"):
        message = {"v": 1, "ask": "1", "vault": vault, "op": "datasets.list", "args": {}}
        visitor = Visitor(Identity("ada", "ada", "jupyter"), is_owner=True)
        answer, _ = house.desk.answer(envelope(message), visitor, Call())
        assert answer["error"]["code"] == "vault_not_found"


def test_whom_the_server_belongs_to_is_refused_nothing_by_the_door(
    team: Path, tmp_path: Path
) -> None:
    """It changes things, so in a house of its own: others may be asked in one after it."""
    house = House(shutil.copytree(team, tmp_path / "team"))
    told = {op: house.ask(op, "", is_owner=True) for op in sorted(set(ASKED) - HUB)}
    house.vault.close()
    assert {op: code for op, code in told.items() if code in {*DENIED, "unexpected"}} == {}
