"""A dataset as still HTML and plain text: what is left of a display when its kernel is gone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from datavault_jupyter.base.clock import now
from datavault_jupyter.base.errors import DatasetDeleted, VaultError
from datavault_jupyter.display import html
from datavault_jupyter.features.datasets import view as listing_view
from datavault_jupyter.features.lineage import view as versions_view
from datavault_jupyter.features.sql import view as rows_view

if TYPE_CHECKING:
    from datavault_jupyter.dataset import Dataset
    from datavault_jupyter.features.datasets.records import DatasetRecord

_KEPT_OUT = "Its rows are kept out of this notebook: run the cell to see them."


def of_dataset(dataset: Dataset, *, keep_rows: bool | None) -> dict[str, str]:
    """Name, facts and first rows; a display never raises.

    Args:
        dataset: Which.
        keep_rows: Whether rows may be in it; None is what the vault has decided.
    """
    try:
        record = dataset._record  # noqa: SLF001 - the dataset's own picture
        kept = dataset._services.settings.keep_rows if keep_rows is None else keep_rows  # noqa: SLF001
        if not kept:
            return _pictured(record, f"Dataset {record.name!r}", _KEPT_OUT, foot=_KEPT_OUT)
        sample = dataset.rows().sample
        sample = replace(sample, names=dataset.columns[: len(sample.names)])
    except DatasetDeleted as error:
        return _troubled(dataset, "deleted", error)
    except VaultError as error:
        return _troubled(dataset, "can't be shown", error)
    return _pictured(
        record,
        f"Dataset {record.name!r}, {listing_view.status_words(record)}",
        rows_view.plain(sample, record.row_count),
        body=rows_view.table(sample, f"First rows of {record.name}"),
        foot=rows_view.extent(sample, record.row_count),
    )


def of_versions(dataset: Dataset) -> dict[str, str]:
    """Its versions, newest first; a display never raises."""
    try:
        record = dataset._record  # noqa: SLF001 - as above
        return versions_view.list_bundle(record, dataset._services.datasets.versions(record))  # noqa: SLF001
    except DatasetDeleted as error:
        return _troubled(dataset, "deleted", error)
    except VaultError as error:
        return _troubled(dataset, "can't be shown", error)


def _pictured(record: DatasetRecord, title: str, rows: str, **parts: Any) -> dict[str, str]:
    """Name and facts, with the rows, or what stands in their place, below."""
    facts = listing_view.facts(record, now())
    return {
        "text/plain": f"{title} · {' · '.join(facts)}\n{rows}",
        "text/html": html.frame(
            record.name,
            badge=listing_view.badge(record),
            meta=facts,
            text=record.description,
            **parts,
        ),
    }


def _troubled(dataset: Dataset, word: str, error: VaultError) -> dict[str, str]:
    """What stands in the place of rows that can't be had."""
    name, said = dataset.known.name, str(error)
    return {
        "text/plain": f"Dataset {name!r} ({word}): {said}",
        "text/html": html.frame(name, badge=html.Cell(word, "dv-bad", glyph="⬣"), text=said),
    }
