"""What column headers are told."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest

from datavault_jupyter import Dataset
from datavault_jupyter.features.content.histograms import MOST_BINS
from datavault_jupyter.features.content.records import NO_QUERY, ColumnKind, ContentQuery, Summary
from datavault_jupyter.features.content.service import ContentService
from datavault_jupyter.storage.filters import Filter, Op

Make = Callable[..., Dataset]
ROWS = """
    SELECT range AS n, range / 10 AS share, CASE WHEN range % 4 > 0 THEN 'k' || range % 3 END AS k,
        'text ' || range AS t, range % 5 = 0 AS b, DATE '2026-01-01' + CAST(range AS INTEGER) AS d,
        TIMESTAMP '2026-01-01' + to_hours(range) AS ts, range::DECIMAL(9, 2) / 4 AS money,
        [range] AS l, CASE WHEN range = 3 THEN 'nan'::DOUBLE WHEN range = 4 THEN 'inf'::DOUBLE
        ELSE range END AS x, TIME '00:00:00' + to_minutes(range) AS clock,
        uuid() AS u, repeat('x', 400) || range % 2 AS long,
        range * 1000000000000000000000000000000::HUGEINT AS h
    FROM range(1000)
"""


@pytest.fixture
def summary(made: Make, content: ContentService) -> Callable[..., Summary]:
    dataset = made(ROWS)

    def of(column: str, query: ContentQuery = NO_QUERY) -> Summary:
        (found,) = content.summaries(content.record(dataset.id), query, [column])
        return found

    return of


def test_headers_tell_what_is_there(summary: Callable[..., Summary]) -> None:
    kept = ContentQuery(Filter(Op.LT, "n", ("100",)), search="text")
    for name in ("n", "share", "d", "ts", "money", "x", "h"):
        found = summary(name, kept)
        assert 1 < len(found.bins) <= MOST_BINS, name
        finite = 998 if name == "x" else 1_000
        assert sum(each.count for each in found.bins) == finite, name
        assert sum(each.matching_count for each in found.bins) == finite - 900, name
        assert found.matching_count == 100
        assert all(one.high == other.low for one, other in pairwise(found.bins))
    whole = summary("n")
    assert (whole.low, whole.high, whole.null_count) == ("0", "999", 0)
    assert [each.low for each in whole.bins][:3] == ["0", "50", "100"]
    assert {each.count for each in whole.bins} == {50}
    assert (summary("x").nan_count, summary("x").high) == (1, "999.0")
    assert summary("d").bins[0].low == "2026-01-01"
    assert summary("clock").bins == ()
    assert summary("clock").low == "00:00:00"


def test_bars_are_what_a_filter_on_their_ends_keeps(made: Make, content: ContentService) -> None:
    dataset = made(ROWS)
    record = content.record(dataset.id)
    names = ["n", "share", "d", "ts", "money", "h"]
    for found in content.summaries(record, NO_QUERY, names):
        for at, each in enumerate(found.bins):
            is_last = at == len(found.bins) - 1
            ends = (
                Filter(Op.GE, found.column, (each.low,)),
                Filter(Op.LE if is_last else Op.LT, found.column, (each.high,)),
            )
            query = ContentQuery(Filter(Op.AND, parts=ends))
            assert content.count(record, query).matching_count == each.count, (found.column, each)


def test_few_values_are_counted_exactly(summary: Callable[..., Summary]) -> None:
    found = summary("k", ContentQuery(Filter(Op.LT, "n", ("8",))))
    assert (found.kind, found.distinct_count, found.is_approximate) == (ColumnKind.TEXT, 3, False)
    assert (found.null_count, found.matching_null_count) == (250, 2)
    assert [(each.value, each.count, each.matching_count) for each in found.top] == [
        ("k0", 250, 2),
        ("k1", 250, 2),
        ("k2", 250, 2),
    ]
    assert [(each.value, each.count) for each in summary("b").top] == [
        ("false", 800),
        ("true", 200),
    ]
    assert summary("t").mean_length == pytest.approx(7.89, abs=0.5)
    assert all(each.is_cut and len(each.value or "") == 300 for each in summary("long").top)


def test_what_can_not_be_counted_says_so(summary: Callable[..., Summary]) -> None:
    found = summary("l")
    assert (found.distinct_count, found.bins, found.top) == (None, (), ())


def test_many_values_have_a_flagged_estimate_and_no_list(
    made: Make, content: ContentService
) -> None:
    dataset = made("SELECT 'v' || range AS v FROM range(20000)")
    (found,) = content.summaries(content.record(dataset.id), NO_QUERY, ["v"])
    assert found.is_approximate
    assert found.top == ()
    assert found.distinct_count == pytest.approx(20_000, rel=0.15)


@pytest.mark.parametrize(
    "sql",
    [
        "'infinity'::DATE", "'290000-01-01'::TIMESTAMP", "DATE '0044-03-15 (BC)'",
        "'inf'::DOUBLE", "1e308::DOUBLE", "'9999-12-31'::DATE", "0.0::DOUBLE",
        "9223372036854775807::BIGINT", "18446744073709551615::UBIGINT",
        "340282366920938463463374607431768211455::UHUGEINT", "'2026-01-01 00:00+00'::TIMESTAMPTZ",
        "TIMESTAMP_NS '2026-01-31 12:00:00.123456789'", "5e-324::DOUBLE", "MAP {'a': 1}",
        "'x'::BLOB", "INTERVAL 1 MONTH", "'a'::ENUM('a', 'b')", "1.5::FLOAT",
    ],
)  # fmt: skip
def test_edges_of_types_have_a_header_too(made: Make, content: ContentService, sql: str) -> None:
    dataset = made(f"SELECT {sql} AS v UNION ALL SELECT NULL")
    (found,) = content.summaries(content.record(dataset.id), NO_QUERY, ["v"])
    assert (found.row_count, found.null_count) == (2, 1)
    assert sum(each.count for each in found.bins) in (0, 1)


def test_values_for_a_popover(made: Make, content: ContentService) -> None:
    dataset = made("SELECT CASE WHEN range % 5 > 0 THEN 'V' || range % 5 END AS v FROM range(20)")
    record = content.record(dataset.id)
    query = ContentQuery(Filter(Op.EQ, "v", ("V1",)))
    found = content.values(record, query, "v", limit=3)
    assert found.has_more
    assert [(each.value, each.count, each.matching_count) for each in found.values] == [
        ("V1", 4, 4),
        ("V2", 4, 0),
        ("V3", 4, 0),
    ]
    assert None in [each.value for each in content.values(record, NO_QUERY, "v").values]
    found = content.values(record, query, "v", search="v2")
    assert [(each.value, each.count) for each in found.values] == [("V2", 4)]
