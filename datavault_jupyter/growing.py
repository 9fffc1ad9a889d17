"""New rows for a dataset that is there already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypedDict

from datavault_jupyter.base.checking import word_of
from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.features.imports.fitting import Differing, Growth
from datavault_jupyter.features.imports.records import Options
from datavault_jupyter.progress import bar

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Unpack

    from datavault_jupyter.features.datasets.records import DatasetRecord
    from datavault_jupyter.features.imports.readers import Reader, Wish
    from datavault_jupyter.features.imports.reports import ImportReport
    from datavault_jupyter.services import Services


class ReadingOptions(TypedDict, total=False):
    """How a file is read; `Vault.import_file` says what each of them is."""

    columns: Sequence[str] | Mapping[str, str] | None
    types: Mapping[str, str] | None
    delimiter: str | None
    header: bool | None
    encoding: str | None
    null_values: Sequence[str] | None
    quote: str | None
    skip: int | None
    date_order: str | None
    on_error: str


class Growing:
    """What a dataset can do with a new source; mixed into `Dataset`."""

    _services: Services
    known: DatasetRecord

    def append(
        self,
        source: object,
        *,
        differing: str = "refuse",
        table: str | None = None,
        stack: bool = False,
        format: str | None = None,  # noqa: A002 - the word users know
        **options: Unpack[ReadingOptions],
    ) -> Self:
        """Add the rows of a file or a frame behind those it has: a new version.

        The source's values must fit the types the columns have, exactly.

        Args:
            source: What `Vault.import_file` or `Vault.import_frame` takes.
            differing: Where the source's columns are not the dataset's: ``refuse`` names them and
                writes nothing, ``fill`` puts NULL where one side lacks a column.
            table: Which of several tables of an archive.
            stack: Take several files one after the other.
            format: Of bytes and open files that don't say it, such as ``"csv"``.
            options: How to read it, as `Vault.import_file` takes it.

        Raises:
            ColumnsDiffer: columns differ, and it was not said what to do then.
            BadFile: a value is not exactly held by the column's type.

        >>> import pandas as pd
        >>> more = pd.DataFrame({"species": ["Gentoo"], "body_mass_g": [4700]})
        >>> vault["penguins"].append(more).row_count
        4
        """
        wish = wish_of(source, options, table=table, is_stacked=stack, format=format)
        return self._grown(wish, Growth.APPEND, differing)

    def replace(
        self,
        source: object,
        *,
        differing: str = "refuse",
        table: str | None = None,
        stack: bool = False,
        format: str | None = None,  # noqa: A002 - the word users know
        **options: Unpack[ReadingOptions],
    ) -> Self:
        """Put the rows of a file or a frame in the place of its rows: a new version.

        The version before stays as it is. Types are decided anew.

        Args:
            source: What `Vault.import_file` or `Vault.import_frame` takes.
            differing: As for `append`; ``take`` gives the dataset the source's columns.
            table: Which of several tables of an archive.
            stack: Take several files one after the other.
            format: Of bytes and open files that don't say it, such as ``"csv"``.
            options: How to read it, as `Vault.import_file` takes it.

        Raises:
            ColumnsDiffer: columns differ, and it was not said what to do then.
        """
        wish = wish_of(source, options, table=table, is_stacked=stack, format=format)
        return self._grown(wish, Growth.REPLACE, differing)

    def refresh(
        self, *, differing: str = "refuse", force: bool = False, **options: Unpack[ReadingOptions]
    ) -> Self:
        """Read its source again, with other options where some are given: a new version.

        Nothing is written when the source is the same, byte by byte, and no option is given.

        Args:
            differing: As for `replace`.
            force: Make a version also when the source is the same.
            options: Options that take the place of those it was read with.

        Raises:
            BadArgument: its source is not kept anywhere, such as a frame's or an upload's.
        """
        imports = self._services.imports
        reader, is_same = imports.source_again(self._record, options)
        if is_same and not force and not options:
            print(f"{reader.label} has not changed; no version was made.")  # noqa: T201
            return self
        return self._with(reader, Growth.REPLACE, word_of(Differing, differing, "differing"))

    def import_report(self) -> ImportReport | None:
        """How the import of its newest version went; None when that was not imported.

        >>> vault["penguins"].import_report().imported_count
        3
        """
        return self._services.imports.report(self._record)

    def _grown(self, wish: Wish, growth: Growth, differing: str) -> Self:
        word = word_of(Differing, differing, "differing")
        return self._with(self._services.imports.reader_of(wish), growth, word)

    def _with(self, reader: Reader, growth: Growth, differing: Differing) -> Self:
        with bar("Import") as report:
            self.known, _ = self._services.imports.grow(
                self._record, reader, growth, differing=differing, on_progress=report
            )
        return self

    @property
    def _record(self) -> DatasetRecord:
        raise NotImplementedError


def options_of(given: Mapping[str, Any]) -> Options:
    """Reading options out of keyword arguments.

    Raises:
        BadArgument: one of them is unknown.
    """
    unknown = [name for name in given if name not in Options.__slots__]
    if unknown:
        raise BadArgument(
            f"{unknown[0]}= isn't known.",
            hint=f"One of: {', '.join(Options.__slots__)}.",
            field=unknown[0],
        )
    return Options(**given)


def wish_of(source: object, options: Mapping[str, Any], **more: Any) -> Wish:
    """Which files are meant, and how to read them.

    Args:
        source: A path, pattern, list of paths, address, bytes, open file or frame.
        options: Reading options out of keyword arguments.
        more: What else a `Wish` says.

    Raises:
        BadArgument: a reading option is unknown.
    """
    # Loaded here: a vault that is only looked at needs none of what reads files.
    from datavault_jupyter.features.imports.readers import Wish

    return Wish(source, options_of(options), **more)
