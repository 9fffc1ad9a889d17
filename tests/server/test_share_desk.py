"""What is answered by a link: a few questions about one dataset, and nothing else."""

import shutil
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import datavault_jupyter as dv
from datavault_jupyter.access import Identity
from datavault_jupyter.base.clock import now
from datavault_jupyter.features.sharing import queries
from datavault_jupyter.features.sharing.records import LinkKind
from datavault_jupyter.guest import GuestServices
from datavault_jupyter.protocol import messages
from datavault_jupyter.protocol.operations import Call
from datavault_jupyter.server.guessing import MOST_EACH, MOST_OVERALL, Guesses
from datavault_jupyter.server.offers import OFFERS
from datavault_jupyter.server.refusals import ServerBusy, TooManyGuesses
from datavault_jupyter.server.shared import SHARED, SharedDesk
from datavault_jupyter.server.shelf import Shelf
from datavault_jupyter.server.workers import Workers
from tests.server.asking import fitting

ANA = Identity("ana", "Ana", "jupyter")


class House:
    """A vault with a shared dataset, and the desk that answers who has a link to it."""

    def __init__(self, folder: Path) -> None:
        self.vault = dv.Vault(folder)
        self.vault.settings.share_imported = True
        self.ds, self.other = self.vault["numbers"], self.vault["words"]
        self.desk = SharedDesk(Shelf({"team": folder}, has_own=False, memory_limit="", threads=1))
        self.known: dict[str, Any] = {
            "dataset_id": self.ds.id,
            "column": "n",
            "columns": ["n"],
            "limit": 5,
            "row_id": 0,
            "offset": 0,
            "path": "numbers.csv",
            "spec": {"form": 1, "kind": "histogram", "x": {"field": "n"}},
        }

    def token(self, mode: LinkKind = LinkKind.PUBLIC) -> str:
        """The token of the dataset's link."""
        sharing = self.vault._services.sharing
        shared = sharing.create(self.ds._record, mode, confirm=True)
        return sharing.path(shared.links[mode]).rpartition("/")[2]

    def personal(self, who: str) -> str:
        _, path = self.vault._services.sharing.personal(self.ds._record, who)
        return path.rpartition("/")[2]

    def open(self, token: str, who: Identity | None = None) -> GuestServices:
        found = self.desk.look(token, who).services
        assert found is not None
        return found

    def told(self, op: str, token: str, /, **args: Any) -> dict[str, Any]:
        """The answer's message; what a dead link gets is no message at all."""
        found = self.desk.look(token, None)
        if found.services is None:
            return {"ok": False, "error": {"code": "dead"}}
        known = self.vault._services.operations.get(op) or found.services.operations.get(op)
        asked = args or (fitting(known, self.known) if known else {})
        question = messages.question({"v": 1, "ask": "1", "op": op, "args": asked})
        message, _ = self.desk.answer(question, found.services, Call(buffers=[b""]))
        return message

    def code(self, op: str, token: str, /, **args: Any) -> str:
        message = self.told(op, token, **args)
        return "" if message["ok"] else str(message["error"]["code"])


@pytest.fixture
def house(team: Path, tmp_path: Path) -> Iterator[House]:
    made = House(shutil.copytree(team, tmp_path / "team"))
    yield made
    made.vault.close()


def test_whatever_is_not_in_the_table_is_refused(house: House) -> None:
    every = set(house.vault._services.operations) | set(OFFERS) | SHARED
    token = house.token()
    told = {op: house.code(op, token) for op in sorted(every)}
    assert {op for op, code in told.items() if code != "not_allowed"} == SHARED
    # What is offered is answered, but for exports that nobody began.
    missing = {"exports.cancel", "exports.file", "exports.job"}
    assert {op: told[op] for op in SHARED} == {
        op: "not_found" if op in missing else "" for op in SHARED
    }
    assert house.code("no.such", token) == "not_allowed"


def test_no_other_dataset_is_there_by_id_or_name(house: House) -> None:
    token = house.token()
    for about in (house.other.id, "words", "numbers", "Teaching/numbers", "", "../x", 7, ["x"]):
        told = {
            op: house.code(op, token, **{**house.known, "dataset_id": about})
            for op in sorted(SHARED)
            if op.startswith(("content.", "studio."))
        }
        assert set(told.values()) == {"dataset_not_found"}, about


def test_an_answer_says_nothing_of_the_vault_around(house: House) -> None:
    """No folder, no project, nobody's name but theirs who shared it."""
    house.ds.charts.save("how many", house.ds.chart(x="n"))
    token = house.token()
    facts = house.told("share.describe", token)["data"]
    assert (facts["title"], facts["chart_count"], facts["can_export"]) == ("numbers", 1, True)
    wish = {"dataset_id": house.ds.id, "format": "csv", "path": "numbers.csv"}
    started = house.told("exports.start", token, **wish)["data"]
    said = [house.told(op, token) for op in sorted(SHARED)]
    said += [started, house.told("exports.job", token, job_id=started["job_id"])]
    (chart,) = house.told("studio.charts", token)["data"]["charts"]
    drawn = {"dataset_id": house.ds.id, "spec": chart["spec"], "kept_id": chart["id"]}
    said.append(house.told("studio.draw", token, **drawn))
    root = str(house.vault._services.store.root)
    for trace in (root, "Teaching", "vlt_", "read_parquet", "words", "rows/dst_"):
        assert [each for each in said if trace in repr(each)] == [], trace


def test_a_file_goes_into_the_vault_under_a_plain_name(house: House) -> None:
    token = house.token()
    for path in ("../up.csv", "/x.csv", "~/x.csv", ".hidden", "a/b.csv", ""):
        args = {"dataset_id": house.ds.id, "format": "csv", "path": path}
        assert house.code("exports.start", token, **args) == "bad_name", path
        told = house.told("exports.target", token, path=path, format="csv")["data"]
        assert (told["exists"], told["places"]) == (False, [])
    sql = {"dataset_id": house.ds.id, "spec": {**house.known["spec"], "condition": "n > 1"}}
    assert house.told("studio.draw", token, **sql)["error"]["code"] == "bad_argument"


def test_without_export_there_is_none_and_copying_has_the_size_of_a_page(house: House) -> None:
    token = house.token()
    house.ds.share().change(can_export=False)
    told = {op: house.code(op, token) for op in SHARED if op.startswith("exports.")}
    assert set(told.values()) == {"not_allowed"}
    assert len(told) == 7
    asked = {"dataset_id": house.ds.id, "columns": ["n"], "limit": 100_000}
    assert house.told("content.copy", token, **asked)["data"]["row_count"] == 1000
    assert house.told("share.describe", token)["data"]["can_export"] is False


def test_a_link_dies_at_once_and_wrong_ones_look_like_dead_ones(house: House) -> None:
    public = house.token()
    restricted = house.token(LinkKind.RESTRICTED)  # which takes the public one back
    house.vault._services.sharing.add(house.ds._record, "ana", ["ana"])
    personal = house.personal("ana")

    def looks(token: str, who: Identity | None = None) -> tuple[Any, bool]:
        found = house.desk.look(token, who)
        return found.kind, found.services is not None

    dead = (None, False)
    assert looks(public) == dead
    assert looks(restricted) == (LinkKind.RESTRICTED, False)
    assert looks(restricted, Identity("eve", "Eve", "jupyter"))[1] is False
    # A member of the vault who isn't on the list is let in no more than others.
    assert looks(restricted, Identity("ada", "Ada", "jupyter"))[1] is False
    assert looks(restricted, ANA)[1] is True
    assert looks(personal)[1] is True
    for wrong in (restricted[:-1], restricted + "A", restricted.lower(), "", "x" * 43, "é" * 43):
        assert looks(wrong, ANA) == dead
    again = house.personal("ana")
    assert (looks(personal), looks(again)[1]) == (dead, True)
    house.vault._services.sharing.remove(house.ds._record, "ana")
    assert (looks(restricted, ANA)[1], looks(again)) == (False, dead)
    house.ds.share().revoke()
    assert looks(restricted, ANA) == dead
    assert house.token() not in (public, restricted)


def test_a_link_ends_at_its_moment(house: House) -> None:
    token = house.token()
    store, sharing = house.vault._services.store, house.vault._services.sharing
    key = sharing.look(house.ds._record).links[LinkKind.PUBLIC].key

    def ends(at: Any) -> None:
        with store.catalog.write() as connection:
            queries.change(connection, [key], ends_at=at, can_export=True, hidden=())

    ends(now() + timedelta(hours=1))
    assert house.code("share.describe", token) == ""
    ends(now() - timedelta(seconds=1))
    found = house.desk.look(token, None)
    assert (found.kind, found.services) == (None, None)
    assert house.code("content.page", token) == "dead"


def test_archive_keeps_a_link_an_orphan_stays_and_delete_kills_it(house: House) -> None:
    token = house.token()
    house.ds.archive()
    assert house.code("content.page", token) == ""
    house.ds.unarchive()
    house.ds.delete(confirm="delete")
    assert house.desk.look(token, None).kind is None
    nodes = [dv.Subtask("rate", fields=[dv.Field("ok", "boolean")])]
    pipeline = house.vault.pipelines.create("Judged", nodes=nodes)
    pipeline.activate().add_tasks([{}, {}])
    house.ds = pipeline.dataset
    house.known["dataset_id"] = house.ds.id
    token = house.token()
    columns = {"dataset_id": house.ds.id, "columns": ["status"]}
    assert house.told("content.page", token, **columns)["data"]["row_count"] == 2
    pipeline.complete()
    pipeline.delete(confirm="delete")
    told = house.told("share.describe", token)["data"]
    assert (told["state"], told["row_count"]) == ("orphaned", 2)
    assert house.told("content.page", token, **columns)["data"]["row_count"] == 2


def test_a_vault_that_cannot_be_opened_closes_no_other(house: House, tmp_path: Path) -> None:
    broken = shutil.copytree(house.vault._services.store.root, tmp_path / "broken")
    (broken / "catalog.sqlite").write_bytes(b"no catalogue at all" * 100)
    folders = {"broken": broken, "team": house.vault._services.store.root}
    desk = SharedDesk(Shelf(folders, has_own=False, memory_limit="", threads=1))
    assert desk.look(house.token(), None).services is not None


def test_it_is_noted_who_opened_it_and_when(house: House) -> None:
    token = house.token()
    for _ in range(2):
        assert house.open(token).begin() == "numbers"
    house.open(token, ANA).begin()
    told = {(each.who, str(each.link)) for each in house.ds.share().openings}
    assert told == {("", "public"), ("ana", "public")}


def test_who_guesses_waits_and_shuts_out_nobody_who_reads() -> None:
    at = [0.0]
    guesses = Guesses(clock=lambda: at[0])
    guesses.opened("10.0.0.1", "right")
    for _ in range(MOST_EACH):
        guesses.require("10.0.0.1", "wrong")
        guesses.missed("10.0.0.1")
    for token in ("wrong", "also right"):
        with pytest.raises(TooManyGuesses):
            guesses.require("10.0.0.1", token)
    guesses.require("10.0.0.1", "right")
    guesses.require("10.0.0.2", "wrong")
    at[0] += 7
    guesses.require("10.0.0.1", "wrong")
    # Many addresses together are held up, too; one network of IPv6 counts as one address.
    for number in range(MOST_OVERALL + MOST_EACH):
        guesses.missed(f"2001:db8:0:{number:x}::1")
    with pytest.raises(TooManyGuesses):
        guesses.require("10.9.9.9", "wrong")
    guesses.require("10.0.0.1", "right")
    at[0] += 3601
    for _ in range(MOST_EACH):
        guesses.missed("2001:db8::1")
    with pytest.raises(TooManyGuesses):
        guesses.require("2001:db8::2", "right")


def test_guests_together_get_what_one_member_gets() -> None:
    workers = Workers(at_once=1, waiting=7)
    gate = [True]

    def wait() -> None:
        while gate[0]:
            time.sleep(0.001)

    try:
        mine = [workers.run("guest 1", wait, among="guests") for _ in range(2)]
        with pytest.raises(ServerBusy, match="your questions"):
            workers.run("guest 1", wait, among="guests")
        others = [workers.run(f"guest {each}", wait, among="guests") for each in (2, 3)]
        with pytest.raises(ServerBusy):
            workers.run("guest 4", wait, among="guests")
        member = [workers.run("ada", wait) for _ in range(4)]
        gate[0] = False
        for each in [*mine, *others, *member]:
            each.result(10)
        assert workers.run("guest 4", lambda: 1, among="guests").result(10) == 1
    finally:
        gate[0] = False
        workers.close()
