"""What the user asked for about columns: checked, and applied to what the source has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from datavault_jupyter.base.errors import BadArgument, BadTable, VaultError
from datavault_jupyter.base.names import did_you_mean, name_key
from datavault_jupyter.features.imports.records import Note, Options
from datavault_jupyter.storage.columns import sql_names
from datavault_jupyter.storage.foreign import translated
from datavault_jupyter.storage.types import canonical_type

_WORDS = {
    "text": "VARCHAR", "string": "VARCHAR", "str": "VARCHAR", "integer": "BIGINT",
    "int": "BIGINT", "number": "DOUBLE", "float": "DOUBLE", "boolean": "BOOLEAN",
    "bool": "BOOLEAN", "date": "DATE", "time": "TIME", "timestamp": "TIMESTAMP",
    "datetime": "TIMESTAMP", "json": "JSON",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Picked:
    """A source column that is imported.

    Attributes:
        position: Where the source has it.
        source_name: What the source calls it.
        name: What the dataset calls it.
        asked_type: The type the user asked for, as DuckDB writes it.
    """

    position: int
    source_name: str
    name: str
    asked_type: str | None


def usable(names: Sequence[str]) -> tuple[list[str], list[Note]]:
    """Names that can stand beside each other, and a note for each that had to change.

    >>> usable(["a", "A", ""])[0]
    ['a', 'A_1', 'column2']
    """
    made = sql_names(names)
    notes = []
    for position, (old, new) in enumerate(zip(names, made, strict=True), start=1):
        if old != new:
            why = "another column is named alike" if old else "it has no name"
            notes.append(Note(f"Column {position} is named {new!r}, since {why}.", column=new))
    return made, notes


def pick(source_names: Sequence[str], options: Options) -> list[Picked]:
    """The columns to import, in their order.

    Raises:
        BadArgument: a column or type that doesn't exist was asked for.
    """
    positions = list(range(len(source_names)))
    names = list(source_names)
    if isinstance(options.columns, Mapping):
        for old, new in options.columns.items():
            if not isinstance(new, str):
                raise BadArgument(
                    f"columns= renames {old!r} to {new!r}, which is no text.", field="columns"
                )
            names[_position(source_names, old)] = new
    elif options.columns is not None:
        asked = [options.columns] if isinstance(options.columns, str) else list(options.columns)
        if not asked:
            raise BadArgument("columns= is empty.", hint="Name at least one column.")
        positions = [_position(source_names, name) for name in asked]
        if len(set(positions)) < len(positions):
            raise BadArgument("columns= names a column twice.", field="columns")
    final = [names[position] for position in positions]
    if final != sql_names(final):
        twice = next(old for old, new in zip(final, sql_names(final), strict=True) if old != new)
        raise BadArgument(f"columns= gives two columns the name {twice!r}.", field="columns")
    types = _types(final, options.types or {})
    return [
        Picked(position, source_names[position], name, types.get(name))
        for position, name in zip(positions, final, strict=True)
    ]


def _position(names: Sequence[str], name: object) -> int:
    alike = [at for at, known in enumerate(names) if known == name] or [
        at
        for at, known in enumerate(names)
        if isinstance(name, str) and name_key(known) == name_key(name)
    ]
    if len(alike) == 1:
        return alike[0]
    raise BadArgument(
        f"The source has no column {name!r}.",
        hint=did_you_mean(str(name), names) or f"Columns: {', '.join(names[:12])}.",
        field=str(name),
    )


def _types(names: Sequence[str], asked: Mapping[str, str]) -> dict[str, str]:
    return {names[_position(names, name)]: type_named(text) for name, text in asked.items()}


def type_named(text: str) -> str:
    """A type as DuckDB writes it, from its own name or a plain word.

    Raises:
        BadArgument: there is no such type.

    >>> type_named("number"), type_named("decimal(9, 2)")
    ('DOUBLE', 'DECIMAL(9,2)')
    """
    word = _WORDS.get(str(text).strip().lower())
    if word:
        return word
    try:
        with translated():
            made = canonical_type(str(text))
    except (VaultError, ValueError) as error:
        raise BadArgument(
            f"There is no type {text!r}.",
            hint="Usual ones: text, integer, number, boolean, date, timestamp, json.",
            field="types",
        ) from error
    if "UNION(" in made or "GEOMETRY" in made:
        raise BadArgument(
            f"A column can't be turned into {made} exactly.",
            hint="Ask for text or json instead.",
            field="types",
        )
    return made


def require_columns(source_name: str, names: Sequence[str]) -> None:
    """Refuse a source without any column."""
    if not names:
        raise BadTable(f"{source_name} has no columns.", hint="Check what it holds.")
