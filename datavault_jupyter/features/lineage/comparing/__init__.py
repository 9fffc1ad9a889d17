"""What differs between two versions: columns, and rows by key or as a whole."""

from datavault_jupyter.features.lineage.comparing.comparing import Compared, Side, compare
from datavault_jupyter.features.lineage.comparing.records import ColumnChange, RowsKind

__all__ = ["ColumnChange", "Compared", "RowsKind", "Side", "compare"]
