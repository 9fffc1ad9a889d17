"""Datasets with answers: imported tables with gaps, and pipelines that people worked through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

import datavault_jupyter as dv
from datavault_jupyter import Dataset, Vault
from datavault_jupyter.protocol.operations import Call

PEOPLE = ("Ana Ruiz", "Ben Okafor", "Chen Wei")


def table(seed: int = 0, items: int = 40, people: int = 5, gaps: float = 0.4) -> pd.DataFrame:
    """Ratings with gaps: stars from 1 to 5, a score, yes or no, a label."""
    random = np.random.default_rng(seed)
    truth = random.normal(3, 1.2, items)
    rows = []
    for item in range(items):
        for rater in range(people):
            if random.random() < gaps:
                continue
            score = truth[item] + random.normal(0, 0.8) + rater / 10
            rows.append(
                {
                    "item": f"i{item:02}",
                    "rater": f"r{rater}",
                    "stars": int(np.clip(round(score), 1, 5)),
                    "score": round(score, 3) if random.random() > 0.1 else None,
                    "fine": bool(random.random() < 0.85),
                    "label": str(random.choice(["bad", "good", "odd"])),
                    "rated_at": pd.Timestamp("2026-03-01", tz="UTC")
                    + pd.Timedelta(seconds=int(random.uniform(0, 2e6))),
                    "seconds": float(random.gamma(2, 40)),
                }
            )
    return pd.DataFrame(rows)


def wide_of(frame: pd.DataFrame, value: str) -> pd.DataFrame:
    """A row for each item, a column for each rater."""
    return frame.set_index(["item", "rater"])[value].unstack()  # noqa: PD010 - nothing is summed up


def asked(vault: Vault, op: str, args: Any) -> Any:
    """What an operation of the tab answers."""
    return vault._services.operations[f"analytics.{op}"].run(args, Call())


def imported(vault: Vault, frame: pd.DataFrame, **mapping: Any) -> Dataset:
    """The frame as a dataset whose mapping is said."""
    made = vault.import_frame(frame, name="ratings")
    said = {
        "item": "item", "rater": "rater", "values": ["stars", "score", "fine", "label"],
        "submitted_at": "rated_at", "seconds": "seconds",
    }  # fmt: skip
    made.analytics.map(**{**said, **mapping})
    return made


PROMPT = dv.Field("prompt", "short_text", source="given")
ONE = dv.Field("model_a", "short_text", source="given")
OTHER = dv.Field("model_b", "short_text", source="given")
BETTER = dv.Field("better", "pairwise", first="Answer A", second="Answer B")
STARS = dv.Field("stars", "rating")


def collected(
    vault: Vault,
    answers: Sequence[Mapping[str, Mapping[str, Any]]],
    *more: Any,
    fields: Sequence[dv.Field] = (PROMPT, STARS),
    given: Sequence[Mapping[str, Any]] | None = None,
) -> dv.Pipeline:
    """A pipeline whose tasks people answered, each as a mapping by person says."""
    overlap = max(len(each) for each in answers)
    node = dv.Subtask("rate", fields=list(fields), overlap=overlap)
    made = vault.pipelines.create("Helpful", nodes=[node, *more]).activate()
    made.add_tasks(list(given or [{"prompt": f"Question {at}"} for at in range(len(answers))]))
    order = {task.id: at for at, task in enumerate(made.tasks())}
    for name in dict.fromkeys(name for each in answers for name in each):
        for work in made.claim(len(answers), contributor=name, node="rate"):
            said = answers[order[work.task_id]].get(name)
            if said is None:
                work.release()
            else:
                work.submit(dict(said))
    return made
