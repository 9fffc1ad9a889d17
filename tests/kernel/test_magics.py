"""The magics in a real kernel: what a front end gets."""

import pytest

from tests.kernel.kernels import Kernel

pytestmark = pytest.mark.usefixtures("imported")


@pytest.fixture(scope="module")
def imported(kernel: Kernel) -> None:
    made = kernel.run("%vault import reviews.csv --name 'my data'")
    assert made.reply["status"] == "ok", made


def test_what_is_shown_has_html_and_text(kernel: Kernel) -> None:
    for line in ("%vault", "%vault list", "%vault show 'my data'", "%vault status",
                 "%vault doctor --no-mend", "%vault preview reviews.csv",
                 '%%vault sql\nSELECT * FROM "my data"'):  # fmt: skip
        bundle, *_ = kernel.run(line).bundles
        assert "<table" in bundle["text/html"], line
        assert bundle["text/plain"], line


def test_kept_is_not_shown(kernel: Kernel) -> None:
    for source in ("x = %vault list", "%vault list -o x", "%%vault sql -o x\nSELECT 1",
                   "%vault list;"):  # fmt: skip
        made = kernel.run(source)
        assert made.reply["status"] == "ok"
        assert made.bundles == []
        assert made.printed == ""


def test_a_sentence_is_printed(kernel: Kernel) -> None:
    assert kernel.run("%vault archive 'my data'").printed == "Archived 'my data'.\n"
    assert kernel.run("%vault unarchive 'my data'").bundles == []


@pytest.mark.parametrize(
    "source",
    ["%vault show nothing", "x = %vault show nothing", "%vault nothing", "%vault show --nothing",
     "%vault sql SELECT $nothing", '%%vault sql\nSELECT CAST(text AS INT) FROM "my data"'],
)  # fmt: skip
def test_a_mistake_fails_its_cell_in_one_line(kernel: Kernel, source: str) -> None:
    made = kernel.run(source)
    assert made.reply["status"] == "error"
    assert made.reply["ename"] == "UsageError"
    (error,) = made.errors
    assert error["traceback"] == [f"UsageError: {error['evalue']}"]
    assert "\n" not in error["evalue"]
    assert made.bundles == []


def test_completion(kernel: Kernel) -> None:
    assert kernel.complete("%vault unar|") == ["%vault unarchive"]
    assert kernel.complete("%vault show m|") == ['%vault show "my data"']
    assert kernel.complete("%vault import --desc|") == ["%vault import --description"]
    assert kernel.complete('%%vault sql\nSELECT o|\nFROM "my data"') == [
        '%%vault sql\nSELECT "order no"\nFROM "my data"'
    ]
    assert kernel.complete("%vault import rev|") == ["%vault import reviews.csv"]


def test_completion_of_keys(kernel: Kernel) -> None:
    kernel.run("import datavault_jupyter as dv\nvault = dv.Vault()")
    assert any(each.startswith('vault["my data') for each in kernel.complete('vault["my|'))
    assert any(each.startswith('vault["my data') for each in kernel.complete('vault["|'))


def test_help_and_question_mark(kernel: Kernel) -> None:
    assert kernel.run("%vault export --help").printed.startswith("usage: %vault export")
    (page,) = kernel.run("%vault?").reply["payload"]
    assert "usage: %vault" in page["data"]["text/plain"]
