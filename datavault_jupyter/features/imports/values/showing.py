"""Values as a preview shows them."""

from __future__ import annotations

from collections.abc import Sequence

from datavault_jupyter.storage.columns import Columns

# Python's own values for these are lossy, or need a package that may be missing.
_AS_TEXT = ("ZONE", "TIMESTAMPTZ", "TIMESTAMP_NS", "TIME_NS", "INTERVAL", "BIT", "BIGNUM")


_LONGEST = 60


def shown(text: str) -> str:
    """A text as a sentence quotes it, long ones cut.

    >>> shown("a" * 70) == repr("a" * 60 + "…")
    True
    """
    return repr(text if len(text) <= _LONGEST else text[:_LONGEST] + "…")


def shown_list(columns: Columns, expressions: Sequence[str]) -> str:
    """The select list of a preview: types that Python lacks become text."""
    return ", ".join(
        f"CAST({sql} AS VARCHAR)" if any(kind in column.type for kind in _AS_TEXT) else sql
        for column, sql in zip(columns, expressions, strict=True)
    )
