"""The columns of a part: what people call them, how they lie in Parquet, their true types."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.base.names import did_you_mean, name_key
from datavault_jupyter.storage.sql import quoted
from datavault_jupyter.storage.types import coding

# Names DuckDB adds itself while it reads Parquet, so no stored column may have them.
_RESERVED = frozenset({"filename", "file_row_number", "file_index", "rowid"})
_MADE = re.compile(r"c\d+")
_MAX_PHYSICAL = 200


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: As people see it; any text, also an empty one.
        type: Its true DuckDB type.
        physical: Its name inside Parquet: the same where that is safe.
    """

    name: str
    type: str
    physical: str


class Columns(Sequence[Column]):
    """The columns of a dataset in their order.

    >>> columns = Columns.of([("id", "BIGINT"), ("filename", "VARCHAR")])
    >>> [(column.name, column.physical) for column in columns]
    [('id', 'id'), ('filename', 'c1')]
    """

    def __init__(self, columns: Iterable[Column]) -> None:
        self._all = tuple(columns)
        self._by_name = {column.name: column for column in self._all}

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> Columns:
        """Columns from names and types, with physical names made where a name isn't safe."""
        taken: set[str] = set()
        made = []
        for position, (name, kind) in enumerate(pairs):
            key = name_key(name)
            safe = (
                name.strip() == name != ""
                and len(name) <= _MAX_PHYSICAL
                and "\x00" not in name
                and key not in _RESERVED
                and not _MADE.fullmatch(key)
                and key not in taken
            )
            taken.add(key)
            made.append(Column(name, kind, name if safe else f"c{position}"))
        return cls(made)

    def __len__(self) -> int:
        """How many columns there are."""
        return len(self._all)

    def __getitem__(self, index: int) -> Column:  # type: ignore[override]
        """The column at a position."""
        return self._all[index]

    def __iter__(self) -> Iterator[Column]:
        """The columns from first to last."""
        return iter(self._all)

    def __eq__(self, other: object) -> bool:
        """Equal when names, types, order and physical names are."""
        return isinstance(other, Columns) and self._all == other._all

    def __hash__(self) -> int:
        """By content."""
        return hash(self._all)

    @property
    def names(self) -> list[str]:
        """The names people see."""
        return [column.name for column in self._all]

    def named(self, name: str) -> Column:
        """The column with this name; upper and lower case count only where several differ by it.

        Raises:
            BadArgument: there is none.
        """
        found = self._by_name.get(name)
        if found is None:
            alike = [column for column in self._all if name_key(column.name) == name_key(name)]
            if len(alike) == 1:
                return alike[0]
            raise BadArgument(
                f"There is no column {name!r}.",
                hint=did_you_mean(name, self.names) or f"Columns: {', '.join(self.names[:12])}.",
                field=name,
            )
        return found

    def only(self, names: Iterable[str] | None) -> Columns:
        """Some of the columns, in the order asked for; all when None."""
        if names is None:
            return self
        if isinstance(names, str):
            names = [names]
        picked = [self.named(_text(name)) for name in names]
        if not picked:
            raise BadArgument("columns= is empty.", hint="Name at least one column.")
        return Columns(picked)

    def encoded(self, expressions: Sequence[str]) -> str:
        """The select list that stores one expression a column."""
        return ", ".join(
            f"{coding(column.type).encode(sql)} AS {quoted(column.physical)}"
            for column, sql in zip(self._all, expressions, strict=True)
        )

    def decoded(self, *, aliases: Sequence[str] | None = None) -> str:
        """The select list that brings the true values back under the names people see."""
        names = aliases or sql_names(self.names)
        return ", ".join(
            f"{coding(column.type).decode(quoted(column.physical))} AS {quoted(name)}"
            for column, name in zip(self._all, names, strict=True)
        )

    @property
    def fingerprint(self) -> str:
        """A digest that is equal where names, types and order are."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    def to_json(self) -> str:
        """The text kept in the catalogue."""
        return json.dumps(
            [[column.name, column.type, column.physical] for column in self._all],
            ensure_ascii=False,
        )

    @classmethod
    def from_json(cls, text: str) -> Columns:
        """Back from the catalogue's text."""
        return cls(Column(*entry) for entry in json.loads(text))


def _text(name: object) -> str:
    if not isinstance(name, str):
        raise BadArgument(
            f"A column is named by text, not by {type(name).__name__}.", field="columns"
        )
    return name


def sql_names(names: Sequence[str]) -> list[str]:
    """Names a query can use: DuckDB takes no empty one and none equal but for case.

    >>> sql_names(["a", "A", "", "b"])
    ['a', 'A_1', 'column2', 'b']
    """
    taken = {name_key(name) for name in names}
    seen: set[str] = set()
    result = []
    for position, name in enumerate(names):
        made = name or f"column{position}"
        if name_key(made) in seen or (not name and name_key(made) in taken):
            number = 1
            while name_key(f"{made}_{number}") in taken | seen:
                number += 1
            made = f"{made}_{number}"
        seen.add(name_key(made))
        result.append(made)
    return result
