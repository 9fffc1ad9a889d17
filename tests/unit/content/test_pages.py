"""What a page carries for every kind of value, and that pages fit together."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import duckdb
import pytest

from datavault_jupyter import Dataset, Vault
from datavault_jupyter.base.errors import BadArgument, DatasetDeleted
from datavault_jupyter.features.content.records import ContentQuery, Encoding
from datavault_jupyter.features.content.service import ContentService
from datavault_jupyter.storage.filters import Filter, Op, Sort
from datavault_jupyter.storage.sql import quoted
from tests.unit.content.conftest import rows_of

Make = Callable[..., Dataset]
TIMES = "TIMESTAMP '2026-01-31 12:00:00.123456'"


VALUES = [
    ("9007199254740993::BIGINT", Encoding.INTEGER, 9007199254740993),
    ("18446744073709551615::UBIGINT", Encoding.INTEGER, 18446744073709551615),
    ("(-170141183460469231731687303715884105727)::HUGEINT", Encoding.TEXT,
     "-170141183460469231731687303715884105727"),
    ("340282366920938463463374607431768211455::UHUGEINT", Encoding.TEXT,
     "340282366920938463463374607431768211455"),
    ("0.10::DECIMAL(38,2)", Encoding.TEXT, "0.10"),
    ("0.1::FLOAT", Encoding.NUMBER, 0.1),
    ("-0.0::DOUBLE", Encoding.NUMBER, -0.0),
    ("'infinity'::DOUBLE", Encoding.NUMBER, math.inf),
    ("''", Encoding.TEXT, ""),
    ("true", Encoding.BOOLEAN, True),
    ("DATE '2026-01-31'", Encoding.TEXT, "2026-01-31"),
    ("'infinity'::DATE", Encoding.TEXT, "infinity"),
    ("DATE '0044-03-15 (BC)'", Encoding.TEXT, "0044-03-15 (BC)"),
    (TIMES, Encoding.TEXT, "2026-01-31 12:00:00.123456"),
    ("TIMESTAMP '290000-01-01 00:00:00'", Encoding.TEXT, "290000-01-01 00:00:00"),
    ("TIMESTAMP_NS '2026-01-31 12:00:00.123456789'", Encoding.TEXT,
     "2026-01-31 12:00:00.123456789"),
    ("TIMESTAMPTZ '2026-01-31 12:00:00+02'", Encoding.TEXT, "2026-01-31 10:00:00Z"),
    ("'-infinity'::TIMESTAMPTZ", Encoding.TEXT, "-infinity"),
    ("TIME '01:02:03.5'", Encoding.TEXT, "01:02:03.5"),
    ("'01:02:03+02'::TIMETZ", Encoding.TEXT, "01:02:03+02"),
    ("INTERVAL '1 month -3 days'", Encoding.TEXT, "1 month -3 days"),
    ("'6bf5f7f4-0000-4000-8000-000000000001'::UUID", Encoding.TEXT,
     "6bf5f7f4-0000-4000-8000-000000000001"),
    (r"'\xAA\x00b'::BLOB", Encoding.BLOB, "3:aa0062"),
    ("''::BLOB", Encoding.BLOB, "0:"),
    ("repeat('a', 100)::BLOB", Encoding.BLOB, "100:" + "61" * 64),
    ("[1, NULL, 3]", Encoding.JSON, "[1,null,3]"),
    ("[]::INTEGER[]", Encoding.JSON, "[]"),
    ("{'a': 0.10::DECIMAL(4,2), 'b': [9007199254740993]}", Encoding.JSON,
     '{"a":0.10,"b":[9007199254740993]}'),
    ("MAP {'k': 1}", Encoding.JSON, '{"k":1}'),
    ("""'{"a": [1, 2.50]}'::JSON""", Encoding.JSON, '{"a": [1, 2.50]}'),
    ("repeat('é', 400)", Encoding.TEXT, "é" * 301),
    ("repeat('x', 300)", Encoding.TEXT, "x" * 300),
    ("'a' || chr(0) || 'b'", Encoding.TEXT, "a\x00b"),
    ("'<b>&amp;'", Encoding.TEXT, "<b>&amp;"),
]  # fmt: skip
NASTY = [
    'a"b',
    "select",
    "é",
    " id",
    "c0",
    " v0",
    "rowid",
    "file_row_number",
    "x" * 300,
    "a?b",
    "%",
]


@pytest.fixture(scope="module")
def values(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Dataset, Dataset]]:
    """One column for each value, and one for each name, made once."""
    with Vault(tmp_path_factory.mktemp("values") / "vault") as vault:
        columns = ", ".join(f"{sql} AS v{at}" for at, (sql, _, _) in enumerate(VALUES))
        nulls = ", ".join("NULL" for _ in VALUES)
        rows = duckdb.sql(f"SELECT {columns} UNION ALL SELECT {nulls}")
        names = ", ".join(f"unnest([2, 1, NULL, 3]) AS {quoted(name)}" for name in NASTY)
        yield (
            vault.import_frame(rows, name="values"),
            vault.import_frame(duckdb.sql(f"SELECT {names}"), name="names"),
        )


@pytest.mark.parametrize(
    ("at", "encoding", "wanted"),
    [(at, encoding, wanted) for at, (_, encoding, wanted) in enumerate(VALUES)],
    ids=[sql for sql, _, _ in VALUES],
)
def test_every_kind_of_value(
    values: tuple[Dataset, Dataset], at: int, encoding: Encoding, wanted: object
) -> None:
    dataset, _ = values
    content = dataset._services.content
    column = content.describe(content.record(dataset.id)).columns[at]
    assert column.encoding is encoding
    (_, value), (_, missing) = rows_of(content, dataset, columns=[column.name])
    assert value == wanted
    assert type(value) is type(wanted)
    assert missing is None


def test_nan_is_a_value_and_null_is_none(made: Make, content: ContentService) -> None:
    dataset = made("SELECT unnest(['nan'::DOUBLE, NULL, 1.5]) AS v")
    (_, nan), (_, missing), (_, number) = rows_of(content, dataset)
    assert math.isnan(nan)
    assert missing is None
    assert number == 1.5
    assert rows_of(content, dataset, ContentQuery(Filter(Op.IS_NAN, "v")))[0][0] == 0
    assert [row[0] for row in rows_of(content, dataset, ContentQuery(Filter(Op.NOT_NAN, "v")))] == [
        1,
        2,
    ]


@pytest.mark.parametrize("name", NASTY)
def test_nasty_names_are_shown_filtered_and_sorted(
    values: tuple[Dataset, Dataset], name: str
) -> None:
    _, dataset = values
    content = dataset._services.content
    record = content.record(dataset.id)
    query = ContentQuery(Filter(Op.GE, name, ("2",)), sorts=(Sort(name, is_descending=True),))
    assert rows_of(content, dataset, query, [name]) == [(3, 3), (0, 2)]
    summary = content.summaries(record, query, [name])[0]
    assert (summary.null_count, summary.matching_count) == (1, 2)
    (cell,) = content.row(record, 3, [name])
    assert (cell.column, cell.text) == (name, "3")
    assert content.selection(record, query, columns=[name]).fetchall() == [(3,), (2,)]


def test_names_equal_but_for_case_are_told_apart(made: Make, content: ContentService) -> None:
    dataset = made("SELECT 1 AS a, 2 AS b")
    assert rows_of(content, dataset, columns=["B", "a"]) == [(0, 2, 1)]
    with pytest.raises(BadArgument, match="no column 'c'"):
        rows_of(content, dataset, columns=["c"])


def test_pages_over_several_parts_fit_together(made: Make, content: ContentService) -> None:
    dataset = made(
        "SELECT range AS n, range % 3 AS k FROM range(100)",
        "SELECT range + 100 AS n, range % 3 AS k FROM range(7)",
        "SELECT range + 107 AS n, range % 3 AS k FROM range(150)",
    )
    record = content.record(dataset.id)
    assert content.describe(record).row_count == 257
    assert [row[:2] for row in rows_of(content, dataset, offset=95, limit=15)] == [
        (n, n) for n in range(95, 110)
    ]
    assert rows_of(content, dataset, offset=257) == []
    query = ContentQuery(sorts=(Sort("k", is_descending=True),))
    pages = [
        row
        for at in range(0, 257, 10)
        for row in rows_of(content, dataset, query, offset=at, limit=10)
    ]
    whole = rows_of(content, dataset, query)
    assert pages == whole
    assert sorted(row[0] for row in pages) == list(range(257))
    # Ties keep the stored order.
    assert [(-row[2], row[0]) for row in pages] == sorted((-row[2], row[0]) for row in pages)
    assert [content.position(record, query, row[0]) for row in whole] == list(range(257))


def test_an_empty_dataset_has_columns_and_no_rows(made: Make, content: ContentService) -> None:
    dataset = made("SELECT 1 AS a, 'x' AS t WHERE false")
    query = ContentQuery(Filter(Op.EQ, "a", ("1",)), "x", None, (Sort("t"),))
    assert rows_of(content, dataset) == rows_of(content, dataset, query) == []
    record = content.record(dataset.id)
    assert content.count(record, query).matching_count == 0
    for summary in content.summaries(record, query, ["a", "t"]):
        assert (summary.row_count, summary.distinct_count, summary.bins) == (0, 0, ())
    assert content.copy(record, query, columns=["a", "t"]).text == "a\tt\n"


def test_a_thousand_columns_send_only_what_is_asked_for(
    made: Make, content: ContentService
) -> None:
    columns = ", ".join(f"range + {at} AS col{at}" for at in range(1_000))
    dataset = made(f"SELECT {columns} FROM range(20)")
    assert rows_of(content, dataset, columns=["col999", "col3"], limit=2) == [
        (0, 999, 3),
        (1, 1_000, 4),
    ]


@pytest.mark.parametrize(("offset", "limit"), [(-1, 10), (0, -1), (0, 1_001)])
def test_impossible_pages_are_refused(
    made: Make, content: ContentService, offset: int, limit: int
) -> None:
    dataset = made("SELECT 1 AS a")
    with pytest.raises(BadArgument):
        rows_of(content, dataset, offset=offset, limit=limit)


def test_a_dataset_deleted_meanwhile_says_so(made: Make, content: ContentService) -> None:
    dataset = made("SELECT 1 AS a")
    record = content.record(dataset.id)
    dataset.delete(confirm="delete")
    with pytest.raises(DatasetDeleted):
        content.page(record, columns=["a"])


def test_long_values_come_by_pieces(made: Make, content: ContentService) -> None:
    dataset = made(
        "SELECT repeat('aé', 3000) AS t, repeat('ab', 50)::BLOB AS b, range(2000) AS l, "
        "NULL::TEXT AS n"
    )
    record = content.record(dataset.id)
    text, blob, nested, missing = content.row(record, 0)
    assert (text.text, text.length, text.is_cut) == ("aé" * 1_000, 6_000, True)
    assert (blob.length, blob.is_cut) == (100, False)
    assert nested.is_cut
    assert (missing.text, missing.length, missing.is_cut) == (None, 0, False)
    pieces = [
        content.cell(record, 0, "t", offset=at, length=2_500) for at in range(0, 6_000, 2_500)
    ]
    assert "".join(piece.text or "" for piece in pieces) == "aé" * 3_000
    assert [piece.is_cut for piece in pieces] == [True, True, False]
    assert content.cell(record, 0, "b", offset=98, length=10).text == "6162"
    whole = content.cell(record, 0, "l").text
    assert whole is not None
    assert whole.endswith(",1999]")
    with pytest.raises(BadArgument, match="no row"):
        content.cell(record, 1, "t")
