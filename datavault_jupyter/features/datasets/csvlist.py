"""The list of datasets as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.features.datasets.listed import badge_words
from datavault_jupyter.features.datasets.records import DatasetRecord


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


COLUMNS: dict[str, tuple[str, Callable[[DatasetRecord], object]]] = {
    "name": ("Name", lambda each: each.name),
    "status": ("Status", badge_words),
    "rows": ("Rows", lambda each: each.row_count),
    "source": ("Source", lambda each: each.source.label),
    "project": ("Project", lambda each: each.project or ""),
    "updated": ("Last updated", lambda each: _moment(each.updated_at)),
    "pipeline": ("Source pipeline", lambda each: each.pipeline_name or ""),
    "archived": ("Archived", lambda each: "yes" if each.is_archived else "no"),
    "owner": ("Owner", lambda each: each.owner),
    "created": ("Created", lambda each: _moment(each.created_at)),
    "size": ("Size in bytes", lambda each: each.byte_count),
    "columns": ("Columns", lambda each: each.column_count),
}

USUAL = ("name", "status", "rows", "source", "project", "updated")


def written(records: Iterable[DatasetRecord], columns: Sequence[str]) -> bytes:
    """CSV in UTF-8, a head line first; times in UTC.

    Raises:
        BadArgument: there is no such column.
    """
    if any(word not in COLUMNS for word in columns):
        raise BadArgument(f"Columns of the list: {', '.join(COLUMNS)}.", field="columns")
    chosen = [COLUMNS[word] for word in columns or USUAL]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([title for title, _ in chosen])
    writer.writerows([value(record) for _, value in chosen] for record in records)
    return text.getvalue().encode()
