"""Dates whose order of numbers can't be seen: text with a note, or read as the user says."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from datavault_jupyter.base.errors import BadArgument, ValueDoesNotFit
from tests.examples import examples

Bench = Any
_TEXT = "Column 'x' holds dates in an order that can't be seen and stays text; "
_ONLY = "all of them fit {} first only, which date_order='{}' reads."


def _at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("cells", "note"),
    [
        (["3/4/2026", "5/4/2026"], "date_order='dmy' or 'mdy' says how they are meant."),
        (["3/4/2026", "13/4/2026"], _ONLY.format("day", "dmy")),
        (["3/4/2026", "4/13/2026"], _ONLY.format("month", "mdy")),
        (["2026/3/4", "2026/13/4"], "in no order are all of them days of the calendar."),
        (["14/4/2026", "4/14/2026"], "in no order are all of them days of the calendar."),
        (["3.4.2026 10:00", "4.4.2026 7:30"], "date_order='dmy' or 'mdy' says how they are meant."),
        (["3/4/2026", "NA"], "date_order='dmy' or 'mdy' says how they are meant."),
    ],
)  # fmt: skip
def test_they_stay_text_and_it_is_said(bench: Bench, cells: list[str], note: str) -> None:
    text = "n,x\n" + "".join(f"{at},{cell}\n" for at, cell in enumerate(cells))
    path = bench.write("d.csv", text)
    loaded = bench.load(path)
    assert loaded.columns.named("x").type == "VARCHAR"
    assert [row[1] for row in bench.rows(loaded)] == cells
    assert [each.message for each in loaded.notes] == [_TEXT + note]
    assert _TEXT + note in [each.message for each in bench.preview(path).notes]


def test_all_rows_are_looked_at_for_the_note(bench: Bench) -> None:
    lines = "".join(f"{at},3/4/2026\n" for at in range(3_000))
    loaded = bench.load(bench.write("d.csv", f"n,x\n{lines}3000,13/4/2026\n"))
    assert "day first only" in loaded.notes[0].message
    loaded = bench.load(bench.write("d.csv", f"n,x\n{lines}3000,soon\n"))
    assert not loaded.notes


@pytest.mark.parametrize(
    ("order", "cells", "kind", "values"),
    [
        ("dmy", ["3/4/2026", "13/4/2026"], "DATE", [date(2026, 4, 3), date(2026, 4, 13)]),
        ("mdy", ["3/4/2026", "4/13/2026"], "DATE", [date(2026, 3, 4), date(2026, 4, 13)]),
        ("ymd", ["2026/3/4", "2026/12/31"], "DATE", [date(2026, 3, 4), date(2026, 12, 31)]),
        ("dmy", ["03.04.2026", "3-4-2026"], "DATE", [date(2026, 4, 3)] * 2),
        ("dmy", ["29/2/2024", ""], "DATE", [date(2024, 2, 29), None]),
        ("dmy", ["3/4/2026", "NA"], "DATE", [date(2026, 4, 3), None]),
        ("dmy", ["3/4/2026 7:05", "3/4/2026 17:05:09.25"], "TIMESTAMP",
         [_at(2026, 4, 3, 7, 5), _at(2026, 4, 3, 17, 5, 9, 250_000)]),
        ("mdy", ["3/4/2026 5:06 PM", "3/4/2026 12:06:07 am"], "TIMESTAMP",
         [_at(2026, 3, 4, 17, 6), _at(2026, 3, 4, 0, 6, 7)]),
        ("mdy", ["3/4/2026T05:06", "3/4/2026T05:07"], "TIMESTAMP",
         [_at(2026, 3, 4, 5, 6), _at(2026, 3, 4, 5, 7)]),
    ],
)  # fmt: skip
def test_they_are_read_in_the_order_asked_for(
    bench: Bench, order: str, cells: list[str], kind: str, values: list[Any]
) -> None:
    assert bench.column(*cells, date_order=order) == (kind, values)


@pytest.mark.parametrize(
    ("order", "cells"),
    [
        ("dmy", ["2026/3/4"]),
        ("ymd", ["3/4/2026"]),
        ("dmy", ["3/4/26"]),
        ("dmy", ["3/4.2026"]),
        ("dmy", ["3/4/2026", "3/4/2026 10:00"]),
        ("dmy", ["3/4/2026", "soon"]),
        ("dmy", ["3/4/2026 25:00 PMX"]),
    ],
)
def test_other_texts_stay_texts(bench: Bench, order: str, cells: list[str]) -> None:
    assert bench.column(*cells, date_order=order) == ("VARCHAR", cells)


@pytest.mark.parametrize("late", [0, 3_000])
@pytest.mark.parametrize("cell", ["4/13/2026", "31/4/2026", "0/4/2026", "29/2/2025"])
def test_a_day_that_is_none_is_refused_with_its_line(bench: Bench, cell: str, late: int) -> None:
    lines = "".join(f"{at},3/4/2026\n" for at in range(late))
    path = bench.write("d.csv", f"n,x\n{lines}1,3/4/2026\n2,{cell}\n")
    error = bench.refused(path, date_order="dmy")
    assert isinstance(error, ValueDoesNotFit)
    assert error.message == (
        f"d.csv, line {late + 3:,}: {cell!r} in column 'x' is not exactly held by DATE in the "
        "order 'dmy'."
    )
    assert error.field == "x"


def test_a_time_that_is_none_is_refused(bench: Bench) -> None:
    path = bench.write("d.csv", "n,x\n1,3/4/2026 7:00 PM\n2,3/4/2026 13:00 PM\n")
    assert "line 3: '3/4/2026 13:00 PM'" in bench.refused(path, date_order="dmy").message


def test_a_type_that_was_asked_for_is_read_in_the_order(bench: Bench) -> None:
    path = bench.write("d.csv", "n,x\n1,3/4/2026\n2,2026-04-05\n")
    assert isinstance(bench.refused(path, types={"x": "date"}), ValueDoesNotFit)
    kinds, rows = bench.table(path, date_order="dmy", types={"x": "date"})
    assert (kinds["x"], rows) == ("DATE", [(1, date(2026, 4, 3)), (2, date(2026, 4, 5))])


def test_iso_dates_need_no_order(bench: Bench) -> None:
    values = [date(2026, 3, 4)]
    assert bench.column("2026-03-04") == ("DATE", values)
    assert bench.column("2026-03-04", date_order="dmy") == ("DATE", values)


def test_an_order_that_is_none(bench: Bench) -> None:
    with pytest.raises(BadArgument):
        bench.column("3/4/2026", date_order="ydm")


@given(
    days=st.lists(st.dates(date(1, 1, 1)), min_size=1, max_size=8),
    order=st.sampled_from(["dmy", "mdy", "ymd"]),
    mark=st.sampled_from("/.-"),
    is_padded=st.booleans(),
)
@settings(max_examples=examples(40), deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
def test_days_come_back_as_they_were_written(
    long_bench: Bench, days: list[date], order: str, mark: str, *, is_padded: bool
) -> None:
    cells = [
        mark.join(
            f"{day.year:04}" if part == "y" else
            f"{day.month if part == 'm' else day.day:0{2 if is_padded else 1}}"
            for part in order
        )
        for day in days
    ]  # fmt: skip
    assert long_bench.column(*cells, date_order=order) == ("DATE", days)
