"""What the dataset viewer's API says, in all its moods."""

from typing import Any

import httpx2
import pytest

from tests.hub import tables
from tests.hub.given import Hub, hub
from tests.hub.viewer import PATHS

__all__ = ["hub"]


def ask(hub: Hub, path: str, repo: str, who: str | None = None, **more: Any) -> httpx2.Response:
    headers = {"Authorization": f"Bearer {hub.token_of(who)}"} if who else {}
    given = {"dataset": f"birds/{repo}", **more}
    return httpx2.get(f"{hub.viewer_url}/{path}", params=given, headers=headers, timeout=60)


def code(answer: httpx2.Response) -> tuple[int, str | None]:
    return answer.status_code, answer.headers.get("x-error-code")


def test_everything_is_known(hub: Hub) -> None:
    splits = ask(hub, "splits", "multi").json()["splits"]
    assert {(each["config"], each["split"]) for each in splits} == {
        (name, split) for name in tables.SUBSETS for split in tables.SPLITS
    }
    files = ask(hub, "parquet", "multi", config="media").json()
    assert [each["filename"] for each in files["parquet_files"]] == ["0000.parquet"] * 2
    assert not files["partial"]
    size = ask(hub, "size", "multi").json()["size"]
    assert size["dataset"]["num_rows"] == 2 * 16
    assert ask(hub, "size", "multi", config="media").json()["size"]["config"]["num_columns"] == 3
    info = ask(hub, "info", "multi", config="observations").json()["dataset_info"]
    assert info["features"]["species"] == {"names": tables.SPECIES, "_type": "ClassLabel"}
    assert info["splits"]["test"]["num_examples"] == 4
    assert ask(hub, "is-valid", "multi").json()["viewer"] is True
    answer = ask(hub, "splits", "multi")
    assert answer.headers["x-revision"] == hub.shelf["birds/multi"].head.sha


def test_rows(hub: Hub) -> None:
    place = {"config": "media", "split": "test"}
    first = ask(hub, "first-rows", "multi", **place).json()
    assert [each["type"]["_type"] for each in first["features"]] == ["Value", "Image", "Audio"]
    assert first["rows"][0]["row"]["picture"]["src"].startswith("https://")
    page = ask(hub, "rows", "multi", **place, offset=3, length=5).json()
    assert [each["row"]["id"] for each in page["rows"]] == [tables.ROWS + 3]
    assert page["num_rows_total"] == 4
    too_many = ask(hub, "rows", "multi", **place, length=101)
    assert code(too_many) == (422, "InvalidParameterError")
    # All types go through.
    assert ask(hub, "first-rows", "multi", config="observations", split="train").is_success


def test_partly_converted(hub: Hub) -> None:
    files = ask(hub, "parquet", "viewer-partial").json()
    assert files["partial"] is True
    assert "/partial-train/" in files["parquet_files"][0]["url"]
    [split] = ask(hub, "size", "viewer-partial").json()["size"]["splits"]
    assert (split["split"], split["num_rows"], split["estimated_num_rows"]) == ("train", 8, 20)


def test_not_there_yet(hub: Hub) -> None:
    pending = ask(hub, "splits", "viewer-pending").json()
    assert (pending["splits"], len(pending["pending"])) == ([], 1)
    rows = ask(hub, "first-rows", "viewer-pending", config="default", split="train")
    assert code(rows) == (500, "ResponseNotReady")
    assert not any(ask(hub, "is-valid", "viewer-pending").json().values())


@pytest.mark.parametrize(
    ("repo", "who", "expected"),
    [
        ("viewer-not-ready", None, (500, "ResponseNotReady")),
        ("viewer-500", None, (500, "ConfigNamesError")),
        ("viewer-501", None, (501, "DatasetInBlockListError")),
        ("csv", None, (404, "ResponseNotFound")),
        ("private", None, (401, "ExternalUnauthenticatedError")),
        ("private", "bad", (401, "ExternalUnauthenticatedError")),
        ("gated", "stranger", (404, "ExternalAuthenticatedError")),
        ("renamed-307", None, (404, "RenamedDatasetError")),
    ],
)
def test_refusals(hub: Hub, repo: str, who: str | None, expected: tuple[int, str]) -> None:
    for path in set(PATHS) - {"is-valid"}:
        answer = ask(hub, path, repo, who, config="default", split="train")
        assert code(answer) == expected, path


def test_it_may_speak_of_another_commit(hub: Hub) -> None:
    answer = ask(hub, "size", "viewer-wrong-revision")
    assert answer.headers["x-revision"] != hub.shelf["birds/viewer-wrong-revision"].head.sha
    assert answer.json()["size"]["dataset"]["num_rows"] == 7


def test_its_faults_are_asked_for_like_the_others(hub: Hub) -> None:
    hub.faults.add("GET /viewer/size", "status", status=502)
    assert ask(hub, "size", "multi").status_code == 502
    assert ask(hub, "size", "multi").status_code == 200
    without = httpx2.get(f"{hub.viewer_url}/splits", timeout=60)
    assert code(without) == (422, "MissingRequiredParameterError")
