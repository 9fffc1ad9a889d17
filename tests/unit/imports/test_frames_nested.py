"""What stands inside nested values of a frame is kept, or refused with the column's name."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest

from datavault_jupyter.base.errors import BadArgument

Bench = Any

_UNION = pa.UnionArray.from_dense(
    pa.array([0, 1], pa.int8()), pa.array([0, 0], pa.int32()), [pa.array([1]), pa.array(["a"])]
)
_PART = pa.MonthDayNano([1, 2, 1001])


@pytest.mark.parametrize(
    "values",
    [
        pa.array([[1000, 1]], pa.list_(pa.duration("ns"))),
        pa.array([[1, 1]], pa.list_(pa.duration("ns"), 2)),
        pa.array([[[1]]], pa.large_list(pa.list_(pa.duration("ns")))),
        pa.array([{"a": 1}], pa.struct([("a", pa.duration("ns"))])),
        pa.array([[("k", 1)]], pa.map_(pa.string(), pa.duration("ns"))),
        pa.array([[2**62]], pa.list_(pa.duration("s"))),
        pa.array([[2**60]], pa.list_(pa.timestamp("s", "UTC"))),
        pa.array([2**60], pa.timestamp("s", "UTC")),
        pa.array([_PART]),
        pa.array([[_PART]]),
        pa.array([[Decimal(1)]], pa.list_(pa.decimal256(60, 2))),
        pa.array([[1.5]], pa.list_(pa.float16())),
        _UNION,
        pa.ListArray.from_arrays([0, 2], _UNION),
        pa.StructArray.from_arrays([_UNION], ["u"]),
    ],
    ids=lambda values: str(values.type),
)
def test_values_that_cannot_be_kept(bench: Bench, values: Any) -> None:
    error = bench.refused(pa.table({"ok": pa.nulls(len(values)), "bad one": values}))
    assert isinstance(error, BadArgument)
    assert "'bad one'" in error.message
    assert error.hint


@pytest.mark.parametrize(
    ("values", "text"),
    [
        (pa.array([[2000]], pa.list_(pa.duration("ns"))), "['00:00:00.000002']"),
        (pa.array([pa.MonthDayNano([1, 2, 3000])]), "1 month 2 days 00:00:00.000003"),
        (pa.array([[("k", 1000)]], pa.map_(pa.string(), pa.duration("ns"))),
         "{k='00:00:00.000001'}"),
        (pa.array([[1]], pa.list_(pa.time64("ns"))), "['00:00:00.000000001']"),
        (pa.array([[1]], pa.list_(pa.duration("ns")))[1:], None),
    ],
)  # fmt: skip
def test_values_that_are_kept(bench: Bench, values: Any, text: str | None) -> None:
    loaded = bench.load(pa.table({"x": values}))
    assert bench.texts(loaded) == ([(text,)] if text else [])
