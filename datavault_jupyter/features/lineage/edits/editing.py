"""The changes themselves: parts that they don't touch stay in the list as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from datavault_jupyter.base.errors import (
    BadArgument,
    BadQuery,
    CannotConvert,
    ValueDoesNotFit,
    VaultError,
)
from datavault_jupyter.base.names import name_key
from datavault_jupyter.features.imports.delimited.faults import marked_column
from datavault_jupyter.features.imports.overrides import type_named
from datavault_jupyter.features.imports.records import Write
from datavault_jupyter.features.imports.values.showing import shown
from datavault_jupyter.features.lineage.edits import queries
from datavault_jupyter.features.lineage.edits.queries import Setting
from datavault_jupyter.features.lineage.edits.records import Edited, Grounds, Piece
from datavault_jupyter.storage import parts
from datavault_jupyter.storage.columns import Column, Columns, sql_names
from datavault_jupyter.storage.engine import rows_of
from datavault_jupyter.storage.expressions import (
    Expression,
    checked,
    condition,
    with_all_rows,
)
from datavault_jupyter.storage.parts import NewPart, scan
from datavault_jupyter.storage.sql import Sql, quoted
from datavault_jupyter.storage.store import Store
from datavault_jupyter.storage.types import coding

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

# As many parts are asked in one query.
_TOGETHER = 64


class Editor:
    """Changes what a draft lists. Nothing is seen before the draft says so.

    Args:
        store: The vault.
        grounds: What the draft lists now.
        label: What sentences call it.
    """

    def __init__(self, store: Store, grounds: Grounds, label: str) -> None:
        self._store = store
        self._grounds = grounds
        self._label = label
        self._names = sql_names(grounds.columns.names)
        self._scans = [scan(grounds.columns, [store.path(piece.path)]) for piece in grounds.pieces]

    @property
    def columns(self) -> Columns:
        """The columns now."""
        return self._grounds.columns

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The parts now."""
        return self._grounds.pieces

    @property
    def everything(self) -> str:
        """The SQL of all rows, as people see them."""
        paths = [self._store.path(piece.path) for piece in self._grounds.pieces]
        return scan(self.columns, paths)

    def remove(self, cursor: Cursor, write: Write, where: str) -> Edited:
        """Leave out the rows that meet a condition.

        Raises:
            BadQuery: it is no condition on the columns.
        """
        met = condition(self._store.engine.answering(), self.columns, where)
        prefix = self._prefix(met)
        counts = self._asked(cursor, lambda scans: queries.counts(prefix, scans, met), self._scans)
        made: list[Piece | NewPart] = []
        for piece, rows, hits in zip(self._grounds.pieces, self._scans, counts, strict=True):
            if not hits:
                made.append(piece)
            elif hits < piece.row_count:
                part = write(queries.without(prefix, rows, self.columns, met), self.columns)
                if part.row_count:
                    made.append(part)
                else:  # a condition that is another each time, such as one on random()
                    parts.discard(self._store, part)
        left = sum(piece.row_count for piece in made)
        return Edited(self.columns, tuple(made), self._grounds.row_count - left)

    def set(
        self, cursor: Cursor, write: Write, values: Mapping[str, str], where: str | None
    ) -> Edited:
        """Give columns other values, in all rows or in those that meet a condition.

        Raises:
            BadQuery: an expression or the condition is none on the columns.
            ValueDoesNotFit: a column's type doesn't hold a value exactly.
        """
        asking = self._store.engine.answering()
        settings = []
        for name, text in _pairs(values):
            column = self.columns.named(name)
            at = list(self.columns).index(column)
            value = checked(asking, self.columns, text, column.name)
            settings.append(Setting(self._names[at], column.type, value, at))
        if len({each.name for each in settings}) < len(settings):
            raise BadArgument("set() names a column twice.", field="values")
        met = None if where is None else condition(asking, self.columns, where)
        return self._renewed(cursor, write, settings, met, self.columns)

    def add_column(self, cursor: Cursor, write: Write, name: str, value: str) -> Edited:
        """Add a column behind the others, with a value for each row.

        Raises:
            BadArgument: there is a column of that name.
            BadQuery: the value is no expression on the columns.
        """
        text = self._free(name)
        made = checked(self._store.engine.answering(), self.columns, value, "value")
        kind = type_named("text") if "NULL" in made.type.strip('"') else made.type
        _require_storable(text, kind)
        pairs = [(column.name, column.type) for column in self.columns]
        columns = Columns.of([*pairs, (text, kind)])
        setting = Setting(text, kind, made, len(columns) - 1)
        return self._rewritten(cursor, write, [setting], columns)

    def retype(self, cursor: Cursor, write: Write, name: str, kind: str) -> Edited:
        """Give a column another type, if that holds each of its values exactly.

        Raises:
            ValueDoesNotFit: it doesn't.
        """
        column = self.columns.named(name)
        asked = type_named(kind)
        if asked == column.type:
            return Edited(self.columns, self._grounds.pieces, 0, f"It is {asked} already.")
        columns = Columns.of(
            (each.name, asked if each is column else each.type) for each in self.columns
        )
        at = list(self.columns).index(column)
        value = Expression(quoted(self._names[at]), column.type, needs_all_rows=False)
        setting = Setting(self._names[at], asked, value, at)
        return self._rewritten(cursor, write, [setting], columns)

    def rename_column(self, name: str, new: str) -> Edited:
        """Give a column another name; no row is written.

        Raises:
            BadArgument: another column has the name.
        """
        column = self.columns.named(name)
        text = self._free(new, but=column)
        columns = Columns(
            Column(text, each.type, each.physical) if each is column else each
            for each in self.columns
        )
        return Edited(columns, self._grounds.pieces)

    def drop_column(self, name: str) -> Edited:
        """Leave out a column; no row is written.

        Raises:
            BadArgument: it is the only one.
        """
        column = self.columns.named(name)
        rest = [each for each in self.columns if each is not column]
        if not rest:
            raise BadArgument(f"{column.name!r} is the only column.", field="name")
        return Edited(Columns(rest), self._grounds.pieces)

    def _prefix(self, *expressions: Expression | None) -> str:
        return with_all_rows(self.everything, *expressions)

    def _renewed(
        self,
        cursor: Cursor,
        write: Write,
        settings: Sequence[Setting],
        met: Expression | None,
        columns: Columns,
    ) -> Edited:
        """Parts in which a value changes are written anew."""
        prefix = self._prefix(met, *(each.value for each in settings))

        def query(scans: Sequence[str]) -> Sql:
            return queries.changed_counts(prefix, scans, settings, met)

        with self._explained(cursor, prefix, settings, met):
            counts = self._asked(cursor, query, self._scans)
            made = tuple(
                write(queries.renewed(prefix, rows, (self._names, columns), settings, met), columns)
                if hits
                else piece
                for piece, rows, hits in zip(self._grounds.pieces, self._scans, counts, strict=True)
            )
        self._require_as_many(made)
        return Edited(columns, made, sum(counts))

    def _rewritten(
        self, cursor: Cursor, write: Write, settings: Sequence[Setting], columns: Columns
    ) -> Edited:
        """All parts are written anew."""
        prefix = self._prefix(*(each.value for each in settings))
        with self._explained(cursor, prefix, settings, None):
            made = tuple(
                write(
                    queries.renewed(prefix, rows, (self._names, columns), settings, None), columns
                )
                for rows in self._scans
            )
        self._require_as_many(made)
        return Edited(columns, made, self._grounds.row_count)

    def _require_as_many(self, made: Sequence[Piece | NewPart]) -> None:
        if [each.row_count for each in made] != [each.row_count for each in self._grounds.pieces]:
            raise BadQuery("The expression gives more or fewer values than there are rows.")

    def _asked(
        self, cursor: Cursor, query: Callable[[Sequence[str]], Sql], scans: Sequence[str]
    ) -> list[int]:
        """A number for each part, some parts at a time."""
        made = [0] * len(scans)
        for start in range(0, len(scans), _TOGETHER):
            some = scans[start : start + _TOGETHER]
            for row in rows_of(cursor, query(some)):
                made[start + int(str(row[0]))] = int(str(row[1]))
        return made

    @contextmanager
    def _explained(
        self, cursor: Cursor, prefix: str, settings: Sequence[Setting], met: Expression | None
    ) -> Iterator[None]:
        """Turn the mark of a value that doesn't fit into the sentence that names it."""
        try:
            yield
        except VaultError as error:
            if marked_column(error) is not None:
                self._refuse_unfit(cursor, prefix, settings, met)
            raise

    def _refuse_unfit(
        self, cursor: Cursor, prefix: str, settings: Sequence[Setting], met: Expression | None
    ) -> None:
        """Raise for the first value that its column doesn't hold, if there is one."""
        before = 0
        for piece, rows in zip(self._grounds.pieces, self._scans, strict=True):
            for each in settings:
                found = rows_of(cursor, queries.first_unheld(prefix, rows, each, met))
                if found:
                    number, text = before + int(str(found[0][0])), str(found[0][1])
                    raise ValueDoesNotFit(
                        f"{self._label}, row {number:,}: {shown(text)} in column {each.name!r} "
                        f"is not exactly held by {each.type}.",
                        hint="Round or cast it in the expression, or choose another type.",
                        field=each.name,
                    )
            before += piece.row_count

    def _free(self, name: object, *, but: Column | None = None) -> str:
        if not isinstance(name, str) or not name.strip():
            raise BadArgument("A column is named by text that is not empty.", field="name")
        for column in self.columns:
            if column is not but and name_key(column.name) == name_key(name):
                raise BadArgument(
                    f"There is a column {column.name!r} already.",
                    hint="Choose another name.",
                    field="name",
                )
        return name


def _pairs(values: object) -> list[tuple[str, str]]:
    if not isinstance(values, Mapping) or not values:
        raise BadArgument(
            "set() takes columns and their expressions.",
            hint='For example {"rating": "rating * 2"}.',
            field="values",
        )
    return list(values.items())


def _require_storable(name: str, kind: str) -> None:
    try:
        coding(kind)
    except Exception as error:
        raise CannotConvert(
            f"Column {name!r} would have the type {kind}, which can't be kept.",
            hint="Cast it in the expression.",
            field=name,
        ) from error
    if "UNION(" in kind:
        raise CannotConvert(
            f"Column {name!r} would hold unions, which can't be kept.",
            hint="Use to_json(…) in the expression.",
            field=name,
        )
