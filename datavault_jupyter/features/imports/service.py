"""Importing files and frames: use cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from datavault_jupyter.access import NOWHERE, Action, Policy
from datavault_jupyter.base.errors import Cancelled, NameTaken, NotFound, VaultError
from datavault_jupyter.base.names import clean_name, name_of_file
from datavault_jupyter.features.datasets import queries as datasets
from datavault_jupyter.features.datasets.records import DatasetRecord, DatasetSource
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.imports import queries, readers, searching
from datavault_jupyter.features.imports.adding import Adder, Making
from datavault_jupyter.features.imports.fitting import Differing, Growth
from datavault_jupyter.features.imports.growing import Grower
from datavault_jupyter.features.imports.jobs import ImportJobs, JobWish
from datavault_jupyter.features.imports.passing import passing
from datavault_jupyter.features.imports.permission import require_creator
from datavault_jupyter.features.imports.readers import FileReader, FrameReader, Reader, Wish
from datavault_jupyter.features.imports.records import (
    Cancels,
    Loaded,
    Options,
    Preview,
    Reject,
    Watch,
)
from datavault_jupyter.features.imports.reports import ImportReport, report_of
from datavault_jupyter.features.imports.searching import Found
from datavault_jupyter.features.imports.uploads import Uploads
from datavault_jupyter.features.people.records import Person
from datavault_jupyter.features.projects.records import Project
from datavault_jupyter.features.sql.rows import Rows
from datavault_jupyter.features.versions.records import Version
from datavault_jupyter.storage.running import Progress
from datavault_jupyter.storage.store import Store

if TYPE_CHECKING:
    from datavault_jupyter.features.imports.adding import Load


class ImportService:
    """Brings rows in; a failed import leaves no trace."""

    def __init__(
        self, store: Store, policy: Policy, person: Person, listing: DatasetService
    ) -> None:
        self._store = store
        self._policy = policy
        self._person = person
        self._listing = listing
        self._adder = Adder(store, policy.actor_name, person, listing)
        self._grower = Grower(store, policy, person, listing, self._adder)

    @cached_property
    def uploads(self) -> Uploads:
        """Files on their way from the browser."""
        return Uploads(self._store, self._policy, self._person)

    @cached_property
    def jobs(self) -> ImportJobs:
        """Imports in the background."""
        return ImportJobs(self._store, self._policy, self._person, self)

    def require_creator(self) -> None:
        """Refuse, unless the actor may add datasets somewhere.

        Raises:
            NotAllowed: they may nowhere.
        """
        require_creator(self._policy)

    def require_name(self, name: str, project: Project | None = None) -> str:
        """The name as it would be stored, if a new dataset of the project can have it.

        Raises:
            BadName: it can't be a name.
            NameTaken: another dataset has it, or an import that runs keeps it.
        """
        self._policy.require(Action.DATASET_CREATE, project.place if project else NOWHERE)
        text = clean_name(name)
        key = project.key if project else None
        with self._store.catalog.read() as connection:
            is_used = datasets.name_is_used(connection, key, text)
            writer = datasets.reserved_by(connection, key, text)
        if is_used:
            raise NameTaken(
                f"A dataset named {text!r} exists already.",
                hint="Choose another name.",
                field="name",
            )
        if writer is not None and self._store.liveness.is_alive(writer):
            raise NameTaken(
                f"An import that is running keeps the name {text!r}.",
                hint="Choose another name.",
                field="name",
            )
        return text

    def preview(
        self,
        path: Path,
        options: Options,
        *,
        row_count: int = 20,
        cancels: Cancels = nullcontext,
    ) -> Preview:
        """What a file would become; nothing is stored."""
        return self.preview_source(Wish(path, options), row_count=row_count, cancels=cancels)

    def preview_source(
        self, wish: Wish, *, row_count: int = 20, cancels: Cancels = nullcontext
    ) -> Preview:
        """What a file would become, wherever it is; nothing is stored.

        Raises:
            SeveralTables: there are several, and it was not said which.
        """
        self._policy.visibility()
        cursor = self._store.engine.moving()
        with self.scratch() as scratch, cancels(cursor.interrupt):
            return FileReader(wish).preview(cursor, scratch, row_count)

    def rows(self, wish: Wish) -> Iterator[dict[str, Any]]:
        """The rows of a file as an import would have them; nothing is stored.

        Raises:
            BadFile: it can't be read exactly as it is.
        """
        self._policy.visibility()
        with self.scratch() as scratch:
            yield from passing(self._store, wish, scratch)

    def search(self, path: Path, options: Options, *, cancels: Cancels = nullcontext) -> Found:
        """The rows of a file that can't be imported.

        Raises:
            BadFile: the fault is not one of single rows.
        """
        self._policy.visibility()
        cursor = self._store.engine.moving()
        with self.scratch() as scratch, cancels(cursor.interrupt):
            return searching.search(cursor, path, options, scratch)

    def scratch(self) -> AbstractContextManager[Path]:
        """A folder for staging that belongs to this process and is gone afterwards."""
        return self._adder.scratch()

    def make(
        self,
        name: str,
        load: Load,
        *,
        source: DatasetSource = DatasetSource.FILE,
        project: Project | None = None,
        description: str = "",
        on_progress: Progress | None = None,
        watch: Watch | None = None,
    ) -> tuple[DatasetRecord, Loaded]:
        """Make a dataset of what `load` writes, or nothing.

        Args:
            name: Of the dataset.
            load: Reads a source with a cursor, writes parts and says what they are.
            source: Where the rows come from.
            project: Where the dataset goes.
            description: What it is about.
            on_progress: Called with a share from 0 to 1, from another thread.
            watch: Follows the import in more detail, and may stop it.

        Raises:
            NameTaken: a dataset of the project has the name.
        """
        self._policy.require(Action.DATASET_CREATE, project.place if project else NOWHERE)
        making = Making(name, source, project, description)
        return self._adder.make(making, load, on_progress=on_progress, watch=watch)

    def import_files(
        self,
        wish: Wish,
        name: str,
        *,
        project: Project | None = None,
        description: str = "",
        on_progress: Progress | None = None,
        watch: Watch | None = None,
    ) -> tuple[DatasetRecord, Loaded]:
        """Make a dataset out of a file, or of several stacked.

        Raises:
            NameTaken: a dataset of the project has the name.
            BadFile: a file can't be imported exactly as it is.
        """
        self._policy.require(Action.DATASET_CREATE, project.place if project else NOWHERE)
        making = Making(name, DatasetSource.FILE, project, description)
        reader = FileReader(wish)
        return self._adder.make(making, reader.load, on_progress=on_progress, watch=watch)

    def wish_for(
        self,
        wish: Wish,
        name: str,
        *,
        project: Project | None = None,
        description: str = "",
        total_rows: int | None = None,
        on_end: Callable[[bool], None] = lambda _is_done: None,
    ) -> JobWish:
        """The import of a file, or of several stacked, as a job.

        Raises:
            BadFile: there is no such file, or it is of no kind that can be imported.
        """
        self._policy.require(Action.DATASET_CREATE, project.place if project else NOWHERE)
        made: dict[str, Any] = {"project": project, "description": description}
        return JobWish(
            name=name,
            label=wish.label,
            run=lambda watch: self.import_files(
                wish.stopped_by(lambda: watch.is_stopped), name, watch=watch, **made
            ),
            project=project,
            byte_count=wish.byte_count(),
            total_rows=total_rows,
            path=wish.single_path,
            encoding=wish.options.encoding,
            on_end=on_end,
        )

    def wish_again(
        self,
        dataset_id: str,
        wish: Wish,
        *,
        total_rows: int | None = None,
        on_end: Callable[[bool], None] = lambda _is_done: None,
    ) -> JobWish:
        """The import of a file as a new version of a dataset, in place of its rows, as a job.

        Raises:
            DatasetNotFound: there is no such dataset.
            BadFile: there is no such file, or it is of no kind that can be imported.
        """
        record = self._listing.get(dataset_id)
        self._policy.require(Action.DATASET_EDIT, record.place)
        return JobWish(
            name=record.name,
            label=wish.label,
            run=lambda watch: self.grow(
                record,
                FileReader(wish.stopped_by(lambda: watch.is_stopped)),
                Growth.REPLACE,
                differing=Differing.TAKE,
                watch=watch,
            ),
            project_name=record.project,
            is_new=False,
            byte_count=wish.byte_count(),
            total_rows=total_rows,
            path=wish.single_path,
            encoding=wish.options.encoding,
            on_end=on_end,
        )

    def import_each(
        self, wish: Wish, *, project: Project | None = None, on_progress: Progress | None = None
    ) -> tuple[list[DatasetRecord], dict[str, VaultError]]:
        """One dataset of each of several files, and why a file could not be imported, by name.

        Raises:
            BadFile: the files can't be found, fetched or unpacked.
        """
        self._policy.require(Action.DATASET_CREATE, project.place if project else NOWHERE)
        made, failed = [], {}
        with self.scratch() as scratch:
            members = FileReader(wish).members(scratch)
            for at, member in enumerate(members):

                def report(share: float, at: int = at) -> None:
                    if on_progress is not None:
                        on_progress((at + share) / len(members))

                reader = FileReader(wish, (member,))
                making = Making(name_of_file(PurePath(member.name)), DatasetSource.FILE, project)
                try:
                    made.append(self._adder.make(making, reader.load, on_progress=report)[0])
                except Cancelled:
                    raise
                except VaultError as error:
                    failed[member.name] = error
        return made, failed

    def import_frame(
        self,
        frame: object,
        name: str,
        options: Options,
        *,
        project: Project | None = None,
        description: str = "",
        on_progress: Progress | None = None,
    ) -> tuple[DatasetRecord, Loaded]:
        """Make a dataset out of a data frame, an Arrow table or a DuckDB relation."""
        self._policy.require(Action.DATASET_CREATE, project.place if project else NOWHERE)
        origin = frame.origin if isinstance(frame, Rows) else None
        making = Making(name, DatasetSource.FILE, project, description, origin)
        reader = FrameReader(frame, options)
        return self._adder.make(making, reader.load, on_progress=on_progress)

    def grow(
        self,
        record: DatasetRecord,
        reader: Reader,
        growth: Growth,
        *,
        differing: Differing = Differing.REFUSE,
        on_progress: Progress | None = None,
        watch: Watch | None = None,
    ) -> tuple[DatasetRecord, Loaded]:
        """Make a new version of a dataset out of a source.

        Raises:
            ColumnsDiffer: its columns are others, and it was not said what to do then.
            Refused: the dataset is read-only, or its rows come from a pipeline.
        """
        self._policy.require(Action.DATASET_EDIT, record.place)
        return self._grower.grow(
            record, reader, growth, differing=differing, on_progress=on_progress, watch=watch
        )

    def reader_of(self, wish: Wish) -> Reader:
        """What reads a source: files wherever they are, or a frame."""
        self._policy.visibility()
        if readers.is_file_like(wish.source):
            return FileReader(wish)
        return FrameReader(wish.source, wish.options)

    def source_again(
        self, record: DatasetRecord, options: Mapping[str, Any]
    ) -> tuple[Reader, bool]:
        """What reads a dataset's source once more, and whether it is the same as it was.

        Args:
            record: The dataset.
            options: Options that take the place of those it was read with.

        Raises:
            BadArgument: its source is not kept anywhere.
        """
        self._policy.require(Action.DATASET_EDIT, record.place)
        return readers.again(record.name, self._present(record), options)

    def report(self, record: DatasetRecord, version_key: int | None = None) -> ImportReport | None:
        """How a version's import went; None for one that was not imported.

        Args:
            record: The dataset.
            version_key: The version; the one the dataset stands at when None.
        """
        self._policy.require(Action.DATASET_VIEW, record.place)
        wanted = version_key if version_key is not None else record.head_key
        found = self._listing.versions(record)
        version = next((each for each in found if each.key == wanted), None)
        if version is None or "row_count" not in version.source_info:
            return None
        with self._store.catalog.read() as connection:
            rows = queries.rejects_of(connection, version.key)
        rejects = [
            Reject(row.reason, row.text, row.line, row.column_name, row.file_name) for row in rows
        ]
        return report_of(record.name, version, rejects)

    def report_by_id(self, dataset_id: str) -> tuple[ImportReport, bool]:
        """The report of a dataset's newest version, and whether its source can be read again.

        Raises:
            NotFound: the version was not imported.
        """
        self._policy.visibility()
        record = self._listing.get(dataset_id)
        made = self.report(record)
        if made is None:
            raise NotFound(f"The rows of {record.name!r} were not imported.")
        return made, readers.can_read_again(self._present(record))

    def _present(self, record: DatasetRecord) -> Version | None:
        """The version that a dataset stands at."""
        found = self._listing.versions(record)
        return next((each for each in found if each.key == record.head_key), None)
