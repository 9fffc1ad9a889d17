"""Tables in the memory of the answering instance: copies of datasets, and rows in order.

Each has a key that says what it holds, since what it was made of never changes. The ones used
longest ago are dropped when a budget is exceeded, never one that a query is reading.
"""

from __future__ import annotations

import itertools
import threading
import time
import weakref
from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from datavault_jupyter.base.errors import VaultError
from datavault_jupyter.features.content import queries
from datavault_jupyter.storage.engine import MEMORY, Engine, rows_of
from datavault_jupyter.storage.sql import quoted

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

    # Fills a table that must be made: is given a cursor and the table's name for SQL.
    Fill = Callable[[Cursor, str], None]

_numbers = itertools.count()
# A copy takes both cores for a second: headers, which are asked for one after another, go first.
_QUIET_S = 0.3
_MOST_PATIENCE_S = 4.0
# How often a copy that has begun gives way; then it is finished, whoever waits.
_MOST_YIELDS = 3


@dataclass
class Table:
    """A table in memory.

    Attributes:
        name: As SQL names it.
        row_count: How many rows it has.
        byte_count: What it takes, roughly.
    """

    name: str
    row_count: int
    byte_count: int
    generation: int
    reader_count: int = 0
    used_at: float = 0.0


class Tables:
    """Tables by what they hold.

    Args:
        engine: In whose answering instance they are.
        budget: How many bytes they may take together, asked when one is added.
    """

    def __init__(self, engine: Engine, budget: Callable[[], int]) -> None:
        self._engine = engine
        self.budget = budget
        self._lock = threading.Lock()
        self._tables: dict[Hashable, Table] = {}
        self._makers: weakref.WeakValueDictionary[Hashable, threading.Lock] = (
            weakref.WeakValueDictionary()
        )

    @contextmanager
    def making(self, key: Hashable) -> Iterator[None]:
        """While a table may be made; who wants the same one waits, and finds it there."""
        with self._lock:
            maker = self._makers.get(key)
            if maker is None:
                maker = self._makers[key] = threading.Lock()
        with maker:
            yield

    @contextmanager
    def reading(self, key: Hashable) -> Iterator[Table | None]:
        """The table of a key while it is read, or None where there is none."""
        with self._lock:
            table = self._tables.get(key)
            if table is not None and table.generation != self._engine.generation:
                self._tables.clear()  # they went with the instance they were in
                table = None
            if table is not None:
                table.reader_count += 1
                table.used_at = time.monotonic()
        try:
            yield table
        finally:
            if table is not None:
                with self._lock:
                    table.reader_count -= 1

    def has(self, key: Hashable) -> bool:
        """Whether there is one."""
        with self.reading(key) as table:
            return table is not None

    def make(self, key: Hashable, cursor: Cursor, fill: Fill, *, row_bytes: int) -> None:
        """Make a table, unless it is there; another thread may make the same meanwhile.

        Args:
            key: What it holds.
            cursor: Of the answering instance.
            fill: Makes it under the name it is given.
            row_bytes: What a row takes, for the budget.
        """
        if self.has(key):
            return
        generation, budget = self._engine.generation, self.budget()
        name = f"{MEMORY}.main.{quoted(f't{next(_numbers)}')}"
        fill(cursor, name)
        ((count,),) = rows_of(cursor, queries.size(name))
        table = Table(name, int(count), int(count) * row_bytes, generation, 0, time.monotonic())
        with self._lock:
            surplus = [name] if key in self._tables else []
            self._tables.setdefault(key, table)
            surplus += self._beyond(budget)
        _drop(cursor, surplus)

    def _beyond(self, budget: int) -> list[str]:
        """Take out what is too much, oldest first; the newest stays whatever its size."""
        dropped = []
        total = sum(table.byte_count for table in self._tables.values())
        oldest_first = sorted(self._tables.items(), key=lambda entry: entry[1].used_at)
        for key, table in oldest_first[:-1]:
            if total <= budget:
                break
            if table.reader_count == 0:
                total -= table.byte_count
                del self._tables[key]
                dropped.append(table.name)
        return dropped

    def drop(self, key: Hashable) -> None:
        """Drop a table that nobody wants any more; who is reading it reads on."""
        with self._lock:
            table = self._tables.pop(key, None)
        if table is None or table.generation != self._engine.generation:
            return
        cursor = self._engine.answering()
        try:
            _drop(cursor, [table.name])
        finally:
            cursor.close()

    def drop_idle(self, seconds: float) -> bool:
        """Drop what nobody has read for so long; whether any table is left."""
        limit, generation = time.monotonic() - seconds, self._engine.generation
        with self._lock:
            idle = {
                key: table
                for key, table in self._tables.items()
                if table.generation != generation
                or (table.used_at < limit and table.reader_count == 0)
            }
            for key in idle:
                del self._tables[key]
            is_left = bool(self._tables)
        names = [table.name for table in idle.values() if table.generation == generation]
        if names:
            cursor = self._engine.answering()
            try:
                _drop(cursor, names)
            finally:
                cursor.close()
        return is_left


def _drop(cursor: Cursor, names: list[str]) -> None:
    for name in names:
        rows_of(cursor, queries.drop(name))


class Worker:
    """Makes tables in the background, one at a time; the newest wish of a kind wins.

    Args:
        tables: What to look after: idle tables are dropped.
        idle_s: After how many seconds without a reader.
    """

    def __init__(self, tables: tuple[Tables, ...], idle_s: float = 300.0) -> None:
        self._tables = tables
        self._idle_s = idle_s
        self._condition = threading.Condition()
        self._wishes: dict[str, tuple[Hashable, Callable[[Cursor], None]]] = {}
        self._current: tuple[str, Hashable, Cursor, Callable[[Cursor], None]] | None = None
        self._yields: Counter[Hashable] = Counter()
        self._engine: Engine | None = None
        self._thread: threading.Thread | None = None
        self._asking = 0
        self._quiet_at = 0.0

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Somebody waits for an answer during the block: nothing goes on that would slow it."""
        with self._condition:
            self._asking += 1
            self._give_way()
        try:
            yield
        finally:
            with self._condition:
                self._asking -= 1
                self._quiet_at = time.monotonic() + _QUIET_S

    def _give_way(self) -> None:
        """Break a copy off, to begin anew when it is quiet: beside it, a sort takes seconds."""
        if self._current is None:
            return
        kind, key, cursor, work = self._current
        if kind != "copy" or kind in self._wishes or self._yields[key] >= _MOST_YIELDS:
            return
        self._yields[key] += 1
        self._wishes[kind] = (key, work)
        cursor.interrupt()

    def _await_quiet(self) -> None:
        """Wait until nobody has asked for a moment, but not for ever."""
        last = time.monotonic() + _MOST_PATIENCE_S
        while (left := last - time.monotonic()) > 0:
            pause = _QUIET_S if self._asking else self._quiet_at - time.monotonic()
            if pause <= 0:
                return
            self._condition.wait(min(pause, left))

    def wish(
        self, engine: Engine, kind: str, key: Hashable, work: Callable[[Cursor], None]
    ) -> None:
        """Have something done soon; an older wish of the same kind is given up."""
        with self._condition:
            self._engine = engine
            if self._current is not None and self._current[0] == kind:
                if self._current[1] == key:
                    return
                self._current[2].interrupt()
            self._wishes[kind] = (key, work)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(
                    target=self._run, name="datavault-content", daemon=True
                )
                self._thread.start()
            self._condition.notify()

    def wait(self, timeout: float) -> bool:
        """Wait until nothing is wished for; whether that came to pass in so many seconds."""
        with self._condition:
            return self._condition.wait_for(
                lambda: not self._wishes and self._current is None, timeout
            )

    def _run(self) -> None:
        while self._next():
            pass

    def _next(self) -> bool:
        with self._condition:
            if not self._wishes:
                self._condition.wait(self._idle_s / 4)
            if not self._wishes:
                return self._tidy()
            self._await_quiet()
            kind = next(iter(self._wishes))
            key, work = self._wishes.pop(kind)
            try:
                cursor = self._engine.answering() if self._engine else None
            except VaultError:
                cursor = None
            if cursor is None:
                self._wishes.clear()
                self._condition.notify_all()
                return False
            self._current = (kind, key, cursor, work)
        try:
            work(cursor)
        except VaultError:
            pass  # stopped, closed or out of memory: views do without, from the parts
        finally:
            with self._condition:
                self._current = None
                self._condition.notify_all()
            cursor.close()
        return True

    def _tidy(self) -> bool:
        """Drop what is idle; False, and the thread ends, where nothing is left."""
        try:
            left = [tables.drop_idle(self._idle_s) for tables in self._tables]
        except VaultError:
            left = []
        if not any(left):
            self._thread = None
            self._yields.clear()
            return False
        return True
