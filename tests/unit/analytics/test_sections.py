"""Agreement on a dataset's answers, and what the tab is told of it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import datavault_jupyter as dv
from datavault_jupyter import Dataset, Vault
from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.features.analytics.sections.args import (
    DisagreedArgs,
    FieldArgs,
    GroupsArgs,
    RowsArgs,
    SectionArgs,
)
from tests.unit.analytics.rated import asked, imported, table


def lines(vault: Vault, dataset: Dataset) -> dict[str, Any]:
    made = asked(vault, "agreement", SectionArgs(dataset.id))
    return {each.field: each for each in made.fields}


def test_each_field_has_the_numbers_of_its_frame(vault: Vault) -> None:
    frame = table(0)
    dataset = imported(vault, frame)
    found = lines(vault, dataset)
    levels = {"stars": "ordinal", "score": "interval", "fine": "nominal", "label": "ordinal"}
    orders = {"label": ["bad", "odd", "good"]}
    dataset.analytics.set_field("label", order=orders["label"])
    found = lines(vault, dataset)
    for field, level in levels.items():
        given = frame.dropna(subset=[field])
        known = dv.agreement(
            given, item="item", rater="rater", value=field, level=level, order=orders.get(field)
        )
        line = found[field]
        assert (line.level, line.metric) == (level, "krippendorff_alpha")
        assert line.value == pytest.approx(known["krippendorff_alpha"].value, abs=1e-12)
        assert (line.low, line.high) == pytest.approx(known["krippendorff_alpha"].interval)
        assert line.agree == pytest.approx(known["percent_agreement_pairwise"].value, abs=1e-12)
        assert (line.item_count, line.single_count) == (
            known.overlap.item_count,
            known.overlap.single_count,
        )
        same = dataset.analytics.agreement(field)
        assert same["krippendorff_alpha"].value == line.value
    assert "items have 2 or more answers" in found["stars"].ground
    assert dataset.analytics.agreement("stars", level="nominal").level == "nominal"


def test_the_sql_runs_over_the_answers(vault: Vault) -> None:
    frame = table(1)
    dataset = imported(vault, frame)
    first, second = dataset.analytics.agreement("stars").sql.split(";\n")[:2]
    counts = dataset.analytics.sql(first).df()
    assert counts["n"].sum() == len(frame)
    pairs = dataset.analytics.sql(second).df()
    overlap = dataset.analytics.agreement("stars").overlap
    assert pairs["n"].sum() == overlap.pair_count


def test_a_paradox_is_named(vault: Vault) -> None:
    rows = [(f"i{at}", rater, at != 0 or rater != "x") for at in range(20) for rater in "xyz"]
    dataset = vault.import_frame(pd.DataFrame(rows, columns=["item", "rater", "ok"]), name="d")
    dataset.analytics.map(item="item", rater="rater", values=["ok"])
    line = lines(vault, dataset)["ok"]
    # Nearly all are the same: AC1 fits, and does not fall into the trap.
    assert line.metric == "gwet_ac1"
    assert line.remark == ""
    rows = [(f"i{at}", rater, (at + ord(rater)) % 8 > 0) for at in range(32) for rater in "xyz"]
    frame = pd.DataFrame(rows, columns=["item", "rater", "ok"])
    dataset = vault.import_frame(frame, name="e")
    dataset.analytics.map(item="item", rater="rater", values=["ok"])
    line = lines(vault, dataset)["ok"]
    assert (line.metric, line.agree) == ("fleiss_kappa", 0.75)
    assert line.value < 0.2
    assert "since 88% of answers are “yes”" in line.remark


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("a", "x", 1), ("b", "x", 2)], "None of 2 items has 2 or more answers."),
        ([("a", "x", 1), ("b", "y", 2)], "None of 2 items has 2 or more answers."),
        ([("a", "x", 1), ("a", "y", 1), ("b", "x", 1), ("b", "y", 1)], "2 items with 2 answers"),
    ],
    ids=["one rater", "no overlap", "no variation"],
)
def test_what_can_not_be_said_has_a_reason(
    vault: Vault, rows: list[tuple[str, str, int]], words: str
) -> None:
    frame = pd.DataFrame(rows, columns=["item", "rater", "stars"])
    dataset = vault.import_frame(frame, name="few")
    dataset.analytics.map(item="item", rater="rater", values=["stars"])
    dataset.analytics.set_field("stars", kind="rating")
    line = lines(vault, dataset)["stars"]
    assert line.value is None
    assert line.meaning == f"Undefined: {line.reason}"
    assert words in line.ground
    matrix = asked(vault, "matrix", FieldArgs(dataset.id, field="stars"))
    assert bool(matrix.reason) == (not matrix.pairs)
    told = asked(vault, "disagreed", DisagreedArgs(dataset.id, field="stars"))
    assert told.items == ()
    assert told.reason
    detail = asked(vault, "coefficients", FieldArgs(dataset.id, field="stars"))
    assert all(each.value is not None or each.reason for each in detail.coefficients)


def test_nothing_is_measured_before_columns_are_known(vault: Vault) -> None:
    dataset = vault.import_frame(pd.DataFrame({"a": [1, 2, 2], "b": [1, 2, 1]}), name="plain")
    with pytest.raises(BadArgument, match="Nothing says what was rated"):
        dataset.analytics.agreement("a")
    with pytest.raises(BadArgument, match="Nothing says what was rated"):
        asked(vault, "agreement", SectionArgs(dataset.id))


def test_the_last_of_two_answers_counts(vault: Vault) -> None:
    frame = pd.DataFrame(
        [
            ("a", "x", 5, "2026-01-02"), ("a", "x", 1, "2026-01-01"), ("a", "y", 5, "2026-01-01"),
            ("b", "x", 2, "2026-01-01"), ("b", "y", 2, "2026-01-01"), ("c", "x", 1, "2026-01-01"),
            ("c", "y", 1, "2026-01-01"),
        ],
        columns=["item", "rater", "stars", "at"],
    )  # fmt: skip
    frame["at"] = pd.to_datetime(frame["at"], utc=True)
    dataset = vault.import_frame(frame, name="twice")
    dataset.analytics.map(item="item", rater="rater", values=["stars"], submitted_at="at")
    assert dataset.analytics.agreement("stars")["percent_agreement_pairwise"].value == 1.0
    first = dataset.analytics.agreement("stars", duplicates="mean")
    assert first["percent_agreement_pairwise"].value == pytest.approx(2 / 3)
    assert lines(vault, dataset)["stars"].notes == (
        "Where somebody answered twice, the last answer counts.",
    )
    with pytest.raises(BadArgument, match="rated the item"):
        dataset.analytics.agreement("stars", duplicates="refuse")


def test_the_matrix_and_the_most_disagreed(vault: Vault) -> None:
    frame = table(2)
    dataset = imported(vault, frame)
    matrix = asked(vault, "matrix", FieldArgs(dataset.id, field="stars"))
    assert matrix.label == "weighted κ"
    busiest = frame.groupby("rater").size()
    assert matrix.raters[0].key == busiest.idxmax()
    known = dataset.analytics.agreement("stars")
    square = {row.pop("rater"): row for row in known.matrix("weighted_kappa")}
    shared = {row.pop("rater"): row for row in known.matrix("items")}
    assert len(matrix.pairs) == 10
    for pair in matrix.pairs:
        one, other = matrix.raters[pair.one].key, matrix.raters[pair.other].key
        assert pair.kappa == square[one][other]
        assert pair.item_count == shared[one][other]
    told = asked(vault, "disagreed", DisagreedArgs(dataset.id, field="stars", limit=3)).items
    assert [each.item for each in told] == [row["item"] for row in known.disagreed(3)]
    for each in told:
        own = frame[frame["item"] == each.item].set_index("rater")["stars"]
        assert {side.rater: side.value for side in each.answers} == {
            rater: str(value) for rater, value in own.items()
        }
        assert each.row == frame.index[frame["item"] == each.item].min()
    nominal = asked(vault, "matrix", FieldArgs(dataset.id, field="fine"))
    assert nominal.label == "Cohen’s κ"


def test_rows_behind_a_number(vault: Vault) -> None:
    frame = table(3)
    dataset = imported(vault, frame)
    one = asked(vault, "rows", RowsArgs(dataset.id, raters=("r0",)))
    counted = asked(vault, "rows", RowsArgs(dataset.id, raters=("r0", "r1")))
    item = asked(vault, "rows", RowsArgs(dataset.id, items=("i00",)))
    assert one.reason == counted.reason == item.reason == ""

    def rows(made: Any) -> pd.DataFrame:
        from datavault_jupyter.features.content.records import ContentQuery

        service = vault._services.evaluation
        return service.rows(dataset._record, which=ContentQuery(made.filter)).df()

    assert set(rows(one)["rater"]) == {"r0"}
    assert len(rows(one)) == (frame["rater"] == "r0").sum()
    both = set(frame[frame["rater"] == "r0"]["item"]) & set(frame[frame["rater"] == "r1"]["item"])
    assert set(rows(counted)["item"]) == both
    assert counted.row_count == len(both)
    assert set(rows(item)["item"]) == {"i00"}


def test_a_column_for_each_rater(vault: Vault) -> None:
    wide = pd.DataFrame(
        {
            "text": list("abcdef"),
            "rater_1": [1, 2, 3, 4, 5, None],
            "rater_2": [1, 2, 3, 3, 5, 2],
            "rater_3": [2, 2, 3, 4, None, 1],
        }
    )
    dataset = vault.import_frame(wide, name="wide")
    long = wide.melt("text", var_name="who", value_name="rating").dropna()
    known = dv.agreement(long, item="text", rater="who", value="rating", level="ordinal")
    found = dataset.analytics.agreement("rating")
    assert found["krippendorff_alpha"].value == pytest.approx(known["krippendorff_alpha"].value)
    people = {row["contributor"]: row for row in dataset.analytics.contributors()}
    assert {name: row["answers"] for name, row in people.items()} == {
        "rater_1": 5, "rater_2": 6, "rater_3": 5,
    }  # fmt: skip
    assert people["rater_3"]["mean_rating"] == pytest.approx(2.4)
    both = asked(vault, "rows", RowsArgs(dataset.id, raters=("rater_1", "rater_2")))
    assert [(part.op, part.column) for part in both.filter.parts] == [
        ("not_null", "rater_1"), ("not_null", "rater_2"),
    ]  # fmt: skip
    first = asked(vault, "disagreed", DisagreedArgs(dataset.id, field="rating")).items[0]
    assert first.label == wide["text"][first.row]


def test_odd_names(vault: Vault) -> None:
    frame = pd.DataFrame(
        {
            "select": ["x", "x", "y", "y"],
            'ra"ter': ['a"b', "select", 'a"b', "select"],
            "group by 'é'": [1, 2, 2, 2],
            "item": ["g", "h", "g", "g"],
        }
    )
    dataset = vault.import_frame(frame, name="odd")
    value = "group by 'é'"
    dataset.analytics.map(item="select", rater='ra"ter', values=[value, "item"])
    found = dataset.analytics.agreement(value)
    assert found["percent_agreement_pairwise"].value == 0.5
    assert len(dataset.analytics.sql(found.sql.split(";")[0]).fetchall()) == 3
    people = dataset.analytics.contributors(value)
    assert people[0]["contributor"] == 'a"b'
    assert len(dataset.analytics.sql(people.sql.split(";")[0]).fetchall()) == 2
    told: Any = dataset.analytics.comparison(value, by="item")
    assert told[0]["difference"] == pytest.approx(-1 / 3)
    groups = asked(vault, "groups", GroupsArgs(dataset.id, field=value, group="item"))
    assert len(dataset.analytics.sql(groups.sql.rstrip().rstrip(";")).fetchall()) == 3
