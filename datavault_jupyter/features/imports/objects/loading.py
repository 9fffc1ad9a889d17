"""JSON to typed rows: parsed exactly, laid down as text, typed by all values of a key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from datavault_jupyter.base.errors import BadTable, ValueDoesNotFit
from datavault_jupyter.base.wording import count
from datavault_jupyter.features.imports import overrides, sources
from datavault_jupyter.features.imports.objects import direct, queries
from datavault_jupyter.features.imports.objects.parsing import Pairs, Records
from datavault_jupyter.features.imports.objects.staging import Kind, Laid, lay_down
from datavault_jupyter.features.imports.overrides import Picked
from datavault_jupyter.features.imports.records import (
    Loaded,
    Note,
    Options,
    Preview,
    PreviewColumn,
    Write,
)
from datavault_jupyter.features.imports.sources import Digest, Source, Staged
from datavault_jupyter.features.imports.values import deciding, notes
from datavault_jupyter.features.imports.values.queries import checked
from datavault_jupyter.features.imports.values.showing import shown, shown_list
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.engine import rows_of

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

_SAMPLE_ROWS = 2_048
_NUMBERS = {Kind.INTEGER, Kind.NUMBER}


@dataclass(frozen=True, slots=True)
class _Typed:
    """Records with a type and an expression for each picked key."""

    laid: Laid
    staged: Staged
    picked: list[Picked]
    columns: Columns
    expressions: list[str]
    notes: list[Note]
    is_whole: bool


_SAMPLED = 4_096


def load(cursor: Cursor, source: Source, options: Options, write: Write, scratch: Path) -> Loaded:
    """Import a JSON or NDJSON file.

    Raises:
        BadFile: it can't be imported exactly as it is.
    """
    digest = Digest(source.path)
    typed = _typed(cursor, source, options, scratch, None)
    query = queries.select(typed.columns.encoded(typed.expressions), queries.scan(typed.laid))
    part = write(query, typed.columns)
    info = sources.info(source, digest, encoding=typed.staged.encoding)
    return Loaded([part], typed.columns, tuple(typed.notes), info)


def preview(
    cursor: Cursor, source: Source, options: Options, row_count: int, scratch: Path
) -> Preview:
    """The first records, and types told from a few more."""
    typed = _typed(cursor, source, options, scratch, _SAMPLE_ROWS)
    listed = shown_list(typed.columns, typed.expressions)
    rows = rows_of(cursor, queries.select(listed, queries.scan(typed.laid), max(row_count, 0)))
    said = list(typed.notes)
    if not typed.is_whole:
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
            PreviewColumn(made.name, made.type, column.source_name)
            for made, column in zip(typed.columns, typed.picked, strict=True)
        ),
        rows=rows,
        notes=tuple(said),
        row_count=typed.laid.row_count if typed.is_whole else None,
        byte_count=source.byte_count,
        encoding=typed.staged.encoding,
    )


def _typed(
    cursor: Cursor, source: Source, options: Options, scratch: Path, limit: int | None
) -> _Typed:
    staged = sources.stage(source, scratch, options.encoding)
    typed = _quickly(cursor, source, options, staged, scratch) if limit is None else None
    if typed:
        return typed
    records = Records(staged.path, source.name)
    laid = lay_down(records, scratch, source.name, limit=limit)
    said = _judged(source, records, laid)
    typed = _decided(cursor, source, options, staged, laid)
    is_whole = limit is None or laid.row_count < limit
    return replace(typed, notes=said + typed.notes, is_whole=is_whole)


def _quickly(
    cursor: Cursor, source: Source, options: Options, staged: Staged, scratch: Path
) -> _Typed | None:
    """What the slow reading would give, where DuckDB can tell."""
    laid = direct.survey(cursor, staged.path, scratch)
    if laid is None:
        return None
    try:
        typed = _decided(cursor, source, options, staged, laid)
    except ValueDoesNotFit:
        if laid.is_reworded or laid.is_reworded_inside:
            return None  # the sentence shows the value as it is written
        raise
    return typed if _is_as_written(typed) else None


def _is_as_written(typed: _Typed) -> bool:
    """Whether no column shows that its numbers were reworded: a DOUBLE never does."""
    laid = typed.laid
    kinds = set()
    for made, column in zip(typed.columns, typed.picked, strict=True):
        if made.type != "DOUBLE" or Kind.NESTED in laid.kinds[column.position]:
            kinds |= laid.kinds[column.position]
    own = laid.is_reworded and Kind.NUMBER in kinds
    return not own and not (laid.is_reworded_inside and Kind.NESTED in kinds)


def _decided(
    cursor: Cursor, source: Source, options: Options, staged: Staged, laid: Laid
) -> _Typed:
    """A type for each key, from all that is laid down."""
    said: list[Note] = []
    names, changed = overrides.usable(laid.keys)
    picked = overrides.pick(names, options)
    said += changed + _of_words(laid)
    profiles = _profiles(cursor, laid, picked)
    pairs: list[tuple[str, str]] = []
    expressions = []
    for column in picked:
        x = queries.text(column.position)
        kinds = laid.kinds[column.position] - {Kind.MISSING}
        if column.asked_type == "JSON" and Kind.NESTED in kinds:
            kind, made = "JSON", queries.as_json(column.position)
        elif column.asked_type is not None:
            kind = column.asked_type
            _refuse_unfit(cursor, source, laid, column)
            made = checked(x, kind, column.position, asked=True)
        elif Kind.NESTED in kinds:
            kind, made = "JSON", queries.as_json(column.position)
            if len(kinds) > 1:
                said.append(Note(f"Column {column.name!r} mixes plain and nested values; it is "
                                 "kept as JSON.", column.name))  # fmt: skip
        elif column.position in profiles:
            profile = profiles[column.position]
            kind = deciding.decide(profile)
            said += notes.of_profile(column.name, profile, is_whole=True)
            made = checked(x, kind, column.position)
        elif kinds == {Kind.BOOLEAN}:
            kind, made = "BOOLEAN", checked(x, "BOOLEAN", column.position)
        else:
            kind, made = "VARCHAR", x
            if len(kinds) > 1:
                said.append(Note(f"Column {column.name!r} mixes kinds of values; it is kept as "
                                 "text.", column.name))  # fmt: skip
        pairs.append((column.name, kind))
        expressions.append(made)
    return _Typed(laid, staged, picked, Columns.of(pairs), expressions, said, is_whole=True)


def _of_words(laid: Laid) -> list[Note]:
    said = []
    if laid.has_nan:
        said.append(Note("The word NaN counts as missing."))
    if laid.has_lost_words:
        said.append(Note("The words NaN and Infinity inside nested values count as missing."))
    return said


def _judged(source: Source, records: Records, laid: Laid) -> list[Note]:
    """Refuse what holds no table, and say when one object was taken as one row."""
    if laid.row_count == 0:
        raise BadTable(f"{source.name} holds no records.", hint="An empty list has no columns.")
    overrides.require_columns(source.name, laid.keys)
    if laid.row_count > 1 or records.shape.is_array or source.format == "ndjson":
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


def _profiles(cursor: Cursor, laid: Laid, picked: Sequence[Picked]) -> dict[int, deciding.Profile]:
    """What is true of the texts under each key that has numbers only."""
    numeric = [
        column.position
        for column in picked
        if column.asked_type is None
        and (kinds := laid.kinds[column.position] - {Kind.MISSING})
        and kinds <= _NUMBERS
    ]
    source = queries.scan(laid)
    found = _profiled(cursor, queries.first_records(source, _SAMPLED), numeric)
    # What the first records say is right where the type they lead to holds all texts: those tried
    # before it have failed already. Only the others are looked at in full.
    likely = {at: kind for at in numeric if (kind := deciding.decide(found[at])) != "VARCHAR"}
    is_right = rows_of(cursor, queries.held(source, likely))[0] if likely else ()
    sure = {at for at, is_held in zip(likely, is_right, strict=True) if is_held}
    sure |= {at for at in numeric if found[at].is_settled}
    return found | _profiled(cursor, source, [at for at in numeric if at not in sure])


def _profiled(cursor: Cursor, source: str, positions: Sequence[int]) -> dict[int, deciding.Profile]:
    found = {}
    for start in range(0, len(positions), 64):
        some = positions[start : start + 64]
        row = rows_of(cursor, queries.profile(source, some))[0]
        size = len(row) // len(some)
        for at, position in enumerate(some):
            found[position] = deciding.from_row(row[at * size : (at + 1) * size])
    return found


def _refuse_unfit(cursor: Cursor, source: Source, laid: Laid, column: Picked) -> None:
    kind = column.asked_type or "VARCHAR"
    found = rows_of(cursor, queries.first_unfit(queries.scan(laid), column.position, kind))
    if found:
        number, text = int(str(found[0][0])), str(found[0][1])
        raise ValueDoesNotFit(
            f"{source.name}, record {number:,}: {shown(text)} in column {column.name!r} is not "
            f"exactly held by {kind}.",
            hint="Choose another type, or leave it out to keep the values.",
            field=column.name,
        )
