"""What a query gave, as something that reads like a dataset."""

from __future__ import annotations

from dataclasses import dataclass

from datavault_jupyter.access import Place
from datavault_jupyter.features.datasets.live import LiveTable
from datavault_jupyter.features.datasets.records import DatasetRecord


@dataclass(frozen=True, slots=True)
class ResultRecord(DatasetRecord):
    """The result of a query: it has an id and rows, and no list of datasets has it.

    Attributes:
        table: Its rows.
        read: The datasets that were read.
        place_seen: Where it is looked at: the place of the dataset whose view is open.
        query: The SQL, as ``vault.sql(…)`` takes it.
    """

    table: LiveTable
    read: tuple[DatasetRecord, ...]
    place_seen: Place
    query: str

    @property
    def is_result(self) -> bool:
        """It is one."""
        return True

    @property
    def place(self) -> Place:
        """Where permissions for it are looked up; for each dataset it was made from besides."""
        return self.place_seen

    def origin(self, words: str) -> tuple[tuple[str, ...], str]:
        """The datasets it was made from, and the query that made it."""
        chosen = "" if words == "rows" else f"\n-- {words}"
        return tuple(each.path for each in self.read), f"{self.query}{chosen}"
