"""Who may bring files in, before it is known where they go."""

from __future__ import annotations

from datavault_jupyter.access import NOWHERE, Action, Place, Policy


def require_creator(policy: Policy) -> None:
    """Refuse, unless the actor may add datasets somewhere in the vault.

    Raises:
        NotAllowed: they may nowhere.
    """
    seen = policy.visibility()
    if any(policy.allows(Action.DATASET_CREATE, Place(key)) for key in seen.project_ids):
        return
    policy.require(Action.DATASET_CREATE, NOWHERE)
