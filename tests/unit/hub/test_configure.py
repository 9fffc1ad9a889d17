"""What there is in a dataset: commits, cards of all kinds, splits, columns."""

from collections.abc import Callable
from pathlib import Path

import pytest

from datavault_jupyter import Vault
from datavault_jupyter.base.errors import HubBadCard, HubChoice, HubNoData
from datavault_jupyter.features.hub.records import HubMedia, HubWish
from datavault_jupyter.features.hub.service import HubService
from tests.hub.server import Hub


def splits(service: HubService, repo_id: str, **asked: str) -> dict[str, int]:
    made = service.configure(repo_id, row_count=0, **asked)  # type: ignore[arg-type]
    return {each.name: each.file_count for each in made.splits}


def test_a_card_names_subsets_splits_and_columns(service: HubService, remote: Hub) -> None:
    made = service.configure("birds/multi")
    assert made.sha == remote.shelf["birds/multi"].head.sha
    assert [(each.name, each.is_default) for each in made.subsets] == [
        ("observations", True),
        ("media", False),
    ]
    assert made.subset == "observations"
    assert [(each.name, each.row_count, each.file_count) for each in made.splits] == [
        ("train", 12, 2),
        ("test", 4, 1),
    ]
    columns = {each.name: each for each in made.columns}
    assert columns["species"].labels == ("Adelie", "Chinstrap", "Gentoo")
    assert (columns["species"].type, columns["species"].feature) == ("VARCHAR", "ClassLabel")
    assert columns["boxes"].labels == ()
    assert "VARCHAR" in columns["boxes"].type
    assert columns["id"].byte_count
    assert len(made.first_rows) == 5
    assert made.licence == "mit"
    assert made.committed_at is not None


def test_media_are_known_and_off_by_default(service: HubService) -> None:
    made = service.configure("birds/multi", subset="media")
    columns = {each.name: each for each in made.columns}
    assert columns["picture"].media is HubMedia.IMAGE
    assert columns["sound"].media is HubMedia.AUDIO
    assert [each.name for each in made.columns if each.is_default] == ["id"]
    assert made.first_rows[0] == ("0",)


@pytest.mark.parametrize(
    ("repo_id", "found"),
    [
        ("birds/csv", {"train": 1, "test": 1}),
        ("birds/jsonl", {"train": 1, "validation": 1}),
        ("birds/shards", {"train": 2, "test": 2}),
        ("birds/folders", {"train": 1, "test": 1}),
        ("birds/one-file", {"train": 1}),
        ("birds/many-files", {"train": 2_299}),
    ],
)
def test_splits_follow_from_cards_and_from_names(
    service: HubService, repo_id: str, found: dict[str, int]
) -> None:
    assert splits(service, repo_id) == found


@pytest.mark.parametrize("subset", ["text", "list", "splits", "glob", "folder"])
def test_every_spelling_of_files_in_a_card_is_understood(service: HubService, subset: str) -> None:
    assert splits(service, "birds/shapes", subset=subset)


def test_a_file_of_settings_overrides_the_card(service: HubService) -> None:
    assert service.configure("birds/yaml-override").subset == "over"


def test_a_cards_features_stand_in_for_the_files(service: HubService) -> None:
    made = service.configure("birds/card-features")
    assert made.columns[0].labels == ("Adelie", "Chinstrap", "Gentoo")


@pytest.mark.parametrize(
    ("repo_id", "kind", "said"),
    [
        ("birds/split-without-files", HubBadCard, r"test-\*\.csv for split 'test'"),
        ("birds/broken-yaml", HubBadCard, r"README\.md, line \d+\) is no valid YAML"),
        ("birds/two-defaults", HubBadCard, "several default subsets: a, b"),
        ("birds/readme-only", HubNoData, "has no files with rows"),
    ],
)
def test_a_bad_card_says_what_is_wrong_with_it(
    service: HubService, repo_id: str, kind: type[Exception], said: str
) -> None:
    with pytest.raises(kind, match=said):
        service.configure(repo_id)


def test_revisions_are_resolved_to_commits(service: HubService, remote: Hub) -> None:
    newest = service.configure("birds/csv")
    old = service.configure("birds/csv", revision="v1.0")
    assert (newest.revision, old.revision) == ("main", "v1.0")
    assert newest.sha != old.sha
    assert len(old.first_rows) == 3
    assert len(newest.first_rows) == 5
    assert service.configure(f"birds/csv@{old.sha}").sha == old.sha
    # A branch with a slash in its name.
    assert service.configure("birds/moving", revision="draft/next").sha


@pytest.mark.parametrize("status", [301, 307])
def test_a_renamed_dataset_goes_by_its_new_id(service: HubService, status: int) -> None:
    assert service.configure(f"birds/renamed-{status}").repo_id == "birds/csv"


def test_an_address_will_do_for_an_id(service: HubService, remote: Hub) -> None:
    for text in ("hf://datasets/birds/csv", "hf://birds/csv", f"{remote.url}/datasets/birds/csv"):
        assert service.configure(text, row_count=0).repo_id == "birds/csv"


def test_one_of_several_subsets_has_to_be_chosen(service: HubService, vault: Vault) -> None:
    made = service.configure("birds/shapes")
    assert made.subset is None
    assert len(made.subsets) == 5
    assert made.columns == ()
    with pytest.raises(HubChoice, match=r"text, list, splits"):
        service.estimate(HubWish("birds/shapes"))
    with pytest.raises(HubChoice, match=r"Did you mean 'media'"):
        service.configure("birds/multi", subset="medai")
    with pytest.raises(HubChoice, match=r"Did you mean 'train'"):
        service.preview(HubWish("birds/multi", splits=["trian"]))
    assert vault.datasets() == []


def test_what_the_files_cannot_say_the_viewer_hints(
    reach: Callable[..., HubService], remote: Hub
) -> None:
    def rows(state: str) -> int | None:
        made = reach(viewer_url=remote.viewer_url).configure(f"birds/viewer-{state}", row_count=0)
        return made.splits[0].row_count

    assert rows("ok") == 20
    assert [rows(each) for each in ("pending", "not-ready", "500", "501")] == [None] * 4
    assert rows("partial") is None
    assert rows("wrong-revision") is None


def test_a_preview_shows_what_would_be_imported(service: HubService) -> None:
    wish = HubWish("birds/multi", splits=["test"], columns=["species", "id"], where="id > 13")
    made = service.preview(wish, row_count=3)
    assert [each.name for each in made.columns] == ["species", "id"]
    assert made.rows == (("Chinstrap", "14"), ("Gentoo", "15"))
    csv = service.preview(HubWish("birds/csv", columns=["name"]), row_count=2)
    assert [each.name for each in csv.columns] == ["name", "split"]
    assert csv.rows == (("Bird 0", "train"), ("Bird 1", "train"))


def test_what_there_is_shows_itself(service: HubService, client_apart: Path) -> None:
    made = service.configure("birds/multi")
    text = repr(made)
    assert made.sha[:12] in text
    assert "Adelie, Chinstrap, Gentoo" in text
    html = made._repr_mimebundle_()["text/html"]
    assert "birds/multi" in html
    assert "train" in html
    assert repr(service.estimate(HubWish("birds/multi"))).startswith("16 rows, 33 columns")


def test_a_name_that_is_free_is_suggested(service: HubService, vault: Vault) -> None:
    assert service.configure("birds/csv", row_count=0).suggested_name == "csv"
    vault.import_hub("birds/csv")
    assert service.configure("birds/csv", row_count=0).suggested_name == "csv-2"
