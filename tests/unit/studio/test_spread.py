"""Points, boxes and densities: numpy's and scipy's numbers, and the same sample every time."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import datavault_jupyter as dv


def test_a_scatter_has_every_row(trees: dv.Dataset, frame: pd.DataFrame) -> None:
    chart = trees.chart(
        x="number", y="wide", color="kind", size="whole", shape="passed", tooltip=["many", "day"]
    )
    assert chart.kind.value == "scatter"
    data = chart.data.df()
    kept = frame[frame["number"].notna()].reset_index(drop=True)
    assert data["x"].tolist() == kept["number"].tolist()
    assert data["y"].tolist() == kept["wide"].tolist()
    assert data["size"].tolist() == kept["whole"].tolist()
    assert data["tooltip_0"].tolist() == kept["many"].tolist()
    missing = int(frame["number"].isna().sum())
    assert chart.notes == (f"{len(kept)} of 900 rows", f"{missing} have no number or wide")


def test_boxes_have_the_quartiles_of_numpy_and_the_whiskers_of_tukey(
    trees: dv.Dataset, frame: pd.DataFrame
) -> None:
    chart = trees.chart("box", x="kind", y="wide")
    data = chart.data.df()
    for row in data[data["part"] == "box"].itertuples():
        kind = frame["kind"].isna() if row.x == "(no value)" else frame["kind"] == row.x
        values = frame[kind]["wide"]
        q1, median, q3 = np.quantile(values, [0.25, 0.5, 0.75])
        assert (row.q1, row.median, row.q3) == pytest.approx((q1, median, q3))
        low, high = q1 - 1.5 * (q3 - q1), q3 + 1.5 * (q3 - q1)
        assert row.low == values[values >= low].min()
        assert row.high == values[values <= high].max()
        outside = set(values[(values < low) | (values > high)])
        drawn = data[(data["part"] == "outlier") & (data["x"] == row.x)]["value"]
        assert set(drawn) == outside
        assert row.outliers == len(outside)


def test_a_box_without_groups_and_one_with_colours(trees: dv.Dataset, frame: pd.DataFrame) -> None:
    one = trees.chart("box", y="number").data.df()
    assert one["median"].iloc[0] == pytest.approx(frame["number"].median())
    two = trees.chart("box", x="kind", y="number", color="passed").data.df()
    row = two[(two["x"] == "ash") & (two["color"] == "true") & (two["part"] == "box")]
    values = frame[(frame["kind"] == "ash") & frame["passed"].fillna(value=False)]["number"]
    assert row["median"].item() == pytest.approx(values.median())


def test_boxes_of_groups_that_lie_apart_have_whiskers_of_their_own(vault: dv.Vault) -> None:
    rng = np.random.default_rng(7)
    rows = pd.DataFrame(
        {
            "kind": ["low"] * 400 + ["high"] * 400 + ["same"] * 20,
            "number": [*rng.standard_cauchy(400), *(1e6 + rng.standard_cauchy(400)), *([5.0] * 20)],
        }
    )
    data = vault.import_frame(rows, name="apart").chart("box", x="kind", y="number").data.df()
    assert len(data[data["part"] == "box"]) == 3
    for row in data[data["part"] == "box"].itertuples():
        values = rows[rows["kind"] == row.x]["number"]
        q1, q3 = np.quantile(values, [0.25, 0.75])
        low, high = q1 - 1.5 * (q3 - q1), q3 + 1.5 * (q3 - q1)
        assert (row.low, row.high) == (values[values >= low].min(), values[values <= high].max())
        outside = values[(values < low) | (values > high)]
        drawn = data[(data["part"] == "outlier") & (data["x"] == row.x)]["value"]
        assert row.outliers == len(outside)
        assert set(drawn) <= set(outside)


def test_densities_are_those_of_scipy(trees: dv.Dataset, frame: pd.DataFrame) -> None:
    data = trees.chart("density", x="number", color="kind").data.df()
    for name, group in data.groupby("color"):
        kind = frame["kind"].isna() if name == "(no value)" else frame["kind"] == name
        values = frame[kind]["number"].dropna().to_numpy()
        iqr = np.subtract(*np.quantile(values, [0.75, 0.25])) / 1.34
        width = 0.9 * min(values.std(ddof=1), iqr) * len(values) ** -0.2
        kernel = stats.gaussian_kde(values, bw_method=width / values.std(ddof=1))
        wanted = kernel(group["x"])
        # Counted in 512 bins rather than value by value.
        assert group["y"].to_numpy() == pytest.approx(wanted, abs=wanted.max() * 2e-3)
        area = np.trapezoid(group["y"], group["x"]) if hasattr(np, "trapezoid") else 1
        assert area == pytest.approx(1, abs=5e-3)


def test_a_strip_has_each_value_in_its_category(trees: dv.Dataset, frame: pd.DataFrame) -> None:
    data = trees.chart("strip", x="kind", y="number").data.df()
    wanted = frame[frame["number"].notna()]
    assert sorted(data[data["x"] == "ash"]["y"]) == sorted(
        wanted[wanted["kind"] == "ash"]["number"]
    )


@pytest.fixture(scope="module")
def million(tmp_path_factory: pytest.TempPathFactory) -> dv.Dataset:
    vault = dv.Vault(tmp_path_factory.mktemp("million") / "vault")
    rng = np.random.default_rng(3)
    x = rng.normal(0, 1, 1_000_000)
    rows = pd.DataFrame(
        {
            "x": x,
            "y": x + rng.normal(0, 1, len(x)),
            "id": np.arange(len(x)),
            "name": rng.integers(0, 300_000, len(x)).astype(str),
            "second": pd.Timestamp("2024-01-01") + pd.to_timedelta(np.arange(len(x)), unit="s"),
        }
    )
    return vault.import_frame(rows, name="million")


CHARTS = [
    ("scatter", {"x": "x", "y": "y"}),
    ("scatter", {"x": "x", "y": "y", "color": "name"}),
    ("strip", {"y": "x"}),
    ("line", {"x": "second(second)", "y": "mean(x)"}),
    ("line", {"x": "x", "y": "mean(y)"}),
    ("line", {"x": "id"}),
    ("area", {"x": "second", "color": "name"}),
    ("bar", {"x": "name"}),
    ("bar", {"x": "name", "y": "mean(x)", "color": "name", "row": "name"}),
    ("histogram", {"x": "x", "color": "name", "column": "name"}),
    ("heatmap", {"x": "x", "y": "y", "column": "name"}),
    ("heatmap", {"x": "name", "y": "second"}),
    ("box", {"x": "name", "y": "x"}),
    ("density", {"x": "x", "color": "name"}),
    ("pie", {"color": "name"}),
    ("table", {"x": "name", "color": "second"}),
    ("table", {"x": "id"}),
]


@pytest.mark.parametrize(("kind", "channels"), CHARTS)
def test_a_million_rows_make_a_few_thousand_marks(
    million: dv.Dataset, kind: str, channels: dict[str, str]
) -> None:
    chart = million.chart(kind, **channels)
    assert 1 <= chart.data.df().shape[0] <= 4_500
    assert len(str(chart.to_dict())) < 2_000_000


def test_a_sample_is_always_the_same_and_stands_for_the_whole(million: dv.Dataset) -> None:
    first, second = (million.chart("scatter", x="x", y="y") for _ in range(2))
    assert first.data.fetchall() == second.data.fetchall()
    assert "a sample of 4,000 points, always the same ones, stands for 1,000,000" in first.notes
    data = first.data.df()
    # Drawn evenly: the mean of 4,000 lies within four standard errors.
    assert abs(data["x"].mean()) < 4 / np.sqrt(4_000)
    assert np.histogram(data["n"], bins=10, range=(0, 1e6))[0].min() > 350


def test_two_numbers_of_many_rows_are_a_heatmap_at_first(million: dv.Dataset) -> None:
    assert million.chart(x="x", y="y").kind.value == "heatmap"
