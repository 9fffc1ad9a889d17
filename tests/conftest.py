"""No test may touch the vault of whoever runs the tests; one browser serves them all."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings
from hypothesis.internal.conjecture import providers
from playwright.sync_api import Browser, expect, sync_playwright

from tests.e2e.chromium import launch

# How long an example takes says nothing: the machine does other things, too. The usual run tries
# the same examples each time, so that it answers for the change; the full one looks for new ones.
FULL = os.environ.get("DATAVAULT_TEST_FULL") == "1"
settings.register_profile("usual", deadline=None, derandomize=not FULL)
settings.load_profile("usual")
if not FULL:
    # Else some are made of the constants in whatever modules happen to be loaded by then.
    setattr(providers, "is_local_module_file", lambda _path: False)  # noqa: B010 - not exported
# Nor how long a view takes to get there.
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
