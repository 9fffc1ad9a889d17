"""Versions merged relative to their common ancestor, so that what was removed stays removed."""

from datavault_jupyter.features.lineage.merging.ancestry import Ancestry
from datavault_jupyter.features.lineage.merging.folding import Folder
from datavault_jupyter.features.lineage.merging.merging import Merger
from datavault_jupyter.features.lineage.merging.records import (
    Counts,
    Duplicates,
    Merged,
    Piece,
    Side,
)

__all__ = ["Ancestry", "Counts", "Duplicates", "Folder", "Merged", "Merger", "Piece", "Side"]
