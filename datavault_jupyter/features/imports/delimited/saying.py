"""What the user is told about how a CSV file was read, besides its types."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from datavault_jupyter.base.wording import count
from datavault_jupyter.features.imports.delimited import dialects
from datavault_jupyter.features.imports.delimited.dialects import Dialect
from datavault_jupyter.features.imports.records import Note
from datavault_jupyter.features.imports.values.showing import shown
from datavault_jupyter.storage.foreign import translated

GUESSED_NAMES = "The first row was taken as names; header=False makes it data."
GUESSED_DATA = "The first row was taken as data, not as names; header=True changes that."
SINGLE_QUOTES = "Single quotes around cells were taken as quotes, not as text."
# A longer name is kept as it is; it is more likely a value, or text before the table.
_LONG_NAME = 1_000
_TAIL_BYTES = 65_536
_TOTAL = re.compile(r"\s*(?:grand |sub-?)?(?:total|sum|summe|gesamt)s?\b.*", re.IGNORECASE)


def before_table(lines: Sequence[str], skip: int) -> list[Note]:
    """That lines in front of the table were left out, and what the first of them says."""
    written = [line.strip() for line in lines[:skip] if line.strip()]
    if not written:
        return []
    were = "was" if skip == 1 else "were"
    said = f"The first {count(skip, 'line')} before the table {were} left out: {shown(written[0])}"
    return [Note(f"{said}{' and more' if len(written) > 1 else ''}.", line=1)]


def long_names(names: Sequence[str]) -> list[Note]:
    """That names are longer than names are."""
    return [
        Note(
            f"Column {position} has a name of {count(len(name), 'character')}; columns= renames "
            "it, header=False makes the first row data.",
            column=name,
        )
        for position, name in enumerate(names, start=1)
        if len(name) > _LONG_NAME
    ]


def total_row(path: Path, dialect: Dialect, width: int) -> list[Note]:
    """That the last row looks like a total of the others; it is a row all the same."""
    with translated(), path.open("rb") as file:
        size = file.seek(0, 2)
        file.seek(max(size - _TAIL_BYTES, 0))
        tail = file.read().decode(errors="replace")
    lines = [line for line in dialects.split(tail)[1:] if line.strip()]
    rows = list(dialects.records(lines[-1:], dialect.tableless()))
    if width < 2 or not rows or len(rows[-1]) != width:
        return []
    first = next((cell for cell in rows[-1] if cell.strip()), "")
    if not _TOTAL.fullmatch(first) or dialects.is_wordy(rows[-1]):
        return []
    return [Note(f"The last row, {shown(first)}, looks like a total; it was kept as a row.")]
