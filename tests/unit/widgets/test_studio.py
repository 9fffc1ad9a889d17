"""The Studio as a widget: its traits, what Python gets of it, its still copy."""

from __future__ import annotations

import pandas as pd
import pytest
import traitlets

import datavault_jupyter as dv
from datavault_jupyter import Vault
from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.protocol.operations import Call


@pytest.fixture
def towns(vault: Vault) -> dv.Dataset:
    frame = pd.DataFrame({"town": ["Bern", "Rome", "Rome"], "rating": [2, 4, 5]})
    return vault.import_frame(frame, name="towns")


def rows(studio: dv.Studio) -> list[tuple[object, ...]] | None:
    chart = studio.chart
    return None if chart is None else chart.data.fetchall()


def test_what_is_made_in_it_is_pythons_chart(towns: dv.Dataset) -> None:
    studio = dv.Studio(towns)
    assert (studio.dataset_id, studio.spec) == (towns.id, {})
    assert rows(studio) is None
    seen: list[object] = []
    studio.observe(lambda change: seen.append(change["new"]), "spec")
    studio.spec = {"x": {"field": "town"}}
    assert seen == [{"form": 1, "x": {"field": "town"}}]
    made = studio.chart
    assert made is not None
    assert (made.kind.value, made.data.fetchall()) == ("bar", [("Bern", 1, 1), ("Rome", 2, 2)])
    studio.filters = {"op": "ge", "column": "rating", "values": ["5"]}
    assert rows(studio) == [("Rome", 1, 1)]
    studio.spec = {"kind": "heatmap", "x": {"field": "town"}}
    with pytest.raises(BadArgument, match="needs a field on y"):
        _ = studio.chart
    assert "needs a field on y" in repr(studio)
    studio.spec = {}
    assert rows(studio) is None
    studio.close()


def test_a_chart_goes_on_in_it(towns: dv.Dataset) -> None:
    chart = towns.chart(x="town", y="mean(rating)", where="rating > 2")
    studio = chart.edit(height=500)
    assert isinstance(studio, dv.Studio)
    assert studio.height == 500
    assert studio.spec == chart.spec.to_json()
    assert rows(studio) == chart.data.fetchall() == [("Rome", 4.5, 2, 2)]
    # What travels with it is what the panel would ask for; the condition is the kernel's own.
    told = studio._boot["studio.draw"]
    assert (told["lack"], told["notes"]) == ("", ["2 rows"])
    assert told["svg"].startswith("<svg")
    assert told["live"]["values"]["y"] == [4.5]
    kept = towns.charts.save("Ratings", chart)
    by_name = towns.studio("Ratings")
    assert (by_name.chart_id, by_name.spec) == (kept.id, chart.spec.to_json())
    for each in (studio, by_name):
        each.close()


def test_a_view_brings_no_sql_of_its_own(vault: Vault, towns: dv.Dataset) -> None:
    operation = vault._services.operations["studio.draw"]
    spec = {**towns.chart(x="town").spec.to_json(), "condition": "rating > 4"}
    args = operation.args(dataset_id=towns.id, spec=spec)
    with pytest.raises(BadArgument, match="by filters, not by SQL"):
        operation.run(args, Call())


def test_charts_of_others_and_of_versions_are_refused(vault: Vault, towns: dv.Dataset) -> None:
    other = vault.import_frame(pd.DataFrame({"town": ["Oslo"]}), name="other")
    with pytest.raises(BadArgument, match="of 'towns', not of 'other'"):
        dv.Studio(other, towns.chart(x="town"))
    version = towns.at(towns.versions[0].number)
    with pytest.raises(BadArgument, match="chart of a version"):
        version.chart(x="town").edit()


def test_what_is_no_chart_is_refused(towns: dv.Dataset) -> None:
    studio = dv.Studio(towns)
    for spec, says in (
        ({"x": {"field": "towm"}}, "no column 'towm'"),
        ({"kind": "sculpture"}, "kind is one of"),
        ({"form": 99, "kind": "bar"}, "newer"),
        ({"where": {"op": "is_null", "column": "town"}}, "for filters to say"),
    ):
        with pytest.raises(traitlets.TraitError, match=says):
            studio.spec = spec
    with pytest.raises(traitlets.TraitError):
        studio.filters = {"op": "perhaps"}
    with pytest.raises(traitlets.TraitError):
        studio.dataset_id = "dst_0"
    studio.close()


def test_its_still_copy_is_the_chart(vault: Vault, towns: dv.Dataset) -> None:
    studio = dv.Studio(towns)
    assert "no chart yet" in repr(studio)
    studio.spec = {"x": {"field": "town"}}
    still = studio._still()
    assert still["text/plain"].startswith("Bar chart of towns: count of rows by town.")
    assert "data:image/svg+xml;base64," in still["text/html"]
    silent = dv.Studio(towns, towns.chart(x="town"), keep_rows=False)
    assert "studio.draw" not in silent._boot
    assert "base64" not in silent._still()["text/html"]
    for each in (studio, silent):
        each.close()
    assert repr(towns.studio).startswith("The Studio of 'towns'")
