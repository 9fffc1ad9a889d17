"""No more is fetched than is needed, and a second try fetches only what is missing."""

import _thread
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

from datavault_jupyter import Vault
from datavault_jupyter.base.errors import HubError
from datavault_jupyter.features.hub.records import HubWish
from datavault_jupyter.features.hub.service import HubService
from datavault_jupyter.features.imports.records import ImportState
from tests.gates import LONG_S
from tests.hub.server import Hub

TWO = ["id", "c01"]
# DuckDB fetches the end of a file in one piece of this size.
TAIL = 16_384


def moved(remote: Hub) -> int:
    return remote.log.sent("GET /cdn/")


@pytest.mark.parametrize(
    "asked",
    [{"columns": TWO}, {"columns": TWO, "limit": 1_000}, {"columns": ["c07"]}, {"limit": 500}],
    ids=["two columns", "a limit", "one column", "all columns of a group"],
)
def test_bytes_are_those_that_the_footer_foretells(
    vault: Vault, service: HubService, remote: Hub, asked: dict[str, Any]
) -> None:
    estimate = vault.hub.estimate("birds/big", **asked)
    assert estimate.is_exact
    remote.log.clear()
    made = vault.import_hub("birds/big", **asked)
    assert made.row_count == estimate.row_count
    # The footer is here since the estimate; what moves now is the columns alone.
    assert moved(remote) == pytest.approx(estimate.byte_count, rel=0.05)
    assert made.source_info["fetched_byte_count"] == moved(remote)


def test_an_estimate_costs_the_footer_alone(vault: Vault, service: HubService, remote: Hub) -> None:
    (content,) = [each.data for path, each in remote.shelf["birds/big"].head.files.items()
                  if path.endswith(".parquet")]  # fmt: skip
    footer = int.from_bytes(content[-8:-4], "little")
    vault.hub.estimate("birds/big", columns=TWO)
    assert moved(remote) <= footer + TAIL + 8
    remote.log.clear()
    vault.hub.configure("birds/big", rows=0)
    assert moved(remote) == 0


def test_a_condition_reads_its_own_column_too(
    vault: Vault, service: HubService, remote: Hub
) -> None:
    estimate = vault.hub.estimate("birds/big", columns=["c01"], where="id < 3000")
    assert (estimate.is_exact, estimate.row_count) == (False, None)
    remote.log.clear()
    made = vault.import_hub("birds/big", columns=["c01"], where="id < 3000")
    assert made.row_count == 3_000
    # Groups of which the footer says that no row fits are left out.
    assert moved(remote) < estimate.byte_count / 2


def test_most_of_a_file_is_fetched_as_a_whole_and_checked(
    vault: Vault, service: HubService, remote: Hub
) -> None:
    made = vault.import_hub("birds/big")
    (file,) = made.source_info["files"]
    assert file["is_checked"]
    assert moved(remote) == pytest.approx(file["byte_count"], rel=0.05)
    some = vault.import_hub("birds/big", columns=TWO, name="some")
    assert not some.source_info["files"][0]["is_checked"]


def test_pieces_that_arrived_are_not_fetched_again(
    vault: Vault, service: HubService, remote: Hub
) -> None:
    estimate = vault.hub.estimate("birds/big", columns=TWO)
    remote.log.clear()
    remote.faults.add("GET /cdn/", "status", status=404, count=None)
    with pytest.raises(HubError):
        vault.import_hub("birds/big", columns=TWO)
    remote.faults.clear()
    vault.import_hub("birds/big", columns=["id"], name="first")
    so_far = moved(remote)
    vault.import_hub("birds/big", columns=["id"], name="second")
    assert moved(remote) == so_far < estimate.byte_count


def test_a_whole_file_goes_on_where_it_broke_off(
    vault: Vault, reach: Callable[..., HubService], remote: Hub
) -> None:
    reach(tries=1)
    content = b"id,name\n" + b"".join(b"%d,Bird %d\n" % (n, n) for n in range(60_000))
    remote.create("birds/long", {"train.csv": content})
    half = len(content) // 2
    file = r"GET /api/resolve-cache/.*train\.csv"
    remote.faults.add(file, "truncate", at=half)
    remote.faults.add(file, "truncate", at=0)
    with pytest.raises(HubError):
        vault.import_hub("birds/long")
    assert remote.log.sent(file) == half
    remote.log.clear()
    made = vault.import_hub("birds/long")
    assert made.row_count == 60_000
    (request,) = remote.log.matching(file)
    assert request.range is not None
    assert request.sent < len(content) - half + 70_000  # a last buffer may be lost


def test_few_rows_of_a_long_text_take_its_beginning(
    vault: Vault, service: HubService, remote: Hub
) -> None:
    # The first megabyte ends in the middle of a quoted text with lines of its own.
    quoted = b'1,"' + b"line\n" * 400_000 + b'"\n'
    rows = b"".join(b"%d,Bird\n" % n for n in range(2, 900_000))
    content = b"id,name\n" + quoted + rows
    remote.create("birds/long", {"train.csv": content, "test.csv": b"id,name\n0,x\n"})
    made = vault.import_hub("birds/long", split="train", limit=3, columns=["id"])
    assert made.rows().fetchall() == [(1,), (2,), (3,)]
    (file,) = made.source_info["files"]
    assert not file["is_checked"]
    assert made.source_info["fetched_byte_count"] < len(content)
    two = vault.import_hub("birds/long", split=["test", "train"], limit=2, name="two")
    assert [row[0] for row in two.rows().fetchall()] == [0, 1]
    every = vault.import_hub("birds/long", split="train", where="id = 899999", limit=1, name="w")
    assert every.row_count == 1


def test_a_job_says_how_far_it_is_and_can_be_cancelled(
    vault: Vault, service: HubService, remote: Hub
) -> None:
    told: list[dict[str, Any]] = []
    jobs = vault._services.imports.jobs
    remote.faults.add("GET /cdn/", "hang", count=None)
    job = service.start(
        HubWish("birds/big"), "big", tell=lambda _news, data: told.append(dict(data))
    )
    assert job.file_name == "birds/big"
    assert remote.faults.hanging.wait(LONG_S)
    jobs.cancel(job.job_id)
    # At once: not when the Hub at last answers, which it never does here, nor after the minute
    # that it is given.
    done = jobs.wait(job.job_id, LONG_S)
    assert done.state is ImportState.CANCELLED
    assert vault.datasets() == []
    remote.faults.clear()
    again = service.start(HubWish("birds/big"), "big", byte_count=2_678_854, total_rows=8_000)
    assert jobs.wait(again.job_id, LONG_S).state is ImportState.DONE
    assert vault["big"].row_count == 8_000
    assert told[-1]["state"] is ImportState.CANCELLED


def test_progress_goes_up_to_the_end(service: HubService) -> None:
    shares: list[float] = []
    service.bring(HubWish("birds/big", columns=TWO), "big", on_progress=shares.append)
    assert len(shares) > 3
    fetched = shares[: shares.index(max(shares)) + 1]
    assert fetched == sorted(fetched)
    assert fetched[-1] == pytest.approx(1.0, abs=0.05)


def test_a_failing_job_says_why(vault: Vault, service: HubService) -> None:
    run = vault.import_hub("birds/gated", background=True)
    job = vault._services.imports.jobs.wait(run.id, LONG_S)
    assert job.state is ImportState.ERROR
    assert job.problem is not None
    assert job.problem.code == "hub_gated"
    assert "hf auth login" in job.problem.hint


def test_a_running_import_ends_in_a_dataset(vault: Vault, service: HubService) -> None:
    run = vault.import_hub("birds/csv", name="made", background=True)
    assert run.wait().row_count == 7


def test_a_withdrawn_question_ends_at_once(service: HubService, remote: Hub) -> None:
    from datavault_jupyter.base.brake import Brake
    from datavault_jupyter.base.errors import Cancelled

    brake = Brake("The question was withdrawn.")
    remote.faults.add("GET /api/datasets", "hang", count=None)
    ended = threading.Event()

    def ask() -> None:
        with pytest.raises(Cancelled):
            service.search("birds", cancels=brake.cancels)
        ended.set()

    thread = threading.Thread(target=ask)
    thread.start()
    assert remote.faults.hanging.wait(LONG_S)
    brake.pull()
    assert ended.wait(LONG_S)
    thread.join()


@pytest.mark.parametrize("where", ["GET /api/datasets", "GET /cdn/"], ids=["question", "piece"])
def test_an_interrupt_of_the_cell_ends_it_at_once(
    vault: Vault, service: HubService, remote: Hub, where: str
) -> None:
    vault.hub.estimate("birds/big", columns=TWO)
    remote.faults.add(where, "hang", count=None)

    def press() -> None:
        assert remote.faults.hanging.wait(LONG_S)
        _thread.interrupt_main()

    thread = threading.Thread(target=press)
    thread.start()
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        vault.import_hub("birds/big", columns=TWO)
    assert time.monotonic() - began < LONG_S
    thread.join()
    assert vault.datasets() == []


def test_two_imports_of_one_file_do_not_disturb_each_other(
    vault: Vault, service: HubService, remote: Hub
) -> None:
    runs = [vault.import_hub("birds/big", name=f"b{n}", background=True) for n in range(4)]
    assert [run.wait().row_count for run in runs] == [8_000] * 4
    assert moved(remote) < 1.2 * 2_678_854


def test_what_is_kept_is_told_and_removed(vault: Vault, service: HubService) -> None:
    assert vault.hub.cache().byte_count == 0
    vault.import_hub("birds/csv")
    vault.import_hub("birds/big")
    kept = vault.hub.cache()
    assert [each[0] for each in kept.entries] == ["birds/big", "birds/csv"]
    assert kept.byte_count > 2_500_000
    assert "birds/big" in repr(kept)
    assert vault.hub.clean("birds/csv") > 0
    assert [each[0] for each in vault.hub.cache().entries] == ["birds/big"]
    assert vault.hub.clean(most_bytes=10_000_000) == 0
    assert vault.hub.clean() > 2_500_000
    assert vault.hub.cache().entries == ()


def test_a_budget_is_kept_and_what_is_in_use_stays(
    vault: Vault, reach: Callable[..., HubService]
) -> None:
    import os

    service = reach(cache_bytes=10_000)
    vault.import_hub("birds/big", name="a")
    assert vault.hub.cache().byte_count > 10_000  # just used
    for place in service.settings.cache_folder.glob("*/revision.json"):
        os.utime(place, (1, 1))
    vault.import_hub("birds/csv", name="b")
    assert [each[0] for each in vault.hub.cache().entries] == ["birds/csv"]


def test_what_is_kept_is_for_its_owner_alone(vault: Vault, service: HubService) -> None:
    vault.import_hub("birds/csv")
    for place in service.settings.cache_folder.iterdir():
        assert place.stat().st_mode & 0o077 == 0
