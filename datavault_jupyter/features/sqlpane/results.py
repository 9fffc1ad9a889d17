"""Results of queries, in memory: one for each pane, dropped with it.

They lie in tables of the answering instance, which writes what doesn't fit to its scratch folder.
Rows that were read once stay the same however the datasets change meanwhile.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from datavault_jupyter.base.errors import NotEnoughMemory
from datavault_jupyter.base.ids import new_id
from datavault_jupyter.features.content import queries
from datavault_jupyter.features.content.memory import Table, Tables
from datavault_jupyter.features.content.views import MemoryLimit
from datavault_jupyter.features.sqlpane.records import ResultRecord
from datavault_jupyter.storage.engine import rows_of

if TYPE_CHECKING:
    from datavault_jupyter.features.content.memory import Fill
    from datavault_jupyter.storage.engine import Cursor, Engine

PREFIX = "res"
_SHARE = 4
_IDLE_S = 3_600.0
# What a value takes, about: only the order in which old results give way depends on it.
_VALUE_BYTES = 16


class Results:
    """The results somebody looks at.

    Args:
        engine: In whose answering instance they are.
    """

    def __init__(self, engine: Engine) -> None:
        limit = MemoryLimit(engine)
        self._tables = Tables(engine, lambda: limit() // _SHARE)
        self._engine = engine
        self._lock = threading.Lock()
        self._panes: dict[str, str] = {}
        self._known: dict[str, ResultRecord] = {}

    def begin(self, pane: str) -> str:
        """The id of a pane's next result; the one before is dropped."""
        self.close(pane)
        self._tables.drop_idle(_IDLE_S)
        uid = new_id(PREFIX)
        with self._lock:
            # Those of views that went without a word give way to others in time.
            gone = [each for each in self._known if not self._tables.has(each)]
            for each in gone:
                del self._known[each]
            self._panes = {name: kept for name, kept in self._panes.items() if kept not in gone}
            self._panes[pane] = uid
        return uid

    def make(self, uid: str, cursor: Cursor, fill: Fill, column_count: int) -> Table:
        """The table of a result, filled; nothing is left of one that was stopped on the way.

        Raises:
            NotEnoughMemory: others that are read at the moment leave no room.
        """
        names: list[str] = []

        def filled(cursor: Cursor, name: str) -> None:
            names.append(name)
            fill(cursor, name)

        try:
            self._tables.make(uid, cursor, filled, row_bytes=_VALUE_BYTES * max(1, column_count))
        except BaseException:
            # On another cursor: whoever stopped this one may still be at it.
            fresh = self._engine.answering()
            for name in names:
                rows_of(fresh, queries.drop(name))
            fresh.close()
            raise
        with self._tables.reading(uid) as table:
            if table is None:
                raise NotEnoughMemory(
                    "The result did not fit beside those that are being read.",
                    hint="Run it again.",
                )
            return table

    def keep(self, pane: str, record: ResultRecord) -> bool:
        """Let a result be found; False where its pane was closed or has a newer one."""
        with self._lock:
            is_wanted = self._panes.get(pane) == record.id
            if is_wanted:
                self._known[record.id] = record
        if not is_wanted:
            self._tables.drop(record.id)
        return is_wanted

    def find(self, uid: str) -> ResultRecord | None:
        """The result with an id; None where there is none any more."""
        with self._lock:
            found = self._known.get(uid)
        return found if found is not None and self._tables.has(uid) else None

    def close(self, pane: str) -> None:
        """Drop what a pane shows."""
        with self._lock:
            uid = self._panes.pop(pane, None)
            if uid is not None:
                self._known.pop(uid, None)
        if uid is not None:
            self._tables.drop(uid)
