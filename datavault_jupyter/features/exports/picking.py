"""From a source to the query that is written: some of its rows and columns, in some order."""

from __future__ import annotations

from datavault_jupyter.base.errors import BadArgument, BadQuery, VaultError
from datavault_jupyter.features.exports.records import ExportRows, ExportWish
from datavault_jupyter.features.exports.sources import Source
from datavault_jupyter.storage import gate
from datavault_jupyter.storage.columns import Columns, sql_names
from datavault_jupyter.storage.engine import Engine, rows_of
from datavault_jupyter.storage.filters import Compiler, joined
from datavault_jupyter.storage.foreign import translated
from datavault_jupyter.storage.parts import scan
from datavault_jupyter.storage.sql import Sql, quoted


class Picker:
    """Makes the queries of exports.

    Args:
        engine: Checks conditions on its locked instance before anything runs.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def query(self, source: Source, picked: Columns, wish: ExportWish) -> Sql:
        """The rows and columns that are wanted.

        Raises:
            BadQuery: the condition is none on the source's columns.
            BadArgument: the view speaks of what the source doesn't have.
        """
        if wish.rows is None:
            return self._whole(source, picked, wish.where)
        return self._view(source, picked, wish.rows)

    def _whole(self, source: Source, picked: Columns, where: str | None) -> Sql:
        known = source.columns
        names = dict(zip(known.names, sql_names(known.names), strict=True))
        chosen = ", ".join(quoted(names[column.name]) for column in picked)
        if where is None:
            return Sql(f"SELECT {chosen} FROM ({source.scan})")
        self._check_condition(known, where)
        # By name, since the condition may speak of the dataset again.
        whole = f"WITH this AS ({source.scan})"
        return Sql(f"{whole} SELECT {chosen} FROM this WHERE ({where}\n)")

    def _view(self, source: Source, picked: Columns, rows: ExportRows) -> Sql:
        """The rows that a view's filter and search keep, in its order."""
        known = source.columns
        names = dict(zip(known.names, sql_names(known.names), strict=True))
        compiler = Compiler(known, lambda each: quoted(names[each.name]), self._fits)
        # Unlike any column, so that it can stand beside them: equal rows keep the stored order.
        place = quoted("row ".ljust(2 + max(map(len, names.values()), default=0), "·"))
        kept = [compiler.where(rows.filter)] if rows.filter else []
        if rows.search:
            kept.append(compiler.search(rows.search, rows.search_columns))
        chosen = ", ".join(quoted(names[each.name]) for each in picked)
        numbered = f", row_number() OVER () AS {place}" if rows.sorts else ""
        made = Sql(f"SELECT {chosen} FROM (SELECT *{numbered} FROM ({source.scan})) WHERE")
        made += joined(kept, "and")
        return made + Sql(f"ORDER BY {compiler.order(rows.sorts, place)}") if rows.sorts else made

    def _fits(self, text: str, kind: str) -> bool:
        """Whether a text is a value of a type."""
        asked = Sql(f"SELECT TRY_CAST(? AS {kind}) IS NOT NULL", (text,))
        return bool(rows_of(self._engine.answering(), asked)[0][0])

    def _check_condition(self, known: Columns, where: str) -> None:
        """Bind the condition on the locked instance first: it may reach nothing but its columns."""
        if not str(where).strip():
            raise BadArgument("where= is a condition in SQL.", hint='For example "rating >= 4".')
        cursor = self._engine.answering()
        # Alone between brackets it must be one value: a text that closes the bracket to add rows
        # or clauses of its own is no SQL in this place.
        gate.check(cursor, f"SELECT ({where}\n) FROM this")
        checked = gate.check(cursor, f"SELECT * FROM this WHERE ({where}\n)")
        if checked.tables != ("this",):
            raise BadQuery("where= can speak of this dataset's columns only.")
        try:
            with translated():
                cursor.execute(f"CREATE OR REPLACE TEMP VIEW this AS {scan(known, [])}")
                cursor.execute(f"SELECT * FROM this WHERE ({where}\n)").fetchall()
        except VaultError as error:
            raise BadQuery(error.message, hint="where= is a condition in SQL.") from error
