"""What is known of versions besides their rows, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Use:
    """Somebody loaded a version.

    Attributes:
        number: The version's.
        at: When.
        actor: Who.
        place: The notebook or program, as far as that is known.
        alias: What they called it.
    """

    number: str
    at: datetime
    actor: str
    place: str
    alias: str


@dataclass(frozen=True, slots=True)
class Verified:
    """A part compared with what was written.

    Attributes:
        path: Within the vault's folder.
        byte_count: The size that was written.
        problem: What is wrong; empty when nothing is.
    """

    path: str
    byte_count: int
    problem: str = ""
