"""What a display of ``ds.versions`` shows, and what of it stays in a notebook."""

from __future__ import annotations

from typing import Any

import pytest

from datavault_jupyter import Dataset, DatasetView, Vault
from datavault_jupyter.widgets.base import WIDGET_VIEW


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What is published, as in a console; `in_kernel` makes it a notebook."""
    made: list[dict[str, Any]] = []
    monkeypatch.setattr("IPython.display.publish_display_data", lambda data, *_: made.append(data))
    monkeypatch.setattr("IPython.core.getipython.get_ipython", lambda: object())
    return made


@pytest.fixture
def in_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("datavault_jupyter.display.live.has_front_end", lambda: True)


@pytest.mark.usefixtures("in_kernel")
def test_they_show_themselves_live_with_their_list_as_the_still_copy(
    reviews: Dataset, shown: list[dict[str, Any]]
) -> None:
    reviews.new_version("2.0.0", name="Paper")
    reviews.versions._ipython_display_()
    still, live = shown
    assert WIDGET_VIEW in live
    assert "data-dv-still" in still["text/html"]
    assert "<script" not in still["text/html"]
    for form in ("text/html", "text/plain"):
        assert "2.0.0" in still[form]
        assert "Paper" in still[form]


@pytest.mark.usefixtures("in_kernel")
def test_a_slice_shows_what_is_in_it_and_nothing_else(
    reviews: Dataset, shown: list[dict[str, Any]]
) -> None:
    reviews.new_version("2.0.0")
    reviews.versions[:1]._ipython_display_()
    (still,) = shown
    assert set(still) == {"text/html", "text/plain"}
    assert "2.0.0" in still["text/plain"]
    assert "1.0.0" not in still["text/plain"]


def test_outside_a_kernel_there_is_only_the_still_copy(
    reviews: Dataset, shown: list[dict[str, Any]]
) -> None:
    reviews.versions._ipython_display_()
    assert [set(each) for each in shown] == [{"text/html", "text/plain"}]


def test_the_still_copy_has_an_end(reviews: Dataset) -> None:
    reviews.head.describe("long words " * 100_000, name="<script>alert(1)</script>")
    reviews.head.tag("t" * 200)
    for n in range(60):
        reviews.new_version(f"2.0.{n}", description="long words " * 10_000)
    made = reviews.versions._repr_mimebundle_()
    assert len(made["text/html"]) < 60_000
    assert len(made["text/plain"]) < 30_000
    assert "<script" not in made["text/html"]
    assert "First 50 of 61" in made["text/html"]
    assert "and 11 more" in made["text/plain"]


def test_the_tab_leaves_the_same_still_copy(vault: Vault, reviews: Dataset) -> None:
    view = reviews.show(tab="versions")
    data, _ = view._repr_mimebundle_()
    assert data["text/plain"] == reviews.versions._repr_mimebundle_()["text/plain"]
    view.tab = "overview"
    assert "good" in view._repr_mimebundle_()[0]["text/plain"]
    view.tab = "versions"
    reviews.delete(confirm="delete")
    assert "deleted" in view._repr_mimebundle_()[0]["text/plain"]
    view.close()


@pytest.mark.usefixtures("in_kernel")
def test_the_versions_of_a_deleted_dataset_still_show(
    reviews: Dataset, shown: list[dict[str, Any]]
) -> None:
    versions = reviews.versions
    reviews.delete(confirm="delete")
    versions._ipython_display_()
    assert "1.0.0" in shown[0]["text/plain"]
    # The same holds for the dataset itself.
    reviews._ipython_display_()
    assert "deleted" in shown[1]["text/plain"]


def test_a_live_view_opens_at_the_tab(
    reviews: Dataset, monkeypatch: pytest.MonkeyPatch, shown: list[dict[str, Any]], in_kernel: None
) -> None:
    tabs: list[str] = []
    begin = DatasetView.__init__

    def noted(self: DatasetView, *args: Any, **options: Any) -> None:
        begin(self, *args, **options)
        tabs.append(self.tab)

    monkeypatch.setattr(DatasetView, "__init__", noted)
    reviews.versions._ipython_display_()
    assert tabs == ["versions"]
    assert len(shown) == 2
