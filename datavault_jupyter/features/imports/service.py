"""Importing files and frames: use cases."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext, suppress
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from datavault_jupyter.access import NOWHERE, Action, Policy
from datavault_jupyter.base.errors import BadArgument, NameTaken, VaultError
from datavault_jupyter.base.names import clean_name
from datavault_jupyter.features.datasets import queries as datasets
from datavault_jupyter.features.datasets.records import (
    DatasetKind,
    DatasetRecord,
    DatasetSource,
    DatasetStatus,
)
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.imports import reading
from datavault_jupyter.features.imports.folders import own_folder
from datavault_jupyter.features.imports.jobs import ImportJobs
from datavault_jupyter.features.imports.permission import require_creator
from datavault_jupyter.features.imports.records import (
    Cancels,
    ImportStage,
    Loaded,
    Options,
    Preview,
    Watch,
    Write,
)
from datavault_jupyter.features.imports.uploads import Uploads
from datavault_jupyter.features.people import queries as people
from datavault_jupyter.features.people.records import Person
from datavault_jupyter.features.projects.records import Project
from datavault_jupyter.features.sql.rows import Origin, Rows
from datavault_jupyter.features.versions import queries as versions
from datavault_jupyter.features.versions.records import FIRST_NUMBER
from datavault_jupyter.storage import parts
from datavault_jupyter.storage.catalog import bump
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.foreign import translated
from datavault_jupyter.storage.running import Progress
from datavault_jupyter.storage.sql import Sql
from datavault_jupyter.storage.store import Store

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from datavault_jupyter.storage.engine import Cursor

    Load = Callable[[Cursor, Write, Path], Loaded]


class _Nobody:
    """Follows nothing and stops nothing."""

    def cancels(self, stop: Callable[[], None]) -> AbstractContextManager[object]:
        """Never."""
        del stop
        return nullcontext()

    def enter(self, stage: ImportStage) -> None:
        """Let it be."""

    def progress(self, share: float) -> None:
        """Let it be."""

    def added(self, connection: Connection, dataset_key: int, loaded: Loaded) -> None:
        """Let it be."""


class ImportService:
    """Brings rows in; a failed import leaves no trace."""

    def __init__(
        self, store: Store, policy: Policy, person: Person, listing: DatasetService
    ) -> None:
        self._store = store
        self._policy = policy
        self._person = person
        self._listing = listing

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
        self._policy.visibility()
        cursor = self._store.engine.moving()
        with self.scratch() as scratch, cancels(cursor.interrupt):
            return reading.preview_file(cursor, path, options, row_count=row_count, scratch=scratch)

    def import_file(
        self,
        path: Path,
        name: str,
        options: Options,
        *,
        project: Project | None = None,
        description: str = "",
        on_progress: Progress | None = None,
        watch: Watch | None = None,
    ) -> tuple[DatasetRecord, Loaded]:
        """Make a dataset out of a file.

        Args:
            path: The file.
            name: Of the dataset.
            options: How to read it.
            project: Where it goes.
            description: What it is about.
            on_progress: Called with a share from 0 to 1, from another thread.
            watch: Follows the import in more detail, and may stop it.

        Raises:
            NameTaken: a dataset of the project has the name.
            BadFile: the file can't be imported exactly as it is.
        """
        self._policy.require(Action.DATASET_CREATE, project.place if project else NOWHERE)

        def load(cursor: Cursor, write: Write, scratch: Path) -> Loaded:
            return reading.load_file(cursor, path, options, write, scratch=scratch)

        return self._make(
            name,
            load,
            project=project,
            description=description,
            on_progress=watch.progress if watch else on_progress,
            watch=watch,
        )

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

        def load(cursor: Cursor, write: Write, scratch: Path) -> Loaded:
            return reading.load_frame(cursor, frame, options, write, scratch=scratch)

        origin = frame.origin if isinstance(frame, Rows) else None
        return self._make(
            name,
            load,
            project=project,
            description=description,
            on_progress=on_progress,
            origin=origin,
        )

    def _make(
        self,
        name: str,
        load: Load,
        *,
        project: Project | None,
        description: str,
        on_progress: Progress | None,
        origin: Origin | None = None,
        watch: Watch | None = None,
    ) -> tuple[DatasetRecord, Loaded]:
        text = clean_name(name)
        if not isinstance(description, str):
            raise BadArgument("A description is text.", field="description")
        uid = datasets.new_uid()
        watching: Watch = watch or _Nobody()
        cursor = self._store.engine.moving()
        watching.enter(ImportStage.READ)
        written: list[parts.NewPart] = []

        def write(query: Sql, columns: Columns) -> parts.NewPart:
            watching.enter(ImportStage.STORE)
            part = parts.write(
                self._store, cursor, query, columns, dataset_uid=uid, on_progress=on_progress
            )
            written.append(part)
            return part

        with (
            self._reserved(project.key if project else None, text),
            self._undone(written),
            closing(cursor),
        ):
            with watching.cancels(cursor.interrupt), self.scratch() as scratch:
                loaded = load(cursor, write, scratch)
            watching.enter(ImportStage.ADD)
            self._register(
                uid,
                text,
                loaded,
                project=project,
                description=description,
                origin=origin,
                watch=watching,
            )
        return self._listing.get(uid), loaded

    @contextmanager
    def _undone(self, written: list[parts.NewPart]) -> Iterator[None]:
        """Take back what was written when the block fails."""
        try:
            yield
        except BaseException:
            for part in written:
                # The error that is on its way matters more; the sweeper knows the part.
                with suppress(VaultError):
                    parts.discard(self._store, part)
            raise

    def _register(
        self,
        uid: str,
        name: str,
        loaded: Loaded,
        *,
        project: Project | None = None,
        description: str = "",
        origin: Origin | None = None,
        watch: Watch,
    ) -> None:
        """Make the dataset, its first version and its parts visible, in one transaction."""
        row_count = sum(part.row_count for part in loaded.parts)
        with self._store.catalog.write() as connection:
            part_ids = parts.register(connection, self._store, loaded.parts)
            key = datasets.insert(
                connection,
                uid,
                name,
                project_id=project.key if project else None,
                description=description,
                status=DatasetStatus.COMPLETE,
                source=DatasetSource.EXPORT if origin else DatasetSource.FILE,
                kind=DatasetKind.MASTER,
                owner_id=self._person.key,
                row_count=row_count,
                byte_count=sum(part.byte_count for part in loaded.parts),
                column_count=len(loaded.columns),
                version_count=1,
            )
            head = self._first_version(connection, key, loaded, part_ids, origin)
            datasets.update(connection, key, head_id=head)
            datasets.release(connection, project.key if project else None, name)
            people.record(
                connection,
                self._policy.actor_name,
                "dataset.import",
                uid,
                name,
                project_uid=project.id if project else None,
                row_count=row_count,
            )
            watch.added(connection, key, loaded)
            bump(connection)

    def _first_version(
        self,
        connection: Connection,
        dataset_key: int,
        loaded: Loaded,
        part_ids: list[int],
        origin: Origin | None,
    ) -> int:
        """Make version 1.0.0, which remembers where its rows came from; its key."""
        source_info = {
            **loaded.source_info,
            **({"origin": asdict(origin)} if origin else {}),
            "notes": [note.message for note in loaded.notes],
        }
        return versions.insert_final(
            connection,
            dataset_key,
            FIRST_NUMBER,
            ordinal=1,
            parts=loaded.parts,
            part_ids=part_ids,
            columns=loaded.columns,
            person_key=self._person.key,
            source_info=source_info,
        )

    @contextmanager
    def _reserved(self, project_key: int | None, name: str) -> Iterator[None]:
        """Keep the name from the start, so that a long import can't lose it at its end."""
        with self._store.catalog.write() as connection:
            self._listing.require_free(connection, project_key, name)
            datasets.reserve(connection, project_key, name, self._store.liveness.name)
        try:
            yield  # a finished import has released it in the transaction that took it
        except BaseException:
            with suppress(VaultError), self._store.catalog.write() as connection:
                datasets.release(connection, project_key, name)
            raise

    @contextmanager
    def scratch(self) -> Iterator[Path]:
        """A folder for staging that belongs to this process and is gone afterwards."""
        place = own_folder(self._store)
        with translated():
            folder = Path(tempfile.mkdtemp(prefix="staging-", dir=place))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
