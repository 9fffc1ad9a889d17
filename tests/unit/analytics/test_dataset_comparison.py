"""Comparison on a dataset's answers; nobody without a role is told anything."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import datavault_jupyter as dv
from datavault_jupyter import Vault
from datavault_jupyter.access import OrgRole
from datavault_jupyter.base.errors import BadArgument, DatasetNotFound, NotAllowed
from datavault_jupyter.features.analytics.evaluation.records import GivenColumn
from datavault_jupyter.features.analytics.sections.args import (
    ComparisonArgs,
    ContributorsArgs,
    DisagreedArgs,
    FieldArgs,
    GroupsArgs,
    RowsArgs,
    SectionArgs,
)
from datavault_jupyter.features.analytics.sections.comparing import NO_MODELS, guessed
from tests.unit.analytics.rated import BETTER, ONE, OTHER, PROMPT, asked, collected, imported, table
from tests.unit.pipelines.test_permissions import lose_role


def duels(vault: Vault) -> dv.Pipeline:
    models = [("atlas", "birch"), ("birch", "atlas"), ("atlas", "cedar"), ("cedar", "birch")] * 3
    picks = ["Answer A", "Answer B", "tie", "Answer B", "Answer A", "Answer A"] * 2
    given = [
        {"prompt": f"Question {at}", "model_a": one, "model_b": other}
        for at, (one, other) in enumerate(models)
    ]
    answers = [{"ana": {"better": pick}, "bo": {"better": "Answer A"}} for pick in picks]
    return collected(vault, answers, fields=[PROMPT, ONE, OTHER, BETTER], given=given)


def test_who_wins_is_guessed_by_columns(vault: Vault) -> None:
    pipeline = duels(vault)
    found: Any = pipeline.dataset.analytics.comparison()
    rows = (
        pipeline.answer_rows()
        .df()
        .merge(pipeline.dataset.df()[["task_id", "model_a", "model_b"]], on="task_id")
    )
    rows["winner"] = rows.apply(
        lambda row: {"Answer A": row["model_a"], "Answer B": row["model_b"]}.get(
            row["better"], "tie"
        ),
        axis=1,
    )
    known = dv.comparison(rows, first="model_a", second="model_b", winner="winner")
    assert found.models.rows == known.models.rows
    assert found.strengths().rows == known.strengths().rows
    told = asked(vault, "comparison", ComparisonArgs(pipeline.dataset.id))
    (pair,) = told.pairwise
    assert (pair.first, pair.second) == ("model_a", "model_b")
    assert {each.name: each.strength for each in pair.models} == {
        row["model"]: row["strength"] for row in known.strengths()
    }
    rates = {row["model"]: row for row in known.matrix()}
    for cell in pair.cells:
        one, other = pair.models[cell.one].name, pair.models[cell.other].name
        assert cell.rate == pytest.approx(rates[one][other])
    assert (pair.position.first_wins, pair.position.second_wins) == (
        known.position.first_wins,
        known.position.second_wins,
    )
    for method in ("davidson", "elo"):
        args = ComparisonArgs(pipeline.dataset.id, method=method)
        (other,) = asked(vault, "comparison", args).pairwise
        table = known.elo(shuffles=100) if method == "elo" else known.strengths(method)
        column = "rating" if method == "elo" else "strength"
        assert {each.name: each.strength for each in other.models} == {
            row["model"]: pytest.approx(row[column]) for row in table
        }
        assert other.method_words.startswith(method.capitalize())
    with pytest.raises(BadArgument, match="luck"):
        asked(vault, "comparison", ComparisonArgs(pipeline.dataset.id, method="luck"))
    changed = asked(vault, "comparison", ComparisonArgs(pipeline.dataset.id, first="model_b",
                                                        second="model_a"))  # fmt: skip
    assert changed.pairwise[0].first == "model_b"
    with pytest.raises(BadArgument, match="moons"):
        pipeline.dataset.analytics.comparison(first="moons", second="model_b")


def test_without_columns_the_places_are_compared(vault: Vault) -> None:
    answers = [{"ana": {"better": "Answer A"}}, {"ana": {"better": "Answer B"}}] * 2
    pipeline = collected(vault, answers, fields=[PROMPT, BETTER])
    (pair,) = asked(vault, "comparison", ComparisonArgs(pipeline.dataset.id)).pairwise
    assert {each.name for each in pair.models} == {"Answer A", "Answer B"}
    assert pair.notes[0] == NO_MODELS
    assert pair.position.share == 0.5


def test_imported_duels_and_rankings(vault: Vault) -> None:
    rows = [("a", "b", "model_a"), ("b", "a", "model_a"), ("a", "b", "tie"), ("a", "b", "model_b")]
    frame = pd.DataFrame(rows, columns=["model_a", "model_b", "winner"])
    dataset = vault.import_frame(frame, name="arena")
    dataset.analytics.map(first="model_a", second="model_b", winner="winner")
    found: Any = dataset.analytics.comparison()
    known = dv.comparison(frame, first="model_a", second="model_b", winner="winner")
    assert found.models.rows == known.models.rows
    options = ["red", "green", "blue"]
    order = dv.Field("order", "ranking", options=options)
    orders = [["red", "green", "blue"], ["red", "blue", "green"], ["green", "red", "blue"]]
    answers = [{"ana": {"order": each}} for each in orders]
    pipeline = collected(vault, answers, fields=[PROMPT, order])
    made: Any = pipeline.dataset.analytics.comparison()
    assert [(row["model"], round(row["mean_rank"], 2)) for row in made] == [
        ("red", 1.33), ("green", 2.0), ("blue", 2.67),
    ]  # fmt: skip
    (ranks,) = asked(vault, "comparison", ComparisonArgs(pipeline.dataset.id)).rankings
    assert [round(each.first_share, 2) for each in ranks.models] == [0.67, 0.33, 0.0]


def test_a_field_by_a_column(vault: Vault) -> None:
    frame = table(7)
    frame["site"] = frame["item"].str[-1].map(lambda digit: "north" if digit < "5" else "south")
    dataset = imported(vault, frame)
    for field in ("stars", "fine", "label"):
        known = dv.group_comparison(frame, group="site", value=field)
        found: Any = dataset.analytics.comparison(field, by="site")
        assert found.rows == known.rows
    (pair,) = asked(vault, "groups", GroupsArgs(dataset.id, field="stars", group="site")).pairs
    row = dv.group_comparison(frame, group="site", value="stars")[0]
    assert (pair.first, pair.difference, pair.effect) == (
        "north",
        row["difference"],
        row["hedges_g"],
    )
    told = asked(vault, "comparison", ComparisonArgs(dataset.id))
    assert "site" in told.columns
    with pytest.raises(BadArgument, match="neither a pairwise field"):
        dataset.analytics.comparison("stars")
    with pytest.raises(BadArgument, match="no column"):
        dataset.analytics.comparison("stars", by="moons")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["model_a", "model_b", "prompt"], ("model_a", "model_b")),
        (["a", "b"], ("a", "b")),
        (["left_model", "right_model", "a", "b"], ("left_model", "right_model")),
        (["Response 1", "Response 2"], ("Response 1", "Response 2")),
        (["model_a", "prompt"], None),
        (["apple", "banana"], None),
    ],
)
def test_columns_are_guessed(names: list[str], expected: tuple[str, str] | None) -> None:
    found = guessed([GivenColumn(each, each, "VARCHAR") for each in names])
    assert (found and tuple(each.name for each in found)) == expected


def test_nobody_without_a_role_is_told(vault: Vault) -> None:
    pipeline = duels(vault)
    named = pipeline.dataset.id
    calls = {
        "agreement": SectionArgs(named),
        "matrix": FieldArgs(named, field="better"),
        "disagreed": DisagreedArgs(named, field="better"),
        "coefficients": FieldArgs(named, field="better"),
        "contributors": ContributorsArgs(named),
        "comparison": ComparisonArgs(named),
        "groups": GroupsArgs(named, field="better", group="model_a"),
        "rows": RowsArgs(named),
    }
    from datavault_jupyter.features.analytics.sections.service import Wish

    record, service = pipeline.dataset._record, vault._services.sections
    lose_role(vault, OrgRole.CONTRIBUTOR)
    for op, args in calls.items():
        with pytest.raises((NotAllowed, DatasetNotFound)):
            asked(vault, op, args)
    for do in (
        lambda: service.table(Wish(record)),
        lambda: service.contributors(Wish(record)),
        lambda: service.activity(record),
    ):
        with pytest.raises(NotAllowed):
            do()
