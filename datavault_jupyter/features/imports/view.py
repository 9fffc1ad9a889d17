"""What a preview looks like as still HTML and plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datavault_jupyter.base import wording
from datavault_jupyter.display import html
from datavault_jupyter.features.sql import view as rows_view

if TYPE_CHECKING:
    from datavault_jupyter.features.imports.records import Preview

_NOTHING = "Nothing is stored yet."


def _sample(preview: Preview) -> rows_view.Sample:
    shown = preview.columns[: rows_view.MOST_COLUMNS]
    rows = [
        [_text(value) for value in row[: len(shown)]] for row in preview.rows[: rows_view.MOST_ROWS]
    ]
    total = preview.row_count
    return rows_view.Sample(
        names=[column.name for column in shown],
        types=[column.type for column in shown],
        rows=rows,
        has_more=total is None or total > len(rows),
        column_count=len(preview.columns),
    )


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _facts(preview: Preview) -> list[str]:
    made = [preview.format.upper(), wording.size(preview.byte_count)]
    if preview.encoding:
        made.append(preview.encoding.upper())
    return made


def _notes(preview: Preview) -> list[str]:
    return [note.message for note in preview.notes]


def as_text(preview: Preview) -> str:
    """File, types, first rows, notes."""
    sample = _sample(preview)
    types = ", ".join(f"{column.name}: {column.type}" for column in preview.columns)
    lines = [
        f"Preview of {preview.file_name} ({', '.join(_facts(preview))}). {_NOTHING}",
        types,
        rows_view.plain(sample, preview.row_count),
        *_notes(preview),
    ]
    return "\n".join(lines)


def as_html(preview: Preview) -> str:
    """The same as a framed table."""
    sample = _sample(preview)
    return html.frame(
        preview.file_name,
        badge=html.Cell("Preview", "dv-dim"),
        meta=_facts(preview),
        text="\n".join([_NOTHING, *_notes(preview)]),
        body=rows_view.table(sample, f"Preview of {preview.file_name}"),
        foot=rows_view.extent(sample, preview.row_count),
    )
