"""One test a trait, from both sides, and what a display leaves behind."""

import gc
import weakref
from collections.abc import Callable
from typing import Any

import ipywidgets
import pandas as pd
import pytest
from ipywidgets.widgets.widget import _instances
from traitlets import TraitError

import datavault_jupyter as dv
from datavault_jupyter import Dataset, Listing, Vault
from datavault_jupyter.widgets.base import WIDGET_VIEW
from datavault_jupyter.widgets.listing import _NO_FILTERS

Open = Callable[[Any], Any]


def test_search_goes_both_ways(vault: Vault, line: Open) -> None:
    listing = Listing(vault, search="rev")
    browser = line(listing)
    heard: list[str] = []
    listing.observe(lambda change: heard.append(change["new"]), "search")
    browser.set(search="peng")
    assert listing.search == "peng"
    listing.search = "x"
    assert heard == ["peng", "x"]
    assert browser.sent.get(timeout=5)[0]["state"]["search"] is not None


def test_filters_take_words_and_say_which_they_know(vault: Vault, line: Open) -> None:
    listing = Listing(vault, filters={"statuses": ["complete"], "has_archived": True})
    line(listing)
    assert listing.filters == {**_NO_FILTERS, "statuses": ["complete"], "has_archived": True}
    listing.filters = {"projects": "Teaching"}
    assert listing.filters["projects"] == ["Teaching"]
    listing.filters = {"kinds": "clone"}
    assert listing.filters["kinds"] == ["clone"]
    with pytest.raises(TraitError, match="master, clone, merge"):
        listing.filters = {"kinds": ["copy"]}
    listing.filters = {"projects": "Teaching"}
    with pytest.raises(TraitError, match="collecting, draft, complete, orphaned"):
        listing.filters = {"statuses": ["done"]}
    with pytest.raises(TraitError, match="'owner' is no filter"):
        listing.filters = {"owner": "me"}
    assert listing.filters["projects"] == ["Teaching"]


def test_selected_holds_ids_and_gives_datasets(vault: Vault, reviews: Dataset, line: Open) -> None:
    listing = Listing(vault)
    browser = line(listing)
    browser.set(selected=[reviews.id, reviews.id])
    assert listing.selected == [reviews.id]
    assert listing.datasets == [reviews]
    with pytest.raises(TraitError, match="no dataset's id"):
        listing.selected = ["reviews"]
    reviews.delete(confirm="delete")
    assert listing.datasets == []


def test_dataset_id_says_which_is_open(vault: Vault, reviews: Dataset, line: Open) -> None:
    listing = Listing(vault)
    browser = line(listing)
    browser.set(dataset_id=reviews.id)
    assert listing.dataset_id == reviews.id


def test_the_first_page_travels_with_the_widget(vault: Vault, reviews: Dataset, line: Open) -> None:
    listing = Listing(vault)
    browser = line(listing)
    page = listing._boot["datasets.list"]
    assert [row["name"] for row in page["rows"]] == ["reviews"]
    asked, _ = browser.ask("datasets.list")
    assert asked["ok"]
    assert asked["data"]["rows"] == page["rows"]


def test_close_leaves_no_comm_and_nothing_in_the_kernel(vault: Vault) -> None:
    before = set(_instances)
    listing = Listing(vault)
    assert listing.model_id in set(_instances) - before
    kept = weakref.ref(listing)
    listing.close()
    assert listing.comm is None
    assert set(_instances) == before
    del listing
    gc.collect()
    assert kept() is None


def test_it_stands_in_a_box_beside_others(vault: Vault, line: Open) -> None:
    listing = Listing(vault)
    line(listing)
    word = ipywidgets.Text()
    ipywidgets.link((word, "value"), (listing, "search"))
    box = ipywidgets.VBox([word, listing])
    word.value = "peng"
    assert listing.search == "peng"
    box.close()
    word.close()


def test_a_display_carries_the_widget_and_its_still_copy(vault: Vault, reviews: Dataset) -> None:
    listing = Listing(vault)
    data, _ = listing._repr_mimebundle_()
    listing.close()
    assert set(data) == {WIDGET_VIEW, "text/html", "text/plain"}
    assert "reviews" in data["text/html"]
    assert "<script" not in data["text/html"]
    assert "reviews" in data["text/plain"]
    assert repr(listing) == data["text/plain"]


def test_the_vault_shows_itself_live_within_a_kernel_only(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[dict[str, str]] = []
    monkeypatch.setattr("IPython.display.publish_display_data", lambda data, *_: shown.append(data))
    monkeypatch.setattr("IPython.core.getipython.get_ipython", lambda: object())
    vault._ipython_display_()
    assert [set(data) for data in shown] == [{"text/html", "text/plain"}]
    monkeypatch.setattr("datavault_jupyter.display.live.has_front_end", lambda: True)
    vault._ipython_display_()
    still, live = shown[1:]
    assert "data-dv-still" in still["text/html"]
    assert WIDGET_VIEW in live


def test_news_of_another_handle_reach_the_view(vault: Vault, line: Open) -> None:
    listing = Listing(vault)
    browser = line(listing)
    vault.import_frame(pd.DataFrame({"a": [1]}), name="new")
    while True:
        data, _ = browser.sent.get(timeout=20)
        content = data.get("content", {})
        if content.get("news") == "datasets.changed":
            break
    assert content["data"]["revision"] > 0


def test_somebody_without_a_role_gets_no_listing(
    act_as: Callable[[str], Vault], vault: Vault
) -> None:
    other = act_as("nobody")
    with pytest.raises(dv.errors.NotAllowed):
        Listing(other)
