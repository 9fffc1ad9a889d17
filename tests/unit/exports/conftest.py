from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest

from datavault_jupyter.features.exports.records import Written
from datavault_jupyter.features.exports.writing import format_of, write_file
from datavault_jupyter.storage.sql import Sql


@dataclass
class Exporter:
    """Writes values given as SQL, in a folder of its own."""

    connection: duckdb.DuckDBPyConnection
    folder: Path

    def __call__(
        self,
        columns: Sequence[tuple[str, str]],
        rows: str,
        file: str,
        format: str | None = None,  # noqa: A002
        **options: Any,
    ) -> Written:
        """Export rows such as ``(1, 'a'), (2, 'b')``; none where the text is empty."""
        types = [kind for _, kind in columns]
        casts = ", ".join(f"CAST(c{i} AS {kind}) AS q{i}" for i, kind in enumerate(types))
        names = ", ".join(f"c{i}" for i in range(len(types)))
        values = rows or f"({', '.join('NULL' for _ in types)})"
        text = f"SELECT {casts} FROM (VALUES {values}) AS t({names})"
        return self.query(columns, text if rows else f"{text} WHERE false", file, format, **options)

    def query(
        self,
        columns: Sequence[tuple[str, str]],
        text: str,
        file: str,
        format: str | None = None,  # noqa: A002
        *,
        params: tuple[Any, ...] = (),
        **options: Any,
    ) -> Written:
        path = self.folder / file
        cursor = self.connection.cursor()
        # Nothing may depend on the zone of a session, which a cursor doesn't take from its parent.
        cursor.execute("SET TimeZone = 'Asia/Kolkata'")
        return write_file(
            cursor,
            Sql(text, params),
            columns,
            path,
            format_of(path, format),
            **options,
        )

    def text(self, file: str) -> str:
        return (self.folder / file).read_bytes().decode()

    def left(self) -> list[str]:
        """All that is in the folder, hidden files too."""
        return sorted(str(each.relative_to(self.folder)) for each in self.folder.rglob("*"))


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect()
    # DuckDB 2.0 can lock itself up when a COPY that writes asynchronously is broken off.
    connection.execute("SET async_threads = 0")
    yield connection
    connection.close()


@pytest.fixture
def export(connection: duckdb.DuckDBPyConnection, tmp_path: Path) -> Exporter:
    return Exporter(connection, tmp_path)
