"""Files that are imported together: each once, and under names that differ."""

from __future__ import annotations

import itertools
import os
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from datavault_jupyter.features.imports import globbing
from datavault_jupyter.features.imports.records import Note


@dataclass(frozen=True, slots=True)
class Member:
    """A file that is imported.

    Attributes:
        name: What sentences and a column of file names call it; no two members share one.
        path: Where it lies on this disk.
        origin: Where it came from, ready for JSON and without secrets.
        byte_count: Its size as it lies there.
        encoding: What it is written in where that is known for sure; it counts more than a wish.
    """

    name: str
    path: Path
    origin: dict[str, Any]
    byte_count: int
    encoding: str | None = None


def once(found: list[Member]) -> tuple[list[Member], list[Note]]:
    """Each file once: patterns of a list may overlap, and no row is meant to be there twice."""
    seen: dict[tuple[str, str | None], Member] = {}
    again: dict[str, None] = {}
    for member in found:
        if member.origin["kind"] != "file":
            seen[str(len(seen)), "laid"] = member
            continue
        key = (os.path.realpath(member.origin["path"]), member.origin.get("member"))
        if key in seen:
            again[member.name] = None
        else:
            seen[key] = member
    notes = []
    if again:
        notes.append(Note(f"Named more than once, taken once: {globbing.listed(list(again))}."))
    return list(seen.values()), notes


def told_apart(members: list[Member]) -> list[Member]:
    """The members with names that differ: by folder where files are named alike."""
    counts = Counter(member.name for member in members)
    places = {id(each): _place(each) for each in members if counts[each.name] > 1}
    if not places:
        return members
    shared = os.path.commonpath([os.path.dirname(each) for each in places.values()])  # noqa: PTH120
    used = {name for name, number in counts.items() if number == 1}
    made = []
    for member in members:
        if id(member) in places:
            longer = places[id(member)][len(shared) :].lstrip("/")
            numbered = (f"{longer} ({number})" for number in itertools.count(2))
            name = next(each for each in itertools.chain([longer], numbered) if each not in used)
            used.add(name)
            made.append(replace(member, name=name))
        else:
            made.append(member)
    return made


def _place(member: Member) -> str:
    """A longer name of a member: its path, or its address without the host."""
    origin = member.origin
    place = str(origin.get("path") or urlsplit(str(origin.get("url", ""))).path or member.name)
    if "member" in origin:
        place = f"{place}/{origin['member']}"
    return "/" + place.replace("\\", "/").lstrip("/")
