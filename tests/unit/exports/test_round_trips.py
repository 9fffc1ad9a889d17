"""Any table, written and read by somebody else's parser, is the same table."""

from __future__ import annotations

import base64
import csv
import io
import json
import math
import struct
import tempfile
from datetime import UTC, date, datetime, timedelta
from decimal import Context, Decimal
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from datavault_jupyter.features.exports.records import ExportFormat
from datavault_jupyter.features.exports.writing import write_file
from datavault_jupyter.storage.sql import Sql

TEXT = st.text(
    st.one_of(
        st.sampled_from(list("\"',\n\r\t\\;#= a{}[]:\x01\x1f\u2028é🐦")),
        st.characters(exclude_categories=["Cs"], exclude_characters="\x00"),
    ),
    max_size=8,
)
EDGES = st.sampled_from(
    [2**53 + 1, 2**63 - 1, -(2**63), 2**64, 2**64 + 1, 2**127 - 1, -(2**127), 10**38 - 1, 10**38]
)
HUGE = st.one_of(EDGES, st.integers(-(2**127), 2**127 - 1))
DOUBLE = st.one_of(
    st.floats(), st.sampled_from([-0.0, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308])
)
CONTEXT = Context(prec=60)
DECIMAL = st.integers(-(10**38) + 1, 10**38 - 1).map(lambda n: Decimal(n).scaleb(-10, CONTEXT))
STAMP = st.datetimes().map(lambda moment: moment.replace(fold=0))
PLAIN_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)


def json_source(value: Any) -> str:
    """JSON text on several lines, as people write it."""
    return json.dumps(value, indent=1)


def texts_of(values: list[int | None]) -> list[str | None]:
    return [None if value is None else str(value) for value in values]


# type: (strategy, how a value is handed to DuckDB)
KINDS: dict[str, tuple[st.SearchStrategy[Any], Any]] = {
    "BOOLEAN": (st.booleans(), None),
    "BIGINT": (st.integers(-(2**63), 2**63 - 1), None),
    "HUGEINT": (HUGE, str),
    "DECIMAL(38,10)": (DECIMAL, str),
    "DOUBLE": (DOUBLE, None),
    "FLOAT": (st.floats(width=32), None),
    "VARCHAR": (TEXT, None),
    "DATE": (st.dates(), None),
    "TIMESTAMP": (STAMP, None),
    "TIMESTAMPTZ": (STAMP.map(lambda moment: moment.replace(tzinfo=UTC)), str),
    "BLOB": (st.binary(max_size=8), None),
    "JSON": (PLAIN_JSON, json_source),
    "HUGEINT[]": (st.lists(st.none() | HUGE, max_size=3), texts_of),
    "MAP(VARCHAR, DOUBLE)": (st.dictionaries(TEXT, st.none() | DOUBLE, max_size=3), None),
}
NAMES = st.lists(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=6), unique=True, max_size=5
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[tuple[str, str]], list[list[Any]]]:
    names = draw(NAMES.filter(bool))
    columns = [(name, draw(st.sampled_from(sorted(KINDS)))) for name in names]
    row = st.tuples(*(st.none() | KINDS[kind][0] for _, kind in columns)).map(list)
    return columns, draw(st.lists(row, max_size=5))


def arrow_column(kind: str, values: list[Any]) -> pa.Array:
    hand = KINDS[kind][1]
    handed = [value if value is None or hand is None else hand(value) for value in values]
    types = {
        "BOOLEAN": pa.bool_(), "BIGINT": pa.int64(), "DOUBLE": pa.float64(), "FLOAT": pa.float32(),
        "DATE": pa.date32(), "TIMESTAMP": pa.timestamp("us"), "BLOB": pa.binary(),
        "HUGEINT[]": pa.list_(pa.string()),
        "MAP(VARCHAR, DOUBLE)": pa.map_(pa.string(), pa.float64()),
    }  # fmt: skip
    if kind.startswith("MAP"):
        handed = [value if value is None else list(value.items()) for value in handed]
    return pa.array(handed, type=types.get(kind, pa.string()))


@pytest.fixture(scope="module")
def shared() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    return connection


def written(
    connection: duckdb.DuckDBPyConnection, table: Any, form: ExportFormat, folder: str
) -> Path:
    columns, rows = table
    names = [f"c{position}" for position in range(len(columns))]
    arrays = [
        arrow_column(kind, [row[position] for row in rows])
        for position, (_, kind) in enumerate(columns)
    ]
    cursor = connection.cursor()
    cursor.register("given", pa.Table.from_arrays(arrays, names=names))
    casts = [
        f"CAST({name} AS {kind}) AS {name}" for name, (_, kind) in zip(names, columns, strict=True)
    ]
    path = Path(folder) / "table"
    query = Sql(f"SELECT {', '.join(casts)} FROM given")
    done = write_file(cursor, query, columns, path, form)
    assert done.row_count == len(rows)
    assert done.byte_count == path.stat().st_size
    return path


def same_float(one: float, other: float) -> bool:
    return struct.pack("<d", one) == struct.pack("<d", other) or (
        math.isnan(one) and math.isnan(other)
    )


def single(value: float) -> float:
    """As a 4-byte float has it."""
    return float(struct.unpack("<f", struct.pack("<f", value))[0])


def is_lost(kind: str, value: Any) -> bool:
    return value is None or (kind in ("DOUBLE", "FLOAT") and not math.isfinite(value))


def agrees_with_json(kind: str, value: Any, found: Any) -> None:
    if is_lost(kind, value):
        assert found is None
    elif kind in ("DOUBLE", "FLOAT"):
        assert same_float(value, float(found) if kind == "DOUBLE" else single(float(found)))
    elif kind.startswith("DECIMAL"):
        assert (found, found.as_tuple().exponent) == (value, -10)
    elif kind.startswith("MAP"):
        assert list(found) == list(value)
        for key, inner in value.items():
            agrees_with_json("DOUBLE", inner, found[key])
    elif kind == "JSON":
        assert found == json.loads(json.dumps(value), parse_float=Decimal)
    else:
        read = READ.get(kind, lambda each: each)(found)
        assert read == value
        assert type(read) is type(value)


READ: dict[str, Any] = {
    "TIMESTAMP": datetime.fromisoformat,
    "TIMESTAMPTZ": datetime.fromisoformat,
    "DATE": date.fromisoformat,
    "BLOB": base64.b64decode,
}


@pytest.mark.parametrize("form", [ExportFormat.JSON, ExportFormat.NDJSON])
@settings(deadline=None)
@given(table=tables())
def test_json(shared: duckdb.DuckDBPyConnection, form: ExportFormat, table: Any) -> None:
    columns, rows = table
    with tempfile.TemporaryDirectory() as folder:
        text = written(shared, table, form, folder).read_bytes().decode()
    lines = text.split("\n")[:-1]
    if form is ExportFormat.JSON:
        found = json.loads(text, parse_float=Decimal)
        assert len(lines) == (len(rows) + 2 if rows else 1)
    else:
        found = [json.loads(line, parse_float=Decimal) for line in lines]
    assert len(found) == len(rows)
    for row, record in zip(rows, found, strict=True):
        assert list(record) == [name for name, _ in columns]
        for (_, kind), value, got in zip(columns, row, record.values(), strict=True):
            agrees_with_json(kind, value, got)


def agrees_with_cell(kind: str, value: Any, cell: str) -> None:
    if kind == "BOOLEAN":
        assert cell == ("true" if value else "false")
    elif kind in ("BIGINT", "HUGEINT"):
        assert cell == str(value)
    elif kind in ("VARCHAR", "JSON"):
        assert cell == (value if kind == "VARCHAR" else json.dumps(value, indent=1))
    elif kind in ("DOUBLE", "FLOAT"):
        got = float(cell) if kind == "DOUBLE" else single(float(cell))
        assert same_float(value, got)
        assert math.isfinite(value) or cell in ("NaN", "inf", "-inf")
    elif kind.startswith(("DECIMAL", "HUGEINT[", "MAP")):
        agrees_with_json(kind, value, json.loads(cell, parse_float=Decimal))
    else:
        agrees_with_json(kind, value, cell)


@settings(deadline=None)
@given(table=tables())
def test_csv(shared: duckdb.DuckDBPyConnection, table: Any) -> None:
    columns, rows = table
    with tempfile.TemporaryDirectory() as folder:
        text = written(shared, table, ExportFormat.CSV, folder).read_bytes().decode()
    csv.field_size_limit(1 << 20)
    found = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert found[0] == [name for name, _ in columns]
    assert len(found) == len(rows) + 1
    for row, cells in zip(rows, found[1:], strict=True):
        # A single NULL is an empty line, which is no cell to this reader.
        for (_, kind), value, cell in zip(columns, row, cells or [""], strict=True):
            if value is None:
                assert cell == ""
            else:
                agrees_with_cell(kind, value, cell)


@settings(deadline=None)
@given(values=st.lists(st.none() | TEXT, max_size=6))
def test_null_and_empty_text_stay_apart_in_csv(
    shared: duckdb.DuckDBPyConnection, values: list[str | None]
) -> None:
    table = ([("k", "BIGINT"), ("v", "VARCHAR")], [[1, value] for value in values])
    with tempfile.TemporaryDirectory() as folder:
        path = written(shared, table, ExportFormat.CSV, folder)
        found = shared.execute(
            "SELECT v FROM read_csv(?, header=true, columns={k: 'BIGINT', v: 'VARCHAR'}, "
            "delim=',', quote='\"', escape='\"', new_line='\\n', allow_quoted_nulls=false, "
            "parallel=false, auto_detect=false)",
            [str(path)],
        ).fetchall()
    assert [row[0] for row in found] == values


@settings(deadline=None)
@given(table=tables())
def test_parquet(shared: duckdb.DuckDBPyConnection, table: Any) -> None:
    columns, rows = table
    with tempfile.TemporaryDirectory() as folder:
        path = written(shared, table, ExportFormat.PARQUET, folder)
        names = [f"c{position}" for position in range(len(columns))]
        source = f"FROM read_parquet(?) AS t({', '.join(names)})"
        found = shared.execute(f"DESCRIBE SELECT * {source}", [str(path)]).fetchall()
        kinds = [row[1] for row in found]
        # Moments as numbers: as objects they would need a library of time zones.
        asked = [
            f"epoch_us({name})" if kind == "TIMESTAMPTZ" else name
            for name, (_, kind) in zip(names, columns, strict=True)
        ]
        got = shared.execute(f"SELECT {', '.join(asked)} {source}", [str(path)]).fetchall()
    assert len(got) == len(rows)
    for position, (_, kind) in enumerate(columns):
        values = [row[position] for row in rows]
        back = [row[position] for row in got]
        if kind == "HUGEINT":
            fits = all(value is None or abs(value) < 10**38 for value in values)
            assert kinds[position] == ("DECIMAL(38,0)" if fits else "VARCHAR")
            assert [None if each is None else int(each) for each in back] == values
        elif kind == "HUGEINT[]":
            assert [each and [v if v is None else int(v) for v in each] for each in back] == values
        elif kind == "JSON":
            assert back == [None if each is None else json.dumps(each, indent=1) for each in values]
        elif kind == "TIMESTAMPTZ":
            assert kinds[position] == "TIMESTAMP WITH TIME ZONE"
            zero, step = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
            assert [None if each is None else zero + each * step for each in back] == values
        else:
            assert repr(back) == repr(values)


@settings(deadline=None)
@given(table=tables())
def test_arrow(shared: duckdb.DuckDBPyConnection, table: Any) -> None:
    columns, rows = table
    with tempfile.TemporaryDirectory() as folder:
        path = written(shared, table, ExportFormat.ARROW, folder)
        with path.open("rb") as file:
            found = pa.ipc.open_file(file).read_all()
    assert found.num_rows == len(rows)
    for position, (_, kind) in enumerate(columns):
        values = [row[position] for row in rows]
        column = found.column(position)
        if kind == "TIMESTAMPTZ":
            assert (column.type.unit, column.type.tz[-3:]) == ("us", "UTC")
            micros = column.cast(pa.int64()).to_pylist()
            zero, step = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
            assert [None if each is None else zero + each * step for each in micros] == values
        elif kind == "HUGEINT":
            assert [None if each is None else int(each) for each in column.to_pylist()] == values
        elif kind == "HUGEINT[]":
            back = column.to_pylist()
            assert [each and [v if v is None else int(v) for v in each] for each in back] == values
        elif kind == "JSON":
            made = [None if each is None else json.dumps(each, indent=1) for each in values]
            assert column.to_pylist() == made
        elif kind.startswith("MAP"):
            back = [None if each is None else dict(each) for each in column.to_pylist()]
            assert repr(back) == repr(values)
        else:
            assert repr(column.to_pylist()) == repr(values)
