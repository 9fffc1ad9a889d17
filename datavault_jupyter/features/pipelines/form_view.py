"""The work form as still HTML and plain text: what is left of it when its kernel is gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from datavault_jupyter.base.wording import count
from datavault_jupyter.display import html, text
from datavault_jupyter.features.pipelines.fields import Field, FieldSource
from datavault_jupyter.features.pipelines.records import (
    PipelineRecord,
    PipelineStatus,
    TaskStatus,
)

# More of a form isn't printed.
MOST_FIELDS = 30
_GLYPHS = {
    PipelineStatus.DRAFT: "◌",
    PipelineStatus.ACTIVE: "◉",
    PipelineStatus.PAUSED: "◐",
    PipelineStatus.COMPLETED: "✓",
    PipelineStatus.ARCHIVED: "▣",
}
_FROM = {
    FieldSource.ANSWER: "filled in",
    FieldSource.GIVEN: "comes with the task",
    FieldSource.STATIC: "the same for all",
}
_HEADS = ("Field", "Type", "Where from")


def bundle(
    pipeline: PipelineRecord, fields: Sequence[Field], counts: Mapping[str, int]
) -> dict[str, str]:
    """Title, progress and the fields of the form; no task and no answer.

    Args:
        pipeline: Which.
        fields: Of its form; none where the viewer may not see it.
        counts: Tasks by status; none where the viewer may not see them.
    """
    meta = [progress(counts)] if counts else []
    lines = [(each.label, each.type.label, _FROM[each.source]) for each in fields[:MOST_FIELDS]]
    left = len(fields) - len(lines)
    foot = [f"{count(left, 'more field')} not shown"] if left > 0 else []
    foot.append("Run the cell to work on tasks.")
    body = ""
    if lines:
        heads = [html.Head(each) for each in _HEADS]
        rows = [
            [
                html.Cell(text.shortened(title, 60), tooltip=title),
                html.Cell(kind),
                html.Cell(origin),
            ]
            for title, kind, origin in lines
        ]
        body = html.table(heads, rows, label=f"Fields of the form of {pipeline.name}")
    plain = [f"Work form of {pipeline.name!r}, {pipeline.status.label}"]
    title = " · ".join([*plain, *meta])
    parts = [title, *([text.table(_HEADS, lines)] if lines else []), *foot]
    badge = html.Cell(pipeline.status.label, glyph=_GLYPHS[pipeline.status])
    return {
        "text/plain": "\n".join(parts),
        "text/html": html.frame(
            pipeline.name,
            badge=badge,
            meta=meta,
            text=text.shortened(pipeline.description, 400),
            body=body,
            foot=foot,
        ),
    }


def progress(counts: Mapping[str, int]) -> str:
    """How far the tasks are, in words.

    >>> progress({"finished": 1, "pending": 2})
    '1 of 3 tasks finished'
    """
    done = counts.get(TaskStatus.FINISHED.value, 0)
    return f"{done:,} of {count(sum(counts.values()), 'task')} finished"
