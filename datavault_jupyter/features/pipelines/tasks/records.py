"""What a contributor gets to work on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from datavault_jupyter.features.pipelines.fields import Field
from datavault_jupyter.features.pipelines.nodes import Node


@dataclass(frozen=True, slots=True)
class WorkRecord:
    """One claimed task at one node.

    Attributes:
        id: ``ans_…`` of the answer to be.
        task_id: ``tsk_…``.
        node: What is to be done.
        round: Above 1 when it was sent back.
        contributor: Who holds it.
        fields: What there is to fill in; of a review: what it may correct.
        shown: What there is to see: given and static values, and earlier answers, by field.
        seen: The fields of what there is to see, in the order of the form.
        form_number: Of the published form it follows.
        draft: What was filled in so far.
        note: What the reviewer said who sent it back.
        due_at: When the claim goes back.
    """

    id: str
    task_id: str
    node: Node
    round: int
    contributor: str
    fields: tuple[Field, ...]
    shown: Mapping[str, Any]
    seen: tuple[Field, ...]
    form_number: int
    draft: Mapping[str, Any]
    note: str
    due_at: datetime | None
