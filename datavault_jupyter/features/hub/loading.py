"""From a wish to rows: resolve, fetch what is needed, stage it, write it as a dataset's part."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datavault_jupyter.base.errors import BadFile, DataFileCorrupt, HubCorrupt, VaultError
from datavault_jupyter.features.hub import features, queries, texts
from datavault_jupyter.features.hub.cache import Cache
from datavault_jupyter.features.hub.connecting import Line
from datavault_jupyter.features.hub.features import Feature
from datavault_jupyter.features.hub.fetching import RemoteFile
from datavault_jupyter.features.hub.parquets import Parquets
from datavault_jupyter.features.hub.pieces import Piece, merged
from datavault_jupyter.features.hub.records import HubWish
from datavault_jupyter.features.hub.resolving import Resolved, Resolver, Table, left_aside
from datavault_jupyter.features.hub.tables import (
    Selection,
    Shape,
    require_condition,
    selected,
)
from datavault_jupyter.features.imports.records import Cancels, Loaded, Note, Write
from datavault_jupyter.storage.engine import Engine, rows_of
from datavault_jupyter.storage.sql import Sql

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

Report = Callable[[float], None]
_MOST_FOOTERS = 64
# How much of text files is fetched first when few rows are wanted; from some size on, all.
_FIRST_BYTES = 1 << 20
_LONG_ROW = 256
_MOST_IN_PIECES = 64_000_000


@dataclass(frozen=True, slots=True)
class Found:
    """A dataset, one of its tables, and what is wanted of it."""

    dataset: Resolved
    table: Table
    selection: Selection

    @property
    def files(self) -> list[tuple[str, RemoteFile]]:
        """The files of the wanted splits, with these, in order."""
        wanted = self.selection.splits
        return [(split, file) for split in wanted for file in self.table.splits[split]]

    @property
    def declared(self) -> Mapping[str, Feature]:
        """What the card declares of the columns."""
        return features.from_card(self.dataset.card.info(self.table.name).get("features"))


class Progress:
    """Bytes that arrived, as a share of those expected."""

    def __init__(self, expected: int, report: Report) -> None:
        self._expected = max(expected, 1)
        self._report = report
        self._arrived = 0
        self._lock = threading.Lock()

    def add(self, count: int) -> None:
        """Some more arrived."""
        with self._lock:
            self._arrived += count
            # Reported within the lock: else a thread that is overtaken tells less than was told.
            self._report(min(self._arrived / self._expected, 1.0))


class Loader:
    """Brings the rows of one wish in; gives a `Loaded` as importing wants it.

    Args:
        line: The way to the Hub.
        cache: What is kept of it.
        engine: Gives private instances.
        cancels: Runs a block during which the import can be stopped.
        report: Called with the share that was fetched.
    """

    def __init__(
        self,
        line: Line,
        cache: Cache,
        engine: Engine,
        *,
        cancels: Cancels = nullcontext,
        report: Report = lambda _share: None,
    ) -> None:
        self._resolver = Resolver(line, cache)
        self._cache = cache
        self._engine = engine
        self._cancels = cancels
        self._report = report
        self._shapes: list[Shape] = []

    def load(
        self, wish: HubWish, asked: str | None, cursor: Cursor, write: Write, scratch: Path
    ) -> Loaded:
        """Bring the rows in.

        Args:
            wish: What is wanted.
            asked: The revision that the user named, where the wish names its commit.
            cursor: Of the engine that moves data.
            write: Writes the part.
            scratch: A folder of our own.
        """
        require_condition(cursor, wish.where)
        found = self.find(wish)
        fetcher = self._resolver.fetcher(found.dataset.repo_id, found.table.sha)
        stage = self._parquet if found.table.format == "parquet" else self._text
        pieces, notes, checked = stage(found, fetcher, cursor, scratch)
        notes = [*notes, *notes_of(found)]
        limit = found.selection.limit
        label = found.dataset.repo_id
        try:
            loaded = merged(cursor, label, pieces, write, limit=limit, notes=notes)
        except DataFileCorrupt:
            raise HubCorrupt(f"A file of {label} is damaged on the Hub.", hint="") from None
        except VaultError as error:
            bad = features.label_error(error, label)
            if bad is not None:
                raise bad from None
            raise
        info = told(found, asked, fetcher.byte_count, checked)
        self._cache.fit()
        return replace(loaded, source_info={**info, **_labels(loaded, self._shapes)})

    def find(self, wish: HubWish) -> Found:
        """What the wish is about.

        Raises:
            HubChoice: one of several tables has to be named.
        """
        dataset = self._resolver.resolve(wish.repo_id, wish.revision)
        table = require_table(self._resolver, dataset, wish.subset)
        return Found(dataset, table, selected(replace(wish, repo_id=dataset.repo_id), table))

    def _parquet(
        self, found: Found, fetcher: Any, cursor: Cursor, scratch: Path
    ) -> tuple[list[Piece], list[Note], set[str]]:
        del cursor
        files = found.files
        with (
            Parquets(
                self._engine,
                found.dataset.repo_id,
                found.table.sha,
                fetcher,
                files=[file for _, file in files],
                folders=[scratch, self._cache.folder],
            ) as opened,
            self._cancels(opened.interrupt),
        ):
            left = found.selection.limit
            fetcher.on_bytes = Progress(expected(opened, found), self._report).add
            pieces: list[Piece] = []
            whole = set()
            for number, (split, file) in enumerate(files):
                if left == 0 and pieces:
                    break
                shape = opened.footer(file).shape(found.declared)
                self._shapes.append(shape)
                target = scratch / f"piece-{number:05}.parquet"
                piece, count = opened.stage(
                    file, shape, found.selection, split=split, limit=left, target=target
                )
                if opened.is_whole(file, shape, found.selection):
                    whole.add(file.path)
                pieces.append(piece)
                left = None if left is None else left - count
        return pieces, _units(self._shapes, pieces), whole

    def _text(
        self, found: Found, fetcher: Any, cursor: Cursor, scratch: Path
    ) -> tuple[list[Piece], list[Note], set[str]]:
        options, notes = texts.options_of(found.table.options, found.table.format)
        reading = texts.Reading(cursor, options, found.declared, found.selection, scratch)
        limit = found.selection.limit if found.selection.where is None else None
        size = sum(file.byte_count for _, file in found.files)
        most = None if limit is None else max(_FIRST_BYTES, limit * _LONG_ROW)
        while True:
            fetcher.on_bytes = Progress(size if most is None else most, self._report).add
            here, has_more = texts.fetched(fetcher, found.files, scratch, most)
            made = _few(reading, here) if has_more else reading.pieces(here)
            if made is not None and (not has_more or made[2] >= (limit or 0)):
                break
            # It grows until there are rows enough, or no quoted text is cut.
            most = None if most is None or most > _MOST_IN_PIECES else most * 8
        pieces, more, _ = made
        names = {name: "" for piece in pieces for name in piece.columns.names}
        self._shapes.append(Shape(names, found.declared))
        return pieces, [*notes, *more], {each.file.path for each in here if not each.is_cut}


def _few(
    reading: texts.Reading, here: Sequence[texts.Text]
) -> tuple[list[Piece], list[Note], int] | None:
    """Rows of files of which the last was cut; None where the cut went through a quoted text."""
    try:
        return reading.pieces(here)
    except BadFile:
        return None


def require_table(resolver: Resolver, dataset: Resolved, subset: str | None) -> Table:
    """The table that is meant.

    Raises:
        HubChoice: one of several has to be named.
    """
    table = resolver.table(dataset, subset)
    if table is None:
        from datavault_jupyter.base.errors import HubChoice

        names = resolver.tables(dataset)
        raise HubChoice(
            f"{dataset.repo_id} has {len(names)} subsets, and none of them is the default.",
            hint=f"Choose one with subset=: {', '.join(names[:20])}.",
            field="subset",
        )
    return table


def expected(opened: Parquets, found: Found) -> int:
    """Bytes that an import will fetch, at most; for its progress, so it may cost little."""
    files = [file for _, file in found.files]
    if len(files) > _MOST_FOOTERS or (found.selection.where and found.selection.limit):
        return sum(each.byte_count for each in files)
    if found.selection.limit is None:
        opened.fetch_footers(files)
    return cost(opened, found)[0]


def cost(opened: Parquets, found: Found) -> tuple[int, int]:
    """Bytes and rows of an import, reckoned from the files' own tables of contents."""
    left = found.selection.limit
    size = rows = 0
    for _, file in found.files:
        if left is not None and left <= 0:
            break
        shape = opened.footer(file).shape(found.declared)
        limit = left if found.selection.where is None else None
        if opened.is_whole(file, shape, found.selection):
            more, count = file.byte_count, opened.footer(file).cost([], limit)[1]
        else:
            more, count = opened.footer(file).cost(shape.fetched(found.selection), limit)
        size, rows = size + more, rows + count
        if left is not None and found.selection.where is None:
            left -= count
    return size, rows


def notes_of(found: Found) -> list[Note]:
    """What the user should know of where the rows come from."""
    notes = []
    aside = left_aside(found.dataset, found.table)
    if aside:
        more = f" and {len(aside) - 1} more are" if len(aside) > 1 else " is"
        notes.append(Note(f"{aside[0]}{more} in no split, by name, and left out."))
    if found.table.is_converted:
        notes.append(Note("Read from the Parquet copy that the Hub keeps of this dataset."))
    cut = [split for split in found.selection.splits if split in found.table.partial]
    notes += [Note(f"Split {each!r} is partial: the Hub's copy was cut at 5 GB.") for each in cut]
    return notes


def _units(shapes: Sequence[Shape], pieces: Sequence[Piece]) -> list[Note]:
    wanted = {name for piece in pieces for name in piece.columns.names}
    units = {
        name: shape.feature(name).unit
        for shape in shapes
        for name in shape.types
        if name in wanted and shape.feature(name).unit
    }
    return [
        Note(f"Column {name!r} holds durations as whole {unit}.", name)
        for name, unit in units.items()
    ]


def _labels(loaded: Loaded, shapes: Sequence[Shape]) -> dict[str, Any]:
    """The names of all classes, in the order of their numbers: also of those no row has."""
    found = {
        name: list(shape.feature(name).shown_labels)
        for shape in shapes
        for name in shape.types
        if name in loaded.columns.names and shape.feature(name).shown_labels
    }
    return {"labels": found} if found else {}


def told(found: Found, asked: str | None, fetched: int, checked: set[str]) -> dict[str, Any]:
    """Where the rows came from, ready for JSON; nothing that could give a token away."""
    dataset, table, selection = found.dataset, found.table, found.selection
    facts = dataset.card.facts
    card = {
        key: facts[key]
        for key in ("license", "language", "pretty_name", "task_categories", "size_categories")
        if isinstance(facts.get(key), (str, list))
    }
    return {
        "kind": "huggingface",
        "repo_id": dataset.repo_id,
        "subset": table.name,
        "splits": list(selection.splits),
        "revision": asked or dataset.revision,
        "sha": dataset.sha,
        "committed_at": dataset.committed_at.isoformat() if dataset.committed_at else None,
        "is_converted": table.is_converted,
        "files_sha": table.sha,
        "format": table.format,
        "files": [
            {
                "path": file.path,
                "split": split,
                "byte_count": file.byte_count,
                "sha256": file.sha256,
                "blob_id": file.blob_id,
                "is_checked": file.path in checked,
            }
            for split, file in found.files
        ],
        "byte_count": sum(file.byte_count for _, file in found.files),
        "fetched_byte_count": fetched,
        "wanted_columns": list(selection.columns) if selection.columns is not None else None,
        "where": selection.where,
        "limit": selection.limit,
        "licence": dataset.card.licence,
        "card": card,
    }


def rows_as_text(
    opened: Parquets, file: RemoteFile, query: Sql
) -> tuple[dict[str, str], list[tuple[str | None, ...]]]:
    """The types of a query over a file, and its rows as text."""
    kinds = opened.described(file, query)
    shown = queries.as_text(query, list(kinds), list(kinds.values()))
    return kinds, [tuple(row) for row in opened.rows(file, shown)]


def local_rows_as_text(
    cursor: Cursor, kinds: Mapping[str, str], query: Sql
) -> list[tuple[str | None, ...]]:
    """Rows of a query over what is here, as text."""
    shown = queries.as_text(query, list(kinds), list(kinds.values()))
    return [tuple(row) for row in rows_of(cursor, shown)]
