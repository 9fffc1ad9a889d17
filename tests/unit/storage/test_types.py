"""Each type that Parquet changes in silence comes back as it was."""

from pathlib import Path

import duckdb
import pytest

from datavault_jupyter.storage import parts
from datavault_jupyter.storage.columns import Columns
from datavault_jupyter.storage.sql import Sql
from datavault_jupyter.storage.store import Store

VALUES = {
    "BIGINT": ["9007199254740993", "-9223372036854775808", "NULL"],
    "HUGEINT": ["170141183460469231731687303715884105727", "NULL", "-1"],
    "UHUGEINT": ["340282366920938463463374607431768211455", "0", "NULL"],
    "BIGNUM": ["'123456789012345678901234567890123456789012345678901234567890'", "NULL"],
    "DECIMAL(38,10)": ["1234567890123456789012345678.1234567891", "NULL"],
    "DOUBLE": ["'NaN'", "'-inf'", "-0.0", "5e-324", "NULL"],
    "VARCHAR": ["''", "NULL", "chr(0)", "'é\n\"'"],
    "BLOB": ["''::BLOB", "'\\x00\\xFF'::BLOB", "NULL"],
    "BIT": ["'0101'", "NULL"],
    "DATE": ["'0044-03-15 (BC)'", "'infinity'", "NULL"],
    "TIMESTAMP": ["'2026-01-02 03:04:05.678901'", "'-infinity'", "NULL"],
    "TIMESTAMP_S": ["'2026-01-02 03:04:05'", "NULL"],
    "TIMESTAMP_MS": ["'2026-01-02 03:04:05.678'", "NULL"],
    "TIMESTAMP_NS": ["'2026-01-02 03:04:05.678901234'", "NULL"],
    "TIMESTAMP WITH TIME ZONE": ["'2026-01-02 03:04:05+05:30'", "NULL"],
    "TIME": ["'23:59:59.999999'", "NULL"],
    "TIME WITH TIME ZONE": ["'10:00:00+02:00'", "'10:00:00-11:30'", "NULL"],
    "INTERVAL": [
        "INTERVAL '-1 months'",
        "INTERVAL '14 months 3 days 4 hours 1 microsecond'",
        "INTERVAL '-5 microseconds'",
        "INTERVAL '1 year' - INTERVAL '3 days' - INTERVAL '7 seconds'",
        "NULL",
    ],
    "UUID": ["'5b1e1f3c-8f0e-4e56-9f9f-d3a1f1a2b3c4'", "NULL"],
    "JSON": ["'{\"a\": [1, 2.50]}'", "'null'", "NULL"],
    "ENUM('a', 'b')": ["'a'", "NULL"],
    "INTEGER[]": ["[1, NULL]", "[]", "NULL"],
    "INTEGER[2]": ["[1, 2]", "NULL"],
    "HUGEINT[]": ["[1, NULL]", "[]", "NULL"],
    "HUGEINT[2]": ["[1, 2]", "NULL"],
    'STRUCT(a HUGEINT, "b c" INTERVAL)': [
        "{'a': 5, 'b c': INTERVAL 1 DAY}",
        "{'a': NULL, 'b c': NULL}",
        "NULL",
    ],
    "STRUCT(size HUGEINT, values INTEGER)": ["{'size': 1, 'values': 2}", "NULL"],
    "STRUCT(l STRUCT(h HUGEINT)[])": ["{'l': [{'h': 3}, NULL]}", "NULL"],
    "MAP(VARCHAR, INTEGER)": ["MAP {'x': 5}", "MAP {}", "NULL"],
    "MAP(VARCHAR, HUGEINT)": ["MAP {'x': 5}", "MAP {}", "NULL"],
}


@pytest.mark.parametrize("kind", list(VALUES))
def test_every_value_survives(store: Store, kind: str) -> None:
    columns = Columns.of([("i", "INTEGER"), ("v", kind)])
    made = " UNION ALL ".join(
        f"SELECT {place}, CAST({value} AS {kind})" for place, value in enumerate(VALUES[kind])
    )
    source = f"SELECT * FROM ({made}) AS t(i, v)"
    cursor = store.engine.moving()
    query = Sql(f"SELECT {columns.encoded(['i', 'v'])} FROM ({source}) ORDER BY i")
    part = parts.write(store, cursor, query, columns, dataset_uid="dst_x")
    reader = store.engine.answering()
    back = parts.scan(columns, [store.path(part.path)])
    different = reader.sql(
        f"SELECT a.v, b.v FROM ({source}) a JOIN ({back}) b USING (i) "
        "WHERE a.v IS DISTINCT FROM b.v OR CAST(a.v AS VARCHAR) IS DISTINCT FROM "
        "CAST(b.v AS VARCHAR)"
    ).fetchall()
    assert different == []
    found = reader.sql(f"SELECT typeof(v) FROM ({back}) LIMIT 1").fetchall()
    assert found == [(str(duckdb.sqltype(kind)),)]
    assert part.row_count == len(VALUES[kind])


NASTY = ["", "a", "A", "a b", 'q"q', "select", "é", "x" * 300, "filename", "file_row_number", "c0",
         "rowid", " lead", "a.b", "[x]", "🐧", "line\nbreak", "C1"]  # fmt: skip


def test_any_column_name_survives(store: Store) -> None:
    columns = Columns.of([(name, "INTEGER") for name in NASTY])
    values = ", ".join(f"{place} AS x{place}" for place in range(len(NASTY)))
    query = Sql(
        f"SELECT {columns.encoded([f'x{place}' for place in range(len(NASTY))])} "
        f"FROM (SELECT {values})"
    )
    part = parts.write(store, store.engine.moving(), query, columns, dataset_uid="dst_x")
    again = Columns.from_json(columns.to_json())
    assert again == columns
    assert again.names == NASTY
    relation = store.engine.answering().sql(parts.scan(again, [store.path(part.path)]))
    assert relation.fetchall() == [tuple(range(len(NASTY)))]
    plain = [name for name in NASTY if name not in ("", "A")]
    assert [name for name in relation.columns if name in plain] == plain


def test_no_parts_is_an_empty_table_with_its_types(store: Store) -> None:
    columns = Columns.of([("a", "HUGEINT"), ("b", "VARCHAR")])
    relation = store.engine.answering().sql(parts.scan(columns, []))
    assert relation.fetchall() == []
    assert [str(kind) for kind in relation.types] == ["HUGEINT", "VARCHAR"]


@pytest.mark.parametrize("folder", ["v[1]*? {a}%#~'q", "é 🐧", 'a"b'])
def test_a_vault_may_lie_in_any_folder(tmp_path: Path, folder: str) -> None:
    store = Store.open(tmp_path / folder)
    columns = Columns.of([("a", "INTEGER")])
    query = Sql("SELECT 1 AS a")
    part = parts.write(store, store.engine.moving(), query, columns, dataset_uid="dst_x")
    text = parts.scan(columns, [store.path(part.path)])
    assert store.engine.answering().sql(text).fetchall() == [(1,)]
    store.close()
