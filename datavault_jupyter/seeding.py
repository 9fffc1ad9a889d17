"""Rows for tasks out of whatever people have: dicts, frames, datasets."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sized
from typing import TYPE_CHECKING, Any

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.dataset import Dataset
from datavault_jupyter.growing import wish_of
from datavault_jupyter.version import DatasetVersion

if TYPE_CHECKING:
    from datavault_jupyter.features.pipelines.seeds.wire import SeedSource
    from datavault_jupyter.services import Services

_AT_ONCE = 10_000


def rows_of(services: Services, given: Any) -> Iterable[Mapping[str, Any]]:
    """Rows as dicts: of a list, a frame, a dataset, or a file by its path.

    Raises:
        BadArgument: it holds no rows.
        BadFile: the file can't be read exactly as it is.
    """
    if isinstance(given, str | os.PathLike):
        return services.imports.rows(wish_of(given, {}))
    rows: Any = given.rows() if isinstance(given, Dataset | DatasetVersion) else given
    if hasattr(rows, "__arrow_c_stream__"):
        return _of_stream(rows)
    if isinstance(rows, bytes | Mapping) or not isinstance(rows, Iterable):
        raise BadArgument(
            f"Tasks are made of rows; {type(given).__name__} has none.",
            hint="Pass a list of dicts, a frame, a dataset or the path of a file.",
        )
    made: Iterable[Mapping[str, Any]] = rows
    return made


def read(services: Services, source: SeedSource) -> tuple[Iterable[Mapping[str, Any]], int | None]:
    """The rows a panel was pointed at, and how many there are where that is known.

    Raises:
        BadArgument: there is no such source.
        BadFile: the file can't be read exactly as it is.
    """
    if source.kind == "dataset":
        dataset = Dataset(services, services.datasets.get(source.value))
        return rows_of(services, dataset), dataset.row_count
    if source.kind == "file":
        return rows_of(services, source.value), None
    try:
        given = services.given_rows[source.value]
    except KeyError:
        raise BadArgument(
            "The rows that were given to this panel are gone.", hint="Run the cell again."
        ) from None
    return rows_of(services, given), len(given) if isinstance(given, Sized) else None


def _of_stream(stream: Any) -> Iterator[Mapping[str, Any]]:
    import pyarrow as pa

    for batch in pa.RecordBatchReader.from_stream(stream):
        for start in range(0, batch.num_rows, _AT_ONCE):
            yield from batch.slice(start, _AT_ONCE).to_pylist()
