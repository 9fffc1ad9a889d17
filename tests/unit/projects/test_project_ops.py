"""Projects as a view asks for them, and datasets that go from one to another."""

from collections.abc import Callable
from pathlib import Path

import pytest

from datavault_jupyter import Vault
from datavault_jupyter.base.errors import NameTaken, NotAllowed, NotFound, ProjectNotFound, Refused
from tests.unit.people.test_people_ops import ask, outcomes

Act = Callable[[str], Vault]


@pytest.fixture
def filled(vault: Vault, tmp_path: Path) -> Vault:
    path = tmp_path / "a.csv"
    path.write_text("a\n1\n")
    vault.projects.create("Teaching", description="courses")
    vault.projects.create("Support")
    vault.import_file(path, name="one", project="Teaching")
    vault.import_file(path, name="two", project="Teaching")
    vault.import_file(path, name="one", project="Support")
    vault.import_file(path, name="loose")
    return vault


def test_a_dataset_goes_with_its_id_and_its_versions(filled: Vault) -> None:
    dataset = filled["Teaching/two"]
    dataset.head.tag("gold")
    before = dataset.id, [each.id for each in dataset.versions]
    assert dataset.move("Support").project == "Support"
    assert (dataset.id, [each.id for each in dataset.versions]) == before
    assert filled["Support/two"].id == dataset.id
    assert dataset.move(None).project is None
    assert dataset.move(None).project is None
    moves = [each for each in filled.audit() if each.action == "dataset.move"]
    assert [each.details for each in moves] == [
        {"before": "Support", "after": ""},
        {"before": "Teaching", "after": "Support"},
    ]


def test_a_taken_name_keeps_it_where_it_is(filled: Vault) -> None:
    with pytest.raises(NameTaken, match="'one' exists"):
        filled["Teaching/one"].move("Support")
    assert filled["Teaching/one"].project == "Teaching"
    with pytest.raises(ProjectNotFound):
        filled["loose"].move("Nowhere")
    filled["loose"].is_read_only = True
    with pytest.raises(Refused, match="read-only"):
        filled["loose"].move("Support")


def test_a_pipeline_goes_with_its_dataset(filled: Vault) -> None:
    fields = [{"name": "good", "type": "boolean"}]
    pipeline = filled.pipelines.create(
        "Helpful",
        project="Teaching",
        nodes=[{"type": "subtask", "name": "rate", "fields": fields}],
    )
    pipeline.activate()
    with pytest.raises(Refused, match="holds 2 datasets|holds 3 datasets"):
        filled.projects.delete("Teaching", confirm="delete")
    assert pipeline.dataset.move("Support").project == "Support"
    inside = ask(filled, "projects.inside", project_id=filled.projects.get("Support").id)
    assert [each["name"] for each in inside["pipelines"]] == ["Helpful"]
    pipeline.add_tasks([{"prompt": "Hello"}])
    assert filled["Support/Helpful"].row_count == 1
    other = filled.pipelines.create("Helpful", project="Teaching", nodes=pipeline.nodes)
    assert other.status == "draft"
    with pytest.raises(NameTaken, match="A pipeline named"):
        filled["Support/Helpful"].move("Teaching")


def test_a_project_with_a_draft_pipeline_is_not_deleted(vault: Vault) -> None:
    vault.projects.create("Teaching")
    fields = [{"name": "good", "type": "boolean"}]
    nodes = [{"type": "subtask", "name": "rate", "fields": fields}]
    vault.pipelines.create("Helpful", project="Teaching", nodes=nodes)
    with pytest.raises(Refused, match="holds 1 pipeline"):
        vault.projects.delete("Teaching", confirm="delete")


def test_who_may_change_only_one_of_both_projects_moves_nothing(filled: Vault, act_as: Act) -> None:
    filled.projects.add_member("Teaching", "eve", "owner")
    filled.projects.add_member("Support", "eve", "viewer")
    eve = act_as("eve")
    for move in (
        lambda: eve["Teaching/two"].move("Support"),
        lambda: eve["Teaching/two"].move(None),
        lambda: eve["Support/one"].move("Teaching"),
    ):
        with pytest.raises(NotAllowed):
            move()
    filled.projects.remove_member("Support", "eve")
    with pytest.raises(NotFound):
        eve["Teaching/two"].move("Support")
    assert filled["Teaching/two"].project == "Teaching"


def test_many_go_and_each_that_stays_says_why(filled: Vault) -> None:
    ids = [filled["Teaching/one"].id, filled["Teaching/two"].id, "dst_gone"]
    told = ask(
        filled, "projects.move", dataset_ids=ids, project_id=filled.projects.get("Support").id
    )
    assert told["moved_count"] == 1
    assert [(each["name"], "exists" in each["reason"]) for each in told["refused"]] == [
        ("one", True)
    ]


def test_cards_count_what_one_may_see(filled: Vault, act_as: Act) -> None:
    told = ask(filled, "projects.invite", project_id="Teaching", people="eve ben", role="viewer")
    assert outcomes(told) == [("eve", "added", "Viewer"), ("ben", "added", "Viewer")]
    again = ask(filled, "projects.invite", project_id="Teaching", people="eve", role="owner")
    assert outcomes(again) == [("eve", "known", "Viewer")]
    cards = ask(filled, "projects.cards")
    counts = {
        each["name"]: (each["dataset_count"], each["member_count"]) for each in cards["projects"]
    }
    assert counts == {"Support": (1, 0), "Teaching": (2, 2)}
    seen = ask(act_as("eve"), "projects.cards")
    assert [(each["name"], each["role"], each["may_edit"]) for each in seen["projects"]] == [
        ("Teaching", "Viewer", False)
    ]
    assert seen["may_create"] is False


def test_a_project_lives_from_its_making_to_its_end(vault: Vault, act_as: Act) -> None:
    made = ask(vault, "projects.create", name="Teaching", description="courses")
    key = made["id"]
    ask(vault, "projects.rename", project_id=key, name="Lectures")
    ask(vault, "projects.describe", project_id=key, description="more")
    ask(vault, "projects.set_member", project_id=key, identity="eve", role="owner")
    inside = ask(vault, "projects.inside", project_id=key)
    assert (inside["project"]["name"], inside["project"]["description"]) == ("Lectures", "more")
    assert inside["members"] == [{"identity": "eve", "role": "owner"}]
    eve = act_as("eve")
    with pytest.raises(Refused, match="last owner"):
        ask(eve, "projects.set_member", project_id=key, identity="eve", role="")
    with pytest.raises(NotAllowed):
        ask(eve, "projects.delete", project_id=key)
    ask(vault, "projects.set_member", project_id=key, identity="eve", role="")
    with pytest.raises(NotFound):
        ask(eve, "projects.inside", project_id=key)
    ask(vault, "projects.delete", project_id=key)
    assert ask(vault, "projects.cards")["projects"] == []
