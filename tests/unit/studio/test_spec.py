"""A spec goes to JSON and back as it was, and says in words what it lacks."""
# ruff: noqa: E501 - a table of sentences reads best with one line each

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import datavault_jupyter as dv
from datavault_jupyter.base.errors import BadArgument
from datavault_jupyter.features.studio import spec as parts
from datavault_jupyter.features.studio.spec import ChartSpec
from datavault_jupyter.storage.filters import Filter, Op
from tests.unit.studio.conftest import TROUBLE

some = st.one_of
texts = st.text(max_size=12)
channels = st.builds(
    parts.Channel,
    texts,
    some(st.none(), st.sampled_from(parts.Aggregate)),
    some(st.none(), st.floats(0, 1)),
    some(st.none(), st.sampled_from(parts.Over)),
    some(st.none(), st.sampled_from(parts.Unit)),
    some(st.none(), st.integers(0, 100)),
    some(st.none(), st.sampled_from(parts.Order)),
    some(st.none(), st.integers(1, 50)),
    st.sampled_from(parts.Scale),
    texts,
)
leaves = st.builds(
    Filter, st.sampled_from([Op.EQ, Op.IN]), texts, st.lists(some(st.none(), texts)).map(tuple)
)
trees_of = st.recursive(
    leaves,
    lambda inner: st.builds(Filter, st.just(Op.AND), parts=st.lists(inner, max_size=3).map(tuple)),
    max_leaves=5,
)
maybe = some(st.none(), channels)
lines = st.builds(
    parts.Line,
    st.sampled_from("xy"),
    some(st.none(), st.floats(allow_nan=False, allow_infinity=False)),
    some(st.none(), st.sampled_from(parts.Aggregate)),
    texts,
)
specs = st.builds(
    ChartSpec,
    st.sampled_from(parts.ChartKind),
    x=maybe, y=maybe, color=maybe, size=maybe, shape=maybe, row=maybe, column=maybe, order=maybe,
    tooltip=st.lists(channels, max_size=3).map(tuple),
    where=some(st.none(), trees_of),
    condition=texts,
    status=texts,
    having=some(st.none(), trees_of),
    stack=some(st.none(), st.sampled_from(parts.Stack)),
    errors=some(st.none(), st.sampled_from(parts.Errors)),
    lines=st.lists(lines, max_size=2).map(tuple),
    title=texts,
)  # fmt: skip


@given(specs)
def test_json_and_back(spec: ChartSpec) -> None:
    assert ChartSpec.of_json(json.loads(json.dumps(spec.to_json()))) == spec


def test_a_spec_of_a_newer_version_is_refused() -> None:
    with pytest.raises(BadArgument, match="made by a newer datavault-jupyter"):
        ChartSpec.of_json({"form": 99, "kind": "bar"})
    with pytest.raises(BadArgument, match="no chart's spec"):
        ChartSpec.of_json({"kind": "bar"})
    with pytest.raises(BadArgument, match="kind is one of"):
        ChartSpec.of_json({"form": 1, "kind": "dots"})


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({"kind": "heatmap", "x": "kind"}, "y", "A heatmap needs a field on y."),
    ({"kind": "bar"}, "x", "A bar chart needs a field on x."),
    ({"kind": "area"}, "x", "An area chart needs a field on x."),
    ({"kind": "pie"}, "color", "A pie needs a category on color."),
    ({"kind": "table"}, "x", "A table needs a field on x: its values are the rows."),
    ({"kind": "density", "x": "kind"}, "x", "A density needs numbers on x: 'kind' holds categories."),
    ({"kind": "histogram"}, "x", "A histogram needs a field on x."),
    ({"kind": "box", "x": "kind"}, "y", "A box chart needs a field on y."),
    ({"kind": "box", "y": "day"}, "y", "A box chart needs numbers on y: 'day' holds dates or times."),
    (
        {"kind": "scatter", "x": "kind", "y": "number"},
        "x",
        "A scatter chart needs numbers or dates on x: 'kind' holds categories.",
    ),
    ({"kind": "line", "x": "count()", "y": "kind"}, "x", "A line chart has its number on y."),
    ({"x": "kin"}, "x", "There is no column 'kin', which x shows."),
    ({"x": "kind", "y": "mean(passed)"}, "y", "The mean on y needs numbers: 'passed' holds yes or no."),
    ({"x": "kind", "y": "rate(number)"}, "y", "The rate on y needs yes or no: 'number' holds numbers."),
    ({"x": "kind", "y": "min(many)"}, "y", "The min on y needs numbers or dates: 'many' holds categories."),
    ({"x": "month(kind)"}, "x", "Only dates and times are cut to a month: 'kind' holds categories (x)."),
    ({"x": "bin(kind)"}, "x", "Only numbers are put in bins: 'kind' holds categories (x)."),
    ({"x": {"field": "kind", "scale": "log"}}, "x", "Only numbers have a log scale: 'kind' holds categories (x)."),
    ({"x": "kind", "y": "share(mean(number))"}, "y", "The share on y is one of counts and sums, not of mean."),
    ({"x": "kind", "size": "number"}, "size", "size= belongs to scatter charts: a bar has none."),
    ({"x": "kind", "row": "count()"}, "row", "An aggregate can't be put on row."),
    ({"x": "kind", "tooltip": "many"}, "tooltip", "tooltip= belongs to points: a bar tells its numbers anyway."),
    ({"kind": "bar", "x": "kind", "errors": "sd"}, "errors", "Error bars belong to bars and lines of a mean or a rate."),
    (
        {"x": "kind", "y": "mean(number)", "color": "passed", "errors": "sd", "stack": "stacked"},
        "errors",
        "Stacked bars can't have error bars.",
    ),
    ({"x": "kind", "y": "mean(number)", "stack": "full"}, "stack", "Parts of 100% are parts of a count or a sum."),
    ({"kind": "pie", "color": "kind", "lines": 3}, "lines", "A pie has no axes for reference lines."),
    ({"x": "kind", "lines": "mean(y)"}, "lines", "The mean of y needs a field there as it is."),
    ({"kind": "scatter", "x": "number", "y": "wide", "having": "y > 3"}, "having", "having= asks for an aggregate, and this chart has none."),
    ({"x": "kind", "status": "finished"}, "status", "status= is for datasets that a pipeline fills."),
    ({"x": "sum()"}, "x", "The sum on x needs a column."),
    ({"x": 5}, "x", "x= is the name of a column, a text such as 'mean(price)', or a dv.Channel, not int."),
    ({"x": {"field": "kind", "colour": 1}}, "x", "A channel has no part 'colour' (x=)."),
    ({"x": "kind", "where": 5}, "where", "where= is a condition in SQL, or a Filter."),
    ({"x": "kind", "lines": "5px"}, "lines", "'5px' is no reference line."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("given_", "channel", "sentence"), REFUSED, ids=[each[2][:50] for each in REFUSED]
)
def test_what_is_missing_is_said_in_one_sentence(
    trees: dv.Dataset, given_: dict[str, Any], channel: str, sentence: str
) -> None:
    asked = dict(given_)
    with pytest.raises(BadArgument) as refused:
        trees.chart(asked.pop("kind", None), **asked)
    assert refused.value.message == sentence
    assert refused.value.field == channel


def test_a_condition_reaches_nothing_else(trees: dv.Dataset) -> None:
    for text in ("number > (SELECT 1 FROM other)", "1; DROP TABLE x", "no_column = 1"):
        with pytest.raises(dv.VaultError):
            trees.chart(x="kind", where=text)


FIRST: list[tuple[dict[str, str], str]] = [
    ({"x": "number"}, "histogram"), ({"x": "kind"}, "bar"), ({"x": "passed"}, "bar"),
    ({"x": "day"}, "line"), ({"x": "moment"}, "line"), ({"y": "kind"}, "bar"),
    ({"x": "number", "y": "wide"}, "scatter"), ({"x": "kind", "y": "number"}, "box"),
    ({"x": "number", "y": "kind"}, "bar"), ({"x": "kind", "y": "passed"}, "bar"),
    ({"x": "day", "y": "number"}, "line"), ({"x": "day", "y": "passed"}, "line"),
    ({"x": "kind", "y": "many"}, "heatmap"), ({"x": "day", "y": "kind"}, "heatmap"),
    ({"x": "kind", "y": "mean(number)"}, "bar"), ({"x": "day", "y": "count()"}, "line"),
    ({"y": "mean(number)"}, "number"), ({}, "number"), ({"color": "kind"}, "pie"),
]  # fmt: skip


@pytest.mark.parametrize(("channels_", "kind"), FIRST, ids=str)
def test_a_sensible_first_chart(trees: dv.Dataset, channels_: dict[str, str], kind: str) -> None:
    assert trees.chart(**channels_).kind.value == kind


def test_any_field_and_any_pair_of_fields_has_a_chart(trees: dv.Dataset) -> None:
    for x in trees.columns:
        assert trees.chart(x=dv.Channel(x)).data.df().shape[0] > 0
        for y in trees.columns:
            assert trees.chart(x=dv.Channel(x), y=dv.Channel(y)).data.df().shape[0] > 0, (x, y)


def test_a_column_comes_before_what_its_name_looks_like(trees: dv.Dataset) -> None:
    assert trees.chart(x=TROUBLE).spec.x == dv.Channel(TROUBLE, order=parts.Order.VALUE)
