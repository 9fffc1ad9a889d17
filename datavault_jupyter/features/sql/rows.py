"""Rows that are not there yet: a query that runs when somebody asks for its outcome."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from datavault_jupyter.base.errors import VaultError
from datavault_jupyter.display import html
from datavault_jupyter.features.sql import view
from datavault_jupyter.storage import frames
from datavault_jupyter.storage.running import stoppable
from datavault_jupyter.storage.sql import quoted

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from datavault_jupyter.storage.engine import Cursor, Relation

T = TypeVar("T")
Explain = Callable[[VaultError], VaultError]


@dataclass(frozen=True, slots=True)
class Origin:
    """What rows were made from.

    Attributes:
        datasets: The datasets that were read, as ``vault[…]`` takes them.
        query: The SQL; empty for the rows of one dataset as they are.
    """

    datasets: tuple[str, ...]
    query: str = ""


class Rows:
    """The lazy outcome of a query; nothing runs before it is asked for.

    It also answers to everything a DuckDB relation does (``filter``, ``order``, ``limit`` …),
    and to any library that takes Arrow data (``__arrow_c_stream__``).
    """

    def __init__(
        self, relation: Relation, cursor: Cursor, explain: Explain, origin: Origin | None = None
    ) -> None:
        self._relation = relation
        self.origin = origin
        # Kept so that the connection lives as long as what was asked on it.
        self._cursor = cursor
        self._explain = explain

    def _run(self, work: Callable[[], T]) -> T:
        try:
            return stoppable(self._cursor, work)
        except VaultError as error:
            raise self._explain(error) from error.__cause__

    def df(self) -> pd.DataFrame:
        """The rows as a pandas frame; DECIMAL as `decimal.Decimal`, wide integers as ``int``.

        Raises:
            NotEnoughMemory, Cancelled, DatasetDeleted: when the query fails on the way.
        """
        return self._run(lambda: frames.to_pandas(self._relation))

    def arrow(self) -> pa.Table:
        """The rows as a pyarrow table: the exact road."""
        return self._run(lambda: frames.to_arrow(self._relation))

    def pl(self) -> pl.DataFrame:
        """The rows as a polars frame."""
        return self._run(lambda: frames.to_polars(self._relation))

    def relation(self) -> Relation:
        """The query as a plain DuckDB relation; its errors are DuckDB's own."""
        return self._relation

    def fetchall(self) -> list[tuple[Any, ...]]:
        """All rows as Python tuples."""
        return self._run(self._relation.fetchall)

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return list(self._relation.columns)

    @property
    def types(self) -> list[str]:
        """The DuckDB types of the columns."""
        return [str(kind) for kind in self._relation.types]

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Stream the rows to any library that takes Arrow data."""
        reader = self._run(lambda: frames.to_arrow_reader(self._relation))
        return reader.__arrow_c_stream__(requested_schema)

    def __getattr__(self, name: str) -> Any:
        """Whatever else a DuckDB relation can do."""
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._relation, name)

    def __dir__(self) -> list[str]:
        """Own names and those of a relation, for completion."""
        return sorted({*super().__dir__(), *(n for n in dir(self._relation) if n[0] != "_")})

    @cached_property
    def sample(self) -> view.Sample:
        """The first rows as text, fetched once."""
        return self._run(lambda: sample_of(self._relation))

    def __repr__(self) -> str:
        """The first rows as plain text."""
        return view.plain(self.sample)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        sample = self.sample
        body = html.frame("Query", meta=view.extent(sample, None), body=view.table(sample, "Rows"))
        return {"text/plain": view.plain(sample), "text/html": body}


def sample_of(relation: Relation, names: Sequence[str] | None = None) -> view.Sample:
    """The first rows of a relation as text, long values cut within the query.

    Args:
        relation: What to look at.
        names: The names people see, where they differ from the query's.
    """
    shown = list(zip(relation.columns, relation.types, strict=True))[: view.MOST_COLUMNS]
    made = ", ".join(_text_of(quoted(name), kind) for name, kind in shown)
    rows = relation.limit(view.MOST_ROWS + 1).project(made).fetchall()
    return view.Sample(
        names=list(names or relation.columns)[: len(shown)],
        types=[str(kind) for _, kind in shown],
        rows=rows[: view.MOST_ROWS],
        has_more=len(rows) > view.MOST_ROWS,
        column_count=len(relation.columns),
    )


def _text_of(name: str, kind: Any) -> str:
    nested = str(kind.id) in ("list", "array", "struct", "map", "union", "variant")
    as_text = f"CAST({f'to_json({name})' if nested else name} AS VARCHAR)"
    return f"left({as_text}, {view.MOST_CHARACTERS + 1}) AS {name}"
