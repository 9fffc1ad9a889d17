"""The builder's sheet: the same definition there and back, all faults at their places, keeping."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st

import datavault_jupyter as dv
from datavault_jupyter.access import OrgRole
from datavault_jupyter.base.errors import (
    DefinitionChanged,
    NameTaken,
    NotAllowed,
    PipelineNotFound,
    Refused,
)
from datavault_jupyter.features.pipelines import yaml_text
from datavault_jupyter.features.pipelines.building import service, sheets
from datavault_jupyter.features.pipelines.building.checking import faults_of
from datavault_jupyter.features.pipelines.building.tables import builder_table
from datavault_jupyter.features.pipelines.building.wire import Draft
from datavault_jupyter.features.pipelines.definition import Definition
from datavault_jupyter.features.pipelines.fields import FIELD_KINDS, FieldType
from datavault_jupyter.protocol.coding import decoded, encoded
from tests.unit.pipelines.conftest import GATED, REPLY, SCORE, Make, rows
from tests.unit.pipelines.test_permissions import lose_role

_TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)
_NAMES = st.from_regex(r"[a-zé][a-z0-9 ]{0,6}[a-z0-9]", fullmatch=True)
_WHOLE = st.integers(-(2**63), 2**63 - 2)
_OPTIONS = st.lists(_NAMES, min_size=1, max_size=5, unique=True)
_NUMBERS = st.one_of(_WHOLE, st.floats(-1e9, 1e9, allow_nan=False))


def _settings(kind: FieldType) -> st.SearchStrategy[dict[str, Any]]:
    by_kind: dict[FieldType, dict[str, st.SearchStrategy[Any]]] = {
        FieldType.SHORT_TEXT: {"max_length": st.integers(1, 10**6), "pattern": st.just("[a-z]+")},
        FieldType.CODE: {"language": _TEXTS},
        FieldType.BOOLEAN: {"yes": _TEXTS, "no": _TEXTS},
        FieldType.NUMERIC: {"min": _NUMBERS, "step": _NUMBERS, "is_integer": st.booleans()},
        FieldType.DATETIME: {"has_time": st.booleans()},
        FieldType.SELECT: {"is_multiple": st.booleans(), "has_other": st.booleans()},
        FieldType.RATING: {"max": st.integers(2, 2**60), "labels": st.dictionaries(_WHOLE, _TEXTS)},
        FieldType.PAIRWISE: {"has_tie": st.booleans(), "first": st.just("model-a")},
        FieldType.CRITERIA: {"criterion": _TEXTS, "max": _NUMBERS, "unit": _TEXTS},
        FieldType.FILE: {"max_bytes": st.integers(1, 2**40)},
    }
    needed = {"options": _OPTIONS} if "options" in FIELD_KINDS[kind].required else {}
    return st.fixed_dictionaries(needed, optional=by_kind.get(kind, {}))


@st.composite
def _fields(draw: st.DrawFn, name: str) -> dict[str, Any]:
    kind = draw(st.sampled_from(list(FieldType)))
    made = {"name": name, "type": kind.value, **draw(_settings(kind))}
    made.update(draw(st.fixed_dictionaries({}, optional={"title": _TEXTS, "helper": _TEXTS})))
    made["is_optional"] = draw(st.booleans())
    if kind is not FieldType.CRITERIA and draw(st.booleans()):
        made["repeat"] = draw(st.sampled_from([(0, 3), (1, 1), (2, 1000)]))
    if kind is FieldType.NUMERIC and "repeat" not in made and draw(st.booleans()):
        static = {"name": name, "type": "numeric", "is_integer": True, "source": "static"}
        return {**static, "value": draw(_WHOLE)}
    if draw(st.booleans()):
        made["source"] = "given"
    return made


@st.composite
def _definitions(draw: st.DrawFn) -> Definition:
    names = draw(st.lists(_NAMES, min_size=1, max_size=4, unique=True))
    nodes: list[dict[str, Any]] = [{"name": " Start", "type": "start", "instructions": "All"}]
    for at, name in enumerate(names):
        fields = [draw(_fields(f"{at} {place}")) for place in range(draw(st.integers(0, 3)))]
        fields.append({"name": f"{at} last", "type": "boolean"})
        step: dict[str, Any] = {
            "name": name,
            "type": "subtask",
            "fields": fields,
            "instructions": draw(_TEXTS),
        }
        step.update(
            overlap=draw(st.integers(1, 100)),
            resolve={f"{at} last": draw(st.sampled_from(["first", "majority"]))},
            people=draw(st.lists(_NAMES, max_size=2)),
            claim_minutes=draw(st.integers(1, 1000)),
        )
        nodes.append(step)
        if draw(st.booleans()):
            check = {"name": f"check {name}", "type": "review", "on_limit": "escalate"}
            nodes.append({**check, "max_rounds": draw(st.integers(1, 100))})
    return Definition.of(nodes)


@hypothesis.given(_definitions())
def test_a_definition_on_its_sheet_and_back_is_the_same(definition: Definition) -> None:
    draft = sheets.drawn("p", "", definition)
    assert draft is not None
    # Over the wire, where every number is text.
    again = decoded(Draft, encoded(draft))
    made = Definition.of(sheets.plain(again))
    assert made == definition
    assert made.to_list() == definition.to_list()
    # And as YAML, which is the other way it is written.
    told = yaml_text.read(yaml_text.written("p", "", definition))
    assert Definition.of(told.nodes).to_list() == definition.to_list()


def test_what_is_not_linear_has_no_sheet() -> None:
    told = service.read(GATED)
    assert sheets.drawn("p", "", Definition.of(told.nodes)) is None
    # Nor has what is written in another order than it is gone through.
    nodes: list[dict[str, Any]] = [
        {"name": "Start", "type": "start", "then": "a"},
        {"name": "b", "type": "subtask", "fields": [SCORE], "then": "End"},
        {"name": "a", "type": "subtask", "fields": [REPLY, dv.Field("x", "boolean")], "then": "b"},
    ]
    assert sheets.drawn("p", "", Definition.of(nodes)) is None


def test_the_table_is_the_codes_own() -> None:
    table = builder_table()
    assert [each.type for each in table.kinds] == [each.value for each in FieldType]
    for each in table.kinds:
        kind = FIELD_KINDS[FieldType(each.type)]
        assert [setting.name for setting in each.settings] == list(kind.settings)
    criteria = next(each for each in table.kinds if each.type == "criteria")
    outputs = {each.name: each.outputs for each in criteria.settings}
    assert outputs["options"] == ("select",)
    assert outputs["labels"] == ("rating",)
    assert outputs["min"] == ("number", "rating")
    assert [each.name for each in table.review] == [
        "max_rounds", "on_limit", "claim_limit", "claim_minutes",
    ]  # fmt: skip


def _sheet(**step: Any) -> dict[str, Any]:
    fields = step.pop("fields", [{"name": "x", "type": "boolean", "key": "f"}])
    told = {"kind": "subtask", "name": "rate", "key": "s", "fields": fields, **step}
    return {"name": "p", "steps": [told]}


def _field(**told: Any) -> dict[str, Any]:
    return _sheet(fields=[{"name": "x", "type": "rating", "key": "f", **told}])


_COUNT = "This must be a whole number from 1 to"
_TAKEN = "No field can be named 'status': every pipeline's dataset has that column."
_PAIR = "These are whole numbers, the second at least 1 and not below the first."
_BLANK = {"type": "select", "settings": {"options": ["a", " "]}}
_OPEN = {"type": "short_text", "settings": {"pattern": "("}}


@pytest.mark.parametrize(
    ("draft", "setting", "text"),
    [
        (_sheet(name=" "), "name", "It needs a name."),
        (_sheet(settings={"overlap": "many"}), "overlap", f"{_COUNT} 100."),
        (_sheet(settings={"claim_minutes": "0"}), "claim_minutes", f"{_COUNT} 43,200."),
        (_sheet(fields=[]), "", "The subtask 'rate' asks for nothing. Give it a field to fill in."),
        (_field(name=""), "name", "It needs a name."),
        (_field(name="status"), "name", _TAKEN),
        (_field(settings={"min": "5"}), "min", "This is not below the highest point of the scale."),
        (_field(settings={"max": "2.5"}), "max", "This is no whole number."),
        (_field(most="0"), "repeat", _PAIR),
        (_field(type="ranking"), "options", "What can be chosen: this is needed."),
        (_field(**_BLANK), "options", "Each option is a text of its own."),
        (_field(**_OPEN), "pattern", "This is no regular expression."),
        (_field(source="static", value=9), "value", "Takes 1 to 5, not 9."),
        (_field(source="static", type="numeric", value="a"), "value", "Takes a number, not 'a'."),
    ],
)  # fmt: skip
def test_every_fault_is_said_at_its_place(draft: Any, setting: str, text: str) -> None:
    (fault,) = faults_of(sheets.plain(decoded(Draft, draft)), [])
    assert (fault.node, fault.setting, fault.text) == (1, setting, text)


def test_all_faults_are_told_at_once() -> None:
    fields = [{"name": "", "type": "boolean"}, {"name": "x", "type": "rating"}]
    draft = _sheet(fields=fields, settings={"overlap": "0", "claim_limit": "x"})
    draft["steps"].append({"kind": "subtask", "name": "", "fields": []})
    found = faults_of(sheets.plain(decoded(Draft, draft)), [])
    assert [(each.node, each.field, each.setting) for each in found] == [
        (1, 0, "name"), (1, None, "overlap"), (1, None, "claim_limit"), (2, None, "name"),
    ]  # fmt: skip
    again = {"kind": "subtask", "name": "rate", "fields": [{"name": "X", "type": "boolean"}]}
    draft = _sheet()
    draft["steps"].append({**again, "name": "more"})
    (twice,) = faults_of(sheets.plain(decoded(Draft, draft)), [])
    assert (twice.node, twice.field, twice.setting) == (2, 0, "name")
    draft["steps"][1] = again
    (named,) = faults_of(sheets.plain(decoded(Draft, draft)), [])
    assert (named.node, named.text) == (2, "Two nodes are named 'rate'.")


def _told(name: str = "Made", *fields: dv.Field, text: str = "", **more: Any) -> service.Told:
    nodes = Definition.of([dv.Subtask("rate", fields=fields or [REPLY, SCORE], **more)]).to_list()
    return service.Told(name, "", nodes, text)


def test_building_from_nothing_to_an_active_pipeline(vault: dv.Vault) -> None:
    builds = vault._services.pipelines.builds
    faults, changes = builds.check(_told())
    assert faults == []
    assert changes is not None
    assert (changes.number, changes.added) == (1, ("reply", "score"))
    made = builds.keep(_told())
    assert vault.pipelines["Made"].status == "draft"
    builds.publish(made.record.id, made.mark, is_activated=True)
    assert vault["Made"].columns == ["task_id", "status", "created_at", "reply", "score"]


def test_a_new_form_says_first_what_it_does_to_what_is_there(make: Make) -> None:
    pipeline = make(tasks=3)
    pipeline.claim()[0].submit({"score": 4})
    pipeline.claim()
    builds = pipeline._services.pipelines.builds
    opened = builds.opened(pipeline.id)
    told = _told("Renamed", REPLY, dv.Field("why", "long_text"))
    faults, changes = builds.check(told, pipeline.id)
    assert faults == []
    assert changes == service.Changes(2, is_same=False, added=("why",), retired=("score",),
                                      row_count=3, pending_count=1, begun_count=1)  # fmt: skip
    kept = builds.keep(told, pipeline_id=pipeline.id, mark=opened.mark)
    assert pipeline.form_number == 1
    builds.publish(pipeline.id, kept.mark)
    assert (pipeline.name, pipeline.form_number) == ("Renamed", 2)
    # What was there stays; the new column is NULL before.
    assert sorted(rows(pipeline, "score", "why"), key=str) == [
        (4, None),
        (None, None),
        (None, None),
    ]
    _, same = builds.check(told, pipeline.id)
    assert same is not None
    assert same.is_same


def test_a_column_keeps_its_type(make: Make) -> None:
    pipeline = make()
    told = _told("Helpfulness", REPLY, dv.Field("score", "long_text"))
    (fault,), _ = pipeline._services.pipelines.builds.check(told, pipeline.id)
    assert (fault.node, fault.field, fault.setting) == (1, 1, "type")
    assert fault.text.startswith("The field 'score' was INTEGER and would become VARCHAR.")


def test_somebody_elses_changes_are_not_written_over(make: Make) -> None:
    pipeline = make()
    builds = pipeline._services.pipelines.builds
    mark = builds.opened(pipeline.id).mark
    # Tasks and status are no part of it.
    pipeline.pause()
    assert builds.opened(pipeline.id).mark == mark
    pipeline.redefine([dv.Subtask("rate", fields=[REPLY, SCORE], overlap=2)])
    with pytest.raises(DefinitionChanged):
        builds.keep(_told("Mine"), pipeline_id=pipeline.id, mark=mark)
    with pytest.raises(DefinitionChanged):
        builds.publish(pipeline.id, mark)
    assert (pipeline.name, pipeline.nodes[1].overlap) == ("Helpfulness", 2)


def test_a_refusal_writes_nothing(vault: dv.Vault, make: Make) -> None:
    pipeline = make()
    make(name="Taken")
    builds = vault._services.pipelines.builds
    mark = builds.opened(pipeline.id).mark
    with pytest.raises(NameTaken):
        builds.keep(_told("Taken", SCORE), pipeline_id=pipeline.id, mark=mark)
    assert builds.opened(pipeline.id).mark == mark
    pipeline.complete()
    kept = builds.keep(_told("New", SCORE), pipeline_id=pipeline.id, mark=mark)
    with pytest.raises(Refused):
        builds.publish(pipeline.id, kept.mark)
    assert pipeline.name == "New"


def test_yaml_is_kept_as_it_was_written_while_it_holds(vault: dv.Vault) -> None:
    builds = vault._services.pipelines.builds
    kept = builds.keep(service.read(GATED))
    assert kept.text == GATED
    # Saved unchanged, nothing changes: neither the text nor the graph.
    again = builds.keep(service.read(kept.text), pipeline_id=kept.record.id, mark=kept.mark)
    assert (again.text, again.mark, again.definition) == (GATED, kept.mark, kept.definition)
    pipeline = vault.pipelines["Gated"]
    pipeline.activate()
    assert builds.opened(pipeline.id).text == GATED
    nodes = [*pipeline.nodes]
    pipeline.rename("Other")
    shown = service.read(builds.opened(pipeline.id).text)
    assert (shown.name, Definition.of(shown.nodes).nodes) == ("Other", tuple(nodes))


DO: Mapping[str, Any] = {
    "check": lambda s, p: s.builds.check(_told(), p.id),
    "check new": lambda s, _: s.builds.check(_told()),
    "open": lambda s, p: s.builds.opened(p.id),
    "keep": lambda s, p: s.builds.keep(_told(), pipeline_id=p.id, mark=""),
    "keep new": lambda s, _: s.builds.keep(_told("More")),
    "publish": lambda s, p: s.builds.publish(p.id, ""),
    "places": lambda s, _: s.builds.places(),
}


@pytest.mark.parametrize("name", DO)
@pytest.mark.parametrize("role", [None, OrgRole.CONTRIBUTOR])
def test_who_may_not_define_builds_nothing(
    vault: dv.Vault, make: Make, name: str, role: OrgRole | None
) -> None:
    pipeline = make()
    lose_role(vault, role)
    with pytest.raises((NotAllowed, PipelineNotFound)):
        DO[name](vault._services.pipelines, pipeline)
