"""The real client against the test Hub: what it asks is answered as the Hub would."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import httpx2
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from huggingface_hub import HfApi, HfFileSystem, snapshot_download
from huggingface_hub.errors import (
    GatedRepoError,
    HfHubHTTPError,
    LocalTokenNotFoundError,
    RemoteEntryNotFoundError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)

from tests.hub import fixtures, tables
from tests.hub.fixtures import MANY_FILES, MANY_REPOS
from tests.hub.given import Hub, client_apart, hub, subprocess_settings

__all__ = ["client_apart", "hub"]

BIG = "data/train-00000-of-00001.parquet"


@pytest.fixture
def api(hub: Hub, client_apart: Path) -> HfApi:
    return HfApi(endpoint=hub.url, token=False)


def api_of(hub: Hub, who: str | None) -> HfApi:
    return HfApi(endpoint=hub.url, token=hub.token_of(who) if who else False)


def fs_of(hub: Hub, who: str | None = None, **options: Any) -> HfFileSystem:
    token = hub.token_of(who) if who else False
    return HfFileSystem(endpoint=hub.url, token=token, skip_instance_cache=True, **options)


def download(api: HfApi, repo_id: str, path: str, **options: Any) -> Path:
    return Path(api.hf_hub_download(repo_id, path, repo_type="dataset", **options))


def test_all_datasets_are_listed_page_by_page(hub: Hub, api: HfApi) -> None:
    found = [each.id for each in api.list_datasets()]
    assert len([each for each in found if each.startswith("pond/")]) == MANY_REPOS
    assert len(set(found)) == len(found)
    assert "birds/private" not in found
    assert len(hub.log.matching("^GET /api/datasets$")) == 3


def test_search_filters_sorts_and_limits(hub: Hub, api: HfApi) -> None:
    fish = list(api.list_datasets(search="FISH", sort="downloads", limit=3))
    assert [each.id for each in fish] == ["pond/fish-2495", "pond/fish-2490", "pond/fish-2485"]
    tagged = list(api.list_datasets(filter=["topic:fish", "size_categories:n<1K"]))
    assert len(tagged) == MANY_REPOS / 5
    english = list(api.list_datasets(language="en"))
    assert [each.id for each in english] == ["birds/multi"]
    gated = {each.id: each.gated for each in api.list_datasets(author="birds", gated=True)}
    assert gated == {"birds/gated": "manual", "birds/gated-auto": "auto"}
    assert [each.id for each in api.list_datasets(limit=1)] == ["birds/multi"]
    own = api_of(hub, "owner").list_datasets(author="birds", search="private")
    assert [each.id for each in own] == ["birds/private"]


def test_a_listing_holds_what_was_asked_for(api: HfApi) -> None:
    [lean] = api.list_datasets(search="birds/multi", expand=["cardData", "gated"])
    assert lean.card_data is not None
    assert lean.card_data["license"] == "mit"
    assert lean.gated is False
    assert lean.downloads is None
    [full] = api.list_datasets(search="birds/multi", full=True)
    assert "README.md" in [each.rfilename for each in full.siblings or ()]
    with pytest.raises(HfHubHTTPError, match="Invalid expand"):
        list(api.list_datasets(expand=["nonsense"]))  # type: ignore[list-item]


def test_a_dataset_is_described_at_each_revision(hub: Hub, api: HfApi) -> None:
    now = api.dataset_info("birds/csv", files_metadata=True)
    then = api.dataset_info("birds/csv", revision="v1.0")
    assert now.sha != then.sha
    assert api.dataset_info("birds/csv", revision=then.sha).sha == then.sha
    sizes = {each.rfilename: each.size for each in now.siblings or ()}
    assert sizes["train.csv"] == len(tables.csv_text(5))
    [parquet] = [
        each
        for each in api.dataset_info("birds/one-file", files_metadata=True).siblings or ()
        if each.rfilename == "a.parquet"
    ]
    assert parquet.lfs is not None
    assert len(parquet.lfs.sha256) == 64
    branch = api.dataset_info("birds/moving", revision="draft/next")
    assert branch.sha == api.dataset_info("birds/moving").sha
    convert = api.dataset_info("birds/multi", revision="refs/convert/parquet")
    assert "media/test/0000.parquet" in [each.rfilename for each in convert.siblings or ()]


@pytest.mark.parametrize("revision", ["refs/convert/parquet", "refs%2Fconvert%2Fparquet"])
def test_refs_are_understood_quoted_and_plain(hub: Hub, revision: str) -> None:
    url = f"{hub.url}/datasets/birds/multi/resolve/{revision}/media/test/0000.parquet"
    sha = hub.shelf["birds/multi"].refs["refs/convert/parquet"].sha
    assert httpx2.head(url, timeout=60).headers["x-repo-commit"] == sha
    listed = f"{hub.url}/api/datasets/birds/multi/tree/{revision}/media%2Ftest"
    tree = httpx2.get(listed, timeout=60).json()
    assert [each["path"] for each in tree] == ["media/test/0000.parquet"]


def test_a_tree_of_many_files_comes_in_pages(hub: Hub, api: HfApi) -> None:
    tree = list(api.list_repo_tree("birds/many-files", repo_type="dataset", recursive=True))
    files = [each.path for each in tree if hasattr(each, "size")]
    assert len(files) == len(set(files)) == MANY_FILES
    assert len(hub.log.matching("/tree/main$")) == 3
    hub.log.clear()
    inside = list(
        api.list_repo_tree("birds/many-files", "part-03", repo_type="dataset", expand=True)
    )
    assert len(inside) == 100
    assert {each.last_commit.title for each in inside if each.last_commit} == {"initial commit"}
    assert len(hub.log.matching("/tree/main/part-03$")) == 2
    top = list(api.list_repo_tree("birds/many-files", repo_type="dataset"))
    assert [each.path for each in top][:2] == ["README.md", "part-00"]
    with pytest.raises(RemoteEntryNotFoundError):
        list(api.list_repo_tree("birds/many-files", "part-99", repo_type="dataset"))


def test_paths_and_refs(api: HfApi) -> None:
    found = api.get_paths_info(
        "birds/multi", ["media", "README.md", "missing"], repo_type="dataset", expand=True
    )
    assert [each.path for each in found] == ["media", "README.md"]
    refs = api.list_repo_refs("birds/multi", repo_type="dataset")
    assert [each.ref for each in refs.converts] == ["refs/convert/parquet"]
    tags = api.list_repo_refs("birds/csv", repo_type="dataset").tags
    assert [(each.name, each.ref) for each in tags] == [("v1.0", "refs/tags/v1.0")]
    titles = [each.title for each in api.list_repo_commits("birds/csv", repo_type="dataset")]
    assert titles == ["Two birds more", "initial commit"]


def test_small_files_come_from_the_hub_large_ones_from_the_cdn(hub: Hub, api: HfApi) -> None:
    small = download(api_of(hub, "owner"), "birds/csv", "train.csv")
    assert small.read_bytes() == tables.csv_text(5)
    assert [each.line for each in hub.log][:2] == [
        "HEAD /datasets/birds/csv/resolve/main/train.csv",
        f"HEAD /api/resolve-cache/datasets/birds/csv/{small.parent.name}/train.csv",
    ]
    hub.log.clear()
    large = download(api_of(hub, "owner"), "birds/big", BIG)
    assert large.read_bytes() == tables.big_file()
    assert [(each.side, each.method, each.token is None) for each in hub.log] == [
        ("hub", "HEAD", False),
        ("cdn", "GET", True),
    ]
    assert hub.log.sent("/cdn/") == large.stat().st_size
    hub.log.clear()
    assert download(api, "birds/big", BIG, revision=large.parents[1].name) == large
    assert len(hub.log) == 0


def test_the_cdn_refuses_tokens_and_addresses_of_yesterday(hub: Hub, api: HfApi) -> None:
    with httpx2.Client(timeout=60) as client:
        asked = client.get(f"{hub.url}/datasets/birds/big/resolve/main/{BIG}")
        address = asked.headers["location"]
        assert client.head(address).headers["content-length"] == str(len(tables.big_file()))
        with_token = {"Authorization": f"Bearer {hub.token_of('owner')}"}
        assert client.get(address, headers=with_token).status_code == 400
        hub.expire_links()
        assert client.get(address).status_code == 403
    assert download(api, "birds/big", BIG).stat().st_size == len(tables.big_file())


def test_ranges(hub: Hub) -> None:
    def get(asked: str) -> httpx2.Response:
        url = f"{hub.url}/datasets/birds/csv/resolve/main/train.csv"
        return httpx2.get(url, headers={"Range": asked}, follow_redirects=True, timeout=60)

    whole = tables.csv_text(5)
    assert (get("bytes=2-5").content, get("bytes=2-5").status_code) == (whole[2:6], 206)
    assert get("bytes=-4").content == whole[-4:]
    assert get("bytes=40-").content == whole[40:]
    assert get("bytes=40-999").headers["content-range"] == f"bytes 40-{len(whole) - 1}/{len(whole)}"
    assert get("bytes=999-").status_code == 416
    assert get("words=1-2").status_code == 200


def test_the_file_system_reads_pieces_only(hub: Hub, client_apart: Path) -> None:
    fs = fs_of(hub)
    with fs.open(f"hf://datasets/birds/big/{BIG}", cache_type="none", block_size=1024) as file:
        file.seek(-4, 2)
        assert file.read() == b"PAR1"
    assert hub.log.sent("/cdn/") == 4
    assert fs.glob("datasets/birds/shards@main/data/train-*") == [
        f"datasets/birds/shards@main/data/train-0000{number}-of-00002.parquet" for number in (0, 1)
    ]


def test_duckdb_reads_few_columns_of_few_groups(hub: Hub, client_apart: Path) -> None:
    with duckdb.connect() as con:
        con.register_filesystem(fs_of(hub, block_size=1 << 16))
        path = f"hf://datasets/birds/big/{BIG}"
        [(total,)] = con.sql(f"SELECT sum(id) FROM '{path}' WHERE id < 500").fetchall()
        assert total == sum(range(500))
        converted = "hf://datasets/birds/multi@refs/convert/parquet/observations/train/0000.parquet"
        found = con.sql(f"SELECT species, price FROM '{converted}'").fetchall()
    # One group of eight, one column of fifty, and the footer.
    assert hub.log.sent("/cdn/birds/big/") < len(tables.big_file()) / 8
    expected = tables.table("observations", "train").select(["species", "price"])
    assert found == list(zip(*expected.to_pydict().values(), strict=True))


def test_the_file_system_fails_by_name(hub: Hub, client_apart: Path) -> None:
    fs = fs_of(hub)
    for path in ("birds/nothing/a.csv", "birds/csv@nothing/train.csv", "birds/csv/nothing.csv"):
        with pytest.raises(FileNotFoundError):
            fs.open(f"hf://datasets/{path}")
    with fs.open("hf://datasets/birds/gated/notes.csv") as file, pytest.raises(GatedRepoError):
        file.read()


MISSING, GATED, NOBODY = RepositoryNotFoundError, GatedRepoError, HfHubHTTPError


@pytest.mark.parametrize(
    ("who", "repo_id", "expected"),
    [
        (None, "birds/gated", (401, None, GATED)),
        ("stranger", "birds/gated", (403, None, GATED)),
        ("member", "birds/gated", (200, None, None)),
        ("owner", "birds/gated-auto", (200, None, None)),
        ("bad", "birds/gated", (401, NOBODY, NOBODY)),
        (None, "birds/private", (401, MISSING, MISSING)),
        ("stranger", "birds/private", (404, MISSING, MISSING)),
        ("owner", "birds/private", (200, None, None)),
        ("bad", "birds/private", (401, NOBODY, NOBODY)),
        (None, "birds/nothing", (401, MISSING, MISSING)),
        ("owner", "birds/nothing", (404, MISSING, MISSING)),
    ],
)
def test_who_sees_what(
    hub: Hub,
    client_apart: Path,
    who: str | None,
    repo_id: str,
    expected: tuple[int, type[Exception] | None, type[Exception] | None],
) -> None:
    api = api_of(hub, who)
    status, info, file = expected

    def outcome(call: Callable[[], Any]) -> type[Exception] | None:
        try:
            call()
        except HfHubHTTPError as error:
            return type(error)
        return None

    assert outcome(lambda: api.dataset_info(repo_id)) is info
    assert outcome(lambda: download(api, repo_id, "data/train.parquet")) is file
    assert outcome(lambda: download(api, repo_id, "notes.csv")) is file
    assert outcome(lambda: api.auth_check(repo_id, repo_type="dataset")) is file
    assert {each.status for each in hub.log.matching("auth-check")} == {status}


def test_who_am_i(hub: Hub, client_apart: Path) -> None:
    facts = api_of(hub, "owner").whoami()
    assert (facts["name"], [org["name"] for org in facts["orgs"]]) == ("owner", ["birds"])
    with pytest.raises(HfHubHTTPError, match="Invalid user token"):
        api_of(hub, "bad").whoami()
    with pytest.raises(LocalTokenNotFoundError):
        HfApi(endpoint=hub.url).whoami()


@pytest.mark.parametrize(("status", "found"), [(301, 0), (307, 1)])
def test_a_renamed_dataset(hub: Hub, api: HfApi, status: int, found: int) -> None:
    old = f"birds/renamed-{status}"
    assert api.dataset_info(old).id == "birds/csv"
    assert api.dataset_info(old, revision="v1.0").id == "birds/csv"
    assert download(api, old, "train.csv").read_bytes() == tables.csv_text(5)
    # A 301 turns the client's POST into a GET.
    assert len(api.get_paths_info(old, ["train.csv"], repo_type="dataset")) == found


def test_what_is_not_there_has_its_code(hub: Hub, api: HfApi) -> None:
    with pytest.raises(RevisionNotFoundError):
        api.dataset_info("birds/csv", revision="nothing")
    with pytest.raises(RevisionNotFoundError):
        download(api, "birds/csv", "train.csv", revision="nothing")
    with pytest.raises(RemoteEntryNotFoundError) as caught:
        download(api, "birds/csv", "nothing.csv")
    sha = api.dataset_info("birds/csv").sha
    assert caught.value.response.headers["x-repo-commit"] == sha


def test_a_branch_moves_and_a_sha_does_not(hub: Hub, api: HfApi) -> None:
    before = api.dataset_info("birds/moving").sha
    after = hub.commit("birds/moving", {"train.csv": tables.csv_text(9), "new/b.csv": b"id\n1\n"})
    assert api.dataset_info("birds/moving").sha == after != before
    now = download(api, "birds/moving", "train.csv")
    then = download(api, "birds/moving", "train.csv", revision=before)
    assert (now.read_bytes(), then.read_bytes()) == (tables.csv_text(9), tables.csv_text(2))
    hub.commit("birds/moving", {"train.csv": None}, branch="other/branch")
    hub.tag("birds/moving", "v2")
    info = api.dataset_info("birds/moving", revision="other/branch")
    assert [each.rfilename for each in info.siblings or ()] == ["new/b.csv"]
    assert api.dataset_info("birds/moving", revision="v2").sha == after


def test_every_file_of_every_fixture_can_be_made(hub: Hub) -> None:
    for repo in hub.shelf.all():
        for commit in repo.commits.values() if repo.owner == "birds" else ():
            for path, blob in commit.files.items():
                assert blob.data, path
                if path.endswith(".parquet"):
                    assert pq.read_metadata(pa.BufferReader(blob.data)).num_rows
    big = pq.read_metadata(pa.BufferReader(tables.big_file()))
    assert (big.num_row_groups, big.num_columns) == (8, 50)
    known = pq.read_schema(pa.BufferReader(fixtures.shard("media", "test", 0, 1))).metadata
    assert json.loads(known[b"huggingface"])["info"]["features"] == tables.features("media")


def test_cards_say_where_files_are(hub: Hub, api: HfApi) -> None:
    configs = api.dataset_info("birds/shapes").card_data.to_dict()["configs"]  # type: ignore[union-attr]
    assert [each["config_name"] for each in configs] == [
        "text", "list", "splits", "glob", "folder",
    ]  # fmt: skip
    assert api.dataset_info("birds/broken-yaml").card_data is None
    override = download(api, "birds/yaml-override", ".huggingface.yaml").read_text()
    assert override.startswith("configs:\n- config_name: over\n")


def test_a_snapshot_brings_all_files(hub: Hub, api: HfApi) -> None:
    sha = hub.create("birds/made-here", {"a.csv": b"id\n1\n", "b/c.parquet": b"PAR1"})
    folder = snapshot_download(
        "birds/made-here", repo_type="dataset", endpoint=hub.url, token=False
    )
    assert Path(folder).name == sha
    assert (Path(folder) / "b/c.parquet").read_bytes() == b"PAR1"


def test_addresses_of_converted_files_lead_to_them(hub: Hub) -> None:
    base = f"{hub.url}/api/datasets/birds/multi/parquet"
    [address] = httpx2.get(base, timeout=60).json()["media"]["train"]
    assert address.startswith("https://huggingface.co/")
    here = address.replace("https://huggingface.co", hub.url)
    made = httpx2.get(here, follow_redirects=True, timeout=60).content
    assert pq.read_table(pa.BufferReader(made)).num_rows == tables.ROWS


def test_it_runs_as_a_program(tmp_path: Path) -> None:
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-m", "tests.hub"], cwd=root, stdout=subprocess.PIPE, text=True
    ) as program:
        assert program.stdout is not None
        try:
            url = program.stdout.readline().strip()
            listed = httpx2.get(f"{url}/api/datasets?limit=1", timeout=60).json()
            assert listed[0]["id"] == "birds/multi"
        finally:
            program.terminate()
    assert subprocess_settings(tmp_path)["HF_HOME"] == str(tmp_path)
