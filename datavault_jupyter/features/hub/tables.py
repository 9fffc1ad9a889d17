"""What a table's columns are, which of them are wanted, and what is made of their values."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from datavault_jupyter.base.errors import BadArgument, BadQuery, HubChoice
from datavault_jupyter.base.names import did_you_mean, name_key
from datavault_jupyter.features.hub import queries
from datavault_jupyter.features.hub.features import Feature, converted
from datavault_jupyter.features.hub.records import HubColumn, HubWish
from datavault_jupyter.features.hub.resolving import Table
from datavault_jupyter.storage import gate
from datavault_jupyter.storage.kinds import parsed_type
from datavault_jupyter.storage.sql import literal, quoted

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

NULL = '"NULL"'
_PLAIN = Feature()


@dataclass(frozen=True, slots=True)
class Selection:
    """What is wanted of a table, checked against what it has.

    Attributes:
        splits: Which splits.
        columns: Which columns; None is all that aren't media.
        where: A condition, checked to be nothing but one.
        limit: How many rows at most.
        split_column: The name of the column that tells the split; None where there is one split.
    """

    splits: tuple[str, ...]
    columns: tuple[str, ...] | None
    where: str | None
    limit: int | None
    split_column: str | None


def selected(wish: HubWish, table: Table) -> Selection:
    """What a wish means for a table.

    Raises:
        HubChoice: it names a split that isn't there.
    """
    known = list(table.splits)
    splits = list(wish.splits) if wish.splits is not None else known
    for each in splits:
        if each not in known:
            raise HubChoice(
                f"{wish.repo_id} has no split {each!r} in subset {table.name!r}.",
                hint=did_you_mean(each, known) or f"Splits: {', '.join(known)}.",
                field="splits",
            )
    columns = tuple(wish.columns) if wish.columns is not None else None
    return Selection(
        tuple(splits), columns, wish.where, wish.limit, "split" if len(splits) > 1 else None
    )


def require_condition(cursor: Cursor, where: str | None) -> None:
    """Refuse what is no condition over the columns alone.

    Raises:
        BadQuery: it is no SQL, or reads something else.
    """
    if where is None:
        return
    hint = "where= is a condition over the columns, such as label = 'pos' AND stars > 3."
    try:
        found = gate.check(cursor, queries.condition(where))
    except BadQuery as error:
        raise BadQuery(error.message, hint=hint, field="where") from None
    if [name_key(each) for each in found.tables] != [queries.SOURCE]:
        raise BadQuery("The condition reads other tables.", hint=hint, field="where")


@dataclass(frozen=True, slots=True)
class Shape:
    """The columns of one file: how their values are made, and what they are called.

    Attributes:
        types: What the file has, by name, in its order.
        features: What was declared of them.
    """

    types: Mapping[str, str]
    features: Mapping[str, Feature]

    def feature(self, name: str) -> Feature:
        """What was declared of a column."""
        return self.features.get(name, _PLAIN)

    @property
    def expressions(self) -> list[tuple[str, str]]:
        """The SQL of each value, and its name."""
        made = []
        for name, kind in self.types.items():
            if kind == NULL:
                sql = f"CAST({quoted(name)} AS VARCHAR)"
            else:
                sql = converted(
                    quoted(name), parsed_type(kind), self.feature(name), f"column {name!r}"
                )
            made.append((sql, name))
        return made

    def with_split(self, selection: Selection, split: str) -> list[tuple[str, str]]:
        """The same, and the split's name where there are several."""
        column = self.split_column(selection)
        return self.expressions + ([(literal(split), column)] if column else [])

    def split_column(self, selection: Selection) -> str | None:
        """What the column of splits is called: another name where the table has that one."""
        wanted = selection.split_column
        if wanted is None:
            return None
        taken = {name_key(each) for each in self.types}
        while name_key(wanted) in taken:
            wanted = f"hub_{wanted}"
        return wanted

    def chosen(self, selection: Selection, *, has_split: bool = True) -> list[str]:
        """The names of the wanted columns.

        Raises:
            BadArgument: one isn't there.
        """
        known = list(self.types)
        split = self.split_column(selection)
        if selection.columns is None:
            names = [each for each in known if self.feature(each).shown_media is None]
        else:
            allowed = known + ([split] if split else [])
            names = [named(each, allowed) for each in selection.columns]
        if split and has_split and split not in names:
            names.append(split)
        return names if has_split or not split else [each for each in names if each != split]

    def fetched(self, selection: Selection) -> list[str]:
        """The columns whose bytes are needed: the wanted ones, and those of the condition."""
        names = self.chosen(selection, has_split=False)
        words = {name_key(each) for each in re.findall(r"\w+", selection.where or "")}
        return names + [
            each
            for each in self.types
            if each not in names
            and selection.where is not None
            and (name_key(each) in words or not re.fullmatch(r"\w+", each))
        ]


def named(name: str, known: Sequence[str]) -> str:
    """A column by its name, upper and lower case being the same where that is clear.

    Raises:
        BadArgument: there is none.
    """
    alike = [each for each in known if each == name] or [
        each for each in known if name_key(each) == name_key(name)
    ]
    if len(alike) == 1:
        return alike[0]
    raise BadArgument(
        f"There is no column {name!r}.",
        hint=did_you_mean(name, known) or f"Columns: {', '.join(known[:12])}.",
        field="columns",
    )


def columns_of(
    shape: Shape,
    kinds: Mapping[str, str],
    byte_counts: Mapping[str, int] | None,
    left_out: Collection[str] = (),
) -> tuple[HubColumn, ...]:
    """The columns as they would be in the vault.

    Args:
        shape: What there is.
        kinds: The types they would have.
        byte_counts: What each takes, where that is known.
        left_out: Those that can't be imported.
    """
    made = []
    for name in shape.types:
        feature = shape.feature(name)
        media = feature.shown_media
        made.append(
            HubColumn(
                name,
                kinds[name],
                feature.kind,
                feature.shown_labels,
                media,
                is_default=media is None and name not in left_out,
                byte_count=byte_counts.get(name, 0) if byte_counts is not None else None,
            )
        )
    return tuple(made)
