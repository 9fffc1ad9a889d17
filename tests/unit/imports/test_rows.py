"""Rows of the vault itself, imported again: no type and no value may change."""

from __future__ import annotations

import duckdb
import pytest

from datavault_jupyter import Vault
from datavault_jupyter.base.errors import BadArgument, ValueDoesNotFit

_VALUES = {
    "json": """'{"a": 1}'::JSON""",
    "json_list": """['{"a": 1}'::JSON]""",
    "uhugeint": "340282366920938463463374607431768211455::UHUGEINT",
    "hugeint": "(-170141183460469231731687303715884105728)::HUGEINT",
    "hugeint_list": "[170141183460469231731687303715884105727::HUGEINT, NULL]",
    "bignum": "12345678901234567890123456789012345678901234567890::BIGNUM",
    "uuid": "'00000000-0000-0000-0000-000000000005'::UUID",
    "uuid_list": "['00000000-0000-0000-0000-000000000005'::UUID]",
    "enum": "'x'::ENUM('y', 'x')",
    "enum_struct": "{'e': 'x'::ENUM('y', 'x')}",
    "timetz": "'12:00:00.123456+02'::TIMETZ",
    "bit": "'0101'::BIT",
    "interval": "INTERVAL '1 month 3 days 2.000001 seconds'",
    "map": "MAP {'a': 1::HUGEINT}",
    "array": "[1, 2]::INTEGER[2]",
    "timestamp_ns": "'2026-01-02 03:04:05.123456789'::TIMESTAMP_NS",
    "timestamp_ms": "'2026-01-02 03:04:05.123'::TIMESTAMP_MS",
    "timestamptz": "'2026-01-02 03:04:05+02'::TIMESTAMPTZ",
    "infinite": "'infinity'::TIMESTAMP",
    "date": "'-infinity'::DATE",
    "time_ns": "'12:00:00.123456789'::TIME_NS",
    "decimal": "1.50::DECIMAL(38, 2)",
    "blob": r"'\xAA\x00'::BLOB",
    "odd name \"'": "1",
}


def _texts(vault: Vault, name: str) -> list[tuple[str | None, ...]]:
    query = f"SELECT CAST(COLUMNS(*) AS VARCHAR) FROM {name}"
    return vault.sql(query).fetchall()


def test_types_and_values_survive(vault: Vault) -> None:
    listed = ", ".join(
        f'{sql} AS "{name.replace(chr(34), chr(34) * 2)}"' for name, sql in _VALUES.items()
    )
    nulls = ", ".join(["NULL"] * len(_VALUES))
    query = f"SELECT {listed} UNION ALL SELECT {nulls}"
    rows = vault.sql(query)
    made = vault.import_frame(rows, name="first")
    assert made.types == dict(zip(rows.columns, rows.types, strict=True))
    expected = vault.sql(f"SELECT CAST(COLUMNS(*) AS VARCHAR) FROM ({query})").fetchall()
    assert _texts(vault, "first") == expected
    again = vault.import_frame(made, name="second")
    assert again.types == made.types
    assert _texts(vault, "second") == expected


def test_many_rows_keep_their_order(vault: Vault) -> None:
    rows = vault.sql("SELECT i, i::HUGEINT AS h FROM range(250000) AS t(i)")
    made = vault.import_frame(rows, name="many")
    (found,) = made.sql("SELECT count(*), bool_and(i = h) FROM this").fetchall()
    assert found == (250_000, True)
    assert made.sql("SELECT i FROM this LIMIT 3 OFFSET 200000").fetchall() == [
        (200_000,), (200_001,), (200_002,),
    ]  # fmt: skip


def test_no_rows_and_unions(vault: Vault) -> None:
    empty = vault.import_frame(vault.sql("SELECT 1::HUGEINT AS a WHERE false"), name="empty")
    assert empty.types == {"a": "HUGEINT"}
    assert empty.row_count == 0
    union = vault.import_frame(vault.sql("SELECT 1::UNION(n INT) AS u, NULL AS x"), name="union")
    assert union.types == {"u": "JSON", "x": "VARCHAR"}
    assert _texts(vault, '"union"') == [('{"n":1}', None)]


def test_equal_names_keep_their_own_values(vault: Vault) -> None:
    made = vault.import_frame(vault.sql("SELECT 1 AS a, 2 AS a, 3 AS A"), name="twice")
    assert made.sql("SELECT * FROM this").fetchall() == [(1, 2, 3)]
    with duckdb.connect() as connection:
        relation = connection.sql("SELECT 1 AS a, 2 AS a")
        other = vault.import_frame(relation, name="relation")
    assert other.sql("SELECT * FROM this").fetchall() == [(1, 2)]


def test_types_asked_for_and_failures(vault: Vault) -> None:
    rows = vault.sql("SELECT * FROM (VALUES (1.0), (1.5)) AS t(a)")
    with pytest.raises(ValueDoesNotFit, match="row 2"):
        vault.import_frame(rows, name="asked", types={"a": "integer"})
    late = vault.sql("SELECT CASE WHEN i < 200000 THEN i ELSE error('odd') END AS a "
                     "FROM range(300000) AS t(i)")  # fmt: skip
    with pytest.raises(BadArgument, match="can't be read"):
        vault.import_frame(late, name="late")
    assert len(vault.datasets()) == 0
