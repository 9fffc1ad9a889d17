"""CSV to typed rows: one pass by types told from a sample, a second look only where they fail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from datavault_jupyter.base.errors import Cancelled, ValueDoesNotFit, VaultError
from datavault_jupyter.features.imports import overrides, sources
from datavault_jupyter.features.imports.delimited import faults, queries
from datavault_jupyter.features.imports.delimited.glancing import Glance
from datavault_jupyter.features.imports.delimited.mending import Mending
from datavault_jupyter.features.imports.delimited.sifting import Sifted, sifted
from datavault_jupyter.features.imports.delimited.tables import Table, look
from datavault_jupyter.features.imports.overrides import Picked
from datavault_jupyter.features.imports.records import (
    Loaded,
    Note,
    Options,
    Reject,
    SourceColumn,
    Write,
)
from datavault_jupyter.features.imports.sources import Digest, Source
from datavault_jupyter.features.imports.values import dates, deciding, notes
from datavault_jupyter.features.imports.values.deciding import Profile
from datavault_jupyter.features.imports.values.queries import checked, empty_only
from datavault_jupyter.features.imports.values.showing import shown
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.engine import rows_of
from datavault_jupyter.storage.parts import NewPart
from datavault_jupyter.storage.sql import Sql

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

SAMPLE_ROWS = 1_024
# In a file up to this size the types are told that were overruled: one more reading.
_LOOKED_AT_BYTES = 64_000_000
# The facts about this many columns are asked for at once.
_PROFILED_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Plan:
    """How each picked column is made.

    Attributes:
        columns: Names and types.
        expressions: The SQL that makes a value or fails, one a column.
        parsed: The types as which the scan has to parse texts, by source column.
        notes: On the columns' types.
        dated: Source columns whose dates are to be turned before they are parsed.
    """

    columns: Columns
    expressions: list[str]
    parsed: dict[int, str]
    notes: list[Note]
    dated: tuple[int, ...] = ()

    @property
    def select_list(self) -> str:
        """The stored form of all columns."""
        return self.columns.encoded(self.expressions)


def load(cursor: Cursor, source: Source, options: Options, write: Write, scratch: Path) -> Loaded:
    """Import a CSV file.

    Raises:
        BadFile: it can't be imported exactly as it is.
    """
    digest = Digest(source.path)
    mending = Mending(cursor, look(cursor, source, options, scratch), options, scratch)

    def attempt(table: Table) -> _Made:
        return _made(cursor, table, options, write)

    try:
        made = mending.result(attempt)
    except VaultError as error:
        if not options.skips or not faults.is_about_rows(error):
            raise
        left = sift(cursor, mending.decoded, options, scratch)
        made = Mending(cursor, left.table, options, scratch).result(attempt)
        made = replace(made, rejects=tuple(left.rejects))
    table = made.table
    info = sources.info(
        source, digest, encoding=table.staged.encoding, dialect=table.dialect.as_info()
    )
    return Loaded(
        [made.part],
        made.plan.columns,
        (*table.notes, *made.plan.notes),
        info,
        made.rejects,
        _source_columns(cursor, table, options, made.plan),
    )


@dataclass(frozen=True, slots=True)
class _Made:
    """A part that was written, and from what."""

    part: NewPart
    plan: Plan
    table: Table
    rejects: tuple[Reject, ...] = ()


def _made(cursor: Cursor, table: Table, options: Options, write: Write) -> _Made:
    picked = overrides.pick(table.names, options)
    glance = Glance(table)
    # A second part may follow where rows are left out: better no first one then.
    if options.skips and glance.finds_fault():
        raise faults.first_of(table)
    part, plan = _write(cursor, table, picked, write)
    if glance.finds_fault():
        raise faults.first_of(table)
    return _Made(part, plan, table)


def sift(
    cursor: Cursor,
    table: Table,
    options: Options,
    scratch: Path,
    *,
    limit: int | None = None,
    most_rows: int | None = None,
) -> Sifted:
    """The table without the rows that can't be imported.

    Args:
        cursor: Of the engine that moves data.
        table: The file.
        options: What the user asked for.
        scratch: A folder of our own.
        limit: How many such rows are enough.
        most_rows: How many others are.

    Raises:
        BadTable: there are too many, or no others.
    """

    def picked(readable: Table) -> list[Picked]:
        asked = overrides.pick(readable.names, options)
        if readable.date_order is None:
            return asked
        return dated(asked, profiles_of(cursor, readable, asked), readable.date_order)

    return sifted(cursor, table, picked, scratch, limit=limit, most_rows=most_rows)


def dated(
    picked: Sequence[Picked], profiles: Mapping[int, Profile], order: str | None
) -> list[Picked]:
    """The columns, those with dates in the order asked for as if their type had been, too."""
    made = []
    for column in picked:
        profile = profiles.get(column.position)
        kind = profile.dates.kind(order) if profile and profile.dates else None
        made.append(replace(column, asked_type=kind) if kind else column)
    return made


def _write(
    cursor: Cursor, table: Table, picked: Sequence[Picked], write: Write
) -> tuple[NewPart, Plan]:
    """Write by the sample's types; where a text doesn't fit them, decide over all rows."""
    profiles = profiles_of(cursor, table, picked, limit=SAMPLE_ROWS)
    asked = dated(picked, profiles, table.date_order)
    plan = plan_for(table, asked, profiles, is_whole=False)
    try:
        part = write(_query(table, plan), plan.columns)
    except Cancelled:
        raise
    except VaultError as error:
        if faults.marked_column(error) is None:
            raise
        refuse_unfit(cursor, table, picked, table.scan)
        profiles = profiles_of(cursor, table, picked)
        asked = dated(picked, profiles, table.date_order)
        if asked != list(picked):
            refuse_unfit(cursor, table, asked, table.scan)
        plan = plan_for(table, asked, profiles, is_whole=True)
        part = write(_query(table, plan), plan.columns)
    said = of_dates(cursor, table, asked, profiles)
    return part, replace(plan, notes=[*plan.notes, *said])


def of_dates(
    cursor: Cursor,
    table: Table,
    picked: Sequence[Picked],
    profiles: Mapping[int, Profile],
    limit: int | None = None,
) -> list[Note]:
    """Notes on columns of dates that stay text, from all rows of them or the first ones."""
    found = [
        column
        for column in picked
        if column.asked_type is None and profiles[column.position].dates is not None
    ]
    if not found:
        return []
    positions = [column.position for column in found]
    query = queries.date_orders(table.scan, positions, table.null_words, limit)
    row = rows_of(cursor, query)[0]
    size = len(row) // len(found)
    orders = [dates.orders_from_row(row[at * size : (at + 1) * size]) for at in range(len(found))]
    return [
        notes.of_dates(column.name, each)
        for column, each in zip(found, orders, strict=True)
        if each is not None
    ]


def _query(table: Table, plan: Plan) -> Sql:
    scan = queries.with_values(table.scan, plan.parsed, plan.dated, table.date_order)
    return queries.select(plan.select_list, scan)


def refuse_unfit(cursor: Cursor, table: Table, picked: Sequence[Picked], scan: str) -> None:
    """Raise for the first text that doesn't fit a type that was asked for, if there is one."""
    asked = {
        column.position: column
        for column in picked
        if column.asked_type is not None and column.asked_type != "VARCHAR"
    }
    if not asked:
        return
    types = {position: column.asked_type or "" for position, column in asked.items()}
    words = ("", *table.null_words)
    for row, position, text in rows_of(
        cursor, queries.unfit(scan, types, words, table.date_order, 1)
    ):
        column = asked[int(position)]
        line = table.line_of(int(row))
        order = table.date_order if column.asked_type in dates.KINDS else None
        raise ValueDoesNotFit(
            f"{table.source.name}, line {line:,}: {shown(str(text))} in column {column.name!r} is "
            f"not exactly held by {column.asked_type}{f' in the order {order!r}' if order else ''}"
            ".",
            hint="Choose another type, or leave it out to keep the texts."
            if order is None
            else "Choose another date_order, or leave it out to keep the texts.",
            field=column.name,
        )


def _source_columns(
    cursor: Cursor, table: Table, options: Options, plan: Plan
) -> tuple[SourceColumn, ...]:
    """What the source calls the columns, and their types without a wish where that is cheap."""
    picked = overrides.pick(table.names, options)
    wished = [column for column in picked if column.asked_type is not None]
    detected = {}
    if wished and table.staged.path.stat().st_size <= _LOOKED_AT_BYTES:
        free = [replace(column, asked_type=None) for column in wished]
        found = profiles_of(cursor, table, free)
        detected = {position: deciding.decide(each) for position, each in found.items()}
    made = []
    for column, stored in zip(picked, plan.columns, strict=True):
        own = stored.type if column.asked_type is None else detected.get(column.position)
        if column.asked_type is None and column.position in plan.dated:
            own = "VARCHAR"
        made.append(SourceColumn(column.source_name, stored.name, stored.type, own))
    return tuple(made)


def profiles_of(
    cursor: Cursor, table: Table, picked: Sequence[Picked], limit: int | None = None
) -> dict[int, Profile]:
    """What is true of the texts of each column that nobody asked a type for."""
    open_ones = [column.position for column in picked if column.asked_type is None]
    found: dict[int, Profile] = {}
    for start in range(0, len(open_ones), _PROFILED_AT_ONCE):
        some = open_ones[start : start + _PROFILED_AT_ONCE]
        query = queries.profile(table.scan, some, table.null_words, limit=limit)
        row = rows_of(cursor, query)[0]
        size = len(row) // len(some)
        for at, position in enumerate(some):
            found[position] = deciding.from_row(row[at * size : (at + 1) * size])
    return found


def plan_for(
    table: Table,
    picked: Sequence[Picked],
    profiles: dict[int, Profile],
    *,
    is_whole: bool,
) -> Plan:
    """Types and expressions from what is known of the columns.

    Args:
        table: The file.
        picked: Its columns that are wanted.
        profiles: What is true of their texts.
        is_whole: Whether that was told from all rows.
    """
    pairs: list[tuple[str, str]] = []
    expressions: list[str] = []
    said: list[Note] = []
    parsed: dict[int, str] = {}
    turned: list[int] = []
    for column in picked:
        x = queries.column(column.position)
        kind = column.asked_type
        if kind is not None:
            words = ("", *table.null_words)
            if table.date_order and kind in dates.KINDS:
                turned.append(column.position)
                x = queries.turned(column.position)
            made = checked(x, kind, column.position, null_words=words, asked=True)
        else:
            profile = profiles[column.position]
            kind = deciding.decide(profile)
            said += notes.of_profile(column.name, profile, is_whole=is_whole)
            # A word that the sample doesn't have is met by a look at all rows, which counts it.
            seen = is_whole or profile.word_count
            words = ("", *table.null_words) if seen else ("",)
            if kind != "VARCHAR":
                parsed[column.position] = kind
                value = queries.value(column.position)
                made = checked(x, kind, column.position, value=value, null_words=words)
            elif is_whole or profile.is_settled:
                made = x
            else:
                made = empty_only(x, column.position)
        pairs.append((column.name, kind))
        expressions.append(made)
    return Plan(Columns.of(pairs), expressions, parsed, said, tuple(turned))
