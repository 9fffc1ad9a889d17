"""Parts as files, for merges that need no vault."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from datavault_jupyter.features.lineage.merging import Merged, Merger, Piece, Side
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.parts import scan
from datavault_jupyter.storage.sql import quoted

Row = tuple[Any, ...]
Part = tuple[Row, ...]
TWO = Columns.of([("id", "INTEGER"), ("text", "VARCHAR")])


class Parts:
    """Writes parts, one file for each list of rows it is given."""

    def __init__(self, folder: Path) -> None:
        self.cursor = duckdb.connect()
        self.folder = folder
        self._numbers = itertools.count(1)

    def part(self, rows: Sequence[Row], columns: Columns = TWO) -> Piece:
        number = next(self._numbers)
        path = self.folder / f"{number}.parquet"
        names = ", ".join(quoted(column.physical) for column in columns)
        kinds = ", ".join(f"{quoted(each.physical)} {each.type}" for each in columns)
        self.cursor.execute(f"CREATE OR REPLACE TABLE made ({kinds})")
        if rows:
            marks = ", ".join("?" for _ in columns)
            self.cursor.executemany(f"INSERT INTO made VALUES ({marks})", [list(r) for r in rows])
        self.cursor.execute(f"COPY (SELECT {names} FROM made) TO '{path}' (FORMAT parquet)")
        return Piece(f"p{number}", path, len(rows), number, 1)

    def side(self, label: str, pieces: Sequence[Piece], columns: Columns = TWO) -> Side:
        return Side(label, columns, tuple(pieces))

    def rows(self, merged: Merged) -> list[Row]:
        """The rows of a merge as a version would have them."""
        paths = [bit.piece.path for bit in merged.listed]
        assert all(bit.piece.key is not None for bit in merged.listed)
        if merged.rest is not None:
            path = self.folder / f"rest-{next(self._numbers)}.parquet"
            self.cursor.execute(f"COPY ({merged.rest}) TO '{path}' (FORMAT parquet)")
            paths.append(path)
        return self.cursor.execute(scan(merged.columns, paths)).fetchall()

    def merger(self, *given: Any, **more: Any) -> Merger:
        return Merger(self.cursor, *given, **more)
