"""No test may touch the vault of whoever runs the tests; one browser serves them all."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.e2e.chromium import launch

# How long a view takes to get there says nothing: the machine does other things, too.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session", autouse=True)
def default_vault_elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """`Vault()` without an argument opens a temporary one, here and in every kernel started."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATAVAULT_HOME", str(tmp_path_factory.mktemp("default") / "vault"))
        patch.setenv("IPYTHONDIR", str(tmp_path_factory.mktemp("ipython")))
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; a second one in the same process would not start."""
    with sync_playwright() as playwright:
        made = launch(playwright)
        yield made
        made.close()
