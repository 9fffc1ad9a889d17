"""A version of a dataset."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class VersionState(StrEnum):
    """How far a version is."""

    DRAFT = "draft"
    FAILED = "failed"
    ABORTED = "aborted"
    FINAL = "final"
    PUBLISHED = "published"

    @property
    def is_finished(self) -> bool:
        """Whether its rows can't change any more, and can be relied on."""
        return self in (VersionState.FINAL, VersionState.PUBLISHED)


@dataclass(frozen=True, slots=True)
class ParentLink:
    """A version that another one was made from."""

    key: int
    id: str
    number: str
    dataset: str


@dataclass(frozen=True, slots=True)
class Version:
    """An immutable state of a dataset.

    Attributes:
        id: ``ver_…``.
        number: Such as ``1.0.0``.
        source_info: Where its rows came from: file name, size, hash, dialect …
        name: A name people gave it, empty when none.
        description: What it is, empty when nobody said.
        finished_at: When its rows were final.
        archived_at: When it was put out of sight.
        parents: What it was made from, in order.
        tags: Words people find it by.
        metadata: What people noted about it, by name.
        new_byte_count: Bytes of it that no parent has.
        dataset_key: Whose version it is.
    """

    key: int
    id: str
    number: str
    state: VersionState
    row_count: int
    byte_count: int
    created_at: datetime
    created_by: str
    source_info: dict[str, Any]
    name: str = ""
    description: str = ""
    finished_at: datetime | None = None
    archived_at: datetime | None = None
    parents: tuple[ParentLink, ...] = ()
    tags: tuple[str, ...] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)
    new_byte_count: int = 0
    dataset_key: int = 0

    @property
    def is_archived(self) -> bool:
        """Whether it is out of sight."""
        return self.archived_at is not None


FIRST_NUMBER = "1.0.0"
_SEMANTIC = re.compile(
    r"v?(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?"
)


def next_number(number: str) -> str:
    """The number after this one: its last whole number goes up by one.

    >>> next_number("1.0.0"), next_number("2.9"), next_number("draft")
    ('1.0.1', '2.10', 'draft.1')
    """
    head, _, last = number.rpartition(".")
    if not (last.isascii() and last.isdigit()):
        return f"{number}.1"
    return f"{head}.{int(last) + 1}" if head else str(int(last) + 1)


def is_semantic(number: str) -> bool:
    """Whether a number is one of semantic versioning (semver.org 2.0.0).

    >>> is_semantic("1.2.0"), is_semantic("1.1.1-clean"), is_semantic("spring")
    (True, True, False)
    """
    return _SEMANTIC.fullmatch(number) is not None


def is_release(number: str) -> bool:
    """Whether a number is a semantic one without a word behind it.

    >>> is_release("1.2.0"), is_release("1.1.1-clean")
    (True, False)
    """
    return is_semantic(number) and "-" not in number


def precedence(number: str) -> tuple[Any, ...]:
    """What semantic numbers are sorted by; all others come before them.

    >>> sorted(["1.10.0", "1.9.0", "1.9.0-rc.1", "spring"], key=precedence)
    ['spring', '1.9.0-rc.1', '1.9.0', '1.10.0']
    """
    found = _SEMANTIC.fullmatch(number)
    if found is None:
        return (0,)
    major, minor, patch, pre = found.groups()
    parts = [
        (0, int(each), "") if each.isdigit() else (1, 0, each) for each in (pre or "").split(".")
    ]
    return (1, int(major), int(minor), int(patch), pre is None, parts if pre else [])
