"""What is laid down of the files that aren't read together: exact, typed, in a place of our own."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.features.imports import reading
from datavault_jupyter.features.imports.delimited.tables import NULL_WORDS
from datavault_jupyter.features.imports.records import Loaded, Options, Write
from datavault_jupyter.features.imports.stacking import queries, runs
from datavault_jupyter.features.imports.stacking.batches import Batch, Kind, naming
from datavault_jupyter.features.imports.stacking.runs import Wanted
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.engine import rows_of
from datavault_jupyter.storage.foreign import translated
from datavault_jupyter.storage.parts import NewPart
from datavault_jupyter.storage.sql import Sql

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

_RUNS = {Kind.CSV: runs.load_csv, Kind.JSON: runs.load_json, Kind.PARQUET: runs.load_parquet}


@dataclass(frozen=True)
class Piece:
    """The rows of a batch, laid down.

    Attributes:
        batch: The files.
        loaded: What they gave; its columns are those of `path`.
        path: Where the rows lie.
        kept: The columns that are wanted: all but those that stand in for nothing.
        missing: Names that were asked for and that these files lack.
    """

    batch: Batch
    loaded: Loaded
    path: Path
    kept: tuple[str, ...]
    missing: frozenset[str] = frozenset()

    @property
    def name(self) -> str:
        """What sentences call it."""
        names = self.names
        return names[0] if len(names) == 1 else f"{names[0]} to {names[-1]}"

    @property
    def names(self) -> list[str]:
        """The files' names."""
        return [sheet.member.name for sheet in self.batch.sheets]

    @property
    def format(self) -> str:
        """``csv``, ``json`` or another; TSV counts as CSV, NDJSON as JSON."""
        kind = self.batch.sheets[0].source.format
        return {"tsv": "csv", "ndjson": "json"}.get(kind, kind)

    @property
    def is_text(self) -> bool:
        """Whether types were told from texts, which can still be had as they are written."""
        return self.format in ("csv", "json")

    def null_words(self, options: Options) -> tuple[str, ...]:
        """Texts of these files that may mean NULL in a column of another type than text."""
        if self.format != "csv":
            return ()
        return ("", *(NULL_WORDS if options.null_values is None else ()))

    @property
    def aliases(self) -> list[str]:
        """What the columns are called in `source`."""
        return [f"u{at}" for at in range(len(self.loaded.columns))]

    @property
    def source(self) -> str:
        """The rows, decoded."""
        return queries.laid(self.loaded.columns, [self.path], self.aliases)

    @cached_property
    def _places(self) -> dict[str, tuple[str, str]]:
        return {
            column.name: (alias, column.type)
            for column, alias in zip(self.loaded.columns, self.aliases, strict=True)
        }

    @cached_property
    def source_names(self) -> dict[str, str]:
        """What the files call each column."""
        return {each.name: each.source_name for each in self.loaded.source_columns}

    def alias(self, name: str) -> str:
        """What a column is called in `source`."""
        return self._places[name][0]

    def type(self, name: str) -> str:
        """The type of a column."""
        return self._places[name][1]


class Laying:
    """Writes rows down in scratch, where an import writes a part.

    Args:
        cursor: Of the engine that moves data.
        folder: Where they go.
        extra: A column with one text in all rows: its name and the text.
    """

    def __init__(self, cursor: Cursor, folder: Path, extra: tuple[str, str] | None = None) -> None:
        self._cursor = cursor
        self._extra = extra
        self.path = folder / "laid.parquet"

    def __call__(self, query: Sql, columns: Columns) -> NewPart:
        """Write them; a file that a failed attempt left is overwritten."""
        if self._extra is not None:
            name, text = self._extra
            columns = runs.with_column(columns, name, text)
            query = queries.with_text(query, columns[len(columns) - 1].physical, text)
        ((count,),) = rows_of(self._cursor, queries.lay_down(query, self.path))
        return NewPart("", str(self.path), int(str(count)), 0, "", columns)


def run(cursor: Cursor, batch: Batch, wanted: Wanted, write: Write, scratch: Path) -> Loaded:
    """Read a batch of several files in one pass.

    Raises:
        NotAlike: they have to be read one by one.
    """
    return _RUNS[batch.kind](cursor, batch, wanted, write, new_folder(scratch))


def new_folder(scratch: Path) -> Path:
    """A folder of its own for each reading: the readers name their files alike."""
    with translated():
        return Path(tempfile.mkdtemp(prefix="piece-", dir=scratch))


def lay(
    cursor: Cursor,
    batch: Batch,
    wanted: Wanted,
    scratch: Path,
    *,
    as_text: Collection[str] = (),
) -> Piece:
    """Read a batch and lay its rows down.

    Args:
        cursor: Of the engine that moves data.
        batch: The files.
        wanted: What is asked for; names that these files lack are passed over.
        scratch: A folder of our own.
        as_text: Columns, by final name, that are wanted as they are written.

    Raises:
        NotAlike: the files of the batch have to be read one by one.
        BadFile: one can't be imported exactly; the sentence names it.
    """
    options = wanted.options
    if as_text:
        types = {**(options.types or {}), **dict.fromkeys(as_text, "VARCHAR")}
        options = replace(options, types=types)
    missing: set[str] = set()
    keeps_none = False
    while True:
        folder = new_folder(scratch)
        try:
            loaded, path = _laid(cursor, batch, replace(wanted, options=options), folder)
        except BadArgument as error:
            name = _lacking(error, options)
            if name is None:
                raise
            missing.add(name)
            options = _without(options, name)
            keeps_none = keeps_none or options.columns == []
            if keeps_none:
                options = replace(options, columns=None)
            continue
        kept = (
            ()
            if keeps_none
            else tuple(name for name in loaded.columns.names if name != wanted.file_column)
        )
        return Piece(batch, loaded, path, kept, frozenset(missing))


def _laid(cursor: Cursor, batch: Batch, wanted: Wanted, folder: Path) -> tuple[Loaded, Path]:
    if batch.kind is not Kind.ALONE:
        laying = Laying(cursor, folder)
        loaded = _RUNS[batch.kind](cursor, batch, wanted, laying, folder)
        return loaded, laying.path
    (sheet,) = batch.sheets
    member = sheet.member
    extra = None if wanted.file_column is None else (wanted.file_column, member.name)
    laying = Laying(cursor, folder, extra)
    options = wanted.options
    if member.encoding is not None:
        options = replace(options, encoding=member.encoding)
    with naming(member):
        loaded = reading.load_file(cursor, member.path, options, laying, scratch=folder)
    return replace(loaded, columns=loaded.parts[0].columns), laying.path


def _lacking(error: BadArgument, options: Options) -> str | None:
    """The name that was asked for and that the files lack, when that is what the error is."""
    name = error.field
    if name is None or "has no column" not in error.message:
        return None
    asked = [*(options.columns or ()), *(options.types or ())]
    if isinstance(options.columns, str):
        asked = [options.columns, *(options.types or ())]
    return name if name in asked else None


def _without(options: Options, name: str) -> Options:
    """The options without a column."""
    columns: Any = options.columns
    if isinstance(columns, Mapping):
        columns = {old: new for old, new in columns.items() if old != name} or None
    elif columns is not None:
        listed: Sequence[str] = [columns] if isinstance(columns, str) else columns
        columns = [each for each in listed if each != name]
    types = {key: kind for key, kind in (options.types or {}).items() if key != name}
    return replace(options, columns=columns, types=types or None)
