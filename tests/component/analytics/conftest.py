"""A pipeline that six people worked through."""

from __future__ import annotations

import random
from typing import Any

import pytest

import datavault_jupyter as dv
from datavault_jupyter import Vault

PEOPLE = ("Ana Ruiz", "Ben Okafor", "Chen Wei", "Dana Levi", "Emil Novak", "Farah Haddad")
MODELS = ("atlas-2", "birch-1", "atlas-2-mini", "cedar-7b")
ISSUES = ("Incomplete", "Off topic", "Wrong fact", "Too long")
FIELDS = (
    dv.Field("prompt", "short_text", source="given"),
    dv.Field("model_a", "short_text", source="given"),
    dv.Field("model_b", "short_text", source="given"),
    dv.Field("helpfulness", "rating"),
    dv.Field("accurate", "boolean"),
    dv.Field("issue", "select", options=ISSUES, is_optional=True),
    dv.Field("preference", "pairwise", first="Answer A", second="Answer B"),
    dv.Field("order", "ranking", options=["clarity", "depth", "style"], is_optional=True),
)


def answer(task: Any, rnd: random.Random, good: float) -> dict[str, Any]:
    """What somebody makes of a task: stars near its quality, the better model more often."""
    stars = max(1, min(5, round(good + rnd.gauss(0, 0.7))))
    gap = MODELS.index(task["model_b"]) - MODELS.index(task["model_a"]) + rnd.gauss(0, 1.6)
    made: dict[str, Any] = {
        "helpfulness": stars,
        "accurate": rnd.random() < 0.86,
        "preference": "Answer A" if gap > 0.3 else "Answer B" if gap < -0.3 else "tie",
    }
    if stars <= 3:
        made["issue"] = rnd.choice(ISSUES)
    if rnd.random() < 0.5:
        made["order"] = rnd.sample(["clarity", "depth", "style"], 3)
    return made


def worked(vault: Vault, tasks: int = 40, overlap: int = 3) -> dv.Pipeline:
    """All tasks are answered by three of six people."""
    rnd = random.Random(7)
    node = dv.Subtask("rate", fields=list(FIELDS), overlap=overlap)
    made = vault.pipelines.create("Helpfulness eval", nodes=[node]).activate()
    pairs = [rnd.sample(MODELS, 2) for _ in range(tasks)]
    made.add_tasks(
        [
            {"prompt": f"Question {at}", "model_a": one, "model_b": other}
            for at, (one, other) in enumerate(pairs)
        ]
    )
    good = {task.id: min(max(rnd.gauss(3.9, 0.9), 1), 5) for task in made.tasks()}
    left = tasks * overlap
    while left:
        for name in PEOPLE:
            for work in made.claim(rnd.randint(1, 4), contributor=name):
                work.submit(answer(work, rnd, good[work.task_id]))
                left -= 1
    return made


@pytest.fixture
def pipeline(vault: Vault) -> dv.Pipeline:
    return worked(vault)
