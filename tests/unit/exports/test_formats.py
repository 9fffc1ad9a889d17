from __future__ import annotations

from pathlib import Path

import pytest

from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.features.exports.writing import format_of


@pytest.mark.parametrize(
    ("file", "given", "expected"),
    [
        ("a.csv", None, "csv"),
        ("a.CSV", None, "csv"),
        ("a.json", None, "json"),
        ("a.ndjson", None, "ndjson"),
        ("a.jsonl", None, "ndjson"),
        ("a.parquet", None, "parquet"),
        ("a.arrow", None, "arrow"),
        ("a.zip", None, "zip"),
        ("a.zip", "zip", "zip"),
        ("a.zip", "zip-json", "zip-json"),
        ("a.zip", "zip_json", "zip-json"),
        ("a.jsonl", "jsonl", "ndjson"),
        ("a", "csv", "csv"),
        ("a.txt", " CSV ", "csv"),
        ("a.2024", "parquet", "parquet"),
    ],
)
def test_format_is_told(file: str, given: str | None, expected: str) -> None:
    assert format_of(Path(file), given).value == expected


@pytest.mark.parametrize(
    ("file", "given"),
    [
        ("a", None),
        ("a.txt", None),
        ("a.csv.gz", None),
        ("a.xlsx", None),
        (".csv", None),
        ("a.csv", "json"),
        ("a.json", "ndjson"),
        ("a.zip", "csv"),
        ("a.csv", "zip"),
        ("a.csv.gz", "csv"),
        ("a.tsv", "csv"),
        ("a.csv", "tsv"),
        ("a.feather", "arrow"),
        ("a.csv", ""),
    ],
)
def test_format_is_refused(file: str, given: str | None) -> None:
    with pytest.raises(BadArgument) as caught:
        format_of(Path(file), given)
    assert caught.value.hint
    assert caught.value.field == "format"


def test_refusal_names_the_formats() -> None:
    with pytest.raises(BadArgument, match="csv, json, ndjson, parquet, arrow, zip or zip-json"):
        format_of(Path("a.csv"), "tsv")
