"""Datasets for a grid, and pages as plain Python rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import duckdb
import pyarrow as pa
import pytest
import sqlalchemy as sa

from datavault_jupyter import Dataset, Vault
from datavault_jupyter.features.content.records import NO_QUERY, ContentQuery
from datavault_jupyter.features.content.service import ContentService
from datavault_jupyter.storage.tables import part, version_part


@pytest.fixture
def content(vault: Vault) -> ContentService:
    return vault._services.content


@pytest.fixture
def made(vault: Vault) -> Callable[..., Dataset]:
    """Make a dataset of what queries give: one part for each."""

    def make(*queries: str, name: str = "rows") -> Dataset:
        first, *others = [
            vault.import_frame(duckdb.connect().sql(query), name=name if at == 0 else f"{name}{at}")
            for at, query in enumerate(queries)
        ]
        return join_parts(vault, first, others)

    return make


def join_parts(vault: Vault, first: Dataset, others: Sequence[Dataset]) -> Dataset:
    """Append the parts of other datasets with the same columns, as a later import would."""
    service = vault._services
    with service.store.catalog.write() as connection:
        head = service.datasets.get(first.id).head_key
        for position, other in enumerate(others, start=1):
            key = service.datasets.get(other.id).head_key
            (part_id,) = connection.scalars(
                sa.select(version_part.c.part_id).where(version_part.c.version_id == key)
            )
            connection.execute(
                sa.insert(version_part).values(version_id=head, position=position, part_id=part_id)
            )
        assert connection.scalar(sa.select(sa.func.count()).select_from(part))
    return first


def rows_of(
    content: ContentService,
    dataset: Dataset,
    query: ContentQuery = NO_QUERY,
    columns: Sequence[str] | None = None,
    *,
    offset: int = 0,
    limit: int = 1_000,
) -> list[tuple[Any, ...]]:
    """A page as rows: the id, then the values."""
    record = content.record(dataset.id)
    names = [each.name for each in content.describe(record).columns] if columns is None else columns
    page = content.page(record, query, columns=names, offset=offset, limit=limit)
    table = pa.ipc.open_stream(page.rows).read_all()
    assert table.num_rows == page.row_count
    return [
        tuple(row) for row in zip(*(column.to_pylist() for column in table.columns), strict=True)
    ]
