"""The outcome of an export, as it is handed to the user."""

from __future__ import annotations

import os
from pathlib import Path

from datavault_jupyter.base import wording
from datavault_jupyter.display import html
from datavault_jupyter.features.exports.records import ExportFormat, Written


class Export:
    """A finished export: where the file is and what it holds.

    It stands for the file's path wherever a path is taken.
    """

    def __init__(self, written: Written) -> None:
        self._written = written

    @property
    def path(self) -> Path:
        """The file."""
        return self._written.path

    @property
    def format(self) -> ExportFormat:
        """What kind of file it is."""
        return self._written.format

    @property
    def row_count(self) -> int:
        """How many rows are in it."""
        return self._written.row_count

    @property
    def column_count(self) -> int:
        """How many columns."""
        return self._written.column_count

    @property
    def byte_count(self) -> int:
        """Its size in bytes."""
        return self._written.byte_count

    @property
    def sha256(self) -> str:
        """The digest of its bytes."""
        return self._written.sha256

    @property
    def has_replaced(self) -> bool:
        """Whether a file of that name was there before."""
        return self._written.replaced

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of the file should know, one sentence each."""
        return self._written.notes

    def __fspath__(self) -> str:
        """The path, for ``open()`` and others."""
        return os.fspath(self.path)

    def _facts(self) -> list[str]:
        return [
            wording.count(self.row_count, "row"),
            wording.count(self.column_count, "column"),
            wording.size(self.byte_count),
            *(["replaced the file that was there"] if self.has_replaced else []),
        ]

    def __repr__(self) -> str:
        """The file and its facts, then what should be known."""
        head = f"Exported to {self.path} ({', '.join(self._facts())})"
        return "\n".join([head, *self.notes])

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        body = html.frame(
            f"Exported to {self.path.name}",
            meta=self._facts(),
            text="\n".join([str(self.path), *self.notes]),
        )
        return {"text/plain": repr(self), "text/html": body}
