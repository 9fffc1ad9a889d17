"""Putting the magics into a shell, and taking them out again."""

from __future__ import annotations

from typing import Any

from datavault_jupyter.magics.completion import make_matcher
from datavault_jupyter.magics.dispatch import VaultMagics, say

NAME, OTHER_NAME = "vault", "datavault"
_KINDS = ("line", "cell")


def _owner(shell: Any, name: str) -> Any:
    """The function behind a magic of this name; None when it is free."""
    found = [shell.magics_manager.magics[kind].get(name) for kind in _KINDS]
    return next(filter(None, found), None)


def _of_function(function: Any) -> VaultMagics | None:
    """Our magics, when the function is theirs."""
    owner = getattr(function, "__self__", None)
    # By name: a reloaded module has another class of the same name.
    is_ours = type(owner).__module__ == VaultMagics.__module__
    return owner if is_ours else None


def _registered(shell: Any) -> VaultMagics | None:
    owners = (_of_function(_owner(shell, name)) for name in (NAME, OTHER_NAME))
    return next(filter(None, owners), None)


def register(shell: Any) -> None:
    """Make the magics and their completion known; once is enough.

    Where another extension owns ``%vault``, it keeps it, and ours gets the other name.
    """
    if _registered(shell) is not None:
        return
    other = _owner(shell, NAME)
    name = NAME if other is None else OTHER_NAME
    if other is not None:
        whose = getattr(other, "__module__", None) or type(other).__module__
        say(f"%vault belongs to {whose} here, so this one is %{OTHER_NAME} and %%{OTHER_NAME}.")
    made = VaultMagics(shell, name)
    made.replaced = shell.magics_manager.registry.get(VaultMagics.__name__)
    shell.register_magics(made)
    completer = getattr(shell, "Completer", None)
    if completer is not None:
        made.matcher = make_matcher(made)
        completer.custom_matchers.append(made.matcher)


def unregister(shell: Any) -> None:
    """Take the magics, their completion and their settings out of a shell."""
    made = _registered(shell)
    if made is None:
        return
    manager = shell.magics_manager
    for kind in _KINDS:
        # Whoever took the name after us keeps it.
        if _of_function(manager.magics[kind].get(made.name)) is not None:
            del manager.magics[kind][made.name]
    del manager.registry[VaultMagics.__name__]
    if made.replaced is not None:
        manager.registry[VaultMagics.__name__] = made.replaced
    if made in shell.configurables:
        shell.configurables.remove(made)
    completer = getattr(shell, "Completer", None)
    if completer is not None and made.matcher in completer.custom_matchers:
        completer.custom_matchers.remove(made.matcher)
