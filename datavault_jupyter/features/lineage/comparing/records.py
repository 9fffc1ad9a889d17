"""A comparison as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RowsKind(StrEnum):
    """Which rows of a comparison."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class ColumnChange:
    """A column that differs.

    Attributes:
        name: Its name.
        before: Its type before; None where it was not there.
        after: Its type after; None where it is gone.
    """

    name: str
    before: str | None
    after: str | None

    @property
    def kind(self) -> str:
        """``added``, ``removed`` or ``retyped``."""
        if self.before is None:
            return "added"
        return "removed" if self.after is None else "retyped"
