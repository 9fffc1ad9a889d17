"""Which Chromium drives the browser tests."""

import os
import shutil
from pathlib import Path

from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    """The browser named in CHROMIUM, else the system's; None leaves it to Playwright's own."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    return next(filter(None, map(shutil.which, NAMES)), None)


def launch(playwright: Playwright) -> Browser:
    """Start it headless; without its sandbox, which root in a container can't have."""
    found = find_chromium()
    path = Path(found) if found else None
    return playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
