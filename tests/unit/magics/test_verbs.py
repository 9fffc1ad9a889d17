"""Each verb, as a user types it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from datavault_jupyter import Dataset, DatasetList, Export, Preview, Rows, Vault

Run = Callable[[str], Any]
Printed = Callable[[str], str]

pytestmark = pytest.mark.usefixtures("reviews")


def names(found: DatasetList) -> list[str]:
    return [each.name for each in found]


def test_alone_it_is_the_listing(run: Run, home: Path) -> None:
    found = run("%vault")
    assert isinstance(found, Vault)
    assert found.path == home


def test_import_says_what_came_and_gives_the_dataset(run: Run, printed: Printed) -> None:
    assert printed("%vault import reviews.csv --name again").startswith(
        "Imported 'again' (3 rows).\n"
    )
    made = run('%vault import reviews.csv --name "my data" --description "two words"')
    assert isinstance(made, Dataset)
    assert (made.name, made.description) == ("my data", "two words")


def test_import_options(run: Run, tmp_path: Path) -> None:
    (tmp_path / "odd.txt").write_bytes("1;caf\xe9;?\n2;x;03\n".encode("latin-1"))
    (tmp_path / "odd.txt").rename(tmp_path / "odd.csv")
    made = run(
        "%vault import odd.csv --delimiter ; --no-header --encoding latin-1 --null-values ?,- "
        "--types column0=text"
    )
    assert made.df().iloc[0].tolist()[:2] == ["1", "café"]
    assert made.sql("SELECT count(*) - count(column2) FROM this").fetchall() == [(1,)]
    picked = run("%vault import reviews.csv --name picked --columns text,id")
    assert picked.columns == ["text", "id"]
    renamed = run('%vault import reviews.csv --name renamed --rename id=key "order no=order"')
    assert renamed.columns == ["key", "text", "order"]


def test_a_tab_can_be_typed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "tabs.csv").write_text("a b\tc\n1\t2\n")
    for number, typed in enumerate(["tab", "\\t", "'\\t'", '"\\t"']):
        made = run(f"%vault import tabs.csv --delimiter {typed} --name tabs{number}")
        assert made.columns == ["a b", "c"]


def test_import_into_a_project(run: Run, home: Path) -> None:
    Vault(home).projects.create("Birds")
    made = run("%vault import reviews.csv --project Birds")
    assert made.project == "Birds"
    assert names(run("%vault list --project Birds")) == ["reviews"]
    assert run("%vault show Birds/reviews").id == made.id


def test_preview_stores_nothing(run: Run) -> None:
    found = run("%vault preview reviews.csv --columns id --types id=text --rows 2")
    assert isinstance(found, Preview)
    assert [(each.name, each.type) for each in found.columns] == [("id", "VARCHAR")]
    assert len(found.rows) == 2
    assert names(run("%vault list")) == ["reviews"]


def test_list_and_search(run: Run) -> None:
    run("%vault import reviews.csv --name Flights")
    run("%vault import reviews.csv --name 'bird strikes'")
    assert names(run("%vault list --sort name")) == ["bird strikes", "Flights", "reviews"]
    assert names(run("%vault list --sort name --descending --limit 1")) == ["reviews"]
    assert names(run("%vault list --search LIGHT")) == ["Flights"]
    assert names(run("%vault list --status complete,draft --source file --limit 2")) != []
    assert names(run("%vault list --status draft")) == []
    assert names(run("%vault search bird strikes")) == ["bird strikes"]
    run("%vault archive Flights")
    assert names(run("%vault search light")) == []
    assert names(run("%vault search light --archived")) == ["Flights"]


def test_show(run: Run, printed: Printed) -> None:
    assert isinstance(run("%vault show reviews"), Dataset)
    assert "good" in printed("%vault show reviews")


def test_rename_archive_unarchive_say_one_sentence(run: Run, printed: Printed) -> None:
    assert printed("%vault rename reviews 'old reviews'") == "Renamed 'reviews' to 'old reviews'.\n"
    assert printed("%vault archive 'old reviews'") == "Archived 'old reviews'.\n"
    assert run("%vault list") == []
    brought = "Brought 'old reviews' back into the listing.\n"
    assert printed("%vault unarchive 'old reviews'") == brought
    run("kept = %vault rename 'old reviews' new")
    assert run("kept").name == "new"


def test_delete(run: Run, fail: Printed, printed: Printed) -> None:
    assert "Pass --confirm delete" in fail("%vault delete reviews")
    assert "--confirm delete" in fail("%vault delete reviews --confirm yes")
    assert printed("%vault delete reviews --confirm delete") == "Deleted 'reviews' (3 rows).\n"
    assert run("%vault list") == []


def test_export(run: Run, fail: Printed, tmp_path: Path) -> None:
    made = run("%vault export reviews 'my file.csv' --columns text --where \"id >= 2\"")
    assert isinstance(made, Export)
    assert (tmp_path / "my file.csv").read_text().split() == ["text", "bad", "fine"]
    assert "pass --overwrite" in fail("%vault export reviews 'my file.csv'")
    again = run("%vault export reviews 'my file.csv' --overwrite")
    assert (again.row_count, again.has_replaced) == (3, True)
    assert run("%vault export reviews 'no ending' --format ndjson").format == "ndjson"
    (tmp_path / "sums.csv").write_text("a\n=1+1\n")
    run("%vault import sums.csv")
    run("%vault export sums safe.csv --guard-formulas")
    assert "'=1+1" in (tmp_path / "safe.csv").read_text()


def test_share(run: Run, fail: Printed) -> None:
    vault = run("%vault")
    vault.settings.share_imported = True
    share = run("%vault share reviews --people ana,me@partner.example --outsiders --no-export")
    assert (share.people, share.can_export) == (["ana", "me@partner.example"], False)
    assert run("%vault share reviews --public --hide text --ends 2099-12-31").mode == "public"
    assert (share.hidden, share.can_export, share.ends_at.year) == (("text",), False, 2099)
    assert "exclude each other" in fail("%vault share reviews --public --restricted")
    assert "no column" in fail("%vault share reviews --hide nope")
    assert run("%vault share reviews --restricted").mode == "restricted"
    assert run("%vault share reviews --off").mode == ""


def test_export_of_changes_beside_the_notebook_is_listed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_text("id,t\n1,a\n2,b\n")
    run("%vault import n.csv")
    (tmp_path / "n.csv").write_text("id,t\n1,a\n2,c\n")
    run("%vault replace n n.csv")
    run("%vault export n c.csv --since 1.0.0 --key id --background").wait(30)
    assert (tmp_path / "c.csv").read_text() == "change,id,t\nchanged,2,c\n"
    assert run("%vault export n v.csv --version 1.0.0").row_count == 2
    assert [each.path.name for each in run("%vault exports n")] == ["v.csv", "c.csv"]
    assert len(run("%vault exports")) == 2


def test_export_condition_speaks_of_columns_by_name(run: Run, fail: Printed) -> None:
    run("which = 'order no'")
    made = run("%vault export reviews some.csv --where \"{{which}} > 7 and text <> '{{no}}'\"")
    assert made.row_count == 2
    assert "$low can't be bound in --where" in fail_with_variable(run, fail)


def fail_with_variable(run: Run, fail: Printed) -> str:
    run("low = 7")
    return fail("%vault export reviews other.csv --where 'id > $low'")


def test_sql_gives_rows_and_other_forms(run: Run) -> None:
    found = run("%vault sql SELECT count(*) AS n FROM reviews")
    assert isinstance(found, Rows)
    assert found.fetchall() == [(3,)]
    kinds = {
        form: type(run(f"%vault sql --as {form} SELECT * FROM reviews")).__module__.split(".")[0]
        for form in ("df", "pl", "arrow", "relation", "rows")
    }
    assert [kinds[form] for form in ("df", "pl", "arrow")] == ["pandas", "polars", "pyarrow"]
    assert "duckdb" in kinds["relation"]
    assert kinds["rows"] == "datavault_jupyter"


def test_sql_reaches_files_only_when_asked(run: Run, fail: Printed) -> None:
    assert "--external" in fail("%vault sql SELECT * FROM read_csv('reviews.csv')")
    found = run("%vault sql --external SELECT count(*) FROM read_csv('reviews.csv')")
    assert found.fetchall() == [(3,)]


def test_status_says_where_and_who(run: Run, printed: Printed, home: Path) -> None:
    run("%vault import reviews.csv --name second")
    run("%vault archive second")
    text = printed("%vault status")
    assert str(home) in text
    assert Vault(home).whoami in text
    assert "Sys admin" in text
    assert "1 dataset, 1 archived, 0 projects" in text
    assert "<table" in run("%vault status")._repr_mimebundle_()["text/html"]


def test_doctor(run: Run) -> None:
    assert run("%vault doctor --verify").is_well
    assert run("%vault doctor --no-mend").is_well


def test_help_is_printed_and_ends_nothing(printed: Printed) -> None:
    for line in ("%vault help", "%vault --help", "%vault -h"):
        assert "unarchive" in printed(line)
    assert "share" in printed("%vault help")
    for verb in ("list", "show", "import", "preview", "export", "rename", "archive", "unarchive",
                 "delete", "search", "share", "sql", "status", "doctor", "help"):  # fmt: skip
        asked = printed(f"%vault {verb} --help")
        assert asked.startswith("usage: %vault " + verb)
        assert asked == printed(f"%vault help {verb}")
        assert "examples:" in asked
