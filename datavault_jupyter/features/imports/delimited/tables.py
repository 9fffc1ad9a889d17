"""A CSV file that has been looked at: dialect, column names, and how to scan it."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from datavault_jupyter.base.errors import BadTable, Cancelled, UnreadableText, VaultError
from datavault_jupyter.features.imports import encodings, overrides
from datavault_jupyter.features.imports.delimited import dialects, line_ends, queries, saying
from datavault_jupyter.features.imports.delimited.dialects import Dialect, Wishes
from datavault_jupyter.features.imports.delimited.lines import UNCHANGED, Lines
from datavault_jupyter.features.imports.delimited.walking import Walk, mapped
from datavault_jupyter.features.imports.encodings import Staged
from datavault_jupyter.features.imports.records import Note, Options
from datavault_jupyter.features.imports.sources import Source
from datavault_jupyter.storage.engine import rows_of
from datavault_jupyter.storage.foreign import translated

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
        line_end: How all rows are known to end; None lets DuckDB look how the first one does.
        lines: Which lines of the file those of its text are.
        date_order: How dates are meant of which the order of the numbers can't be seen.
        is_sifted: Whether rows that can't be read were left out of the text.
        is_doubled: Whether quotes inside cells are doubled in it, though the dialect escapes them.
        is_serial: Whether one thread has to read it, since cells hold what looks like rows.
    """

    source: Source
    staged: Staged
    dialect: Dialect
    names: list[str]
    notes: list[Note]
    null_values: tuple[str, ...] | None
    is_wide: bool = False
    line_end: str | None = None
    lines: Lines = UNCHANGED
    date_order: str | None = None
    is_sifted: bool = False
    is_doubled: bool = False
    is_serial: bool = False

    @property
    def reading(self) -> Dialect:
        """How the staged text is to be read."""
        return replace(self.dialect, escape=self.dialect.quote) if self.is_doubled else self.dialect

    @property
    def scan(self) -> str:
        """The SQL of all cells as text."""
        return queries.texts(
            self.staged.path,
            self.reading,
            len(self.names),
            self.null_values,
            wide=self.is_wide,
            line_end=self.line_end,
            serial=self.is_serial,
        )

    @property
    def null_words(self) -> tuple[str, ...]:
        """Words that may mean NULL in a column of another type than text."""
        return NULL_WORDS if self.null_values is None else ()

    def widened(self) -> Table:
        """The same with long lines taken."""
        return replace(self, is_wide=True)

    def moved(self, path: Path, *, line_end: str | None = None) -> Table:
        """The same text in another place."""
        return replace(
            self, staged=replace(self.staged, path=path), line_end=line_end or self.line_end
        )

    def line_of(self, row: int) -> int:
        """The line of the file on which a row begins; both are counted from 1."""
        left = row + self.dialect.header
        line = 1
        with mapped(self.staged.path) as data:
            for record in Walk(data, self.reading):
                if record.is_row(len(self.names)):
                    left -= 1
                    line = record.line
                if left == 0:
                    break
        return self.lines.of_file(line)


def look(
    cursor: Cursor,
    source: Source,
    options: Options,
    scratch: Path,
    staged: Staged | None = None,
) -> Table:
    """Tell a CSV file's dialect and column names.

    Args:
        cursor: Of the engine that moves data.
        source: The file.
        options: What the user asked for.
        scratch: A folder of our own.
        staged: Its text, where that was found to be in another encoding than was thought.

    Raises:
        BadFile: it holds no table.
        UnreadableText: it is no text in its encoding.
    """
    wishes = _wishes(source, options)
    staged = staged or encodings.stage(source, scratch, options.encoding)
    staged, lines, is_damaged = _head(staged, source, options, scratch)
    if not any(line.strip() for line in lines):
        raise BadTable(f"{source.name} holds nothing but blank lines.", hint="Check the file.")
    sniffed = _sniffed(cursor, _to_sniff(staged, lines, scratch, is_damaged=is_damaged), wishes)
    dialect = dialects.corrected(sniffed, lines, wishes)
    said = [staged.note] if staged.note else []
    said += saying.before_table(lines, dialect.skip)
    heads = [record for record, _ in zip(dialects.records(lines, dialect), range(2), strict=False)]
    if not heads:
        raise BadTable(f"{source.name}: its first row can't be read.", hint="Check its quotes.")
    if dialect.quote == "'" and wishes.quote is None:
        said.append(Note(saying.SINGLE_QUOTES))
    header, guessed = _header(options, dialect, heads, is_found=bool(sniffed and sniffed[4]))
    names, changed = (
        overrides.usable(heads[0])
        if header
        else ([f"column{at}" for at in range(len(heads[0]))], [])
    )
    if header:
        _require_readable(names, staged, source, options, is_damaged=is_damaged)
    dialect = replace(dialect, header=header)
    said += [*guessed, *changed, *saying.long_names(names)]
    said += saying.total_row(staged.path, dialect, len(names))
    nulls = None if options.null_values is None else tuple(_words(options.null_values))
    table = Table(source, staged, dialect, names, said, nulls, date_order=options.date_order)
    table = _with_one_line_end(table, heads, scratch)
    if header and len(heads) == 1:
        _require_rows(cursor, table)
    return table


def decoded_anew(cursor: Cursor, table: Table, options: Options, scratch: Path) -> Table:
    """The same file in the encoding that all its bytes tell; it was taken for UTF-8.

    Raises:
        UnreadableText: it is damaged or in no known encoding, or the user named UTF-8.
    """
    source = table.source
    staged = encodings.restaged(table.staged, source.name, scratch, options.encoding)
    return look(cursor, source, options, scratch, staged)


def _wishes(source: Source, options: Options) -> Wishes:
    delimiter = options.delimiter
    if delimiter is None and source.format == "tsv":
        delimiter = "\t"
    wishes = Wishes(delimiter, options.quote, options.skip)
    wishes.check()
    return wishes


def _head(
    staged: Staged, source: Source, options: Options, scratch: Path
) -> tuple[Staged, list[str], bool]:
    """The text, its first lines, and whether bad bytes in those are replaced by U+FFFD."""
    head = dialects.head_of(staged.path)
    try:
        return staged, dialects.split(head.decode()), False
    except UnicodeDecodeError:
        try:
            staged = encodings.restaged(staged, source.name, scratch, options.encoding)
        except UnreadableText:
            if not options.skips:
                raise
            return staged, dialects.split(head.decode(errors="replace")), True
    return staged, dialects.split(dialects.head_of(staged.path).decode()), False


def _require_readable(
    names: Sequence[str], staged: Staged, source: Source, options: Options, *, is_damaged: bool
) -> None:
    """Refuse names with bad bytes in them, or with the zeros of an encoding that was not told."""
    if is_damaged and any("\ufffd" in name for name in names):
        encodings.told(staged.path, source.name, may_guess=False)
    if options.encoding is None and any("\0" in name for name in names):
        raise UnreadableText(
            f"{source.name} has zero bytes in its names, as text of two bytes a character does.",
            hint="Name the encoding, such as encoding='utf-16-le', or 'utf-8' if they are right.",
            field="encoding",
        )


def _to_sniff(staged: Staged, lines: Sequence[str], scratch: Path, *, is_damaged: bool) -> Path:
    """What the sniffer looks at: it refuses a file with bad bytes in its sample."""
    if not is_damaged:
        return staged.path
    target = scratch / "head.csv"
    with translated():
        target.write_bytes("".join(lines).encode())
    return target


def _with_one_line_end(table: Table, heads: Sequence[Sequence[str]], scratch: Path) -> Table:
    r"""A table of which DuckDB can't mistake how rows end.

    DuckDB 2.0.0 takes the first line break it meets for how all rows end, also inside quotes or
    in front of the table, and then loses every row without a word.
    """
    dialect = table.dialect
    has_break = any("\n" in cell or "\r" in cell for cell in heads[0])
    if not has_break and not dialect.skip:
        return table
    with mapped(table.staged.path) as data:
        walk = Walk(data, dialect)
        start, line_end = walk.start, walk.line_end
        is_alike = walk.line_end_before in (b"", line_end)
    if not is_alike:
        target = scratch / "table.csv"
        with translated(), table.staged.path.open("rb") as file, target.open("wb") as copy:
            file.seek(start)
            shutil.copyfileobj(file, copy)
        lines = Lines((1,), (dialect.skip,))
        table = replace(table.moved(target), dialect=replace(dialect, skip=0), lines=lines)
    if has_break:
        if line_end == b"\r":
            return replace(table, line_end="\\r")
        place = line_ends.unified(table.staged.path, table.dialect, scratch)
        table = table.moved(place or table.staged.path, line_end="\\n")
    return table


def _header(
    options: Options, dialect: Dialect, heads: Sequence[Sequence[str]], *, is_found: bool
) -> tuple[bool, list[Note]]:
    """Whether the first row holds names, and a note where that is our guess."""
    if options.header is not None:
        return options.header, []
    if not dialect.header and not dialects.looks_like_names(heads[0]):
        return False, [Note(saying.GUESSED_DATA)]
    # Words over words: nothing in the file tells names from data, whatever the sniffer says.
    if is_found and not all(map(dialects.is_wordy, heads)):
        return True, []
    return True, [Note(saying.GUESSED_NAMES)]


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


def _words(values: Sequence[str]) -> list[str]:
    return [values] if isinstance(values, str) else [str(value) for value in values]


def _sniffed(cursor: Cursor, path: Path, wishes: Wishes) -> tuple[object, ...] | None:
    """What DuckDB's sniffer says, or None where it gives up (the reading says why)."""
    for ignores in (False, True):
        try:
            return rows_of(cursor, queries.sniff(path, wishes, _SNIFFED_ROWS, ignores=ignores))[0]
        except Cancelled:
            raise
        except VaultError:
            continue
    return None
