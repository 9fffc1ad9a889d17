"""A shell with the magics in it, as a terminal has it, and a way to run cells there."""

import atexit
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from IPython.core.interactiveshell import ExecutionResult, InteractiveShell
from IPython.utils.capture import CapturedIO, capture_output
from traitlets.config import Config

import datavault_jupyter as dv
from datavault_jupyter import Vault, magics

ROWS = "id,text,order no\n1,good,7\n2,bad,8\n3,fine,9\n"
Run = Callable[[str], Any]
Fail = Callable[[str], str]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The default vault's folder; the working folder has reviews.csv."""
    folder = tmp_path / "home"
    monkeypatch.setenv("DATAVAULT_HOME", str(folder))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reviews.csv").write_text(ROWS)
    yield folder
    if folder.exists():
        Vault(folder).close()


@pytest.fixture
def bare() -> Iterator[InteractiveShell]:
    """A shell without the magics."""
    settings = Config()
    settings.HistoryManager.enabled = False
    made = InteractiveShell(config=settings)
    made.colors = "nocolor"
    yield made
    made.restore_sys_module_state()
    # At the interpreter's end each shell would collect garbage in all that the tests have left.
    atexit.unregister(made.atexit_operations)


@pytest.fixture
def shell(bare: InteractiveShell, home: Path) -> Iterator[InteractiveShell]:
    dv.load_ipython_extension(bare)
    yield bare
    magics.unload(bare)


@pytest.fixture
def cell(shell: InteractiveShell) -> Callable[[str], tuple[ExecutionResult, CapturedIO]]:
    """Run a cell: how it ended, and what it printed."""

    def run(source: str) -> tuple[ExecutionResult, CapturedIO]:
        with capture_output() as printed:
            result = shell.run_cell(source, store_history=True)
        return result, printed

    return run


@pytest.fixture
def run(cell: Callable[[str], tuple[ExecutionResult, CapturedIO]]) -> Run:
    """Run a cell that must succeed; its value."""

    def ran(source: str) -> Any:
        result, _ = cell(source)
        result.raise_error()
        return result.result

    return ran


@pytest.fixture
def printed(cell: Callable[[str], tuple[ExecutionResult, CapturedIO]]) -> Callable[[str], str]:
    """Run a cell that must succeed; what is under it."""

    def ran(source: str) -> str:
        result, captured = cell(source)
        result.raise_error()
        return str(captured.stdout)

    return ran


@pytest.fixture
def fail(cell: Callable[[str], tuple[ExecutionResult, CapturedIO]]) -> Fail:
    """Run a cell that must fail as a user's mistake does; the message, which is all it shows."""

    def ran(source: str) -> str:
        result, captured = cell(source)
        error = result.error_in_exec
        assert type(error).__name__ == "UsageError", error
        assert captured.stdout.strip() == f"UsageError: {error}"
        assert captured.stderr == ""
        return str(error)

    return ran


@pytest.fixture
def reviews(run: Run) -> str:
    run("%vault import reviews.csv")
    return "reviews"
