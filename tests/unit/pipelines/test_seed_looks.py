"""What would become of rows, before they are made tasks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import datavault_jupyter as dv
from datavault_jupyter import Vault
from datavault_jupyter.base.errors import BadAnswer, BadArgument
from datavault_jupyter.features.pipelines.seeds.looking import MOST_ROWS
from datavault_jupyter.features.pipelines.seeds.wire import SeedArgs, SeedLook, SeedSource
from datavault_jupyter.protocol.operations import Call

FIELDS = [
    dv.Field("prompt", "short_text", source="given", title="The question"),
    dv.Field("length", "numeric", source="given", is_integer=True, is_optional=True),
    dv.Field("score", "rating"),
]


@pytest.fixture
def pipeline(vault: Vault) -> dv.Pipeline:
    node = dv.Subtask("rate", fields=FIELDS)
    return vault.pipelines.create("p", nodes=[node]).activate()


def look(pipeline: dv.Pipeline, rows: Any, **how: Any) -> SeedLook:
    panel = dv.SeedPanel(pipeline, rows)
    source = SeedSource(panel.source_kind, panel.source)
    try:
        made, _ = panel._answer(
            "pipelines.seed_look",
            {"pipeline_id": pipeline.id, "source": vars_of(source), **how},
        )
        services = pipeline._services
        args = SeedArgs(pipeline.id, source, **how)
        found: SeedLook = services.operations["pipelines.seed_look"].run(args, Call())
        assert made["mapping"] == dict(found.mapping)
        return found
    finally:
        panel.close()


def vars_of(source: SeedSource) -> dict[str, str]:
    return {"kind": source.kind, "value": source.value}


def test_columns_are_matched_by_name_and_title(pipeline: dv.Pipeline) -> None:
    rows = [{"ID": at, "the question": f"Q{at}", "Length": at, "more": None} for at in range(3)]
    found = look(pipeline, rows)
    assert found.mapping == {"prompt": "the question", "length": "Length"}
    assert (found.key, found.row_count, found.looked_count) == ("ID", 3, 3)
    assert [each.name for each in found.columns] == ["ID", "the question", "Length", "more"]
    assert found.columns[1].samples == ("Q0", "Q1", "Q2")
    assert found.columns[3].samples == ()
    assert [dict(each.given) for each in found.tasks] == [
        {"prompt": f"Q{at}", "length": str(at)} for at in range(3)
    ]
    assert (found.problem_count, found.known_count, found.refused) == (0, 0, "")


def test_every_row_that_does_not_fit_is_named(pipeline: dv.Pipeline) -> None:
    rows = [{"prompt": "a", "length": 1}, {"prompt": None}, {"prompt": "b", "length": "x"}]
    found = look(pipeline, rows)
    assert found.problem_count == 2
    assert [(each.row, each.field) for each in found.problems] == [(2, "prompt"), (3, "length")]
    assert found.problems[0].message == (
        "Row 2: the column 'prompt' of the field 'prompt' is empty."
    )
    assert [each.row for each in found.tasks] == [1]
    # The same rows are refused as a whole when they are added.
    with pytest.raises(BadAnswer, match="Row 2"):
        pipeline.add_tasks(rows)
    assert pipeline.task_count == 0


def test_a_field_without_a_column(pipeline: dv.Pipeline) -> None:
    rows = [{"prompt": "a", "length": 5}]
    found = look(pipeline, rows, mapping={"prompt": "prompt", "length": ""}, key="")
    assert [dict(each.given) for each in found.tasks] == [{"prompt": "a"}]
    found = look(pipeline, rows, mapping={"prompt": "", "length": "length"}, key="")
    assert found.problems[0].message == (
        "Row 1: the field 'prompt' needs a value, and has no column."
    )
    pipeline.add_tasks(rows, mapping={"length": ""})
    assert pipeline.dataset.sql("SELECT length FROM this").fetchall() == [(None,)]


def test_keys_that_have_a_task_and_keys_that_are_there_twice(pipeline: dv.Pipeline) -> None:
    pipeline.add_tasks([{"id": "1", "prompt": "a"}], key="id")
    rows = [{"id": each, "prompt": each} for each in ("1", "2", "2")]
    found = look(pipeline, rows, key="id")
    assert (found.known_count, found.problem_count) == (1, 1)
    assert found.problems[0].message == "Row 3 has the key '2', as a row before it."
    # No key is guessed where values are there twice.
    assert look(pipeline, rows).key == ""


def test_only_the_first_rows_are_looked_at(pipeline: dv.Pipeline) -> None:
    rows = [{"prompt": str(at)} for at in range(MOST_ROWS + 5)]
    found = look(pipeline, rows)
    assert (found.row_count, found.looked_count) == (MOST_ROWS + 5, MOST_ROWS)
    assert look(pipeline, iter_of(rows)).row_count is None


def iter_of(rows: list[dict[str, str]]) -> Any:
    class Rows:
        """Iterable again and again, of no known length."""

        def __iter__(self) -> Any:
            return iter(rows)

    return Rows()


def test_datasets_files_and_frames(pipeline: dv.Pipeline, vault: Vault, tmp_path: Path) -> None:
    frame = pd.DataFrame({"prompt": ["a", "b"], "length": [1.0, None]})
    assert [dict(each.given) for each in look(pipeline, frame).tasks] == [
        {"prompt": "a", "length": "1"},
        {"prompt": "b"},
    ]
    dataset = vault.import_frame(frame, name="rows")
    assert look(pipeline, dataset).row_count == 2
    path = tmp_path / "rows.csv"
    frame.to_csv(path, index=False)
    assert look(pipeline, path).tasks == look(pipeline, dataset).tasks


def test_a_pipeline_that_takes_none_says_so(vault: Vault) -> None:
    draft = vault.pipelines.create("d", nodes=[dv.Subtask("rate", fields=FIELDS)])
    found = look(draft, [{"prompt": "a"}])
    assert found.refused == "'d' takes no tasks before it is activated. Activate it."
    assert len(found.tasks) == 1


def test_rows_that_were_given_go_with_their_panel(pipeline: dv.Pipeline) -> None:
    panel = dv.SeedPanel(pipeline, [{"prompt": "a"}])
    given = {"kind": "given", "value": panel.source}
    asked = {"pipeline_id": pipeline.id, "source": given}
    panel._answer("pipelines.seed_look", asked)
    panel.close()
    assert pipeline._services.given_rows == {}
    with pytest.raises(BadArgument, match="are gone"):
        panel._answer("pipelines.seed_look", asked)


def test_what_is_no_row_is_refused(pipeline: dv.Pipeline) -> None:
    with pytest.raises(BadArgument, match="Row 2 has no columns"):
        look(pipeline, [{"prompt": "a"}, "b"])
