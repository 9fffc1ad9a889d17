"""Loading, unloading, and a name that is taken."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.magic import Magics, line_cell_magic, magics_class

import datavault_jupyter as dv
from datavault_jupyter import magics

MAKE_A_SHELL = (
    "import sys\n"
    "from IPython.core.interactiveshell import InteractiveShell\n"
    "shell = InteractiveShell()\n"
)


def owner(shell: InteractiveShell, name: str) -> Any:
    found = shell.find_line_magic(name)
    assert found is None or found.__self__ is shell.find_cell_magic(name).__self__
    return found and found.__self__


def test_twice_is_once(shell: InteractiveShell) -> None:
    first = owner(shell, "vault")
    dv.load_ipython_extension(shell)
    assert owner(shell, "vault") is first
    matchers = shell.Completer.custom_matchers
    assert len([each for each in matchers if each is first.matcher]) == 1


def test_unloading_leaves_nothing(bare: InteractiveShell, home: Path) -> None:
    before = (list(bare.configurables), list(bare.Completer.custom_matchers))
    magics.unload(bare)
    dv.load_ipython_extension(bare)
    magics.unload(bare)
    assert owner(bare, "vault") is None
    assert (list(bare.configurables), list(bare.Completer.custom_matchers)) == before
    assert "VaultMagics" not in bare.magics_manager.registry
    assert not home.exists()


@magics_class
class VaultMagics(Magics):
    """Another extension that owns the name, with a class of the same name, too."""

    @line_cell_magic
    def vault(self, line: str, cell: str | None = None) -> str:
        return f"theirs: {line}{cell or ''}"


def test_a_taken_name_is_left_alone(
    bare: InteractiveShell, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bare.register_magics(VaultMagics)
    theirs = owner(bare, "vault")
    dv.load_ipython_extension(bare)
    said = capsys.readouterr().out
    assert said.count("\n") == 1
    assert said.endswith("here, so this one is %datavault and %%datavault.\n")
    assert bare.run_line_magic("vault", "x") == "theirs: x"
    assert bare.run_line_magic("datavault", "").path == home
    assert bare.run_cell_magic("datavault", "sql", "SELECT 1").fetchall() == [(1,)]
    bare.run_line_magic("datavault", "help list")
    assert capsys.readouterr().out.startswith("usage: %datavault list")
    dv.load_ipython_extension(bare)
    assert capsys.readouterr().out == ""
    magics.unload(bare)
    assert owner(bare, "datavault") is None
    assert owner(bare, "vault") is theirs
    assert bare.magics_manager.registry["VaultMagics"] is theirs


def test_whoever_takes_the_name_later_keeps_it(bare: InteractiveShell, home: Path) -> None:
    dv.load_ipython_extension(bare)
    bare.register_magics(VaultMagics)
    magics.unload(bare)
    assert bare.run_line_magic("vault", "x") == "theirs: x"
    assert not home.exists()


def test_loading_brings_nothing_heavy(home: Path) -> None:
    code = MAKE_A_SHELL + (
        "shell.run_line_magic('load_ext', 'datavault_jupyter')\n"
        "shell.run_line_magic('vault', 'help import')\n"
        "heavy = {'duckdb', 'pandas', 'polars', 'pyarrow', 'sqlalchemy', 'tqdm'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    assert not home.exists()


def test_settings_show_and_help_of_the_magic_too(
    shell: InteractiveShell, capsys: pytest.CaptureFixture[str]
) -> None:
    shell.run_line_magic("config", "VaultMagics")
    assert "VaultMagics.full_errors" in capsys.readouterr().out
    found = shell.object_inspect("vault")
    assert "usage: %vault" in (found["docstring"] or "")
