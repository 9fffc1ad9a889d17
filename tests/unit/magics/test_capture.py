"""Keeping an outcome in a variable, showing it, or neither."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell

from datavault_jupyter import Dataset, DatasetList, Rows, Vault

Run = Callable[[str], Any]
Printed = Callable[[str], str]

pytestmark = pytest.mark.usefixtures("reviews")


def test_assignment(run: Run, printed: Printed) -> None:
    assert printed("x = %vault sql SELECT 1 AS one") == ""
    assert run("x").fetchall() == [(1,)]
    run("found = %vault list")
    assert isinstance(run("found"), DatasetList)
    run("vault = %vault")
    assert isinstance(run("vault"), Vault)


@pytest.mark.parametrize(
    "line",
    ["%vault show reviews -o x", "%vault show -o x reviews", "%vault -o x show reviews",
     "%vault x << show reviews", "%vault x << show reviews;"],
)  # fmt: skip
def test_output_variable(run: Run, printed: Printed, line: str) -> None:
    assert printed(line) == ""
    assert isinstance(run("x"), Dataset)


@pytest.mark.parametrize("first", ["%%vault sql -o x --as df", "%%vault x << sql --as df"])
def test_output_of_a_cell(run: Run, printed: Printed, first: str) -> None:
    assert printed(f"{first}\nSELECT *\nFROM reviews -- --as pl\nWHERE id = 1") == ""
    assert run("list(x['text'])") == ["good"]


def test_cell_shows_its_rows(run: Run) -> None:
    found = run("%%vault sql\n\nSELECT id\nFROM reviews;\n")
    assert isinstance(found, Rows)
    assert found.fetchall() == [(1,), (2,), (3,)]


def test_query_may_begin_on_the_first_line(run: Run) -> None:
    assert run("%%vault sql --as rows SELECT id\nFROM reviews\nLIMIT 1").fetchall() == [(1,)]


def test_semicolon_silences_and_does_not_lose(run: Run, printed: Printed) -> None:
    assert printed("%vault show reviews;") == ""
    assert printed("%vault list ;") == ""
    assert printed("%vault ;") == ""
    assert printed("x = %vault show reviews;") == ""
    assert run("x").name == "reviews"
    # In SQL it ends the statement, as everywhere.
    assert "3" in printed("%vault sql SELECT count(*) FROM reviews;")


def test_kept_rows_stay_lazy_and_shown_rows_run_at_once(run: Run, shell: InteractiveShell) -> None:
    run("%vault -o x sql SELECT * FROM reviews")
    run("y = %vault sql SELECT * FROM reviews")
    for name in ("x", "y"):
        assert "sample" not in vars(shell.user_ns[name])
    shown = shell.run_line_magic("vault", "sql SELECT id FROM reviews")
    assert "sample" in vars(shown)


def test_output_must_be_a_name(fail: Printed) -> None:
    assert "can't be the name of a variable" in fail("%vault list -o 1x")
    assert "can't be the name of a variable" in fail("%vault list -o class")


def test_in_a_function_its_own_variables_count(run: Run) -> None:
    run(
        "def rows_above(low):\n"
        "    found = %vault sql SELECT count(*) FROM reviews WHERE id > $low\n"
        "    return found.fetchall()[0][0]\n"
    )
    assert run("[rows_above(low) for low in (0, 1, 2)]") == [3, 2, 1]


def test_another_vault_is_remembered(run: Run, home: Path, tmp_path: Path) -> None:
    assert run("%vault --vault team").path == tmp_path / "team"
    assert run("%vault").path == tmp_path / "team"
    run("%vault import reviews.csv --name theirs")
    assert [each.name for each in Vault(tmp_path / "team").datasets()] == ["theirs"]
    assert run(f"%vault show reviews --vault {home}").name == "reviews"
    assert run("%vault").path == home
    run("%config VaultMagics.vault = 'team'")
    assert run("%vault").path == tmp_path / "team"
    run("other = %vault")
    assert run(f"%vault --vault {home}").path == home
    assert run("%vault --vault {{other}}").path == tmp_path / "team"
    Vault(tmp_path / "team").close()


def test_works_on_when_the_user_closes_the_vault(run: Run, home: Path) -> None:
    Vault(home).close()
    assert len(run("%vault list")) == 1
