"""Several files as one dataset: their columns united by name, one exact type for each."""

from datavault_jupyter.features.imports.stacking.loading import load

__all__ = ["load"]
