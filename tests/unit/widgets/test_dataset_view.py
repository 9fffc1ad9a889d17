"""One test a trait of the dataset view, and what stays in a notebook."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from traitlets import TraitError

from datavault_jupyter import Dataset, DatasetView, ImportPanel, Vault
from datavault_jupyter.widgets.base import WIDGET_VIEW

Open = Callable[[Any], Any]


@pytest.fixture
def numbers(vault: Vault) -> Dataset:
    frame = pd.DataFrame(
        {"n": range(100), "word": ["odd" if n % 2 else "even" for n in range(100)]}
    )
    return vault.import_frame(frame, name="numbers")


def test_tab_is_one_of_those_that_exist(numbers: Dataset, line: Open) -> None:
    view = numbers.show(tab="content")
    browser = line(view)
    assert view.tab == "content"
    browser.set(tab="overview")
    assert view.tab == "overview"
    with pytest.raises(TraitError):
        view.tab = "files"


def test_view_is_checked_against_the_columns(numbers: Dataset, line: Open) -> None:
    view = DatasetView(numbers)
    browser = line(view)
    browser.set(view={"sorts": [{"column": "n", "is_descending": True}], "columns": ["n"]})
    assert view.view["columns"] == ["n"]
    assert view.rows().df()["n"].tolist()[:2] == [99, 98]
    before = view.view
    with pytest.raises(TraitError, match="no column 'm'"):
        view.view = {"columns": ["m"]}
    with pytest.raises(TraitError, match="order"):
        view.view = {"order": []}
    assert view.view == before


def test_filters_of_the_view_decide_its_rows(numbers: Dataset, line: Open) -> None:
    view = DatasetView(numbers)
    line(view)
    condition = {"op": "between", "column": "n", "values": ["10", "12"]}
    view.view = {"filters": {"op": "and", "parts": [condition]}, "search": "ODD"}
    assert view.rows().df()["n"].tolist() == [11]


def test_selection_gives_the_chosen_rows_in_the_order_of_the_view(
    numbers: Dataset, line: Open
) -> None:
    view = DatasetView(numbers, view={"sorts": [{"column": "n", "is_descending": True}]})
    browser = line(view)
    asked, buffers = browser.ask(
        "content.page",
        dataset_id=numbers.id,
        columns=["n"],
        query={"sorts": [{"column": "n", "is_descending": True}]},
        limit=3,
    )
    assert asked["frames"] == ["rows"]
    page = pa.ipc.open_stream(buffers[0]).read_all()
    ids = page.column(0).to_pylist()
    assert page.column(1).to_pylist() == [99, 98, 97]
    heard: list[Any] = []
    view.observe(heard.append, "selection")
    browser.set(selection={"ids": [ids[2], ids[0]]})
    assert len(heard) == 1
    assert len(view.selection) == 2
    assert view.selection.df()["n"].tolist() == [99, 97]
    assert view.selection.relation().columns == ["n", "word"]
    assert pa.table(view.selection).num_rows == 2
    view.set_trait("selection", [ids[1]])
    assert view.selection.df()["n"].tolist() == [98]
    view.selection = {"is_except": True, "ids": [ids[0]]}
    assert len(view.selection) == 99
    with pytest.raises(TraitError):
        view.selection = "all"


def test_dataset_id_changes_what_is_on_show(vault: Vault, numbers: Dataset, line: Open) -> None:
    other = vault.import_frame(pd.DataFrame({"a": [1]}), name="other")
    view = DatasetView(numbers)
    line(view)
    view.dataset_id = other.id
    assert view.dataset == other
    with pytest.raises(TraitError, match="no dataset"):
        view.dataset_id = "dst_none"


def test_height_has_bounds(numbers: Dataset, line: Open) -> None:
    view = DatasetView(numbers, height=300)
    line(view)
    assert view.height == 300
    with pytest.raises(TraitError):
        view.height = 5


def test_the_first_rows_travel_with_the_widget(numbers: Dataset, line: Open) -> None:
    view = DatasetView(numbers, tab="content")
    line(view)
    rows = pa.ipc.open_stream(view._frames["rows"]).read_all()
    assert rows.column(1).to_pylist()[:3] == [0, 1, 2]
    assert view._boot["content.describe"]["row_count"] == 100


def test_keep_rows_false_keeps_them_out_of_the_notebook(numbers: Dataset) -> None:
    view = DatasetView(numbers, keep_rows=False)
    data, _ = view._repr_mimebundle_()
    state = view.get_state()
    view.close()
    assert state["_frames"] == {}
    for kind in ("text/html", "text/plain"):
        assert "numbers" in data[kind]
        assert "odd" not in data[kind]
    assert "odd" not in str(state["_boot"])
    assert WIDGET_VIEW in data


def test_the_vault_decides_where_a_view_does_not(vault: Vault, numbers: Dataset) -> None:
    vault.settings.keep_rows = False
    view = DatasetView(numbers)
    assert not view.keep_rows
    view.close()
    assert "odd" not in numbers._repr_mimebundle_()["text/html"]
    kept = DatasetView(numbers, keep_rows=True)
    assert "rows" in kept._frames
    kept.close()


def test_the_analytics_tab_leaves_its_numbers_in_the_notebook(vault: Vault) -> None:
    rated = vault.import_frame(pd.DataFrame({"rating": [1, 2, 5, 5]}), name="rated")
    view = DatasetView(rated, tab="analytics")
    assert "<svg" in view._repr_mimebundle_()[0]["text/html"]
    bare = DatasetView(rated, tab="analytics", keep_rows=False)
    assert "<svg" not in bare._repr_mimebundle_()[0]["text/html"]
    view.close()
    bare.close()


def test_a_deleted_dataset_can_still_be_displayed(numbers: Dataset) -> None:
    view = DatasetView(numbers)
    numbers.delete(confirm="delete")
    data, _ = view._repr_mimebundle_()
    view.close()
    assert "deleted" in data["text/plain"]


def test_the_import_panel_takes_a_path(vault: Vault, line: Open) -> None:
    panel = vault.import_panel("reviews.csv")
    browser = line(panel)
    assert isinstance(panel, ImportPanel)
    assert panel.path == "reviews.csv"
    browser.set(path="other.csv", dataset_id="dst_1")
    assert (panel.path, panel.dataset_id) == ("other.csv", "dst_1")
    data, _ = panel._repr_mimebundle_()
    assert "Import" in data["text/html"]
