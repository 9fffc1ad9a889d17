"""What the list of datasets and one dataset look like as still HTML and plain text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from datavault_jupyter.base import wording
from datavault_jupyter.display import html, text
from datavault_jupyter.features.datasets.records import DatasetKind, DatasetRecord, DatasetStatus

MOST_ROWS = 20

_BADGES = {
    DatasetStatus.COLLECTING: ("◉", "dv-ok"),
    DatasetStatus.DRAFT: ("◌", ""),
    DatasetStatus.COMPLETE: ("✔", ""),
    DatasetStatus.ORPHANED: ("◍", "dv-warn"),
}
_EMPTY = (
    'Nothing here yet. vault.import_file("reviews.csv") brings a CSV, JSON or Parquet file in; '
    'vault.import_frame(df, name="…") a data frame.'
)


def status_words(record: DatasetRecord) -> str:
    """The badge in words.

    A paused pipeline's dataset stays at Collecting, and says that it rests.
    """
    words = record.status.label
    if record.status is DatasetStatus.COLLECTING and record.pipeline_status == "paused":
        words += " · paused"
    return words + (" · archived" if record.is_archived else "")


def badge(record: DatasetRecord) -> html.Cell:
    """The badge: a sign and a word, colour only on top."""
    glyph, css = _BADGES[record.status]
    return html.Cell(status_words(record), css, glyph=glyph)


def listing_html(
    title: str,
    records: Sequence[DatasetRecord],
    *,
    total_count: int,
    totals: Mapping[str, int],
    present: datetime,
) -> str:
    """The listing: the columns of the live one, the first 20 datasets."""
    if not records:
        return html.frame("Data Vault", meta=[title], text=_EMPTY)
    shown = records[:MOST_ROWS]
    more = _more_of(shown)
    heads = [html.Head(name, is_number=name == "Rows") for name in _heads(more)]
    rows = [_html_row(record, present, more) for record in shown]
    table = html.table(heads, rows, label="Datasets")
    foot = _extent(len(shown), total_count, totals)
    return html.frame("Data Vault", meta=[title], body=table, foot=foot)


def _more_of(shown: Sequence[DatasetRecord]) -> dict[str, Callable[[DatasetRecord], str]]:
    """The columns that are there only where they say something."""
    more: dict[str, Callable[[DatasetRecord], str]] = {}
    if any(record.kind is not DatasetKind.MASTER for record in shown):
        more["Kind"] = lambda record: record.kind.label
    if any(record.project for record in shown):
        more["Project"] = lambda record: record.project or ""
    return more


def _heads(more: Iterable[str]) -> list[str]:
    return ["Name", "Status", "Rows", "Source", *more, "Last updated"]


def _html_row(
    record: DatasetRecord, present: datetime, more: Mapping[str, Callable[[DatasetRecord], str]]
) -> list[html.Cell]:
    return [
        html.Cell(record.name, tooltip=record.description),
        badge(record),
        html.Cell(wording.count(record.row_count), "dv-num"),
        html.Cell(record.source.label),
        *(html.Cell(value(record)) for value in more.values()),
        html.ago(record.updated_at, present),
    ]


def _extent(shown: int, total_count: int, totals: Mapping[str, int]) -> list[str]:
    if shown < total_count:
        made = [f"1–{shown} of {wording.count(total_count, 'dataset')}"]
    else:
        made = [wording.count(total_count, "dataset")]
    live = totals.get("collecting", 0) + totals.get("draft", 0)
    if live:
        made.append(f"{wording.count(live)} collecting or in draft")
    if totals.get("archived"):
        made.append(f"{wording.count(totals['archived'])} archived")
    return made


def listing_text(
    title: str,
    records: Sequence[DatasetRecord],
    *,
    total_count: int,
    totals: Mapping[str, int],
    present: datetime,
) -> str:
    """The listing as plain text."""
    if not records:
        return f"Data Vault {title}\n{_EMPTY}"
    shown = records[:MOST_ROWS]
    more = _more_of(shown)
    rows = [
        [
            record.name,
            status_words(record),
            wording.count(record.row_count),
            record.source.label,
            *(value(record) for value in more.values()),
            wording.relative_time(record.updated_at, present),
        ]
        for record in shown
    ]
    heads = _heads(more)
    table = text.table(heads, rows, numbers=[head == "Rows" for head in heads])
    foot = ", ".join(_extent(len(shown), total_count, totals))
    return f"Data Vault {title}\n{table}\n({foot})"


def facts(record: DatasetRecord, present: datetime) -> list[str]:
    """The facts of one dataset, shortest first."""
    made = [
        wording.count(record.row_count, "row"),
        wording.count(record.column_count, "column"),
        wording.size(record.byte_count),
        record.source.label,
        *([record.kind.label] if record.kind is not DatasetKind.MASTER else []),
        f"updated {wording.relative_time(record.updated_at, present)}",
    ]
    if record.project:
        made.insert(0, record.project)
    return made
