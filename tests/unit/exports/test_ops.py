"""Exports as the dialog asks for them: options, places, jobs that can be stopped."""

import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from datavault_jupyter import Dataset, Vault
from datavault_jupyter.base.errors import NotFound
from datavault_jupyter.features.exports import archives, jobs, running, writing
from datavault_jupyter.features.exports.ops import ExportOps
from datavault_jupyter.features.exports.records import ExportFormat, ExportRows, ExportState
from datavault_jupyter.features.exports.wire import (
    ExportJobArgs,
    ExportOptionsArgs,
    ExportStartArgs,
    ExportTargetArgs,
)
from datavault_jupyter.protocol.operations import Call
from datavault_jupyter.storage.filters import Filter, Op, Sort

WAIT_S = 30


class Client:
    """Asks, and keeps the news."""

    def __init__(self, vault: Vault) -> None:
        services = vault._services
        self.ops = ExportOps(lambda: services.exports, services.datasets)
        self.news: list[Mapping[str, Any]] = []
        self._ended = threading.Event()
        self._moved = threading.Event()

    def tell(self, name: str, data: Mapping[str, Any]) -> None:
        assert name == "exports.progress"
        self.news.append(data)
        self._moved.set()
        if data["state"] != "running":
            self._ended.set()

    def start(self, dataset: Dataset, path: Path, form: str = "csv", **options: Any) -> str:
        self._ended.clear()
        args = ExportStartArgs(dataset.id, ExportFormat(form), str(path), **options)
        return self.ops.start(args, Call(tell=self.tell)).job_id

    def ended(self) -> Mapping[str, Any]:
        assert self._ended.wait(WAIT_S)
        return self.news[-1]

    def moved(self) -> None:
        assert self._moved.wait(WAIT_S)

    def export(self, dataset: Dataset, path: Path, form: str = "csv", **options: Any) -> Any:
        self.start(dataset, path, form, **options)
        return self.ended()


@pytest.fixture
def client(vault: Vault) -> Client:
    return Client(vault)


@pytest.fixture
def many(vault: Vault) -> Dataset:
    """A million rows: long enough to be stopped."""
    return vault.import_frame(
        vault.sql("SELECT range AS n, md5(range::VARCHAR) AS t FROM range(1000000)"), name="many"
    )


def left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_options_suggest_a_file_every_system_can_have(
    client: Client, reviews: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    reviews.rename("a/b: c")
    options = client.ops.options(ExportOptionsArgs(reviews.id), Call())
    assert options.columns == ("id", "text", "day")
    assert options.row_count == 3
    assert options.path == (tmp_path / "a_b_ c").as_posix()
    assert {each.format for each in options.formats} == set(ExportFormat)
    assert [each.format.value for each in options.formats if each.has_guard] == ["csv", "zip"]


def look(client: Client, path: str, form: str = "csv") -> Any:
    return client.ops.target(ExportTargetArgs(path, ExportFormat(form)), Call())


def test_what_would_be_replaced_is_told_before(client: Client, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    assert not look(client, str(path)).exists
    path.write_text("old")
    found = look(client, str(path))
    assert (found.exists, found.byte_count, found.problem) == (True, 3, "")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("", "Name a file."),
        ("{}", "is a folder. Name a file in it."),
        ("{}/new/", "is a folder. Name a file in it."),
        ("{}/x.parquet", "contradicts the extension"),
        ("{}/file.csv/x.csv", "is a file, so nothing can be put into it."),
        ("{}/\x00.csv", "can't be used"),
        ("{}/" + "x" * 300 + ".csv", "can't be used"),
    ],
)
def test_a_place_that_cannot_be_says_why(
    client: Client, tmp_path: Path, path: str, said: str
) -> None:
    (tmp_path / "file.csv").write_text("")
    found = look(client, path.format(tmp_path))
    assert said in found.problem
    assert not found.exists


def test_folders_that_are_missing_are_no_problem(client: Client, tmp_path: Path) -> None:
    assert look(client, f"{tmp_path}/a/b/x.csv").problem == ""


def test_places_complete_a_path_folders_first(client: Client, tmp_path: Path) -> None:
    (tmp_path / "Reports").mkdir()
    (tmp_path / "read.csv").write_text("")
    (tmp_path / ".rest").write_text("")
    (tmp_path / "other").mkdir()
    found = look(client, f"{tmp_path}/re").places
    assert [(each.path, each.is_folder) for each in found] == [
        (f"{tmp_path}/Reports/", True),
        (f"{tmp_path}/read.csv", False),
    ]
    assert look(client, f"{tmp_path}/nowhere/re").places == ()


def test_an_export_ends_with_its_file(client: Client, reviews: Dataset, tmp_path: Path) -> None:
    path = tmp_path / "out" / "x.csv"
    job_id = client.start(reviews, path, columns=("day", "id"))
    told = client.ended()
    assert told["state"] == "done"
    assert told["path"] == str(path)
    assert (told["row_count"], told["column_count"]) == (3, 2)
    assert told["byte_count"] == path.stat().st_size
    assert path.read_text().splitlines()[:2] == ["day,id", "2026-01-02,1"]
    assert client.ops.job(ExportJobArgs(job_id), Call()).state is ExportState.DONE


def test_rows_of_a_view_keep_its_filter_search_and_order(
    client: Client, vault: Vault, tmp_path: Path
) -> None:
    made = vault.import_frame(
        vault.sql("SELECT range AS n, range % 3 AS k, 'row ' || range AS t FROM range(100000)"),
        name="made",
    )
    rows = ExportRows(
        filter=Filter(Op.GT, "n", ("49999",)),
        search="ROW 9",
        sorts=(Sort("k", is_descending=True),),
    )
    told = client.export(made, tmp_path / "x.parquet", "parquet", rows=rows)
    assert told["state"] == "done"
    found = pq.read_table(tmp_path / "x.parquet").to_pydict()
    expected = made.sql(
        "SELECT n FROM this WHERE n > 49999 AND t LIKE '%row 9%' ORDER BY k DESC, n"
    ).fetchall()
    assert found["n"] == [n for (n,) in expected]
    assert list(found) == ["n", "k", "t"]


def test_a_filter_with_hard_names_and_values(client: Client, vault: Vault, tmp_path: Path) -> None:
    made = vault.import_frame(
        vault.sql(
            """SELECT 'x"; --' AS "a""b", 1 AS "select", 2 AS "row "
            UNION ALL SELECT '?', 3, 4"""
        ),
        name="made",
    )
    rows = ExportRows(filter=Filter(Op.EQ, 'a"b', ('x"; --',)), sorts=(Sort("row "),))
    told = client.export(made, tmp_path / "x.ndjson", "ndjson", rows=rows)
    assert (told["state"], told["row_count"]) == ("done", 1)


def test_a_filter_on_what_is_not_there_is_refused(
    client: Client, reviews: Dataset, tmp_path: Path
) -> None:
    rows = ExportRows(filter=Filter(Op.EQ, "nowhere", ("1",)))
    told = client.export(reviews, tmp_path / "x.csv", rows=rows)
    assert (told["state"], told["code"]) == ("failed", "bad_argument")
    assert "nowhere" in told["message"]
    assert left(tmp_path) == ["reviews.csv", "vault"]


def test_a_file_is_replaced_only_when_asked(
    client: Client, reviews: Dataset, tmp_path: Path
) -> None:
    path = tmp_path / "x.csv"
    path.write_text("old")
    told = client.export(reviews, path)
    assert (told["state"], told["code"]) == ("failed", "target_exists")
    assert path.read_text() == "old"
    told = client.export(reviews, path, overwrite=True)
    assert (told["state"], told["replaced"]) == ("done", True)


def test_formulas_are_guarded(client: Client, vault: Vault, tmp_path: Path) -> None:
    made = vault.import_frame(vault.sql("SELECT '=1+1' AS a"), name="made")
    client.export(made, tmp_path / "x.csv", guard_formulas=True)
    assert (tmp_path / "x.csv").read_text().splitlines()[1].strip('"') == "'=1+1"


@pytest.mark.parametrize("form", ["csv", "zip"])
def test_a_cancelled_export_leaves_nothing(
    client: Client, many: Dataset, tmp_path: Path, form: str
) -> None:
    folder = tmp_path / "out"
    job_id = client.start(many, folder / f"x.{form}", form)
    client.ops.cancel(ExportJobArgs(job_id), Call())
    assert client.ended()["state"] == "cancelled"
    assert not folder.exists()
    # What has ended stays as it is.
    assert client.ops.cancel(ExportJobArgs(job_id), Call()).state is ExportState.CANCELLED


def test_packing_an_archive_is_stopped_too(
    client: Client, reviews: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_packing, go_on = threading.Event(), threading.Event()
    pack = archives.write_archive

    def slowly(*args: Any, **options: Any) -> None:
        at_packing.set()
        assert go_on.wait(WAIT_S)
        report = options["on_progress"]
        report(0.5)
        pack(*args, **options)

    monkeypatch.setattr(writing, "write_archive", slowly)
    job_id = client.start(reviews, tmp_path / "x.zip", "zip")
    assert at_packing.wait(WAIT_S)
    client.ops.cancel(ExportJobArgs(job_id), Call())
    go_on.set()
    assert client.ended()["state"] == "cancelled"
    assert left(tmp_path) == ["reviews.csv", "vault"]


def test_a_mistake_of_ours_is_told_as_one(
    client: Client, reviews: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: Any, **_options: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("datavault_jupyter.features.exports.service.write_file", broken)
    told = client.export(reviews, tmp_path / "x.csv")
    assert (told["state"], told["code"]) == ("failed", "unexpected")


def test_progress_is_told_as_shares_that_grow(
    client: Client, many: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "_TELL_EVERY_S", 0.0)
    client.export(many, tmp_path / "x.zip", "zip")
    shares = [each["share"] for each in client.news]
    assert len(shares) > 2
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_an_unknown_export_is_refused(client: Client) -> None:
    with pytest.raises(NotFound):
        client.ops.job(ExportJobArgs("exp_nothing"), Call())


def test_closing_stops_what_runs(vault: Vault, many: Dataset, tmp_path: Path) -> None:
    client = Client(vault)
    client.start(many, tmp_path / "out" / "x.zip", "zip")
    jobs.close_all(WAIT_S)
    ended = client.ended()
    # Nobody cancelled it.
    assert (ended["state"], vault.exports[0].state) == ("interrupted", "interrupted")
    assert "No unfinished file is left" in ended["message"]
    assert not (tmp_path / "out").exists()


_KILLED = """
import sys
from pathlib import Path
import datavault_jupyter as dv
from datavault_jupyter.features.exports import writing
from tests.unit.exports.test_ops import Client
vault = dv.Vault(Path(sys.argv[1]))
def stuck(*_args, **_options):
    print("packing", flush=True)
    sys.stdin.read()
writing.write_archive = stuck
client = Client(vault)
client.start(vault["reviews"], Path(sys.argv[2]), "zip", overwrite=True)
client.ended()
"""


def test_a_killed_kernel_leaves_the_old_file_whole(reviews: Dataset, tmp_path: Path) -> None:
    target = tmp_path / "x.zip"
    target.write_text("old")
    with subprocess.Popen(
        [sys.executable, "-c", _KILLED, str(reviews.vault_path), str(target)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[3],
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"packing\n"
        process.kill()
    assert target.read_text() == "old"
