"""Rows for tasks out of whatever people have: dicts, frames, datasets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.dataset import Dataset

_AT_ONCE = 10_000


def rows_of(given: Any) -> Iterable[Mapping[str, Any]]:
    """Rows as dicts.

    Raises:
        BadArgument: it holds no rows.
    """
    rows = given.rows() if isinstance(given, Dataset) else given
    if hasattr(rows, "__arrow_c_stream__"):
        return _of_stream(rows)
    if isinstance(rows, str | bytes | Mapping) or not isinstance(rows, Iterable):
        raise BadArgument(
            f"Tasks are made of rows; {type(given).__name__} has none.",
            hint="Pass a list of dicts, a frame or a dataset; vault.import_file(…) reads files.",
        )
    return rows


def _of_stream(stream: Any) -> Iterator[Mapping[str, Any]]:
    import pyarrow as pa

    for batch in pa.RecordBatchReader.from_stream(stream):
        for start in range(0, batch.num_rows, _AT_ONCE):
            yield from batch.slice(start, _AT_ONCE).to_pylist()
