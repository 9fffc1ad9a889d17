"""Cards, patterns and features by themselves."""

import json

import pytest

from datavault_jupyter.base.errors import HubBadCard, HubBadId
from datavault_jupyter.features.hub import cards, features, patterns
from datavault_jupyter.features.hub.pieces import widest
from datavault_jupyter.features.hub.records import HubMedia
from datavault_jupyter.features.hub.resolving import parsed


def card(text: str) -> cards.Card:
    return cards.read(f"---\n{text}\n---\nAbout birds\n", "a/b")


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ("x.csv", {"train": ("x.csv",)}),
        ("[x.csv, y.csv]", {"train": ("x.csv", "y.csv")}),
        ("[{split: test, path: [x, y]}]", {"test": ("x", "y")}),
        ("{train: x, dev.clean: y}", {"train": ("x",), "dev.clean": ("y",)}),
    ],
)
def test_files_are_spelled_in_many_ways(files: str, found: dict) -> None:
    (table,) = card(f"configs: [{{config_name: c, data_files: {files}}}]").tables
    assert table.patterns == found


@pytest.mark.parametrize(
    "text",
    [
        "configs: [{config_name: a}, {config_name: a}]",
        "configs: [3]",
        "configs: [{config_name: a, data_files: [{split: 'no name', path: x}]}]",
        "configs: [{config_name: a, data_files: [{split: train}]}]",
        "a: [1",
    ],
)
def test_contradictions_are_refused(text: str) -> None:
    with pytest.raises(HubBadCard, match="The card of a/b"):
        card(text)


def test_a_card_without_front_matter_says_nothing() -> None:
    assert cards.read("# Birds\n\n---\n", "a/b").tables == ()
    assert card("- a\n- b").facts == {}


@pytest.mark.parametrize(
    ("names", "told", "default"),
    [
        (["a"], [], "a"),
        (["a", "default"], [], "default"),
        (["a", "b"], ["b"], "b"),
        (["a", "b"], [], None),
    ],
)
def test_which_subset_is_meant(names: list[str], told: list[str], default: str | None) -> None:
    tables = [cards.CardTable(each, is_default=each in told) for each in names]
    assert cards.default_of(names, tables) == default


PATHS = ["data/train-1.csv", "data/deep/train-2.csv", "data/test.csv", ".hid/x.csv", "README.md"]


@pytest.mark.parametrize(
    ("pattern", "folder", "found"),
    [
        ("data/train-*", "", ["data/train-1.csv"]),
        ("**/train-*", "", ["data/deep/train-2.csv", "data/train-1.csv"]),
        ("*.csv", "data", ["data/test.csv", "data/train-1.csv"]),
        ("data/{train-1,test}.csv", "", ["data/test.csv", "data/train-1.csv"]),
        ("data/train-[0-9].csv", "", ["data/train-1.csv"]),
        ("data/train-[!1].csv", "", []),
        ("data/t?st.csv", "", ["data/test.csv"]),
        ("data/deep", "", ["data/deep/train-2.csv"]),
        ("./data/test.csv", "", ["data/test.csv"]),
        (".hid/*", "", [".hid/x.csv"]),
        ("a.b", "", []),
    ],
)
def test_patterns(pattern: str, folder: str, found: list[str]) -> None:
    assert patterns.matching(pattern, PATHS, folder) == found


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        (["data/x-00000-of-00002.parquet", "data/x-00001-of-00002.parquet", "y.csv"],
         {"x": ["data/x-00000-of-00002.parquet", "data/x-00001-of-00002.parquet"]}),
        (["test/a.csv", "training/b.csv"], {"train": ["training/b.csv"], "test": ["test/a.csv"]}),
        (["my_val_set.csv", "retrain.csv"], {"validation": ["my_val_set.csv"]}),
        (["evaluate.csv", "retrain.csv"], {"train": ["evaluate.csv", "retrain.csv"]}),
        (["set-dev.csv", "train2.csv"], {"train": ["train2.csv"], "validation": ["set-dev.csv"]}),
        (["a.csv", "b.csv", "c.parquet"], {"train": ["a.csv", "b.csv"]}),
        (["a.csv", "c.parquet"], {"train": ["c.parquet"]}),
        (["README.md", ".x/a.csv", "__b/a.csv", "config.json"], {}),
    ],
)  # fmt: skip
def test_splits_by_names(paths: list[str], found: dict[str, list[str]]) -> None:
    assert patterns.by_names(paths) == found


def test_features_are_the_same_in_both_spellings() -> None:
    told = {
        "label": {"_type": "ClassLabel", "names": ["neg", "pos"]},
        "tags": {"_type": "Sequence", "feature": {"_type": "ClassLabel", "names": ["x"]}},
        "boxes": {"_type": "Sequence", "feature": {
            "kind": {"_type": "ClassLabel", "names": ["a"]}, "area": {"_type": "Value", "dtype":
            "float32"}}},
        "picture": {"_type": "Image"},
        "text": {"_type": "Value", "dtype": "string"},
    }  # fmt: skip
    by_file = features.from_parquet(json.dumps({"info": {"features": told}}))
    by_card = features.from_card(
        [
            {"name": "label", "dtype": {"class_label": {"names": {"1": "pos", "0": "neg"}}}},
            {"name": "tags", "sequence": {"class_label": {"names": {"0": "x"}}}},
            {
                "name": "boxes",
                "sequence": [
                    {"name": "kind", "dtype": {"class_label": {"names": {"0": "a"}}}},
                    {"name": "area", "dtype": "float32"},
                ],
            },
            {"name": "picture", "dtype": "image"},
            {"name": "text", "dtype": "string"},
        ]
    )
    assert by_file == by_card
    assert by_file["label"].labels == ("neg", "pos")
    assert by_file["tags"].shown_labels == ("x",)
    # A sequence of a structure lies there as a structure of lists.
    inner = by_file["boxes"].fields["kind"]
    assert inner.kind == "List"
    assert inner.shown_labels == ("a",)
    assert by_file["picture"].media is HubMedia.IMAGE


@pytest.mark.parametrize("text", ["", "[]", '{"info": 3}', '{"info": {"features": [1]}}', "{"])
def test_odd_features_are_none(text: str) -> None:
    assert features.from_parquet(text) == {}


def test_gaps_in_numbers_of_labels_are_not_guessed() -> None:
    told = [{"name": "x", "dtype": {"class_label": {"names": {"0": "a", "2": "c"}}}}]
    assert features.from_card(told)["x"].labels == ()


@pytest.mark.parametrize(
    ("kinds", "made"),
    [
        (["BIGINT", "BIGINT"], "BIGINT"),
        (["TINYINT", "UTINYINT"], "SMALLINT"),
        (["UBIGINT", "BIGINT"], "HUGEINT"),
        (["FLOAT", "DOUBLE"], "DOUBLE"),
        (["BIGINT", "DOUBLE"], None),
        (["UHUGEINT", "BIGINT"], None),
        (['"NULL"', "DATE"], "DATE"),
        (["VARCHAR", "BIGINT"], None),
    ],
)
def test_types_that_hold_both_exactly(kinds: list[str], made: str | None) -> None:
    assert widest(kinds) == made


@pytest.mark.parametrize("text", ["", "a/b/c", "a/../b", "a b/c", "a/b@", "a/b?x=1", None, 3])
def test_odd_ids_are_refused(text: object) -> None:
    with pytest.raises(HubBadId):
        parsed(text)
