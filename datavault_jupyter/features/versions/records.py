"""A version of a dataset."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Version:
    """An immutable state of a dataset.

    Attributes:
        id: ``ver_…``.
        number: Such as ``1.0.0``.
        source_info: Where its rows came from: file name, size, hash, dialect …
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


FIRST_NUMBER = "1.0.0"


def next_number(number: str) -> str:
    """The number after this one: its last whole number goes up by one.

    >>> next_number("1.0.0"), next_number("2.9"), next_number("draft")
    ('1.0.1', '2.10', 'draft.1')
    """
    head, _, last = number.rpartition(".")
    if not (last.isascii() and last.isdigit()):
        return f"{number}.1"
    return f"{head}.{int(last) + 1}" if head else str(int(last) + 1)
