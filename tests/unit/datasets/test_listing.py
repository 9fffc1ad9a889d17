"""Which datasets a listing shows, in what order, and how a name leads to one."""

import unicodedata
from pathlib import Path

import pytest

from datavault_jupyter import Dataset, DatasetStatus, Vault
from datavault_jupyter.base.errors import (
    AmbiguousName,
    BadArgument,
    BadName,
    DatasetNotFound,
    NameTaken,
)


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    path = tmp_path / "a.csv"
    path.write_text("a\n1\n2\n")
    return path


@pytest.fixture
def several(vault: Vault, csv: Path, tmp_path: Path) -> Vault:
    small = tmp_path / "small.csv"
    small.write_text("a,b\n1,2\n")
    vault.projects.create("Teaching")
    vault.import_file(csv, name="Flights 2013", project="Teaching")
    vault.import_file(small, name="penguins")
    vault.import_file(csv, name="50%_off", description="about prices")
    return vault


def names(found: list[Dataset]) -> list[str]:
    return [dataset.name for dataset in found]


def test_newest_change_first(several: Vault) -> None:
    assert names(several.datasets()) == ["50%_off", "penguins", "Flights 2013"]
    several["penguins"].rename("birds")
    assert names(several.datasets())[0] == "birds"


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("FLIGHTS", ["Flights 2013"]),
        ("i", ["penguins", "Flights 2013"]),
        ("%", ["50%_off"]),
        ("_", ["50%_off"]),
        ("\\", []),
        ("", ["50%_off", "penguins", "Flights 2013"]),
        ("zzz", []),
    ],
)
def test_search_is_literal_and_knows_no_case(several: Vault, search: str, found: list[str]) -> None:
    assert names(several.datasets(search)) == found


def test_filters_are_joined_by_and(several: Vault) -> None:
    assert names(several.datasets(project="Teaching")) == ["Flights 2013"]
    assert names(several.datasets(status="complete", source=["file", "export"], search="p")) == [
        "penguins"
    ]
    assert several.datasets(status="collecting") == []
    assert several.datasets(status=[DatasetStatus.DRAFT]) == []


@pytest.mark.parametrize(
    ("sort", "found"),
    [
        ("name", ["50%_off", "Flights 2013", "penguins"]),
        ("rows", ["Flights 2013", "50%_off", "penguins"]),
        ("created", ["50%_off", "penguins", "Flights 2013"]),
        ("project", ["penguins", "50%_off", "Flights 2013"]),
    ],
)
def test_sorting_is_stable_by_id(several: Vault, sort: str, found: list[str]) -> None:
    assert names(several.datasets(sort=sort)) == found


def test_pages_do_not_overlap(several: Vault) -> None:
    pages = [names(several.datasets(limit=2, offset=offset)) for offset in (0, 2, 4)]
    assert pages == [["50%_off", "penguins"], ["Flights 2013"], []]


@pytest.mark.parametrize("wrong", [{"status": "done"}, {"source": "web"}, {"sort": "colour"}])
def test_a_word_that_is_not_known_is_named(several: Vault, wrong: dict[str, str]) -> None:
    with pytest.raises(BadArgument, match="isn't known. One of: "):
        several.datasets(**wrong)  # type: ignore[arg-type]


def test_names_are_unique_within_a_project_whatever_their_case(several: Vault, csv: Path) -> None:
    with pytest.raises(NameTaken) as caught:
        several.import_file(csv, name="PENGUINS")
    assert "name=" in caught.value.hint
    with pytest.raises(NameTaken):
        several["50%_off"].rename("Penguins")
    several["penguins"].rename("Penguins")  # its own name in another case is fine
    several.import_file(csv, name="penguins", project="Teaching")


def test_composed_and_decomposed_names_are_one(vault: Vault, csv: Path) -> None:
    made = vault.import_file(csv, name=unicodedata.normalize("NFD", "Café"))
    assert made.name == "Café"
    assert vault["CAFÉ"] == made
    with pytest.raises(NameTaken):
        vault.import_file(csv, name="café")


def test_a_name_that_several_projects_have_is_not_guessed(several: Vault, csv: Path) -> None:
    loose = several["penguins"]
    other = several.import_file(csv, name="penguins", project="Teaching")
    with pytest.raises(AmbiguousName) as caught:
        several["penguins"]
    assert "'Teaching/penguins'" in caught.value.hint
    assert loose.id in caught.value.hint
    assert several["Teaching/penguins"] == other
    assert several["teaching/PENGUINS"] == other
    assert several[loose.id] == loose


def test_an_unknown_name_gets_near_ones(several: Vault) -> None:
    with pytest.raises(DatasetNotFound, match="Did you mean 'penguins'"):
        several["pengins"]
    assert several.find("pengins") is None
    assert "pengins" not in several
    assert "penguins" in several
    assert 5 not in several
    with pytest.raises(BadArgument, match="named by text"):
        several[5]  # type: ignore[index]


def test_an_empty_vault_says_how_to_begin(vault: Vault) -> None:
    with pytest.raises(DatasetNotFound, match="vault is empty: vault.import_file"):
        vault["x"]
    assert "vault.import_file" in repr(vault)


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "\n", "a\nb", "x" * 301, "a\x00b", 7])
def test_a_name_that_nobody_could_read_is_refused(vault: Vault, csv: Path, name: str) -> None:
    with pytest.raises(BadName):
        vault.import_file(csv, name=name)
    assert vault.datasets() == []


@pytest.mark.parametrize("name", ['a"b', "select", "é", "x" * 300, "dst_1", "a/b", "..", "🐧", "'"])
def test_any_other_name_works_everywhere(
    vault: Vault, csv: Path, tmp_path: Path, name: str
) -> None:
    made = vault.import_file(csv, name=name)
    assert vault[name] == made
    quoted = name.replace('"', '""')
    assert vault.sql(f'SELECT sum(a) FROM "{quoted}"').fetchall() == [(3,)]
    assert made.export(tmp_path / "out.zip").row_count == 2
    assert name in repr(vault) or len(name) == 300
    made.rename("plain").delete(confirm="delete")


def test_the_name_of_an_import_that_failed_is_free(vault: Vault, tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("")
    with pytest.raises(Exception, match="bad.csv"):
        vault.import_file(path)
    path.write_text("a\n1\n")
    assert vault.import_file(path).name == "bad"


def test_a_description_is_kept(several: Vault) -> None:
    dataset = several["50%_off"]
    assert dataset.description == "about prices"
    dataset.description = "something else"
    assert several["50%_off"].description == "something else"
    with pytest.raises(BadArgument):
        dataset.description = 5  # type: ignore[assignment]


def test_a_handle_tells_what_another_kernel_changed(vault: Vault, csv: Path) -> None:
    mine = vault.import_file(csv)
    other = Vault(vault.path)["a"]
    other.rename("b")
    assert mine.name == "b"
    assert mine == other
    assert hash(mine) == hash(other)


def test_keys_are_completed(several: Vault, csv: Path) -> None:
    several.import_file(csv, name="penguins", project="Teaching")
    assert list(several._ipython_key_completions_()) == [
        "Teaching/penguins",
        "50%_off",
        "penguins",
        "Flights 2013",
    ]


def test_the_listing_shows_what_is_there(several: Vault) -> None:
    several["penguins"].archive()
    bundle = several._repr_mimebundle_()
    for shown in ("Flights 2013", "Complete", "Teaching", "File upload", "2 datasets · 1 archived"):
        assert shown in bundle["text/html"]
    assert "penguins" not in bundle["text/html"]
    assert "(2 datasets, 1 archived)" in bundle["text/plain"]


def test_markup_in_names_is_text(vault: Vault, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("<b>h</b>,k\n<script>alert(1)</script>,javascript:x\n")
    made = vault.import_file(path, name="<img src=x onerror=y>", description="<i>d</i>")
    for html in (vault._repr_mimebundle_()["text/html"], made._repr_mimebundle_()["text/html"]):
        assert "<script" not in html
        assert "<img" not in html
        assert "<i>" not in html
        assert "<b>" not in html
