"""The rows somebody chose in a view, as something to work with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from datavault_jupyter.features.content.records import ContentQuery, Selection
from datavault_jupyter.protocol.coding import decoded, encoded

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from datavault_jupyter.features.sql.rows import Rows

Fetch = Callable[[ContentQuery, Selection], "Rows"]


class RowSelection:
    """Chosen rows of a view, in the order of the view; nothing is fetched before it is asked for.

    Attributes:
        chosen: Which rows: by id, by place in the view, or all but some.
    """

    def __init__(self, fetch: Fetch, query: ContentQuery, chosen: Selection) -> None:
        self._fetch = fetch
        self._query = query
        self.chosen = chosen

    @property
    def is_empty(self) -> bool:
        """Whether no row is chosen."""
        chosen = self.chosen
        return not (chosen.ids or chosen.spans or chosen.is_except)

    def rows(self) -> Rows:
        """The rows, not yet fetched."""
        return self._fetch(self._query, self.chosen)

    def relation(self) -> Any:
        """The rows as a plain DuckDB relation."""
        return self.rows().relation()

    def df(self) -> pd.DataFrame:
        """The rows as a pandas frame."""
        return self.rows().df()

    def arrow(self) -> pa.Table:
        """The rows as a pyarrow table."""
        return self.rows().arrow()

    def pl(self) -> pl.DataFrame:
        """The rows as a polars frame."""
        return self.rows().pl()

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Stream the rows to any library that takes Arrow data."""
        return self.rows().__arrow_c_stream__(requested_schema)

    def __len__(self) -> int:
        """How many rows are chosen."""
        if self.is_empty:
            return 0
        return int(self.rows().aggregate("count(*)").fetchall()[0][0])

    def __eq__(self, other: object) -> bool:
        """Equal when the same rows of the same view are chosen."""
        return (
            isinstance(other, RowSelection)
            and other.chosen == self.chosen
            and other._query == self._query
        )

    __hash__ = None  # type: ignore[assignment] # it stands for rows that can change

    def __repr__(self) -> str:
        """How many rows, in words."""
        if self.is_empty:
            return "No row is chosen."
        return f"{len(self):,} chosen rows: .df(), .arrow(), .pl(), .relation()"

    def to_wire(self) -> dict[str, Any]:
        """As the browser knows it."""
        made: dict[str, Any] = encoded(self.chosen)
        return made


def chosen_of(value: object) -> Selection:
    """A selection out of what was given: one, the wire's form, or row ids.

    Raises:
        BadArgument: it is none of these.
    """
    if isinstance(value, RowSelection):
        return value.chosen
    if isinstance(value, Selection):
        return value
    if isinstance(value, Mapping):
        made: Selection = decoded(Selection, dict(value), "selection")
        return made
    ids = list(value) if isinstance(value, Iterable) else value
    listed: Selection = decoded(Selection, {"ids": ids}, "selection")
    return listed
