"""What the tab key offers. A bar in the text is the cursor."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell

from datavault_jupyter import Vault

Run = Callable[[str], Any]
Complete = Callable[[str], list[str]]


@pytest.fixture
def complete(shell: InteractiveShell) -> Complete:
    """The text with each offer put in, as the editor would."""

    def completed(text: str) -> list[str]:
        before, _, after = text.partition("|")
        with provisionalcompleter():
            found = list(shell.Completer.completions(before + after, len(before)))
        ours = [each for each in found if "VaultMagics.matcher" in each._origin]
        whole = before + after
        return [whole[: each.start] + each.text + whole[each.end :] for each in ours]

    return completed


@pytest.fixture
def filled(run: Run, tmp_path: Path) -> None:
    (tmp_path / "sub dir").mkdir()
    (tmp_path / "sub dir" / "b.csv").write_text("x\n1\n")
    run("%vault import reviews.csv")
    run('%vault import reviews.csv --name "my data"')
    run("%vault import reviews.csv --name Order")


def test_verbs(complete: Complete) -> None:
    offered = complete("%vault |")
    assert "%vault list" in offered
    assert "%vault share" in offered
    assert complete("%vault unar|") == ["%vault unarchive"]
    assert complete("x = %vault sho|") == ["x = %vault show"]
    assert complete("import os\n%vault sta|\nos") == ["import os\n%vault status\nos"]
    assert complete("%vault help pre|") == ["%vault help preview"]
    assert complete("%vault x << sho|") == ["%vault x << show"]


def test_flags_and_their_words(complete: Complete) -> None:
    assert complete("%vault import --de|") == [
        "%vault import --description", "%vault import --delimiter"
    ]  # fmt: skip
    assert "%vault list --archived" in complete("%vault list -|")
    assert complete("%vault sql --as p|") == ["%vault sql --as pl"]
    assert complete("%vault list --status complete,dr|") == ["%vault list --status complete,draft"]
    assert complete("%vault delete x --confirm |") == ["%vault delete x --confirm delete"]
    assert complete("%%vault sql --ext|\nSELECT 1") == ["%%vault sql --external\nSELECT 1"]


@pytest.mark.usefixtures("filled")
def test_datasets(complete: Complete) -> None:
    for verb in ("show", "rename", "archive", "unarchive", "delete", "export", "exports"):
        assert complete(f"%vault {verb} re|") == [f"%vault {verb} reviews"]
    assert complete("%vault show o|") == ["%vault show Order"]
    assert complete("%vault show m|") == ['%vault show "my data"']
    assert complete('%vault show "my d|') == ['%vault show "my data"']
    assert complete('%vault show "my d|"') == ['%vault show "my data"']
    assert complete("%vault show 'my|") == ["%vault show 'my data'"]
    assert complete("%vault show reviews |") == []


@pytest.mark.usefixtures("filled")
def test_columns_of_a_dataset(complete: Complete) -> None:
    start = "%vault export reviews out.csv --columns "
    assert complete(start + "|") == [start + "id", start + "text", start + '"order no"']
    assert complete(start + "id,o|") == [start + 'id,"order no"']
    assert complete(start + 'id,"or|') == [start + 'id,"order no"']
    assert complete("%vault export reviews out.csv --since 1|") == [
        "%vault export reviews out.csv --since 1.0.0"
    ]
    assert "arrow" in complete("%vault export reviews out --format a|")[0]
    where = '%vault export reviews out.csv --where "'
    assert complete(where + "id > 1 AND te|") == [where + "id > 1 AND text"]
    assert complete(where + "or|") == [where + r"\"order no\"", where + r"\"Order\""]


@pytest.mark.usefixtures("filled")
def test_files(complete: Complete) -> None:
    assert complete("%vault import r|") == ["%vault import reviews.csv"]
    assert complete("%vault preview s|") == ['%vault preview "sub dir/']
    assert complete('%vault preview "sub dir/|') == ['%vault preview "sub dir/b.csv"']
    assert complete("%vault export reviews r|") == ["%vault export reviews reviews.csv"]
    assert complete("%vault --vault s|") == ['%vault --vault "sub dir/']
    assert complete("%vault import nowhere/x|") == []


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("FROM re|", ["FROM reviews"]),
        ("SELECT * FROM m|", ['SELECT * FROM "my data"']),
        ('SELECT * FROM "m|', ['SELECT * FROM "my data"']),
        ("SELECT * FROM o|", ['SELECT * FROM "Order"']),
        ("SELECT te| FROM reviews", ["SELECT text FROM reviews"]),
        ("SELECT t.| FROM reviews AS t", ["SELECT t.id FROM reviews AS t",
                                          "SELECT t.text FROM reviews AS t",
                                          'SELECT t."order no" FROM reviews AS t']),
        ('SELECT r."or| FROM "my data" d, reviews r',
         ['SELECT r."order no" FROM "my data" d, reviews r']),
        ('SELECT d."or|" FROM "my data" d', ['SELECT d."order no" FROM "my data" d']),
        ("SELECT id FROM reviews JOIN m|", ['SELECT id FROM reviews JOIN "my data"']),
        ("SELECT 're|' FROM reviews", []),
        ("SELECT 1 -- re|", []),
        ("SELECT /* FROM re|", []),
        ("SELECT $$re|", []),
        ("SELECT nothing.| FROM reviews", []),
    ],
)  # fmt: skip
def test_sql(complete: Complete, typed: str, offered: list[str]) -> None:
    assert complete(f"%vault sql {typed}") == [f"%vault sql {each}" for each in offered]
    in_cell = typed.replace(" FROM", "\nFROM")
    wanted = [each.replace(" FROM", "\nFROM") for each in offered]
    assert complete(f"%%vault sql\n{in_cell}") == [f"%%vault sql\n{each}" for each in wanted]


@pytest.mark.parametrize(
    "text",
    ["%vault show |", "%vault nothing |", "%%vault list\nre|", "%vault show {{na|", "vault |", "|",
     "%vault export nothing x --columns |", "%vault sql SELECT | FROM nothing", "%vaults |",
     "%vault show 'it's|", "%vault sql {{ | }} FROM x"],
)  # fmt: skip
def test_nothing_to_offer_raises_nothing_and_makes_no_vault(
    complete: Complete, home: Path, text: str
) -> None:
    assert complete(text) == []
    assert not home.exists()


@pytest.mark.usefixtures("filled")
def test_many_names_are_cut_and_every_one_is_found(
    complete: Complete, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [f"name {number}" for number in range(1000)]
    monkeypatch.setattr(Vault, "names", lambda _, **__: many)
    assert len(complete("%vault show name|")) == 200
    assert complete("%vault show revi|") == ["%vault show reviews"]


def test_a_broken_vault_offers_nothing(complete: Complete, run: Run, tmp_path: Path) -> None:
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "catalog.sqlite").write_text("no catalogue")
    run("%config VaultMagics.vault = 'broken'")
    assert complete("%vault show |") == []
