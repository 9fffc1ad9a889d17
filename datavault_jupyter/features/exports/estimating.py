"""How much an export would be: rows are counted, bytes guessed from the first of them."""

from __future__ import annotations

import io
import zlib
from contextlib import closing
from typing import Any

from datavault_jupyter.features.datasets.records import DatasetRecord
from datavault_jupyter.features.exports import queries
from datavault_jupyter.features.exports.files import sizes
from datavault_jupyter.features.exports.queries import Field
from datavault_jupyter.features.exports.records import ExportFormat, ExportSubject, ExportWish
from datavault_jupyter.features.exports.service import Cancels, ExportService
from datavault_jupyter.features.exports.wire import ExportEstimate
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.engine import rows_of
from datavault_jupyter.storage.foreign import translated
from datavault_jupyter.storage.running import stoppable
from datavault_jupyter.storage.sql import Sql
from datavault_jupyter.storage.store import Store

_LOOKED_AT = 2_000


class Estimates:
    """Looks at what would be exported, and writes nothing.

    Args:
        store: The vault.
        service: Knows what an export reads; it also asks for permission.
    """

    def __init__(self, store: Store, service: ExportService) -> None:
        self._store = store
        self._service = service

    def file_columns(self, columns: Columns) -> tuple[str, ...]:
        """The columns whose files an archive can hold."""
        pairs = [(each.name, each.type) for each in columns if "sha256" in each.type]
        if not pairs:
            return ()  # without a need for DuckDB
        fields = queries.fields_of(self._store.engine.answering(), pairs)
        return tuple(each.name for each in fields if queries.holds_files(each.kind))

    def of(self, record: DatasetRecord, wish: ExportWish, cancels: Cancels) -> ExportEstimate:
        """How many rows a wish gives, and how large its file becomes, about.

        Raises:
            BadArgument: the wish speaks of what the dataset doesn't have.
        """
        engine, sources = self._store.engine, self._service.sources
        is_rows = wish.subject is ExportSubject.ROWS
        with (
            closing(engine.answering() if is_rows else engine.moving()) as cursor,
            cancels(cursor.interrupt),
            sources.open(record, wish, cursor, is_glance=is_rows) as source,
        ):
            picked = source.columns.only(wish.columns)
            query = self._service.picker.query(source, picked, wish)
            fields = queries.fields_of(cursor, [(each.name, each.type) for each in picked])
            row_count = int(rows_of(cursor, queries.count_of(query))[0][0])
            looked_at = min(row_count, _LOOKED_AT)
            first = queries.first_of(query, looked_at)
            size = _size(cursor, first, fields, wish.format) if looked_at else 0
            file_count, file_bytes = 0, 0
            if wish.format.is_archive and wish.has_files:
                file_count, file_bytes = sizes(cursor, query, fields)
        rows = round(size * row_count / looked_at) if looked_at else 0
        return ExportEstimate(row_count, rows + file_bytes, file_count)


def _size(cursor: Any, query: Sql, fields: list[Field], form: ExportFormat) -> int:
    """The bytes that some rows take in a file."""
    if form in queries.TYPED:
        return _typed_size(cursor, query, fields, form)
    if form.inner is ExportFormat.CSV:
        lines = queries.csv_rows(query, fields, guard=False)
    else:
        lines = queries.json_rows(query, fields)
    ((text,),) = rows_of(cursor, queries.joined_lines(lines, len(fields), form.inner))
    whole = (text or "").encode()
    return len(zlib.compress(whole)) if form.is_archive else len(whole)


def _typed_size(cursor: Any, query: Sql, fields: list[Field], form: ExportFormat) -> int:
    rows = queries.typed_rows(query, fields, form, decimals=frozenset())

    def work() -> int:
        import pyarrow as pa
        import pyarrow.parquet as pq

        table = cursor.sql(rows.text, params=list(rows.params)).to_arrow_table()
        sink = io.BytesIO()
        if form is ExportFormat.PARQUET:
            pq.write_table(table, sink, compression="zstd")
        else:
            with pa.ipc.new_file(sink, table.schema) as writer:
                writer.write_table(table)
        return sink.tell()

    with translated():
        return stoppable(cursor, work)
