"""CSV to typed rows: one pass by types told from a sample, a second look only where they fail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from datavault_jupyter.base.errors import Cancelled, ValueDoesNotFit, VaultError
from datavault_jupyter.features.imports import overrides, sources
from datavault_jupyter.features.imports.delimited import faults, line_ends, queries
from datavault_jupyter.features.imports.delimited.tables import Table, look
from datavault_jupyter.features.imports.overrides import Picked
from datavault_jupyter.features.imports.records import (
    Loaded,
    Note,
    Options,
    Write,
)
from datavault_jupyter.features.imports.sources import Digest, Source
from datavault_jupyter.features.imports.values import deciding, notes
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
    """

    columns: Columns
    expressions: list[str]
    parsed: dict[int, str]
    notes: list[Note]

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
    table = look(cursor, source, options, scratch)
    picked = overrides.pick(table.names, options)
    try:
        part, plan, table = _attempts(cursor, table, picked, write, scratch)
    except VaultError as error:
        explained = faults.explained(error, source.name, table.dialect)
        raise explained from error.__cause__
    info = sources.info(
        source, digest, encoding=table.staged.encoding, dialect=table.dialect.as_info()
    )
    return Loaded([part], plan.columns, (*table.notes, *plan.notes), info)


def _attempts(
    cursor: Cursor, table: Table, picked: Sequence[Picked], write: Write, scratch: Path
) -> tuple[NewPart, Plan, Table]:
    """Write, mending what a first attempt shows about the file's lines."""
    for _ in range(3):
        try:
            return (*_write(cursor, table, picked, write), table)
        except VaultError as error:
            if faults.is_long_line(error) and not table.is_wide:
                table = table.widened()
            elif faults.may_be_line_ends(error):
                place = line_ends.unified(table.staged.path, table.dialect, scratch)
                if place is None:
                    raise
                table = table.moved(place)
            else:
                raise
    return (*_write(cursor, table, picked, write), table)


def _write(
    cursor: Cursor, table: Table, picked: Sequence[Picked], write: Write
) -> tuple[NewPart, Plan]:
    """Write by the sample's types; where a text doesn't fit them, decide over all rows."""
    profiles = profiles_of(cursor, table, picked, limit=SAMPLE_ROWS)
    plan = plan_for(table, picked, profiles, is_whole=False)
    try:
        return write(_query(table, plan), plan.columns), plan
    except Cancelled:
        raise
    except VaultError as error:
        position = faults.marked_column(error)
        if position is None:
            raise
        refuse_unfit(cursor, table, picked, table.scan)
    plan = plan_for(table, picked, profiles_of(cursor, table, picked), is_whole=True)
    return write(_query(table, plan), plan.columns), plan


def _query(table: Table, plan: Plan) -> Sql:
    return queries.select(plan.select_list, queries.with_values(table.scan, plan.parsed))


def refuse_unfit(cursor: Cursor, table: Table, picked: Sequence[Picked], scan: str) -> None:
    """Raise for the first text that doesn't fit a type that was asked for, if there is one."""
    for column in picked:
        if column.asked_type is None or column.asked_type == "VARCHAR":
            continue
        words = ("", *table.null_words)
        query = queries.first_unfit(scan, column.position, column.asked_type, words)
        found = rows_of(cursor, query)
        if found:
            row, text = found[0]
            line = table.line_of(int(str(row)))
            raise ValueDoesNotFit(
                f"{table.source.name}, line {line:,}: {shown(str(text))} in column "
                f"{column.name!r} is not exactly held by {column.asked_type}.",
                hint="Choose another type, or leave it out to keep the texts.",
                field=column.name,
            )


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
    for column in picked:
        x = queries.column(column.position)
        kind = column.asked_type
        if kind is not None:
            words = ("", *table.null_words)
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
    return Plan(Columns.of(pairs), expressions, parsed, said)
