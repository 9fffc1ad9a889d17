"""A CSV file that has been looked at: dialect, column names, and how to scan it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from datavault_jupyter.base.errors import BadTable, VaultError
from datavault_jupyter.base.wording import count
from datavault_jupyter.features.imports import overrides, sources
from datavault_jupyter.features.imports.delimited import dialects, line_ends, queries
from datavault_jupyter.features.imports.delimited.dialects import Dialect
from datavault_jupyter.features.imports.records import Note, Options
from datavault_jupyter.features.imports.sources import Source, Staged
from datavault_jupyter.storage.engine import rows_of

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

# Missing values as programs write them; they count where all other texts are of one type.
NULL_WORDS = (
    "NA", "N/A", "n/a", "#N/A", "<NA>", "NULL", "null", "Null", "None", "none", "NaN", "nan",
    "NAN", r"\N",
)  # fmt: skip
_SNIFFED_ROWS = 4_096


@dataclass(frozen=True, slots=True)
class Table:
    """A CSV file, ready to be scanned.

    Attributes:
        source: The file.
        staged: Its text as UTF-8.
        dialect: How it is written.
        names: The source's column names, made usable.
        notes: What had to be made usable, or was left out.
        null_values: The user's words for "missing", or None.
        is_wide: Whether lines beyond DuckDB's usual limit are taken.
        is_unified: Whether all rows are known to end in a line feed.
    """

    source: Source
    staged: Staged
    dialect: Dialect
    names: list[str]
    notes: list[Note]
    null_values: tuple[str, ...] | None
    is_wide: bool = False
    is_unified: bool = False

    @property
    def scan(self) -> str:
        """The SQL of all cells as text."""
        return queries.texts(
            self.staged.path,
            self.dialect,
            len(self.names),
            self.null_values,
            wide=self.is_wide,
            unified=self.is_unified,
        )

    @property
    def null_words(self) -> tuple[str, ...]:
        """Words that may mean NULL in a column of another type than text."""
        return NULL_WORDS if self.null_values is None else ()

    def widened(self) -> Table:
        """The same with long lines taken."""
        return replace(self, is_wide=True)

    def moved(self, path: Path) -> Table:
        """The same text in another place."""
        return replace(self, staged=Staged(path, self.staged.encoding))

    def line_of(self, row: int) -> int:
        """The line on which a row ends, counted from 1, by reading up to it."""
        with self.staged.path.open(encoding="utf-8-sig", newline="") as file:
            for _ in range(self.dialect.skip):
                file.readline()
            doubled = self.dialect.escape == self.dialect.quote
            reader = csv.reader(
                file,
                delimiter=self.dialect.delimiter[0],
                quotechar=self.dialect.quote,
                doublequote=doubled,
                escapechar=None if doubled else self.dialect.escape,
            )
            left = row + self.dialect.header
            with suppress(csv.Error):  # a cell beyond its limit: the line before must do
                for record in reader:
                    left -= bool(record) or len(self.names) == 1
                    if left == 0:
                        break
            return self.dialect.skip + reader.line_num


def look(cursor: Cursor, source: Source, options: Options, scratch: Path) -> Table:
    """Tell a CSV file's dialect and column names.

    Raises:
        BadFile: it holds no table.
        UnreadableText: it is no text in its encoding.
    """
    dialects.check_delimiter(options.delimiter)
    delimiter = options.delimiter or ("\t" if source.format == "tsv" else None)
    staged = sources.stage(source, scratch, options.encoding)
    lines = dialects.head_lines(staged.path, source.name)
    if not any(line.strip() for line in lines):
        raise BadTable(f"{source.name} holds nothing but blank lines.", hint="Check the file.")
    sniffed = _sniffed(cursor, staged.path, delimiter)
    dialect = dialects.corrected(sniffed, lines, delimiter)
    notes: list[Note] = []
    if any(line.strip() for line in lines[: dialect.skip]):
        left_out = f"{count(dialect.skip, 'line')} before the table"
        notes.append(Note(f"The first {left_out} {_were(dialect.skip)} left out.", line=1))
    heads = [record for record, _ in zip(dialects.records(lines, dialect), range(2), strict=False)]
    if not heads:
        raise BadTable(f"{source.name}: its first row can't be read.", hint="Check its quotes.")
    if dialect.quote == "'":
        notes.append(Note("Single quotes around cells were taken as quotes, not as text."))
    header, said = _header(options, dialect, heads, is_found=bool(sniffed and sniffed[4]))
    notes += said
    names, changed = (
        overrides.usable(heads[0])
        if header
        else ([f"column{at}" for at in range(len(heads[0]))], [])
    )
    nulls = None if options.null_values is None else tuple(_words(options.null_values))
    dialect = replace(dialect, header=header)
    table = Table(source, staged, dialect, names, [*notes, *changed], nulls)
    if any("\n" in cell or "\r" in cell for cell in heads[0]):
        # DuckDB 2.0.0 takes the first line break it meets for how all rows end, also inside
        # quotes, and then loses every row without a word.
        place = line_ends.unified(staged.path, dialect, scratch)
        table = replace(table.moved(place or staged.path), is_unified=True)
    if header and len(heads) == 1:
        _require_rows(cursor, table)
    return table


def _header(
    options: Options, dialect: Dialect, heads: Sequence[Sequence[str]], *, is_found: bool
) -> tuple[bool, list[Note]]:
    """Whether the first row holds names, and a note where that is our guess."""
    if options.header is not None:
        return options.header, []
    if not dialect.header and not dialects.looks_like_names(heads[0]):
        said = "The first row was taken as data, not as names; header=True changes that."
        return False, [Note(said)]
    # Words over words: nothing in the file tells names from data, whatever the sniffer says.
    if is_found and not all(map(dialects.is_wordy, heads)):
        return True, []
    return True, [Note("The first row was taken as names; header=False makes it data.")]


def _require_rows(cursor: Cursor, table: Table) -> None:
    try:
        found = rows_of(cursor, queries.select("1", table.scan, 1))
    except VaultError:
        return  # there are rows, though unreadable ones; the import says which
    if not found:
        raise BadTable(
            f"{table.source.name} holds one row of names and no data.",
            hint="Pass header=False if that row is data.",
        )


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def _words(values: Sequence[str]) -> list[str]:
    return [values] if isinstance(values, str) else [str(value) for value in values]


def _sniffed(cursor: Cursor, path: Path, delimiter: str | None) -> tuple[object, ...] | None:
    """What DuckDB's sniffer says, or None where it gives up (the reading says why)."""
    try:
        return rows_of(cursor, queries.sniff(path, delimiter, _SNIFFED_ROWS))[0]
    except VaultError:
        return None
