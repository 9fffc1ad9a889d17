"""How the columns of a source fit those of a dataset that is there already."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from datavault_jupyter.base.errors import ColumnsDiffer
from datavault_jupyter.base.names import name_key
from datavault_jupyter.base.wording import count, listing
from datavault_jupyter.features.imports import queries
from datavault_jupyter.features.imports.records import Note, Write
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.parts import NewPart
from datavault_jupyter.storage.sql import Sql, quoted
from datavault_jupyter.storage.types import coding

_MOST_NAMED = 12


class Growth(StrEnum):
    """What becomes of the rows that a dataset has."""

    APPEND = "append"
    REPLACE = "replace"


class Differing(StrEnum):
    """What happens where the source's columns are not the dataset's.

    ``refuse``: nothing is written. ``fill``: a column that one side lacks is NULL in its rows.
    ``take``: only for a replacement, the dataset gets the source's columns.
    """

    REFUSE = "refuse"
    FILL = "fill"
    TAKE = "take"


class Fitting:
    """Makes rows of a source fit a dataset; columns are the same where their names are alike.

    Args:
        head: The dataset's columns.
        growth: What becomes of its rows.
        differing: What happens where columns differ.
    """

    def __init__(self, head: Columns, growth: Growth, differing: Differing) -> None:
        self._head = head
        self._growth = growth
        self._differing = differing

    def compare(self, found: Sequence[str], dataset: str, label: str) -> tuple[Note, ...]:
        """What differs, as notes.

        Raises:
            ColumnsDiffer: something does, and it was not said what to do then.
        """
        known = {name_key(column.name) for column in self._head}
        given = {name_key(name) for name in found}
        lacking = [column.name for column in self._head if name_key(column.name) not in given]
        new = [name for name in found if name_key(name) not in known]
        if not lacking and not new:
            return ()
        if self._differing is Differing.REFUSE:
            raise _differ(dataset, label, lacking, new, self._growth)
        notes = []
        if lacking and self._differing is Differing.FILL:
            notes.append(Note(f"{label} lacks {_named(lacking)}: NULL in its rows."))
        elif lacking:
            notes.append(Note(f"{label} lacks {_named(lacking)}: gone from this version on."))
        if new:
            rest = ": NULL in the rows before." if self._growth is Growth.APPEND else "."
            notes.append(Note(f"{label} brings {_named(new)}{rest}"))
        return tuple(notes)

    def types(self, found: Sequence[str]) -> dict[str, str]:
        """The types that columns of the source must have, by the source's names."""
        if self._growth is Growth.REPLACE:
            return {}
        known = {name_key(column.name): column.type for column in self._head}
        return {name: known[name_key(name)] for name in found if name_key(name) in known}

    def target(self, loaded: Columns) -> Columns:
        """The columns of the new version."""
        if self._growth is Growth.REPLACE and self._differing is not Differing.FILL:
            return loaded
        by_key = {name_key(column.name): column for column in loaded}
        known = {name_key(column.name) for column in self._head}
        new = [column for column in loaded if name_key(column.name) not in known]
        if not new and self._growth is Growth.APPEND:
            return self._head
        kept = [
            (column.name, by_key.get(name_key(column.name), column).type) for column in self._head
        ]
        return Columns.of(kept + [(column.name, column.type) for column in new])

    def is_wider(self, loaded: Columns) -> bool:
        """Whether the rows that stay lack columns of the new version."""
        return self._growth is Growth.APPEND and self.target(loaded) != self._head

    def fitted(self, write: Write) -> Write:
        """The same, but what is written has the columns of the new version."""

        def write_fitted(query: Sql, columns: Columns) -> NewPart:
            target = self.target(columns)
            if target == columns:
                return write(query, columns)
            stored = {name_key(column.name): quoted(column.physical) for column in columns}
            return write(queries.over(query, _select(target, stored)), target)

        return write_fitted

    def widened(self, loaded: Columns, scan: str) -> Sql:
        """The stored form of the rows that stay, with NULL in the columns they lack.

        Args:
            loaded: The columns of the source's rows.
            scan: The rows that stay, as people see them.
        """
        target = self.target(loaded)
        stored = {
            name_key(column.name): coding(column.type).encode(quoted(column.name))
            for column in self._head
        }
        return queries.over(Sql(scan), _select(target, stored))


def _select(target: Columns, stored: dict[str, str]) -> str:
    """The select list of a target from the stored forms by name; NULL where there is none."""
    made = []
    for column in target:
        nothing = coding(column.type).encode(f"CAST(NULL AS {column.type})")
        sql = stored.get(name_key(column.name), nothing)
        made.append(f"{sql} AS {quoted(column.physical)}")
    return ", ".join(made)


def _differ(
    dataset: str, label: str, lacking: Sequence[str], new: Sequence[str], growth: Growth
) -> ColumnsDiffer:
    parts = []
    if lacking:
        parts.append(f"lacks {_named(lacking)} of {dataset!r}")
    if new:
        parts.append(f"brings {_named(new)}, which {dataset!r} does not have")
    take = ', differing="take" to change the columns' if growth is Growth.REPLACE else ""
    return ColumnsDiffer(
        f"{label} {' and '.join(parts)}; nothing was written.",
        hint=f'Pass differing="fill" to fill with NULL{take}, or columns={{"old": "new"}} to '
        "rename.",
        field="columns",
    )


def _named(names: Sequence[str]) -> str:
    shown = [repr(name) for name in names[:_MOST_NAMED]]
    if len(names) > len(shown):
        shown.append(f"{len(names) - len(shown)} more")
    word = "the column " if len(names) == 1 else f"{count(len(names), 'column')} "
    return word + listing(shown, "and")
