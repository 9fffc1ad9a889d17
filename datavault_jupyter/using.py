"""Where this program runs, as far as it can tell: for the log of who loaded what."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from datavault_jupyter.display.live import has_front_end

# Jupyter's servers tell kernels the notebook's path in the first, VS Code in the second.
_NOTEBOOK_VARIABLES = ("JPY_SESSION_NAME", "VSCODE_IPYNB_FILE")
_SHELL_NAME = "__vsc_ipynb_file__"


def _named() -> str:
    """The notebook as whoever started the kernel names it; empty where nobody does."""
    for variable in _NOTEBOOK_VARIABLES:
        if named := os.environ.get(variable, ""):
            return named
    return str(getattr(sys.modules.get("__main__"), _SHELL_NAME, "") or "")


def notebook_path() -> str:
    """The whole path of the notebook whose kernel this is; empty where it isn't one.

    Programs that a notebook started are told of it, too: they are none.
    """
    named = _named()
    is_whole = named.endswith(".ipynb") and Path(named).is_absolute()
    return named if is_whole and has_front_end() else ""


def place_of_use() -> str:
    """The notebook's or program's file name; empty in an interactive session without one."""
    if named := _named():
        return Path(named).name
    if "ipykernel" in sys.modules:
        return ""
    return Path(sys.argv[0]).name if sys.argv and sys.argv[0] not in ("", "-c", "-m") else ""
