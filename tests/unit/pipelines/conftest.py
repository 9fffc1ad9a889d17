"""Pipelines to try things on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import datavault_jupyter as dv

REPLY = dv.Field("reply", "long_text", source="given")
SCORE = dv.Field("score", "rating")
# A graph that is no list of steps.
GATED = """# Kept as it was written.
name: Gated
nodes:
- name: rate
  type: subtask
  fields:
  - {name: good, type: boolean}  # one question
- name: "good?"
  type: gate
  cases:
  - {field: good, op: equals, value: true, then: End}
- name: mend
  type: subtask
  fields:
  - {name: better, type: long_text}
"""

Make = Callable[..., dv.Pipeline]


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[dv.Vault]:
    with dv.Vault(tmp_path / "vault") as made:
        yield made


@pytest.fixture
def make(vault: dv.Vault) -> Make:
    """An active pipeline with tasks."""

    def made(*nodes: Any, tasks: int = 3, name: str = "Helpfulness") -> dv.Pipeline:
        every = nodes or (dv.Subtask("rate", fields=[REPLY, SCORE]),)
        pipeline = vault.pipelines.create(name, nodes=every).activate()
        pipeline.add_tasks([{"reply": f"reply {at}"} for at in range(tasks)])
        return pipeline

    return made


def rows(pipeline: dv.Pipeline, *names: str) -> list[tuple[Any, ...]]:
    """Some columns of its dataset."""
    chosen = ", ".join(f'"{name}"' for name in names)
    return pipeline.dataset.sql(f"SELECT {chosen} FROM this").fetchall()
