"""From where a link can be reached: told honestly, or not at all."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress


def server_url(environment: Mapping[str, str] = os.environ) -> str:
    """The address of the Jupyter server this kernel belongs to; empty where it isn't known.

    JupyterHub tells its public address. Elsewhere the only server that runs on this machine under
    this account is taken; where there are several, none is.

    >>> server_url({"JUPYTERHUB_PUBLIC_URL": "https://hub.example.org/user/ana/"})
    'https://hub.example.org/user/ana/'
    """
    told = environment.get("JUPYTERHUB_PUBLIC_URL", "").strip()
    if told:
        return told if told.endswith("/") else f"{told}/"
    found: list[str] = []
    # Without Jupyter's server in this environment, or its folder unreadable, nothing is known.
    with suppress(ImportError, OSError, ValueError):
        from jupyter_server.serverapp import list_running_servers

        found = [str(each["url"]) for each in list_running_servers()]
    return found[0] if len(found) == 1 else ""
