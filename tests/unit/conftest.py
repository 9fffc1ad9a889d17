"""A vault of one's own for each test."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from datavault_jupyter import Dataset, Vault
from datavault_jupyter.storage.store import Store


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with Vault(tmp_path / "vault") as made:
        yield made


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store.open(tmp_path / "vault")
    yield made
    made.close()


@pytest.fixture
def reviews(vault: Vault, tmp_path: Path) -> Dataset:
    """Three rows: a number, a text that has a NULL and an empty one, a date."""
    path = tmp_path / "reviews.csv"
    path.write_text('id,text,day\n1,good,2026-01-02\n2,,2026-01-03\n3,"",2026-02-01\n')
    return vault.import_file(path)


@pytest.fixture
def act_as(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Vault]:
    """Open the vault of the test as somebody else."""

    def opened(name: str) -> Vault:
        monkeypatch.setenv("DATAVAULT_DEMO", "1")
        monkeypatch.setenv("DATAVAULT_ACT_AS", name)
        made = Vault(tmp_path / "vault")
        monkeypatch.delenv("DATAVAULT_DEMO")
        return made

    return opened
