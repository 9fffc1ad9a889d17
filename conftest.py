"""What the examples in docstrings may use: a small vault, and the folder it lies in."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis.internal.conjecture import providers

# The usual run tries the same examples each time, so that it answers for the change; the full one
# looks for new ones. How long an example takes says nothing: the machine does other things, too.
FULL = os.environ.get("DATAVAULT_TEST_FULL") == "1"
settings.register_profile("usual", deadline=None, derandomize=not FULL)
settings.load_profile("usual")
if not FULL:
    # Hypothesis draws numbers and texts from the code of modules that are loaded as well, and which
    # are depends on the tests that ran before in the same process: all examples would be others.
    pytest.MonkeyPatch().setattr(providers, "is_local_module_file", lambda _path: False)


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
