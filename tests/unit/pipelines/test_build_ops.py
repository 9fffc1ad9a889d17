"""What the builder asks over the wire: sheets with their keys, YAML with its lines, who may."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import datavault_jupyter as dv
from datavault_jupyter import Vault
from datavault_jupyter.access import OrgRole
from datavault_jupyter.wiring import operations_for
from tests.unit.imports.wire import Wire
from tests.unit.pipelines.conftest import GATED, REPLY, SCORE, Make
from tests.unit.pipelines.test_permissions import lose_role

ROOT = Path(__file__).parents[3]
BIG = 2**63 - 1


class Builder(Wire):
    """The wire of one builder."""

    def __init__(self, vault: Vault) -> None:
        super().__init__(vault)
        self._dispatcher = type(self._dispatcher)(dict(operations_for(vault._services)), self._send)

    def opened(self, pipeline: dv.Pipeline) -> dict[str, Any]:
        made: dict[str, Any] = self.ask("pipelines.draft", pipeline_id=pipeline.id)
        return made

    def check(self, draft: Any = None, text: str = "", **more: Any) -> dict[str, Any]:
        written = {"draft": draft, "text": text}
        made: dict[str, Any] = self.ask("pipelines.check", written=written, **more)
        return made


@pytest.fixture
def wire(vault: Vault) -> Iterator[Builder]:
    made = Builder(vault)
    yield made
    made.close()


def test_a_sheet_keeps_every_digit_there_and_back(wire: Builder, vault: Vault) -> None:
    field = dv.Field("n", "numeric", is_integer=True, max=BIG, min=-BIG)
    given = dv.Field("k", "numeric", is_integer=True, source="static", value=BIG)
    pipeline = vault.pipelines.create("P", nodes=[dv.Subtask("a", fields=[given, field])])
    opened = wire.opened(pipeline)
    static, asked = opened["draft"]["steps"][0]["fields"]
    assert (static["value"], asked["settings"]["max"]) == (str(BIG), str(BIG))
    nodes = pipeline.nodes
    draft = {**opened["draft"], "name": "Q"}
    written = {"draft": draft, "text": ""}
    kept = wire.ask("pipelines.keep", written=written, pipeline_id=pipeline.id, mark=opened["mark"])
    assert (kept["problems"], kept["state"]["name"]) == ([], "Q")
    assert (pipeline.name, pipeline.nodes) == ("Q", nodes)


def test_faults_are_found_by_the_keys_of_the_panel(wire: Builder, vault: Vault) -> None:
    draft = {
        "name": "P",
        "steps": [
            {"kind": "subtask", "name": "a", "key": "s1", "fields": [
                {"name": "x", "type": "boolean", "key": "f1"},
                {"name": "y", "type": "select", "key": "f2", "title": "Which?"},
            ]},
        ],
    }  # fmt: skip
    (problem,) = wire.check(draft)["problems"]
    assert problem == {
        "step": "s1", "field": "f2", "setting": "options", "line": 0,
        "where": "a, Which?, what can be chosen", "text": "What can be chosen: this is needed.",
    }  # fmt: skip
    # What is wrong isn't kept, nor is what has no step.
    written = {"draft": draft, "text": ""}
    assert wire.ask("pipelines.keep", written=written)["state"] is None
    (none,) = wire.check({"name": "P"})["problems"]
    assert none["text"] == "It has no step yet: begin with a subtask."
    assert list(vault.pipelines) == []


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("name: [", 1, "This is no YAML"),
        ("- a", 0, "A pipeline in YAML has a name and a list of nodes."),
        ("name: a\nnods: []\nnodes: []\n", 2, "A pipeline in YAML has no 'nods'."),
        ("name: ' '\nnodes: []\n", 1, "can't be blank"),
        (GATED.replace("boolean", "bool"), 7, "type='bool' isn't known."),
        (GATED.replace("good, op", "goods, op"), 8, "asks for the field 'goods'"),
        (GATED.replace("type: gate", "kind: gate"), 8, "type='' isn't known."),
        (GATED + "  overlap: many\n", 16, "overlap= of 'mend' is a whole number"),
        (GATED + "- 5\n", 16, "A node has a name and a type"),
    ],
)
def test_faults_of_a_text_have_its_line(wire: Builder, text: str, line: int, said: str) -> None:
    problem = wire.check(text=text)["problems"][0]
    assert said in problem["text"]
    assert problem["line"] == line


def test_a_text_that_can_be_drawn_is_drawn(wire: Builder) -> None:
    assert wire.check(text=GATED) == {
        "problems": [], "draft": None, "text": "", "changes": wire.check(text=GATED)["changes"],
    }  # fmt: skip
    linear = GATED[: GATED.index('- name: "good?"')]
    drawn = wire.check(text=linear)["draft"]
    assert [step["name"] for step in drawn["steps"]] == ["rate"]
    # And a sheet is written, whether it can work or not.
    drawn["steps"][0]["fields"] = []
    checked = wire.check(drawn)
    assert len(checked["problems"]) == 1
    assert "name: rate" in checked["text"]


def test_templates_come_as_sheets(wire: Builder, make: Make) -> None:
    pipeline = make(dv.Subtask("rate", fields=[REPLY, SCORE], people=["ana"]))
    wire.ask("pipelines.save_template", pipeline_id=pipeline.id, name="Rating")
    assert wire.opened(pipeline)["templates"] == ["Rating"]
    (step,) = wire.ask("pipelines.template", name="Rating")["draft"]["steps"]
    assert (step["name"], step["people"]) == ("rate", [])
    assert wire.refused("pipelines.template", name="x")["code"] == "pipeline_not_found"


def test_who_may_not_define_is_refused(wire: Builder, vault: Vault, make: Make) -> None:
    pipeline = make()
    lose_role(vault, OrgRole.CONTRIBUTOR)
    written = {"draft": {"name": "P"}, "text": ""}
    for op, args in (
        ("pipelines.draft", {"pipeline_id": pipeline.id}),
        ("pipelines.draft", {}),
        ("pipelines.check", {"written": written}),
        ("pipelines.keep", {"written": written, "pipeline_id": pipeline.id}),
        ("pipelines.publish", {"pipeline_id": pipeline.id, "mark": ""}),
        ("pipelines.save_template", {"pipeline_id": pipeline.id, "name": "x"}),
    ):
        assert wire.refused(op, **args)["code"] in ("not_allowed", "pipeline_not_found")


def test_what_the_builder_is_made_of_is_loaded_with_it(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "import datavault_jupyter as dv\n"
        "vault = dv.Vault(sys.argv[1])\n"
        "vault._services.operations\n"
        "late = 'building.service', 'building.checking', 'building.tables', 'fields'\n"
        "print([each for each in late if f'datavault_jupyter.features.pipelines.{each}'"
        " in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "v")],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    assert done.stdout.strip() == "[]"
