"""Files of a test that are imported together."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from datavault_jupyter.base.errors import VaultError
from datavault_jupyter.features.imports import stacking
from datavault_jupyter.features.imports.gathering import gather
from datavault_jupyter.features.imports.records import Loaded, Options
from datavault_jupyter.features.imports.stacking.batches import Kind, batches
from datavault_jupyter.storage import parts
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.parts import NewPart
from datavault_jupyter.storage.sql import Sql

Bench = Any


class Stack:
    """Files of one test, in the order in which they are written."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.paths: list[Path] = []
        self.encodings: dict[str, str] = {}

    def add(self, name: str, content: str | bytes) -> None:
        (self.bench.folder / name).parent.mkdir(parents=True, exist_ok=True)
        self.paths.append(self.bench.write(name, content))

    def parquet(self, name: str, table: pa.Table) -> None:
        sink = io.BytesIO()
        pq.write_table(table, sink)
        self.add(name, sink.getvalue())

    def load(self, file_column: str | None = None, **options: Any) -> Loaded:
        cursor = self.bench.store.engine.moving()

        def write(query: Sql, columns: Columns) -> NewPart:
            return parts.write(self.bench.store, cursor, query, columns, dataset_uid="dst_x")

        with tempfile.TemporaryDirectory(dir=self.bench.folder) as scratch:
            found = gather(self.paths, scratch=Path(scratch))
            loaded = stacking.load(
                cursor,
                found.members,
                Options(**options),
                write,
                Path(scratch),
                file_column=file_column,
            )
        json.dumps(loaded.source_info)
        assert len({note.message for note in loaded.notes}) == len(loaded.notes)
        return loaded

    def table(self, file_column: str | None = None, **options: Any) -> tuple[Any, Any]:
        loaded = self.load(file_column, **options)
        kinds = {column.name: column.type for column in loaded.columns}
        return kinds, self.bench.rows(loaded)

    def kinds(self, **options: Any) -> list[Kind]:
        """How the files would be read."""
        with tempfile.TemporaryDirectory(dir=self.bench.folder) as scratch:
            members = gather(self.paths, scratch=Path(scratch)).members
            cursor = self.bench.store.engine.moving()
            return [
                batch.kind for batch in batches(cursor, members, Options(**options), Path(scratch))
            ]

    def refused(self, file_column: str | None = None, **options: Any) -> VaultError:
        with pytest.raises(VaultError) as caught:
            self.load(file_column, **options)
        assert "\n" not in caught.value.message
        return caught.value
