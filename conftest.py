"""What the examples in docstrings may use: a small vault, and the folder it lies in."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _names_for_examples(
    request: pytest.FixtureRequest, doctest_namespace: dict[str, Any]
) -> Iterator[None]:
    """Give examples a vault with three penguins; other tests make their own."""
    if not isinstance(request.node, pytest.DoctestItem):
        yield
        return
    tmp_path: Path = request.getfixturevalue("tmp_path")
    from datavault_jupyter import Vault

    path = tmp_path / "penguins.csv"
    path.write_text("species,body_mass_g\nAdelie,3000\nAdelie,3500\nGentoo,5000\n")
    with Vault(tmp_path / "vault") as vault:
        vault.import_file(path)
        doctest_namespace["vault"] = vault
        doctest_namespace["folder"] = vault.path
        yield
