"""Imports in the background: what they say, how they end, what is left of them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from datavault_jupyter import OrgRole, Vault
from datavault_jupyter.base.clock import now
from datavault_jupyter.base.errors import BadFile, NameTaken, NotAllowed, NotFound
from datavault_jupyter.features.imports import queries
from datavault_jupyter.features.imports.jobs import ImportJobs, JobWish
from datavault_jupyter.features.imports.readers import Wish
from datavault_jupyter.features.imports.records import (
    ImportJob,
    ImportStage,
    ImportState,
    Options,
)
from datavault_jupyter.features.imports.runs import Run
from datavault_jupyter.storage import sweep, tables
from tests.gates import LONG_S, Gate, held_imports


@pytest.fixture
def jobs(vault: Vault) -> ImportJobs:
    return vault._services.imports.jobs


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    path = tmp_path / "reviews.csv"
    path.write_text("id,text\n" + "".join(f"{i},text {i}\n" for i in range(5_000)))
    return path


@pytest.fixture
def wish(vault: Vault) -> Callable[..., JobWish]:
    def made(path: Path, name: str = "reviews", **more: Any) -> JobWish:
        options = more.pop("options", Options())
        return vault._services.imports.wish_for(Wish(path, options), name, **more)

    return made


def left_behind(vault: Vault) -> list[str]:
    """Parts, pending rows, reserved names and staged files."""
    with vault._services.store.catalog.read() as connection:
        rows = [
            f"{table.name} {row}"
            for table in (tables.part, tables.pending, tables.reserved_name, tables.dataset)
            for row in connection.execute(sa.select(table))
        ]
    files = [path for path in (vault.path / "rows").rglob("*") if path.is_file()]
    staged = list((vault.path / "processes" / "imports").glob("*/*"))
    return rows + [str(path) for path in files + staged]


def test_a_job_returns_at_once_and_ends_in_a_dataset(
    vault: Vault, jobs: ImportJobs, csv: Path, wish: Callable[..., JobWish]
) -> None:
    told: list[dict[str, Any]] = []
    started = jobs.start(
        wish(csv, total_rows=5_000), lambda news, data: told.append({"news": news, **data})
    )
    assert started.state is ImportState.RUNNING
    done = jobs.wait(started.job_id, LONG_S)
    assert done.state is ImportState.DONE
    assert (done.done_rows, done.column_count) == (5_000, 2)
    assert done.dataset_id == vault["reviews"].id
    assert {each["news"] for each in told} == {"imports.progress"}
    stages = list(dict.fromkeys(each["stage"] for each in told))
    assert stages == [ImportStage.READ, ImportStage.STORE, ImportStage.ADD]
    assert told[-1]["state"] is ImportState.DONE
    assert jobs.running() == ()


def test_a_result_is_kept_in_the_catalogue(
    vault: Vault, jobs: ImportJobs, csv: Path, wish: Callable[..., JobWish]
) -> None:
    uid = jobs.start(wish(csv)).job_id
    here = jobs.wait(uid, LONG_S)
    path = vault.path
    vault.close()
    with Vault(path) as again:
        kept = again._services.imports.jobs.get(uid)
        assert (kept.state, kept.dataset_id) == (ImportState.DONE, here.dataset_id)
        assert (kept.done_rows, kept.column_count, kept.name) == (5_000, 2, "reviews")
        again["reviews"].delete(confirm="delete")
        assert again._services.imports.jobs.get(uid).dataset_id is None


def test_a_bad_file_ends_in_a_reason_with_its_place(
    vault: Vault, jobs: ImportJobs, tmp_path: Path, wish: Callable[..., JobWish]
) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("id,text\n1,a\n2,b,c\n")
    uid = jobs.start(wish(path, "bad")).job_id
    failed = jobs.wait(uid, LONG_S)
    assert failed.state is ImportState.ERROR
    assert failed.problem is not None
    assert (failed.problem.line, failed.problem.text) == (3, "2,b,c")
    assert "bad.csv, line 3" in failed.problem.message
    assert "delimiter=" not in failed.problem.hint
    assert left_behind(vault) == []
    jobs._runs.clear()
    assert jobs.get(uid).problem == failed.problem


def test_a_type_that_does_not_fit_names_the_column(
    jobs: ImportJobs, tmp_path: Path, wish: Callable[..., JobWish]
) -> None:
    path = tmp_path / "zip.csv"
    path.write_text("id,zip\n1,10115\n2,abc\n")
    options = Options(types={"zip": "integer"})
    failed = jobs.wait(jobs.start(wish(path, "zip", options=options)).job_id, LONG_S)
    assert failed.problem is not None
    assert (failed.problem.line, failed.problem.column) == (3, "zip")
    assert failed.problem.text == "2,abc"


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """Holds every import between reading and storing."""
    yield from held_imports(monkeypatch)


def test_cancelled_leaves_no_trace(
    vault: Vault, jobs: ImportJobs, csv: Path, gate: Gate, wish: Callable[..., JobWish]
) -> None:
    told: list[dict[str, Any]] = []
    uid = jobs.start(wish(csv), lambda _news, data: told.append(dict(data))).job_id
    assert gate.reached.wait(LONG_S)
    assert [job.job_id for job in jobs.running()] == [uid]
    jobs.cancel(uid)
    gate.opened.set()
    assert jobs.wait(uid, LONG_S).state is ImportState.CANCELLED
    assert told[-1]["state"] is ImportState.CANCELLED
    assert left_behind(vault) == []
    jobs._runs.clear()
    assert jobs.get(uid).state is ImportState.CANCELLED
    vault.import_file(csv)


def test_a_copy_under_way_is_interrupted(
    vault: Vault, jobs: ImportJobs, tmp_path: Path, wish: Callable[..., JobWish]
) -> None:
    path = tmp_path / "long.csv"
    path.write_text("id,text\n" + "".join(f"{i},{'x' * 60}{i}\n" for i in range(900_000)))
    uid = ""
    storing = threading.Event()

    def hear(_news: str, data: Any) -> None:
        if data["stage"] is ImportStage.STORE:
            storing.set()

    uid = jobs.start(wish(path, "long"), hear).job_id
    assert storing.wait(LONG_S)
    jobs.cancel(uid)
    assert jobs.wait(uid, LONG_S).state is ImportState.CANCELLED
    assert left_behind(vault) == []


def test_too_late_to_cancel_is_done(
    vault: Vault, jobs: ImportJobs, csv: Path, wish: Callable[..., JobWish]
) -> None:
    uid = jobs.start(wish(csv)).job_id
    jobs.wait(uid, LONG_S)
    assert jobs.cancel(uid).state is ImportState.DONE
    assert "reviews" in vault


def test_progress_counts_rows_and_is_not_a_flood(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: clock[0])
    job = ImportJob(
        "job_x", "a", None, "a.csv", ImportState.RUNNING, ImportStage.READ, 4_000, now(),
        total_rows=1_000,
    )  # fmt: skip
    run = Run(job, 1)
    told: list[Any] = []
    run.listen(lambda _news, data: told.append(data))
    run.enter(ImportStage.STORE)
    for step in range(1, 101):
        clock[0] = 100 + step / 100
        run.progress(step / 200)
    assert len(told) <= 6
    last = told[-1]
    assert last["done_rows"] == round(last["share"] * 1_000)
    assert last["rate"] == pytest.approx(500)
    assert last["eta_s"] == pytest.approx((1 - last["share"]) / 0.5)


def test_a_job_of_a_dead_process_was_interrupted(vault: Vault, jobs: ImportJobs) -> None:
    store, person = vault._services.store, vault._services.person
    with store.catalog.write() as connection:
        for uid in ("job_dead", "job_swept"):
            queries.insert_job(connection, uid, person.key, "no such process", {"name": "a"})
    assert jobs.get("job_dead").state is ImportState.INTERRUPTED
    assert jobs.running() == ()
    sweep.sweep(store)
    swept = jobs.get("job_swept")
    assert swept.state is ImportState.INTERRUPTED
    assert swept.problem is not None
    assert "Nothing of it was kept." in swept.problem.message


def test_a_second_listener_hears_the_end(
    vault: Vault, jobs: ImportJobs, csv: Path, gate: Gate, wish: Callable[..., JobWish]
) -> None:
    uid = jobs.start(wish(csv)).job_id
    assert gate.reached.wait(LONG_S)
    told: list[Any] = []
    other = Vault(vault.path)._services.imports.jobs
    assert other.get(uid, lambda _news, data: told.append(data)).state is ImportState.RUNNING
    gate.opened.set()
    jobs.wait(uid, LONG_S)
    assert told[-1]["state"] is ImportState.DONE


def test_what_can_not_begin_is_refused_at_once(
    vault: Vault, jobs: ImportJobs, csv: Path, tmp_path: Path, wish: Callable[..., JobWish]
) -> None:
    vault.import_file(csv)
    with pytest.raises(NameTaken):
        jobs.start(wish(csv))
    with pytest.raises(BadFile):
        jobs.start(wish(tmp_path / "gone.csv", "gone"))
    with vault._services.store.catalog.read() as connection:
        assert connection.scalar(sa.select(sa.func.count()).select_from(tables.job)) == 0


def test_a_name_is_kept_while_its_import_runs(
    jobs: ImportJobs, csv: Path, gate: Gate, wish: Callable[..., JobWish]
) -> None:
    uid = jobs.start(wish(csv)).job_id
    assert gate.reached.wait(LONG_S)
    with pytest.raises(NameTaken, match="running"):
        jobs.start(wish(csv, "Reviews"))
    gate.opened.set()
    assert jobs.wait(uid, LONG_S).state is ImportState.DONE


def test_jobs_are_their_owners_and_need_the_right(
    vault: Vault,
    jobs: ImportJobs,
    csv: Path,
    act_as: Callable[[str], Vault],
    wish: Callable[..., JobWish],
) -> None:
    uid = jobs.start(wish(csv)).job_id
    jobs.wait(uid, LONG_S)
    vault.people.add("ada", role=OrgRole.ORG_ADMIN)
    vault.people.add("petra", role=OrgRole.PROJECT_ADMIN)
    hers = act_as("ada")._services.imports.jobs
    for asked in (hers.get, hers.cancel):
        with pytest.raises(NotFound):
            asked(uid)
    assert hers.running() == ()
    theirs = act_as("petra")._services.imports.jobs
    for refused in (
        lambda: theirs.start(wish(csv, "b")),
        lambda: theirs.get(uid),
        lambda: theirs.cancel(uid),
        theirs.running,
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_who_owns_a_project_imports_into_it_alone(
    vault: Vault, csv: Path, act_as: Callable[[str], Vault], wish: Callable[..., JobWish]
) -> None:
    project = vault.projects.create("Support")
    vault.people.add("petra", role=OrgRole.PROJECT_ADMIN)
    vault.projects.add_member("Support", "petra", role="owner")
    hers = act_as("petra")._services.imports.jobs
    with pytest.raises(NotAllowed):
        hers.start(wish(csv))
    done = hers.wait(hers.start(wish(csv, project=project)).job_id, LONG_S)
    assert (done.state, done.project_name) == (ImportState.DONE, "Support")
