"""No test may touch the vault of whoever runs the tests."""

from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session", autouse=True)
def default_vault_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """`Vault()` without an argument opens a temporary one, here and in every kernel started."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATAVAULT_HOME", str(tmp_path_factory.mktemp("default") / "vault"))
        patch.setenv("IPYTHONDIR", str(tmp_path_factory.mktemp("ipython")))
        yield
