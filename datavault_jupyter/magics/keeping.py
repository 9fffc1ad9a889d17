"""What becomes of an outcome: shown under the cell, kept in a variable, or nobody can tell.

IPython hands a magic its line only. But a value that is kept must stay lazy, and one that is shown
must be looked at while the magic runs: IPython prints errors of a display and lets the cell pass.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import Any

from datavault_jupyter.magics.parsing import require_variable

_ARROW = re.compile(r"\s*(\w+)\s*<<(?:\s+|$)")
OURS = "datavault_jupyter."


class Fate(Enum):
    """What the cell does with the outcome of a magic."""

    SHOWN = "shown"
    KEPT = "kept"
    UNKNOWN = "unknown"


def fate_of(shell: Any, magic: str, line: str) -> Fate:
    """What the running cell does with the outcome of this line.

    IPython writes the cell down as Python before it runs it; there the line stands either alone
    or to the right of an equals sign.
    """
    try:
        cell = str(shell.history_manager.input_hist_parsed[-1])
    except (AttributeError, IndexError):
        return Fate.UNKNOWN
    call = f"get_ipython().run_line_magic({magic!r}, {line!r})"
    fates = {_fate_on(text.strip(), call) for text in cell.splitlines() if call in text}
    return fates.pop() if len(fates) == 1 else Fate.UNKNOWN


def _fate_on(text: str, call: str) -> Fate:
    if text == call:
        return Fate.SHOWN
    return Fate.KEPT if text.endswith(f"= {call}") else Fate.UNKNOWN


def split_arrow(line: str) -> tuple[str | None, str]:
    """The variable of ``x << …``, and what follows it.

    >>> split_arrow("top << sql SELECT 1")
    ('top', 'sql SELECT 1')
    """
    found = _ARROW.match(line)
    if found is None:
        return None, line
    return require_variable(found.group(1)), line[found.end() :]


def look_at(value: Any) -> None:
    """Make what is going to be shown run now, where a failure fails the cell."""
    if type(value).__module__.startswith(OURS):
        repr(value)
