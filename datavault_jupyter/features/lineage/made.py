"""The rows of clones and merges: which parts they share, and what has to be written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datavault_jupyter.base.errors import BadArgument, DatasetDeleted
from datavault_jupyter.features.datasets.records import DatasetRecord, DatasetSource
from datavault_jupyter.features.imports.fitting import Differing
from datavault_jupyter.features.imports.records import Write
from datavault_jupyter.features.lineage import queries
from datavault_jupyter.features.lineage.edits import queries as edits
from datavault_jupyter.features.lineage.merging import (
    Ancestry,
    Duplicates,
    Folder,
    Merged,
    Merger,
    Piece,
    Side,
)
from datavault_jupyter.features.lineage.merging import (
    queries as merging,
)
from datavault_jupyter.features.lineage.merging.records import Bit
from datavault_jupyter.features.versions import queries as versions
from datavault_jupyter.features.versions.records import Version
from datavault_jupyter.storage import parts
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.engine import rows_of
from datavault_jupyter.storage.expressions import condition, with_all_rows
from datavault_jupyter.storage.parts import NewPart, scan
from datavault_jupyter.storage.sql import Sql
from datavault_jupyter.storage.store import Store

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor


@dataclass(frozen=True, slots=True)
class Source:
    """A version that others are made from, with its dataset."""

    record: DatasetRecord
    version: Version

    @property
    def label(self) -> str:
        """What sentences call it."""
        return f"{self.record.name} {self.version.number}"


@dataclass(frozen=True, slots=True)
class Joining:
    """How versions are merged.

    Attributes:
        key: Columns that say which row is which; none merges rows as a whole.
        duplicates: Whether a row that two sides added alike is there twice.
        differing: ``refuse`` names columns that differ, ``fill`` puts NULL where one is lacking.
    """

    key: tuple[str, ...] = ()
    duplicates: Duplicates = Duplicates.KEEP
    differing: Differing = Differing.REFUSE


@dataclass(frozen=True, slots=True)
class Naming:
    """What a version is called.

    Attributes:
        number: Its number; the next one when None.
        name: A name for people.
        description: What it is.
        tags: Words to find it by.
    """

    number: str | None = None
    name: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """What rows are made with.

    Attributes:
        cursor: One of `Engine.moving`.
        write: Writes one part from a query.
        scratch: A folder for steps between.
    """

    cursor: Cursor
    write: Write
    scratch: Path


@dataclass(frozen=True, slots=True)
class Made:
    """Rows that are ready to become a version.

    Attributes:
        columns: Their columns.
        listed: Keys of parts that are shared, in order.
        row_count: Rows in those.
        byte_count: Bytes of those.
        written: Parts that were written.
        notes: What the user should know.
        info: Counts for the version's facts.
    """

    columns: Columns
    listed: tuple[int, ...]
    row_count: int
    byte_count: int
    written: tuple[NewPart, ...] = ()
    notes: tuple[str, ...] = ()
    info: dict[str, Any] = field(default_factory=dict)

    def facts(self, written: Sequence[NewPart]) -> dict[str, int]:
        """Rows and bytes of the version."""
        return {
            "row_count": self.row_count + sum(part.row_count for part in written),
            "byte_count": self.byte_count + sum(part.byte_count for part in written),
        }


class Maker:
    """Makes the rows of clones and merges."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def shared(self, source: Source) -> Made:
        """The rows of a version, all of them: no row is read."""
        side = self._side(source.version.key, source.label)
        keys = tuple(piece.key for piece in side.pieces if piece.key is not None)
        return Made(side.columns, keys, side.row_count, _bytes(side.pieces))

    def copied(self, write: Write, source: Source, where: str) -> Made:
        """The rows of a version that meet a condition."""
        side = self._side(source.version.key, source.label)
        part = self._kept(write(self._chosen(side, where), side.columns))
        return Made(side.columns, (), 0, 0, part, (), {"where": where})

    def squashed(self, write: Write, source: Source) -> Made:
        """The rows of a version in one part, where it has several."""
        side = self._side(source.version.key, source.label)
        if len(side.pieces) < 2:
            return self.shared(source)
        bits = [Bit(piece, side.columns) for piece in side.pieces]
        query = Sql(merging.rows(bits, side.columns))
        return Made(side.columns, (), 0, 0, self._kept(write(query, side.columns)))

    def added(
        self, desk: Desk, sources: tuple[Source, Source], where: str, joining: Joining
    ) -> Made:
        """The rows of one version, and behind them those of another that meet a condition."""
        target, source = sources
        side = self._side(source.version.key, source.label)
        path = desk.scratch / "chosen.parquet"
        query = merging.laid_down(self._chosen(side, where).text, path)
        ((row_count,),) = rows_of(desk.cursor, query)
        chosen = Side(source.label, side.columns, (Piece("chosen", path, int(str(row_count))),))
        merger = Merger(desk.cursor, joining.key, joining.duplicates, joining.differing)
        merged = merger.merge(None, self._side(target.version.key, target.label), chosen)
        return self._written(desk.write, merged, joining, {"where": where})

    def merged(self, desk: Desk, sources: Sequence[Source], joining: Joining) -> Made:
        """The rows of several versions, merged in order."""
        labels = {each.version.key: each.label for each in sources}
        keys = list(labels)
        with self._store.catalog.read() as connection:
            family = Ancestry(queries.parents_above(connection, keys))
        folder = Folder(
            desk.cursor,
            Merger(desk.cursor, joining.key, joining.duplicates, joining.differing),
            family,
            lambda key: self._side(key, labels.get(key, "The common ancestor")),
            desk.scratch,
        )
        return self._written(desk.write, folder.fold(keys), joining, {})

    def _written(
        self, write: Write, merged: Merged, joining: Joining, info: dict[str, Any]
    ) -> Made:
        pieces = [bit.piece for bit in merged.listed]
        written: tuple[NewPart, ...] = ()
        if merged.rest is not None:
            written = self._kept(write(Sql(merged.rest), merged.columns))
        notes = (*merged.notes, *merged.counts.notes(has_key=bool(joining.key)))
        counts = {
            "conflict_count": merged.counts.conflict_count,
            "duplicate_count": merged.counts.duplicate_count,
            "removed_count": merged.counts.removed_count,
        }
        more = {"key": list(joining.key)} if joining.key else {}
        return Made(
            merged.columns,
            tuple(piece.key for piece in pieces if piece.key is not None),
            sum(piece.row_count for piece in pieces),
            _bytes(pieces),
            written,
            notes,
            {**info, **more, **counts},
        )

    def _kept(self, part: NewPart) -> tuple[NewPart, ...]:
        """A part, unless it has no rows: then it goes at once."""
        if part.row_count:
            return (part,)
        parts.discard(self._store, part)
        return ()

    def _chosen(self, side: Side, where: str) -> Sql:
        """The stored form of a side's rows that meet a condition."""
        met = condition(self._store.engine.answering(), side.columns, where)
        everything = scan(side.columns, [piece.path for piece in side.pieces])
        return edits.only(with_all_rows(everything, met), everything, side.columns, met)

    def _side(self, key: int, label: str) -> Side:
        with self._store.catalog.read() as connection:
            listed = versions.listed(connection, key)
            facts = versions.parts_of(connection, key)
        if listed is None:
            raise DatasetDeleted(f"{label} was deleted.")
        return Side(
            label,
            listed.columns,
            tuple(
                Piece(part.uid, self._store.path(part.path), part.row_count, fact.id,
                      fact.byte_count)
                for part, fact in zip(listed.parts, facts, strict=True)
            ),
        )  # fmt: skip


def _bytes(pieces: Sequence[Piece]) -> int:
    return sum(piece.byte_count for piece in pieces)


def require_several(sources: Sequence[Source]) -> None:
    """Refuse a merge of a version with itself.

    Raises:
        BadArgument: there are fewer than two.
    """
    if len(once(each.version.key for each in sources)) < 2:
        raise BadArgument("A merge takes two versions or more.", field="parents")


def source_of(sources: Sequence[Source]) -> DatasetSource:
    """Where the rows of all came from; those of a pipeline are exported from it."""
    found = {each.record.source for each in sources}
    only = next(iter(found))
    return DatasetSource.EXPORT if len(found) > 1 or only is DatasetSource.PIPELINE else only


def once(keys: Iterable[int]) -> list[int]:
    """Each key once, in order."""
    return list(dict.fromkeys(keys))
