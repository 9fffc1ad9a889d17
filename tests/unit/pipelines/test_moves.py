"""The table of moves: every cell of state, event and part."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import datavault_jupyter as dv
from datavault_jupyter.base.errors import Refused, VaultError
from datavault_jupyter.features.datasets.records import DatasetStatus
from datavault_jupyter.features.pipelines.moves import (
    DATASET_STATUS,
    NODE_MOVES,
    PIPELINE_MOVES,
    TASK_MOVES,
    PipelineEvent,
    TaskEvent,
    Who,
    after_node,
    after_pipeline,
    after_task,
)
from datavault_jupyter.features.pipelines.records import NodeState, PipelineStatus, TaskStatus
from tests.unit.pipelines.conftest import Make

CELLS = [(status, event) for status in PipelineStatus for event in PipelineEvent]


@pytest.mark.parametrize(("status", "event"), CELLS)
def test_every_cell_of_a_pipeline(status: PipelineStatus, event: PipelineEvent) -> None:
    if (status, event) in PIPELINE_MOVES:
        assert after_pipeline(status, event, "p") == PIPELINE_MOVES[status, event]
        return
    with pytest.raises(Refused, match=f"is {status.value}") as caught:
        after_pipeline(status, event, "p")
    assert caught.value.hint


@pytest.mark.parametrize("who", Who)
@pytest.mark.parametrize("event", TaskEvent)
def test_every_cell_of_tasks_and_nodes(event: TaskEvent, who: Who) -> None:
    given: list[tuple[dict[Any, Any], Any, Callable[..., Any]]] = [
        (TASK_MOVES, TaskStatus, after_task),
        (NODE_MOVES, NodeState, after_node),
    ]
    for moves, states, after in given:
        for state in states:
            to, allowed = moves.get((state, event), (None, ()))
            if who in allowed:
                assert after(state, event, who) is to
                continue
            with pytest.raises(Refused):
                after(state, event, who)


def test_every_state_can_be_reached_and_left_but_the_last() -> None:
    ends = {NodeState.SKIPPED}
    for states, moves in ((TaskStatus, TASK_MOVES), (NodeState, NODE_MOVES)):
        for state in states:
            assert state in ends or any(before is state for before, _ in moves), state
    assert set(DATASET_STATUS) == set(PipelineStatus)


DOING: dict[PipelineEvent, Callable[[dv.Pipeline], object]] = {
    PipelineEvent.PUBLISH: lambda p: p.redefine([*p.nodes[:1], *p.nodes[1:]]).publish(),
    PipelineEvent.ACTIVATE: lambda p: p.activate(),
    PipelineEvent.PAUSE: lambda p: p.pause(),
    PipelineEvent.COMPLETE: lambda p: p.complete(),
    PipelineEvent.ARCHIVE: lambda p: p.archive(),
    PipelineEvent.UNARCHIVE: lambda p: p.unarchive(),
    PipelineEvent.DELETE: lambda p: p.delete(confirm="delete"),
}
ROADS = {
    PipelineStatus.DRAFT: [],
    PipelineStatus.ACTIVE: ["activate"],
    PipelineStatus.PAUSED: ["activate", "pause"],
    PipelineStatus.COMPLETED: ["activate", "complete"],
    PipelineStatus.ARCHIVED: ["activate", "complete", "archive"],
}


@pytest.mark.parametrize(("status", "event"), CELLS)
def test_the_service_goes_by_the_table(
    vault: dv.Vault, status: PipelineStatus, event: PipelineEvent
) -> None:
    fields = [dv.Field("x", "boolean")]
    pipeline = vault.pipelines.create("p", nodes=[dv.Subtask("a", fields=fields)])
    for word in ROADS[status]:
        getattr(pipeline, word)()
    assert pipeline.status is status
    if (status, event) not in PIPELINE_MOVES:
        with pytest.raises(Refused):
            DOING[event](pipeline)
        assert pipeline.status is status
        return
    DOING[event](pipeline)
    to = PIPELINE_MOVES[status, event]
    if to is None:
        assert vault.pipelines.list() == []
    else:
        assert pipeline.status is to


ACTIONS: dict[str, Callable[[dv.Dataset], object]] = {
    "archive": lambda ds: ds.archive(),
    "rename": lambda ds: ds.rename("other"),
    "append": lambda ds: ds.append([{"x": True}]),
    "export": lambda ds: ds.df(),
    "delete": lambda ds: ds.delete(confirm="delete"),
}
# R1 and S0: what a dataset allows by the status of its pipeline.
ALLOWED = {
    "active": {"export"},
    "paused": {"archive", "export", "delete"},
    "completed": {"archive", "export", "delete"},
    "archived": {"archive", "export", "delete"},
    "deleted": {"archive", "export", "delete"},
}
BADGES = {
    "active": DatasetStatus.COLLECTING,
    "paused": DatasetStatus.COLLECTING,
    "completed": DatasetStatus.COMPLETE,
    "archived": DatasetStatus.COMPLETE,
    "deleted": DatasetStatus.ORPHANED,
}


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("state", ALLOWED)
def test_what_a_dataset_allows_by_its_pipeline(make: Make, state: str, action: str) -> None:
    pipeline = make()
    dataset = pipeline.dataset
    roads = {
        "active": [], "paused": ["pause"], "completed": ["complete"],
        "archived": ["complete", "archive"], "deleted": ["pause"],
    }  # fmt: skip
    for word in roads[state]:
        getattr(pipeline, word)()
    if state == "deleted":
        pipeline.delete(confirm="delete")
    assert dataset.status is BADGES[state]
    if action in ALLOWED[state]:
        ACTIONS[action](dataset)
        return
    with pytest.raises(VaultError) as caught:
        ACTIONS[action](dataset)
    assert caught.value.code == "refused"
    assert dataset.row_count == 3


def test_an_active_pipeline_is_named_in_the_refusal(make: Make) -> None:
    with pytest.raises(Refused, match="'Helpfulness' is collecting") as caught:
        make().dataset.archive()
    assert caught.value.hint == "Pause or complete it first."
