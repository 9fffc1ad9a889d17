"""Each fault once: what the real client makes of it."""

import hashlib
import time
from pathlib import Path

import httpx2
import pytest
from huggingface_hub import HfApi, HfFileSystem, constants
from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

from tests.hub import tables
from tests.hub.faults import Action
from tests.hub.given import Hub, client_apart, hub

__all__ = ["client_apart", "hub"]

BIG = "data/train-00000-of-00001.parquet"
CSV = tables.csv_text(5)


@pytest.fixture
def api(hub: Hub, client_apart: Path) -> HfApi:
    return HfApi(endpoint=hub.url, token=False)


def download(api: HfApi, repo_id: str = "birds/csv", path: str = "train.csv") -> Path:
    return Path(api.hf_hub_download(repo_id, path, repo_type="dataset", etag_timeout=30))


def read(hub: Hub, path: str, start: int, stop: int) -> bytes:
    fs = HfFileSystem(endpoint=hub.url, token=False, skip_instance_cache=True)
    with fs.open(f"hf://datasets/{path}", cache_type="none") as file:
        file.seek(start)
        return bytes(file.read(stop - start))


def test_a_status_is_retried_for_as_long_as_it_is_asked_for(hub: Hub, api: HfApi) -> None:
    hub.faults.add("GET /api/datasets$", "status", status=503, count=2)
    assert [each.id for each in api.list_datasets(limit=1)] == ["birds/multi"]
    assert [each.status for each in hub.log] == [503, 503, 200]
    assert hub.faults.left == 0
    wait = {"RateLimit": '"api";r=0;t=0'}
    hub.faults.add("/birds/csv$", "status", status=429, headers=wait, count=None)
    for _ in range(2):  # None never ends
        with pytest.raises(HfHubHTTPError, match="429"):
            api.dataset_info("birds/csv")
    hub.faults.clear()
    assert api.dataset_info("birds/csv").id == "birds/csv"


def test_a_status_may_bring_its_own_code(hub: Hub, api: HfApi) -> None:
    code = {"X-Error-Code": "EntryNotFound"}
    hub.faults.add("HEAD .*train.csv", "status", status=404, headers=code)
    with pytest.raises(Exception, match="Entry Not Found"):
        download(api)


def test_a_hanging_request_ends_at_the_timeout_or_when_let_go(hub: Hub, api: HfApi) -> None:
    hub.faults.add("/birds/csv$", "hang", count=2)
    with pytest.raises(httpx2.ReadTimeout):
        api.dataset_info("birds/csv", timeout=0.2)
    assert hub.faults.hanging.wait(30)
    with pytest.raises(httpx2.ReadTimeout):
        api.dataset_info("birds/csv", timeout=0.2)
    # The Hub hears of the second question later than it is given up, perhaps.
    ends = time.monotonic() + 30
    while hub.faults.left:
        assert time.monotonic() < ends
        time.sleep(0.01)
    hub.faults.release()
    assert api.dataset_info("birds/csv", timeout=30).id == "birds/csv"


def test_a_download_that_stands_still_goes_on_after_the_timeout(
    hub: Hub, api: HfApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Long enough for a Hub that stands still for no other reason than a busy machine.
    monkeypatch.setattr(constants, "HF_HUB_DOWNLOAD_TIMEOUT", 2)
    hub.faults.add("GET /cdn/", "hang", at=5_000)
    assert download(api, "birds/big", BIG).read_bytes() == tables.big_file()
    assert [each.sent for each in hub.log.matching("GET /cdn/")] == [5_000, len(tables.big_file())]


def test_a_stopped_hub_refuses_even_open_connections(hub: Hub, api: HfApi) -> None:
    assert api.dataset_info("birds/csv").id == "birds/csv"
    hub.stop()
    for _ in range(2):
        with pytest.raises((httpx2.ConnectError, httpx2.RemoteProtocolError, httpx2.ReadError)):
            api.dataset_info("birds/csv")


def test_a_dropped_connection(hub: Hub, api: HfApi) -> None:
    hub.faults.add("/refs$", "drop")
    with pytest.raises(httpx2.RemoteProtocolError):
        api.list_repo_refs("birds/csv", repo_type="dataset")
    assert api.list_repo_refs("birds/csv", repo_type="dataset").tags


def test_a_cut_download_goes_on_where_it_stopped(
    hub: Hub, api: HfApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Only whole pieces are kept, and the client's are of 10 MiB.
    monkeypatch.setattr(constants, "DOWNLOAD_CHUNK_SIZE", 1 << 18)
    hub.faults.add("GET /cdn/", "truncate", at=1_000_000)
    made = download(api, "birds/big", BIG)
    assert made.read_bytes() == tables.big_file()
    first, second = hub.log.matching("GET /cdn/")
    assert (first.range, first.sent) == (None, 1_000_000)
    assert second.range == f"bytes={3 * (1 << 18)}-"
    assert second.sent == len(tables.big_file()) - 3 * (1 << 18)


def test_a_cut_download_starts_anew_without_ranges(
    hub: Hub, api: HfApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(constants, "DOWNLOAD_CHUNK_SIZE", 1 << 18)
    hub.faults.add("GET /cdn/", "truncate", at=1_000_000)
    hub.faults.add("GET /cdn/", "norange")
    assert download(api, "birds/big", BIG).read_bytes() == tables.big_file()
    assert [each.status for each in hub.log.matching("GET /cdn/")] == [200, 200]


def test_a_cut_listing_is_asked_for_again(hub: Hub, api: HfApi) -> None:
    hub.faults.add("GET /api/datasets$", "truncate", at=100)
    assert len(list(api.list_datasets(limit=50))) == 50
    assert next(iter(hub.log)).sent == 100


def test_a_flipped_bit_is_accepted_by_the_client_and_told_by_the_hash(hub: Hub, api: HfApi) -> None:
    hub.faults.add("GET /cdn/", "corrupt", at=1_000)
    got = download(api, "birds/big", BIG).read_bytes()
    assert [n for n, byte in enumerate(got) if byte != tables.big_file()[n]] == [1_000]
    [info] = api.get_paths_info("birds/big", [BIG], repo_type="dataset")
    lfs = getattr(info, "lfs", None)
    assert lfs is not None
    assert lfs.sha256 != hashlib.sha256(got).hexdigest()


def test_an_ignored_range_sends_the_whole_file(hub: Hub, client_apart: Path) -> None:
    assert read(hub, "birds/csv/train.csv", 2, 6) == CSV[2:6]
    hub.faults.add("train.csv", "norange")
    # The client's own file takes what it gets.
    assert len(read(hub, "birds/csv/train.csv", 2, 6)) == len(CSV)
    assert hub.log.matching("GET .*train.csv")[-1].status == 200


def test_a_wrong_etag_names_the_file_in_the_cache(hub: Hub, api: HfApi) -> None:
    hub.faults.add("HEAD .*train.csv", "etag", value="0123abcd")
    assert download(api).resolve().name == "0123abcd"
    hub.faults.add("HEAD .*big/", "etag", value="f" * 64)
    assert download(api, "birds/big", BIG).resolve().name == "f" * 64


@pytest.mark.parametrize("action", ["noetag", "nocommit"])
def test_a_file_without_its_names_is_refused(hub: Hub, api: HfApi, action: Action) -> None:
    for pattern in ("HEAD .*train.csv", "HEAD .*big/"):
        hub.faults.add(pattern, action)
    for path in (("birds/csv", "train.csv"), ("birds/big", BIG)):
        with pytest.raises(LocalEntryNotFoundError):
            download(api, *path)
    assert hub.faults.left == 0
    assert download(api).read_bytes() == CSV


def test_faults_wait_for_the_answer_they_change(hub: Hub, api: HfApi) -> None:
    hub.faults.add("train.csv", "corrupt", at=0)
    assert download(api).read_bytes() == bytes([CSV[0] ^ 1]) + CSV[1:]
    assert [each.method for each in hub.log] == ["HEAD", "HEAD", "GET"]
    assert hub.faults.left == 0
