"""A progress bar for work that takes longer than a moment."""

from __future__ import annotations

import importlib
import importlib.util
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

_MOMENT_S = 1.0


@contextmanager
def bar(label: str) -> Iterator[Callable[[float], None]]:
    """A callback for shares from 0 to 1; the bar appears only after a second of work.

    >>> with bar("Import") as report:
    ...     report(0.5)
    """
    started = time.monotonic()
    shown: list[Any] = []

    def report(share: float) -> None:
        if not shown and time.monotonic() - started > _MOMENT_S:
            shown.append(_new(label))
        if shown:
            shown[0].n = round(min(max(share, 0.0), 1.0) * 100)
            shown[0].refresh()

    try:
        yield report
        if shown:
            report(1.0)
    finally:
        if shown:
            shown[0].close()


def _new(label: str) -> Any:
    # Without ipywidgets tqdm.auto prints a warning instead of a bar.
    has_widgets = importlib.util.find_spec("ipywidgets") is not None
    made = importlib.import_module("tqdm.auto" if has_widgets else "tqdm.std").tqdm
    return made(total=100, desc=label, unit="%", bar_format="{desc} {percentage:3.0f}%|{bar}|")
