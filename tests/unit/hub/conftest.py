"""The real client on a Hub of our own, with a cache and a token folder of the test's own."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from datavault_jupyter import Vault
from datavault_jupyter.features.hub.service import HubService
from datavault_jupyter.features.hub.settings import HubSettings
from tests.hub.given import client_apart
from tests.hub.server import Hub, running

__all__ = ["client_apart"]

SignIn = Callable[[str], None]


@pytest.fixture
def settings(remote: Hub, tmp_path: Path) -> HubSettings:
    return HubSettings(
        endpoint=remote.url,
        viewer_url="",
        timeout_s=60.0,
        first_wait_s=0.01,
        cache_folder=tmp_path / "hub-cache",
    )


@pytest.fixture
def remote() -> Iterator[Hub]:
    with running() as made:
        yield made


@pytest.fixture
def reach(vault: Vault, settings: HubSettings, client_apart: Path) -> Callable[..., HubService]:
    """The vault's own service, with settings of the test's."""

    def made(**changes: object) -> HubService:
        service = vault._services.hub
        service.settings = replace(settings, **changes)  # type: ignore[arg-type]
        return service

    return made


@pytest.fixture
def service(reach: Callable[..., HubService]) -> HubService:
    return reach()


@pytest.fixture
def sign_in(remote: Hub, monkeypatch: pytest.MonkeyPatch) -> SignIn:
    """Be ``owner``, ``member``, ``stranger`` or ``bad``."""

    def done(name: str) -> None:
        monkeypatch.setenv("HF_TOKEN", remote.token_of(name))

    return done
