"""The distributions, built once, and fresh environments to install them into."""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Distributions:
    sdist: Path
    wheel: Path


@dataclass(frozen=True)
class Environment:
    """A virtual environment in which nothing can find Node or the repository."""

    folder: Path

    @property
    def programs(self) -> Path:
        return self.folder / ("Scripts" if sys.platform == "win32" else "bin")

    def install(self, *what: str | Path) -> None:
        """Install with the pip of the environment that runs the tests."""
        pip = (sys.executable, "-m", "pip", "--python", self.folder)
        # Compiling what is imported once would take longer than the rest.
        flags = ["--no-compile", "--disable-pip-version-check", "-qq"]
        run([*pip, "install", *flags, *what], cwd=self.folder, env=without_node(self.programs))

    def python(self, *args: str) -> str:
        env = without_node(self.programs) | {
            "IPYTHONDIR": str(self.folder / "ipython"),
            "DATAVAULT_HOME": str(self.folder / "vault"),
        }
        # A folder of its own, so that the repository's package is not importable by accident.
        return run([self.programs / "python", *args], cwd=self.folder, env=env)


def run(command: Sequence[str | Path], *, cwd: Path, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command} failed:\n{done.stdout}\n{done.stderr}"
    return done.stdout


def without_node(programs: Path) -> dict[str, str]:
    """This process's variables, with a PATH that ends at one environment."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("npm_")}
    return kept | {"PATH": str(programs)}


def make_environment(folder: Path) -> Environment:
    run([sys.executable, "-m", "venv", "--without-pip", folder], cwd=folder.parent)
    return Environment(folder)


@pytest.fixture(scope="session")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Distributions:
    """Sdist from the repository, wheel from that sdist."""
    out = tmp_path_factory.mktemp("dist")
    run([sys.executable, "-m", "build", "--no-isolation", "--outdir", out], cwd=ROOT)
    (sdist,) = out.glob("*.tar.gz")
    (wheel,) = out.glob("*.whl")
    return Distributions(sdist, wheel)


@pytest.fixture(scope="session")
def constraints(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The lock without hashes: a wheel built a moment ago has none to compare with."""
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    path = tmp_path_factory.mktemp("constraints") / "constraints.txt"
    without_hashes = re.sub(r" \\\n|^ +--hash=\S+", "\n", lock, flags=re.MULTILINE)
    path.write_text(without_hashes, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def installed(
    distributions: Distributions, constraints: Path, tmp_path_factory: pytest.TempPathFactory
) -> Environment:
    """The wheel with the dependencies it names, and nothing else."""
    environment = make_environment(tmp_path_factory.mktemp("wheel") / "venv")
    environment.install("--constraint", constraints, distributions.wheel)
    return environment


@pytest.fixture(scope="session")
def installed_from_source(
    distributions: Distributions, tmp_path_factory: pytest.TempPathFactory
) -> Environment:
    """The sdist alone: its dependencies are the wheel's, and those are installed elsewhere."""
    environment = make_environment(tmp_path_factory.mktemp("sdist") / "venv")
    environment.install("--no-deps", distributions.sdist)
    return environment
