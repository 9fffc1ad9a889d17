"""Looking the vault over, and mending what is safe to mend."""

from __future__ import annotations

import importlib.metadata
import platform
import shutil
from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa

from datavault_jupyter.access import Action, Policy
from datavault_jupyter.base import wording
from datavault_jupyter.features.doctor.records import Checkup, Finding
from datavault_jupyter.storage import migrations, parts, sweep, tables
from datavault_jupyter.storage.catalog import SQLITE_VERSION
from datavault_jupyter.storage.store import Store

_PACKAGES = (
    "datavault-jupyter",
    "duckdb",
    "SQLAlchemy",
    "pandas",
    "pyarrow",
    "polars",
    "ipykernel",
)


class DoctorService:
    """Checks a vault."""

    def __init__(self, store: Store, policy: Policy) -> None:
        self._store = store
        self._policy = policy

    def check(self, *, verify: bool = False, mend: bool = True) -> Checkup:
        """Look everything over.

        Args:
            verify: Read every part and compare its checksum, too: as long as reading all bytes.
            mend: Put right what is safe to put right: leftovers of processes that have ended.

        Raises:
            NotAllowed: the actor may not mend this vault.
        """
        self._policy.require(Action.VAULT_MEND)
        findings = [Finding(problem) for problem in self._store.catalog.check()]
        findings += self._leftovers(mend=mend)
        findings += self._parts(verify=verify)
        return Checkup(self._versions(), self._facts(), findings)

    def _versions(self) -> dict[str, str]:
        made = {"Python": platform.python_version(), "SQLite": SQLITE_VERSION}
        for name in _PACKAGES:
            try:
                made[name] = importlib.metadata.version(name)
            except importlib.metadata.PackageNotFoundError:
                continue
        made["catalogue"] = str(migrations.NEWEST)
        return made

    def _facts(self) -> dict[str, str]:
        store = self._store
        with store.catalog.read() as connection:
            counts = {
                name: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
                for name, table in (
                    ("Datasets", tables.dataset),
                    ("Versions", tables.version),
                    ("Parts", tables.part),
                    ("Being written", tables.pending),
                    ("In the trash", tables.trash),
                )
            }
            stored = connection.scalar(sa.select(sa.func.sum(tables.part.c.byte_count))) or 0
        living = [name for name in store.liveness.others() if store.liveness.is_alive(name)]
        free = shutil.disk_usage(store.root).free
        return {
            "Folder": str(store.root),
            "File system": f"{store.filesystem or 'unknown'}"
            + (" (network)" if store.on_network else ""),
            "Journal": store.catalog.journal_mode,
            "Rows on disk": wording.size(int(stored)),
            "Catalogue": wording.size(store.catalog.path.stat().st_size),
            "Free space": wording.size(free),
            "Other kernels": wording.count(len(living)),
            **{name: wording.count(int(number)) for name, number in counts.items()},
        }

    def _leftovers(self, *, mend: bool) -> list[Finding]:
        if not mend:
            if not sweep.has_leftovers(self._store):
                return []
            return [Finding("A process ended without closing the vault.", hint="doctor() mends.")]
        swept = sweep.sweep(self._store)
        made = []
        if swept.process_count:
            ended = wording.count(swept.process_count, "process", "processes")
            made.append(Finding(f"{ended} ended without closing the vault.", is_mended=True))
        if swept.file_count:
            files = wording.count(swept.file_count, "abandoned file")
            size = wording.size(swept.byte_count)
            made.append(Finding(f"{files} removed ({size}).", is_mended=True))
        return made

    def _parts(self, *, verify: bool) -> list[Finding]:
        """Files that are gone or have another size; another content, too, when asked."""
        part = tables.part
        with self._store.catalog.read() as connection:
            known = connection.execute(
                sa.select(part.c.path, part.c.byte_count, part.c.sha256)
            ).all()
        with ThreadPoolExecutor(max_workers=2) as pool:
            found = pool.map(lambda row: (row.path, self._part(*row, verify=verify)), known)
            wrong = [(path, finding) for path, finding in found if finding is not None]
        with self._store.catalog.read() as connection:
            listed = set(connection.scalars(sa.select(part.c.path))) if wrong else set()
        # What was deleted while we looked is no finding.
        return [finding for path, finding in wrong if path in listed]

    def _part(self, path: str, byte_count: int, sha256: str, *, verify: bool) -> Finding | None:
        place = self._store.path(path)
        try:
            found_bytes = place.stat().st_size
            is_other = verify and found_bytes == byte_count and parts.sha256_of(place) != sha256
        except OSError as error:
            return Finding(
                f"{path} is gone or can't be read ({error.strerror}).",
                hint=f"{self._whose(path)} Restore it from a backup.",
            )
        if found_bytes != byte_count:
            return Finding(
                f"{path} has {found_bytes:,} bytes instead of {byte_count:,}.",
                hint=f"{self._whose(path)} Restore it from a backup.",
            )
        if is_other:
            return Finding(
                f"{path} does not hold what was written.",
                hint=f"{self._whose(path)} Restore it from a backup.",
            )
        return None

    def _whose(self, path: str) -> str:
        """Which datasets a damaged part belongs to."""
        part, listed, version, dataset = (
            tables.part,
            tables.version_part,
            tables.version,
            tables.dataset,
        )
        with self._store.catalog.read() as connection:
            names = connection.scalars(
                sa.select(dataset.c.name)
                .distinct()
                .join(version, version.c.dataset_id == dataset.c.id)
                .join(listed, listed.c.version_id == version.c.id)
                .join(part, part.c.id == listed.c.part_id)
                .where(part.c.path == path)
            ).all()
        return f"It is part of {wording.listing([repr(name) for name in names])}."
