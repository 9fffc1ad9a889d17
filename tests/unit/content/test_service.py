"""Copying, saving, withdrawing, working side by side, and who may do any of it."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from datavault_jupyter import Dataset, Vault
from datavault_jupyter.base.errors import BadQuery, Cancelled, NameTaken, NotAllowed
from datavault_jupyter.features.content.memory import Tables
from datavault_jupyter.features.content.ops import ContentOps, PageArgs, SaveArgs
from datavault_jupyter.features.content.records import (
    NO_QUERY,
    ContentQuery,
    CopyFormat,
    Selection,
    Span,
)
from datavault_jupyter.features.content.service import ContentService
from datavault_jupyter.protocol.coding import decoded
from datavault_jupyter.protocol.operations import Call
from datavault_jupyter.storage.filters import Filter, Op, Sort
from datavault_jupyter.storage.store import Store
from tests.unit.content.conftest import rows_of

if TYPE_CHECKING:
    from datavault_jupyter.storage.engine import Cursor

Make = Callable[..., Dataset]
TEN = "SELECT range AS n, 't' || range AS t FROM range(10)"
BACKWARDS = ContentQuery(Filter(Op.LT, "n", ("8",)), sorts=(Sort("n", is_descending=True),))


@pytest.mark.parametrize(
    ("query", "selection", "wanted"),
    [
        (BACKWARDS, None, [7, 6, 5, 4, 3, 2, 1, 0]),
        (BACKWARDS, Selection(ids=(9, 1, 3)), [3, 1]),
        (BACKWARDS, Selection(spans=(Span(0, 1), Span(6, 99))), [7, 6, 1, 0]),
        (BACKWARDS, Selection(ids=(7,), spans=(Span(2, 7),), is_except=True), [6]),
        (NO_QUERY, Selection(ids=(5, 2)), [2, 5]),
        (NO_QUERY, Selection(spans=(Span(8, 9),), is_except=True), [0, 1, 2, 3, 4, 5, 6, 7]),
        (NO_QUERY, Selection(), []),
        (NO_QUERY, Selection(is_except=True), list(range(10))),
        (NO_QUERY, None, list(range(10))),
    ],
)
def test_chosen_rows_come_in_the_order_of_the_view(
    made: Make,
    content: ContentService,
    query: ContentQuery,
    selection: Selection | None,
    wanted: list[int],
) -> None:
    record = content.record(made(TEN).id)
    rows = content.selection(record, query, selection, columns=["n"])
    assert [row[0] for row in rows.fetchall()] == wanted
    # It can be asked again, and taken further.
    assert [row[0] for row in rows.fetchall()] == wanted
    assert rows.filter("n > 100").fetchall() == []
    copied = content.copy(record, query, selection, columns=["n"])
    assert copied.text.split() == ["n", *map(str, wanted)]
    assert (copied.row_count, copied.is_cut) == (len(wanted), False)


def test_copied_text_is_exact_and_can_be_pasted(made: Make, content: ContentService) -> None:
    sql = (
        "SELECT unnest([0.10::DECIMAL(9,2), NULL]) AS d, unnest(['a\tb\n\"c\"|<x>', '']) AS t, "
        "9007199254740993 AS i, [0.10::DECIMAL(4,2)] AS l"
    )
    record = content.record(made(sql).id)
    columns = ["d", "t", "i", "l"]
    text = content.copy(record, NO_QUERY, columns=columns).text
    assert text == (
        "d\tt\ti\tl\n"
        '0.10\t"a\tb\n""c""|<x>"\t9007199254740993\t[0.10]\n'
        '\t""\t9007199254740993\t[0.10]\n'
    )
    text = content.copy(record, NO_QUERY, columns=columns, format=CopyFormat.MARKDOWN).text
    assert text.splitlines() == [
        "| d | t | i | l |",
        "| --- | --- | --- | --- |",
        '| 0.10 | a\tb "c"\\|\\<x\\> | 9007199254740993 | \\[0.10\\] |',
        "|  |  | 9007199254740993 | \\[0.10\\] |",
    ]
    cut = content.copy(record, NO_QUERY, columns=columns, limit=1)
    assert (cut.row_count, cut.is_cut) == (1, True)


def test_a_view_becomes_a_dataset_that_knows_where_it_came_from(
    vault: Vault, made: Make, content: ContentService
) -> None:
    source = made(
        "SELECT range * 10000000000000000000000000000000000000::HUGEINT AS h, range AS n, "
        "to_microseconds(range) AS s FROM range(10)"
    )
    project = vault.projects.create("Work")
    saved = content.save_as(
        content.record(source.id), "kept", query=BACKWARDS, project=project.id, columns=["n", "h"]
    )
    dataset = vault["kept"]
    assert (saved.id, dataset.row_count, str(dataset.source)) == (dataset.id, 8, "export")
    assert dataset.sql("SELECT typeof(h), h, n FROM this LIMIT 1").fetchall() == [
        ("HUGEINT", 7 * 10**37, 7)
    ]
    (version,) = vault._services.datasets.versions(saved)
    assert version.source_info["origin"]["datasets"] == ["rows"]
    assert (
        version.source_info["origin"]["query"]
        == "rows where 'n' is below 8, sorted by 'n' descending"
    )
    with pytest.raises(NameTaken):
        content.save_as(content.record(source.id), "kept", project=project.id)


@contextlib.contextmanager
def at_once(stop: Callable[[], None]) -> Iterator[None]:
    """Withdraw a question again and again while its block runs."""
    done = threading.Event()

    def nag() -> None:
        while not done.wait(0.005):
            stop()

    nagging = threading.Thread(target=nag)
    nagging.start()
    try:
        yield
    finally:
        done.set()
        nagging.join()


def test_a_withdrawn_question_stops_its_query(made: Make, content: ContentService) -> None:
    dataset = made("SELECT hash(range)::VARCHAR || hash(range + 1) AS t FROM range(1500000)")
    record = content.record(dataset.id)
    query = ContentQuery(Filter(Op.CONTAINS, "t", ("nowhere",)), sorts=(Sort("t"),))
    with pytest.raises(Cancelled):
        content.count(record, query, cancels=at_once)
    assert content.count(record, query).matching_count == 0


def test_a_copy_in_memory_is_made_used_and_dropped(made: Make, content: ContentService) -> None:
    dataset = made(
        "SELECT range AS n, hash(range) AS h FROM range(60000)",
        "SELECT range + 60000 AS n, hash(range + 60000) AS h FROM range(60000)",
    )
    views = content._views
    query = ContentQuery(sorts=(Sort("h"),))
    from_parts = rows_of(content, dataset, query)
    fingerprint = content.describe(content.record(dataset.id)).fingerprint
    assert views.worker.wait(60)
    assert views.copies.has(fingerprint)
    assert rows_of(content, dataset, query) == from_parts
    deep = rows_of(content, dataset, query, offset=119_990)
    assert len(deep) == 10
    assert deep[0][2] < deep[-1][2]
    # No user's SQL reaches it.
    with views.copies.reading(fingerprint) as table:
        assert table is not None
        with pytest.raises(BadQuery):
            dataset.sql(f"SELECT * FROM {table.name}")
        views.copies.drop_idle(-1)
        assert views.copies.has(fingerprint), "a table that is being read stays"
    assert not views.copies.drop_idle(-1)
    assert rows_of(content, dataset, query) == from_parts


def test_tables_beyond_the_budget_go_oldest_first_unless_they_are_read(store: Store) -> None:
    tables = Tables(store.engine, lambda: 25)
    cursor = store.engine.answering()

    def fill(cursor: Cursor, name: str) -> None:
        cursor.execute(f"CREATE TABLE {name} AS FROM range(10)")

    tables.make("a", cursor, fill, row_bytes=1)
    with tables.reading("a"):
        tables.make("b", cursor, fill, row_bytes=1)
        tables.make("c", cursor, fill, row_bytes=1)
        assert [tables.has(key) for key in "abc"] == [True, False, True]
    tables.make("d", cursor, fill, row_bytes=100)
    assert [tables.has(key) for key in "abcd"] == [False, False, False, True]
    ((left,),) = cursor.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE database_name = 'hot'"
    ).fetchall()
    assert left == 1
    cursor.close()


def test_other_limits_leave_nothing_behind_in_memory(
    vault: Vault, made: Make, content: ContentService
) -> None:
    dataset = made("SELECT range AS n FROM range(100000)")
    rows_of(content, dataset)
    assert content._views.worker.wait(60)
    vault._services.store.engine.limit(None, 1)
    assert rows_of(content, dataset, ContentQuery(sorts=(Sort("n", is_descending=True),)), limit=1)[
        0
    ] == (99_999, 99_999)


def test_many_threads_read_views_at_once(made: Make, content: ContentService) -> None:
    dataset = made("SELECT range AS n, range % 7 AS k FROM range(120000)")
    record = content.record(dataset.id)

    def look(turn: int) -> bool:
        query = ContentQuery(Filter(Op.EQ, "k", (str(turn % 7),)), sorts=(Sort("n", turn % 2 > 0),))
        total = content.count(record, query).matching_count
        rows = rows_of(content, dataset, query, offset=total - 5)
        content.summaries(record, query, ["n", "k"])
        wanted = [n for n in range(120_000) if n % 7 == turn % 7]
        return [row[1] for row in rows] == (wanted[:5][::-1] if turn % 2 else wanted[-5:])

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(look, range(28)))
    assert content._views.worker.wait(60)


def test_nobody_without_a_role_may_do_anything(
    vault: Vault, made: Make, act_as: Callable[[str], Vault]
) -> None:
    mine = vault._services.content
    record = mine.record(made(TEN).id)
    with act_as("stranger") as other:
        theirs = other._services.content
        asked: list[Callable[[], object]] = [
            lambda: theirs.record(record.id),
            lambda: theirs.describe(record),
            lambda: theirs.page(record, columns=["n"]),
            lambda: theirs.count(record, NO_QUERY),
            lambda: theirs.position(record, NO_QUERY, 0),
            lambda: theirs.summaries(record, NO_QUERY, ["n"]),
            lambda: theirs.values(record, NO_QUERY, "n"),
            lambda: theirs.cell(record, 0, "n"),
            lambda: theirs.row(record, 0),
            lambda: theirs.copy(record, NO_QUERY, columns=["n"]),
            lambda: theirs.selection(record),
            lambda: theirs.save_as(record, "mine"),
        ]
        for ask in asked:
            with pytest.raises(NotAllowed):
                ask()


def test_questions_of_the_wire_are_answered(made: Make, content: ContentService) -> None:
    dataset = made(TEN)
    ops = ContentOps(content)
    inner = {"op": "in", "column": "n", "values": ["3", None]}
    asked = {
        "dataset_id": dataset.id,
        "columns": ["n"],
        "query": {
            "filter": {"op": "and", "parts": [{"op": "not", "parts": [inner]}]},
            "sorts": [{"column": "n", "is_descending": True}],
        },
        "limit": 2,
    }
    call = Call()
    result = ops.page(decoded(PageArgs, asked), call)
    assert (result.offset, result.row_count, result.matching_count) == (0, 2, None)
    assert call.frames["rows"]
    made_ = ops.save(decoded(SaveArgs, {"dataset_id": dataset.id, "name": "kept"}), Call())
    assert made_.row_count == 10
    withdrawn = Call()
    withdrawn.cancel()
    with pytest.raises(Cancelled):
        ops.page(decoded(PageArgs, asked), withdrawn)
