"""The audit trail of one dataset, as its overview tells it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from datavault_jupyter.features.people.records import AuditEntry
from datavault_jupyter.features.people.words import event_words


@dataclass(frozen=True, slots=True)
class DatasetEvent:
    """An entry of the audit trail, as it is told: who, what, when."""

    at: datetime
    actor: str
    text: str


def told(
    entries: Sequence[AuditEntry] | None, names: Mapping[str, str]
) -> tuple[DatasetEvent, ...] | None:
    """Who did what, newest first; None where the asker may not know.

    Args:
        entries: Of the audit trail.
        names: Names of people by their identity.
    """
    if entries is None:
        return None
    return tuple(
        DatasetEvent(entry.at, names.get(entry.actor, entry.actor), event_words(entry))
        for entry in entries
    )
