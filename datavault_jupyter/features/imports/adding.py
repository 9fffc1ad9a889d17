"""New datasets and new versions out of loaded rows: all of it happens, or nothing."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext, suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from datavault_jupyter.base.errors import BadArgument, VaultError
from datavault_jupyter.base.names import clean_name
from datavault_jupyter.features.datasets import queries as datasets
from datavault_jupyter.features.datasets.records import (
    DatasetKind,
    DatasetRecord,
    DatasetSource,
    DatasetStatus,
)
from datavault_jupyter.features.datasets.service import DatasetService
from datavault_jupyter.features.imports import queries
from datavault_jupyter.features.imports.folders import own_folder
from datavault_jupyter.features.imports.records import ImportStage, Loaded, Watch, Write
from datavault_jupyter.features.people import queries as people
from datavault_jupyter.features.people.records import Person
from datavault_jupyter.features.projects.records import Project
from datavault_jupyter.features.sql.rows import Origin
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
    from datavault_jupyter.storage.catalog import Connection
    from datavault_jupyter.storage.engine import Cursor

    Load = Callable[[Cursor, Write, Path], Loaded]


class Nobody:
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


@dataclass(frozen=True, slots=True)
class Making:
    """A dataset to be.

    Attributes:
        name: Its name.
        source: Where its rows come from; it never changes.
        project: Where it goes; None is outside all projects.
        description: What it is about.
        origin: The datasets its rows are made from, if any.
    """

    name: str
    source: DatasetSource = DatasetSource.FILE
    project: Project | None = None
    description: str = ""
    origin: Origin | None = None

    @property
    def project_key(self) -> int | None:
        """The key of its project."""
        return self.project.key if self.project else None


class Adder:
    """Writes rows where nobody sees them, then shows them in one transaction."""

    def __init__(
        self, store: Store, actor_name: str, person: Person, listing: DatasetService
    ) -> None:
        self._store = store
        self._actor_name = actor_name
        self._person = person
        self._listing = listing

    def make(
        self,
        making: Making,
        load: Load,
        *,
        on_progress: Progress | None = None,
        watch: Watch | None = None,
    ) -> tuple[DatasetRecord, Loaded]:
        """Make a dataset of what `load` writes.

        Raises:
            NameTaken: a dataset of the project has the name.
        """
        made = replace(making, name=clean_name(making.name))
        if not isinstance(making.description, str):
            raise BadArgument("A description is text.", field="description")
        uid = datasets.new_uid()
        with self.reserved(made):
            loaded = self.load(
                uid,
                load,
                lambda loaded, watching: self._register(uid, made, loaded, watching),
                on_progress=on_progress,
                watch=watch,
            )
        return self._listing.get(uid), loaded

    def load(
        self,
        uid: str,
        load: Load,
        register: Callable[[Loaded, Watch], None],
        *,
        on_progress: Progress | None = None,
        watch: Watch | None = None,
    ) -> Loaded:
        """Load into unseen parts, then register them; on any failure nothing is left.

        Args:
            uid: The dataset whose rows they are.
            load: Reads the source and writes parts.
            register: Makes them visible, in one transaction.
            on_progress: Called with a share from 0 to 1, from another thread.
            watch: Follows the import in more detail, and may stop it.
        """
        watching: Watch = watch or Nobody()
        report = watch.progress if watch else on_progress
        cursor = self._store.engine.moving()
        watching.enter(ImportStage.READ)
        written: list[parts.NewPart] = []
        began = time.monotonic()

        def write(query: Sql, columns: Columns) -> parts.NewPart:
            watching.enter(ImportStage.STORE)
            part = parts.write(
                self._store, cursor, query, columns, dataset_uid=uid, on_progress=report
            )
            written.append(part)
            return part

        with self._undone(written), closing(cursor):
            with watching.cancels(cursor.interrupt), self.scratch() as scratch:
                loaded = load(cursor, write, scratch)
            watching.enter(ImportStage.ADD)
            seconds = round(time.monotonic() - began, 3)
            info = {**loaded.source_info, "seconds": seconds}
            loaded = replace(loaded, source_info=info)
            register(loaded, watching)
        return loaded

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

    def _register(self, uid: str, making: Making, loaded: Loaded, watch: Watch) -> None:
        """Make the dataset, its first version and its parts visible, in one transaction."""
        row_count = sum(part.row_count for part in loaded.parts)
        byte_count = sum(part.byte_count for part in loaded.parts)
        with self._store.catalog.write() as connection:
            part_ids = parts.register(connection, self._store, loaded.parts)
            key = datasets.insert(
                connection,
                uid,
                making.name,
                project_id=making.project_key,
                description=making.description,
                status=DatasetStatus.COMPLETE,
                source=DatasetSource.EXPORT if making.origin else making.source,
                kind=DatasetKind.MASTER,
                owner_id=self._person.key,
                row_count=row_count,
                byte_count=byte_count,
                column_count=len(loaded.columns),
                version_count=1,
            )
            head = versions.insert_final(
                connection,
                key,
                FIRST_NUMBER,
                ordinal=1,
                part_ids=part_ids,
                row_count=row_count,
                byte_count=byte_count,
                columns=loaded.columns,
                person_key=self._person.key,
                source_info=told(loaded, making.origin),
            )
            queries.insert_rejects(connection, head, loaded.rejects)
            datasets.update(connection, key, head_id=head)
            datasets.release(connection, making.project_key, making.name)
            people.record(
                connection,
                self._actor_name,
                "dataset.import",
                uid,
                making.name,
                project_uid=making.project.id if making.project else None,
                row_count=row_count,
                number=FIRST_NUMBER,
            )
            watch.added(connection, key, loaded)
            bump(connection)

    @contextmanager
    def reserved(self, making: Making) -> Iterator[None]:
        """Keep the name from the start, so that a long import can't lose it at its end."""
        with self._store.catalog.write() as connection:
            self._listing.require_free(connection, making.project_key, making.name)
            datasets.reserve(connection, making.project_key, making.name, self._store.liveness.name)
        try:
            yield  # a finished import has released it in the transaction that took it
        except BaseException:
            with suppress(VaultError), self._store.catalog.write() as connection:
                datasets.release(connection, making.project_key, making.name)
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


def told(loaded: Loaded, origin: Origin | None = None) -> dict[str, Any]:
    """What a version remembers of where its rows came from, ready for JSON."""
    imported = sum(part.row_count for part in loaded.parts)
    columns: list[Mapping[str, Any]] = [asdict(each) for each in loaded.source_columns]
    return {
        **loaded.source_info,
        **({"origin": asdict(origin)} if origin else {}),
        **({"columns": columns} if columns else {}),
        "row_count": imported,
        "reject_count": len(loaded.rejects),
        "notes": [note.message for note in loaded.notes],
    }
