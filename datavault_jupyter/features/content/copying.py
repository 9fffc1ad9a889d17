"""Rows as text for the clipboard: tab-separated for spreadsheets, Markdown for notes."""

from __future__ import annotations

from collections.abc import Sequence

from datavault_jupyter.features.content import queries, selecting
from datavault_jupyter.features.content.grounds import Grounds
from datavault_jupyter.features.content.records import ContentQuery, Copied, CopyFormat, Selection
from datavault_jupyter.features.content.running import Run, plain_ids
from datavault_jupyter.features.content.views import Views
from datavault_jupyter.storage.columns import Columns

MOST_ROWS = 100_000
_AT_ONCE = 5_000


def copied(
    run: Run,
    views: Views,
    grounds: Grounds,
    query: ContentQuery,
    selection: Selection | None,
    *,
    columns: Columns,
    form: CopyFormat,
    limit: int,
) -> Copied:
    """Chosen rows as text, in the order of the view."""
    if selection is None:
        ids = views.ids(run, grounds, query, range(limit + 1))
    else:
        selecting.choose(run, views, grounds, query, selection)
        ids = plain_ids(run.rows(queries.chosen_ids(limit + 1)))
    lines = _head(columns.names, form)
    with views.source(grounds) as source:
        for at in range(0, min(len(ids), limit), _AT_ONCE):
            some = ids[at : min(at + _AT_ONCE, limit)]
            asked = queries.exact_texts(source, list(columns), some)
            lines += [_line(row, form) for row in run.rows(asked)]
    return Copied("\n".join(lines) + "\n", min(len(ids), limit), len(ids) > limit)


def _head(names: Sequence[str], form: CopyFormat) -> list[str]:
    if form is CopyFormat.TSV:
        return [_line(names, form)]
    return [_line(names, form), f"|{' --- |' * len(names)}"]


def _line(cells: Sequence[str | None], form: CopyFormat) -> str:
    if form is CopyFormat.TSV:
        return "\t".join(_tsv(cell) for cell in cells)
    return f"| {' | '.join(_markdown(cell) for cell in cells)} |"


def _tsv(cell: str | None) -> str:
    """A cell as spreadsheets read it; an empty text has quotes, a missing value nothing.

    >>> print(_tsv("5' x"), _tsv('5" x'), _tsv(""), _tsv(None))
    5' x "5"" x" ""
    """
    if cell is None:
        return ""
    if not cell or any(char in cell for char in '\t\n\r"'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _markdown(cell: str | None) -> str:
    r"""A cell of a Markdown table: on one line, and no markup.

    >>> print(_markdown("a|b"), _markdown("<b>*x*"))
    a\|b \<b\>\*x\*
    """
    text = "".join(f"\\{char}" if char in "\\|<>*_`[]~" else char for char in cell or "")
    return " ".join(text.splitlines())
