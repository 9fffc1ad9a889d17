"""Views of a dataset's rows: which rows, in which order, page by page.

Rows as they are stored are found by their number alone. A sorted or filtered view finds the rows
of a page near its beginning by a Top-N over the columns that matter, and further down in an order
table: the ids of all its rows, made once. Only then are the visible columns fetched.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from datavault_jupyter.base.errors import BadArgument, NotEnoughMemory
from datavault_jupyter.base.known import Known
from datavault_jupyter.features.content import queries
from datavault_jupyter.features.content.grounds import (
    CopySource,
    Grounds,
    PartsSource,
    Source,
    lasting,
)
from datavault_jupyter.features.content.memory import Tables, Worker
from datavault_jupyter.features.content.records import ContentQuery
from datavault_jupyter.features.content.running import Run, plain_ids
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.engine import Engine, rows_of
from datavault_jupyter.storage.filters import Compiler, Filter, Op, joined
from datavault_jupyter.storage.kinds import NESTED, type_kind
from datavault_jupyter.storage.sql import Sql

if TYPE_CHECKING:
    import pyarrow as pa

    from datavault_jupyter.storage.engine import Cursor

# Nearer to the beginning than this a Top-N costs less than an order of all rows.
NEAR = 5_000
# Below so many rows the parts answer as quickly as a copy would.
_WORTH_A_COPY = 100_000
_COPY_SHARE = 4
_ORDER_SHARE = 16
_MOST_COUNTS = 512
_UNITS = {"B": 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30, "TiB": 2**40}


class MemoryLimit:
    """The memory limit of the answering instance, in bytes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def __call__(self) -> int:
        """As it is now."""
        cursor = self._engine.answering()
        try:
            ((text,),) = rows_of(cursor, Sql("SELECT current_setting('memory_limit')"))
        finally:
            cursor.close()
        number, unit = str(text).split()
        return int(float(number) * _UNITS[unit])


def is_whole(query: ContentQuery) -> bool:
    """Whether a view has all rows in their stored order."""
    return query.filter is None and not query.search and not query.sorts


class Views:
    """Reads views; knows nothing of permissions.

    Args:
        engine: The vault's DuckDB.

    Attributes:
        copies: Datasets in memory, by the fingerprint of their parts.
        orders: Order tables, by fingerprint and query.
        worker: Makes both in the background.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        limit = MemoryLimit(engine)
        self.copies = Tables(engine, lambda: limit() // _COPY_SHARE)
        self.orders = Tables(engine, lambda: limit() // _ORDER_SHARE)
        self.worker = Worker((self.copies, self.orders))
        self._counts = Known(_MOST_COUNTS)
        self._fits = Known(_MOST_COUNTS)
        self._too_large = Known(_MOST_COUNTS)

    @contextmanager
    def source(self, grounds: Grounds) -> Iterator[Source]:
        """Where rows are best read from at this moment, kept for the block."""
        with self.copies.reading(grounds.fingerprint) as table:
            yield lasting(grounds) if table is None else CopySource(table.name)

    def compiler(self, run: Run, grounds: Grounds, source: Source) -> Compiler:
        """Turns filters into SQL over a source."""

        def fits(text: str, kind: str) -> bool:
            known = self._fits.kept((text, kind))
            if known is None:
                ((known,),) = run.rows(queries.fits(text, kind))
                self._fits.keep((text, kind), known)
            return bool(known)

        return Compiler(grounds.columns, source.value, fits)

    def where(self, run: Run, grounds: Grounds, source: Source, query: ContentQuery) -> Sql:
        """Filter and search of a view as one condition."""
        compiler = self.compiler(run, grounds, source)
        parts = []
        if query.filter is not None:
            parts.append(compiler.where(query.filter))
        if query.search:
            parts.append(compiler.search(query.search, query.search_columns))
        return joined(parts, "and")

    def page(
        self, run: Run, grounds: Grounds, query: ContentQuery, columns: Columns, span: range
    ) -> pa.Table:
        """Some rows of a view, as they go to the screen."""
        with self.source(grounds) as source:
            if is_whole(query):
                made = queries.neighbours(source, list(columns), span.start, span.stop - 1)
            else:
                ids = self._ids(run, grounds, source, query, span)
                made = queries.singles(source, list(columns), ids)
            if made is None:
                made = queries.nothing(source, list(columns))
            return run.table(made)

    def ids(self, run: Run, grounds: Grounds, query: ContentQuery, span: range) -> list[int]:
        """The ids of some neighbouring rows of a view."""
        if is_whole(query):
            return list(range(span.start, min(span.stop, grounds.row_count)))
        with self.source(grounds) as source:
            return self._ids(run, grounds, source, query, span)

    def _ids(
        self, run: Run, grounds: Grounds, source: Source, query: ContentQuery, span: range
    ) -> list[int]:
        key = (grounds.fingerprint, query)
        if span.stop > NEAR:
            self.arrange(run.cursor, grounds, query)
        with self.orders.reading(key) as order:
            if order is not None:
                asked = queries.ids_between(order.name, span.start, span.stop - 1)
                return plain_ids(run.rows(asked))
        where = self.where(run, grounds, source, query)
        by = self.compiler(run, grounds, source).order(query.sorts, source.row_id)
        found = queries.first_ids(source, where, by, offset=span.start, limit=len(span))
        return plain_ids(run.rows(found))

    def arrange(self, cursor: Cursor, grounds: Grounds, query: ContentQuery) -> None:
        """Make the order table of a view, unless it is there."""
        key = (grounds.fingerprint, query)
        run = Run(cursor)
        with self.orders.making(key), self.source(grounds) as source:
            if self.orders.has(key):
                return
            where = self.where(run, grounds, source, query)
            by = self.compiler(run, grounds, source).order(query.sorts, source.row_id)
            rows = queries.ordered_ids(source, where, by, grounds.row_count)

            def fill(cursor: Cursor, name: str) -> None:
                rows_of(cursor, queries.create(name, rows))

            self.orders.make(key, cursor, fill, row_bytes=4)

    @contextmanager
    def matching(
        self, run: Run, grounds: Grounds, source: Source, query: ContentQuery
    ) -> Iterator[Sql]:
        """Which rows a view keeps, for one of many questions about them.

        Looking for a text takes a second on ten million rows: that is done once.
        """
        bare = replace(query, sorts=())
        if not (query.search or (query.filter is not None and _looks_into(query.filter))):
            yield self.where(run, grounds, source, bare)
            return
        self.arrange(run.cursor, grounds, bare)
        with self.orders.reading((grounds.fingerprint, bare)) as found:
            if found is None:  # pushed out by others this very moment
                yield self.where(run, grounds, source, bare)
            else:
                yield queries.among(source, found.name)

    def known_count(self, grounds: Grounds, query: ContentQuery) -> int | None:
        """How many rows a view has, where that is known already."""
        if query.filter is None and not query.search:
            return grounds.row_count
        with self.orders.reading((grounds.fingerprint, query)) as order:
            if order is not None:
                return order.row_count
        found: int | None = self._counts.kept(_count_key(grounds, query))
        return found

    def count(self, run: Run, grounds: Grounds, query: ContentQuery) -> int:
        """How many rows a view has."""
        known = self.known_count(grounds, query)
        if known is None:
            with self.source(grounds) as source:
                where = self.where(run, grounds, source, query)
                known = int(run.row(queries.count(source, where))[0])
            self._counts.keep(_count_key(grounds, query), known)
        return known

    def position(self, run: Run, grounds: Grounds, query: ContentQuery, row_id: int) -> int | None:
        """Where a row stands in a view; None where the view leaves it out."""
        if is_whole(query):
            return row_id
        self.arrange(run.cursor, grounds, query)
        with self.orders.reading((grounds.fingerprint, query)) as order:
            if order is None:  # pushed out by others this very moment
                raise BadArgument("The view changed meanwhile.", hint="Try again.")
            found = run.rows(queries.place_of(order.name, row_id))
        return int(found[0][0]) if found else None

    def prepare(self, grounds: Grounds, query: ContentQuery, *, order: bool) -> None:
        """Do in the background what makes the next question quick.

        Args:
            grounds: What is being looked at.
            query: The view.
            order: Whether the order of all its rows is likely to be asked for.
        """
        engine = self._engine
        is_worth_it = (
            grounds.live is None
            and grounds.row_count >= _WORTH_A_COPY
            and not self._too_large.kept(grounds.fingerprint)
        )
        if is_worth_it and not self.copies.has(grounds.fingerprint):
            self.worker.wish(
                engine, "copy", grounds.fingerprint, lambda cursor: self.copy(cursor, grounds)
            )
        key = (grounds.fingerprint, query)
        if order and not is_whole(query) and not self.orders.has(key):
            self.worker.wish(
                engine, "order", key, lambda cursor: self.arrange(cursor, grounds, query)
            )

    def copy(self, cursor: Cursor, grounds: Grounds) -> None:
        """Bring all rows into memory, where that fits comfortably."""
        if self.copies.has(grounds.fingerprint):
            return
        source = PartsSource(grounds)
        row_bytes = _row_bytes(Run(cursor), grounds, source)
        if grounds.row_count * row_bytes > self.copies.budget():
            self._too_large.keep(grounds.fingerprint, value=True)
            return

        def fill(cursor: Cursor, name: str) -> None:
            rows_of(cursor, queries.create(name, queries.copied(source, list(grounds.columns))))

        try:
            self.copies.make(grounds.fingerprint, cursor, fill, row_bytes=row_bytes)
        except NotEnoughMemory:
            # The estimate was too low; trying again with each page would help nobody.
            self._too_large.keep(grounds.fingerprint, value=True)


def _looks_into(condition: Filter) -> bool:
    """Whether texts are searched, rather than compared."""
    is_search = condition.op in (Op.CONTAINS, Op.NOT_CONTAINS, Op.STARTS, Op.ENDS)
    return is_search or any(map(_looks_into, condition.parts))


def _count_key(grounds: Grounds, query: ContentQuery) -> Hashable:
    return grounds.fingerprint, replace(query, sorts=())


_WIDTHS = {
    "boolean": 1, "tinyint": 1, "utinyint": 1, "smallint": 2, "usmallint": 2, "integer": 4,
    "uinteger": 4, "float": 4, "date": 4, "hugeint": 16, "uhugeint": 16, "uuid": 16,
    "interval": 16, "decimal": 16,
}  # fmt: skip
_GROWING = NESTED | {"varchar", "blob", "bignum", "bit", "geometry"}


def _row_bytes(run: Run, grounds: Grounds, source: Source) -> int:
    """What a row takes in memory: widths of the types, and long texts by a sample."""
    columns = list(grounds.columns)
    growing = [column for column in columns if type_kind(column) in _GROWING]
    fixed = sum(_WIDTHS.get(type_kind(column), 8) for column in columns if column not in growing)
    if not growing:
        return fixed + 1
    sample = queries.lengths(source, growing, grounds.row_count)
    lengths: Sequence[float | None] = run.row(sample)
    # 16 bytes for each text, which hold up to 12 letters of it.
    return fixed + sum(16 + (int(length) if length and length > 12 else 0) for length in lengths)
