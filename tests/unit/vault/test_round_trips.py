"""What goes in comes out: file or frame → vault → export, equal to the last digit."""

import csv
import json
import math
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from datavault_jupyter import Dataset, Vault
from tests.examples import examples

EXAMPLES = settings(
    max_examples=examples(20),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"], exclude_characters="\x00"))
names = st.lists(
    texts.filter(lambda name: name.strip() == name and bool(name) and "\n" not in name),
    min_size=1,
    max_size=4,
    unique_by=lambda name: name.casefold(),
)
cells = st.one_of(
    texts,
    st.integers(-(2**70), 2**70).map(str),
    st.decimals(allow_nan=False, allow_infinity=False, places=7).map(str),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.sampled_from(["", "007", "1_000", "+5", "NA", "true", "2026-11-22", "1e5", "-0", "1.10"]),
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    with Vault(tmp_path_factory.mktemp("round") / "vault") as vault:
        yield vault


def fresh(vault: Vault) -> None:
    for dataset in vault.datasets(archived=True):
        dataset.delete(confirm="delete")


def meaning(text: str | None, kind: str) -> object:
    """What a cell says in a column of this type; None where it says nothing."""
    if text is None:
        return None
    if kind == "VARCHAR":
        return text
    if text.strip() in ("", "NA"):
        return None
    if kind == "BOOLEAN":
        return text.lower() == "true"
    if kind == "DOUBLE":
        return float(text)
    if kind.startswith(("DECIMAL", "BIGINT", "UBIGINT", "HUGEINT")):
        return Decimal(text)
    return text


@EXAMPLES
@given(names=names, rows=st.lists(st.lists(cells, min_size=4, max_size=4), min_size=1, max_size=12))
def test_csv(shared: Vault, tmp_path: Path, names: list[str], rows: list[list[str]]) -> None:
    fresh(shared)
    rows = [row[: len(names)] for row in rows]
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    with source.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerows([names, *rows])
    dataset = shared.import_file(source, header=True, delimiter=",")
    assert dataset.row_count == len(rows)
    kinds = list(dataset.types.values())
    dataset.export(target, overwrite=True)
    with target.open(newline="", encoding="utf-8") as file:
        header, *back = list(csv.reader(file))
    assert header == dataset.columns
    for before, after in zip(rows, back, strict=True):
        for one, other, kind in zip(before, after or [""], kinds, strict=True):
            said = meaning(one.replace("\r\n", "\n"), kind)
            found = None if other == "" and kind != "VARCHAR" else meaning(other, kind)
            assert found == said, (kind, one, other)


leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**30), 10**30),
    st.decimals(allow_nan=False, allow_infinity=False, places=9),
    texts,
)
documents = st.recursive(
    leaves, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


def dumped(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, list):
        return f"[{', '.join(map(dumped, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k)}: {dumped(v)}" for k, v in value.items()) + "}"
    return json.dumps(value)


def loaded(text: str) -> Any:
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)


@EXAMPLES
@pytest.mark.parametrize("ending", ["json", "ndjson"])
@given(
    kinds=st.lists(
        st.sampled_from([st.integers(-(10**30), 10**30), texts, st.booleans(),
                         st.decimals(allow_nan=False, allow_infinity=False, places=9),
                         st.lists(documents, max_size=3)]),
        min_size=1,
        max_size=3,
    ),
    data=st.data(),
)  # fmt: skip
def test_json(shared: Vault, tmp_path: Path, ending: str, kinds: list[Any], data: Any) -> None:
    """Columns of one kind each, with gaps: they come back equal, key by key."""
    fresh(shared)
    fields = {f"k{number}": st.none() | kind for number, kind in enumerate(kinds)}
    rows = data.draw(st.lists(st.fixed_dictionaries(fields), min_size=1, max_size=8))
    source, target = tmp_path / f"in.{ending}", tmp_path / f"out.{ending}"
    lines = [dumped(row) for row in rows]
    text = "\n".join(lines) if ending == "ndjson" else f"[{', '.join(lines)}]"
    source.write_text(text, encoding="utf-8")
    dataset = shared.import_file(source)
    dataset.export(target, overwrite=True)
    written = target.read_text(encoding="utf-8")
    # Not splitlines: JSON may hold other line separators as they are.
    records = written.rstrip("\n").split("\n")
    back = [loaded(line) for line in records] if ending == "ndjson" else loaded(written)
    assert back == [loaded(line) for line in lines]


frames = st.fixed_dictionaries(
    {
        "whole": st.none() | st.integers(-(2**63), 2**63 - 1),
        "big": st.none() | st.integers(0, 2**64 - 1),
        "real": st.none() | st.floats(),
        "exact": st.none()
        | st.decimals("-1e20", "1e20", places=9, allow_nan=False, allow_infinity=False),
        "yes": st.none() | st.booleans(),
        "text": st.none() | texts,
        "raw": st.none() | st.binary(max_size=9),
        "day": st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31)),
        "time": st.none() | st.datetimes(datetime(1700, 1, 1), datetime(2200, 1, 1)),  # noqa: DTZ001
        "list": st.none() | st.lists(st.none() | st.integers(-5, 5), max_size=3),
    }
)
SCHEMA = pa.schema(
    {
        "whole": pa.int64(),
        "big": pa.uint64(),
        "real": pa.float64(),
        "exact": pa.decimal128(38, 9),
        "yes": pa.bool_(),
        "text": pa.string(),
        "raw": pa.binary(),
        "day": pa.date32(),
        "time": pa.timestamp("us"),
        "list": pa.list_(pa.int64()),
    }
)


def same(one: pa.Table, other: pa.Table) -> None:
    """Equal to the bit; NaN equals NaN."""
    assert other.column_names == one.column_names
    for name in one.column_names:
        before, after = one.column(name).to_pylist(), other.column(name).to_pylist()
        assert [repr(value) for value in after] == [repr(value) for value in before], name


@settings(EXAMPLES, max_examples=examples(10), phases=[Phase.explicit, Phase.generate])
@pytest.mark.parametrize("form", ["csv", "json", "ndjson", "parquet", "arrow", "zip", "zip-json"])
@given(rows=st.lists(frames, min_size=1, max_size=8))
def test_what_was_exported_is_imported_again(
    shared: Vault, tmp_path: Path, form: str, rows: list[dict[str, Any]]
) -> None:
    """Equal rows and types; formats that hold texts are told the types, and keep no NaN."""
    fresh(shared)
    if form not in ("parquet", "arrow"):
        rows = [
            {**row, "raw": None, "real": row["real"] if finite(row["real"]) else None}
            for row in rows
        ]
    given = shared.import_frame(pa.Table.from_pylist(rows, schema=SCHEMA), name="given")
    target = tmp_path / "out"
    given.export(target, format=form, overwrite=True)
    if form == "arrow":
        with target.open("rb") as file:
            back = shared.import_frame(pa.ipc.open_file(file).read_all(), name="back")
    else:
        name = tmp_path / f"out.{'zip' if form == 'zip-json' else form}"
        target.replace(name)
        types = None if form == "parquet" else given.types
        back = shared.import_file(name, name="back", types=types)
    assert back.types == given.types
    same(given.arrow(), back.arrow())


def finite(number: float | None) -> bool:
    return number is not None and math.isfinite(number)


@EXAMPLES
@given(rows=st.lists(frames, max_size=8))
def test_frames_and_parquet(shared: Vault, tmp_path: Path, rows: list[dict[str, Any]]) -> None:
    fresh(shared)
    table = pa.Table.from_pylist(rows, schema=SCHEMA)
    source, target = tmp_path / "in.parquet", tmp_path / "out.parquet"
    pq.write_table(table, source)
    made: list[Dataset] = [
        shared.import_file(source, name="file"),
        shared.import_frame(table, name="arrow"),
        shared.import_frame(pl.from_arrow(table), name="polars"),
    ]
    made.append(shared.import_frame(made[0], name="dataset"))
    for dataset in made:
        dataset.export(target, overwrite=True)
        same(table, pq.read_table(target))
        same(table, dataset.arrow())
