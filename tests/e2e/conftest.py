"""One JupyterLab and one browser for all browser tests; one page and workspace for each."""

import re
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.lab import START_MILLISECONDS, Lab
from tests.e2e.server import LabServer

SHOTS = Path(__file__).parents[2] / "test-results"

failed = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let the `lab` fixture know whether its test failed."""
    report = yield
    if report.failed:
        item.stash[failed] = True
    return report


@pytest.fixture(scope="session")
def lab_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LabServer]:
    server = LabServer(tmp_path_factory.mktemp("lab"))
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture
def lab(request: pytest.FixtureRequest, lab_server: LabServer, browser: Browser) -> Iterator[Lab]:
    name = re.sub(r"\W+", "-", request.node.name).strip("-")
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        context.set_default_navigation_timeout(START_MILLISECONDS)
        lab = Lab(context.new_page(), lab_server, name, SHOTS)
        yield lab
        if request.node.stash.get(failed, False):
            lab.screenshot(f"{name}-failed")
        lab.close()
