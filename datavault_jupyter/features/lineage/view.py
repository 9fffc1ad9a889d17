"""What versions and comparisons look like as still HTML and plain text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from datavault_jupyter.base import wording
from datavault_jupyter.base.clock import now
from datavault_jupyter.display import html, text

if TYPE_CHECKING:
    from datavault_jupyter.features.datasets.records import DatasetRecord
    from datavault_jupyter.features.lineage.comparing import Compared
    from datavault_jupyter.features.versions.records import Version

    Sided = tuple[DatasetRecord, Version]

MOST_ROWS = 50
_MOST_NOTE = 200
_NONE = "No versions yet. Each import, append or edit makes one."
_STATES = {
    "final": ("dv-ok", "✓"),
    "published": ("dv-ok", "◆"),
    "draft": ("dv-dim", "○"),
    "failed": ("dv-bad", "×"),
    "aborted": ("dv-warn", "×"),
}


def _state(version: Version) -> html.Cell:
    css, glyph = _STATES[version.state]
    return html.Cell(version.state.value.capitalize(), css, glyph=glyph)


def _cut(words: str) -> str:
    return text.shortened(words, _MOST_NOTE)


def _parents(record: DatasetRecord, version: Version) -> str:
    return " then ".join(
        each.number if each.dataset == record.name else f"{each.dataset} {each.number}"
        for each in version.parents
    )


def _note(version: Version) -> str:
    return version.name or version.description or str(version.source_info.get("file_name") or "")


def _noted(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _facts(record: DatasetRecord, version: Version) -> list[tuple[str, str]]:
    size = wording.size(version.byte_count)
    new = wording.size(version.new_byte_count)
    pairs = [
        ("Name", version.name),
        ("Description", version.description),
        ("Parents", _parents(record, version)),
        ("Rows", wording.count(version.row_count)),
        ("Size", f"{size}, {new} of it new" if version.parents else size),
        ("Tags", ", ".join(version.tags)),
        ("Created", wording.exact_time(version.created_at)),
        ("By", version.created_by),
        ("Id", version.id),
        ("Archived", wording.exact_time(version.archived_at) if version.archived_at else ""),
        *((name, _noted(value)) for name, value in version.metadata.items()),
    ]
    return [(name, value) for name, value in pairs if value]


def version_text(record: DatasetRecord, version: Version) -> str:
    """A version's facts."""
    head = f"{record.name} {version.number} ({version.state.value})"
    return "\n".join([head, *(f"  {name}: {value}" for name, value in _facts(record, version))])


def version_html(record: DatasetRecord, version: Version) -> str:
    """The same as a framed table."""
    rows = [
        [html.Cell(name, "dv-dim"), html.Cell(value)] for name, value in _facts(record, version)
    ]
    heads = [html.Head("Fact"), html.Head("Value")]
    return html.frame(
        f"{record.name} {version.number}",
        badge=_state(version),
        body=html.table(heads, rows, label=f"Version {version.number}"),
    )


def list_bundle(record: DatasetRecord, found: Sequence[Version]) -> dict[str, str]:
    """The versions as a display without a script."""
    return {"text/plain": list_text(record, found), "text/html": list_html(record, found)}


def list_text(record: DatasetRecord, found: Sequence[Version]) -> str:
    """One line for each version."""
    present = now()
    lines = [f"Versions of {record.name}: {len(found) or 'none yet'}"]
    for each in found[:MOST_ROWS]:
        here = " (head)" if each.key == record.head_key else ""
        tags = f" [{_cut(', '.join(each.tags))}]" if each.tags else ""
        rows = wording.count(each.row_count, "row")
        made = wording.relative_time(each.created_at, present)
        note = f" {_cut(_note(each))}" if _note(each) else ""
        lines.append(f"  {each.number}{here}{tags}: {each.state.value}, {rows}, {made}{note}")
    if len(found) > MOST_ROWS:
        lines.append(f"  and {len(found) - MOST_ROWS:,} more")
    return "\n".join(lines)


def list_html(record: DatasetRecord, found: Sequence[Version]) -> str:
    """The same as a framed table."""
    present = now()
    heads = [
        html.Head("Version"),
        html.Head("State"),
        html.Head("Rows", is_number=True),
        html.Head("From"),
        html.Head("Note"),
        html.Head("Tags"),
        html.Head("By"),
        html.Head("Created"),
    ]
    rows = [
        [
            html.Cell(f"{each.number}{' (head)' if each.key == record.head_key else ''}"),
            _state(each),
            html.Cell(wording.count(each.row_count), "dv-num"),
            html.Cell(_parents(record, each), "dv-dim"),
            html.Cell(_cut(_note(each))),
            html.Cell(_cut(", ".join(each.tags))),
            html.Cell(each.created_by, "dv-dim"),
            html.ago(each.created_at, present, "dv-dim"),
        ]
        for each in found[:MOST_ROWS]
    ]
    foot = [f"First {MOST_ROWS} of {len(found):,}"] if len(found) > MOST_ROWS else []
    return html.frame(
        record.name,
        meta=[wording.count(len(found), "version")],
        text="" if found else _NONE,
        body=html.table(heads, rows, label=f"Versions of {record.name}") if found else "",
        foot=foot,
    )


def _sides(before: Sided, after: Sided) -> tuple[str, str]:
    is_one = before[0].id == after[0].id

    def named(side: Sided) -> str:
        record, version = side
        return version.number if is_one else f"{record.name} {version.number}"

    return named(before), named(after)


def _told(compared: Compared) -> list[tuple[str, str, int]]:
    made = [("+", "added", compared.added_count)]
    if compared.key:
        made.append(("~", "changed", compared.changed_count))
    made.append(("−", "removed", compared.removed_count))
    made.append(("=", "unchanged", compared.unchanged_count))
    return made


def _columns(compared: Compared) -> list[str]:
    return [
        f"Column {each.name!r} was {each.kind}"
        + (f": {each.before} → {each.after}." if each.kind == "retyped" else ".")
        for each in compared.columns
    ]


def _how(compared: Compared) -> str:
    return f"by {', '.join(compared.key)}" if compared.key else "as whole rows"


def comparison_text(before: Sided, after: Sided, compared: Compared) -> str:
    """The counts."""
    old, new = _sides(before, after)
    counts = ", ".join(f"{number:,} {word}" for _, word, number in _told(compared))
    lines = [f"{new} compared with {old}, {_how(compared)}: {counts}", *_columns(compared)]
    return "\n".join(lines)


def comparison_html(before: Sided, after: Sided, compared: Compared) -> str:
    """The same as a framed table."""
    old, new = _sides(before, after)
    rows = [
        [html.Cell(word.capitalize(), glyph=sign), html.Cell(f"{number:,}", "dv-num")]
        for sign, word, number in _told(compared)
    ]
    shared = wording.count(compared.shared_part_count, "file")
    return html.frame(
        f"{new} compared with {old}",
        meta=[_how(compared)],
        text="\n".join(_columns(compared)),
        body=html.table(
            [html.Head("Rows"), html.Head("Count", is_number=True)], rows, label="Comparison"
        ),
        foot=[f"{shared} shared, not read"],
    )
