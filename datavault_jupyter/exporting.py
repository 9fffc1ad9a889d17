"""What a dataset can do to leave the vault."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from datavault_jupyter.export import Export, ExportList
from datavault_jupyter.progress import bar

if TYPE_CHECKING:
    from datavault_jupyter.features.datasets.records import DatasetRecord
    from datavault_jupyter.services import Services

MOST_SHOWN = 100


class Exporting:
    """The verbs of exports; a part of `Dataset`."""

    _services: Services

    @property
    def _record(self) -> DatasetRecord:
        raise NotImplementedError

    def export(
        self,
        path: str | os.PathLike[str],
        *,
        format: str | None = None,  # noqa: A002 - the word users know
        columns: Iterable[str] | None = None,
        where: str | None = None,
        version: str | None = None,
        since: str | None = None,
        key: str | Iterable[str] = (),
        answers: bool = False,
        files: bool = True,
        overwrite: bool = False,
        guard_formulas: bool = False,
        background: bool = False,
    ) -> Export:
        """Write it to a file: the whole file or none, one state of the rows or nothing.

        Args:
            path: The file; its ending says the format.
            format: csv, json, ndjson, parquet, arrow, zip (CSV inside) or zip-json.
            columns: Only these, in this order.
            where: Only rows that meet this SQL condition on the columns.
            version: The rows of this version: a number, tag, name or id.
            since: Only what differs from this version, each row marked added, changed or removed
                in a first column ``change``.
            key: With ``since``: the columns that say which row is which; without, rows are
                compared as a whole, and never called changed.
            answers: Of a pipeline's dataset, one row for each answer that was handed in: who, at
                which node, when, and what became of it.
            files: In a ZIP, also the files that fields hold.
            overwrite: Replace a file that is there.
            guard_formulas: In CSV, put ``'`` before text a spreadsheet would run.
            background: Return at once; the export goes on by itself.

        Raises:
            TargetExists: a file is there and ``overwrite`` is off.
            BadArgument: options that don't go together.

        >>> made = vault["penguins"].export(folder / "few.csv", columns=["species"])
        >>> made.row_count, made.state.value
        (3, 'done')
        """
        from datavault_jupyter.features.exports.records import ExportSubject, ExportWish
        from datavault_jupyter.features.exports.writing import format_of

        target = Path(path).expanduser()
        changes = ExportSubject.CHANGES if since is not None else ExportSubject.ROWS
        wish = ExportWish(
            path=os.fspath(target.absolute()),
            format=format_of(target, format),
            subject=ExportSubject.ANSWERS if answers else changes,
            where=where,
            columns=_several(columns),
            version=version,
            since=since,
            key=_several(key) or (),
            has_files=files,
            overwrite=overwrite,
            guard_formulas=guard_formulas,
        )
        jobs = self._services.exports.jobs
        if background:
            return Export(self._services, jobs.start(self._record, wish))
        with bar("Export") as report:
            return Export(self._services, jobs.run(self._record, wish, report))

    @property
    def exports(self) -> ExportList:
        """What was exported of it, by whom and to which file, newest first.

        >>> vault["penguins"].exports
        Nothing was exported yet.
        """
        found = self._services.exports.jobs.recent(self._record, limit=MOST_SHOWN)
        return ExportList(self._services, found)


def _several(names: str | Iterable[str] | None) -> tuple[str, ...] | None:
    if names is None:
        return None
    return (names,) if isinstance(names, str) else tuple(names)
