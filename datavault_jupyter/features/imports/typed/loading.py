"""Typed columns to a part: names and types as they are, or as asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from datavault_jupyter.base.errors import CannotConvert, ValueDoesNotFit, VaultError
from datavault_jupyter.features.imports import overrides
from datavault_jupyter.features.imports.delimited.faults import marked_column
from datavault_jupyter.features.imports.overrides import Picked
from datavault_jupyter.features.imports.records import Note, Options, Write
from datavault_jupyter.features.imports.typed import queries
from datavault_jupyter.features.imports.values.queries import fits_asked
from datavault_jupyter.features.imports.values.showing import shown
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.engine import rows_of
from datavault_jupyter.storage.parts import NewPart
from datavault_jupyter.storage.types import coding

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor


@dataclass(frozen=True, slots=True)
class Field:
    """A column of a typed source.

    Attributes:
        name: What the source calls it.
        sql: Its value.
        type: Its type, as DuckDB writes it.
    """

    name: str
    sql: str
    type: str


@dataclass(frozen=True, slots=True)
class TypedPlan:
    """How the picked columns of a typed source are made."""

    picked: list[Picked]
    columns: Columns
    expressions: list[str]
    notes: list[Note]


def plan(source_name: str, fields: Sequence[Field], options: Options) -> TypedPlan:
    """Which columns are taken, and as what.

    Raises:
        BadTable: there are no columns.
        BadArgument: a column or type that doesn't exist was asked for.
    """
    overrides.require_columns(source_name, [each.name for each in fields])
    names, notes = overrides.usable([each.name for each in fields])
    picked = overrides.pick(names, options)
    pairs: list[tuple[str, str]] = []
    expressions: list[str] = []
    for column in picked:
        source = fields[column.position]
        kind, sql = source.type, source.sql
        if "UNION(" in kind:
            kind, sql = "JSON", queries.as_json(sql)
            notes.append(Note(f"Column {column.name!r} holds unions; it is kept as JSON.",
                              column.name))  # fmt: skip
        elif kind in ('"NULL"', "NULL"):
            kind, sql = "VARCHAR", f"CAST({sql} AS VARCHAR)"
        if column.asked_type is not None:
            sql = queries.converted(sql, kind, column.asked_type, column.position)
            kind = column.asked_type
        try:
            coding(kind)
        except Exception as error:
            raise CannotConvert(
                f"{source_name}: column {column.name!r} has the type {kind}, which can't be kept.",
                hint=f"Ask for text: types={{{column.name!r}: 'text'}}.",
                field=column.name,
            ) from error
        pairs.append((column.name, kind))
        expressions.append(sql)
    return TypedPlan(picked, Columns.of(pairs), expressions, notes)


def write_typed(
    cursor: Cursor,
    source_name: str,
    scan: str,
    fields: Sequence[Field],
    *,
    made: TypedPlan,
    write: Write,
) -> NewPart:
    """Write the planned columns.

    Raises:
        ValueDoesNotFit: a value isn't held exactly by the type that was asked for.
    """
    query = queries.select(made.columns.encoded(made.expressions), scan)
    try:
        return write(query, made.columns)
    except VaultError as error:
        if marked_column(error) is not None:
            refuse_unfit(cursor, source_name, scan, fields, made)
        raise


def refuse_unfit(
    cursor: Cursor, source_name: str, scan: str, fields: Sequence[Field], made: TypedPlan
) -> None:
    """Raise for the first value that a type asked for doesn't hold, if there is one."""
    for column in made.picked:
        asked, source = column.asked_type, fields[column.position]
        if asked is None or asked == source.type:
            continue
        condition = (
            f"({source.sql} IS NULL OR coalesce({fits_asked(source.sql, asked)}, false))"
            if source.type == "VARCHAR"
            else queries.keeps(source.sql, source.type, asked)
        )
        found = rows_of(cursor, queries.first_unfit(scan, source.sql, condition))
        if found:
            number, text = int(str(found[0][0])), str(found[0][1])
            raise ValueDoesNotFit(
                f"{source_name}, row {number:,}: {shown(text)} in column {column.name!r} is not "
                f"exactly held by {asked}.",
                hint="Choose another type, or leave it out to keep the values.",
                field=column.name,
            )
