"""Where this program runs, as far as it can tell: for the log of who loaded what."""

from __future__ import annotations

import os
import sys
from pathlib import Path

# Jupyter's servers tell kernels the notebook's path in the first, VS Code in the second.
_NOTEBOOK_VARIABLES = ("JPY_SESSION_NAME", "VSCODE_IPYNB_FILE")
_SHELL_NAME = "__vsc_ipynb_file__"


def place_of_use() -> str:
    """The notebook's or program's file name; empty in an interactive session without one."""
    for variable in _NOTEBOOK_VARIABLES:
        named = os.environ.get(variable, "")
        if named:
            return Path(named).name
    main = sys.modules.get("__main__")
    told = getattr(main, _SHELL_NAME, "") or ""
    if told:
        return Path(str(told)).name
    if "ipykernel" in sys.modules:
        return ""
    return Path(sys.argv[0]).name if sys.argv and sys.argv[0] not in ("", "-c", "-m") else ""
