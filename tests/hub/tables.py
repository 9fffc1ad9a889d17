"""What the datasets hold: made with pyarrow, the same each time."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

ROWS = 12  # of each split of `multi`
BIG_GROUPS, BIG_GROUP_ROWS, BIG_COLUMNS = 8, 1_000, 50
SPECIES = ["Adelie", "Chinstrap", "Gentoo"]
# The smallest PNG there is: one pixel.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
SOUND = (
    b"RIFF\x26\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x80\x3e\0\0\x02\0\x10\0"
    b"data\x02\0\0\0\0\0"
)
MEDIA = pa.struct([("bytes", pa.binary()), ("path", pa.string())])
NOON = datetime(2024, 2, 29, 12, 0, 0, 123456)  # noqa: DTZ001 - a column without a zone

Features = dict[str, Any]
Column = tuple[pa.DataType, Callable[[int], Any], Any]


def value(dtype: str) -> Features:
    return {"dtype": dtype, "_type": "Value"}


def _integer(name: str, top: int) -> Column:
    return getattr(pa, name)(), lambda n: top - n, value(name)


INTEGERS: dict[str, Column] = {
    f"{sign}int{bits}": _integer(f"{sign}int{bits}", 2 ** (bits if sign else bits - 1) - 1)
    for sign in ("", "u")
    for bits in (8, 16, 32, 64)
}
PLAIN: dict[str, Column] = {
    "id": (pa.int64(), lambda n: n, value("int64")),
    "text": (pa.string(), lambda n: None if n == 3 else f"Bird {n}, „ü“", value("string")),
    "long_text": (pa.large_string(), lambda n: "é" * n, value("large_string")),
    "float32": (pa.float32(), lambda n: n / 4, value("float32")),
    "float64": (pa.float64(), lambda n: float("nan") if n == 5 else n / 10, value("float64")),
    "flag": (pa.bool_(), lambda n: n % 3 == 0, value("bool")),
    "raw": (pa.binary(), lambda n: bytes([n, 0, 255]), value("binary")),
    "nothing": (pa.null(), lambda _: None, value("null")),
}
TIMES: dict[str, Column] = {
    "day": (pa.date32(), lambda n: date(2024, 1, 1) + timedelta(n), value("date32")),
    "at_s": (
        pa.timestamp("s"),
        lambda n: NOON.replace(microsecond=0) + timedelta(hours=n),
        value("timestamp[s]"),
    ),
    "at_ms": (
        pa.timestamp("ms"),
        lambda n: NOON.replace(microsecond=123000) + timedelta(hours=n),
        value("timestamp[ms]"),
    ),
    "at_us": (pa.timestamp("us"), lambda n: NOON + timedelta(hours=n), value("timestamp[us]")),
    "at_ns": (
        pa.timestamp("ns"),
        lambda n: 1_709_208_000_123_456_789 + n,
        value("timestamp[ns]"),
    ),
    "at_zone": (
        pa.timestamp("us", tz="Europe/Berlin"),
        lambda n: NOON.replace(tzinfo=UTC) + timedelta(hours=n),
        value("timestamp[us, tz=Europe/Berlin]"),
    ),
    "clock": (pa.time64("us"), lambda _: NOON.time(), value("time64[us]")),
    "span": (pa.duration("ms"), lambda n: timedelta(seconds=n), value("duration[ms]")),
    "price": (
        pa.decimal128(12, 3),
        lambda n: Decimal(n) / 8 - 1,
        value("decimal128(12, 3)"),
    ),
}
NESTED: dict[str, Column] = {
    "species": (
        pa.int64(),
        lambda n: n % 4 - 1,  # -1 is "no label"
        {"names": SPECIES, "_type": "ClassLabel"},
    ),
    "tags": (
        pa.list_(pa.string()),
        lambda n: [f"t{each}" for each in range(n % 3)],
        {"feature": value("string"), "_type": "List"},
    ),
    "matrix": (
        pa.list_(pa.list_(pa.float32())),
        lambda n: [[n, 0.5], [0.25, 1]],
        {"shape": [2, 2], "dtype": "float32", "_type": "Array2D"},
    ),
    "place": (
        pa.struct([("name", pa.string()), ("at", pa.struct([("x", pa.float64())]))]),
        lambda n: None if n == 4 else {"name": f"Island {n}", "at": {"x": n / 2}},
        {"name": value("string"), "at": {"x": value("float64")}},
    ),
    "answers": (
        pa.struct([("text", pa.list_(pa.string())), ("start", pa.list_(pa.int32()))]),
        lambda n: {"text": ["yes"] * (n % 2), "start": [n] * (n % 2)},
        {
            "text": {"feature": value("string"), "_type": "List"},
            "start": {"feature": value("int32"), "_type": "List"},
        },
    ),
    "boxes": (
        pa.list_(pa.struct([("label", pa.int64()), ("area", pa.float64())])),
        lambda n: [{"label": n % 3, "area": float(n)}],
        {
            "feature": {
                "label": {"names": SPECIES, "_type": "ClassLabel"},
                "area": value("float64"),
            },
            "_type": "List",
        },
    ),
    "translation": (
        pa.struct([("de", pa.string()), ("en", pa.string())]),
        lambda n: {"de": f"Vogel {n}", "en": f"bird {n}"},
        {"languages": ["de", "en"], "_type": "Translation"},
    ),
}
PICTURES: dict[str, Column] = {
    "id": PLAIN["id"],
    "picture": (
        MEDIA,
        lambda n: {"bytes": None if n == 2 else PIXEL, "path": f"birds/{n}.png"},
        {"_type": "Image"},
    ),
    "sound": (
        MEDIA,
        lambda n: {"bytes": SOUND, "path": f"birds/{n}.wav"},
        {"sampling_rate": 8_000, "_type": "Audio"},
    ),
}
SUBSETS: dict[str, dict[str, Column]] = {
    "observations": PLAIN | INTEGERS | TIMES | NESTED,
    "media": PICTURES,
}
SPLITS = {"train": (0, ROWS), "test": (ROWS, ROWS + 4)}


@cache
def features(subset: str) -> Features:
    """The features of a subset of `multi` as the library ``datasets`` writes them."""
    return {name: feature for name, (_, _, feature) in SUBSETS[subset].items()}


@cache
def table(subset: str, split: str) -> pa.Table:
    """The rows of one split of `multi`, in order."""
    first, stop = SPLITS[split]
    columns = {
        name: pa.array([make(n) for n in range(first, stop)], kind)
        for name, (kind, make, _) in SUBSETS[subset].items()
    }
    # As the library writes it: under one key, as JSON.
    known = json.dumps({"info": {"features": features(subset)}})
    return pa.table(columns).replace_schema_metadata({"huggingface": known})


def parquet(made: pa.Table, **options: Any) -> bytes:
    """A Parquet file of a table."""
    sink = io.BytesIO()
    pq.write_table(made, sink, **options)
    return sink.getvalue()


@cache
def birds(rows: int, first: int = 0) -> pa.Table:
    """A small table for datasets whose columns don't matter."""
    numbers = range(first, first + rows)
    return pa.table(
        {
            "id": pa.array(numbers, pa.int64()),
            "name": pa.array([f"Bird {n}" for n in numbers], pa.string()),
        }
    )


def csv_text(rows: int, *, separator: str = ",") -> bytes:
    """The same birds as CSV."""
    lines = [f"id{separator}name", *(f"{n}{separator}Bird {n}" for n in range(rows))]
    return ("\n".join(lines) + "\n").encode()


def jsonl_text(rows: int, first: int = 0) -> bytes:
    """The same birds, one JSON object a line."""
    lines = [json.dumps({"id": n, "name": f"Bird {n}"}) for n in range(first, first + rows)]
    return ("\n".join(lines) + "\n").encode()


@cache
def big_table() -> pa.Table:
    """Many columns that don't compress: ``id`` counts, ``c01`` … ``c49`` look random."""
    rows = BIG_GROUPS * BIG_GROUP_ROWS
    columns = {"id": pa.array(range(rows), pa.int64())}
    for number in range(1, BIG_COLUMNS):
        mixed = [(n * 2654435761 + number * 40503) % 4294967291 / 7 for n in range(rows)]
        columns[f"c{number:02}"] = pa.array(mixed, pa.float64())
    return pa.table(columns)


@cache
def big_file() -> bytes:
    """`big_table` in eight row groups, about 3 MB."""
    return parquet(big_table(), row_group_size=BIG_GROUP_ROWS, use_dictionary=False)


@cache
def decimal_file() -> bytes:
    """Decimals of 45 digits, which DuckDB would read as wrong doubles."""
    prices = [Decimal("1.25"), Decimal("-0.50"), None]
    return parquet(pa.table({"price": pa.array(prices, pa.decimal256(45, 2))}))
