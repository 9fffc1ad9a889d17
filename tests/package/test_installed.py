"""The published files at work on a machine without Node."""

import json

from tests.package.conftest import Environment

WHERE_IS_NODE = "import shutil; print(shutil.which('node'), shutil.which('npm'))"

IMPORT = "import datavault_jupyter as dv; print(dv.__version__, dv.__file__)"

IMPORT_EVERY_MODULE = """
import importlib, pkgutil, datavault_jupyter as dv
found = list(pkgutil.walk_packages(dv.__path__, "datavault_jupyter."))
for module in found:
    if module.name == "datavault_jupyter.exporter":
        continue  # loaded by nbconvert alone, where that is
    if module.name.startswith("datavault_jupyter.server"):
        continue  # the same, by Jupyter's server
    importlib.import_module(module.name)
"""

VERSION = "from importlib.metadata import version; print(version('datavault-jupyter'))"

WHERE = "import importlib.util as u; print(u.find_spec('datavault_jupyter').origin)"

LOAD_EXTENSION = """
%load_ext datavault_jupyter
print("%vault is there:", get_ipython().find_line_magic("vault") is not None)
"""


def test_node_is_out_of_reach(installed: Environment) -> None:
    assert installed.python("-c", WHERE_IS_NODE).split() == ["None", "None"]


def test_wheel_imports_from_where_it_was_installed(installed: Environment) -> None:
    version, path = installed.python("-W", "error", "-c", IMPORT).strip().split(" ", 1)

    assert path.startswith(str(installed.folder))
    assert version == installed.python("-c", VERSION).strip()


def test_dependencies_that_the_wheel_names_are_enough(installed: Environment) -> None:
    installed.python("-c", IMPORT_EVERY_MODULE)


def test_the_server_part_is_enabled_by_the_install(installed: Environment) -> None:
    folder = installed.folder / "etc" / "jupyter" / "jupyter_server_config.d"
    enabled = json.loads((folder / "datavault_jupyter.json").read_text(encoding="utf-8"))

    assert enabled["ServerApp"]["jpserver_extensions"] == {"datavault_jupyter": True}
    assert list(installed.programs.glob("jupyter-datavault*"))


def test_extension_loads_in_plain_ipython(installed: Environment) -> None:
    script = installed.folder / "load.ipy"
    script.write_text(LOAD_EXTENSION, encoding="utf-8")

    said = installed.python("-m", "IPython", "--no-banner", "--colors=NoColor", str(script))

    assert "%vault is there: True" in said, said


def test_sdist_installs(installed_from_source: Environment) -> None:
    version, path = installed_from_source.python("-c", f"{VERSION}; {WHERE}").splitlines()

    assert version
    assert path.startswith(str(installed_from_source.folder))
