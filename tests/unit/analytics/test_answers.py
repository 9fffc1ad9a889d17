"""Whose answers are summed up: those of a pipeline that count, or rows as a mapping says."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pandas as pd
import pytest

import datavault_jupyter as dv
from datavault_jupyter import Vault
from datavault_jupyter.access import OrgRole
from datavault_jupyter.base.errors import BadArgument, NotAllowed
from datavault_jupyter.features.analytics.evaluation.records import Mapping, RatedKind
from datavault_jupyter.features.content.records import ContentQuery
from datavault_jupyter.storage.filters import Filter, Op
from tests.unit.pipelines.test_permissions import lose_role

FIELDS = [
    dv.Field("prompt", "short_text", source="given"),
    dv.Field("item", "rating"),
    dv.Field("is_right", "boolean", is_optional=True),
    dv.Field("better", "pairwise", first="A", second="B", is_optional=True),
    dv.Field("order", "ranking", options=["x", "y"], is_optional=True),
    dv.Field("tags", "select", options=["p", "q"], is_multiple=True, is_optional=True),
    dv.Field("why", "long_text", is_optional=True),
    dv.Field("proof", "file", is_optional=True),
]


@pytest.fixture
def pipeline(vault: Vault) -> dv.Pipeline:
    node = dv.Subtask("rate", fields=FIELDS, overlap=2)
    made = vault.pipelines.create("Scores", nodes=[node]).activate()
    made.add_tasks([{"prompt": f"prompt {at % 2}"} for at in range(4)])
    return made


def answer(pipeline: dv.Pipeline, who: str, score: int, **more: Any) -> None:
    pipeline.claim(contributor=who)[0].submit({"item": score, **more})


def test_only_answers_to_finished_tasks_count_and_it_is_said(pipeline: dv.Pipeline) -> None:
    analytics = pipeline.dataset.analytics
    assert analytics.summary()["item"].block.reason == "No answers yet."
    answer(pipeline, "ana", 4)
    assert analytics.summary().answer_count == 0
    answer(pipeline, "bo", 2)
    made = analytics.summary()
    assert (made.answer_count, made.item_count, made.rater_count) == (2, 1, 2)
    assert made.evaluation.words == "tasks where 'status' is finished"
    assert made["item"].block.mean == 3
    answer(pipeline, "ana", 5)
    assert analytics.summary().answer_count == 2
    assert analytics.summary(where="true").answer_count == 3


def test_a_filter_is_on_tasks_as_in_the_grid(pipeline: dv.Pipeline, vault: Vault) -> None:
    for score in range(1, 5):
        answer(pipeline, "ana", score)
        answer(pipeline, "bo", score)
    analytics = pipeline.dataset.analytics
    assert analytics.summary(where="prompt = 'prompt 0'")["item"].block.mean == 2
    condition = Filter(Op.EQ, "prompt", ("prompt 1",))
    service = vault._services.evaluation
    record = vault._services.datasets.get(pipeline.dataset.id)
    found = service.evaluation(record, ContentQuery(condition))
    assert (found.answer_count, found.blocks[0].mean) == (4, 3)
    found = service.evaluation(record, ContentQuery(search="PROMPT 1"))
    assert found.answer_count == 4
    by = analytics.summary("item", by="prompt")["item"]
    assert {row["prompt"]: row["mean"] for row in by} == {"prompt 0": 2.0, "prompt 1": 3.0}


def test_a_field_may_be_called_as_a_column_of_answers_is(pipeline: dv.Pipeline) -> None:
    answer(pipeline, "ana", 4)
    answer(pipeline, "bo", 5)
    rows = pipeline.dataset.analytics.answers().df()
    assert set(rows["item_1"]) == {4, 5}
    assert rows["item"].str.startswith("tsk_").all()
    assert rows["seconds"].ge(0).all()
    assert set(rows["rater"]) == {"ana", "bo"}


def test_answers_that_were_sent_back_are_gone(vault: Vault) -> None:
    nodes = [dv.Subtask("rate", fields=[dv.Field("score", "rating")]), dv.Review("check")]
    pipeline = vault.pipelines.create("Reviewed", nodes=nodes).activate()
    pipeline.add_tasks([{}])
    pipeline.claim(contributor="ana")[0].submit({"score": 1})
    everything = pipeline.dataset.analytics
    assert everything.summary(where="true")["score"].block.mean == 1
    pipeline.claim(contributor="bo")[0].send_back("look again")
    assert everything.summary(where="true").answer_count == 0
    pipeline.claim(contributor="ana")[0].submit({"score": 5})
    pipeline.claim(contributor="bo")[0].approve()
    assert everything.summary()["score"].block.mean == 5


def test_each_kind_of_field_has_its_numbers(pipeline: dv.Pipeline) -> None:
    given: list[dict[str, Any]] = [
        {"is_right": True, "better": "A", "order": ["x", "y"], "tags": ["p", "q"], "why": "abc"},
        {"is_right": False, "better": "B", "order": ["y", "x"], "tags": [], "why": ""},
        {"better": "A", "order": ["x", "y"]},
        {"better": "tie"},
    ]
    for at, values in enumerate(given):
        answer(pipeline, "ana" if at % 2 else "bo", 3, **values)
    made = pipeline.dataset.analytics.summary()
    assert made.fields == ["item", "is_right", "better", "order", "tags", "why"]
    right, better, order, tags, why = (made[name].block for name in made.fields[1:])
    assert (right.rate, right.count, right.missing_count) == (0.5, 2, 2)
    assert [(each.label, each.count) for each in better.categories] == [
        ("A", 2), ("Tie", 1), ("B", 1),
    ]  # fmt: skip
    assert better.position is not None
    assert better.position.first_count == 2
    assert better.position.share == pytest.approx(2 / 3)
    assert [(each.option, each.first_count) for each in order.options] == [("x", 2), ("y", 1)]
    assert [each.mean_rank for each in order.options] == pytest.approx([4 / 3, 5 / 3])
    assert [(each.value, each.count, each.share) for each in tags.categories] == [
        ("p", 1, 0.5), ("q", 1, 0.5),
    ]  # fmt: skip
    assert tags.notes == ("1 answer chose nothing.",)
    assert (why.unit, why.mean, why.count) == ("characters", 1.5, 2)


def test_a_field_asked_at_one_step_is_not_missing_at_another(vault: Vault) -> None:
    nodes = [
        dv.Subtask("first", fields=[dv.Field("score", "rating")]),
        dv.Subtask("second", fields=[dv.Field("note", "short_text")]),
    ]
    pipeline = vault.pipelines.create("Two", nodes=nodes).activate()
    pipeline.add_tasks([{}])
    pipeline.claim(contributor="ana")[0].submit({"score": 3})
    pipeline.claim(contributor="bo")[0].submit({"note": "x"})
    made = pipeline.dataset.analytics.summary()
    assert made.answer_count == 2
    assert [made[name].block.missing_count for name in ("score", "note")] == [0, 0]


def test_a_frozen_and_a_completed_dataset_keep_their_answers(pipeline: dv.Pipeline) -> None:
    answer(pipeline, "ana", 4)
    answer(pipeline, "bo", 5)
    before = pipeline.dataset.analytics.summary()
    pipeline.complete()
    after = pipeline.dataset.analytics.summary()
    assert not pipeline.dataset.known.is_live
    assert [each.block for each in after] == [each.block for each in before]


def test_new_answers_are_there_at_once_and_only_they_are_fetched(pipeline: dv.Pipeline) -> None:
    analytics = pipeline.dataset.analytics
    for score in (1, 2, 3):
        answer(pipeline, "ana", score)
        answer(pipeline, "bo", score)
        assert analytics.summary()["item"].block.mean == (1 + score) / 2
    pipeline.revert(pipeline.dataset.df(["task_id"])["task_id"].iloc[0], node="rate")
    assert analytics.summary(where="true")["item"].block.mean == 2.5


def test_the_order_of_a_choice_can_be_set(pipeline: dv.Pipeline) -> None:
    analytics = pipeline.dataset.analytics
    answer(pipeline, "ana", 4, tags=["q"])
    analytics.set_field("tags", order=["q", "p"])
    block = analytics.summary("tags", where="true")["tags"].block
    assert [each.value for each in block.categories] == ["q", "p"]
    with pytest.raises(BadArgument, match="no field 'tag'"):
        analytics.set_field("tag", order=["q"])
    with pytest.raises(BadArgument):
        analytics.set_field("tags", kind="nonsense")
    analytics.map()
    block = analytics.summary("tags", where="true")["tags"].block
    assert [each.value for each in block.categories] == ["p", "q"]


LONG = pd.DataFrame(
    {
        "text_id": ["t1", "t1", "t2", "t2"],
        "annotator": ["ana", "bo", "ana", "bo"],
        "quality": [4, 5, 1, 2],
        "is_safe": [True, False, True, True],
        "comment": ["a long remark about it", "another one", "no", "yes, and so on"],
        "rated_at": pd.date_range("2026-01-01", periods=4),
    }
)


def test_long_tables_are_recognised(vault: Vault) -> None:
    mapping = vault.import_frame(LONG, name="long").analytics.mapping
    assert (mapping.item, mapping.rater, mapping.submitted_at) == (
        "text_id", "annotator", "rated_at",
    )  # fmt: skip
    assert asdict(mapping)["values"] == ("quality", "is_safe")
    assert mapping.is_guessed


@pytest.mark.parametrize(
    "names",
    [
        ["rater_1", "rater_2", "rater_3"],
        ["Rater A", "Rater B"],
        ["annotator1", "annotator2"],
        ["rating_ana", "rating_bo"],
        ["ana_score", "bo_score"],
        ["R1", "R2"],
    ],
)
def test_wide_tables_are_recognised(vault: Vault, names: list[str]) -> None:
    frame = pd.DataFrame({"id": [1, 2, 3], **{name: [1, None, 3] for name in names}})
    frame["topic"] = ["x", "y", "x"]
    analytics = vault.import_frame(frame, name="wide").analytics
    assert analytics.mapping.raters == tuple(names)
    made = analytics.summary()
    assert (made.answer_count, made.item_count, made.rater_count) == (
        2 * len(names), 2, len(names),
    )  # fmt: skip
    assert made["rating"].block.mean == 2
    rows = analytics.answers().df()
    assert set(rows["rater"]) == set(names)
    by = analytics.summary(by="topic")["rating"]
    assert {row["topic"]: row["mean"] for row in by} == {"x": 2.0}


def test_a_comparison_is_recognised(vault: Vault) -> None:
    frame = pd.DataFrame(
        {
            "model_a": ["m1", "m2", "m1", "m2"],
            "model_b": ["m2", "m1", "m2", "m1"],
            "winner": ["m1", "m1", "tie", "who knows"],
        }
    )
    analytics = vault.import_frame(frame, name="duels").analytics
    mapping = analytics.mapping
    assert (mapping.first, mapping.second, mapping.winner) == ("model_a", "model_b", "winner")
    block = analytics.summary()["winner"].block
    assert block.kind == RatedKind.PAIRWISE
    assert [(each.value, each.count) for each in block.categories] == [
        ("first", 1), ("tie", 1), ("second", 1),
    ]  # fmt: skip
    assert block.notes == ("1 answer named neither of the two, nor a tie.",)


def test_plain_columns_are_summed_up_without_a_rater(vault: Vault) -> None:
    frame = pd.DataFrame({"price": [1.5, 2.5, 3.5], "city": ["Ulm", "Ulm", "Bern"]})
    made = vault.import_frame(frame, name="plain").analytics.summary()
    assert (made.answer_count, made.item_count, made.rater_count) == (3, None, None)
    assert made["price"].block.mean == 2.5
    assert [(each.value, each.count) for each in made["city"].block.categories] == [
        ("Ulm", 2), ("Bern", 1),
    ]  # fmt: skip


def test_a_mapping_is_kept_and_forgets_columns_that_went(vault: Vault) -> None:
    ds = vault.import_frame(LONG, name="kept")
    made = ds.analytics.map(rater="comment", values=["quality"])
    assert (made.rater, made.is_guessed) == ("comment", False)
    assert vault["kept"].analytics.mapping == made
    assert vault["kept"].analytics.summary().fields == ["quality"]
    ds.replace(LONG.drop(columns=["comment"]), differing="take")
    assert vault["kept"].analytics.mapping.rater is None
    assert ds.analytics.map().rater == "annotator"


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"rater": "nobody"}, "no column 'nobody'"),
        ({"values": ["quality", "quality"]}, "twice"),
        ({"raters": ["quality"]}, "at least two"),
        ({"raters": ["quality", "is_safe"], "rater": "annotator"}, "Either one column"),
        ({"item": 3}, "name of a column"),
        ({"ratr": "annotator"}, "no ratr="),
    ],
)
def test_a_mapping_that_is_none_is_refused(
    vault: Vault, columns: dict[str, Any], message: str
) -> None:
    analytics = vault.import_frame(LONG, name="refused").analytics
    with pytest.raises(BadArgument, match=message):
        analytics.map(**columns)
    assert analytics.mapping.is_guessed


def test_columns_with_difficult_names_are_mapped(vault: Vault) -> None:
    frame = pd.DataFrame({'a"b': ["i", "i"], "answers": ["x", "y"], "item": [1, 5]})
    analytics = vault.import_frame(frame, name="odd").analytics
    analytics.map(item='a"b', rater="answers", values=["item"])
    made = analytics.summary()
    assert (made.item_count, made.rater_count, made["item"].block.mean) == (1, 2, 3)
    for statement in made["item"].block.statements:
        assert analytics.sql(statement.text).fetchall()


@pytest.mark.parametrize("role", [None, OrgRole.CONTRIBUTOR])
def test_who_may_not_see_or_change_it_is_refused(
    vault: Vault, pipeline: dv.Pipeline, role: OrgRole | None
) -> None:
    service = vault._services.evaluation
    records = [vault.import_frame(LONG, name="secret")._record, pipeline.dataset._record]
    lose_role(vault, role)
    for record in records:
        for refused in (
            lambda record=record: service.evaluation(record),
            lambda record=record: service.map(record, Mapping(values=("quality",))),
            lambda record=record: service.rows(record),
            lambda record=record: service.breakdowns(record, "rater"),
            lambda record=record: service.mapping(record),
        ):
            with pytest.raises(NotAllowed):
                refused()


@pytest.mark.parametrize(
    ("field", "said", "message"),
    [
        ("comment", {"kind": "numeric"}, "can't be read as numeric"),
        ("quality", {"kind": "ranking"}, "can't be read as ranking"),
        ("quality", {"order": ["good", "bad"]}, "'good' is no value of 'quality'"),
        ("is_safe", {"order": ["perhaps"]}, "'perhaps' is no value of 'is_safe'"),
        ("quality", {"level": "high"}, "level"),
    ],
)
def test_a_field_is_read_only_as_its_column_allows(
    vault: Vault, field: str, said: dict[str, Any], message: str
) -> None:
    analytics = vault.import_frame(LONG, name="read").analytics
    analytics.map(values=["quality", "is_safe", "comment"])
    with pytest.raises(BadArgument, match=message):
        analytics.set_field(field, **said)
    assert len(analytics.summary()) == 3


def test_a_setting_that_no_longer_fits_is_passed_over(vault: Vault) -> None:
    ds = vault.import_frame(LONG, name="changed")
    ds.analytics.set_field("is_safe", kind="select", order=["true", "false"])
    other = LONG.assign(is_safe=[1.5, 2.5, 2.5, 0.5])
    ds.replace(other, differing="take")
    block = ds.analytics.summary()["is_safe"].block
    assert (block.kind, block.mean) == ("numeric", 1.75)


def test_a_column_far_behind_can_be_mapped(vault: Vault) -> None:
    frame = pd.DataFrame({f"c{at}_note": ["x"] for at in range(230)}).assign(points=[7])
    analytics = vault.import_frame(frame, name="broad").analytics
    assert "points" not in analytics.summary().fields
    analytics.map(values=["points"])
    assert analytics.summary()["points"].block.mean == 7


def test_what_is_saved_for_a_spreadsheet_runs_nothing(vault: Vault) -> None:
    from datavault_jupyter.features.analytics.summary.result import csv_text

    frame = pd.DataFrame({"label": ["=1+1", "=1+1", "-2", "-2"], "n": [-5.5, 1, 2, 3]})
    text = csv_text(vault.import_frame(frame, name="risky").analytics.summary().evaluation)
    assert "'=1+1" in text
    assert ",=1+1" not in text
    assert ",-5.5," in text


def test_nothing_is_counted_anew_while_nothing_changes(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datavault_jupyter.features.analytics.evaluation.service import EvaluationService

    asked: list[int] = []
    own = EvaluationService._blocks

    def counted(self: EvaluationService, *arguments: Any) -> Any:
        asked.append(1)
        return own(self, *arguments)

    monkeypatch.setattr(EvaluationService, "_blocks", counted)
    ds = vault.import_frame(LONG, name="still")
    first = ds.analytics.summary()
    assert ds.analytics.summary().evaluation == first.evaluation
    assert len(asked) == 1
    ds.analytics.summary(where="quality > 2")
    ds.analytics.summary(confidence=0.9)
    ds.analytics.map(values=["quality"])
    assert ds.analytics.summary().fields == ["quality"]
    ds.append(LONG)
    assert ds.analytics.summary().answer_count == 8
