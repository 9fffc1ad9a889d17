"""Who asks: Jupyter's user, as somebody the vault may know."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

from jupyter_server.auth.identity import (
    IdentityProvider,
    PasswordIdentityProvider,
    User,
)

from datavault_jupyter.access import Identity, identify
from datavault_jupyter.base.ids import is_id

# They ask for one secret and know no names: whoever has it is whom the server belongs to.
_NAMELESS = (IdentityProvider, PasswordIdentityProvider)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who passed Jupyter's door.

    Attributes:
        identity: Under which the vault knows them, or doesn't.
        is_owner: The server belongs to them: its kernels run in their name.
    """

    identity: Identity
    is_owner: bool


def knows_names(provider: Any) -> bool:
    """Whether Jupyter's identity provider can tell people apart.

    The exact types: what is derived from them may know names.
    """
    return type(provider) not in _NAMELESS


def visitor_of(user: User, provider: Any) -> Visitor | None:
    """Who a user is to the vault; None where Jupyter asks nobody who they are.

    With Jupyter's own token or password everybody has one secret, and with it kernels: they are
    the owner. A provider that knows names gives them, and is trusted in that; the owner is then
    whom JupyterHub named for this server.

    Args:
        user: Jupyter's `current_user`.
        provider: Jupyter's identity provider.
    """
    # A name that has the form of a person's id would be taken for that person.
    if not provider.auth_enabled or is_id(user.username, "prs"):
        return None
    owner = identify()
    if not knows_names(provider):
        return Visitor(owner, is_owner=True)
    named_by_hub = os.environ.get("JUPYTERHUB_USER", "").strip()
    if named_by_hub and user.username == named_by_hub:
        return Visitor(Identity(named_by_hub, user.display_name, "jupyterhub"), is_owner=True)
    return Visitor(Identity(user.username, user.display_name, "jupyter"), is_owner=False)
