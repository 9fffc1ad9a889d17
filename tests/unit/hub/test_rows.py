"""Rows of the Hub arrive exactly, by all ways they can lie there."""

import math
from datetime import datetime
from typing import Any

import pytest

from datavault_jupyter import DatasetSource, Vault
from datavault_jupyter.base.errors import BadArgument, BadFile, BadQuery, NameTaken
from datavault_jupyter.features.hub.service import HubService
from tests.hub import tables
from tests.hub.server import Hub


def plain(value: Any) -> Any:
    """NaN equals itself here."""
    return "nan" if isinstance(value, float) and math.isnan(value) else value


def expected(subset: str, column: str) -> list[Any]:
    made = []
    for split in tables.SPLITS:
        made += tables.table(subset, split).column(column).to_pylist()
    if column == "species":
        return [None if each == -1 else tables.SPECIES[each] for each in made]
    if column == "boxes":
        return [
            [{**each, "label": tables.SPECIES[each["label"]]} for each in several]
            for several in made
        ]
    if column == "span":
        return [int(each.total_seconds() * 1000) for each in made]
    return made


@pytest.mark.usefixtures("service")
def test_every_type_arrives_exactly(vault: Vault) -> None:
    dataset = vault.import_hub("birds/multi")
    assert dataset.source is DatasetSource.HUGGINGFACE
    got = dataset.arrow()
    names = list(tables.SUBSETS["observations"])
    assert dataset.columns == [*names, "split"]
    for name in names:
        values = [plain(each) for each in got.column(name).to_pylist()]
        if name == "at_ns":
            assert got.column(name).cast("int64").to_pylist() == [
                1_709_208_000_123_456_789 + n for n in range(16)
            ]
            continue
        assert values == [plain(each) for each in expected("observations", name)], name
    assert got.column("split").to_pylist() == ["train"] * 12 + ["test"] * 4
    assert dict(dataset.types)["uint64"] == "UBIGINT"
    assert "Column 'span' holds durations as whole milliseconds." in dataset.notes


@pytest.mark.usefixtures("service")
def test_labels_keep_their_list_of_names(vault: Vault) -> None:
    info = vault.import_hub("birds/multi", columns=["species"]).source_info
    assert info["labels"] == {"species": tables.SPECIES}
    made = vault.import_hub("birds/card-features", name="nested")
    assert made.rows().fetchall()[0][0] == "Adelie"


def test_a_label_without_a_name_is_refused(vault: Vault, remote: Hub, service: HubService) -> None:
    import pyarrow as pa

    table = pa.table({"kind": pa.array([0, 7], pa.int64())}).replace_schema_metadata(
        {"huggingface": '{"info":{"features":{"kind":{"names":["a","b"],"_type":"ClassLabel"}}}}'}
    )
    remote.create("birds/odd-label", {"train.parquet": tables.parquet(table)})
    with pytest.raises(BadFile, match=r"column 'kind' has a label without a name: 7"):
        vault.import_hub("birds/odd-label")
    assert vault.datasets() == []


@pytest.mark.usefixtures("service")
def test_pictures_come_when_they_are_named_with_their_kind(vault: Vault) -> None:
    assert vault.import_hub("birds/multi", subset="media").columns == ["id", "split"]
    made = vault.import_hub(
        "birds/multi", subset="media", split="train", columns=["picture", "sound"], name="media"
    )
    pictures, sounds = zip(*made.rows().fetchall(), strict=True)
    assert pictures[0] == {
        "bytes": tables.PIXEL, "path": "birds/0.png", "media_type": "image/png"
    }  # fmt: skip
    assert pictures[2] == {"bytes": None, "path": "birds/2.png", "media_type": None}
    assert sounds[0]["bytes"] == tables.SOUND
    assert sounds[0]["media_type"] == "audio/wav"


@pytest.mark.usefixtures("service")
@pytest.mark.parametrize(
    ("repo_id", "asked", "ids"),
    [
        ("birds/csv", {"split": "train"}, [0, 1, 2, 3, 4]),
        ("birds/csv", {"split": "train", "revision": "v1.0"}, [0, 1, 2]),
        ("birds/csv", {"split": ["test", "train"]}, [0, 1, 0, 1, 2, 3, 4]),
        ("birds/csv", {"where": "id >= 1 -- not the first", "limit": 3}, [1, 2, 3]),
        ("birds/jsonl", {}, [0, 1, 2, 3, 4, 5]),
        ("birds/csv-options", {}, [0, 1, 2]),
        ("birds/gzip", {"split": "train"}, [0, 1, 2, 3]),
        ("birds/shards", {"split": "train", "limit": 4}, [0, 1, 2, 3]),
        ("birds/shards", {"where": "split = 'test' AND id < 2"}, [0, 1]),
        ("birds/shards", {"limit": 0}, []),
        ("birds/renamed-301", {"split": "test"}, [0, 1]),
        ("hf://datasets/birds/csv@v1.0", {"split": "train"}, [0, 1, 2]),
    ],
)
def test_splits_limits_and_conditions(
    vault: Vault, repo_id: str, asked: dict, ids: list[int]
) -> None:
    made = vault.import_hub(repo_id, name="made", columns=["id"], **asked)
    assert [row[0] for row in made.rows().fetchall()] == ids


@pytest.mark.usefixtures("service")
def test_columns_arrive_in_the_order_asked_for(vault: Vault) -> None:
    made = vault.import_hub("birds/multi", columns=["text", "ID"], split="test", limit=1)
    assert made.columns == ["text", "id"]
    with pytest.raises(BadArgument, match=r"no column 'txt'.*Did you mean 'text'"):
        vault.import_hub("birds/multi", columns=["txt"], name="other")


@pytest.mark.usefixtures("service")
@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("nope = 1", "nope"),
        ("id > 0) UNION (SELECT 1", "."),
        ("id IN (SELECT 1 FROM read_csv('/etc/passwd'))", "read_csv"),
        ("EXISTS (SELECT 1 FROM '/etc/passwd')", "other tables"),
        ("id = 1; DROP TABLE x", "."),
        ("id ==== 1", "."),
    ],
)
@pytest.mark.parametrize("repo_id", ["birds/csv", "birds/shards"])
def test_a_condition_is_a_condition_and_nothing_else(
    vault: Vault, repo_id: str, where: str, said: str
) -> None:
    with pytest.raises(BadQuery, match=said):
        vault.import_hub(repo_id, where=where)
    assert vault.datasets() == []


@pytest.mark.usefixtures("service")
def test_decimals_that_duckdb_would_spoil_are_refused(vault: Vault) -> None:
    with pytest.raises(BadFile, match=r"decimals of 45 digits"):
        vault.import_hub("birds/decimals")
    made = vault.hub.configure("birds/decimals")
    assert not made.columns[0].is_default
    assert "45 digits" in made.notes[0]


def test_files_that_disagree_on_a_type_are_read_as_what_holds_both(
    vault: Vault, remote: Hub, service: HubService
) -> None:
    remote.create("birds/mixed-types", {
        "train-1.csv": b"id,n,v\n1,1,007\n", "train-2.csv": b"id,n,v,more\n2,1.5,x,9\n",
    })  # fmt: skip
    made = vault.import_hub("birds/mixed-types")
    assert dict(made.types) == {"id": "BIGINT", "n": "DOUBLE", "v": "VARCHAR", "more": "BIGINT"}
    assert made.rows().fetchall() == [(1, 1.0, "007", None), (2, 1.5, "x", 9)]
    assert "Column 'more' is missing in train-1.csv: NULL there." in made.notes


def test_parquet_files_that_disagree_are_widened_or_refused(
    vault: Vault, remote: Hub, service: HubService
) -> None:
    import pyarrow as pa

    def file(kind: pa.DataType, *values: object) -> bytes:
        return tables.parquet(pa.table({"x": pa.array(values, kind)}))

    remote.create(
        "birds/widths",
        {"a.parquet": file(pa.int32(), 1), "b.parquet": file(pa.int64(), 2**60),
         "c.parquet": file(pa.null(), None)},
    )  # fmt: skip
    made = vault.import_hub("birds/widths")
    assert (dict(made.types), made.rows().fetchall()) == (
        {"x": "BIGINT"}, [(1,), (2**60,), (None,)]
    )  # fmt: skip
    remote.create(
        "birds/clash",
        {"a.parquet": file(pa.int64(), 2**60 + 1), "b.parquet": file(pa.float64(), 1.5)},
    )
    with pytest.raises(BadFile, match=r"'x' is BIGINT in one file and DOUBLE in another"):
        vault.import_hub("birds/clash")


def test_a_splits_column_gives_way_to_the_datasets_own(
    vault: Vault, remote: Hub, service: HubService
) -> None:
    files = {f"{name}.csv": f"id,split\n1,{name}!\n".encode() for name in ("train", "test")}
    remote.create("birds/own-split", files)
    made = vault.import_hub("birds/own-split")
    assert made.columns == ["id", "split", "hub_split"]
    assert made.rows().fetchall() == [(1, "train!", "train"), (1, "test!", "test")]


def test_the_hubs_copy_stands_in_for_files_that_are_not_read(
    vault: Vault, remote: Hub, service: HubService
) -> None:
    remote.create("birds/script", {"script.py": b"print()\n", "birds.zip": b"PK\3\4"})
    remote.shelf["birds/script"].commit(
        {"default/partial-train/0000.parquet": tables.parquet(tables.birds(3))},
        branch="refs/convert/parquet",
        is_fresh=True,
    )
    shown = service.configure("birds/script")
    assert shown.is_converted
    assert shown.splits[0].is_partial
    assert shown.splits[0].row_count == 3
    made = vault.import_hub("birds/script")
    assert made.row_count == 3
    info = made.source_info
    assert info["is_converted"]
    assert info["files_sha"] != info["sha"]
    assert any("partial" in each for each in made.notes)


def test_where_rows_came_from_is_remembered(vault: Vault, remote: Hub, service: HubService) -> None:
    made = vault.import_hub("birds/csv", revision="v1.0", split="train", limit=2)
    info = made.source_info
    commit = remote.shelf["birds/csv"].find("v1.0")
    assert commit is not None
    assert (info["kind"], info["repo_id"], info["subset"]) == (
        "huggingface",
        "birds/csv",
        "default",
    )
    assert (info["splits"], info["revision"], info["sha"]) == (["train"], "v1.0", commit.sha)
    assert (info["limit"], info["licence"], info["row_count"]) == (2, "cc0-1.0", 2)
    (file,) = info["files"]
    assert file["path"] == "train.csv"
    assert file["is_checked"]
    assert file["blob_id"] == commit.files["train.csv"].oid
    assert info["fetched_byte_count"] == commit.files["train.csv"].size
    assert datetime.fromisoformat(info["committed_at"]) == commit.date


def test_a_newer_commit_is_noticed(vault: Vault, remote: Hub, service: HubService) -> None:
    made = vault.import_hub("birds/moving")
    pinned = vault.import_hub("birds/moving", revision=made.source_info["sha"], name="pinned")
    assert not vault.hub.newer(made)
    sha = remote.commit("birds/moving", {"train.csv": b"id,name\n9,new\n"})
    newer = vault.hub.newer(made)
    assert newer
    assert newer.newest_sha == sha
    assert newer.sha == made.source_info["sha"]
    assert not vault.hub.newer(pinned)
    again = vault.import_hub("birds/moving", name="again")
    assert again.rows().fetchall() == [(9, "new")]


def test_only_datasets_of_the_hub_can_be_newer(vault: Vault, service: HubService) -> None:
    made = vault.import_file(b"id\n1\n", format="csv", name="own")
    with pytest.raises(BadArgument, match="doesn't come from the Hub"):
        vault.hub.newer(made)


def test_a_taken_name_is_told_before_anything_is_fetched(
    vault: Vault, remote: Hub, service: HubService
) -> None:
    vault.import_file(b"id\n1\n", format="csv", name="csv")
    with pytest.raises(NameTaken):
        vault.import_hub("birds/csv")
    assert not list(remote.log)


def test_files_in_no_split_are_told(vault: Vault, remote: Hub, service: HubService) -> None:
    files = {"train.csv": b"id\n1\n", "more.csv": b"id\n2\n", "other.csv": b"id\n3\n"}
    remote.create("birds/aside", files)
    said = "more.csv and 1 more are in no split, by name, and left out."
    assert said in service.configure("birds/aside").notes
    made = vault.import_hub("birds/aside")
    assert made.rows().fetchall() == [(1,)]
    assert said in made.notes
