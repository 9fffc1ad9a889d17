"""How rows come into a vault."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, overload

from datavault_jupyter.base.errors import VaultError
from datavault_jupyter.dataset import Dataset, DatasetList
from datavault_jupyter.features.imports.records import Options, Preview
from datavault_jupyter.growing import ReadingOptions, wish_of
from datavault_jupyter.progress import bar
from datavault_jupyter.running_import import ImportList, RunningImport

if TYPE_CHECKING:
    from typing import Unpack

    from datavault_jupyter.services import Services


class ImportOptions(ReadingOptions, total=False):
    """How a file becomes a dataset; `Importing.import_file` says what each of them is."""

    name: str | None
    project: str | None
    description: str
    table: str | Sequence[str] | None
    stack: bool
    format: str | None
    file_column: str | None


class Importing:
    """The vault's verbs that bring rows in; mixed into `Vault`."""

    _services: Services

    def preview_file(
        self,
        source: object,
        *,
        table: str | None = None,
        rows: int = 20,
        **options: Unpack[ReadingOptions],
    ) -> Preview:
        """What a file would become: columns, types, first rows, problems. Stores nothing.

        Takes the same options as `import_file`.
        """
        wish = wish_of(source, options, table=table)
        return self._services.imports.preview_source(wish, row_count=rows)

    @overload
    def import_file(
        self,
        source: object,
        *,
        background: Literal[False] = ...,
        **options: Unpack[ImportOptions],
    ) -> Dataset: ...

    @overload
    def import_file(
        self, source: object, *, background: Literal[True], **options: Unpack[ImportOptions]
    ) -> RunningImport: ...

    def import_file(
        self,
        source: object,
        *,
        name: str | None = None,
        project: str | None = None,
        description: str = "",
        columns: Sequence[str] | Mapping[str, str] | None = None,
        types: Mapping[str, str] | None = None,
        delimiter: str | None = None,
        header: bool | None = None,
        encoding: str | None = None,
        null_values: Sequence[str] | None = None,
        quote: str | None = None,
        skip: int | None = None,
        date_order: str | None = None,
        on_error: str = "fail",
        table: str | Sequence[str] | None = None,
        stack: bool = False,
        format: str | None = None,  # noqa: A002 - the word users know
        file_column: str | None = None,
        background: bool = False,
    ) -> Dataset | RunningImport:
        """Make a dataset out of a CSV, TSV, JSON, NDJSON or Parquet file, packed or in a ZIP.

        Every value arrives as it was written: a column's type is decided from all its values, and
        is text where no other type holds them all exactly.

        Args:
            source: A path (relative to the notebook), a pattern such as ``data/*.csv``, a list of
                these, an address (``https://…``, ``s3://…``), bytes, or an open file.
            name: The dataset's; the file's name by default.
            project: The project to put it in.
            description: What it is about.
            columns: Only these columns; or a mapping that renames some.
            types: The type of a column where the guess isn't what you want, such as
                ``{"zip": "text"}``.
            delimiter: What separates the cells of a CSV file.
            header: Whether a CSV file's first row holds the names.
            encoding: Of a text file, such as ``"latin-1"``; detected by default.
            null_values: Words that mean "missing" in a CSV file.
            quote: What stands around a cell of a CSV file that holds a delimiter; "" is nothing.
            skip: How many lines of a CSV file stand before its table.
            date_order: How dates such as ``3/4/2026`` are meant: ``dmy``, ``mdy`` or ``ymd``;
                without it they stay text.
            on_error: ``"fail"`` imports all rows or none; ``"skip"`` leaves out those that can't
                be imported exactly and keeps them in the report.
            table: Which of several tables of a ZIP: a name or a pattern.
            stack: Make one dataset of several files, one after the other.
            format: Of bytes and open files that don't say it, such as ``"csv"``.
            file_column: The name of a column that says which file a row came from.
            background: Return at once with a `RunningImport`.

        Raises:
            NameTaken: a dataset of the project has the name.
            BadFile: the file can't be imported exactly; the sentence names file, line, column.
            SeveralTables: there are several, and it was not said which, or to stack them.
        """
        options = ReadingOptions(
            columns=columns, types=types, delimiter=delimiter, header=header, encoding=encoding,
            null_values=null_values, quote=quote, skip=skip, date_order=date_order,
            on_error=on_error,
        )  # fmt: skip
        imports = self._services.imports
        wish = wish_of(
            source,
            options,
            table=table,
            is_stacked=stack,
            format=format,
            file_column=file_column,
        )
        made: dict[str, Any] = {
            "project": self._services.projects.get(project) if project else None,
            "description": description,
        }
        named = name if name is not None else wish.suggested_name
        if background:
            job = imports.jobs.start(imports.wish_for(wish, named, **made))
            return RunningImport(self._services, job.job_id)
        with bar("Import") as report:
            record, _ = imports.import_files(wish, named, on_progress=report, **made)
        return Dataset(self._services, record)

    def import_files(
        self,
        source: object,
        *,
        project: str | None = None,
        table: str | None = None,
        **options: Unpack[ReadingOptions],
    ) -> ImportedFiles:
        """Make one dataset out of each of several files or tables of an archive.

        Each is named by its file. What can't be imported is told in ``failed``.

        Args:
            source: A pattern, a list of paths or addresses, or an archive.
            project: The project to put them in.
            table: Only these tables of an archive: a name or a pattern.
            options: How to read each, as `import_file` takes it.

        Raises:
            VaultError: none at all could be imported; the first reason.
        """
        place = self._services.projects.get(project) if project else None
        wish = wish_of(source, options, table=table, is_stacked=True)
        with bar("Import") as report:
            made, failed = self._services.imports.import_each(
                wish, project=place, on_progress=report
            )
        if failed and not made:
            raise next(iter(failed.values()))
        datasets = [Dataset(self._services, record) for record in made]
        return ImportedFiles(datasets, failed)

    def import_frame(
        self,
        frame: object,
        *,
        name: str,
        project: str | None = None,
        description: str = "",
        columns: Sequence[str] | Mapping[str, str] | None = None,
        types: Mapping[str, str] | None = None,
    ) -> Dataset:
        """Make a dataset out of a frame: pandas, polars, Arrow, a DuckDB relation, another dataset.

        Anything with ``__arrow_c_stream__`` will do; types are kept.

        Raises:
            NameTaken: a dataset of the project has the name.
        """
        with bar("Import") as report:
            record, _ = self._services.imports.import_frame(
                frame.rows() if isinstance(frame, Dataset) else frame,
                name,
                Options(columns, types),
                project=self._services.projects.get(project) if project else None,
                description=description,
                on_progress=report,
            )
        return Dataset(self._services, record)

    def import_jobs(self, limit: int = 20) -> ImportList:
        """Your imports in the background, newest first: of all kernels, however they ended.

        Args:
            limit: How many at most.
        """
        return ImportList(self._services, self._services.imports.jobs.recent(limit))


class ImportedFiles(DatasetList):
    """Datasets made of several files.

    Attributes:
        failed: Why a file could not be imported, by its name.
    """

    def __init__(self, datasets: Sequence[Dataset], failed: Mapping[str, VaultError]) -> None:
        super().__init__(datasets, "Imported", len(datasets))
        self.failed = dict(failed)

    def __repr__(self) -> str:
        """The datasets, then what failed."""
        said = [f"{name}: {error}" for name, error in self.failed.items()]
        return "\n".join([super().__repr__(), *said])

    def _repr_mimebundle_(self, **options: object) -> dict[str, str]:
        made = super()._repr_mimebundle_(**options)
        if not self.failed:
            return made
        from datavault_jupyter.display import html

        heads = [html.Head("Not imported"), html.Head("Why")]
        rows = [
            [html.Cell(name), html.Cell(str(error), "dv-bad")]
            for name, error in self.failed.items()
        ]
        body = html.frame("Left out", body=html.table(heads, rows, label="Not imported"))
        return {"text/plain": repr(self), "text/html": made["text/html"] + body}
