"""Reading and querying datasets: use cases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base.errors import (
    BadArgument,
    BadQuery,
    DatasetNotFound,
    VaultError,
)
from datavault_jupyter.base.names import name_key
from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.sql.rows import Origin, Rows
from datavault_jupyter.storage import gate
from datavault_jupyter.storage.columns import sql_names
from datavault_jupyter.storage.foreign import translated
from datavault_jupyter.storage.sql import quoted
from datavault_jupyter.storage.store import Store

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

Params = Mapping[str, Any] | Sequence[Any] | None
THIS = "this"


@dataclass(frozen=True, slots=True)
class Beside:
    """A query that was written beside an open dataset.

    Attributes:
        rows: What it gives.
        cursor: What it runs on, which alone knows the names in it.
        read: The datasets it reads.
        says_this: Whether it calls the open one ``this``.
    """

    rows: Rows
    cursor: Cursor
    read: tuple[DatasetRecord, ...]
    says_this: bool


class SqlService:
    """Rows of datasets, by name or by SQL."""

    def __init__(self, store: Store, policy: Policy, datasets: DatasetService) -> None:
        self._store = store
        self._policy = policy
        self._datasets = datasets

    def rows(self, record: DatasetRecord, columns: Iterable[str] | None = None) -> Rows:
        """A dataset's rows in their order, all columns or some.

        Raises:
            BadArgument: a column that isn't there.
        """
        self._policy.require(Action.DATASET_VIEW, record.place)
        content = self._datasets.content(record)
        known = content.columns
        cursor = self._store.engine.answering()
        text = content.scan
        if columns is not None:
            by_name = dict(zip(known.names, sql_names(known.names), strict=True))
            picked = [quoted(by_name[column.name]) for column in known.only(columns)]
            text = f"SELECT {', '.join(picked)} FROM ({text})"
        with translated():
            return Rows(
                cursor.sql(text), cursor, self._datasets.explaining(record), Origin((record.path,))
            )

    def on_dataset(self, record: DatasetRecord, text: str, params: Params = None) -> Rows:
        """What a SELECT over one dataset gives, which it calls ``this`` (or by its name).

        Raises:
            BadQuery: no single SELECT, or it reads something else.
        """
        self._policy.require(Action.DATASET_VIEW, record.place)
        cursor = self._store.engine.answering()
        checked = gate.check(cursor, text)
        own = {name_key(THIS), name_key(record.name), record.id}
        for name in checked.tables:
            if name_key(name) in own:
                self._make_view(cursor, name, record)
            elif not checked.defines(name):
                raise BadQuery(
                    f"{name!r} is not this dataset.",
                    hint=f"Call it {THIS!r} here; vault.sql(…) reads several datasets.",
                )
        return self._rows(cursor, checked, params, [record])

    def query(self, text: str, params: Params = None, *, external: bool = False) -> Rows:
        """What a SELECT over datasets gives; they are named as ``vault[…]`` takes them.

        ``"reviews@1.0.0"`` or ``"reviews@gold"`` is a dataset at a version or tag.

        Args:
            text: One SELECT.
            params: Values for ``$name`` or ``?``.
            external: Let it read files and the network, too, on a connection of its own.

        Raises:
            DatasetNotFound: a name that is no dataset the actor may see.
            BadQuery: no single SELECT, or it reaches for files.
        """
        self._policy.visibility()
        engine = self._store.engine
        cursor = engine.private() if external else engine.answering()
        checked = gate.check(cursor, text, external=external)
        read: list[DatasetRecord] = []
        for name in checked.tables:
            record = self._datasets.find_at(name)
            if record is not None:
                self._make_view(cursor, name, record)
                read.append(record)
            elif not checked.defines(name) and not external:
                self._refuse(name)
        return self._rows(cursor, checked, params, read)

    def beside(self, record: DatasetRecord, text: str) -> Beside:
        """What a SELECT over datasets gives, in which ``this`` is one of them.

        Raises:
            DatasetNotFound: a name that is no dataset the actor may see.
            BadQuery: no single SELECT, or it reaches for files.
        """
        self._policy.require(Action.DATASET_VIEW, record.place)
        cursor = self._store.engine.answering()
        checked = gate.check(cursor, text)
        # The open dataset comes first also where another project has one of its name.
        own = {name_key(THIS), name_key(record.name), record.id}
        read: list[DatasetRecord] = []
        says_this = False
        for name in checked.tables:
            if checked.defines(name):
                continue
            found = record if name_key(name) in own else self._datasets.find_at(name)
            if found is None:
                self._refuse(name)
            else:
                self._make_view(cursor, name, found)
                read.append(found)
                says_this = says_this or name_key(name) == THIS
        return Beside(self._rows(cursor, checked, None, read), cursor, tuple(read), says_this)

    def _refuse(self, name: str) -> None:
        try:
            self._datasets.get(name)
        except DatasetNotFound as error:
            looks_like_file = "." in name or "/" in name
            hint = error.hint
            if looks_like_file:
                hint = f"{hint} Files are reached with external=True.".strip()
            raise DatasetNotFound(error.message, hint=hint) from None

    def _make_view(self, cursor: Cursor, name: str, record: DatasetRecord) -> None:
        content = self._datasets.content(record)
        with translated():
            cursor.execute(f"CREATE OR REPLACE TEMP VIEW {quoted(name)} AS {content.scan}")

    def _rows(
        self,
        cursor: Cursor,
        checked: gate.Checked,
        params: Params,
        read: Sequence[DatasetRecord],
    ) -> Rows:
        if isinstance(params, str):
            raise BadArgument("params is a list or a dict, not text.", field="params")
        bound = _plain(params)
        try:
            with translated():
                relation = cursor.sql(checked.text, params=bound or None)
        except BadQuery as error:
            raise _placed(cursor, checked.text, bound, error) from error.__cause__
        with translated():
            names = list(relation.columns)
            if (usable := sql_names(names)) != names:
                # By name alone, the second of two equal columns would be read as the first.
                aliases = ", ".join(map(quoted, usable))
                text = f"SELECT * FROM ({checked.text}\n) AS t({aliases})"
                relation = cursor.sql(text, params=bound or None)
        origin = Origin(tuple(record.path for record in read), checked.text)
        return Rows(relation, cursor, self._datasets.explaining(*read), origin)


_LINE = re.compile(r"^LINE (\d+)", re.MULTILINE)


def _placed(
    cursor: Cursor, text: str, bound: dict[str, Any] | list[Any], error: BadQuery
) -> BadQuery:
    """The same error with its line and a caret, which DuckDB's relations leave out."""
    if _LINE.search(error.message):
        return error
    try:
        with translated():
            # On a line of its own, so that the lines of the query stay as they are.
            cursor.execute(f"EXPLAIN\n{text}", bound or None)
    except BadQuery as found:
        if _LINE.search(found.message):
            message = _LINE.sub(lambda line: f"LINE {int(line[1]) - 1}", found.message)
            return BadQuery(message, hint=error.hint)
    except VaultError:
        pass
    return error


def _plain(params: Params) -> dict[str, Any] | list[Any]:
    """Parameters as DuckDB takes them."""
    if isinstance(params, Mapping):
        return {str(name): _bindable(value) for name, value in params.items()}
    return [_bindable(value) for value in params or ()]


def _bindable(value: Any) -> Any:
    """A number or a moment of numpy as Python's; DuckDB would bind nanoseconds as a number.

    Raises:
        BadArgument: the moment is finer than microseconds.
    """
    kind = getattr(getattr(value, "dtype", None), "kind", "")
    if not kind or getattr(value, "shape", None) != ():
        return value
    if kind in "Mm":
        micros = value.astype(f"{value.dtype.kind}8[us]")
        if micros.item() is not None and micros != value:
            raise BadArgument(f"{value} is finer than microseconds.", field="params")
        return micros.item()
    return value.item() if kind in "biuf" else value
