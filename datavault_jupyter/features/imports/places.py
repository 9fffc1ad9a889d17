"""How a typed path may go on: folders, and files that can be imported."""

from __future__ import annotations

import heapq
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from datavault_jupyter.features.imports.sources import is_importable

_LOOK_EVERY = 1_000


@dataclass(frozen=True, slots=True)
class ImportPlace:
    """A folder or a file that can be imported.

    Attributes:
        path: As it would stand in the field; a folder's ends with a slash.
        name: Its last part.
        is_folder: Whether it is a folder.
        byte_count: Size of a file.
    """

    path: str
    name: str
    is_folder: bool
    byte_count: int | None = None


def complete(text: str, limit: int, is_stopped: Callable[[], bool]) -> list[ImportPlace]:
    """The places whose paths begin with a text, folders first, at most `limit` of them.

    Args:
        text: As far as the path is typed; ``~`` is the home folder.
        limit: How many at most.
        is_stopped: Asked now and then in large folders.
    """
    if text == "~":
        text = "~/"
    head, tail = os.path.split(text)
    folder = os.path.expanduser(head) if head else "."  # noqa: PTH111 - the text may be no path
    shown = text[: len(text) - len(tail)]
    found = _found(folder, tail, shown, is_stopped)
    return heapq.nsmallest(limit, found, key=lambda each: (not each.is_folder, each.name.lower()))


def _found(
    folder: str, tail: str, shown: str, is_stopped: Callable[[], bool]
) -> Iterator[ImportPlace]:
    wanted = tail.casefold()
    try:
        with os.scandir(folder) as entries:
            for at, entry in enumerate(entries):
                if at % _LOOK_EVERY == 0 and is_stopped():
                    return
                is_hidden = entry.name.startswith(".") and not tail.startswith(".")
                if is_hidden or not entry.name.casefold().startswith(wanted):
                    continue
                try:
                    if entry.is_dir():
                        yield ImportPlace(f"{shown}{entry.name}/", entry.name, is_folder=True)
                    elif is_importable(PurePath(entry.name)) and entry.is_file():
                        size = entry.stat().st_size
                        yield ImportPlace(
                            shown + entry.name, entry.name, is_folder=False, byte_count=size
                        )
                except OSError:
                    continue  # gone meanwhile, or a link to nowhere
    except (OSError, ValueError):
        return  # no such folder (yet): there is nothing to offer
