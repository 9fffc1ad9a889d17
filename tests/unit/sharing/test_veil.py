"""Hidden columns do not exist for whoever came by a link, by whatever way they ask."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

import datavault_jupyter as dv
from datavault_jupyter.access import NOWHERE, Action, Place
from datavault_jupyter.base.errors import (
    BadQuery,
    ChartNotFound,
    DatasetNotFound,
    NotAllowed,
    NotFound,
    Refused,
    VaultError,
)
from datavault_jupyter.features.analytics.evaluation.service import EvaluationService
from datavault_jupyter.features.content.grounds import grounds_of
from datavault_jupyter.features.exports import outbox
from datavault_jupyter.features.people import queries as people
from datavault_jupyter.features.sharing import taking
from datavault_jupyter.features.sql.service import SqlService
from tests.unit.sharing.conftest import (
    SECRET_NAME,
    SECRET_NUMBER,
    SECRET_TEXT,
    SHARED,
    Guest,
)

Came = Callable[..., Guest]
Twins = tuple[Guest, Guest]

NAMED = {"columns": [SECRET_NAME]}
LARGE = {"op": "gt", "column": SECRET_NAME, "values": ["1"], "parts": []}
NOTED = {"op": "not", "column": "", "values": [], "parts": [
    {"op": "contains", "column": "remark", "values": ["zq"], "parts": []}]}  # fmt: skip
SORTED = {"sorts": [{"column": SECRET_NAME, "is_descending": True}]}
SEEN = {"columns": ["team", "score", "n"]}
BAR = {"form": 1, "kind": "bar", "x": {"field": "team"}}


def chart(**more: Any) -> dict[str, Any]:
    return {"spec": {**BAR, **more}}


# What can be asked, with the hidden columns named wherever something can be named.
QUESTIONS: list[tuple[str, dict[str, Any]]] = [
    ("share.describe", {}),
    ("content.describe", {}),
    ("content.page", SEEN),
    ("content.page", NAMED),
    ("content.page", {**SEEN, "query": {"filter": LARGE}}),
    ("content.page", {**SEEN, "query": {"filter": NOTED}}),
    ("content.page", {**SEEN, "query": SORTED}),
    ("content.page", {**SEEN, "query": {"search": SECRET_TEXT}}),
    ("content.page", {**SEEN, "query": {"search": str(SECRET_NUMBER)}}),
    ("content.page", {**SEEN, "query": {"search": "z", "search_columns": ["remark"]}}),
    ("content.count", {"query": {"filter": LARGE}}),
    ("content.count", {"query": {"search": SECRET_TEXT[:4]}}),
    ("content.summary", SEEN),
    ("content.summary", NAMED),
    ("content.values", {"column": "remark"}),
    ("content.values", {"column": "team", "query": {"filter": NOTED}}),
    ("content.row", {"row_id": 0, "columns": ["team", "score"]}),
    ("content.row", {"row_id": 0, "columns": ["remark"]}),
    ("content.cell", {"row_id": 0, "column": SECRET_NAME}),
    ("content.position", {"row_id": 1, "query": SORTED}),
    ("content.position", {"row_id": 1, "query": {"filter": LARGE}}),
    ("content.copy", SEEN),
    ("content.copy", {"columns": ["team", "remark"]}),
    ("content.copy", {**SEEN, "query": SORTED}),
    ("content.save", {"name": "mine"}),
    ("studio.fields", {}),
    ("studio.charts", {}),
    ("studio.draw", chart()),
    ("studio.draw", chart(y={"field": SECRET_NAME, "aggregate": "mean"})),
    ("studio.draw", chart(color={"field": "remark"})),
    ("studio.draw", chart(tooltip=[{"field": SECRET_NAME}])),
    ("studio.draw", chart(order={"field": SECRET_NAME, "aggregate": "max"})),
    ("studio.draw", chart(search=SECRET_TEXT)),
    ("studio.draw", {**chart(), "filter": LARGE}),
    ("studio.draw", chart(where=NOTED)),
    ("studio.draw", chart(condition=f"{SECRET_NAME} > 1")),
    ("studio.file", {**chart(y={"field": SECRET_NAME, "aggregate": "sum"}), "format": "csv"}),
    ("exports.options", {}),
    ("exports.estimate", {"format": "csv", "path": "x.csv"}),
    ("exports.estimate", {"format": "csv", "path": "x.csv", "columns": ["remark"]}),
    ("exports.estimate", {"format": "csv", "path": "x.csv", "rows": {"filter": LARGE}}),
    ("exports.estimate", {"format": "csv", "path": "x.csv", "rows": SORTED}),
    ("exports.estimate", {"format": "csv", "path": "x.csv", "subject": "answers"}),
    ("exports.estimate", {"format": "csv", "path": "x.csv", "version": "1.0.0"}),
]


def test_whatever_is_asked_the_answer_is_as_if_they_were_never_there(twins: Twins) -> None:
    """The same questions about a dataset that never had these columns."""
    hidden, plain = twins
    for op, args in QUESTIONS:
        told = hidden.told(op, **args)
        assert told == plain.told(op, **args), f"{op} {args}"
        # The questions themselves come back in refusals; nothing else of it does.
        assert SECRET_TEXT.encode() not in repr(told).encode() or SECRET_TEXT in repr(args)
        assert str(SECRET_NUMBER) not in repr(told) or str(SECRET_NUMBER) in repr(args)


def test_every_column_is_shown_but_the_hidden_ones(twins: Twins) -> None:
    hidden, _ = twins
    names = [each["name"] for each in hidden.ask("content.describe")["columns"]]
    assert set(names) >= set(SHARED.columns)
    assert not {SECRET_NAME, "remark"} & set(names)
    facts = hidden.ask("share.describe")
    assert facts["column_count"] == len(names) == sum(c["count"] for c in facts["column_classes"])
    cells = hidden.ask("content.row", row_id=0)["cells"]
    assert [each["column"] for each in cells] == names


def test_no_export_holds_them(twins: Twins) -> None:
    hidden, _ = twins
    for form in ("csv", "parquet", "json", "ndjson", "arrow", "zip", "zip-json"):
        made = exported(hidden, form)
        assert made["state"] == "done", made
        taken = read(hidden, made["job_id"])
        if form.startswith("zip"):
            with zipfile.ZipFile(io.BytesIO(taken)) as file:
                taken = b"".join(file.read(name) for name in file.namelist())
            assert b'"One"' not in taken, "the project it lies in"
        if form == "parquet":
            path = Path(hidden.services.store.root) / "read.parquet"
            path.write_bytes(taken)
            taken = repr(duckdb.read_parquet(str(path)).fetchall()).encode()
        assert b"red" in taken, form
        for trace in (SECRET_NAME, SECRET_TEXT, str(SECRET_NUMBER), "remark"):
            assert trace.encode() not in taken, form


def exported(guest: Guest, form: str = "csv", **more: Any) -> Any:
    """An export that has ended."""
    path = outbox.place(guest.services.store, f"people.{form.partition('-')[0]}")
    job = guest.ask("exports.start", format=form, path=str(path), **more)
    guest.services.exports.jobs.wait(job["job_id"], 60)
    return guest.ask("exports.job", job_id=job["job_id"])


def read(guest: Guest, job_id: str) -> bytes:
    taken = guest.ask("exports.file", job_id=job_id)
    assert len(taken["bytes"]) == taken["made"]["byte_count"]
    return bytes(taken["bytes"])


@pytest.mark.parametrize(
    "more",
    [{"columns": ["remark"]}, {"rows": {"filter": LARGE}}, {"rows": SORTED}],
    ids=["column", "filter", "sort"],
)
def test_an_export_that_names_one_fails(twins: Twins, more: dict[str, Any]) -> None:
    job = exported(twins[0], **more)
    assert (job["state"], job["code"]) == ("failed", "bad_argument")
    assert SECRET_TEXT not in repr(job)


@pytest.mark.parametrize(
    "more",
    [{"subject": "answers"}, {"subject": "changes", "since": "1.0.0"}, {"version": "1.0.0"}],
    ids=["answers", "changes", "version"],
)
def test_only_the_rows_of_now_are_exported(twins: Twins, more: dict[str, Any]) -> None:
    job = exported(twins[0], **more)
    assert (job["state"], job["code"]) == ("failed", "not_allowed")


def test_what_stands_on_the_veiled_list_sees_none_either(twins: Twins) -> None:
    """No page asks for SQL, evaluation or dashboards; on this list they get what it shows."""
    seen = []
    for guest in twins:
        services = guest.services
        record = services.datasets.get(guest.dataset_id)
        sql = SqlService(services.store, services.policy, services.datasets)
        evaluation = EvaluationService(services.store, services.policy, services.datasets)
        with pytest.raises(BadQuery) as refused:
            sql.on_dataset(record, f"SELECT {SECRET_NAME} FROM this").rows()
        seen.append(
            [
                sql.rows(record).columns,
                services.studio.ground(record).content.columns.names,
                grounds_of(services.store, services.datasets, record).columns.names,
                # Of tasks it needs the sight of the pipeline, which no link gives.
                _tried(lambda: evaluation.mapping(record)),  # noqa: B023
                str(refused.value),
            ]
        )
        with services.datasets.still(record) as content:
            seen[-1].append(content.columns.names)
    assert seen[0] == seen[1]


def _tried(ask: Callable[[], object]) -> str:
    try:
        return repr(ask())
    except NotAllowed as error:
        return error.message


def test_charts_that_need_them_are_not_there(vault: dv.Vault, came: Came) -> None:
    ds = vault.import_frame(SHARED.assign(salary=[1, 2, 3, 4]), name="people")
    ds.charts.save("plain", ds.chart(x="team"))
    ds.charts.save("by salary", ds.chart(x="team", y="mean(salary)"))
    ds.charts.save("filtered", ds.chart(x="team", where=dv_filter(SECRET_NAME)))
    ds.charts.save("told", ds.chart("scatter", x="n", y="score", tooltip=["salary"]))
    ds.charts.save("in SQL", ds.chart(x="team", where="salary > 2"))
    ds.charts.save("in harmless SQL", ds.chart(x="team", where="n > 1"))
    guest = came(ds, [SECRET_NAME])
    shown = guest.ask("studio.charts")
    assert [each["name"] for each in shown["charts"]] == ["plain"]
    assert shown["may_keep"] is False
    assert guest.ask("share.describe")["chart_count"] == 1
    (kept,) = shown["charts"]
    assert guest.ask("studio.draw", spec=kept["spec"], kept_id=kept["id"])["lack"] == ""
    # A kept condition is known to no guest, by its id neither.
    for each in ds.charts.list():
        if each.name != "plain":
            with pytest.raises(VaultError):
                guest.services.charts.get(guest.services.datasets.get(ds.id), each.id)


def dv_filter(column: str) -> Any:
    from datavault_jupyter.storage.filters import Filter, Op

    return Filter(Op.GT, column, ("1",))


def test_a_link_opens_nothing_else(vault: dv.Vault, came: Came) -> None:
    vault.projects.create("Teaching")
    other = vault.import_frame(SHARED, name="other", project="Teaching")
    ds = vault.import_frame(SHARED, name="people", project="Teaching")
    guest = came(ds)
    for name in (other.id, "other", "people", "Teaching/people", "people@1.0.0", "", "../x"):
        with pytest.raises(DatasetNotFound) as refused:
            guest.services.datasets.get(name)
        assert "other" not in refused.value.hint
    record = guest.services.datasets.get(ds.id)
    assert (record.project, record.project_key, record.owner) == (None, None, "")
    assert guest.services.datasets.versions(record) == ()
    assert guest.services.datasets.by_ids([other.id, ds.id]) == [record]
    wanted: Any = None
    for listing in ("list", "listing", "ids", "facets"):
        with pytest.raises(NotAllowed):
            getattr(guest.services.datasets, listing)(wanted)
    with pytest.raises(NotAllowed):
        guest.services.datasets.totals()


def test_nobody_becomes_known_by_a_link_and_nothing_can_be_changed(
    vault: dv.Vault, came: Came
) -> None:
    ds = vault.import_frame(SHARED, name="people")
    ds.charts.save("plain", ds.chart(x="team"))
    with vault._services.store.catalog.read() as connection:
        before = people.all_people(connection)
    # The owner themselves, by a link, may no more than others.
    guest = came(ds, who=vault._services.person.identity)
    writes = {
        "content.save": {"name": "mine"},
        "studio.keep": {"name": "x", **chart()},
        "studio.rename": {"chart_id": "plain", "name": "x"},
        "studio.duplicate": {"chart_id": "plain", "name": "x"},
        "studio.delete": {"chart_id": "plain", "name": ""},
    }
    for op, args in writes.items():
        with pytest.raises(NotAllowed):
            guest.ask(op, **args)
    for change in (
        lambda record: guest.services.datasets.rename(record, "mine"),
        lambda record: guest.services.datasets.describe(record, "mine"),
    ):
        with pytest.raises(NotAllowed):
            change(guest.services.datasets.get(ds.id))
    exported(guest)
    with vault._services.store.catalog.read() as connection:
        assert people.all_people(connection) == before
        told = people.audit_entries(connection, ds.id, 1)
    assert told[0].action == "dataset.export"
    assert told[0].actor.endswith("(by a link)")


def test_without_the_right_to_export_nothing_is_taken(vault: dv.Vault, came: Came) -> None:
    ds = vault.import_frame(SHARED, name="people")
    before = exported(came(ds))
    guest = came(ds, can_export=False)
    path = str(outbox.place(guest.services.store, "x.csv"))
    for op, args in (
        ("exports.start", {"format": "csv", "path": path}),
        ("exports.estimate", {"format": "csv", "path": path}),
    ):
        with pytest.raises(NotAllowed):
            guest.ask(op, **args)
    with pytest.raises(NotAllowed):
        guest.ask("exports.file", job_id=before["job_id"])
    assert guest.ask("share.describe")["can_export"] is False
    assert guest.ask("content.count")["row_count"] == len(SHARED)


def test_an_export_is_theirs_who_started_it_by_that_link(
    vault: dv.Vault, came: Came, tmp_path: Path
) -> None:
    ds = vault.import_frame(SHARED, name="people")
    mine = exported(came(ds, who="ben"))
    own = ds.export(tmp_path / "own.csv")
    strangers = (
        came(ds),
        came(ds, who="eve"),
        came(ds, who="ben", share_key=2),
        # What was made before a column was hidden is given to nobody.
        came(ds, ["score"], who="ben"),
    )
    for guest in strangers:
        for job_id in (mine["job_id"], own.id):
            for op in ("exports.job", "exports.file", "exports.cancel"):
                with pytest.raises(NotFound):
                    guest.ask(op, job_id=job_id)
        assert guest.ask("exports.list", dataset_id=ds.id)["exports"] == []
    again = came(ds, who="ben")
    assert again.ask("exports.job", job_id=mine["job_id"])["is_mine"] is True
    assert read(again, mine["job_id"]).startswith(b"team,score,n")
    # Who looks after the dataset sees that somebody took it out.
    told = {each.id: each.started_by for each in ds.exports}
    assert told[mine["job_id"]] == "ben (by a link)"
    assert again.ask("exports.job", job_id=mine["job_id"])["started_by"] == ""


def test_exports_by_a_link_are_bounded_and_lie_in_the_vault(
    vault: dv.Vault, came: Came, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ds = vault.import_frame(SHARED, name="people")
    guest = came(ds)
    with pytest.raises(NotAllowed):
        guest.ask("exports.start", format="csv", path=str(tmp_path / "x.csv"))
    monkeypatch.setattr(taking, "MOST_FILES", 2)
    made = [exported(guest)["job_id"] for _ in range(3)]
    there = [guest.ask("exports.job", job_id=each)["is_there"] for each in made]
    assert there == [False, True, True]
    monkeypatch.setattr(taking, "MOST_AT_ONCE", 0)
    with pytest.raises(Refused, match="being written already"):
        exported(guest)


def test_a_column_that_is_hidden_while_somebody_looks_is_gone_at_once(
    vault: dv.Vault, came: Came
) -> None:
    """A copy in memory that was made for who sees all is read by nobody who doesn't."""
    rows = pd.DataFrame({"n": range(20_000), SECRET_NAME: range(20_000)})
    ds = vault.import_frame(rows, name="many")
    whole = came(ds)
    whole.ask("content.page", columns=["n", SECRET_NAME], query={"filter": LARGE}, offset=9_000)
    whole.services.content._views.worker.wait(30)
    guest = came(ds, [SECRET_NAME])
    for args in ({"columns": [SECRET_NAME]}, {"columns": ["n"], "query": {"filter": LARGE}}):
        with pytest.raises(VaultError, match="There is no column"):
            guest.ask("content.page", **args)
    assert guest.ask("content.page", columns=["n"])["made"]["row_count"] == 100


def test_a_link_gives_two_rights_on_one_dataset_and_none_elsewhere(
    vault: dv.Vault, came: Came
) -> None:
    ds = vault.import_frame(SHARED, name="people")
    place = ds._record.place
    for can_export in (True, False):
        policy = came(ds, can_export=can_export).services.policy
        rights = {Action.DATASET_VIEW} | ({Action.DATASET_EXPORT} if can_export else set())
        assert {each for each in Action if policy.allows(each, place)} == rights
        for elsewhere in (NOWHERE, Place(project_id=1), Place(dataset_id=ds._record.key + 1)):
            assert [each for each in Action if policy.allows(each, elsewhere)] == []


def test_no_chart_by_that_name(vault: dv.Vault, came: Came) -> None:
    ds = vault.import_frame(SHARED, name="people")
    guest = came(ds)
    with pytest.raises(ChartNotFound):
        guest.services.charts.get(guest.services.datasets.get(ds.id), "none")
