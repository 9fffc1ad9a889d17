"""Parquet on the Hub, read by DuckDB piece by piece: no more than the wanted columns and rows."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, cast

from datavault_jupyter.base.errors import BadFile, HubCorrupt, VaultError
from datavault_jupyter.features.hub import queries
from datavault_jupyter.features.hub.features import Feature, from_parquet, label_error
from datavault_jupyter.features.hub.fetching import Fetcher, RemoteFile
from datavault_jupyter.features.hub.filesystem import HubFiles, address, mount
from datavault_jupyter.features.hub.pieces import Piece
from datavault_jupyter.features.hub.tables import NULL, Selection, Shape
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.engine import Engine, described, rows_of
from datavault_jupyter.storage.sql import Sql

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

_MOST_DIGITS = 38
# From this share of a file on, it is fetched whole: one stream, and its digest can be checked.
_MOST_IN_PIECES = 0.6


@dataclass(frozen=True, slots=True)
class Footer:
    """A Parquet file's own table of contents.

    Attributes:
        types: Its columns, in their order.
        features: What was declared of them.
        groups: Rows of each group, and the bytes of each column in it.
        too_long: Columns with decimals of more digits than can be kept.
    """

    types: Mapping[str, str]
    features: Mapping[str, Feature]
    groups: tuple[tuple[int, Mapping[str, int]], ...]
    too_long: Mapping[str, int]

    @property
    def row_count(self) -> int:
        """All its rows."""
        return sum(rows for rows, _ in self.groups)

    def byte_counts(self) -> dict[str, int]:
        """What each column takes."""
        return {name: self.cost([name], None)[0] for name in self.types}

    def cost(self, names: Sequence[str], limit: int | None) -> tuple[int, int]:
        """Bytes of some columns, and the rows that come with them, up to a limit of rows."""
        size = rows = 0
        for count, sizes in self.groups:
            if limit is not None and rows >= limit:
                break
            rows += count
            size += sum(sizes.get(name, 0) for name in names)
        return size, rows if limit is None else min(rows, limit)

    def shape(self, features: Mapping[str, Feature]) -> Shape:
        """Its columns with what was declared, by the file itself or else by the card."""
        return Shape(self.types, self.features or features)


class _Interruptible:
    """A connection whose interrupt also ends what it waits for: bytes on their way."""

    def __init__(self, connection: Cursor, stop: Callable[[], None]) -> None:
        self._connection = connection
        self._stop = stop

    def execute(self, *query: Any) -> Cursor:
        """Run a statement."""
        return self._connection.execute(*query)

    def interrupt(self) -> None:
        """Stop it."""
        self._stop()
        self._connection.interrupt()


class Parquets:
    """Parquet files of one commit, open for reading; of one use case, and closed with it.

    Args:
        engine: Gives a private instance.
        repo_id: The dataset.
        sha: The commit.
        fetcher: Fetches its files.
        files: The files.
        folders: Where pieces may be staged, and where whole files lie.
    """

    def __init__(
        self,
        engine: Engine,
        repo_id: str,
        sha: str,
        fetcher: Fetcher,
        *,
        files: Sequence[RemoteFile],
        folders: Sequence[Path],
    ) -> None:
        self._places = {each.path: address(repo_id, sha, each.path) for each in files}
        self._fetcher = fetcher
        self._footers: dict[str, Footer] = {}
        self._files = HubFiles({self._places[each.path]: (fetcher, each) for each in files})
        self._connection = engine.private()
        self._asked = cast("Cursor", _Interruptible(self._connection, fetcher.stop))
        mount(self._connection, self._files, [f"{each}{os.sep}" for each in folders])

    def __enter__(self) -> Self:
        """The files themselves; they are closed at the end of the block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the private instance."""
        self._connection.close()

    def interrupt(self) -> None:
        """Stop what runs."""
        self._connection.interrupt()

    def place(self, file: RemoteFile) -> str:
        """How SQL names a file."""
        return self._places[file.path]

    def rows(self, file: RemoteFile, query: Sql) -> list[tuple[Any, ...]]:
        """Run a query over a file.

        Raises:
            HubError: the file can't be had, or is damaged.
        """
        try:
            return rows_of(self._asked, query)
        except VaultError as error:
            raise self._told(file, error) from None

    def described(self, file: RemoteFile, query: Sql) -> dict[str, str]:
        """Names and types that a query over a file would give."""
        try:
            return dict(described(self._asked, query))
        except VaultError as error:
            raise self._told(file, error) from None

    def _told(self, file: RemoteFile, error: VaultError) -> VaultError:
        """Why it really failed: DuckDB only knows that something in Python did."""
        failure = self._files.failure()
        if failure is not None:
            return failure
        told = label_error(error, file.path)
        if told is not None:
            return told
        if error.code in ("data_file_corrupt", "storage_fault", "cannot_convert"):
            return HubCorrupt(f"{file.path} is damaged or no Parquet file.")
        return error

    def fetch_footers(self, files: Sequence[RemoteFile]) -> None:
        """Fetch the tables of contents of several files at once: one by one takes long."""
        self._fetcher.footers([each for each in files if each.path not in self._footers])

    def footer(self, file: RemoteFile) -> Footer:
        """A file's table of contents; fetched once."""
        if file.path not in self._footers:
            self._footers[file.path] = self._read_footer(file)
        return self._footers[file.path]

    def _read_footer(self, file: RemoteFile) -> Footer:
        place = self._places[file.path]
        types = self.described(file, queries.everything(place))
        told = self.rows(file, queries.declared(place))
        found: dict[int, tuple[int, dict[str, int]]] = {}
        for group, rows, path, size in self.rows(file, queries.groups(place)):
            _, sizes = found.setdefault(int(group), (int(rows), {}))
            name = _top(str(path), types)
            sizes[name] = sizes.get(name, 0) + int(size)
        digits = self.rows(file, queries.precisions(place))
        return Footer(
            types,
            from_parquet(str(told[0][0])) if told else {},
            tuple(found[each] for each in sorted(found)),
            {str(name): int(many) for name, many in digits if int(many) > _MOST_DIGITS},
        )

    def query(
        self,
        file: RemoteFile,
        shape: Shape,
        selection: Selection,
        *,
        split: str,
        limit: int | None,
        place: str | None = None,
    ) -> Sql:
        """The wanted rows and columns of a file.

        Raises:
            BadFile: a column holds what can't be kept exactly.
        """
        names = shape.chosen(selection)
        for name, digits in self.footer(file).too_long.items():
            if name in names or name not in shape.types:
                raise BadFile(
                    f"{file.path}: column {name!r} has decimals of {digits} digits; "
                    f"{_MOST_DIGITS} can be kept exactly.",
                    hint="Choose other columns with columns=.",
                    field=name,
                )
        return queries.shaped(
            queries.scan(place or self._places[file.path]),
            shape.with_split(selection, split),
            names,
            where=selection.where,
            limit=limit,
        )

    def is_whole(self, file: RemoteFile, shape: Shape, selection: Selection) -> bool:
        """Whether so much of a file is wanted that all of it is fetched."""
        footer = self.footer(file)
        limit = selection.limit if selection.where is None else None
        size, _ = footer.cost(shape.fetched(selection), limit)
        return size >= _MOST_IN_PIECES * file.byte_count

    def stage(
        self,
        file: RemoteFile,
        shape: Shape,
        selection: Selection,
        *,
        split: str,
        limit: int | None,
        target: Path,
    ) -> tuple[Piece, int]:
        """The wanted rows of a file on this machine, and how many they are up to the limit."""
        is_whole = self.is_whole(file, shape, selection)
        whole = self._fetcher.whole(file) if is_whole else None
        place = str(whole) if whole is not None else None
        query = self.query(file, shape, selection, split=split, limit=limit, place=place)
        columns = Columns.of(self.described(file, query).items())
        empty = frozenset(name for name, kind in shape.types.items() if kind == NULL)
        if whole is not None and limit is None and selection.where is None:
            # It is here already: written once more, it would take twice as long.
            return Piece(file.path, f"({query.text})", columns, empty), 0
        ((count,),) = self.rows(file, queries.stage(query, columns, target))
        return Piece(file.path, queries.staged(target, columns), columns, empty), int(count)


def _top(path: str, names: Mapping[str, str]) -> str:
    """The column that a path into a nested one begins with."""
    if path in names:
        return path
    return max((each for each in names if path.startswith(f"{each}, ")), key=len, default=path)
