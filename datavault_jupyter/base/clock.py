"""The present time, always UTC and always asked for here, so that tests can hold it still."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment in UTC, with a time zone attached.

    >>> now().tzinfo is UTC
    True
    """
    return datetime.now(UTC)
