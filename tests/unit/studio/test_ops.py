"""What views may ask of charts: what they send is checked, what they get is whole."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

import datavault_jupyter as dv
from datavault_jupyter.base.errors import BadArgument, NotAllowed
from datavault_jupyter.protocol.coding import decoded, encoded
from datavault_jupyter.protocol.operations import Call


def asking(vault: dv.Vault) -> Callable[..., Any]:
    operations = vault._services.operations

    def ask(op: str, **args: Any) -> Any:
        operation = operations[op]
        return encoded(operation.run(decoded(operation.args, args), Call()))

    return ask


@pytest.fixture
def ds(vault: dv.Vault) -> dv.Dataset:
    rows = pd.DataFrame({"kind": ["a", "b", "a"], "score": [1.0, 2.0, 4.0]})
    return vault.import_frame(rows, name="scores")


def test_fields_come_with_their_kinds(vault: dv.Vault, ds: dv.Dataset) -> None:
    told = asking(vault)("studio.fields", dataset_id=ds.id)
    assert [(each["name"], each["kind"]) for each in told["fields"]] == [
        ("kind", "category"),
        ("score", "number"),
    ]
    assert told["is_collected"] is False


def test_a_drawing_is_the_charts_own(vault: dv.Vault, ds: dv.Dataset) -> None:
    spec = {"form": 1, "kind": "bar", "x": {"field": "kind"}}
    tree = {"op": "gt", "column": "score", "values": ["1"], "parts": []}
    ask = asking(vault)
    told = ask("studio.draw", dataset_id=ds.id, spec=spec, is_kind_open=True, filter=tree)
    chart = ds.chart(x="kind", where=dv_filter(tree))
    assert told["sql"] == chart.sql
    assert told["spec"] == chart.spec.to_json()
    assert told["notes"] == ["2 rows"]
    assert told["summary"] == chart.summary
    assert told["svg"].startswith("<svg")
    assert told["lack"] == ""
    everything = {"op": "and", "column": "", "values": [], "parts": []}
    told = ask("studio.draw", dataset_id=ds.id, spec=spec, filter=everything)
    assert "WHERE" not in told["sql"]


def dv_filter(tree: dict[str, Any]) -> Any:
    from datavault_jupyter.storage.filters import Filter

    return decoded(Filter, tree)


def test_what_is_lacking_is_an_answer_and_no_error(vault: dv.Vault, ds: dv.Dataset) -> None:
    spec = {"form": 1, "kind": "heatmap", "x": {"field": "kind"}}
    told = asking(vault)("studio.draw", dataset_id=ds.id, spec=spec)
    assert (told["lack"], told["channel"], told["svg"]) == (
        "A heatmap needs a field on y.",
        "y",
        "",
    )


def test_a_view_sends_no_sql_but_may_open_what_was_kept_with_some(
    vault: dv.Vault, ds: dv.Dataset
) -> None:
    ask = asking(vault)
    spec = {"form": 1, "kind": "bar", "x": {"field": "kind"}, "condition": "score > 1"}
    with pytest.raises(BadArgument, match="by filters, not by SQL"):
        ask("studio.draw", dataset_id=ds.id, spec=spec)
    kept = ds.charts.save("kept", ds.chart("bar", x="kind", where="score > 1"))
    told = ask("studio.draw", dataset_id=ds.id, spec=spec, kept_id=kept.id)
    assert told["notes"] == ["2 rows"]
    with pytest.raises(BadArgument, match="by filters, not by SQL"):
        ask(
            "studio.keep",
            dataset_id=ds.id,
            name="more",
            spec={**spec, "condition": "score > 0"},
            kept_id=kept.id,
        )


def test_charts_are_kept_renamed_duplicated_and_deleted(vault: dv.Vault, ds: dv.Dataset) -> None:
    ask = asking(vault)
    spec = {"form": 1, "kind": "histogram", "x": {"field": "score"}}
    made = ask("studio.keep", dataset_id=ds.id, name="One", spec=spec)
    assert ds.charts["One"].kind.value == "histogram"
    which = {"dataset_id": ds.id, "chart_id": made["id"]}
    told = ask("studio.duplicate", **which)
    assert [each["name"] for each in told["charts"]] == ["One", "One 2"]
    told = ask("studio.rename", **which, name="First")
    assert [each["name"] for each in told["charts"]] == ["First", "One 2"]
    assert [each["name"] for each in ask("studio.delete", **which)["charts"]] == ["One 2"]
    assert ask("studio.charts", dataset_id=ds.id)["may_keep"] is True


def test_who_may_only_look_keeps_nothing(
    vault: dv.Vault, ds: dv.Dataset, act_as: Callable[[str], dv.Vault]
) -> None:
    vault.projects.create("Trees")
    theirs = vault.import_frame(ds.df(), name="scores of trees", project="Trees")
    vault.people.add("vera", dv.OrgRole.PROJECT_ADMIN)
    vault.projects.add_member("Trees", "vera", dv.ProjectRole.VIEWER)
    spec = {"form": 1, "kind": "bar", "x": {"field": "kind"}}
    with act_as("vera") as seen:
        ask = asking(seen)
        assert ask("studio.draw", dataset_id=theirs.id, spec=spec)["notes"] == ["3 rows"]
        assert ask("studio.charts", dataset_id=theirs.id)["may_keep"] is False
        with pytest.raises(NotAllowed):
            ask("studio.keep", dataset_id=theirs.id, name="One", spec=spec)
        with pytest.raises(dv.VaultError, match="There is no dataset"):
            ask("studio.draw", dataset_id=ds.id, spec=spec)


def test_a_chart_as_a_file(vault: dv.Vault, ds: dv.Dataset) -> None:
    operation = vault._services.operations["studio.file"]
    spec = {"form": 1, "kind": "bar", "x": {"field": "kind"}}
    heads = {"png": b"\x89PNG", "svg": b"<svg", "json": b"{", "csv": b'"x","y"', "pdf": b"%PDF"}
    for ending, head in heads.items():
        call = Call()
        args = decoded(operation.args, {"dataset_id": ds.id, "spec": spec, "format": ending})
        assert operation.run(args, call).name == f"scores bar.{ending}"
        assert call.frames["file"].startswith(head)
    args = decoded(operation.args, {"dataset_id": ds.id, "spec": spec, "format": "gif"})
    with pytest.raises(BadArgument, match="can't be written as 'gif'"):
        operation.run(args, Call())


def test_the_same_chart_of_the_same_rows_is_asked_of_duckdb_once(
    ds: dv.Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datavault_jupyter.features.studio import compiling, service

    asked: list[object] = []
    was = compiling.drawn

    def drawn(ask: Any, look: Any) -> Any:
        asked.append(look.spec)
        return was(ask, look)

    monkeypatch.setattr(service, "drawn", drawn)
    first = ds.chart("bar", x="kind")
    assert ds.chart("bar", x="kind").data.fetchall() == first.data.fetchall()
    assert len(asked) == 1
    # Other rows, and what SQL of one's own may make of them, are asked for anew.
    ds.append(pd.DataFrame({"kind": ["b"], "score": [1.0]}))
    assert ds.chart("bar", x="kind").data.fetchall() == [("a", 2, 2), ("b", 2, 2)]
    assert len(asked) == 2
    for _ in range(2):
        ds.chart("bar", x="kind", where="random() >= 0")
    assert len(asked) == 4
