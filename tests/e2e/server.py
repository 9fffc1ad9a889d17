"""A JupyterLab server that shares nothing with the user's own."""

import http.client
import json
import os
import random
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

START_SECONDS = 180
STOP_SECONDS = 15

SETTINGS = {
    # The question about news covers a corner of the page.
    "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
    # Cells out of sight stay in the page, where a test can look at them.
    "notebook-extension/tracker": {"windowingMode": "none"},
    # Half of the time of a test would be waiting for a save nobody asked for.
    "docmanager-extension/plugin": {"autosave": False},
}


# Below those that systems hand out by themselves: between the probe and the server's start, which
# takes seconds, no connection or kernel on the machine is given this one.
PORTS = range(20_000, 30_000)


def own_ports() -> Sequence[int]:
    """The ports of this process: between probe and start no other one's tests find them free."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    count = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    return PORTS[worker % count :: count]


def free_port() -> int:
    for port in random.SystemRandom().sample(own_ports(), 100):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("No port is free.")


@dataclass
class LabServer:
    """JupyterLab on a free loopback port, with every folder of its own below `home`."""

    home: Path
    port: int = field(default_factory=free_port)
    token: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)
    process: subprocess.Popen[bytes] | None = None

    @property
    def root(self) -> Path:
        """Where notebooks lie."""
        return self.home / "root"

    @property
    def vault(self) -> Path:
        """The vault that kernels open by default."""
        return self.home / "vault"

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/{path}"

    def start(self) -> None:
        self.root.mkdir(parents=True)
        self._write_settings()
        with (self.home / "server.txt").open("wb") as log:
            self.process = subprocess.Popen(
                self._command(),
                cwd=self.root,
                env=self._environment(),
                stdout=log,
                stderr=subprocess.STDOUT,
                # A process group of its own: kernels go down with the server.
                start_new_session=True,
            )
        self._wait_until_up()

    def stop(self) -> None:
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def _command(self) -> list[str]:
        return [
            *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
            "--ServerApp.ip=127.0.0.1",
            f"--ServerApp.port={self.port}",
            "--ServerApp.port_retries=0",
            f"--ServerApp.root_dir={self.root}",
            f"--IdentityProvider.token={self.token}",
            "--LabApp.expose_app_in_browser=True",
            "--JupyterNotebookApp.expose_app_in_browser=True",
            "--LabApp.extension_manager=readonly",
        ]

    def _environment(self) -> dict[str, str]:
        folders = {
            "JUPYTER_CONFIG_DIR": "config",
            "JUPYTER_DATA_DIR": "data",
            "JUPYTER_RUNTIME_DIR": "runtime",
            "JUPYTERLAB_SETTINGS_DIR": "settings",
            "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
            "IPYTHONDIR": "ipython",
            "DATAVAULT_HOME": "vault",
        }
        return os.environ | {name: str(self.home / folder) for name, folder in folders.items()}

    def _write_settings(self) -> None:
        for plugin, values in SETTINGS.items():
            path = self.home / "settings" / "@jupyterlab" / f"{plugin}.jupyterlab-settings"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(values), encoding="utf-8")

    def _wait_until_up(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._is_up():
                return
            if self.process is None or self.process.poll() is not None:
                break
            time.sleep(0.05)
        said = (self.home / "server.txt").read_text(encoding="utf-8", errors="replace")
        message = f"JupyterLab did not start:\n{said}"
        raise RuntimeError(message)

    def _is_up(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/api", headers={"Authorization": f"token {self.token}"})
            return connection.getresponse().status == http.HTTPStatus.OK
        except OSError:
            return False
        finally:
            connection.close()
