"""The Hub's panel as a widget: its traits, its still copy, what it leaves behind."""

from __future__ import annotations

from typing import Any

import pytest
from ipywidgets.widgets.widget import _instances

import datavault_jupyter as dv
from datavault_jupyter import Vault
from datavault_jupyter.base.errors import BadArgument


def test_it_says_what_it_is_without_a_script(vault: Vault) -> None:
    panel = vault.hub_panel("imdb")
    assert isinstance(panel, dv.HubPanel)
    assert (panel.text, panel.repo_id, panel.dataset_id) == ("imdb", "", "")
    still = panel._still()
    assert "Hugging Face Hub" in still["text/html"]
    assert vault.name in repr(panel)
    assert "<script" not in still["text/html"]
    panel.close()


def test_it_opens_at_a_dataset_and_follows_python(vault: Vault) -> None:
    panel = dv.HubPanel(vault, repo_id="stanfordnlp/imdb")
    assert panel.get_state(["repo_id", "text"]) == {"repo_id": "stanfordnlp/imdb", "text": ""}
    panel.text = "reviews"
    assert panel.get_state("text") == {"text": "reviews"}
    panel.close()


@pytest.mark.parametrize("given", [{"text": 5}, {"repo_id": ["a/b"]}, {"text": None}])
def test_what_is_no_text_is_refused_by_name(vault: Vault, given: dict[str, Any]) -> None:
    (name,) = given
    with pytest.raises(BadArgument) as refused:
        vault.hub_panel(**given)
    assert refused.value.field == name


def test_closed_it_leaves_nothing_in_the_kernel(vault: Vault) -> None:
    before = set(_instances)
    panel = vault.hub_panel()
    panel.close()
    assert set(_instances) == before
    assert panel.comm is None
