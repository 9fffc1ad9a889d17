"""Looking into a dataset before anything of it is imported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from datavault_jupyter.base.errors import BadFile
from datavault_jupyter.features.hub import queries, texts, viewer
from datavault_jupyter.features.hub.cache import Cache
from datavault_jupyter.features.hub.connecting import Line
from datavault_jupyter.features.hub.loading import (
    Found,
    cost,
    local_rows_as_text,
    notes_of,
    require_table,
    rows_as_text,
)
from datavault_jupyter.features.hub.parquets import Parquets
from datavault_jupyter.features.hub.records import (
    HubColumn,
    HubConfiguration,
    HubEstimate,
    HubFile,
    HubRows,
    HubSplit,
    HubSubset,
    HubWish,
)
from datavault_jupyter.features.hub.resolving import Resolved, Resolver, Table
from datavault_jupyter.features.hub.tables import (
    Selection,
    Shape,
    columns_of,
    require_condition,
    selected,
)
from datavault_jupyter.features.imports.records import Cancels
from datavault_jupyter.storage.engine import Engine, described

if TYPE_CHECKING:
    from collections.abc import Iterator

    from datavault_jupyter.storage.engine import Cursor

# More files than this are not opened for a look; then sizes and rows are as the card says.
_MOST_OPENED = 16
_MOST_ESTIMATED = 64
_CUT = 300
_MOST_TEXT = 600
Rows = tuple[tuple[str | None, ...], ...]


class Looker:
    """Answers what there is, for one question.

    Args:
        line: The way to the Hub.
        cache: What is kept of it.
        engine: Gives private instances.
        scratch: A folder of our own.
        cancels: Runs a block during which the question can be withdrawn.
    """

    def __init__(
        self, line: Line, cache: Cache, engine: Engine, scratch: Path, cancels: Cancels
    ) -> None:
        self._line = line
        self._cache = cache
        self._engine = engine
        self._scratch = scratch
        self._cancels = cancels
        self._resolver = Resolver(line, cache)

    def configuration(
        self, repo_id: str, revision: str | None, subset: str | None, row_count: int
    ) -> HubConfiguration:
        """What there is at a commit."""
        dataset = self._resolver.resolve(repo_id, revision)
        table = self._resolver.table(dataset, subset)
        names = self._resolver.tables(dataset)
        chosen = table.name if table else None
        default = self._resolver.default(dataset, names)
        made = HubConfiguration(
            repo_id=dataset.repo_id,
            revision=dataset.revision,
            sha=dataset.sha,
            committed_at=dataset.committed_at,
            description=dataset.description[:_MOST_TEXT],
            licence=dataset.card.licence,
            gate=dataset.gate,
            is_private=dataset.is_private,
            subsets=tuple(HubSubset(each, each == default) for each in names),
            subset=chosen,
            splits=(),
            columns=(),
            files=(),
            format=table.format if table else "",
            is_converted=table.is_converted if table else False,
            suggested_name=dataset.repo_id.rpartition("/")[2],
            url=f"{self._line.settings.endpoint}/datasets/{dataset.repo_id}",
        )
        return self._with_table(made, dataset, table, row_count) if table else made

    def _with_table(
        self, made: HubConfiguration, dataset: Resolved, table: Table, row_count: int
    ) -> HubConfiguration:
        found = Found(dataset, table, selected(HubWish(dataset.repo_id), table))
        is_parquet = table.format == "parquet"
        look = self._parquet_columns if is_parquet else self._text_columns
        columns, rows, counts, notes = look(found, row_count)
        known = {**self._told_rows(found, counts), **counts}
        splits = tuple(
            HubSplit(
                name,
                known.get(name),
                sum(each.byte_count for each in files),
                len(files),
                name in table.partial,
            )
            for name, files in table.splits.items()
        )
        files = tuple(
            HubFile(file.path, split, file.byte_count, file.sha256) for split, file in table.files
        )
        notes = [*notes, *(each.message for each in notes_of(found))]
        return replace(
            made,
            splits=splits,
            columns=columns,
            files=files,
            first_rows=rows,
            notes=tuple(notes),
        )

    def _told_rows(self, found: Found, counted: Mapping[str, int]) -> dict[str, int]:
        """Rows as the card or the viewer says them, where the files don't."""
        if set(counted) >= set(found.table.splits):
            return {}
        told = found.dataset.card.row_counts(found.table.name)
        if set(told) >= set(found.table.splits):
            return told
        sha = found.dataset.sha
        return {
            **viewer.row_counts(self._line, found.dataset.repo_id, sha, found.table.name),
            **told,
        }

    @contextmanager
    def _opened(self, found: Found) -> Iterator[Parquets]:
        files = [file for _, file in found.table.files]
        fetcher = self._resolver.fetcher(found.dataset.repo_id, found.table.sha)
        with (
            Parquets(
                self._engine,
                found.dataset.repo_id,
                found.table.sha,
                fetcher,
                files=files,
                folders=[self._scratch],
            ) as opened,
            self._cancels(opened.interrupt),
        ):
            yield opened

    def _parquet_columns(
        self, found: Found, row_count: int
    ) -> tuple[tuple[HubColumn, ...], Rows, dict[str, int], list[str]]:
        files = found.table.files
        notes = []
        with self._opened(found) as opened:
            split, first = files[0]
            footer = opened.footer(first)
            shape = footer.shape(found.declared)
            plain = Selection((split,), None, None, None, None)
            everything = queries.shaped(
                queries.scan(opened.place(first)), shape.expressions, list(shape.types)
            )
            kinds = opened.described(first, everything)
            counts: dict[str, int] = {}
            sizes: dict[str, int] | None = None
            if len(files) <= _MOST_OPENED:
                opened.fetch_footers([file for _, file in files])
                sizes = {}
                for name, file in files:
                    other = opened.footer(file)
                    counts[name] = counts.get(name, 0) + other.row_count
                    for column, size in other.byte_counts().items():
                        sizes[column] = sizes.get(column, 0) + size
            for name, digits in footer.too_long.items():
                notes.append(f"Column {name!r} has decimals of {digits} digits: it is left out.")
            rows: Rows = ()
            names = [each for each in shape.chosen(plain) if each not in footer.too_long]
            if row_count and names:
                query = queries.shaped(
                    queries.scan(opened.place(first)), shape.expressions, names, limit=row_count
                )
                rows = cut(rows_as_text(opened, first, query)[1])
        return columns_of(shape, kinds, sizes, footer.too_long), rows, counts, notes

    def _text_columns(
        self, found: Found, row_count: int
    ) -> tuple[tuple[HubColumn, ...], Rows, dict[str, int], list[str]]:
        plain = replace(found, selection=replace(found.selection, split_column=None))
        made = self._text_look(plain, row_count)
        if made is None:
            note = "Its columns are told after the import: the files can't be read in part."
            return (), (), {}, [note]
        columns, rows = made
        return columns, rows, {}, []

    def _text_look(self, found: Found, row_count: int) -> tuple[tuple[HubColumn, ...], Rows] | None:
        """Columns and first rows of the first file's beginning; None where that tells nothing."""
        _, first = found.files[0]
        fetcher = self._resolver.fetcher(found.dataset.repo_id, found.table.sha)
        head = texts.head_of(fetcher, first, found.table.format, self._scratch)
        if head is None:
            return None
        is_cut = head.stat().st_size != first.byte_count
        try:
            return self._head_look(found, head, row_count)
        except BadFile:
            if is_cut:
                return None  # where it was cut may be the middle of a quoted text
            raise

    def _head_look(
        self, found: Found, head: Path, row_count: int
    ) -> tuple[tuple[HubColumn, ...], Rows]:
        _, first = found.files[0]
        options, _ = texts.options_of(found.table.options, found.table.format)
        cursor = self._engine.moving()
        with self._cancels(cursor.interrupt):
            split = found.files[0][0]
            reading = texts.Reading(
                cursor,
                options,
                found.declared,
                replace(found.selection, limit=row_count),
                self._scratch,
            )
            whole = texts.Reading(
                cursor,
                options,
                found.declared,
                Selection((split,), None, None, 0, None),
                self._scratch,
            )
            text = texts.Text(split, first, head)
            shape, kinds = whole.shape(text)
            pieces, _, _ = reading.pieces([text])
            rows = _rows_of_piece(cursor, pieces[0].source, row_count)
        return columns_of(shape, kinds, None), rows

    def preview(self, wish: HubWish, row_count: int) -> HubRows:
        """The first rows of what would be imported."""
        found = self._found(wish)
        most = row_count if wish.limit is None else min(wish.limit, row_count)
        selection = replace(found.selection, limit=most)
        found = replace(found, selection=selection)
        if found.table.format != "parquet":
            made = self._text_look(found, most)
            if made is None:
                raise BadFile(
                    "The first rows can't be shown: these files can't be read in part.",
                    hint="Import them; a limit on the rows is kept.",
                )
            columns, rows = made
            return HubRows(_picked(columns, found, rows), rows)
        with self._opened(found) as opened:
            split, file = found.files[0]
            shape = opened.footer(file).shape(found.declared)
            query = opened.query(file, shape, selection, split=split, limit=most)
            kinds, made_rows = rows_as_text(opened, file, query)
        known = {each.name: each for each in columns_of(shape, {**shape.types, **kinds}, None)}
        columns = tuple(known.get(name) or HubColumn(name, kind) for name, kind in kinds.items())
        return HubRows(columns, cut(made_rows))

    def _found(self, wish: HubWish) -> Found:
        cursor = self._engine.moving()
        require_condition(cursor, wish.where)
        dataset = self._resolver.resolve(wish.repo_id, wish.revision)
        table = require_table(self._resolver, dataset, wish.subset)
        return Found(dataset, table, selected(replace(wish, repo_id=dataset.repo_id), table))

    def estimate(self, wish: HubWish) -> HubEstimate:
        """Bytes and rows of an import."""
        found = self._found(wish)
        files = found.files
        size = sum(file.byte_count for _, file in files)
        if found.table.format != "parquet" or len(files) > _MOST_ESTIMATED:
            told = self._told_rows(found, {})
            counts = [told.get(each) for each in found.selection.splits]
            rows = sum(each or 0 for each in counts) if None not in counts else None
            if wish.where is not None:
                rows = None
            elif wish.limit is not None and rows is not None:
                rows = min(rows, wish.limit)
            # Of text, the beginning is enough for a limit; how much that is isn't known before.
            is_exact = found.table.format != "parquet" and wish.limit is None
            return HubEstimate(rows, size, None, len(files), is_exact)
        with self._opened(found) as opened:
            if wish.limit is None:
                opened.fetch_footers([file for _, file in files])
            bytes_, row_count = cost(opened, found)
            shape = opened.footer(files[0][1]).shape(found.declared)
            columns = len(shape.chosen(found.selection))
        has_rows = wish.where is None
        return HubEstimate(
            row_count if has_rows else None, bytes_, columns, len(files), is_exact=has_rows
        )


def cut(rows: Sequence[Sequence[str | None]]) -> Rows:
    """Values short enough for a table."""
    return tuple(
        tuple(each if each is None or len(each) <= _CUT else each[:_CUT] + "…" for each in row)
        for row in rows
    )


def _rows_of_piece(cursor: Cursor, source: str, row_count: int) -> Rows:
    query = queries.first(source, row_count)
    kinds = dict(described(cursor, query))
    return cut(local_rows_as_text(cursor, kinds, query))


def _picked(columns: Sequence[HubColumn], found: Found, rows: Rows) -> tuple[HubColumn, ...]:
    del rows
    known = {each.name: each for each in columns}
    shape = Shape({each.name: each.type for each in columns}, found.declared)
    names = shape.chosen(found.selection)
    return tuple(known.get(name) or HubColumn(name, "VARCHAR") for name in names)
