"""A page of a longer list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of the entries, and how many there are in all.

    >>> Page(["a", "b"], offset=0, total_count=5).has_more
    True
    """

    entries: Sequence[T]
    offset: int
    total_count: int

    @property
    def has_more(self) -> bool:
        """Whether entries follow after this page."""
        return self.offset + len(self.entries) < self.total_count
