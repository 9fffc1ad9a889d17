"""Patterns such as ``data/**/*.csv``, and the order in which people count."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from fnmatch import translate
from pathlib import Path

from datavault_jupyter.base.errors import BadFile, Cancelled
from datavault_jupyter.storage.foreign import translated

# More files than this are read for a mistake in the pattern.
MOST_FILES = 100_000
_MAGIC = re.compile(r"[*?\[]")
_LOOK_EVERY = 1_000
# How many names a sentence shows.
_SHOWN = 6


def has_magic(text: str) -> bool:
    """Whether a path is a pattern.

    >>> has_magic("a*.csv"), has_magic("a.csv")
    (True, False)
    """
    return _MAGIC.search(text) is not None


def natural_key(text: str) -> tuple[object, ...]:
    """What sorts names as people count; names that differ never compare as equal.

    >>> sorted(["file10", "File9", "file2"], key=natural_key)
    ['file2', 'File9', 'file10']
    """
    pieces = re.split(r"([0-9]+)", text.casefold())
    return (*((at % 2, int(each) if at % 2 else each) for at, each in enumerate(pieces)), (2, text))


def path_key(path: str) -> tuple[tuple[object, ...], ...]:
    """The same for paths, folder by folder."""
    return tuple(natural_key(each) for each in path.replace("\\", "/").split("/"))


def matching(pattern: str, is_stopped: Callable[[], bool]) -> list[Path]:
    """The files that a pattern means, in natural order; folders are none.

    ``*``, ``?`` and ``[…]`` stay within a name, ``**`` is any folders or none. A name that begins
    with a dot is meant only where the pattern says the dot. ``**`` doesn't follow links to folders:
    they may lead in circles, and then each row would be there many times.

    Raises:
        BadFile: no file matches, too many do, or a folder can't be looked into.
        Cancelled: the import is to end.
    """
    drive, rest = os.path.splitdrive(pattern)
    parts = [part for part in re.split(r"[/\\]" if os.name == "nt" else "/", rest) if part]
    root = Path(drive + ("/" if rest.startswith(("/", os.sep)) else "")) if rest else Path()
    fixed = 0
    while fixed < len(parts) - 1 and not has_magic(parts[fixed]):
        root /= parts[fixed]
        fixed += 1
    # Together: one ** after the other would find each file more than once.
    wanted = [
        part
        for at, part in enumerate(parts[fixed:])
        if at == 0 or part != "**" or parts[fixed + at - 1] != "**"
    ]
    if wanted[-1] == "**":
        wanted.append("*")
    if not root.is_dir():
        raise BadFile(f"{pattern}: there is no folder {root}.", hint="Check the path.")
    found: dict[str, None] = {}
    for at, path in enumerate(_walked(str(root), wanted, 0)):
        found[path] = None
        if at % _LOOK_EVERY == 0 and is_stopped():
            raise Cancelled("The import was cancelled.")
        if len(found) > MOST_FILES:
            raise BadFile(
                f"{pattern} matches more than {MOST_FILES:,} files.",
                hint="Use a narrower pattern, or several.",
            )
    if not found:
        raise _nothing(pattern, root)
    return [Path(each) for each in sorted(found, key=path_key)]


def _walked(folder: str, parts: list[str], at: int) -> Iterator[str]:
    """The files below a folder that the rest of a pattern means."""
    part, is_last = parts[at], at == len(parts) - 1
    if part == "**":
        yield from _walked(folder, parts, at + 1)
        for entry in _entries(folder):
            if entry.is_dir(follow_symlinks=False) and not entry.name.startswith("."):
                yield from _walked(entry.path, parts, at)
        return
    meant = re.compile(translate(part)).match
    for entry in _entries(folder):
        if not meant(entry.name) or (entry.name.startswith(".") and not part.startswith(".")):
            continue
        if is_last:
            if entry.is_file():
                yield entry.path
        elif entry.is_dir():
            yield from _walked(entry.path, parts, at + 1)


def _entries(folder: str) -> list[os.DirEntry[str]]:
    """What is in a folder; one that can't be read isn't passed over, its rows would be missing."""
    with translated(), os.scandir(folder) as entries:
        return list(entries)


def _nothing(pattern: str, root: Path) -> BadFile:
    has = listed([entry.name + "/" * entry.is_dir() for entry in _entries(str(root))])
    place = "The notebook's folder" if root == Path() else str(root)
    return BadFile(f"No file matches {pattern}.", hint=f"{place} has {has}.")


def listed(names: list[str]) -> str:
    """Some of the names, and how many more there are.

    >>> listed(["b.csv", "a.csv"]), listed([])
    ('a.csv, b.csv', 'nothing in it')
    """
    shown = sorted(names, key=natural_key)
    if not shown:
        return "nothing in it"
    rest = len(shown) - _SHOWN
    more = f" and {rest:,} more" if rest > 0 else ""
    return ", ".join(shown[:_SHOWN]) + more
