"""One real Jupyter server on loopback, asked as a browser asks, and a vault with people in it."""

import http.client
import json
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from datavault_jupyter import Vault
from datavault_jupyter.protocol.framing import CONTENT_TYPE, framed, unframed
from tests.e2e.server import free_port

START_SECONDS = 180
ASK = "datavault/api/ask"
# With characters that a slip in the making of addresses would break.
BASE = "/a%40b/"
ROOT = Path(__file__).parents[2]
NAMED = (
    "--ServerApp.identity_provider_class=tests.server.rules.Names",
    "--ServerApp.authorizer_class=tests.server.rules.ReadersAndWriters",
)


@dataclass
class Reply:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def message(self) -> dict[str, Any]:
        return unframed(self.body)[0]

    @property
    def frames(self) -> dict[str, bytes]:
        message, parts = unframed(self.body)
        return {name: bytes(part) for name, part in zip(message["frames"], parts, strict=True)}

    @property
    def code(self) -> str:
        """Of a refusal; empty for an answer."""
        return "" if self.message["ok"] else str(self.message["error"]["code"])

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class VaultServer:
    """A Jupyter server with the extension, as an install enables it."""

    home: Path
    vault: Path
    has_names: bool
    # Few enough to be filled by a test; a page of one's own asks more at once.
    waiting: int = 2
    at_once: int = 2
    port: int = field(default_factory=free_port)
    token: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        (self.home / "root").mkdir(parents=True, exist_ok=True)
        folders = ("config", "data", "runtime")
        env = os.environ | {
            f"JUPYTER_{each.upper()}_DIR": str(self.home / each) for each in folders
        }
        env["PYTHONPATH"] = str(ROOT)
        command = [
            *(sys.executable, "-m", "jupyter_server", "--no-browser", "--allow-root"),
            *("--ServerApp.ip=127.0.0.1", f"--ServerApp.port={self.port}"),
            *("--ServerApp.port_retries=0", f"--ServerApp.base_url={BASE}"),
            f"--ServerApp.root_dir={self.home / 'root'}",
            f"--IdentityProvider.token={self.token}",
            "--ServerApp.allow_unauthenticated_access=False",
            *(f"--DataVault.vaults=team={self.vault}", "--DataVault.vaults=gone=/nowhere/at/all"),
            f"--DataVault.at_once={self.at_once}",
            f"--DataVault.waiting={self.waiting}",
            "--DataVault.max_question_bytes=2000000",
            *(NAMED if self.has_names else ()),
        ]
        with (self.home / "server.txt").open("wb") as log:
            self.process = subprocess.Popen(
                command, env=env, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                if self.get("api").status == 200:
                    return
            except OSError:
                pass
            time.sleep(0.05)
        raise RuntimeError(f"The server did not start:\n{self.said()}")

    def said(self) -> str:
        return (self.home / "server.txt").read_text(encoding="utf-8", errors="replace")

    def stop(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait()

    def kill(self) -> None:
        """End it as a crash does: without a word."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def request(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> Reply:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, BASE + path, body or None, headers or {})
            response = connection.getresponse()
            return Reply(response.status, response.headers, response.read())
        finally:
            connection.close()

    def signed(self, user: str = "") -> dict[str, str]:
        """The headers of somebody who has the token."""
        named = {"X-Test-User": user} if user else {}
        return {"Authorization": f"token {self.token}", **named}

    def get(self, path: str, user: str = "", **headers: str) -> Reply:
        return self.request("GET", path, headers=self.signed(user) | headers)

    def ask(
        self,
        op: str,
        args: Any = None,
        *,
        user: str = "",
        parts: Sequence[bytes] = (),
        **more: Any,
    ) -> Reply:
        message = {"v": 1, "ask": "k-1", "vault": "team", "op": op, "args": args or {}, **more}
        headers = self.signed(user) | {"Content-Type": CONTENT_TYPE}
        return self.request("POST", ASK, framed(message, parts), headers)


@pytest.fixture(scope="session")
def team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with a project, two datasets and people of every role."""
    path = tmp_path_factory.mktemp("server") / "team"
    with Vault(path) as vault:
        vault.projects.create("Teaching")
        vault.import_frame(pd.DataFrame({"n": range(1000)}), name="numbers", project="Teaching")
        vault.import_frame(pd.DataFrame({"word": ["a", "b"]}), name="words")
        for name, role in (
            ("ada", "org_admin"),
            ("guest", "org_admin"),
            ("nobody", "org_admin"),
            ("olga", "project_admin"),
            ("vera", "project_admin"),
            ("carl", "contributor"),
        ):
            vault.people.add(name, role)
        vault.projects.add_member("Teaching", "olga", "owner")
        vault.projects.add_member("Teaching", "vera", "viewer")
    return path


def running(
    home: Path, vault: Path, *, has_names: bool, waiting: int = 64
) -> Iterator[VaultServer]:
    """A server as long as it is needed."""
    server = VaultServer(home, vault, has_names, waiting)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def server(team: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[VaultServer]:
    """A server that knows names."""
    home = tmp_path_factory.mktemp("named") / "home"
    yield from running(home, team, has_names=True, waiting=2)


@pytest.fixture(scope="session")
def own_server(team: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[VaultServer]:
    """A server with a token alone, as on one's own machine."""
    yield from running(tmp_path_factory.mktemp("own") / "home", team, has_names=False)
