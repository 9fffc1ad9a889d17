"""What a result hands on: frames in, tables, CSV, dicts and displays out."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import datavault_jupyter as dv
from datavault_jupyter import Vault
from tests.unit.analytics.shapes import CODERS, GWET, KRIPPENDORFF, long, measure, random_table

FRAME = long(KRIPPENDORFF)


class Streaming:
    """Nothing but an Arrow stream."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return pa.table(FRAME).__arrow_c_stream__(requested_schema)


@pytest.mark.parametrize(
    "frame",
    [
        FRAME,
        FRAME.set_index("item"),
        FRAME.astype("category"),
        FRAME.astype({"value": object}),
        pl.from_pandas(FRAME),
        pl.from_pandas(FRAME).lazy(),
        pa.table(FRAME),
        Streaming(),
    ],
    ids=["pandas", "index", "categories", "objects", "polars", "lazy", "arrow", "stream"],
)
def test_frames_of_any_kind(frame: Any) -> None:
    made = dv.agreement(frame, item="item", rater="rater", value="value")
    assert made["krippendorff_alpha"].value == pytest.approx(0.743421, abs=1e-6)


def test_a_relation_of_anybodys_connection() -> None:
    connection = duckdb.connect()
    connection.register("f", FRAME)
    relation = connection.sql('SELECT item AS "the item", rater, value, 1 AS more FROM f')
    made = dv.agreement(relation, item="the item", rater="rater", value="value")
    assert made["krippendorff_alpha"].value == pytest.approx(0.743421, abs=1e-6)


def test_a_dataset_and_its_rows(vault: Vault) -> None:
    ds = vault.import_frame(FRAME.assign(more="x"), name="ratings")
    for frame in (ds, ds.rows(), ds.sql("SELECT * FROM this"), ds.relation()):
        made = dv.agreement(frame, item="item", rater="rater", value="value")
        assert made["krippendorff_alpha"].value == pytest.approx(0.743421, abs=1e-6)
    with pytest.raises(dv.VaultError, match="no column 'rating'"):
        dv.agreement(ds, item="item", rater="rater", value="rating")


def test_names_of_columns_may_be_anything() -> None:
    nasty = FRAME.rename(columns={"item": 'a"b', "rater": "select", "value": "é ü"})
    made = dv.agreement(nasty, item='a"b', rater="select", value="é ü")
    assert made["krippendorff_alpha"].value == pytest.approx(0.743421, abs=1e-6)
    assert 'a""b' in made.sql


def test_a_result_is_a_mapping() -> None:
    result = measure(FRAME)
    assert len(result) == 22
    assert "fleiss_kappa" in result
    assert "kappa" not in result
    with pytest.raises(dv.VaultError, match="no metric 'fleis_kappa'") as caught:
        result["fleis_kappa"]
    assert "fleiss_kappa" in str(caught.value)
    for metric in result.values():
        assert metric.formula
        assert metric.source


def test_out_to_frames_dicts_and_files(tmp_path: Path) -> None:
    result = measure(FRAME)
    frame = result.df()
    assert frame["metric"].tolist() == list(result)
    assert frame.loc[frame["metric"] == "gwet_ac1", "value"].item() == result["gwet_ac1"].value
    assert result.to_dict()["cohen_kappa"]["value"] is None
    path = result.to_csv(tmp_path / "agreement.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = {row["metric"]: row for row in csv.DictReader(file)}
    assert float(rows["fleiss_kappa"]["value"]) == result["fleiss_kappa"].value
    assert rows["cohen_kappa"]["value"] == ""
    with pytest.raises(dv.errors.TargetExists):
        result.to_csv(path)
    assert result.pairs.to_csv(path, overwrite=True).read_text().startswith("first,second,items")


def test_displays_are_bounded_escaped_and_without_scripts() -> None:
    table = [[f"<b>{each}</b>" for each in row] for row in random_table(0, items=300, size=90)]
    result = measure(table)
    shown: list[Any] = [
        result,
        result["gwet_ac1"],
        result.by_category,
        result.disagreed(100),
        result.pairs,
    ]
    for each in shown:
        bundle = each._repr_mimebundle_()
        assert "<script" not in bundle["text/html"]
        assert "<b>" not in bundle["text/html"]
        assert len(bundle["text/html"]) < 60_000
        assert bundle["text/plain"] == repr(each)
    assert "First 30 of 90 rows" in repr(result.by_category)


def test_the_proposal_follows_the_ratings() -> None:
    two = random_table(0, raters=2)
    assert measure(two).proposal.name == "cohen_kappa"
    assert measure(random_table(0, raters=3)).proposal.name == "fleiss_kappa"
    assert measure(random_table(0, gaps=0.3)).proposal.name == "krippendorff_alpha"
    assert measure(two, level="ordinal").proposal.name == "cohen_kappa_quadratic"
    assert measure(two, level="interval").proposal.name == "icc_2_1"
    assert measure(two, level="ratio").proposal.name == "krippendorff_alpha"
    rare = [[0, 0]] * 30 + [[0, 1], [1, 1]]
    proposal = measure(rare).proposal
    assert proposal.name == "gwet_ac1"
    assert "95%" in proposal.why
    assert "Gwet 2008" in proposal.why
    assert "tentative" in measure(GWET)["krippendorff_alpha"].reading


def test_who_pulls_agreement_down_comes_first() -> None:
    table = [[each, each, each, 3 - each] for each in (0, 1, 2, 3, 0, 1)]
    shown = measure(table).leave_one_out("light_kappa")
    assert shown[0]["without"] == "r3"
    assert shown[0]["light_kappa"] == 1.0
    assert shown[1]["change"] < 0


def test_one_answer_after_another() -> None:
    rows = {row["answer"]: row for row in measure(CODERS and KRIPPENDORFF).by_category}
    assert rows[5] == {"answer": 5, "ratings": 3, "share": 3 / 41, "agreement": 1.0, "kappa": 1.0}
    # 3 pairs of 2 on unit 6, where another 2, 1 and 4 were given, are none.
    assert rows[4]["agreement"] == pytest.approx(12 / 15)


def test_nothing_of_the_frame_is_changed() -> None:
    frame = FRAME.copy()
    measure(frame)
    pd.testing.assert_frame_equal(frame, FRAME)
