"""Nobody without a role does anything with a pipeline; who is named at a node may work there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import datavault_jupyter as dv
from datavault_jupyter.access import OrgRole
from datavault_jupyter.base.errors import NotAllowed, PipelineNotFound
from datavault_jupyter.features.pipelines.tasks.handing import Handed
from tests.unit.pipelines.conftest import REPLY, SCORE, Make

Do = Callable[[Any, Any], object]
# Each use case of the services, by the least that may do it.
VIEW: dict[str, Do] = {
    "counts": lambda s, p: s.known.counts(p),
    "definition": lambda s, p: s.known.definition(p),
    "tasks": lambda s, p: s.minds.list(p),
    "task": lambda s, p: s.minds.get(p, "tsk_0"),
    "history": lambda s, p: s.minds.history(p, "tsk_0"),
    "answers": lambda s, p: s.minds.answers(p, "tsk_0"),
}
EDIT: dict[str, Do] = {
    "create": lambda s, _: s.known.create("q", [dv.Subtask("a", fields=[SCORE])]),
    "redefine": lambda s, p: s.known.redefine(p, [dv.Subtask("a", fields=[SCORE])]),
    "rename": lambda s, p: s.known.rename(p, "q"),
    "describe": lambda s, p: s.known.describe(p, "q"),
    "save_template": lambda s, p: s.known.save_template(p, "q"),
    "publish": lambda s, p: s.life.publish(p),
    "activate": lambda s, p: s.life.activate(p),
    "pause": lambda s, p: s.life.pause(p),
    "complete": lambda s, p: s.life.complete(p),
    "archive": lambda s, p: s.life.archive(p),
    "unarchive": lambda s, p: s.life.unarchive(p),
    "delete": lambda s, p: s.life.delete(p, confirm="delete"),
    "freeze": lambda s, p: s.freezer.freeze(p),
    "add": lambda s, p: s.seeds.add(p, []),
    "requeue": lambda s, p: s.minds.requeue(p, "tsk_0"),
    "quarantine": lambda s, p: s.minds.quarantine(p, "tsk_0", "why"),
    "revert": lambda s, p: s.minds.revert(p, "tsk_0", "rate"),
    "claim for another": lambda s, p: s.work.claim(p, contributor="ana"),
}
WORK: dict[str, Do] = {
    "claim": lambda s, p: s.work.claim(p),
    "held": lambda s, p: s.work.held(p),
    "save": lambda s, p: s.work.save(p, "ans_0", {}),
    "submit": lambda s, p: s.work.submit(p, []),
    "review": lambda s, p: s.work.review(p, "ans_0", "pass"),
    "release": lambda s, p: s.work.release(p, "ans_0"),
    "stop": lambda s, p: s.work.stop(p, "ans_0", "why"),
    "undo": lambda s, p: s.work.undo(p, "ans_0"),
}
ROLES = [None, OrgRole.CONTRIBUTOR, OrgRole.PROJECT_ADMIN]


def lose_role(vault: dv.Vault, role: OrgRole | None) -> None:
    """Let the kernel's user be less than Sys Admin from now on."""
    person = vault._services.person
    with vault._services.store.catalog.write() as connection:
        from datavault_jupyter.features.people import queries

        queries.set_org_role(connection, person.key, role)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("what", [*VIEW, *EDIT, *WORK])
def test_nothing_is_allowed_by_default(
    vault: dv.Vault, make: Make, role: OrgRole | None, what: str
) -> None:
    pipeline = make(tasks=1)
    suite, record = vault._services.pipelines, pipeline._record
    lose_role(vault, role)
    with pytest.raises(NotAllowed):
        (VIEW | EDIT | WORK)[what](suite, record)
    assert suite.known.find("Helpfulness") is None
    with pytest.raises((PipelineNotFound, NotAllowed)):
        suite.known.reload(record)


@pytest.mark.parametrize("role", ROLES[:2])
def test_who_is_named_works_there_and_nothing_else(
    vault: dv.Vault, make: Make, role: OrgRole | None
) -> None:
    me = vault.whoami
    pipeline = make(dv.Subtask("rate", fields=[REPLY, SCORE], people=[me]), tasks=2)
    suite, record = vault._services.pipelines, pipeline._record
    lose_role(vault, role)
    (work,) = suite.work.claim(record)
    suite.work.save(record, work.id, {"score": 1})
    suite.work.submit(record, [Handed(work.id, {"score": 2})])
    assert suite.known.find("Helpfulness") is not None
    for do in EDIT.values():
        with pytest.raises(NotAllowed):
            do(suite, record)


def test_the_work_of_another_is_not_touched(vault: dv.Vault, make: Make) -> None:
    me = vault.whoami
    pipeline = make(dv.Subtask("rate", fields=[REPLY, SCORE], people=[me, "ana"]), tasks=2)
    suite, record = vault._services.pipelines, pipeline._record
    (work,) = suite.work.claim(record, contributor="ana")
    lose_role(vault, None)
    for do in (
        lambda: suite.work.save(record, work.id, {"score": 1}),
        lambda: suite.work.submit(record, [Handed(work.id, {"score": 1})]),
        lambda: suite.work.release(record, work.id),
        lambda: suite.work.stop(record, work.id, "why"),
        lambda: suite.work.undo(record, work.id),
        lambda: suite.work.review(record, work.id, "pass"),
    ):
        with pytest.raises(NotAllowed):
            do()
