"""Which type the texts of a CSV column get."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import pytest

from datavault_jupyter.base.errors import BadArgument, ValueDoesNotFit

Bench = Any


@pytest.mark.parametrize(
    ("cells", "kind", "values"),
    [
        (["1", "-5"], "BIGINT", [1, -5]),
        (["9223372036854775808", "0"], "UBIGINT", [9223372036854775808, 0]),
        (["18446744073709551616", "-1"], "HUGEINT", [18446744073709551616, -1]),
        (["1" * 40, "1"], "VARCHAR", ["1" * 40, "1"]),
        (["9007199254740993", "2"], "BIGINT", [9007199254740993, 2]),
        (["9007199254740993", "0.5"], "DECIMAL(17,1)", [Decimal("9007199254740993.0"),
                                                        Decimal("0.5")]),
        (["1", "2.5"], "DOUBLE", [1.0, 2.5]),
        (["0.30000000000000004", "1e300"], "DOUBLE", [0.30000000000000004, 1e300]),
        (["1.12345678901234567890", "2.5"], "DECIMAL(21,20)", [Decimal("1.12345678901234567890"),
                                                               Decimal("2.5")]),
        (["0." + "1" * 50, "1"], "VARCHAR", ["0." + "1" * 50, "1"]),
        (["1e400", "1"], "VARCHAR", ["1e400", "1"]),
        (["1e-400", "1.5"], "VARCHAR", ["1e-400", "1.5"]),
        (["1.50", "2.25"], "DOUBLE", [1.5, 2.25]),
        (["007", "1"], "VARCHAR", ["007", "1"]),
        (["007.5", "1.5"], "VARCHAR", ["007.5", "1.5"]),
        (["+1", "1"], "VARCHAR", ["+1", "1"]),
        (["1_000", "1.5"], "VARCHAR", ["1_000", "1.5"]),
        ([" 1", "1"], "VARCHAR", [" 1", "1"]),
        (["1.5 ", "2.5"], "VARCHAR", ["1.5 ", "2.5"]),
        (["1.5\t", "2.5"], "VARCHAR", ["1.5\t", "2.5"]),
        (["0x1F", "1"], "VARCHAR", ["0x1F", "1"]),
        (["true", "FALSE"], "BOOLEAN", [True, False]),
        (["true", "1"], "VARCHAR", ["true", "1"]),
        (["2026-01-02", ""], "DATE", [date(2026, 1, 2), None]),
        (["2026-1-2", "2026-01-02"], "VARCHAR", ["2026-1-2", "2026-01-02"]),
        (["01/02/2026", "13/02/2026"], "VARCHAR", ["01/02/2026", "13/02/2026"]),
        (["2026-01-02", "infinity"], "VARCHAR", ["2026-01-02", "infinity"]),
        (["2026-01-02 03:04:05", "2026-01-02T03:04:05.123456"], "TIMESTAMP",
         [datetime(2026, 1, 2, 3, 4, 5), datetime(2026, 1, 2, 3, 4, 5, 123456)]),  # noqa: DTZ001
        (["2026-01-02 03:04:05.1234567", ""], "VARCHAR", ["2026-01-02 03:04:05.1234567", None]),
        (["2026-01-02 24:00:00", ""], "VARCHAR", ["2026-01-02 24:00:00", None]),
        (["2026-01-02T03:04:05Z", "2026-01-02 03:04:05+00:00"], "TIMESTAMP WITH TIME ZONE",
         ["2026-01-02 03:04:05+00"] * 2),
        (["2026-01-02T03:04:05+02:00", ""], "VARCHAR", ["2026-01-02T03:04:05+02:00", None]),
        (["03:04:05", "23:59:59"], "TIME", [time(3, 4, 5), time(23, 59, 59)]),
        (["", ""], "VARCHAR", [None, None]),
        (["1", '""'], "BIGINT", [1, None]),
        (["x", '""'], "VARCHAR", ["x", ""]),
    ],
)  # fmt: skip
def test_type_of_texts(bench: Bench, cells: list[str], kind: str, values: list[object]) -> None:
    assert bench.column(*cells) == (kind, values)


@pytest.mark.parametrize(
    ("cells", "asked", "values"),
    [
        (["007", " 1 "], "integer", [7, 1]),
        (["1.0", "+2"], "BIGINT", [1, 2]),
        (["1.50", "2"], "DECIMAL(9,2)", [Decimal("1.50"), Decimal("2.00")]),
        (["2026-01-02T03:04:05+02:00"], "TIMESTAMPTZ", ["2026-01-02 01:04:05+00"]),
        (["2026-01-02"], "timestamp", [datetime(2026, 1, 2)]),  # noqa: DTZ001
        (["1", "x"], "text", ["1", "x"]),
        (['"[1, 2]"'], "json", ["[1, 2]"]),
    ],
)
def test_type_asked_for(bench: Bench, cells: list[str], asked: str, values: list[object]) -> None:
    assert bench.column(*cells, types={"x": asked})[1] == values


@pytest.mark.parametrize(
    ("cell", "asked"),
    [("1.5", "integer"), ("300", "TINYINT"), ("0.1234567890123456789", "number"),
     ("1.234", "DECIMAL(9,2)"), ("01/02/2026", "date"), ("2026-01-02 03:04:05Z", "TIMESTAMP"),
     ("{", "json"), ("16777217", "REAL")],
)  # fmt: skip
def test_value_that_does_not_fit_is_named(bench: Bench, cell: str, asked: str) -> None:
    path = bench.write("f.csv", f'n,x\n1,""\n"2\n2",\n\n3,{cell}\n')
    error = bench.refused(path, types={"x": asked})
    assert isinstance(error, ValueDoesNotFit)
    assert "f.csv, line 6" in error.message
    assert repr(cell) in error.message
    assert "'x'" in error.message


@pytest.mark.parametrize(
    "options",
    [{"types": {"y": "text"}}, {"types": {"x": "nonsense"}}, {"columns": ["y"]}, {"columns": []},
     {"columns": {"n": "x"}}, {"columns": ["x", "x"]}, {"delimiter": '"'}, {"encoding": "nope"}],
)  # fmt: skip
def test_options_that_make_no_sense(bench: Bench, options: dict[str, Any]) -> None:
    error = bench.refused(bench.write("o.csv", "n,x\n1,2\n"), **options)
    assert isinstance(error, BadArgument)


def test_notes_name_the_way_out(bench: Bench) -> None:
    loaded = bench.load(bench.write("z.csv", "t\n2026-01-02T03:04:05+02:00\n"))
    assert "TIMESTAMPTZ" in loaded.notes[0].message
