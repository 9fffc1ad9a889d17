"""What an entry of the audit trail tells, in words."""

from __future__ import annotations

from datavault_jupyter.access import OrgRole, ProjectRole
from datavault_jupyter.base.wording import count, listing
from datavault_jupyter.features.people.records import AuditEntry


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
    if entry.action in ("people.add", "people.role", "project.member"):
        return _role_words(entry)
    told = _EVENTS.get(entry.action)
    if told is None:
        return entry.action.partition(".")[2].replace("_", " ")
    words = {name: str(details.get(name, "")) for name in _WORDS}
    words["name"] = words["name"] or str(details.get("chart") or details.get("dashboard") or "")
    for place in ("before", "after"):
        words[place] = words[place] or "no project"
    sources = listing([str(each) for each in details.get("sources", ())])
    people = listing([str(each) for each in details.get("people", ())])
    return told.format(**words, sources=sources, people=people).rstrip()


def _role_words(entry: AuditEntry) -> str:
    details = entry.details
    whom = str(details.get("person", ""))
    role = details.get("after", details.get("role"))
    if role is None:
        return f"took {whom} out" if whom else "took the role away"
    label = (ProjectRole if whom else OrgRole)(role).label
    return f"made {whom} {label}" if whom else f"gave the role {label}"


_WORDS = ("name", "number", "base", "tag", "template", "before", "after", "mode")
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
    "dataset.move": "moved it from {before} to {after}",
    "chart.save": "kept the chart {name}",
    "chart.rename": "renamed a chart to {name}",
    "chart.delete": "deleted the chart {name}",
    "dashboard.create": "made the dashboard {name}",
    "dashboard.change": "rearranged the dashboard {name}",
    "dashboard.rename": "renamed a dashboard to {name}",
    "dashboard.delete": "deleted the dashboard {name}",
    "share.create": "made a {mode} link to it",
    "share.restrict": "closed its public link",
    "share.revoke": "switched its link off",
    "share.add": "put {people} on the list of its link",
    "share.remove": "took {people} off the list of its link",
    "share.change": "changed what its link allows",
    "share.personal": "made a link of their own for {people}",
    "pipeline.create": "made it",
    "pipeline.define": "changed its draft",
    "pipeline.publish": "published it",
    "pipeline.activate": "activated it",
    "pipeline.template": "made the template {template} of it",
    "project.create": "made it",
    "project.rename": "renamed it to {name}",
    "project.describe": "changed the description",
    "project.delete": "deleted it",
    "people.meet": "came in",
}
