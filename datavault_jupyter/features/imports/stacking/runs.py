"""Files that are written alike, read as one: a single pass, a single part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datavault_jupyter.base.errors import BadArgument, BadTable, Cancelled, VaultError
from datavault_jupyter.base.names import name_key
from datavault_jupyter.features.imports import encodings, overrides
from datavault_jupyter.features.imports.delimited import faults
from datavault_jupyter.features.imports.delimited import queries as delimited
from datavault_jupyter.features.imports.delimited.loading import (
    SAMPLE_ROWS,
    Plan,
    plan_for,
    profiles_of,
)
from datavault_jupyter.features.imports.delimited.tables import Table, look
from datavault_jupyter.features.imports.globbing import has_magic
from datavault_jupyter.features.imports.objects import queries as objects
from datavault_jupyter.features.imports.objects.columns import decide
from datavault_jupyter.features.imports.objects.literals import Pairs
from datavault_jupyter.features.imports.objects.parsing import Records
from datavault_jupyter.features.imports.objects.sifting import begins_by_line
from datavault_jupyter.features.imports.objects.staging import lay_down
from datavault_jupyter.features.imports.overrides import Picked
from datavault_jupyter.features.imports.records import (
    Loaded,
    Note,
    Options,
    SourceColumn,
    Write,
)
from datavault_jupyter.features.imports.stacking import queries
from datavault_jupyter.features.imports.stacking.batches import Batch, Sheet, naming
from datavault_jupyter.features.imports.typed import queries as typed
from datavault_jupyter.features.imports.typed.loading import Field, TypedPlan, plan
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.engine import described
from datavault_jupyter.storage.foreign import translated
from datavault_jupyter.storage.parts import NewPart

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor


class NotAlike(Exception):
    """The files are written in different ways after all."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a run is to give.

    Attributes:
        options: What the user asked for.
        file_column: The name of a column for the files' names, or None.
    """

    options: Options
    file_column: str | None


@dataclass(frozen=True)
class Run(Table):
    """A table that continues in other files.

    Attributes:
        places: All of them, the first included.
    """

    places: tuple[Path, ...] = ()

    @property
    def scan(self) -> str:
        """The SQL of all cells of all files as text."""
        return queries.csv_scan(super().scan, self.staged.path, self.places)


def load_csv(cursor: Cursor, batch: Batch, wanted: Wanted, write: Write, scratch: Path) -> Loaded:
    """Read CSV files that have the same first line.

    Raises:
        NotAlike: one has to be looked at alone, if only to say what is wrong with it.
    """
    first = batch.sheets[0]
    with naming(first.member):
        table = look(cursor, first.source, wanted.options, scratch)
    dialect = table.dialect
    if dialect.skip or dialect.quote != '"' or dialect.escape != '"' or not dialect.header:
        raise NotAlike
    if table.staged.encoding != "utf-8" or table.line_end is not None:
        raise NotAlike
    places = _places(batch.sheets, wanted, scratch, "csv")
    values = {each.name: getattr(table, each.name) for each in fields(Table)}
    values["staged"] = replace(table.staged, path=places[0])
    run = Run(**values, places=tuple(places))
    picked = overrides.pick(run.names, wanted.options)
    names = [sheet.member.name for sheet in batch.sheets]
    try:
        part, made = _write(cursor, run, picked, _FileNames(wanted, names), write)
    except (Cancelled, BadArgument):
        raise
    except VaultError as error:
        raise NotAlike from error
    own = tuple(
        SourceColumn(each.source_name, column.name, column.type, column.type)
        for each, column in zip(picked, made.columns, strict=True)
    )
    info = {"encoding": table.staged.encoding, "dialect": dialect.as_info()}
    said = (*table.notes, *made.notes)
    return Loaded([part], part.columns, said, info, source_columns=own)


@dataclass(frozen=True, slots=True)
class _FileNames:
    """What files are called in a column, where one is wanted."""

    wanted: Wanted
    names: list[str]


def _write(
    cursor: Cursor, run: Run, picked: Sequence[Picked], files: _FileNames, write: Write
) -> tuple[NewPart, Plan]:
    """Write by the types of a sample; where a text doesn't fit them, decide over all rows."""
    profiles = profiles_of(cursor, run, picked, limit=SAMPLE_ROWS)
    # What is said of dates whose order can't be seen is told from all of them.
    is_whole = any(profile.dates is not None for profile in profiles.values())
    if not is_whole:
        try:
            return _written(run, plan_for(run, picked, profiles, is_whole=False), files, write)
        except Cancelled:
            raise
        except VaultError as error:
            if faults.marked_column(error) is None:
                raise
    profiles = profiles_of(cursor, run, picked)
    return _written(run, plan_for(run, picked, profiles, is_whole=True), files, write)


def _written(run: Run, made: Plan, files: _FileNames, write: Write) -> tuple[NewPart, Plan]:
    columns, expressions = _with_file(made.columns, made.expressions, files.wanted, files.names)
    scan = delimited.with_values(run.scan, made.parsed)
    return write(delimited.select(columns.encoded(expressions), scan), columns), made


def load_parquet(
    cursor: Cursor, batch: Batch, wanted: Wanted, write: Write, scratch: Path
) -> Loaded:
    """Read Parquet files that have one schema.

    Raises:
        NotAlike: one has to be looked at alone, if only to say what is wrong with it.
    """
    names = [sheet.member.name for sheet in batch.sheets]
    places = _places(batch.sheets, wanted, scratch, "parquet")
    scan = queries.parquet_scan(places)
    try:
        found = described(cursor, typed.select("*", scan))
        kinds = [
            Field(name, typed.field(name), kind) for name, kind in found if name != queries.PLACE
        ]
        made: TypedPlan = plan(names[0], kinds, wanted.options)
        columns, expressions = _with_file(made.columns, made.expressions, wanted, names)
        part = write(typed.select(columns.encoded(expressions), scan), columns)
    except (Cancelled, BadArgument):
        raise
    except VaultError as error:
        raise NotAlike from error
    own = tuple(
        SourceColumn(each.source_name, column.name, column.type, kinds[each.position].type)
        for each, column in zip(made.picked, made.columns, strict=True)
    )
    return Loaded([part], columns, tuple(made.notes), source_columns=own)


def load_json(cursor: Cursor, batch: Batch, wanted: Wanted, write: Write, scratch: Path) -> Loaded:
    """Read JSON files as the records of one.

    Raises:
        BadFile: one can't be imported exactly; the sentence names it.
    """
    options = wanted.options
    if wanted.file_column is not None and options.columns is not None:
        options = replace(options, columns=_and_file(options.columns, wanted.file_column))
    empty: list[str] = []
    records = _records(batch.sheets, wanted, scratch, empty)
    laid = lay_down(records, scratch, batch.sheets[0].member.name)
    if not laid.row_count:
        raise BadTable(
            f"{batch.sheets[0].member.name} holds no records.",
            hint="An empty list has no columns.",
        )
    overrides.require_columns(batch.sheets[0].member.name, laid.keys)
    decided = decide(cursor, laid, options, batch.sheets[0].member.name, most_unfit=0)
    pairs = [(column.name, column.type) for column in decided.columns]
    expressions = list(decided.expressions)
    if wanted.file_column is not None:
        at = next(at for at, (name, _) in enumerate(pairs) if name == wanted.file_column)
        pairs.append(pairs.pop(at))
        expressions.append(expressions.pop(at))
    columns = Columns.of(pairs)
    part = write(objects.select(columns.encoded(expressions), objects.scan(laid)), columns)
    said = [Note(f"{name} holds no records.") for name in empty]
    own = tuple(each for each in decided.source_columns if each.name != wanted.file_column)
    return Loaded([part], columns, (*said, *decided.notes), source_columns=own)


def _and_file(columns: Any, file_column: str) -> Any:
    return columns if hasattr(columns, "items") else [*columns, file_column]


def _records(
    sheets: Sequence[Sheet], wanted: Wanted, scratch: Path, empty: list[str]
) -> Iterator[Pairs]:
    """The records of all files, one after the other."""
    for at, sheet in enumerate(sheets):
        name = sheet.member.name
        with naming(sheet.member):
            with translated():
                folder = scratch / f"json-{at:06}"
                folder.mkdir()
            encoding = sheet.member.encoding or wanted.options.encoding
            path = encodings.stage(sheet.source, folder, encoding).path
            by_line = sheet.source.format == "ndjson" and begins_by_line(path)
            records = Records(path, name, by_line=by_line)
            count = 0
            first = Pairs()
            for record in records:
                first = first if count else record
                count += 1
                yield _with_name(record, wanted.file_column, name)
        if not count:
            empty.append(name)
        elif count == 1 and not records.shape.is_array and sheet.source.format == "json":
            _refuse_wrapped(name, first)


def _with_name(record: Pairs, file_column: str | None, name: str) -> Pairs:
    if file_column is None:
        return record
    if any(name_key(key) == name_key(file_column) for key, _ in record):
        raise _taken(name, file_column)
    return Pairs([*record, (file_column, name)])


def _refuse_wrapped(name: str, record: Pairs) -> None:
    """Refuse one object that holds its records under a key, as when it is imported alone."""
    for key, value in record:
        is_table = (
            isinstance(value, list)
            and not isinstance(value, Pairs)
            and bool(value)
            and all(isinstance(each, Pairs) for each in value)
        )
        if is_table:
            raise BadTable(
                f"{name} is one object; its records are under {key!r}.",
                hint=f"Save what is under {key!r} as a file of its own.",
                field=key,
            )


def _with_file(
    columns: Columns, expressions: Sequence[str], wanted: Wanted, names: Sequence[str]
) -> tuple[Columns, list[str]]:
    """The columns with one more for the files' names, where it is asked for."""
    if wanted.file_column is None:
        return columns, list(expressions)
    made = with_column(columns, wanted.file_column, names[0])
    return made, [*expressions, queries.file_name(names)]


def with_column(columns: Columns, name: str, file_name: str) -> Columns:
    """The columns and one more of texts.

    Raises:
        BadArgument: there is one of that name already.
    """
    if name_key(name) in map(name_key, columns.names):
        raise _taken(file_name, name)
    return Columns.of([*((each.name, each.type) for each in columns), (name, "VARCHAR")])


def _taken(file_name: str, name: str) -> BadArgument:
    return BadArgument(
        f"{file_name} has a column {name!r} already.",
        hint="Choose another name for the column of file names.",
        field="file_column",
    )


def _places(sheets: Sequence[Sheet], wanted: Wanted, scratch: Path, ending: str) -> list[Path]:
    """Where the readers find the files: under their own paths where those say what they are."""
    own = [sheet.plain.absolute() for sheet in sheets]
    if wanted.file_column is None and all(
        path.suffix.lower() == f".{ending}" and not has_magic(str(path)) for path in own
    ):
        return own
    return _linked(sheets, scratch, ending)


def _linked(sheets: Sequence[Sheet], scratch: Path, ending: str) -> list[Path]:
    """Links whose names are numbers: DuckDB takes no sign in them for a pattern."""
    with translated():
        folder = scratch / "run"
        folder.mkdir()
    made = []
    for at, sheet in enumerate(sheets):
        link = folder / f"{at:06}.{ending}"
        try:
            link.symlink_to(sheet.plain.absolute())
        except OSError as error:
            raise NotAlike from error  # Windows: links need a right
        made.append(link)
    return made
