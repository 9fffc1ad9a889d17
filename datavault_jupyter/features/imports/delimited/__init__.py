"""CSV and its relatives: text in which a character separates the cells."""

from datavault_jupyter.features.imports.delimited.checking import check, problems
from datavault_jupyter.features.imports.delimited.loading import load
from datavault_jupyter.features.imports.delimited.previewing import preview

__all__ = ["check", "load", "preview", "problems"]
