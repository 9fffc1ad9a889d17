"""Rows of a file that only pass through: read as an import reads them, stored nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from datavault_jupyter.base.ids import new_id
from datavault_jupyter.features.imports.readers import FileReader, Wish
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.engine import rows_of
from datavault_jupyter.storage.foreign import translated
from datavault_jupyter.storage.parts import NewPart, scan, to_file
from datavault_jupyter.storage.sql import Sql
from datavault_jupyter.storage.store import Store

_AT_ONCE = 10_000


def passing(store: Store, wish: Wish, scratch: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file, one after another.

    Args:
        store: Whose engine reads it.
        wish: Which file, and how it is read.
        scratch: A folder of our own, which stays until the last row is out.

    Raises:
        BadFile: the file can't be read exactly as it is.
    """
    with closing(store.engine.moving()) as cursor:
        staged: list[Path] = []

        def write(query: Sql, columns: Columns) -> NewPart:
            path = scratch / f"{new_id('prt')}.parquet"
            with translated():
                ((count,),) = rows_of(cursor, to_file(query, path))
            staged.append(path)
            return NewPart(path.stem, str(path), int(count), path.stat().st_size, "", columns)

        loaded = FileReader(wish).load(cursor, write, scratch)
        with translated():
            reader = cursor.sql(scan(loaded.columns, staged)).to_arrow_reader(_AT_ONCE)
            for batch in reader:
                yield from batch.to_pylist()
