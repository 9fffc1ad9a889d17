"""Fixtures for tests that talk to the Hub; import them into a test or a conftest."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.hub.server import Hub, running

__all__ = ["Hub", "client_apart", "hub", "running", "subprocess_settings"]


@pytest.fixture
def hub() -> Iterator[Hub]:
    """A fresh Hub; give its `url` as ``endpoint=``."""
    with running() as made:
        yield made


@pytest.fixture
def client_apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Keep the Hub's client from the machine's own cache, token and proxy, and from waiting.

    Its settings are read once, when it is imported, so they are changed where they were read to.
    Returns the folder of its cache.
    """
    from huggingface_hub import constants, file_download
    from huggingface_hub.utils import _http

    home = tmp_path / "hf"
    for name, value in subprocess_settings(home).items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("HF_TOKEN", raising=False)
    monkeypatch.delenv("HUGGING_FACE_HUB_TOKEN", raising=False)
    cache = home / "hub"
    for name, path in {
        "HF_HOME": home,
        "HF_HUB_CACHE": cache,
        "HF_TOKEN_PATH": home / "token",
        "HF_ASSETS_CACHE": home / "assets",
    }.items():
        monkeypatch.setattr(constants, name, str(path))
    for name in ("HF_HUB_DISABLE_TELEMETRY", "HF_HUB_DISABLE_XET"):
        monkeypatch.setattr(constants, name, True)
    # Its back-off sleeps up to 23 s; only these two modules lose their sleep.
    without_sleep = SimpleNamespace(**vars(time) | {"sleep": lambda _: None})
    monkeypatch.setattr(_http, "time", without_sleep)
    monkeypatch.setattr(file_download, "time", without_sleep)
    # A client made before keeps the proxies it was made with.
    _http.close_session()
    return cache


def subprocess_settings(home: Path, hub: Hub | None = None) -> dict[str, str]:
    """Variables for another process, such as Jupyter's server, that is to use a test Hub."""
    made = {
        "HF_HOME": str(home),
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "HF_HUB_DISABLE_XET": "1",
        "HF_HUB_DISABLE_PROGRESS_BARS": "1",
        "NO_PROXY": "127.0.0.1,localhost",
        "no_proxy": "127.0.0.1,localhost",
    }
    return made if hub is None else made | {"HF_ENDPOINT": hub.url}
