"""Files and frames through the import, without a catalogue entry."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from datavault_jupyter import Vault
from datavault_jupyter.base.errors import VaultError
from datavault_jupyter.features.imports import reading
from datavault_jupyter.features.imports.records import Loaded, Options, Preview
from datavault_jupyter.storage import parts
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.parts import NewPart
from datavault_jupyter.storage.sql import Sql
from datavault_jupyter.storage.store import Store
from tests.unit.imports.wire import Wire


@dataclass
class Bench:
    """A store and a folder for the files of a test."""

    store: Store
    folder: Path

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def load(self, source: object, **options: Any) -> Loaded:
        """Import a path or a frame; the scratch folder is removed as the service does it."""
        cursor = self.store.engine.moving()

        def write(query: Sql, columns: Columns) -> NewPart:
            return parts.write(self.store, cursor, query, columns, dataset_uid="dst_x")

        with tempfile.TemporaryDirectory(dir=self.folder) as scratch:
            if isinstance(source, Path):
                return reading.load_file(
                    cursor, source, Options(**options), write, scratch=Path(scratch)
                )
            return reading.load_frame(
                cursor, source, Options(**options), write, scratch=Path(scratch)
            )

    def preview(self, path: Path, row_count: int = 20, **options: Any) -> Preview:
        with tempfile.TemporaryDirectory(dir=self.folder) as scratch:
            return reading.preview_file(
                self.store.engine.moving(),
                path,
                Options(**options),
                row_count=row_count,
                scratch=Path(scratch),
            )

    def rows(self, loaded: Loaded) -> list[tuple[Any, ...]]:
        """The rows as Python values; types that Python lacks as text."""
        paths = [self.store.path(part.path) for part in loaded.parts]
        query = parts.scan(loaded.columns, paths)
        texts = [
            each.name
            for each in loaded.columns
            if "ZONE" in each.type or "TZ" in each.type or each.type == "TIMESTAMP_NS"
        ]
        shown = ", ".join(f'CAST("{name}" AS VARCHAR) AS "{name}"' for name in texts)
        star = f"* REPLACE ({shown})" if texts else "*"
        cursor = self.store.engine.answering()
        return list(cursor.execute(f"SELECT {star} FROM ({query})").fetchall())

    def texts(self, loaded: Loaded) -> list[tuple[str | None, ...]]:
        """The rows with every value as DuckDB writes it."""
        paths = [self.store.path(part.path) for part in loaded.parts]
        query = parts.scan(loaded.columns, paths)
        cursor = self.store.engine.answering()
        return list(cursor.execute(f"SELECT CAST(COLUMNS(*) AS VARCHAR) FROM ({query})").fetchall())

    def table(self, source: object, **options: Any) -> tuple[dict[str, str], list[Any]]:
        """Types by column name, and the rows."""
        loaded = self.load(source, **options)
        return types(loaded), self.rows(loaded)

    def column(self, *cells: str, **options: Any) -> tuple[str, list[Any]]:
        """Type and values of a CSV column with these cells, beside a column of numbers."""
        lines = "".join(f"{at},{cell}\n" for at, cell in enumerate(cells))
        kinds, rows = self.table(self.write("column.csv", "n,x\n" + lines), **options)
        return kinds["x"], [row[1] for row in rows]

    def refused(self, source: object, **options: Any) -> VaultError:
        """The refusal of a source; nothing may be left of the attempt."""
        before = {path for path in self.folder.rglob("*") if "vault" not in path.parts}
        with pytest.raises(VaultError) as caught:
            self.load(source, **options)
        assert not list((self.store.root / "rows").rglob("*.parquet"))
        assert {path for path in self.folder.rglob("*") if "vault" not in path.parts} == before
        assert "\n" not in caught.value.message
        return caught.value


def types(loaded: Loaded) -> dict[str, str]:
    """The types by column name."""
    return {column.name: column.type for column in loaded.columns}


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    store = Store.open(tmp_path / "vault")
    yield Bench(store, tmp_path)
    store.close()


@pytest.fixture(scope="module")
def long_bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """One store for the many examples of a property test."""
    folder = tmp_path_factory.mktemp("long")
    store = Store.open(folder / "vault")
    yield Bench(store, folder)
    store.close()


@pytest.fixture
def wire(vault: Vault) -> Iterator[Wire]:
    made = Wire(vault)
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "files"
    (place / "inner").mkdir(parents=True)
    (place / ".hidden").mkdir()
    (place / "a.csv").write_text("id,zip\n1,01067\n2,10115\n")
    (place / "Archive.json.gz").write_bytes(b"\x1f\x8b")
    (place / "photo.png").write_bytes(b"\x89PNG")
    return place
