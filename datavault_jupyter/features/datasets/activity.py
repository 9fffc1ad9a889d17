"""The audit trail of one dataset, as its overview tells it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from datavault_jupyter.base.wording import count, listing
from datavault_jupyter.features.people.records import AuditEntry


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


def event_words(entry: AuditEntry) -> str:
    """What an entry tells, as it goes on after the name of who did it."""
    details = entry.details
    rows = count(details["row_count"], "row") if "row_count" in details else "the rows"
    if entry.action == "dataset.import":
        return f"imported {rows}"
    if entry.action in ("dataset.append", "dataset.replace"):
        return f"{'added' if entry.action.endswith('append') else 'replaced'} rows: {rows} now"
    if entry.action == "dataset.export":
        form = str(details.get("format", "")).upper()
        return f"exported {rows}{f' as {form}' if form else ''}"
    told = _EVENTS.get(entry.action)
    if told is None:
        return entry.action.partition(".")[2].replace("_", " ")
    words = {name: str(details.get(name, "")) for name in ("name", "number", "base", "tag")}
    sources = listing([str(each) for each in details.get("sources", ())])
    return told.format(**words, sources=sources).rstrip()


_EVENTS = {
    "dataset.rename": "renamed it to {name}",
    "dataset.describe": "changed the description",
    "dataset.archive": "archived it",
    "dataset.unarchive": "brought it back",
    "dataset.lock": "made it read-only",
    "dataset.unlock": "made it writable",
    "dataset.clone": "cloned it from {sources}",
    "dataset.merge": "merged it from {sources}",
    "version.snapshot": "made version {number}",
    "version.restore": "restored {base} as version {number}",
    "version.edit": "edited rows: version {number}",
    "version.clone": "cloned {sources} into version {number}",
    "version.merge": "merged {sources} into version {number}",
    "version.squash": "squashed versions into {number}",
    "version.describe": "described version {number}",
    "version.publish": "published version {number}",
    "version.archive": "archived version {number}",
    "version.unarchive": "brought version {number} back",
    "version.delete": "deleted version {number}",
    "version.tag": "tagged version {number}: {tag}",
    "version.untag": "took a tag off version {number}: {tag}",
    "version.abort": "gave up the draft {number}",
    "version.fail": "could not finish the draft {number}",
}
