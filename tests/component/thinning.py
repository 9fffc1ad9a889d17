"""Which of a test's sizes and themes are tried: all of them takes ``npm run test:full``."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pytest

Look = tuple[int, bool]


def look_of(item: pytest.Item) -> Look | None:
    """Width and darkness a test is asked for, where it is asked for both."""
    params = getattr(getattr(item, "callspec", None), "params", {})
    if "width" not in params or not {"theme", "is_dark"} & params.keys():
        return None
    return int(params["width"]), params.get("theme") == "dark" or params.get("is_dark") is True


def kept(looks: set[Look]) -> set[Look]:
    """Of every width in both themes: each width once, the themes in turn.

    >>> sorted(kept({(w, d) for w in (1072, 672, 352) for d in (False, True)}))
    [(352, False), (672, True), (1072, False)]
    """
    widths = sorted({width for width, _ in looks}, reverse=True)
    if len(widths) < 2 or len(looks) != 2 * len(widths):
        return looks
    return {(width, at % 2 == 1) for at, width in enumerate(widths)}


def thinned(items: list[pytest.Item]) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """The tests to run, and those that are left out."""
    looks: dict[tuple[str, str], set[Look]] = defaultdict(set)
    for item in items:
        look = look_of(item)
        if look is not None:
            looks[str(item.path), getattr(item, "originalname", "")].add(look)
    left: list[pytest.Item] = []
    out: list[pytest.Item] = []
    for item in items:
        look = look_of(item)
        named = str(item.path), getattr(item, "originalname", "")
        (left if look is None or look in kept(looks[named]) else out).append(item)
    return left, out
