"""A user's mistake: one line that says the way out, and a failed cell."""

from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[[str], Any]
Fail = Callable[[str], str]

pytestmark = pytest.mark.usefixtures("reviews")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("%vault lst", "There is no verb 'lst'. Did you mean 'list'?"),
        ("%vault xyzzy", "There is no verb 'xyzzy'. %vault help lists them."),
        ("%vault SELECT 1", "SQL follows the verb sql: %vault sql SELECT …"),
        ("%vault help imprt", "Did you mean 'import'?"),
        ("%vault import", "the following arguments are required: FILE. %vault import --help"),
        ("%vault import reviews.csv --nam x", "no flag --nam. Did you mean '--name'"),
        ("%vault import reviews.csv -x", "no flag -x. %vault import --help shows them."),
        ("%vault --valt x list", "%vault has no flag --valt. Did you mean '--vault'?"),
        ("%vault sql --sa df SELECT 1", "has no flag --sa"),
        ("%vault sql --comment FROM reviews", "has no flag --comment"),
        ("%vault sql --as xls SELECT 1", "invalid choice: 'xls'"),
        ("%vault sql", "There is no query. Write %vault sql SELECT …"),
        ("%vault sql --as df", "There is no query."),
        ("%vault show my data", "has no use for 'data'. Put a name with spaces in quotes."),
        ("%vault show it's", "A quotation mark ' has no end."),
        ('%vault show "my data', 'A quotation mark " has no end.'),
        ("%vault show reveiws", "There is no dataset 'reveiws'. Did you mean 'reviews'?"),
        ("%vault show nothing", "There is no dataset 'nothing'. %vault list lists them."),
        ("%vault rename reviews ' '", "can't be blank"),
        ("%vault import reviews.csv", "exists already. Choose another name with --name"),
        ("%vault import nowhere.csv", "nowhere.csv does not exist."),
        ("%vault import reviews.csv --columns a --rename a=b", "not allowed with"),
        ("%vault import --types id=text reviews.csv", "Write the file's name first."),
        ("%vault import reviews.csv --types id=blub --name x", "There is no type 'blub'."),
        ("%vault list --limit many", "argument --limit: invalid 'number' value: 'many'"),
        ("%vault list --sort size_of", "sort='size_of' isn't known."),
        ("%vault list --status done", "status='done' isn't known."),
        ("%vault export reviews out.xyz", "out.xyz"),
        ("%vault sql SELECT $1", "$1 has no value here."),
        ("%vault sql SELECT $missing", "There is no variable 'missing' for $missing."),
        ("%vault sql SELECT {{missing}} FROM reviews", "{{missing}} failed: NameError"),
        ("%vault sql SELECT {{a b}} FROM reviews", "{{a b}} holds no Python expression."),
        ("%vault show {{None}}", "{{None}} is None."),
        ("%vault sql DROP TABLE reviews", "Only SELECT can be run here"),
        ("%vault --vault reviews.csv", "is a file, not a folder."),
        ("%%vault list\nx", "Only %%vault sql takes lines below it. Write %vault list on a line"),
        ("%%vault\nSELECT 1", "Only %%vault sql takes lines below it."),
    ],
)  # fmt: skip
def test_one_line_says_the_way_out(fail: Fail, line: str, said: str) -> None:
    message = fail(line)
    assert said in message
    assert "\n" not in message


def test_carets_of_the_database_stay(fail: Fail) -> None:
    first, second, caret, *_ = fail("%vault sql SELECT id FRM reviews WHERE a b c").splitlines()
    assert "syntax error" in first
    assert second.startswith("LINE 1: SELECT id FRM")
    assert caret.strip(" ^~") == ""


def test_a_query_that_fails_late_fails_its_cell(fail: Fail) -> None:
    assert "Could not convert" in fail("%vault sql SELECT CAST(text AS INT) FROM reviews")
    assert "Could not convert" in fail("%%vault sql\nSELECT CAST(text AS INT) FROM reviews")


def test_assignment_fails_too_and_leaves_the_variable(run: Run, fail: Fail) -> None:
    run("x = 1")
    fail("x = %vault show nothing")
    fail("%vault show nothing -o x")
    assert run("x") == 1


def test_nothing_after_it_runs(run: Run, fail: Fail) -> None:
    run("done = False")
    fail("%vault show nothing\ndone = True")
    assert run("done") is False


def test_it_can_be_caught(run: Run) -> None:
    run(
        "from IPython.core.error import UsageError\n"
        "try:\n"
        "    %vault show nothing\n"
        "except UsageError as error:\n"
        "    code = error.__cause__.code\n"
    )
    assert run("code") == "dataset_not_found"


def test_full_errors_by_setting(run: Run, cell: Callable[[str], Any]) -> None:
    run("%config VaultMagics.full_errors = True")
    _, printed = cell("%vault show nothing")
    assert "Traceback" in printed.stdout
    assert "DatasetNotFound" in printed.stdout
    assert printed.stdout.rstrip().endswith("UsageError: There is no dataset 'nothing'. %vault "
                                            "list lists them.")  # fmt: skip


def test_a_failed_vault_is_not_remembered(run: Run, fail: Fail) -> None:
    before = run("%vault").path
    fail("%vault --vault reviews.csv list")
    assert run("%vault").path == before
