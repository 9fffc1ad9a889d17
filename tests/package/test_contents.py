"""What is in the files we publish."""

import tarfile
import zipfile
from email.parser import Parser
from pathlib import PurePosixPath

import pytest

from tests.package.conftest import ROOT, Distributions

OTHERS = {"tests", "notebooks", "js", "benchmarks", "docs", "node_modules"}


def wheel_names(distributions: Distributions) -> set[str]:
    with zipfile.ZipFile(distributions.wheel) as wheel:
        return set(wheel.namelist())


def modules_in_repository() -> set[str]:
    package = ROOT / "datavault_jupyter"
    return {path.relative_to(ROOT).as_posix() for path in package.rglob("*.py")}


def test_wheel_holds_every_module_and_the_type_marker(distributions: Distributions) -> None:
    names = wheel_names(distributions)

    assert modules_in_repository() <= names
    assert "datavault_jupyter/py.typed" in names


def test_wheel_holds_the_package_and_nothing_else(distributions: Distributions) -> None:
    tops = {PurePosixPath(name).parts[0] for name in wheel_names(distributions)}

    assert {top for top in tops if not top.endswith((".dist-info", ".data"))} == {
        "datavault_jupyter"
    }
    data = {name.partition(".data/data/")[2] for name in wheel_names(distributions)}
    assert "etc/jupyter/jupyter_server_config.d/datavault_jupyter.json" in data
    extension = "share/jupyter/labextensions/datavault-jupyter"
    assert {f"{extension}/package.json", f"{extension}/install.json"} <= data
    assert f"{extension}/schemas/datavault-jupyter/vault.json" in data
    assert any(name.startswith(f"{extension}/static/remoteEntry.") for name in data)
    assert {PurePosixPath(name).parts[0] for name in data if name} <= {"etc", "share"}


def test_wheel_names_its_licence_and_its_oldest_python(distributions: Distributions) -> None:
    with zipfile.ZipFile(distributions.wheel) as wheel:
        (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = Parser().parsestr(wheel.read(name).decode())

    assert metadata["License-Expression"] == "BSD-3-Clause"
    assert metadata["Requires-Python"] == ">=3.11"
    assert metadata["License-File"] == "LICENSE"


@pytest.mark.parametrize("name", ["LICENSE", "pyproject.toml", "datavault_jupyter/py.typed"])
def test_sdist_holds_what_a_build_needs(distributions: Distributions, name: str) -> None:
    with tarfile.open(distributions.sdist) as sdist:
        names = {PurePosixPath(*PurePosixPath(each).parts[1:]) for each in sdist.getnames()}

    assert PurePosixPath(name) in names
    assert not {path.parts[0] for path in names if path.parts} & OTHERS


def test_the_views_travel_light(distributions: Distributions) -> None:
    """What every widget carries, and saves with its notebook, stays below 100 kB."""
    with zipfile.ZipFile(distributions.wheel) as wheel:
        size = wheel.getinfo("datavault_jupyter/widgets/static/views.js").file_size
        assert size <= 100_000
        for name in ("more.js", "chart.js", "chart.licenses.txt"):
            assert wheel.getinfo(f"datavault_jupyter/widgets/static/{name}").file_size > 0
