"""Several files as one dataset: in one pass where they are alike, else piece by piece."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.base.names import name_key
from datavault_jupyter.features.imports import reading
from datavault_jupyter.features.imports.members import Member
from datavault_jupyter.features.imports.records import (
    Loaded,
    Note,
    Options,
    SourceColumn,
    Write,
)
from datavault_jupyter.features.imports.stacking import pieces as laying
from datavault_jupyter.features.imports.stacking import queries, telling
from datavault_jupyter.features.imports.stacking.batches import (
    Batch,
    Kind,
    apart,
    batches,
    naming,
)
from datavault_jupyter.features.imports.stacking.pieces import Piece
from datavault_jupyter.features.imports.stacking.runs import NotAlike, Wanted
from datavault_jupyter.features.imports.stacking.uniting import Deciding, United, some, united
from datavault_jupyter.storage.columns import Columns

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

# So many different kinds of pieces are put into one part; DuckDB plans each of them.
_MOST_ARMS = 64


def load(
    cursor: Cursor,
    members: Sequence[Member],
    options: Options,
    write: Write,
    scratch: Path,
    *,
    file_column: str | None = None,
) -> Loaded:
    """Import several files as one table, exactly or not at all.

    Rows come in the order of the files. Columns are united by name, whatever their case; where a
    file lacks one, NULL stands. A column has one type, told from all values of all files, as if
    they stood in one; where none holds them all exactly, it is text as written. CSV files that
    have one first line, Parquet files of one schema and small JSON files are read in one pass.

    Args:
        cursor: A cursor of the engine that moves data.
        members: The files, as `gathering.gather` found them.
        options: What the user asked for. A column that only some of the files have can be named.
        write: Writes one part from a query.
        scratch: A folder of our own; the caller removes it.
        file_column: The name of a column to be added that says which file a row came from.

    Raises:
        BadFile: one can't be imported exactly; the sentence names it, its line and its column.
        BadArgument: an option makes no sense for any of them.
    """
    if not members:
        raise BadArgument("There are no files to import.", field="source")
    if file_column is not None and not file_column.strip():
        raise BadArgument("file_column= is empty.", hint="Name it.", field="file_column")
    if len(members) == 1 and file_column is None:
        return _only(cursor, members[0], options, write, scratch)
    wanted = Wanted(options, file_column)
    found = batches(cursor, members, options, scratch)
    sheets = [sheet for batch in found for sheet in batch.sheets]
    digests = telling.Digests(sheets)
    found, said = _with_rows(found)
    if len(found) == 1 and found[0].kind is not Kind.ALONE:
        try:
            loaded = laying.run(cursor, found[0], wanted, write, scratch)
        except NotAlike:
            found = apart(found[0])
        else:
            info = telling.info(sheets, digests, [loaded])
            return replace(loaded, notes=telling.capped([*said, *loaded.notes]), source_info=info)
    made = _stacked(cursor, _pieces(cursor, found, wanted, scratch), wanted, write, scratch)
    info = telling.info(sheets, digests, [made])
    return replace(
        made, notes=telling.capped([*said, *made.notes]), source_info={**made.source_info, **info}
    )


def _only(cursor: Cursor, member: Member, options: Options, write: Write, scratch: Path) -> Loaded:
    """The one file there is."""
    if member.encoding is not None:
        options = replace(options, encoding=member.encoding)
    with naming(member):
        loaded = reading.load_file(cursor, member.path, options, write, scratch=scratch)
    return replace(loaded, source_info={**loaded.source_info, **member.origin})


def _with_rows(found: Sequence[Batch]) -> tuple[list[Batch], list[Note]]:
    """The batches without files that hold names only, unless all do."""
    bare = [batch for batch in found if batch.sheets[0].is_bare]
    if not bare or len(bare) == len(found):
        return list(found), []
    kept: list[Batch] = []
    for batch in found:
        if batch.sheets[0].is_bare:
            continue
        before = kept[-1] if kept else None
        # What stood on both sides of a file without rows may go together now.
        if before is not None and batch.kind is not Kind.JSON and _same(before, batch):
            kept[-1] = Batch(_kind(batch), [*before.sheets, *batch.sheets], batch.key)
        else:
            kept.append(batch)
    names = some([batch.sheets[0].member.name for batch in bare])
    verb = "holds" if len(bare) == 1 else "hold"
    return kept, [Note(f"{names} {verb} names and no rows.")]


def _same(one: Batch, other: Batch) -> bool:
    return one.key is not None and one.key == other.key


def _kind(batch: Batch) -> Kind:
    formats: set[str] = {sheet.source.format for sheet in batch.sheets}
    return Kind.PARQUET if formats == {"parquet"} else Kind.CSV


def _pieces(cursor: Cursor, found: Sequence[Batch], wanted: Wanted, scratch: Path) -> list[Piece]:
    """All batches, laid down; those that turn out not to be alike file by file."""
    made: list[Piece] = []
    for batch in found:
        try:
            made.append(laying.lay(cursor, batch, wanted, scratch))
        except NotAlike:
            made += [laying.lay(cursor, each, wanted, scratch) for each in apart(batch)]
    _require_known(made)
    return made


def _require_known(made: Sequence[Piece]) -> None:
    """Refuse names that were asked for and that no file has."""
    for name in made[0].missing:
        if all(name in piece.missing for piece in made):
            names = list(dict.fromkeys(each for piece in made for each in piece.kept))
            raise BadArgument(
                f"None of the {len(made):,} files has a column {name!r}.",
                hint=f"Columns: {', '.join(names[:12])}.",
                field=name,
            )


def _stacked(
    cursor: Cursor, found: list[Piece], wanted: Wanted, write: Write, scratch: Path
) -> Loaded:
    """What was laid down as one table."""
    columns, said = united(found, wanted.options)
    deciding = Deciding(cursor, found, columns, wanted.options)
    texts = deciding.by_types()
    for at, names in texts.items():
        found[at] = laying.lay(cursor, found[at].batch, wanted, scratch, as_text=names)
    deciding.by_texts(found)
    pairs = [(column.name, column.type) for column in columns]
    if wanted.file_column is not None:
        if name_key(wanted.file_column) in {name_key(name) for name, _ in pairs}:
            raise BadArgument(
                f"There is a column {wanted.file_column!r} already.",
                hint="Choose another name for the column of file names.",
                field="file_column",
            )
        pairs.append((wanted.file_column, "VARCHAR"))
    stored = Columns.of(pairs)
    arms = _arms(found, columns, deciding, wanted, stored)
    parts = [
        write(queries.stacked(arms[start : start + _MOST_ARMS]), stored)
        for start in range(0, len(arms), _MOST_ARMS)
    ]
    once = [piece.loaded for piece in found]
    return Loaded(
        parts,
        stored,
        (*said, *deciding.notes, *telling.notes(found)),
        {key: value for key, value in once[0].source_info.items() if _is_shared(key, value, once)},
        telling.rejects(found),
        _source_columns(found, columns),
    )


def _is_shared(key: str, value: object, all_loaded: Sequence[Loaded]) -> bool:
    return key in ("encoding", "dialect") and all(
        each.source_info.get(key) == value for each in all_loaded
    )


def _arms(
    found: Sequence[Piece],
    columns: Sequence[United],
    deciding: Deciding,
    wanted: Wanted,
    stored: Columns,
) -> list[str]:
    """The selects whose rows make up the table; pieces made alike share one."""
    groups: list[tuple[tuple[Columns, str], list[Piece]]] = []
    for at, piece in enumerate(found):
        expressions = [deciding.expression(column, at) for column in columns]
        if wanted.file_column is not None:
            expressions.append(piece.alias(wanted.file_column))
        form = (piece.loaded.columns, stored.encoded(expressions))
        if not groups or groups[-1][0] != form:
            groups.append((form, []))
        groups[-1][1].append(piece)
    return [
        queries.select(listed, queries.laid(own, [piece.path for piece in alike], alike[0].aliases))
        for (own, listed), alike in groups
    ]


def _source_columns(found: Sequence[Piece], columns: Sequence[United]) -> tuple[SourceColumn, ...]:
    """What the first file that has a column calls it."""
    made = []
    for column in columns:
        first = min(column.own)
        name = found[first].source_names.get(column.own[first], column.name)
        made.append(SourceColumn(name, column.name, column.type, None))
    return tuple(made)
