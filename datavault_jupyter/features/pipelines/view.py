"""What a pipeline and the list of pipelines look like as still HTML and plain text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from datavault_jupyter.base import wording
from datavault_jupyter.display import html, text
from datavault_jupyter.features.pipelines.definition import Definition
from datavault_jupyter.features.pipelines.nodes import Node
from datavault_jupyter.features.pipelines.records import (
    NodeType,
    PipelineRecord,
    PipelineStatus,
    TaskStatus,
)

MOST_ROWS = 20
_BADGES = {
    PipelineStatus.DRAFT: ("◌", ""),
    PipelineStatus.ACTIVE: ("◉", "dv-ok"),
    PipelineStatus.PAUSED: ("◍", "dv-warn"),
    PipelineStatus.COMPLETED: ("✔", ""),
    PipelineStatus.ARCHIVED: ("▣", ""),
}
_EMPTY = "No pipelines yet. vault.pipelines.create(name, nodes=[dv.Subtask(…)]) makes one."
_MOST_FIELDS = 8


def badge(status: PipelineStatus) -> html.Cell:
    """The badge: a sign and a word, colour only on top."""
    glyph, css = _BADGES[status]
    return html.Cell(status.label, css, glyph=glyph)


def progress(counts: Mapping[str, int]) -> str:
    """How far the tasks are, in words.

    >>> progress({"finished": 2, "pending": 1})
    '2 of 3 tasks finished, 1 pending'
    >>> progress({})
    'no tasks yet'
    """
    total = sum(counts.values())
    if not total:
        return "no tasks yet"
    done = counts.get(TaskStatus.FINISHED, 0)
    made = [f"{done:,} of {wording.count(total, 'task')} finished"]
    made += [
        f"{counts[status]:,} {status.label.lower()}"
        for status in TaskStatus
        if status is not TaskStatus.FINISHED and counts.get(status)
    ]
    return ", ".join(made)


def pipeline_html(record: PipelineRecord, definition: Definition, counts: Mapping[str, int]) -> str:
    """One pipeline: how far it is, and what it is made of."""
    heads = [html.Head(name) for name in ("Node", "Does", "Asks for", "Who")]
    rows = [[html.Cell(cell) for cell in _node(node)] for node in definition.nodes]
    project = [record.project] if record.project else []
    return html.frame(
        record.name,
        meta=[*project, progress(counts)],
        badge=badge(record.status),
        text=record.description,
        body=html.table(heads, rows, label="Nodes"),
        foot=_foot(record),
    )


def pipeline_text(record: PipelineRecord, definition: Definition, counts: Mapping[str, int]) -> str:
    """The same as plain text."""
    head = f"Pipeline {record.name!r}, {record.status.label} · {progress(counts)}"
    table = text.table(["Node", "Does", "Asks for", "Who"], [_node(n) for n in definition.nodes])
    return "\n".join([head, table, f"({' · '.join(_foot(record))})"])


def _foot(record: PipelineRecord) -> list[str]:
    form = f"form {record.version_number}" if record.version_number else "no form published yet"
    return [form, "a draft waits to be published"] if "draft" in record.settings else [form]


def _node(node: Node) -> list[str]:
    asked = [field.name for field in node.fields if field.is_asked]
    shown = ", ".join(asked[:_MOST_FIELDS]) + (" …" if len(asked) > _MOST_FIELDS else "")
    return [node.name, _deed(node), shown, ", ".join(node.people)]


def _deed(node: Node) -> str:
    leads = f"then {node.then}" if node.then else ""
    if node.type is NodeType.SUBTASK:
        several = f"{node.overlap} answers each" if node.overlap > 1 else "one answer each"
        return f"{several}, {leads}"
    if node.type is NodeType.REVIEW:
        rounds = wording.count(node.max_rounds, "round")
        return f"review, {rounds} at most, {leads}"
    if node.type is NodeType.GATE:
        ways = [f"{case.field} {case.op.replace('_', ' ')} {case.value}: {case.then}"
                for case in node.cases]  # fmt: skip
        return f"gate: {'; '.join(ways)}; else {node.then}"
    return leads or "end"


def listing_html(
    title: str,
    records: Sequence[PipelineRecord],
    present: datetime,
) -> str:
    """The list of pipelines, the first 20."""
    if not records:
        return html.frame("Pipelines", meta=[title], text=_EMPTY)
    heads = [html.Head("Name"), html.Head("Status"), html.Head("Tasks"), html.Head("Last updated")]
    rows = [
        [
            html.Cell(record.name),
            badge(record.status),
            html.Cell(progress(record.counts)),
            html.ago(record.updated_at, present),
        ]
        for record in records[:MOST_ROWS]
    ]
    shown = min(len(records), MOST_ROWS)
    foot = wording.count(len(records), "pipeline")
    if shown < len(records):
        foot = f"{shown} of {foot}"
    body = html.table(heads, rows, label="Pipelines")
    return html.frame("Pipelines", meta=[title], body=body, foot=[foot])


def listing_text(records: Sequence[PipelineRecord], present: datetime) -> str:
    """The same as plain text."""
    if not records:
        return _EMPTY
    rows = [
        [
            record.name,
            record.status.label,
            progress(record.counts),
            wording.relative_time(record.updated_at, present),
        ]
        for record in records[:MOST_ROWS]
    ]
    table = text.table(["Name", "Status", "Tasks", "Last updated"], rows)
    return f"{table}\n({wording.count(len(records), 'pipeline')})"
