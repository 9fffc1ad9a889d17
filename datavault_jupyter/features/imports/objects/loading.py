"""JSON to typed rows: parsed exactly, laid down as text, typed by all values of a key."""

from __future__ import annotations

import codecs
import shutil
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from datavault_jupyter.base.errors import (
    BadFile,
    BadTable,
    CannotConvert,
    StorageFault,
    ValueDoesNotFit,
)
from datavault_jupyter.base.wording import count
from datavault_jupyter.features.imports import encodings, overrides, sources
from datavault_jupyter.features.imports.objects import direct, guessed, queries
from datavault_jupyter.features.imports.objects.columns import Decided, Unfit, decide
from datavault_jupyter.features.imports.objects.literals import Pairs
from datavault_jupyter.features.imports.objects.parsing import Records
from datavault_jupyter.features.imports.objects.sifting import (
    EnoughSeen,
    Sifted,
    begins_by_line,
    sift,
)
from datavault_jupyter.features.imports.objects.staging import Kind, Laid, lay_down
from datavault_jupyter.features.imports.records import (
    MOST_REJECTS,
    Checked,
    Loaded,
    Note,
    Options,
    Preview,
    PreviewColumn,
    Reject,
    Write,
)
from datavault_jupyter.features.imports.sources import Digest, Source
from datavault_jupyter.features.imports.values.showing import shown_list
from datavault_jupyter.storage.engine import rows_of
from datavault_jupyter.storage.parts import NewPart

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

_SAMPLE_ROWS = 2_048
# What a problem without a record shows of its line.
_SHOWN_CHARS = 1_000


@dataclass(frozen=True, slots=True)
class _Reading:
    """How a file is read.

    Attributes:
        source: The file.
        path: The same as plain UTF-8.
        options: What the user asked for.
        limit: How many records are enough.
        is_listed: Whether it is known to be a list of records.
        most_unfit: How many values that don't fit are told; with 0 the first is refused.
    """

    source: Source
    path: Path
    options: Options
    limit: int | None = None
    is_listed: bool = False
    most_unfit: int = 0


@dataclass(frozen=True, slots=True)
class _Made:
    """Columns that can be written, and what was left out."""

    decided: Decided
    notes: list[Note]
    rejects: list[Reject]
    is_whole: bool = True


def load(cursor: Cursor, source: Source, options: Options, write: Write, scratch: Path) -> Loaded:
    """Import a JSON or NDJSON file.

    Raises:
        BadFile: it can't be imported exactly as it is.
    """
    digest = Digest(source.path)
    staged = encodings.stage(source, scratch, options.encoding)
    reading = _Reading(source, _without_mark(staged.path, scratch), options)
    part, made = (
        _at_once(cursor, reading, write, scratch)
        or _rest_at_once(cursor, reading, write, scratch)
        or _in_steps(cursor, reading, write, scratch)
    )
    return Loaded(
        [part],
        made.decided.columns,
        (*([staged.note] if staged.note else []), *made.notes),
        sources.info(source, digest, encoding=staged.encoding),
        tuple(made.rejects),
        made.decided.source_columns,
    )


def _without_mark(path: Path, scratch: Path) -> Path:
    """The file without a byte order mark, of which DuckDB would make one empty record."""
    with path.open("rb") as file:
        if file.read(len(codecs.BOM_UTF8)) != codecs.BOM_UTF8:
            return path
        target = scratch / "unmarked.json"
        with target.open("wb") as copy:
            shutil.copyfileobj(file, copy, 1 << 20)
    return target


def _at_once(
    cursor: Cursor, reading: _Reading, write: Write, scratch: Path
) -> tuple[NewPart, _Made] | None:
    """Write in one pass by what a sample shows; None where that is not right for all records."""
    guess = guessed.guess(
        cursor, reading.path, reading.source.name, reading.options, _folder(scratch)
    )
    if guess is None:
        return None
    try:
        part = write(guess.query, guess.decided.columns)
    except (CannotConvert, StorageFault):
        return None
    return part, _Made(guess.decided, guess.decided.notes, [])


def _rest_at_once(
    cursor: Cursor, reading: _Reading, write: Write, scratch: Path
) -> tuple[NewPart, _Made] | None:
    """The same without bad records, where they may be left out; None where nothing is bad."""
    if not reading.options.skips:
        return None
    target = scratch / "rest.json"
    found = sift(reading.path, reading.source, target, unfit={})
    if not found.rejects or not found.kept_count:
        return None
    done = _at_once(cursor, replace(reading, path=target), write, scratch)
    return (done[0], replace(done[1], rejects=found.rejects)) if done else None


def _in_steps(
    cursor: Cursor, reading: _Reading, write: Write, scratch: Path
) -> tuple[NewPart, _Made]:
    """Write what all records were looked at for before."""
    made = _made(cursor, reading, scratch)
    decided = made.decided
    query = queries.select(decided.columns.encoded(decided.expressions), queries.scan(decided.laid))
    return write(query, decided.columns), made


def preview(
    cursor: Cursor, source: Source, options: Options, row_count: int, scratch: Path
) -> Preview:
    """The first records, and types told from a few more."""
    staged = encodings.stage(source, scratch, options.encoding)
    made = _made(cursor, _Reading(source, staged.path, options, limit=_SAMPLE_ROWS), scratch)
    decided = made.decided
    listed = shown_list(decided.columns, decided.expressions)
    rows = rows_of(cursor, queries.select(listed, queries.scan(decided.laid), max(row_count, 0)))
    said = [*([staged.note] if staged.note else []), *made.notes]
    if not made.is_whole:
        said.append(
            Note(
                f"Types are told from the first {count(_SAMPLE_ROWS, 'record')} here; "
                "the import decides them from all."
            )
        )
    return Preview(
        file_name=source.name,
        format=source.format,
        columns=tuple(
            PreviewColumn(column.name, column.type, picked.source_name)
            for column, picked in zip(decided.columns, decided.picked, strict=True)
        ),
        rows=rows,
        notes=tuple(said),
        row_count=decided.laid.row_count if made.is_whole else None,
        byte_count=source.byte_count,
        encoding=staged.encoding,
    )


def problems(
    cursor: Cursor, source: Source, options: Options, limit: int, scratch: Path
) -> tuple[Reject, ...]:
    """The records of a file that can't be imported: see `check`."""
    return check(cursor, source, options, limit, scratch).rejects


def check(cursor: Cursor, source: Source, options: Options, limit: int, scratch: Path) -> Checked:
    """The records of a file that can't be imported, in its order, and how many can.

    A place after which nobody can read on is the last one, with its line as text.

    Args:
        cursor: Of the engine that moves data.
        source: The file.
        options: What the user asked for; `on_error` doesn't count.
        limit: How many are enough.
        scratch: A folder of our own.
    """
    if limit < 1:
        return Checked(())
    staged = encodings.stage(source, scratch, options.encoding)
    reading = _Reading(source, staged.path, options, is_listed=True, most_unfit=limit)
    found = Sifted()
    target = scratch / "sound.json"
    is_whole = False
    try:
        sift(staged.path, source, target, unfit={}, into=found, enough=limit)
        if options.types and found.kept_count:
            decided = _read(cursor, replace(reading, path=target), _folder(scratch)).decided
            unfit = {each.number: each for each in reversed(decided.unfit)}
            found = Sifted()
            sift(staged.path, source, target, unfit=unfit, into=found, enough=limit)
        is_whole = True
    except EnoughSeen:
        pass
    except BadFile as error:
        found.rejects.append(_where_it_ends(error, source.name, staged.path))
    return Checked(tuple(found.rejects[:limit]), found.kept_count if is_whole else None)


def _where_it_ends(error: BadFile, name: str, path: Path) -> Reject:
    """The place after which the reading can't go on."""
    if not (error.field or "").isdecimal():
        return Reject(error.message, "")
    line = int(error.field or 1)
    with path.open(encoding="utf-8-sig", errors="backslashreplace", newline="\n") as file:
        left = line - 1
        while left and (piece := file.readline(_SHOWN_CHARS)):
            left -= piece.endswith("\n")
        text = file.readline(_SHOWN_CHARS).rstrip("\r\n")
    why = error.message.removeprefix(f"{name}, line {line:,}: ")
    return Reject(why[:1].upper() + why[1:], text, line)


def _made(cursor: Cursor, reading: _Reading, scratch: Path) -> _Made:
    """The file's columns; with `on_error="skip"` without the records that can't be imported."""
    try:
        return _read(cursor, reading, _folder(scratch))
    except BadFile as error:
        if not reading.options.skips:
            raise
        made = _sifted(cursor, reading, scratch)
        if not made.rejects:
            raise error from error.__cause__
        return made


def _sifted(cursor: Cursor, reading: _Reading, scratch: Path) -> _Made:
    source = reading.source
    target = scratch / "sound.json"
    unfit: dict[int, Unfit] = {}
    while True:
        found = sift(reading.path, source, target, unfit=unfit, keep=reading.limit)
        if not found.kept_count:
            raise _nothing_left(source, found)
        sound = replace(reading, path=target, is_listed=True, most_unfit=MOST_REJECTS + 1)
        made = _read(cursor, sound, _folder(scratch))
        if not made.decided.unfit:
            return replace(made, rejects=found.rejects)
        left_out = sorted(unfit)
        for each in made.decided.unfit:
            unfit.setdefault(_number_before(each.number, left_out), each)


def _number_before(number: int, left_out: Sequence[int]) -> int:
    """Which number a record had before others were left out.

    >>> [_number_before(number, [2, 3]) for number in (1, 2, 3)]
    [1, 4, 5]
    """
    # As many are in front of it as have a number that is no higher once those before are gone.
    gone = [each - at for at, each in enumerate(left_out)]
    return number + bisect_right(gone, number)


def _nothing_left(source: Source, found: Sifted) -> BadTable:
    if not found.rejects:
        return BadTable(f"{source.name} holds no records.", hint="An empty list has no columns.")
    first = found.rejects[0]
    return BadTable(
        f"{source.name}: none of its records can be imported. The first: {first.reason}",
        hint="Look at the first ones: the file may be of another kind.",
        field=str(first.line),
    )


def _folder(scratch: Path) -> Path:
    """A folder that nothing was laid down in yet."""
    number = 0
    while (folder := scratch / f"laid_{number}").exists():
        number += 1
    folder.mkdir()
    return folder


def _read(cursor: Cursor, reading: _Reading, folder: Path) -> _Made:
    """All records, by the quick road where that gives the same."""
    made = _quickly(cursor, reading, folder) if reading.limit is None else None
    if made:
        return made
    source = reading.source
    by_line = source.format == "ndjson" and not reading.is_listed and begins_by_line(reading.path)
    records = Records(reading.path, source.name, by_line=by_line)
    laid = lay_down(records, folder, source.name, limit=reading.limit)
    said = _judged(reading, records, laid)
    decided = decide(cursor, laid, reading.options, source.name, most_unfit=reading.most_unfit)
    is_whole = reading.limit is None or laid.row_count < reading.limit
    return _Made(decided, said + decided.notes, [], is_whole=is_whole)


def _quickly(cursor: Cursor, reading: _Reading, folder: Path) -> _Made | None:
    """What the slow reading would give, where DuckDB can tell."""
    laid = direct.survey(cursor, reading.path, folder)
    if laid is None:
        return None
    is_reworded = laid.is_reworded or laid.is_reworded_inside
    try:
        decided = decide(
            cursor, laid, reading.options, reading.source.name, most_unfit=reading.most_unfit
        )
    except ValueDoesNotFit:
        if is_reworded:
            return None  # the sentence shows the value as it is written
        raise
    if (is_reworded and decided.unfit) or not _is_as_written(decided):
        return None
    return _Made(decided, decided.notes, [])


def _is_as_written(decided: Decided) -> bool:
    """Whether no column shows that its numbers were reworded: a DOUBLE never does."""
    laid = decided.laid
    kinds = set()
    for made, column in zip(decided.columns, decided.picked, strict=True):
        if made.type != "DOUBLE" or Kind.NESTED in laid.kinds[column.position]:
            kinds |= laid.kinds[column.position]
    own = laid.is_reworded and Kind.NUMBER in kinds
    return not own and not (laid.is_reworded_inside and Kind.NESTED in kinds)


def _judged(reading: _Reading, records: Records, laid: Laid) -> list[Note]:
    """Refuse what holds no table, and say when one object was taken as one row."""
    source = reading.source
    if laid.row_count == 0:
        raise BadTable(f"{source.name} holds no records.", hint="An empty list has no columns.")
    overrides.require_columns(source.name, laid.keys)
    is_listed = reading.is_listed or records.shape.is_array or source.format == "ndjson"
    if laid.row_count > 1 or is_listed:
        return []
    for key, value in laid.first or ():
        if _is_table(value):
            raise BadTable(
                f"{source.name} is one object; its records are under {key!r}.",
                hint=f"Save what is under {key!r} as a file of its own.",
                field=key,
            )
    return [Note("The file is one object; it became one row.")]


def _is_table(value: object) -> bool:
    return (
        isinstance(value, list)
        and not isinstance(value, Pairs)
        and bool(value)
        and all(isinstance(each, Pairs) for each in value)
    )
