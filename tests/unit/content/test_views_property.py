"""For random data, filters and sorts, a page is what a plain Python model says."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from datavault_jupyter import Dataset, Vault
from datavault_jupyter.features.content.records import ContentQuery
from datavault_jupyter.storage.filters import Filter, Op, Sort
from tests.examples import examples

TYPES = {
    "i": "INTEGER", "h": "HUGEINT", "d": "DECIMAL(9,2)", "x": "DOUBLE", "t": "VARCHAR",
    'we"ird select': "VARCHAR", "day": "DATE", "ts": "TIMESTAMP", "b": "BOOLEAN",
}  # fmt: skip
NAMES = list(TYPES)
TEXTS = ["", "a", "A", "ab%", "AB_", "é", "É", "b\\a", "aab", "50%", " a", "zé\n"]
INTEGERS = [-(2**31), -3, -1, 0, 1, 2, 3, 2**31 - 1]
HUGE = [-(2**127) + 1, -(2**53) - 1, 0, 2**53, 2**53 + 1, 2**127 - 1]
DECIMALS = [Decimal(text) for text in ("-9999999.99", "-0.01", "0.00", "0.10", "2.50", "2.51")]
DOUBLES = [math.nan, math.inf, -math.inf, -0.5, 0.0, 0.1, 2.5, 1e300]
DAYS = [date(1, 1, 1), date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 2), date(9999, 12, 31)]
MOMENTS = [
    datetime.fromisoformat(text)
    for text in ("2026-01-31", "2026-01-31 23:59:59.999999", "2026-02-01")
]
POOLS: dict[str, list[Any]] = {
    "i": INTEGERS, "h": HUGE, "d": DECIMALS, "x": DOUBLES, "t": TEXTS, 'we"ird select': TEXTS,
    "day": DAYS, "ts": MOMENTS, "b": [True, False],
}  # fmt: skip
Row = dict[str, Any]


def random_rows(seed: int, count: int) -> list[Row]:
    draw = random.Random(seed)
    return [
        {name: None if draw.random() < 0.2 else draw.choice(POOLS[name]) for name in NAMES}
        for _ in range(count)
    ]


class Case:
    """One dataset in several parts, and its rows."""

    def __init__(self, vault: Vault, seed: int, sizes: list[int]) -> None:
        self.rows = random_rows(seed, sum(sizes))
        datasets: list[Dataset] = []
        start = 0
        for at, size in enumerate(sizes):
            datasets.append(_import(vault, self.rows[start : start + size], f"s{seed}-{at}"))
            start += size
        from tests.unit.content.conftest import join_parts

        self.dataset = join_parts(vault, datasets[0], datasets[1:])
        self.content = vault._services.content
        self.record = self.content.record(self.dataset.id)

    def page(self, query: ContentQuery, offset: int, limit: int) -> list[int]:
        page = self.content.page(self.record, query, columns=["t"], offset=offset, limit=limit)
        table = pa.ipc.open_stream(page.rows).read_all()
        ids: list[int] = table.column(0).to_pylist()
        assert table.column(1).to_pylist() == [self.rows[row_id]["t"] for row_id in ids]
        return ids


def _import(vault: Vault, rows: list[Row], name: str) -> Dataset:
    connection = duckdb.connect()
    columns = ", ".join('"' + n.replace('"', '""') + f'" {kind}' for n, kind in TYPES.items())
    connection.execute(f"CREATE TABLE t ({columns})")
    if rows:
        marks = ", ".join("?" for _ in NAMES)
        values = [[str(v) if isinstance(v, int) and abs(v) > 2**60 else v for v in row.values()]
                  for row in rows]  # fmt: skip
        connection.executemany(f"INSERT INTO t VALUES ({marks})", values)
    return vault.import_frame(connection.sql("FROM t"), name=name)


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Case]]:
    folder: Path = tmp_path_factory.mktemp("views")
    with Vault(folder / "vault") as vault:
        yield [Case(vault, 1, [17, 1, 22]), Case(vault, 2, [30]), Case(vault, 3, [5, 0, 9])]


def text_of(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def meets(condition: Filter, row: Row) -> bool:  # noqa: C901 - one case for each question
    op, parts = condition.op, condition.parts
    if op is Op.AND:
        return all(meets(part, row) for part in parts)
    if op is Op.OR:
        return any(meets(part, row) for part in parts)
    if op is Op.NOT:
        return not meets(parts[0], row)
    value = row[condition.column]
    given_ = [parsed(condition.column, text) for text in condition.values]
    opposites = {Op.NE: Op.EQ, Op.NOT_IN: Op.IN, Op.NOT_CONTAINS: Op.CONTAINS,
                 Op.NOT_NULL: Op.IS_NULL}  # fmt: skip
    if op in opposites:
        turned = Filter(opposites[op], condition.column, condition.values)
        return not meets(turned, row)
    if op is Op.IS_NULL:
        return value is None
    if op is Op.IN:
        return any(is_equal(value, each) for each in given_)
    if op is Op.EQ:
        return is_equal(value, given_[0])
    if value is None:
        return False
    if op is Op.BETWEEN:
        low, high = given_
        return (low is None or compares(Op.GE, value, low)) and (
            high is None or compares(Op.LE, value, high)
        )
    if op is Op.CONTAINS:
        return str(given_[0]).lower() in value.lower()
    if op is Op.STARTS:
        return bool(value.lower().startswith(str(given_[0]).lower()))
    if op is Op.ENDS:
        return bool(value.lower().endswith(str(given_[0]).lower()))
    return given_[0] is not None and compares(op, value, given_[0])


def is_equal(value: Any, other: Any) -> bool:
    if value is None or other is None:
        return value is other
    if isinstance(value, float) and math.isnan(value):
        return isinstance(other, float) and math.isnan(other)
    if isinstance(value, datetime) and not isinstance(other, datetime):
        return bool(value.date() == other)
    return bool(value == other)


def compares(op: Op, value: Any, other: Any) -> bool:
    if isinstance(value, datetime) and not isinstance(other, datetime):
        value = value.date()  # a date is its whole day
    if isinstance(value, float) and isinstance(other, Decimal):
        other = float(other)
    return {
        Op.LT: lambda: value < other, Op.LE: lambda: value <= other,
        Op.GT: lambda: value > other, Op.GE: lambda: value >= other,
    }[op]()  # fmt: skip


def parsed(column: str, text: str | None) -> Any:
    if text is None:
        return None
    kind = TYPES[column]
    if kind in ("INTEGER", "HUGEINT") or kind.startswith("DECIMAL"):
        return Decimal(text)
    if kind == "DOUBLE":
        return float(text)
    if kind == "DATE":
        return date.fromisoformat(text)
    if kind == "TIMESTAMP":
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    return text == "true" if kind == "BOOLEAN" else text


def in_order(rows: list[Row], ids: list[int], sorts: tuple[Sort, ...]) -> list[int]:
    for sort in reversed(sorts):

        def rank(row_id: int, name: str = sort.column) -> Any:
            value = rows[row_id][name]
            if isinstance(value, float):
                return (math.isnan(value), 0.0 if math.isnan(value) else value)
            return value

        present = [row_id for row_id in ids if rows[row_id][sort.column] is not None]
        missing = [row_id for row_id in ids if rows[row_id][sort.column] is None]
        if sort.is_descending:
            # Stable: ties keep the order they have.
            present = sorted(present, key=rank, reverse=True)
        else:
            present = sorted(present, key=rank)
        ids = present + missing
    return ids


def comparable(name: str) -> st.SearchStrategy[str]:
    extra = {"i": ["2.5", "-1e30", "99999999999", "1e2"], "h": ["1e38", "0.5", "-1e40"],
             "d": ["0.105", "1e9", "-0.001"], "x": ["9007199254740993", "-1"],
             "ts": ["2026-01-31"], "day": ["2026-02-10"]}  # fmt: skip
    return st.sampled_from([text_of(value) for value in POOLS[name]] + extra.get(name, []))


@st.composite
def leaves(draw: st.DrawFn) -> Filter:
    name = draw(st.sampled_from(NAMES))
    ops = [Op.EQ, Op.NE, Op.LT, Op.LE, Op.GT, Op.GE, Op.BETWEEN, Op.IN, Op.NOT_IN, Op.IS_NULL,
           Op.NOT_NULL]  # fmt: skip
    if TYPES[name] == "VARCHAR":
        ops += [Op.CONTAINS, Op.NOT_CONTAINS, Op.STARTS, Op.ENDS]
    op = draw(st.sampled_from(ops))
    texts = comparable(name)
    if op in (Op.IS_NULL, Op.NOT_NULL):
        return Filter(op, name)
    if op is Op.BETWEEN:
        ends = [draw(st.none() | texts) for _ in range(2)]
        return Filter(op, name, tuple(ends))
    if op in (Op.IN, Op.NOT_IN):
        return Filter(op, name, tuple(draw(st.lists(st.none() | texts, max_size=4))))
    return Filter(op, name, (draw(texts),))


def trees() -> st.SearchStrategy[Filter]:
    return st.recursive(
        leaves(),
        lambda inner: (
            st.lists(inner, max_size=3).map(lambda parts: Filter(Op.AND, parts=tuple(parts)))
            | st.lists(inner, max_size=3).map(lambda parts: Filter(Op.OR, parts=tuple(parts)))
            | inner.map(lambda part: Filter(Op.NOT, parts=(part,)))
        ),
        max_leaves=5,
    )


SORTS = st.lists(st.builds(Sort, st.sampled_from(NAMES), st.booleans()), max_size=3).map(
    lambda sorts: tuple({sort.column: sort for sort in reversed(sorts)}.values())
)


@hypothesis_settings(max_examples=examples(40), deadline=None)
@given(
    which=st.integers(0, 2), condition=st.none() | trees(), sorts=SORTS,
    search=st.sampled_from(["", "", "a", "%", "É", "\\"]), offset=st.integers(0, 30),
    limit=st.integers(0, 20),
)  # fmt: skip
def test_a_page_is_what_the_model_says_however_it_is_read(
    cases: list[Case],
    *,
    which: int,
    condition: Filter | None,
    sorts: tuple[Sort, ...],
    search: str,
    offset: int,
    limit: int,
) -> None:
    case = cases[which]
    texts = ("t", 'we"ird select')
    query = ContentQuery(condition, search, texts, sorts)
    ids = [
        row_id
        for row_id, row in enumerate(case.rows)
        if (condition is None or meets(condition, row))
        and (not search or any(search.lower() in (row[name] or "").lower() for name in texts))
    ]
    wanted = in_order(case.rows, ids, sorts)
    assert case.page(query, offset, limit) == wanted[offset : offset + limit]
    assert case.content.count(case.record, query).matching_count == len(wanted)
    # The same by way of an order table …
    places = [case.content.position(case.record, query, row_id) for row_id in range(len(case.rows))]
    assert [places.index(at) for at in range(len(wanted))] == wanted
    assert case.page(query, offset, limit) == wanted[offset : offset + limit]
    # … and as the relation that others take further.
    got = case.content.selection(case.record, query).fetchall()
    assert [row[NAMES.index("t")] for row in got] == [case.rows[at]["t"] for at in wanted]


@hypothesis_settings(max_examples=examples(20), deadline=None)
@given(st.none() | trees(), SORTS)
def test_a_copy_in_memory_answers_like_the_parts(
    cases: list[Case], condition: Filter | None, sorts: tuple[Sort, ...]
) -> None:
    case = cases[0]
    query = ContentQuery(condition, sorts=sorts)
    views = case.content._views
    grounds = case.content._grounds(case.record)
    from_parts = case.page(query, 0, 100)
    cursor = views._engine.answering()
    views.copy(cursor, grounds)
    try:
        assert views.copies.has(grounds.fingerprint)
        assert case.page(query, 0, 100) == from_parts
    finally:
        views.copies.drop_idle(-timedelta(days=1).total_seconds())


def test_the_page_is_what_plain_sql_gives(cases: list[Case]) -> None:
    case = cases[0]
    query = ContentQuery(
        Filter(
            Op.AND,
            parts=(Filter(Op.GE, "x", ("0",)), Filter(Op.CONTAINS, "t", ("a",))),
        ),
        sorts=(Sort("d", is_descending=True), Sort("i")),
    )
    rows = case.dataset.sql(
        "SELECT t, d FROM this WHERE x >= 0 AND NOT isnan(x) AND t ILIKE '%a%' "
        "ORDER BY d DESC NULLS LAST, i NULLS LAST"
    ).fetchall()
    ids = case.page(query, 0, 100)
    assert [(case.rows[at]["t"], case.rows[at]["d"]) for at in ids] == rows
    assert rows
