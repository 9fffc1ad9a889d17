"""The tables of fields and moves as Markdown; run as a module, it prints them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence

from datavault_jupyter.features.pipelines.fields import FIELD_KINDS, Field
from datavault_jupyter.features.pipelines.moves import (
    DATASET_STATUS,
    NODE_MOVES,
    PIPELINE_MOVES,
    TASK_MOVES,
    PipelineEvent,
)
from datavault_jupyter.features.pipelines.records import PipelineStatus


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _shown(values: Iterable[object]) -> str:
    texts = (json.dumps(value, ensure_ascii=False) for value in values)
    return ", ".join(f"`{text[:40] + '…' if len(text) > 40 else text}`" for text in texts)


def fields() -> str:
    """One line for each type of field."""
    return _table(
        ["type", "settings", "stored", "column", "takes", "refuses", "several answers"],
        (
            [
                f"`{kind}`",
                ", ".join(f"`{name}`" for name in line.settings) or "–",
                line.stored,
                f"`{Field('x', kind, **line.given).column_type}`",
                _shown(line.valid),
                _shown(line.invalid),
                line.resolve,
            ]
            for kind, line in FIELD_KINDS.items()
        ),
    )


def pipelines() -> str:
    """Status by event; a dash is a refusal."""
    return _table(
        ["status", *PipelineEvent, "dataset"],
        (
            [
                f"**{status}**",
                *(
                    "–" if (status, event) not in PIPELINE_MOVES
                    else str(PIPELINE_MOVES[status, event] or "gone")
                    for event in PipelineEvent
                ),
                DATASET_STATUS[status].label,
            ]
            for status in PipelineStatus
        ),
    )  # fmt: skip


def _moves(moves: dict, what: str) -> str:
    return _table(
        [what, "event", "who", "becomes"],
        (
            [str(state), str(event), ", ".join(sorted(who)), str(to)]
            for (state, event), (to, who) in moves.items()
        ),
    )


def tasks() -> str:
    """Every allowed move of a task."""
    return _moves(TASK_MOVES, "task")


def nodes() -> str:
    """Every allowed move of a task at a node."""
    return _moves(NODE_MOVES, "node")


if __name__ == "__main__":
    for each in (fields, pipelines, tasks, nodes):
        sys.stdout.write(f"{each()}\n\n")
