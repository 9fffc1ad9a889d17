"""Where live views plug themselves in: what shows itself need not know how views are made."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import Any

from datavault_jupyter.base.errors import VaultError

# Kind of view, what it shows, options -> a widget. Plugged in by the package's front door.
Maker = Callable[..., Any]
_makers: dict[str, Maker] = {}


def plug(kind: str, maker: Maker) -> None:
    """Say how a kind of view is made."""
    _makers[kind] = maker


def made(kind: str, shown: object, **options: Any) -> Any:
    """A live view.

    Raises:
        KeyError: nobody plugged in how such a view is made.
    """
    return _makers[kind](shown, **options)


def has_front_end() -> bool:
    """Whether a notebook's front end may be listening: whether this is a Jupyter kernel."""
    try:
        from IPython.core.getipython import get_ipython
    except ImportError:
        return False
    shell = get_ipython()
    return getattr(shell, "kernel", None) is not None


def add(kind: str, shown: object) -> None:
    """Display a live view besides what was shown; where there can be none, nothing."""
    from traitlets import TraitError

    if kind not in _makers or not has_front_end():
        return
    with contextlib.suppress(ImportError, VaultError, TraitError):
        made(kind, shown)._ipython_display_()


def show(kind: str, shown: object, still: Callable[[], dict[str, str]]) -> None:
    """Display something: the live view within a kernel, else the still copy.

    Args:
        kind: Of the view.
        shown: What it shows.
        still: Makes the copy that needs neither kernel nor script.
    """
    from IPython.core.getipython import get_ipython
    from IPython.display import publish_display_data
    from traitlets import TraitError

    if kind in _makers and has_front_end():
        try:
            view = made(kind, shown)
        except (ImportError, VaultError, TraitError):
            pass  # JavaScript nobody has built yet, a vault that was closed, a deleted dataset
        else:
            view._ipython_display_()
            return
    if get_ipython() is None:
        print(still()["text/plain"])  # noqa: T201 - what a display is without IPython
        return
    publish_display_data(dict(still()))  # type: ignore[no-untyped-call]
