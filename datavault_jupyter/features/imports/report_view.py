"""What an import report looks like as still HTML and plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datavault_jupyter.base import wording
from datavault_jupyter.display import html

if TYPE_CHECKING:
    from datavault_jupyter.features.imports.records import Reject
    from datavault_jupyter.features.imports.reports import ImportReport

_MOST_REJECTS = 20
_MOST_TEXT = 80


def _counts(report: ImportReport) -> str:
    read = wording.count(report.read_count, "row")
    imported = f"{report.imported_count:,} imported"
    return f"{read} read, {imported}, {report.rejected_count:,} left out"


def _facts(report: ImportReport) -> list[str]:
    made = [report.format.upper()] if report.format else []
    if report.byte_count is not None:
        made.append(wording.size(report.byte_count))
    if report.encoding:
        made.append(report.encoding.upper() + _how(report, "encoding"))
    dialect = report.dialect or {}
    if dialect.get("delimiter"):
        made.append(f"delimiter {dialect['delimiter']!r}{_how(report, 'delimiter')}")
    if report.seconds is not None:
        made.append(f"{report.seconds:.1f} s")
    return made


def _how(report: ImportReport, name: str) -> str:
    return " (chosen)" if name in report.chosen else " (detected)"


def _changed(report: ImportReport) -> list[str]:
    """Types that were asked for, where another would have been detected."""
    return [
        f"Column {each.name!r} was detected as {each.detected_type} and is {each.type}, as asked."
        for each in report.columns
        if each.detected_type not in (None, each.type)
    ]


def _cells(reject: Reject) -> list[str]:
    text = reject.text.rstrip("\r\n").replace("\r", "␍").replace("\n", "␤")
    return [
        f"{reject.line:,}" if reject.line is not None else "",
        reject.column or "whole row",
        reject.reason,
        text if len(text) <= _MOST_TEXT else text[:_MOST_TEXT] + "…",
    ]


def as_text(report: ImportReport) -> str:
    """Counts, facts, notes, and the first rejects."""
    lines = [
        f"Import of {report.source} as {report.dataset} {report.version}: {_counts(report)}",
        ", ".join(_facts(report)),
        *report.notes,
        *_changed(report),
    ]
    for reject in report.rejects[:_MOST_REJECTS]:
        line, column, reason, text = _cells(reject)
        lines.append(f"  line {line or '?'} ({column}): {reason} {text}")
    if report.rejected_count > _MOST_REJECTS:
        lines.append(f"  and {report.rejected_count - _MOST_REJECTS:,} more in report.rejects")
    return "\n".join(line for line in lines if line)


def as_html(report: ImportReport) -> str:
    """The same as a framed table."""
    rows = [
        [
            html.Cell(line, "dv-num"),
            html.Cell(column, "" if reject.column else "dv-dim"),
            html.Cell(reason),
            html.Cell(text, "dv-code", reject.text[:2000]),
        ]
        for reject in report.rejects[:_MOST_REJECTS]
        for line, column, reason, text in [_cells(reject)]
    ]
    heads = [
        html.Head("Line", is_number=True),
        html.Head("Column"),
        html.Head("What is wrong"),
        html.Head("Text in the file"),
    ]
    foot = [f"SHA-256 {report.sha256[:12]}…"] if report.sha256 else []
    if report.rejected_count > _MOST_REJECTS:
        foot.append(f"First {_MOST_REJECTS} of {report.rejected_count:,} rows left out")
    if report.rejects:
        foot.append("report.save_rejects(path) writes them to a file to mend")
    return html.frame(
        f"Import of {report.source}",
        badge=html.Cell(f"{report.dataset} {report.version}", "dv-dim"),
        meta=_facts(report),
        text="\n".join([_counts(report) + ".", *report.notes, *_changed(report)]),
        body=html.table(heads, rows, label="Rows left out") if rows else "",
        foot=foot,
    )
