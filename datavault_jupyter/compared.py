"""What differs between two versions, in the user's hands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from datavault_jupyter.features.lineage import view

if TYPE_CHECKING:
    from datavault_jupyter.features.datasets.records import DatasetRecord
    from datavault_jupyter.features.lineage.comparing import ColumnChange
    from datavault_jupyter.features.sql.rows import Rows
    from datavault_jupyter.features.versions.records import Version
    from datavault_jupyter.services import Services

    Sided = tuple[DatasetRecord, Version]


class Comparison:
    """Two versions beside each other: counts now, rows when they are asked for.

    >>> ds = vault["penguins"]
    >>> made = ds.at("1.0.0").compare("1.0.0")
    >>> made.added_count, made.removed_count, made.unchanged_count
    (0, 0, 3)
    """

    def __init__(
        self,
        services: Services,
        before: Sided,
        after: Sided,
        key: str | Sequence[str] | None,
    ) -> None:
        self._services = services
        self._before, self._after = before, after
        keys = [key] if isinstance(key, str) else list(key or ())
        self._known = services.comparing.compare(before, after, keys)

    @property
    def columns(self) -> tuple[ColumnChange, ...]:
        """Columns that were added, removed or retyped."""
        return self._known.columns

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that say which row is which; empty: rows are compared as a whole."""
        return self._known.key

    @property
    def added_count(self) -> int:
        """Rows that only the version after has."""
        return self._known.added_count

    @property
    def removed_count(self) -> int:
        """Rows that only the version before has."""
        return self._known.removed_count

    @property
    def changed_count(self) -> int:
        """Rows with the same key and other values; 0 without a key."""
        return self._known.changed_count

    @property
    def unchanged_count(self) -> int:
        """Rows that are the same."""
        return self._known.unchanged_count

    @property
    def byte_delta(self) -> int:
        """How many bytes the version after has more."""
        return self._known.byte_delta

    @property
    def shared_part_count(self) -> int:
        """Files that both versions list; they were not read."""
        return self._known.shared_part_count

    @property
    def is_same(self) -> bool:
        """Whether nothing differs."""
        known = self._known
        return not (
            known.columns or known.added_count or known.removed_count or known.changed_count
        )

    def added(self) -> Rows:
        """The rows that only the version after has."""
        return self._rows("added")

    def removed(self) -> Rows:
        """The rows that only the version before has."""
        return self._rows("removed")

    def changed(self) -> Rows:
        """The changed rows: the key, then each column before and after.

        Raises:
            BadArgument: rows were compared as a whole.
        """
        return self._rows("changed")

    def _rows(self, kind: str) -> Rows:
        return self._services.comparing.rows(self._before, self._after, self._known, kind)

    def __repr__(self) -> str:
        """The counts as plain text."""
        return view.comparison_text(self._before, self._after, self._known)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        made = view.comparison_html(self._before, self._after, self._known)
        return {"text/plain": repr(self), "text/html": made}
