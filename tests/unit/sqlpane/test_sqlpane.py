"""The SQL pane: what runs, what is refused, whose it is, and how long a result stays the same."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from datavault_jupyter import Dataset, Vault
from datavault_jupyter.base.errors import (
    BadQuery,
    Cancelled,
    DatasetNotFound,
    NotAllowed,
    Refused,
    VaultError,
)
from datavault_jupyter.features.sqlpane.service import SqlPaneService
from datavault_jupyter.protocol.coding import decoded, encoded
from datavault_jupyter.protocol.operations import Call

Act = Callable[[str], Vault]


@pytest.fixture
def numbers(vault: Vault) -> Dataset:
    rows = duckdb.sql("SELECT range AS n, range % 3 AS kind FROM range(1000)")
    return vault.import_frame(rows, name="my numbers")


class Asking:
    """Asks as the browser does."""

    def __init__(self, vault: Vault) -> None:
        self.operations = vault._services.operations

    def __call__(self, name: str, call: Call | None = None, /, **args: Any) -> Mapping[str, Any]:
        operation = self.operations[name]
        made: Mapping[str, Any] = encoded(
            operation.run(decoded(operation.args, args), call or Call())
        )
        return made

    def run(self, dataset: Dataset, text: str, pane: str = "a") -> Mapping[str, Any]:
        return self("sql.run", dataset_id=dataset.id, text=text, pane=pane)

    def page(self, result: str, columns: list[str], **more: Any) -> list[tuple[Any, ...]]:
        call = Call()
        self("content.page", call, dataset_id=result, columns=columns, **more)
        table = pa.ipc.open_stream(call.frames["rows"]).read_all()
        return list(zip(*(each.to_pylist() for each in table.columns[1:]), strict=True))


@pytest.fixture
def ask(vault: Vault) -> Asking:
    return Asking(vault)


def test_a_result_is_paged_sorted_filtered_and_copied_as_a_dataset_is(
    ask: Asking, numbers: Dataset, reviews: Dataset
) -> None:
    text = 'SELECT n, kind, text FROM "my numbers" LEFT JOIN reviews ON n = id ORDER BY n DESC -- x'
    made = ask.run(numbers, text)
    assert (made["row_count"], made["column_count"], made["is_cut"]) == (1000, 3, False)
    assert made["code"] == f'df = vault.sql("""\n{text}\n""").df()'
    result = made["result_id"]
    assert ask.page(result, ["n", "text"], limit=2) == [(999, None), (998, None)]
    assert ask.page(result, ["n", "text"], offset=997) == [(2, None), (1, "good"), (0, None)]
    by_n = {"sorts": [{"column": "n", "is_descending": False}]}
    assert ask.page(result, ["n"], query=by_n, limit=2) == [(0,), (1,)]
    one = {"filter": {"op": "eq", "column": "kind", "values": ["1"], "parts": []}}
    assert ask("content.count", dataset_id=result, query=one)["matching_count"] == 333
    copied = ask("content.copy", dataset_id=result, columns=["n", "kind"], limit=1)
    assert copied["text"] == "n\tkind\n999\t0\n"
    described = ask("content.describe", dataset_id=result)
    assert [each["type"] for each in described["columns"]] == ["BIGINT", "BIGINT", "VARCHAR"]
    assert not described["is_live"]


def test_this_is_the_open_dataset_also_beside_others(
    vault: Vault, ask: Asking, numbers: Dataset, reviews: Dataset
) -> None:
    text = "WITH few AS (FROM this WHERE n < 2) SELECT few.n, r.text FROM few, reviews AS r"
    made = ask.run(numbers, text)
    assert made["row_count"] == 6
    assert 'WITH this AS (FROM "my numbers"), few AS' in made["code"]
    given: dict[str, Any] = {"vault": vault}
    exec(made["code"], given)  # noqa: S102 - the cell that people get
    assert len(given["df"]) == 6


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "There is no query."),
        ("DROP TABLE this", "Only SELECT can be run here, not DROP"),
        ("SELECT 1; SELECT 2", "several statements"),
        ("INSERT INTO this VALUES (1)", "Only SELECT can be run here, not INSERT"),
        ("COPY this TO 'x.csv'", "Only SELECT can be run here, not COPY"),
        ("SET memory_limit = '1GB'", "Only SELECT can be run here, not SET"),
        ("FROM read_csv('/etc/passwd')", r"read_csv\(\) can't be used"),
        ("FROM hot.main.t0", "is not a dataset"),
        ("FROM elsewhere", "There is no dataset 'elsewhere'"),
    ],
)
def test_all_but_one_select_is_refused_in_a_sentence(
    ask: Asking, numbers: Dataset, text: str, sentence: str
) -> None:
    with pytest.raises(VaultError, match=sentence):
        ask.run(numbers, text)


def test_a_mistake_is_shown_where_it_is(ask: Asking, numbers: Dataset) -> None:
    with pytest.raises(BadQuery) as caught:
        ask.run(numbers, "SELECT n,\n  knd\nFROM this")
    assert "LINE 2:   knd\n" in caught.value.message
    line, caret = caught.value.message.splitlines()[-2:]
    assert line[caret.index("^") :] == "knd"


def test_nobody_reads_what_they_may_not_see(vault: Vault, act_as: Act, numbers: Dataset) -> None:
    vault.projects.create("open")
    shared = vault.import_frame(duckdb.sql("SELECT 1 AS a"), name="shared", project="open")
    vault.people.add("ann", "project_admin")
    vault.projects.add_member("open", "ann", "viewer")
    theirs = Asking(act_as("ann"))
    with pytest.raises(DatasetNotFound, match="no dataset 'my numbers'"):
        theirs.run(shared, 'FROM "my numbers"')
    with pytest.raises(DatasetNotFound):
        theirs.run(numbers, "SELECT 1")
    offers = theirs("sql.complete", dataset_id=shared.id, above="FROM my")["offers"]
    assert offers == []
    # A result isn't found by another, and not by oneself when the sight of a dataset is lost.
    made = theirs.run(shared, "FROM this")["result_id"]
    assert theirs.page(made, ["a"]) == [(1,)]
    with pytest.raises(DatasetNotFound):
        Asking(vault).page(made, ["a"])
    vault.projects.remove_member("open", "ann")
    with pytest.raises((NotAllowed, DatasetNotFound)):
        theirs.page(made, ["a"])


def test_pages_stay_the_same_whatever_is_written_meanwhile(
    vault: Vault, ask: Asking, numbers: Dataset
) -> None:
    result = ask.run(numbers, "SELECT n FROM this ORDER BY hash(n)")["result_id"]
    before = ask.page(result, ["n"], limit=1000)
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            numbers.replace(pa.table({"n": [7] * 50, "kind": [7] * 50}))

    writing = threading.Thread(target=write)
    writing.start()
    try:
        pages = [row for at in range(0, 1000, 100)
                 for row in ask.page(result, ["n"], offset=at, limit=100)]  # fmt: skip
    finally:
        stop.set()
        writing.join()
    assert pages == before
    numbers.delete(confirm="delete")
    assert ask.page(result, ["n"], limit=1000) == before


def test_a_result_goes_with_the_next_query_and_with_its_pane(ask: Asking, numbers: Dataset) -> None:
    first = ask.run(numbers, "SELECT 1 AS a")["result_id"]
    beside = ask.run(numbers, "SELECT 2 AS a", pane="b")["result_id"]
    second = ask.run(numbers, "SELECT 3 AS a")["result_id"]
    with pytest.raises(DatasetNotFound, match="let go"):
        ask.page(first, ["a"])
    assert (ask.page(beside, ["a"]), ask.page(second, ["a"])) == ([(2,)], [(3,)])
    ask("sql.close", pane="a")
    with pytest.raises(DatasetNotFound, match="let go"):
        ask.page(second, ["a"])
    assert ask.page(beside, ["a"]) == [(2,)]


def test_a_query_is_cancelled_while_it_runs(ask: Asking, numbers: Dataset) -> None:
    call = Call()
    threading.Timer(0.3, call.cancel).start()
    started = time.monotonic()
    endless = "SELECT sum(a.n * b.n * c.n) FROM this a, this b, this c, this d"
    with pytest.raises(Cancelled):
        ask("sql.run", call, dataset_id=numbers.id, text=endless, pane="a")
    assert time.monotonic() - started < 60
    assert ask.run(numbers, "SELECT 1")["row_count"] == 1


def test_nothing_is_left_in_memory_of_what_was_stopped_or_closed(
    vault: Vault, ask: Asking, numbers: Dataset
) -> None:
    services = vault._services
    cursor = services.store.engine.answering()

    def tables() -> int:
        found = cursor.execute("SELECT count(*) FROM duckdb_tables() WHERE database_name = 'hot'")
        return int(found.fetchall()[0][0])

    def stopped_half_way(cursor: duckdb.DuckDBPyConnection, name: str) -> None:
        cursor.execute(f"CREATE TABLE {name} AS SELECT 1 AS a")
        raise Cancelled("stopped")

    before = tables()
    with pytest.raises(Cancelled):
        services.results.make("res_x", cursor, stopped_half_way, 1)
    assert tables() == before
    ask.run(numbers, "FROM this")
    assert tables() == before + 1
    ask("sql.close", pane="a")
    assert tables() == before


def test_more_rows_than_are_kept_are_said(vault: Vault, numbers: Dataset) -> None:
    services = vault._services
    pane = SqlPaneService(
        services.store, services.policy, services.datasets,
        sql=services.sql, results=services.results, most_rows=10,
    )  # fmt: skip
    record = services.datasets.get(numbers.id)
    ran = pane.run(record, "FROM this", pane="a")
    assert (ran.record.row_count, ran.is_cut) == (10, True)
    query = {"sorts": [{"column": "n", "is_descending": True}]}
    assert Asking(vault).page(ran.record.id, ["n"], query=query, limit=2) == [(9,), (8,)]
    assert not pane.run(record, "FROM this LIMIT 10", pane="a").is_cut


def test_names_types_and_no_rows(ask: Asking, numbers: Dataset) -> None:
    text = (
        "SELECT n AS rowid, n, n, NULL AS none, {'a': [1]} AS deep, '' AS \" x\" FROM this LIMIT 0"
    )
    made = ask.run(numbers, text)
    assert (made["row_count"], made["column_count"]) == (0, 6)
    names = [
        each["name"] for each in ask("content.describe", dataset_id=made["result_id"])["columns"]
    ]
    assert len(set(names)) == 6
    assert ask.page(made["result_id"], names) == []


def test_a_result_becomes_a_dataset_that_says_where_from(
    vault: Vault, ask: Asking, numbers: Dataset, reviews: Dataset
) -> None:
    made = ask.run(numbers, "SELECT n, text FROM this JOIN reviews ON n = id")
    one = {"filter": {"op": "eq", "column": "n", "values": ["1"], "parts": []}}
    saved = ask("content.save", dataset_id=made["result_id"], name="joined")
    part = ask("content.save", dataset_id=made["result_id"], name="part", query=one)
    assert (saved["row_count"], part["row_count"]) == (3, 1)
    assert vault["joined"].source == "export"
    origin = ask("datasets.describe", dataset_id=saved["dataset_id"])["origin"]
    assert origin["datasets"] == ["my numbers", "reviews"]
    assert origin["query"].startswith('WITH this AS (FROM "my numbers")\nSELECT n, text')
    again = ask("datasets.describe", dataset_id=part["dataset_id"])["origin"]["query"]
    assert again.endswith("\n-- rows where 'n' is 1")
    assert vault.sql(again).fetchall() == vault.sql(origin["query"]).fetchall()


def test_a_result_is_drawn_and_keeps_no_charts(vault: Vault, ask: Asking, numbers: Dataset) -> None:
    made = ask.run(numbers, "SELECT kind, n * 2 AS twice FROM this")
    spec = {
        "form": 1,
        "kind": "bar",
        "x": {"field": "kind"},
        "y": {"field": "twice", "aggregate": "sum"},
    }
    args = {"dataset_id": made["result_id"], "spec": spec}
    drawn = ask("studio.draw", **args, is_dark=False, room=500)
    assert "<svg" in drawn["svg"]
    given: dict[str, Any] = {}
    exec(drawn["code"], given)  # noqa: S102 - the cell that people get
    assert given["data"]["y"].sum() == 999_000
    with pytest.raises(Refused, match="keeps no charts"):
        ask("studio.keep", **args, name="mine")


def test_completion_knows_names_words_and_functions(ask: Asking, numbers: Dataset) -> None:
    def offers(above: str, below: str = "") -> list[str]:
        made = ask("sql.complete", dataset_id=numbers.id, above=above, below=below)
        return [each["text"] for each in made["offers"]]

    assert offers("FROM my") == ['"my numbers"']
    assert offers("FROM th") == ["this"]
    assert offers("SELECT ki", " FROM this") == ["kind"]
    assert offers("SELECT a.k", ' FROM "my numbers" AS a') == ["kind"]
    assert "date_trunc(" in offers("SELECT date_tr")
    assert offers("SELECT 1 LIM") == ["LIMIT"]
    assert offers("SELECT 'ki") == []
    typed = ask("sql.complete", dataset_id=numbers.id, above="SELECT ki")
    assert (typed["length"], typed["is_whole"]) == (2, False)
    # "n" is a column, though more begins so.
    whole = ask("sql.complete", dataset_id=numbers.id, above="FROM this ORDER BY n")
    assert whole["is_whole"]
    assert "nullif(" in [each["text"] for each in whole["offers"]]
