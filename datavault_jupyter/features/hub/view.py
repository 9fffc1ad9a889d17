"""How finds on the Hub show themselves, as text and as HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from datavault_jupyter.base.wording import count, exact_time, size
from datavault_jupyter.display import html, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from datavault_jupyter.features.hub.finds import HubKept
    from datavault_jupyter.features.hub.records import (
        HubColumn,
        HubConfiguration,
        HubDataset,
        HubEstimate,
    )

_MOST_ROWS = 20
_MOST_COLUMNS = 12
_MOST_LABELS = 4


def _extent(found: HubDataset) -> str:
    """Rows as exactly as they are known."""
    if found.row_count is not None:
        return count(found.row_count)
    return found.row_range


def search_text(found: Sequence[HubDataset], asked: str) -> str:
    """Finds as an aligned table."""
    if not found:
        return f"The Hub has no dataset for {asked!r}." if asked else "The Hub has no dataset."
    rows = [
        [
            each.repo_id,
            count(each.downloads),
            count(each.likes),
            _extent(each),
            size(each.byte_count) if each.byte_count is not None else "",
            "gated" if each.gate != "open" else "private" if each.is_private else "",
            each.description,
        ]
        for each in found
    ]
    heads = ["id", "downloads", "likes", "rows", "size", "access", "description"]
    return text.table(heads, rows, numbers=[False, True, True, True, True, False, False])


def search_html(found: Sequence[HubDataset], asked: str) -> str:
    """Finds as a framed table."""
    rows = [
        [
            html.Cell(each.repo_id, "dv-code", each.repo_id),
            html.Cell(count(each.downloads), "dv-num"),
            html.Cell(count(each.likes), "dv-num"),
            html.Cell(_extent(each), "dv-num"),
            html.Cell(size(each.byte_count) if each.byte_count is not None else "", "dv-num"),
            html.Cell("Gated", "dv-warn", "Its owner asks to accept terms first", "◆")
            if each.gate != "open"
            else html.Cell("Private" if each.is_private else ""),
            html.Cell(text.shortened(each.description, 80), "", each.description),
        ]
        for each in found
    ]
    heads = [
        html.Head("Dataset"),
        html.Head("Downloads", "last month", is_number=True),
        html.Head("Likes", is_number=True),
        html.Head("Rows", is_number=True),
        html.Head("Size", is_number=True),
        html.Head("Access"),
        html.Head("Description"),
    ]
    return html.frame(
        "Hugging Face Hub",
        meta=[count(len(found), "dataset"), *([f"for “{asked}”"] if asked else [])],
        body=html.table(heads, rows, label="Datasets of the Hub") if rows else "",
        text="" if rows else "No dataset matches.",
        foot=["vault.hub.configure(id) shows what there is in one"] if rows else [],
    )


def feature_text(column: HubColumn) -> str:
    """What a column is, shortly."""
    if column.labels:
        shown = ", ".join(column.labels[:_MOST_LABELS])
        more = len(column.labels) - _MOST_LABELS
        return shown + (f" and {count(more)} more" if more > 0 else "")
    # That a column holds plain values needs no word.
    return "" if column.feature == "Value" else column.feature


def _facts(shown: HubConfiguration) -> list[str]:
    when = f", {shown.committed_at:%d %b %Y}".replace(", 0", ", ") if shown.committed_at else ""
    facts = [f"revision {shown.sha[:12]}, resolved from {shown.revision}{when}"]
    if shown.licence:
        facts.append(f"licence {shown.licence}")
    if shown.gate != "open":
        facts.append("gated")
    if shown.is_private:
        facts.append("private")
    return facts


def _subsets(shown: HubConfiguration) -> str:
    has_choice = len(shown.subsets) > 1
    names = [
        each.name + (" (default)" if each.is_default and has_choice else "")
        for each in shown.subsets
    ]
    more = len(names) - _MOST_ROWS
    return ", ".join(names[:_MOST_ROWS]) + (f" and {count(more)} more" if more > 0 else "")


def _split_rows(shown: HubConfiguration) -> list[list[str]]:
    return [
        [
            each.name + (" (partial)" if each.is_partial else ""),
            count(each.row_count) if each.row_count is not None else "",
            size(each.byte_count),
            count(each.file_count),
        ]
        for each in shown.splits
    ]


def _column_rows(shown: HubConfiguration) -> list[list[str]]:
    return [
        [
            each.name,
            each.type,
            feature_text(each) + ("" if each.is_default else " (only when named)"),
            size(each.byte_count) if each.byte_count is not None else "",
        ]
        for each in shown.columns
    ]


_SPLITS = (["split", "rows", "size", "files"], [False, True, True, True])
_COLUMNS = (["column", "type", "feature", "size"], [False, False, False, True])


def configuration_text(shown: HubConfiguration) -> str:
    """What there is in a dataset, as plain text."""
    blocks = [f"{shown.repo_id}: {'; '.join(_facts(shown))}"]
    if shown.description:
        blocks.append(text.shortened(shown.description, 200))
    blocks.append(f"subsets: {_subsets(shown)}")
    if shown.subset is None:
        blocks.append("Choose one: vault.hub.configure(…, subset=…)")
    else:
        blocks.append(f"subset {shown.subset!r}, {shown.format}")
        blocks.append(text.table(_SPLITS[0], _split_rows(shown), numbers=_SPLITS[1]))
        blocks.append(text.table(_COLUMNS[0], _column_rows(shown), numbers=_COLUMNS[1]))
    if shown.first_rows:
        blocks.append(_first_rows_text(shown))
    return "\n\n".join([*blocks, *shown.notes])


def _first_rows_text(shown: HubConfiguration) -> str:
    heads = [each.name for each in shown.columns if each.is_default][:_MOST_COLUMNS]
    rows = [
        ["NULL" if each is None else each for each in row[: len(heads)]] for row in shown.first_rows
    ]
    return text.table(heads, rows)


def configuration_html(shown: HubConfiguration) -> str:
    """What there is in a dataset, as a framed view."""
    body = ""
    if shown.subset is not None:
        for (heads, numbers), rows, label in (
            (_SPLITS, _split_rows(shown), "Splits"),
            (_COLUMNS, _column_rows(shown), "Columns"),
        ):
            body += html.table(
                [
                    html.Head(head.capitalize(), is_number=is_number)
                    for head, is_number in zip(heads, numbers, strict=True)
                ],
                [
                    [
                        html.Cell(cell, "dv-num" if is_number else "", cell)
                        for cell, is_number in zip(row, numbers, strict=True)
                    ]
                    for row in rows
                ],
                label=label,
            )
    if shown.first_rows:
        body += _first_rows_html(shown)
    return html.frame(
        shown.repo_id,
        meta=[*_facts(shown), *([f"subset {shown.subset}"] if shown.subset else [])],
        text=shown.description,
        body=body,
        foot=[f"subsets: {_subsets(shown)}", *shown.notes],
    )


def _first_rows_html(shown: HubConfiguration) -> str:
    columns = [each for each in shown.columns if each.is_default][:_MOST_COLUMNS]
    rows = [
        [
            html.Cell("NULL", "dv-none")
            if each is None
            else html.Cell(text.shortened(each, 80), "", each)
            for each in row[: len(columns)]
        ]
        for row in shown.first_rows
    ]
    return html.table(
        [html.Head(each.name, each.type) for each in columns], rows, label="First rows"
    )


def estimate_text(made: HubEstimate) -> str:
    """What an import would take, as a sentence."""
    rows = (
        count(made.row_count, "row") if made.row_count is not None else "an unknown count of rows"
    )
    columns = f", {count(made.column_count, 'column')}" if made.column_count is not None else ""
    about = "" if made.is_exact else "at most "
    return f"{rows}{columns}, {about}{size(made.byte_count)} to fetch"


def kept_text(kept: HubKept) -> str:
    """What is kept on this machine, as an aligned table."""
    total = f"{size(kept.byte_count)} of {size(kept.most_bytes)} in {kept.folder}"
    if not kept.entries:
        return total
    rows = [
        [repo_id, sha[:12], size(bytes_), exact_time(used_at)]
        for repo_id, sha, bytes_, used_at in kept.entries
    ]
    heads = ["id", "commit", "size", "last used"]
    return f"{total}\n{text.table(heads, rows, numbers=[False, False, True, False])}"
