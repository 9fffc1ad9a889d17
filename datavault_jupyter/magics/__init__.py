"""The ``%vault`` magics: the vault's verbs on one line of a notebook."""

from __future__ import annotations

from typing import Any


def load(shell: Any) -> None:
    """Make ``%vault`` and its completion known to a shell; doing it twice does nothing.

    Where something else owns ``%vault`` already, ours is called ``%datavault``, and says so.
    """
    from datavault_jupyter.magics.registering import register

    register(shell)


def unload(shell: Any) -> None:
    """Take the magics and their completion back."""
    from datavault_jupyter.magics.registering import unregister

    unregister(shell)
