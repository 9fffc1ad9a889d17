"""One vault's folder, opened once in a process: catalogue, engine, and who else is there."""

from __future__ import annotations

import atexit
import hashlib
import os
import platform
import threading
import warnings
import weakref
from pathlib import Path

from datavault_jupyter.base.errors import VaultUnreadable
from datavault_jupyter.storage import migrations
from datavault_jupyter.storage.beats import Beat
from datavault_jupyter.storage.catalog import Catalog, revision
from datavault_jupyter.storage.engine import Engine
from datavault_jupyter.storage.foreign import translated
from datavault_jupyter.storage.mounts import filesystem_kind, is_network
from datavault_jupyter.storage.processes import ProcessLock

CATALOG_NAME = "catalog.sqlite"
_FOLDERS = ("rows", "files", "exports", "processes")

_opened: dict[Path, Store] = {}
_opening = threading.Lock()
_all: weakref.WeakSet[Store] = weakref.WeakSet()


class Store:
    """A vault's folder. Use `Store.open`; one process has one store for each folder.

    Attributes:
        root: The folder.
        catalog: Who and what.
        engine: DuckDB.
        liveness: Which processes have the vault open.
        is_closed: Whether it has been given back.
    """

    def __init__(self, root: Path, *, memory_limit: str | None, threads: int | None) -> None:
        self.root = root
        self._make_folders()
        self.filesystem = filesystem_kind(root)
        self.on_network = is_network(self.filesystem)
        if self.on_network:
            warnings.warn(
                f"The vault {root} lies on a network file system ({self.filesystem}): it works, "
                "more slowly and only as safely as that system's locks.",
                stacklevel=5,
            )
        self.catalog = Catalog(root / CATALOG_NAME, on_network=self.on_network)
        self._migrate()
        self.engine = Engine(root, memory_limit=memory_limit, threads=threads)
        self.liveness = self._announce()
        self.is_closed = False

    @classmethod
    def open(
        cls, root: Path, *, memory_limit: str | None = None, threads: int | None = None
    ) -> Store:
        """The store of a folder, made when there is none yet.

        Raises:
            VaultUnreadable: the folder is no vault and can't be made one.
            VaultTooNew: a later version of this package made it.
        """
        with translated():
            root = root.expanduser().resolve()
        with _opening:
            store = _opened.get(root)
            if store is None or store.is_closed:
                store = cls(root, memory_limit=memory_limit, threads=threads)
                _opened[root] = store
                _all.add(store)
            elif memory_limit or threads:
                store.engine.limit(memory_limit, threads)
            return store

    def _make_folders(self) -> None:
        if self.root.exists() and not self.root.is_dir():
            raise VaultUnreadable(
                f"{self.root} is a file, not a folder.", hint="Name a folder for the vault."
            )
        catalog = self.root / CATALOG_NAME
        is_new = not catalog.exists()
        if is_new and self.root.is_dir():
            strangers = {entry.name for entry in self.root.iterdir()} - set(_FOLDERS)
            # Looked for again: another kernel may just have made the vault; these are its files.
            if strangers and not catalog.exists():
                raise VaultUnreadable(
                    f"{self.root} holds other files and is not a vault.",
                    hint="Name an empty or a new folder.",
                )
        try:
            # Readable by its owner only: rows may be anything.
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            if is_new:
                self.root.chmod(0o700)  # it may have been there, empty and open to all
            for name in _FOLDERS:
                (self.root / name).mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise VaultUnreadable(
                f"The vault's folder {self.root} can't be made or written: {error.strerror}.",
                hint="Choose another folder with dv.Vault('…') or $DATAVAULT_HOME.",
            ) from error

    def _migrate(self) -> None:
        with self.catalog.read() as connection:
            number = migrations.schema_number(connection)
        migrations.check_not_newer(number)
        if number == migrations.NEWEST:
            return
        with self.catalog.write() as connection:
            migrations.migrate(connection)

    def _announce(self) -> ProcessLock | Beat:
        if not self.on_network:
            with translated():
                return ProcessLock(self.root / "processes")
        beat = Beat(self.catalog)
        beat.start()
        return beat

    @property
    def id(self) -> str:
        """``vlt_…``: this very folder on this machine, the same in every process.

        Made of where the folder is, not kept in it: a copy of a vault is another vault.
        """
        with translated():
            found = self.root.stat()
        place = f"{platform.node()}|{self.root}|{found.st_dev}|{found.st_ino}"
        return f"vlt_{hashlib.sha256(place.encode(errors='surrogateescape')).hexdigest()[:20]}"

    def path(self, relative: str) -> Path:
        """The whole path of a file named in the catalogue."""
        return self.root / relative

    def revision(self) -> int:
        """A number that grows with every change of the catalogue, whoever makes it."""
        with self.catalog.read() as connection:
            return revision(connection)

    def is_alone(self) -> bool:
        """Whether no other living process has the vault open."""
        return not any(self.liveness.is_alive(name) for name in self.liveness.others())

    def close(self) -> None:
        """Give everything back; the next `open` starts anew."""
        if not self.is_closed:
            self.is_closed = True
            try:
                self.engine.close()
            finally:
                try:
                    self.liveness.close()
                finally:
                    self.catalog.close()

    def renew_after_fork(self) -> None:
        """Leave the parent's connections and lock alone in a forked child."""
        self.catalog.drop_after_fork()
        self.engine.drop()
        self.liveness.renew_after_fork()


def _close_all() -> None:
    for store in list(_all):
        try:
            store.close()
        except Exception:  # noqa: BLE001, S112 - the process ends; the next one sweeps
            continue


def _renew_all() -> None:
    for store in list(_all):
        store.renew_after_fork()


atexit.register(_close_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_renew_all)
