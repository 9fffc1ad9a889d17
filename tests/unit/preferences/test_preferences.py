"""What a person sets for themselves stays theirs."""

from collections.abc import Callable
from typing import Any

import pytest

from datavault_jupyter import OrgRole, Vault
from datavault_jupyter.base.errors import BadArgument, NotAllowed
from datavault_jupyter.features.preferences.service import PreferenceService

Act = Callable[[str], Vault]


def preferences(vault: Vault) -> PreferenceService:
    services = vault._services
    return PreferenceService(services.store, services.policy, services.person)


def test_a_setting_is_kept_for_the_next_time_and_forgotten_with_none(vault: Vault) -> None:
    mine = preferences(vault)
    assert mine.get("listing") is None
    mine.set("listing", {"page_size": 50, "widths": {"name": 300}})
    again = Vault(vault.path)
    assert preferences(again).get("listing") == {"page_size": 50, "widths": {"name": 300}}
    mine.set("listing", None)
    assert mine.get("listing") is None


def test_nobody_reads_anothers(vault: Vault, act_as: Act) -> None:
    vault.people.add("ann", OrgRole.ORG_ADMIN)
    preferences(vault).set("listing", 1)
    other = preferences(act_as("ann"))
    assert other.get("listing") is None
    other.set("listing", 2)
    assert preferences(vault).get("listing") == 1


def test_who_does_not_reach_the_vault_sets_nothing(vault: Vault, act_as: Act) -> None:
    vault.people.add("carl", OrgRole.CONTRIBUTOR)
    theirs = preferences(act_as("carl"))
    with pytest.raises(NotAllowed):
        theirs.get("listing")
    with pytest.raises(NotAllowed):
        theirs.set("listing", 1)


@pytest.mark.parametrize("name", ["", "Listing", "a b", "../x", "a" * 61])
def test_a_name_is_a_word(vault: Vault, name: str) -> None:
    with pytest.raises(BadArgument, match="no name"):
        preferences(vault).set(name, 1)


@pytest.mark.parametrize("value", ["x" * 30_000, float("nan"), object()])
def test_a_setting_is_a_little_json(vault: Vault, value: Any) -> None:
    with pytest.raises(BadArgument, match="JSON|characters"):
        preferences(vault).set("listing", value)
