"""A type and an expression for each key, decided from all records that are laid down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from datavault_jupyter.base.errors import ValueDoesNotFit
from datavault_jupyter.features.imports import overrides
from datavault_jupyter.features.imports.objects import queries
from datavault_jupyter.features.imports.objects.staging import Kind, Laid
from datavault_jupyter.features.imports.overrides import Picked
from datavault_jupyter.features.imports.records import Note, Options, SourceColumn
from datavault_jupyter.features.imports.values import deciding, notes
from datavault_jupyter.features.imports.values.deciding import Profile
from datavault_jupyter.features.imports.values.queries import checked
from datavault_jupyter.features.imports.values.showing import shown
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.engine import rows_of

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

_NUMBERS = {Kind.INTEGER, Kind.NUMBER}
_SAMPLED = 4_096


@dataclass(frozen=True, slots=True)
class Unfit:
    """A value that a type asked for doesn't hold.

    Attributes:
        number: Of the record, counted from 1.
        reason: Why, as one sentence.
        column: Its column.
    """

    number: int
    reason: str
    column: str


@dataclass(frozen=True, slots=True)
class Decided:
    """The picked keys as columns.

    Attributes:
        laid: The records.
        picked: Which keys are taken.
        columns: Names and types.
        expressions: The SQL that makes a value or fails, one a column.
        detected: The types without a wish, one a column.
        notes: On the types.
        unfit: Values that the types asked for don't hold.
    """

    laid: Laid
    picked: list[Picked]
    columns: Columns
    expressions: list[str]
    detected: list[str]
    notes: list[Note]
    unfit: list[Unfit]

    @property
    def source_columns(self) -> tuple[SourceColumn, ...]:
        """What the source calls each column, and the type it has without a wish."""
        return tuple(
            SourceColumn(self.laid.keys[column.position], made.name, made.type, detected)
            for column, made, detected in zip(self.picked, self.columns, self.detected, strict=True)
        )


def decide(cursor: Cursor, laid: Laid, options: Options, name: str, *, most_unfit: int) -> Decided:
    """A type for each key, from all that is laid down.

    Args:
        cursor: Of the engine that moves data.
        laid: The records.
        options: What the user asked for.
        name: What sentences call the source.
        most_unfit: How many values that don't fit are told, by column; with 0 the first is refused.

    Raises:
        ValueDoesNotFit: a value isn't held exactly by the type that was asked for.
        BadArgument: a column or type that doesn't exist was asked for.
    """
    names, said = overrides.usable(laid.keys)
    picked = overrides.pick(names, options)
    said += _of_words(laid)
    profiles = _profiles(cursor, laid, picked)
    pairs: list[tuple[str, str]] = []
    expressions, detected = [], []
    unfit: list[Unfit] = []
    for column in picked:
        kind, made, its_notes = _detected(laid, column, profiles)
        detected.append(kind)
        if column.asked_type is None:
            said += its_notes
        elif not (column.asked_type == "JSON" and Kind.NESTED in laid.kinds[column.position]):
            kind = column.asked_type
            found = _unfit(cursor, laid, column, max(most_unfit, 1))
            if found and not most_unfit:
                raise _refusal(name, found[0])
            unfit += found
            made = checked(queries.text(column.position), kind, column.position, asked=True)
        pairs.append((column.name, kind))
        expressions.append(made)
    return Decided(laid, picked, Columns.of(pairs), expressions, detected, said, unfit)


def _detected(
    laid: Laid, column: Picked, profiles: dict[int, Profile]
) -> tuple[str, str, list[Note]]:
    """Type, expression and notes of a column for which nothing is asked."""
    x = queries.text(column.position)
    kinds = laid.kinds[column.position] - {Kind.MISSING}
    if Kind.NESTED in kinds:
        said = "mixes plain and nested values; it is kept as JSON."
        kind, made = "JSON", queries.as_json(column.position)
    elif column.position in profiles:
        profile = profiles[column.position]
        kind = deciding.decide(profile)
        its_notes = notes.of_profile(column.name, profile, is_whole=True)
        return kind, checked(x, kind, column.position), its_notes
    elif kinds == {Kind.BOOLEAN}:
        return "BOOLEAN", checked(x, "BOOLEAN", column.position), []
    else:
        said = "mixes kinds of values; it is kept as text."
        kind, made = "VARCHAR", x
    mixed = [Note(f"Column {column.name!r} {said}", column.name)] if len(kinds) > 1 else []
    return kind, made, mixed


def _of_words(laid: Laid) -> list[Note]:
    said = []
    if laid.has_nan:
        said.append(Note("The word NaN counts as missing."))
    if laid.has_lost_words:
        said.append(Note("The words NaN and Infinity inside nested values count as missing."))
    return said


def _profiles(cursor: Cursor, laid: Laid, picked: Sequence[Picked]) -> dict[int, Profile]:
    """What is true of the texts under each key that has numbers only."""
    numeric = [
        column.position
        for column in picked
        if (kinds := laid.kinds[column.position] - {Kind.MISSING}) and kinds <= _NUMBERS
    ]
    source = queries.scan(laid)
    found = _first_profiled(cursor, source, numeric)
    # What the first records say is right where the type they lead to holds all texts: those tried
    # before it have failed already. Only the others are looked at in full.
    likely = {at: kind for at in numeric if (kind := deciding.decide(found[at])) != "VARCHAR"}
    sure = {
        at
        for some in _in_groups(list(likely))
        for at, is_held in zip(
            some,
            rows_of(cursor, queries.held(source, {at: likely[at] for at in some}))[0],
            strict=True,
        )
        if is_held
    }
    sure |= {at for at in numeric if found[at].is_settled}
    return found | _profiled(cursor, source, [at for at in numeric if at not in sure])


def _in_groups(positions: Sequence[int]) -> Iterator[Sequence[int]]:
    """Few at a time: planning a query takes the square of its expressions."""
    for start in range(0, len(positions), 64):
        yield positions[start : start + 64]


def _first_profiled(cursor: Cursor, source: str, positions: Sequence[int]) -> dict[int, Profile]:
    if not positions:
        return {}
    rows = rows_of(cursor, queries.first_profiles(source, _SAMPLED, positions))
    return {positions[row[0]]: deciding.from_row(row[1:]) for row in rows}


def _profiled(cursor: Cursor, source: str, positions: Sequence[int]) -> dict[int, Profile]:
    found = {}
    for some in _in_groups(positions):
        row = rows_of(cursor, queries.profile(source, some))[0]
        size = len(row) // len(some)
        for at, position in enumerate(some):
            found[position] = deciding.from_row(row[at * size : (at + 1) * size])
    return found


def _unfit(cursor: Cursor, laid: Laid, column: Picked, limit: int) -> list[Unfit]:
    """The first values under a key that the type asked for doesn't hold."""
    kind = column.asked_type or "VARCHAR"
    found = rows_of(cursor, queries.first_unfit(queries.scan(laid), column.position, kind, limit))
    return [
        Unfit(
            int(str(number)),
            f"{shown(str(text))} in column {column.name!r} is not exactly held by {kind}.",
            column.name,
        )
        for number, text in found
    ]


def _refusal(name: str, unfit: Unfit) -> ValueDoesNotFit:
    return ValueDoesNotFit(
        f"{name}, record {unfit.number:,}: {unfit.reason}",
        hint="Choose another type, or leave it out to keep the values.",
        field=unfit.column,
    )
