"""What the state of a dataset allows to whoever changes its rows."""

from __future__ import annotations

from datavault_jupyter.base.errors import DatasetDeleted, Refused
from datavault_jupyter.features.datasets import queries
from datavault_jupyter.features.datasets.records import (
    DatasetRecord,
    DatasetSource,
    DatasetStatus,
)
from datavault_jupyter.storage.catalog import Connection


def present(connection: Connection, record: DatasetRecord) -> DatasetRecord:
    """A dataset as it is in this transaction.

    Raises:
        DatasetDeleted: it is gone.
    """
    found = queries.by_key(connection, record.key)
    if found is None or found.id != record.id:
        raise DatasetDeleted(f"The dataset {record.name!r} was deleted.")
    return found


def require_writable(record: DatasetRecord) -> None:
    """Refuse to change what is orphaned or read-only.

    Raises:
        Refused: it is.
    """
    if record.status is DatasetStatus.ORPHANED:
        raise Refused(
            f"{record.name!r} is orphaned: its pipeline was deleted, so it is read-only.",
            hint="Export it, and import the file to go on with it.",
        )
    if record.is_read_only:
        raise Refused(f"{record.name!r} is read-only.", hint="Make it writable first.")


def require_growable(record: DatasetRecord, way_out: str) -> None:
    """Refuse to change the rows of what is read-only, or whose rows come from a pipeline.

    Args:
        record: The dataset.
        way_out: What can be done instead with a pipeline's dataset.

    Raises:
        Refused: it is.
    """
    require_writable(record)
    if record.source is DatasetSource.PIPELINE:
        raise Refused(f"The rows of {record.name!r} come from its pipeline.", hint=way_out)
