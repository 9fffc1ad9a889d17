"""What is no number, or endless, is in no mark."""

from pathlib import Path

import duckdb
import pytest

import datavault_jupyter as dv

ENDLESS = ("'nan'::DOUBLE", "'inf'::DOUBLE", "'-inf'::DOUBLE")


def _file(folder: Path, name: str, last: str) -> Path:
    """Numbers from 0 to 29,999 in groups of even and odd ones; the last of all is another."""
    path = folder / f"{name}.parquet"
    duckdb.execute(
        f"COPY (SELECT i % 2 AS side, CASE WHEN i = 29_999 THEN {last} ELSE i END::DOUBLE AS n "
        f"FROM range(30_000) r(i)) TO '{path}' (ROW_GROUP_SIZE 10_240)"
    )
    return path


def _means(dataset: dv.Dataset, **options: str) -> list[dict[str, float]]:
    chart = dataset.chart("bar", x="side", y="mean(n)", **options)
    frame = chart.data.df()
    assert [*frame.columns[:1], *frame.columns[-3:]] == ["x", "y", "y_n", "rows"]
    return [
        {"mean": mean, "numbers": number, "rows": rows}
        for mean, number, rows in zip(frame["y"], frame["y_n"], frame["rows"], strict=True)
    ]


EVEN = {"mean": 14_999.0, "numbers": 15_000, "rows": 15_000}
WITHOUT_LAST = {"mean": 14_999.0, "numbers": 14_999, "rows": 15_000}


@pytest.mark.parametrize("last", ENDLESS)
def test_one_endless_number_is_left_out_of_a_mean(
    vault: dv.Vault, tmp_path: Path, last: str
) -> None:
    dataset = vault.import_file(_file(tmp_path, "numbers", last), name="numbers")
    assert _means(dataset) == [EVEN, WITHOUT_LAST]
    assert _means(dataset, where="n IS NOT NULL") == [EVEN, WITHOUT_LAST]


@pytest.mark.parametrize("last", ENDLESS)
def test_a_number_that_comes_later_is_left_out_too(
    vault: dv.Vault, tmp_path: Path, last: str
) -> None:
    dataset = vault.import_file(_file(tmp_path, "numbers", "i"), name="numbers")
    before = dataset.chart("bar", x="side", y="sum(n)").data.df()["y_n"].tolist()
    dataset.append(_file(tmp_path, "more", last))
    after = dataset.chart("bar", x="side", y="sum(n)").data.df()["y_n"].tolist()
    assert before == [15_000, 15_000]
    assert after == [30_000, 29_999]
