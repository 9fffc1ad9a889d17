"""The files of csv-spectrum, an acid test for readers of CSV, against what they are to become."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

Bench = Any
_SPECTRUM = Path(__file__).parents[3] / "node_modules" / "csv-spectrum"
_FILES = sorted((_SPECTRUM / "csvs").glob("*.csv"))


def _expected(path: Path) -> list[dict[str, str]]:
    made = json.loads((_SPECTRUM / "json" / f"{path.stem}.json").read_text("utf-8"))
    if path.stem == "location_coordinates":
        # Its JSON is no list and has another telephone number than its CSV.
        made = [made | {"Contact Phone Number": "2095257564"}]
    rows: list[dict[str, str]] = made
    return rows


def test_all_files_are_there() -> None:
    assert len(_FILES) == 12


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.stem)
def test_texts_are_those_of_the_file(bench: Bench, path: Path) -> None:
    expected = _expected(path)
    loaded = bench.load(path, types=dict.fromkeys(expected[0], "text"))
    names = loaded.columns.names
    assert [dict(zip(names, row, strict=True)) for row in bench.rows(loaded)] == expected
    assert not loaded.rejects


@pytest.mark.parametrize("path", _FILES, ids=lambda path: path.stem)
def test_typed_values_are_those_of_the_file(bench: Bench, path: Path) -> None:
    loaded = bench.load(path)
    names = loaded.columns.names
    for row, expected in zip(bench.texts(loaded), _expected(path), strict=True):
        for name, value in zip(names, row, strict=True):
            # An empty cell among numbers is a missing one.
            assert value == expected[name] or (value is None and expected[name] == "")
