"""A dataset in the user's hands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datavault_jupyter import stills
from datavault_jupyter.analysing import Analysing
from datavault_jupyter.base.clock import now
from datavault_jupyter.charting import Charting, Keeping
from datavault_jupyter.display import html, live
from datavault_jupyter.exporting import Exporting
from datavault_jupyter.features.datasets import view as listing_view
from datavault_jupyter.features.datasets.records import (
    DatasetKind,
    DatasetRecord,
    DatasetSource,
    DatasetStatus,
)
from datavault_jupyter.growing import Growing
from datavault_jupyter.share import Sharing
from datavault_jupyter.using import notebook_path, place_of_use
from datavault_jupyter.versioning import Versioning
from datavault_jupyter.watching import Watching

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from datavault_jupyter.features.notebooks.wire import Notebook
    from datavault_jupyter.features.sql.rows import Rows
    from datavault_jupyter.features.sql.service import Params
    from datavault_jupyter.services import Services
    from datavault_jupyter.storage.engine import Relation


class Dataset(Analysing, Charting, Exporting, Growing, Keeping, Sharing, Versioning, Watching):
    """A named table with versions.

    It is a handle: each property asks the catalogue, so that it tells what is true now, also when
    another kernel changed it.

    >>> ds = vault["penguins"]
    >>> ds.row_count, ds.columns[:2]
    (3, ['species', 'body_mass_g'])
    """

    def __init__(self, services: Services, record: DatasetRecord) -> None:
        self._services = services
        # What the catalogue said last; `_record` asks again.
        self.known = record

    @property
    def _record(self) -> DatasetRecord:
        self.known = self._services.datasets.reload(self.known)
        return self.known

    @property
    def id(self) -> str:
        """Its id, ``dst_…``; it stays when the name changes."""
        return self.known.id

    @property
    def vault_path(self) -> Path:
        """The folder of the vault it belongs to."""
        return self._services.store.root

    @property
    def name(self) -> str:
        """Its name."""
        return self._record.name

    @property
    def description(self) -> str:
        """What it is about; set it to change it."""
        return self._record.description

    @description.setter
    def description(self, text: str) -> None:
        self.known = self._services.datasets.describe(self._record, text)

    @property
    def status(self) -> DatasetStatus:
        """Where it is in its life; imported ones are complete."""
        return self._record.status

    @property
    def source(self) -> DatasetSource:
        """Where it came from; never changes."""
        return self.known.source

    @property
    def kind(self) -> DatasetKind:
        """Master, clone or merge."""
        return self._record.kind

    @property
    def project(self) -> str | None:
        """The name of its project."""
        return self._record.project

    @property
    def owner(self) -> str:
        """Who made it."""
        return self._record.owner

    @property
    def row_count(self) -> int:
        """How many rows it has now."""
        return self._record.row_count

    @property
    def byte_count(self) -> int:
        """The size of its rows on disk, in bytes."""
        return self._record.byte_count

    @property
    def is_archived(self) -> bool:
        """Whether it is hidden from the default listing."""
        return self._record.is_archived

    @property
    def created_at(self) -> datetime:
        """When it was made, in UTC."""
        return self.known.created_at

    @property
    def updated_at(self) -> datetime:
        """When it was last changed, in UTC."""
        return self._record.updated_at

    @property
    def columns(self) -> list[str]:
        """The names of its columns, in order."""
        return self._services.datasets.columns(self._record).names

    @property
    def types(self) -> dict[str, str]:
        """The DuckDB type of each column.

        >>> vault["penguins"].types
        {'species': 'VARCHAR', 'body_mass_g': 'BIGINT'}
        """
        columns = self._services.datasets.columns(self._record)
        return {column.name: column.type for column in columns}

    @property
    def source_info(self) -> dict[str, Any]:
        """Where the rows of its newest version came from: file, size, hash, dialect, notes."""
        return self.head.source_info

    @property
    def notes(self) -> list[str]:
        """What the import had to say, one sentence each.

        >>> vault["penguins"].notes
        []
        """
        return list(self.source_info.get("notes", []))

    @property
    def notebooks(self) -> list[Notebook]:
        """The notebooks in which it was opened, the one used last first, with who did.

        >>> vault["penguins"].notebooks
        []
        """
        return list(self._services.notebooks.list(self._record, limit=100).notebooks)

    def files(self) -> Sequence[Path]:
        """The Parquet files its rows lie in, in order: any engine can read them.

        While a pipeline fills it there are none: freeze it into a version first.
        """
        record = self._record
        return [] if record.is_live else self._services.datasets.content(record).paths

    def rows(self, columns: Iterable[str] | None = None) -> Rows:
        """Its rows, all columns or some, not yet fetched."""
        return self._services.sql.rows(self._used(), columns)

    def _used(self) -> DatasetRecord:
        """Its record, once the use of its present version is noted."""
        record = self._record
        self._services.lineage.uses.note(record, place_of_use())
        self._services.notebooks.note(record, notebook_path())
        return record

    def df(self, columns: Iterable[str] | None = None) -> pd.DataFrame:
        """Its rows as a pandas frame.

        DECIMAL becomes `decimal.Decimal` and integers wider than 64 bits ``int``; types pandas
        can't hold become text.

        >>> vault["penguins"].df()["body_mass_g"].sum().item()
        11500
        """
        return self.rows(columns).df()

    def arrow(self, columns: Iterable[str] | None = None) -> pa.Table:
        """Its rows as a pyarrow table: the exact road."""
        return self.rows(columns).arrow()

    def pl(self, columns: Iterable[str] | None = None) -> pl.DataFrame:
        """Its rows as a polars frame."""
        return self.rows(columns).pl()

    def relation(self) -> Relation:
        """Its rows as a plain DuckDB relation."""
        return self.rows().relation()

    def sql(self, text: str, params: Params = None) -> Rows:
        """What a SELECT over this dataset gives; it is called ``this`` there.

        >>> vault["penguins"].sql("SELECT max(body_mass_g) AS m FROM this").fetchall()
        [(5000,)]
        """
        record = self._record
        self._services.notebooks.note(record, notebook_path())
        return self._services.sql.on_dataset(record, text, params)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """Stream its rows to any library that takes Arrow data."""
        return self.rows().__arrow_c_stream__(requested_schema)

    def rename(self, name: str) -> Dataset:
        """Give it another name; its id stays.

        Raises:
            NameTaken: another dataset of the project has the name.
        """
        self.known = self._services.datasets.rename(self._record, name)
        return self

    def move(self, project: str | None) -> Dataset:
        """Put it into another project, with the pipeline that fills it; its id stays.

        Args:
            project: A project's name or id; None takes it out of any.

        Raises:
            NameTaken: a dataset or pipeline there has the name.
            ProjectNotFound: there is no such project.

        >>> _ = vault.projects.create("Teaching")
        >>> vault["penguins"].move("Teaching").project
        'Teaching'
        """
        self.known = self._services.moves.move(self._record, project)
        return self

    def archive(self) -> Dataset:
        """Hide it from the default listing; its rows stay.

        >>> vault["penguins"].archive().is_archived
        True
        """
        self.known = self._services.lifecycle.archive(self._record)
        return self

    def unarchive(self) -> Dataset:
        """Bring it back into the listing."""
        self.known = self._services.lifecycle.unarchive(self._record)
        return self

    def delete(self, *, confirm: str = "", force: bool = False) -> None:
        """Delete it for good, with its versions and their bytes.

        Args:
            confirm: The word ``delete``.
            force: Also when others were cloned or merged from it: they keep their rows.

        Raises:
            NotConfirmed: without ``confirm="delete"``.
            Refused: others were made from it, and ``force`` is off.
        """
        self._services.lifecycle.delete(self._record, confirm=confirm, force=force)

    def __eq__(self, other: object) -> bool:
        """Equal when it is the same dataset of the same vault."""
        return (
            isinstance(other, Dataset)
            and other.id == self.id
            and other.vault_path == self.vault_path
        )

    def __hash__(self) -> int:
        """By id."""
        return hash(self.id)

    def __repr__(self) -> str:
        """Name, facts and first rows as plain text."""
        return self._bundle()["text/plain"]

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return self._bundle()

    def _ipython_display_(self, **_: object) -> None:
        live.show("dataset", self, self._bundle)

    def show(self, tab: str = "overview", **options: Any) -> Any:
        """The dataset as a view.

        Args:
            tab: ``overview``, ``content``, ``analytics``, ``studio`` or ``versions``.
            options: ``height=``, ``view=``, ``keep_rows=`` of `DatasetView`.
        """
        return live.made("dataset", self, tab=tab, **options)

    def _bundle(self, *, keep_rows: bool | None = None) -> dict[str, str]:
        return stills.of_dataset(self, keep_rows=keep_rows)


class DatasetList(list[Dataset]):
    """Datasets as a list that shows itself as a listing.

    Attributes:
        total_count: How many match in all, also those that ``limit`` left out.
        is_everything: Whether no filter was given, so that none means an empty vault.
    """

    def __init__(
        self,
        datasets: Iterable[Dataset],
        title: str,
        total_count: int,
        *,
        is_everything: bool = False,
    ) -> None:
        super().__init__(datasets)
        self._title = title
        self.total_count = total_count
        self.is_everything = is_everything

    def _text(self) -> str:
        return listing_view.listing_text(
            self._title,
            [dataset.known for dataset in self],
            total_count=self.total_count,
            totals={},
            present=now(),
        )

    def __repr__(self) -> str:
        """The listing as plain text."""
        return self._text() if self or self.is_everything else "No dataset matches."

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        if not self and not self.is_everything:
            body = html.frame("Data Vault", meta=[self._title], text="No dataset matches.")
            return {"text/plain": repr(self), "text/html": body}
        made = listing_view.listing_html(
            self._title,
            [dataset.known for dataset in self],
            total_count=self.total_count,
            totals={},
            present=now(),
        )
        return {"text/plain": repr(self), "text/html": made}
