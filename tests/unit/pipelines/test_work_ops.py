"""What the work form asks over the wire: claiming, drafts, answers, reviews, and who may."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import datavault_jupyter as dv
from datavault_jupyter import Vault
from datavault_jupyter.base import clock
from datavault_jupyter.features.pipelines.tasks import turns
from datavault_jupyter.wiring import operations_for
from tests.unit.imports.wire import Wire
from tests.unit.pipelines.conftest import REPLY, SCORE, Make, rows

BIG = 2**63 - 1
ROOT = Path(__file__).parents[3]


class Form(Wire):
    """The wire of one form: it names the pipeline in all it asks."""

    def __init__(self, vault: Vault, pipeline: dv.Pipeline) -> None:
        super().__init__(vault)
        self._dispatcher = type(self._dispatcher)(dict(operations_for(vault._services)), self._send)
        self._named = {"pipeline_id": pipeline.id}

    def answer(self, op: str, *buffers: bytes, **args: Any) -> dict[str, Any]:
        return super().answer(op, *buffers, **self._named, **args)

    def next(self, **args: Any) -> dict[str, Any]:
        made: dict[str, Any] = self.ask("pipelines.claim", **args)["item"]
        return made

    def submit(self, item: dict[str, Any], **content: Any) -> dict[str, Any]:
        made: dict[str, Any] = self.ask(
            "pipelines.submit", work_id=item["work_id"], content=content
        )
        return made


Open = Callable[..., Form]


@pytest.fixture
def form(vault: Vault) -> Iterator[Open]:
    made: list[Form] = []

    def opened(pipeline: dv.Pipeline, by: Vault | None = None) -> Form:
        made.append(Form(by or vault, pipeline))
        return made[-1]

    yield opened
    for each in made:
        each.close()


def test_looking_claims_nothing_and_claiming_goes_on_with_what_is_held(
    form: Open, make: Make
) -> None:
    pipeline = make()
    wire = form(pipeline)
    place = wire.ask("pipelines.work")
    assert place["counts"] == {"pending": 3}
    assert (place["held_count"], place["refused"], place["status"]) == (0, "", "active")
    first = wire.next()
    assert [each["field"]["name"] for each in first["seen"]] == ["reply"]
    assert first["seen"][0]["value"] == "reply 0"
    assert 3500 < first["left_s"] <= 3600
    # A second form of the same person goes on with the same task.
    assert form(pipeline).next()["work_id"] == first["work_id"]
    assert wire.ask("pipelines.work")["held_count"] == 1


def test_a_draft_keeps_what_fits_and_names_what_does_not(form: Open, make: Make) -> None:
    extra = dv.Field("count", "numeric", max=10)
    wire = form(make(dv.Subtask("rate", fields=[REPLY, SCORE, extra])))
    item = wire.next()
    told = wire.ask(
        "pipelines.save", work_id=item["work_id"], content={"score": 4, "count": "eleven"}
    )
    assert not told["is_done"]
    assert told["problems"] == {"count": "Takes a number, not 'eleven'."}
    # An hour from now on: whoever saves is at work.
    assert 3590 < told["left_s"] <= 3600
    assert wire.next()["draft"] == {"score": 4}
    told = wire.ask("pipelines.save", work_id=item["work_id"], content={"count": "11"})
    assert told["problems"] == {"count": "Takes at most 10, not 11.0."}


def test_whole_numbers_lose_no_digit_on_the_way(form: Open, make: Make) -> None:
    number = dv.Field("n", "numeric", is_integer=True)
    judged = dv.Field("c", "criteria", is_integer=True)
    pipeline = make(dv.Subtask("count", fields=[REPLY, number, judged]), tasks=1)
    wire = form(pipeline)
    item = wire.next()
    content = {"n": str(BIG), "c": {"value": str(-BIG), "reasoning": "so"}}
    wire.ask("pipelines.save", work_id=item["work_id"], content=content)
    assert wire.next()["draft"] == content
    assert wire.submit(item, **content)["is_done"]
    # A JSON number of 64 bits would have come as 9223372036854775808.
    assert rows(pipeline, "n")[0][0] == BIG


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_handed_in(form: Open, make: Make) -> None:
    pipeline = make(dv.Subtask("rate", fields=[REPLY, SCORE, dv.Field("ok", "boolean")]))
    wire = form(pipeline)
    told = wire.submit(wire.next(), score=9, tone="x")
    assert told["problems"] == {
        "score": "Takes 1 to 5, not 9.",
        "ok": "An answer is needed here.",
        "tone": "The form has no such field.",
    }
    assert pipeline.counts["in_progress"] == 1
    assert not told["is_done"]


def test_an_answer_is_handed_in_and_taken_back(form: Open, make: Make) -> None:
    pipeline = make(tasks=2)
    wire = form(pipeline)
    item = wire.next()
    assert wire.submit(item, score=5) == {"is_done": True, "problems": {}, "left_s": None}
    assert wire.next()["task_id"] != item["task_id"]
    back = wire.ask("pipelines.undo", work_id=item["work_id"])
    assert (back["task_id"], back["draft"]) == (item["task_id"], {"score": 5})
    assert pipeline.counts["finished"] == 0


def test_what_was_skipped_is_not_next_again(form: Open, make: Make) -> None:
    wire = form(make(dv.Subtask("rate", fields=[REPLY, SCORE], claim_limit=1), tasks=2))
    first = wire.next()
    wire.ask("pipelines.release", work_id=first["work_id"])
    second = wire.next(skipped=[first["task_id"]])
    assert second["task_id"] != first["task_id"]
    wire.ask("pipelines.release", work_id=second["work_id"])
    nothing = wire.ask("pipelines.claim", skipped=[first["task_id"], second["task_id"]])
    assert (nothing["item"], nothing["place"]["counts"]) == (None, {"pending": 2})
    assert wire.next()["task_id"] == first["task_id"]


def test_a_task_is_escalated_with_a_note(form: Open, make: Make) -> None:
    pipeline = make(tasks=1)
    wire = form(pipeline)
    item = wire.next()
    refused = wire.refused("pipelines.escalate", work_id=item["work_id"], note=" ")
    assert refused["code"] == "bad_argument"
    wire.ask("pipelines.escalate", work_id=item["work_id"], note="which of the two?")
    assert pipeline.counts["escalated"] == 1
    assert "which of the two?" in [each.note for each in pipeline.history(item["task_id"])]


def test_a_review_sees_each_answer_corrects_and_returns(form: Open, make: Make) -> None:
    pipeline = make(
        dv.Subtask("rate", fields=[REPLY, SCORE], overlap=3), dv.Review("check"), tasks=2
    )
    for who in ("ana", "bo", "cy"):
        for work in pipeline.claim(2, contributor=who):
            work.submit({"score": 2 if who == "cy" else 4})
    wire = form(pipeline)
    item = wire.next(node="check")
    assert item["is_review"]
    assert item["fields"][0]["name"] == "score"
    assert [(each["contributor"], each["content"]) for each in item["answers"]] == [
        ("ana", {"score": 4}), ("bo", {"score": 4}), ("cy", {"score": 2}),
    ]  # fmt: skip
    assert {each["field"]["name"]: each["value"] for each in item["seen"]}["score"] == 4
    named = {"work_id": item["work_id"], "verdict": "pass"}
    wrong = wire.ask("pipelines.review", **named, content={"score": 9})
    assert wrong["problems"] == {"score": "Takes 1 to 5, not 9."}
    assert wire.ask("pipelines.review", **named, content={"score": 3})["is_done"]
    assert (3,) in rows(pipeline, "score")
    other = wire.next(node="check")
    back = {"work_id": other["work_id"], "verdict": "return"}
    assert wire.refused("pipelines.review", **back)["field"] == "note"
    assert wire.ask("pipelines.review", **back, note="look again")["is_done"]
    again = pipeline.claim(contributor="ana")[0]
    assert (again.note, again.round) == ("look again", 2)


def test_a_claim_that_ended_is_refused_by_its_code(
    form: Open, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipeline = make(dv.Subtask("rate", fields=[REPLY, SCORE], claim_minutes=5), tasks=1)
    wire = form(pipeline)
    item = wire.next()
    monkeypatch.setattr(turns, "now", lambda: clock.now() + timedelta(minutes=6))
    assert pipeline.claim(contributor="bo")
    for op in ("pipelines.save", "pipelines.submit"):
        told = wire.refused(op, work_id=item["work_id"], content={"score": 1})
        assert told["code"] == "claim_lost"


def test_a_pipeline_at_rest_hands_out_and_takes_nothing(form: Open, make: Make) -> None:
    pipeline = make()
    wire = form(pipeline)
    item = wire.next()
    pipeline.pause()
    assert wire.ask("pipelines.work")["status"] == "paused"
    for op in ("pipelines.save", "pipelines.submit"):
        told = wire.refused(op, work_id=item["work_id"], content={"score": 1})
        assert (told["code"], "paused" in told["message"]) == ("refused", True)
    pipeline.activate()
    assert wire.submit(item, score=1)["is_done"]


@pytest.mark.parametrize("role", ["viewer", "owner"])
def test_work_is_for_owners_and_a_viewer_only_looks(
    form: Open, vault: Vault, act_as: Callable[[str], Vault], role: str
) -> None:
    vault.projects.create("Teaching")
    vault.projects.add_member("Teaching", "eve", role)
    subtask = dv.Subtask("rate", fields=[REPLY, SCORE])
    pipeline = vault.pipelines.create("P", nodes=[subtask], project="Teaching").activate()
    pipeline.add_tasks([{"reply": "a"}])
    wire = form(pipeline, act_as("eve"))
    place = wire.ask("pipelines.work")
    assert place["counts"] == {"pending": 1}
    if role == "owner":
        assert (place["refused"], place["contributor"]) == ("", "eve")
        assert wire.submit(wire.next(), score=1)["is_done"]
        return
    assert "may not work on the tasks" in place["refused"]
    assert wire.refused("pipelines.claim")["code"] == "not_allowed"
    assert pipeline.counts["pending"] == 1


def test_nobody_hands_in_or_gives_back_what_somebody_else_holds(
    form: Open, vault: Vault, make: Make, act_as: Callable[[str], Vault]
) -> None:
    vault.projects.create("Teaching")
    vault.projects.add_member("Teaching", "eve", "viewer")
    people = ["eve", vault._services.person.identity]
    nodes = [dv.Subtask("rate", fields=[REPLY, SCORE], people=people)]
    pipeline = vault.pipelines.create("P", nodes=nodes, project="Teaching").activate()
    pipeline.add_tasks([{"reply": "a"}])
    held = form(pipeline).next()
    # Eve is named at the node, and works there; what another holds is not hers.
    wire = form(pipeline, act_as("eve"))
    assert wire.ask("pipelines.work")["refused"] == ""
    assert wire.ask("pipelines.claim")["item"] is None
    for op, more in (
        ("pipelines.save", {"content": {}}),
        ("pipelines.submit", {"content": {"score": 1}}),
        ("pipelines.release", {}),
        ("pipelines.escalate", {"note": "mine"}),
        ("pipelines.undo", {}),
    ):
        told = wire.refused(op, work_id=held["work_id"], **more)
        assert told["code"] in ("claim_lost", "not_allowed"), op
    assert wire.refused("pipelines.claim", contributor="bo")["code"] == "not_allowed"
    assert pipeline.counts["in_progress"] == 1


def test_who_has_no_place_learns_nothing(
    form: Open, make: Make, act_as: Callable[[str], Vault]
) -> None:
    pipeline = make()
    wire = form(pipeline, act_as("mallory"))
    told = {wire.refused(op)["code"] for op in ("pipelines.work", "pipelines.claim")}
    assert told == {"not_allowed"}


def test_the_operations_load_no_pipeline_before_one_is_asked_for(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "import datavault_jupyter as dv\n"
        "vault = dv.Vault(sys.argv[1])\n"
        "assert 'pipelines.claim' in vault._services.operations\n"
        "mine = 'datavault_jupyter.features.pipelines.'\n"
        "print(sorted(each[len(mine):] for each in sys.modules if each.startswith(mine)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "v")],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    # What a view may ask, and nothing of what answers it.
    rooms = "building", "files", "overview", "seeds"
    asked = [f"{room}.{each}" for room in rooms for each in ("ops", "wire")]
    assert done.stdout.strip() == str(sorted([*rooms, *asked, "ops", "wire"]))


def test_looking_at_the_form_writes_nothing(form: Open, make: Make) -> None:
    pipeline = make()
    wire = form(pipeline)
    catalog = pipeline._services.store.catalog
    # Whoever writes keeps others who write waiting; who only looks isn't one of them.
    with catalog.write():
        assert wire.ask("pipelines.work")["held_count"] == 0
