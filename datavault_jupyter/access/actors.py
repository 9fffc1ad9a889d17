"""Who the kernel works for: Jupyter's identity, else the system's account.

In a kernel the actor is the kernel's owner, also in a collaborative session: the kernel runs with
that account's rights, so another name would promise a protection that isn't there.
"""

from __future__ import annotations

import getpass
import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Identity:
    """A name and where it comes from.

    Attributes:
        name: Unique within the vault.
        display_name: As people read it.
        via: ``jupyterhub``, ``system`` or ``demo``.
    """

    name: str
    display_name: str
    via: str


def identify() -> Identity:
    """The identity of whoever runs this process.

    JupyterHub tells it in ``JUPYTERHUB_USER``. Else it is the account the process runs under,
    not ``$USER``, which anyone can set. Demonstrations and tests may set ``DATAVAULT_DEMO=1`` and
    a name in ``DATAVAULT_ACT_AS``.
    """
    pretended = os.environ.get("DATAVAULT_ACT_AS", "").strip()
    if pretended and os.environ.get("DATAVAULT_DEMO") == "1":
        return Identity(pretended, pretended, "demo")
    hub = os.environ.get("JUPYTERHUB_USER", "").strip()
    if hub:
        return Identity(hub, hub, "jupyterhub")
    name = _account()
    return Identity(name, name, "system")


def _account() -> str:
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):  # Windows has no pwd; a container's user may have no entry
        try:
            return getpass.getuser()
        except (KeyError, OSError):
            return f"uid-{os.getuid()}"
